//! The indicators of one state: who is reached by which function, in all, by district and by unit.

use std::collections::HashMap;

use crate::analysis::{Coverage, Reached};
use crate::layers::Persons;
use crate::study::{ScenarioId, Study};

/// What a figure is given for. Units and districts are known by what they are called, which stays the
/// same from year to year.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    Whole,
    District(String),
    /// By its id.
    Unit(String),
}

/// Who is reached, by place and function.
#[derive(Debug, Clone)]
pub struct Indicators {
    /// The whole, districts in the order in which units name them, then units in theirs.
    scopes: Vec<Scope>,
    position: HashMap<Scope, usize>,
    functions: Vec<String>,
    /// `[scope * functions + function]`
    reached: Vec<Reached>,
}

impl Indicators {
    /// The indicators of what exists in a study, each function for the groups it is for.
    pub(super) fn of(study: &Study) -> Self {
        let coverage = Coverage::of(study, ScenarioId::BASE);
        let (units, standard) = (&study.layers().units, study.standard());
        let district_of = |unit: usize| units.district(unit).map(|d| Scope::District(d.to_owned()));
        let mut scopes = vec![Scope::Whole];
        let mut position: HashMap<Scope, usize> = HashMap::from([(Scope::Whole, 0)]);
        let of_units = (0..units.len()).map(|unit| Scope::Unit(units.id(unit).to_owned()));
        for scope in (0..units.len()).filter_map(district_of).chain(of_units) {
            position.entry(scope.clone()).or_insert_with(|| {
                scopes.push(scope);
                scopes.len() - 1
            });
        }
        let functions: Vec<String> = standard.functions.iter().map(|f| f.id.clone()).collect();
        let nobody = Reached { population: Persons::ZERO, covered: Persons::ZERO };
        let mut reached = vec![nobody; scopes.len() * functions.len()];
        for index in standard.indexes() {
            let groups = study.target_groups(index);
            let place = |scope: &Scope| position[scope] * functions.len() + index.as_usize();
            reached[place(&Scope::Whole)] = coverage.total_of(index, groups);
            for unit in 0..units.len() {
                let here = coverage.unit_of(index, groups, unit);
                reached[place(&Scope::Unit(units.id(unit).to_owned()))] = here;
                if let Some(district) = district_of(unit) {
                    reached[place(&district)] += here;
                }
            }
        }
        Self { scopes, position, functions, reached }
    }

    /// All places, the whole first, then districts, then units.
    pub fn scopes(&self) -> &[Scope] {
        &self.scopes
    }

    /// Ids of the functions, in the order of the standard.
    pub fn functions(&self) -> &[String] {
        &self.functions
    }

    /// Who is reached of those a function is for; none where there is no such place or function.
    pub fn reached(&self, scope: &Scope, function: &str) -> Option<Reached> {
        let place = self.position.get(scope)?;
        let function = self.functions.iter().position(|known| known == function)?;
        self.reached.get(place * self.functions.len() + function).copied()
    }
}
