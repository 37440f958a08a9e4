//! The assessment as one JSON document, version 1.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::analysis::Reached;
use crate::files::Problem;
use crate::language::Language;
use crate::layers::Group;
use crate::standard::Function;

use super::By;
use super::results::Results;

/// Writes the document, row by row: a city's buildings are never held as JSON.
pub(super) fn write(
    out: &mut dyn Write,
    results: &Results,
    by: By,
    language: Language,
) -> io::Result<()> {
    let lines = results.warnings().iter().map(|w: &Problem| w.one_line(language));
    let study = results.study();
    let document = Document {
        version: 1,
        crs: study.layers().crs.code(),
        walk: Walk {
            model: "circle",
            limit_m: results.common_limit_m(),
            detour: study.parameters().detour,
        },
        totals: Rows(|| {
            results.totals().map(|(index, function, reached)| TotalRow {
                figures: Figures::new(function, results.group, reached),
                limit_m: results.limit_m(index),
            })
        }),
        units: Rows(|| {
            results.units().map(|(id, _, function, reached)| UnitRow {
                id,
                figures: Figures::new(function, results.group, reached),
            })
        }),
        buildings: (by == By::Building).then_some(Rows(|| {
            results.buildings().map(|row| BuildingRow {
                id: row.id,
                unit: row.unit,
                function: &row.function.id,
                group: results.group.id(),
                population: row.population.to_json(),
                covered: row.reached_by > 0,
                reached_by: row.reached_by,
            })
        })),
        facilities: (by == By::Facility).then_some(Rows(|| {
            results.facilities().map(|row| FacilityRow {
                id: &row.facility.code,
                name: &row.facility.name,
                function: &row.function.id,
                group: results.group.id(),
                residents: row.residents.to_json(),
            })
        })),
        warnings: lines.collect::<Vec<String>>(),
    };
    serde_json::to_writer(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a, T: Serialize, U: Serialize, B: Serialize, F: Serialize> {
    version: u32,
    crs: &'a str,
    walk: Walk,
    totals: T,
    units: U,
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

#[derive(Serialize)]
struct FacilityRow<'a> {
    id: &'a str,
    name: &'a str,
    function: &'a str,
    group: &'static str,
    residents: Value,
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
