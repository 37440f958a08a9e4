//! Who is served from where when everybody goes to the nearest open site, and what it would come to with
//! a site in the place of another (Teitz and Bart 1968, *Heuristic methods for estimating the generalized
//! vertex median of a weighted graph*). One look at the ways to a new site tells what it is worth together
//! with closing each of the open ones, after Whitaker (1983); for the farthest after Mladenović, Labbé and
//! Hansen (2003), *Solving the p-center problem with tabu search and variable neighborhood search*,
//! Networks 42.
//!
//! What the ways are, measured or straight, is the caller's. Sums are the same however many processors add.

use rayon::prelude::*;

use super::interchange::Ways;

/// What no way at all counts as, in metres: farther than any.
pub const BEYOND_M: f64 = 1e7;
/// Savings below this share are rounding.
const NOTABLE: f64 = 1e-9;
/// Rows that one processor looks at in a piece.
pub const ROWS_AT_ONCE: usize = 1 << 14;

/// Demand points, each served by the nearest of the open sites and of what stays open in every plan.
/// Open sites are known by their place among them.
#[derive(Debug, Clone)]
pub struct NearestService {
    /// Of the demand points; those that weigh nothing do not count for the farthest either.
    weights: Vec<f64>,
    /// Whether the farthest counts, instead of the sum of weighted metres.
    is_for_farthest: bool,
    /// Metres to the nearest of what stays.
    staying_m: Vec<f64>,
    nearest: Vec<NearestTwo>,
    places: usize,
}

/// Metres to the nearest open site, its place, and metres to the second nearest.
#[derive(Debug, Clone, Copy)]
struct NearestTwo {
    first_m: f64,
    by: u32,
    second_m: f64,
}

/// What stays open in every plan is nearest, or nothing is.
const STAYING: u32 = u32::MAX;

impl NearestTwo {
    fn of_staying(metres: f64) -> Self {
        Self { first_m: metres, by: STAYING, second_m: metres }
    }

    fn offer(&mut self, place: usize, metres: f64) {
        if metres < self.first_m {
            *self = Self { first_m: metres, by: place as u32, second_m: self.first_m };
        } else if metres < self.second_m {
            self.second_m = metres;
        }
    }
}

impl NearestService {
    /// Nothing is open but what stays; `staying_m` may be infinite.
    pub fn to_what_stays(weights: Vec<f64>, staying_m: Vec<f64>, is_for_farthest: bool) -> Self {
        let staying_m: Vec<f64> =
            staying_m.into_iter().map(|metres| metres.min(BEYOND_M)).collect();
        let nearest = staying_m.iter().copied().map(NearestTwo::of_staying).collect();
        Self { weights, is_for_farthest, staying_m, nearest, places: 0 }
    }

    /// Opens so many sites, and no others; `metres` from a demand point to the site at a place, the
    /// demand point's number first.
    pub fn open(&mut self, places: usize, metres: impl Fn(usize, usize) -> f64 + Sync) {
        self.places = places;
        let rows = self.staying_m.par_iter().enumerate().with_min_len(ROWS_AT_ONCE);
        let nearest = rows.map(|(row, staying_m)| {
            let mut nearest = NearestTwo::of_staying(*staying_m);
            (0..places).for_each(|place| nearest.offer(place, metres(row, place)));
            nearest
        });
        self.nearest = nearest.collect();
    }

