//! `site --objective bundle`: which functions go into which sites, with how many m², under budget,
//! floor, shared hours and the rule for complexes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::analysis::{
    AskedFunction, BundleAsk, BundleCover, BundlesOutcome, BundlesQuestion, StudyBundles,
    bundle_obstacle_fact,
};
use crate::language::{Language, Message, Text};
use crate::layers::Group;
use crate::numbers::{self, counted};
use crate::session::Session;
use crate::siting::{
    BundleObstacle, BundleRules, BundleSolution, BundledSite, ComplexConditions, Complexes,
};
use crate::standard::{FunctionIndex, Standard};
use crate::study::{Study, TargetGroups};

use super::super::group_args::index_of_group;
use super::super::walk_args::find_function;
use super::answer::{bound_text, number, percent, status_text, whole};
use super::model_args::Budget;
use super::report::Report;
use super::showing::showing_stages;
use super::study::{named_functions, open, partly_measured};
use super::{Failure, SiteArgs, find_sites, unanswered};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let (choice, session, notes) = open(args, language)?;
    let study = session.study();
    let ask = BundleAsk {
        functions: functions(args, &session)?,
        choice,
        keeping: args.keep_existing.then(|| session.shown()),
        by_area: args.models.by_area,
        rules: rules(args, study.standard())?,
    };
    let named = |wanted: &[String]| -> Result<BTreeSet<String>, Failure> {
        if wanted.is_empty() {
            return Ok(BTreeSet::new());
        }
        let places = ask.functions.iter().flat_map(|asked| choice.places(study, asked.function));
        let places: Vec<String> = places.map(|place| place.id).collect();
        let ids: Vec<&str> = places.iter().map(String::as_str).collect();
        find_sites(wanted, &ids).map(|_| wanted.iter().cloned().collect())
    };
    let (forced, forbidden) = (named(&args.with)?, named(&args.without)?);
    let question = BundlesQuestion { scenario: session.shown(), ask, forced, forbidden };
    let outcome = showing_stages(language, |show| question.solve(study, &args.clock(), show));
    let BundlesOutcome { question, bundles, solution, covers, .. } = outcome.map_err(unanswered)?;
    let ask = question.ask;
    let mut report = Report::on("bundle");
    let told = Told { study, ask: &ask, bundles: &bundles, solution: &solution, covers: &covers };
    told.plan(&mut report, args, language);
    told.sites(&mut report);
    told.functions(&mut report);
    report.warnings.extend(notes);
    report.warnings.extend(told.cautions());
    Ok(report)
}

/// The functions named, or all of the standard, each for its target group unless one is named.
fn functions(args: &SiteArgs, session: &Session) -> Result<Vec<AskedFunction>, Failure> {
    let study = session.study();
    let standard = study.standard();
    let mut indexes = named_functions(args, standard)?;
    if indexes.is_empty() {
        let in_standard = |index: &FunctionIndex| standard.function(*index).in_standard;
        indexes = standard.indexes().filter(in_standard).collect();
    }
    let mut hours = Vec::new();
    for (name, open) in &args.models.hours {
        hours.push((find_function(standard, name)?, *open));
    }
    let demand = study.layers().buildings.demand();
    let one_group = match args.group.group {
        Group::All => None,
        group => Some(TargetGroups::only(index_of_group(group, demand)?)),
    };
    let asked = indexes.into_iter().map(|function| AskedFunction {
        function,
        groups: one_group.unwrap_or_else(|| study.target_groups(function)),
        hours: hours.iter().find(|(of, _)| *of == function).map(|(_, open)| *open),
    });
    Ok(asked.collect())
}

fn rules(args: &SiteArgs, standard: &Standard) -> Result<BundleRules, Failure> {
    let complexes = args.models.complexes.unwrap_or_default();
    if complexes != Complexes::AsItComes && standard.complex_rule.is_none() {
        return Err(Failure::Usage(Message::new(
            "此标准没有综合体规则，不能用 --complexes",
            "this standard has no rule for complexes, so --complexes means nothing",
        )));
    }
    let complex = ComplexConditions::default();
    let budget = match args.models.budget {
        None => None,
        Some(Budget::Yuan(yuan)) => Some(yuan),
        Some(Budget::Same) => {
            return Err(Failure::Usage(Message::new(
                "--budget same 只用于 --beside",
                "--budget same goes with --beside",
            )));
        }
    };
    Ok(BundleRules { most_sites: args.count, budget, complex, complexes })
}

