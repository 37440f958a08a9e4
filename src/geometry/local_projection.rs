//! A transformation between two systems for millions of points: PROJ's, at a tenth of its time.
//!
//! Within a cell of some kilometres any cartographic projection is so smooth that a polynomial
//! through a few points that PROJ transformed agrees with PROJ to nanometres. Each cell is checked
//! against PROJ when it is made; where the two do not agree, PROJ transforms every point itself.

use std::collections::HashMap;

use super::{Crs, CrsError, Projector};

/// Nodes of a cell in each direction; the polynomials have one degree less.
const NODES: usize = 5;
/// Side of a cell, in degrees or metres.
const CELL_DEGREES: f64 = 0.1;
const CELL_METRES: f64 = 10_000.0;
/// The largest difference from PROJ that is rounding: in metres, and in degrees.
const AGREES_M: f64 = 1e-7;
const AGREES_DEGREES: f64 = 1e-12;

/// A transformation that remembers the cells it was used in. Not `Send`: make one per thread.
pub struct LocalProjection {
    projector: Projector,
    side: f64,
    per_side: f64,
    tolerance: f64,
    /// `None` where PROJ has to do it.
    cells: Vec<Option<Cell>>,
    numbers: HashMap<[i64; 2], usize>,
    /// The cell used last; most points follow a neighbour.
    last: Option<([i64; 2], usize)>,
}

/// The polynomials of a cell, in coordinates that run from -1 to 1 across it.
#[derive(Debug, Clone)]
struct Cell {
    x: [[f64; NODES]; NODES],
    y: [[f64; NODES]; NODES],
}

impl LocalProjection {
    pub fn new(from: &Crs, to: &Crs) -> Result<Self, CrsError> {
        let side = if from.is_geographic() { CELL_DEGREES } else { CELL_METRES };
        let tolerance = if to.is_geographic() { AGREES_DEGREES } else { AGREES_M };
        let projector = Projector::new(from, to)?;
        let (cells, numbers) = (Vec::new(), HashMap::new());
        Ok(Self { projector, side, per_side: 1.0 / side, tolerance, cells, numbers, last: None })
    }

    /// Converts one coordinate pair, always x or longitude first.
    ///
    /// # Errors
    /// As [`Projector::convert`].
    pub fn convert(&mut self, point: [f64; 2]) -> Result<[f64; 2], CrsError> {
        let place = point.map(|value| value * self.per_side);
        if !place.iter().all(|place| place.abs() < 1e9) {
            return self.projector.convert(point);
        }
        // Rounded down, which `floor` does by a call.
        let key = place.map(|place| place as i64 - i64::from(place < 0.0));
        let number = match self.last {
            Some((last, number)) if last == key => number,
            _ => self.number_of(key),
        };
        self.last = Some((key, number));
        match &self.cells[number] {
            Some(cell) => Ok(cell.at(within_cell(place, key))),
            None => self.projector.convert(point),
        }
    }

    fn number_of(&mut self, key: [i64; 2]) -> usize {
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.cells.len();
        self.cells.push(self.fitted(key));
        self.numbers.insert(key, number);
        number
    }

    /// The polynomials of a cell, if they agree with PROJ everywhere in it.
    fn fitted(&self, key: [i64; 2]) -> Option<Cell> {
        let nodes = chebyshev_nodes();
        let mut x = [[0.0; NODES]; NODES];
        let mut y = x;
        for (row, v) in nodes.iter().enumerate() {
            for (column, u) in nodes.iter().enumerate() {
                let [px, py] =
                    self.projector.convert(out_of_cell([*u, *v], key, self.side)).ok()?;
                (x[row][column], y[row][column]) = (px, py);
            }
        }
        let cell = Cell { x: coefficients(&x), y: coefficients(&y) };
        let checks = [-1.0, -0.9, -0.45, 0.05, 0.5, 0.85, 1.0];
        let agrees = checks.iter().all(|u| {
            checks.iter().all(|v| {
                let exact = self.projector.convert(out_of_cell([*u, *v], key, self.side));
                let found = cell.at([*u, *v]);
                exact.is_ok_and(|exact| {
                    (0..2).all(|axis| (exact[axis] - found[axis]).abs() <= self.tolerance)
                })
            })
        });
        agrees.then_some(cell)
    }
}

impl Cell {
    fn at(&self, [u, v]: [f64; 2]) -> [f64; 2] {
        [horner(&self.x, u, v), horner(&self.y, u, v)]
    }
}

