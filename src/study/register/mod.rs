//! The candidate register: premises that may become facilities, of the whole study and not of one
//! scenario. What is known of each, its joint review, and how much floor area facilities may take
//! up in it. Choosing among them is the work of `analysis`, showing them that of the window.

mod candidate;
mod cautions;
mod date;
mod edit;
mod error;
mod fitness;
mod floors;
mod review;
mod stock;
mod stock_filter;
mod term;
mod weights;

use std::collections::{BTreeMap, HashSet};

pub use candidate::{
    Candidate, CandidateId, LARGEST_COST_YUAN, Lever, Limits, Money, Premises, Safety, Title,
    fields,
};
pub use cautions::{Caution, cautions, review_cautions};
pub use date::{Date, NoDate};
pub use edit::RegisterEdit;
pub use error::{CandidateError, Displacement};
pub use fitness::{Answer, answer_of};
pub use floors::{Floors, NoFloors};
pub use review::{
    Opinion, Party, Review, ReviewError, ReviewState, ReviewStep, SitingRule, SitingUse,
    Transition, Verdict,
};
pub use stock::{AppraisalGrade, FireGrade, ListedFrom, OwnerKind, PolicyLever, StockKind};
pub use stock_filter::{StockFilter, free_code};
pub use term::Term;
pub use weights::{Criterion, LARGEST_WEIGHT, SuitabilityWeights};

/// All candidates of a study, ordered by id, and how they are weighed against each other.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CandidateRegister {
    candidates: BTreeMap<CandidateId, Candidate>,
    weights: SuitabilityWeights,
}

impl CandidateRegister {
    /// A register of candidates. Of two with one id the last counts; the second with a code gets
    /// another one that follows from it.
    pub fn new(
        candidates: impl IntoIterator<Item = Candidate>,
        weights: SuitabilityWeights,
    ) -> Self {
        let mut codes = HashSet::new();
        let with_own_code = |mut candidate: Candidate| {
            candidate.code = free_code(&candidate.code, &codes);
            codes.insert(candidate.code.clone());
            (candidate.id, candidate)
        };
        Self { candidates: candidates.into_iter().map(with_own_code).collect(), weights }
    }

    pub fn len(&self) -> usize {
        self.candidates.len()
    }

    pub fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    /// All candidates, ordered by id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Candidate> + Clone {
        self.candidates.values()
    }

    pub fn get(&self, id: CandidateId) -> Option<&Candidate> {
        self.candidates.get(&id)
    }

    /// The candidate with an id of the planner's data.
    pub fn by_code(&self, code: &str) -> Option<&Candidate> {
        self.iter().find(|candidate| candidate.code == code)
    }

    /// The candidates in a building of the layer.
    pub fn in_building<'a>(&'a self, building: &'a str) -> impl Iterator<Item = &'a Candidate> {
        self.iter().filter(move |candidate| candidate.building.as_deref() == Some(building))
    }

    pub fn weights(&self) -> &SuitabilityWeights {
        &self.weights
    }
}
