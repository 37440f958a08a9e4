//! Tables of weights and distances for siting: a header `weight,ID,ID,…`, if wanted a row
//! `capacity,N,N,…`, then one row per demand point with its weight and its distance to each candidate. Read in parallel, because a table of
//! 20,000 × 2,000 has 700 megabytes.

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::language::Message;
use crate::siting::Distances;

use super::{ImportError, Problem};

/// A table of demand points and candidate sites.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SiteMatrix {
    /// The ids of the sites, in the order of the columns.
    pub sites: Vec<String>,
    /// The weight that each site has room for, where the table says so; infinite where a cell is empty.
    pub capacities: Option<Vec<f64>>,
    /// One per row.
    pub weights: Vec<f64>,
    pub distances: Distances,
}

/// So many faults are told one by one.
const MOST_FAULTS: usize = 20;

/// Reads a table; distances above `farthest_m` are left out, as are empty cells and `inf`: there is
/// no way between the two.
///
/// # Errors
/// What is wrong with the file, with the row as editors count lines and the column by its id.
pub fn read_site_matrix(path: &Path, farthest_m: f64) -> Result<SiteMatrix, ImportError> {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let of_file = |zh: String, en: String| ImportError::in_file(&*file, Message::new(zh, en));
    let bytes = fs::read(path).map_err(|error| {
        of_file(format!("无法读取：{error}"), format!("cannot be read: {error}"))
    })?;
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let at = error.valid_up_to();
        of_file(format!("第 {at} 字节起不是 UTF-8"), format!("is not UTF-8 from byte {at} on"))
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let (header, body) = text.split_once('\n').unwrap_or((text, ""));
    let sites = sites_of(header).map_err(|fault| fault.error(&file))?;
    let numbered: Vec<(usize, &str)> = (2..).zip(body.lines()).collect();
    let mut lines: Vec<(usize, &str)> =
        numbered.into_iter().filter(|(_, line)| !line.trim().is_empty()).collect();
    let capacities = match lines.first().copied().filter(|(_, line)| is_of_capacities(line)) {
        Some((number, line)) => {
            lines.remove(0);
            Some(capacities_of(line, number, &sites).map_err(|fault| fault.error(&file))?)
        }
        None => None,
    };
    if lines.is_empty() {
        return Err(of_file("没有需求点".to_owned(), "has no demand points".to_owned()));
    }
    let rows: Vec<Result<Row, Fault>> =
        lines.par_iter().map(|(number, line)| row_of(line, *number, &sites, farthest_m)).collect();
    let mut matrix = SiteMatrix { sites, capacities, ..SiteMatrix::default() };
    let mut faults = Vec::new();
    for row in rows {
        match row {
            Ok(Row { weight, reached }) => {
                matrix.weights.push(weight);
                matrix.distances.push(reached);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(matrix) } else { Err(told(faults, &file)) }
}

/// A demand point.
struct Row {
    weight: f64,
    reached: Vec<(usize, f64)>,
}

/// What is wrong with a cell or a row.
struct Fault {
    row: usize,
    column: Option<String>,
    what: Message,
}

impl Fault {
    fn problem(self, file: &str) -> Problem {
        let Self { row, column, what: Message { zh, en } } = self;
        let message = match column {
            Some(column) => Message::new(
                format!("第 {row} 行，{column} 列：{zh}"),
                format!("row {row}, column {column}: {en}"),
            ),
            None => Message::new(format!("第 {row} 行：{zh}"), format!("row {row}: {en}")),
        };
        Problem::in_file(file, message)
    }

    fn error(self, file: &str) -> ImportError {
        ImportError(vec![self.problem(file)])
    }
}

/// The first faults one by one, and how many more there are.
fn told(faults: Vec<Fault>, file: &str) -> ImportError {
    let more = faults.len().saturating_sub(MOST_FAULTS);
    let mut problems: Vec<Problem> =
        faults.into_iter().take(MOST_FAULTS).map(|fault| fault.problem(file)).collect();
    if more > 0 {
        let what =
            Message::new(format!("另有 {more} 行有错"), format!("{more} more rows are wrong"));
        problems.push(Problem::in_file(file, what));
    }
    ImportError(problems)
}

/// The ids of the header, after the column of weights.
fn sites_of(header: &str) -> Result<Vec<String>, Fault> {
    let fault = |column: Option<&str>, zh: &str, en: &str| Fault {
        row: 1,
        column: column.map(str::to_owned),
        what: Message::new(zh, en),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(header.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    let mut cells = record.iter().map(str::trim);
    let first = cells.next().unwrap_or_default();
    if let Some((mark, zh, en)) = other_separator(header) {
        return Err(fault(
            None,
            &format!("各列以{zh}（{mark}）分隔，应以逗号（,）分隔；请另存为逗号分隔的 CSV"),
            &format!(
                "columns are separated by a {en} ({mark}) and should be by a comma (,): save the \
                 table as comma-separated CSV"
            ),
        ));
    }
    if !is_of_weights(first) {
        return Err(fault(
            Some(first),
            "表头第一列应为 weight，其后是各候选点编号",
            "the header begins with weight, followed by the ids of the candidates",
        ));
    }
    let sites: Vec<String> = cells.map(str::to_owned).collect();
    let mut seen = HashSet::new();
    if let Some(twice) = sites.iter().find(|id| !seen.insert(id.as_str())) {
        return Err(fault(Some(twice), "编号重复", "the id stands twice"));
    }
    if sites.is_empty() || sites.iter().any(String::is_empty) {
        return Err(fault(None, "候选点缺少编号", "a candidate has no id"));
    }
    Ok(sites)
}

fn is_of_weights(cell: &str) -> bool {
    ["weight", "权重"].contains(&cell.trim_matches([' ', '"']).to_lowercase().as_str())
}

/// What separates the columns of a header where that is no comma: as it is written, and its names.
fn other_separator(header: &str) -> Option<(&'static str, &'static str, &'static str)> {
    let others = [(";", "分号", "semicolon"), ("\t", "制表符", "tab"), ("|", "竖线", "bar")];
    let is_it = |mark: &str| header.split_once(mark).is_some_and(|(first, _)| is_of_weights(first));
    let (mark, zh, en) = others.into_iter().find(|(mark, ..)| is_it(mark))?;
    Some((if mark == "\t" { "Tab" } else { mark }, zh, en))
}

/// Whether a row holds what sites have room for.
fn is_of_capacities(line: &str) -> bool {
    let first = line.split(',').next().unwrap_or_default().trim_matches([' ', '"']);
    ["capacity", "容量"].contains(&first.to_lowercase().as_str())
}

fn capacities_of(line: &str, row: usize, sites: &[String]) -> Result<Vec<f64>, Fault> {
    let cells = line.trim_end_matches('\r').split(',').skip(1);
    let cells: Vec<&str> = cells.map(|cell| cell.trim_matches([' ', '"'])).collect();
    if cells.len() != sites.len() {
        return Err(wrong_length(row, cells.len() + 1, sites.len() + 1));
    }
    let capacity = |(cell, id): (&&str, &String)| {
        if cell.is_empty() {
            return Ok(f64::INFINITY);
        }
        let capacity = cell.parse().ok().filter(|capacity| *capacity >= 0.0);
        capacity.ok_or_else(|| Fault {
            row,
            column: Some(id.clone()),
            what: Message::new(
                format!("“{cell}”不是非负的数"),
                format!("\"{cell}\" is not a number from zero on"),
            ),
        })
    };
    cells.iter().zip(sites).map(capacity).collect()
}

fn wrong_length(row: usize, found: usize, expected: usize) -> Fault {
    let what = Message::new(
        format!("有 {found} 列，表头有 {expected} 列"),
        format!("has {found} columns where the header has {expected}"),
    );
    Fault { row, column: None, what }
}

fn row_of(line: &str, row: usize, sites: &[String], farthest_m: f64) -> Result<Row, Fault> {
    let wrong = |column: &str, cell: &str, zh: &str, en: &str| Fault {
        row,
        column: Some(column.to_owned()),
        what: Message::new(format!("“{cell}”{zh}"), format!("\"{cell}\" {en}")),
    };
    let mut cells =
        line.trim_end_matches('\r').split(',').map(|cell| cell.trim_matches([' ', '"']));
    let cell = cells.next().unwrap_or_default();
    let weight = cell.parse().ok().filter(|weight| (0.0..=1e15).contains(weight));
    let weight = weight
        .ok_or_else(|| wrong("weight", cell, "不是非负的数", "is not a number from zero on"))?;
    let mut reached = Vec::new();
    let mut count = 0;
    for (site, cell) in cells.enumerate() {
        count += 1;
        let Some(id) = sites.get(site) else { continue };
        if cell.is_empty() {
            continue;
        }
        let metres: Option<f64> = cell.parse().ok().filter(|metres| *metres >= 0.0);
        let metres = metres
            .ok_or_else(|| wrong(id, cell, "不是非负的距离", "is not a distance from zero on"))?;
        if metres.is_finite() && metres <= farthest_m {
            reached.push((site, metres));
        }
    }
    if count != sites.len() {
        return Err(wrong_length(row, count + 1, sites.len() + 1));
    }
    Ok(Row { weight, reached })
}
