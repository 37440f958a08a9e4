//! What the planner lays down for the programme as a whole, apart from the standard: prices, budgets
//! and how pilots are chosen. What follows from them is worked out by `programme`.

mod costs;
mod pilots;

pub use costs::CostRates;
pub use pilots::{PilotCriterion, PilotIndicator, PilotRule};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::EditError;
use super::facility::{LARGEST_SUM_YUAN, PROJECT_YEARS};
use crate::language::Message;

/// The rules of the programme in a study.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgrammeRules {
    pub costs: CostRates,
    pub pilots: PilotRule,
    /// What may be spent on conversion in a year, in yuan; years without a budget are left out.
    #[serde(with = "budgets")]
    pub budgets: BTreeMap<i32, f64>,
}

impl ProgrammeRules {
    /// Whether all figures are within their bounds.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), EditError> {
        let rates = self.costs.all().map(|rate| rate.value);
        let mut sums = rates.chain(self.budgets.values().copied());
        if let Some(sum) = sums.find(|sum| !(0.0..=LARGEST_SUM_YUAN).contains(sum)) {
            return Err(EditError::BadSum(sum));
        }
        if let Some(year) = self.budgets.keys().find(|year| !PROJECT_YEARS.contains(year)) {
            return Err(EditError::BadYear(*year));
        }
        let numbers = |c: &PilotCriterion| [Some(c.weight), c.at_least, c.at_most];
        let mut numbers = self.pilots.criteria.iter().flat_map(numbers).flatten();
        match numbers.find(|number| !number.is_finite()) {
            Some(number) => Err(EditError::BadCriterion(number)),
            None => Ok(()),
        }
    }

    /// What a step is called that sets these after others; the first of several changes tells.
    pub fn changes_since(&self, before: &Self) -> Message {
        if self.costs != before.costs {
            Message::new("设置单价", "Set rates")
        } else if self.budgets != before.budgets {
            Message::new("设置年度预算", "Set the budgets of years")
        } else {
            Message::new("设置试点选择规则", "Set the rule for pilots")
        }
    }
}

/// Budgets as a list of years with their sums: keys of JSON objects are texts, and years are numbers.
mod budgets {
    use super::{BTreeMap, Deserialize, Serialize};
    use serde::{Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Budget {
        year: i32,
        yuan: f64,
    }

    pub fn serialize<S: Serializer>(
        budgets: &BTreeMap<i32, f64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let budget = |(year, yuan): (&i32, &f64)| Budget { year: *year, yuan: *yuan };
        serializer.collect_seq(budgets.iter().map(budget))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<i32, f64>, D::Error> {
        let budgets = Vec::<Budget>::deserialize(deserializer)?;
        Ok(budgets.into_iter().map(|Budget { year, yuan }| (year, yuan)).collect())
    }
}
