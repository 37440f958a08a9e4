//! Barriers from their layers: what one cannot walk across. A value in OSM's columns `railway` and
//! `barrier` tells the kind by itself.

use geo::Geometry;

use crate::geometry::{Polygons, WorldPoint};
use crate::layers::{Barrier, BarrierKind, BarrierShape};

use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;
use super::table::Cell;

/// Adds the barriers of a layer; each line of a feature is one.
pub(super) fn read(layer: &Layer, barriers: &mut Vec<Barrier>, notes: &mut Notes) {
    let (railway, barrier) = (layer.table.position("railway"), layer.table.position("barrier"));
    for feature in 0..layer.len() {
        let has = |column: Option<usize>| {
            column.is_some_and(|column| *layer.table.cell(column, feature) != Cell::Empty)
        };
        let word = layer.text(Field::Kind, feature);
        let kind = if has(railway) {
            BarrierKind::Railway
        } else if has(barrier) && kind_of(&word) != BarrierKind::Gate {
            BarrierKind::Wall
        } else {
            kind_of(&word)
        };
        let shapes = layer.shape(feature, notes);
        let shapes = shapes.and_then(|shape| barrier_shapes(kind, shape));
        let Some(shapes) = notes.keep(|| layer.spot(feature), shapes) else { continue };
        barriers.extend(shapes.into_iter().map(|shape| Barrier { kind, shape }));
    }
}

fn barrier_shapes(kind: BarrierKind, shape: Geometry<f64>) -> Result<Vec<BarrierShape>, Flaw> {
    if kind == BarrierKind::Gate {
        return match shape {
            Geometry::MultiPoint(gates) => {
                Ok(gates.iter().map(|at| BarrierShape::Point(point(*at))).collect())
            }
            gate => Ok(vec![BarrierShape::Point(shapes::place(gate)?)]),
        };
    }
    if matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        let mut area = Polygons::default();
        area.push(&shapes::area(shape)?);
        return Ok(vec![BarrierShape::Area(area)]);
    }
    Ok(shapes::lines(shape)?.into_iter().map(BarrierShape::Line).collect())
}

fn point(at: geo::Point<f64>) -> WorldPoint {
    WorldPoint::new(at.x(), at.y())
}

/// Water, unless the word says otherwise.
fn kind_of(word: &str) -> BarrierKind {
    let word = word.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| word.contains(sign));
    if says(&["rail", "铁路", "轨道", "subway", "tram"]) {
        BarrierKind::Railway
    } else if says(&["gate", "entrance", "大门", "门禁", "出入口"]) {
        BarrierKind::Gate
    } else if says(&["wall", "fence", "hedge", "墙", "栏"]) {
        BarrierKind::Wall
    } else {
        BarrierKind::Water
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_words() {
        assert_eq!(kind_of("铁路"), BarrierKind::Railway);
        assert_eq!(kind_of("Railway"), BarrierKind::Railway);
        assert_eq!(kind_of("围墙"), BarrierKind::Wall);
        assert_eq!(kind_of("lift_gate"), BarrierKind::Gate);
        assert_eq!(kind_of("小区大门"), BarrierKind::Gate);
        assert_eq!(kind_of("riverbank"), BarrierKind::Water);
        assert_eq!(kind_of(""), BarrierKind::Water);
    }
}
