//! A layer of results: a table and the shape of each of its rows.

use crate::analysis::measures::Nearest;
use crate::geometry::{Polygons, Projector, WorldPoint};
use crate::session::Session;
use crate::tables::Cell;
use crate::tables::results::{
    ResultTable, building_results, candidate_results, facility_results, home_results, unit_results,
};

use super::ExportError;

/// Rows and their shapes in one order.
pub(super) struct ResultLayer<'a> {
    pub table: ResultTable,
    pub shapes: Shapes<'a>,
}

pub(super) enum Shapes<'a> {
    Areas(&'a Polygons),
    /// Footprints, and points for what has none.
    Footprints(&'a Polygons, &'a [WorldPoint]),
    Points(Vec<WorldPoint>),
}

/// The shape of one row.
pub(super) enum Shape<'a> {
    Area(&'a Polygons, usize),
    Point(WorldPoint),
}

impl Shapes<'_> {
    pub fn of_row(&self, row: usize) -> Shape<'_> {
        match self {
            Self::Areas(areas) => Shape::Area(areas, row),
            Self::Footprints(areas, points) if has_no_rings(areas, row) => {
                Shape::Point(points[row])
            }
            Self::Footprints(areas, _) => Shape::Area(areas, row),
            Self::Points(points) => Shape::Point(points[row]),
        }
    }
}

fn has_no_rings(areas: &Polygons, feature: usize) -> bool {
    areas.rings(feature).next().is_none()
}

impl<'a> ResultLayer<'a> {
    /// The layers of the scenario shown; candidates only where there are any.
    pub fn all_of(session: &'a Session, nearest: &Nearest) -> Vec<Self> {
        let study = session.study();
        let layers = study.layers();
        let facilities = session.facilities().values().map(|facility| facility.at).collect();
        let candidates: Vec<_> = study.register().iter().map(|candidate| candidate.at).collect();
        let mut all = vec![
            Self {
                table: unit_results(session, nearest),
                shapes: Shapes::Areas(layers.units.shapes()),
            },
            Self {
                table: building_results(session, nearest),
                shapes: Shapes::Footprints(
                    layers.buildings.shapes(),
                    layers.buildings.demand_points(),
                ),
            },
            Self { table: facility_results(session), shapes: Shapes::Points(facilities) },
        ];
        if !candidates.is_empty() {
            let shapes = Shapes::Points(candidates);
            all.push(Self { table: candidate_results(session), shapes });
        }
        all
    }
}

impl<'a> ResultLayer<'a> {
    /// What an overview of many studies takes of one: units with all indicators, the places of
    /// inhabited buildings, facilities.
    pub fn part_of(session: &'a Session, nearest: &Nearest) -> [Self; 3] {
        let layers = session.study().layers();
        let (homes, table) = home_results(layers);
        let places = layers.buildings.demand_points();
        let homes = homes.into_iter().map(|building| places[building]).collect();
        let facilities = session.facilities().values().map(|facility| facility.at).collect();
        [
            Self {
                table: unit_results(session, nearest),
                shapes: Shapes::Areas(layers.units.shapes()),
            },
            Self { table, shapes: Shapes::Points(homes) },
            Self { table: facility_results(session), shapes: Shapes::Points(facilities) },
        ]
    }
}

/// A cell as text without separators, as other programs read numbers; empty where nothing is known.
pub(super) fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) | Cell::Assumed(number) => number.to_string(),
    }
}

/// A shape in longitude and latitude.
pub(super) enum DegreesShape {
    Point([f64; 2]),
    /// Polygons, each with its rings, which are closed: the outside first.
    Areas(Vec<Vec<Vec<[f64; 2]>>>),
}

impl Shapes<'_> {
    /// The shape of a row.
    pub fn in_degrees(
        &self,
        row: usize,
        projector: &Projector,
    ) -> Result<DegreesShape, ExportError> {
        let areas = match self.of_row(row) {
            Shape::Point(at) => return Ok(DegreesShape::Point(degrees(at, projector)?)),
            Shape::Area(areas, _) => areas,
        };
        let ring = |ring: &[WorldPoint]| -> Result<Vec<[f64; 2]>, ExportError> {
            ring.iter().chain(ring.first()).map(|point| degrees(*point, projector)).collect()
        };
        let part = |rings: Vec<&[WorldPoint]>| rings.into_iter().map(ring).collect();
        let parts: Result<_, ExportError> = areas.parts(row).map(part).collect();
        Ok(DegreesShape::Areas(parts?))
    }
}

fn degrees(point: WorldPoint, projector: &Projector) -> Result<[f64; 2], ExportError> {
    /// To a tenth of a millimetre.
    const DIGITS: f64 = 1e9;
    let place = projector.convert([point.x, point.y])?;
    Ok(place.map(|degrees| (degrees * DIGITS).round() / DIGITS))
}
