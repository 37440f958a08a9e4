//! A study as a question of bundles: its functions with their demand and norms, its places with
//! their floor and cost.

use std::collections::{BTreeSet, HashSet};
use std::ops::ControlFlow;

use crate::layers::Persons;
use crate::siting::{
    BundleFunction, BundleQuestion, BundleRules, BundleSite, BundleSolution, ComplexConditions,
    Problem, Progress, Standing,
};
use crate::standard::FunctionIndex;
use crate::study::{FacilityOrigin, SLOTS_PER_WEEK, ScenarioId, Study, TargetGroups, WeekHours};

use super::extent::{Extent, Judgement, Needed};
use super::plan::{PlanError, RunClock, Stage, StageListener, most_covered_ahead};
use super::siting::{MOST_PAIRS, SiteChoice, SitePlace, SiteQuestion};
use super::survey::{Measuring, Survey};

/// Which functions are to go into which places.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleAsk {
    pub functions: Vec<AskedFunction>,
    pub choice: SiteChoice,
    /// The scenario whose facilities stay; none where all places are free.
    pub keeping: Option<ScenarioId>,
    /// Whether areas grow with the residents they serve.
    pub by_area: bool,
    /// Rules; what makes a complex is taken from the standard.
    pub rules: BundleRules,
}

/// A function, whom it is for, and when it is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AskedFunction {
    pub function: FunctionIndex,
    pub groups: TargetGroups,
    /// Unknown hours share no room.
    pub hours: Option<WeekHours>,
}

/// The question, and what its numbers stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyBundles {
    pub question: BundleQuestion,
    /// The places of its sites.
    pub places: Vec<SitePlace>,
    /// Places left out because their area is not known.
    pub without_area: usize,
    /// The rates of the study, in yuan per m², by which the cost of some places is worked out: one for
    /// each place whose refit the register does not know.
    pub by_rate: Vec<f64>,
    /// How much is measured, of the function of which least is.
    pub extent: Extent,
    /// What no plan is worth more than, of all places, measured or not: by who lives around each.
    pub most: f64,
}

/// With more places, it is looked at first where a plan would open, so that those are measured first.
const MANY_PLACES: usize = 2_000;

impl StudyBundles {
    /// The question that a study puts, telling how far measuring has come. Places that every plan has are
    /// measured however little time there is; where it is ended early, the places that are not
    /// measured are closed, and [`extent`](Self::extent) says so.
    ///
    /// # Errors
    /// When a forced place may not be chosen or has no area, or buildings and the places needed make too
    /// many pairs.
    pub fn measured(
        study: &Study,
        ask: &BundleAsk,
        forced: &BTreeSet<String>,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<Self, PlanError> {
        let (mut places, allowed) = places(study, ask);
        if let Some(scenario) = ask.keeping {
            // Others may be in the premises already.
            let areas = study.free_areas(scenario);
            for place in &mut places {
                let free_m2 = areas.left_m2(&place.origin);
                place.usable_area_m2 = free_m2.or(place.usable_area_m2);
            }
        }
        let (places, without_area): (Vec<_>, Vec<_>) =
            places.into_iter().partition(|place| place.usable_area_m2.is_some());
        let is_allowed: Vec<Vec<bool>> = allowed
            .iter()
            .map(|allowed| places.iter().map(|place| allowed.contains(&place.id)).collect())
            .collect();
        let is_known = |id: &&String| places.iter().any(|place| place.id == **id);
        let closed: Vec<String> = forced.iter().filter(|id| !is_known(id)).cloned().collect();
        if !closed.is_empty() {
            return Err(PlanError::ForcedClosed(closed));
        }
        let needed = (0..places.len()).filter(|site| forced.contains(&places[*site].id)).collect();
        let mut measuring = Parts::of(study, ask, places, needed);
        measuring.look_ahead(&ask.functions, &is_allowed, clock, listener);
        let mut functions = Vec::new();
        for (asked, allowed) in ask.functions.iter().zip(&is_allowed) {
            let (mut problem, limit_m) = measuring.measure(*asked, clock, listener)?;
            for (standing, is_allowed) in problem.standing.iter_mut().zip(allowed) {
                if !is_allowed {
                    *standing = Standing::Forbidden;
                }
            }
            functions.push(bundle_function(study, ask, *asked, problem, limit_m));
        }
        let Parts { question: SiteQuestion { places, .. }, extent, most, .. } = measuring;
        let sites: Vec<BundleSite> = places.iter().map(|place| bundle_site(study, place)).collect();
        let is_by_rate = |place: &&SitePlace| known_refit(study, place).is_none();
        let by_rate = places.iter().filter(is_by_rate).map(|place| rate_of(study, place)).collect();
        let rules = BundleRules { complex: complex_conditions(study), ..ask.rules };
        let question = BundleQuestion { functions, sites, rules };
        Ok(Self { question, places, without_area: without_area.len(), by_rate, extent, most })
    }

    /// What no plan of all places is worth more than, when a search over those measured has proven so
    /// much of these.
    pub(super) fn proven(&self, searched: Option<f64>) -> f64 {
        let searched = searched.filter(|_| self.extent.is_whole());
        searched.map_or(self.most, |bound| bound.min(self.most))
    }

    /// A solution of the places measured as one of all places: the others may make better plans.
    pub(super) fn judged(&self, solution: BundleSolution) -> BundleSolution {
        let BundleSolution { status, value, bound, obstacle, .. } = solution;
        let judgement = Judgement { status, value, bound };
        let judged = self.extent.judge(judgement, |bound| Some(self.proven(bound)));
        let obstacle = obstacle.filter(|_| self.extent.is_whole());
        BundleSolution { status: judged.status, bound: judged.bound, obstacle, ..solution }
    }
}

/// The ways of a question, measured for one function and group of residents after another, which
/// share time and memory.
struct Parts<'a> {
    study: &'a Study,
    /// About one function and group at a time.
    question: SiteQuestion,
    /// How many sites a plan has at most, if that is said.
    count: Option<usize>,
    /// The places measured first for all functions, so that they may go into one.
    needed: Vec<usize>,
    parts: usize,
    done: usize,
    pairs: usize,
    extent: Extent,
    most: f64,
}

