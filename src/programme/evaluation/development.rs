//! What became of each place and function from one year to the next.

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

/// The developments through four states: the earlier year, the later residents, the later facilities
/// too, the later year. Places and functions of the later year come in its order, then those that are
/// gone.
pub(super) fn developments(states: [&Indicators; 4]) -> Vec<Development> {
    let [before, _, _, after] = states;
    let scopes = with_those_gone(after.scopes(), before.scopes());
    let functions = with_those_gone(after.functions(), before.functions());
    let each = scopes.iter().flat_map(|scope| functions.iter().map(move |f| (*scope, *f)));
    each.map(|(scope, function)| development(states, scope, function)).collect()
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
