//! From one system to another: what PROJ does, with what it knows nothing of before and after it.

use std::cell::RefCell;
use std::rc::Rc;

use proj::{Proj, ProjCreateError};

use crate::geometry::offset::Offset;

use super::{Crs, CrsError};

/// A transformation between two systems. Not `Send`: make one per thread.
pub struct Projector {
    proj: Option<Rc<Proj>>,
    /// What is done before PROJ, and what after it.
    from: Around,
    to: Around,
}

/// What PROJ knows nothing of.
#[derive(Debug, Clone, Copy)]
struct Around {
    swapped: bool,
    offset: Option<Offset>,
}

impl Around {
    fn of(crs: &Crs) -> Self {
        Self { swapped: crs.is_swapped(), offset: crs.offset() }
    }
}

impl Projector {
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        let proj = match from.definition() == to.definition() {
            true => None,
            false => Some(
                transformation(from.definition(), to.definition())
                    .map_err(|error| CrsError(format!("{from} → {to}: {error}")))?,
            ),
        };
        Ok(Self { proj, from: Around::of(from), to: Around::of(to) })
    }

    /// Converts one coordinate pair, x or longitude first unless a system is swapped.
    ///
    /// # Errors
    /// When the input is not finite, is not a place on Earth, or PROJ has no result for it.
    pub fn convert(&self, point: [f64; 2]) -> Result<[f64; 2], CrsError> {
        let [x, y] = point;
        let nowhere = || CrsError(format!("({x}, {y})"));
        if !(x.is_finite() && y.is_finite()) {
            return Err(nowhere());
        }
        let mut at = if self.from.swapped { [y, x] } else { [x, y] };
        if let Some(offset) = self.from.offset {
            at = offset.taken_away(at);
        }
        if let Some(proj) = &self.proj {
            let (x, y) =
                proj.convert((at[0], at[1])).map_err(|error| CrsError(error.to_string()))?;
            at = [x, y];
        }
        if let Some(offset) = self.to.offset {
            at = offset.added(at);
        }
        if !(at[0].is_finite() && at[1].is_finite()) {
            return Err(nowhere());
        }
        Ok(if self.to.swapped { [at[1], at[0]] } else { at })
    }
}

/// Transformations a thread keeps.
const MOST_KEPT: usize = 16;

/// PROJ's transformation between two definitions. Making one costs milliseconds, using it a fraction
/// of a microsecond: each thread keeps those it used last.
fn transformation(from: &str, to: &str) -> Result<Rc<Proj>, ProjCreateError> {
    thread_local! {
        static KEPT: RefCell<Vec<([String; 2], Rc<Proj>)>> = const { RefCell::new(Vec::new()) };
    }
    KEPT.with_borrow_mut(|kept| {
        let known =
            kept.iter().find(|([known_from, known_to], _)| known_from == from && known_to == to);
        if let Some((_, proj)) = known {
            return Ok(proj.clone());
        }
        let proj = Rc::new(Proj::new_known_crs(from, to, None)?);
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push(([from.to_owned(), to.to_owned()], proj.clone()));
        Ok(proj)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_coordinates_come_out_the_same() -> Result<(), CrsError> {
        let straight = Projector::new(&Crs::epsg(4549), &Crs::wgs84())?;
        let swapped = Projector::new(&Crs::epsg(4549).swapped(), &Crs::wgs84())?;
        let (x, y) = (640_060.0, 3_457_406.0);
        assert_eq!(straight.convert([x, y])?, swapped.convert([y, x])?);
        Ok(())
    }

    #[test]
    fn the_origin_of_shanghai_2000_lies_where_it_was_published() -> Result<(), CrsError> {
        let projector = Projector::new(&Crs::shanghai2000(), &Crs::wgs84())?;
        let [lon, lat] = projector.convert([0.0, 0.0])?;
        // 121°28′01″ E, 31°14′07″ N
        assert!((lon - 121.466_944).abs() < 2e-6 && (lat - 31.235_278).abs() < 2e-6, "{lon} {lat}");
        Ok(())
    }
}
