//! What projects cost, who pays, and what they come to a year (clauses 4 and 8 of
//! 沪府办发〔2024〕25号). A sum the planner knows is taken as it is; else what the register says of the
//! premises, in proportion to the floor taken; else area times a rate. Every shipped rate is an
//! assumption.

use std::collections::BTreeMap;

use crate::analysis::{SitePlace, opening};
use crate::language::Language;
use crate::layers::Persons;
use crate::standard::{FunctionIndex, Norm, Standing};
use crate::study::{
    AreaUse, Candidate, Facility, FacilityOrigin, FundingSource, ScenarioId, Study,
};

/// Rents are agreed by the day.
const DAYS_A_YEAR: f64 = 365.0;

/// A sum in yuan, and how well it is founded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub yuan: f64,
    /// `SetInStudy` where the planner set it, `Derived` where it follows from the register, that of
    /// the rate where it was worked out by one.
    pub standing: Standing,
}

impl Figure {
    fn set(yuan: f64) -> Self {
        Self { yuan, standing: Standing::SetInStudy }
    }

    fn derived(yuan: f64) -> Self {
        Self { yuan, standing: Standing::Derived }
    }

    fn by(rate: &Norm, area_m2: f64) -> Self {
        Self { yuan: rate.value * area_m2, standing: rate.standing }
    }

    /// Whether the planner set it, or it was read at its source: everything else carries a mark.
    pub fn is_set(&self) -> bool {
        matches!(self.standing, Standing::SetInStudy | Standing::Seen)
    }
}

/// The sums of one facility. `None` where neither a sum nor an area is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// Once.
    pub conversion: Option<Figure>,
    /// A year.
    pub running: Option<Figure>,
    /// A year, before relief; `None` where none is known.
    pub rent: Option<Figure>,
    /// Sums of a year that only the planner knows; zero where she has set none.
    pub relief: f64,
    pub subsidy: f64,
    pub income: f64,
    /// Who pays the conversion, as far as it is settled.
    pub funding: BTreeMap<FundingSource, f64>,
}

impl Money {
    /// Conversion that nobody pays yet, in yuan.
    pub fn unfunded(&self) -> f64 {
        self.conversion.map_or(0.0, |conversion| (conversion.yuan - self.settled()).max(0.0))
    }

    /// By how much the sources pay more than the conversion costs, in yuan: somebody was promised
    /// or counted twice. Nothing where the cost is not known.
    pub fn overfunded(&self) -> f64 {
        self.conversion.map_or(0.0, |conversion| (self.settled() - conversion.yuan).max(0.0))
    }

    /// What all sources pay together.
    fn settled(&self) -> f64 {
        self.funding.values().sum()
    }

    /// Subsidy, income and rent relief less running and rent, in yuan a year, with the weaker
    /// standing of both; `None` where running is unknown.
    pub fn balance(&self) -> Option<Figure> {
        let running = self.running?;
        let rent = self.rent.unwrap_or(Figure::set(0.0));
        let yuan = self.subsidy + self.income + self.relief - running.yuan - rent.yuan;
        let standing = if running.is_set() { rent.standing } else { running.standing };
        Some(Figure { yuan, standing })
    }
}

/// The sums of a facility.
pub fn money_of(study: &Study, facility: &Facility) -> Money {
    let (sums, costs) = (&facility.project.sums, &study.programme_rules().costs);
    let area_m2 = AreaUse::of(facility).physical_m2;
    let by = |rate: &Norm| area_m2.map(|area_m2| Figure::by(rate, area_m2));
    let candidate = match facility.origin {
        FacilityOrigin::Candidate(id) => study.register().get(id),
        _ => None,
    };
    let conversion = || match &facility.origin {
        FacilityOrigin::Existing => None,
        FacilityOrigin::Hypothetical => by(&costs.fitting_per_m2),
        origin @ FacilityOrigin::Converted { .. } => {
            by(costs.conversion_of(study.stock_of(origin)))
        }
        origin @ FacilityOrigin::Candidate(_) => registered_refit(candidate?, area_m2)
            .or_else(|| by(costs.conversion_of(study.stock_of(origin)))),
    };
    Money {
        conversion: sums.conversion.map(Figure::set).or_else(conversion),
        running: sums.running.map(Figure::set).or_else(|| by(&costs.running_per_m2)),
        rent: sums.rent.map(Figure::set).or_else(|| registered_rent(candidate?, area_m2?)),
        relief: sums.relief.unwrap_or(0.0),
        subsidy: sums.subsidy.unwrap_or(0.0),
        income: sums.income.unwrap_or(0.0),
        funding: facility.project.funding.clone(),
    }
}

