//! The Lagrangian bound: each demand point offers a price for being served, a site is worth opening
//! when the prices it beats outweigh its cost, and no plan costs less than all prices plus the most
//! profitable sites.
//!
//! For the p-median: Narula, Ogbu and Samuelsson (1977), *An algorithm for the p-median problem*,
//! Operations Research 25. The best prices give the bound of the linear relaxation.

use super::location::Location;

/// Prices of the demand points and what follows from them, kept up to date price by price.
#[derive(Debug, Clone)]
pub(super) struct Relaxation<'a> {
    location: &'a Location,
    prices: Vec<f64>,
    price_sum: f64,
    /// What opening each site would add to the cost at these prices: negative where it pays.
    reduced: Vec<f64>,
}

/// The most profitable sites at some prices.
#[derive(Debug, Clone, Default)]
pub(super) struct Pick {
    /// No plan costs less.
    pub bound: f64,
    /// The sites that pay most, at most as many as may be opened.
    pub sites: Vec<u32>,
    /// The reduced cost of the last site picked: one more would take its place; zero where there
    /// is still room.
    pub last: f64,
    /// What the first site that was not picked would add at least; zero or less.
    pub next: f64,
}

impl<'a> Relaxation<'a> {
    pub fn new(location: &'a Location, prices: Vec<f64>) -> Self {
        let mut relaxation = Self { location, prices, price_sum: 0.0, reduced: Vec::new() };
        relaxation.refresh();
        relaxation
    }

    /// Computes everything from the prices anew, so that no rounding gathers.
    pub fn refresh(&mut self) {
        self.reduced.clone_from(&self.location.opening);
        self.price_sum = self.prices.iter().sum();
        for (row, price) in self.prices.iter().enumerate() {
            let (sites, costs) = self.location.rows.row(row);
            for (site, cost) in sites.iter().zip(costs) {
                if cost >= price {
                    break;
                }
                self.reduced[*site as usize] += cost - price;
            }
        }
    }

    pub fn prices(&self) -> &[f64] {
        &self.prices
    }

    pub fn reduced(&self) -> &[f64] {
        &self.reduced
    }

    /// Offers another price, at most the cap.
    pub fn set_price(&mut self, row: usize, price: f64) {
        let before = std::mem::replace(&mut self.prices[row], price);
        if before == price {
            return;
        }
        self.price_sum += price - before;
        let (low, high) = (before.min(price), before.max(price));
        let (sites, costs) = self.location.rows.row(row);
        let sign = if price > before { -1.0 } else { 1.0 };
        let whole = before - price;
        for (site, cost) in sites.iter().zip(costs) {
            if *cost >= high {
                break;
            }
            self.reduced[*site as usize] += if *cost < low { whole } else { sign * (high - cost) };
        }
    }

    /// The sites that pay most, and the bound.
    pub fn pick(&self, pick: &mut Pick, order: &mut Vec<u32>) {
        order.clear();
        order.extend(
            (0..self.reduced.len() as u32).filter(|site| self.reduced[*site as usize] < 0.0),
        );
        let by_worth = |a: &u32, b: &u32| {
            self.reduced[*a as usize].total_cmp(&self.reduced[*b as usize]).then(a.cmp(b))
        };
        let most = self.location.most;
        pick.next = 0.0;
        if most < order.len() {
            let (_, next, _) = order.select_nth_unstable_by(most, by_worth);
            pick.next = self.reduced[*next as usize];
            order.truncate(most);
        }
        let worth = |site: &u32| self.reduced[*site as usize];
        pick.last = if order.len() < most {
            0.0
        } else {
            order.iter().map(worth).fold(f64::NEG_INFINITY, f64::max).min(0.0)
        };
        pick.bound =
            self.location.fixed_cost + self.price_sum + order.iter().map(worth).sum::<f64>();
        pick.sites.clone_from(order);
    }
}

/// Prices to start from: what each demand point pays with these sites open; between its cheapest
/// and its second cheapest site where serving costs something.
pub(super) fn first_prices(location: &Location, open: &[u32]) -> Vec<f64> {
    let mut first = location.caps.clone();
    let mut second = location.caps.clone();
    for site in open {
        for (row, cost) in location.columns.iter(*site as usize) {
            second[row] = second[row].min(first[row].max(cost));
            first[row] = first[row].min(cost);
        }
    }
    if location.serves_free {
        return first;
    }
    first.iter().zip(&second).map(|(first, second)| (first + second) / 2.0).collect()
}
