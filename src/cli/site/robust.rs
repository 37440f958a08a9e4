//! `site --robust FUTURE`: one plan for several populations, walks or limits, and a table of what
//! each plan falls short of in each future.

use serde_json::{Value, json};

use crate::analysis::{FutureAsk, future_problem};
use crate::language::{Language, Message};
use crate::layers::{Group, GroupFactors};
use crate::numbers::shortfall;
use crate::siting::{Future, RobustChoice, solve_robust};
use crate::study::{Parameters, WalkLimit, WalkModel};

use super::super::group_args::index_of_group;
use super::answer::{number, percent, reason, status_text, whole};
use super::report::Report;
use super::showing::{showing_progress, showing_stages};
use super::study::{Prepared, about, prepare};
use super::{Failure, Objective, SiteArgs, unanswered, unsolved};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    if args.objective != Objective::MaxCover {
        return Err(Failure::Usage(Message::new(
            "--robust 只用于 --objective max-cover",
            "--robust goes with --objective max-cover",
        )));
    }
    let prepared = prepare(args, &|_, _| Ok(Vec::new()), language)?;
    prepared.groundwork.check_is_whole().map_err(unanswered)?;
    let count = args.count()?;
    let first = Future { problem: prepared.problem.clone(), limit_m: prepared.limit_m };
    let mut futures = vec![first];
    for text in &args.models.robust {
        futures.push(future(args, &prepared, text, language)?);
    }
    let names: Vec<String> = std::iter::once(language.pick("现状参数", "as asked").to_owned())
        .chain(args.models.robust.iter().cloned())
        .collect();
    let found = showing_progress(language, prepared.clock.seconds(), |listener| {
        solve_robust(&futures, count, args.limits(), listener)
    });
    let mut report = Report::on("robust");
    report.field("count", count);
    match found.map_err(unsolved)? {
        Ok(mut choice) => {
            choice.robust.seconds = prepared.clock.seconds();
            tell(&mut report, &prepared, &choice, &names);
        }
        Err(hindered) => {
            let why = hindered.obstacle.as_ref().map(|obstacle| reason(obstacle, &[]));
            let why = why.unwrap_or_else(Message::empty);
            report.field("status", hindered.status.id());
            report.field("reason", why.of(language));
            report.line(format!("无解：{}", why.zh), format!("infeasible: {}", why.en));
        }
    }
    let Prepared { session, question, limit_m, notes, .. } = prepared;
    for (name, value) in about(args, &session, &question, limit_m) {
        report.field(&name, value);
    }
    report.warnings = notes;
    Ok(report)
}

fn tell(report: &mut Report, prepared: &Prepared, choice: &RobustChoice, names: &[String]) {
    let robust = &choice.robust;
    report.field("status", robust.status.id());
    report.field("value", json!(robust.value));
    report.field("bound", json!(robust.bound));
    report.field("gap", json!(robust.gap()));
    report.field("seconds", json!(robust.seconds));
    report.field("sites", json!(prepared.ids(&robust.sites)));
    let futures = names.iter().zip(&choice.best).map(|(name, best)| {
        json!({ "future": name, "status": best.status.id(), "best": best.value.map(whole) })
    });
    report.field("futures", futures.collect::<Value>());
    let plans: Vec<_> = choice.best.iter().chain([robust]).collect();
    let robust_plan = plans.len() - 1;
    let table = plans.iter().enumerate().map(|(plan, solution)| {
        let regrets = (0..names.len()).map(|future| choice.regret(plan, future));
        json!({
            "plan": names.get(plan).map_or("robust", String::as_str),
            "sites": prepared.ids(&solution.sites),
            "covered": choice.covered[plan].iter().copied().map(whole).collect::<Value>(),
            "regret": regrets.collect::<Value>(),
            "largest_regret": choice.largest_regret(plan),
        })
    });
    report.field("regrets", table.collect::<Value>());
    let worst = percent(choice.largest_regret(robust_plan), 1.0);
    let status = status_text(robust.status);
    report.line(
        format!("稳健方案（{}）：在任何情形下比该情形最优少覆盖不超过 {worst}", status.zh),
        format!("robust plan ({}): at most {worst} short of the best in any future", status.en),
    );
    report.line(
        format!("  {}", prepared.ids(&robust.sites).join(" ")),
        format!("  {}", prepared.ids(&robust.sites).join(" ")),
    );
    report.line("各方案在各情形下的后悔值：", "what each plan falls short in each future:");
    for plan in 0..plans.len() {
        let cells = (0..names.len()).map(|future| {
            let covered = number(choice.covered[plan][future]);
            format!("{covered} ({})", shortfall(choice.regret(plan, future)))
        });
        let cells = cells.collect::<Vec<_>>().join("  ");
        let name = names.get(plan);
        let zh = name.map_or_else(|| "稳健".to_owned(), |name| format!("“{name}”的最优"));
        let en = name.map_or_else(|| "robust".to_owned(), |name| format!("best for \"{name}\""));
        report.line(format!("  {zh}：{cells}"), format!("  {en}: {cells}"));
    }
}

