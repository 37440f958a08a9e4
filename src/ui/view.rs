//! What is seen and how: camera, selection, tool, language. Never part of undo.

use std::sync::Arc;

use crate::basemap::Basemap;
use crate::cartography::{Camera, MapLayers, Symbology, ThemeChoice};
use crate::geometry::WorldPoint;
use crate::language::Language;
use crate::standard::FunctionIndex;
use crate::study::FacilityId;

/// The state of the window, apart from the study.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub language: Language,
    pub theme: ThemeChoice,
    pub function: FunctionIndex,
    /// Position of the population group in the study's demand.
    pub group: usize,
    pub tool: Tool,
    pub selection: Selection,
    pub layers: MapLayers,
    pub symbology: Symbology,
    /// What lies below the map; none unless the planner gives one.
    pub basemap: Option<Arc<Basemap>>,
    /// `None` until the map knows its size; then the study is fitted.
    pub camera: Option<Camera>,
    /// Where the camera is flying to.
    pub flight: Option<WorldPoint>,
    /// What the mouse is over, from the last frame.
    pub hovered: Selection,
    /// How two scenarios are set side by side.
    pub compare_mode: CompareMode,
    /// Where the swipe line stands, as a share of the map's width.
    pub swipe: f32,
    /// Whether a dialog is open, which keys belong to then.
    pub in_dialog: bool,
}

/// How two scenarios are set side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareMode {
    /// One map of what is gained and lost.
    Difference,
    /// One map, divided by a line that can be dragged.
    Swipe,
    /// Two maps that move together.
    SideBySide,
}

/// What a click on the map does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Select,
    Place,
}

/// One thing of the study, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Selection {
    #[default]
    Nothing,
    Facility(FacilityId),
    Unit(usize),
    Building(usize),
}

impl View {
    pub fn new(language: Language, theme: ThemeChoice) -> Self {
        Self {
            language,
            theme,
            function: FunctionIndex(0),
            group: 0,
            tool: Tool::Select,
            selection: Selection::Nothing,
            layers: MapLayers::default(),
            symbology: Symbology::default(),
            basemap: None,
            camera: None,
            flight: None,
            hovered: Selection::Nothing,
            compare_mode: CompareMode::Difference,
            swipe: 0.5,
            in_dialog: false,
        }
    }

    /// The same view on another study: settings stay, everything that points into it goes.
    pub fn for_another_study(&self) -> Self {
        Self {
            layers: self.layers,
            symbology: self.symbology,
            basemap: self.basemap.clone(),
            ..Self::new(self.language, self.theme)
        }
    }
}

impl Selection {
    pub fn facility(self) -> Option<FacilityId> {
        match self {
            Self::Facility(id) => Some(id),
            _ => None,
        }
    }

    pub fn unit(self) -> Option<usize> {
        match self {
            Self::Unit(unit) => Some(unit),
            _ => None,
        }
    }

    pub fn building(self) -> Option<usize> {
        match self {
            Self::Building(building) => Some(building),
            _ => None,
        }
    }
}
