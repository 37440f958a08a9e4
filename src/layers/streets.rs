//! Streets one can walk along.

use crate::geometry::WorldPoint;
use crate::language::Text;

/// A walkable line of the street layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    pub name: String,
    pub class: StreetClass,
    pub passage: Passage,
    pub line: Vec<WorldPoint>,
}

/// How a stretch of street runs: on the ground or not, and whether one waits to walk it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Passage {
    pub structure: Structure,
    /// Height order of what lies above each other, 0 on the ground (OSM's `layer`).
    pub level: i8,
    /// Whether it leads across a carriageway, where one waits for a gap or a signal.
    pub is_crossing: bool,
}

/// What carries a stretch of street.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Structure {
    #[default]
    Ground,
    Bridge,
    Tunnel,
}

impl Structure {
    const ALL: [Self; 3] = [Self::Ground, Self::Bridge, Self::Tunnel];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Bridge => "bridge",
            Self::Tunnel => "tunnel",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|structure| structure.id() == id)
    }
}

/// How much traffic a street carries, for its width on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StreetClass {
    Main,
    Secondary,
    Lane,
    Footway,
}

impl StreetClass {
    pub const ALL: [Self; 4] = [Self::Main, Self::Secondary, Self::Lane, Self::Footway];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Secondary => "secondary",
            Self::Lane => "lane",
            Self::Footway => "footway",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Main => Text::new("主干路", "Main streets"),
            Self::Secondary => Text::new("次干路", "Secondary streets"),
            Self::Lane => Text::new("支路", "Lanes"),
            Self::Footway => Text::new("步行道", "Footways"),
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.id() == id)
    }
}
