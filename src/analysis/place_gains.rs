//! Gains at places, exactly and by the study's own walk model: how many residents a facility at each
//! candidate, or at each building, would newly reach. Kept up to date by the buildings that come to
//! be reached or are no longer; integers, so this equals counting anew.
//!
//! In the circle model a place gains what lies in its disc; along the streets the places that reach
//! each building are searched once and kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::geometry::{DiscSums, PointGrid, WorldPoint};
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Parameters, Study, Walk, WalkModel};

use super::MOST_PAIRS;

/// Places looked at between two looks at whether to go on.
const PLACES_AT_ONCE: usize = 1 << 15;
const SEARCHES_AT_ONCE: usize = 1 << 6;
/// With more buildings changed than this, counting anew is quicker.
const MOST_FOLLOWED: usize = 20_000;
const INDEX_CELL_M: f64 = 100.0;

/// Residents that a facility at each of some places would newly reach.
#[derive(Debug, Clone)]
pub struct PlaceGains {
    basis: Basis,
    reached_from: ReachedFrom,
    /// Whether a facility reaches each building already.
    is_reached: Vec<bool>,
    gains: Vec<Persons>,
}

/// What gains depend on, apart from where facilities are.
#[derive(Debug, Clone)]
struct Basis {
    function: FunctionIndex,
    group: usize,
    limit_m: f64,
    parameters: Parameters,
    layers: Arc<LayerSet>,
}

/// From which places each building is reached.
#[derive(Debug, Clone)]
enum ReachedFrom {
    Circles {
        places: PointGrid,
        radius_m: f64,
    },
    /// `starts[building]..starts[building + 1]` are the places that reach a building.
    Streets {
        starts: Vec<usize>,
        places: Vec<u32>,
    },
}

/// Why gains were not counted to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GainsError {
    #[error("cancelled")]
    Cancelled,
    #[error("more than {MOST_PAIRS} pairs of buildings and places")]
    TooManyPairs,
}

/// Is told the share that is done, and says whether to go on.
pub type Watch<'a> = dyn FnMut(f64) -> bool + 'a;

impl PlaceGains {
    /// The gains at places where facilities of the function reach the buildings so many times.
    /// `group` is a position in [`Demand::groups`](crate::layers::Demand::groups).
    ///
    /// # Errors
    /// When it is told not to go on, or when, along the streets, there are too many ways to keep.
    pub fn of(
        study: &Study,
        reach_counts: &[u32],
        (function, group): (FunctionIndex, usize),
        places: &[WorldPoint],
        watch: &mut Watch<'_>,
    ) -> Result<Self, GainsError> {
        let (basis, walk) = (Basis::of(study, function, group), study.walk(group));
        let is_reached: Vec<bool> = reach_counts.iter().map(|count| *count > 0).collect();
        let (reached_from, gains) = match walk.network() {
            None => in_circles(&basis, walk.circle_radius_m(function), &is_reached, places, watch)?,
            Some(_) => along_streets(walk, &basis, &is_reached, places, watch)?,
        };
        Ok(Self { basis, reached_from, is_reached, gains })
    }

    /// Brings the gains up to date with how often buildings are reached now, or says that they have
    /// to be counted anew: residents, walking or much of the coverage are others.
    pub fn follow(&mut self, study: &Study, reach_counts: &[u32]) -> bool {
        let Basis { function, group, .. } = self.basis;
        if !self.basis.is(&Basis::of(study, function, group)) {
            return false;
        }
        let changed: Vec<usize> = self
            .is_reached
            .par_iter()
            .zip(reach_counts)
            .enumerate()
            .with_min_len(1 << 14)
            .filter_map(|(building, (was, count))| (*was != (*count > 0)).then_some(building))
            .collect();
        if changed.len() > MOST_FOLLOWED {
            return false;
        }
        let Self { basis, reached_from, is_reached, gains } = self;
        let residents = basis.residents();
        for building in changed {
            is_reached[building] = !is_reached[building];
            let (lost, count) = (is_reached[building], residents[building]);
            reached_from.for_each_place(&basis.layers, building, |place| {
                if lost {
                    gains[place] -= count;
                } else {
                    gains[place] += count;
                }
            });
        }
        true
    }

    /// The gain of each place, in the order they were given in.
    pub fn all(&self) -> &[Persons] {
        &self.gains
    }

    /// The function and the position of the group that the gains are about.
    pub fn subject(&self) -> (FunctionIndex, usize) {
        (self.basis.function, self.basis.group)
    }

    /// The walk model they were counted by.
    pub fn model(&self) -> WalkModel {
        self.basis.parameters.model
    }
}

