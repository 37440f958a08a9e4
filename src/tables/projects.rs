//! The list of projects as a table. Its editable columns are read back from a workbook by
//! `files::workbook`, column by column, as [`ProjectColumn`] says.

use crate::language::{Language, Text};
use crate::programme::{Figure, ProjectRow};
use crate::study::{Facility, FacilityOrigin, FundingSource, ScenarioId, Study};

use super::{Cell, Column, Format, List, Row, RowKey, Table};

/// A column of the list of projects, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectColumn {
    Id,
    Name,
    District,
    Unit,
    Origin,
    Functions,
    FloorArea,
    PhysicalArea,
    CountedArea,
    SharingRatio,
    Gain,
    State,
    Year,
    Owner,
    Provider,
    Mode,
    Conversion,
    Funding(FundingSource),
    Unfunded,
    Overfunded,
    Running,
    Rent,
    Relief,
    Subsidy,
    Income,
    Balance,
    CostPerPerson,
}

impl ProjectColumn {
    /// The columns in their order.
    pub fn all() -> Vec<Self> {
        use ProjectColumn as C;
        let before = [
            C::Id,
            C::Name,
            C::District,
            C::Unit,
            C::Origin,
            C::Functions,
            C::FloorArea,
            C::PhysicalArea,
            C::CountedArea,
            C::SharingRatio,
            C::Gain,
            C::State,
            C::Year,
            C::Owner,
            C::Provider,
            C::Mode,
            C::Conversion,
        ];
        let after = [
            C::Unfunded,
            C::Overfunded,
            C::Running,
            C::Rent,
            C::Relief,
            C::Subsidy,
            C::Income,
            C::Balance,
            C::CostPerPerson,
        ];
        let funding = FundingSource::ALL.into_iter().map(C::Funding);
        before.into_iter().chain(funding).chain(after).collect()
    }

    /// Heading, format, and what may be done with it.
    pub fn column(self) -> Column {
        use Format::{Decimal, Share, Whole, Year};
        use ProjectColumn as C;
        let yuan = |id, heading| Column::new(id, heading, Whole).summed();
        match self {
            C::Id => Column::text("id", Text::new("编号", "Id")),
            C::Name => Column::text("name", Text::new("项目名称", "Project")).editable(),
            C::District => Column::text("district", Text::new("区", "District")).grouping(),
            C::Unit => Column::text("unit", Text::new("规划单元", "Unit")).grouping(),
            C::Origin => Column::text("origin", Text::new("来源", "Origin")),
            C::Functions => Column::text("functions", Text::new("功能", "Functions")).grouping(),
            C::FloorArea => {
                let heading = Text::new("建筑面积（平方米）", "Floor area (m²)");
                Column::new("floor_area_m2", heading, Whole).summed().editable()
            }
            C::PhysicalArea => {
                let heading = Text::new("实际占用面积（平方米）", "Physical area (m²)");
                Column::new("physical_m2", heading, Whole).summed()
            }
            C::CountedArea => {
                let heading = Text::new("计入面积（平方米）", "Counted area (m²)");
                Column::new("counted_m2", heading, Whole).summed()
            }
            C::SharingRatio => {
                Column::new("sharing_ratio", Text::new("共享比", "Sharing ratio"), Share)
            }
            C::Gain => {
                let heading = Text::new("新增覆盖人次", "Persons gained, all functions");
                Column::new("gain", heading, Whole).summed()
            }
            C::State => Column::text("state", Text::new("项目状态", "State")).editable().grouping(),
            C::Year => Column::new("year", Text::new("年份", "Year"), Year).editable().grouping(),
            C::Owner => Column::text("owner", Text::new("责任单位", "Owner")).editable().grouping(),
            C::Provider => {
                Column::text("provider", Text::new("运营单位", "Provider")).editable().grouping()
            }
            C::Mode => {
                Column::text("mode", Text::new("运营方式", "Operating mode")).editable().grouping()
            }
            C::Conversion => {
                yuan("conversion", Text::new("改造费用（元）", "Conversion (yuan)")).editable()
            }
            C::Funding(source) => {
                let (id, heading) = funding_names(source);
                yuan(id, heading).editable()
            }
            C::Unfunded => yuan("unfunded", Text::new("未落实（元）", "Not funded (yuan)")),
            C::Overfunded => {
                yuan("overfunded", Text::new("资金超出费用（元）", "Funded beyond cost (yuan)"))
            }
            C::Running => {
                yuan("running", Text::new("年运行费（元）", "Running (yuan a year)")).editable()
            }
            C::Rent => yuan("rent", Text::new("年租金（元）", "Rent (yuan a year)")).editable(),
            C::Relief => {
                let heading = Text::new("年租金减免（元）", "Rent relief (yuan a year)");
                yuan("rent_relief", heading).editable()
            }
            C::Subsidy => {
                yuan("subsidy", Text::new("年补贴（元）", "Subsidy (yuan a year)")).editable()
            }
            C::Income => {
                yuan("income", Text::new("年收入（元）", "Income (yuan a year)")).editable()
            }
            C::Balance => yuan("balance", Text::new("年收支（元）", "Balance (yuan a year)")),
            C::CostPerPerson => {
                let heading = Text::new("每新增一人次费用（元）", "Cost per person gained (yuan)");
                Column::new("cost_per_person", heading, Decimal).ratio("conversion", "gain")
            }
        }
    }
}

