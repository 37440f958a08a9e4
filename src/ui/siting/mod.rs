//! Siting in the window: how it is looked at, and what is kept of gains, advice and plans from frame
//! to frame. What is computed stands in `analysis` and `siting`; nothing here changes the study.

mod action;
mod advice;
mod best;
mod form;
mod futures;
mod gains;
mod question;
mod runs;

use std::collections::BTreeSet;

use crate::analysis::{
    GainOf, Objective, PlanQuestion, ProposalUse, Purse, SiteChoice, SiteKey, Suggestion,
};
use crate::programme::{cost_of_opening, money_of};
use crate::session::Session;
use crate::study::FacilityId;
use crate::study::register::SitingRule;

use super::view::View;

pub use action::{PlanTarget, SitingAction};
pub use advice::AdviceStore;
pub use best::{BestStore, Ranked, is_among_candidates, newcomer_at};
pub use form::{PlanForm, PlanModel};
pub use gains::{GainProgress, GainStore};
pub use runs::{Run, RunError, RunNumber, Running, Runs};

/// How siting is looked at. Never part of undo.
#[derive(Debug, Clone, PartialEq)]
pub struct SitingView {
    /// Whether its panel stands in the place of the results.
    pub is_open: bool,
    pub tab: SitingTab,
    /// Which places may take a facility.
    pub choice: SiteChoice,
    /// What the gains of candidates and buildings count.
    pub gain_of: GainOf,
    /// How far a facility may be moved by advice, in metres.
    pub radius_m: f64,
    /// Whether advice may put existing facilities elsewhere too.
    pub swaps_existing: bool,
    pub plan: PlanForm,
    /// What is shown on the map as if it were done: the suggestion pointed at.
    pub preview: Option<Suggestion>,
    /// The run whose plan is shown on the map.
    pub shown_run: Option<RunNumber>,
    /// Which of its plans; the one that is meant where none was chosen.
    pub shown_plan: Option<usize>,
    /// The plan pointed at, shown in its stead.
    pub preview_plan: Option<PlanShown>,
    /// Proposals that a plan has to keep.
    pub kept: BTreeSet<FacilityId>,
    /// Whether the best plan beside the proposals may cost as much, rather than have as many sites.
    pub by_money: bool,
}

/// One of the plans of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlanShown {
    pub run: RunNumber,
    /// The one that is meant where none is named.
    pub plan: Option<usize>,
}

/// The parts of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitingTab {
    /// The best next site, and better uses of those there are.
    Advice,
    /// Plans for many sites.
    Plan,
    /// The planner's own proposals beside the best plan.
    OwnPlan,
}

/// A plan has no more sites than this.
pub const MOST_SITES: usize = 500;

impl Default for SitingView {
    fn default() -> Self {
        Self {
            is_open: false,
            tab: SitingTab::Advice,
            choice: SiteChoice::Stock(SitingRule::WithUndecided),
            gain_of: GainOf::default(),
            radius_m: 500.0,
            swaps_existing: false,
            plan: PlanForm::default(),
            preview: None,
            shown_run: None,
            shown_plan: None,
            preview_plan: None,
            kept: BTreeSet::new(),
            by_money: false,
        }
    }
}

/// What is laid down for a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteRole {
    Free,
    Forced,
    Forbidden,
}

impl SitingView {
    /// The plan that the map shows: the one pointed at, or the one chosen.
    pub fn plan_on_map(&self) -> Option<PlanShown> {
        let chosen = self.shown_run.map(|run| PlanShown { run, plan: self.shown_plan });
        self.preview_plan.or(chosen)
    }

    /// The best plan for as many sites as the scenario proposes, which keeps some of them.
    pub fn question_beside_own(
        &self,
        session: &Session,
        view: &View,
        kept: &BTreeSet<FacilityId>,
    ) -> PlanQuestion {
        PlanQuestion {
            objective: Objective::MostCovered,
            count: proposals(session, view).len(),
            keeps_existing: true,
            proposals: ProposalUse::MayGo,
            forced: kept.iter().map(|id| SiteKey::Facility(*id)).collect(),
            forbidden: BTreeSet::new(),
            leaves_out_unreachable: false,
            purse: self.by_money.then(|| purse(session, view, self.choice)),
            ..self.plan_question(session, view, Objective::MostCovered)
        }
    }
}

/// The facilities of the function looked at that the scenario shown proposes.
pub fn proposals(session: &Session, view: &View) -> Vec<FacilityId> {
    let facilities = session.facilities().values();
    let own = facilities.filter(|f| f.is_planned() && f.offers(view.function));
    own.map(|facility| facility.id).collect()
}

/// What the proposals cost as far as that is known, and what each place and each of them does.
fn purse(session: &Session, view: &View, choice: SiteChoice) -> Purse {
    let (study, scenario) = (session.study(), session.shown());
    let own = proposals(session, view).into_iter().filter_map(|id| session.facility(id));
    let own = own.filter_map(|facility| {
        let cost = money_of(study, facility).conversion?;
        Some((SiteKey::Facility(facility.id), cost.yuan))
    });
    let own: Vec<(SiteKey, f64)> = own.collect();
    let yuan = own.iter().map(|(_, cost)| cost).sum();
    let places = choice.places(study, view.function);
    let places = places.iter().filter_map(|place| {
        let cost = cost_of_opening(study, scenario, view.function, place)?;
        Some((SiteKey::Place(place.id.clone()), cost.yuan))
    });
    Purse { yuan, costs: places.chain(own).collect() }
}

/// The proposals of unknown cost: a plan for as much money cannot be set beside them.
pub fn proposals_without_cost(session: &Session, view: &View) -> usize {
    let own = proposals(session, view).into_iter().filter_map(|id| session.facility(id));
    own.filter(|facility| money_of(session.study(), facility).conversion.is_none()).count()
}

/// What is kept of a study's siting.
#[derive(Default)]
pub struct SitingStore {
    pub gains: GainStore,
    pub best: BestStore,
    pub advice: AdviceStore,
    pub runs: Runs,
}
