//! What a stop shows of the map, in words of its own: the study knows neither window nor colours.
//! `cartography` turns it into a map.

use std::collections::BTreeSet;

use crate::geometry::{Extent, WorldPoint};
use crate::layers::Group;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

use super::WalkthroughError;

/// A view of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct StopMap {
    /// May be gone meanwhile: then the base is shown, and that is said.
    pub scenario: ScenarioId,
    /// The scenario it is compared with.
    pub beside: Option<Beside>,
    pub framing: Framing,
    pub layers: BTreeSet<MapLayer>,
    pub colors: StopColors,
    pub function: FunctionIndex,
    pub group: Group,
    /// Ids of the units that are singled out; such as are gone are left out.
    pub highlighted: Vec<String>,
}

/// A scenario set beside the one shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beside {
    pub scenario: ScenarioId,
    pub how: SetBeside,
}

/// How two scenarios are set beside each other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SetBeside {
    /// One map of what is gained and lost.
    Difference,
    /// One map, divided at a share of its width from the left, 0 to 1.
    Swipe(f32),
    /// Two maps of the same ground.
    SideBySide,
}

/// Which part of the world is seen: what fitted into the window when the view was taken. On a canvas of
/// another shape it is shown whole, with more around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Framing {
    /// In metres of the working CRS.
    pub center: WorldPoint,
    /// Ground resolution in the window it was taken in.
    pub metres_per_pixel: f64,
    /// The size of the map there, in logical pixels.
    pub width_px: f32,
    pub height_px: f32,
}

/// A layer that can be shown or hidden. The basemap is no part of the study and follows the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MapLayer {
    Units,
    Buildings,
    Streets,
    Barriers,
    Candidates,
    Facilities,
    WalkRings,
    Labels,
    Graticule,
}

/// What colours and signs tell, in the words that `cartography` has for it; a word it does not know is read
/// as the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StopColors {
    pub units: String,
    pub buildings: String,
    pub streets: String,
    pub surface: String,
    pub facilities: String,
}

/// Nobody looks at less than this of the ground in a pixel, in metres.
pub const FINEST_M_PER_PX: f64 = 0.001;

impl StopMap {
    /// The scenarios it shows.
    pub fn scenarios(&self) -> impl Iterator<Item = ScenarioId> {
        [Some(self.scenario), self.beside.map(|beside| beside.scenario)].into_iter().flatten()
    }

    pub(super) fn check(&self) -> Result<(), WalkthroughError> {
        let Framing { center, metres_per_pixel, width_px, height_px } = self.framing;
        let is_seen = center.x.is_finite()
            && center.y.is_finite()
            && (FINEST_M_PER_PX..=1e6).contains(&metres_per_pixel)
            && [width_px, height_px].iter().all(|px| (1.0..=1e5).contains(px));
        if is_seen { Ok(()) } else { Err(WalkthroughError::NoFraming) }
    }
}

impl Framing {
    /// The ground seen, in metres of the working CRS.
    pub fn extent(&self) -> Extent {
        let across = f64::from(self.width_px) * self.metres_per_pixel / 2.0;
        let down = f64::from(self.height_px) * self.metres_per_pixel / 2.0;
        let WorldPoint { x, y } = self.center;
        Extent {
            min: WorldPoint::new(x - across, y - down),
            max: WorldPoint::new(x + across, y + down),
        }
    }
}

impl SetBeside {
    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Difference => "difference",
            Self::Swipe(_) => "swipe",
            Self::SideBySide => "side_by_side",
        }
    }
}

impl MapLayer {
    pub const ALL: [Self; 9] = [
        Self::Units,
        Self::Buildings,
        Self::Streets,
        Self::Barriers,
        Self::Candidates,
        Self::Facilities,
        Self::WalkRings,
        Self::Labels,
        Self::Graticule,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Buildings => "buildings",
            Self::Streets => "streets",
            Self::Barriers => "barriers",
            Self::Candidates => "candidates",
            Self::Facilities => "facilities",
            Self::WalkRings => "walk_rings",
            Self::Labels => "labels",
            Self::Graticule => "graticule",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.id() == id)
    }
}
