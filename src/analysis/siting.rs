//! A study as a siting problem: residents as demand, places as candidates, and the ways on foot
//! between them by the study's walk model.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::geometry::WorldPoint;
use crate::layers::BuildingUse;
use crate::siting::Problem;
use crate::standard::FunctionIndex;
use crate::study::register::SitingRule;
use crate::study::{Candidate, Facility, FacilityOrigin, ScenarioId, Study};

use super::extent::{Extent, Needed};
use super::survey::{Survey, Surveyor};

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
    /// The candidates that may be chosen by the review, undecided ones too, and every building that
    /// holds none of them.
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
    /// How much of it is measured.
    pub extent: Extent,
}

/// There are more pairs of buildings and places than can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {MOST_PAIRS} pairs of buildings and places")]
pub struct TooManyPairs;

impl SiteChoice {
    /// The places in which one more facility of a function finds room in a scenario: none where one is
    /// proposed already.
    pub fn free_places(
        self,
        study: &Study,
        scenario: ScenarioId,
        function: FunctionIndex,
    ) -> Vec<SitePlace> {
        let own = study.facilities(scenario).values().filter(|own| own.is_planned());
        let proposed: HashSet<&FacilityOrigin> =
            own.filter(|own| own.offers(function)).map(|own| &own.origin).collect();
        let free = study.free_areas(scenario);
        let mut places = self.places(study, function);
        places.retain(|place| !proposed.contains(&place.origin) && free.has_room(&place.origin));
        places
    }

    /// The places of a study for a function.
    pub fn places(self, study: &Study, function: FunctionIndex) -> Vec<SitePlace> {
        let buildings = 0..study.layers().buildings.len();
        match self {
            Self::AllBuildings => {
                let stock = Self::Stock(SitingRule::WithUndecided);
                let mut places = match study.register().is_empty() {
                    true => Vec::new(),
                    false => stock.places(study, function),
                };
                let held: HashSet<&str> = places
                    .iter()
                    .filter_map(|place| match place.origin {
                        FacilityOrigin::Candidate(id) => {
                            study.register().get(id)?.building.as_deref()
                        }
                        _ => None,
                    })
                    .collect();
                let others = buildings.map(|building| of_building(study, building));
                places.extend(others.filter(|place| !held.contains(place.id.as_str())));
                places
            }
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
    /// Whether it is a candidate of the register.
    pub fn is_candidate(&self) -> bool {
        matches!(self.origin, FacilityOrigin::Candidate(_))
    }

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

    /// The place of a facility, under an id that tells it from other places.
    pub fn of_facility(facility: &Facility, id: String) -> Self {
        Self {
            id,
            name: facility.name.clone(),
            at: facility.at,
            origin: facility.origin.clone(),
            usable_area_m2: facility.floor_area_m2,
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
        Self::measured(study, question, &mut |_| ControlFlow::Continue(()))
    }

    /// The same, telling how far measuring has come. Where it is ended before all is measured, the
    /// places that are not are closed, and [`extent`](Self::extent) says so.
    ///
    /// # Errors
    /// When buildings and places make too many pairs.
    pub fn measured(
        study: &Study,
        question: &SiteQuestion,
        surveyor: &mut Surveyor<'_>,
    ) -> Result<Self, TooManyPairs> {
        let problem =
            Self::as_far_as_kept(study, question, Needed::default(), MOST_PAIRS, surveyor)?;
        match problem.extent {
            Extent::Full { .. } => Err(TooManyPairs),
            _ => Ok(problem),
        }
    }

    /// The same, but of as many places as make `most_pairs` pairs: those that are needed, then the
    /// candidates of the register, then others spread over the land. The rest is closed.
    ///
    /// # Errors
    /// When what is needed makes more pairs by itself.
    pub fn as_far_as_kept(
        study: &Study,
        question: &SiteQuestion,
        needed: Needed<'_>,
        most_pairs: usize,
        surveyor: &mut Surveyor<'_>,
    ) -> Result<Self, TooManyPairs> {
        let mut survey = Survey::of(study, question);
        survey.measure(needed, most_pairs, surveyor)?;
        Ok(survey.into_problem())
    }
}

/// The buildings with residents of a group, ascending: the demand points of every problem about it.
pub fn homes(study: &Study, group: usize) -> Vec<u32> {
    let residents = study.layers().buildings.demand().residents(group);
    let buildings = 0..residents.len() as u32;
    buildings.filter(|building| residents[*building as usize].as_f64() > 0.0).collect()
}

/// Where facilities stay that offer the function already.
pub fn existing_places(study: &Study, question: &SiteQuestion) -> Vec<WorldPoint> {
    let offers = |facility: &&Facility| facility.offers(question.function);
    let kept =
        question.keeping.into_iter().flat_map(|scenario| study.facilities(scenario).values());
    kept.filter(offers).map(|facility| facility.at).collect()
}

/// How many residents areas in m² have room for by the standard's area per resident; none where the
/// standard names no such area, or one of them is not known.
pub fn rooms_by_area(
    study: &Study,
    function: FunctionIndex,
    areas_m2: impl Iterator<Item = Option<f64>>,
) -> Option<Vec<f64>> {
    let norm = study.standard().function(function).norms.area_m2_per_1000.as_ref()?;
    let m2_per_resident = norm.value / 1000.0;
    areas_m2.map(|area_m2| Some(area_m2? / m2_per_resident)).collect()
}

/// The unit of each of some buildings.
pub fn units_of(study: &Study, buildings: &[u32]) -> Vec<Option<u32>> {
    let unit_of = |building: usize| study.layers().buildings.unit_of(building);
    buildings.iter().map(|building| unit_of(*building as usize).map(|unit| unit as u32)).collect()
}
