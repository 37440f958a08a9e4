//! What is asked of a booklet.

use crate::files::LayerReport;
use crate::language::Language;
use crate::study::ScenarioId;

/// The size of the pages, in landscape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    A3,
    #[default]
    A4,
}

impl Paper {
    /// Width and height in points of 1/72 inch (ISO 216).
    pub fn points(self) -> [f32; 2] {
        match self {
            Self::A3 => [1190.55, 841.89],
            Self::A4 => [841.89, 595.28],
        }
    }

    /// How many points a unit of the page takes. Letters on A3 are a little larger, since it is read
    /// from farther away, and most of the room goes to the maps.
    pub fn points_per_unit(self) -> f32 {
        match self {
            Self::A3 => 1.18,
            Self::A4 => 1.0,
        }
    }

    /// Width and height of a page in its units.
    pub fn units(self) -> [f32; 2] {
        self.points().map(|length| length / self.points_per_unit())
    }
}

/// What a booklet is made of, and what stands in its title blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct BookletRequest {
    pub paper: Paper,
    pub language: Language,
    pub scenario: ScenarioId,
    /// What it is compared with; a scenario without one is compared with what exists.
    pub compare: Option<ScenarioId>,
    /// The day the booklet is made.
    pub date: String,
    /// The number a map that is published needs (审图号), where it has one.
    pub review_number: Option<String>,
    /// The state of the data, as the planner puts it.
    pub data_date: Option<String>,
    /// Where the layers come from.
    pub sources: Vec<LayerReport>,
}

impl BookletRequest {
    /// What the scenario is compared with: never with itself.
    pub(super) fn compared(&self) -> Option<ScenarioId> {
        let compared = self.compare.or((!self.scenario.is_base()).then_some(ScenarioId::BASE));
        compared.filter(|compared| *compared != self.scenario)
    }
}
