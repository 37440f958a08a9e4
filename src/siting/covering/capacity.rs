//! Capacitated covering: each site has room for so many, so two may be needed where one is near
//! enough. Current and Storbeck (1988), *Capacitated covering models*; a demand point may be split
//! between sites, as residents of one building may.

use super::flow::{Assignment, Wanted};
use super::plan::{Prospect, SiteProgramme, filled_up, hindered};
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
        self.assignment(&self.demand(problem), problem, open).served()
    }

    /// The weight that each site of a plan serves when as much as possible is served in all.
    pub fn served_by(&self, problem: &Problem, open: &[usize]) -> Vec<f64> {
        let served = self.assignment(&self.demand(problem), problem, open).by_site;
        open.iter().map(|site| served[*site]).collect()
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

    fn assignment(&self, demand: &CoverRows, problem: &Problem, open: &[usize]) -> Assignment {
        let mut is_open: Vec<bool> =
            problem.standing.iter().map(|standing| *standing == Standing::Existing).collect();
        open.iter().for_each(|site| is_open[*site] = true);
        let wanted = demand.rows.iter().map(|row| {
            let sites = row.sites.iter().copied().filter(|site| is_open[*site as usize]);
            Wanted { weight: row.weight, sites: sites.collect() }
        });
        Assignment::largest(&wanted.collect::<Vec<_>>(), &self.capacities)
    }

    /// Opens the site that serves most of what is left, again and again.
    fn greedy(&self, problem: &Problem, demand: &CoverRows) -> Vec<usize> {
        let mut open: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
        let candidates: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
        while open.len() < self.count {
            let left = left(demand, &self.assignment(demand, problem, &open));
            let gain = |site: usize| {
                let rows = demand.columns[site].iter();
                let reached: f64 = rows.map(|row| left[*row as usize]).sum();
                reached.min(self.capacities[site])
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
}

/// The weight of each row that is not served.
fn left(demand: &CoverRows, assignment: &Assignment) -> Vec<f64> {
    let rows = demand.rows.iter().zip(&assignment.by_link);
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
    let mut watch = Watch::new(limits, listener);
    if let Some(hindered) = hindered(problem, model.count, &watch) {
        return Ok(hindered);
    }
    let demand = model.demand(problem);
    let mut programme = SiteProgramme::opening(problem, model.count);
    let links = add_rows(&mut programme, problem, &demand, model);
    let open = filled_up(problem, model.count, model.greedy(problem, &demand));
    let assignment = model.assignment(&demand, problem, &open);
    let flows = flows(&links, &demand, problem, &open, &assignment);
    let start = programme.linear.values(programme.on(&open).chain(flows));
    let value_of = |open: &[usize]| model.assignment(&demand, problem, open).served();
    let prospect = Prospect { start, start_sites: open, constant: 0.0, value_of: &value_of };
    programme.solve(prospect, &mut watch)
}

/// The weight that a row sends to a site.
#[derive(Debug, Clone, Copy)]
struct Link {
    row: usize,
    site: u32,
    sent: Variable,
}

/// Σ_j h_ij ≤ w_i, h_ij ≤ w_i y_j, Σ_i h_ij ≤ C_j y_j; existing sites are open. The second rows
/// follow from the others, and bring the bound down.
fn add_rows(
    programme: &mut SiteProgramme,
    problem: &Problem,
    demand: &CoverRows,
    model: &Capacitated,
) -> Vec<Link> {
    let mut links = Vec::new();
    for (number, row) in demand.rows.iter().enumerate() {
        let linear = &mut programme.linear;
        let first = links.len();
        for site in &row.sites {
            let most = row.weight.min(model.capacities[*site as usize]);
            let sent = linear.variable(1.0, 0.0, most);
            links.push(Link { row: number, site: *site, sent });
            if let Some(switch) = programme.switches[*site as usize] {
                linear.at_most([(sent, 1.0), (switch, -most)], 0.0);
            }
        }
        if row.sites.len() > 1 {
            linear.at_most(links[first..].iter().map(|link| (link.sent, 1.0)), row.weight);
        }
    }
    let mut by_site: Vec<Vec<Variable>> = vec![Vec::new(); problem.sites()];
    links.iter().for_each(|link| by_site[link.site as usize].push(link.sent));
    for (site, sent) in by_site.iter().enumerate() {
        let room = model.capacities[site];
        let reached: f64 =
            demand.columns[site].iter().map(|row| demand.rows[*row as usize].weight).sum();
        if room >= reached {
            continue;
        }
        let sent = sent.iter().map(|sent| (*sent, 1.0));
        match programme.switches[site] {
            Some(switch) => programme.linear.at_most(sent.chain([(switch, -room)]), 0.0),
            None => programme.linear.at_most(sent, room),
        }
    }
    links
}

/// What flows over each link in an assignment to open sites.
fn flows(
    links: &[Link],
    demand: &CoverRows,
    problem: &Problem,
    open: &[usize],
    assignment: &Assignment,
) -> Vec<(Variable, f64)> {
    let is_open = |site: u32| {
        let site = site as usize;
        problem.standing[site] == Standing::Existing || open.contains(&site)
    };
    let flow = |link: &Link| {
        let row = &demand.rows[link.row];
        let mut sites = row.sites.iter().filter(|site| is_open(**site));
        let place = sites.position(|site| *site == link.site)?;
        Some((link.sent, assignment.by_link[link.row][place]))
    };
    links.iter().filter_map(flow).collect()
}