/// The value of a polynomial in two variables; rows are powers of `v`.
fn horner(rows: &[[f64; NODES]; NODES], u: f64, v: f64) -> f64 {
    let row = |row: &[f64; NODES]| row.iter().rev().fold(0.0, |sum, c| sum * u + c);
    rows.iter().rev().fold(0.0, |sum, coefficients| sum * v + row(coefficients))
}

/// `place` counts in sides of a cell.
fn within_cell(place: [f64; 2], key: [i64; 2]) -> [f64; 2] {
    [0, 1].map(|axis| 2.0 * (place[axis] - key[axis] as f64) - 1.0)
}

fn out_of_cell(place: [f64; 2], key: [i64; 2], side: f64) -> [f64; 2] {
    [0, 1].map(|axis| (key[axis] as f64 + (place[axis] + 1.0) / 2.0) * side)
}

/// Where polynomials are fitted so that they do not swing between the nodes.
fn chebyshev_nodes() -> [f64; NODES] {
    std::array::from_fn(|node| {
        (std::f64::consts::PI * (2 * node + 1) as f64 / (2 * NODES) as f64).cos()
    })
}

/// The coefficients of the polynomial through values at the nodes, first along the rows, then
/// along the columns.
fn coefficients(values: &[[f64; NODES]; NODES]) -> [[f64; NODES]; NODES] {
    let rows: [[f64; NODES]; NODES] = std::array::from_fn(|row| through(&values[row]));
    let columns: [[f64; NODES]; NODES] =
        std::array::from_fn(|power| through(&std::array::from_fn(|row| rows[row][power])));
    std::array::from_fn(|row| std::array::from_fn(|column| columns[column][row]))
}

/// The coefficients, lowest power first, of the polynomial through values at the nodes: Newton's
/// divided differences, multiplied out.
fn through(values: &[f64; NODES]) -> [f64; NODES] {
    let nodes = chebyshev_nodes();
    let mut differences = *values;
    for order in 1..NODES {
        for place in (order..NODES).rev() {
            differences[place] = (differences[place] - differences[place - 1])
                / (nodes[place] - nodes[place - order]);
        }
    }
    let mut powers = [0.0; NODES];
    for place in (0..NODES).rev() {
        // powers · (x - node) + difference
        for power in (1..NODES).rev() {
            powers[power] = powers[power - 1] - nodes[place] * powers[power];
        }
        powers[0] = differences[place] - nodes[place] * powers[0];
    }
    powers
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn crs(code: &str) -> Crs {
        Crs::from_code(code).expect("known to PROJ")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn it_agrees_with_proj_to_a_ten_thousandth_of_a_millimetre(
            to in prop::sample::select(vec!["EPSG:4549", "EPSG:32651", "EPSG:3857", "EPSG:4528"]),
            lon in 118.0..124.0_f64,
            lat in 29.0..33.0_f64,
        ) {
            let (from, to) = (Crs::wgs84(), crs(to));
            let exact = Projector::new(&from, &to).and_then(|p| p.convert([lon, lat]));
            let found = LocalProjection::new(&from, &to).and_then(|mut p| p.convert([lon, lat]));
            let (exact, found) = (exact.expect("on Earth"), found.expect("on Earth"));
            for axis in 0..2 {
                prop_assert!((exact[axis] - found[axis]).abs() <= AGREES_M, "{:?} {:?}", exact, found);
            }
        }

        #[test]
        fn it_agrees_between_projected_systems(x in 5.8e5..7.1e5_f64, y in 3.40e6..3.53e6_f64) {
            let (from, to) = (crs("EPSG:4550"), crs("EPSG:4549"));
            let exact = Projector::new(&from, &to).and_then(|p| p.convert([x, y]));
            let found = LocalProjection::new(&from, &to).and_then(|mut p| p.convert([x, y]));
            let (exact, found) = (exact.expect("on Earth"), found.expect("on Earth"));
            for axis in 0..2 {
                prop_assert!((exact[axis] - found[axis]).abs() <= AGREES_M, "{:?} {:?}", exact, found);
            }
        }
    }

    #[test]
    fn places_off_the_earth_are_errors_as_with_proj() {
        let local = LocalProjection::new(&Crs::wgs84(), &crs("EPSG:4549"));
        let mut local = local.expect("known to PROJ");
        assert!(local.convert([f64::NAN, 31.0]).is_err());
        assert!(local.convert([121.0, 131.0]).is_err());
        assert!(local.convert([f64::INFINITY, 0.0]).is_err());
    }
}
