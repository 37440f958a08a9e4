//! How facilities look by the symbology chosen: which class each belongs to, and the sign, dot and name
//! of a class. Map and legend ask here, so that they cannot differ.
//!
//! Every class is told apart in a grey copy as well: by the rim, by the lightness of the fill, by the
//! figures of the year, by a letter, or by the size.

use std::collections::BTreeSet;

use crate::language::Text;
use crate::numbers;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityOrigin, ProjectState};

use super::in_sight::facilities_beside;
use super::markers::{Badge, MARKER_RADIUS, MarkerSign, Middle};
use super::symbology::{Breaks, FacilitySymbology, capacity_breaks};
use super::{Dot, MapContent, Rgba, Stroke};

/// What a facility is, as far as its sign tells it. In the order of the legend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FacilityClass {
    Existing,
    Planned,
    /// Planned, with its project in a state.
    State(ProjectState),
    Year {
        year: i32,
        is_planned: bool,
    },
    /// Planned for no year yet.
    NoYear,
    /// Of a size class, the smallest first.
    Size {
        class: usize,
        is_planned: bool,
    },
    /// Of a size that is not known.
    NoSize {
        is_planned: bool,
    },
    /// Of another function.
    Other(FunctionIndex),
}

impl FacilityClass {
    /// Whether it is of facilities that do not exist yet.
    pub fn is_planned(self) -> bool {
        match self {
            Self::Existing | Self::Other(_) => false,
            Self::Planned | Self::State(_) | Self::NoYear => true,
            Self::Year { is_planned, .. }
            | Self::Size { is_planned, .. }
            | Self::NoSize { is_planned } => is_planned,
        }
    }
}

pub(super) const EXISTING: Text = Text::new("现状设施", "Existing facility");
pub(super) const PLANNED: Text = Text::new("拟设设施", "Hypothetical facility");
const NO_YEAR: Text = Text::new("年份未定", "No year yet");
const NO_SIZE: Text = Text::new("能力不详（空心）", "Capacity not known (hollow)");
const NO_SIZE_PLANNED: Text =
    Text::new("拟设，能力不详（空心）", "Hypothetical, capacity not known (hollow)");

/// Radius of the smallest and the largest class of sizes; between them areas grow evenly.
const SMALLEST_RADIUS: f32 = 6.0;
const LARGEST_RADIUS: f32 = 16.0;
/// Radius of a sign of unknown size.
const NO_SIZE_RADIUS: f32 = 7.5;
/// Radius of the disc with the letter of another function.
const OTHER_RADIUS: f32 = 7.0;
/// In a crowd, radii of sizes take so large a share.
const CROWDED_SIZE: f32 = 0.55;
/// Radius of a dot in a crowd whose size tells nothing.
const CROWDED_RADIUS: f32 = 4.5;
/// How much of the colour of what is planned the fill of a sign has that is told by lightness.
const PALE: f32 = 0.3;
const STRONG: f32 = 0.65;

/// What facilities look like on one map.
pub(super) struct FacilityLook<'a> {
    content: &'a MapContent<'a>,
    /// The years of what is planned, rising.
    years: Vec<i32>,
    sizes: Option<Breaks>,
    /// Whether some capacity is larger than all of the classes.
    is_open_ended: bool,
}

impl<'a> FacilityLook<'a> {
    pub fn of(content: &'a MapContent) -> Self {
        let mut look = Self { content, years: Vec::new(), sizes: None, is_open_ended: false };
        match content.symbology.facilities {
            FacilitySymbology::Year => {
                let planned = look.offering().filter(|facility| facility.is_planned());
                let years: BTreeSet<i32> = planned.filter_map(|f| f.project.year).collect();
                look.years = years.into_iter().collect();
            }
            FacilitySymbology::Capacity(classing) => {
                look.sizes = capacity_breaks(content.session, content.function, classing);
                let largest = look.sizes.as_ref().and_then(|sizes| sizes.bounds().last().copied());
                let capacities = look.offering().filter_map(|f| f.capacity_for(content.function));
                let most = capacities.fold(0.0, f64::max);
                look.is_open_ended = largest.is_some_and(|largest| most > largest);
            }
            FacilitySymbology::Single | FacilitySymbology::State | FacilitySymbology::Function => {}
        }
        look
    }

