//! Parts of a problem: some sites opened, some closed, the rest a smaller problem. Prices go from
//! the whole to the part and back.

use super::location::{Decision, Location, Restricted};

/// A problem whose parts are looked at, with what its sites are in the original one.
#[derive(Debug)]
pub(super) struct Whole {
    pub location: Location,
    /// The number of each site in the original problem.
    sites: Vec<u32>,
    /// Sites of the original problem that are open in all plans.
    opened: Vec<u32>,
}

/// What is left of a whole when some of its sites are decided.
#[derive(Debug)]
pub(super) struct Part {
    pub location: Location,
    /// The number of each site in the whole.
    pub within: Vec<u32>,
    /// The numbers in the original problem.
    sites: Vec<u32>,
    opened: Vec<u32>,
    /// The demand point of the part that each one of the whole went into.
    row_of: Vec<Option<u32>>,
}

impl Whole {
    pub fn new(location: Location) -> Self {
        let sites = (0..location.sites() as u32).collect();
        Self { location, sites, opened: Vec::new() }
    }

    pub fn part(&self, decisions: &[Decision]) -> Part {
        let Restricted { location, sites: within, row_of } = self.location.restricted(decisions);
        let mut opened = self.opened.clone();
        let decided = self.sites.iter().zip(decisions);
        opened.extend(decided.filter(|(_, d)| **d == Decision::Open).map(|(site, _)| *site));
        let sites = within.iter().map(|site| self.sites[*site as usize]).collect();
        Part { location, within, sites, opened, row_of }
    }

    /// Sites of this problem and those open anyway, as numbers of the original problem, ascending.
    pub fn original(&self, sites: &[u32]) -> Vec<u32> {
        original(&self.sites, &self.opened, sites)
    }
}

fn original(numbers: &[u32], opened: &[u32], sites: &[u32]) -> Vec<u32> {
    let mut all = opened.to_vec();
    all.extend(sites.iter().map(|site| numbers[*site as usize]));
    all.sort_unstable();
    all
}

impl Part {
    /// Sites of the part and those open anyway, as numbers of the original problem, ascending.
    pub fn original(&self, sites: &[u32]) -> Vec<u32> {
        original(&self.sites, &self.opened, sites)
    }

    /// The prices of the whole as prices of the part: merged demand points offer their sum.
    pub fn gathered(&self, prices: &[f64]) -> Vec<f64> {
        let mut gathered = vec![0.0; self.location.demand_points()];
        for (row, price) in self.row_of.iter().zip(prices) {
            if let Some(row) = row {
                gathered[*row as usize] += price;
            }
        }
        for (price, cap) in gathered.iter_mut().zip(&self.location.caps) {
            *price = price.min(*cap);
        }
        gathered
    }

    /// The prices of the part as prices of the whole: merged demand points share by their caps, and
    /// those that the part has lost keep what they had.
    pub fn spread(&self, prices: &[f64], before: &[f64], whole: &Location) -> Vec<f64> {
        let mut caps = vec![0.0; self.location.demand_points()];
        for (row, cap) in self.row_of.iter().zip(&whole.caps) {
            if let Some(row) = row {
                caps[*row as usize] += cap;
            }
        }
        let spread = |((row, cap), before): ((&Option<u32>, &f64), &f64)| match row {
            Some(row) => prices[*row as usize] * (cap / caps[*row as usize]),
            None => *before,
        };
        self.row_of.iter().zip(&whole.caps).zip(before).map(spread).collect()
    }

    /// The part as a whole of its own.
    pub fn into_whole(self) -> Whole {
        Whole { location: self.location, sites: self.sites, opened: self.opened }
    }
}