/// What it takes to open a function at a place, once; none where that is not known.
pub fn cost_of_opening(
    study: &Study,
    scenario: ScenarioId,
    function: FunctionIndex,
    place: &SitePlace,
) -> Option<Figure> {
    let id = study.scenarios().next_facility_id();
    let opened = opening(study, scenario, function, place, id, Language::Zh);
    money_of(study, &opened).conversion
}

/// The refit cost of the register: that of the whole premises, as far as the facility takes them.
fn registered_refit(candidate: &Candidate, area_m2: Option<f64>) -> Option<Figure> {
    let whole = candidate.money.refit_cost_yuan?;
    let of_area = candidate.refit_yuan_per_m2().zip(area_m2);
    Some(Figure::derived(of_area.map_or(whole, |(per_m2, area_m2)| (per_m2 * area_m2).min(whole))))
}

fn registered_rent(candidate: &Candidate, area_m2: f64) -> Option<Figure> {
    let a_day = candidate.money.rent_yuan_per_m2_day?;
    Some(Figure::derived(a_day * area_m2 * DAYS_A_YEAR))
}

/// A part of what all conversions cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundingPart {
    Source(FundingSource),
    /// Nobody pays it yet.
    NotFunded,
    /// Paid beyond the cost of single projects: taken off again, so that all parts come to the cost.
    BeyondCost,
}

/// A part with its sum in yuan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FundingTotal {
    pub part: FundingPart,
    pub yuan: f64,
}

/// The sums of the projects of one year; `year` is none for those without one.
#[derive(Debug, Clone, PartialEq)]
pub struct YearMoney {
    pub year: Option<i32>,
    pub conversion: f64,
    pub running: f64,
    /// Projects whose conversion is not known: missing in the sum.
    pub unknown: usize,
}

/// The sums of the projects of one district; `district` is none for those in no named one.
#[derive(Debug, Clone, PartialEq)]
pub struct DistrictMoney {
    pub district: Option<String>,
    pub projects: usize,
    /// Persons gained over all functions: one who gains two counts twice.
    pub gain: Persons,
    pub conversion: f64,
    pub running: f64,
    pub unfunded: f64,
    /// Projects whose conversion is not known: missing in the sum.
    pub unknown: usize,
}

impl DistrictMoney {
    /// Totals by district in the order of their names; projects in none come last.
    pub fn of<'a>(
        projects: impl IntoIterator<Item = (Option<&'a str>, Persons, &'a Money)>,
    ) -> Vec<Self> {
        let mut districts: BTreeMap<(bool, Option<&str>), Self> = BTreeMap::new();
        for (district, gain, money) in projects {
            let total = districts.entry((district.is_none(), district)).or_insert(Self {
                district: district.map(str::to_owned),
                projects: 0,
                gain: Persons::ZERO,
                conversion: 0.0,
                running: 0.0,
                unfunded: 0.0,
                unknown: 0,
            });
            total.projects += 1;
            total.gain += gain;
            total.conversion += money.conversion.map_or(0.0, |figure| figure.yuan);
            total.running += money.running.map_or(0.0, |figure| figure.yuan);
            total.unfunded += money.unfunded();
            total.unknown += usize::from(money.conversion.is_none());
        }
        districts.into_values().collect()
    }

    /// Conversion for each person gained, in yuan; none where a cost is missing or nobody gains.
    pub fn cost_per_person(&self) -> Option<f64> {
        let is_known = self.unknown == 0 && self.gain > Persons::ZERO;
        is_known.then(|| self.conversion / self.gain.as_f64())
    }
}

