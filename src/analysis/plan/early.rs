//! Measuring with a plan and a bound at hand. Both come first, by who lives around each place
//! (`outlook`), and are bettered while ways are measured; the search goes on from them. Where circles
//! tell all and there are more ways than can be kept, none is measured but those of the plan.
//!
//! Where an outlook has no plan to tell, one of the places measured so far is made from time to time; or,
//! without a limit (`Interchange`), one of the first places, which are the register's candidates, is
//! bettered by each place as it is measured.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use crate::geometry::WorldPoint;
use crate::siting::{Interchange, Limits, MaxCover, Model, Progress, SiteModel, Standing, solve};
use crate::study::Study;

use super::super::extent::{Extent, Needed};
use super::super::siting::{MOST_PAIRS, SiteQuestion, StudyProblem, TooManyPairs};
use super::super::survey::{Measuring, Survey};
use super::groundwork::{EarlyPlan, Groundwork};
use super::outlook::Outlook;
use super::run::{RunClock, Stage, StageListener};

/// When the first plan is made; the next ones at twice the time each.
const FIRST_PLAN: Duration = Duration::from_millis(400);
/// What an early plan may take.
const PLAN_TIME: Duration = Duration::from_millis(150);
/// With more pairs, putting the problem together takes longer than that.
const MOST_EARLY_PAIRS: usize = 5_000_000;
/// The part of the time of measuring in which the outlook is bettered.
const OUTLOOK_SHARE: f64 = 0.3;

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
    let mut survey = Survey::of(study, question);
    if let Some(aim) = aim.filter(|aim| aim.serves_by_nearest()) {
        let standing = aim.standing(question.places.len(), survey.sites().len());
        survey.merge_staying(&standing);
    }
    let mut search = aim.map(|aim| EarlySearch::new(aim, study, question, survey.sites()));
    let mut extent = None;
    if let Some(search) = &mut search {
        let is_ended = search.look_ahead(clock, listener).is_break();
        if search.has_plan() && is_ended {
            extent = Some(Extent::Ended { places: search.plan_and(needed).len() });
        } else if search.stands_in_for_ways() {
            search.look_on(clock, listener);
            extent = Some(Extent::Weighed);
        }
    }
    if let (Some(extent), Some(search)) = (extent, &search) {
        survey.keep_only(&search.plan_and(needed));
        survey.is_known(extent);
    } else {
        measure(&mut survey, question, needed, &mut search, clock, listener)?;
    }
    let (early, bound) = search.map_or((None, None), EarlySearch::into_parts);
    let problem = survey.into_problem();
    let extent = problem.extent;
    Ok((problem, Groundwork { extent, early, bound }))
}

/// Measures places as long as there is time, room, and nobody ends it.
fn measure(
    survey: &mut Survey<'_>,
    question: &SiteQuestion,
    needed: Needed<'_>,
    search: &mut Option<EarlySearch<'_>>,
    clock: &RunClock,
    listener: &mut StageListener<'_>,
) -> Result<(), TooManyPairs> {
    let least = needed.least(question.places.len());
    let likely = search.as_ref().map(|search| search.likely(needed, question.places.len()));
    let needed = Needed { places: likely.as_deref().unwrap_or(needed.places), ..needed };
    let mut surveyor = |measuring: &Measuring<'_>| {
        if let Some(search) = search {
            search.take_in(measuring, clock);
        }
        let progress = search.as_ref().map_or_else(Progress::default, EarlySearch::progress);
        let progress = Progress { seconds: clock.seconds(), ..progress };
        let goes_on = listener(&Stage { measured: measuring.share, progress });
        // However little time there is, as many places are measured as a plan takes.
        let is_enough = measuring.measured_places() >= least;
        match is_enough && (clock.ends_measuring() || goes_on.is_break()) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    };
    survey.measure(needed, MOST_PAIRS, &mut surveyor)?;
    if let Some(search) = search
        && search.has_plan()
        && survey.is_ended()
    {
        // The plan at hand is the answer: getting the ways of all others ready would take long.
        survey.keep_only(&search.plan_and(needed));
    }
    Ok(())
}

