//! The flags that say what the colours of a picture tell.

use clap::ValueEnum;

use crate::cartography::{
    BuildingIndicator, BuildingSymbology, CLASS_COUNTS, ClassMethod, Classing, Surface, Symbology,
    UnitIndicator, UnitSymbology,
};

/// What units, buildings and the surface below them show.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Symbology")]
pub(super) struct SymbologyArgs {
    /// What the colour of units tells
    #[arg(long, value_enum, default_value = "rate", value_name = "INDICATOR")]
    units_by: UnitsBy,

    /// What the colour of buildings tells
    #[arg(long, value_enum, default_value = "reached", value_name = "INDICATOR")]
    buildings_by: BuildingsBy,

    /// How indicators are divided into classes; the bounds are those of the base
    #[arg(long, value_enum, default_value = "equal", value_name = "METHOD")]
    class_method: Method,

    /// Number of classes, 3 to 7
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = classes)]
    classes: u8,

    /// A surface in place of the units' colours; it has classes of its own
    #[arg(long, value_enum, default_value = "none")]
    surface: SurfaceName,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UnitsBy {
    Rate,
    Unreached,
    Residents,
    Density,
    Choices,
    RateAndResidents,
    Single,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum BuildingsBy {
    Reached,
    Choices,
    Residents,
    Use,
    Single,
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
    /// Walking minutes to the nearest facility
    Minutes,
    /// Residents that one more facility would newly reach
    Gain,
}

fn classes(text: &str) -> Result<u8, String> {
    let count = text.parse().ok().filter(|count| CLASS_COUNTS.contains(count));
    let (fewest, most) = (CLASS_COUNTS.start(), CLASS_COUNTS.end());
    count.ok_or_else(|| format!("expected a number from {fewest} to {most}"))
}

impl SymbologyArgs {
    pub fn symbology(&self) -> Symbology {
        let method = match self.class_method {
            Method::Equal => ClassMethod::Equal,
            Method::Quantile => ClassMethod::Quantile,
            Method::Natural => ClassMethod::Natural,
        };
        let classing = Classing { method, classes: self.classes };
        let units = |indicator| UnitSymbology::Graduated(indicator, classing);
        let buildings = |indicator| BuildingSymbology::Graduated(indicator, classing);
        Symbology {
            units: match self.units_by {
                UnitsBy::Rate => units(UnitIndicator::Rate),
                UnitsBy::Unreached => units(UnitIndicator::Unreached),
                UnitsBy::Residents => units(UnitIndicator::Residents),
                UnitsBy::Density => units(UnitIndicator::Density),
                UnitsBy::Choices => units(UnitIndicator::Choices),
                UnitsBy::RateAndResidents => UnitSymbology::RateAndResidents,
                UnitsBy::Single => UnitSymbology::Single,
            },
            buildings: match self.buildings_by {
                BuildingsBy::Reached => BuildingSymbology::Reached,
                BuildingsBy::Choices => buildings(BuildingIndicator::Choices),
                BuildingsBy::Residents => buildings(BuildingIndicator::Residents),
                BuildingsBy::Use => BuildingSymbology::Use,
                BuildingsBy::Single => BuildingSymbology::Single,
            },
            surface: match self.surface {
                SurfaceName::None => Surface::None,
                SurfaceName::Minutes => Surface::Minutes,
                SurfaceName::Gain => Surface::Gain,
            },
        }
    }
}
