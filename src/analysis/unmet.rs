//! What residents still want of a function, building by building: what a new facility may gain there.
//! One gain counts residents newly reached; others weigh them by need, or count those too for whom
//! there is no room. With w_i what building i wants, p_i its residents and r_i whether any facility
//! reaches it:
//!
//! | gain of | w_i |
//! |---|---|
//! | residents | p_i where r_i = 0, else 0 |
//! | need | p_i · u where r_i = 0, u the share of its unit's residents whom no facility reaches, else 0 |
//! | room | p_i where r_i = 0, else p_i · max(0, 1 − 1/o), o the occupancy of the facility nearest to it |
//!
//! Occupancies are those of [`Assignment`]: everyone goes to the nearest facility, and it has room
//! for its capacity by the need per resident. A new facility has a capacity of its own, so the last
//! one is how many it has in reach who want room, not how many it gives room to.

use serde::{Deserialize, Serialize};

use rayon::prelude::*;

use crate::language::Text;
use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;
use crate::study::{ScenarioId, Study};

use super::measures::{Assignment, Nearest};

/// What a gain counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
pub enum GainOf {
    /// Residents whom no facility reaches.
    #[default]
    Residents,
    /// The same, each by the share of the unit's residents who are without.
    Need,
    /// Residents whom no facility reaches, or for whom the nearest one has no room.
    Room,
}

/// The function that something is about, and the position of the group among
/// [`Demand::groups`](crate::layers::Demand::groups).
pub type About = (FunctionIndex, usize);

/// Fewer buildings than this are not worth another thread.
const BUILDINGS_PER_TASK: usize = 1 << 14;

impl GainOf {
    pub const ALL: [Self; 3] = [Self::Residents, Self::Need, Self::Room];

    /// Its name in flags and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Residents => "residents",
            Self::Need => "need",
            Self::Room => "room",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Residents => Text::new("新增覆盖居民", "Residents newly reached"),
            Self::Need => Text::new("按缺口加权的居民", "Residents weighted by need"),
            Self::Room => {
                Text::new("未覆盖或容量不足的居民", "Residents unreached or without room")
            }
        }
    }

    /// How it is counted, in a sentence.
    pub fn sentence(self) -> Text {
        match self {
            Self::Residents => Text::new(
                "新设一处可新增覆盖的居民",
                "Residents whom one more facility would newly reach",
            ),
            Self::Need => Text::new(
                "新增覆盖的居民，各乘以其单元未覆盖居民的比例：缺口大的单元分量重",
                "Residents newly reached, each times the share of the unit's residents who are without: \
                 units that lack most weigh most",
            ),
            Self::Room => Text::new(
                "可达范围内未覆盖、或就近设施容量不足的居民（就近分配，需求按标准；标准未规定时按平均）",
                "Residents in reach who are unreached, or for whom the nearest facility has no room \
                 (nearest assignment; need by the standard, else the average)",
            ),
        }
    }
}

/// What residents want of a function at one moment.
#[derive(Debug, Clone)]
pub struct Unmet<'a> {
    function: FunctionIndex,
    group: usize,
    what: GainOf,
    wanted: Wanted<'a>,
}

#[derive(Debug, Clone)]
enum Wanted<'a> {
    Unreached { residents: &'a [Persons], reach_counts: &'a [u32] },
    Each(Vec<Persons>),
}

impl<'a> Unmet<'a> {
    /// What is wanted where the facilities of a scenario reach the buildings so many times. That of
    /// room looks for the nearest facility of everybody.
    pub fn of(
        study: &'a Study,
        scenario: ScenarioId,
        reach_counts: &'a [u32],
        (function, group): About,
        what: GainOf,
    ) -> Self {
        let residents = study.layers().buildings.demand().residents(group);
        let unreached = Wanted::Unreached { residents, reach_counts };
        let wanted = match what {
            GainOf::Residents => unreached,
            GainOf::Need => Wanted::Each(by_need(study.layers(), residents, reach_counts)),
            GainOf::Room => {
                let room_shares = shares_without_room(study, scenario, function, group);
                let each = residents.iter().zip(reach_counts).zip(room_shares);
                let wanted = |((residents, count), share): ((&Persons, &u32), f64)| match count {
                    0 => *residents,
                    _ => residents.scaled(share),
                };
                Wanted::Each(each.map(wanted).collect())
            }
        };
        Self { function, group, what, wanted }
    }

    /// What is wanted at a building.
    pub fn at(&self, building: usize) -> Persons {
        match &self.wanted {
            Wanted::Unreached { residents, reach_counts } => match reach_counts[building] {
                0 => residents[building],
                _ => Persons::ZERO,
            },
            Wanted::Each(each) => each[building],
        }
    }

    /// What is counted, and the function and the position of the group that it is about.
    pub fn what(&self) -> (FunctionIndex, usize, GainOf) {
        (self.function, self.group, self.what)
    }
}

