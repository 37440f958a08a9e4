//! Inequality of a value between places, weighted by the residents who live there.
//!
//! With residents p_k and value v_k of place k, places sorted by value, X and Y the cumulated shares
//! of residents and of Σ p_k v_k:
//!
//! - Lorenz curve: Y over X.
//! - Gini: G = 1 − Σ_k (X_k − X_{k−1})(Y_k + Y_{k−1}); 0 is equal, without correction for small
//!   numbers. Used on Shanghai's facilities for the elderly by 王兰 et al. 2021.
//! - Theil T = Σ s_k ln(s_k / q_k), s the share of the value, q of the residents. Splits exactly into
//!   between and within districts: T = Σ_g S_g ln(S_g / Q_g) + Σ_g S_g T_g.
//! - Palma: value share of the best served 10 % ÷ that of the worst served 40 %.
//! - Worst decile: mean value of the worst served 10 % of residents.
//!
//! Places that a share of residents cuts through count in proportion.

use std::collections::BTreeMap;

use crate::layers::{LayerSet, Persons};

/// A place: what its residents have, and how many they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Not negative; more is better.
    pub value: f64,
    pub residents: f64,
    /// Number of its district; all places or none have one.
    pub district: Option<usize>,
}

/// How unequally a value is spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Inequality {
    /// Shares of residents and of the value from (0, 0) to (1, 1), the worst served first.
    pub lorenz: Vec<(f64, f64)>,
    pub mean: f64,
    pub gini: f64,
    pub theil: f64,
    /// Where places lie in several districts and some district has several.
    pub theil_split: Option<TheilSplit>,
    /// `None` where the worst served 40 % have nothing at all.
    pub palma: Option<f64>,
    /// Mean value of the worst served tenth of the residents.
    pub worst_decile: f64,
}

/// The parts of Theil's T.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TheilSplit {
    pub between: f64,
    pub within: f64,
}

impl Inequality {
    /// Between planning units, each with the value that its residents have on average; units without
    /// a value are left out. `None` as in [`Self::of`].
    pub fn between_units(
        layers: &LayerSet,
        values: &[Option<f64>],
        residents: impl Fn(usize) -> Persons,
    ) -> Option<Self> {
        let mut numbers = BTreeMap::new();
        let mut number_of = |district| {
            let next = numbers.len();
            *numbers.entry(district).or_insert(next)
        };
        let places = values.iter().enumerate().filter_map(|(unit, value)| {
            Some(Place {
                value: (*value)?,
                residents: residents(unit).as_f64(),
                district: layers.units.district(unit).map(&mut number_of),
            })
        });
        Self::of(places)
    }

    /// The Gini coefficient within each unit, between the residents of its buildings, by the value that
    /// a building has. `None` as in [`Self::of`].
    pub fn gini_within_units(
        layers: &LayerSet,
        group: usize,
        value: impl Fn(usize) -> f64,
    ) -> Vec<Option<f64>> {
        let mut places: Vec<Vec<Place>> = vec![Vec::new(); layers.units.len()];
        for (building, residents) in layers.buildings.demand().residents(group).iter().enumerate() {
            if let Some(unit) = layers.buildings.unit_of(building) {
                let (value, residents) = (value(building), residents.as_f64());
                places[unit].push(Place { value, residents, district: None });
            }
        }
        places.into_iter().map(|of_unit| Some(Self::of(of_unit)?.gini)).collect()
    }

    /// `None` where nobody lives or nobody has anything: then there is nothing to share.
    pub fn of(places: impl IntoIterator<Item = Place>) -> Option<Self> {
        let inhabited = |place: &Place| place.residents > 0.0 && place.value.is_finite();
        let mut places: Vec<Place> = places.into_iter().filter(inhabited).collect();
        places.sort_by(|a, b| a.value.total_cmp(&b.value));
        let residents: f64 = places.iter().map(|place| place.residents).sum();
        let total: f64 = places.iter().map(Place::total).sum();
        if total <= 0.0 {
            return None;
        }
        let lorenz = lorenz_curve(&places, residents, total);
        let best_tenth = 1.0 - share_at(&lorenz, 0.9);
        let worst_four_tenths = share_at(&lorenz, 0.4);
        let mean = total / residents;
        Some(Self {
            gini: gini(&lorenz),
            theil: theil(&places, residents, total),
            theil_split: theil_split(&places, residents, total),
            palma: (worst_four_tenths > 0.0).then(|| best_tenth / worst_four_tenths),
            worst_decile: share_at(&lorenz, 0.1) / 0.1 * mean,
            mean,
            lorenz,
        })
    }
}

