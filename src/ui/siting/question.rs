//! The question about siting that follows from what is set, and from the scenario shown.

use std::collections::BTreeSet;

use crate::analysis::{
    AskedFunction, BundleAsk, BundlesQuestion, Objective, PhasingQuestion, PlanQuestion, SiteKey,
    SitingQuestion,
};
use crate::programme::{money_of, pilot_units};
use crate::session::Session;
use crate::siting::{BundleRules, ComplexConditions};
use crate::study::Facility;
use crate::ui::view::View;

use super::form::WAN;
use super::{PlanForm, PlanModel, SitingView};

impl SitingView {
    /// What the form asks about the scenario shown.
    pub fn question(&self, session: &Session, view: &View) -> SitingQuestion {
        let form = &self.plan;
        let plan = |objective| self.plan_question(session, view, objective);
        let worst_unit = Objective::WorstUnit { worst_share: form.worst_share };
        SitingQuestion::Plan(plan(match form.model {
            PlanModel::MostCovered => Objective::MostCovered,
            PlanModel::FewestSites => Objective::FewestSites,
            PlanModel::ShortestMean => Objective::ShortestMean,
            PlanModel::ShortestFarthest => Objective::ShortestFarthest,
            PlanModel::SecondSite => Objective::SecondSite { first_share: form.first_share },
            PlanModel::WithRoom => Objective::WithRoom(form.room),
            PlanModel::WorstUnit => worst_unit,
            PlanModel::Front => return SitingQuestion::Front(plan(worst_unit)),
            PlanModel::Robust => {
                let futures = form.futures.futures(session, view.group);
                return SitingQuestion::Robust(plan(Objective::MostCovered), futures);
            }
            PlanModel::Bundles => return SitingQuestion::Bundles(self.bundles(session)),
            PlanModel::Phasing => return SitingQuestion::Phasing(self.phasing(session, view)),
        }))
    }

    /// The plan of one function that the form asks for, by an objective.
    pub fn plan_question(
        &self,
        session: &Session,
        view: &View,
        objective: Objective,
    ) -> PlanQuestion {
        let PlanForm { count, keeps_existing, proposals, .. } = self.plan;
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
            purse: None,
        }
    }

    fn bundles(&self, session: &Session) -> BundlesQuestion {
        let (study, form) = (session.study(), &self.plan.bundle);
        let functions = form.chosen(study.standard()).into_iter().map(|function| AskedFunction {
            function,
            groups: study.target_groups(function),
            hours: form.hours_of(function),
        });
        let rules = BundleRules {
            most_sites: Some(self.plan.count),
            budget: form.budget_wan.map(|wan| wan * WAN),
            complex: ComplexConditions::default(),
            complexes: form.complexes,
        };
        let ask = BundleAsk {
            functions: functions.collect(),
            choice: self.choice,
            keeping: self.plan.keeps_existing.then(|| session.shown()),
            by_area: form.by_area,
            rules,
        };
        let places = |keys: &BTreeSet<SiteKey>| {
            let ids = keys.iter().filter_map(|key| match key {
                SiteKey::Place(id) => Some(id.clone()),
                SiteKey::Facility(_) => None,
            });
            ids.collect()
        };
        BundlesQuestion {
            scenario: session.shown(),
            ask,
            forced: places(&self.plan.forced),
            forbidden: places(&self.plan.forbidden),
        }
    }

    fn phasing(&self, session: &Session, view: &View) -> PhasingQuestion {
        let (study, form) = (session.study(), &self.plan.phasing);
        let functions = form.chosen(view.function);
        let is_about =
            |facility: &Facility| functions.iter().any(|function| facility.offers(*function));
        let projects = session.facilities().values();
        let projects = projects.filter(|f| f.is_planned() && is_about(f));
        let cost = |facility: &Facility| {
            money_of(study, facility).conversion.map(|cost| (facility.id, cost.yuan))
        };
        let budgets = form.years_wan(session).into_iter().map(|(year, wan)| (year, wan * WAN));
        PhasingQuestion {
            scenario: session.shown(),
            group: view.group,
            costs: projects.filter_map(cost).collect(),
            budgets: budgets.collect(),
            pilots: pilot_units(study, session.base()),
            never_regress: form.never_regress,
            functions: functions.into_iter().collect(),
        }
    }
}
