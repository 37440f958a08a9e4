//! A study as a siting problem: residents as demand, places as candidates, and the ways on foot
//! between them by the study's walk model.

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::BuildingUse;
use crate::siting::{Distances, Problem, Standing};
use crate::standard::FunctionIndex;
use crate::study::register::SitingRule;
use crate::study::{Candidate, Facility, FacilityOrigin, ScenarioId, Study, Walk};

/// So many pairs of buildings and places are kept at most: three gigabytes.
pub const MOST_PAIRS: usize = 200_000_000;

/// A place that a siting problem knows.
#[derive(Debug, Clone, PartialEq)]
pub struct SitePlace {
    pub id: String,
    pub name: String,
    pub at: WorldPoint,
    /// Where a facility put there comes from.
    pub origin: FacilityOrigin,
    pub usable_area_m2: Option<f64>,
}

/// Which places may take a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteChoice {
    /// The candidates of the register that the function is allowed in and whose joint review lets
    /// them be chosen; without a register, the buildings of the uses that may be converted.
    Stock(SitingRule),
    /// Every building.
    AllBuildings,
}

/// What is to be sited where.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteQuestion {
    pub function: FunctionIndex,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    /// Metres walked beyond which a way does not count; infinite for every way there is.
    pub farthest_m: f64,
    /// The places that may take a facility.
    pub places: Vec<SitePlace>,
    /// The scenario whose facilities of the function stay; none where all places are free.
    pub keeping: Option<ScenarioId>,
}

/// A siting problem and what its numbers stand for.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyProblem {
    /// Its first sites are the places of the question, in their order; those after them exist.
    pub problem: Problem,
    /// The building of each demand point: those with residents of the group.
    pub buildings: Vec<u32>,
}

/// There are more pairs of buildings and places than can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MOST_PAIRS} pairs of buildings and places")]
pub struct TooManyPairs;

impl SiteChoice {
    /// The places of a study for a function.
    pub fn places(self, study: &Study, function: FunctionIndex) -> Vec<SitePlace> {
        let buildings = 0..study.layers().buildings.len();
        match self {
            Self::AllBuildings => buildings.map(|building| of_building(study, building)).collect(),
            Self::Stock(_) if study.register().is_empty() => buildings
                .filter(|building| may_be_converted(study, *building))
                .map(|building| of_building(study, building))
                .collect(),
            Self::Stock(rule) => study
                .register()
                .iter()
                .filter(|candidate| candidate.allows(function))
                .filter(|candidate| candidate.review.state().siting_use().is_allowed_by(rule))
                .map(SitePlace::of_candidate)
                .collect(),
        }
    }
}

/// Whether a building is of a use that may be converted.
pub(super) fn may_be_converted(study: &Study, building: usize) -> bool {
    use BuildingUse as U;
    let kind = study.layers().buildings.record(building).kind;
    matches!(kind, U::Community | U::Commercial | U::Office | U::Industrial | U::Warehouse)
}

impl SitePlace {
    /// The place of a candidate of the register.
    pub fn of_candidate(candidate: &Candidate) -> Self {
        Self {
            id: candidate.code.clone(),
            name: candidate.name.clone(),
            at: candidate.at,
            origin: FacilityOrigin::Candidate(candidate.id),
            usable_area_m2: candidate.floor_area_cap_m2(),
        }
    }
}

pub(super) fn of_building(study: &Study, building: usize) -> SitePlace {
    let buildings = &study.layers().buildings;
    let record = buildings.record(building);
    let name = if record.name.is_empty() { &record.id } else { &record.name };
    SitePlace {
        id: record.id.clone(),
        name: name.clone(),
        at: buildings.demand_points()[building],
        origin: FacilityOrigin::Converted { building: record.id.clone() },
        usable_area_m2: record.floor_area_m2,
    }
}

impl StudyProblem {
    /// The problem that a question puts.
    ///
    /// # Errors
    /// When buildings and places make too many pairs.
    pub fn of(study: &Study, question: &SiteQuestion) -> Result<Self, TooManyPairs> {
        let residents = study.layers().buildings.demand().residents(question.group);
        let with_residents = (0..residents.len() as u32)
            .filter(|building| residents[*building as usize].as_f64() > 0.0);
        let buildings: Vec<u32> = with_residents.collect();
        let mut demand_of = vec![None; residents.len()];
        for (demand, building) in buildings.iter().enumerate() {
            demand_of[*building as usize] = Some(demand as u32);
        }
        let existing = existing_places(study, question);
        let places: Vec<WorldPoint> =
            question.places.iter().map(|place| place.at).chain(existing).collect();
        let walk = study.walk(question.group);
        let reached = |at: &WorldPoint| reached_from(walk, *at, question.farthest_m, &demand_of);
        let mut by_site: Vec<Vec<(u32, f64)>> = Vec::with_capacity(places.len());
        let mut pairs = 0;
        for some in places.chunks(256) {
            by_site.par_extend(some.par_iter().map(reached));
            pairs += by_site[by_site.len() - some.len()..].iter().map(Vec::len).sum::<usize>();
            if pairs > MOST_PAIRS {
                return Err(TooManyPairs);
            }
        }
        let mut standing = vec![Standing::Candidate; question.places.len()];
        standing.resize(places.len(), Standing::Existing);
        let weights = buildings.iter().map(|building| residents[*building as usize].as_f64());
        let problem = Problem {
            weights: weights.collect(),
            distances: Distances::by_site(&by_site, buildings.len()),
            standing,
        };
        Ok(Self { problem, buildings })
    }
}

/// Where facilities stay that offer the function already.
fn existing_places(study: &Study, question: &SiteQuestion) -> Vec<WorldPoint> {
    let offers = |facility: &&Facility| facility.offers(question.function);
    let kept =
        question.keeping.into_iter().flat_map(|scenario| study.facilities(scenario).values());
    kept.filter(offers).map(|facility| facility.at).collect()
}

/// The demand points within reach of a place, ascending, with the metres walked.
fn reached_from(
    walk: Walk,
    at: WorldPoint,
    farthest_m: f64,
    demand_of: &[Option<u32>],
) -> Vec<(u32, f64)> {
    let mut reached = Vec::new();
    let mut add = |building: u32, walked_m: f64| {
        if let Some(demand) = demand_of[building as usize] {
            // What was found within the limit stays there, whatever the rounding of a root.
            reached.push((demand, walked_m.min(farthest_m)));
        }
    };
    if farthest_m.is_infinite() && walk.network().is_none() {
        for (building, home) in (0..).zip(walk.layers().buildings.demand_points()) {
            add(building, at.distance_to(*home) * walk.detour());
        }
    } else {
        walk.for_each_reached(at, farthest_m, add);
    }
    reached.sort_unstable_by_key(|(demand, _)| *demand);
    reached
}
