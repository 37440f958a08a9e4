//! Measuring with a plan at hand: while ways are measured there is a plan of the places measured so
//! far, within a second however many ways there are, and the search goes on from it.
//!
//! Within a limit such a plan is made anew from time to time. Without one (`Interchange`) a plan of
//! the first places, which are the register's candidates, is bettered by each place as it is measured.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::siting::{
    Interchange, Limits, Listener, MaxCover, Model, Problem, Progress, SiteModel, Solution,
    SolverError, Standing, Status, solve,
};
use crate::study::Study;

use super::super::extent::{Extent, Needed};
use super::super::siting::{MOST_PAIRS, Measuring, SiteQuestion, StudyProblem, TooManyPairs};

/// How a search stands: ways are measured first.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Stage {
    /// The share of ways measured, from 0 to 1.
    pub measured: f64,
    pub progress: Progress,
}

/// Hears how a search stands, and may end it.
pub type StageListener<'a> = dyn FnMut(&Stage) -> ControlFlow<()> + 'a;

/// A plan made before all was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlyPlan {
    pub sites: Vec<usize>,
    pub value: f64,
}

/// What measuring leaves to the search, beside the problem.
#[derive(Debug, Clone, PartialEq)]
pub struct Groundwork {
    /// How much is measured.
    pub extent: Extent,
    /// The best plan met on the way.
    pub early: Option<EarlyPlan>,
}

/// When the first plan is made; the next ones at twice the time each.
const FIRST_PLAN: Duration = Duration::from_millis(400);
/// What an early plan may take.
const PLAN_TIME: Duration = Duration::from_millis(150);
/// With more pairs, putting the problem together takes longer than that.
const MOST_EARLY_PAIRS: usize = 5_000_000;
/// The part of a time limit that measuring may take.
const MEASURING_SHARE: f64 = 0.6;

/// One clock for measuring and searching.
#[derive(Debug, Clone, Copy)]
pub struct RunClock {
    started: Instant,
    limits: Limits,
}

impl RunClock {
    /// From now on.
    pub fn start(limits: Limits) -> Self {
        Self { started: Instant::now(), limits }
    }

    pub fn seconds(&self) -> f64 {
        self.started.elapsed().as_secs_f64()
    }

    /// What is left of the limits.
    pub fn left(&self) -> Limits {
        let elapsed = self.started.elapsed();
        let time = self.limits.time.map(|time| time.saturating_sub(elapsed));
        Limits { time, ..self.limits }
    }

    /// Whether measuring has taken its part of the time.
    pub fn ends_measuring(&self) -> bool {
        let most = self.limits.time.map(|time| time.mul_f64(MEASURING_SHARE));
        most.is_some_and(|most| self.started.elapsed() >= most)
    }
}

/// Passes on what a search tells, with the time that measuring took.
pub(super) fn searching<'a, 'l>(
    clock: &RunClock,
    listener: &'a mut StageListener<'l>,
) -> impl FnMut(&Progress) -> ControlFlow<()> + use<'a, 'l> {
    let before = clock.seconds();
    move |progress| {
        let seconds = before + progress.seconds;
        listener(&Stage { measured: 1.0, progress: Progress { seconds, ..*progress } })
    }
}

/// Measures the ways of a question, with early plans where something is aimed at. What is needed is
/// measured however little time there is, and the rest as far as time and memory have room for it.
///
/// # Errors
/// When buildings and the places needed make too many pairs.
pub fn surveyed(
    study: &Study,
    question: &SiteQuestion,
    needed: Needed<'_>,
    aim: Option<EarlyAim<'_>>,
    clock: &RunClock,
    listener: &mut StageListener<'_>,
) -> Result<(StudyProblem, Groundwork), TooManyPairs> {
    let least = needed.least(question.places.len());
    let mut search = aim.map(|aim| EarlySearch::new(aim, question));
    let mut surveyor = |measuring: &Measuring<'_>| {
        if let Some(search) = &mut search {
            search.take_in(measuring, clock);
        }
        let value = search.as_ref().and_then(EarlySearch::value);
        let progress = Progress { value, bound: None, seconds: clock.seconds() };
        let goes_on = listener(&Stage { measured: measuring.share, progress });
        // However little time there is, as many places are measured as a plan takes.
        let is_enough = measuring.measured_places() >= least;
        match is_enough && (clock.ends_measuring() || goes_on.is_break()) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    let problem = StudyProblem::as_far_as_kept(study, question, needed, MOST_PAIRS, &mut surveyor)?;
    let early = search.and_then(EarlySearch::into_plan);
    let extent = problem.extent;
    Ok((problem, Groundwork { extent, early }))
}

