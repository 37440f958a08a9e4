//! A planner's question with all its ways on foot: candidates, the scenario's own proposals and what
//! exists as the sites of one problem, which is then solved.
//!
//! The sites of a problem are the places first, then the scenario's facilities of the function.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::siting::{
    Backup, Budgeted, Capacitated, Equity, Limits, Listener, MaxCover, Model, Obstacle, PCentre,
    PMedian, Problem, SetCover, SiteModel, Solution, Standing,
};
use crate::study::{AreaUse, Facility, FacilityId, Study};

use super::super::extent::Needed;
use super::super::siting::{SitePlace, SiteQuestion, homes, rooms_by_area, units_of};
use super::early::{EarlyAim, surveyed};
use super::groundwork::Groundwork;
use super::outcome::{PlanFigures, PlanOutcome, PlanSite, SitePlan};
use super::question::{Objective, PlanError, PlanQuestion, ProposalUse, Purse, Room, SiteKey};
use super::run::{RunClock, StageListener};

/// A question with all its ways on foot, ready to be solved.
#[derive(Debug, Clone)]
pub struct PlanProblem {
    pub(super) question: PlanQuestion,
    pub(super) places: Vec<SitePlace>,
    /// The facilities of the function, whose sites follow those of the places.
    pub(super) facilities: Vec<Facility>,
    pub(super) problem: Problem,
    /// The building of each demand point.
    buildings: Vec<u32>,
    pub(super) model: SiteModel,
    left_out: f64,
    pub(super) groundwork: Groundwork,
}

/// What a question is about before ways are measured.
struct Premises {
    places: Vec<SitePlace>,
    facilities: Vec<Facility>,
    limit_m: f64,
}

