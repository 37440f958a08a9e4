//! The yearly evaluation: the same indicators on the data of several years, and what of each change
//! comes from residents, from facilities and from the standard.
//!
//! From one year to the next four states are compared, two of which are made up: the later year's
//! residents with the earlier facilities and standard, then with the later facilities too. With
//! C(p, f, s) the covered persons,
//! Δ = [C(p₂,f₁,s₁) − C(p₁,f₁,s₁)] + [C(p₂,f₂,s₁) − C(p₂,f₁,s₁)] + [C(p₂,f₂,s₂) − C(p₂,f₂,s₁)].
//! The parts add up to the change; another order would split it otherwise, so the order is told.
//!
//! All years are walked by the parameters of the last one, each under its own standard, so that the
//! figures can be compared.

mod development;
mod indicators;

use std::sync::Arc;

use crate::language::{Message, Text};
use crate::layers::Units;
use crate::standard::{FunctionIndex, Standard};
use crate::study::{EditError, Facilities, Facility, Parameters, ScenarioId, Study};

pub use development::{Development, Developments, Parts};
pub use indicators::{Indicators, Scope};

/// In which order a change is split, for readers of its parts.
pub const ORDER_OF_PARTS: Text = Text::new(
    "分解次序：先人口、再设施、后标准，依次由前一年替换为本年；各部分之和等于总变化，换一种次序，分配会不同",
    "Split in this order: first residents, then facilities, then the standard are taken from the later \
     year; the parts add up to the change, and another order would split it otherwise",
);

/// A scenario of one year's study.
#[derive(Clone)]
pub struct Year<'a> {
    /// What the year is called, as a rule by its number.
    pub name: String,
    pub study: &'a Study,
    pub scenario: ScenarioId,
}

/// The same indicators over the years.
#[derive(Debug, Clone)]
pub struct Evaluation {
    /// In their order.
    pub years: Vec<EvaluatedYear>,
    /// From each year to the next: one fewer than there are years.
    pub steps: Vec<Developments>,
}

/// What is known of one year.
#[derive(Debug, Clone)]
pub struct EvaluatedYear {
    pub name: String,
    pub units: Arc<Units>,
    /// Id and name of each function of its standard, in their order.
    pub functions: Vec<(String, Message)>,
    pub indicators: Indicators,
}

impl Evaluation {
    /// Evaluates years in their order. `goes_on` is told how many of how many states are reckoned and
    /// says whether to go on; `None` where it did not.
    ///
    /// Cost: a coverage from scratch for each year, and two more from each to the next.
    ///
    /// # Errors
    /// When facilities or standard of one year do not fit the next.
    pub fn of(
        years: &[Year],
        goes_on: impl Fn(usize, usize) -> bool,
    ) -> Result<Option<Self>, EditError> {
        let Some(last) = years.last() else {
            return Ok(Some(Self { years: Vec::new(), steps: Vec::new() }));
        };
        let parameters = *last.study.parameters();
        let total = 3 * years.len() - 2;
        let mut evaluation =
            Self { years: Vec::with_capacity(years.len()), steps: Vec::with_capacity(years.len()) };
        for (position, year) in years.iter().enumerate() {
            let done = (3 * position).saturating_sub(2);
            if !goes_on(done, total) {
                return Ok(None);
            }
            let (standard, facilities) = (year.study.standard(), year.facilities());
            let indicators = indicators(year.study, facilities.clone(), standard, parameters)?;
            if let Some(before) = position.checked_sub(1).map(|before| &years[before]) {
                let goes_on = |state: usize| goes_on(done + 1 + state, total);
                let made_up = made_up_states(before, year, parameters, goes_on)?;
                let Some([residents, facilities]) = made_up else { return Ok(None) };
                let first = &evaluation.years[position - 1].indicators;
                let states = [first, &residents, &facilities, &indicators];
                evaluation.steps.push(Developments::through(states));
            }
            evaluation.years.push(EvaluatedYear {
                name: year.name.clone(),
                units: year.study.data().units.clone(),
                functions: named_functions(standard),
                indicators,
            });
        }
        Ok(Some(evaluation))
    }

    /// The functions of all years, those of the last one first, without repetition.
    pub fn functions(&self) -> Vec<(String, Message)> {
        let mut functions: Vec<(String, Message)> = Vec::new();
        for (id, name) in self.years.iter().rev().flat_map(|year| &year.functions) {
            if !functions.iter().any(|(known, _)| known == id) {
                functions.push((id.clone(), name.clone()));
            }
        }
        functions
    }

    /// How a place developed in a function from the year before to a year; none for the first year, and
    /// where neither year has such a place or function.
    pub fn development(&self, year: usize, scope: &Scope, function: &str) -> Option<&Development> {
        self.steps.get(year.checked_sub(1)?)?.of(scope, function)
    }
}

impl Year<'_> {
    fn facilities(&self) -> &Facilities {
        self.study.facilities(self.scenario)
    }
}

fn named_functions(standard: &Standard) -> Vec<(String, Message)> {
    let named = standard.functions.iter().map(|f| (f.id.clone(), f.short_name.clone()));
    named.collect()
}

/// The later year's residents under the earlier standard: with the earlier facilities, and with the
/// later ones.
fn made_up_states(
    before: &Year,
    after: &Year,
    parameters: Parameters,
    goes_on: impl Fn(usize) -> bool,
) -> Result<Option<[Indicators; 2]>, EditError> {
    let standard = before.study.standard();
    let state = |year: &Year| {
        let facilities = translated(year.facilities(), year.study.standard(), standard);
        indicators(after.study, facilities, standard, parameters)
    };
    if !goes_on(0) {
        return Ok(None);
    }
    let residents = state(before)?;
    if !goes_on(1) {
        return Ok(None);
    }
    Ok(Some([residents, state(after)?]))
}

/// The indicators of a state made of one year's layers and perhaps another's facilities and standard.
/// What-ifs of the residents are those of the year.
fn indicators(
    layers: &Study,
    facilities: Facilities,
    standard: &Standard,
    parameters: Parameters,
) -> Result<Indicators, EditError> {
    let parameters = Parameters { growth: layers.parameters().growth, ..parameters };
    let data = layers.data().clone();
    let state = Study::restore(data, standard.clone(), facilities, Vec::new(), parameters)?;
    Ok(Indicators::of(&state))
}

/// The facilities with the functions of another standard; functions it lacks are left out, and so is
/// a facility without any.
fn translated(facilities: &Facilities, from: &Standard, to: &Standard) -> Facilities {
    let index = |function: &FunctionIndex| to.index_of(&from.get(*function)?.id);
    let facility = |facility: &Facility| {
        let functions: Vec<FunctionIndex> = facility.functions.iter().filter_map(index).collect();
        // What is offered counts here, not in which rooms.
        let operations = Vec::new();
        (!functions.is_empty()).then(|| Facility { functions, operations, ..facility.clone() })
    };
    facilities.iter().filter_map(|(id, known)| Some((*id, facility(known)?))).collect()
}
