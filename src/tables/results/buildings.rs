//! Buildings with their residents and what they reach.

use crate::analysis::measures::Nearest;
use crate::language::Text;
use crate::layers::{Buildings, Demand, LayerSet, Persons};
use crate::session::Session;
use crate::standard::{Function, FunctionIndex};
use crate::tables::{Cell, Format};

use super::{DATA, FACILITIES, METRES, NO_UNIT, PERSONS, ResultColumn, ResultTable, SQUARE_METRES};

/// The buildings in the scenario shown.
pub fn building_results(session: &Session, nearest: &Nearest) -> ResultTable {
    let study = session.study();
    let (layers, standard) = (study.layers(), study.standard());
    let buildings = &layers.buildings;
    let demand = buildings.demand();
    let number = |id: &str, name, unit, format| ResultColumn::new(id, name, unit, DATA, format);
    let mut columns = vec![
        ResultColumn::text("id", Text::new("编号", "Id")),
        ResultColumn::text("name", Text::new("名称", "Name")),
        ResultColumn::text("use", Text::new("用途", "Use")),
        ResultColumn::text("unit", Text::new("规划单元编号", "Unit id")),
        number("storeys", Text::new("层数", "Storeys"), NO_UNIT, Format::Whole),
        number("floor_area_m2", Text::new("建筑面积", "Floor area"), SQUARE_METRES, Format::Whole),
        number("households", Text::new("户数", "Households"), NO_UNIT, Format::Whole),
    ];
    columns.extend(resident_columns(buildings));
    columns.extend(standard.functions.iter().flat_map(function_columns));
    let functions: Vec<FunctionIndex> = standard.indexes().collect();
    let row = |building: usize| {
        let record = buildings.record(building);
        let unit = buildings.unit_of(building).map(|unit| layers.units.id(unit));
        let mut cells = vec![
            Cell::text(&record.id),
            Cell::text(&record.name),
            Cell::text(record.kind.id()),
            Cell::text(unit.unwrap_or_default()),
            Cell::number(record.storeys),
            Cell::number(record.floor_area_m2),
            Cell::number(record.households),
        ];
        cells.extend(resident_cells(demand, building));
        for function in &functions {
            let count = session.scenario().reach_counts(*function, 0)[building];
            cells.push(Cell::Number(f64::from(count)));
            cells.push(Cell::number(nearest.metres(*function, building)));
        }
        cells
    };
    ResultTable {
        id: "buildings",
        name: Text::new("建筑可达情况", "Buildings and what they reach"),
        columns,
        rows: (0..buildings.len()).map(row).collect(),
    }
}

/// Buildings where somebody lives, and nothing but who: their positions in the layer beside the table.
pub fn home_results(layers: &LayerSet) -> (Vec<usize>, ResultTable) {
    let buildings = &layers.buildings;
    let demand = buildings.demand();
    let mut columns = vec![
        ResultColumn::text("id", Text::new("编号", "Id")),
        ResultColumn::text("use", Text::new("用途", "Use")),
        ResultColumn::text("unit", Text::new("规划单元编号", "Unit id")),
    ];
    columns.extend(resident_columns(buildings));
    let residents = demand.residents(0);
    let homes: Vec<usize> =
        (0..buildings.len()).filter(|building| residents[*building] > Persons::ZERO).collect();
    let row = |building: &usize| {
        let record = buildings.record(*building);
        let unit = buildings.unit_of(*building).map(|unit| layers.units.id(unit));
        let about = [&record.id, record.kind.id(), unit.unwrap_or_default()];
        about.into_iter().map(Cell::text).chain(resident_cells(demand, *building)).collect()
    };
    let rows = homes.iter().map(row).collect();
    let name = Text::new("住户建筑", "Inhabited buildings");
    (homes, ResultTable { id: "buildings", name, columns, rows })
}

/// All residents under the name that readers of layers know, then each age.
fn resident_columns(buildings: &Buildings) -> impl Iterator<Item = ResultColumn> {
    let source = buildings.residents_source().method();
    buildings.demand().groups().iter().enumerate().map(move |(position, group)| {
        let id = if position == 0 { "residents" } else { group.id() };
        ResultColumn::new(id, group.name(), PERSONS, source, Format::Whole)
    })
}

fn resident_cells(demand: &Demand, building: usize) -> impl Iterator<Item = Cell> {
    let groups = 0..demand.groups().len();
    groups.map(move |group| Cell::Number(demand.residents(group)[building].as_f64()))
}

fn function_columns(function: &Function) -> [ResultColumn; 2] {
    [
        ResultColumn::of_function(
            function,
            "reach",
            Text::new("限值内设施", "facilities within the limit"),
            FACILITIES,
            Text::new("步行距离 ≤ 限值", "walk ≤ limit"),
            Format::Whole,
        ),
        ResultColumn::of_function(
            function,
            "metres",
            Text::new("到最近设施", "walk to the nearest"),
            METRES,
            Text::new("步行距离；超出搜索范围为空", "metres walked; empty beyond the search"),
            Format::Whole,
        ),
    ]
}
