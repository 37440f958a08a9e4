//! The flags that say what the colours of a picture tell. Flags that would have no effect are refused.

use std::sync::LazyLock;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::analysis::GainOf;
use crate::cartography::{
    BuildingIndicator, BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, FacilitySymbology,
    StreetSymbology, Surface, Symbology, UnitIndicator, UnitSymbology,
};
use crate::language::Message;
use crate::study::WalkModel;

use super::failure::Failure;

/// What units, buildings and the surface below them show.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Symbology")]
pub(super) struct SymbologyArgs {
    /// What the colour of units tells [default: rate]
    #[arg(long, value_name = "INDICATOR", value_parser = units_parser())]
    units_by: Option<UnitSymbology>,

    /// What the colour of buildings tells
    #[arg(long, value_enum, default_value = "reached", value_name = "INDICATOR")]
    buildings_by: BuildingsBy,

    /// What the colour of streets tells
    #[arg(long, value_enum, default_value = "single", value_name = "WHAT")]
    streets_by: StreetsBy,

    /// What the signs of facilities tell
    #[arg(long, value_enum, default_value = "single", value_name = "WHAT")]
    facilities_by: FacilitiesBy,

    /// How indicators are divided into classes [default: equal, for capacities of facilities natural];
    /// the bounds are those of the base
    #[arg(long, value_enum, value_name = "METHOD")]
    class_method: Option<Method>,

    /// Number of classes, 3 to 7 [default: 5, for capacities of facilities 4]
    #[arg(long, value_name = "N", value_parser = classes)]
    classes: Option<u8>,

