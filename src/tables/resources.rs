//! The list of resources as a table.

use crate::language::{Language, Text};
use crate::programme::{Fit, ResourceRow};
use crate::study::register::Term as _;
use crate::study::{Candidate, Study};

use super::{Cell, Column, Format, List, Row, RowKey, Table};

const COLUMNS: [Column; 20] = [
    Column::text("id", Text::new("编号", "Id")),
    Column::text("name", Text::new("名称", "Name")),
    Column::text("district", Text::new("区", "District")).grouping(),
    Column::text("unit", Text::new("规划单元", "Unit")).grouping(),
    Column::text("kind", Text::new("存量类型", "Kind of stock")).grouping(),
    Column::text("idle", Text::new("闲置", "Idle")).grouping(),
    Column::text("state", Text::new("联审状态", "Review state")).grouping(),
    Column::text("siting", Text::new("可否选址", "Siting")).grouping(),
    Column::text("function", Text::new("功能", "Function")).grouping(),
    Column::text("fit", Text::new("是否适用", "Fit")).grouping(),
    Column::new("usable_m2", Text::new("可用面积（平方米）", "Usable area (m²)"), Format::Whole),
    Column::new("free_m2", Text::new("尚余面积（平方米）", "Free area (m²)"), Format::Whole),
    Column::new("in_reach", Text::new("服务范围内人数", "Residents in reach"), Format::Whole),
    Column::new("gain", Text::new("可新增覆盖人数", "Would newly reach"), Format::Whole),
    Column::new("score", Text::new("适宜性", "Suitability"), Format::Decimal),
    Column::new("best_score", Text::new("适宜性上限", "Suitability at best"), Format::Decimal),
    Column::new("rent", Text::new("租金（元/平方米·日）", "Rent (yuan/m² a day)"), Format::Decimal),
    Column::new("refit", Text::new("改造费用（元）", "Refit cost (yuan)"), Format::Whole),
    Column::text("owner", Text::new("产权人", "Owner")).grouping(),
    Column::text("address", Text::new("地址", "Address")),
];

/// One row per candidate and function. The scores rest on weights that the planner sets and on
/// points that are assumptions, and are marked so.
pub fn resource_table(study: &Study, rows: &[ResourceRow], language: Language) -> Table {
    let row = |row: &ResourceRow| {
        let candidate = study.register().get(row.candidate)?;
        let cells = cells(study, row, candidate, language);
        Some(Row { key: RowKey::Candidate(row.candidate), cells })
    };
    let rows = rows.iter().filter_map(row).collect();
    Table { name: List::Resources.name(), columns: COLUMNS.to_vec(), rows }
}

fn cells(study: &Study, row: &ResourceRow, candidate: &Candidate, language: Language) -> Vec<Cell> {
    let units = &study.layers().units;
    let state = candidate.review.state();
    let idle = candidate.is_idle.map(|is_idle| match is_idle {
        true => language.pick("是", "yes"),
        false => language.pick("否", "no"),
    });
    let unit = row.unit;
    vec![
        Cell::text(&candidate.code),
        Cell::text(&candidate.name),
        Cell::text(unit.and_then(|unit| units.district(unit)).unwrap_or_default()),
        Cell::text(unit.map(|unit| units.name(unit)).unwrap_or_default()),
        Cell::text(candidate.stock.name().of(language)),
        Cell::text(idle.unwrap_or_default()),
        Cell::text(state.name().of(language)),
        Cell::text(state.siting_use().name().of(language)),
        Cell::text(study.standard().function(row.function).short_name.of(language)),
        Cell::text(fit_text(row.fit).of(language)),
        Cell::number(candidate.floor_area_cap_m2()),
        Cell::number(row.free_m2),
        Cell::Number(row.in_reach.as_f64()),
        Cell::Number(row.gain.as_f64()),
        Cell::Assumed(row.suitability.score()),
        Cell::Assumed(row.suitability.best_score()),
        Cell::number(candidate.money.rent_yuan_per_m2_day),
        Cell::number(candidate.money.refit_cost_yuan),
        Cell::text(&candidate.title.owner),
        Cell::text(&candidate.address),
    ]
}

fn fit_text(fit: Fit) -> Text {
    match fit {
        Fit::Fits => Text::new("适用", "fits"),
        Fit::NotAllowed => Text::new("功能受限", "function not allowed"),
        Fit::Refused => Text::new("联审未通过", "refused by the review"),
        Fit::TooSmall => Text::new("小于最小面积", "below the least area"),
        Fit::Full => Text::new("面积已用尽", "no floor left"),
    }
}
