//! What colours and signs of the map tell, as the planner chooses it: by which indicator units and
//! buildings are coloured, whether streets are told apart, into which classes it is divided, whether a surface lies below,
//! and what the signs of facilities stand for.
//!
//! `breaks` divides values into classes, `indicator` says what is shown of a unit or building, `facilities` of a facility,
//! `key` settles the classes of a map from the study, from which the legend is made, and `words` are
//! what it is called in files. Colours are the theme's.

mod breaks;
mod facilities;
mod indicator;
mod key;
mod words;

use serde::{Deserialize, Serialize};

use crate::analysis::GainOf;
use crate::language::Text;

pub use breaks::{Breaks, ClassMethod};
pub use facilities::FacilitySymbology;
pub(super) use facilities::capacity_breaks;
pub(super) use indicator::Measure;
pub use indicator::{BuildingIndicator, Subjects, UnitIndicator};
pub use key::{BuildingKey, MapKey, UnitKey};

/// The fewest and the most classes that can be told apart on a map.
pub const CLASS_COUNTS: std::ops::RangeInclusive<u8> = 3..=7;

/// What the colours and signs of a map tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Symbology {
    pub units: UnitSymbology,
    pub buildings: BuildingSymbology,
    pub streets: StreetSymbology,
    pub surface: Surface,
    pub facilities: FacilitySymbology,
}

/// What the colour of a unit tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum UnitSymbology {
    /// Nothing: all units look alike.
    Single,
    /// An indicator in classes.
    Graduated(UnitIndicator, Classing),
    /// Rate and residents at once, in three times three classes.
    RateAndResidents,
}

impl Default for UnitSymbology {
    fn default() -> Self {
        Self::Graduated(UnitIndicator::Rate, Classing::default())
    }
}

/// What the colour of a building tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum BuildingSymbology {
    /// Nothing: all buildings look alike.
    Single,
    /// Whether its residents are reached.
    #[default]
    Reached,
    /// Whether circle and way on foot agree on that; only along streets.
    CircleAndPath,
    /// What it is used for.
    Use,
    /// An indicator in classes.
    Graduated(BuildingIndicator, Classing),
}

/// What the colour of a street tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum StreetSymbology {
    /// Nothing: all streets look alike but for their width.
    #[default]
    Single,
    /// How much traffic it carries.
    Class,
}

/// How values are divided into classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Classing {
    pub method: ClassMethod,
    /// Within [`CLASS_COUNTS`].
    pub classes: u8,
}

impl Default for Classing {
    fn default() -> Self {
        Self { method: ClassMethod::Equal, classes: 5 }
    }
}

/// What lies below units' borders and buildings, in place of the units' colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Surface {
    #[default]
    None,
    /// Minutes to the nearest facility, as the walk circles have them.
    Minutes,
    /// What one more facility at a place would gain.
    Gain(GainOf),
}

impl Symbology {
    /// The indicator in the colours of units; `None` where something else is.
    pub fn unit_indicator(&self) -> Option<UnitIndicator> {
        match self.units {
            UnitSymbology::Graduated(indicator, _) if self.surface == Surface::None => {
                Some(indicator)
            }
            _ => None,
        }
    }

    /// What the ground shows of it: signs stand above.
    pub fn of_ground(self) -> Self {
        Self { facilities: FacilitySymbology::default(), ..self }
    }

    /// The same without what tells something only where one walks along streets.
    pub fn without_streets(self) -> Self {
        let units = match self.units {
            UnitSymbology::Graduated(UnitIndicator::CircleOnly, classing) => {
                UnitSymbology::Graduated(UnitIndicator::Rate, classing)
            }
            other => other,
        };
        let buildings = match self.buildings {
            BuildingSymbology::CircleAndPath => BuildingSymbology::Reached,
            other => other,
        };
        Self { units, buildings, ..self }
    }
}

