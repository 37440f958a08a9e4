//! Brings the geometry of a layer into the working CRS, once.

use geo::{Geometry, MapCoords as _, coord};
use rayon::prelude::*;

use crate::geometry::{Crs, CrsError, Projector};

use super::flaw::Flaw;
use super::layer::Layer;

/// Features per piece of work; making a projector costs as much as projecting a thousand.
const PIECE: usize = 4096;

/// Projects all geometry of a layer. A feature with coordinates outside the CRS's domain gets a
/// flaw in place of its geometry.
///
/// # Errors
/// When PROJ knows no way between the two systems.
pub(super) fn place(layer: &mut Layer, working: &Crs) -> Result<(), CrsError> {
    let source = layer.crs.clone();
    layer.table.shapes_mut().par_chunks_mut(PIECE).try_for_each_init(
        || Projector::new(&source, working),
        |projector, shapes| {
            let projector = projector.as_ref().map_err(CrsError::clone)?;
            for shape in shapes {
                if let Ok(geometry) = shape {
                    *shape = project(geometry, projector, source.is_geographic());
                }
            }
            Ok(())
        },
    )
}

fn project(
    geometry: &Geometry<f64>,
    projector: &Projector,
    in_degrees: bool,
) -> Result<Geometry<f64>, Flaw> {
    geometry.try_map_coords(|from| {
        if in_degrees && (from.x.abs() > 180.0 || from.y.abs() > 90.0) {
            return Err(Flaw::NotOnEarth);
        }
        let [x, y] = projector.convert([from.x, from.y]).map_err(|_| Flaw::NotOnEarth)?;
        Ok(coord! { x: x, y: y })
    })
}
