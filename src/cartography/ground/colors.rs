//! The colours of units and buildings on the ground: what the key says of the scenario shown, or of
//! its difference to another one.

use crate::analysis::{Coverage, ReachChange};
use crate::cartography::symbology::{BuildingIndicator, BuildingKey};
use crate::cartography::{Fill, MapContent, Rgba};
use crate::layers::{BuildingUse, Persons};

/// How every unit is filled.
pub(super) fn unit_fills(content: &MapContent) -> Vec<Fill> {
    let palette = &content.palette;
    let units = 0..content.session.study().layers().units.len();
    match content.coverage_before() {
        Some(before) => {
            units.map(|unit| palette.points(content.points_gained(before, unit))).collect()
        }
        None => {
            let colors = content.key.units.colors(content.subjects(), palette);
            colors.into_iter().map(Fill::from).collect()
        }
    }
}

/// The class of what is not painted.
const LEFT_OUT: u8 = u8::MAX;

/// What each building is compared with: the coverage of another scenario, or the circle.
fn compared_with<'a>(content: &MapContent<'a>) -> Option<&'a Coverage> {
    let by_circle = || content.by_circle().filter(|_| is_circle_and_path(content));
    content.coverage_before().or_else(by_circle)
}

fn is_circle_and_path(content: &MapContent) -> bool {
    content.key.buildings == BuildingKey::CircleAndPath
}

/// Into which class each building falls, and what colours the classes have.
pub(super) struct BuildingColors<'a> {
    content: &'a MapContent<'a>,
    residents: &'a [Persons],
    counts: &'a [u32],
    before: Option<&'a [u32]>,
    colors: Vec<Rgba>,
}

/// Classes of buildings by whether they are reached.
const UNINHABITED: u8 = 0;
const NOT_REACHED: u8 = 1;
const REACHED: u8 = 2;

impl<'a> BuildingColors<'a> {
    pub fn of(content: &'a MapContent) -> Self {
        let demand = content.session.study().layers().buildings.demand();
        let counts_of =
            |coverage: &'a Coverage| coverage.reach_counts(content.function, content.group);
        let before = compared_with(content).map(counts_of);
        Self {
            content,
            residents: demand.residents(content.group),
            counts: counts_of(content.coverage()),
            colors: class_colors(content, before.is_some()),
            before,
        }
    }

    /// The class of a building; no colour belongs to what is left out.
    pub fn class_of(&self, building: usize) -> u8 {
        let is_home = self.residents[building] > Persons::ZERO;
        let count = self.counts[building];
        if let Some(before) = self.before {
            // Left out where nobody lives: a fifth grey could not be told from the other four.
            return if is_home { change_class(before[building], count) } else { LEFT_OUT };
        }
        match &self.content.key.buildings {
            BuildingKey::Single => 0,
            BuildingKey::Reached | BuildingKey::CircleAndPath if !is_home => UNINHABITED,
            BuildingKey::Reached | BuildingKey::CircleAndPath if count > 0 => REACHED,
            BuildingKey::Reached | BuildingKey::CircleAndPath => NOT_REACHED,
            BuildingKey::Use => {
                let buildings = &self.content.session.study().layers().buildings;
                let kind = buildings.record(building).kind;
                BuildingUse::ALL.iter().position(|other| *other == kind).unwrap_or_default() as u8
            }
            BuildingKey::Graduated { .. } if !is_home => UNINHABITED,
            BuildingKey::Graduated { indicator, breaks } => {
                let value = match indicator {
                    BuildingIndicator::Choices => f64::from(count),
                    BuildingIndicator::Residents => self.residents[building].as_f64(),
                };
                1 + breaks.class_of(value) as u8
            }
        }
    }

    /// The colour of a class; `None` where nothing is painted.
    pub fn color(&self, class: u8) -> Option<Rgba> {
        self.colors.get(usize::from(class)).copied()
    }

    /// The hatching over a class, for copies that have lost their colours.
    pub fn hatch(&self, class: u8) -> Option<Rgba> {
        let is_unreached = self.before.is_none()
            && self.content.key.buildings == BuildingKey::Reached
            && class == NOT_REACHED;
        self.content.palette.hatch.filter(|_| is_unreached)
    }
}

fn change_class(before: u32, after: u32) -> u8 {
    match ReachChange::between(before, after) {
        ReachChange::Neither => 0,
        ReachChange::Both => 1,
        ReachChange::Lost => 2,
        ReachChange::Gained => 3,
    }
}

fn class_colors(content: &MapContent, is_difference: bool) -> Vec<Rgba> {
    let palette = &content.palette;
    if is_difference {
        return vec![
            palette.reached_in_neither,
            palette.reached_in_both,
            palette.lost,
            palette.gained,
        ];
    }
    match &content.key.buildings {
        BuildingKey::Single => vec![palette.quiet],
        BuildingKey::Reached | BuildingKey::CircleAndPath => {
            vec![palette.uninhabited, palette.uncovered, palette.covered]
        }
        BuildingKey::Use => palette.uses.to_vec(),
        BuildingKey::Graduated { indicator, breaks } => {
            let classes = BuildingKey::class_colors(*indicator, breaks, palette);
            [palette.uninhabited].into_iter().chain(classes).collect()
        }
    }
}
