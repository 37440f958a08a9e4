//! What a layer is for.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// The part a layer plays in a study.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    Units,
    Buildings,
    Facilities,
    Streets,
    Barriers,
    Candidates,
    /// Points with residents, to be spread over the buildings around them.
    Population,
}

impl Role {
    pub const ALL: [Self; 7] = [
        Self::Units,
        Self::Buildings,
        Self::Facilities,
        Self::Streets,
        Self::Barriers,
        Self::Candidates,
        Self::Population,
    ];

    /// The name in commands, such as `--units` and `--map units.id=code`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Buildings => "buildings",
            Self::Facilities => "facilities",
            Self::Streets => "streets",
            Self::Barriers => "barriers",
            Self::Candidates => "candidates",
            Self::Population => "population",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Units => Text::new("规划单元", "Planning units"),
            Self::Buildings => Text::new("建筑", "Buildings"),
            Self::Facilities => Text::new("设施", "Facilities"),
            Self::Streets => Text::new("街道", "Streets"),
            Self::Barriers => Text::new("屏障", "Barriers"),
            Self::Candidates => Text::new("候选点", "Candidates"),
            Self::Population => Text::new("人口点", "Population points"),
        }
    }

    /// Whether a study cannot do without this layer, and has exactly one file of it.
    pub(super) fn is_required(self) -> bool {
        matches!(self, Self::Units | Self::Buildings)
    }
}
