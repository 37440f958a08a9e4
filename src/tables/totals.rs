//! Totals of the projects as tables: by source of funds, by year, and the phases.

use std::collections::BTreeMap;

use crate::language::{Language, Text};
use crate::programme::{DistrictMoney, FundingPart, FundingTotal, Phases, YearMoney};
use crate::study::Study;

use super::{Cell, Column, Format, List, Row, RowKey, Table};

const YEAR: Column = Column::new("year", Text::new("年份", "Year"), Format::Year).grouping();
const CONVERSION: Text = Text::new("改造费用（元）", "Conversion (yuan)");
const RUNNING: Text = Text::new("年运行费（元）", "Running (yuan a year)");
const UNKNOWN: Text = Text::new("费用未知项目", "Projects without costs");

/// Conversion by who pays it.
pub fn funding_table(totals: &[FundingTotal], language: Language) -> Table {
    let rows = totals.iter().enumerate().map(|(position, total)| {
        let name = match total.part {
            FundingPart::Source(source) => source.name(),
            FundingPart::NotFunded => Text::new("未落实", "Not funded yet"),
            FundingPart::BeyondCost => {
                Text::new("扣除：资金超出费用", "Less: funded beyond the cost")
            }
        };
        let cells = vec![Cell::text(name.of(language)), Cell::Number(total.yuan)];
        Row { key: RowKey::Total(position), cells }
    });
    Table {
        name: List::Funding.name(),
        columns: vec![
            Column::text("source", Text::new("来源", "Source")),
            Column::new("yuan", Text::new("金额（元）", "Yuan"), Format::Whole).summed(),
        ],
        rows: rows.collect(),
    }
}

/// Projects, gain and costs by district.
pub fn district_table(districts: &[DistrictMoney], language: Language) -> Table {
    let rows = districts.iter().enumerate().map(|(position, total)| {
        let nowhere = || language.pick("未标区", "no district").to_owned();
        let cells = vec![
            Cell::Text(total.district.clone().unwrap_or_else(nowhere)),
            Cell::Number(total.projects as f64),
            Cell::Number(total.gain.as_f64()),
            Cell::Number(total.conversion),
            Cell::Number(total.running),
            Cell::Number(total.unfunded),
            Cell::number(total.cost_per_person()),
            Cell::Number(total.unknown as f64),
        ];
        Row { key: RowKey::Total(position), cells }
    });
    let sum = |id, heading| Column::new(id, heading, Format::Whole).summed();
    Table {
        name: List::MoneyByDistrict.name(),
        columns: vec![
            Column::text("district", Text::new("区", "District")),
            sum("projects", Text::new("项目数", "Projects")),
            sum("gain", Text::new("新增覆盖人次", "Persons gained, all functions")),
            sum("conversion", CONVERSION),
            sum("running", RUNNING),
            sum("unfunded", Text::new("未落实（元）", "Not funded (yuan)")),
            Column::new(
                "cost_per_person",
                Text::new("每新增一人次费用（元）", "Cost per person gained (yuan)"),
                Format::Decimal,
            )
            .ratio("conversion", "gain"),
            sum("unknown", UNKNOWN),
        ],
        rows: rows.collect(),
    }
}

/// Conversion and running costs by the year of the projects, beside the budgets of the years.
pub fn year_table(years: &[YearMoney], budgets: &BTreeMap<i32, f64>, language: Language) -> Table {
    let rows = years.iter().enumerate().map(|(position, year)| {
        let without = || Cell::text(language.pick("未定", "not set"));
        let cells = vec![
            year.year.map_or_else(without, |year| Cell::Number(f64::from(year))),
            Cell::Number(year.conversion),
            Cell::number(year.year.and_then(|year| budgets.get(&year).copied())),
            Cell::Number(year.running),
            Cell::Number(year.unknown as f64),
        ];
        Row { key: RowKey::Total(position), cells }
    });
    Table {
        name: List::MoneyByYear.name(),
        columns: vec![
            YEAR,
            Column::new("conversion", CONVERSION, Format::Whole).summed(),
            Column::new("budget", Text::new("预算（元）", "Budget (yuan)"), Format::Whole).summed(),
            Column::new("running", RUNNING, Format::Whole).summed(),
            Column::new("unknown", UNKNOWN, Format::Whole).summed(),
        ],
        rows: rows.collect(),
    }
}

/// Coverage at the end of each year beside what was spent, one row per year and function.
pub fn phase_table(study: &Study, phases: &Phases, language: Language) -> Table {
    let mut rows = Vec::new();
    let mut spent = 0.0;
    for phase in &phases.phases {
        spent += phase.spent;
        for (function, reached) in study.standard().functions.iter().zip(&phase.reached) {
            let existing = || Cell::text(language.pick("现状", "existing"));
            let cells = vec![
                phase.year.map_or_else(existing, |year| Cell::Number(f64::from(year))),
                Cell::text(function.short_name.of(language)),
                Cell::Number(reached.population.as_f64()),
                Cell::Number(reached.covered.as_f64()),
                Cell::number(reached.rate()),
                Cell::Number(phase.spent),
                Cell::Number(spent),
            ];
            rows.push(Row { key: RowKey::Total(rows.len()), cells });
        }
    }
    Table {
        name: List::CoverageByYear.name(),
        columns: vec![
            YEAR,
            Column::text("function", Text::new("功能", "Function")).grouping(),
            Column::new("population", Text::new("人数", "Persons"), Format::Whole),
            Column::new("covered", Text::new("已覆盖人数", "Covered"), Format::Whole),
            Column::new("rate", Text::new("覆盖率", "Coverage rate"), Format::Percent),
            Column::new(
                "spent",
                Text::new("当年投资（元）", "Spent in the year (yuan)"),
                Format::Whole,
            ),
            Column::new(
                "spent_so_far",
                Text::new("累计投资（元）", "Spent so far (yuan)"),
                Format::Whole,
            ),
        ],
        rows,
    }
}
