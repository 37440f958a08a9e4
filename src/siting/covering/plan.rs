//! What all coverings beyond the plain one have in common: a linear programme over the sites that may
//! be opened, own plans to start with, an own bound, and the answer as a solution.
//!
//! The plain covering is solved first, within a fixed number of steps: no plan covers more weight
//! than its bound, which gives each model a bound of its own before HiGHS has one, and its plan is a
//! start.

use super::rows::CoverRow;
use crate::siting::formulation::Formulation;
use crate::siting::linear::{LinearProgramme, Outcome, SolverError, Variable};
use crate::siting::money::payable;
use crate::siting::problem::{MaxCover, Model, Problem, Standing};
use crate::siting::search::{Aim, Audience, search};
use crate::siting::solution::{Solution, Status};
use crate::siting::watch::{Limits, Listener, Watch};
use crate::siting::{obstacle, without_plan};

/// A covering with its demand prepared: what the search asks of it.
pub(in crate::siting) trait Covering {
    /// What a plan is worth.
    fn worth(&self, open: &[usize]) -> f64;

    /// A good plan without proof, or as good a one as there is time for.
    fn start(&self, watch: &mut Watch) -> Vec<usize>;

    /// Writes the demand into a programme over the sites; what that leaves out of the worth.
    fn write(&self, programme: &mut SiteProgramme) -> f64;

    /// What no plan is worth more than, when none covers more weight than `covered`.
    fn most(&self, covered: f64) -> f64;
}

/// How many sites are opened, and within how many metres they cover, inclusive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::siting) struct Scope {
    pub count: usize,
    pub limit_m: f64,
}

/// Finds the best plan of a covering, or as good a one as the limits and the listener leave time for.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub(in crate::siting) fn solve_covering<C: Covering>(
    problem: &Problem,
    scope: Scope,
    prepared: impl FnOnce() -> C,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Solution, SolverError> {
    let mut watch = Watch::new(limits, listener);
    if let Some(hindered) = hindered(problem, scope.count, &watch) {
        return Ok(hindered);
    }
    let plain = plain_cover(problem, scope, &mut watch);
    let covering = prepared();
    let known = Known { most: covering.most(plain.most), plans: vec![plain.sites] };
    best_plan(problem, scope.count, &covering, known, &mut watch)
}

/// What is known of a covering before it is searched.
pub(in crate::siting) struct Known {
    /// No plan is worth more.
    pub most: f64,
    /// Plans that other questions had.
    pub plans: Vec<Vec<usize>>,
}

/// Searches a covering from the best of the plans known and its own.
pub(in crate::siting) fn best_plan(
    problem: &Problem,
    count: usize,
    covering: &impl Covering,
    known: Known,
    watch: &mut Watch,
) -> Result<Solution, SolverError> {
    let Known { most, plans } = known;
    let mut best: Option<(f64, Vec<usize>)> = None;
    let mut keep = |sites: Vec<usize>, watch: &mut Watch| {
        let worth = covering.worth(&sites);
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            watch.set_value(worth);
            best = Some((worth, sites));
        }
    };
    plans.into_iter().for_each(|plan| keep(filled_up(problem, count, plan), watch));
    watch.set_bound(most);
    let own = covering.start(watch);
    keep(filled_up(problem, count, own), watch);
    let programme = SiteProgramme::opening(problem, count);
    searched(covering, programme, best.unwrap_or_default(), most, watch)
}

/// Searches a covering over a programme that has its sites, from a plan and what that is worth; no plan is
/// worth more than `most`.
pub(super) fn searched(
    covering: &impl Covering,
    mut programme: SiteProgramme,
    (started_at, start): (f64, Vec<usize>),
    most: f64,
    watch: &mut Watch,
) -> Result<Solution, SolverError> {
    let is_proven = judged(started_at, Some(most)).0 == Status::Optimal;
    let constant = if is_proven { 0.0 } else { covering.write(&mut programme) };
    let outcome = match is_proven || watch.is_over() {
        true => Outcome::default(),
        false => {
            let stop = watch.stop();
            let mut telling = Telling { watch, constant, best: started_at, most };
            programme.linear.maximise(stop, &mut telling)?
        }
    };
    let found = outcome.values.map(|values| programme.sites_of(&values));
    let found = found.map(|sites| (covering.worth(&sites), sites));
    let bound = outcome.bound.map_or(most, |bound| most.min(bound + constant));
    Ok(settled(found, (started_at, start), bound, watch))
}

/// The better of the plan that the solver found and the own start, each with what it covers.
fn settled(
    found: Option<(f64, Vec<usize>)>,
    start: (f64, Vec<usize>),
    bound: f64,
    watch: &Watch,
) -> Solution {
    // Of equal plans the own one, whatever the solver meets first.
    let (value, sites) = found.filter(|(value, _)| *value > start.0).unwrap_or(start);
    let (status, bound) = judged(value, Some(bound));
    let (value, seconds) = (Some(value), watch.seconds());
    Solution { status, sites, value, bound, seconds, obstacle: None }
}

/// The plain covering, as far as a fixed number of steps comes.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::siting) struct PlainCover {
    pub sites: Vec<usize>,
    /// No plan covers more weight.
    pub most: f64,
}

/// Links looked at in all: so many that it takes a fraction of a second.
const LINKS_LOOKED_AT: usize = 50_000_000;

/// Solves the plain covering for a while.
pub(in crate::siting) fn plain_cover(
    problem: &Problem,
    Scope { count, limit_m }: Scope,
    watch: &mut Watch,
) -> PlainCover {
    let model = MaxCover { count, limit_m };
    let formulation = Formulation::max_cover(problem, model, &mut || watch.is_over());
    let steps = (LINKS_LOOKED_AT / formulation.location.links().max(1)).clamp(20, 2_000);
    let found = search(&formulation.location, Aim::BEST, None, &mut Brief { watch, steps });
    let sites = found.plan.map(|plan| formulation.sites(&plan.sites)).unwrap_or_default();
    PlainCover { sites, most: formulation.bound(found.bound) }
}

