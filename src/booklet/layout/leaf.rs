//! A page as the marks on it.

use crate::cartography::{Plate, Rgba, ScreenPoint, Stroke, Weight};
use crate::charts::Chart;
use crate::study::ScenarioId;

use super::{Area, Block};

/// A page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaf {
    /// Where it stands among the bookmarks and in the contents; `None` for pages that go on.
    pub bookmark: Option<Bookmark>,
    /// In the order they are painted.
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bookmark {
    pub title: String,
    /// Whether it stands below the bookmark before it.
    pub is_nested: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Text(Written),
    Fill {
        area: Area,
        color: Rgba,
    },
    Line {
        from: ScreenPoint,
        to: ScreenPoint,
        stroke: Stroke,
    },
    Chart {
        area: Area,
        chart: Chart,
        /// What it says, for those who do not see it.
        in_words: String,
    },
    Map(Box<MapMark>),
    /// A click leads to a page, by its position.
    Link {
        area: Area,
        leaf: usize,
    },
}

/// A line of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub text: String,
    /// Where its baseline starts.
    pub at: ScreenPoint,
    pub size: f32,
    pub weight: Weight,
    pub color: Rgba,
    pub width: f32,
    /// What it may not leave.
    pub room: Area,
    pub block: Block,
}

impl Written {
    /// What the letters take, from their tops to below their descenders.
    pub fn extent(&self) -> Area {
        let (above, below) = (0.86 * self.size, 0.24 * self.size);
        Area::new(self.at.x, self.at.y - above, self.width, above + below)
    }
}

/// A map and its legend.
#[derive(Debug, Clone, PartialEq)]
pub struct MapMark {
    pub plate: Plate,
    pub scenario: ScenarioId,
    /// What the scenario is compared with on the map.
    pub compared: Option<ScenarioId>,
    pub map: Area,
    pub legend: Area,
    /// What it shows, for those who do not see it.
    pub in_words: String,
}

impl Leaf {
    /// All text on the page.
    pub fn written(&self) -> impl Iterator<Item = &Written> {
        self.marks.iter().filter_map(|mark| match mark {
            Mark::Text(written) => Some(written),
            _ => None,
        })
    }
}
