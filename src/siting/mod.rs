//! Siting: where facilities do most good, with proof. Exact models over demand points and candidate
//! sites; at any moment there is a best plan and a bound on all others.
//!
//! The four plain models are one location problem, solved here by greedy starts and exchanges,
//! Lagrangian bounds, and branch and bound ([`solve`]). Those with backups, capacities, units,
//! futures or bundles (`covering`, `bundle`) are linear programmes, started here and proven by HiGHS
//! (`linear`, feature `highs`). The order of projects (`phasing`) needs neither.
//!
//! Knows distances and weights only: which buildings and places they belong to is the business of
//! those who ask. The same problem gives the same plan; time limits and cancelling cut the search
//! short where they fall.

mod ascent;
mod bound;
mod bundle;
mod centre;
mod covering;
mod distances;
mod formulation;
mod interchange;
mod linear;
mod location;
mod money;
mod nearest_service;
mod part;
mod phasing;
mod problem;
mod reduction;
mod search;
mod site_model;
mod solution;
mod start;
mod waiting;
mod watch;

pub use bundle::{
    BrokenRule, BundleFunction, BundleObstacle, BundlePlan, BundleQuestion, BundleRules,
    BundleSite, BundleSolution, BundledFunction, BundledSite, ComplexConditions, Complexes,
    solve_bundle,
};
pub use covering::backup::{Backup, BackupCover, solve_backup};
pub use covering::budget::{Budgeted, solve_budgeted};
pub use covering::capacity::{Capacitated, solve_capacitated};
pub use covering::equity::{Equity, EquityCover, solve_equity};
pub use covering::front::{Front, FrontPoint, pareto_front};
pub use covering::robust::{Future, RobustChoice, solve_robust};
pub use distances::Distances;
pub use interchange::{Interchange, Ways};
pub use linear::SolverError;
pub use nearest_service::{BEYOND_M, NearestService, ROWS_AT_ONCE};
pub use phasing::{PhasedClosing, PhasedProject, Phasing, PhasingSolution, solve_phasing};
pub use problem::{MaxCover, Model, PCentre, PMedian, Problem, SetCover, Standing};
pub use site_model::SiteModel;
pub use solution::{Obstacle, Progress, Solution, Status};
pub use watch::{Limits, Listener};

use centre::{Centre, search_centre};
use formulation::Formulation;
use search::{Aim, Audience, SMALL_LINKS, search};
use watch::Watch;

