//! A covering model as a linear programme over the sites that may be opened, solved from a strong
//! start, and its answer as a solution.

use crate::siting::linear::{LinearProgramme, Outcome, SolverError, Variable};
use crate::siting::problem::{MaxCover, Model, Problem, Standing};
use crate::siting::search::Audience;
use crate::siting::solution::{Solution, Status};
use crate::siting::watch::Watch;
use crate::siting::{obstacle, without_plan};

/// A programme whose switches open sites.
#[derive(Debug)]
pub(in crate::siting) struct SiteProgramme {
    pub linear: LinearProgramme,
    /// The switch of each site that may be opened.
    pub switches: Vec<Option<Variable>>,
}

/// What is known of a model before it is solved.
pub(in crate::siting) struct Prospect<'a> {
    /// Values of the start plan for all variables.
    pub start: Vec<f64>,
    pub start_sites: Vec<usize>,
    /// What the programme leaves out of the value.
    pub constant: f64,
    /// What a plan is worth by the model.
    pub value_of: &'a dyn Fn(&[usize]) -> f64,
}

impl SiteProgramme {
    /// A programme that opens exactly `count` sites, forced ones among them.
    pub fn opening(problem: &Problem, count: usize) -> Self {
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
        linear.exactly(switches.iter().flatten().map(|switch| (*switch, 1.0)), count as f64);
        Self { linear, switches }
    }

    /// The switches of some sites, each as a term.
    pub fn terms(&self, sites: &[u32], by: f64) -> impl Iterator<Item = (Variable, f64)> {
        sites.iter().filter_map(move |site| Some((self.switches[*site as usize]?, by)))
    }

    /// The switches that are on when these sites are open.
    pub fn on(&self, open: &[usize]) -> impl Iterator<Item = (Variable, f64)> {
        open.iter().filter_map(|site| Some((self.switches[*site]?, 1.0)))
    }

    /// Solves it, and reads the plan off its switches.
    ///
    /// # Errors
    /// When there is no solver, or it fails.
    pub fn solve(&self, prospect: Prospect, watch: &mut Watch) -> Result<Solution, SolverError> {
        let Prospect { start, start_sites, constant, value_of } = prospect;
        let started_at = value_of(&start_sites);
        watch.set_value(started_at);
        let stop = watch.stop();
        let mut telling = Telling { watch, constant, best: started_at };
        let outcome = self.linear.maximise(Some(&start), stop, &mut telling)?;
        let Outcome { values, bound, .. } = outcome;
        let found = values.map(|values| self.sites_of(&values));
        let found = found.map(|sites| (value_of(&sites), sites));
        let (value, sites) = match found {
            Some((value, sites)) if value > started_at => (value, sites),
            // Of equal plans the own one, whatever the solver meets first.
            _ => (started_at, start_sites),
        };
        let (status, bound) = judged(value, bound.map(|bound| bound + constant));
        let (value, seconds) = (Some(value), watch.seconds());
        Ok(Solution { status, sites, value, bound, seconds, obstacle: None })
    }

    pub fn sites_of(&self, values: &[f64]) -> Vec<usize> {
        let is_open = |site: &usize| self.switches[*site].is_some_and(|s| s.is_on(values));
        (0..self.switches.len()).filter(is_open).collect()
    }
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
        self.watch.set_bound((bound + self.constant).max(self.best));
    }

    fn is_over(&mut self) -> bool {
        self.watch.is_over() || self.watch.is_good_enough()
    }
}
