//! Prices that stand in where the planner knows no sum of a project.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::standard::{Norm, Standing};
use crate::study::register::StockKind;

/// Rates per m² of physical area, used where the planner has not set a sum.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CostRates {
    /// Converting a building, in yuan per m².
    pub conversion_per_m2: Norm,
    /// The same for kinds of stock that have a rate of their own.
    #[serde(default, with = "by_stock", skip_serializing_if = "BTreeMap::is_empty")]
    pub conversion_by_stock: BTreeMap<StockKind, Norm>,
    /// Fitting out a place that is not a known building, in yuan per m².
    pub fitting_per_m2: Norm,
    /// Staff, energy and upkeep, in yuan per m² and year.
    pub running_per_m2: Norm,
}

impl CostRates {
    /// What converting premises of a kind costs, in yuan per m².
    pub fn conversion_of(&self, stock: StockKind) -> &Norm {
        self.conversion_by_stock.get(&stock).unwrap_or(&self.conversion_per_m2)
    }

    /// All rates, whatever they are for.
    pub(super) fn all(&self) -> impl Iterator<Item = &Norm> {
        let Self { conversion_per_m2, conversion_by_stock, fitting_per_m2, running_per_m2 } = self;
        [conversion_per_m2, fitting_per_m2, running_per_m2]
            .into_iter()
            .chain(conversion_by_stock.values())
    }
}

impl Default for CostRates {
    /// Placeholders, so that totals can be read before the planner knows prices.
    fn default() -> Self {
        let assumed = |value| Norm { value, standing: Standing::Assumption, source: String::new() };
        Self {
            conversion_per_m2: assumed(3000.0),
            conversion_by_stock: BTreeMap::new(),
            fitting_per_m2: assumed(4000.0),
            running_per_m2: assumed(600.0),
        }
    }
}

/// Rates as a list of kinds by their names in files.
mod by_stock {
    use super::{BTreeMap, Deserialize, Norm, Serialize, StockKind};
    use crate::study::register::Term as _;
    use serde::de::Error as _;
    use serde::{Deserializer, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Rate {
        stock: String,
        #[serde(flatten)]
        rate: Norm,
    }

    pub fn serialize<S: Serializer>(
        rates: &BTreeMap<StockKind, Norm>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let rate = |(stock, rate): (&StockKind, &Norm)| Rate {
            stock: stock.id().to_owned(),
            rate: rate.clone(),
        };
        serializer.collect_seq(rates.iter().map(rate))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<StockKind, Norm>, D::Error> {
        let rates = Vec::<Rate>::deserialize(deserializer)?;
        let known = |Rate { stock, rate }| match StockKind::from_id(&stock) {
            Some(kind) => Ok((kind, rate)),
            None => Err(D::Error::custom(format!("unknown kind of stock {stock}"))),
        };
        rates.into_iter().map(known).collect()
    }
}
