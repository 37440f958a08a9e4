//! How well a layer fits the others when its coordinates are taken to be in a system: buildings
//! lie in units, facilities in buildings, and streets run between buildings.

use std::collections::HashMap;

use geo::{Coord, Geometry, Intersects as _, Rect};
use rayon::prelude::*;

use crate::files::Role;
use crate::files::layer::Layer;
use crate::files::table::Geometries;
use crate::geometry::{Crs, Projector};

/// Points looked at of a layer; more would not tell more.
const MOST_POINTS: usize = 1500;
/// Fewer tell nothing.
const FEWEST_POINTS: usize = 8;

/// How well a system fits: a share from 0 to 1, and of how many points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub share: f64,
    pub points: usize,
}

/// The fit of a layer in a system to those whose systems are settled; `None` where there is
/// nothing to compare with.
///
/// Layers often cover each other only in part, and then a shift towards the other raises every share.
/// So of what is compared with buildings, only places count that lie within their rectangle in each of
/// the systems that are weighed. Of units it is their very rim that tells.
pub(super) fn fit(layer: &Layer, crs: &Crs, weighed: &[Crs], settled: &[&Layer]) -> Option<Fit> {
    let of_role = |role: Role| settled.iter().copied().find(|other| other.role == role);
    let (units, buildings) = (of_role(Role::Units), of_role(Role::Buildings));
    let points = sample(layer);
    let mut compared = points.len();
    let mut inside = |reference: Option<&Layer>| -> Option<f64> {
        let reference = reference?;
        let points = match reference.role {
            Role::Buildings => common(&points, weighed, reference),
            _ => points.clone(),
        };
        compared = compared.min(points.len());
        (points.len() >= FEWEST_POINTS).then(|| share_inside(&points, crs, reference))?
    };
    let shares: Vec<f64> = match layer.role {
        Role::Units => Vec::from_iter(buildings.and_then(|buildings| {
            share_in(&sample(buildings), &buildings.crs, &layer.table.geometries, crs)
        })),
        Role::Buildings => {
            let streets = of_role(Role::Streets).and_then(|streets| {
                let points = sample(streets);
                let crossed = share_in(&points, &streets.crs, &layer.table.geometries, crs)?;
                Some(1.0 - crossed)
            });
            inside(units).into_iter().chain(streets).collect()
        }
        Role::Facilities | Role::Candidates | Role::Population => match inside(buildings) {
            Some(share) => vec![share],
            None => inside(units).into_iter().collect(),
        },
        Role::Streets | Role::Barriers => {
            let between = inside(buildings).map(|share| 1.0 - share);
            inside(units).into_iter().chain(between).collect()
        }
    };
    let enough = points.len() >= FEWEST_POINTS && !shares.is_empty();
    let share = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    enough.then_some(Fit { share, points: compared })
}

/// The points that lie within the rectangle of another layer in every one of some systems.
fn common(points: &[[f64; 2]], systems: &[Crs], reference: &Layer) -> Vec<[f64; 2]> {
    let Some(bounds) = reference.bounds else { return Vec::new() };
    let mut common = points.to_vec();
    for crs in systems {
        let Ok(projector) = Projector::new(crs, &reference.crs) else { continue };
        common.retain(|point| {
            let at = projector.convert(*point);
            at.is_ok_and(|[x, y]| bounds.intersects(&Coord { x, y }))
        });
    }
    common
}

/// Points that stand for the features: the middle of an area, places along a line.
fn sample(layer: &Layer) -> Vec<[f64; 2]> {
    let geometries = &layer.table.geometries;
    let step = (geometries.len() / MOST_POINTS).max(1);
    let is_line = matches!(layer.role, Role::Streets | Role::Barriers);
    let mut points = Vec::new();
    for feature in (0..geometries.len()).step_by(step) {
        if is_line {
            let coords = geometries.coords_of(feature);
            let middles = coords.windows(2).map(|ends| (ends[0] + ends[1]) / 2.0);
            points.extend(middles.map(|at| [at.x, at.y]).take(4));
        } else if let Some(bounds) = geometries.bounds(feature) {
            let center = bounds.center();
            points.push([center.x, center.y]);
        }
    }
    points.retain(|point| point.iter().all(|value| value.is_finite()));
    points
}

