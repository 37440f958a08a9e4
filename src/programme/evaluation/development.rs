//! What became of each place and function from one year to the next.

use std::collections::HashMap;

use crate::analysis::Reached;

use super::{Indicators, Scope};

/// One function in one place, in two years.
#[derive(Debug, Clone, PartialEq)]
pub struct Development {
    pub scope: Scope,
    /// Id of the function.
    pub function: String,
    pub before: Option<Reached>,
    pub after: Option<Reached>,
    /// Of the covered persons; none where one of the years has no such place or function.
    pub parts: Option<Parts>,
}

/// What of a change in covered persons comes from where, in persons.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parts {
    pub residents: f64,
    pub facilities: f64,
    pub standard: f64,
}

impl Parts {
    /// The whole change in covered persons.
    pub fn sum(self) -> f64 {
        self.residents + self.facilities + self.standard
    }
}

/// What became of all places and functions from one year to the next.
#[derive(Debug, Clone)]
pub struct Developments {
    /// `[place * functions + function]`; places and functions of the later year in its order, then
    /// those that are gone.
    all: Vec<Development>,
    places: HashMap<Scope, usize>,
    /// Their ids.
    functions: Vec<String>,
}

impl Developments {
    /// Through four states: the earlier year, the later residents, the later facilities too, the later
    /// year.
    pub(super) fn through(states: [&Indicators; 4]) -> Self {
        let [before, _, _, after] = states;
        let scopes = with_those_gone(after.scopes(), before.scopes());
        let functions = with_those_gone(after.functions(), before.functions());
        let each = scopes.iter().flat_map(|scope| functions.iter().map(move |f| (*scope, *f)));
        Self {
            all: each.map(|(scope, function)| development(states, scope, function)).collect(),
            places: scopes.iter().map(|scope| (*scope).clone()).zip(0..).collect(),
            functions: functions.into_iter().cloned().collect(),
        }
    }

    /// All of them: place by place, function by function.
    pub fn iter(&self) -> std::slice::Iter<'_, Development> {
        self.all.iter()
    }

    /// What became of a function in a place; none where neither year has such a place or function.
    pub fn of(&self, scope: &Scope, function: &str) -> Option<&Development> {
        let place = self.places.get(scope)?;
        let function = self.functions.iter().position(|known| known == function)?;
        self.all.get(place * self.functions.len() + function)
    }
}

impl<'a> IntoIterator for &'a Developments {
    type Item = &'a Development;
    type IntoIter = std::slice::Iter<'a, Development>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn with_those_gone<'a, T: Eq + std::hash::Hash>(after: &'a [T], before: &'a [T]) -> Vec<&'a T> {
    let stay: std::collections::HashSet<&T> = after.iter().collect();
    after.iter().chain(before.iter().filter(|known| !stay.contains(known))).collect()
}

fn development(states: [&Indicators; 4], scope: &Scope, function: &str) -> Development {
    let reached = states.map(|state| state.reached(scope, function));
    let parts = match reached {
        [Some(first), Some(residents), Some(facilities), Some(last)] => {
            let step = |from: Reached, to: Reached| (to.covered - from.covered).as_f64();
            Some(Parts {
                residents: step(first, residents),
                facilities: step(residents, facilities),
                standard: step(facilities, last),
            })
        }
        _ => None,
    };
    let [before, _, _, after] = reached;
    Development { scope: scope.clone(), function: function.to_owned(), before, after, parts }
}