/// Finds the best plan, or as good a one as the limits and the listener leave time for. The
/// listener hears of every better plan, and is asked often whether to go on.
pub fn solve(
    problem: &Problem,
    model: &Model,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Solution {
    solve_from(problem, model, None, limits, listener)
}

/// The same from a plan that is known already: what comes out is never worse, however little time
/// there is to get a search over very many ways ready.
pub fn solve_from(
    problem: &Problem,
    model: &Model,
    start: Option<&[usize]>,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Solution {
    let mut watch = Watch::new(limits, listener);
    if let Some(obstacle) = obstacle(problem, model) {
        return without_plan(Some(obstacle), None, &watch);
    }
    let start = start.and_then(|sites| Some((model.value_of(problem, sites)?, sites)));
    if let Some((value, _)) = start {
        watch.set_value(value);
    }
    let start = start.map(|(_, sites)| sites);
    let is_small = problem.distances.pairs() <= SMALL_LINKS;
    let has_time = is_small || start.is_none() || watch.has_time_for(problem.distances.pairs());
    let is_over = &mut || !is_small && watch.is_over();
    let formulation = match model {
        Model::MaxCover(model) => Some(Formulation::max_cover(problem, *model, is_over)),
        Model::SetCover(model) => Some(Formulation::set_cover(problem, *model, is_over)),
        Model::PMedian(model) if has_time => Formulation::p_median(problem, *model, is_over),
        Model::PMedian(_) => None,
        Model::PCentre(centre) => return solve_centre(problem, *centre, start, &mut watch),
    };
    match formulation {
        Some(formulation) => solve_location(problem, model, &formulation, start, &mut watch),
        None => unsearched(problem, model, start, &watch),
    }
}

/// The plan known, or the first sites there are, where there was no time to search.
fn unsearched(
    problem: &Problem,
    model: &Model,
    start: Option<&[usize]>,
    watch: &Watch,
) -> Solution {
    let forced = || problem.sites_that_are(Standing::Forced).collect();
    let sites = filled_up(problem, model, start.map_or_else(forced, <[usize]>::to_vec));
    let Some(value) = model.value_of(problem, &sites) else {
        return without_plan(None, None, watch);
    };
    let (status, seconds) = (Status::Feasible, watch.seconds());
    // No plan beats all sites together.
    let all: Vec<usize> = (0..problem.sites()).filter(|site| problem.may_open(*site)).collect();
    let (value, bound) = (Some(value), model.value_of(problem, &all));
    Solution { status, sites, value, bound, seconds, obstacle: None }
}

/// Why there is no plan, where that is seen without searching.
fn obstacle(problem: &Problem, model: &Model) -> Option<Obstacle> {
    let forced = problem.sites_that_are(Standing::Forced).count();
    let available = forced + problem.sites_that_are(Standing::Candidate).count();
    let out_of_reach = match model {
        Model::MaxCover(_) => Vec::new(),
        _ => problem.out_of_reach(model.limit_m()),
    };
    match model.count() {
        Some(count) if forced > count => Some(Obstacle::MoreForced { forced }),
        Some(count) if available < count && !matches!(model, Model::SetCover(_)) => {
            Some(Obstacle::FewerSites { available })
        }
        _ => (!out_of_reach.is_empty()).then_some(Obstacle::OutOfReach(out_of_reach)),
    }
}

fn solve_location(
    problem: &Problem,
    model: &Model,
    formulation: &Formulation,
    start: Option<&[usize]>,
    watch: &mut Watch,
) -> Solution {
    let location = &formulation.location;
    let start = start.and_then(|sites| formulation.plan_of(sites));
    let found = search(location, Aim::BEST, start, &mut Teller { watch, formulation });
    let bound = found.bound.is_finite().then(|| formulation.bound(found.bound));
    let is_proven = found.plan.as_ref().is_some_and(|plan| found.bound >= plan.value);
    let sites = found.plan.map(|plan| formulation.sites(&plan.sites)).unwrap_or_default();
    let sites = filled_up(problem, model, sites);
    let Some(value) = model.value_of(problem, &sites) else {
        // The cheapest plan leaves somebody out, so all do.
        let at_least = sites.len() + 1;
        let obstacle = is_proven.then_some(Obstacle::TakesMore { at_least });
        return without_plan(obstacle, bound, watch);
    };
    if let Model::SetCover(model) = model
        && model.most.is_some_and(|most| value > most as f64)
    {
        return without_plan(model.takes_more(bound), bound, watch);
    }
    let (status, bound) = match is_proven {
        true => (Status::Optimal, Some(value)),
        false => (Status::Feasible, bound),
    };
    let seconds = watch.seconds();
    Solution { status, sites, value: Some(value), bound, seconds, obstacle: None }
}

fn solve_centre(
    problem: &Problem,
    model: PCentre,
    start: Option<&[usize]>,
    watch: &mut Watch,
) -> Solution {
    let Centre { plan, value, bound, is_out_of_reach } =
        search_centre(problem, model, start, watch);
    let Some(sites) = plan else {
        let at_least = model.count + 1;
        let obstacle = is_out_of_reach.then_some(Obstacle::TakesMore { at_least });
        return without_plan(obstacle, Some(bound), watch);
    };
    let status = if value == Some(bound) { Status::Optimal } else { Status::Feasible };
    let sites = filled_up(problem, &Model::PCentre(model), sites);
    Solution { status, sites, value, bound: Some(bound), seconds: watch.seconds(), obstacle: None }
}

/// With as many sites as were asked for: those that add nothing are taken in their order.
fn filled_up(problem: &Problem, model: &Model, mut sites: Vec<usize>) -> Vec<usize> {
    if let (Some(count), false) = (model.count(), matches!(model, Model::SetCover(_))) {
        let left = problem.sites_that_are(Standing::Candidate).filter(|site| !sites.contains(site));
        let left: Vec<usize> = left.take(count.saturating_sub(sites.len())).collect();
        sites.extend(left);
        sites.sort_unstable();
    }
    sites
}

/// No plan, proven by an obstacle, or none found in time.
fn without_plan(obstacle: Option<Obstacle>, bound: Option<f64>, watch: &Watch) -> Solution {
    let status = if obstacle.is_some() { Status::Infeasible } else { Status::Unknown };
    let bound = bound.filter(|_| status == Status::Unknown);
    Solution { status, sites: Vec::new(), value: None, bound, seconds: watch.seconds(), obstacle }
}

/// Tells whoever watches, in the terms of the model.
struct Teller<'s, 'w> {
    watch: &'s mut Watch<'w>,
    formulation: &'s Formulation,
}

impl Audience for Teller<'_, '_> {
    fn hear_plan(&mut self, cost: f64) {
        if let Some(value) = self.formulation.value(cost) {
            self.watch.set_value(value);
        }
    }

    fn hear_bound(&mut self, cost: f64) {
        self.watch.set_bound(self.formulation.bound(cost));
    }

    fn is_over(&mut self) -> bool {
        self.watch.is_over() || self.watch.is_good_enough()
    }
}
