//! Coverage of a scenario beside what it is compared with, one row per function.

use crate::analysis::Exchange;
use crate::language::{Language, Text};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

use super::{Cell, Column, Format, Row, RowKey, Table};

const COLUMNS: [Column; 9] = [
    Column::text("function", Text::new("功能", "Function")),
    Column::new("population", Text::new("居民（人）", "Residents"), Format::Whole),
    Column::new("rate_before", Text::new("对照覆盖率", "Rate before"), Format::Percent),
    Column::new("rate", Text::new("方案覆盖率", "Rate"), Format::Percent),
    Column::new("points", Text::new("变化（百分点）", "Change (points)"), Format::Decimal),
    Column::new("gained", Text::new("新增覆盖（人）", "Residents gained"), Format::Whole),
    Column::new("lost", Text::new("失去覆盖（人）", "Residents lost"), Format::Whole),
    Column::new(
        "facilities_before",
        Text::new("对照设施（处）", "Facilities before"),
        Format::Whole,
    ),
    Column::new("facilities", Text::new("方案设施（处）", "Facilities"), Format::Whole),
];

/// The scenario shown beside another that the session assesses: the base, or the one compared. Of all
/// residents.
pub fn comparison_table(session: &Session, from: ScenarioId, language: Language) -> Table {
    let study = session.study();
    let after = session.scenario();
    let before = session.coverage_of(from).unwrap_or(session.base());
    let offering = |scenario: ScenarioId, function: FunctionIndex| {
        let facilities = study.facilities(scenario).values();
        Cell::Number(facilities.filter(|facility| facility.offers(function)).count() as f64)
    };
    let row = |function: FunctionIndex| {
        let (was, is) = (before.total(function, 0), after.total(function, 0));
        let exchange = Exchange::between(study.layers(), before, after, function, 0);
        let points = was.rate().zip(is.rate()).map(|(was, is)| (is - was) * 100.0);
        let cells = vec![
            Cell::text(study.standard().function(function).name.of(language)),
            Cell::Number(is.population.as_f64()),
            Cell::number(was.rate()),
            Cell::number(is.rate()),
            Cell::number(points),
            Cell::Number(exchange.gained.as_f64()),
            Cell::Number(exchange.lost.as_f64()),
            offering(from, function),
            offering(session.shown(), function),
        ];
        Row { key: RowKey::Total(function.as_usize()), cells }
    };
    Table {
        name: Text::new("方案比选", "Comparison"),
        columns: COLUMNS.to_vec(),
        rows: study.standard().indexes().map(row).collect(),
    }
}