/// What is told of a solution.
struct Told<'a> {
    study: &'a Study,
    ask: &'a BundleAsk,
    bundles: &'a StudyBundles,
    solution: &'a BundleSolution,
    covers: &'a [BundleCover],
}

impl Told<'_> {
    fn id(&self, function: usize) -> &str {
        &self.study.standard().function(self.ask.functions[function].function).id
    }

    fn name(&self, function: usize) -> &Message {
        &self.study.standard().function(self.ask.functions[function].function).short_name
    }

    fn plan(&self, report: &mut Report, args: &SiteArgs, language: Language) {
        let BundleSolution { status, plan, value, bound, seconds, .. } = self.solution;
        let question = &self.bundles.question;
        let cost: f64 = plan.sites.iter().map(|bundled| question.cost_of(bundled)).sum();
        let ids = plan.sites.iter().map(|bundled| self.bundles.places[bundled.site].id.as_str());
        report.field("count", json!(args.count));
        report.field("status", status.id());
        report.field("value", value.map(whole));
        report.field("bound", bound.map(whole));
        report.field("gap", json!(self.solution.gap()));
        report.field("seconds", json!(seconds));
        report.field("sites", ids.collect::<Value>());
        report.field("cost_yuan", whole(cost));
        report.field("budget_yuan", question.rules.budget.map(whole));
        report.field("candidates", question.sites.len());
        let is = status_text(*status);
        let Some(value) = value else {
            let why = self.reason();
            report.field("reason", why.of(language));
            report.line(format!("{}：{}", is.zh, why.zh), format!("{}: {}", is.en, why.en));
            return;
        };
        let (sites, reached) = (plan.sites.len(), number(*value));
        let [cost_zh, cost_en] = [Language::Zh, Language::En].map(|of| numbers::yuan(cost, of));
        let gap = numbers::gap(self.solution.gap());
        let bound = bound_text(*bound, *status, true);
        report.line(
            format!("{sites} 处，各功能覆盖合计 {reached} 人次，造价 {cost_zh}"),
            format!("{}, {reached} covered over all functions, {cost_en}", counted(sites, "site")),
        );
        report.line(
            format!("{}，界 {bound}，差距 {gap}，{seconds:.2} 秒", is.zh),
            format!("{}, bound {bound}, gap {gap}, {seconds:.2} s", is.en),
        );
    }

    fn sites(&self, report: &mut Report) {
        let sites = self.solution.plan.sites.iter().map(|bundled| self.site(bundled));
        report.field("bundles", sites.collect::<Value>());
        let question = &self.bundles.question;
        for bundled in &self.solution.plan.sites {
            let place = &self.bundles.places[bundled.site];
            let held = |language: Language| {
                let held = bundled.functions.iter().map(|held| {
                    format!("{} {:.0} m²", self.name(held.function).of(language), held.area_m2)
                });
                held.collect::<Vec<_>>().join(language.pick("、", ", "))
            };
            let (zh, en) = match question.is_complex(bundled) {
                true => ("综合体", "complex"),
                false => ("单一功能点", "dispersed"),
            };
            let physical = question.physical_m2(bundled);
            let area = place.usable_area_m2.unwrap_or_default();
            let cost = |of| numbers::yuan(question.cost_of(bundled), of);
            let (cost_zh, cost_en) = (cost(Language::Zh), cost(Language::En));
            let (id, name) = (&place.id, &place.name);
            report.line(
                format!(
                    "  {id}  {name}  {zh}，占用 {physical:.0} / {area:.0} m²，{cost_zh}：{}",
                    held(Language::Zh)
                ),
                format!(
                    "  {id}  {name}  {en}, {physical:.0} of {area:.0} m², {cost_en}: {}",
                    held(Language::En)
                ),
            );
        }
    }

    fn site(&self, bundled: &BundledSite) -> Value {
        let question = &self.bundles.question;
        let place = &self.bundles.places[bundled.site];
        let functions = bundled.functions.iter().map(
            |held| json!({ "function": self.id(held.function), "area_m2": whole(held.area_m2) }),
        );
        json!({
            "site": place.id,
            "name": place.name,
            "complex": question.is_complex(bundled),
            "area_m2": place.usable_area_m2,
            "physical_m2": whole(question.physical_m2(bundled)),
            "counted_m2": whole(bundled.counted_m2()),
            "cost_yuan": whole(question.cost_of(bundled)),
            "functions": functions.collect::<Value>(),
        })
    }

    fn functions(&self, report: &mut Report) {
        let question = &self.bundles.question;
        let demand = self.study.layers().buildings.demand();
        let group_ids = |function: usize| -> String {
            let groups = self.ask.functions[function].groups.groups(demand);
            groups.map(Group::id).collect::<Vec<_>>().join(",")
        };
        let rows = self.covers.iter().enumerate();
        let rows: Vec<(usize, f64, f64)> =
            rows.map(|(function, cover)| (function, cover.covered, cover.residents)).collect();
        let told = rows.iter().map(|(function, covered, demand)| {
            json!({
                "function": self.id(*function),
                "group": group_ids(*function),
                "limit_m": question.functions[*function].limit_m,
                "demand": whole(*demand),
                "covered": whole(*covered),
                "rate": (*demand > 0.0).then(|| covered / demand),
            })
        });
        report.field("functions", told.collect::<Value>());
        if self.solution.value.is_none() {
            return;
        }
        for (function, covered, demand) in rows {
            let rate = percent(covered, demand);
            let (covered, demand) = (number(covered), number(demand));
            let Message { zh, en } = self.name(function);
            report.line(
                format!("  {zh}：{covered} / {demand}（{rate}）"),
                format!("  {en}: {covered} of {demand} ({rate})"),
            );
        }
    }

    fn reason(&self) -> Message {
        let Some(obstacle) = &self.solution.obstacle else {
            return Message::new("限时内未得出方案", "time was up before there was a plan");
        };
        let id_of = |site: usize| self.bundles.places[site].id.clone();
        let fact = bundle_obstacle_fact(obstacle, id_of);
        match obstacle {
            BundleObstacle::RulesClash => fact.followed_by(Text::new(
                "：请放宽处数、综合体数或必选候选点",
                ": allow more sites, fewer complexes or fewer wanted",
            )),
            BundleObstacle::FewerComplexes { .. }
            | BundleObstacle::NoRoom { .. }
            | BundleObstacle::Budget { .. } => fact,
        }
    }

    fn cautions(&self) -> Vec<Message> {
        let StudyBundles { without_area, by_rate, question, .. } = self.bundles;
        let measured = partly_measured(self.bundles.extent, self.bundles.places.len());
        let mut cautions: Vec<Message> = measured.into_iter().collect();
        if *without_area > 0 {
            cautions.push(Message::new(
                format!("{without_area} 个候选点没有可用面积，未计入"),
                format!(
                    "left out for want of a usable area: {}",
                    counted(*without_area, "candidate")
                ),
            ));
        }
        if let Some(rate) = range(by_rate) {
            let places = by_rate.len();
            cautions.push(Message::new(
                format!("{places} 个候选点没有造价，按每平方米 {rate} 元估算（假设）"),
                format!(
                    "no cost is known of {}: taken as {rate} yuan per m² (assumed)",
                    counted(places, "candidate")
                ),
            ));
        }
        let without: Vec<&str> = (0..question.functions.len())
            .filter(|function| question.functions[*function].least_area_m2 <= 0.0)
            .map(|function| self.id(function))
            .collect();
        if !without.is_empty() {
            let named = without.join(", ");
            cautions.push(Message::new(
                format!("标准未规定最小面积，按 0 计：{named}"),
                format!("the standard names no least area, taken as 0: {named}"),
            ));
        }
        let unshared =
            question.functions.iter().filter(|function| function.slots.is_none()).count();
        if unshared > 0 {
            cautions.push(Message::new(
                format!("{unshared} 项功能没有开放时间（--hours），不与其他功能错时共用"),
                format!(
                    "without hours (--hours), sharing no room: {}",
                    counted(unshared, "function")
                ),
            ));
        }
        cautions
    }
}

/// A number, or the least and the most of several; nothing of none.
fn range(numbers: &[f64]) -> Option<String> {
    let least = numbers.iter().copied().reduce(f64::min)?;
    let most = numbers.iter().copied().fold(least, f64::max);
    let ends = [least, most].map(number);
    Some(if least < most { ends.join("–") } else { number(least) })
}