    /// The facilities of the function shown, in the scenario shown and in the one set beside it.
    fn offering(&self) -> impl Iterator<Item = &'a Facility> + use<'a> {
        let function = self.content.function;
        let all = facilities_beside(self.content.session).flat_map(|all| all.values());
        all.filter(move |facility| facility.offers(function))
    }

    /// The class of a facility that offers the function shown.
    pub fn class_of(&self, facility: &Facility) -> FacilityClass {
        let is_planned = facility.is_planned();
        match self.content.symbology.facilities {
            FacilitySymbology::State if is_planned => FacilityClass::State(facility.project.state),
            FacilitySymbology::Year => match facility.project.year {
                Some(year) => FacilityClass::Year { year, is_planned },
                None if is_planned => FacilityClass::NoYear,
                None => FacilityClass::Existing,
            },
            FacilitySymbology::Capacity(_) => {
                let capacity = facility.capacity_for(self.content.function);
                match capacity.zip(self.sizes.as_ref()) {
                    Some((capacity, sizes)) => {
                        FacilityClass::Size { class: sizes.class_of(capacity), is_planned }
                    }
                    None => FacilityClass::NoSize { is_planned },
                }
            }
            FacilitySymbology::Single | FacilitySymbology::State | FacilitySymbology::Function => {
                if is_planned {
                    FacilityClass::Planned
                } else {
                    FacilityClass::Existing
                }
            }
        }
    }

    /// The classes that there are of the function shown.
    pub fn classes(&self) -> BTreeSet<FacilityClass> {
        self.offering().map(|facility| self.class_of(facility)).collect()
    }

    /// The sign of a facility that does not offer the function shown, where it has one.
    pub fn other_class(&self, facility: &Facility) -> Option<FacilityClass> {
        let tells_functions = self.content.symbology.facilities == FacilitySymbology::Function;
        let first = facility.functions.iter().min().filter(|_| tells_functions)?;
        Some(FacilityClass::Other(*first))
    }

    /// The sign of a class.
    pub fn sign(&self, class: FacilityClass) -> MarkerSign {
        let palette = &self.content.palette;
        let function = self.content.session.study().standard().function(self.content.function);
        let existing = MarkerSign::of(palette, &FacilityOrigin::Existing, function);
        let planned = MarkerSign::of(palette, &FacilityOrigin::Hypothetical, function);
        let (paper, violet) = (palette.paper, palette.hypothetical);
        match class {
            FacilityClass::Existing => existing,
            FacilityClass::Planned => planned,
            FacilityClass::State(state) => match state {
                ProjectState::Proposed => planned.rimmed(Stroke::dashed(2.0, violet, 4.0)),
                ProjectState::Approved => planned,
                ProjectState::UnderWay => planned.filled(palette.planned_shade(PALE), violet),
                // Not as dark as what exists: in grey the two would be one.
                ProjectState::Completed => {
                    let fill = palette.planned_shade(STRONG);
                    planned.filled(fill, palette.ink_on(fill))
                }
                ProjectState::Suspended => planned.crossed_out(palette.quiet, paper),
            },
            FacilityClass::Year { year, is_planned: false } => {
                existing.with_badge(year_badge(year))
            }
            FacilityClass::Year { year, is_planned: true } => {
                let fill = self.shade_of_year(year);
                planned.filled(fill, palette.ink_on(fill)).with_badge(year_badge(year))
            }
            FacilityClass::NoYear => planned.rimmed(Stroke::dashed(2.0, violet, 4.0)),
            FacilityClass::Size { class, is_planned } => {
                let sign = match is_planned {
                    true => planned.filled(palette.planned_shade(PALE), violet),
                    false => existing,
                };
                sign.plain_of_radius(self.radius_of(class))
            }
            FacilityClass::NoSize { is_planned } => {
                let ink = if is_planned { violet } else { palette.existing };
                let hollow = planned.filled(paper, ink).rimmed(Stroke::dashed(1.5, ink, 3.0));
                hollow.plain_of_radius(NO_SIZE_RADIUS)
            }
            FacilityClass::Other(function) => {
                let fill = palette.category(function.as_usize());
                let letter = self.content.session.study().standard().function(function).letter;
                let sign = existing.filled(fill, palette.ink_on(fill));
                sign.plain_of_radius(OTHER_RADIUS).with_middle(Middle::Letter(letter))
            }
        }
    }

