//! A plan in which everybody is served by the nearest site, in straight lines: made of the land in cells, where
//! it takes a moment even for a city, and bettered home by home. Sites are exchanged one at a time, each for
//! whichever open one the plan can best do without (Teitz and Bart 1968, *Heuristic methods for estimating the
//! generalized vertex median of a weighted graph*; all of them in one look after Whitaker 1983). Which are
//! tried: the place in the middle of those whom a site serves, after Cooper (1964), *Heuristic methods for
//! location-allocation problems*, and places where much is walked.

use rayon::prelude::*;

use crate::geometry::{PointGrid, WorldPoint, radius_of_discs};
use crate::siting::{BEYOND_M, NearestService, ROWS_AT_ONCE};

use super::Ground;
use crate::analysis::scattering::scattered_at;

/// Into about so many cells the land is divided for the first plan.
const CELLS: f64 = 900.0;
/// Tries that did not better the plan, after which it is as good as this gets: for each open site, and on
/// top.
const TRIES_PER_SITE: usize = 3;
const MORE_TRIES: usize = 60;

/// A plan that is being bettered.
pub(super) struct Serving {
    served: Served,
    /// Where the sites are that may be opened.
    places: PointGrid,
    at: Vec<WorldPoint>,
    /// About half as far as sites lie apart.
    usual_m: f64,
    tries: usize,
    fruitless: usize,
}

impl Serving {
    /// A first plan; `nearest_open_m` are straight metres from each home to what is open in every plan.
    pub fn begin(
        ground: &Ground,
        nearest_open_m: &[f64],
        is_for_farthest: bool,
        area_m2: f64,
    ) -> Self {
        let at = ground.at.clone();
        let usual_m = radius_of_discs(area_m2, at.len());
        let places = PointGrid::new(&at, usual_m);
        let weights: Vec<f64> = ground.residents.iter().map(|persons| persons.as_f64()).collect();
        let staying_m: Vec<f64> = nearest_open_m.iter().map(|m| m.min(BEYOND_M)).collect();
        let coarse = Coarse::of(&ground.homes, &weights, &staying_m, is_for_farthest, area_m2);
        let sites = coarse.plan(&places, &at, ground.count, usual_m);
        let homes = ground.homes.clone();
        let mut served = Served::by_none(homes, weights, staying_m, is_for_farthest);
        served.open = sites.into_iter().map(|site| (site, at[site as usize])).collect();
        served.serve();
        Self { served, places, at, usual_m, tries: 0, fruitless: 0 }
    }

    /// Tries one more exchange; whether there are any left that may better the plan.
    pub fn step(&mut self) -> bool {
        let open = self.served.open.len();
        if open == 0 || self.fruitless >= TRIES_PER_SITE * open + MORE_TRIES {
            return false;
        }
        // The middles of all in turn, then as many places where much is walked.
        let (round, turn) = (self.tries / (2 * open), self.tries % (2 * open));
        let wanted = match turn < open {
            true => self.served.middle_of(turn),
            false => self.served.much_walked(round * open + turn),
        };
        self.tries += 1;
        let site = self.places.nearest(wanted, self.usual_m).map(|(site, _)| site);
        let is_better = site.is_some_and(|site| self.served.offer(site, self.at[site as usize]));
        self.fruitless = if is_better { 0 } else { self.fruitless + 1 };
        true
    }

    /// Positions among the places that may be opened.
    pub fn open(&self) -> impl Iterator<Item = usize> {
        self.served.open.iter().map(|(site, _)| *site as usize)
    }

    /// Straight metres: all residents' together, or those of the farthest.
    pub fn value(&self) -> f64 {
        self.served.value
    }
}

/// The land in cells, each with all its residents in one place.
struct Coarse(Served);

impl Coarse {
    fn of(
        homes: &[WorldPoint],
        weights: &[f64],
        staying_m: &[f64],
        is_for_farthest: bool,
        area_m2: f64,
    ) -> Self {
        let cell_m = (area_m2 / CELLS).sqrt().max(1.0);
        let cells: Vec<(WorldPoint, f64, f64)> = PointGrid::new(homes, cell_m)
            .cells()
            .map(|cell| {
                let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
                let (mut mean_m, mut most_m) = (0.0, 0.0_f64);
                for (at, home) in cell {
                    let (of_home, staying_m) = (weights[*home as usize], staying_m[*home as usize]);
                    (x, y) = (x + of_home * at.x, y + of_home * at.y);
                    weight += of_home;
                    mean_m += of_home * staying_m;
                    most_m = most_m.max(staying_m);
                }
                let middle = WorldPoint::new(x / weight, y / weight);
                (middle, weight, if is_for_farthest { most_m } else { mean_m / weight })
            })
            .collect();
        let column = |of: fn(&(WorldPoint, f64, f64)) -> f64| cells.iter().map(of).collect();
        let middles = cells.iter().map(|(middle, ..)| *middle).collect();
        let (weights, staying_m) = (column(|cell| cell.1), column(|cell| cell.2));
        Self(Served::by_none(middles, weights, staying_m, is_for_farthest))
    }

