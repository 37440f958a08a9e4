//! What clicks, drags and keys on the map mean: select, place, move, delete.

use egui::{Id, Key, Response, Role, Sense, pos2, vec2};

use crate::cartography::{
    Camera, Canvas as _, MARKER_RADIUS, MapContent, Stroke, draw_marker_sign,
};
use crate::language::Language;
use crate::standard::WALK_RINGS;
use crate::study::{Facility, FacilityId, FacilityOrigin, Study};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::view::{Selection, Tool, View};
use crate::ui::{Workspace, words};

use super::canvas::EguiCanvas;
use super::{hover, navigation, screen_point};

/// Half the side of what the mouse can grab of a facility that is only a dot.
const MINOR_GRAB: f32 = 6.0;
/// With more facilities in sight, only those near the pointer can be grabbed, and the selected one.
const MOST_WIDGETS: usize = 300;
const NEAR_POINTER: f32 = 48.0;
const NUDGE_M: f64 = 10.0;
const FINE_NUDGE_M: f64 = 1.0;

/// Makes every visible facility a widget of its own: to click, to drag, to reach by keyboard and
/// to find for screen readers. Returns the one under the mouse.
pub fn markers_ui(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
    camera: &Camera,
    actions: &mut Vec<Action>,
) -> Option<FacilityId> {
    if !view.layers.facilities {
        return None;
    }
    let study = workspace.session.study();
    // Painted last is grabbed first: the facilities of the function shown lie on top.
    let quiet = workspace.session.facilities().values().filter(|f| !f.offers(view.function));
    let shown = workspace.session.facilities().values().filter(|f| f.offers(view.function));
    let visible = quiet.chain(shown).filter(|f| navigation::is_visible(camera, f.at));
    let visible: Vec<&Facility> = visible.collect();
    let are_all = visible.len() <= MOST_WIDGETS;
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let is_wanted = |facility: &&&Facility| {
        let at = camera.screen_from_world(facility.at);
        let is_near = pointer.is_some_and(|pos| pos.distance(pos2(at.x, at.y)) < NEAR_POINTER);
        let is_held = ui.ctx().is_being_dragged(marker_id(facility.id));
        are_all || is_near || is_held || view.selection == Selection::Facility(facility.id)
    };
    let mut over = None;
    for facility in visible.iter().filter(is_wanted) {
        let marker = marker(ui, canvas, facility, view, camera);
        words::name_widget(&marker, Role::Button, &marker_name(study, facility, view.language));
        if marker.hovered() || marker.dragged() {
            over = Some(facility.id);
            ui.ctx().set_cursor_icon(match (view.tool, marker.dragged()) {
                (Tool::Place, _) => egui::CursorIcon::Crosshair,
                (Tool::Select, true) => egui::CursorIcon::Grabbing,
                (Tool::Select, false) => egui::CursorIcon::Grab,
            });
        }
        if view.tool == Tool::Select {
            marker_actions(ui, &marker, facility, camera, actions);
        }
    }
    over
}

fn marker(
    ui: &egui::Ui,
    canvas: &Response,
    facility: &Facility,
    view: &View,
    camera: &Camera,
) -> Response {
    let rect = marker_rect(facility, view, camera);
    let sense = match view.tool {
        Tool::Select => Sense::click_and_drag(),
        Tool::Place => Sense::hover(),
    };
    ui.interact(rect.intersect(canvas.rect), marker_id(facility.id), sense)
}

fn marker_id(facility: FacilityId) -> Id {
    Id::unique(("marker", facility))
}

/// What screen readers say of a facility.
fn marker_name(study: &Study, facility: &Facility, language: Language) -> String {
    let functions: Vec<_> = facility
        .functions
        .iter()
        .map(|f| study.standard().function(*f).short_name.of(language))
        .collect();
    let origin = match &facility.origin {
        FacilityOrigin::Existing => language.pick("现状", "existing"),
        FacilityOrigin::Hypothetical => language.pick("拟设", "hypothetical"),
        FacilityOrigin::Converted { .. } => language.pick("改造", "converted"),
    };
    format!("{}, {}, {origin}", facility.name, functions.join("/"))
}

fn marker_actions(
    ui: &egui::Ui,
    marker: &Response,
    facility: &Facility,
    camera: &Camera,
    actions: &mut Vec<Action>,
) {
    let id = facility.id;
    drag_actions(marker, id, camera, actions);
    if marker.clicked() {
        marker.request_focus();
        actions.push(ViewAction::Select(Selection::Facility(id)).into());
    }
    if marker.has_focus() {
        navigation::keep_arrow_keys(ui, marker.id);
        nudge_with_keys(ui, id, actions);
    }
}

/// What dragging a facility by a widget means, from grabbing to letting go.
///
/// egui ends a drag by itself when Escape is pressed; that is the planner taking it back.
pub fn drag_actions(widget: &Response, id: FacilityId, camera: &Camera, actions: &mut Vec<Action>) {
    if widget.drag_started() {
        actions.push(EditAction::BeginDrag(id).into());
    }
    if widget.dragged()
        && let Some(total) = widget.total_drag_delta()
    {
        let east_m = f64::from(total.x) * camera.metres_per_pixel;
        let north_m = -f64::from(total.y) * camera.metres_per_pixel;
        actions.push(EditAction::DragBy { id, east_m, north_m }.into());
    }
    if widget.drag_stopped() {
        // What was dragged can be moved on by keys.
        let marker = marker_id(id);
        widget.ctx.memory_mut(|memory| memory.request_focus(marker));
        let taken_back = widget.ctx.input(|input| input.key_pressed(Key::Escape));
        let end = if taken_back { EditAction::CancelDrag } else { EditAction::EndDrag };
        actions.push(end.into());
    }
}

