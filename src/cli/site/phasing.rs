//! `site --phasing SCENARIO`: in which year to open which project of a scenario, within what each
//! year has to spend.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::analysis::{PhasingOutcome, PhasingQuestion, SiteQuestion};
use crate::language::{Language, Message};
use crate::numbers;
use crate::programme::money_of;
use crate::siting::PhasingSolution;
use crate::study::Facility;

use super::super::group_args::index_of_group;
use super::super::study_args::find_scenario;
use super::answer::{number, percent, status_text, whole};
use super::report::Report;
use super::scenario::{self, Offering, id_of};
use super::showing::showing_stages;
use super::study::{about, named_function, open};
use super::{Failure, SiteArgs, unanswered};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let name = args.models.phasing.as_deref().unwrap_or_default();
    let (_, session, notes) = open(args, language)?;
    let study = session.study();
    let function = named_function(args, study)?;
    let group = index_of_group(args.group.group, study.layers().buildings.demand())?;
    let offerings = scenario::offerings(&session, function, name)?;
    let projects: Vec<&Facility> = offerings
        .iter()
        .filter(|offering| offering.is_new)
        .map(|Offering { facility, .. }| *facility)
        .collect();
    if projects.is_empty() {
        return Err(scenario::adds_nothing(name));
    }
    let mut without_cost = Vec::new();
    let mut costs = BTreeMap::new();
    for facility in projects {
        match money_of(study, facility).conversion {
            Some(cost) => drop(costs.insert(facility.id, cost.yuan)),
            None => without_cost.push(id_of(facility)),
        }
    }
    if !without_cost.is_empty() {
        let (zh, en) = (without_cost.join("、"), without_cost.join(", "));
        return Err(Failure::Usage(Message::new(
            format!("这些项目既无造价也无面积，无法估算费用：{zh}"),
            format!("these projects have neither a cost nor an area: {en}"),
        )));
    }
    let budgets = match args.models.budgets.is_empty() {
        false => (1..).zip(args.models.budgets.iter().copied()).collect(),
        true => study.programme_rules().budgets.clone(),
    };
    let scenario = find_scenario(study, name)?;
    let question = PhasingQuestion { scenario, function, group, costs, budgets };
    let outcome = showing_stages(language, |show| question.solve(study, &args.clock(), show));
    let outcome = outcome.map_err(unanswered)?;
    let ids: Vec<String> = outcome
        .projects
        .iter()
        .filter_map(|id| study.facilities(scenario).get(id))
        .map(id_of)
        .collect();
    let mut report = Report::on("phasing");
    tell(&mut report, &outcome, &ids);
    let limit_m = study.walk(group).limit_m(function);
    let asked = SiteQuestion {
        function,
        group,
        farthest_m: limit_m,
        places: Vec::new(),
        keeping: Some(scenario),
    };
    for (name, value) in about(args, &session, &asked, limit_m) {
        report.field(&name, value);
    }
    report.warnings.extend(notes);
    Ok(report)
}

/// `ids` are those of the projects.
fn tell(report: &mut Report, outcome: &PhasingOutcome, ids: &[String]) {
    let PhasingSolution { status, covered, value, bound, seconds, .. } = &outcome.solution;
    let gap = (*value > 0.0).then(|| (bound - value) / value);
    report.field("status", status.id());
    report.field("value", whole(*value));
    report.field("bound", whole(*bound));
    report.field("gap", json!(gap));
    report.field("seconds", json!(seconds));
    let opened_in = |year: Option<i32>| -> Vec<&str> {
        outcome.opened_in(year).map(|project| ids[project].as_str()).collect()
    };
    let years = || outcome.question.budgets.iter().zip(covered);
    let phases = years().map(|((year, budget), covered)| {
        json!({
            "year": year.to_string(),
            "budget": whole(*budget),
            "spent": whole(outcome.spent_in(*year)),
            "opened": opened_in(Some(*year)),
            "covered": whole(*covered),
        })
    });
    report.field("years", phases.collect::<Value>());
    let left = opened_in(None);
    report.field("not_opened", json!(left));
    let all = outcome.residents;
    let status = status_text(*status);
    let (person_years, gap) = (number(*value), numbers::gap(gap));
    report.line(
        format!("分期（{}，差距 {gap}）：各年末覆盖合计 {person_years} 人·年", status.zh),
        format!("phasing ({}, gap {gap}): {person_years} resident-years covered", status.en),
    );
    for ((year, budget), covered) in years() {
        let (name, opened) = (year, names_in(outcome, ids, Some(*year)));
        let (opened_zh, opened_en) = (opened.join("、"), opened.join(", "));
        let (spent, budget) = (number(outcome.spent_in(*year)), number(*budget));
        let (reached, rate) = (number(*covered), percent(*covered, all));
        report.line(
            format!("  {name}：{opened_zh}，支出 {spent} / {budget} 元，覆盖 {reached}（{rate}）"),
            format!("  {name}: {opened_en}, {spent} of {budget} yuan, {reached} covered ({rate})"),
        );
    }
    if !left.is_empty() {
        let left = names_in(outcome, ids, None);
        let (zh, en) = (left.join("、"), left.join(", "));
        report.line(
            format!("  未安排：{zh}（历年预算不足，或不增加覆盖）"),
            format!("  not opened: {en} (no year can pay, or nobody would gain)"),
        );
    }
    report.warnings.push(Message::new(
        "当年未用完的预算不结转；没有造价的项目按单价估算",
        "what a year does not spend lapses; projects without a cost are worked out by the study's rate",
    ));
}

/// The projects that open in a year by name, or by id where they have none.
fn names_in(outcome: &PhasingOutcome, ids: &[String], year: Option<i32>) -> Vec<String> {
    let name = |project: usize| {
        let name = outcome.plan.sites.get(project).map(|site| site.name.clone());
        name.filter(|name| !name.is_empty()).or_else(|| ids.get(project).cloned())
    };
    let named: Vec<String> = outcome.opened_in(year).filter_map(name).collect();
    if named.is_empty() { vec!["–".to_owned()] } else { named }
}
