//! Several functions bundled into sites: which go where, with how many m², within floor, money and the
//! rule for complexes.

use std::collections::{BTreeMap, BTreeSet};

use crate::siting::{BundleSolution, BundledSite, Progress, Standing, solve_bundle};
use crate::standard::FunctionIndex;
use crate::study::{FacilityEdit, FacilityId, Operation, ScenarioId, Study};

use super::super::bundles::{BundleAsk, StudyBundles};
use super::super::site_change::closing;
use super::outcome::{PlanSite, SitePlan};
use super::question::PlanError;
use super::run::{RunClock, StageListener, searching};

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct BundlesQuestion {
    pub scenario: ScenarioId,
    pub ask: BundleAsk,
    /// Places that every plan has, and that none has, by their ids.
    pub forced: BTreeSet<String>,
    pub forbidden: BTreeSet<String>,
}

/// What came out.
#[derive(Debug, Clone, PartialEq)]
pub struct BundlesOutcome {
    pub question: BundlesQuestion,
    pub bundles: StudyBundles,
    pub solution: BundleSolution,
    pub plan: SitePlan,
    /// How well each function is covered.
    pub covers: Vec<BundleCover>,
}

/// How well a function is covered by a plan of bundles.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BundleCover {
    pub function: FunctionIndex,
    pub covered: f64,
    pub residents: f64,
}

impl BundlesQuestion {
    /// Finds the best bundles, or as good ones as there is time for.
    ///
    /// # Errors
    /// When there is nothing to choose from, it was ended before all was measured, or HiGHS is not
    /// there or fails.
    pub fn solve(
        &self,
        study: &Study,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<BundlesOutcome, PlanError> {
        let mut bundles = StudyBundles::measured(study, &self.ask, &self.forced, clock, listener)?;
        if bundles.places.is_empty() {
            return Err(PlanError::NoPlaces);
        }
        for (site, place) in bundles.places.iter().enumerate() {
            bundles.question.sites[site].is_forced |= self.forced.contains(&place.id);
            if self.forbidden.contains(&place.id) {
                for function in &mut bundles.question.functions {
                    function.problem.standing[site] = Standing::Forbidden;
                }
            }
        }
        let mut hear = searching(clock, listener);
        let mut hear = |progress: &Progress| {
            hear(&Progress { bound: Some(bundles.proven(progress.bound)), ..*progress })
        };
        let solution = solve_bundle(&bundles.question, clock.left(), &mut hear)?;
        let solution = bundles.judged(solution);
        let covers = self.covers(&bundles, &solution);
        let sites = solution.plan.sites.iter().map(|bundled| self.site(&bundles, bundled));
        let sites = sites.collect();
        let closed = match solution.value.is_some() && self.ask.keeping.is_none() {
            true => self.offering(study),
            false => Vec::new(),
        };
        let plan = SitePlan { sites, closed };
        Ok(BundlesOutcome { question: self.clone(), bundles, solution, plan, covers })
    }

    fn covers(&self, bundles: &StudyBundles, solution: &BundleSolution) -> Vec<BundleCover> {
        let question = &bundles.question;
        let covered = question.covered_by(&solution.plan);
        let asked = self.ask.functions.iter().zip(&question.functions).zip(covered);
        let cover = asked.map(|((asked, function), covered)| BundleCover {
            function: asked.function,
            covered,
            residents: function.problem.weight(),
        });
        cover.collect()
    }

    fn site(&self, bundles: &StudyBundles, bundled: &BundledSite) -> PlanSite {
        let operation = |held: &crate::siting::BundledFunction| {
            let asked = self.ask.functions[held.function];
            Operation {
                area_m2: (held.area_m2 > 0.0).then_some(held.area_m2),
                hours: asked.hours,
                ..Operation::unknown(asked.function)
            }
        };
        // What makes it a complex is the floor of all the premises: it has them whole.
        let floor_m2 = match bundles.question.is_complex(bundled) {
            true => bundles.question.sites[bundled.site].area_m2,
            false => bundles.question.physical_m2(bundled),
        };
        PlanSite {
            holds: bundled.functions.iter().map(operation).collect(),
            floor_m2: (floor_m2 > 0.0).then_some(floor_m2),
            ..PlanSite::at_place(&bundles.places[bundled.site], 0.0)
        }
    }

    /// The facilities that offer one of the functions.
    fn offering(&self, study: &Study) -> Vec<FacilityId> {
        let facilities = study.facilities(self.scenario).values();
        let offers = |facility: &&crate::study::Facility| {
            self.ask.functions.iter().any(|asked| facility.offers(asked.function))
        };
        facilities.filter(offers).map(|facility| facility.id).collect()
    }
}

impl BundlesOutcome {
    /// Yuan for the whole plan.
    pub fn cost(&self) -> f64 {
        self.solution.plan.sites.iter().map(|site| self.bundles.question.cost_of(site)).sum()
    }

    /// The edits that make the plan real: those that close give up all functions asked about.
    pub fn edits(&self, study: &Study, language: crate::language::Language) -> Vec<FacilityEdit> {
        let scenario = self.question.scenario;
        let asked: Vec<FunctionIndex> =
            self.question.ask.functions.iter().map(|asked| asked.function).collect();
        let Some(first) = asked.first() else { return Vec::new() };
        let mut left: BTreeMap<FacilityId, crate::study::Facility> = BTreeMap::new();
        let facilities = study.facilities(scenario);
        left.extend(
            self.plan.closed.iter().filter_map(|id| Some((*id, facilities.get(id)?.clone()))),
        );
        let closings = left.into_values().map(|mut facility| {
            facility.functions.retain(|function| !asked.contains(function) || function == first);
            if facility.offers(*first) {
                return closing(&facility, *first);
            }
            FacilityEdit::SetFunctions { id: facility.id, functions: facility.functions }
        });
        let opened = SitePlan { closed: Vec::new(), ..self.plan.clone() };
        closings.chain(opened.edits(study, scenario, *first, language)).collect()
    }
}