impl Surface {
    pub const ALL: [Self; 5] = [
        Self::None,
        Self::Minutes,
        Self::Gain(GainOf::Residents),
        Self::Gain(GainOf::Need),
        Self::Gain(GainOf::Room),
    ];

    pub fn name(self) -> Text {
        match self {
            Self::None => Text::new("无", "None"),
            Self::Minutes => Text::new("步行时间", "Walking minutes"),
            Self::Gain(GainOf::Residents) => Text::new("增设效益", "Gain of one more"),
            Self::Gain(GainOf::Need) => {
                Text::new("增设效益（按缺口加权）", "Gain of one more, weighted by need")
            }
            Self::Gain(GainOf::Room) => {
                Text::new("增设效益（含容量不足）", "Gain of one more, room lacking too")
            }
        }
    }
}

impl StreetSymbology {
    pub const ALL: [Self; 2] = [Self::Single, Self::Class];

    pub fn name(self) -> Text {
        match self {
            Self::Single => Text::new("单一颜色", "One colour"),
            Self::Class => Text::new("道路等级", "Class"),
        }
    }
}

impl UnitSymbology {
    /// The choices, classed as the given one where it has classes.
    pub fn choices(self, along_streets: bool) -> Vec<Self> {
        let classing = self.classing().unwrap_or_default();
        let graduated = UnitIndicator::ALL.map(|indicator| Self::Graduated(indicator, classing));
        let choices = graduated.into_iter().chain([Self::RateAndResidents, Self::Single]);
        choices.filter(|choice| along_streets || !choice.needs_streets()).collect()
    }

    /// Whether it tells something only where one walks along streets.
    fn needs_streets(self) -> bool {
        matches!(self, Self::Graduated(UnitIndicator::CircleOnly, _))
    }

    pub fn classing(self) -> Option<Classing> {
        match self {
            Self::Graduated(_, classing) => Some(classing),
            Self::Single | Self::RateAndResidents => None,
        }
    }

    /// The same divided otherwise.
    pub fn classed(self, classing: Classing) -> Self {
        match self {
            Self::Graduated(indicator, _) => Self::Graduated(indicator, classing),
            other => other,
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Single => Text::new("单一颜色", "One colour"),
            Self::Graduated(indicator, _) => indicator.name(),
            Self::RateAndResidents => Text::new("覆盖率 × 居民", "Rate × residents"),
        }
    }

    /// What it is called in files and, with hyphens, on the command line, whatever its classes.
    pub fn id(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Graduated(indicator, _) => indicator.id(),
            Self::RateAndResidents => "rate_and_residents",
        }
    }
}

impl BuildingSymbology {
    /// The choices, classed as the given one where it has classes.
    pub fn choices(self, along_streets: bool) -> Vec<Self> {
        let classing = self.classing().unwrap_or_default();
        let graduated =
            BuildingIndicator::ALL.map(|indicator| Self::Graduated(indicator, classing));
        let compared = along_streets.then_some(Self::CircleAndPath);
        let choices = [Self::Reached].into_iter().chain(compared).chain(graduated);
        choices.chain([Self::Use, Self::Single]).collect()
    }

    pub fn classing(self) -> Option<Classing> {
        match self {
            Self::Graduated(_, classing) => Some(classing),
            Self::Single | Self::Reached | Self::CircleAndPath | Self::Use => None,
        }
    }

    /// The same divided otherwise.
    pub fn classed(self, classing: Classing) -> Self {
        match self {
            Self::Graduated(indicator, _) => Self::Graduated(indicator, classing),
            other => other,
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Single => Text::new("单一颜色", "One colour"),
            Self::Reached => Text::new("是否覆盖", "Reached or not"),
            Self::CircleAndPath => Text::new("直线圈与步行路径", "Circle and path"),
            Self::Use => Text::new("用途", "Use"),
            Self::Graduated(indicator, _) => indicator.name(),
        }
    }
}
