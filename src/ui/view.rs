//! What is seen and how: camera, selection, tool, language. Never part of undo.

use std::sync::Arc;

use crate::analysis::measures::CatchmentMethod;
use crate::basemap::Basemap;
use crate::cartography::{Camera, MapLayers, Symbology, ThemeChoice, are_others_shown};
use crate::geometry::WorldPoint;
use crate::language::Language;
use crate::pointing::{Kinds, Wanted};
use crate::session::Session;
use crate::standard::FunctionIndex;

use super::lists::ListView;
use super::map::Flight;
use super::measurement::{Measure, Measurement};
use super::register::RegisterView;
pub use super::selection::Selection;
use super::siting::SitingView;

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
    pub flight: Option<Flight>,
    /// What the mouse is over, from the last frame.
    pub hovered: Selection,
    /// The rectangle's corners or the lasso's line while they are drawn.
    pub sketch: Vec<WorldPoint>,
    /// Stays until the next one begins or it is cleared.
    pub measurement: Option<Measurement>,
    /// Whether places snap to what is near them.
    pub snaps: bool,
    /// How two scenarios are set side by side.
    pub compare_mode: CompareMode,
    /// Where the swipe line stands, as a share of the map's width.
    pub swipe: f32,
    /// How capacity is shared out among residents.
    pub catchment_method: CatchmentMethod,
    /// Whose spread the Lorenz curve shows.
    pub equity_value: EquityValue,
    /// The lists under the map.
    pub lists: ListView,
    /// Whether the rooms and the project of the selected facility are shown.
    pub shows_programme: bool,
    /// Whether the board of projects by year is shown.
    pub shows_phases: bool,
    /// How the candidate register is looked at.
    pub register: RegisterView,
    pub siting: SitingView,
    /// Whether a dialog is open, which keys belong to then.
    pub in_dialog: bool,
    /// Whether letters, Enter and Delete are meant for a window in which much is typed, not for the map.
    pub keys_are_taken: bool,
    /// Whether something in front of the map takes Escape in this frame.
    pub escape_is_taken: bool,
}

/// What the residents of units have more or less of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EquityValue {
    /// Covered share of the residents.
    Rate,
    /// Facilities within reach.
    Choices,
    /// Capacity per resident, by the method chosen.
    Capacity,
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

/// What clicks and drags on the map do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    Select,
    Place,
    /// Selects what lies in a rectangle.
    Rectangle,
    /// Selects what a line drawn freely goes around.
    Lasso,
    Distance,
    Area,
    /// Writes on the map of a stop.
    Callout,
}

impl Tool {
    /// Whether dragging the map draws on it.
    pub fn draws(self) -> bool {
        matches!(self, Self::Rectangle | Self::Lasso | Self::Callout)
    }

    /// What it measures, if it measures.
    pub fn measure(self) -> Option<Measure> {
        match self {
            Self::Distance => Some(Measure::Distance),
            Self::Area => Some(Measure::Area),
            Self::Select | Self::Place | Self::Rectangle | Self::Lasso | Self::Callout => None,
        }
    }
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
            sketch: Vec::new(),
            measurement: None,
            snaps: true,
            compare_mode: CompareMode::Difference,
            swipe: 0.5,
            catchment_method: CatchmentMethod::Gaussian,
            equity_value: EquityValue::Capacity,
            lists: ListView::default(),
            shows_programme: false,
            shows_phases: false,
            register: RegisterView::default(),
            siting: SitingView::default(),
            in_dialog: false,
            keys_are_taken: false,
            escape_is_taken: false,
        }
    }

    /// The same view on another study: settings stay, everything that points into it goes.
    pub fn for_another_study(&self) -> Self {
        Self {
            layers: self.layers,
            symbology: self.symbology,
            basemap: self.basemap.clone(),
            snaps: self.snaps,
            ..Self::new(self.language, self.theme)
        }
    }

    /// What can be selected by drawing: the layers that are seen.
    pub fn seen_kinds(&self, session: &Session) -> Kinds {
        let MapLayers { units, buildings, facilities, .. } = self.layers;
        // Where other facilities are too many to be drawn, nobody means them.
        let others = |camera| are_others_shown(session, self.function, camera);
        let facilities = match facilities {
            false => Wanted::None,
            true if self.camera.as_ref().is_none_or(others) => Wanted::All,
            true => Wanted::Offering(self.function),
        };
        Kinds { units, buildings, facilities }
    }

    /// Takes up a tool; a measurement under way ends as it is.
    pub fn choose_tool(&mut self, tool: Tool) {
        if self.tool != tool {
            self.measurement = self.measurement.take().and_then(Measurement::done);
            self.sketch.clear();
        }
        self.tool = tool;
    }
}
