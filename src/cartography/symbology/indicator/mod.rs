//! Indicators that colours can tell: what is shown of a unit, and of a building. `values` counts what
//! they come to, `words` says what they are called, in which unit, and why a unit has no value.

mod values;
mod words;

use serde::{Deserialize, Serialize};

use crate::cartography::theme::{Palette, Ramp};
use crate::numbers;

pub use values::Subjects;

/// What is shown of a unit, of the function and group looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitIndicator {
    /// Covered share of the residents.
    Rate,
    /// Residents that a facility reaches.
    Covered,
    /// Residents that no facility reaches.
    Unreached,
    /// How many facilities a resident reaches on average.
    Choices,
    /// Share of the residents whom at least two facilities reach.
    Backup,
    /// Residents whom exactly one facility reaches.
    OnlyOne,
    /// Minutes to the nearest facility, on average.
    MeanMinutes,
    /// Minutes within which nine tenths of the residents have a facility: the slowest tenth walks longer.
    NineTenthsMinutes,
    /// How many functions of the standard a resident has within their limits, on average.
    Functions,
    /// How many functions of the standard a resident has within a quarter of an hour, on average.
    QuarterHourFunctions,
    /// Floor area of the function in the unit, m² per 1,000 residents.
    FloorArea,
    /// Floor area that the unit lacks to the norm, in m².
    AreaGap,
    /// Places that the unit lacks to the norm.
    PlacesGap,
    /// Capacity that falls to 1,000 residents, by floating catchments (2SFCA).
    Capacity,
    /// How unequally facilities within reach are shared among the residents (Gini).
    Inequality,
    /// Score by the rule for pilot communities.
    Priority,
    Residents,
    /// Residents of the group among all residents.
    GroupShare,
    /// Residents per hectare of the unit.
    Density,
    /// Candidates of the register.
    Candidates,
    /// Residents that the circle counts and the way on foot does not; only along streets.
    CircleOnly,
}

/// What is shown of a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BuildingIndicator {
    /// How many facilities reach it; only where somebody lives.
    Choices,
    Residents,
}

/// How the values of an indicator are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// From 0 to 1, in percent.
    Share,
    /// Whole, or nearly so: persons, square metres, places.
    Count,
    Tenths,
    /// Small numbers, such as scores from 0 to 1.
    Hundredths,
}

impl UnitIndicator {
    /// In the order of the lists: who is reached, how far, how much room, who needs it most, who lives
    /// there.
    pub const ALL: [Self; 21] = [
        Self::Rate,
        Self::Covered,
        Self::Unreached,
        Self::Choices,
        Self::Backup,
        Self::OnlyOne,
        Self::MeanMinutes,
        Self::NineTenthsMinutes,
        Self::Functions,
        Self::QuarterHourFunctions,
        Self::FloorArea,
        Self::AreaGap,
        Self::PlacesGap,
        Self::Capacity,
        Self::Inequality,
        Self::Priority,
        Self::Residents,
        Self::GroupShare,
        Self::Density,
        Self::Candidates,
        Self::CircleOnly,
    ];

    /// What it is called in files and, with hyphens, on the command line.
    pub fn id(self) -> &'static str {
        match self {
            Self::Rate => "rate",
            Self::Covered => "covered",
            Self::Unreached => "unreached",
            Self::Choices => "choices",
            Self::Backup => "backup",
            Self::OnlyOne => "only_one",
            Self::MeanMinutes => "mean_minutes",
            Self::NineTenthsMinutes => "nine_tenths_minutes",
            Self::Functions => "functions",
            Self::QuarterHourFunctions => "quarter_hour_functions",
            Self::FloorArea => "floor_area",
            Self::AreaGap => "area_gap",
            Self::PlacesGap => "places_gap",
            Self::Capacity => "capacity",
            Self::Inequality => "inequality",
            Self::Priority => "priority",
            Self::Residents => "residents",
            Self::GroupShare => "group_share",
            Self::Density => "density",
            Self::Candidates => "candidates",
            Self::CircleOnly => "circle_only",
        }
    }

    /// Whether counting it in a city takes longer than a frame: a window has that done beforehand.
    pub fn takes_long(self) -> bool {
        match self {
            Self::MeanMinutes
            | Self::NineTenthsMinutes
            | Self::QuarterHourFunctions
            | Self::AreaGap
            | Self::PlacesGap
            | Self::Capacity
            | Self::Inequality
            | Self::Priority => true,
            Self::Rate
            | Self::Covered
            | Self::Unreached
            | Self::Choices
            | Self::Backup
            | Self::OnlyOne
            | Self::Functions
            | Self::FloorArea
            | Self::Residents
            | Self::GroupShare
            | Self::Density
            | Self::Candidates
            | Self::CircleOnly => false,
        }
    }

    /// Whether it follows from the walks to the nearest facilities.
    pub fn follows_from_walks(self) -> bool {
        matches!(self, Self::MeanMinutes | Self::NineTenthsMinutes | Self::QuarterHourFunctions)
    }

    pub fn measure(self) -> Measure {
        match self {
            Self::Rate | Self::Backup | Self::GroupShare => Measure::Share,
            Self::Choices
            | Self::Functions
            | Self::QuarterHourFunctions
            | Self::MeanMinutes
            | Self::NineTenthsMinutes
            | Self::Capacity => Measure::Tenths,
            Self::Inequality | Self::Priority => Measure::Hundredths,
            Self::Covered
            | Self::Unreached
            | Self::OnlyOne
            | Self::FloorArea
            | Self::AreaGap
            | Self::PlacesGap
            | Self::Residents
            | Self::Density
            | Self::Candidates
            | Self::CircleOnly => Measure::Count,
        }
    }

    /// A value in words, without its unit of measure.
    pub fn written(self, value: f64) -> String {
        match self.measure() {
            Measure::Share => numbers::percent(Some(value)),
            Measure::Tenths => format!("{value:.1}"),
            Measure::Hundredths => format!("{value:.2}"),
            Measure::Count => numbers::thousands(value.round() as i64),
        }
    }

    /// Whether equal classes are those from 0 to 1, whatever the data: shares that may be all or none.
    pub fn has_scale_of_its_own(self) -> bool {
        matches!(self, Self::Rate | Self::Backup)
    }

    pub(in crate::cartography) fn ramp(self, palette: &Palette) -> Ramp {
        match self {
            Self::Rate
            | Self::Covered
            | Self::Choices
            | Self::Backup
            | Self::Functions
            | Self::QuarterHourFunctions
            | Self::FloorArea
            | Self::Capacity
            | Self::Candidates => palette.rate_ramp,
            Self::Unreached
            | Self::OnlyOne
            | Self::CircleOnly
            | Self::MeanMinutes
            | Self::NineTenthsMinutes
            | Self::AreaGap
            | Self::PlacesGap
            | Self::Inequality
            | Self::Priority => palette.need_ramp,
            Self::Residents | Self::GroupShare | Self::Density => palette.people_ramp,
        }
    }
}

impl BuildingIndicator {
    pub const ALL: [Self; 2] = [Self::Choices, Self::Residents];
}
