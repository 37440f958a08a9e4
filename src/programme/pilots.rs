//! Pilot communities chosen by a rule the planner writes: indicators with weights, thresholds that a
//! unit must meet, quotas per district, and how many in all. The choice is repeatable and every
//! unit's score can be taken apart.
//!
//! score_u = Σ_k w_k · s_k(u) / Σ_k w_k, with s_k the indicator brought to 0–1 between the smallest
//! and the largest among the units that meet the thresholds, and turned round where less is better.

use std::collections::HashMap;

use crate::analysis::Coverage;
use crate::layers::{Group, Persons};
use crate::standard::FunctionIndex;
use crate::study::{PilotCriterion, PilotIndicator, PilotRule, ScenarioId, Study};

use super::DemandList;

/// A unit as the rule sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Pilot {
    pub unit: usize,
    /// Value of each criterion, in their order; none where it has no value.
    pub values: Vec<Option<f64>>,
    /// Part of each criterion in the score, in their order; they add up to it.
    pub parts: Vec<f64>,
    /// 0–1.
    pub score: f64,
    pub standing: PilotStanding,
}

/// What became of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PilotStanding {
    /// Among the pilots, best score first.
    Chosen { place: usize },
    /// Others score better.
    TooLow,
    /// Its district has its number.
    DistrictFull,
    /// A threshold is not met: position of the criterion.
    Excluded { criterion: usize },
}

/// All units with their scores: the chosen ones first, then by score; ties by order of the file.
pub fn choose_pilots(
    study: &Study,
    coverage: &Coverage,
    demand: &DemandList,
    rule: &PilotRule,
) -> Vec<Pilot> {
    let table = IndicatorTable::of(study, coverage, demand);
    let units = study.layers().units.len();
    let values = |unit: usize| -> Vec<Option<f64>> {
        rule.criteria.iter().map(|criterion| table.value(criterion.indicator, unit)).collect()
    };
    let mut pilots: Vec<Pilot> = (0..units)
        .map(|unit| {
            let values = values(unit);
            let failing = rule.criteria.iter().zip(&values).position(|(c, v)| !meets(c, *v));
            let standing = failing
                .map_or(PilotStanding::TooLow, |criterion| PilotStanding::Excluded { criterion });
            Pilot { unit, parts: vec![0.0; values.len()], values, score: 0.0, standing }
        })
        .collect();
    score(&mut pilots, rule);
    pilots.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.unit.cmp(&b.unit)));
    choose(&mut pilots, study, rule);
    let order = |pilot: &Pilot| match pilot.standing {
        PilotStanding::Chosen { place } => (0, place),
        PilotStanding::DistrictFull | PilotStanding::TooLow => (1, 0),
        PilotStanding::Excluded { .. } => (2, 0),
    };
    pilots.sort_by_key(order);
    pilots
}

/// The pilot communities by the study's own rule and what exists, best score first.
pub fn pilot_units(study: &Study, base: &Coverage) -> Vec<usize> {
    let demand = DemandList::of(study, ScenarioId::BASE, base);
    let pilots = choose_pilots(study, base, &demand, &study.programme_rules().pilots);
    let is_chosen = |pilot: &&Pilot| matches!(pilot.standing, PilotStanding::Chosen { .. });
    pilots.iter().filter(is_chosen).map(|pilot| pilot.unit).collect()
}

fn meets(criterion: &PilotCriterion, value: Option<f64>) -> bool {
    let Some(value) = value else {
        return criterion.at_least.is_none() && criterion.at_most.is_none();
    };
    criterion.at_least.is_none_or(|least| value >= least)
        && criterion.at_most.is_none_or(|most| value <= most)
}

/// Brings the values to 0–1 among the units in question and weighs them.
fn score(pilots: &mut [Pilot], rule: &PilotRule) {
    let total: f64 = rule.criteria.iter().map(|criterion| criterion.weight.abs()).sum();
    let eligible = |pilot: &&Pilot| !matches!(pilot.standing, PilotStanding::Excluded { .. });
    for (position, criterion) in rule.criteria.iter().enumerate() {
        let values = || pilots.iter().filter(eligible).filter_map(|pilot| pilot.values[position]);
        let (least, most) =
            values().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
        if criterion.weight == 0.0 || most <= least {
            continue;
        }
        for pilot in pilots.iter_mut() {
            let Some(value) = pilot.values[position] else { continue };
            let share = ((value - least) / (most - least)).clamp(0.0, 1.0);
            let share = if criterion.weight < 0.0 { 1.0 - share } else { share };
            pilot.parts[position] = share * criterion.weight.abs() / total;
        }
    }
    for pilot in pilots {
        pilot.score = pilot.parts.iter().sum();
    }
}

