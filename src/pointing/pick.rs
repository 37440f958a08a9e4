//! The one thing under a place.

use crate::geometry::WorldPoint;
use crate::layers::LayerSet;

/// A thing of the layers, by its number in its layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Unit(usize),
    Building(usize),
}

/// The building whose footprint holds a place, where buildings can be told apart; else the unit.
pub fn thing_at(layers: &LayerSet, at: WorldPoint, sees_buildings: bool) -> Option<Thing> {
    let building = sees_buildings.then(|| layers.buildings.at(at)).flatten();
    building.map(Thing::Building).or_else(|| layers.units.at(at).map(Thing::Unit))
}