impl Inequality {
    /// The share of the value that the worst served share of the residents has.
    pub fn share_of_worst(&self, residents: f64) -> f64 {
        share_at(&self.lorenz, residents)
    }
}

impl Place {
    fn total(&self) -> f64 {
        self.residents * self.value
    }
}

fn lorenz_curve(places: &[Place], residents: f64, total: f64) -> Vec<(f64, f64)> {
    let mut sum = (0.0, 0.0);
    let mut curve = vec![sum];
    for place in places {
        sum = (sum.0 + place.residents, sum.1 + place.total());
        curve.push((sum.0 / residents, sum.1 / total));
    }
    curve
}

fn gini(lorenz: &[(f64, f64)]) -> f64 {
    let twice_the_area = lorenz.windows(2).map(|ends| match ends {
        [(x, y), (next_x, next_y)] => (next_x - x) * (next_y + y),
        _ => 0.0,
    });
    1.0 - twice_the_area.sum::<f64>()
}

/// The share of the value that a share of the residents has, on the straight between two places.
fn share_at(lorenz: &[(f64, f64)], residents: f64) -> f64 {
    let after = lorenz.partition_point(|(x, _)| *x < residents).min(lorenz.len() - 1);
    let ((x, y), (next_x, next_y)) = (lorenz[after.saturating_sub(1)], lorenz[after]);
    let along = if next_x > x { (residents - x) / (next_x - x) } else { 0.0 };
    y + along * (next_y - y)
}

fn theil(places: &[Place], residents: f64, total: f64) -> f64 {
    places.iter().map(|place| term(place.total() / total, place.residents / residents)).sum()
}

/// s ln(s / q), which is nothing where nothing is had.
fn term(share: f64, of_residents: f64) -> f64 {
    if share > 0.0 { share * (share / of_residents).ln() } else { 0.0 }
}

fn theil_split(places: &[Place], residents: f64, total: f64) -> Option<TheilSplit> {
    let districts: Vec<usize> = places.iter().map(|place| place.district).collect::<Option<_>>()?;
    let count = districts.iter().max()? + 1;
    let mut sums = vec![(0.0, 0.0); count];
    for (place, district) in places.iter().zip(&districts) {
        sums[*district].0 += place.residents;
        sums[*district].1 += place.total();
    }
    sums.retain(|(residents, _)| *residents > 0.0);
    if sums.len() < 2 || sums.len() == places.len() {
        return None;
    }
    let between = sums.iter().map(|(p, sum)| term(sum / total, p / residents)).sum();
    Some(TheilSplit { between, within: theil(places, residents, total) - between })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(places: &[(f64, f64)]) -> Inequality {
        let place = |(value, residents): &(f64, f64)| Place {
            value: *value,
            residents: *residents,
            district: None,
        };
        Inequality::of(places.iter().map(place)).expect("somebody has something")
    }

    #[test]
    fn where_all_have_the_same_nothing_is_unequal() {
        let equal = of(&[(2.0, 10.0), (2.0, 500.0), (2.0, 1.0)]);
        assert!(equal.gini.abs() < 1e-12 && equal.theil.abs() < 1e-12);
        assert!(equal.palma.is_some_and(|palma| (palma - 0.25).abs() < 1e-12));
        assert!((equal.worst_decile - 2.0).abs() < 1e-12);
    }

    #[test]
    fn one_tenth_who_have_all_leave_nothing_to_the_rest() {
        let unequal = of(&[(0.0, 90.0), (7.0, 10.0)]);
        assert!((unequal.gini - 0.9).abs() < 1e-12);
        assert!((unequal.theil - 10.0_f64.ln()).abs() < 1e-12);
        assert_eq!((unequal.palma, unequal.worst_decile), (None, 0.0));
        assert_eq!(Inequality::of([]), None);
    }

    #[test]
    fn a_place_divided_in_two_changes_nothing() {
        let whole = of(&[(1.0, 30.0), (2.0, 50.0), (5.0, 20.0)]);
        let divided = of(&[(1.0, 10.0), (5.0, 20.0), (1.0, 20.0), (2.0, 25.0), (2.0, 25.0)]);
        assert!((whole.gini - divided.gini).abs() < 1e-12);
        assert!((whole.theil - divided.theil).abs() < 1e-12);
        assert!(whole.palma.zip(divided.palma).is_some_and(|(a, b)| (a - b).abs() < 1e-12));
    }
}
