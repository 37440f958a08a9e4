//! The Pareto front between coverage and the worst unit: all plans of which none can be bettered in
//! one without losing in the other. Found from the most coverage on, each next plan being the best
//! that lifts the worst unit further, and of equally good ones the one that lifts it most (the
//! ε-constraint method, lexicographic; Haimes and others 1971, Mavrotas 2009).

use super::equity::{Aim, Equity, EquityCover, UnitRows, start};
use super::plan::{Scope, SiteProgramme, hindered, judged, plain_cover};
use crate::siting::linear::{SolverError, Stop};
use crate::siting::problem::Problem;
use crate::siting::solution::{Solution, Status};
use crate::siting::watch::{Limits, Listener, Unheard, Watch};

/// Plans from the most coverage to the best worst unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Front {
    pub points: Vec<FrontPoint>,
    /// Whether these are all there are, each proven; else time was up or enough were found.
    pub is_complete: bool,
}

/// A plan of the front.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontPoint {
    pub sites: Vec<usize>,
    pub cover: EquityCover,
    /// No plan that does as well by the worst unit covers more.
    pub bound: f64,
    pub is_proven: bool,
}

/// Worst units whose rates differ by less than this, a thousandth of a percent, are taken as equal.
const STEP: f64 = 1e-5;
/// Coverage that differs by less than this share is equal. HiGHS keeps to a ten-millionth: asked to
/// tell closer values apart, it calls plans impossible that are there.
const ROUNDING: f64 = 1e-6;

/// Finds the front, at most so many points of it; its `worst_share` plays no part.
///
/// # Errors
/// When the program is built without HiGHS, or HiGHS fails.
pub fn pareto_front(
    problem: &Problem,
    model: &Equity,
    most_points: usize,
    limits: Limits,
    listener: &mut Listener<'_>,
) -> Result<Result<Front, Solution>, SolverError> {
    let mut watch = Watch::new(limits, listener);
    if let Some(hindered) = hindered(problem, model.count, &watch) {
        return Ok(Err(hindered));
    }
    let (count, limit_m) = (model.count, model.limit_m);
    let most = plain_cover(problem, Scope { count, limit_m }, &mut watch).most;
    let units = UnitRows::of(problem, model);
    let asked = Asked { problem, units: &units, count, most };
    let mut front = Front::default();
    let mut least_rate = 0.0;
    while front.points.len() < most_points {
        match asked.next_point(least_rate, front.points.is_empty(), &mut watch)? {
            Next::Point(point) => {
                least_rate = point.cover.worst_rate + STEP;
                watch.set_value(point.cover.covered);
                watch.set_bound(point.bound);
                let is_proven = point.is_proven;
                front.points.push(point);
                if !is_proven {
                    return Ok(Ok(front));
                }
                if least_rate > 1.0 || units.weights.is_empty() {
                    front.is_complete = true;
                    return Ok(Ok(front));
                }
            }
            Next::End => {
                front.is_complete = true;
                return Ok(Ok(front));
            }
            Next::OutOfTime => return Ok(Ok(front)),
        }
    }
    Ok(Ok(front))
}

enum Next {
    Point(FrontPoint),
    /// No plan does better by the worst unit.
    End,
    OutOfTime,
}

/// What all aims of a front have in common.
struct Asked<'a> {
    problem: &'a Problem,
    units: &'a UnitRows,
    count: usize,
    /// No plan covers more weight.
    most: f64,
}

/// What came of one aim.
enum Found {
    Plan(Plan),
    Nothing,
    OutOfTime,
}

struct Plan {
    sites: Vec<usize>,
    /// No plan is worth more by the aim, as far as the solver knows.
    bound: Option<f64>,
    is_proven: bool,
}

impl Asked<'_> {
    /// The most coverage with no unit below a rate, and of the plans that have it the one whose worst
    /// unit fares best. Where time is up first, the first point is a good plan without proof.
    fn next_point(
        &self,
        least_rate: f64,
        is_first: bool,
        watch: &mut Watch,
    ) -> Result<Next, SolverError> {
        let Self { problem, units, count, .. } = *self;
        let most = Aim { covered: 1.0, worst: 0.0, least_rate, least_covered: 0.0 };
        let own = || {
            let guide = Aim { worst: problem.weight(), ..most };
            let sites = start(problem, units, count, guide, watch);
            Plan { sites, bound: None, is_proven: false }
        };
        let own = is_first.then(own);
        let first = match (self.best_of(most, watch)?, own) {
            (Found::Plan(plan), _) => plan,
            (Found::Nothing, _) => return Ok(Next::End),
            (Found::OutOfTime, Some(own)) => own,
            (Found::OutOfTime, None) => return Ok(Next::OutOfTime),
        };
        let covered = units.cover(&first.sites).covered;
        let least_covered = covered - ROUNDING * (1.0 + covered);
        let evenest = Aim { covered: 0.0, worst: 1.0, least_rate, least_covered };
        let (sites, is_evenest) = match self.best_of(evenest, watch)? {
            Found::Plan(plan) => (plan.sites, plan.is_proven),
            Found::Nothing | Found::OutOfTime => (first.sites, false),
        };
        let cover = units.cover(&sites);
        let bound = match first.is_proven {
            true => cover.covered,
            false => first.bound.map_or(self.most, |bound| bound.min(self.most)),
        };
        let is_proven = first.is_proven && is_evenest;
        Ok(Next::Point(FrontPoint { sites, cover, bound, is_proven }))
    }

    fn best_of(&self, aim: Aim, watch: &mut Watch) -> Result<Found, SolverError> {
        if watch.is_over() {
            return Ok(Found::OutOfTime);
        }
        let mut programme = SiteProgramme::opening(self.problem, self.count);
        let constant = self.units.write(&mut programme, aim);
        let stop = Stop { gap: 0.0, ..watch.stop() };
        let outcome = programme.linear.maximise(stop, &mut Unheard(watch))?;
        if outcome.is_infeasible {
            return Ok(Found::Nothing);
        }
        let Some(values) = outcome.values else { return Ok(Found::OutOfTime) };
        let sites = programme.sites_of(&values);
        let bound = outcome.bound.map(|bound| bound + constant);
        let (status, bound) = judged(aim.worth(self.units.cover(&sites)), bound);
        Ok(Found::Plan(Plan { sites, bound, is_proven: status == Status::Optimal }))
    }
}
