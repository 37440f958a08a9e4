//! `site --beside SCENARIO --budget YUAN|same`: money in the place of a number of sites.

use crate::language::{Language, Message};
use crate::numbers::{counted, yuan};
use crate::programme::{cost_of_opening, money_of};
use crate::siting::{Budgeted, SiteModel, Standing};
use crate::study::FacilityId;

use super::Failure;
use super::model_args::Budget;
use super::report::Report;
use super::scenario::id_of;
use super::study::Prepared;

/// What may be spent, and what the planner's own plan costs.
pub(super) struct Purse {
    yuan: f64,
    own_yuan: f64,
    /// By site, zero where it is not known.
    costs: Vec<f64>,
    limit_m: f64,
    /// Candidates whose cost is not known; they cannot be chosen.
    unknown: usize,
}

impl Purse {
    /// For a plan of the planner's own, each site with the facility that she has there. Candidates of
    /// unknown cost are closed.
    ///
    /// # Errors
    /// Where the cost of one of her own is not known: the budgets could not be compared.
    pub fn of(
        prepared: &mut Prepared,
        own: &[(usize, FacilityId)],
        name: &str,
        budget: Budget,
    ) -> Result<Self, Failure> {
        let Prepared { session, question, problem, limit_m, .. } = prepared;
        let (study, shown) = (session.study(), session.shown());
        let scenario = super::super::study_args::find_scenario(study, name)?;
        let mut costs: Vec<Option<f64>> = vec![None; problem.sites()];
        for (site, place) in question.places.iter().enumerate() {
            let cost = cost_of_opening(study, shown, question.function, place);
            costs[site] = cost.map(|figure| figure.yuan);
        }
        let mut unknown = Vec::new();
        for (site, id) in own {
            let facility = study.facilities(scenario).get(id);
            let cost = facility.and_then(|facility| money_of(study, facility).conversion);
            costs[*site] = cost.map(|figure| figure.yuan);
            unknown.extend(facility.filter(|_| cost.is_none()).map(id_of));
        }
        if !unknown.is_empty() {
            let (zh, en) = (unknown.join("、"), unknown.join(", "));
            return Err(Failure::Usage(Message::new(
                format!("方案中这些设施既无造价也无面积，无法按同一预算比较：{zh}"),
                format!(
                    "these of the plan have neither a cost nor an area, so that budgets cannot be \
                     compared: {en}"
                ),
            )));
        }
        let mut closed = 0;
        for (standing, cost) in problem.standing.iter_mut().zip(&costs) {
            if *standing == Standing::Candidate && cost.is_none() {
                *standing = Standing::Forbidden;
                closed += 1;
            }
        }
        let own_yuan = own.iter().filter_map(|(site, _)| costs[*site]).sum();
        let yuan = match budget {
            Budget::Same => own_yuan,
            Budget::Yuan(yuan) => yuan,
        };
        let costs = costs.into_iter().map(Option::unwrap_or_default).collect();
        Ok(Self { yuan, own_yuan, costs, limit_m: *limit_m, unknown: closed })
    }

    pub fn model(&self) -> SiteModel {
        let (limit_m, budget, costs) = (self.limit_m, self.yuan, self.costs.clone());
        SiteModel::Budgeted(Budgeted { limit_m, budget, costs })
    }

    /// What both plans cost.
    pub fn tell(&self, report: &mut Report, best: &[usize]) {
        let best_yuan: f64 = best.iter().map(|site| self.costs[*site]).sum();
        report.field("budget_yuan", self.yuan);
        report.field("cost_yuan", best_yuan);
        report.field("own_cost_yuan", self.own_yuan);
        let of = |language| [self.own_yuan, best_yuan, self.yuan].map(|sum| yuan(sum, language));
        let ([own_zh, best_zh, all_zh], [own_en, best_en, all_en]) =
            (of(Language::Zh), of(Language::En));
        report.line(
            format!("  造价：该方案 {own_zh}，最优 {best_zh}，预算 {all_zh}"),
            format!(
                "  cost: {own_en} by this plan, {best_en} by the best, of a budget of {all_en}"
            ),
        );
        if self.own_yuan > self.yuan {
            report.warnings.push(Message::new(
                "该方案超出预算，份额按其实际覆盖计",
                "the plan costs more than the budget; its share is that of what it covers",
            ));
        }
        if self.unknown > 0 {
            let unknown = self.unknown;
            report.warnings.push(Message::new(
                format!("{unknown} 个候选点没有造价也没有面积，未计入"),
                format!(
                    "left out, with neither a cost nor an area: {}",
                    counted(unknown, "candidate")
                ),
            ));
        }
        report.warnings.push(Message::new(
            "没有造价的按单价估算",
            "costs that are not known are worked out by the study's rate",
        ));
    }
}
