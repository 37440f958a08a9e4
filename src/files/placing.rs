//! Brings the geometry of a layer into the working CRS, once.

use geo::Coord;
use rayon::prelude::*;

use crate::geometry::{Crs, CrsError, LocalProjection};

use super::flaw::Flaw;
use super::layer::Layer;

/// Vertices per piece of work at least: making a projector costs as much as projecting a hundred
/// thousand, so that each thread has one.
const SMALLEST_PIECE: usize = 1 << 15;

/// Projects all geometry of a layer. A feature with coordinates outside the CRS's domain gets a
/// flaw in place of its geometry.
///
/// # Errors
/// When PROJ knows no way between the two systems.
pub(super) fn place(layer: &mut Layer, working: &Crs) -> Result<(), CrsError> {
    let source = layer.crs.clone();
    let (in_degrees, is_swapped) = (source.is_geographic(), source.is_swapped());
    let geometries = &mut layer.table.geometries;
    let coords = geometries.coords_mut();
    let piece = coords.len().div_ceil(rayon::current_num_threads()).max(SMALLEST_PIECE);
    coords.par_chunks_mut(piece).try_for_each(|coords| {
        let mut projection = LocalProjection::new(&source, working)?;
        for coord in coords {
            *coord = project(*coord, &mut projection, in_degrees, is_swapped).unwrap_or(NOWHERE);
        }
        Ok(())
    })?;
    let shapes = &*geometries;
    let is_nowhere =
        |feature: &usize| shapes.coords_of(*feature).iter().any(|coord| coord.x.is_nan());
    let nowhere: Vec<_> = (0..shapes.len()).into_par_iter().filter(is_nowhere).collect();
    for feature in nowhere {
        geometries.reject(feature, Flaw::NotOnEarth);
    }
    layer.is_placed = true;
    Ok(())
}

/// What a vertex becomes that has no place.
const NOWHERE: Coord<f64> = Coord { x: f64::NAN, y: f64::NAN };

fn project(
    from: Coord<f64>,
    projection: &mut LocalProjection,
    in_degrees: bool,
    is_swapped: bool,
) -> Option<Coord<f64>> {
    let (lon, lat) = if is_swapped { (from.y, from.x) } else { (from.x, from.y) };
    if in_degrees && (lon.abs() > 180.0 || lat.abs() > 90.0) {
        return None;
    }
    let [x, y] = projection.convert([from.x, from.y]).ok()?;
    Some(Coord { x, y })
}