    /// Opens the sites that have these ways to the demand points they reach, and no others.
    pub fn open_along<'w>(&mut self, ways: impl Iterator<Item = &'w Ways>) {
        self.nearest = self.staying_m.iter().copied().map(NearestTwo::of_staying).collect();
        self.places = 0;
        for ways in ways {
            for (row, metres) in ways {
                self.nearest[*row as usize].offer(self.places, *metres);
            }
            self.places += 1;
        }
    }

    /// Gives a demand point another weight.
    pub fn weigh(&mut self, row: usize, weight: f64) {
        self.weights[row] = weight;
    }

    pub fn is_for_farthest(&self) -> bool {
        self.is_for_farthest
    }

    /// How much each demand point weighs.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Metres from a demand point to what serves it.
    pub fn nearest_m(&self, row: usize) -> f64 {
        self.nearest[row].first_m
    }

    /// Whether the site at a place serves a demand point.
    pub fn is_served_by(&self, row: usize, place: usize) -> bool {
        self.nearest[row].by as usize == place
    }

    /// The weighted metres of all, or the metres of the farthest.
    pub fn value(&self) -> f64 {
        self.gathered(|_, nearest| nearest.first_m)
    }

    /// The same with one site more, so many metres from each demand point.
    pub fn value_with(&self, new_m: impl Fn(usize) -> f64 + Sync) -> f64 {
        self.gathered(|row, nearest| nearest.first_m.min(new_m(row)))
    }

    /// The place of the open site that a new one had best take, where that makes less than `before`,
    /// which is the value; `new_m` from each demand point to the new one.
    pub fn place_to_exchange(
        &self,
        before: f64,
        new_m: impl Fn(usize) -> f64 + Sync,
    ) -> Option<usize> {
        let values = match self.is_for_farthest {
            true => self.farthest_with(new_m),
            false => self.sums_with(new_m),
        };
        let best = values.into_iter().enumerate().min_by(|a, b| a.1.total_cmp(&b.1));
        let (place, value) = best?;
        (value < before - NOTABLE * (1.0 + before)).then_some(place)
    }

    fn gathered(&self, metres: impl Fn(usize, &NearestTwo) -> f64 + Sync) -> f64 {
        let of_piece = |rows: Rows<'_>| match self.is_for_farthest {
            true => rows.map(|(row, _, nearest)| metres(row, nearest)).fold(0.0, f64::max),
            false => rows.map(|(row, weight, nearest)| weight * metres(row, nearest)).sum(),
        };
        let pieces = self.by_pieces(of_piece).into_iter();
        if self.is_for_farthest { pieces.fold(0.0, f64::max) } else { pieces.sum() }
    }

    /// The sum with a new site in the place of each open one.
    fn sums_with(&self, new_m: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
        let pieces = self.by_pieces(|rows| {
            // The sum with the new site beside all, then what closing each costs more.
            let mut sums = vec![0.0; self.places + 1];
            for (row, weight, nearest) in rows {
                let new_m = new_m(row);
                let nearest_m = new_m.min(nearest.first_m);
                sums[0] += weight * nearest_m;
                if nearest.by != STAYING {
                    let without_m = new_m.min(nearest.second_m);
                    sums[1 + nearest.by as usize] += weight * (without_m - nearest_m);
                }
            }
            sums
        });
        let sum = |of: usize| pieces.iter().map(|sums| sums[of]).sum::<f64>();
        let all = sum(0);
        (1..=self.places).map(|place| all + sum(place)).collect()
    }

    /// The farthest with a new site in the place of each open one.
    fn farthest_with(&self, new_m: impl Fn(usize) -> f64 + Sync) -> Vec<f64> {
        let pieces = self.by_pieces(|rows| {
            // Of those whom each serves, and last of whom none does: with it, and without it.
            let mut farthest = [vec![0.0_f64; self.places + 1], vec![0.0_f64; self.places + 1]];
            for (row, _, nearest) in rows {
                let new_m = new_m(row);
                let place = (nearest.by as usize).min(self.places);
                let metres = [nearest.first_m, nearest.second_m];
                for (farthest, metres) in farthest.iter_mut().zip(metres) {
                    farthest[place] = farthest[place].max(new_m.min(metres));
                }
            }
            farthest
        });
        let most = |which: usize, place: usize| {
            pieces.iter().map(|farthest| farthest[which][place]).fold(0.0, f64::max)
        };
        let with_m: Vec<f64> = (0..=self.places).map(|place| most(0, place)).collect();
        let farthest_of_others = |place: usize| {
            let others = with_m.iter().enumerate().filter(|(other, _)| *other != place);
            others.map(|(_, metres)| *metres).fold(0.0, f64::max)
        };
        (0..self.places).map(|place| most(1, place).max(farthest_of_others(place))).collect()
    }

    /// What is gathered from the demand points that weigh something, in pieces whose order does not
    /// depend on who gathers.
    fn by_pieces<T: Send>(&self, gather: impl Fn(Rows<'_>) -> T + Sync) -> Vec<T> {
        let pieces =
            self.nearest.par_chunks(ROWS_AT_ONCE).zip(self.weights.par_chunks(ROWS_AT_ONCE));
        let pieces = pieces.enumerate().map(|(piece, (nearest, weights))| {
            gather(Rows { first: piece * ROWS_AT_ONCE, at: 0, nearest, weights })
        });
        pieces.collect()
    }
}

/// Demand points that weigh something: number, weight, and what serves them.
struct Rows<'a> {
    /// The number of the first.
    first: usize,
    at: usize,
    nearest: &'a [NearestTwo],
    weights: &'a [f64],
}

impl<'a> Iterator for Rows<'a> {
    type Item = (usize, f64, &'a NearestTwo);

    fn next(&mut self) -> Option<Self::Item> {
        let skipped = self.weights[self.at..].iter().position(|weight| *weight > 0.0)?;
        let at = self.at + skipped;
        self.at = at + 1;
        Some((self.first + at, self.weights[at], &self.nearest[at]))
    }
}