/// The facility that is dragged although egui gave the drag to the canvas.
///
/// When the mouse is pressed and moved within one frame, egui looks for what lies under its last
/// position; on a slow machine a quick drag would then move the map instead of the marker.
pub fn grabbed_with_canvas(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
) -> Option<FacilityId> {
    let camera = view.camera?;
    if canvas.drag_started() && view.tool == Tool::Select && view.layers.facilities {
        let pressed = ui.input(|input| input.pointer.press_origin())?;
        let under = |facility: &&Facility| marker_rect(facility, view, &camera).contains(pressed);
        let (shown, quiet): (Vec<_>, Vec<_>) = workspace
            .session
            .facilities()
            .values()
            .partition(|facility| facility.offers(view.function));
        return shown.into_iter().chain(quiet).find(under).map(|facility| facility.id);
    }
    let held = canvas.dragged() || canvas.drag_stopped();
    workspace.drag.filter(|_| held).map(|drag| drag.id)
}

fn marker_rect(facility: &Facility, view: &View, camera: &Camera) -> egui::Rect {
    let half = if facility.offers(view.function) { MARKER_RADIUS } else { MINOR_GRAB };
    let at = camera.screen_from_world(facility.at);
    egui::Rect::from_center_size(pos2(at.x, at.y), vec2(half, half) * 2.0)
}

fn nudge_with_keys(ui: &egui::Ui, id: FacilityId, actions: &mut Vec<Action>) {
    let step = if ui.input(|input| input.modifiers.shift) { FINE_NUDGE_M } else { NUDGE_M };
    let steps = [
        (Key::ArrowLeft, -step, 0.0),
        (Key::ArrowRight, step, 0.0),
        (Key::ArrowUp, 0.0, step),
        (Key::ArrowDown, 0.0, -step),
    ];
    for (key, east_m, north_m) in steps {
        let times = ui.input(|input| input.num_presses(key)) as f64;
        if times > 0.0 {
            let (east_m, north_m) = (times * east_m, times * north_m);
            actions.push(EditAction::Nudge { id, east_m, north_m }.into());
        }
    }
}

/// A key held down moves in one step, which ends when it is let go.
pub fn end_nudge(ui: &egui::Ui, workspace: &Workspace, actions: &mut Vec<Action>) {
    let arrows = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown];
    let held = ui.input(|input| arrows.into_iter().any(|key| input.key_down(key)));
    if workspace.is_nudging && !held {
        actions.push(EditAction::EndNudge.into());
    }
}

/// Clicks beside the markers: place, or select what lies there.
pub fn canvas_clicks(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
    camera: &Camera,
    actions: &mut Vec<Action>,
) {
    if view.tool == Tool::Place && canvas.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    let Some(pointer) = canvas.interact_pointer_pos().filter(|_| canvas.clicked()) else { return };
    canvas.request_focus();
    let at = camera.world_from_screen(screen_point(pointer));
    match view.tool {
        Tool::Place => {
            actions.push(EditAction::PlaceFacility { at }.into());
            if !ui.input(|input| input.modifiers.shift) {
                actions.push(ViewAction::ChooseTool(Tool::Select).into());
            }
        }
        Tool::Select => {
            let found = hover::at(workspace, camera, at);
            actions.push(ViewAction::Select(found).into());
        }
    }
}

/// Escape leaves what is under way, Delete removes the selected facility, Enter places one in the
/// middle of the map.
pub fn keys(ui: &egui::Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    if view.in_dialog || ui.text_edit_focused() {
        return;
    }
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    if pressed(Key::Escape) {
        actions.push(if workspace.session.in_gesture() {
            EditAction::CancelDrag.into()
        } else if view.tool == Tool::Place {
            ViewAction::ChooseTool(Tool::Select).into()
        } else {
            ViewAction::Select(Selection::Nothing).into()
        });
    }
    if let Some(id) = view.selection.facility()
        && (pressed(Key::Delete) || pressed(Key::Backspace))
    {
        actions.push(EditAction::Delete(id).into());
    }
    if view.tool == Tool::Place
        && pressed(Key::Enter)
        && let Some(camera) = view.camera
    {
        actions.push(EditAction::PlaceFacility { at: camera.center }.into());
        actions.push(ViewAction::ChooseTool(Tool::Select).into());
    }
}

/// The facility to be placed, under the cursor, with its circles.
pub fn paint_ghost(painter: &mut EguiCanvas, canvas: &Response, content: &MapContent) {
    let Some(pointer) = canvas.hover_pos() else { return };
    let at = screen_point(pointer);
    let study = content.session.study();
    let color = content.palette.hypothetical;
    let detour = study.parameters().detour;
    for (_, metres) in WALK_RINGS {
        let radius = content.camera.pixels_from_metres(metres / detour);
        painter.circle(at, radius, None, Stroke::dashed(1.0, color.with_opacity(0.6), 4.0));
    }
    let radius = content.camera.pixels_from_metres(study.circle_radius_m(content.function));
    let fill = Some(color.with_opacity(0.08));
    painter.circle(at, radius, fill, Stroke::solid(1.5, color));
    let function = study.standard().function(content.function);
    draw_marker_sign(painter, &content.palette, at, &FacilityOrigin::Hypothetical, function);
}