impl Basis {
    fn of(study: &Study, function: FunctionIndex, group: usize) -> Self {
        Self {
            function,
            group,
            limit_m: study.walk(group).limit_m(function),
            parameters: *study.parameters(),
            layers: study.shared_layers(),
        }
    }

    fn is(&self, other: &Self) -> bool {
        self.limit_m == other.limit_m
            && self.parameters == other.parameters
            && Arc::ptr_eq(&self.layers, &other.layers)
    }

    fn residents(&self) -> &[Persons] {
        self.layers.buildings.demand().residents(self.group)
    }
}

impl ReachedFrom {
    fn for_each_place(&self, layers: &LayerSet, building: usize, mut visit: impl FnMut(usize)) {
        match self {
            Self::Circles { places, radius_m } => {
                let home = layers.buildings.demand_points()[building];
                places.for_each_within(home, *radius_m, |place| visit(place as usize));
            }
            Self::Streets { starts, places } => {
                let reaching = &places[starts[building]..starts[building + 1]];
                reaching.iter().for_each(|place| visit(*place as usize));
            }
        }
    }
}

fn in_circles(
    basis: &Basis,
    radius_m: f64,
    is_reached: &[bool],
    places: &[WorldPoint],
    watch: &mut Watch<'_>,
) -> Result<(ReachedFrom, Vec<Persons>), GainsError> {
    let (residents, homes) = (basis.residents(), basis.layers.buildings.demand_points());
    let counts = |building: &usize| !is_reached[*building] && residents[*building] > Persons::ZERO;
    let without: Vec<usize> = (0..residents.len()).filter(counts).collect();
    let points: Vec<WorldPoint> = without.iter().map(|building| homes[*building]).collect();
    let weights: Vec<Persons> = without.iter().map(|building| residents[*building]).collect();
    let sums = DiscSums::new(&points, &weights, radius_m);
    let mut gains = Vec::with_capacity(places.len());
    for some in places.chunks(PLACES_AT_ONCE) {
        go_on(watch, gains.len(), places.len())?;
        gains.par_extend(some.par_iter().map(|place| sums.within(*place, radius_m)));
    }
    let places = PointGrid::new(places, INDEX_CELL_M);
    Ok((ReachedFrom::Circles { places, radius_m }, gains))
}

fn along_streets(
    walk: Walk<'_>,
    basis: &Basis,
    is_reached: &[bool],
    places: &[WorldPoint],
    watch: &mut Watch<'_>,
) -> Result<(ReachedFrom, Vec<Persons>), GainsError> {
    let residents = basis.residents();
    let pairs = AtomicUsize::new(0);
    let search = |place: &WorldPoint| {
        let mut reached = Vec::new();
        walk.for_each_reached(*place, basis.limit_m, |building, _| {
            if residents[building as usize] > Persons::ZERO {
                reached.push(building);
            }
        });
        pairs.fetch_add(reached.len(), Ordering::Relaxed);
        reached
    };
    let mut reaches: Vec<Vec<u32>> = Vec::with_capacity(places.len());
    for some in places.chunks(SEARCHES_AT_ONCE) {
        go_on(watch, reaches.len(), places.len())?;
        reaches.par_extend(some.par_iter().map(search));
        if pairs.load(Ordering::Relaxed) > MOST_PAIRS {
            return Err(GainsError::TooManyPairs);
        }
    }
    let gain = |reach: &Vec<u32>| {
        let without = reach.iter().filter(|building| !is_reached[**building as usize]);
        without.map(|building| residents[*building as usize]).sum()
    };
    let gains = reaches.iter().map(gain).collect();
    Ok((by_building(&reaches, residents.len()), gains))
}

/// The places that reach each building, from the buildings that each place reaches.
fn by_building(reaches: &[Vec<u32>], buildings: usize) -> ReachedFrom {
    let mut starts = vec![0; buildings + 1];
    for building in reaches.iter().flatten() {
        starts[*building as usize + 1] += 1;
    }
    for building in 1..starts.len() {
        starts[building] += starts[building - 1];
    }
    let mut next = starts.clone();
    let mut places = vec![0_u32; starts[buildings]];
    for (place, reach) in reaches.iter().enumerate() {
        for building in reach {
            let slot = &mut next[*building as usize];
            places[*slot] = place as u32;
            *slot += 1;
        }
    }
    ReachedFrom::Streets { starts, places }
}

pub(super) fn go_on(watch: &mut Watch<'_>, done: usize, all: usize) -> Result<(), GainsError> {
    let share = done as f64 / all.max(1) as f64;
    if watch(share) { Ok(()) } else { Err(GainsError::Cancelled) }
}
