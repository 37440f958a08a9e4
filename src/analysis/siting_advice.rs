//! Advice on single sites, exactly and by the study's own walk model: what a newcomer would do, what
//! is lost when a facility closes, where a facility does more, and which swap gains most.

use rayon::prelude::*;

use crate::geometry::WorldPoint;
use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, Study};

/// Places looked at between two looks at whether to go on.
const PLACES_AT_ONCE: usize = 256;

/// Whose residents are reached by what, and how often already.
#[derive(Clone, Copy)]
pub struct Reaching<'a> {
    pub study: &'a Study,
    pub function: FunctionIndex,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    /// How many facilities of the function reach each building.
    pub reach_counts: &'a [u32],
}

/// What a facility at a place would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Newcomer {
    /// Residents within the limit.
    pub in_reach: Persons,
    /// Those of them whom no facility reaches.
    pub gain: Persons,
    /// How far they walk on average, in metres; `None` where there are none.
    pub mean_walk_m: Option<f64>,
    /// The unit in which most of them live, with how many.
    pub most_in: Option<(usize, Persons)>,
}

/// What is lost when a facility closes.
#[derive(Debug, Clone, PartialEq)]
pub struct Closure {
    pub facility: FacilityId,
    /// Residents without service then.
    pub lost: Persons,
    /// Where they live, the most first; `None` for those outside all units.
    pub by_unit: Vec<(Option<usize>, Persons)>,
}

/// A better use of a facility: at another of the places asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Better {
    /// The facility that leaves.
    pub facility: FacilityId,
    /// The position of the place.
    pub place: usize,
    /// Residents gained on balance.
    pub change: Persons,
}

impl Newcomer {
    pub fn at(reaching: Reaching, place: WorldPoint) -> Self {
        let buildings = &reaching.study.layers().buildings;
        let (mut in_reach, mut gain, mut person_metres) = (Persons::ZERO, Persons::ZERO, 0.0);
        let mut by_unit = ByUnit::default();
        reaching.for_each(place, |building, residents, walked_m| {
            in_reach += residents;
            if reaching.reach_counts[building] == 0 {
                gain += residents;
                person_metres += residents.as_f64() * walked_m;
                by_unit.add(buildings.unit_of(building), residents);
            }
        });
        let mean_walk_m = (gain > Persons::ZERO).then(|| person_metres / gain.as_f64());
        let most_in = by_unit.sorted().into_iter().find_map(|(unit, count)| Some((unit?, count)));
        Self { in_reach, gain, mean_walk_m, most_in }
    }
}

impl Closure {
    pub fn of(reaching: Reaching, facility: &Facility) -> Self {
        let buildings = &reaching.study.layers().buildings;
        let mut by_unit = ByUnit::default();
        if facility.offers(reaching.function) {
            reaching.for_each(facility.at, |building, residents, _| {
                if reaching.reach_counts[building] == 1 {
                    by_unit.add(buildings.unit_of(building), residents);
                }
            });
        }
        let by_unit = by_unit.sorted();
        let lost = by_unit.iter().map(|(_, count)| *count).sum();
        Self { facility: facility.id, lost, by_unit }
    }
}

impl Reaching<'_> {
    /// Calls `visit` with the inhabited buildings within the limit of a place: residents, metres.
    fn for_each(&self, place: WorldPoint, mut visit: impl FnMut(usize, Persons, f64)) {
        let residents = self.study.layers().buildings.demand().residents(self.group);
        let walk = self.study.walk(self.group);
        walk.for_each_within_reach(place, self.function, |building, walked_m| {
            let building = building as usize;
            if residents[building] > Persons::ZERO {
                visit(building, residents[building], walked_m);
            }
        });
    }

    /// Which of some facilities alone reaches each building; `NOBODY` where it is none of them.
    fn alone(&self, facilities: &[&Facility]) -> Vec<u32> {
        let mut alone = vec![NOBODY; self.reach_counts.len()];
        for (number, facility) in (0..).zip(facilities) {
            self.for_each(facility.at, |building, _, _| {
                if self.reach_counts[building] == 1 {
                    alone[building] = number;
                }
            });
        }
        alone
    }
}

const NOBODY: u32 = u32::MAX;

/// Which facility should leave for which place, so that most residents are gained on balance; `None`
/// where no exchange gains anything, or when told not to go on. Of equal ones the first place, and
/// for it the first facility, is taken.
///
/// Exact: a place gains whom nobody reaches, and whom only the leaving facility does. Costs one
/// search of the reach per facility and per place.
pub fn best_swap(
    reaching: Reaching,
    facilities: &[&Facility],
    places: &[WorldPoint],
    go_on: &dyn Fn() -> bool,
) -> Option<Better> {
    let facilities: Vec<&Facility> =
        facilities.iter().copied().filter(|f| f.offers(reaching.function)).collect();
    let alone = reaching.alone(&facilities);
    let mut losses = vec![Persons::ZERO; facilities.len()];
    let residents = reaching.study.layers().buildings.demand().residents(reaching.group);
    for (number, residents) in alone.iter().zip(residents).filter(|(number, _)| **number != NOBODY)
    {
        losses[*number as usize] += *residents;
    }
    let of_place = |place: &WorldPoint| {
        let mut gain = Persons::ZERO;
        let mut taken_over = vec![Persons::ZERO; facilities.len()];
        reaching.for_each(*place, |building, residents, _| match reaching.reach_counts[building] {
            0 => gain += residents,
            1 if alone[building] != NOBODY => taken_over[alone[building] as usize] += residents,
            _ => {}
        });
        let changes = losses.iter().zip(taken_over).map(|(lost, kept)| gain + kept - *lost);
        changes.enumerate().reduce(|best, next| if next.1 > best.1 { next } else { best })
    };
    let mut best: Option<Better> = None;
    for (chunk, some) in places.chunks(PLACES_AT_ONCE).enumerate() {
        if !go_on() {
            return None;
        }
        let found: Vec<Option<(usize, Persons)>> = some.par_iter().map(of_place).collect();
        for (place, (facility, change)) in
            found.into_iter().enumerate().filter_map(|(place, found)| Some((place, found?)))
        {
            let place = chunk * PLACES_AT_ONCE + place;
            if change > best.map_or(Persons::ZERO, |best| best.change) {
                best = Some(Better { facility: facilities[facility].id, place, change });
            }
        }
    }
    best
}

/// Where a facility would do most, of some places: the swap of it alone.
pub fn best_place_for(
    reaching: Reaching,
    facility: &Facility,
    places: &[WorldPoint],
    go_on: &dyn Fn() -> bool,
) -> Option<Better> {
    best_swap(reaching, &[facility], places, go_on)
}

/// Residents added up by unit.
#[derive(Default)]
struct ByUnit(Vec<(Option<usize>, Persons)>);

impl ByUnit {
    /// A reach spans few units, so looking through them is quick.
    fn add(&mut self, unit: Option<usize>, residents: Persons) {
        match self.0.iter_mut().find(|(known, _)| *known == unit) {
            Some((_, count)) => *count += residents,
            None => self.0.push((unit, residents)),
        }
    }

    /// The most first; of equal ones the first unit.
    fn sorted(mut self) -> Vec<(Option<usize>, Persons)> {
        self.0.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        self.0
    }
}
