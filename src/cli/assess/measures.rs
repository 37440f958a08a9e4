//! Measures of access of an assessment, over the whole study: how far, how many to choose from, how
//! complete, how much room and capacity, how fairly shared.

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::analysis::Coverage;
use crate::analysis::measures::{
    Assignment, COMPLETENESS_MINUTES, CatchmentMethod, Choices, Completeness, Households,
    Inequality, MeanScores, Nearest, Provision, WalkingTimes,
};
use crate::files::Problem;
use crate::language::{Language, Message};
use crate::layers::Persons;
use crate::numbers;
use crate::standard::{Function, FunctionIndex, Norm};
use crate::study::{Facilities, Study};

use super::super::aligned::write_rows;
use super::results::Results;

/// The measures of all functions asked for.
pub(super) struct Measures<'a> {
    functions: Vec<OfFunction<'a>>,
    completeness: Completeness,
    horizon_m: f64,
    /// All facilities together, and the households that they are for.
    together: Provision,
    households: Option<Households>,
    study: &'a Study,
    warnings: Vec<Problem>,
}

struct OfFunction<'a> {
    function: &'a Function,
    times: WalkingTimes,
    choices: Choices,
    provision: Provision,
    assignment: Assignment,
    scores: Vec<(CatchmentMethod, Option<f64>, Option<Inequality>)>,
    of_rate: Option<Inequality>,
    of_choices: Option<Inequality>,
}

impl<'a> Measures<'a> {
    /// The measures of an assessment's functions and group.
    pub fn of(results: &Results<'a>) -> Self {
        let (study, facilities) = (results.study(), results.facilities_shown());
        let (layers, group) = (study.layers(), results.group_index());
        let asked: Vec<FunctionIndex> = results.function_indexes().to_vec();
        let nearest = Nearest::of_group(study, facilities, group);
        let coverage = results.coverage();
        let of_function = |function: &FunctionIndex| {
            OfFunction::of(study, coverage, facilities, &nearest, *function, group)
        };
        let functions = asked.par_iter().map(of_function).collect();
        let completeness = Completeness::by_unit(study, &nearest, &asked, group);
        Self {
            functions,
            completeness: Completeness::together(&completeness),
            horizon_m: nearest.horizon_m(),
            together: Provision::of_all(layers, facilities, None),
            households: Households::of(layers, None, study.standard().per_100_households.as_ref()),
            study,
            warnings: without_capacity(facilities).into_iter().collect(),
        }
    }

    /// What must be known to read the measures rightly.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// The document's section.
    pub fn to_json(&self, language: Language) -> Value {
        let per_time = |(time, minutes): (usize, &u32)| {
            json!({
                "minutes": minutes,
                "mean_functions": self.completeness.mean()[time],
                "with_all": self.completeness.with_all[time].to_json(),
                "with_all_rate": self.completeness.complete_share()[time],
            })
        };
        let completeness: Vec<Value> =
            COMPLETENESS_MINUTES.iter().enumerate().map(per_time).collect();
        json!({
            "horizon_m": self.horizon_m,
            "functions": self.functions.iter().map(OfFunction::to_json).collect::<Vec<_>>(),
            "completeness": completeness,
            "floor_area": self.together_json(),
            "warnings": self.warnings.iter().map(|w| w.one_line(language)).collect::<Vec<_>>(),
        })
    }

    fn together_json(&self) -> Value {
        let standard = self.study.standard().per_100_households.as_ref();
        let households = self.households.as_ref();
        json!({
            "m2": self.together.floor_area_m2,
            "facilities_without_area": self.together.without_area,
            "households": households.map(|households| households.number),
            "households_counted": households.map(|households| households.are_counted),
            "m2_per_100_households": households.and_then(|h| self.together.m2_per_100_households(h)),
            "standard_required": standard.map(|norm| norm_json(&norm.required)),
            "standard_encouraged": standard.map(|norm| norm_json(&norm.encouraged)),
        })
    }