impl<'a> Parts<'a> {
    fn of(study: &'a Study, ask: &BundleAsk, places: Vec<SitePlace>, needed: Vec<usize>) -> Self {
        let function = ask.functions.first().map_or(FunctionIndex(0), |asked| asked.function);
        let keeping = ask.keeping;
        let parts: usize = ask.functions.iter().map(|asked| asked.groups.iter().count()).sum();
        Self {
            study,
            question: SiteQuestion { function, group: 0, farthest_m: 0.0, places, keeping },
            count: ask.rules.most_sites,
            needed,
            parts: parts.max(1),
            done: 0,
            pairs: 0,
            extent: Extent::Whole,
            most: 0.0,
        }
    }

    fn ask(&mut self, function: FunctionIndex, group: usize) {
        let farthest_m = self.study.walk(group).limit_m(function);
        let question = &mut self.question;
        (question.function, question.group, question.farthest_m) = (function, group, farthest_m);
    }

    /// Looks at what no plan is worth more than, and where each function by itself would go.
    fn look_ahead(
        &mut self,
        asked: &[AskedFunction],
        is_allowed: &[Vec<bool>],
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) {
        let is_many = self.question.places.len() > MANY_PLACES;
        let mut likely = self.needed.clone();
        for (AskedFunction { function, groups, .. }, allowed) in asked.iter().zip(is_allowed) {
            let count = self.count.map(|count| count.min(allowed.iter().filter(|is| **is).count()));
            let forbid = |standing: &mut [Standing]| {
                for (standing, is_allowed) in standing.iter_mut().zip(allowed) {
                    if !is_allowed {
                        *standing = Standing::Forbidden;
                    }
                }
            };
            for group in groups.iter() {
                self.ask(*function, group);
                let ahead = count.filter(|_| is_many).and_then(|count| {
                    let is_over = || {
                        let progress = Progress { seconds: clock.seconds(), ..Progress::default() };
                        let stage = Stage { measured: 0.0, progress };
                        clock.ends_measuring() || listener(&stage).is_break()
                    };
                    most_covered_ahead(self.study, &self.question, count, &forbid, is_over)
                });
                let residents = || self.study.layers().buildings.demand().residents(group);
                let all = || residents().iter().copied().sum::<Persons>().as_f64();
                let (sites, most) = ahead.unwrap_or_else(|| (Vec::new(), all()));
                likely.extend(sites);
                self.most += most;
            }
        }
        likely.sort_unstable();
        likely.dedup();
        self.needed = likely;
    }

