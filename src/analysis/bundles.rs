//! A study as a question of bundles: its functions with their demand and norms, its places with
//! their floor and cost.

use std::collections::HashSet;

use crate::siting::{
    BundleFunction, BundleQuestion, BundleRules, BundleSite, ComplexConditions, Problem, Progress,
    Standing,
};
use crate::standard::FunctionIndex;
use crate::study::{FacilityOrigin, SLOTS_PER_WEEK, ScenarioId, Study, TargetGroups, WeekHours};

use super::plan::{PlanError, RunClock, Stage, StageListener};
use super::siting::{SiteChoice, SitePlace, SiteQuestion, StudyProblem};
use super::survey::{Measuring, Surveyor};

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
    /// Places whose cost is worked out from area and the study's rate.
    pub by_rate: usize,
}

impl StudyBundles {
    /// The question that a study puts, telling how far measuring has come.
    ///
    /// # Errors
    /// When buildings and places make too many pairs, or it was ended before all was measured.
    pub fn measured(
        study: &Study,
        ask: &BundleAsk,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<Self, PlanError> {
        let (mut places, allowed) = places(study, ask);
        if let Some(scenario) = ask.keeping {
            // Others may be in the premises already.
            for place in &mut places {
                let free_m2 = study.free_area_m2(scenario, &place.origin);
                place.usable_area_m2 = free_m2.or(place.usable_area_m2);
            }
        }
        let (places, without_area): (Vec<_>, Vec<_>) =
            places.into_iter().partition(|place| place.usable_area_m2.is_some());
        let parts = ask.functions.len().max(1) as f64;
        let functions = ask
            .functions
            .iter()
            .zip(&allowed)
            .enumerate()
            .map(|(number, (asked, allowed))| {
                let mut told = |measuring: &Measuring<'_>| {
                    let measured = (number as f64 + measuring.share) / parts;
                    let progress = Progress { seconds: clock.seconds(), ..Progress::default() };
                    listener(&Stage { measured, progress })
                };
                bundle_function(study, ask, *asked, &places, allowed, &mut told)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let sites: Vec<BundleSite> = places.iter().map(|place| bundle_site(study, place)).collect();
        let by_rate = sites.iter().filter(|site| site.cost_per_m2 > 0.0).count();
        let rules = BundleRules { complex: complex_conditions(study), ..ask.rules };
        let question = BundleQuestion { functions, sites, rules };
        Ok(Self { question, places, without_area: without_area.len(), by_rate })
    }
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
    asked: AskedFunction,
    places: &[SitePlace],
    allowed: &HashSet<String>,
    surveyor: &mut Surveyor<'_>,
) -> Result<BundleFunction, PlanError> {
    let AskedFunction { function, groups, hours } = asked;
    let mut problem = Problem::default();
    let mut limit_m: f64 = 0.0;
    // Each group walks as far as its own pace takes it, and its homes are demand points of their own.
    for group in groups.iter() {
        let farthest_m = study.walk(group).limit_m(function);
        limit_m = limit_m.max(farthest_m);
        let places = places.to_vec();
        let question = SiteQuestion { function, group, farthest_m, places, keeping: ask.keeping };
        let measured = StudyProblem::measured(study, &question, surveyor)?;
        if !measured.extent.is_whole() {
            return Err(PlanError::Ended);
        }
        problem.take_in(measured.problem);
    }
    for (standing, place) in problem.standing.iter_mut().zip(places) {
        if !allowed.contains(&place.id) {
            *standing = Standing::Forbidden;
        }
    }
    let about = study.standard().function(function);
    let norm_m2 = about.norms.area_m2_per_1000.as_ref().map(|norm| norm.value / 1000.0);
    let rule = study.standard().complex_rule.as_ref();
    let is_open = |hours: WeekHours| (0..SLOTS_PER_WEEK).filter(|s| hours.contains(*s)).collect();
    Ok(BundleFunction {
        problem,
        limit_m,
        worth: 1.0,
        least_area_m2: about.norms.min_floor_area_m2.as_ref().map_or(0.0, |norm| norm.value),
        m2_per_weight: norm_m2.filter(|_| ask.by_area),
        is_priority: rule.is_some_and(|rule| rule.priority_functions.contains(&about.id)),
        slots: hours.map(is_open),
    })
}

/// The known cost of a whole conversion, or the study's rate for each m².
fn bundle_site(study: &Study, place: &SitePlace) -> BundleSite {
    let candidate = match &place.origin {
        FacilityOrigin::Candidate(id) => study.register().get(*id),
        _ => None,
    };
    let known = candidate.and_then(|candidate| candidate.money.refit_cost_yuan);
    let rate = study.programme_rules().costs.conversion_per_m2.value;
    BundleSite {
        area_m2: place.usable_area_m2.unwrap_or(0.0),
        opening_cost: known.unwrap_or(0.0),
        cost_per_m2: if known.is_some() { 0.0 } else { rate },
        is_forced: false,
    }
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
