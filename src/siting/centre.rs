//! The p-centre: the smallest radius at which so few sites cover everyone, found by halving what lies
//! between bound and plan; each question is a set covering.

use rayon::prelude::*;

use super::formulation::Formulation;
use super::problem::{Model, PCentre, Problem, SetCover, Standing};
use super::search::{Aim, search};
use super::watch::{Unheard, Watch};

/// What a search for the centre came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Centre {
    pub plan: Option<Vec<usize>>,
    pub value: Option<f64>,
    /// No plan has a smaller largest distance.
    pub bound: f64,
    /// Whether it is proven that so few sites do not reach everyone at any distance.
    pub is_out_of_reach: bool,
}

/// Searches the best centre, from a plan that is known where there is one; everyone must be within
/// reach of some site.
pub(super) fn search_centre(
    problem: &Problem,
    model: PCentre,
    start: Option<&[usize]>,
    watch: &mut Watch,
) -> Centre {
    let mut centre = Centre::default();
    if let Some(start) = start {
        centre.keep(problem, model, start.to_vec(), watch);
    }
    let first = farthest_first(problem, model.count, start.is_some(), watch);
    centre.keep(problem, model, first, watch);
    let radii = Radii { problem };
    centre.bound = radii.least_m();
    // What is known to be feasible is the value; what is not known lies between bound and value.
    while centre.value.is_none_or(|value| centre.bound < value) {
        watch.set_bound(centre.bound);
        if watch.is_over() || watch.is_good_enough() {
            return centre;
        }
        let middle_m = match centre.value {
            None => radii.largest_m(),
            Some(value) => between(centre.bound, value),
        };
        match plan_within(problem, model.count, middle_m, watch) {
            Answer::Plan(sites) => centre.keep(problem, model, sites, watch),
            Answer::Unknown => return centre,
            Answer::Never => match radii.next_above_m(middle_m) {
                Some(next_m) => centre.bound = next_m,
                None => {
                    centre.is_out_of_reach = true;
                    return centre;
                }
            },
        }
    }
    centre.bound = centre.value.unwrap_or(centre.bound);
    centre
}

/// Halfway from a bound to a value above it, and below that value.
fn between(bound: f64, value: f64) -> f64 {
    let middle = bound + (value - bound) / 2.0;
    if middle < value { middle } else { bound }
}

impl Centre {
    /// Keeps a plan if it is the best so far.
    fn keep(&mut self, problem: &Problem, model: PCentre, sites: Vec<usize>, watch: &mut Watch) {
        let value = Model::PCentre(model).value_of(problem, &sites);
        let is_better = value.is_some_and(|value| self.value.is_none_or(|best| value < best));
        if is_better {
            (self.plan, self.value) = (Some(sites), value);
            value.into_iter().for_each(|value| watch.set_value(value));
        }
    }
}

/// Whether so few sites cover everyone.
enum Answer {
    Plan(Vec<usize>),
    Never,
    /// Time was up.
    Unknown,
}

fn plan_within(problem: &Problem, count: usize, radius_m: f64, watch: &mut Watch) -> Answer {
    let within = SetCover { limit_m: radius_m, most: None };
    let formulation = Formulation::set_cover(problem, within, &mut || watch.is_over());
    let count = count as f64;
    let aim = Aim { below: count + 1.0, enough: count };
    let found = search(&formulation.location, aim, None, &mut Unheard(watch));
    match found.plan {
        Some(plan) => Answer::Plan(formulation.sites(&plan.sites)),
        None if found.bound >= aim.below => Answer::Never,
        None => Answer::Unknown,
    }
}

/// Opens the site nearest to whoever has it farthest, again and again: at most twice as far as
/// needed where distances are those of a plane. Gonzalez (1985), *Clustering to minimize the maximum
/// intercluster distance*. Where a plan is known, as far as there is time.
fn farthest_first(problem: &Problem, count: usize, may_end: bool, watch: &mut Watch) -> Vec<usize> {
    let mut open: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
    while open.len() < count && !(may_end && watch.is_over()) {
        let nearest_m = problem.nearest_m(&open);
        let served = (0..problem.demand_points()).filter(|demand| problem.weights[*demand] > 0.0);
        let farthest = served.max_by(|a, b| nearest_m[*a].total_cmp(&nearest_m[*b]).then(b.cmp(a)));
        let near = farthest.into_iter().flat_map(|demand| problem.distances.of(demand));
        let near = near.filter(|(site, _)| problem.may_open(*site) && !open.contains(site));
        match near.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((site, _)) => open.push(site),
            None => break,
        }
    }
    open
}

/// The distances that the answer can be. There may be very many: they are looked at, never listed.
struct Radii<'a> {
    problem: &'a Problem,
}

impl Radii<'_> {
    /// The least at which each demand point has some site at all.
    fn least_m(&self) -> f64 {
        let nearest_m = |demand| self.of(demand).fold(f64::INFINITY, f64::min);
        self.served().map(nearest_m).reduce(|| 0.0, f64::max)
    }

    fn largest_m(&self) -> f64 {
        self.served().map(|demand| self.of(demand).fold(0.0, f64::max)).reduce(|| 0.0, f64::max)
    }

    /// The least one above a distance.
    fn next_above_m(&self, metres: f64) -> Option<f64> {
        let above = |demand| {
            let above = self.of(demand).filter(|other| *other > metres);
            above.fold(f64::INFINITY, f64::min)
        };
        let next = self.served().map(above).reduce(|| f64::INFINITY, f64::min);
        next.is_finite().then_some(next)
    }

    /// The demand points that weigh something.
    fn served(&self) -> impl ParallelIterator<Item = usize> {
        let all = (0..self.problem.demand_points()).into_par_iter();
        all.filter(|demand| self.problem.weights[*demand] > 0.0)
    }

    /// Metres from a demand point to the sites that may serve it.
    fn of(&self, demand: usize) -> impl Iterator<Item = f64> {
        let is_usable = |site: usize| self.problem.standing[site] != Standing::Forbidden;
        let sites = self.problem.distances.of(demand).filter(move |(site, _)| is_usable(*site));
        sites.map(|(_, metres)| metres)
    }
}
