//! A plan bettered by one site after another, each as soon as its ways are known: the site takes the
//! place of whichever open one makes the plan best, if that helps (see `nearest_service`).
//!
//! For plans without a limit, whose search takes long to get ready: this needs the ways of the open
//! sites and of the new one, and no more.

use super::nearest_service::{BEYOND_M, NearestService};
use super::problem::{Model, Problem, Standing};

/// Demand points that a site reaches, with metres.
pub type Ways = [(u32, f64)];

/// A plan of as many sites as it began with.
#[derive(Debug, Clone)]
pub struct Interchange {
    weights: Vec<f64>,
    open: Vec<usize>,
    /// Whether any site known so far reaches a demand point.
    is_reached: Vec<bool>,
    /// What no site known so far reaches weighs nothing in it.
    service: NearestService,
}

impl Interchange {
    /// A plan of a problem as far as it is known. None for models that count within a limit.
    pub fn of(problem: &Problem, model: &Model, plan: &[usize]) -> Option<Self> {
        let is_for_farthest = match model {
            Model::PMedian(_) => false,
            Model::PCentre(_) => true,
            Model::MaxCover(_) | Model::SetCover(_) => return None,
        };
        let is_exchanged = |site: &usize| problem.standing.get(*site) == Some(&Standing::Candidate);
        let (open, forced): (Vec<usize>, Vec<usize>) = plan.iter().copied().partition(is_exchanged);
        let rows = problem.demand_points();
        let is_reached: Vec<bool> =
            (0..rows).map(|row| problem.distances.of(row).next().is_some()).collect();
        let mut ways = vec![Vec::new(); open.len()];
        for row in 0..rows {
            for (site, metres) in problem.distances.of(row) {
                if let Some(place) = open.iter().position(|one| *one == site) {
                    ways[place].push((row as u32, metres));
                }
            }
        }
        let weights = problem.weights.clone();
        let counted = weights.iter().zip(&is_reached);
        let counted = counted.map(|(weight, is_reached)| if *is_reached { *weight } else { 0.0 });
        let mut service = NearestService::to_what_stays(
            counted.collect(),
            problem.nearest_m(&forced),
            is_for_farthest,
        );
        service.open_along(ways.iter().map(Vec::as_slice));
        Some(Self { weights, open, is_reached, service })
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
            let row = *row as usize;
            new_m[row] = *metres;
            self.is_reached[row] = true;
            self.service.weigh(row, self.weights[row]);
        }
        let before = self.service.value();
        let Some(place) = self.service.place_to_exchange(before, |row| new_m[row]) else {
            return false;
        };
        self.open[place] = site;
        self.service.open_along(self.open.iter().map(|site| ways(*site)));
        true
    }

    /// What the plan comes to: weighted metres, or those of the farthest. Demand that no site known
    /// reaches is left out; none where the plan leaves out any that one does.
    pub fn value(&self) -> Option<f64> {
        let weights = self.service.weights().iter().enumerate();
        let mut counted = weights.filter(|(_, weight)| **weight > 0.0);
        let is_served = counted.all(|(row, _)| self.service.nearest_m(row) < BEYOND_M);
        is_served.then(|| self.service.value())
    }

    /// Whether some demand is beyond all sites known so far.
    pub fn leaves_out(&self) -> bool {
        let rows = self.weights.iter().zip(&self.is_reached);
        rows.into_iter().any(|(weight, is_reached)| *weight > 0.0 && !is_reached)
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
