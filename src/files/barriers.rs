//! Barriers from their layers: what one cannot walk across. A value in OSM's columns `railway` and
//! `barrier` tells the kind by itself.

use geo::Geometry;

use crate::geometry::Polygons;
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
        let shapes = layer.shape(feature, notes).and_then(barrier_shapes);
        let Some(shapes) = notes.keep(|| layer.spot(feature), shapes) else { continue };
        let has = |column: Option<usize>| {
            column.is_some_and(|column| *layer.table.cell(column, feature) != Cell::Empty)
        };
        let kind = if has(railway) {
            BarrierKind::Railway
        } else if has(barrier) {
            BarrierKind::Wall
        } else {
            kind_of(&layer.text(Field::Kind, feature))
        };
        barriers.extend(shapes.into_iter().map(|shape| Barrier { kind, shape }));
    }
}

fn barrier_shapes(shape: Geometry<f64>) -> Result<Vec<BarrierShape>, Flaw> {
    if matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_)) {
        let mut area = Polygons::default();
        area.push(&shapes::area(shape)?);
        return Ok(vec![BarrierShape::Area(area)]);
    }
    Ok(shapes::lines(shape)?.into_iter().map(BarrierShape::Line).collect())
}

/// Water, unless the word says otherwise.
fn kind_of(word: &str) -> BarrierKind {
    let word = word.to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| word.contains(sign));
    if says(&["rail", "铁路", "轨道", "subway", "tram"]) {
        BarrierKind::Railway
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
        assert_eq!(kind_of("riverbank"), BarrierKind::Water);
        assert_eq!(kind_of(""), BarrierKind::Water);
    }
}
