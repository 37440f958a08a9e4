//! `site --phasing SCENARIO`: in which year to open which project of a scenario, within what each
//! year has to spend, and how the pilot communities fare meanwhile.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::analysis::{PhasingOutcome, PhasingQuestion, PilotCourse, SiteQuestion};
use crate::language::{Language, Message};
use crate::numbers::{self, counted, yuan};
use crate::programme::{money_of, pilot_units};
use crate::session::Session;
use crate::siting::PhasingSolution;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, ScenarioId, Study};

use super::super::group_args::index_of_group;
use super::super::study_args::find_scenario;
use super::answer::{number, percent, status_text, whole};
use super::report::Report;
use super::scenario::{self, id_of};
use super::showing::showing_stages;
use super::study::{about, named_function, named_functions, open};
use super::{Failure, SiteArgs, unanswered};

pub(super) fn report(args: &SiteArgs, language: Language) -> Result<Report, Failure> {
    let name = args.models.phasing.as_deref().unwrap_or_default();
    let (_, session, notes) = open(args, language)?;
    let study = session.study();
    let mut functions = named_functions(args, study.standard())?;
    if functions.is_empty() {
        functions.push(named_function(args, study)?);
    }
    let group = index_of_group(args.group.group, study.layers().buildings.demand())?;
    let scenario = find_scenario(study, name)?;
    let costs = costs_of(study, scenario, &functions, name)?;
    let budgets = match args.models.budgets.is_empty() {
        false => (1..).zip(args.models.budgets.iter().copied()).collect(),
        true => study.programme_rules().budgets.clone(),
    };
    let pilots = pilots(args, &session)?;
    let never_regress = args.models.never_regress;
    let function = functions[0];
    let question =
        PhasingQuestion { scenario, functions, group, costs, budgets, pilots, never_regress };
    let outcome = showing_stages(language, |show| question.solve(study, &args.clock(), show));
    let outcome = outcome.map_err(unanswered)?;
    let told = Told { study, outcome: &outcome, language };
    let mut report = Report::on("phasing");
    told.years(&mut report);
    told.projects(&mut report);
    told.pilots(&mut report);
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
    report.field("functions", told.functions());
    report.warnings.extend(notes);
    Ok(report)
}

/// What each project of a scenario costs that is about some functions; existing facilities that it
/// moves cost nothing that is known.
fn costs_of(
    study: &Study,
    scenario: ScenarioId,
    functions: &[FunctionIndex],
    name: &str,
) -> Result<BTreeMap<FacilityId, f64>, Failure> {
    let is_about = |facility: &&Facility| {
        let before = study.base().get(&facility.id);
        let is_new = |function: &FunctionIndex| {
            facility.offers(*function)
                && before.is_none_or(|b| !b.offers(*function) || b.at != facility.at)
        };
        functions.iter().any(is_new)
    };
    let projects = || study.facilities(scenario).values().filter(is_about);
    if projects().next().is_none() {
        return Err(scenario::adds_nothing(name));
    }
    let cost = |facility: &Facility| money_of(study, facility).conversion.map(|cost| cost.yuan);
    let unknown = projects().filter(|facility| facility.is_planned() && cost(facility).is_none());
    let unknown: Vec<String> = unknown.map(id_of).collect();
    if !unknown.is_empty() {
        let (zh, en) = (unknown.join("、"), unknown.join(", "));
        return Err(Failure::Usage(Message::new(
            format!("这些项目既无造价也无面积，无法估算费用：{zh}"),
            format!("these projects have neither a cost nor an area: {en}"),
        )));
    }
    Ok(projects().filter_map(|facility| Some((facility.id, cost(facility)?))).collect())
}

