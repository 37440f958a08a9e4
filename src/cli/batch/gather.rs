//! The results of all jobs as files: a table each, one workbook, one overview. The same jobs give the same
//! files to the last byte, however they were shared out.

use std::fs;
use std::path::{Path, PathBuf};

use crate::batch::{Labels, Merged, merged_tables};
use crate::cli::failure::Failure;
use crate::cli::output::deliver;
use crate::cli::progress::TerminalProgress;
use crate::cli::table_output::{TableStyle, write_table};
use crate::files::export::{OverviewPart, write_overview};
use crate::files::workbook::write_undated_workbook;
use crate::language::{Language, Message, Text};
use crate::tables::Table;

/// The files of the tables, in the order of [`merged_tables`].
const TABLES: [&str; 4] = ["jobs.csv", "totals.csv", "plans.csv", "units.csv"];

/// More rows do not fit a sheet; they are in the CSV file all the same.
const MOST_ROWS: usize = 1_000_000;

const TITLE: Text = Text::new("批量评估结果", "Results of a batch");

/// What was gathered.
pub(super) struct Gathered {
    pub files: Vec<PathBuf>,
    /// What whoever reads the overview must know.
    pub remarks: Vec<Message>,
}

/// Writes all of it into a folder, which is made where it is missing.
pub(super) fn write(merged: &Merged, folder: &Path) -> Result<Gathered, Failure> {
    let language = merged.language();
    fs::create_dir_all(folder)
        .map_err(|error| Failure::Output { path: Some(folder.to_path_buf()), error })?;
    let tables = merged_tables(merged);
    let mut written = Vec::new();
    for (name, table) in TABLES.into_iter().zip(&tables) {
        let path = folder.join(name);
        deliver(Some(&path), |out| {
            // The mark that makes Excel read it as UTF-8.
            out.write_all(b"\xef\xbb\xbf")?;
            write_table(out, table, TableStyle::Csv, language)
        })?;
        written.push(path);
    }
    let workbook = folder.join("tables.xlsx");
    let (fitting, remarks) = fitting(&tables, language);
    let bytes = write_undated_workbook(TITLE.of(language), &remarks, &fitting, language)
        .map_err(|error| Failure::Result(error.message()))?;
    deliver(Some(&workbook), |out| out.write_all(&bytes))?;
    let overview = folder.join("overview.gpkg");
    let progress = TerminalProgress::new(language);
    let remarks = write_overview(&overview, &parts_of(merged), &merged.overview_key(), &progress);
    let remarks = remarks.map_err(|error| Failure::Result(error.message()))?;
    written.extend([workbook, overview]);
    Ok(Gathered { files: written, remarks })
}

/// The tables that fit a sheet, and a remark on each that does not.
fn fitting(tables: &[Table], language: Language) -> (Vec<Table>, Vec<String>) {
    let (fitting, long): (Vec<Table>, Vec<Table>) =
        tables.iter().cloned().partition(|table| table.rows.len() <= MOST_ROWS);
    let remark = |table: &Table| {
        let name = table.name.of(language);
        language.pick(
            format!("表“{name}”超过工作表的行数上限，见 CSV 文件"),
            format!("table \"{name}\" has more rows than a sheet takes; see its CSV file"),
        )
    };
    let remarks = long.iter().map(remark).collect();
    (fitting, remarks)
}

fn parts_of(merged: &Merged) -> Vec<OverviewPart> {
    let part = |(job, is_shown): (&crate::batch::MergedJob, bool)| {
        let Labels { city, district, year } = job.record.labels.clone();
        let (name, folder) = (job.record.name.clone(), job.folder.clone());
        OverviewPart { name, city, district, year, folder, is_shown }
    };
    merged.jobs.iter().zip(merged.are_latest()).map(part).collect()
}
