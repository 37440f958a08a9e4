//! The values of the units by the indicator that the map shows, for the card beside the cursor: summed
//! up once for each moment of the study, not for every frame of hovering.

use std::cell::RefCell;
use std::sync::Arc;

use crate::cartography::{MapContent, UnitIndicator};
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

/// The values last asked for.
#[derive(Default)]
pub struct UnitValues {
    known: RefCell<Option<Known>>,
}

/// One value for each unit, where it has one.
struct Known {
    of: ValuesOf,
    values: Arc<[Option<f64>]>,
}

/// Everything the values depend on.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ValuesOf {
    indicator: UnitIndicator,
    function: FunctionIndex,
    group: usize,
    scenario: ScenarioId,
    revision: u64,
}

impl UnitValues {
    /// The value of a unit in the scenario that the map shows; `None` where the unit has none.
    pub fn value(
        &self,
        content: &MapContent,
        indicator: UnitIndicator,
        unit: usize,
    ) -> Option<f64> {
        let MapContent { function, group, scenario, session, .. } = *content;
        let revision = session.study().revision();
        let wanted = ValuesOf { indicator, function, group, scenario, revision };
        let mut known = self.known.borrow_mut();
        let values = match &*known {
            Some(Known { of, values }) if *of == wanted => values.clone(),
            _ => {
                let values: Arc<[Option<f64>]> = content.unit_values(indicator).into();
                *known = Some(Known { of: wanted, values: values.clone() });
                values
            }
        };
        values.get(unit).copied().flatten()
    }
}
