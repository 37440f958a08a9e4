//! Where most features of a layer are, in the file's own coordinates: a few that are far off the
//! mark, as metres among degrees or a place at 0, 0, do not count.

use geo::{Coord, Rect, coord};
use rayon::prelude::*;

use crate::files::table::{Geometries, Table};

/// Features looked at to tell what is usual.
const MOST_FEATURES: usize = 10_000;
/// A layer smaller than this has nothing far away, in degrees and in metres.
const SMALL: [f64; 2] = [1.0, 100e3];
/// Farther than so many times the distance within which three quarters lie is far away.
const FAR: f64 = 20.0;
const KM_PER_DEGREE: f64 = 111.2;

/// The rectangle around most features, and those outside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::files) struct Usual {
    /// `None` without usable geometry.
    pub bounds: Option<Rect<f64>>,
    /// Features far away, and how many kilometres from the middle of the others.
    pub far_away: Vec<(usize, f64)>,
}

impl Usual {
    /// Of the features of a table, in degrees or metres, whichever most of them have.
    pub fn of(table: &Table) -> Self {
        let geometries = &table.geometries;
        let [degrees, metres] = (0..geometries.len())
            .into_par_iter()
            .filter_map(|feature| geometries.bounds(feature))
            .fold(<[Boxes; 2]>::default, |mut all, bounds| {
                all[usize::from(!could_be_degrees(&bounds))].add(bounds);
                all
            })
            .reduce(<[Boxes; 2]>::default, |a, b| [a[0].joined(b[0]), a[1].joined(b[1])]);
        let in_degrees = degrees.count > metres.count;
        let Some(around) = (if in_degrees { degrees } else { metres }).around else {
            return Self::default();
        };
        let small = SMALL[usize::from(!in_degrees)];
        if around.width() <= small && around.height() <= small {
            return Self { bounds: Some(around), far_away: Vec::new() };
        }
        let of_most = |bounds: &Rect<f64>| could_be_degrees(bounds) == in_degrees;
        let (middle, three_quarters) = spread(geometries, &of_most);
        let most = (FAR * three_quarters).max(small);
        let mut usual = Self::default();
        for feature in 0..geometries.len() {
            let Some(bounds) = geometries.bounds(feature).filter(of_most) else { continue };
            let distance = farthest(&bounds, middle);
            if distance > most {
                let km = if in_degrees { distance * KM_PER_DEGREE } else { distance / 1000.0 };
                usual.far_away.push((feature, km));
            } else {
                usual.bounds = Some(usual.bounds.map_or(bounds, |all| union(all, bounds)));
            }
        }
        usual
    }
}

/// The middle of the features, by medians, and the distance from it within which three quarters of
/// them lie.
fn spread(geometries: &Geometries, of_most: &dyn Fn(&Rect<f64>) -> bool) -> (Coord<f64>, f64) {
    let step = (geometries.len() / MOST_FEATURES).max(1);
    let boxes = (0..geometries.len()).step_by(step).filter_map(|f| geometries.bounds(f));
    let centers: Vec<Coord<f64>> = boxes.filter(of_most).map(|bounds| bounds.center()).collect();
    let middle = coord! {
        x: quantile(centers.iter().map(|at| at.x).collect(), 0.5),
        y: quantile(centers.iter().map(|at| at.y).collect(), 0.5),
    };
    (middle, quantile(centers.iter().map(|at| distance(*at, middle)).collect(), 0.75))
}

fn quantile(mut values: Vec<f64>, share: f64) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    let position = (values.len().saturating_sub(1) as f64 * share) as usize;
    values.get(position).copied().unwrap_or(0.0)
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// How far the farthest corner of a box lies.
fn farthest(bounds: &Rect<f64>, middle: Coord<f64>) -> f64 {
    let (low, high) = (bounds.min(), bounds.max());
    let x = (low.x - middle.x).abs().max((high.x - middle.x).abs());
    let y = (low.y - middle.y).abs().max((high.y - middle.y).abs());
    x.hypot(y)
}

/// How many boxes, and the box around them.
#[derive(Debug, Clone, Copy, Default)]
struct Boxes {
    count: usize,
    around: Option<Rect<f64>>,
}

impl Boxes {
    fn add(&mut self, bounds: Rect<f64>) {
        *self = self.joined(Self { count: 1, around: Some(bounds) });
    }

    fn joined(self, other: Self) -> Self {
        let around = match (self.around, other.around) {
            (Some(a), Some(b)) => Some(union(a, b)),
            (one, another) => one.or(another),
        };
        Self { count: self.count + other.count, around }
    }
}

/// Degrees either way round.
pub(super) fn could_be_degrees(bounds: &Rect<f64>) -> bool {
    let turned = Rect::new(
        coord! { x: bounds.min().y, y: bounds.min().x },
        coord! { x: bounds.max().y, y: bounds.max().x },
    );
    are_degrees(bounds) || are_degrees(&turned)
}

fn are_degrees(bounds: &Rect<f64>) -> bool {
    let within = |value: f64, most: f64| value.abs() <= most;
    within(bounds.min().x, 180.0)
        && within(bounds.max().x, 180.0)
        && within(bounds.min().y, 90.0)
        && within(bounds.max().y, 90.0)
}

fn union(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        coord! { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
        coord! { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_points(points: &[(f64, f64)]) -> Usual {
        let mut table = Table::default();
        for (x, y) in points {
            let none: [(&str, crate::files::table::Cell); 0] = [];
            table.push(Ok(geo::Point::new(*x, *y).into()), none);
        }
        Usual::of(&table)
    }

    #[test]
    fn a_place_at_zero_is_not_usual() {
        let mut points: Vec<_> = (0..8).map(|i| (121.4 + f64::from(i) * 0.01, 31.2)).collect();
        points.push((0.0, 0.0));
        let usual = of_points(&points);
        assert_eq!(usual.bounds.map(|bounds| bounds.min().x), Some(121.4));
        let [(8, km)] = usual.far_away.as_slice() else { panic!("{usual:?}") };
        assert!((*km - 13_944.0).abs() < 20.0, "{km}");
    }

    #[test]
    fn metres_among_degrees_do_not_count_and_a_wide_country_is_no_flaw() {
        let usual = of_points(&[(121.4, 31.2), (121.5, 31.2), (354_000.0, 3_450_000.0)]);
        assert_eq!(usual.bounds.map(|bounds| bounds.max().x), Some(121.5));
        assert!(usual.far_away.is_empty());
        let wide: Vec<_> = (0..50).map(|i| (80.0 + f64::from(i), 30.0)).collect();
        assert!(of_points(&wide).far_away.is_empty());
    }
}
