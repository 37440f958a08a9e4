//! A plan bettered by one site after another, each as soon as its ways are known: the site takes the
//! place of whichever open one makes the plan best, if that helps. One look at the ways of a site
//! tells what it is worth together with closing each of the open ones, after Whitaker (1983), as in
//! `start`; for the farthest after Mladenović, Labbé and Hansen (2003), *Solving the p-center problem
//! with tabu search and variable neighborhood search*, Networks 42.
//!
//! For plans without a limit, whose search takes long to get ready: this needs the ways of the open
//! sites and of the new one, and no more.

use super::problem::{Model, Problem, Standing};

/// What no way at all counts as, in metres: farther than any.
const BEYOND_M: f64 = 1e7;
/// Savings below this share are rounding.
const NOTABLE: f64 = 1e-9;

/// Demand points that a site reaches, with metres.
pub type Ways = [(u32, f64)];

/// A plan of as many sites as it began with.
#[derive(Debug, Clone)]
pub struct Interchange {
    weights: Vec<f64>,
    /// Whether the farthest counts, instead of the sum of weighted metres.
    is_for_farthest: bool,
    /// Metres to the nearest of the sites that stay whatever is exchanged.
    staying_m: Vec<f64>,
    open: Vec<usize>,
    /// Whether any site known so far reaches a demand point.
    is_reached: Vec<bool>,
    /// Metres to the nearest open site, its place among them, and metres to the second nearest.
    first_m: Vec<f64>,
    by: Vec<u32>,
    second_m: Vec<f64>,
}

/// The nearest site is one of those that stay, or there is none.
const STAYING: u32 = u32::MAX;

impl Interchange {
    /// A plan of a problem as far as it is known. None for models that count within a limit.
    pub fn of(problem: &Problem, model: &Model, plan: &[usize]) -> Option<Self> {
        let is_for_farthest = match model {
            Model::PMedian(_) => false,
            Model::PCentre(_) => true,
            Model::MaxCover(_) | Model::SetCover(_) => return None,
        };
        let is_exchanged = |site: &usize| problem.standing.get(*site) == Some(&Standing::Candidate);
        let forced: Vec<usize> = plan.iter().copied().filter(|site| !is_exchanged(site)).collect();
        let open: Vec<usize> = plan.iter().copied().filter(is_exchanged).collect();
        let staying_m = problem.nearest_m(&forced);
        let rows = problem.demand_points();
        let mut interchange = Self {
            weights: problem.weights.clone(),
            is_for_farthest,
            staying_m: staying_m.into_iter().map(|metres| metres.min(BEYOND_M)).collect(),
            open: Vec::new(),
            is_reached: (0..rows).map(|row| problem.distances.of(row).next().is_some()).collect(),
            first_m: Vec::new(),
            by: Vec::new(),
            second_m: Vec::new(),
        };
        let mut ways = vec![Vec::new(); open.len()];
        for row in 0..rows {
            for (site, metres) in problem.distances.of(row) {
                if let Some(place) = open.iter().position(|one| *one == site) {
                    ways[place].push((row as u32, metres));
                }
            }
        }
        interchange.open = open;
        interchange.serve(|place, _| ways[place].as_slice());
        Some(interchange)
    }

    /// The sites exchanged so far; those that are forced are not among them.
    pub fn open(&self) -> &[usize] {
        &self.open
    }

