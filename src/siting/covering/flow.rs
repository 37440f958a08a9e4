//! How many of the residents in reach a set of sites can serve when each has room for so many: a
//! largest flow from demand through sites, found by shortest augmenting paths. Dinic (1970),
//! *Algorithm for solution of a problem of maximum flow in networks with power estimation*.

use std::collections::{HashMap, VecDeque};

/// Demand of so much weight, served by these sites (by their places in the list of rooms).
#[derive(Debug, Clone, PartialEq)]
pub(in crate::siting) struct Wanted {
    pub weight: f64,
    pub sites: Vec<u32>,
}

/// Who is served where.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::siting) struct Flow {
    /// The weight that each site serves.
    pub by_site: Vec<f64>,
    /// For each demand, the weight served by each of its sites, in their order.
    pub by_link: Vec<Vec<f64>>,
}

impl Flow {
    /// The largest part of the demand that rooms of these sizes hold; demand may be split.
    pub fn largest(wanted: &[Wanted], rooms: &[f64]) -> Self {
        let (merged, row_of) = merged(wanted);
        let mut network = Network::of(&merged, rooms);
        network.fill();
        let flows: Vec<Vec<f64>> =
            (0..merged.len()).map(|row| network.flows_from(row, merged[row].sites.len())).collect();
        let by_link = wanted.iter().zip(row_of).map(|(wanted, row)| {
            let all = merged[row].weight;
            let share = if all > 0.0 { wanted.weight / all } else { 0.0 };
            flows[row].iter().map(|flow| flow * share).collect()
        });
        let by_link: Vec<Vec<f64>> = by_link.collect();
        let mut by_site = vec![0.0; rooms.len()];
        for (wanted, flows) in wanted.iter().zip(&by_link) {
            for (site, flow) in wanted.sites.iter().zip(flows) {
                by_site[*site as usize] += flow;
            }
        }
        Self { by_site, by_link }
    }

    /// All that is served.
    pub fn served(&self) -> f64 {
        self.by_site.iter().sum()
    }
}

/// Demand with the same sites as one, and which one each went into.
fn merged(wanted: &[Wanted]) -> (Vec<Wanted>, Vec<usize>) {
    let mut merged: Vec<Wanted> = Vec::new();
    let mut known: HashMap<&[u32], usize> = HashMap::new();
    let mut row_of = Vec::with_capacity(wanted.len());
    for one in wanted {
        let row = *known.entry(&one.sites).or_insert(merged.len());
        match merged.get_mut(row) {
            Some(row) => row.weight += one.weight,
            None => merged.push(one.clone()),
        }
        row_of.push(row);
    }
    (merged, row_of)
}

/// What is left of an arc, and where it leads; each arc is followed by its reverse.
#[derive(Debug, Clone, Copy)]
struct Arc {
    to: usize,
    left: f64,
}

/// Source 0, sink 1, then demand, then sites.
#[derive(Debug)]
struct Network {
    arcs: Vec<Arc>,
    from: Vec<Vec<usize>>,
    /// Flows smaller than this are rounding.
    rounding: f64,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Network {
    fn of(wanted: &[Wanted], rooms: &[f64]) -> Self {
        let all: f64 = wanted.iter().map(|wanted| wanted.weight).sum();
        let mut network = Self {
            arcs: Vec::new(),
            from: vec![Vec::new(); 2 + wanted.len() + rooms.len()],
            rounding: 1e-12 * (1.0 + all),
        };
        for (row, wanted) in wanted.iter().enumerate() {
            network.join(SOURCE, 2 + row, wanted.weight);
        }
        let first_site = 2 + wanted.len();
        for (row, wanted) in wanted.iter().enumerate() {
            for site in &wanted.sites {
                network.join(2 + row, first_site + *site as usize, wanted.weight);
            }
        }
        for (site, room) in rooms.iter().enumerate() {
            network.join(first_site + site, SINK, room.min(all));
        }
        network
    }

    fn join(&mut self, from: usize, to: usize, room: f64) {
        self.from[from].push(self.arcs.len());
        self.arcs.push(Arc { to, left: room });
        self.from[to].push(self.arcs.len());
        self.arcs.push(Arc { to: from, left: 0.0 });
    }

    fn fill(&mut self) {
        while let Some(levels) = self.levels() {
            let mut next = vec![0; self.from.len()];
            while self.push(SOURCE, f64::INFINITY, &levels, &mut next) > self.rounding {}
        }
    }

    /// How many arcs from the source each node is away; nothing when the sink is out of reach.
    fn levels(&self) -> Option<Vec<usize>> {
        let mut levels = vec![usize::MAX; self.from.len()];
        levels[SOURCE] = 0;
        let mut queue = VecDeque::from([SOURCE]);
        while let Some(node) = queue.pop_front() {
            for arc in self.from[node].iter().map(|arc| self.arcs[*arc]) {
                if arc.left > self.rounding && levels[arc.to] == usize::MAX {
                    levels[arc.to] = levels[node] + 1;
                    queue.push_back(arc.to);
                }
            }
        }
        (levels[SINK] != usize::MAX).then_some(levels)
    }

    /// Pushes as much as one path takes; paths are short: three arcs, and two more for each demand
    /// that moves to another site.
    fn push(&mut self, node: usize, most: f64, levels: &[usize], next: &mut [usize]) -> f64 {
        if node == SINK {
            return most;
        }
        while next[node] < self.from[node].len() {
            let number = self.from[node][next[node]];
            let Arc { to, left } = self.arcs[number];
            if left > self.rounding && levels[to] == levels[node] + 1 {
                let pushed = self.push(to, most.min(left), levels, next);
                if pushed > self.rounding {
                    self.arcs[number].left -= pushed;
                    self.arcs[number ^ 1].left += pushed;
                    return pushed;
                }
            }
            next[node] += 1;
        }
        0.0
    }

    /// What flows from a demand to each of its sites, in their order.
    fn flows_from(&self, row: usize, sites: usize) -> Vec<f64> {
        // The first arc of a demand is the reverse of the one that feeds it.
        let arcs = self.from[2 + row][1..=sites].iter();
        arcs.map(|arc| self.arcs[*arc ^ 1].left).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demand_moves_over_so_that_more_is_served() {
        // Ten may go to either site, ten to the first only; each has room for ten.
        let wanted = [
            Wanted { weight: 10.0, sites: vec![0, 1] },
            Wanted { weight: 10.0, sites: vec![0] },
            Wanted { weight: 5.0, sites: vec![1] },
        ];
        let flow = Flow::largest(&wanted, &[10.0, 12.0]);
        assert_eq!(flow.served(), 22.0);
        assert_eq!(flow.by_site, [10.0, 12.0]);
        let first: f64 = flow.by_link[0].iter().sum();
        assert!(first <= 10.0);
    }

    #[test]
    fn rooms_without_end_hold_everyone_in_reach() {
        let wanted =
            [Wanted { weight: 2.5, sites: vec![0] }, Wanted { weight: 4.0, sites: vec![] }];
        let flow = Flow::largest(&wanted, &[f64::INFINITY]);
        assert_eq!(flow.served(), 2.5);
    }
}
