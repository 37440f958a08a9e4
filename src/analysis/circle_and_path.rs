//! Circle and path side by side: whom the circle of the same limit counts although the way on foot
//! is longer (beyond the river, behind the wall), and whom both count.
//!
//! The circle is the one of the circle model under the same parameters: limit ÷ detour factor.

use crate::layers::{LayerSet, Persons};
use crate::standard::FunctionIndex;

use super::by_place::sums_by_place;
use super::{Coverage, ReachChange};

/// Residents of a group, by who counts them as reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CircleAndPath {
    pub both: Persons,
    /// Within the circle, but too far on foot.
    pub circle_only: Persons,
    /// Near enough on foot, though outside the circle: where the circle is shortened by a detour
    /// factor that the way does not need, or where ways to and from the streets do not count.
    pub path_only: Persons,
    pub neither: Persons,
}

impl CircleAndPath {
    /// By unit; the last entry stands for places outside all units. `group` is a position in
    /// [`Demand::groups`](crate::layers::Demand::groups).
    pub fn by_unit(
        layers: &LayerSet,
        circle: &Coverage,
        path: &Coverage,
        function: FunctionIndex,
        group: usize,
    ) -> Vec<Self> {
        let residents = layers.buildings.demand().residents(group);
        let (circle, path) =
            (circle.reach_counts(function, group), path.reach_counts(function, group));
        let add = |sum: &mut Self, building: usize| {
            *sum.of_mut(ReachChange::between(circle[building], path[building])) +=
                residents[building];
        };
        sums_by_place(layers, add, Self::and)
    }

    /// Those of several places together.
    pub fn together(places: &[Self]) -> Self {
        places.iter().fold(Self::default(), |sum, more| sum.and(*more))
    }

    /// Residents that the circle counts as reached.
    pub fn by_circle(&self) -> Persons {
        self.both + self.circle_only
    }

    /// Residents that the way on foot counts as reached.
    pub fn by_path(&self) -> Persons {
        self.both + self.path_only
    }

    pub fn population(&self) -> Persons {
        self.by_circle() + self.path_only + self.neither
    }

    /// The sum that a change from circle to path belongs to.
    fn of_mut(&mut self, change: ReachChange) -> &mut Persons {
        match change {
            ReachChange::Both => &mut self.both,
            ReachChange::Lost => &mut self.circle_only,
            ReachChange::Gained => &mut self.path_only,
            ReachChange::Neither => &mut self.neither,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            both: self.both + other.both,
            circle_only: self.circle_only + other.circle_only,
            path_only: self.path_only + other.path_only,
            neither: self.neither + other.neither,
        }
    }
}
