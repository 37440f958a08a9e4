//! Wishes about the candidate register, and how it is looked at: which candidates the list of resources
//! shows, their suitability and how many buildings are found for it, kept from frame to frame. How it is
//! looked at is never part of undo.

use std::sync::Arc;

use crate::analysis::{Suitability, suitability_of_all};
use crate::language::Text;
use crate::layers::LayerSet;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::register::{ReviewState, ReviewStep, StockFilter, StockKind, SuitabilityWeights};
use crate::study::{Candidate, CandidateId, CandidateRegister, FacilityId, Parameters, Study};

use super::kept::{Kept, Same};
use super::view::View;

/// The state of the dialogs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RegisterView {
    /// Which buildings are about to be added, while the dialog is open.
    pub adding: Option<StockFilter>,
    /// What is about to be converted, while the question is open what the candidate lacks.
    pub converting: Option<Converting>,
}

/// Wishes about the candidate register. Changing, adding, converting and weighing are edits.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterAction {
    /// Opens or closes the list.
    ShowList(bool),
    /// Puts another state of a candidate in the place of what is known; `what` names the field.
    Change {
        candidate: Box<Candidate>,
        what: Text,
    },
    /// A step of the joint review.
    Step {
        id: CandidateId,
        step: ReviewStep,
    },
    Remove(CandidateId),
    /// Puts a facility of the chosen function into a candidate; asks first where the joint review
    /// lacks something.
    Convert(CandidateId),
    /// The answer to that question: convert it, or not.
    ConvertAllTheSame(Converting),
    LeaveAsItIs,
    /// Opens the dialog that adds buildings, or changes its filter; none closes it.
    ShowAdding(Option<StockFilter>),
    AddBuildings(StockFilter),
    /// A weight is grabbed to be dragged; what follows until `EndDrag` is one step.
    BeginWeighing,
    Weigh(SuitabilityWeights),
}

/// A facility that is about to come into a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Converting {
    pub candidate: CandidateId,
    /// A conversion that was dragged there from its own premises; otherwise it is a new facility.
    pub from: Option<FacilityId>,
}

/// Which candidates the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct RegisterFilter {
    pub kind: Option<StockKind>,
    pub state: Option<ReviewState>,
    pub only_idle: bool,
    /// m²; above 0, candidates whose area is not known are left out.
    pub least_area_m2: f64,
}

impl RegisterFilter {
    pub fn admits(&self, candidate: &Candidate) -> bool {
        self.kind.is_none_or(|kind| candidate.stock == kind)
            && self.state.is_none_or(|state| candidate.review.state() == state)
            && (!self.only_idle || candidate.is_idle == Some(true))
            && (self.least_area_m2 <= 0.0
                || candidate.floor_area_cap_m2().is_some_and(|area| area >= self.least_area_m2))
    }
}

/// The suitability of every candidate for the function and group looked at.
#[derive(Debug, Clone)]
pub struct Scores(Arc<Vec<(CandidateId, Suitability)>>);

impl Scores {
    pub fn of(&self, id: CandidateId) -> Option<&Suitability> {
        let position = self.0.binary_search_by_key(&id, |(known, _)| *known).ok()?;
        self.0.get(position).map(|(_, suitability)| suitability)
    }
}

/// Keeps the scores until something they depend on changes; facilities are none of it.
#[derive(Default)]
pub struct ScoreStore(Kept<Basis, Vec<(CandidateId, Suitability)>>);

/// What scores depend on.
#[derive(PartialEq)]
struct Basis {
    stock: Stock,
    parameters: Parameters,
    limit_m: f64,
    function: FunctionIndex,
    group: usize,
}

/// The candidates there are, and the buildings they are in.
type Stock = (Same<CandidateRegister>, Same<LayerSet>);

fn stock_of(study: &Study) -> Stock {
    (Same(study.shared_register()), Same(study.shared_layers()))
}

impl ScoreStore {
    /// The scores as they are now.
    pub fn scores(&self, session: &Session, view: &View) -> Scores {
        let (study, View { function, group, .. }) = (session.study(), view);
        let basis = Basis {
            stock: stock_of(study),
            parameters: *study.parameters(),
            limit_m: study.walk(*group).limit_m(*function),
            function: *function,
            group: *group,
        };
        Scores(self.0.answer(basis, || suitability_of_all(study, *function, *group)))
    }
}

/// Keeps how many buildings a filter finds, until filter, register or buildings change.
#[derive(Default)]
pub struct StockCount(Kept<(Stock, StockFilter), usize>);

impl StockCount {
    /// How many buildings are looked for and not in the register yet.
    pub fn found(&self, session: &Session, filter: &StockFilter) -> usize {
        let study = session.study();
        let find = || filter.buildings(&study.layers().buildings, study.register()).len();
        *self.0.answer((stock_of(study), filter.clone()), find)
    }
}
