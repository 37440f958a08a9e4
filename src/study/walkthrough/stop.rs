//! A stop: one step of the walkthrough.

use crate::language::{Message, Text};

use super::{Callout, Remark, StopMap, WalkthroughError};

/// The identity of a stop within a study; kept through undo and redo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StopId(pub u32);

/// One step of the walkthrough.
#[derive(Debug, Clone, PartialEq)]
pub struct Stop {
    pub id: StopId,
    pub kind: StopKind,
    /// Given by the planner, or made from the view in both languages.
    pub title: Message,
    /// What the audience reads; may have several lines.
    pub text: String,
    /// What only the speaker reads.
    pub notes: String,
    /// How long it is planned to take, in seconds; 0 where it is left open.
    pub planned_s: u32,
    /// What is written and pointed out on the map, in the order it is painted.
    pub callouts: Vec<Callout>,
    /// What the meeting said here, in the order of time.
    pub remarks: Vec<Remark>,
}

/// What a stop shows.
#[derive(Debug, Clone, PartialEq)]
pub enum StopKind {
    /// The first slide: what the meeting is about.
    Opening,
    /// A slide between two parts.
    Section,
    /// A view of the map.
    Map(Box<StopMap>),
    /// The last slide: what is to be decided.
    Closing,
}

/// A stop of more than four hours is a slip in the unit.
pub const LONGEST_STOP_S: u32 = 4 * 60 * 60;

impl StopKind {
    /// The kinds that are slides of words.
    pub const SLIDES: [Self; 3] = [Self::Opening, Self::Section, Self::Closing];

    /// The name in files.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::Section => "section",
            Self::Map(_) => "map",
            Self::Closing => "closing",
        }
    }

    pub fn name(&self) -> Text {
        match self {
            Self::Opening => Text::new("开场", "Opening"),
            Self::Section => Text::new("章节", "Section"),
            Self::Map(_) => Text::new("地图", "Map"),
            Self::Closing => Text::new("结束", "Closing"),
        }
    }

    /// How long such a stop is planned to take unless the planner says otherwise, in seconds.
    pub fn usual_s(&self) -> u32 {
        match self {
            Self::Map(_) => 120,
            Self::Opening | Self::Closing => 60,
            Self::Section => 20,
        }
    }
}

impl Stop {
    /// A stop that has only a title yet.
    pub fn new(id: StopId, kind: StopKind, title: Message) -> Self {
        Self {
            id,
            planned_s: kind.usual_s(),
            kind,
            title,
            text: String::new(),
            notes: String::new(),
            callouts: Vec::new(),
            remarks: Vec::new(),
        }
    }

    /// The view of the map, where the stop is one.
    pub fn map(&self) -> Option<&StopMap> {
        match &self.kind {
            StopKind::Map(map) => Some(map),
            StopKind::Opening | StopKind::Section | StopKind::Closing => None,
        }
    }

    /// The same stop under another id: what was said in the meeting stays with the first one.
    pub fn copied_as(&self, id: StopId) -> Self {
        Self { id, remarks: Vec::new(), ..self.clone() }
    }

    /// Whether all figures are within their bounds.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(&self) -> Result<(), WalkthroughError> {
        if self.planned_s > LONGEST_STOP_S {
            return Err(WalkthroughError::TooLong(self.planned_s));
        }
        if let StopKind::Map(map) = &self.kind {
            map.check()?;
        }
        self.callouts.iter().try_for_each(Callout::check)
    }
}
