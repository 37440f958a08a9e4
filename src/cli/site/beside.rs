//! `site --beside SCENARIO`: the planner's own plan as a share of the proven optimum for as many
//! sites, which of her sites are in that optimum, and what each of hers is worth.

use serde_json::{Value, json};

use crate::analysis::SitePlace;
use crate::language::Language;
use crate::numbers::{self, counted};
use crate::session::Session;
use crate::siting::{SiteModel, Solution, Standing};
use crate::study::FacilityOrigin;

use super::answer::{number, percent, status_text, whole};
use super::report::Report;
use super::study::{Prepared, about, prepare};
use super::{Failure, SiteArgs, scenario};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let name = args.models.beside.as_deref().unwrap_or_default();
    let more = |session: &Session, function| scenario::places(session, function, name);
    let mut prepared = prepare(args, &more, language)?;
    let plan = own_plan(&mut prepared, name)?;
    if plan.is_empty() {
        return Err(scenario::adds_nothing(name));
    }
    let asked = args.asked_for(Some(plan.len()), Some(prepared.limit_m), prepared.supply())?;
    let best = prepared.solve(args, &asked, language)?;
    let beside = Beside::judged(&prepared, &asked, name, plan, best);
    let mut report = Report::on(asked.id());
    beside.fields(&mut report);
    for (name, value) in about(args, &prepared.session, &prepared.question, asked.limit_m()) {
        report.field(&name, value);
    }
    beside.lines(&mut report);
    report.warnings = prepared.notes;
    Ok(report)
}

/// The planner's plan beside the best one.
struct Beside<'a> {
    places: &'a [SitePlace],
    scenario: &'a str,
    plan: Vec<usize>,
    best: Solution,
    /// The value of the planner's plan.
    own: Option<f64>,
    /// What stays whatever is planned, which is no merit of either plan.
    base: Option<f64>,
    /// The planner's value as a share of the best.
    share: Option<f64>,
    /// What is lost without each site of the plan.
    losses: Vec<Option<f64>>,
}

impl<'a> Beside<'a> {
    fn judged(
        prepared: &'a Prepared,
        asked: &SiteModel,
        scenario: &'a str,
        plan: Vec<usize>,
        best: Solution,
    ) -> Self {
        let value_of = |sites: &[usize]| asked.value_of(&prepared.problem, sites);
        let own = value_of(&plan);
        let base = value_of(&[]).filter(|_| asked.is_gain());
        let share = own.zip(best.value).and_then(|(own, best)| share(own, best, base));
        let loss = |site: &usize| {
            let others: Vec<usize> = plan.iter().copied().filter(|other| other != site).collect();
            own.zip(value_of(&others)).map(|(own, without)| (own - without).abs())
        };
        let losses = plan.iter().map(loss).collect();
        Self { places: &prepared.question.places, scenario, plan, best, own, base, share, losses }
    }

    /// For the JSON document.
    fn fields(&self, report: &mut Report) {
        let ids = |sites: &[usize]| -> Vec<&str> {
            sites.iter().map(|site| self.places[*site].id.as_str()).collect()
        };
        let own_sites = self.plan.iter().zip(&self.losses).map(|(site, loss)| {
            json!({
                "id": self.places[*site].id,
                "in_optimum": self.best.sites.contains(site),
                "loss": loss.map(whole),
            })
        });
        report.field("count", self.plan.len());
        report.field("status", self.best.status.id());
        report.field("value", self.best.value.map(whole));
        report.field("bound", self.best.bound.map(whole));
        report.field("gap", json!(self.best.gap()));
        report.field("seconds", json!(self.best.seconds));
        report.field("sites", json!(ids(&self.best.sites)));
        report.field("beside", json!(self.scenario));
        report.field("own_value", self.own.map(whole));
        report.field("base_value", self.base.map(whole));
        report.field("share", json!(self.share));
        report.field("own_sites", own_sites.collect::<Value>());
    }

