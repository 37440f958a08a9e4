//! A picture of what is seen in the window: the same ground, scenarios, layers and colours, at a size of
//! its own.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::basemap::Basemap;
use crate::cartography::{
    Annotations, Division, MapLayers, OtherMap, PictureError, PictureRequest, PictureTitle,
    PictureView, Subject, Symbology, ThemeChoice, render_annotated_png,
};
use crate::geometry::Extent;
use crate::language::{Language, Message};
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::Callout;
use crate::ui::Workspace;
use crate::ui::meeting::Meeting;
use crate::ui::view::{CompareMode, View};

/// How large a picture is, and in which colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSettings {
    /// In pixels.
    pub width: u32,
    pub height: u32,
    pub theme: ThemeChoice,
    pub title: TitleChoice,
    /// Whether the map shows a stop of the walkthrough, whose title can stand on it.
    pub shows_stop: bool,
}

/// What stands at the upper left of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleChoice {
    /// What the stop says, as on the wall.
    Stop,
    Study,
    Nothing,
}

impl PictureSettings {
    /// What most programs can open.
    pub const SIDES: std::ops::RangeInclusive<u32> = 64..=65_535;

    /// Twice as fine as the map is seen, in the colours of the window; with the title of the stop that it
    /// shows.
    pub fn of(view: &View, shows_stop: bool) -> Self {
        const FINER: f32 = 2.0;
        let [width, height] = view.camera.map_or([1920.0, 1080.0], |camera| {
            [camera.width, camera.height].map(|length| FINER * length)
        });
        let side =
            |length: f32| (length.round() as u32).clamp(*Self::SIDES.start(), *Self::SIDES.end());
        let title = if shows_stop { TitleChoice::Stop } else { TitleChoice::Study };
        let (width, height) = (side(width), side(height));
        Self { width, height, theme: view.theme, title, shows_stop }
    }
}

/// What a picture takes over from the window.
pub struct SeenMap {
    function: FunctionIndex,
    group: usize,
    layers: MapLayers,
    symbology: Symbology,
    ground: Extent,
    subject: Subject,
    other: Option<OtherMap>,
    highlighted: Vec<usize>,
    callouts: Vec<Callout>,
    /// Title and words of the stop that the map shows.
    stop: Option<(Message, String)>,
    basemap: Option<Arc<Basemap>>,
}

impl SeenMap {
    /// `None` until the map has been shown.
    pub fn of(workspace: &Workspace, view: &View, meeting: &Meeting) -> Option<Self> {
        let marks = meeting.marks(workspace);
        let seen = view.camera?.visible();
        let (subject, other) = match (workspace.session.compared(), view.compare_mode) {
            (None, _) => (Subject::Coverage, None),
            (Some(from), CompareMode::Difference) => (Subject::Difference { from }, None),
            (Some(left), CompareMode::Swipe) => {
                let east_m = seen.min.x + seen.width() * f64::from(view.swipe);
                (Subject::Coverage, Some(OtherMap::Divided(Division { left, east_m })))
            }
            (Some(left), CompareMode::SideBySide) => {
                (Subject::Coverage, Some(OtherMap::Beside(left)))
            }
        };
        Some(Self {
            function: view.function,
            group: view.group,
            // A picture is read without the window around it.
            layers: MapLayers { legend: true, ..view.layers },
            symbology: view.symbology,
            ground: seen,
            subject,
            other,
            highlighted: marks.highlighted.clone(),
            callouts: marks.stop.map_or_else(Vec::new, |stop| stop.callouts.clone()),
            stop: meeting
                .on_the_map(workspace, view)
                .map(|stop| (stop.title.clone(), stop.text.clone())),
            basemap: view.basemap.clone(),
        })
    }

    /// Draws it as a PNG file. `progress` hears how much is done, and may stop it.
    pub(super) fn draw(
        &self,
        session: &Session,
        settings: PictureSettings,
        language: Language,
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Vec<u8>, PictureError> {
        let request = PictureRequest {
            width: settings.width,
            height: settings.height,
            theme: settings.theme,
            function: Some(self.function),
            language,
            group: self.group,
            layers: self.layers,
            symbology: self.symbology,
            view: PictureView::Extent(self.ground),
        };
        let annotations = Annotations {
            subject: self.subject,
            highlighted: &self.highlighted,
            callouts: &self.callouts,
            other: self.other,
            title: match (settings.title, &self.stop) {
                (TitleChoice::Nothing, _) => PictureTitle::Nothing,
                (TitleChoice::Stop, Some((title, text))) => {
                    PictureTitle::Stop { title: title.of(language), text }
                }
                (TitleChoice::Stop | TitleChoice::Study, _) => PictureTitle::Study,
            },
        };
        render_annotated_png(session, &request, annotations, self.basemap.as_deref(), progress)
    }
}
