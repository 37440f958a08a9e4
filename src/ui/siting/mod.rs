//! Siting in the window: how it is looked at, and what is kept of gains, advice and plans from frame
//! to frame. What is computed stands in `analysis` and `siting`; nothing here changes the study.

mod action;
mod advice;
mod best;
mod gains;
mod runs;

use std::collections::BTreeSet;

use crate::analysis::{Objective, PlanQuestion, ProposalUse, SiteChoice, SiteKey, Suggestion};
use crate::session::Session;
use crate::study::FacilityId;
use crate::study::register::SitingRule;

use super::view::View;

pub use action::{PlanTarget, SitingAction};
pub use advice::AdviceStore;
pub use best::{BestStore, Ranked, is_among_candidates};
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
    /// How far a facility may be moved by advice, in metres.
    pub radius_m: f64,
    /// Whether advice may put existing facilities elsewhere too.
    pub swaps_existing: bool,
    pub plan: PlanForm,
    /// What is shown on the map as if it were done: the suggestion pointed at.
    pub preview: Option<Suggestion>,
    /// The run whose plan is shown on the map.
    pub shown_run: Option<RunNumber>,
    /// Proposals that a plan has to keep.
    pub kept: BTreeSet<FacilityId>,
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

/// What is set for a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanForm {
    pub objective: Objective,
    pub count: usize,
    pub keeps_existing: bool,
    pub proposals: ProposalUse,
    pub forced: BTreeSet<SiteKey>,
    pub forbidden: BTreeSet<SiteKey>,
    pub leaves_out_unreachable: bool,
}

/// A plan has no more sites than this.
pub const MOST_SITES: usize = 500;

impl Default for SitingView {
    fn default() -> Self {
        Self {
            is_open: false,
            tab: SitingTab::Advice,
            choice: SiteChoice::Stock(SitingRule::WithUndecided),
            radius_m: 500.0,
            swaps_existing: false,
            plan: PlanForm::default(),
            preview: None,
            shown_run: None,
            kept: BTreeSet::new(),
        }
    }
}

impl Default for PlanForm {
    fn default() -> Self {
        Self {
            objective: Objective::MostCovered,
            count: 3,
            keeps_existing: true,
            proposals: ProposalUse::Stay,
            forced: BTreeSet::new(),
            forbidden: BTreeSet::new(),
            leaves_out_unreachable: false,
        }
    }
}

impl PlanForm {
    /// What is laid down for a site, in its turn: free, forced, forbidden, free again.
    pub fn with(&self, key: SiteKey, role: SiteRole) -> Self {
        let mut form = self.clone();
        form.forced.remove(&key);
        form.forbidden.remove(&key);
        match role {
            SiteRole::Free => {}
            SiteRole::Forced => {
                form.forced.insert(key);
            }
            SiteRole::Forbidden => {
                form.forbidden.insert(key);
            }
        }
        form
    }

    pub fn role_of(&self, key: &SiteKey) -> SiteRole {
        if self.forced.contains(key) {
            SiteRole::Forced
        } else if self.forbidden.contains(key) {
            SiteRole::Forbidden
        } else {
            SiteRole::Free
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
    /// What the form asks about the scenario shown.
    pub fn question(&self, session: &Session, view: &View) -> PlanQuestion {
        let PlanForm { objective, count, keeps_existing, proposals, .. } = self.plan;
        PlanQuestion {
            scenario: session.shown(),
            function: view.function,
            group: view.group,
            objective,
            count,
            choice: self.choice,
            keeps_existing,
            proposals,
            forced: self.plan.forced.clone(),
            forbidden: self.plan.forbidden.clone(),
            leaves_out_unreachable: self.plan.leaves_out_unreachable,
        }
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
            ..self.question(session, view)
        }
    }
}

/// The facilities of the function looked at that the scenario shown proposes.
pub fn proposals(session: &Session, view: &View) -> Vec<FacilityId> {
    let facilities = session.facilities().values();
    let own = facilities.filter(|f| f.is_planned() && f.offers(view.function));
    own.map(|facility| facility.id).collect()
}

/// What is kept of a study's siting.
#[derive(Default)]
pub struct SitingStore {
    pub gains: GainStore,
    pub best: BestStore,
    pub advice: AdviceStore,
    pub runs: Runs,
}
