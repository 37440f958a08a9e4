//! Good plans without proof: greedy opening, then the best exchange of sites again and again.
//!
//! Exchanges after Whitaker (1983), *A fast algorithm for the greedy interchange for large-scale
//! clustering and median location problems*: one look at the links of a site tells what opening it
//! is worth together with closing each of the open ones.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::location::Location;

/// Sites looked at between two looks at whether to go on.
const SITES_AT_ONCE: u32 = 64;

/// Opens the site that saves most, as long as one saves something and may be opened, or until
/// `is_over`.
pub(super) fn greedy(location: &Location, mut is_over: impl FnMut() -> bool) -> Vec<u32> {
    let mut paid = location.caps.clone();
    let saving = |site: u32, paid: &[f64]| {
        let links = location.columns.iter(site as usize);
        let served: f64 = links.map(|(row, cost)| (paid[row] - cost).max(0.0)).sum();
        served - location.opening[site as usize]
    };
    // What a site saves only falls as others open: one that is still the best after a second look
    // is the best.
    let mut queue = BinaryHeap::with_capacity(location.sites());
    for site in 0..location.sites() as u32 {
        if site % SITES_AT_ONCE == 0 && is_over() {
            return Vec::new();
        }
        queue.push((Ordered(saving(site, &paid)), Reverse(site)));
    }
    let mut open = Vec::new();
    while open.len() < location.most
        && !is_over()
        && let Some((_, Reverse(site))) = queue.pop()
    {
        let saves = saving(site, &paid);
        if queue.peek().is_some_and(|(next, _)| next.0 > saves) {
            queue.push((Ordered(saves), Reverse(site)));
        } else if saves > 0.0 {
            open.push(site);
            for (row, cost) in location.columns.iter(site as usize) {
                paid[row] = paid[row].min(cost);
            }
        } else {
            break;
        }
    }
    open
}

/// A number that is none of the odd ones, in order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Makes the best of all single openings, closings and exchanges until none helps, or `is_over`.
/// Returns the value.
pub(super) fn improve(
    location: &Location,
    open: &mut Vec<u32>,
    mut is_over: impl FnMut() -> bool,
) -> f64 {
    let mut service = Service::of(location, open);
    while !is_over()
        && let Some(change) = service.best_change(location, open, &mut is_over)
    {
        if let Some(place) = change.close {
            open.swap_remove(place);
        }
        open.extend(change.open);
        service = Service::of(location, open);
    }
    open.sort_unstable();
    location.value_of(open)
}

/// How each demand point is served by a set of open sites.
#[derive(Debug)]
struct Service {
    /// Cost from the cheapest open site, or the cap.
    first: Vec<f64>,
    /// Place of the cheapest site in the list of open ones.
    by: Vec<u32>,
    /// Cost from the second cheapest, or the cap.
    second: Vec<f64>,
    /// What closing each open site would cost.
    losses: Vec<f64>,
}

const NOBODY: u32 = u32::MAX;

/// An opening, a closing, or both.
#[derive(Debug, Clone, Copy)]
struct Change {
    open: Option<u32>,
    /// Place in the list of open sites.
    close: Option<usize>,
    cost: f64,
}

impl Service {
    fn of(location: &Location, open: &[u32]) -> Self {
        let mut first = location.caps.clone();
        let mut second = location.caps.clone();
        let mut by = vec![NOBODY; first.len()];
        for (place, site) in open.iter().enumerate() {
            for (row, cost) in location.columns.iter(*site as usize) {
                if cost < first[row] {
                    second[row] = first[row];
                    (first[row], by[row]) = (cost, place as u32);
                } else if cost < second[row] {
                    second[row] = cost;
                }
            }
        }
        let mut losses: Vec<f64> =
            open.iter().map(|site| -location.opening[*site as usize]).collect();
        for (row, place) in by.iter().enumerate() {
            if *place != NOBODY {
                losses[*place as usize] += second[row] - first[row];
            }
        }
        Self { first, by, second, losses }
    }

    /// The change that saves most, if any saves something; of those looked at before `is_over`.
    fn best_change(
        &self,
        location: &Location,
        open: &[u32],
        is_over: &mut impl FnMut() -> bool,
    ) -> Option<Change> {
        let value: f64 = self.first.iter().sum();
        let mut best = Change { open: None, close: None, cost: -1e-9 * (1.0 + value) };
        for (place, loss) in self.losses.iter().enumerate() {
            if *loss < best.cost {
                best = Change { open: None, close: Some(place), cost: *loss };
            }
        }
        let is_full = open.len() >= location.most;
        let mut is_open = vec![false; location.sites()];
        for site in open {
            is_open[*site as usize] = true;
        }
        let mut losses = self.losses.clone();
        for site in (0..location.sites()).filter(|site| !is_open[*site]) {
            if site % SITES_AT_ONCE as usize == 0 && is_over() {
                break;
            }
            losses.copy_from_slice(&self.losses);
            let cost = self.cost_of_opening(location, site, &mut losses);
            let open = Some(site as u32);
            if !is_full && cost < best.cost {
                best = Change { open, close: None, cost };
            }
            for (place, loss) in losses.iter().enumerate() {
                if cost + loss < best.cost {
                    best = Change { open, close: Some(place), cost: cost + loss };
                }
            }
        }
        (best.open.is_some() || best.close.is_some()).then_some(best)
    }

    /// What opening a site costs; `losses` becomes what closing each open site costs after that.
    fn cost_of_opening(&self, location: &Location, site: usize, losses: &mut [f64]) -> f64 {
        let mut opening = location.opening[site];
        for (row, cost) in location.columns.iter(site) {
            let (first, second) = (self.first[row], self.second[row]);
            opening -= (first - cost).max(0.0);
            if cost < second && self.by[row] != NOBODY {
                losses[self.by[row] as usize] -= second - cost.max(first);
            }
        }
        opening
    }
}
