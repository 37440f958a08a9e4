//! What one cannot walk across, and where one can all the same.

use crate::geometry::{Polygons, WorldPoint};
use crate::language::Text;

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

    pub fn name(self) -> Text {
        match self {
            Self::Water => Text::new("河流或水面", "water"),
            Self::Railway => Text::new("铁路", "a railway"),
            Self::Wall => Text::new("围墙", "a wall"),
            Self::Gate => Text::new("大门", "a gate"),
        }
    }

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
