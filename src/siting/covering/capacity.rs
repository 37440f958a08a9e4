//! Capacitated covering: each site has room for so many, so two may be needed where one is near
//! enough. Current and Storbeck (1988), *Capacitated covering models*; a demand point may be split
//! between sites, as residents of one building may.

use super::flow::{Flow, Wanted};
use super::plan::{Covering, Scope, SiteProgramme, solve_covering, sum_of_largest};
use super::rows::CoverRows;
use crate::siting::linear::{SolverError, Variable};
use crate::siting::problem::{Problem, Standing};
use crate::siting::solution::Solution;
use crate::siting::watch::{Limits, Listener, Watch};

/// The most weight served within the limit by sites with room for so much each.
#[derive(Debug, Clone, PartialEq)]
pub struct Capacitated {
    /// How many sites are opened.
    pub count: usize,
    /// Metres, inclusive.
    pub limit_m: f64,
    /// The weight that each site has room for, existing ones included; infinite where it has no end.
    pub capacities: Vec<f64>,
}

impl Capacitated {
    /// What a plan is worth by this model.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> f64 {
        self.flow(&self.demand(problem), problem, open).served()
    }

    /// The weight that each site of a plan serves when as much as possible is served in all.
    pub fn served_by(&self, problem: &Problem, open: &[usize]) -> Vec<f64> {
        let served = self.flow(&self.demand(problem), problem, open).by_site;
        open.iter().map(|site| served[*site]).collect()
    }

    /// The room of what is open in every plan, and of the largest of the others that one may open.
    pub fn most_room(&self, standing: &[Standing]) -> f64 {
        self.most_of(standing, &self.capacities)
    }

    /// The same where each site is good for so much.
    fn most_of(&self, standing: &[Standing], rooms: &[f64]) -> f64 {
        let that_are = |is: Standing| {
            let sites = standing.iter().zip(rooms);
            sites.filter(move |(standing, _)| **standing == is).map(|(_, room)| *room)
        };
        let forced = that_are(Standing::Forced).count();
        let others = self.count.saturating_sub(forced);
        let opened = sum_of_largest(that_are(Standing::Candidate), others);
        let open = that_are(Standing::Existing).chain(that_are(Standing::Forced));
        opened + open.sum::<f64>()
    }

    /// Demand with all its sites, existing ones among them, merged where they are the same.
    fn demand(&self, problem: &Problem) -> CoverRows {
        let standing = problem.standing.iter().map(|standing| match standing {
            Standing::Existing => Standing::Candidate,
            other => *other,
        });
        let all = Problem { standing: standing.collect(), ..problem.clone() };
        CoverRows::within(&all, self.limit_m, 0, |_| 0)
    }

    fn flow(&self, demand: &CoverRows, problem: &Problem, open: &[usize]) -> Flow {
        let mut is_open: Vec<bool> =
            problem.standing.iter().map(|standing| *standing == Standing::Existing).collect();
        open.iter().for_each(|site| is_open[*site] = true);
        let wanted = demand.rows.iter().map(|row| {
            let sites = row.sites.iter().copied().filter(|site| is_open[*site as usize]);
            Wanted { weight: row.weight, sites: sites.collect() }
        });
        Flow::largest(&wanted.collect::<Vec<_>>(), &self.capacities)
    }
}

/// The weight of each row that is not served.
fn left(demand: &CoverRows, flow: &Flow) -> Vec<f64> {
    let rows = demand.rows.iter().zip(&flow.by_link);
    rows.map(|(row, flows)| (row.weight - flows.iter().sum::<f64>()).max(0.0)).collect()
}

/// Finds the best plan, or as good a one as the limits and the listener leave time for.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn solve_capacitated(
    problem: &Problem,
    model: &Capacitated,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Solution, SolverError> {
    let Capacitated { count, limit_m, .. } = *model;
    let prepared = || Rooms { problem, model, demand: model.demand(problem) };
    solve_covering(problem, Scope { count, limit_m }, prepared, limits, listener)
}

struct Rooms<'a> {
    problem: &'a Problem,
    model: &'a Capacitated,
    demand: CoverRows,
}

impl Rooms<'_> {
    /// The weight that a site could serve alone.
    fn reached(&self, site: usize) -> f64 {
        let rows = self.demand.columns[site].iter();
        rows.map(|row| self.demand.rows[*row as usize].weight).sum()
    }
}

impl Covering for Rooms<'_> {
    fn worth(&self, open: &[usize]) -> f64 {
        self.model.flow(&self.demand, self.problem, open).served()
    }

    /// Opens the site that serves most of what is left, again and again.
    fn start(&self, watch: &mut Watch) -> Vec<usize> {
        let Self { problem, model, demand } = self;
        let mut open: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
        let candidates: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
        while open.len() < model.count && !watch.is_over() {
            let left = left(demand, &model.flow(demand, problem, &open));
            let gain = |site: usize| {
                let rows = demand.columns[site].iter();
                let reached: f64 = rows.map(|row| left[*row as usize]).sum();
                reached.min(model.capacities[site])
            };
            let free = candidates.iter().copied().filter(|site| !open.contains(site));
            let gains = free.map(|site| (gain(site), site));
            let Some((_, best)) = gains.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            else {
                break;
            };
            open.push(best);
        }
        open.sort_unstable();
        open
    }

    /// Σ_j h_ij ≤ w_i, h_ij ≤ w_i y_j, Σ_i h_ij ≤ C_j y_j; existing sites are open. The second rows
    /// follow from the others, and bring the bound down.
    fn write(&self, programme: &mut SiteProgramme) -> f64 {
        let mut by_site: Vec<Vec<Variable>> = vec![Vec::new(); self.problem.sites()];
        for row in &self.demand.rows {
            let linear = &mut programme.linear;
            let mut all = Vec::new();
            for site in row.sites.iter().map(|site| *site as usize) {
                let most = row.weight.min(self.model.capacities[site]);
                let sent = linear.variable(1.0, 0.0, most);
                all.push((sent, 1.0));
                by_site[site].push(sent);
                if let Some(switch) = programme.switches[site] {
                    linear.at_most([(sent, 1.0), (switch, -most)], 0.0);
                }
            }
            if all.len() > 1 {
                linear.at_most(all, row.weight);
            }
        }
        for (site, sent) in by_site.iter().enumerate() {
            let room = self.model.capacities[site];
            if room >= self.reached(site) {
                continue;
            }
            let sent = sent.iter().map(|sent| (*sent, 1.0));
            match programme.switches[site] {
                Some(switch) => programme.linear.at_most(sent.chain([(switch, -room)]), 0.0),
                None => programme.linear.at_most(sent, room),
            }
        }
        0.0
    }

    /// No more than is covered at all, and no more than rooms serve, each alone.
    fn most(&self, covered: f64) -> f64 {
        let alone = |site: usize| self.reached(site).min(self.model.capacities[site]);
        let rooms: Vec<f64> = (0..self.problem.sites()).map(alone).collect();
        covered.min(self.model.most_of(&self.problem.standing, &rooms))
    }
}
