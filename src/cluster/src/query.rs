//! Asking the cluster: one SQL statement over all cities, and the table of `lifecircle assess --csv`.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use ballista::prelude::*;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::Decimal128Type;
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use lifecircle::layers::{Group, Persons};

use crate::Error;
use crate::data::{DataFolder, PERSONS, Plan, persons, residents_column};
use crate::function::{REACHED_BY, ReachedBy};
use crate::node::session_state;

/// What to ask whom.
#[derive(Debug, Clone, clap::Args)]
pub struct AssessArgs {
    /// The folder that `prepare` wrote
    #[arg(long, value_name = "FOLDER")]
    pub data: PathBuf,

    #[arg(long, default_value = "127.0.0.1")]
    pub scheduler_host: String,

    #[arg(long, default_value_t = 50050)]
    pub scheduler_port: u16,

    /// Residents of which age
    #[arg(long, default_value = "all")]
    pub group: String,

    /// Where the table goes
    #[arg(long, value_name = "FILE.csv")]
    pub out: PathBuf,
}

/// A city is read as one batch, up to so many buildings: its streets are made into a network once.
const LARGEST_BATCH: usize = 1 << 20;

/// Residents of a unit in all, and those who reach a function, by function.
#[derive(Debug, Clone, Default)]
struct Sums {
    population: i128,
    covered: Vec<i128>,
}

/// Asks the cluster and writes the table; how many buildings were looked at, and in how many seconds.
///
/// # Errors
/// When the scheduler is not there, the query fails, or the file cannot be written.
pub async fn assess(args: &AssessArgs) -> Result<(usize, f64), Error> {
    let data = DataFolder::new(&args.data);
    let plan = data.plan()?;
    let group = plan.groups.iter().position(|known| *known == args.group);
    let group =
        group.ok_or_else(|| format!("no such group; groups: {}", plan.groups.join(", ")))?;
    let config = SessionConfig::new_with_ballista()
        // A task per city, whole.
        .with_target_partitions(plan.cities.max(1))
        .with_repartition_file_scans(false)
        .with_batch_size(LARGEST_BATCH);
    let url = format!("df://{}:{}", args.scheduler_host, args.scheduler_port);
    let context = SessionContext::remote_with_state(&url, session_state(config)?).await?;
    // A state that is made fit for Ballista has the usual functions only.
    context.register_udf(ReachedBy::udf(Path::new("")));
    let folder = format!("{}/", data.buildings().canonicalize()?.display());
    context.register_parquet("buildings", &folder, ParquetReadOptions::default()).await?;
    let began = Instant::now();
    let batches = context.sql(&sql(&plan, &args.group)).await?.collect().await?;
    let seconds = began.elapsed().as_secs_f64();
    let by_unit = sums_of(&batches, plan.functions.len())?;
    let mut out = Vec::new();
    write_table(&mut out, &plan, group, &by_unit)?;
    std::fs::write(&args.out, out)?;
    Ok((plan.buildings, seconds))
}

/// The function is called once per building, and its list is looked into for each function.
fn sql(plan: &Plan, group: &str) -> String {
    debug_assert!(Group::from_id(group).is_some());
    let (precision, scale) = PERSONS;
    let covered = (1..=plan.functions.len()).map(|function| {
        format!(
            ", sum(CASE WHEN reach[{function}] > 0 THEN residents \
             ELSE CAST(0 AS DECIMAL({precision}, {scale})) END) AS covered_{function}"
        )
    });
    let residents = residents_column(group);
    format!(
        "SELECT unit, sum(residents) AS population{} FROM (SELECT unit, {residents} AS residents, \
         {REACHED_BY}(city, '{group}', x, y) AS reach FROM buildings) GROUP BY unit",
        covered.collect::<String>()
    )
}

/// By unit; those outside all units under no name.
fn sums_of(
    batches: &[RecordBatch],
    functions: usize,
) -> Result<HashMap<Option<String>, Sums>, Error> {
    let mut by_unit: HashMap<Option<String>, Sums> = HashMap::new();
    for batch in batches {
        let units = datafusion::arrow::compute::cast(
            batch.column(0),
            &datafusion::arrow::datatypes::DataType::Utf8,
        )?;
        let units = units.as_string::<i32>();
        let number = |column: usize, row: usize| {
            batch.column(column).as_primitive::<Decimal128Type>().value(row)
        };
        for row in 0..batch.num_rows() {
            let unit = units.is_valid(row).then(|| units.value(row).to_owned());
            let sums = Sums {
                population: number(1, row),
                covered: (0..functions).map(|function| number(2 + function, row)).collect(),
            };
            by_unit.insert(unit, sums);
        }
    }
    Ok(by_unit)
}

/// The table of `lifecircle assess --csv`, to the last byte.
fn write_table(
    out: &mut dyn Write,
    plan: &Plan,
    group: usize,
    by_unit: &HashMap<Option<String>, Sums>,
) -> Result<(), Error> {
    out.write_all(b"\xef\xbb\xbf")?;
    writeln!(out, "unit,function,group,limit_m,population,covered,rate")?;
    let mut row = |unit: &str, function: usize, population: Persons, covered: Persons| {
        let of = &plan.functions[function];
        let rate = covered.share_of(population).map_or_else(String::new, |rate| rate.to_string());
        let (unit, id, group_id) = (quoted(unit), quoted(&of.id), &plan.groups[group]);
        let limit_m = of.limits_m[group];
        writeln!(out, "{unit},{id},{group_id},{limit_m},{population},{covered},{rate}")
    };
    let sum = |sums: Option<&Sums>, function: usize| {
        let of = |millionths: Option<i128>| persons(millionths.unwrap_or_default());
        let covered = sums.and_then(|sums| sums.covered.get(function).copied());
        (of(sums.map(|sums| sums.population)), of(covered))
    };
    for unit in &plan.units {
        let sums = by_unit.get(&Some(unit.clone()));
        for function in 0..plan.functions.len() {
            let (population, covered) = sum(sums, function);
            row(unit, function, population, covered)?;
        }
    }
    for function in 0..plan.functions.len() {
        let population = by_unit.values().map(|sums| sums.population).sum();
        let covered = by_unit.values().filter_map(|sums| sums.covered.get(function)).sum();
        row("total", function, persons(population), persons(covered))?;
    }
    Ok(())
}

/// As CSV has it.
fn quoted(text: &str) -> String {
    match text.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}
