//! Whether the features of a layer fit each other, and the layers lie where they should. What one
//! feature by itself may have wrong is left to `soundness` and to the readers of the roles.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

use geo::{
    Area as _, BooleanOps as _, BoundingRect as _, Centroid as _, MultiPolygon, Polygon,
    unary_union,
};
use rayon::prelude::*;

use crate::geometry::{LonLat, WorldPoint};
use crate::language::Message;
use crate::layers::{Buildings, Units};

use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::{Notes, Spot};

/// Overlaps and gaps smaller than this come from drawing, and hold no building.
const SMALLEST_AREA_M2: f64 = 1.0;

/// Notes ids that stand more than once. `features` are the places of the ids in the file.
pub(super) fn note_duplicate_ids(
    layer: &Layer,
    features: &[usize],
    ids: &[&str],
    notes: &mut Notes,
) {
    let hash = |id: &str| {
        let mut hasher = DefaultHasher::new();
        id.hash(&mut hasher);
        hasher.finish()
    };
    let mut hashes: Vec<(u64, usize)> =
        ids.par_iter().enumerate().map(|(item, id)| (hash(id), item)).collect();
    hashes.par_sort_unstable();
    let mut duplicates = Vec::new();
    for group in hashes.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let first = group[0].1;
        let alike = group[1..].iter().filter(|(_, item)| ids[*item] == ids[first]);
        duplicates.extend(alike.map(|(_, item)| (*item, first)));
    }
    duplicates.sort_unstable();
    for (item, first) in duplicates {
        let flaw = Flaw::DuplicateId { id: ids[item].to_owned(), first: features[first] };
        notes.warn_at(layer.spot(features[item]).in_field(Field::Id), flaw);
    }
}

/// Notes buildings that lie in no unit.
pub(super) fn note_buildings_outside(buildings: &Buildings, features: &[usize], notes: &mut Notes) {
    for (building, feature) in features.iter().enumerate() {
        if buildings.unit_of(building).is_none() {
            let id = Some(buildings.record(building).id.clone());
            let at = buildings.demand_points().get(building).copied();
            notes.remark_at(Spot { feature: *feature, id, field: None, at }, Flaw::OutsideUnits);
        }
    }
}

/// Notes where units overlap and where gaps between them belong to none. `areas` and `features` are
/// those of the units.
pub(super) fn note_overlaps_and_gaps(
    units: &Units,
    areas: &[MultiPolygon<f64>],
    features: &[usize],
    notes: &mut Notes,
) {
    let spot = |unit: usize, at: Option<WorldPoint>| Spot {
        feature: features[unit],
        id: Some(units.id(unit).to_owned()),
        field: None,
        at,
    };
    let overlaps: Vec<_> = (0..units.len())
        .into_par_iter()
        .flat_map_iter(|unit| {
            let others = units.shapes().extent(unit).map(|extent| units.within(extent));
            let later = others.unwrap_or_default().into_iter().filter(move |other| *other > unit);
            later.filter_map(move |other| {
                let common = areas[unit].intersection(&areas[other]);
                let area_m2 = common.unsigned_area();
                (area_m2 >= SMALLEST_AREA_M2).then(|| (unit, other, area_m2, place(&common)))
            })
        })
        .collect();
    for (unit, other, area_m2, at) in overlaps {
        let flaw = Flaw::UnitsOverlap { other: units.id(unit).to_owned(), area_m2 };
        notes.warn_at(spot(other, at), flaw);
    }
    let whole = unary_union(areas.iter());
    let holes = whole.iter().flat_map(Polygon::interiors);
    for hole in holes.map(|ring| MultiPolygon(vec![Polygon::new(ring.clone(), Vec::new())])) {
        let area_m2 = hole.unsigned_area();
        let beside = hole.bounding_rect().and_then(|bounds| {
            let (min, max) = (bounds.min(), bounds.max());
            let extent = crate::geometry::Extent {
                min: WorldPoint::new(min.x, min.y),
                max: WorldPoint::new(max.x, max.y),
            };
            units.within(extent).first().copied()
        });
        if let Some(unit) = beside.filter(|_| area_m2 >= SMALLEST_AREA_M2) {
            notes.warn_at(spot(unit, place(&hole)), Flaw::GapBetweenUnits { area_m2 });
        }
    }
}

fn place(area: &MultiPolygon<f64>) -> Option<WorldPoint> {
    area.centroid().map(|at| WorldPoint::new(at.x(), at.y()))
}

/// Notes a layer that lies elsewhere than the units: most likely its system is another one.
pub(super) fn note_apart(layer: &Layer, units: &Layer, notes: &mut Notes) {
    let (Some(own), Some(reference)) = (layer.extent(), units.extent()) else { return };
    let [low, high] = reference;
    let is_beside = |near: fn(LonLat) -> f64| near(own[1]) < near(low) || near(own[0]) > near(high);
    if !is_beside(|at| at.lon) && !is_beside(|at| at.lat) {
        return;
    }
    let (Some(a), Some(b)) = (layer.center(), units.center()) else { return };
    let km = distance_km(a, b);
    notes.warn(Message::new(
        format!("与规划单元不在一处，相距约 {km:.0} 公里；请核对坐标系"),
        format!("does not lie where the units are but about {km:.0} km away; check its CRS"),
    ));
}

/// Kilometres between two places on a sphere, which is enough to say "far away".
fn distance_km(a: LonLat, b: LonLat) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    let east = (a.lon - b.lon) * ((a.lat + b.lat) / 2.0).to_radians().cos();
    east.hypot(a.lat - b.lat) * KM_PER_DEGREE
}

/// Notes a layer whose features are of several kinds of geometry.
pub(super) fn note_mixed_types(layer: &Layer, notes: &mut Notes) {
    let types = layer.geometry_type();
    let mut families: Vec<&str> =
        types.split(", ").map(|name| name.strip_prefix("Multi").unwrap_or(name)).collect();
    families.sort_unstable();
    families.dedup();
    if families.len() > 1 {
        notes.remark(Message::new(
            format!("同一图层混有多种几何类型：{types}"),
            format!("mixes types of geometry: {types}"),
        ));
    }
}
