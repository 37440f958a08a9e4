//! Plane geometry of the sample: points, the bend from plan to ground, and the way to degrees.
//!
//! The district is laid out on a *plan* whose streets are straight, because straight lines are easy
//! to split and to offset. [`bend`] then carries each point to the *ground*, where the streets curve
//! gently and nothing is parallel to the axes. Both are in metres.

use std::ops::{Add, Mul, Sub};

/// A point or a direction, in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub y: f64,
}

/// Short for a [`Point`] with these coordinates.
pub const fn at(x: f64, y: f64) -> Point {
    Point { x, y }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        at(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        at(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        at(self.x * factor, self.y * factor)
    }
}

impl Point {
    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    /// Positive where `other` points to the left of this direction.
    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub fn length(self) -> f64 {
        self.dot(self).sqrt()
    }

    pub fn distance(self, other: Self) -> f64 {
        (self - other).length()
    }

    /// The same direction, one metre long.
    pub fn unit(self) -> Self {
        self * (1.0 / self.length())
    }

    /// The direction a quarter turn to the left.
    pub fn left(self) -> Self {
        at(-self.y, self.x)
    }

    pub fn towards(self, other: Self, fraction: f64) -> Self {
        self + (other - self) * fraction
    }
}

/// Width (west–east) and height (south–north) of the plan.
pub const PLAN: Point = at(4200.0, 3200.0);

/// Carries a point of the plan to the ground, whose origin is the middle of the district.
pub fn bend(plan: Point) -> Point {
    let p = plan - PLAN * 0.5;
    let x = p.x + 75.0 * (p.y / 720.0 + 0.6).sin() + 22.0 * (p.y / 330.0 + p.x / 900.0).sin();
    let y = p.y + 62.0 * (p.x / 800.0 + 0.3).sin() + 18.0 * (p.x / 340.0 - p.y / 1000.0).sin();
    let (sin, cos) = (-9.0_f64).to_radians().sin_cos();
    at(x * cos - y * sin, x * sin + y * cos)
}

/// Longitude and latitude of a point on the ground, to about a centimetre.
///
/// Equirectangular around the middle: over two kilometres the error is a few decimetres, which no
/// one can notice in an invented district.
pub fn degrees(ground: Point) -> [f64; 2] {
    const MIDDLE: Point = at(121.49, 31.245);
    const METRES_PER_DEGREE: Point = at(95_246.0, 110_867.0);
    let round = |value: f64| (value * 1e7).round() / 1e7;
    [
        round(MIDDLE.x + ground.x / METRES_PER_DEGREE.x),
        round(MIDDLE.y + ground.y / METRES_PER_DEGREE.y),
    ]
}

/// A rectangular system of coordinates somewhere on the ground.
pub struct Frame {
    pub origin: Point,
    /// The direction of its x axis, one metre long.
    pub east: Point,
}

impl Frame {
    pub fn local(&self, ground: Point) -> Point {
        let p = ground - self.origin;
        at(p.dot(self.east), p.dot(self.east.left()))
    }

    pub fn ground(&self, local: Point) -> Point {
        self.origin + self.east * local.x + self.east.left() * local.y
    }
}

/// The area inside a ring, positive where it runs counter-clockwise.
pub fn area(ring: &[Point]) -> f64 {
    edges(ring).map(|(a, b)| a.cross(b)).sum::<f64>() / 2.0
}

/// The edges of a ring whose first point is not repeated at its end.
pub fn edges(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    let following = ring.iter().cycle().skip(1);
    ring.iter().zip(following).map(|(&a, &b)| (a, b))
}

/// The part of a convex ring that lies to the left of the line through `on` along `along`.
pub fn left_part(ring: &[Point], on: Point, along: Point) -> Vec<Point> {
    let height = |p: Point| along.cross(p - on);
    let mut kept = Vec::with_capacity(ring.len() + 1);
    for (a, b) in edges(ring) {
        let (from, to) = (height(a), height(b));
        if from >= 0.0 {
            kept.push(a);
        }
        if (from >= 0.0) != (to >= 0.0) {
            kept.push(a.towards(b, from / (from - to)));
        }
    }
    kept
}

/// A path with further points, so that no step of it is longer than `step` metres.
pub fn densified(path: &[Point], step: f64) -> Vec<Point> {
    let mut dense = Vec::new();
    for pair in path.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let count = (a.distance(b) / step).ceil().max(1.0);
        dense.extend((0..count as u32).map(|k| a.towards(b, f64::from(k) / count)));
    }
    dense.extend(path.last());
    dense
}