    /// The sites of a plan: of those nearest to the middles of cells first the one that helps most, again and
    /// again; then exchanged for each other.
    fn plan(
        mut self,
        places: &PointGrid,
        at: &[WorldPoint],
        count: usize,
        usual_m: f64,
    ) -> Vec<u32> {
        let served = &mut self.0;
        let nearest = |middle: &WorldPoint| places.nearest(*middle, usual_m).map(|(site, _)| site);
        let mut sites: Vec<u32> = served.rows.par_iter().filter_map(nearest).collect();
        sites.sort_unstable();
        sites.dedup();
        while served.open.len() < count.min(sites.len()) {
            let with = |site: &u32| served.value_with(at[*site as usize]);
            let is_closed = |site: &&u32| !served.open.iter().any(|(open, _)| open == *site);
            let values = sites.par_iter().filter(is_closed).map(|site| (with(site), *site));
            let best = values.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let Some((_, site)) = best else { break };
            served.open.push((site, at[site as usize]));
            served.serve();
        }
        let mut is_better = true;
        while is_better {
            is_better = false;
            for site in &sites {
                is_better |= served.offer(*site, at[*site as usize]);
            }
        }
        let mut open: Vec<u32> = served.open.iter().map(|(site, _)| *site).collect();
        // More sites are asked for than there are cells with any.
        let others = (0..at.len() as u32).filter(|site| !open.contains(site));
        let missing = count.saturating_sub(open.len());
        let others: Vec<u32> = others.take(missing).collect();
        open.extend(others);
        open
    }
}

/// Who is served from where, in straight lines.
struct Served {
    rows: Vec<WorldPoint>,
    open: Vec<(u32, WorldPoint)>,
    service: NearestService,
    /// What is walked by the plan: by all together, or by the farthest.
    value: f64,
}

impl Served {
    fn by_none(
        rows: Vec<WorldPoint>,
        weights: Vec<f64>,
        staying_m: Vec<f64>,
        is_for_farthest: bool,
    ) -> Self {
        let service = NearestService::to_what_stays(weights, staying_m, is_for_farthest);
        let value = service.value();
        Self { rows, open: Vec::new(), service, value }
    }

    fn serve(&mut self) {
        let Self { rows, open, .. } = self;
        self.service.open(open.len(), |row, place| open[place].1.distance_to(rows[row]));
        self.value = self.service.value();
    }

    /// What would be walked with one site more.
    fn value_with(&self, at: WorldPoint) -> f64 {
        self.service.value_with(|row| at.distance_to(self.rows[row]))
    }

    /// Opens a site in the place of the one that makes the plan best, if that helps; whether it did.
    fn offer(&mut self, site: u32, at: WorldPoint) -> bool {
        if self.open.is_empty() || self.open.iter().any(|(open, _)| *open == site) {
            return false;
        }
        let new_m = |row: usize| at.distance_to(self.rows[row]);
        let Some(place) = self.service.place_to_exchange(self.value, new_m) else {
            return false;
        };
        self.open[place] = (site, at);
        self.serve();
        true
    }

    /// Where an open site would serve those whom it serves best, if it could stand anywhere.
    fn middle_of(&self, place: usize) -> WorldPoint {
        let mut middle = self.open[place].1;
        for round in 1..=MIDDLE_ROUNDS {
            middle = match self.service.is_for_farthest() {
                true => self.toward_farthest(place, middle, round),
                false => self.toward_most(place, middle),
            };
        }
        middle
    }

