//! A study as a siting problem: residents as demand, places as candidates, and the ways on foot
//! between them by the study's walk model.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::BuildingUse;
use crate::siting::{Distances, Problem, Standing, Ways};
use crate::standard::FunctionIndex;
use crate::study::register::SitingRule;
use crate::study::{Candidate, Facility, FacilityOrigin, ScenarioId, Study, Walk};

use super::extent::{Extent, Needed};

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

/// How far measuring has come.
pub struct Measuring<'a> {
    /// From 0 to 1.
    pub share: f64,
    /// The sites measured since it was last told.
    pub newly: &'a [usize],
    survey: &'a Survey<'a>,
}

impl Measuring<'_> {
    /// The problem with those places only that are measured already; the others are closed.
    pub fn problem_so_far(&self) -> Problem {
        self.survey.problem()
    }

    /// The demand points within reach of a site, with metres; none before it is measured.
    pub fn ways(&self, site: usize) -> &Ways {
        self.survey.by_site[site].as_deref().unwrap_or_default()
    }

    pub fn is_measured(&self, site: usize) -> bool {
        self.survey.by_site[site].is_some()
    }

    /// How many sites there are, measured or not.
    pub fn sites(&self) -> usize {
        self.survey.by_site.len()
    }

    /// How many pairs of building and place are measured.
    pub fn pairs(&self) -> usize {
        self.survey.by_site.iter().flatten().map(Vec::len).sum()
    }

    /// How many places are measured, those of existing facilities aside.
    pub fn measured_places(&self) -> usize {
        self.survey.measured_places()
    }
}

/// Hears how far measuring has come, and may end it.
pub type Surveyor<'a> = dyn FnMut(&Measuring<'_>) -> ControlFlow<()> + 'a;

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
            Extent::Whole | Extent::Ended { .. } => Ok(problem),
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
        let residents = study.layers().buildings.demand().residents(question.group);
        let buildings = homes(study, question.group);
        let mut demand_of = vec![None; residents.len()];
        for (demand, building) in buildings.iter().enumerate() {
            demand_of[*building as usize] = Some(demand as u32);
        }
        let weights: Vec<f64> =
            buildings.iter().map(|building| residents[*building as usize].as_f64()).collect();
        let existing = existing_places(study, question);
        let at: Vec<WorldPoint> =
            question.places.iter().map(|place| place.at).chain(existing).collect();
        let by_site = vec![None; at.len()];
        let mut survey = Survey { places: question.places.len(), by_site, weights: &weights };
        let walk = study.walk(question.group);
        let reached =
            |site: &usize| (*site, reached_from(walk, at[*site], question.farthest_m, &demand_of));
        let order = likely_first(&question.places, needed.places, at.len());
        let (mut pairs, mut done) = (0, 0);
        let mut extent = Extent::Whole;
        let mut at_once = rayon::current_num_threads();
        while done < order.len() {
            let some = &order[done..(done + at_once).min(order.len())];
            let began = Instant::now();
            let measured: Vec<(usize, Vec<(u32, f64)>)> = some.par_iter().map(reached).collect();
            let before = done;
            for (site, reached) in measured {
                pairs += reached.len();
                if pairs > most_pairs {
                    extent = Extent::Full { places: survey.measured_places() };
                    break;
                }
                survey.by_site[site] = Some(reached);
                done += 1;
            }
            let newly = &order[before..done];
            let share = done as f64 / at.len() as f64;
            at_once = as_many_as_take_a_moment(at_once, began.elapsed());
            let is_ended = surveyor(&Measuring { share, newly, survey: &survey }).is_break();
            if !extent.is_whole() {
                break;
            }
            if is_ended && done < at.len() {
                extent = Extent::Ended { places: survey.measured_places() };
                break;
            }
        }
        if let Extent::Full { places } = extent
            && (done < at.len() - survey.places || places < needed.least(survey.places))
        {
            return Err(TooManyPairs);
        }
        let problem = survey.problem();
        Ok(Self { problem, buildings, extent })
    }
}

/// Places measured between two looks at whether to go on, at most.
const PLACES_AT_ONCE: usize = 64;
/// How long may pass between two such looks.
const MOMENT: Duration = Duration::from_millis(40);

/// How many places to measure before the next look, when the last ones took so long: along the
/// streets of a city one alone may take longer than a moment.
fn as_many_as_take_a_moment(measured: usize, took: Duration) -> usize {
    let next = if took > MOMENT { measured / 2 } else { measured * 2 };
    let least = rayon::current_num_threads();
    next.clamp(least, PLACES_AT_ONCE.max(least))
}

/// The ways that are measured so far.
struct Survey<'a> {
    /// The first sites are places, the others exist.
    places: usize,
    /// The demand points within reach of each site; none before it is measured.
    by_site: Vec<Option<Vec<(u32, f64)>>>,
    weights: &'a [f64],
}

impl Survey<'_> {
    fn measured_places(&self) -> usize {
        self.by_site[..self.places].iter().flatten().count()
    }

    fn problem(&self) -> Problem {
        let reached: Vec<&[(u32, f64)]> =
            self.by_site.iter().map(|reached| reached.as_deref().unwrap_or_default()).collect();
        let standing = self.by_site.iter().enumerate().map(|(site, reached)| match reached {
            _ if site >= self.places => Standing::Existing,
            Some(_) => Standing::Candidate,
            None => Standing::Forbidden,
        });
        Problem {
            weights: self.weights.to_vec(),
            distances: Distances::by_site(&reached, self.weights.len()),
            standing: standing.collect(),
        }
    }
}

/// Existing sites first, then the places that are needed, the candidates of the register and the
/// other places: so that a good plan can be made of those measured early.
fn likely_first(places: &[SitePlace], needed: &[usize], sites: usize) -> Vec<usize> {
    let mut is_needed = vec![false; places.len()];
    needed.iter().for_each(|site| is_needed[*site] = true);
    let (needed, free): (Vec<usize>, Vec<usize>) =
        scattered(places.len()).partition(|site| is_needed[*site]);
    let (likely, others): (Vec<usize>, Vec<usize>) =
        free.into_iter().partition(|site| places[*site].is_candidate());
    (places.len()..sites).chain(needed).chain(likely).chain(others).collect()
}

/// Places in strides all over the list, so that the first of them are spread over the land.
fn scattered(places: usize) -> impl Iterator<Item = usize> {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let common = |a: usize, b: usize| {
        let (mut a, mut b) = (a, b);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let mut stride = ((places as f64 * GOLDEN) as usize).max(1);
    while common(stride, places) > 1 {
        stride += 1;
    }
    (0..places).map(move |number| number * stride % places)
}

/// The buildings with residents of a group, ascending: the demand points of every problem about it.
pub(super) fn homes(study: &Study, group: usize) -> Vec<u32> {
    let residents = study.layers().buildings.demand().residents(group);
    let buildings = 0..residents.len() as u32;
    buildings.filter(|building| residents[*building as usize].as_f64() > 0.0).collect()
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
