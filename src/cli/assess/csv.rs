//! The assessment as a CSV table, with the mark that makes Excel read it as UTF-8.

use std::io::{self, Write};

use csv::Writer;

use super::By;
use super::results::{FunctionReach, Results};

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
    let header = ["unit", "function", "group", "limit_m", "population", "covered", "rate"];
    let is_beside_circle = results.study().network().is_some();
    let of_circle: &[&str] = if is_beside_circle { &["circle_only", "path_only"] } else { &[] };
    table.write_record(header.iter().chain(of_circle))?;
    let mut row = |unit: &str, of: FunctionReach| {
        let (limit_m, reached) = (results.limit_m(of.index), of.reached);
        let cells = [
            unit.to_owned(),
            of.function.id.clone(),
            group.to_owned(),
            limit_m.to_string(),
            reached.population.to_string(),
            reached.covered.to_string(),
            reached.rate().map_or_else(String::new, |rate| rate.to_string()),
        ];
        let beside = of.beside_circle.map(|beside| [beside.circle_only, beside.path_only]);
        let beside = beside.into_iter().flatten().map(|persons| persons.to_string());
        table.write_record(cells.into_iter().chain(beside))
    };
    for (unit, of) in results.units() {
        row(unit, of)?;
    }
    for of in results.totals() {
        row(TOTAL, of)?;
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
