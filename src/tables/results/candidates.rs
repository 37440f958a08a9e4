//! Candidates of the register with what each would add for every function.

use rayon::prelude::*;

use crate::language::Text;
use crate::programme::{ResourceRow, resource_rows};
use crate::session::Session;
use crate::standard::{Function, FunctionIndex};
use crate::study::Candidate;
use crate::study::register::Term as _;
use crate::tables::{Cell, Format};

use super::{DATA, PERSONS, ResultColumn, ResultTable, SQUARE_METRES};

/// The candidates, seen from the scenario shown; residents are those each function is for.
///
/// Cost: a search of the reach per candidate and function.
pub fn candidate_results(session: &Session) -> ResultTable {
    let study = session.study();
    let standard = study.standard();
    let mut columns = vec![
        ResultColumn::text("id", Text::new("编号", "Id")),
        ResultColumn::text("name", Text::new("名称", "Name")),
        ResultColumn::text("address", Text::new("地址", "Address")),
        ResultColumn::text("kind", Text::new("存量类型", "Kind of stock")),
        ResultColumn::text("review_state", Text::new("联审状态", "Review state")),
        ResultColumn::new(
            "usable_area_m2",
            Text::new("可用面积", "Usable area"),
            SQUARE_METRES,
            DATA,
            Format::Whole,
        ),
    ];
    columns.extend(standard.functions.iter().flat_map(function_columns));
    let functions: Vec<FunctionIndex> = standard.indexes().collect();
    let rows_of = |function: &FunctionIndex| -> Vec<ResourceRow> {
        resource_rows(study, session.shown(), session.scenario(), *function)
    };
    let by_function: Vec<Vec<ResourceRow>> = functions.par_iter().map(rows_of).collect();
    let row = |(position, candidate): (usize, &Candidate)| {
        let mut cells = vec![
            Cell::text(&candidate.code),
            Cell::text(&candidate.name),
            Cell::text(&candidate.address),
            Cell::text(candidate.stock.id()),
            Cell::text(candidate.review.state().id()),
            Cell::number(candidate.floor_area_cap_m2()),
        ];
        for rows in &by_function {
            cells.push(Cell::Number(rows[position].in_reach.as_f64()));
            cells.push(Cell::Number(rows[position].gain.as_f64()));
        }
        cells
    };
    ResultTable {
        id: "candidates",
        name: Text::new("候选点", "Candidates"),
        columns,
        rows: study.register().iter().enumerate().map(row).collect(),
    }
}

fn function_columns(function: &Function) -> [ResultColumn; 2] {
    let of = |suffix, name, source| {
        ResultColumn::of_function(function, suffix, name, PERSONS, source, Format::Whole)
    };
    [
        of(
            "in_reach",
            Text::new("服务范围内居民", "residents in reach"),
            Text::new("步行限值内的服务人群", "the function's groups within its limit"),
        ),
        of(
            "gain",
            Text::new("可新增覆盖居民", "residents gained"),
            Text::new("其中方案尚未覆盖者", "those of them that the scenario does not reach"),
        ),
    ]
}
