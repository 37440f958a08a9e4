//! The six layers as text: which properties they have, and in which order.

use super::SampleLayer;
use super::barriers;
use super::blocks::Fabric;
use super::buildings::Building;
use super::candidates::candidates;
use super::facilities::existing;
use super::geojson::{collection, feature, line, point, polygon};
use super::ground::{Point, bend};
use super::names::{NEIGHBOURHOODS, SUBDISTRICT_OF_COLUMN};
use super::people::{AGES, People};
use super::plan::{Cell, Plan};
use super::streets::{network, word};
use serde_json::{Value, json};

pub fn units(plan: &Plan, buildings: &[Building]) -> SampleLayer {
    let mut people = vec![People::default(); plan.units.len()];
    for building in buildings {
        people[building.unit].add(&building.people);
    }
    let unit = |(number, (cell, people)): (usize, (&Cell, &People))| {
        let mut properties = json!({
            "id": format!("LJ-{:02}", number + 1),
            "name": format!("{}社区", NEIGHBOURHOODS[number]),
            "district": SUBDISTRICT_OF_COLUMN[plan.columns[number]],
            "residents": people.residents,
        });
        put_ages(&mut properties, people);
        feature(&polygon(&border(plan, cell)), &properties)
    };
    let features: Vec<Value> = plan.units.iter().zip(&people).enumerate().map(unit).collect();
    layer("units", "units.geojson", "社区网格 Planning units", &features)
}

/// The border of a cell, with all junctions on it, so that neighbours share every point.
fn border(plan: &Plan, cell: &Cell) -> Vec<Point> {
    let course = |side: usize| {
        let (from, to) = cell.side(side);
        plan.lines[cell.sides[side]].course(from, to)
    };
    (0..4).flat_map(course).map(bend).collect()
}

fn put_ages(properties: &mut Value, people: &People) {
    for (name, count) in AGES.iter().zip(people.ages) {
        properties[*name] = json!(count);
    }
}

fn building_id(index: usize) -> String {
    format!("B{:05}", index + 1)
}

pub fn buildings(buildings: &[Building]) -> SampleLayer {
    let building = |(index, building): (usize, &Building)| {
        let mut properties = json!({
            "id": building_id(index),
            "use": building.purpose.word(),
            "storeys": building.storeys,
            "floor_area_m2": building.floor_area,
            "households": building.people.households,
            "residents": building.people.residents,
        });
        put_ages(&mut properties, &building.people);
        properties["idle"] = json!(building.idle);
        properties["owner"] = json!(building.owner);
        feature(&polygon(&building.outline), &properties)
    };
    let features: Vec<Value> = buildings.iter().enumerate().map(building).collect();
    layer("buildings", "buildings.geojson", "建筑 Buildings", &features)
}

/// Made up, as everything here: floor area that one place takes in a facility of any kind.
const FLOOR_AREA_PER_PLACE_M2: u32 = 10;

pub fn facilities(buildings: &[Building]) -> SampleLayer {
    let mut features = Vec::new();
    for (index, facility) in existing(buildings).into_iter().enumerate() {
        let properties = json!({
            "id": format!("F{:03}", index + 1),
            "name": facility.name,
            "function": facility.functions,
            "floor_area_m2": facility.floor_area,
            "capacity": facility.floor_area / FLOOR_AREA_PER_PLACE_M2,
        });
        features.push(feature(&point(facility.place), &properties));
    }
    layer("facilities", "facilities.geojson", "现状设施 Existing facilities", &features)
}

pub fn streets(plan: &Plan, fabrics: &[Fabric]) -> SampleLayer {
    let mut features = Vec::new();
    for (index, street) in network(plan, fabrics).into_iter().enumerate() {
        let properties = json!({
            "id": format!("S{:05}", index + 1),
            "name": street.name,
            "class": word(street.class),
            "bridge": street.bridge,
            "crossing": street.crossing,
        });
        features.push(feature(&line(&street.course), &properties));
    }
    layer("streets", "streets.geojson", "步行网络 Walkable streets", &features)
}

pub fn barriers(fabrics: &[Fabric]) -> SampleLayer {
    layer("barriers", "barriers.geojson", "阻隔 Barriers", &barriers::features(fabrics))
}

pub fn candidate_sites(buildings: &[Building]) -> SampleLayer {
    let mut features = Vec::new();
    for (index, candidate) in candidates(buildings).into_iter().enumerate() {
        let building = &buildings[candidate.building];
        let mut properties = json!({
            "id": format!("C{:03}", index + 1),
            "building": building_id(candidate.building),
            "name": candidate.name,
            "use": building.purpose.word(),
            "idle": building.idle,
            "owner": building.owner,
            "usable_area_m2": candidate.usable_area,
            "review_state": candidate.review,
        });
        if let (Some(all), Value::Object(record)) = (properties.as_object_mut(), candidate.record) {
            all.extend(record);
        }
        features.push(feature(&point(candidate.place), &properties));
    }
    layer("candidates", "candidates.geojson", "备选空间 Candidate sites", &features)
}

fn layer(
    role: &'static str,
    file_name: &'static str,
    contents: &str,
    features: &[Value],
) -> SampleLayer {
    SampleLayer { role, file_name, text: collection(role, contents, features) }
}