/// Has no time but for so many steps. Steps instead of seconds: the same problem gives the same plan.
struct Brief<'s, 'w> {
    watch: &'s mut Watch<'w>,
    steps: usize,
}

impl Audience for Brief<'_, '_> {
    fn hear_plan(&mut self, _: f64) {}

    fn hear_bound(&mut self, _: f64) {}

    fn is_over(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps == 0 || self.watch.is_over()
    }
}

/// A programme whose switches open sites.
#[derive(Debug)]
pub(in crate::siting) struct SiteProgramme {
    pub linear: LinearProgramme,
    /// The switch of each site that may be opened.
    pub switches: Vec<Option<Variable>>,
}

impl SiteProgramme {
    /// A programme that opens exactly `count` sites, forced ones among them.
    pub fn opening(problem: &Problem, count: usize) -> Self {
        let mut programme = Self::over(problem);
        let switches = programme.switches.iter().flatten();
        programme.linear.exactly(switches.map(|switch| (*switch, 1.0)), count as f64);
        programme
    }

    /// A programme that opens sites for no more money than there is; forced ones it opens anyway, and
    /// where these cost more, none that cost anything beside them.
    pub fn within_budget(problem: &Problem, costs: &[f64], budget: f64) -> Self {
        let mut programme = Self::over(problem);
        let forced: f64 = problem.sites_that_are(Standing::Forced).map(|site| costs[site]).sum();
        let switches = programme.switches.iter().zip(costs);
        let spent = switches.filter_map(|(switch, cost)| Some(((*switch)?, *cost)));
        programme.linear.at_most(spent, payable(budget.max(forced)));
        programme
    }

    /// A programme over the sites that may be opened, forced ones open.
    fn over(problem: &Problem) -> Self {
        let mut linear = LinearProgramme::default();
        let mut switch = |standing: &Standing| {
            let switch = match standing {
                Standing::Candidate | Standing::Forced => linear.switch(0.0),
                Standing::Forbidden | Standing::Existing => return None,
            };
            if *standing == Standing::Forced {
                linear.turn_on(switch);
            }
            Some(switch)
        };
        let switches: Vec<Option<Variable>> = problem.standing.iter().map(&mut switch).collect();
        Self { linear, switches }
    }

    /// How far a row is covered, worth so much when it is: z ≤ Σ y.
    pub fn cover(&mut self, row: &CoverRow, worth: f64) -> Variable {
        let Self { linear, switches } = self;
        linear.any_of(row.sites.iter().filter_map(|site| switches[*site as usize]), worth)
    }

    /// The switches of some sites, each as a term.
    pub fn terms(&self, sites: &[u32], by: f64) -> impl Iterator<Item = (Variable, f64)> {
        sites.iter().filter_map(move |site| Some((self.switches[*site as usize]?, by)))
    }

    pub fn sites_of(&self, values: &[f64]) -> Vec<usize> {
        let is_open = |site: &usize| self.switches[*site].is_some_and(|s| s.is_on(values));
        (0..self.switches.len()).filter(is_open).collect()
    }
}

/// The sum of so many of the largest numbers.
pub(in crate::siting) fn sum_of_largest(numbers: impl Iterator<Item = f64>, count: usize) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_unstable_by(|a, b| b.total_cmp(a));
    numbers.iter().take(count).sum()
}

/// What a value and a bound come to: a bound that the value reaches, to what solvers keep to, is
/// that value.
pub(in crate::siting) fn judged(value: f64, bound: Option<f64>) -> (Status, Option<f64>) {
    const ROUNDING: f64 = 1e-6;
    match bound {
        Some(bound) if bound - value <= ROUNDING * (1.0 + value.abs()) => {
            (Status::Optimal, Some(value))
        }
        bound => (Status::Feasible, bound),
    }
}

/// Why so many sites cannot be opened at all, as a solution.
pub(in crate::siting) fn hindered(
    problem: &Problem,
    count: usize,
    watch: &Watch,
) -> Option<Solution> {
    let model = Model::MaxCover(MaxCover { count, limit_m: f64::INFINITY });
    let obstacle = obstacle(problem, &model)?;
    Some(without_plan(Some(obstacle), None, watch))
}

/// With as many sites as are asked for: those that add nothing are taken in their order.
pub(in crate::siting) fn filled_up(
    problem: &Problem,
    count: usize,
    open: Vec<usize>,
) -> Vec<usize> {
    crate::siting::filled_up(problem, &Model::MaxCover(MaxCover { count, limit_m: 0.0 }), open)
}

/// Tells whoever watches of the plans and bounds of a programme.
pub(in crate::siting) struct Telling<'s, 'w> {
    pub watch: &'s mut Watch<'w>,
    /// What the programme leaves out of the value.
    pub constant: f64,
    /// The value of the best plan so far.
    pub best: f64,
    /// What is known without the solver: no plan is worth more.
    pub most: f64,
}

impl Audience for Telling<'_, '_> {
    fn hear_plan(&mut self, value: f64) {
        let value = value + self.constant;
        if value > self.best {
            self.best = value;
            self.watch.set_value(value);
        }
    }

    fn hear_bound(&mut self, bound: f64) {
        self.watch.set_bound((bound + self.constant).min(self.most).max(self.best));
    }

    fn is_over(&mut self) -> bool {
        self.watch.is_over() || self.watch.is_good_enough()
    }
}
