//! Walking minutes: how many residents of a group live how many minutes from the nearest facility.
//!
//! minutes = metres walked ÷ pace, the pace being a parameter of the study, its own where a group has
//! one. Residents beyond the horizon are kept apart and count in every share, so a percentile among
//! them is said to lie beyond instead of being made up.

use rayon::prelude::*;

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::Study;

use super::Nearest;
use crate::analysis::by_place::BUILDINGS_PER_TASK;

/// Times are told to a tenth of a minute, rounded up.
const CLASSES_PER_MINUTE: usize = 10;

/// Minutes walked to the nearest facility of a function, by the residents of each unit on average,
/// from the metres themselves. `None` where nobody lives, and where somebody lives beyond the horizon:
/// a mean without them would be made up.
pub fn mean_minutes_by_unit(
    study: &Study,
    nearest: &Nearest,
    function: FunctionIndex,
    group: usize,
) -> Vec<Option<f64>> {
    let (buildings, walking) = (&study.layers().buildings, study.walk(group));
    let mut sums = vec![Some((0.0, Persons::ZERO)); study.layers().units.len()];
    for (building, residents) in buildings.demand().residents(group).iter().enumerate() {
        let Some(unit) = buildings.unit_of(building).filter(|_| *residents > Persons::ZERO) else {
            continue;
        };
        let minutes = nearest.metres(function, building).map(|m| walking.minutes_for(m));
        sums[unit] = sums[unit]
            .zip(minutes)
            .map(|((sum, all), minutes)| (sum + minutes * residents.as_f64(), all + *residents));
    }
    let mean = |(sum, all): (f64, Persons)| (all > Persons::ZERO).then(|| sum / all.as_f64());
    sums.into_iter().map(|sums| sums.and_then(mean)).collect()
}

/// Residents by the minutes they walk to the nearest facility of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WalkingTimes {
    /// Residents of each tenth of a minute, upper end included, from zero to the horizon.
    classes: Vec<Persons>,
    /// Residents with no facility within the horizon.
    beyond: Persons,
}

impl WalkingTimes {
    /// The walking times of a group's residents to a function; of one unit, or of all buildings.
    /// `group` is a position in [`Demand::groups`](crate::layers::Demand::groups).
    pub fn of(
        study: &Study,
        nearest: &Nearest,
        function: FunctionIndex,
        group: usize,
        unit: Option<usize>,
    ) -> Self {
        let (buildings, walking) = (&study.layers().buildings, study.walk(group));
        let residents = buildings.demand().residents(group);
        let last = class_of(walking.minutes_for(nearest.horizon_m()));
        let nobody = || Self { classes: vec![Persons::ZERO; last + 1], beyond: Persons::ZERO };
        let add = |mut times: Self, building: usize| {
            if residents[building] > Persons::ZERO
                && (unit.is_none() || buildings.unit_of(building) == unit)
            {
                let metres = nearest.metres(function, building);
                times.add(metres.map(|m| walking.minutes_for(m)), residents[building]);
            }
            times
        };
        let all = (0..buildings.len()).into_par_iter().with_min_len(BUILDINGS_PER_TASK);
        all.fold(nobody, add).reduce(nobody, Self::and)
    }

    /// The walking times in each unit; the last entry stands for places outside all units.
    ///
    /// One look at all buildings, whatever the number of units.
    pub fn by_unit(
        study: &Study,
        nearest: &Nearest,
        function: FunctionIndex,
        group: usize,
    ) -> Vec<Self> {
        let (layers, walking) = (study.layers(), study.walk(group));
        let last = class_of(walking.minutes_for(nearest.horizon_m()));
        let nobody = Self { classes: vec![Persons::ZERO; last + 1], beyond: Persons::ZERO };
        let mut places = vec![nobody; layers.units.len() + 1];
        let residents = layers.buildings.demand().residents(group);
        for (building, residents) in residents.iter().enumerate() {
            if *residents > Persons::ZERO {
                let metres = nearest.metres(function, building);
                let place = layers.unit_or_outside(building);
                places[place].add(metres.map(|m| walking.minutes_for(m)), *residents);
            }
        }
        places
    }

