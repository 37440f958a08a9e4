//! Units with all indicators of all functions.

use rayon::prelude::*;

use crate::analysis::measures::{
    COMPLETENESS_MINUTES, CatchmentMethod, Choices, Completeness, MeanScores, Nearest, Provision,
    WalkingTimes,
};
use crate::language::Text;
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::{Function, FunctionIndex};
use crate::tables::{Cell, Format};

use super::{
    FACILITIES, MINUTES, NO_UNIT, PERSONS, ResultColumn, ResultTable, SHARE, SQUARE_METRES,
};

/// The units of the scenario shown; rates and times are of all residents.
///
/// Cost: a look at all buildings for each function, and the catchments of all facilities.
pub fn unit_results(session: &Session, nearest: &Nearest) -> ResultTable {
    let study = session.study();
    let (standard, units) = (study.standard(), &study.layers().units);
    let demand = study.layers().buildings.demand();
    let mut columns = vec![
        ResultColumn::text("id", Text::new("编号", "Id")),
        ResultColumn::text("name", Text::new("名称", "Name")),
        ResultColumn::text("district", Text::new("区", "District")),
    ];
    columns.extend(demand.groups().iter().map(|group| {
        let id = format!("residents_{}", group.id());
        let source = Text::new("单元内建筑居民之和", "sum over the unit's buildings");
        ResultColumn::new(id, group.name(), PERSONS, source, Format::Whole)
    }));
    columns.push(completeness_column());
    let functions: Vec<FunctionIndex> = standard.indexes().collect();
    let by_function: Vec<Vec<Vec<Cell>>> =
        functions.par_iter().map(|function| cells_of(session, nearest, *function)).collect();
    columns.extend(standard.functions.iter().flat_map(function_columns));
    let completeness = Completeness::by_unit(study, nearest, &functions, 0);
    let residents = residents_by_unit(session);
    let row = |unit: usize| {
        let mut cells = vec![
            Cell::text(units.id(unit)),
            Cell::text(units.name(unit)),
            Cell::text(units.district(unit).unwrap_or_default()),
        ];
        cells.extend(residents.iter().map(|of_group| Cell::Number(of_group[unit].as_f64())));
        let last = COMPLETENESS_MINUTES.len() - 1;
        cells.push(Cell::number(completeness[unit].mean()[last]));
        cells.extend(by_function.iter().flat_map(|of_units| of_units[unit].iter().cloned()));
        cells
    };
    ResultTable {
        id: "units",
        name: Text::new("规划单元指标", "Indicators by unit"),
        columns,
        rows: (0..units.len()).map(row).collect(),
    }
}

fn completeness_column() -> ResultColumn {
    ResultColumn::new(
        "functions_in_15_min",
        Text::new("15 分钟内可达功能数", "Functions within 15 min"),
        NO_UNIT,
        Text::new("按居民平均", "mean over residents"),
        Format::Decimal,
    )
}

fn residents_by_unit(session: &Session) -> Vec<Vec<Persons>> {
    let buildings = &session.study().layers().buildings;
    let units = session.study().layers().units.len();
    let of_group = |group: usize| {
        let mut sums = vec![Persons::ZERO; units];
        for (building, persons) in buildings.demand().residents(group).iter().enumerate() {
            if let Some(unit) = buildings.unit_of(building) {
                sums[unit] += *persons;
            }
        }
        sums
    };
    (0..buildings.demand().groups().len()).map(of_group).collect()
}

fn function_columns(function: &Function) -> Vec<ResultColumn> {
    let of = |suffix, name, unit, source, format| {
        ResultColumn::of_function(function, suffix, name, unit, source, format)
    };
    vec![
        of(
            "rate",
            Text::new("覆盖率", "coverage rate"),
            SHARE,
            Text::new("已覆盖居民 ÷ 居民", "covered residents ÷ residents"),
            Format::Share,
        ),
        of(
            "covered",
            Text::new("已覆盖居民", "covered residents"),
            PERSONS,
            Text::new("步行限值内有设施的居民", "residents with a facility within the limit"),
            Format::Whole,
        ),
        of(
            "choices",
            Text::new("人均可达设施", "facilities in reach"),
            FACILITIES,
            Text::new("限值内设施数，按居民平均", "within the limit, mean over residents"),
            Format::Decimal,
        ),
        of(
            "min_p50",
            Text::new("步行时间中位数", "median walk"),
            MINUTES,
            Text::new("到最近设施，按居民", "to the nearest facility, over residents"),
            Format::Decimal,
        ),
        of(
            "min_p90",
            Text::new("九成居民步行时间", "walk of nine tenths"),
            MINUTES,
            Text::new("到最近设施，按居民", "to the nearest facility, over residents"),
            Format::Decimal,
        ),
        of(
            "m2_per_1000",
            Text::new("千人面积", "floor area per 1,000"),
            SQUARE_METRES,
            Text::new("单元内设施计入面积 ÷ 居民", "area counted in the unit ÷ residents"),
            Format::Decimal,
        ),
        of(
            "capacity",
            Text::new("人均服务能力", "capacity per resident"),
            NO_UNIT,
            Text::new("两步移动搜索法（2SFCA）", "two-step floating catchment area"),
            Format::Share,
        ),
    ]
}

/// The cells of a function's columns, for each unit.
fn cells_of(session: &Session, nearest: &Nearest, function: FunctionIndex) -> Vec<Vec<Cell>> {
    let (study, coverage) = (session.study(), session.scenario());
    let (layers, facilities) = (study.layers(), session.facilities());
    let choices = Choices::by_unit(layers, coverage, function, 0);
    let times = WalkingTimes::by_unit(study, nearest, function, 0);
    let provision = Provision::by_unit(layers, facilities, function);
    let method = CatchmentMethod::ALL.first().copied();
    let scores = method.map(|method| {
        let [scores] = MeanScores::by_methods(study, facilities, function, 0, [method]);
        scores.units
    });
    let score = |unit: usize| scores.as_ref().and_then(|scores| scores[unit]);
    let cells = |unit: usize| {
        let reached = coverage.unit(function, 0, unit);
        vec![
            Cell::number(reached.rate()),
            Cell::Number(reached.covered.as_f64()),
            Cell::number(choices[unit].mean()),
            Cell::number(times[unit].percentile(0.5)),
            Cell::number(times[unit].percentile(0.9)),
            Cell::number(provision[unit].m2_per_1000()),
            Cell::number(score(unit)),
        ]
    };
    (0..layers.units.len()).map(cells).collect()
}