impl PlanProblem {
    /// Measures the ways that a question needs.
    ///
    /// # Errors
    /// When there is nothing to choose from, or buildings and places make too many pairs.
    pub fn of(study: &Study, question: PlanQuestion) -> Result<Self, PlanError> {
        let clock = RunClock::start(Limits::default());
        Self::measured(study, question, false, &clock, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, telling how far measuring has come and of plans made on the way. Where it is ended,
    /// the places that are not measured are closed; so they are where a plan is enough and can be had
    /// without their ways.
    ///
    /// # Errors
    /// When there is nothing to choose from, or buildings and places make too many pairs.
    pub fn measured(
        study: &Study,
        question: PlanQuestion,
        is_plan_enough: bool,
        clock: &RunClock,
        listener: &mut StageListener<'_>,
    ) -> Result<Self, PlanError> {
        let Premises { places, facilities, limit_m } = Premises::of(study, &question)?;
        let asked = SiteQuestion {
            function: question.function,
            group: question.group,
            farthest_m: if question.objective.has_limit() { limit_m } else { f64::INFINITY },
            places,
            keeping: Some(question.scenario),
        };
        let rooms = rooms(study, &question, &asked.places, &facilities)?;
        let lay_down = |standing: &mut [Standing]| {
            question.lay_down(standing, &asked.places, &facilities);
        };
        let units = units_of(study, &homes(study, question.group));
        let model = match &question.purse {
            Some(purse) => budgeted(purse, limit_m, &asked.places, &facilities),
            None => model(&question, limit_m, rooms, units),
        };
        let leaves_out = question.leaves_out_unreachable && question.objective.serves_all();
        let aim = EarlyAim { model: &model, lay_down: &lay_down, leaves_out, is_plan_enough };
        let is_forced =
            |place: &SitePlace| question.forced.contains(&SiteKey::Place(place.id.clone()));
        let forced: Vec<usize> =
            (0..asked.places.len()).filter(|site| is_forced(&asked.places[*site])).collect();
        let needed = Needed { count: question.count, places: &forced };
        let (measured, groundwork) = surveyed(study, &asked, needed, Some(aim), clock, listener)?;
        let (mut problem, buildings) = (measured.problem, measured.buildings);
        lay_down(&mut problem.standing);
        let mut left_out = 0.0;
        if leaves_out {
            for demand in problem.out_of_reach(asked.farthest_m) {
                left_out += std::mem::take(&mut problem.weights[demand]);
            }
        }
        let places = asked.places;
        Ok(Self { question, places, facilities, problem, buildings, model, left_out, groundwork })
    }

    /// Finds the best plan, or as good a one as limits and listener leave time for.
    ///
    /// # Errors
    /// When the model needs HiGHS and the program is built without it, or HiGHS fails.
    pub fn solve(
        &self,
        limits: Limits,
        listener: &mut Listener<'_>,
    ) -> Result<PlanOutcome, PlanError> {
        let solution = self.groundwork.solve(&self.model, &self.problem, limits, listener)?;
        let own: Vec<usize> = (self.places.len()..)
            .zip(&self.facilities)
            .filter(|(_, facility)| facility.is_planned())
            .map(|(site, _)| site)
            .collect();
        let unreachable: &[usize] = match &solution.obstacle {
            Some(Obstacle::OutOfReach(demand)) => demand,
            _ => &[],
        };
        let unreachable_residents =
            unreachable.iter().map(|demand| self.problem.weights[*demand]).sum();
        let unreachable = unreachable.iter().map(|demand| self.buildings[*demand]).collect();
        Ok(PlanOutcome {
            question: self.question.clone(),
            plan: self.plan(&solution),
            figures: PlanFigures::of(&self.model, &self.problem, &solution.sites),
            residents: self.problem.weight(),
            without: self.model.value_of(&self.problem, &[]),
            own: self.model.value_of(&self.problem, &own),
            proposals: self.sites(&own),
            unreachable,
            unreachable_residents,
            left_out: self.left_out,
            extent: self.groundwork.extent,
            places: self.places.len(),
            bound_basis: self.groundwork.basis(&solution),
            solution,
        })
    }

    /// What opens and what closes in a solution.
    fn plan(&self, solution: &Solution) -> SitePlan {
        let closed =
            if solution.value.is_some() { self.closed_by(&solution.sites) } else { Vec::new() };
        SitePlan { sites: self.sites(&solution.sites), closed }
    }

    pub(super) fn plan_of(&self, open: &[usize]) -> SitePlan {
        SitePlan { sites: self.sites(open), closed: self.closed_by(open) }
    }

    fn sites(&self, open: &[usize]) -> Vec<PlanSite> {
        let served = self.model.served_by(&self.problem, open);
        open.iter().zip(served).map(|(site, serves)| self.site(*site, serves)).collect()
    }

    fn site(&self, site: usize, serves: f64) -> PlanSite {
        match self.places.get(site) {
            Some(place) => PlanSite::at_place(place, serves),
            None => PlanSite::of_facility(&self.facilities[site - self.places.len()], serves),
        }
    }

    /// The facilities that are neither among the open sites nor stay anyway.
    fn closed_by(&self, open: &[usize]) -> Vec<FacilityId> {
        let sites = (self.places.len()..).zip(&self.facilities);
        let leaving = sites.filter(|(site, _)| {
            self.problem.standing[*site] != Standing::Existing && !open.contains(site)
        });
        leaving.map(|(_, facility)| facility.id).collect()
    }
}

impl Premises {
    fn of(study: &Study, question: &PlanQuestion) -> Result<Self, PlanError> {
        let PlanQuestion { scenario, function, group, .. } = *question;
        let offering = study.facilities(scenario).values().filter(|f| f.offers(function));
        let facilities: Vec<Facility> = offering.cloned().collect();
        let own: Vec<&Facility> = facilities.iter().filter(|own| own.is_planned()).collect();
        let places = question.choice.free_places(study, scenario, function);
        let may_choose_own = question.proposals == ProposalUse::MayGo && !own.is_empty();
        if places.is_empty() && !may_choose_own {
            return Err(PlanError::NoPlaces);
        }
        // A proposal that stays is open in every plan, at whatever place it is.
        let staying: &[&Facility] = if may_choose_own { &[] } else { &own };
        let closed = forced_though_closed(study, question, &places, staying);
        if !closed.is_empty() {
            return Err(PlanError::ForcedClosed(closed));
        }
        let limit_m = study.walk(group).limit_m(function);
        Ok(Self { places, facilities, limit_m })
    }
}

/// The ids of forced places that are neither among those that may be chosen nor where something stays.
fn forced_though_closed(
    study: &Study,
    question: &PlanQuestion,
    places: &[SitePlace],
    staying: &[&Facility],
) -> Vec<String> {
    let free: HashSet<&str> = places.iter().map(|place| place.id.as_str()).collect();
    let mut closed: Vec<String> = question
        .forced
        .iter()
        .filter_map(|key| match key {
            SiteKey::Place(id) if !free.contains(id.as_str()) => Some(id.clone()),
            SiteKey::Place(_) | SiteKey::Facility(_) => None,
        })
        .collect();
    if !closed.is_empty() && !staying.is_empty() {
        let of_choice = question.choice.places(study, question.function);
        let is_held = |place: &&SitePlace| staying.iter().any(|own| own.origin == place.origin);
        let held: HashSet<&str> =
            of_choice.iter().filter(is_held).map(|place| place.id.as_str()).collect();
        closed.retain(|id| !held.contains(id.as_str()));
    }
    closed
}

impl Objective {
    /// Whether there is a distance beyond which nobody is served.
    fn has_limit(self) -> bool {
        !matches!(self, Self::ShortestMean | Self::ShortestFarthest)
    }
}

impl PlanQuestion {
    /// What holds for each site, as far as it is measured.
    pub(super) fn lay_down(
        &self,
        standing: &mut [Standing],
        places: &[SitePlace],
        facilities: &[Facility],
    ) {
        let (of_places, of_facilities) = standing.split_at_mut(places.len());
        for (standing, place) in of_places.iter_mut().zip(places) {
            if *standing == Standing::Candidate {
                let key = SiteKey::Place(place.id.clone());
                *standing = self.standing_of(&key, self.standing_by_cost(&key));
            }
        }
        for (standing, facility) in of_facilities.iter_mut().zip(facilities) {
            *standing = self.standing_of_facility(facility);
        }
    }
}

/// The most residents for money: what cannot be chosen has no cost.
fn budgeted(
    purse: &Purse,
    limit_m: f64,
    places: &[SitePlace],
    facilities: &[Facility],
) -> SiteModel {
    let places = places.iter().map(|place| SiteKey::Place(place.id.clone()));
    let facilities = facilities.iter().map(|facility| SiteKey::Facility(facility.id));
    let cost = |key: SiteKey| purse.costs.get(&key).copied().unwrap_or_default();
    let costs = places.chain(facilities).map(cost).collect();
    SiteModel::Budgeted(Budgeted { limit_m, budget: purse.yuan, costs })
}

fn model(
    question: &PlanQuestion,
    limit_m: f64,
    capacities: Vec<f64>,
    units: Vec<Option<u32>>,
) -> SiteModel {
    let count = question.count;
    match question.objective {
        Objective::MostCovered => SiteModel::Plain(Model::MaxCover(MaxCover { count, limit_m })),
        Objective::FewestSites => {
            SiteModel::Plain(Model::SetCover(SetCover { limit_m, most: None }))
        }
        Objective::ShortestMean => SiteModel::Plain(Model::PMedian(PMedian { count })),
        Objective::ShortestFarthest => SiteModel::Plain(Model::PCentre(PCentre { count })),
        Objective::SecondSite { first_share } => {
            SiteModel::Backup(Backup { count, limit_m, first_share })
        }
        Objective::WithRoom(_) => {
            SiteModel::Capacitated(Capacitated { count, limit_m, capacities })
        }
        Objective::WorstUnit { worst_share } => {
            SiteModel::Equity(Equity { count, limit_m, worst_share, units })
        }
    }
}

/// The residents for whom each site has room; none where that is not asked for.
fn rooms(
    study: &Study,
    question: &PlanQuestion,
    places: &[SitePlace],
    facilities: &[Facility],
) -> Result<Vec<f64>, PlanError> {
    let Objective::WithRoom(room) = question.objective else { return Ok(Vec::new()) };
    let sites = places.len() + facilities.len();
    match room {
        Room::Each(residents) => Ok(vec![residents; sites]),
        Room::ByArea => {
            let of_places = places.iter().map(|place| place.usable_area_m2);
            let counted = |facility: &Facility| match question.standing_of_facility(facility) {
                // It serves nobody.
                Standing::Forbidden => Some(0.0),
                _ => {
                    let counted = AreaUse::of(facility).counted_for(question.function);
                    counted.map(|counted| counted.m2)
                }
            };
            let areas: Vec<Option<f64>> = of_places.chain(facilities.iter().map(counted)).collect();
            let unknown = areas.iter().filter(|area| area.is_none()).count();
            if unknown > 0 {
                return Err(PlanError::UnknownAreas(unknown));
            }
            let rooms = rooms_by_area(study, question.function, areas.into_iter());
            rooms.ok_or(PlanError::NoAreaNorm)
        }
    }
}
