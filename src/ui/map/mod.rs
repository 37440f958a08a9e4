//! The map in the window: navigation, hover, markers and tools around the drawing of
//! `cartography`.

mod canvas;
mod hover;
mod navigation;
mod tools;

use egui::{Role, Sense};

use crate::cartography::{Camera, Emphasis, MapContent, Palette, ScreenPoint, paint_map};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::study::Study;

use super::action::Action;
use super::view::{Selection, Tool, View};
use super::{Workspace, style, words};

use canvas::EguiCanvas;

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
    let canvas = ui.interact(rect, egui::Id::unique("map"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, MAP.of(view.language));
    let grabbed = tools::grabbed_with_canvas(ui, &canvas, workspace, view);
    let pans = grabbed.is_none();
    let Some(camera) = navigation::steer(ui, &canvas, workspace, view, pans) else { return };

    let palette = Palette::of(view.theme);
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, style::color32(palette.ground));
    let content = map_content(workspace, view, palette, camera);
    let mut egui_canvas = EguiCanvas::new(painter);
    paint_map(&mut egui_canvas, &content);
    if view.tool == Tool::Place {
        tools::paint_ghost(&mut egui_canvas, &canvas, &content);
    }

    let over_marker = tools::markers_ui(ui, &canvas, workspace, view, &camera, actions);
    if let Some(id) = grabbed {
        tools::drag_actions(&canvas, id, &camera, actions);
    }
    tools::canvas_clicks(ui, &canvas, workspace, view, &camera, actions);
    tools::keys(ui, workspace, view, actions);
    view.hovered = match over_marker {
        Some(id) => Selection::Facility(id),
        None => hover::under_pointer(&canvas, workspace, &camera),
    };
    if !workspace.session.in_gesture() && view.tool == Tool::Select {
        hover::card_ui(ui, &canvas, workspace, view);
    }
}

fn map_content<'a>(
    workspace: &'a Workspace,
    view: &View,
    palette: Palette,
    camera: Camera,
) -> MapContent<'a> {
    MapContent {
        session: &workspace.session,
        scenario: workspace.session.shown(),
        meshes: &workspace.meshes,
        palette,
        language: view.language,
        camera,
        function: view.function,
        group: view.group,
        layers: view.layers,
        emphasis: Emphasis {
            selected_unit: view.selection.unit(),
            selected_building: view.selection.building(),
            selected_facility: view.selection.facility(),
            hovered_unit: view.hovered.unit(),
            hovered_facility: view.hovered.facility(),
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
