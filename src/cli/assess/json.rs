//! The assessment as one JSON document, version 1.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::analysis::Reached;
use crate::language::Language;
use crate::layers::Group;
use crate::standard::Function;

use super::By;
use super::measures::Measures;
use super::results::{BuildingReach, FacilityReach, Results};

/// Writes the document, row by row: a city's buildings are never held as JSON.
pub(super) fn write(
    out: &mut dyn Write,
    results: &Results,
    measures: &Measures,
    by: By,
    language: Language,
) -> io::Result<()> {
    let group = results.group;
    let study = results.study();
    let walk = Walk {
        model: study.parameters().model.id(),
        limit_m: results.common_limit_m(),
        detour: study.parameters().detour,
    };
    let total = |(index, function, reached)| {
        TotalRow::new(function, group, reached, results.limit_m(index))
    };
    let unit = |(id, _, function, reached)| UnitRow::new(id, function, group, reached);
    let building = |row| BuildingRow::new(row, group);
    let facility = |row| FacilityRow::new(row, group);
    let document = Document {
        version: 1,
        scenario: results.scenario_name().map(|name| name.of(language).to_owned()),
        crs: study.layers().crs.code(),
        walk,
        totals: Rows(|| results.totals().map(total)),
        units: Rows(|| results.units().map(unit)),
        buildings: (by == By::Building).then_some(Rows(|| results.buildings().map(building))),
        measures: measures.to_json(language),
        facilities: (by == By::Facility).then_some(Rows(|| results.facilities().map(facility))),
        warnings: results.warnings().iter().map(|warning| warning.one_line(language)).collect(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a, T: Serialize, U: Serialize, B: Serialize, F: Serialize> {
    version: u32,
    /// Only for a study file: raw layers have no scenarios.
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario: Option<String>,
    crs: &'a str,
    walk: Walk,
    totals: T,
    units: U,
    measures: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    buildings: Option<B>,
    #[serde(skip_serializing_if = "Option::is_none")]
    facilities: Option<F>,
    warnings: Vec<String>,
}

#[derive(Serialize)]
struct Walk {
    model: &'static str,
    /// Null when functions differ in their limits.
    limit_m: Option<f64>,
    detour: f64,
}

#[derive(Serialize)]
struct Figures<'a> {
    function: &'a str,
    group: &'static str,
    population: Value,
    covered: Value,
    /// Null where nobody lives.
    rate: Option<f64>,
}

impl<'a> Figures<'a> {
    fn new(function: &'a Function, group: Group, reached: Reached) -> Self {
        Self {
            function: &function.id,
            group: group.id(),
            population: reached.population.to_json(),
            covered: reached.covered.to_json(),
            rate: reached.rate(),
        }
    }
}

#[derive(Serialize)]
struct TotalRow<'a> {
    #[serde(flatten)]
    figures: Figures<'a>,
    limit_m: f64,
}

impl<'a> TotalRow<'a> {
    fn new(function: &'a Function, group: Group, reached: Reached, limit_m: f64) -> Self {
        Self { figures: Figures::new(function, group, reached), limit_m }
    }
}

#[derive(Serialize)]
struct UnitRow<'a> {
    id: &'a str,
    #[serde(flatten)]
    figures: Figures<'a>,
}

impl<'a> UnitRow<'a> {
    fn new(id: &'a str, function: &'a Function, group: Group, reached: Reached) -> Self {
        Self { id, figures: Figures::new(function, group, reached) }
    }
}

#[derive(Serialize)]
struct BuildingRow<'a> {
    id: &'a str,
    /// Null outside all units.
    unit: Option<&'a str>,
    function: &'a str,
    group: &'static str,
    population: Value,
    covered: bool,
    reached_by: u32,
}

impl<'a> BuildingRow<'a> {
    fn new(row: BuildingReach<'a>, group: Group) -> Self {
        Self {
            id: row.id,
            unit: row.unit,
            function: &row.function.id,
            group: group.id(),
            population: row.population.to_json(),
            covered: row.reached_by > 0,
            reached_by: row.reached_by,
        }
    }
}

#[derive(Serialize)]
struct FacilityRow<'a> {
    id: &'a str,
    name: &'a str,
    function: &'a str,
    group: &'static str,
    residents: Value,
}

impl<'a> FacilityRow<'a> {
    fn new(row: FacilityReach<'a>, group: Group) -> Self {
        Self {
            id: &row.facility.code,
            name: &row.facility.name,
            function: &row.function.id,
            group: group.id(),
            residents: row.residents.to_json(),
        }
    }
}

/// A list made while it is written.
struct Rows<F>(F);

impl<F, I> Serialize for Rows<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}
