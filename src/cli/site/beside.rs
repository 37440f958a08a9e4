//! `site --beside SCENARIO`: the planner's own plan as a share of the proven optimum for as many
//! sites, or for as much money, which of her sites are in that optimum, and what each of hers is worth.

use serde_json::{Value, json};

use crate::analysis::SitePlace;
use crate::language::Language;
use crate::numbers::{self, counted};
use crate::session::Session;
use crate::siting::{SiteModel, Solution, Standing};
use crate::study::{FacilityId, FacilityOrigin};

use super::answer::{number, percent, status_text, whole};
use super::purse::Purse;
use super::report::Report;
use super::study::{Prepared, about, prepare};
use super::{Failure, SiteArgs, scenario};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let name = args.models.beside.as_deref().unwrap_or_default();
    let more = |session: &Session, function| scenario::places(session, function, name);
    let mut prepared = prepare(args, &more, language)?;
    let own = own_plan(&mut prepared, name)?;
    if own.is_empty() {
        return Err(scenario::adds_nothing(name));
    }
    let plan: Vec<usize> = own.iter().map(|(site, _)| *site).collect();
    let purse = args.models.budget.map(|budget| Purse::of(&mut prepared, &own, name, budget));
    let purse = purse.transpose()?;
    let asked = match &purse {
        Some(purse) => purse.model(),
        None => {
            let count = Some(plan.len());
            args.asked_for(count, Some(prepared.limit_m), prepared.supply())?
        }
    };
    let solution = prepared.solve(args, &asked, language)?;
    let beside = Beside::of(name, &prepared, &asked, &plan, &solution);
    let mut report = Report::on(asked.id());
    beside.put_fields(&mut report);
    for (name, value) in about(args, &prepared.session, &prepared.question, asked.limit_m()) {
        report.field(&name, value);
    }
    beside.tell_values(&mut report);
    if let Some(purse) = &purse {
        purse.tell(&mut report, &solution.sites);
    }
    beside.tell_sites(&mut report);
    report.warnings.extend(prepared.notes);
    Ok(report)
}

/// The planner's plan beside the best found.
struct Beside<'a> {
    /// Of her scenario.
    name: &'a str,
    prepared: &'a Prepared,
    best: &'a Solution,
    own: Option<f64>,
    /// Of what stays whatever is planned, where more is better: no merit of either plan.
    base: Option<f64>,
    share: Option<f64>,
    sites: Vec<OwnSite>,
}

/// A site of the planner's plan.
struct OwnSite {
    site: usize,
    is_in_best: bool,
    /// What her plan is worse by without it.
    loss: Option<f64>,
}

impl<'a> Beside<'a> {
    fn of(
        name: &'a str,
        prepared: &'a Prepared,
        asked: &SiteModel,
        plan: &[usize],
        best: &'a Solution,
    ) -> Self {
        let value_of = |plan: &[usize]| asked.value_of(&prepared.problem, plan);
        let own = value_of(plan);
        let base = value_of(&[]).filter(|_| asked.is_gain());
        let share = own.zip(best.value).and_then(|(own, best)| share(own, best, base));
        let sites = plan.iter().map(|site| {
            let others: Vec<usize> = plan.iter().copied().filter(|other| other != site).collect();
            let loss = own.zip(value_of(&others)).map(|(own, without)| (own - without).abs());
            OwnSite { site: *site, is_in_best: best.sites.contains(site), loss }
        });
        Self { name, prepared, best, own, base, share, sites: sites.collect() }
    }

    fn place(&self, site: usize) -> &SitePlace {
        &self.prepared.question.places[site]
    }

    fn put_fields(&self, report: &mut Report) {
        let Self { best, .. } = self;
        report.field("count", self.sites.len());
        report.field("status", best.status.id());
        report.field("value", best.value.map(whole));
        report.field("bound", best.bound.map(whole));
        report.field("gap", json!(best.gap()));
        report.field("seconds", json!(best.seconds));
        report.field("sites", json!(self.prepared.ids(&best.sites)));
        report.field("beside", json!(self.name));
        report.field("own_value", self.own.map(whole));
        report.field("base_value", self.base.map(whole));
        report.field("share", json!(self.share));
        let own_sites = self.sites.iter().map(|OwnSite { site, is_in_best, loss }| {
            json!({
                "id": self.place(*site).id,
                "in_optimum": is_in_best,
                "loss": loss.map(whole),
            })
        });
        report.field("own_sites", own_sites.collect::<Value>());
    }

    /// Both plans in a line, and what neither is to be credited with.
    fn tell_values(&self, report: &mut Report) {
        let (name, count) = (self.name, self.sites.len());
        let (own, best) = (shown(self.own), shown(self.best.value));
        let share = self.share.map_or_else(|| "–".to_owned(), |share| percent(share, 1.0));
        let (status, gap) = (status_text(self.best.status), numbers::gap(self.best.gap()));
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
        if let Some(base) = self.base {
            let base = number(base);
            report.line(
                format!("  二者之外原有：{base}"),
                format!("  without either plan, by what stays: {base}"),
            );
        }
    }

    /// Her sites, and those that the best plan has instead.
    fn tell_sites(&self, report: &mut Report) {
        for OwnSite { site, is_in_best, loss } in &self.sites {
            let SitePlace { id, name, .. } = self.place(*site);
            let loss = shown(*loss);
            let (zh, en) = match is_in_best {
                true => ("也在最优方案中", "in the best plan too"),
                false => ("不在最优方案中", "not in the best plan"),
            };
            report.line(
                format!("  {id}  {name}  {zh}，若撤去则差 {loss}"),
                format!("  {id}  {name}  {en}, {loss} lost without it"),
            );
        }
        let is_own = |site: &usize| self.sites.iter().any(|own| own.site == *site);
        let others = self.best.sites.iter().filter(|site| !is_own(site));
        let named = others.map(|site| {
            let SitePlace { id, name, .. } = self.place(*site);
            format!("{id} {name}")
        });
        let others: Vec<String> = named.collect();
        let (zh, en) = (others.join("、"), others.join(", "));
        if !others.is_empty() {
            report.line(format!("最优方案另选：{zh}"), format!("the best plan has instead: {en}"));
        }
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

/// The sites of the scenario's plan, each with its facility there. A facility put at a candidate is that
/// candidate; those that the scenario keeps of the base exist.
fn own_plan(prepared: &mut Prepared, name: &str) -> Result<Vec<(usize, FacilityId)>, Failure> {
    let Prepared { session, question, problem, .. } = prepared;
    let own: Vec<(bool, FacilityId)> = scenario::offerings(session, question.function, name)?
        .iter()
        .map(|offering| (offering.is_new, offering.facility.id))
        .collect();
    let first = question.places.len() - own.len();
    let mut plan = Vec::new();
    for (site, (is_new, id)) in (first..).zip(own) {
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
            (true, None) => plan.push((site, id)),
            (true, Some(candidate)) => {
                problem.standing[site] = Standing::Forbidden;
                if problem.standing[candidate] == Standing::Forbidden {
                    problem.standing[candidate] = Standing::Candidate;
                }
                plan.push((candidate, id));
            }
        }
    }
    plan.sort_unstable();
    Ok(plan)
}
