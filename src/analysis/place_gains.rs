//! Gains at places, exactly and by the study's own walk model: how many residents a facility at each
//! candidate, or at each building, would newly reach, or what else is wanted in its reach (`unmet`).
//! Kept up to date by the buildings that come to want another number; integers, so this equals
//! counting anew.
//!
//! In the circle model a place gains what lies in its disc; along the streets the places that reach
//! each building are searched once and kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::geometry::{DiscSums, PointGrid, WorldPoint, by_group};
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{Parameters, Study, Walk, WalkModel};

use super::unmet::Counted;
use super::{GainOf, MOST_PAIRS, Unmet};

/// Places looked at between two looks at whether to go on.
const PLACES_AT_ONCE: usize = 1 << 15;
const SEARCHES_AT_ONCE: usize = 1 << 6;
/// With more buildings changed than this, counting anew is quicker.
const MOST_FOLLOWED: usize = 20_000;
const INDEX_CELL_M: f64 = 100.0;

/// What a facility at each of some places would gain.
#[derive(Debug, Clone)]
pub struct PlaceGains {
    basis: Basis,
    reached_from: ReachedFrom,
    counted: Counted,
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
        starts: Vec<u32>,
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
    /// The gains at places of what is wanted.
    ///
    /// # Errors
    /// When it is told not to go on, or when, along the streets, there are too many ways to keep.
    pub fn of(
        study: &Study,
        unmet: &Unmet<'_>,
        places: &[WorldPoint],
        watch: &mut Watch<'_>,
    ) -> Result<Self, GainsError> {
        let (function, group, _) = unmet.what();
        let (basis, walk) = (Basis::of(study, function, group), study.walk(group));
        let (reached_from, gains) = match walk.network() {
            None => in_circles(&basis, walk.circle_radius_m(function), unmet, places, watch)?,
            Some(_) => along_streets(walk, &basis, unmet, places, watch)?,
        };
        Ok(Self { basis, reached_from, counted: Counted::of(unmet), gains })
    }

    /// Brings the gains up to date with what is wanted now, or says that they have to be counted
    /// anew: residents, walking or much of what is wanted are others.
    pub fn follow(&mut self, study: &Study, unmet: &Unmet<'_>) -> bool {
        let Basis { function, group, .. } = self.basis;
        if !self.basis.is(&Basis::of(study, function, group)) {
            return false;
        }
        let Some(changes) = self.counted.changes_to(unmet) else { return false };
        // Along the streets the searches are kept, and are all that takes long.
        let is_in_circles = matches!(self.reached_from, ReachedFrom::Circles { .. });
        if is_in_circles && changes.len() > MOST_FOLLOWED {
            return false;
        }
        self.counted.take_in(&changes);
        let Self { basis, reached_from, gains, .. } = self;
        for (building, more) in changes {
            reached_from.for_each_place(&basis.layers, building, |place| gains[place] += more);
        }
        true
    }

    /// The gain of each place, in the order they were given in.
    pub fn all(&self) -> &[Persons] {
        &self.gains
    }

    /// What the gains count, and the function and the position of the group they are about.
    pub fn what(&self) -> (FunctionIndex, usize, GainOf) {
        self.counted.what()
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
                let (first, end) = (starts[building] as usize, starts[building + 1] as usize);
                let reaching = &places[first..end];
                reaching.iter().for_each(|place| visit(*place as usize));
            }
        }
    }
}

fn in_circles(
    basis: &Basis,
    radius_m: f64,
    unmet: &Unmet<'_>,
    places: &[WorldPoint],
    watch: &mut Watch<'_>,
) -> Result<(ReachedFrom, Vec<Persons>), GainsError> {
    let homes = basis.layers.buildings.demand_points();
    let wants = |building: &usize| unmet.at(*building) > Persons::ZERO;
    let without: Vec<usize> = (0..homes.len()).filter(wants).collect();
    let points: Vec<WorldPoint> = without.iter().map(|building| homes[*building]).collect();
    let weights: Vec<Persons> = without.iter().map(|building| unmet.at(*building)).collect();
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
    unmet: &Unmet<'_>,
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
        reach.iter().map(|building| unmet.at(*building as usize)).sum::<Persons>()
    };
    let gains = reaches.iter().map(gain).collect();
    Ok((by_building(&reaches, residents.len()), gains))
}

/// The places that reach each building, from the buildings that each place reaches.
fn by_building(reaches: &[Vec<u32>], buildings: usize) -> ReachedFrom {
    let pairs = || {
        let reaches = (0_u32..).zip(reaches);
        reaches.flat_map(|(place, reach)| reach.iter().map(move |building| (*building, place)))
    };
    let (starts, places) = by_group(buildings, pairs);
    ReachedFrom::Streets { starts, places }
}

pub(super) fn go_on(watch: &mut Watch<'_>, done: usize, all: usize) -> Result<(), GainsError> {
    let share = done as f64 / all.max(1) as f64;
    if watch(share) { Ok(()) } else { Err(GainsError::Cancelled) }
}
