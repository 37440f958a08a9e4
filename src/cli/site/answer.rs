//! The answer of a search, as JSON and as text.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::language::{Language, Message, Text, thousands};
use crate::numbers::{self, Proves, counted, proven};
use crate::siting::{Obstacle, Problem, SiteModel, Solution, Standing, Status};

use super::meaning::value_text;
use super::ranking::{Ranked, Ranking};

/// So many demand points without reach are named in a text.
const MOST_NAMED: usize = 10;

/// What was asked and what came out.
pub(super) struct Answer {
    model: SiteModel,
    solution: Solution,
    /// What the value says, where there is one.
    meaning: Option<Message>,
    sites: Vec<Site>,
    /// The weight of all demand.
    weight: f64,
    candidates: usize,
    /// What no candidate can reach, where that is why there is no plan.
    out_of_reach: Vec<String>,
    /// Empty unless it was asked for.
    ranking: Ranking,
    /// What the question was about, beyond the contract's fields.
    about: Map<String, Value>,
    pub warnings: Vec<Message>,
}

/// A site of the plan.
pub(super) struct Site {
    pub id: String,
    pub name: Option<String>,
    /// The weight that it serves; see [`SiteModel::served_by`].
    pub served: f64,
}

impl Site {
    /// The sites of a plan; `describe` gives id and name.
    pub fn of_plan(
        problem: &Problem,
        model: &SiteModel,
        solution: &Solution,
        describe: impl Fn(usize) -> (String, Option<String>),
    ) -> Vec<Self> {
        let served = model.served_by(problem, &solution.sites);
        let sites = solution.sites.iter().zip(served);
        sites
            .map(|(site, served)| {
                let (id, name) = describe(*site);
                Self { id, name, served }
            })
            .collect()
    }
}

impl Answer {
    /// `demand_id` says what a demand point is called; `leaves_out` is whether some were left out
    /// because no candidate reaches them.
    pub fn new(
        problem: &Problem,
        model: SiteModel,
        solution: Solution,
        sites: Vec<Site>,
        demand_id: impl Fn(usize) -> String,
        leaves_out: bool,
    ) -> Self {
        let meaning = solution
            .value
            .map(|value| value_text(&model, problem, &solution.sites, value, leaves_out));
        let out_of_reach = match &solution.obstacle {
            Some(Obstacle::OutOfReach(demand)) => {
                demand.iter().map(|demand| demand_id(*demand)).collect()
            }
            _ => Vec::new(),
        };
        Self {
            model,
            solution,
            meaning,
            sites,
            weight: problem.weight(),
            candidates: problem.sites() - problem.sites_that_are(Standing::Existing).count(),
            out_of_reach,
            ranking: Ranking::default(),
            about: Map::new(),
            warnings: Vec::new(),
        }
    }

    /// The same with what else is told: the ranking, what the question was about, warnings.
    pub fn telling(
        self,
        ranking: Ranking,
        about: Map<String, Value>,
        warnings: Vec<Message>,
    ) -> Self {
        Self { ranking, about, warnings, ..self }
    }

    /// The document of `site --json`, version 1.
    pub fn write_json(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        let Solution { status, value, bound, seconds, .. } = &self.solution;
        let ids: Vec<&str> = self.sites.iter().map(|site| site.id.as_str()).collect();
        let served: Vec<Value> =
            self.sites.iter().map(|site| whole(in_millionths(site.served))).collect();
        let mut document = json!({
            "version": 1,
            "objective": self.model.id(),
            "count": self.model.count(),
            "status": status.id(),
            "value": value.map(whole),
            "bound": bound.map(whole),
            "gap": self.solution.gap(),
            "seconds": seconds,
            "sites": ids,
            "served": served,
            "demand": whole(self.weight),
            "candidates": self.candidates,
        });
        if let Value::Object(fields) = &mut document {
            fields.extend(self.about.clone());
            if let Some(reason) = self.reason() {
                fields.insert("reason".to_owned(), json!(reason.of(language)));
                fields.insert("out_of_reach".to_owned(), json!(self.out_of_reach));
            }
            let Ranking { of, candidates } = &self.ranking;
            if !candidates.is_empty() {
                let ranked = |site: &Ranked| json!({ "id": site.id, "gain": whole(site.gain) });
                fields.insert("ranking_by".to_owned(), json!(of.id()));
                fields.insert("ranking".to_owned(), candidates.iter().map(ranked).collect());
            }
            let warnings = self.warnings.iter().map(|warning| warning.of(language));
            fields.insert("warnings".to_owned(), warnings.collect());
        }
        serde_json::to_writer(&mut *out, &document)?;
        writeln!(out)
    }

    /// A line about the plan, its sites, and the ranking.
    pub fn write_text(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        self.write_plan(out, language)?;
        let Ranking { of, candidates } = &self.ranking;
        if !candidates.is_empty() {
            writeln!(out, "{}", of.sentence().of(language))?;
        }
        for (place, Ranked { id, gain }) in (1..).zip(candidates) {
            writeln!(out, "{place:>4}  {id}  +{}", number(*gain))?;
        }
        Ok(())
    }