/// The units named, or those that the study's rule chooses by what exists.
fn pilots(args: &SiteArgs, session: &Session) -> Result<Vec<usize>, Failure> {
    let study = session.study();
    if args.models.pilot.is_empty() {
        return Ok(pilot_units(study, session.base()));
    }
    let units = &study.layers().units;
    let find = |id: &String| {
        (0..units.len()).find(|unit| units.id(*unit) == id).ok_or_else(|| {
            Failure::Usage(Message::new(
                format!("没有编号为“{id}”的规划单元"),
                format!("no planning unit has the id \"{id}\""),
            ))
        })
    };
    args.models.pilot.iter().map(find).collect()
}

/// What is told of an outcome.
struct Told<'a> {
    study: &'a Study,
    outcome: &'a PhasingOutcome,
    language: Language,
}

impl Told<'_> {
    fn id(&self, project: usize) -> String {
        let facilities = self.study.facilities(self.outcome.question.scenario);
        self.outcome
            .projects
            .get(project)
            .and_then(|id| facilities.get(id))
            .map_or_else(String::new, id_of)
    }

    /// By name, or by id where there is none.
    fn name(&self, project: usize) -> String {
        let name = self.outcome.plan.sites.get(project).map(|site| site.name.clone());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| self.id(project))
    }

    fn function_id(&self, function: usize) -> &str {
        &self.study.standard().function(self.outcome.question.functions[function]).id
    }

    fn years(&self, report: &mut Report) {
        let outcome = self.outcome;
        let PhasingSolution { status, covered, value, bound, seconds, .. } = &outcome.solution;
        report.field("status", status.id());
        report.field("value", whole(*value));
        report.field("bound", whole(*bound));
        report.field("gap", json!(outcome.solution.gap()));
        report.field("seconds", json!(seconds));
        let opened_in = |year: Option<i32>| -> Vec<String> {
            outcome.opened_in(year).map(|project| self.id(project)).collect()
        };
        let closed_in =
            |year: Option<i32>| -> Vec<String> { outcome.closed_in(year).map(id_of).collect() };
        let years = || outcome.question.budgets.iter().zip(covered);
        let phases = years().map(|((year, budget), covered)| {
            json!({
                "year": year.to_string(),
                "budget": whole(*budget),
                "spent": whole(outcome.spent_in(*year)),
                "opened": opened_in(Some(*year)),
                "closed": closed_in(Some(*year)),
                "covered": whole(*covered),
            })
        });
        report.field("years", phases.collect::<Value>());
        report.field("not_opened", json!(opened_in(None)));
        report.field("not_closed", json!(closed_in(None)));
        let all = outcome.all_residents();
        let status = status_text(*status);
        let (person_years, gap) = (number(*value), numbers::gap(outcome.solution.gap()));
        report.line(
            format!("分期（{}，差距 {gap}）：各年末覆盖合计 {person_years} 人·年", status.zh),
            format!("phasing ({}, gap {gap}): {person_years} resident-years covered", status.en),
        );
        for ((year, budget), covered) in years() {
            let opened: Vec<String> =
                outcome.opened_in(Some(*year)).map(|p| self.name(p)).collect();
            let closed: Vec<&str> =
                outcome.closed_in(Some(*year)).map(|facility| facility.name.as_str()).collect();
            let (mut zh, mut en) = match opened.is_empty() {
                true => ("–".to_owned(), "–".to_owned()),
                false => (opened.join("、"), opened.join(", ")),
            };
            if !closed.is_empty() {
                zh.push_str(&format!("，停办 {}", closed.join("、")));
                en.push_str(&format!(", closing {}", closed.join(", ")));
            }
            let money = |of| (yuan(outcome.spent_in(*year), of), yuan(*budget, of));
            let ((spent_zh, budget_zh), (spent_en, budget_en)) =
                (money(Language::Zh), money(Language::En));
            let (reached, rate) = (number(*covered), percent(*covered, all));
            report.line(
                format!(
                    "  {year}：{zh}，支出 {spent_zh}，预算 {budget_zh}，覆盖 {reached}（{rate}）"
                ),
                format!("  {year}: {en}, {spent_en} of {budget_en}, {reached} covered ({rate})"),
            );
        }
        report.warnings.push(Message::new(
            "当年未用完的预算不结转；没有造价的项目按单价估算",
            "what a year does not spend lapses; projects without a cost are worked out by the study's rate",
        ));
    }

    /// Each project with its year, its cost and why.
    fn projects(&self, report: &mut Report) {
        let outcome = self.outcome;
        let facilities = self.study.facilities(outcome.question.scenario);
        let project = |project: usize| {
            let facility = outcome.projects.get(project).and_then(|id| facilities.get(id));
            let figure = facility.and_then(|facility| money_of(self.study, facility).conversion);
            let why = outcome.why(project);
            json!({
                "id": self.id(project),
                "name": self.name(project),
                "year": outcome.year_of(project).map(|year| year.to_string()),
                "cost_yuan": outcome.cost_of(project).map(whole),
                "cost_is_set": figure.is_some_and(|figure| figure.is_set()),
                "gain": outcome.solution.gains.get(project).copied().map(whole),
                "reason": why.id(),
                "reason_text": why.text().of(self.language),
            })
        };
        report.field("projects", (0..outcome.projects.len()).map(project).collect::<Value>());
        for project in outcome.opened_in(None) {
            let (name, why) = (self.name(project), outcome.why(project).text());
            let cost =
                |of| outcome.cost_of(project).map_or_else(String::new, |cost| yuan(cost, of));
            report.line(
                format!("  未安排：{name}，{}（{}）", cost(Language::Zh), why.zh),
                format!("  not opened: {name}, {} ({})", cost(Language::En), why.en),
            );
        }
        for facility in outcome.closed_in(None) {
            let name = &facility.name;
            report.line(
                format!("  暂不停办：{name}（各年停办都会降低试点覆盖，或替代项目未建）"),
                format!(
                    "  not closed: {name} (in every year a pilot would lose, or what replaces it does \
                     not open)"
                ),
            );
        }
    }

    /// How the pilots fare, unit by unit in the document and all together in the text.
    fn pilots(&self, report: &mut Report) {
        let units = &self.study.layers().units;
        let courses = self.outcome.pilots();
        let least = courses.iter().map(PilotCourse::least_change).fold(f64::INFINITY, f64::min);
        let told = courses.iter().map(|course| {
            json!({
                "unit": units.id(course.unit),
                "function": self.function_id(course.function),
                "population": whole(course.residents),
                "covered": course.covered.iter().copied().map(whole).collect::<Value>(),
                "least_change": course.least_change(),
            })
        });
        report.field("never_regress", self.outcome.question.never_regress);
        report.field("pilots", told.collect::<Value>());
        report.field("pilots_least_change", least.is_finite().then_some(least));
        let falling: Vec<&PilotCourse> = courses.iter().filter(|c| c.regresses()).collect();
        report.field("pilots_regress", !falling.is_empty());
        let count = self.outcome.question.pilots.len();
        let pilots = counted(count, "pilot unit");
        match falling.first() {
            _ if courses.is_empty() => {}
            None => report.line(
                format!("  试点单元 {count} 个：各功能覆盖逐年不降"),
                format!("  {pilots}: no coverage falls from one year to the next"),
            ),
            Some(first) => {
                let name = units.name(first.unit);
                let (some, points) = (falling.len(), 100.0 * least);
                report.line(
                    format!(
                        "  试点单元 {count} 个：{some} 项覆盖有年份下降（最多 {points:.1} 个百分点，如 {name}）；--never-regress 可避免"
                    ),
                    format!(
                        "  {pilots}: {some} coverages fall in some year (by {points:.1} points at \
                         most, such as {name}); --never-regress keeps them"
                    ),
                );
            }
        }
    }

    fn functions(&self) -> Value {
        let functions = 0..self.outcome.question.functions.len();
        let told = functions.map(|function| {
            let (residents, covered) = self.outcome.course_of(function);
            json!({
                "function": self.function_id(function),
                "population": whole(residents),
                "covered": covered.into_iter().map(whole).collect::<Value>(),
            })
        });
        told.collect()
    }
}