/// What early plans are made for.
#[derive(Clone, Copy)]
pub struct EarlyAim<'a> {
    pub model: &'a SiteModel,
    /// Lays down what holds for each site, as far as it may be opened at all.
    pub lay_down: &'a dyn Fn(&mut [Standing]),
    /// Whether demand that no site can reach is left out.
    pub leaves_out: bool,
    /// Whether plan and bound are all that is wanted, so that ways need not be measured where they are
    /// known without.
    pub is_plan_enough: bool,
}

impl EarlyAim<'_> {
    /// What holds for each site, those after the places existing, as far as it may be opened at all.
    pub(super) fn standing(&self, places: usize, sites: usize) -> Vec<Standing> {
        let mut standing = vec![Standing::Existing; sites];
        standing[..places].fill(Standing::Candidate);
        (self.lay_down)(&mut standing);
        standing
    }

    /// Whether everybody is served by the nearest site, however far it is.
    fn serves_by_nearest(&self) -> bool {
        matches!(self.model, SiteModel::Plain(Model::PMedian(_) | Model::PCentre(_)))
    }
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
    outlook: Option<Outlook>,
    /// The time that it has taken so far.
    looked: Duration,
}

/// A plan that is bettered place by place begins with at most so many places.
const MOST_FIRST_PLACES: usize = 512;
/// And with so many ways, which a plan is made of in a fraction of a second.
const MOST_FIRST_PAIRS: usize = 20_000_000;

impl<'a> EarlySearch<'a> {
    /// `at` are the sites of the question.
    fn new(aim: EarlyAim<'a>, study: &Study, question: &SiteQuestion, at: &[WorldPoint]) -> Self {
        let places = question.places.len();
        let candidates = question.places.iter().filter(|place| place.is_candidate()).count();
        let least_places = aim.model.count().unwrap_or_default();
        let kept_in_a_moment = MOST_FIRST_PAIRS / study.layers().buildings.len().max(1);
        let first_places = candidates.min(MOST_FIRST_PLACES).min(kept_in_a_moment);
        let first_places = first_places.max(least_places).min(places);
        Self {
            aim,
            places,
            standing: Vec::new(),
            least_places,
            first_places,
            next: FIRST_PLAN,
            plan: None,
            interchange: None,
            outlook: Outlook::of(study, question, aim, at),
            looked: Duration::ZERO,
        }
    }