/// The id and the heading of a source's column.
fn funding_names(source: FundingSource) -> (&'static str, Text) {
    use FundingSource as F;
    match source {
        F::CentralBudget => {
            ("funding_central_budget", Text::new("中央预算内投资（元）", "Central budget (yuan)"))
        }
        F::SpecialBonds => {
            ("funding_special_bonds", Text::new("专项债券（元）", "Special bonds (yuan)"))
        }
        F::PracticalProjects => (
            "funding_practical_projects",
            Text::new("为民办实事项目（元）", "Practical projects (yuan)"),
        ),
        F::District => ("funding_district", Text::new("区级财政（元）", "District budget (yuan)")),
        F::Donation => ("funding_donation", Text::new("社会捐赠（元）", "Donations (yuan)")),
        F::ThirdParty => {
            ("funding_third_party", Text::new("第三方投入（元）", "Third parties (yuan)"))
        }
    }
}

/// One row per facility that is not there yet, in the order of the list.
pub fn project_table(
    study: &Study,
    scenario: ScenarioId,
    rows: &[ProjectRow],
    language: Language,
) -> Table {
    let columns = ProjectColumn::all();
    let facilities = study.facilities(scenario);
    let table_row = |row: &ProjectRow| {
        let facility = facilities.get(&row.facility)?;
        let cell = |column: &ProjectColumn| cell(study, facility, row, *column, language);
        let cells = columns.iter().map(cell).collect();
        Some(Row { key: RowKey::Facility(row.facility), cells })
    };
    Table {
        name: List::Projects.name(),
        columns: columns.iter().map(|column| column.column()).collect(),
        rows: rows.iter().filter_map(table_row).collect(),
    }
}

fn cell(
    study: &Study,
    facility: &Facility,
    row: &ProjectRow,
    column: ProjectColumn,
    language: Language,
) -> Cell {
    use ProjectColumn as C;
    let (project, money) = (&facility.project, &row.money);
    let units = &study.layers().units;
    let known = |yuan: f64| if yuan == 0.0 { Cell::Empty } else { Cell::Number(yuan) };
    match column {
        C::Id => Cell::text(facility.id.0.to_string()),
        C::Name => Cell::text(&facility.name),
        C::District => Cell::text(row.unit.and_then(|u| units.district(u)).unwrap_or_default()),
        C::Unit => Cell::text(row.unit.map(|unit| units.name(unit)).unwrap_or_default()),
        C::Origin => Cell::text(origin_text(study, &facility.origin, language)),
        C::Functions => Cell::text(functions_text(study, facility, language)),
        C::FloorArea => Cell::number(facility.floor_area_m2),
        C::PhysicalArea => Cell::number(row.area.physical_m2),
        C::CountedArea => Cell::number(row.area.counted_m2()),
        C::SharingRatio => Cell::founded(row.area.sharing_ratio(), row.area.is_assumed()),
        C::Gain => Cell::Number(row.gain.as_f64()),
        C::State => Cell::text(project.state.name().of(language)),
        C::Year => Cell::number(project.year.map(f64::from)),
        C::Owner => Cell::text(&project.owner),
        C::Provider => Cell::text(&project.provider),
        C::Mode => Cell::text(project.mode.map_or("", |mode| mode.name().of(language))),
        C::Conversion => figure_cell(money.conversion),
        C::Funding(source) => Cell::number(money.funding.get(&source).copied()),
        C::Unfunded => match money.conversion {
            Some(figure) => figure_cell(Some(Figure { yuan: money.unfunded(), ..figure })),
            None => Cell::Empty,
        },
        C::Overfunded => known(money.overfunded()),
        C::Running => figure_cell(money.running),
        C::Rent => figure_cell(money.rent),
        C::Relief => known(money.relief),
        C::Subsidy => known(money.subsidy),
        C::Income => known(money.income),
        C::Balance => figure_cell(money.balance()),
        C::CostPerPerson => match money.conversion {
            Some(figure) if row.gain.as_f64() > 0.0 => {
                let yuan = figure.yuan / row.gain.as_f64();
                figure_cell(Some(Figure { yuan, ..figure }))
            }
            _ => Cell::Empty,
        },
    }
}

fn figure_cell(figure: Option<Figure>) -> Cell {
    match figure {
        None => Cell::Empty,
        Some(figure) if figure.is_set() => Cell::Number(figure.yuan),
        Some(figure) => Cell::Assumed(figure.yuan),
    }
}

fn origin_text(study: &Study, origin: &FacilityOrigin, language: Language) -> String {
    match origin {
        FacilityOrigin::Existing => language.pick("现有", "existing").to_owned(),
        FacilityOrigin::Hypothetical => language.pick("拟设", "planned").to_owned(),
        FacilityOrigin::Converted { building } => {
            language.pick(format!("改造 {building}"), format!("converted from {building}"))
        }
        FacilityOrigin::Candidate(id) => {
            let code = study.register().get(*id).map_or("–", |candidate| &candidate.code);
            language.pick(format!("资源点 {code}"), format!("candidate {code}"))
        }
    }
}

/// The names of a facility's functions.
pub(super) fn functions_text(study: &Study, facility: &Facility, language: Language) -> String {
    let functions = facility.functions.iter().filter_map(|f| study.standard().get(*f));
    let names: Vec<&str> = functions.map(|f| f.short_name.of(language)).collect();
    names.join(language.pick("、", ", "))
}
