//! Facilities with what they offer and whom they reach.

use crate::language::Text;
use crate::layers::Persons;
use crate::session::Session;
use crate::study::{Facility, FacilityOrigin};
use crate::tables::{Cell, Format};

use super::{DATA, NO_UNIT, PERSONS, ResultColumn, ResultTable, SQUARE_METRES};

/// The facilities of the scenario shown.
///
/// Cost: a search of the reach for each function of each.
pub fn facility_results(session: &Session) -> ResultTable {
    let study = session.study();
    let number = |id: &str, name, unit, format| ResultColumn::new(id, name, unit, DATA, format);
    let columns = vec![
        ResultColumn::text("id", Text::new("编号", "Id")),
        ResultColumn::text("name", Text::new("名称", "Name")),
        ResultColumn::text("functions", Text::new("功能编号，以分号分隔", "Ids of functions")),
        ResultColumn::text("origin", Text::new("来源", "Origin")),
        ResultColumn::text("unit", Text::new("规划单元编号", "Unit id")),
        number("floor_area_m2", Text::new("建筑面积", "Floor area"), SQUARE_METRES, Format::Whole),
        number("capacity", Text::new("服务能力", "Capacity"), NO_UNIT, Format::Whole),
        number("year", Text::new("项目年份", "Year of the project"), NO_UNIT, Format::Year),
        ResultColumn::new(
            "residents_in_reach",
            Text::new("可达居民", "Residents in reach"),
            PERSONS,
            Text::new("任一功能限值内的全部居民", "all residents within the limit of any function"),
            Format::Whole,
        ),
    ];
    let row = |facility: &Facility| {
        let unit = study.layers().units.at(facility.at);
        let functions =
            facility.functions.iter().map(|f| study.standard().function(*f).id.as_str());
        vec![
            Cell::Text(id_of(facility)),
            Cell::text(&facility.name),
            Cell::Text(functions.collect::<Vec<_>>().join(";")),
            Cell::text(origin_of(facility)),
            Cell::text(unit.map(|unit| study.layers().units.id(unit)).unwrap_or_default()),
            Cell::number(facility.floor_area_m2),
            Cell::number(facility.capacity),
            Cell::number(facility.project.year.map(f64::from)),
            Cell::Number(residents_in_reach(session, facility).as_f64()),
        ]
    };
    ResultTable {
        id: "facilities",
        name: Text::new("设施", "Facilities"),
        columns,
        rows: session.facilities().values().map(row).collect(),
    }
}

/// The planner's own id; a number where it is hypothetical.
fn id_of(facility: &Facility) -> String {
    match facility.code.is_empty() {
        true => format!("new-{}", facility.id.0),
        false => facility.code.clone(),
    }
}

fn origin_of(facility: &Facility) -> &'static str {
    match facility.origin {
        FacilityOrigin::Existing => "existing",
        FacilityOrigin::Hypothetical => "hypothetical",
        FacilityOrigin::Converted { .. } => "converted",
        FacilityOrigin::Candidate(_) => "candidate",
    }
}

/// Everybody within the widest limit of the functions offered.
fn residents_in_reach(session: &Session, facility: &Facility) -> Persons {
    let study = session.study();
    let limits = facility.functions.iter().map(|function| study.walk_limit_m(*function));
    let widest = limits.fold(0.0, f64::max);
    let residents = study.layers().buildings.demand().residents(0);
    let mut sum = Persons::ZERO;
    let walk = study.walk(0);
    walk.for_each_reached(facility.at, widest, |building, _| sum += residents[building as usize]);
    sum
}