/// First the best of each district, then the best of all, as far as quotas let.
fn choose(pilots: &mut [Pilot], study: &Study, rule: &PilotRule) {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let mut chosen = 0;
    for (quota, is_first_round) in
        [(Some(rule.least_per_district), true), (rule.most_per_district, false)]
    {
        for pilot in pilots.iter_mut() {
            let open = matches!(pilot.standing, PilotStanding::TooLow);
            if !open || chosen == rule.count {
                continue;
            }
            let district = study.layers().units.district(pilot.unit).unwrap_or_default();
            let count = taken.entry(district.to_owned()).or_default();
            let most = quota.into_iter().chain(rule.most_per_district).min();
            if most.is_some_and(|most| *count >= most) {
                if !is_first_round {
                    pilot.standing = PilotStanding::DistrictFull;
                }
                continue;
            }
            *count += 1;
            chosen += 1;
            pilot.standing = PilotStanding::Chosen { place: 0 };
        }
    }
    let is_chosen = |pilot: &&mut Pilot| matches!(pilot.standing, PilotStanding::Chosen { .. });
    for (place, pilot) in pilots.iter_mut().filter(is_chosen).enumerate() {
        pilot.standing = PilotStanding::Chosen { place: place + 1 };
    }
}

/// Indicators of all units, worked out once.
struct IndicatorTable {
    columns: HashMap<PilotIndicator, Vec<Option<f64>>>,
}

impl IndicatorTable {
    fn of(study: &Study, coverage: &Coverage, demand: &DemandList) -> Self {
        let layers = study.layers();
        let units = layers.units.len();
        let groups = layers.buildings.demand().groups();
        let first = FunctionIndex(0);
        let has_functions = !study.standard().functions.is_empty();
        let population = |group: Group, unit: usize| -> Option<f64> {
            let group = groups.iter().position(|known| *known == group)?;
            has_functions.then(|| coverage.unit(first, group, unit).population.as_f64())
        };
        let all = |unit: usize| population(Group::All, unit);
        let share = |group: Group, unit: usize| {
            let all = all(unit).filter(|all| *all > 0.0)?;
            Some(population(group, unit)? / all)
        };
        let mut without = vec![Persons::ZERO; units];
        let mut area_gap = vec![0.0; units];
        let mut rates: Vec<(f64, usize)> = vec![(0.0, 0); units];
        for row in &demand.rows {
            without[row.unit] += row.people_without();
            area_gap[row.unit] += row.area_m2.map_or(0.0, |area| area.gap());
            if let Some(rate) = row.reached.rate() {
                rates[row.unit].0 += rate;
                rates[row.unit].1 += 1;
            }
        }
        let mut candidates = vec![0.0; units];
        for candidate in study.register().iter() {
            if let Some(unit) = layers.units.at(candidate.at) {
                candidates[unit] += 1.0;
            }
        }
        let value = |indicator: PilotIndicator, unit: usize| match indicator {
            PilotIndicator::Residents => all(unit),
            PilotIndicator::Density => {
                let km2 = layers.units.shapes().area_m2(unit) / 1e6;
                all(unit).filter(|_| km2 > 0.0).map(|residents| residents / km2)
            }
            PilotIndicator::Elderly => share(Group::Age60Plus, unit),
            PilotIndicator::Infants => share(Group::Age0To2, unit),
            PilotIndicator::Coverage => {
                let (sum, count) = rates[unit];
                (count > 0).then(|| sum / count as f64)
            }
            PilotIndicator::PeopleWithout => Some(without[unit].as_f64()),
            PilotIndicator::AreaGap => {
                all(unit).filter(|all| *all > 0.0).map(|all| 1000.0 * area_gap[unit] / all)
            }
            PilotIndicator::Candidates => Some(candidates[unit]),
        };
        let column = |indicator| (indicator, (0..units).map(|u| value(indicator, u)).collect());
        Self { columns: PilotIndicator::ALL.into_iter().map(column).collect() }
    }

    fn value(&self, indicator: PilotIndicator, unit: usize) -> Option<f64> {
        self.columns.get(&indicator).and_then(|column| column.get(unit).copied().flatten())
    }
}
