//! The totals as a table for the eye.

use std::io::{self, Write};

use crate::language::Language;
use crate::numbers;
use crate::standard::FunctionIndex;

use super::super::aligned::write_rows;
use super::results::Results;

/// Writes the table, columns aligned also where Chinese and Latin text mix.
pub(super) fn write(out: &mut dyn Write, results: &Results, language: Language) -> io::Result<()> {
    let study = results.study();
    let name = study.layers().name.of(language);
    let (crs, group) = (study.layers().crs.code(), results.group.name().of(language));
    let scenario = results.scenario_name();
    let scenario = scenario.map_or_else(String::new, |s| format!(" · {}", s.of(language)));
    writeln!(out, "{name}{scenario} · {group} · {crs}")?;
    if let Some(growth) = study.parameters().growth_text() {
        let what_if = language.pick("情景假设：", "what if: ");
        writeln!(out, "{what_if}{}", growth.of(language))?;
    }
    writeln!(out)?;
    write_rows(out, &table_rows(results, language))
}

/// What the mark at a limit means, where the table has one.
pub(super) fn note(results: &Results, language: Language) -> Option<&'static str> {
    let is_needed = results.totals().any(|of| is_marked(results, of.index));
    is_needed.then_some(language.pick(
        "* 步行距离未见标准原文（来源见 lifecircle standard export）",
        "* limit not read at its source (see `lifecircle standard export`)",
    ))
}

/// Whether a function's limit was not read at its source.
fn is_marked(results: &Results, function: FunctionIndex) -> bool {
    results.study().limit_standing(function).is_some_and(|standing| standing.needs_mark())
}

/// The header and a row for each function; along streets with what only the circle counts.
fn table_rows(results: &Results, language: Language) -> Vec<Vec<String>> {
    let header = language.pick(
        ["功能", "步行距离", "居民", "已覆盖", "覆盖率"],
        ["Function", "Limit", "Residents", "Covered", "Rate"],
    );
    let of_circle = language.pick("仅直线圈内", "In the circle only");
    let of_circle = results.study().network().map(|_| of_circle);
    let header = header.into_iter().chain(of_circle).map(str::to_owned).collect();
    let totals = results.totals().map(|of| {
        let cells = [
            of.function.short_name.of(language).to_owned(),
            format!(
                "{} m{}",
                results.limit_m(of.index),
                if is_marked(results, of.index) { "*" } else { "" }
            ),
            numbers::persons(of.reached.population),
            numbers::persons(of.reached.covered),
            numbers::percent(of.reached.rate()),
        ];
        let beside = of.beside_circle.map(|beside| numbers::persons(beside.circle_only));
        cells.into_iter().chain(beside).collect()
    });
    std::iter::once(header).chain(totals).collect()
}