    /// Measures the ways of one function, as far as its part of time and memory goes; the problem and
    /// the farthest way that counts.
    fn measure(
        &mut self,
        AskedFunction { function, groups, .. }: AskedFunction,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<(Problem, f64), PlanError> {
        let mut problem = Problem::default();
        let mut limit_m: f64 = 0.0;
        // Each group walks as far as its own pace takes it, and its homes are demand points of their own.
        for group in groups.iter() {
            self.ask(function, group);
            limit_m = limit_m.max(self.question.farthest_m);
            let needed = Needed { count: self.count.unwrap_or(1), places: &self.needed };
            let least = needed.least(self.question.places.len());
            let (done, parts) = (self.done as f64, self.parts as f64);
            let mut told = |measuring: &Measuring<'_>| {
                let measured = (done + measuring.share) / parts;
                let bound = Some(self.most);
                let progress = Progress { seconds: clock.seconds(), bound, value: None };
                let goes_on = listener(&Stage { measured, progress });
                let is_up = clock.ends_measuring_of((done + 1.0) / parts);
                match measuring.measured_places() >= least && (is_up || goes_on.is_break()) {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            };
            let mut survey = Survey::of(self.study, &self.question);
            let most_pairs = (MOST_PAIRS - self.pairs) / (self.parts - self.done).max(1);
            survey.measure(needed, most_pairs, &mut told)?;
            if survey.is_ended() && !self.needed.is_empty() {
                // Getting the ways of all others ready would take long.
                survey.keep_only(&self.needed);
            }
            let measured = survey.into_problem();
            self.extent = less(self.extent, measured.extent);
            self.pairs += measured.problem.distances.pairs();
            self.done += 1;
            problem.take_in(measured.problem);
        }
        Ok((problem, limit_m))
    }
}

/// The extent of less places.
fn less(one: Extent, other: Extent) -> Extent {
    let places = |extent: Extent| match extent {
        Extent::Whole | Extent::Weighed => usize::MAX,
        Extent::Ended { places } | Extent::Full { places } => places,
    };
    if places(other) < places(one) { other } else { one }
}

/// All places that take one of the functions, and the ids of those that take each.
fn places(study: &Study, ask: &BundleAsk) -> (Vec<SitePlace>, Vec<HashSet<String>>) {
    let mut places: Vec<SitePlace> = Vec::new();
    let mut allowed = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for asked in &ask.functions {
        let of_function = ask.choice.places(study, asked.function);
        allowed.push(of_function.iter().map(|place| place.id.clone()).collect());
        let new = of_function.into_iter().filter(|p| known.insert(p.id.clone()));
        places.extend(new);
    }
    (places, allowed)
}

fn bundle_function(
    study: &Study,
    ask: &BundleAsk,
    AskedFunction { function, hours, .. }: AskedFunction,
    problem: Problem,
    limit_m: f64,
) -> BundleFunction {
    let about = study.standard().function(function);
    let norm_m2 = about.norms.area_m2_per_1000.as_ref().map(|norm| norm.value / 1000.0);
    let rule = study.standard().complex_rule.as_ref();
    let is_open = |hours: WeekHours| (0..SLOTS_PER_WEEK).filter(|s| hours.contains(*s)).collect();
    BundleFunction {
        problem,
        limit_m,
        worth: 1.0,
        least_area_m2: about.norms.min_floor_area_m2.as_ref().map_or(0.0, |norm| norm.value),
        m2_per_weight: norm_m2.filter(|_| ask.by_area),
        is_priority: rule.is_some_and(|rule| rule.priority_functions.contains(&about.id)),
        slots: hours.map(is_open),
    }
}

/// A place with the cost of converting it, as a facility opened there will have it
/// (`programme::money`).
fn bundle_site(study: &Study, place: &SitePlace) -> BundleSite {
    let (opening_cost, cost_per_m2) =
        known_refit(study, place).unwrap_or_else(|| (0.0, rate_of(study, place)));
    let area_m2 = place.usable_area_m2.unwrap_or(0.0);
    BundleSite { area_m2, opening_cost, cost_per_m2, is_forced: false }
}

/// What the register says of the refit: yuan once, and for each m². The sum is that of the whole
/// premises; where their floor is not known, all of it is due.
fn known_refit(study: &Study, place: &SitePlace) -> Option<(f64, f64)> {
    let FacilityOrigin::Candidate(id) = &place.origin else { return None };
    let candidate = study.register().get(*id)?;
    let whole = candidate.money.refit_cost_yuan?;
    Some(candidate.refit_yuan_per_m2().map_or((whole, 0.0), |per_m2| (0.0, per_m2)))
}

/// The study's rate for converting a place, in yuan per m².
fn rate_of(study: &Study, place: &SitePlace) -> f64 {
    study.programme_rules().costs.conversion_of(study.stock_of(&place.origin)).value
}

fn complex_conditions(study: &Study) -> ComplexConditions {
    study.standard().complex_rule.as_ref().map_or_else(ComplexConditions::default, |rule| {
        ComplexConditions {
            least_area_m2: rule.min_floor_area_m2.value,
            least_functions: rule.min_functions as usize,
            least_priority_functions: rule.min_priority_functions as usize,
        }
    })
}
