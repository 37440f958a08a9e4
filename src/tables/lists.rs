//! The three lists of a scenario and what belongs to them, all at once: what a workbook holds.

use crate::language::{Language, Text};
use crate::programme::{
    DemandList, DistrictMoney, FundingTotal, Phases, YearMoney, choose_pilots, project_rows,
    resource_rows, services_by_district,
};
use crate::session::Session;
use crate::standard::{FunctionIndex, Norm};
use crate::study::register::Term as _;
use crate::study::{CostRates, ProgrammeRules, ScenarioId, WalkModel};

use super::{
    Table, demand_table, district_table, equality_table, funding_table, phase_table, pilot_table,
    project_table, resource_table, year_table,
};

/// A list of a scenario.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    Demand,
    Resources,
    Projects,
    Funding,
    MoneyByYear,
    MoneyByDistrict,
    CoverageByYear,
    Equality,
    Pilots,
}

impl List {
    /// In the order of a workbook's sheets.
    pub const ALL: [Self; 9] = [
        Self::Demand,
        Self::Resources,
        Self::Projects,
        Self::Funding,
        Self::MoneyByYear,
        Self::MoneyByDistrict,
        Self::CoverageByYear,
        Self::Equality,
        Self::Pilots,
    ];

    pub fn name(self) -> Text {
        match self {
            Self::Demand => Text::new("需求清单", "Demand"),
            Self::Resources => Text::new("资源清单", "Resources"),
            Self::Projects => Text::new("项目清单", "Projects"),
            Self::Funding => Text::new("资金来源", "Funding"),
            Self::MoneyByYear => Text::new("分年投资", "Money by year"),
            Self::MoneyByDistrict => Text::new("分区投资", "Money by district"),
            Self::CoverageByYear => Text::new("分年覆盖", "Coverage by year"),
            Self::Equality => Text::new("分区均等", "Equality by district"),
            Self::Pilots => Text::new("试点社区", "Pilots"),
        }
    }

    /// The list of resources for some functions only: it is long for all of them.
    pub fn resources_for(
        session: &Session,
        functions: impl Iterator<Item = FunctionIndex>,
        language: Language,
    ) -> Table {
        let (study, scenario, coverage) = (session.study(), session.shown(), session.scenario());
        let rows =
            functions.flat_map(|function| resource_rows(study, scenario, coverage, function));
        resource_table(study, &rows.collect::<Vec<_>>(), language)
    }

    /// Whether sums of money stand in it.
    pub fn is_about_money(self) -> bool {
        use List as L;
        matches!(
            self,
            L::Projects | L::Funding | L::MoneyByYear | L::MoneyByDistrict | L::CoverageByYear
        )
    }

    /// The list as the scenario shown has it now.
    pub fn table(self, session: &Session, language: Language) -> Table {
        let (study, scenario, coverage) = (session.study(), session.shown(), session.scenario());
        let ProgrammeRules { pilots, budgets, .. } = study.programme_rules();
        let projects = || project_rows(study, scenario, coverage);
        match self {
            Self::Demand => {
                let demand = DemandList::of(study, scenario, coverage);
                demand_table(study, &demand, language)
            }
            Self::Resources => Self::resources_for(session, study.standard().indexes(), language),
            Self::Projects => project_table(study, scenario, &projects(), language),
            Self::Funding => {
                let projects = projects();
                funding_table(&FundingTotal::of(projects.iter().map(|row| &row.money)), language)
            }
            Self::MoneyByYear => {
                let (projects, facilities) = (projects(), study.facilities(scenario));
                let year = |id| facilities.get(&id).and_then(|facility| facility.project.year);
                let dated = projects.iter().map(|row| (year(row.facility), &row.money));
                year_table(&YearMoney::of(dated), budgets, language)
            }
            Self::MoneyByDistrict => {
                let units = &study.layers().units;
                let projects = projects();
                let placed = projects.iter().map(|row| {
                    (row.unit.and_then(|unit| units.district(unit)), row.gain, &row.money)
                });
                district_table(&DistrictMoney::of(placed), language)
            }
            Self::CoverageByYear => {
                let phases = Phases::of(study, scenario, session.base());
                phase_table(study, &phases, language)
            }
            Self::Equality => {
                let demand = DemandList::of(study, scenario, coverage);
                let services = services_by_district(&study.layers().units, &demand);
                equality_table(study, &services, language)
            }
            Self::Pilots => {
                let demand = DemandList::of(study, scenario, coverage);
                let chosen = choose_pilots(study, coverage, &demand, pilots);
                pilot_table(study, pilots, &chosen, language)
            }
        }
    }
}

