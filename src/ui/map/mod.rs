//! The map in the window: navigation, hover, markers and tools around the drawing of
//! `cartography`.

mod blit;
mod canvas;
mod compare;
mod ground;
mod hover;
mod keys;
mod navigation;
mod tools;

use std::sync::Arc;

use egui::{Role, Sense};

use crate::analysis::GainField;
use crate::cartography::{
    Camera, Emphasis, MapContent, MapKey, Palette, ScreenPoint, Subject, paint_furniture,
    paint_map, paint_scale_and_north,
};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::study::{ScenarioId, Study};

use super::action::Action;
use super::view::{CompareMode, Selection, Tool, View};
use super::{Workspace, style, words};

use canvas::EguiCanvas;
use ground::MapPlace;

pub use ground::{Grounds, use_device};
pub use keys::Keys;

const MAP: Text = Text::new("地图", "Map");

/// Shows the map in the rest of the window.
///
/// The camera follows the mouse at once; everything else becomes an action.
pub fn map_ui(
    ui: &mut egui::Ui,
    workspace: &Workspace,
    view: &mut View,
    actions: &mut Vec<Action>,
) {
    let rect = ui.available_rect_before_wrap();
    let beside = compare::compared_beside(workspace, view);
    let (left, own) = match beside {
        Some(_) => rect.split_left_right_at_fraction(0.5),
        None => (egui::Rect::NOTHING, rect),
    };
    let canvas = ui.interact(own, egui::Id::unique("map"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, MAP.of(view.language));
    let grabbed = tools::grabbed_with_canvas(ui, &canvas, workspace, view);
    let pans = grabbed.is_none();
    let Some(mut camera) = navigation::steer(ui, &canvas, workspace, view, pans) else { return };
    if beside.is_some() {
        camera = compare::steer_left_map(ui, left, view, camera);
    }

    let keys = ShownKeys::of(workspace, view, workspace.session.shown());
    let content = map_content(workspace, view, &keys, camera);
    if let Some(from) = beside {
        compare::paint_left_map(ui, left, workspace, &content, view, from);
    }
    let editable = compare::paint_own_map(ui, own, workspace, &content, view);
    let mut over_map = EguiCanvas::new(ui.painter_at(own));
    paint_furniture(&mut over_map, &content);
    if view.tool == Tool::Place {
        tools::paint_ghost(&mut over_map, &canvas, &content);
    }

    let markers = canvas.clone().with_new_rect(editable);
    let over_marker = tools::markers_ui(ui, &markers, workspace, view, &camera, actions);
    if let Some(id) = grabbed {
        tools::drag_actions(&canvas, id, &camera, actions);
    }
    compare::swipe_line_ui(ui, own, workspace, view);
    tools::canvas_clicks(ui, &canvas, workspace, view, &camera, actions);
    tools::keys(ui, workspace, view, actions);
    tools::end_nudge(ui, workspace, actions);
    view.hovered = match over_marker {
        Some(id) => Selection::Facility(id),
        None => hover::under_pointer(&canvas, workspace, &camera),
    };
    if !workspace.session.in_gesture() && view.tool == Tool::Select {
        hover::card_ui(ui, &canvas, workspace, view);
    }
}

/// Shows a study that is only looked at, with places marked on it.
pub fn preview_ui(
    ui: &mut egui::Ui,
    workspace: &Workspace,
    view: &mut View,
    marks: &[WorldPoint],
    focus: Option<WorldPoint>,
) {
    let rect = ui.available_rect_before_wrap();
    let canvas = ui.interact(rect, egui::Id::unique("preview"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, MAP.of(view.language));
    let Some(camera) = navigation::steer(ui, &canvas, workspace, view, true) else { return };
    let keys = ShownKeys::of(workspace, view, workspace.session.shown());
    let content = map_content(workspace, view, &keys, camera);
    let painter = ui.painter_at(rect);
    workspace.grounds.show(&painter, MapPlace::Preview, &content);
    let mut over_map = EguiCanvas::new(painter.clone());
    paint_map(&mut over_map, &content);
    paint_scale_and_north(&mut over_map, &content);
    let color = style::color32(content.palette.worse);
    let ring = |at: &WorldPoint, radius: f32, width: f32| {
        let ScreenPoint { x, y } = camera.screen_from_world(*at);
        painter.circle_stroke(egui::pos2(x, y), radius, egui::Stroke::new(width, color));
    };
    for at in marks.iter().filter(|at| navigation::is_visible(&camera, **at)) {
        ring(at, 6.0, 1.5);
    }
    if let Some(at) = focus {
        ring(&at, 14.0, 3.0);
    }
}

/// What the colours of a scenario's map tell, held for a frame.
struct ShownKeys {
    key: Arc<MapKey>,
    gain: Option<Arc<GainField>>,
}

impl ShownKeys {
    fn of(workspace: &Workspace, view: &View, scenario: ScenarioId) -> Self {
        let session = &workspace.session;
        Self {
            key: workspace.keys.key(session, view),
            gain: workspace.keys.gain(session, view, scenario),
        }
    }
}

fn map_content<'a>(
    workspace: &'a Workspace,
    view: &'a View,
    keys: &'a ShownKeys,
    camera: Camera,
) -> MapContent<'a> {
    MapContent {
        session: &workspace.session,
        scenario: workspace.session.shown(),
        index: &workspace.index,
        palette: Palette::of(view.theme),
        language: view.language,
        camera,
        basemap: view.basemap.as_deref(),
        function: view.function,
        group: view.group,
        layers: view.layers,
        symbology: view.symbology,
        key: &keys.key,
        gain: keys.gain.as_deref(),
        emphasis: Emphasis {
            selected_unit: view.selection.unit(),
            selected_building: view.selection.building(),
            selected_facility: view.selection.facility(),
            hovered_unit: view.hovered.unit(),
            hovered_facility: view.hovered.facility(),
        },
        subject: match (workspace.session.compared(), view.compare_mode) {
            (Some(from), CompareMode::Difference) => Subject::Difference { from },
            _ => Subject::Coverage,
        },
    }
}

/// Whether a position of the window lies on the map.
pub fn is_on_canvas(camera: &Camera, pos: egui::Pos2) -> bool {
    let ScreenPoint { x, y } = camera.origin;
    (x..=x + camera.width).contains(&pos.x) && (y..=y + camera.height).contains(&pos.y)
}

/// The place under a position of the window.
pub fn world_at(camera: &Camera, pos: egui::Pos2) -> WorldPoint {
    camera.world_from_screen(screen_point(pos))
}

/// Longitude and latitude of a place, for readouts; empty outside the CRS's domain.
pub fn lonlat_text(study: &Study, at: WorldPoint) -> String {
    let place = study.layers().lonlat_of(at);
    place.map_or_else(String::new, |place| format!("{:.5}° E  {:.5}° N", place.lon, place.lat))
}

fn screen_point(pos: egui::Pos2) -> ScreenPoint {
    ScreenPoint::new(pos.x, pos.y)
}
