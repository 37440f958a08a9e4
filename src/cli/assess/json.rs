//! The assessment as one JSON document, version 1.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::language::Language;
use crate::layers::Group;
use crate::session::Session;
use crate::standard::Standing;
use crate::study::Study;

use super::By;
use super::inputs;
use super::measures::Measures;
use super::results::{BuildingReach, FacilityReach, FunctionReach, Results};

/// Writes the document, row by row: a city's buildings are never held as JSON.
pub(super) fn write(
    out: &mut dyn Write,
    session: &Session,
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
        pace_m_per_s: study.parameters().paces.of(results.group),
    };
    let total = |of| TotalRow::new(of, group, results);
    let unit = |(id, of)| UnitRow { id, figures: Figures::new(of, group) };
    let building = |row| BuildingRow::new(row, group);
    let facility = |row| FacilityRow::new(row, group);
    let document = Document {
        version: 1,
        scenario: results.scenario_name().map(|name| name.of(language).to_owned()),
        crs: study.layers().crs.code(),
        walk,
        population: population(study),
        inputs: inputs::to_json(session),
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
    population: Population,
    inputs: Value,
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
    /// Of the group assessed, in metres a second; only where it has a pace of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pace_m_per_s: Option<f64>,
}

/// Where the numbers of residents come from, and what they are multiplied by.
#[derive(Serialize)]
struct Population {
    source: &'static str,
    method: &'static str,
    /// Only where it is a what-if: factors that are not 1, by group.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    growth: serde_json::Map<String, Value>,
}

fn population(study: &Study) -> Population {
    let source = study.data().buildings.residents_source();
    let growth = study.parameters().growth;
    let factors = Group::ALL.map(|group| (group.id().to_owned(), growth.of(group)));
    let changed = factors.into_iter().filter(|(_, factor)| *factor != 1.0);
    Population {
        source: source.id(),
        method: source.method().en,
        growth: changed.map(|(group, factor)| (group, factor.into())).collect(),
    }
}

#[derive(Serialize)]
struct Figures<'a> {
    function: &'a str,
    group: &'static str,
    population: Value,
    covered: Value,
    /// Null where nobody lives.
    rate: Option<f64>,
    /// Only where one walks along streets.
    #[serde(skip_serializing_if = "Option::is_none")]
    circle: Option<Circle>,
}

/// What the circle of the same limit counts, beside the way on foot.
#[derive(Serialize)]
struct Circle {
    covered: Value,
    circle_only: Value,
    path_only: Value,
}

impl<'a> Figures<'a> {
    fn new(of: FunctionReach<'a>, group: Group) -> Self {
        let circle = of.beside_circle.map(|beside| Circle {
            covered: beside.by_circle().to_json(),
            circle_only: beside.circle_only.to_json(),
            path_only: beside.path_only.to_json(),
        });
        Self {
            function: &of.function.id,
            group: group.id(),
            population: of.reached.population.to_json(),
            covered: of.reached.covered.to_json(),
            rate: of.reached.rate(),
            circle,
        }
    }
}

#[derive(Serialize)]
struct TotalRow<'a> {
    #[serde(flatten)]
    figures: Figures<'a>,
    limit_m: f64,
    /// How well the limit is founded; not there where one limit for all was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    limit_standing: Option<Standing>,
    /// Only where residents were spread over buildings: how much that may matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    rate_if_spread_evenly: Option<f64>,
}

impl<'a> TotalRow<'a> {
    fn new(of: FunctionReach<'a>, group: Group, results: &Results) -> Self {
        let limit_m = results.limit_m(of.index);
        let limit_standing = results.study().limit_standing(of.index);
        let rate_if_spread_evenly = results.rate_if_spread_evenly(of.index);
        Self { figures: Figures::new(of, group), limit_m, limit_standing, rate_if_spread_evenly }
    }
}

#[derive(Serialize)]
struct UnitRow<'a> {
    id: &'a str,
    #[serde(flatten)]
    figures: Figures<'a>,
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