impl FundingTotal {
    /// Totals by source, in the order of the sources, then what is not funded, and, where there is
    /// any, what is funded beyond the cost as a negative sum.
    pub fn of<'a>(projects: impl IntoIterator<Item = &'a Money>) -> Vec<Self> {
        let (mut totals, mut unfunded, mut beyond) = (BTreeMap::new(), 0.0, 0.0);
        for money in projects {
            for (source, yuan) in &money.funding {
                *totals.entry(*source).or_insert(0.0) += yuan;
            }
            unfunded += money.unfunded();
            beyond += money.overfunded();
        }
        let settled = totals.into_iter().map(|(source, yuan)| (FundingPart::Source(source), yuan));
        let rest = [(FundingPart::NotFunded, unfunded)];
        let beyond = (beyond > 0.0).then_some((FundingPart::BeyondCost, -beyond));
        let parts = settled.chain(rest).chain(beyond);
        parts.map(|(part, yuan)| Self { part, yuan }).collect()
    }
}

impl YearMoney {
    /// Totals by year, in their order; projects without a year come last.
    pub fn of<'a>(projects: impl IntoIterator<Item = (Option<i32>, &'a Money)>) -> Vec<Self> {
        let mut years: BTreeMap<(bool, Option<i32>), Self> = BTreeMap::new();
        for (year, money) in projects {
            let total = years.entry((year.is_none(), year)).or_insert(Self {
                year,
                conversion: 0.0,
                running: 0.0,
                unknown: 0,
            });
            total.conversion += money.conversion.map_or(0.0, |figure| figure.yuan);
            total.running += money.running.map_or(0.0, |figure| figure.yuan);
            total.unknown += usize::from(money.conversion.is_none());
        }
        years.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(conversion: f64, funding: &[(FundingSource, f64)]) -> Money {
        let figure = |yuan| Some(Figure::set(yuan));
        Money {
            conversion: figure(conversion),
            running: figure(100.0),
            rent: figure(25.0),
            relief: 5.0,
            subsidy: 50.0,
            income: 40.0,
            funding: funding.iter().copied().collect(),
        }
    }

    #[test]
    fn what_nobody_pays_is_told_beside_the_sources() {
        use FundingSource::{District, SpecialBonds};
        let projects = [
            money(900.0, &[(District, 300.0), (SpecialBonds, 500.0)]),
            money(200.0, &[(District, 250.0)]),
        ];
        let totals: Vec<_> = FundingTotal::of(&projects).iter().map(|t| (t.part, t.yuan)).collect();
        use FundingPart::{BeyondCost, NotFunded, Source};
        let expected = [
            (Source(SpecialBonds), 500.0),
            (Source(District), 550.0),
            (NotFunded, 100.0),
            (BeyondCost, -50.0),
        ];
        assert_eq!(totals, expected);
        assert_eq!(totals.iter().map(|(_, yuan)| yuan).sum::<f64>(), 900.0 + 200.0);
        assert_eq!(projects.each_ref().map(Money::overfunded), [0.0, 50.0]);
        assert_eq!(projects[0].balance(), Some(Figure::set(-30.0)));
    }

    #[test]
    fn years_come_in_their_order_and_those_unknown_last() {
        let (one, other) = (money(900.0, &[]), money(200.0, &[]));
        let years = YearMoney::of([
            (None, &one),
            (Some(2027), &other),
            (Some(2026), &one),
            (Some(2027), &one),
        ]);
        let sums: Vec<_> = years.iter().map(|year| (year.year, year.conversion)).collect();
        assert_eq!(sums, [(Some(2026), 900.0), (Some(2027), 1100.0), (None, 900.0)]);
    }
}
