//! The assessment as a CSV table, with the mark that makes Excel read it as UTF-8.

use std::io::{self, Write};

use csv::Writer;

use crate::analysis::Reached;
use crate::standard::Function;

use super::By;
use super::results::Results;

/// What the unit is called in rows of totals.
const TOTAL: &str = "total";

/// Writes the table of units, buildings or facilities.
pub(super) fn write(out: &mut dyn Write, results: &Results, by: By) -> io::Result<()> {
    out.write_all(b"\xef\xbb\xbf")?;
    let mut table = Writer::from_writer(out);
    match by {
        By::Unit => write_units(&mut table, results)?,
        By::Building => write_buildings(&mut table, results)?,
        By::Facility => write_facilities(&mut table, results)?,
    }
    table.flush()
}

fn write_units(table: &mut Writer<&mut dyn Write>, results: &Results) -> csv::Result<()> {
    let group = results.group.id();
    table.write_record([
        "unit",
        "function",
        "group",
        "limit_m",
        "population",
        "covered",
        "rate",
    ])?;
    let mut row = |unit: &str, function: &Function, limit_m: f64, reached: Reached| {
        table.write_record([
            unit,
            &function.id,
            group,
            &limit_m.to_string(),
            &reached.population.to_string(),
            &reached.covered.to_string(),
            &reached.rate().map_or_else(String::new, |rate| rate.to_string()),
        ])
    };
    for (unit, index, function, reached) in results.units() {
        row(unit, function, results.limit_m(index), reached)?;
    }
    for (index, function, reached) in results.totals() {
        row(TOTAL, function, results.limit_m(index), reached)?;
    }
    Ok(())
}

fn write_buildings(table: &mut Writer<&mut dyn Write>, results: &Results) -> csv::Result<()> {
    let group = results.group.id();
    table.write_record([
        "building",
        "unit",
        "function",
        "group",
        "population",
        "covered",
        "reached_by",
    ])?;
    for row in results.buildings() {
        table.write_record([
            row.id,
            row.unit.unwrap_or_default(),
            &row.function.id,
            group,
            &row.population.to_string(),
            if row.reached_by > 0 { "true" } else { "false" },
            &row.reached_by.to_string(),
        ])?;
    }
    Ok(())
}

fn write_facilities(table: &mut Writer<&mut dyn Write>, results: &Results) -> csv::Result<()> {
    let group = results.group.id();
    table.write_record(["facility", "name", "function", "group", "residents"])?;
    for row in results.facilities() {
        table.write_record([
            &*row.facility.code,
            &row.facility.name,
            &row.function.id,
            group,
            &row.residents.to_string(),
        ])?;
    }
    Ok(())
}
