//! Ways on foot between residents and places, measured place by place: those needed first, telling how
//! far it has come, and no more of them than can be kept.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::siting::{Distances, Problem, Standing, Ways};
use crate::study::{Study, Walk};

use super::extent::{Extent, Needed};
use super::scattering::scattered;
use super::siting::{SitePlace, SiteQuestion, StudyProblem, TooManyPairs, existing_places, homes};

/// The ways that are measured so far.
pub(super) struct Survey<'a> {
    walk: Walk<'a>,
    question: &'a SiteQuestion,
    /// The building of each demand point.
    buildings: Vec<u32>,
    weights: Vec<f64>,
    /// The demand point of each building that is one.
    demand_of: Vec<Option<u32>>,
    /// Where each site is: the places of the question first, then what exists.
    at: Vec<WorldPoint>,
    /// The demand points within reach of each site, with metres; none before it is measured.
    by_site: Vec<Option<Vec<(u32, f64)>>>,
    extent: Extent,
}

/// How far measuring has come.
pub struct Measuring<'a> {
    /// From 0 to 1.
    pub share: f64,
    /// The sites measured since it was last told.
    pub newly: &'a [usize],
    survey: &'a Survey<'a>,
}

/// Hears how far measuring has come, and may end it.
pub type Surveyor<'a> = dyn FnMut(&Measuring<'_>) -> ControlFlow<()> + 'a;

/// Places measured between two looks at whether to go on, at most.
const PLACES_AT_ONCE: usize = 64;
/// How long may pass between two such looks.
const MOMENT: Duration = Duration::from_millis(40);

impl<'a> Survey<'a> {
    /// Before anything is measured.
    pub fn of(study: &'a Study, question: &'a SiteQuestion) -> Self {
        let residents = study.layers().buildings.demand().residents(question.group);
        let buildings = homes(study, question.group);
        let mut demand_of = vec![None; residents.len()];
        for (demand, building) in buildings.iter().enumerate() {
            demand_of[*building as usize] = Some(demand as u32);
        }
        let weights = buildings.iter().map(|building| residents[*building as usize].as_f64());
        let weights = weights.collect();
        let existing = existing_places(study, question);
        let at: Vec<WorldPoint> =
            question.places.iter().map(|place| place.at).chain(existing).collect();
        let by_site = vec![None; at.len()];
        let walk = study.walk(question.group);
        let extent = Extent::Whole;
        Self { walk, question, buildings, weights, demand_of, at, by_site, extent }
    }

    /// Measures all sites that stay, by what holds for each, at once, and keeps only the way to the nearest,
    /// as one of the first of them: where any distance counts, each of them reaches everybody, and no plan
    /// serves anybody by another.
    pub fn merge_staying(&mut self, standing: &[Standing]) {
        let facilities = standing.iter().enumerate().skip(self.places());
        let staying: Vec<usize> =
            facilities.filter(|(_, is)| **is == Standing::Existing).map(|(site, _)| site).collect();
        let [first, _, ..] = staying.as_slice() else { return };
        let at: Vec<WorldPoint> = staying.iter().map(|site| self.at[*site]).collect();
        let nearest_m = self.walk.nearest_m(&at, self.question.farthest_m);
        let ways = (0..).zip(&self.buildings);
        let ways = ways.map(|(demand, building)| (demand, nearest_m[*building as usize]));
        let ways = ways.filter(|(_, metres)| metres.is_finite()).collect();
        staying.iter().for_each(|site| self.by_site[*site] = Some(Vec::new()));
        self.by_site[*first] = Some(ways);
    }

    /// Where the sites are: the places of the question first, then what exists.
    pub fn sites(&self) -> &[WorldPoint] {
        &self.at
    }

