//! `site --pareto`: coverage against the worst unit, every plan that neither can be bettered in
//! without losing in the other.

use serde_json::{Value, json};

use crate::analysis::MOST_FRONT_POINTS;
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::siting::{Equity, Front, FrontPoint, pareto_front};

use super::answer::{number, percent, reason, whole};
use super::report::Report;
use super::showing::showing_progress;
use super::study::{Prepared, about, prepare};
use super::{Failure, Objective, SiteArgs, unsolved};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let missing = missing(args);
    if !missing.is_empty() {
        let (zh, en) = (missing.join("、"), missing.join(", "));
        return Err(Failure::Usage(Message::new(
            format!("--pareto 还需要 {zh}"),
            format!("--pareto needs {en} too"),
        )));
    }
    let prepared = prepare(args, &|_, _| Ok(Vec::new()), language)?;
    let units = prepared.supply().units.unwrap_or_default();
    let (count, limit_m, worst_share) =
        (args.count()?, prepared.limit_m, args.models.worst_share());
    let model = Equity { count, limit_m, worst_share, units };
    let before = prepared.clock.seconds();
    let found = showing_progress(language, before, |listener| {
        pareto_front(&prepared.problem, &model, MOST_FRONT_POINTS, args.limits(), listener)
    });
    let mut report = Report::on("pareto");
    report.field("count", count);
    match found.map_err(unsolved)? {
        Ok(front) => tell(&mut report, &prepared, &front),
        Err(hindered) => {
            report.field("status", hindered.status.id());
            let why = hindered.obstacle.as_ref().map(|obstacle| reason(obstacle, &[]));
            let why = why.unwrap_or_else(Message::empty);
            report.field("reason", why.of(language));
            report.line(format!("无解：{}", why.zh), format!("infeasible: {}", why.en));
        }
    }
    let Prepared { session, question, notes, .. } = prepared;
    for (name, value) in about(args, &session, &question, limit_m) {
        report.field(&name, value);
    }
    report.warnings = notes;
    Ok(report)
}

/// All that a front needs and that was not given.
fn missing(args: &SiteArgs) -> Vec<&'static str> {
    let needed = [
        (args.study.names_something(), "STUDY"),
        (args.objective == Objective::Equity, "--objective equity"),
        (args.count.is_some(), "--count P"),
        (args.walk.function.is_some(), "--function F"),
    ];
    needed.into_iter().filter(|(is_given, _)| !is_given).map(|(_, flag)| flag).collect()
}

fn tell(report: &mut Report, prepared: &Prepared, front: &Front) {
    let units = &prepared.session.study().layers().units;
    let all = prepared.problem.weight();
    let unit =
        |point: &FrontPoint| point.cover.worst_unit.map(|unit| units.id(unit as usize).to_owned());
    // Candidates that are not measured may make better plans.
    let is_whole = prepared.groundwork.extent.is_whole();
    let is_complete = front.is_complete && is_whole;
    let bound = |point: &FrontPoint| if is_whole { point.bound } else { all };
    let as_json = |point: &FrontPoint| {
        json!({
            "sites": prepared.ids(&point.sites),
            "covered": whole(point.cover.covered),
            "bound": bound(point).is_finite().then(|| whole(bound(point))),
            "status": if point.is_proven && is_whole { "optimal" } else { "feasible" },
            "worst_unit": unit(point),
            "worst_rate": point.cover.worst_rate,
        })
    };
    report.field("status", if is_complete { "optimal" } else { "feasible" });
    report.field("complete", is_complete);
    report.field("demand", whole(all));
    report.field("points", front.points.iter().map(as_json).collect::<Value>());
    let (points, mark) = (front.points.len(), if is_complete { "" } else { "+" });
    report.line(
        format!("{points}{mark} 个方案，覆盖与最差单元不可兼得："),
        format!("{}{mark} between coverage and the worst unit:", counted(points, "plan")),
    );
    for point in &front.points {
        let covered = number(point.cover.covered);
        let rate = percent(point.cover.covered, all);
        let worst = percent(point.cover.worst_rate, 1.0);
        let unit = unit(point).unwrap_or_default();
        let sites = prepared.ids(&point.sites).join(" ");
        report.line(
            format!("  覆盖 {covered}（{rate}），最差单元 {unit} {worst}：{sites}"),
            format!("  {covered} covered ({rate}), worst unit {unit} {worst}: {sites}"),
        );
    }
}