    /// Writes a compact table for the eye.
    pub fn write_table(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        let header = language.pick(
            [
                "功能",
                "步行中位数",
                "九成居民",
                "人均可选",
                "两处及以上",
                "仅靠一处",
                "㎡/千人",
                "基尼系数",
            ],
            ["Function", "Median", "90 %", "Choices", "Backup", "One only", "m²/1,000", "Gini"],
        );
        let header = header.map(str::to_owned);
        let rows = self.functions.iter().map(|of| of.row(language));
        let rows: Vec<Vec<String>> =
            std::iter::once(header).chain(rows).map(|row| row.to_vec()).collect();
        write_rows(out, &rows)?;
        writeln!(out)?;
        for (time, minutes) in COMPLETENESS_MINUTES.iter().enumerate() {
            let mean =
                self.completeness.mean()[time].map_or("–".to_owned(), |m| format!("{m:.1}"));
            let all = numbers::percent(self.completeness.complete_share()[time]);
            let count = self.functions.len();
            let line = language.pick(
                format!("{minutes} 分钟内：人均 {mean} / {count} 项功能；{all} 的居民各项齐备"),
                format!(
                    "within {minutes} min: {mean} of {count} functions; {all} of residents have all"
                ),
            );
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

impl<'a> OfFunction<'a> {
    fn of(
        study: &'a Study,
        coverage: &Coverage,
        facilities: &Facilities,
        nearest: &Nearest,
        index: FunctionIndex,
        group: usize,
    ) -> Self {
        let (layers, function) = (study.layers(), study.standard().function(index));
        let units = layers.units.len();
        let residents = |unit: usize| coverage.unit(index, group, unit).population;
        let between = |values: &[Option<f64>]| Inequality::between_units(layers, values, residents);
        let choices = Choices::by_unit(layers, coverage, index, group);
        let rates: Vec<_> = (0..units).map(|u| coverage.unit(index, group, u).rate()).collect();
        let means: Vec<_> = choices.iter().take(units).map(Choices::mean).collect();
        let methods = CatchmentMethod::ALL;
        let scores = MeanScores::by_methods(study, facilities, index, group, methods);
        let scores = methods.into_iter().zip(scores);
        Self {
            function,
            times: WalkingTimes::of(study, nearest, index, group, None),
            provision: Provision::of_function(layers, facilities, index, None),
            assignment: Assignment::of(layers, nearest, facilities, (index, function), group),
            scores: scores.map(|(m, means)| (m, means.all, between(&means.units))).collect(),
            of_rate: between(&rates),
            of_choices: between(&means),
            choices: Choices::together(&choices),
        }
    }

    fn to_json(&self) -> Value {
        let scores = self.scores.iter().map(|(method, mean, inequality)| {
            let mut row = inequality_json(inequality.as_ref());
            row["method"] = json!(method.id());
            row["mean"] = json!(mean);
            row
        });
        let norms = &self.function.norms;
        json!({
            "function": self.function.id,
            "walking_minutes": {
                "p10": self.times.percentile(0.1),
                "p50": self.times.percentile(0.5),
                "p90": self.times.percentile(0.9),
                "by_minute": self.times.by_minute().into_iter().map(Persons::to_json).collect::<Vec<_>>(),
                "beyond": self.times.beyond().to_json(),
            },
            "choices": {
                "mean": self.choices.mean(),
                "by_number": self.choices.by_number.map(Persons::to_json),
                "backup": self.choices.backed_up().to_json(),
                "depending_on_one": self.choices.depending_on_one().to_json(),
            },
            "floor_area": {
                "m2": self.provision.floor_area_m2,
                "m2_per_1000": self.provision.m2_per_1000(),
                "facilities": self.provision.facilities,
                "facilities_without_area": self.provision.without_area,
                "facilities_in_equal_parts": self.provision.in_equal_parts,
                "standard": norms.area_m2_per_1000.as_ref().map(norm_json),
            },
            "capacity": scores.collect::<Vec<_>>(),
            "assignment": {
                "overloaded": self.assignment.overloaded(),
                "unassigned": self.assignment.unassigned.to_json(),
                "need_per_resident": self.assignment.need_per_resident,
                "standard": norms.capacity_per_1000.as_ref().map(norm_json),
            },
            "inequality_of_rate": inequality_json(self.of_rate.as_ref()),
            "inequality_of_choices": inequality_json(self.of_choices.as_ref()),
        })
    }

    fn row(&self, language: Language) -> [String; 8] {
        let minutes = |share: f64| match self.times.percentile(share) {
            Some(minutes) => format!("{minutes:.1} min"),
            None if self.times.population() == Persons::ZERO => "–".to_owned(),
            None => language.pick("更远", "beyond").to_owned(),
        };
        let number = |number: Option<f64>, digits: usize| {
            number.map_or("–".to_owned(), |number| format!("{number:.digits$}"))
        };
        let share =
            |persons: Persons| numbers::percent(persons.share_of(self.choices.population()));
        let of_two_step = self.scores.first().and_then(|(_, _, inequality)| inequality.as_ref());
        [
            self.function.short_name.of(language).to_owned(),
            minutes(0.5),
            minutes(0.9),
            number(self.choices.mean(), 2),
            share(self.choices.backed_up()),
            share(self.choices.depending_on_one()),
            number(self.provision.m2_per_1000(), 1),
            number(of_two_step.map(|inequality| inequality.gini), 3),
        ]
    }
}

/// A warning where facilities count as one each, because their capacity is not known.
fn without_capacity(facilities: &Facilities) -> Option<Problem> {
    let (all, unknown) =
        (facilities.len(), facilities.values().filter(|f| f.capacity.is_none()).count());
    (unknown > 0).then(|| {
        Problem::general(Message::new(
            format!("{all} 处设施中有 {unknown} 处没有服务能力，在能力指标中各按 1 计"),
            format!(
                "{unknown} of {all} facilities have no capacity: each counts as 1 in the measures of \
                 capacity"
            ),
        ))
    })
}

fn inequality_json(of: Option<&Inequality>) -> Value {
    let split = of.and_then(|of| of.theil_split);
    json!({
        "gini": of.map(|of| of.gini),
        "theil": of.map(|of| of.theil),
        "theil_between": split.map(|split| split.between),
        "theil_within": split.map(|split| split.within),
        "palma": of.and_then(|of| of.palma),
        "worst_decile": of.map(|of| of.worst_decile),
    })
}

#[derive(Serialize)]
struct NormRow<'a> {
    value: f64,
    standing: &'static str,
    source: &'a str,
}

fn norm_json(norm: &Norm) -> Value {
    let Norm { value, standing, source } = norm;
    json!(NormRow { value: *value, standing: standing.id(), source })
}
