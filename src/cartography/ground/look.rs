//! What the ground shows of the facilities and units of a study: kept with an image, so that after
//! an edit only that part of it is painted which looks otherwise.

use std::collections::BTreeMap;

use crate::analysis::GainOf;
use crate::cartography::{Fill, MapContent, Subject, Surface, SurfaceField};
use crate::geometry::{Extent, WorldPoint};
use crate::study::{Facility, FacilityId, Parameters, ScenarioId};

use super::colors::unit_fills;
use super::facilities::has_all_rings;

/// With more facilities changed at once, everything is painted.
const MOST_CHANGES: usize = 16;

/// How facilities and units look.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Look {
    /// The facilities of the function shown in the scenario shown, and in the one it is compared with
    /// on the same map.
    facilities: BTreeMap<(ScenarioId, FacilityId), Mark>,
    /// How all units are filled; none where they are not.
    pub unit_fills: Vec<Fill>,
    /// How far facilities reach, and the widest walk circle around them.
    radius_m: f64,
    parameters: Parameters,
    ring_m: f64,
    /// Whether there are few enough facilities that all their walk circles are drawn.
    has_all_rings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Mark {
    at: WorldPoint,
    is_planned: bool,
}

/// What part of an image looks otherwise than before.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Changed {
    Nothing,
    Within(Extent),
    Everything,
}

impl Look {
    pub fn of(content: &MapContent) -> Self {
        let study = content.session.study();
        let mark =
            |facility: &Facility| Mark { at: facility.at, is_planned: facility.is_planned() };
        let compared = match content.subject {
            Subject::Coverage => None,
            Subject::Difference { from } => Some(from),
        };
        let facilities = [Some(content.scenario), compared].into_iter().flatten();
        let facilities = facilities.flat_map(|scenario| {
            let of_scenario = study.facilities(scenario).values();
            let of_function = of_scenario.filter(|facility| facility.offers(content.function));
            of_function.map(move |facility| ((scenario, facility.id), mark(facility)))
        });
        let are_units_filled = content.layers.units && content.surface() == Surface::None;
        let walk = content.walk();
        let rings = walk.rings();
        let widest = rings.iter().map(|(_, metres)| *metres).fold(0.0, f64::max);
        Self {
            facilities: facilities.collect(),
            unit_fills: if are_units_filled { unit_fills(content) } else { Vec::new() },
            parameters: *study.parameters(),
            radius_m: content.walk().circle_radius_m(content.function),
            ring_m: walk.straight_m(widest),
            has_all_rings: has_all_rings(content),
        }
    }

    /// What looks otherwise than in `before`, while all that is not of the study is the same.
    pub fn changed_since(&self, before: &Self, content: &MapContent) -> Changed {
        let is_alike = self.radius_m == before.radius_m
            && self.parameters == before.parameters
            && self.ring_m == before.ring_m
            && self.has_all_rings == before.has_all_rings
            && self.unit_fills.len() == before.unit_fills.len();
        let facilities = self.changed_facilities(before);
        // What is wanted by need follows the share of a whole unit, and by room how full facilities are
        // that others left: neither ends anywhere near.
        let is_far_reaching =
            matches!(content.surface(), Surface::Gain(GainOf::Need | GainOf::Room));
        if !is_alike
            || facilities.len() > MOST_CHANGES
            || (is_far_reaching && !facilities.is_empty())
        {
            return Changed::Everything;
        }
        // Gains change as far as the buildings reach that are newly reached themselves.
        let reach_m = match content.surface() {
            Surface::Gain(_) => 2.0 * self.radius_m,
            Surface::Minutes => self.radius_m.max(self.ring_m) + self.uncounted_m(content),
            Surface::None => self.radius_m.max(self.ring_m),
        };
        let around = facilities.into_iter().map(|mark| Extent {
            min: WorldPoint::new(mark.at.x - reach_m, mark.at.y - reach_m),
            max: WorldPoint::new(mark.at.x + reach_m, mark.at.y + reach_m),
        });
        let units = content.session.study().layers().units.shapes();
        let fills = self.unit_fills.iter().zip(&before.unit_fills).enumerate();
        let repainted = fills.filter(|(_, (now, before))| now != before);
        let repainted = repainted.filter_map(|(unit, _)| units.extent(unit));
        around.chain(repainted).reduce(Extent::union).map_or(Changed::Nothing, Changed::Within)
    }

    /// By how much a walk along the streets, seen at the middle of a cell nearby, may lead farther than
    /// its metres: where the ways to the streets do not count.
    fn uncounted_m(&self, content: &MapContent) -> f64 {
        let Some(SurfaceField::Walks(field)) = content.field.field else { return 0.0 };
        let rules = self.parameters.network;
        let access_m = if rules.counts_access { 0.0 } else { 2.0 * rules.farthest_access_m };
        access_m + 2.0 * field.cells().cell_m()
    }

    /// The marks that are gone, those that came, and both of those that changed.
    fn changed_facilities(&self, before: &Self) -> Vec<Mark> {
        let differs = |from: &Self, to: &Self| -> Vec<Mark> {
            let marks = from.facilities.iter();
            let different = marks.filter(|(id, mark)| to.facilities.get(*id) != Some(*mark));
            different.map(|(_, mark)| *mark).collect()
        };
        [differs(self, before), differs(before, self)].concat()
    }
}
