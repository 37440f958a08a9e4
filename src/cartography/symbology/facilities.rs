//! What the sign of a facility tells, as the planner chooses it, and into which classes capacities fall.

use serde::{Deserialize, Serialize};

use crate::language::Text;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, ScenarioId};

use super::{Breaks, ClassMethod, Classing};

/// What the sign of a facility tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum FacilitySymbology {
    /// Whether it exists or is planned.
    #[default]
    Single,
    /// How far the project has come that makes it.
    State,
    /// The year it opens.
    Year,
    /// What those offer that do not offer the function shown.
    Function,
    /// How many it can serve, by the size of the sign.
    Capacity(Classing),
}

impl FacilitySymbology {
    /// Few large facilities among many small ones are the rule: natural breaks show both.
    pub const USUAL_SIZES: Classing = Classing { method: ClassMethod::Natural, classes: 4 };

    /// The choices, classed as the given one where it has classes.
    pub fn choices(self) -> [Self; 5] {
        let classing = self.classing().unwrap_or(Self::USUAL_SIZES);
        [Self::Single, Self::State, Self::Year, Self::Function, Self::Capacity(classing)]
    }

    pub fn classing(self) -> Option<Classing> {
        match self {
            Self::Capacity(classing) => Some(classing),
            Self::Single | Self::State | Self::Year | Self::Function => None,
        }
    }

    /// The same divided otherwise.
    pub fn classed(self, classing: Classing) -> Self {
        match self {
            Self::Capacity(_) => Self::Capacity(classing),
            other => other,
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Single => Text::new("单一符号", "One sign"),
            Self::State => Text::new("项目状态", "State of the project"),
            Self::Year => Text::new("投用年份", "Year of opening"),
            Self::Function => Text::new("功能", "Function"),
            Self::Capacity(_) => Text::new("服务能力", "Capacity"),
        }
    }
}

/// The classes of the capacities for a function: those of the base, so that scenarios can be compared;
/// where nothing is known of the base, of the scenarios that the session shows. `None` where nothing
/// is known at all.
pub(in crate::cartography) fn capacity_breaks(
    session: &Session,
    function: FunctionIndex,
    Classing { method, classes }: Classing,
) -> Option<Breaks> {
    let known = |facilities: &Facilities| -> Vec<f64> {
        let offering = facilities.values().filter(|facility| facility.offers(function));
        offering.filter_map(|facility: &Facility| facility.capacity_for(function)).collect()
    };
    let study = session.study();
    let mut values = known(study.facilities(ScenarioId::BASE));
    if values.is_empty() {
        let shown = [Some(session.shown()), session.compared()].into_iter().flatten();
        values = shown.flat_map(|scenario| known(study.facilities(scenario))).collect();
    }
    (!values.is_empty()).then(|| Breaks::of(values, method, classes))
}