    fn write_plan(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        let Solution { status, value, bound, seconds, .. } = &self.solution;
        let is = status_text(*status).of(language);
        let took = language.pick(format!("{seconds:.2} 秒"), format!("{seconds:.2} s"));
        let (Some(_), Some(meaning)) = (value, &self.meaning) else {
            let reason = self.reason().map(|reason| reason.of(language).to_owned());
            let colon = language.pick("：", ": ");
            return match (reason, *bound) {
                (None, Some(bound)) => {
                    let bound = bound_text(Some(bound), *status, self.model.is_gain());
                    writeln!(
                        out,
                        "{}",
                        language.pick(
                            format!("{is}，界 {bound}，{took}"),
                            format!("{is}, bound {bound}, {took}"),
                        )
                    )
                }
                (reason, _) => {
                    writeln!(out, "{is}{colon}{}  {took}", reason.unwrap_or_default())
                }
            };
        };
        let gap = numbers::gap(self.solution.gap());
        let bound = bound_text(*bound, *status, self.model.is_gain());
        writeln!(out, "{}", meaning.of(language))?;
        writeln!(
            out,
            "{}",
            language.pick(
                format!("{is}，界 {bound}，差距 {gap}，{took}"),
                format!("{is}, bound {bound}, gap {gap}, {took}"),
            )
        )?;
        for Site { id, name, served } in &self.sites {
            let name = name.as_ref().filter(|name| *name != id).cloned().unwrap_or_default();
            let served = number(*served);
            let served =
                language.pick(format!("就近服务 {served}"), format!("nearest to {served}"));
            writeln!(out, "  {id}  {name}  {served}")?;
        }
        Ok(())
    }

    /// Why there is no plan.
    fn reason(&self) -> Option<Message> {
        Some(reason(self.solution.obstacle.as_ref()?, &self.out_of_reach))
    }
}

/// Why there is no plan; `out_of_reach` names those that no candidate reaches.
pub(super) fn reason(obstacle: &Obstacle, out_of_reach: &[String]) -> Message {
    match obstacle {
        Obstacle::OutOfReach(_) => {
            let count = out_of_reach.len();
            let named: Vec<&str> =
                out_of_reach.iter().take(MOST_NAMED).map(String::as_str).collect();
            let mark = if count > MOST_NAMED { " …" } else { "" };
            let (zh, en) = (named.join("、"), named.join(", "));
            Message::new(
                format!(
                    "{count} 个需求点任何候选点都到不了：{zh}{mark}；可用 --leave-out-unreachable 略去"
                ),
                format!(
                    "no candidate reaches {}: {en}{mark}; --leave-out-unreachable leaves them aside",
                    counted(count, "demand point")
                ),
            )
        }
        Obstacle::FewerSites { available } => Message::new(
            format!("只有 {available} 个候选点可用"),
            format!("only {available} candidates may be opened"),
        ),
        Obstacle::MoreForced { forced } => Message::new(
            format!("指定必选的候选点有 {forced} 个，多于要求的数目"),
            format!(
                "{} wanted in every plan, more than are to be sited",
                counted(*forced, "candidate")
            ),
        ),
        Obstacle::TakesMore { at_least } => Message::new(
            format!("要服务全部需求至少需要 {at_least} 处"),
            format!("it takes at least {} to serve all demand", counted(*at_least, "site")),
        ),
    }
}

pub(super) fn status_text(status: Status) -> Text {
    match status {
        Status::Optimal => Text::new("最优", "optimal"),
        Status::Feasible => Text::new("可行", "feasible"),
        Status::Infeasible => Text::new("无解", "infeasible"),
        Status::Unknown => Text::new("未得出方案", "no plan yet"),
    }
}

/// Persons are counted in millionths; what adding up makes beyond them is rounding.
fn in_millionths(persons: f64) -> f64 {
    (1e6 * persons).round() / 1e6
}

/// An integer where the number is whole.
pub(super) fn whole(number: f64) -> Value {
    const LARGEST: f64 = 9e15;
    match number.fract() == 0.0 && number.abs() < LARGEST {
        true => json!(number as i64),
        false => json!(number),
    }
}

/// With separators; decimals only where they matter.
pub(super) fn number(number: f64) -> String {
    match number.fract() == 0.0 || number.abs() >= 100.0 {
        true => thousands(number.round() as i64),
        false => format!("{number:.1}"),
    }
}

/// A bound, rounded to the side on which it holds; where a plan reaches it, as that plan's value.
pub(super) fn bound_text(bound: Option<f64>, status: Status, is_gain: bool) -> String {
    let proves = if is_gain { Proves::AtMost } else { Proves::AtLeast };
    match bound {
        None => "–".to_owned(),
        Some(bound) if status == Status::Optimal => number(bound),
        Some(bound) if bound.abs() >= 100.0 => number(proven(bound, proves, 0)),
        Some(bound) => number(proven(bound, proves, 1)),
    }
}

/// A share as `12.3 %`, or a dash where there is nothing to have a share of.
pub(super) fn percent(part: f64, all: f64) -> String {
    match all > 0.0 {
        // Plus zero: less than nothing is not lost.
        true => format!("{:.1} %", 100.0 * part / all + 0.0),
        false => "–".to_owned(),
    }
}