    /// Measures what is needed, then the candidates of the register, then places spread over the
    /// land, until all is measured, or as many pairs as can be kept, or the surveyor ends it.
    ///
    /// # Errors
    /// When what is needed makes more pairs by itself.
    pub fn measure(
        &mut self,
        needed: Needed<'_>,
        most_pairs: usize,
        surveyor: &mut Surveyor<'_>,
    ) -> Result<(), TooManyPairs> {
        let places = self.places();
        let mut order = likely_first(&self.question.places, needed.places, self.at.len());
        order.retain(|site| self.by_site[*site].is_none());
        let facilities = order.iter().filter(|site| **site >= places).count();
        let mut pairs: usize = self.by_site.iter().flatten().map(Vec::len).sum();
        let mut done = 0;
        let mut at_once = rayon::current_num_threads();
        while done < order.len() {
            let some = &order[done..(done + at_once).min(order.len())];
            let began = Instant::now();
            let measured: Vec<Vec<(u32, f64)>> =
                some.par_iter().map(|site| self.reached_from(*site)).collect();
            let before = done;
            for (site, reached) in some.iter().zip(measured) {
                pairs += reached.len();
                if pairs > most_pairs {
                    self.extent = Extent::Full { places: self.measured_places() };
                    break;
                }
                self.by_site[*site] = Some(reached);
                done += 1;
            }
            let newly = &order[before..done];
            let share = done as f64 / order.len() as f64;
            at_once = as_many_as_take_a_moment(at_once, began.elapsed());
            let is_ended = surveyor(&Measuring { share, newly, survey: self }).is_break();
            if !self.extent.is_whole() {
                break;
            }
            if is_ended && done < order.len() {
                self.extent = Extent::Ended { places: self.measured_places() };
                break;
            }
        }
        match self.extent {
            Extent::Full { places: kept } if done < facilities || kept < needed.least(places) => {
                Err(TooManyPairs)
            }
            _ => Ok(()),
        }
    }

    /// Keeps the ways of some places and of what exists, and lets the others go: all that a plan at
    /// hand needs, however many have been measured. Those that are not measured yet are now.
    pub fn keep_only(&mut self, sites: &[usize]) {
        let mut is_kept = vec![false; self.at.len()];
        is_kept[self.places()..].fill(true);
        sites.iter().for_each(|site| is_kept[*site] = true);
        for (site, is_kept) in is_kept.into_iter().enumerate() {
            match (is_kept, &self.by_site[site]) {
                (true, None) => self.by_site[site] = Some(self.reached_from(site)),
                (false, Some(_)) => self.by_site[site] = None,
                _ => {}
            }
        }
    }

    /// Whether it was ended before all was measured.
    pub fn is_ended(&self) -> bool {
        matches!(self.extent, Extent::Ended { .. })
    }

    /// Says how much of the question is known, where it is not what measuring came to.
    pub fn is_known(&mut self, extent: Extent) {
        self.extent = extent;
    }

    /// The problem with those places only that are measured; the others are closed.
    pub fn into_problem(self) -> StudyProblem {
        let (problem, extent) = (self.problem(), self.extent);
        StudyProblem { problem, buildings: self.buildings, extent }
    }

    /// How many of the sites are places of the question.
    fn places(&self) -> usize {
        self.question.places.len()
    }

    fn measured_places(&self) -> usize {
        self.by_site[..self.places()].iter().flatten().count()
    }

    fn problem(&self) -> Problem {
        let reached: Vec<&[(u32, f64)]> =
            self.by_site.iter().map(|reached| reached.as_deref().unwrap_or_default()).collect();
        let standing = self.by_site.iter().enumerate().map(|(site, reached)| match reached {
            _ if site >= self.places() => Standing::Existing,
            Some(_) => Standing::Candidate,
            None => Standing::Forbidden,
        });
        Problem {
            weights: self.weights.clone(),
            distances: Distances::by_site(&reached, self.weights.len()),
            standing: standing.collect(),
        }
    }

    /// The demand points within reach of a site, ascending, with the metres walked.
    fn reached_from(&self, site: usize) -> Vec<(u32, f64)> {
        let (walk, at, farthest_m) = (self.walk, self.at[site], self.question.farthest_m);
        let mut reached = Vec::new();
        let mut add = |building: u32, walked_m: f64| {
            if let Some(demand) = self.demand_of[building as usize] {
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

/// How many places to measure before the next look, when the last ones took so long: along the
/// streets of a city one alone may take longer than a moment.
fn as_many_as_take_a_moment(measured: usize, took: Duration) -> usize {
    let next = if took > MOMENT { measured / 2 } else { measured * 2 };
    let least = rayon::current_num_threads();
    next.clamp(least, PLACES_AT_ONCE.max(least))
}

/// Existing sites first, then the places that are needed, the candidates of the register and the
/// other places, each over all the land: so that a good plan can be made of those measured early.
fn likely_first(places: &[SitePlace], needed: &[usize], sites: usize) -> Vec<usize> {
    let mut is_needed = vec![false; places.len()];
    needed.iter().for_each(|site| is_needed[*site] = true);
    let (needed, free): (Vec<usize>, Vec<usize>) =
        scattered(places.len()).partition(|site| is_needed[*site]);
    let (likely, others): (Vec<usize>, Vec<usize>) =
        free.into_iter().partition(|site| places[*site].is_candidate());
    (places.len()..sites).chain(needed).chain(likely).chain(others).collect()
}