    /// Plan and bound before a way is measured.
    fn look_ahead(
        &mut self,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> ControlFlow<()> {
        while let Some(outlook) = &mut self.outlook
            && !outlook.has_begun()
            && !clock.ends_measuring()
            && outlook.step()
        {
            self.tell(0.0, clock, listener)?;
        }
        ControlFlow::Continue(())
    }

    /// Whether there is no need to measure ways, and more of them than can be kept.
    fn stands_in_for_ways(&self) -> bool {
        let has_too_many = |outlook: &Outlook| {
            outlook.stands_in() && outlook.estimated_pairs() > MOST_PAIRS as f64
        };
        self.aim.is_plan_enough
            && self.has_plan()
            && self.outlook.as_ref().is_some_and(has_too_many)
    }

    /// Betters plan and bound as far as they can be, and there is time.
    fn look_on(&mut self, clock: &RunClock, listener: &mut StageListener<'_>) {
        while !clock.is_up(&self.progress())
            && self.outlook.as_mut().is_some_and(Outlook::step)
            && self.tell(1.0, clock, listener).is_continue()
        {}
    }

    fn tell(
        &self,
        measured: f64,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> ControlFlow<()> {
        let progress = Progress { seconds: clock.seconds(), ..self.progress() };
        listener(&Stage { measured, progress })
    }

    /// The best plan by now.
    fn best(&self) -> Option<EarlyPlan> {
        let ahead = self.outlook.as_ref().and_then(Outlook::plan);
        self.better_of(self.plan.clone(), ahead)
    }

    fn has_plan(&self) -> bool {
        self.best().is_some()
    }

    fn progress(&self) -> Progress {
        let value = self.best().map(|plan| plan.value);
        let bound = self.outlook.as_ref().and_then(Outlook::bound);
        Progress { value, bound, seconds: 0.0 }
    }

    /// The places of the plan, and those that are needed beside them.
    fn plan_and(&self, needed: Needed<'_>) -> Vec<usize> {
        let plan = self.best().map(|plan| plan.sites).unwrap_or_default();
        let mut sites: Vec<usize> = plan.into_iter().chain(needed.places.iter().copied()).collect();
        sites.sort_unstable();
        sites.dedup();
        sites
    }

    /// The places that are needed, and those worth measuring next.
    fn likely(&self, needed: Needed<'_>, places: usize) -> Vec<usize> {
        let likely = self.outlook.as_ref().map(Outlook::likely).unwrap_or_default();
        // Facilities that are sites too are measured anyway.
        let likely = likely.into_iter().filter(|site| *site < places);
        needed.places.iter().copied().chain(likely).collect()
    }

    fn into_parts(self) -> (Option<EarlyPlan>, Option<f64>) {
        (self.best(), self.outlook.as_ref().and_then(Outlook::bound))
    }

    /// Takes in what is newly measured.
    fn take_in(&mut self, measuring: &Measuring<'_>, clock: &RunClock) {
        self.better_outlook(clock);
        if !self.knows_forced(measuring) {
            return;
        }
        let is_due = clock.elapsed() >= self.next || clock.ends_measuring();
        let is_enough = measuring.measured_places() >= self.least_places;
        match self.aim.model {
            SiteModel::Plain(model @ (Model::PMedian(_) | Model::PCentre(_))) => {
                self.exchange(measuring, model);
            }
            // Everyone is to be served: part of the places says nothing.
            SiteModel::Plain(Model::SetCover(_)) => {}
            _ if self.outlook.as_ref().is_some_and(Outlook::stands_in) => {}
            _ if is_due && is_enough => {
                while clock.elapsed() >= self.next {
                    self.next *= 2;
                }
                let known = self.plan.take();
                self.plan = self.better(measuring, known);
            }
            _ => {}
        }
    }

    /// Takes a part of the time for plan and bound by who lives around.
    fn better_outlook(&mut self, clock: &RunClock) {
        let is_due = self.looked <= clock.elapsed().mul_f64(OUTLOOK_SHARE);
        if let Some(outlook) = self.outlook.as_mut().filter(|_| is_due) {
            let began = Instant::now();
            outlook.step();
            self.looked += began.elapsed();
        }
    }

    /// Whether all sites are measured that every plan has.
    fn knows_forced(&mut self, measuring: &Measuring<'_>) -> bool {
        if self.standing.is_empty() {
            self.standing = self.aim.standing(self.places, measuring.sites());
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
        let may_open = |is: &Standing| matches!(is, Standing::Candidate | Standing::Forced);
        let standing = problem.standing.iter().enumerate();
        let all: Vec<usize> =
            standing.filter(|(_, is)| may_open(is)).map(|(site, _)| site).collect();
        let limits = Limits { time: Some(PLAN_TIME), gap: 0.0 };
        let sites = match all.len() <= self.least_places {
            // There is nothing to choose.
            true => all,
            false => solve(&problem, model, limits, &mut |_| ControlFlow::Continue(())).sites,
        };
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
        self.better_of(known, plan)
    }

    /// The better of two plans; of equals the first.
    fn better_of(&self, one: Option<EarlyPlan>, other: Option<EarlyPlan>) -> Option<EarlyPlan> {
        let model = self.aim.model;
        let better =
            |a: EarlyPlan, b: EarlyPlan| if model.is_better(b.value, a.value) { b } else { a };
        one.into_iter().chain(other).reduce(better)
    }
}
