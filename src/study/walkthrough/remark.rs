//! What a meeting said at a stop: the lines of its minutes.

use crate::language::Text;

/// A comment or a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub kind: RemarkKind,
    /// When it was noted, in milliseconds since 1970 (UTC).
    pub at_ms: i64,
    /// Who said it, as far as noted.
    pub by: String,
    pub text: String,
}

/// How binding a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RemarkKind {
    Comment,
    Decision,
}

impl RemarkKind {
    pub const ALL: [Self; 2] = [Self::Comment, Self::Decision];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Decision => "decision",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Comment => Text::new("意见", "Comment"),
            Self::Decision => Text::new("决定", "Decision"),
        }
    }
}