    /// For reading.
    fn lines(&self, report: &mut Report) {
        self.line_of_shares(report);
        if let Some(base) = self.base.map(number) {
            report.line(
                format!("  二者之外原有：{base}"),
                format!("  without either plan, by what stays: {base}"),
            );
        }
        for (site, loss) in self.plan.iter().zip(&self.losses) {
            let SitePlace { id, name, .. } = &self.places[*site];
            let loss = shown(*loss);
            let (zh, en) = match self.best.sites.contains(site) {
                true => ("也在最优方案中", "in the best plan too"),
                false => ("不在最优方案中", "not in the best plan"),
            };
            report.line(
                format!("  {id}  {name}  {zh}，若撤去则差 {loss}"),
                format!("  {id}  {name}  {en}, {loss} lost without it"),
            );
        }
        let others = self.best.sites.iter().filter(|site| !self.plan.contains(site));
        let named = others.map(|site| {
            let SitePlace { id, name, .. } = &self.places[*site];
            format!("{id} {name}")
        });
        let others: Vec<String> = named.collect();
        if !others.is_empty() {
            let (zh, en) = (others.join("、"), others.join(", "));
            report.line(format!("最优方案另选：{zh}"), format!("the best plan has instead: {en}"));
        }
    }

    fn line_of_shares(&self, report: &mut Report) {
        let (own, best) = (shown(self.own), shown(self.best.value));
        let share = self.share.map_or_else(|| "–".to_owned(), |share| percent(share, 1.0));
        let (status, gap) = (status_text(self.best.status), numbers::gap(self.best.gap()));
        let (name, count) = (self.scenario, self.plan.len());
        let sites = counted(count, "site");
        let (of_zh, of_en) = match self.base {
            Some(_) => ("新增部分", " of what the best found gains"),
            None => ("值", " of the best found"),
        };
        report.line(
            format!(
                "方案“{name}”{count} 处：{own}，为{}{of_zh}的 {share}（其值 {best}，差距 {gap}）",
                status.zh
            ),
            format!(
                "\"{name}\" with {sites}: {own}, {share}{of_en}, {best} ({}, gap {gap})",
                status.en
            ),
        );
    }
}

fn shown(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), number)
}

/// How good a value is beside the best, from 0 to 1: of what is gained beyond a base, or, where less
/// is better and there is no such base, the best as a share of it.
fn share(own: f64, best: f64, base: Option<f64>) -> Option<f64> {
    let (part, all) = match base {
        Some(base) => (own - base, best - base),
        None => (best, own),
    };
    (all > 0.0).then(|| (part / all).min(1.0))
}

/// The sites of the scenario's plan. A facility put at a candidate is that candidate; those that
/// the scenario keeps of the base exist.
fn own_plan(prepared: &mut Prepared, name: &str) -> Result<Vec<usize>, Failure> {
    let Prepared { session, question, problem, .. } = prepared;
    let own: Vec<bool> = scenario::offerings(session, question.function, name)?
        .iter()
        .map(|offering| offering.is_new)
        .collect();
    let first = question.places.len() - own.len();
    let mut plan = Vec::new();
    for (site, is_new) in (first..).zip(own) {
        let origin = &question.places[site].origin;
        let is_candidate =
            matches!(origin, FacilityOrigin::Candidate(_) | FacilityOrigin::Converted { .. });
        let at = question.places[site].at;
        let candidate = (0..first).find(|candidate| {
            let candidate = &question.places[*candidate];
            is_candidate && candidate.origin == *origin && candidate.at == at
        });
        match (is_new, candidate) {
            (false, _) => problem.standing[site] = Standing::Existing,
            (true, None) => plan.push(site),
            (true, Some(candidate)) => {
                problem.standing[site] = Standing::Forbidden;
                if problem.standing[candidate] == Standing::Forbidden {
                    problem.standing[candidate] = Standing::Candidate;
                }
                plan.push(candidate);
            }
        }
    }
    plan.sort_unstable();
    Ok(plan)
}
