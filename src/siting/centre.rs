//! The p-centre: the smallest radius at which so few sites cover everyone, found by halving the
//! distances that come into question; each question is a set covering.

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

/// Searches the best centre; everyone must be within reach of some site.
pub(super) fn search_centre(problem: &Problem, model: PCentre, watch: &mut Watch) -> Centre {
    let mut centre = Centre::default();
    let first = farthest_first(problem, model.count);
    centre.keep(problem, model, first, watch);
    let radii = radii(problem, centre.value.unwrap_or(f64::INFINITY));
    // The answer is one of `radii[low..high]`, or what is known to be feasible: `radii[high]`.
    let (mut low, mut high) = (0, radii.len());
    if centre.value.is_some() {
        high = high.saturating_sub(1);
    }
    while low < high {
        centre.bound = radii[low];
        watch.set_bound(centre.bound);
        if watch.is_over() || watch.is_good_enough() {
            return centre;
        }
        let middle = low + (high - low) / 2;
        match plan_within(problem, model.count, radii[middle], watch) {
            Answer::Plan(sites) => {
                centre.keep(problem, model, sites, watch);
                let value = centre.value.unwrap_or(radii[middle]);
                high = radii.partition_point(|radius| *radius < value).min(middle);
            }
            Answer::Never => low = middle + 1,
            Answer::Unknown => return centre,
        }
    }
    // Where nobody is to be served there is no radius to choose, and any plan is as good.
    centre.is_out_of_reach = low >= radii.len() && centre.value.is_none();
    centre.bound = radii.get(low).copied().or(centre.value).unwrap_or(f64::INFINITY);
    centre
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
    let formulation = Formulation::set_cover(problem, SetCover { limit_m: radius_m, most: None });
    let count = count as f64;
    let aim = Aim { below: count + 1.0, enough: count };
    let found = search(&formulation.location, aim, &mut Unheard(watch));
    match found.plan {
        Some(plan) => Answer::Plan(formulation.sites(&plan.sites)),
        None if found.bound >= aim.below => Answer::Never,
        None => Answer::Unknown,
    }
}

/// Opens the site nearest to whoever has it farthest, again and again: at most twice as far as
/// needed where distances are those of a plane. Gonzalez (1985), *Clustering to minimize the maximum
/// intercluster distance*.
fn farthest_first(problem: &Problem, count: usize) -> Vec<usize> {
    let mut open: Vec<usize> = problem.sites_that_are(Standing::Forced).collect();
    while open.len() < count {
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

/// The distances that the answer can be, ascending: from the least at which each demand point has
/// some site at all, to the most.
fn radii(problem: &Problem, most_m: f64) -> Vec<f64> {
    let is_usable = |site: usize| problem.standing[site] != Standing::Forbidden;
    let served = || (0..problem.demand_points()).filter(|demand| problem.weights[*demand] > 0.0);
    let usable = |demand: usize| {
        let sites = problem.distances.of(demand).filter(move |(site, _)| is_usable(*site));
        sites.map(|(_, metres)| metres)
    };
    let least_m = served().map(|demand| usable(demand).fold(f64::INFINITY, f64::min));
    let least_m = least_m.fold(0.0, f64::max);
    let mut radii: Vec<f64> =
        served().flat_map(usable).filter(|metres| (least_m..=most_m).contains(metres)).collect();
    radii.sort_unstable_by(f64::total_cmp);
    radii.dedup();
    radii
}