    /// The sign of a facility that is only planned and does not offer the function shown: hollow.
    pub fn other_sign(&self, class: FacilityClass, facility: &Facility) -> MarkerSign {
        let sign = self.sign(class);
        if !facility.is_planned() {
            return sign;
        }
        let palette = &self.content.palette;
        sign.filled(palette.paper, palette.text).rimmed(Stroke::solid(2.0, sign.fill()))
    }

    /// The dot that stands for a facility in a crowd.
    pub fn dot(&self, class: FacilityClass) -> Dot {
        let palette = &self.content.palette;
        let (radius, fill, rim) = match class {
            FacilityClass::Size { .. } => {
                let sign = self.sign(class);
                (sign.radius() * CROWDED_SIZE, sign.fill(), palette.paper)
            }
            FacilityClass::NoSize { is_planned } => {
                let rim = if is_planned { palette.hypothetical } else { palette.existing };
                (CROWDED_RADIUS, palette.paper, rim)
            }
            FacilityClass::Existing | FacilityClass::Year { is_planned: false, .. } => {
                (CROWDED_RADIUS, palette.existing, palette.paper)
            }
            _ => (CROWDED_RADIUS, palette.hypothetical, palette.paper),
        };
        Dot { radius, fill, rim }
    }

    /// What the legend says of a class.
    pub fn name(&self, class: FacilityClass) -> String {
        let language = self.content.language;
        match class {
            FacilityClass::Existing => EXISTING.of(language).to_owned(),
            FacilityClass::Planned => PLANNED.of(language).to_owned(),
            FacilityClass::State(state) => {
                let state = state.name();
                language.pick(
                    format!("拟设 · {}", state.zh),
                    format!("Hypothetical, {}", state.en.to_lowercase()),
                )
            }
            FacilityClass::Year { year, is_planned: true } => {
                language.pick(format!("{year} 年投用"), format!("Opens in {year}"))
            }
            FacilityClass::Year { year, is_planned: false } => {
                language.pick(format!("现状 · {year} 年投用"), format!("Existing, since {year}"))
            }
            FacilityClass::NoYear => NO_YEAR.of(language).to_owned(),
            FacilityClass::Size { class, .. } => self.size_name(class),
            FacilityClass::NoSize { is_planned: false } => NO_SIZE.of(language).to_owned(),
            FacilityClass::NoSize { is_planned: true } => NO_SIZE_PLANNED.of(language).to_owned(),
            FacilityClass::Other(function) => {
                let standard = self.content.session.study().standard();
                standard.function(function).short_name.of(language).to_owned()
            }
        }
    }

    /// The classes of sizes, where capacities are shown.
    pub fn size_classes(&self) -> std::ops::Range<usize> {
        0..self.sizes.as_ref().map_or(0, Breaks::classes)
    }

    fn size_name(&self, class: usize) -> String {
        let Some(sizes) = &self.sizes else { return String::new() };
        let bounds = sizes.bounds();
        let number = |value: f64| numbers::thousands(value.round() as i64);
        let (from, to) = (number(bounds[class]), number(bounds[class + 1]));
        let is_last = class + 1 == sizes.classes();
        match is_last {
            true if self.is_open_ended => format!("≥ {from}"),
            _ if from == to => from,
            true => format!("{from} – {to}"),
            false => format!("{from} – <{to}"),
        }
    }

    fn radius_of(&self, class: usize) -> f32 {
        let last = self.size_classes().len().saturating_sub(1);
        if last == 0 {
            return MARKER_RADIUS;
        }
        let share = class as f32 / last as f32;
        let area =
            SMALLEST_RADIUS.powi(2) + share * (LARGEST_RADIUS.powi(2) - SMALLEST_RADIUS.powi(2));
        area.sqrt()
    }

    /// The sooner, the stronger.
    fn shade_of_year(&self, year: i32) -> Rgba {
        /// Of the last year.
        const PALEST: f32 = 0.18;
        let position = self.years.iter().position(|other| *other == year).unwrap_or_default();
        let last = self.years.len().saturating_sub(1).max(1);
        let share = 1.0 - (1.0 - PALEST) * position as f32 / last as f32;
        self.content.palette.planned_shade(share)
    }
}

/// The last two figures of a year.
fn year_badge(year: i32) -> Badge {
    Badge::Figures(year.rem_euclid(100) as u8)
}
