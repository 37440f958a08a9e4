//! `site --phasing SCENARIO`: in which year to open which project of a scenario, within what each
//! year has to spend.

use serde_json::{Value, json};

use crate::language::{Language, Message};
use crate::programme::money_of;
use crate::session::Session;
use crate::siting::{PhasedProject, Phasing, PhasingSolution, Standing, solve_phasing};

use super::answer::{gap_text, number, percent, status_text, whole};
use super::report::Report;
use super::study::{Prepared, about, prepare};
use super::{Failure, SiteArgs, needs, scenario, showing_progress};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let name = args.models.phasing.as_deref().unwrap_or_default();
    let more = |session: &Session, function| scenario::places(session, function, name);
    let mut prepared = prepare(args, &more, language)?;
    let (phasing, years) = phasing(args, &mut prepared, name)?;
    let solution = showing_progress(language, |listener| {
        solve_phasing(&prepared.problem, &phasing, args.limits(), listener)
    });
    let mut report = Report::on("phasing");
    tell(&mut report, &prepared, &phasing, &years, &solution);
    let Prepared { session, question, limit_m, notes, .. } = prepared;
    for (name, value) in about(args, &session, &question, limit_m) {
        report.field(&name, value);
    }
    report.warnings.extend(notes);
    Ok(report)
}

/// The projects with their costs, and what the years are called.
fn phasing(
    args: &SiteArgs,
    prepared: &mut Prepared,
    name: &str,
) -> Result<(Phasing, Vec<String>), Failure> {
    let Prepared { session, question, problem, limit_m, .. } = prepared;
    let study = session.study();
    let offerings = scenario::offerings(session, question.function, name)?;
    let first = question.places.len() - offerings.len();
    // Only the scenario's projects are phased; no other candidate comes into it.
    problem.standing[..first].fill(Standing::Forbidden);
    let mut without_cost = Vec::new();
    let mut projects = Vec::new();
    for (site, offering) in (first..).zip(&offerings) {
        match money_of(study, offering.facility).conversion {
            _ if !offering.is_new => problem.standing[site] = Standing::Existing,
            Some(cost) => projects.push(PhasedProject { site, cost: cost.yuan }),
            None => without_cost.push(question.places[site].id.as_str()),
        }
    }
    if !without_cost.is_empty() {
        let (zh, en) = (without_cost.join("、"), without_cost.join(", "));
        return Err(Failure::Usage(Message::new(
            format!("这些项目既无造价也无面积，无法估算费用：{zh}"),
            format!("these projects have neither a cost nor an area: {en}"),
        )));
    }
    if projects.is_empty() {
        return Err(scenario::adds_nothing(name));
    }
    let (years, budgets): (Vec<String>, Vec<f64>) = match args.models.budgets.is_empty() {
        false => (1..).map(|year: usize| year.to_string()).zip(args.models.budgets.clone()).unzip(),
        true => {
            let budgets = study.programme_rules().budgets.iter();
            budgets.map(|(year, yuan)| (year.to_string(), *yuan)).unzip()
        }
    };
    if budgets.is_empty() {
        return Err(needs("--budgets"));
    }
    Ok((Phasing { limit_m: *limit_m, projects, budgets }, years))
}

fn tell(
    report: &mut Report,
    prepared: &Prepared,
    phasing: &Phasing,
    years: &[String],
    solution: &PhasingSolution,
) {
    let PhasingSolution { status, years: year_of, covered, value, bound, seconds } = solution;
    let gap = (*value > 0.0).then(|| (bound - value) / value);
    let place = |project: usize| &prepared.question.places[phasing.projects[project].site];
    report.field("status", status.id());
    report.field("value", whole(*value));
    report.field("bound", whole(*bound));
    report.field("gap", json!(gap));
    report.field("seconds", json!(seconds));
    let opened_in =
        |year: Option<usize>| (0..year_of.len()).filter(move |project| year_of[*project] == year);
    let phases = years.iter().enumerate().map(|(year, name)| {
        let opened: Vec<&str> = opened_in(Some(year)).map(|p| place(p).id.as_str()).collect();
        let spent: f64 = opened_in(Some(year)).map(|p| phasing.projects[p].cost).sum();
        json!({
            "year": name,
            "budget": whole(phasing.budgets[year]),
            "spent": whole(spent),
            "opened": opened,
            "covered": whole(covered[year]),
        })
    });
    report.field("years", phases.collect::<Value>());
    let left: Vec<&str> = opened_in(None).map(|project| place(project).id.as_str()).collect();
    report.field("not_opened", json!(left));
    let all = prepared.problem.weight();
    let status = status_text(*status);
    let (person_years, gap) = (number(*value), gap_text(gap));
    report.line(
        format!("分期（{}，差距 {gap}）：各年末覆盖合计 {person_years} 人·年", status.zh),
        format!("phasing ({}, gap {gap}): {person_years} resident-years covered", status.en),
    );
    for (year, name) in years.iter().enumerate() {
        let opened: Vec<&str> = opened_in(Some(year)).map(|p| place(p).id.as_str()).collect();
        let spent: f64 = opened_in(Some(year)).map(|p| phasing.projects[p].cost).sum();
        let (spent, budget) = (number(spent), number(phasing.budgets[year]));
        let (reached, rate) = (number(covered[year]), percent(covered[year], all));
        let opened = opened.join(" ");
        report.line(
            format!("  {name}：{opened}，支出 {spent} / {budget} 元，覆盖 {reached}（{rate}）"),
            format!("  {name}: {opened}, {spent} of {budget} yuan, {reached} covered ({rate})"),
        );
    }
    if !left.is_empty() {
        let left = left.join(" ");
        report.line(
            format!("  未安排：{left}（历年预算不足，或不增加覆盖）"),
            format!("  not opened: {left} (no year can pay, or nobody would gain)"),
        );
    }
    report.warnings.push(Message::new(
        "当年未用完的预算不结转；没有造价的项目按单价估算",
        "what a year does not spend lapses; projects without a cost are worked out by the study's rate",
    ));
}