/// Residents who are not reached, by the share of their unit's residents who are not. Those outside
/// all units are one unit.
fn by_need(layers: &LayerSet, residents: &[Persons], reach_counts: &[u32]) -> Vec<Persons> {
    let mut all = vec![Persons::ZERO; layers.units.len() + 1];
    let mut unreached = all.clone();
    for (building, count) in reach_counts.iter().enumerate() {
        all[layers.unit_or_outside(building)] += residents[building];
        if *count == 0 {
            unreached[layers.unit_or_outside(building)] += residents[building];
        }
    }
    let shares: Vec<f64> =
        unreached.iter().zip(&all).map(|(u, all)| u.share_of(*all).unwrap_or(0.0)).collect();
    let wanted = |(building, count): (usize, &u32)| match count {
        0 => residents[building].scaled(shares[layers.unit_or_outside(building)]),
        _ => Persons::ZERO,
    };
    reach_counts.iter().enumerate().map(wanted).collect()
}

/// The share of each building's residents for whom the facility nearest to them has no room.
fn shares_without_room(
    study: &Study,
    scenario: ScenarioId,
    function: FunctionIndex,
    group: usize,
) -> Vec<f64> {
    let (layers, facilities) = (study.layers(), study.facilities(scenario));
    let nearest = Nearest::of_group(study, facilities, group);
    let about = (function, study.standard().function(function));
    let assignment = Assignment::of(layers, &nearest, facilities, about, group);
    let share = |load: &super::measures::Load| match load.occupancy {
        Some(occupancy) if occupancy > 1.0 => 1.0 - 1.0 / occupancy,
        None if load.is_overloaded() => 1.0,
        _ => 0.0,
    };
    let mut shares: Vec<_> =
        assignment.loads.iter().map(|load| (load.facility, share(load))).collect();
    shares.sort_unstable_by_key(|(facility, _)| *facility);
    let share_at = |building: usize| {
        let (facility, _) = nearest.site(function, building)?;
        let place = shares.binary_search_by_key(&facility, |(id, _)| *id).ok()?;
        Some(shares[place].1)
    };
    (0..layers.buildings.len()).map(|building| share_at(building).unwrap_or(0.0)).collect()
}

/// What was wanted when gains were counted last.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counted {
    what: (FunctionIndex, usize, GainOf),
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// Whether a facility reaches each building: an eighth of what persons take.
    Reached(Vec<bool>),
    Each(Vec<Persons>),
}

impl Counted {
    pub fn of(unmet: &Unmet<'_>) -> Self {
        let state = match &unmet.wanted {
            Wanted::Unreached { reach_counts, .. } => {
                State::Reached(reach_counts.iter().map(|count| *count > 0).collect())
            }
            Wanted::Each(each) => State::Each(each.clone()),
        };
        Self { what: unmet.what(), state }
    }

    /// As if nobody wanted anything: what is wanted has changed.
    pub fn nothing(unmet: &Unmet<'_>) -> Self {
        let state = match &unmet.wanted {
            Wanted::Unreached { reach_counts, .. } => {
                State::Reached(vec![true; reach_counts.len()])
            }
            Wanted::Each(each) => State::Each(vec![Persons::ZERO; each.len()]),
        };
        Self { what: unmet.what(), state }
    }

    /// What was counted, and the function and the position of the group that it is about.
    pub fn what(&self) -> (FunctionIndex, usize, GainOf) {
        self.what
    }

    /// The buildings that want another number by now, with how many more; none where it is about
    /// something else.
    pub fn changes_to(&self, unmet: &Unmet<'_>) -> Option<Vec<(usize, Persons)>> {
        if self.what != unmet.what() {
            return None;
        }
        match (&self.state, &unmet.wanted) {
            (State::Reached(before), Wanted::Unreached { residents, reach_counts })
                if before.len() == reach_counts.len() =>
            {
                let pairs = before.par_iter().zip(*reach_counts).enumerate();
                let changed = |(building, (was, count)): (usize, (&bool, &u32))| {
                    let persons = residents[building];
                    match (*was, *count > 0) {
                        (true, false) => Some((building, persons)),
                        (false, true) => Some((building, Persons::ZERO - persons)),
                        _ => None,
                    }
                };
                Some(pairs.with_min_len(BUILDINGS_PER_TASK).filter_map(changed).collect())
            }
            (State::Each(before), Wanted::Each(now)) if before.len() == now.len() => {
                let pairs = before.par_iter().zip(now).enumerate();
                let changed = |(building, (before, now)): (usize, (&Persons, &Persons))| {
                    (before != now).then(|| (building, *now - *before))
                };
                Some(pairs.with_min_len(BUILDINGS_PER_TASK).filter_map(changed).collect())
            }
            _ => None,
        }
    }

    /// Takes in what [`Self::changes_to`] found.
    pub fn take_in(&mut self, changes: &[(usize, Persons)]) {
        match &mut self.state {
            State::Reached(reached) => {
                changes.iter().for_each(|(building, _)| reached[*building] = !reached[*building]);
            }
            State::Each(each) => {
                changes.iter().for_each(|(building, more)| each[*building] += *more);
            }
        }
    }
}
