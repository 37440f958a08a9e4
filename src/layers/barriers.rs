//! What one cannot walk across, and where one can all the same.

use crate::geometry::{Polygons, WorldPoint};

/// Something one cannot walk across, or a gate in it.
#[derive(Debug, Clone)]
pub struct Barrier {
    pub kind: BarrierKind,
    pub shape: BarrierShape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BarrierKind {
    Water,
    Railway,
    Wall,
    /// An opening in a wall or fence, such as the gate of a compound.
    Gate,
}

impl BarrierKind {
    const ALL: [Self; 4] = [Self::Water, Self::Railway, Self::Wall, Self::Gate];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::Railway => "railway",
            Self::Wall => "wall",
            Self::Gate => "gate",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }
}

#[derive(Debug, Clone)]
pub enum BarrierShape {
    /// Of gates.
    Point(WorldPoint),
    Line(Vec<WorldPoint>),
    Area(Polygons),
}