    /// One step to the point with the least sum of weighted metres (Weiszfeld 1937).
    fn toward_most(&self, place: usize, from: WorldPoint) -> WorldPoint {
        const LEAST_M: f64 = 1.0;
        let pieces: Vec<[f64; 3]> = self
            .rows
            .par_chunks(ROWS_AT_ONCE)
            .enumerate()
            .map(|(piece, rows)| {
                let mut pull = [0.0; 3];
                let rows = (piece * ROWS_AT_ONCE..).zip(rows);
                for (row, at) in rows.filter(|(row, _)| self.service.is_served_by(*row, place)) {
                    let by = self.service.weights()[row] / from.distance_to(*at).max(LEAST_M);
                    for (pull, part) in pull.iter_mut().zip([by * at.x, by * at.y, by]) {
                        *pull += part;
                    }
                }
                pull
            })
            .collect();
        let [x, y, by] = [0, 1, 2].map(|part| pieces.iter().map(|pull| pull[part]).sum::<f64>());
        if by > 0.0 { WorldPoint::new(x / by, y / by) } else { from }
    }

    /// One step to the point with the least way to the farthest (Bădoiu and Clarkson 2003, *Smaller core-sets
    /// for balls*).
    fn toward_farthest(&self, place: usize, from: WorldPoint, round: u32) -> WorldPoint {
        let rows = self.rows.par_iter().enumerate().with_min_len(ROWS_AT_ONCE);
        let served = rows.filter(|(row, _)| {
            self.service.is_served_by(*row, place) && self.service.weights()[*row] > 0.0
        });
        let away = served.map(|(row, at)| (from.distance_to(*at), row));
        let farthest = away.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, row)) = farthest else { return from };
        from.toward(self.rows[row], 1.0 / f64::from(round + 1))
    }

    /// Of some homes all over the land the one that adds most to what is walked; other ones at each number.
    fn much_walked(&self, number: usize) -> WorldPoint {
        const LOOKED_AT: usize = 64;
        let numbers = number * LOOKED_AT..(number + 1) * LOOKED_AT;
        let looked_at = numbers.map(|number| scattered_at(number, self.rows.len()));
        let walked = |row: &usize| {
            let is_for_farthest = self.service.is_for_farthest();
            let weight = if is_for_farthest { 1.0 } else { self.service.weights()[*row] };
            weight * self.service.nearest_m(*row)
        };
        let most = looked_at.max_by(|a, b| walked(a).total_cmp(&walked(b)));
        most.map_or(self.open[0].1, |row| self.rows[row])
    }
}

/// Steps toward a middle: it need not be found to the metre, since no site may stand there.
const MIDDLE_ROUNDS: u32 = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::Persons;

    /// Homes and places on a square, a hundred metres apart.
    fn square(side: i32, count: usize) -> Ground {
        let points: Vec<WorldPoint> = (0..side * side)
            .map(|n| WorldPoint::new(f64::from(n % side) * 100.0, f64::from(n / side) * 100.0))
            .collect();
        Ground {
            residents: vec![Persons::from_f64(10.0).unwrap_or(Persons::ZERO); points.len()],
            homes: points.clone(),
            open: Vec::new(),
            forced: Vec::new(),
            sites: (0..points.len()).collect(),
            at: points,
            count,
        }
    }

    fn bettered(ground: &Ground, is_for_farthest: bool) -> Serving {
        let nowhere = vec![f64::INFINITY; ground.homes.len()];
        let mut serving = Serving::begin(ground, &nowhere, is_for_farthest, 1e6);
        while serving.step() {}
        serving
    }

    #[test]
    fn one_site_comes_to_stand_in_the_middle() {
        let ground = square(9, 1);
        for is_for_farthest in [false, true] {
            let serving = bettered(&ground, is_for_farthest);
            assert_eq!(serving.open().collect::<Vec<_>>(), [40], "{is_for_farthest}");
        }
    }

    #[test]
    fn a_plan_is_worth_what_everybody_walks_by_it() {
        let ground = square(12, 4);
        let serving = bettered(&ground, false);
        let open: Vec<WorldPoint> = serving.open().map(|site| ground.at[site]).collect();
        let nearest = |home: &WorldPoint| {
            open.iter().map(|at| at.distance_to(*home)).fold(f64::INFINITY, f64::min)
        };
        let sum: f64 = ground.homes.iter().map(|home| 10.0 * nearest(home)).sum();
        assert!((serving.value() - sum).abs() < 1e-6 * sum);
        // Four quarters of 6 × 6 homes: the best that four sites can do is one in the middle of each.
        let quarter: f64 = (0..36)
            .map(|n| {
                let (x, y) = (f64::from(n % 6) - 2.0, f64::from(n / 6) - 2.0);
                1000.0 * x.hypot(y)
            })
            .sum();
        assert!(serving.value() <= 4.0 * quarter * 1.02, "{} {quarter}", serving.value());
    }
}
