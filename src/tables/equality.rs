//! Equal basic public services by district as a table.

use crate::language::{Language, Text};
use crate::programme::DistrictService;
use crate::study::Study;

use super::{Cell, Column, Format, List, Row, RowKey, Table};

const COLUMNS: [Column; 13] = [
    Column::text("id", Text::new("编号", "Id")),
    Column::text("district", Text::new("区", "District")).grouping(),
    Column::text("function", Text::new("功能", "Function")).grouping(),
    Column::text("group", Text::new("服务人群", "Group")).grouping(),
    Column::new("population", Text::new("人数", "Persons"), Format::Whole).summed(),
    Column::new("covered", Text::new("已覆盖人数", "Covered"), Format::Whole).summed(),
    Column::new("rate", Text::new("覆盖率", "Coverage rate"), Format::Percent)
        .ratio("covered", "population"),
    Column::new(
        "from_whole",
        Text::new("与全域覆盖率之差（百分点）", "From the whole (points)"),
        Format::Decimal,
    ),
    Column::text("worst_unit", Text::new("覆盖率最低单元", "Unit with the lowest rate")),
    Column::new("worst_rate", Text::new("最低覆盖率", "Lowest rate"), Format::Percent),
    Column::new("counted_m2", Text::new("计入面积（平方米）", "Area counted (m²)"), Format::Whole)
        .summed(),
    Column::new("required_m2", Text::new("应配面积（平方米）", "Area asked (m²)"), Format::Whole)
        .summed(),
    Column::new("area_share", Text::new("面积达标率", "Area counted of asked"), Format::Percent)
        .ratio("counted_m2", "required_m2"),
];

/// One row per district and function; a row leads to its worst unit. What the standard asks for carries
/// a mark where it was not read at its source.
pub fn equality_table(study: &Study, services: &[DistrictService], language: Language) -> Table {
    let row = |(position, service): (usize, &DistrictService)| {
        let worst = service.worst_unit.map(|(unit, _)| unit);
        let key = worst.map_or(RowKey::Total(position), |unit| RowKey::Demand {
            unit,
            function: service.function,
        });
        Row { key, cells: cells(study, service, language) }
    };
    let rows = services.iter().enumerate().map(row).collect();
    Table { name: List::Equality.name(), columns: COLUMNS.to_vec(), rows }
}

fn cells(study: &Study, service: &DistrictService, language: Language) -> Vec<Cell> {
    let units = &study.layers().units;
    let function = study.standard().function(service.function);
    let demand = study.layers().buildings.demand();
    let nowhere = || language.pick("未标区", "no district").to_owned();
    let district = service.district.clone().unwrap_or_else(nowhere);
    let norm = function.norms.area_m2_per_1000.as_ref();
    let is_marked = norm.is_some_and(|norm| norm.standing.needs_mark());
    let share = service.counted_m2.zip(service.required_m2);
    let share = share.filter(|(_, required)| *required > 0.0);
    vec![
        Cell::text(format!("{district}/{}", function.id)),
        Cell::text(&district),
        Cell::text(function.short_name.of(language)),
        Cell::text(service.groups.name(demand, language)),
        Cell::Number(service.reached.population.as_f64()),
        Cell::Number(service.reached.covered.as_f64()),
        Cell::number(service.reached.rate()),
        Cell::number(service.from_whole.map(|difference| 100.0 * difference)),
        Cell::text(service.worst_unit.map(|(unit, _)| units.name(unit)).unwrap_or_default()),
        Cell::number(service.worst_unit.map(|(_, rate)| rate)),
        Cell::founded(service.counted_m2, service.is_assumed),
        Cell::founded(service.required_m2, is_marked),
        Cell::founded(
            share.map(|(counted, required)| counted / required),
            is_marked || service.is_assumed,
        ),
    ]
}