/// What early plans are made for.
#[derive(Clone, Copy)]
pub struct EarlyAim<'a> {
    pub model: &'a SiteModel,
    /// Lays down what holds for each site, as far as it may be opened at all.
    pub lay_down: &'a dyn Fn(&mut [Standing]),
    /// Whether demand that no site can reach is left out.
    pub leaves_out: bool,
}

/// The search for early plans.
struct EarlySearch<'a> {
    aim: EarlyAim<'a>,
    places: usize,
    /// What will hold for each site once it is measured; empty before anything is.
    standing: Vec<Standing>,
    /// A plan takes as many.
    least_places: usize,
    /// So many places are measured before a plan is bettered place by place.
    first_places: usize,
    /// When the next plan is made anew.
    next: Duration,
    plan: Option<EarlyPlan>,
    interchange: Option<Interchange>,
}

/// A plan that is bettered place by place begins with at most so many places.
const MOST_FIRST_PLACES: usize = 512;

impl<'a> EarlySearch<'a> {
    fn new(aim: EarlyAim<'a>, question: &SiteQuestion) -> Self {
        let places = question.places.len();
        let candidates = question.places.iter().filter(|place| place.is_candidate()).count();
        let least_places = aim.model.count().unwrap_or_default();
        let first_places = candidates.min(MOST_FIRST_PLACES).max(least_places).min(places);
        Self {
            aim,
            places,
            standing: Vec::new(),
            least_places,
            first_places,
            next: FIRST_PLAN,
            plan: None,
            interchange: None,
        }
    }

    fn value(&self) -> Option<f64> {
        self.plan.as_ref().map(|plan| plan.value)
    }

    fn into_plan(self) -> Option<EarlyPlan> {
        self.plan
    }

    /// Takes in what is newly measured.
    fn take_in(&mut self, measuring: &Measuring<'_>, clock: &RunClock) {
        if !self.knows_forced(measuring) {
            return;
        }
        let is_due = clock.started.elapsed() >= self.next || clock.ends_measuring();
        let is_enough = measuring.measured_places() >= self.least_places;
        match self.aim.model {
            SiteModel::Plain(model @ (Model::PMedian(_) | Model::PCentre(_))) => {
                self.exchange(measuring, model);
            }
            // Everyone is to be served: part of the places says nothing.
            SiteModel::Plain(Model::SetCover(_)) => {}
            _ if is_due && is_enough => {
                while clock.started.elapsed() >= self.next {
                    self.next *= 2;
                }
                let known = self.plan.take();
                self.plan = self.better(measuring, known);
            }
            _ => {}
        }
    }

    /// Whether all sites are measured that every plan has.
    fn knows_forced(&mut self, measuring: &Measuring<'_>) -> bool {
        if self.standing.is_empty() {
            self.standing = vec![Standing::Existing; measuring.sites()];
            self.standing[..self.places].fill(Standing::Candidate);
            (self.aim.lay_down)(&mut self.standing);
        }
        let sites = self.standing.iter().enumerate();
        let mut forced = sites.filter(|(_, standing)| **standing == Standing::Forced);
        forced.all(|(site, _)| measuring.is_measured(site))
    }

    /// Begins with a plan of the first places, and betters it by each that comes after them.
    fn exchange(&mut self, measuring: &Measuring<'_>, model: &Model) {
        if let Some(interchange) = &mut self.interchange {
            for site in measuring.newly {
                if self.standing.get(*site) == Some(&Standing::Candidate) {
                    interchange.offer(*site, |site| measuring.ways(site));
                }
            }
        } else if measuring.measured_places() >= self.first_places {
            self.begin(measuring, model);
        }
        let Some(interchange) = &self.interchange else { return };
        let is_answer = self.aim.leaves_out || !interchange.leaves_out();
        self.plan = interchange.value().filter(|_| is_answer).map(|value| {
            let forced = self.standing.iter().enumerate();
            let forced = forced.filter(|(_, standing)| **standing == Standing::Forced);
            let forced = forced.map(|(site, _)| site);
            let mut sites: Vec<usize> = forced.chain(interchange.open().iter().copied()).collect();
            sites.sort_unstable();
            EarlyPlan { sites, value }
        });
    }

