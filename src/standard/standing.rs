//! How well a number is founded.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// How well a number is founded. Only `Seen` may be called official.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Text read at the source.
    Seen,
    /// Read in a summary, not in the standard itself.
    SeenSecondary,
    /// Known to the writer, to be checked.
    Memory,
    /// Computed from other numbers.
    Derived,
    /// A placeholder chosen so that the program runs.
    Assumption,
    /// Changed by the planner in this study.
    SetInStudy,
}

impl Standing {
    pub const ALL: [Self; 6] = [
        Self::Seen,
        Self::SeenSecondary,
        Self::Memory,
        Self::Derived,
        Self::Assumption,
        Self::SetInStudy,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Seen => "seen",
            Self::SeenSecondary => "seen-secondary",
            Self::Memory => "memory",
            Self::Derived => "derived",
            Self::Assumption => "assumption",
            Self::SetInStudy => "set-in-study",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Seen => Text::new("见于原文", "read at the source"),
            Self::SeenSecondary => Text::new("见于摘要，未核原文", "read in a summary only"),
            Self::Memory => Text::new("凭记忆，待核", "from memory, to be checked"),
            Self::Derived => Text::new("推算值", "derived"),
            Self::Assumption => Text::new("假设值", "assumption"),
            Self::SetInStudy => Text::new("本研究自定", "set in this study"),
        }
    }

    /// Whether the number carries a mark wherever it is shown.
    pub fn needs_mark(self) -> bool {
        self != Self::Seen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standing_is_written_by_its_name() {
        for standing in Standing::ALL {
            let written = serde_json::to_value(standing).expect("it can be written");
            assert_eq!(written, standing.id());
        }
    }
}