    /// A surface in place of the units' colours; it has classes of its own
    #[arg(long, value_enum, default_value = "none")]
    surface: SurfaceName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BuildingsBy {
    Reached,
    /// Whether circle and way on foot agree on that (with --walk network)
    CircleAndPath,
    Choices,
    Residents,
    Use,
    Single,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum StreetsBy {
    Single,
    /// How much traffic they carry
    Class,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FacilitiesBy {
    /// Solid where they exist, hollow where they are planned
    Single,
    /// How far the projects of planned ones have come
    State,
    /// The year they open
    Year,
    /// Those of other functions by the letter of their first one
    Function,
    /// How many they can serve, by size; hollow where it is not known
    Capacity,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Method {
    Equal,
    Quantile,
    Natural,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SurfaceName {
    None,
    /// Walking minutes to the nearest facility, by the walk model
    Minutes,
    /// Residents that one more facility would newly reach, by the walk model
    Gain,
    /// The same, each weighted by the share of the unit's residents who are without
    GainNeed,
    /// Residents in reach of one more who are unreached, or for whom the nearest has no room
    GainRoom,
}

/// What the colour of units can tell, each with its word: that of files, with hyphens.
static UNITS_BY: LazyLock<Vec<(String, UnitSymbology)>> = LazyLock::new(|| {
    let choices = UnitSymbology::default().choices(true).into_iter();
    choices.map(|choice| (choice.id().replace('_', "-"), choice)).collect()
});

fn units_parser() -> impl TypedValueParser<Value = UnitSymbology> {
    let known = UNITS_BY.iter().map(|(word, choice)| {
        let help = match choice {
            UnitSymbology::Graduated(indicator, _) => help_of(*indicator),
            UnitSymbology::RateAndResidents | UnitSymbology::Single => None,
        };
        PossibleValue::new(word.as_str()).help(help)
    });
    PossibleValuesParser::new(known).map(|word| {
        let meant = UNITS_BY.iter().find(|(other, _)| *other == word);
        meant.map(|(_, choice)| *choice).unwrap_or_default()
    })
}

/// What help says of an indicator beside its word; nothing where the word says it all.
fn help_of(indicator: UnitIndicator) -> Option<&'static str> {
    let help = match indicator {
        UnitIndicator::Rate
        | UnitIndicator::Unreached
        | UnitIndicator::Residents
        | UnitIndicator::Density => return None,
        UnitIndicator::Covered => "Residents whom a facility reaches",
        UnitIndicator::MeanMinutes => "Minutes to the nearest facility, on average",
        UnitIndicator::NineTenthsMinutes => {
            "Minutes within which nine tenths of the residents have a facility"
        }
        UnitIndicator::GroupShare => "Residents of the group (--group) among all",
        UnitIndicator::Choices => {
            "Facilities of the function within reach of a resident, on average"
        }
        UnitIndicator::Backup => "Share of the residents with at least two facilities within reach",
        UnitIndicator::OnlyOne => "Residents with exactly one facility within reach",
        UnitIndicator::Functions => {
            "Functions of the standard within reach of a resident, on average"
        }
        UnitIndicator::QuarterHourFunctions => "The same within 15 minutes",
        UnitIndicator::FloorArea => {
            "Floor area of the function in the unit, m² per 1,000 residents"
        }
        UnitIndicator::AreaGap => "Floor area missing to the norm, m²",
        UnitIndicator::PlacesGap => "Places missing to the norm",
        UnitIndicator::Capacity => "Capacity per 1,000 residents by floating catchments (2SFCA)",
        UnitIndicator::Inequality => {
            "Gini coefficient of facilities within reach among the unit's residents"
        }
        UnitIndicator::Priority => "Score by the study's rule for pilot communities",
        UnitIndicator::Candidates => "Candidates of the register",
        UnitIndicator::CircleOnly => {
            "Residents that the circle counts and the way on foot does not (with --walk network)"
        }
    };
    Some(help)
}

fn classes(text: &str) -> Result<u8, String> {
    let count = text.parse().ok().filter(|count| CLASS_COUNTS.contains(count));
    let (fewest, most) = (CLASS_COUNTS.start(), CLASS_COUNTS.end());
    count.ok_or_else(|| format!("expected a number from {fewest} to {most}"))
}

impl SymbologyArgs {
    /// The symbology asked for, where one walks by a model.
    ///
    /// # Errors
    /// Where a flag would have no effect on the map.
    pub fn symbology(&self, model: WalkModel) -> Result<Symbology, Failure> {
        let symbology = self.unchecked();
        if model == WalkModel::Circle && symbology != symbology.without_streets() {
            return Err(Failure::Usage(Message::new(
                "circle-only 和 circle-and-path 比较直线圈与步行路径，需要 --walk network",
                "circle-only and circle-and-path compare the circle with the way on foot: they need \
                 --walk network",
            )));
        }
        let Symbology { units, buildings, surface, facilities, .. } = symbology;
        let has_surface = surface != Surface::None;
        let has_classes = (!has_surface && units.classing().is_some())
            || buildings.classing().is_some()
            || facilities.classing().is_some();
        let problem = if has_surface && self.units_by.is_some() {
            Message::new(
                "--surface 取代规划单元的颜色，不能与 --units-by 同用",
                "--surface takes the place of the units' colours and does not go with --units-by",
            )
        } else if (self.classes.is_some() || self.class_method.is_some()) && !has_classes {
            Message::new(
                "--classes 与 --class-method 在此不起作用：表面有自己的分级；\
                 规划单元或建筑以分级指标着色、设施以能力分级时才需要",
                "--classes and --class-method have no effect here: surfaces have classes of their own, \
                 and neither units nor buildings nor facilities show something in classes",
            )
        } else {
            return Ok(symbology);
        };
        Err(Failure::Usage(problem))
    }

    fn unchecked(&self) -> Symbology {
        let method = match self.class_method {
            Some(Method::Quantile) => ClassMethod::Quantile,
            Some(Method::Natural) => ClassMethod::Natural,
            Some(Method::Equal) | None => ClassMethod::Equal,
        };
        let usual = Classing::default();
        let classing = Classing { method, classes: self.classes.unwrap_or(usual.classes) };
        let sizes = FacilitySymbology::USUAL_SIZES;
        let sizes = Classing {
            method: if self.class_method.is_some() { method } else { sizes.method },
            classes: self.classes.unwrap_or(sizes.classes),
        };
        let buildings = |indicator| BuildingSymbology::Graduated(indicator, classing);
        Symbology {
            units: self.units_by.unwrap_or_default().classed(classing),
            buildings: match self.buildings_by {
                BuildingsBy::Reached => BuildingSymbology::Reached,
                BuildingsBy::CircleAndPath => BuildingSymbology::CircleAndPath,
                BuildingsBy::Choices => buildings(BuildingIndicator::Choices),
                BuildingsBy::Residents => buildings(BuildingIndicator::Residents),
                BuildingsBy::Use => BuildingSymbology::Use,
                BuildingsBy::Single => BuildingSymbology::Single,
            },
            streets: match self.streets_by {
                StreetsBy::Single => StreetSymbology::Single,
                StreetsBy::Class => StreetSymbology::Class,
            },
            facilities: match self.facilities_by {
                FacilitiesBy::Single => FacilitySymbology::Single,
                FacilitiesBy::State => FacilitySymbology::State,
                FacilitiesBy::Year => FacilitySymbology::Year,
                FacilitiesBy::Function => FacilitySymbology::Function,
                FacilitiesBy::Capacity => FacilitySymbology::Capacity(sizes),
            },
            surface: match self.surface {
                SurfaceName::None => Surface::None,
                SurfaceName::Minutes => Surface::Minutes,
                SurfaceName::Gain => Surface::Gain(GainOf::Residents),
                SurfaceName::GainNeed => Surface::Gain(GainOf::Need),
                SurfaceName::GainRoom => Surface::Gain(GainOf::Room),
            },
        }
    }
}