/// All lists of the scenario shown, in the order of a workbook's sheets.
pub fn lists_of(session: &Session, language: Language) -> Vec<Table> {
    List::ALL.into_iter().map(|list| list.table(session, language)).collect()
}

const NOT_BROKEN_DOWN: Text = Text::new(
    "多功能设施未按功能填写面积的，全部建筑面积只计一次，由未填面积的功能平均分摊（假设）；只有总服务能力的，各功能均按总数计（假设）",
    "The floor of a facility that is not broken down by function counts once, in equal parts for the \
     functions without an area of their own (assumption); a capacity of the whole counts for each of \
     its functions (assumption)",
);

/// What a reader of the tables must know: where they come from, by which rules, and how well their
/// figures are founded.
pub fn remarks_on_lists(session: &Session, language: Language) -> Vec<String> {
    let study = session.study();
    let scenario = study.scenarios().name(session.shown());
    let parameters = study.parameters();
    let model = match parameters.model {
        WalkModel::Circle => language.pick("直线圆", "circle (straight line)"),
        WalkModel::Network => language.pick("步行网络", "network (along the streets)"),
    };
    let mut remarks = vec![
        language.pick(
            format!("研究：{}；方案：{}", study.layers().name.zh, scenario.zh),
            format!("Study: {}; scenario: {}", study.layers().name.en, scenario.en),
        ),
        language.pick(
            format!("步行模型：{model}；绕行系数 {:.2}；标准 {}", parameters.detour, study.standard().id),
            format!("Walk model: {model}; detour factor {:.2}; standard {}", parameters.detour, study.standard().id),
        ),
        language
            .pick(
                "带斜体的数字取自假设或未核原文的指标；黄底单元格可修改并读回",
                "Figures in italics rest on assumptions or on norms not read at the source; yellow cells may be edited and read back",
            )
            .to_owned(),
        NOT_BROKEN_DOWN.of(language).to_owned(),
        rates_remark(&study.programme_rules().costs, language),
        format!("Lifecircle {}", env!("CARGO_PKG_VERSION")),
    ];
    remarks.extend(walk_limits(session, language));
    remarks
}

fn rates_remark(costs: &CostRates, language: Language) -> String {
    let rate = |norm: &Norm| {
        let standing = norm.standing.name().of(language);
        language.pick(
            format!("{} 元/平方米（{standing}）", norm.value),
            format!("{} yuan/m² ({standing})", norm.value),
        )
    };
    let CostRates { conversion_per_m2, conversion_by_stock, fitting_per_m2, running_per_m2 } =
        costs;
    let [conversion, fitting, running] =
        [conversion_per_m2, fitting_per_m2, running_per_m2].map(rate);
    let by_stock = conversion_by_stock.iter().map(|(stock, norm)| {
        let stock = stock.name().of(language);
        language.pick(format!("{stock} {}，", rate(norm)), format!("{stock} {}, ", rate(norm)))
    });
    let by_stock: String = by_stock.collect();
    language.pick(
        format!(
            "未填费用先取资源登记，否则按单价估算：改造 {conversion}，{by_stock}新设 {fitting}，年运行 {running}"
        ),
        format!(
            "Sums not set come from the register, else from rates: conversion {conversion}, {by_stock}new {fitting}, running {running} a year"
        ),
    )
}

fn walk_limits(session: &Session, language: Language) -> Vec<String> {
    let study = session.study();
    let line = |index| {
        let function = study.standard().function(index);
        let limit_m = study.walk_limit_m(index);
        let standing = function.walk_standing.name().of(language);
        let (name, source) = (function.name.of(language), &function.walk_source);
        language.pick(
            format!("{name}：步行 {limit_m:.0} 米（{standing}；{source}）"),
            format!("{name}: {limit_m:.0} m walk ({standing}; {source})"),
        )
    };
    study.standard().indexes().map(line).collect()
}

/// The scenario that lists are of, for titles.
pub fn lists_title(session: &Session, language: Language) -> String {
    let scenario = session.study().scenarios().name(session.shown());
    let is_base = session.shown() == ScenarioId::BASE;
    let name = session.study().layers().name.of(language);
    match is_base {
        true => language
            .pick(format!("{name}：现状三张清单"), format!("{name}: three lists of what exists")),
        false => language.pick(
            format!("{name}：{}三张清单", scenario.zh),
            format!("{name}: three lists of {}", scenario.en),
        ),
    }
}