    fn begin(&mut self, measuring: &Measuring<'_>, model: &Model) {
        let mut problem = measuring.problem_so_far();
        (self.aim.lay_down)(&mut problem.standing);
        let weights = problem.weights.clone();
        // Whom only a place beyond these reaches is no reason to have no plan.
        for demand in problem.out_of_reach(f64::INFINITY) {
            problem.weights[demand] = 0.0;
        }
        let limits = Limits { time: Some(PLAN_TIME), gap: 0.0 };
        let sites = solve(&problem, model, limits, &mut |_| ControlFlow::Continue(())).sites;
        if sites.is_empty() {
            return;
        }
        problem.weights = weights;
        self.interchange = Interchange::of(&problem, model, &sites);
    }

    /// The better of the plan at hand and one of the places measured so far.
    fn better(&self, measuring: &Measuring<'_>, known: Option<EarlyPlan>) -> Option<EarlyPlan> {
        let model = self.aim.model;
        let (Some(count), limit_m) = (model.count(), model.limit_m()) else { return known };
        if measuring.pairs() > MOST_EARLY_PAIRS && known.is_some() {
            return known;
        }
        let mut problem = measuring.problem_so_far();
        (self.aim.lay_down)(&mut problem.standing);
        let limits = Limits { time: Some(PLAN_TIME), gap: 0.0 };
        let plain = Model::MaxCover(MaxCover { count, limit_m });
        let sites = solve(&problem, &plain, limits, &mut |_| ControlFlow::Continue(())).sites;
        let plan = model.value_of(&problem, &sites).filter(|_| !sites.is_empty());
        let plan = plan.map(|value| EarlyPlan { sites, value });
        known.into_iter().chain(plan).reduce(
            |a, b| {
                if is_better(model, b.value, a.value) { b } else { a }
            },
        )
    }
}

/// Whether a value is better than another by a model.
fn is_better(model: &SiteModel, value: f64, other: f64) -> bool {
    if model.is_gain() { value > other } else { value < other }
}

impl Groundwork {
    /// Finds the best plan, or as good a one as limits and listener leave time for; never a worse one
    /// than was met on the way.
    ///
    /// # Errors
    /// When the model needs HiGHS and the program is built without it, or HiGHS fails.
    pub fn solve(
        &self,
        model: &SiteModel,
        problem: &Problem,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<Solution, SolverError> {
        let solution = match &self.early {
            // It was ended while ways were measured: the plan made by then is the answer.
            Some(EarlyPlan { sites, value }) if matches!(self.extent, Extent::Ended { .. }) => {
                Solution {
                    status: Status::Feasible,
                    sites: sites.clone(),
                    value: Some(*value),
                    bound: None,
                    seconds: 0.0,
                    obstacle: None,
                }
            }
            early => {
                let start = early.as_ref().map(|early| early.sites.as_slice());
                let known = early.as_ref().map(|early| early.value);
                model.solve_from(problem, start, limits, &mut |progress| {
                    let found = progress.value.into_iter().chain(known);
                    let value = found.reduce(|a, b| if is_better(model, b, a) { b } else { a });
                    let bound = match self.extent.is_whole() {
                        true => progress.bound,
                        false => Some(model.bound_unseen(problem)),
                    };
                    listener(&Progress { value, bound, ..*progress })
                })?
            }
        };
        Ok(self.judged(model, problem, solution))
    }

    /// Where ways are missing, bounds say nothing of the places that were not measured; and a plan
    /// made on the way may be better than what a search came to that was ended.
    fn judged(&self, model: &SiteModel, problem: &Problem, mut solution: Solution) -> Solution {
        if let Some(EarlyPlan { sites, value }) = &self.early {
            let is_more = solution.value.is_none_or(|known| is_better(model, *value, known));
            if is_more && !matches!(solution.status, Status::Infeasible | Status::Optimal) {
                (solution.sites, solution.value) = (sites.clone(), Some(*value));
                solution.status = Status::Feasible;
            }
        }
        if !self.extent.is_whole() {
            solution.obstacle = None;
            solution.status =
                if solution.value.is_some() { Status::Feasible } else { Status::Unknown };
            solution.bound = Some(model.bound_unseen(problem));
        }
        solution
    }
}