/// The problem under other parameters.
fn future(
    args: &SiteArgs,
    prepared: &Prepared,
    text: &str,
    language: Language,
) -> Result<Future, Failure> {
    let Prepared { session, question, problem, .. } = prepared;
    let study = session.study();
    let Changes { parameters, group } = changes(text, *study.parameters())?;
    let group = match group {
        Some(group) => index_of_group(group, study.layers().buildings.demand())?,
        None => question.group,
    };
    if parameters.model == WalkModel::Network && study.layers().streets.is_empty() {
        return Err(Failure::Usage(Message::new(
            "walk=network 需要道路图层",
            "walk=network needs a layer of streets",
        )));
    }
    let ask = FutureAsk { name: Message::same(text), parameters, group };
    let future = showing_stages(language, |show| {
        future_problem(study, question, &problem.standing, &ask, &args.clock(), show)
    });
    future.map_err(unanswered)
}

/// What is different in a future.
struct Changes {
    parameters: Parameters,
    group: Option<Group>,
}

/// Reads `walk=network,growth=1.2`.
fn changes(text: &str, before: Parameters) -> Result<Changes, Failure> {
    let wrong = |part: &str| {
        Failure::Usage(Message::new(
            format!("“{part}”不是情形；写作 walk=、limit=、detour=、growth=、group=，以逗号分隔"),
            format!(
                "\"{part}\" is no future; write walk=, limit=, detour=, growth= or group=, separated \
                 by commas"
            ),
        ))
    };
    let mut changes = Changes { parameters: before, group: None };
    for part in text.split(',').map(str::trim) {
        let (key, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
        let number = || value.parse::<f64>().map_err(|_| wrong(part));
        let parameters = &mut changes.parameters;
        match key.trim() {
            "walk" => {
                parameters.model = WalkModel::from_id(value).ok_or_else(|| wrong(part))?;
            }
            "limit" => parameters.limit = WalkLimit::Metres(number()?),
            "detour" => parameters.detour = number()?,
            "group" => {
                changes.group = Some(Group::from_id(value).ok_or_else(|| wrong(part))?);
            }
            "growth" => {
                let growth = growth(value, parameters.growth).ok_or_else(|| wrong(part))?;
                if Group::ALL.iter().any(|group| growth.of(*group) <= 0.0) {
                    return Err(no_residents(part));
                }
                parameters.growth = growth;
            }
            _ => return Err(wrong(part)),
        }
    }
    Ok(changes)
}

/// A future without residents is no future: every plan would be as good.
fn no_residents(part: &str) -> Failure {
    Failure::Usage(Message::new(
        format!("“{part}”：人口系数须大于 0"),
        format!("\"{part}\": the factor of a population is above zero"),
    ))
}

/// `1.2` for everyone, `age60p=1.4` for a group.
fn growth(text: &str, before: GroupFactors) -> Option<GroupFactors> {
    match text.split_once('=') {
        None => Some(GroupFactors::of_everyone(text.parse().ok()?)),
        Some((group, factor)) => {
            Some(before.with(Group::from_id(group.trim())?, factor.parse().ok()?))
        }
    }
}