    /// All residents counted.
    pub fn population(&self) -> Persons {
        self.classes.iter().copied().sum::<Persons>() + self.beyond
    }

    /// Residents with no facility within the horizon.
    pub fn beyond(&self) -> Persons {
        self.beyond
    }

    /// Residents of each whole minute: those who walk up to one, more than one and up to two, and so
    /// on to the horizon.
    pub fn by_minute(&self) -> Vec<Persons> {
        // A walk of zero minutes belongs to the first.
        let (at_the_door, classes) = self.classes.split_at(1);
        let mut minutes: Vec<Persons> =
            classes.chunks(CLASSES_PER_MINUTE).map(|tenths| tenths.iter().copied().sum()).collect();
        match (minutes.first_mut(), at_the_door.first()) {
            (Some(first), Some(more)) => *first += *more,
            _ => minutes.extend(at_the_door),
        }
        minutes
    }

    /// The least number of minutes, in tenths, within which at least a share of all residents has a
    /// facility; `None` where that lies beyond the horizon, or nobody lives there.
    pub fn percentile(&self, share: f64) -> Option<f64> {
        let wanted = share * self.population().as_f64();
        let mut sum = Persons::ZERO;
        let reached = |residents: &Persons| {
            sum += *residents;
            sum > Persons::ZERO && sum.as_f64() >= wanted
        };
        let class = self.classes.iter().position(reached)?;
        Some(class as f64 / CLASSES_PER_MINUTE as f64)
    }

    /// Residents within so many minutes, to a tenth.
    pub fn within(&self, minutes: f64) -> Persons {
        self.classes.iter().take(class_of(minutes) + 1).copied().sum()
    }

    /// Counts residents who walk so many minutes; none stands for beyond the horizon.
    fn add(&mut self, minutes: Option<f64>, residents: Persons) {
        let class = minutes.map(class_of);
        match class.and_then(|class| self.classes.get_mut(class)) {
            Some(of_class) => *of_class += residents,
            None => self.beyond += residents,
        }
    }

    fn and(mut self, other: Self) -> Self {
        for (residents, more) in self.classes.iter_mut().zip(other.classes) {
            *residents += more;
        }
        self.beyond += other.beyond;
        self
    }
}

/// The tenth of a minute that ends at or after so many minutes.
fn class_of(minutes: f64) -> usize {
    /// A thousand metres are fifteen minutes, whatever the last bit of the division says.
    const ROUNDING: f64 = 1e-6;
    (minutes * CLASSES_PER_MINUTE as f64 - ROUNDING).ceil().max(0.0) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::Parameters;

    fn persons(number: f64) -> Persons {
        Persons::from_f64(number).expect("a number of persons")
    }

    fn times(walks: &[(Option<f64>, f64)]) -> WalkingTimes {
        let mut times = WalkingTimes { classes: vec![Persons::ZERO; 301], beyond: Persons::ZERO };
        let m_per_min = 60.0 * Parameters::QUARTER_HOUR_PACE;
        for (metres, residents) in walks {
            times.add(metres.map(|metres| metres / m_per_min), persons(*residents));
        }
        times
    }

    #[test]
    fn a_thousand_metres_are_exactly_fifteen_minutes() {
        let times = times(&[(Some(1000.0), 3.0), (Some(1000.1), 5.0), (Some(0.0), 7.0)]);
        assert_eq!(times.within(15.0), persons(10.0));
        assert_eq!(times.by_minute()[14], persons(3.0));
        assert_eq!(times.by_minute()[15], persons(5.0));
        assert_eq!(times.by_minute()[0], persons(7.0));
        assert_eq!(times.by_minute().len(), 30);
    }

    #[test]
    fn a_percentile_among_those_beyond_the_horizon_is_not_made_up() {
        let times = times(&[(Some(100.0), 60.0), (Some(300.0), 20.0), (None, 20.0)]);
        assert_eq!(times.percentile(0.5), Some(1.5));
        assert_eq!(times.percentile(0.8), Some(4.5));
        assert_eq!(times.percentile(0.9), None);
        assert_eq!(times.beyond(), persons(20.0));
        assert_eq!(times.population(), persons(100.0));
    }
}