fn share_inside(points: &[[f64; 2]], crs: &Crs, reference: &Layer) -> Option<f64> {
    share_in(points, crs, &reference.table.geometries, &reference.crs)
}

/// The share of points, in one system, that lie in areas, in another.
fn share_in(points: &[[f64; 2]], from: &Crs, areas: &Geometries, to: &Crs) -> Option<f64> {
    if points.is_empty() {
        return None;
    }
    let projector = Projector::new(from, to).ok()?;
    let moved: Vec<Coord<f64>> = points
        .iter()
        .filter_map(|point| projector.convert(*point).ok())
        .map(|[x, y]| Coord { x, y })
        .collect();
    let first = *moved.first()?;
    let whole = moved.iter().fold(Rect::new(first, first), |all, at| {
        Rect::new(
            Coord { x: all.min().x.min(at.x), y: all.min().y.min(at.y) },
            Coord { x: all.max().x.max(at.x), y: all.max().y.max(at.y) },
        )
    });
    let grid = Grid::of(&moved, whole);
    let hits: Vec<Vec<u32>> = (0..areas.len())
        .into_par_iter()
        .filter_map(|feature| {
            let bounds = areas.bounds(feature)?;
            let near = grid.within(&moved, &bounds);
            if near.is_empty() {
                return None;
            }
            let shape = areas.get(feature).ok()?;
            let is_area = matches!(shape, Geometry::Polygon(_) | Geometry::MultiPolygon(_));
            let holds = |point: &u32| is_area && shape.intersects(&moved[*point as usize]);
            Some(near.into_iter().filter(holds).collect())
        })
        .collect();
    let mut inside = vec![false; moved.len()];
    hits.into_iter().flatten().for_each(|point| inside[point as usize] = true);
    Some(inside.iter().filter(|inside| **inside).count() as f64 / points.len() as f64)
}

/// Points by cells, to find those within a rectangle.
struct Grid {
    cells: HashMap<[i32; 2], Vec<u32>>,
    origin: Coord<f64>,
    side: [f64; 2],
    whole: Rect<f64>,
}

impl Grid {
    const CELLS: f64 = 48.0;

    fn of(points: &[Coord<f64>], whole: Rect<f64>) -> Self {
        let side = [whole.width(), whole.height()].map(|size| (size / Self::CELLS).max(1e-9));
        let mut grid = Self { cells: HashMap::new(), origin: whole.min(), side, whole };
        for (number, point) in points.iter().enumerate() {
            let cell = grid.cell(*point);
            grid.cells.entry(cell).or_default().push(number as u32);
        }
        grid
    }

    fn cell(&self, point: Coord<f64>) -> [i32; 2] {
        let offset = point - self.origin;
        [(offset.x / self.side[0]) as i32, (offset.y / self.side[1]) as i32]
    }

    fn within(&self, points: &[Coord<f64>], bounds: &Rect<f64>) -> Vec<u32> {
        if !bounds.intersects(&self.whole) {
            return Vec::new();
        }
        let low = self.cell(Coord {
            x: bounds.min().x.max(self.whole.min().x),
            y: bounds.min().y.max(self.whole.min().y),
        });
        let high = self.cell(Coord {
            x: bounds.max().x.min(self.whole.max().x),
            y: bounds.max().y.min(self.whole.max().y),
        });
        let mut found = Vec::new();
        for column in low[0]..=high[0] {
            for row in low[1]..=high[1] {
                let members = self.cells.get(&[column, row]).into_iter().flatten();
                found.extend(members.filter(|point| bounds.intersects(&points[**point as usize])));
            }
        }
        found
    }
}
