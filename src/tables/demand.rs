//! The list of demand as a table.

use crate::language::{Language, Text};
use crate::programme::{DemandList, DemandRow, Shortfall};
use crate::standard::Function;
use crate::study::Study;

use super::{Cell, Column, Format, List, Row, RowKey, Table};

const COLUMNS: [Column; 17] = [
    Column::text("id", Text::new("编号", "Id")),
    Column::text("district", Text::new("区", "District")).grouping(),
    Column::text("unit", Text::new("规划单元", "Unit")).grouping(),
    Column::text("function", Text::new("功能", "Function")).grouping(),
    Column::text("group", Text::new("服务人群", "Group")).grouping(),
    Column::new("population", Text::new("人数", "Persons"), Format::Whole).summed(),
    Column::new("covered", Text::new("已覆盖人数", "Covered"), Format::Whole).summed(),
    Column::new("rate", Text::new("覆盖率", "Coverage rate"), Format::Percent)
        .ratio("covered", "population"),
    Column::new("without", Text::new("未覆盖人数", "Without"), Format::Whole).summed(),
    Column::new("rank", Text::new("缺口排名", "Rank by gap"), Format::Whole),
    Column::new("required_m2", Text::new("应配面积（平方米）", "Area asked (m²)"), Format::Whole)
        .summed(),
    Column::new("counted_m2", Text::new("计入面积（平方米）", "Area counted (m²)"), Format::Whole)
        .summed(),
    Column::new("gap_m2", Text::new("面积缺口（平方米）", "Area missing (m²)"), Format::Whole)
        .summed(),
    Column::text("capacity_unit", Text::new("能力单位", "Counted in")),
    Column::new("required_places", Text::new("应配服务能力", "Capacity asked"), Format::Decimal)
        .summed_within("function"),
    Column::new("places", Text::new("现有服务能力", "Capacity there"), Format::Decimal)
        .summed_within("function"),
    Column::new("gap_places", Text::new("服务能力缺口", "Capacity missing"), Format::Decimal)
        .summed_within("function"),
];

/// One row per unit and function, in the order of the list. Areas and places asked for carry a mark
/// where the norm was not read at its source, those there where facilities are not broken down by
/// function.
pub fn demand_table(study: &Study, list: &DemandList, language: Language) -> Table {
    let rows = list.rows.iter().map(|row| table_row(study, row, language)).collect();
    Table { name: List::Demand.name(), columns: COLUMNS.to_vec(), rows }
}

fn table_row(study: &Study, row: &DemandRow, language: Language) -> Row {
    let units = &study.layers().units;
    let function = study.standard().function(row.function);
    let demand = study.layers().buildings.demand();
    let norms = &function.norms;
    let is_marked = |norm: &Option<crate::standard::Norm>| {
        norm.as_ref().is_some_and(|norm| norm.standing.needs_mark())
    };
    let [required_m2, counted_m2, gap_m2] =
        shortfall_cells(row.area_m2, is_marked(&norms.area_m2_per_1000));
    let [required, places, gap] = shortfall_cells(row.places, is_marked(&norms.capacity_per_1000));
    let cells = vec![
        Cell::text(format!("{}/{}", units.id(row.unit), function.id)),
        Cell::text(units.district(row.unit).unwrap_or_default()),
        Cell::text(units.name(row.unit)),
        Cell::text(function.short_name.of(language)),
        Cell::text(row.groups.name(demand, language)),
        Cell::Number(row.reached.population.as_f64()),
        Cell::Number(row.reached.covered.as_f64()),
        Cell::number(row.reached.rate()),
        Cell::Number(row.people_without().as_f64()),
        Cell::Number(row.rank as f64),
        required_m2,
        counted_m2,
        gap_m2,
        capacity_unit(row, function, language),
        required,
        places,
        gap,
    ];
    Row { key: RowKey::Demand { unit: row.unit, function: row.function }, cells }
}

/// What places are counted in, where the standard asks for any.
fn capacity_unit(row: &DemandRow, function: &Function, language: Language) -> Cell {
    match (row.places, &function.capacity_unit) {
        (Some(_), Some(unit)) => Cell::text(unit.of(language)),
        _ => Cell::Empty,
    }
}

/// Required, existing and missing.
fn shortfall_cells(shortfall: Option<Shortfall>, is_marked: bool) -> [Cell; 3] {
    let Some(shortfall) = shortfall else { return [Cell::Empty, Cell::Empty, Cell::Empty] };
    let Shortfall { required, existing, is_assumed } = shortfall;
    [
        Cell::founded(Some(required), is_marked),
        Cell::founded(Some(existing), is_assumed),
        Cell::founded(Some(shortfall.gap()), is_marked || is_assumed),
    ]
}
