//! What nobody can walk across: the river, the railway, and the walls of gated compounds.

use super::blocks::Fabric;
use super::geojson;
use super::ground::{PLAN, Point, at, bend, densified};
use super::plan::{RAILWAY, RIVER};
use serde_json::{Value, json};

/// How far river and railway go on beyond the district.
const BEYOND: f64 = 150.0;

/// All barriers as features.
pub fn features(fabrics: &[Fabric]) -> Vec<Value> {
    let walls = fabrics.iter().flat_map(|fabric| &fabric.walls);
    let others = [("river", geojson::polygon(&river())), ("railway", geojson::line(&railway()))];
    let walls = walls.map(|wall| ("wall", geojson::line(wall)));
    let barriers = others.into_iter().chain(walls).enumerate();
    let feature = |(number, (kind, geometry)): (usize, (&str, Value))| {
        let id = format!("W{:04}", number + 1);
        geojson::feature(&geometry, &json!({"id": id, "kind": kind}))
    };
    barriers.map(feature).collect()
}

/// The river between its banks; about 95 to 130 metres wide.
fn river() -> Vec<Point> {
    let half_width = |y: f64| 56.0 + 9.0 * (y / 420.0 + 1.0).sin();
    let middle = densified(&[at(RIVER, -BEYOND), at(RIVER, PLAN.y + BEYOND)], 45.0);
    let east_bank = middle.iter().map(|p| at(RIVER + half_width(p.y), p.y));
    let west_bank = middle.iter().rev().map(|p| at(RIVER - half_width(p.y), p.y));
    east_bank.chain(west_bank).map(bend).collect()
}

fn railway() -> Vec<Point> {
    let course = densified(&[at(RAILWAY, -BEYOND), at(RAILWAY, PLAN.y + BEYOND)], 45.0);
    course.into_iter().map(bend).collect()
}