    /// Opens a site in the place of the one that makes the plan best, if that helps; whether it did.
    /// `ways` are those of a site.
    pub fn offer<'w>(&mut self, site: usize, ways: impl Fn(usize) -> &'w Ways) -> bool {
        if self.open.is_empty() || self.open.contains(&site) {
            return false;
        }
        let mut new_m = vec![BEYOND_M; self.weights.len()];
        for (row, metres) in ways(site) {
            new_m[*row as usize] = *metres;
            self.is_reached[*row as usize] = true;
        }
        let (before, after) = match self.is_for_farthest {
            true => (self.farthest_m(), self.farthest_with(&new_m)),
            false => (self.sum(), self.sums_with(&new_m)),
        };
        let best = after.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        let Some((place, value)) = best else { return false };
        if *value >= before - NOTABLE * (1.0 + before) {
            return false;
        }
        self.open[place] = site;
        self.serve(|_, site| ways(site));
        true
    }

    /// What the plan comes to: weighted metres, or those of the farthest. Demand that no site known
    /// reaches is left out; none where the plan leaves out any that one does.
    pub fn value(&self) -> Option<f64> {
        let is_served = self.counted().all(|row| self.first_m[row] < BEYOND_M);
        is_served.then(|| if self.is_for_farthest { self.farthest_m() } else { self.sum() })
    }

    /// Whether some demand is beyond all sites known so far.
    pub fn leaves_out(&self) -> bool {
        let rows = self.weights.iter().zip(&self.is_reached);
        rows.into_iter().any(|(weight, is_reached)| *weight > 0.0 && !is_reached)
    }

    /// The demand points that weigh something and can be reached.
    fn counted(&self) -> impl Iterator<Item = usize> {
        let rows = 0..self.weights.len();
        rows.filter(|row| self.weights[*row] > 0.0 && self.is_reached[*row])
    }

    /// Who is served from where; `ways` are those of the open site at a place.
    fn serve<'w>(&mut self, ways: impl Fn(usize, usize) -> &'w Ways) {
        self.first_m.clone_from(&self.staying_m);
        self.second_m.clone_from(&self.staying_m);
        self.by = vec![STAYING; self.weights.len()];
        for (place, site) in self.open.iter().enumerate() {
            for (row, metres) in ways(place, *site) {
                let row = *row as usize;
                if *metres < self.first_m[row] {
                    self.second_m[row] = self.first_m[row];
                    (self.first_m[row], self.by[row]) = (*metres, place as u32);
                } else if *metres < self.second_m[row] {
                    self.second_m[row] = *metres;
                }
            }
        }
    }

    fn sum(&self) -> f64 {
        self.counted().map(|row| self.weights[row] * self.first_m[row]).sum()
    }

    fn farthest_m(&self) -> f64 {
        self.counted().map(|row| self.first_m[row]).fold(0.0, f64::max)
    }

    /// The sum with a new site in the place of each open one.
    fn sums_with(&self, new_m: &[f64]) -> Vec<f64> {
        let mut all = 0.0;
        let mut more = vec![0.0; self.open.len()];
        for row in self.counted() {
            let nearest_m = new_m[row].min(self.first_m[row]);
            all += self.weights[row] * nearest_m;
            if let Some(more) = more.get_mut(self.by[row] as usize) {
                *more += self.weights[row] * (new_m[row].min(self.second_m[row]) - nearest_m);
            }
        }
        more.into_iter().map(|more| all + more).collect()
    }

    /// The farthest with a new site in the place of each open one.
    fn farthest_with(&self, new_m: &[f64]) -> Vec<f64> {
        // Of those who have an open site nearest: with it, and without it.
        let mut with_m = vec![0.0_f64; self.open.len()];
        let mut without_m = with_m.clone();
        let mut others_m = 0.0_f64;
        for row in self.counted() {
            let nearest_m = new_m[row].min(self.first_m[row]);
            match with_m.get_mut(self.by[row] as usize) {
                Some(with_m) => {
                    *with_m = with_m.max(nearest_m);
                    let place = self.by[row] as usize;
                    without_m[place] = without_m[place].max(new_m[row].min(self.second_m[row]));
                }
                None => others_m = others_m.max(nearest_m),
            }
        }
        let farthest_of_others = |place: usize| {
            let others = with_m.iter().enumerate().filter(|(other, _)| *other != place);
            others.map(|(_, metres)| *metres).fold(others_m, f64::max)
        };
        let places = 0..self.open.len();
        places.map(|place| without_m[place].max(farthest_of_others(place))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::siting::{Distances, PCentre, PMedian};

    /// Homes and sites along a street, at these metres.
    const HOMES: [f64; 6] = [0.0, 10.0, 20.0, 500.0, 510.0, 900.0];
    const SITES: [f64; 5] = [0.0, 20.0, 505.0, 900.0, 700.0];

    fn ways() -> Vec<Vec<(u32, f64)>> {
        let of = |site: &f64| {
            (0..).zip(HOMES).map(|(row, home): (u32, f64)| (row, (home - site).abs())).collect()
        };
        SITES.iter().map(of).collect()
    }

    /// The best of all plans that the sites make, one after another, of the first two.
    fn exchanged(model: Model) -> (f64, Option<f64>) {
        let ways = ways();
        let known: Vec<&Ways> =
            (0..5).map(|site| if site < 2 { ways[site].as_slice() } else { &[] }).collect();
        let mut standing = vec![Standing::Forbidden; 5];
        standing[..2].fill(Standing::Candidate);
        let problem =
            Problem { weights: vec![1.0; 6], distances: Distances::by_site(&known, 6), standing };
        let mut plan = Interchange::of(&problem, &model, &[0, 1]).expect("no limit");
        for site in 2..5 {
            plan.offer(site, |site| &ways[site]);
        }
        let whole = Problem {
            distances: Distances::by_site(&ways, 6),
            standing: vec![Standing::Candidate; 5],
            ..problem
        };
        let value = plan.value().expect("all are reached");
        (value, model.value_of(&whole, plan.open()))
    }

    #[test]
    fn sites_that_come_later_take_the_places_of_worse_ones() {
        let (sum, counted) = exchanged(Model::PMedian(PMedian { count: 2 }));
        assert_eq!(Some(sum), counted);
        assert!(sum <= 30.0 + 2.0 * 5.0 + 395.0, "{sum}");
        let (farthest, counted) = exchanged(Model::PCentre(PCentre { count: 2 }));
        assert_eq!(Some(farthest), counted);
        assert_eq!(farthest, 200.0, "one for the first three, and one between the others");
    }
}
