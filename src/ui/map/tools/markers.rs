//! Facilities as things to grab: to click, to drag, to move with the arrow keys.

use egui::{Id, Key, Response, Role, Sense, pos2, vec2};

use crate::cartography::{Camera, MARKER_RADIUS, are_others_shown};
use crate::geometry::WorldPoint;
use crate::language::Language;
use crate::study::{Facility, FacilityId, FacilityOrigin, Study};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::view::{Selection, Tool, View};
use crate::ui::{Workspace, words};

use super::super::navigation;
use super::grabbable::Grabbable;
use super::snapping::Snapping;

/// Half the side of what the mouse can grab of a facility that is only a dot.
pub(super) const MINOR_GRAB: f32 = 6.0;
const NUDGE_M: f64 = 10.0;
const FINE_NUDGE_M: f64 = 1.0;

/// Makes every visible facility a widget of its own: to click, to drag, to reach by keyboard and
/// to find for screen readers. Returns the one under the mouse.
pub fn markers_ui(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
    snapping: &Snapping,
    actions: &mut Vec<Action>,
) -> Option<FacilityId> {
    let camera = &snapping.camera;
    if !view.layers.facilities {
        return None;
    }
    let study = workspace.session.study();
    // What is held is held beyond the edge of the map, too, or it could not be put down any more.
    let dragged = ui.ctx().dragged_id();
    let is_held =
        |facility: &Facility| dragged.is_some_and(|dragged| dragged == marker_id(facility.id));
    let facilities = workspace.session.facilities().values();
    let visible = facilities.filter(|f| navigation::is_visible(camera, f.at) || is_held(f));
    let (shown, mut visible): (Vec<&Facility>, Vec<&Facility>) =
        visible.partition(|facility| facility.offers(view.function));
    if !are_others_shown(&workspace.session, view.function, camera) {
        visible.clear();
    }
    // Painted last is grabbed first: the facilities of the function shown lie on top.
    visible.extend(shown);
    let grabbable = Grabbable::among(ui, visible.len());
    let is_wanted = |facility: &&&Facility| {
        grabbable.has(camera, facility.at)
            || is_held(facility)
            || view.selection == Selection::Facility(facility.id)
    };
    let mut over = None;
    for facility in visible.iter().filter(is_wanted) {
        let marker = marker(ui, canvas, facility, view, camera);
        let name = || marker_name(study, facility, view.language);
        words::name_widget_by(&marker, Role::Button, name);
        if marker.hovered() || marker.dragged() {
            over = Some(facility.id);
            ui.ctx().set_cursor_icon(match (view.tool, marker.dragged()) {
                (Tool::Select, true) => egui::CursorIcon::Grabbing,
                (Tool::Select, false) => egui::CursorIcon::Grab,
                _ => egui::CursorIcon::Crosshair,
            });
        }
        if view.tool == Tool::Select {
            // Steps that cannot be seen are no way to move: from afar the arrows are the map's.
            let keys = if camera.pixels_from_metres(NUDGE_M) >= 1.0 { &marker } else { canvas };
            if marker.clicked() {
                keys.request_focus();
            }
            if keys.id == marker.id && marker.has_focus() {
                navigation::keep_arrow_keys(ui, marker.id);
                nudge_with_keys(ui, facility.id, actions);
            }
            marker_actions(&marker, workspace, facility, snapping, actions);
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
        _ => Sense::hover(),
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
        FacilityOrigin::Converted { .. } | FacilityOrigin::Candidate(_) => {
            language.pick("改造", "converted")
        }
    };
    format!("{}, {}, {origin}", facility.name, functions.join("/"))
}

fn marker_actions(
    marker: &Response,
    workspace: &Workspace,
    facility: &Facility,
    snapping: &Snapping,
    actions: &mut Vec<Action>,
) {
    let id = facility.id;
    drag_actions(marker, workspace, id, snapping, actions);
    if marker.clicked() {
        actions.push(ViewAction::Select(Selection::Facility(id)).into());
    }
}

/// What dragging a facility by a widget means, from grabbing to letting go.
///
/// egui ends a drag by itself when Escape is pressed; that is the planner taking it back.
pub fn drag_actions(
    widget: &Response,
    workspace: &Workspace,
    id: FacilityId,
    snapping: &Snapping,
    actions: &mut Vec<Action>,
) {
    if widget.drag_started() {
        actions.push(EditAction::BeginDrag(id).into());
    }
    if widget.dragged()
        && let Some(total) = widget.total_drag_delta()
        && let Some(start) = drag_start(workspace, id)
    {
        // Counted from the start of the drag, so that rounding never adds up.
        let metres = |pixels: f32| f64::from(pixels) * snapping.camera.metres_per_pixel;
        let pointed = WorldPoint::new(start.x + metres(total.x), start.y - metres(total.y));
        let to = snapping.place(pointed).at;
        actions.push(EditAction::DragTo { id, to }.into());
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

/// Where a facility was when its drag began, or begins in this frame.
fn drag_start(workspace: &Workspace, id: FacilityId) -> Option<WorldPoint> {
    let under_way = workspace.drag.filter(|drag| drag.id == id).map(|drag| drag.start);
    under_way.or_else(|| workspace.session.facility(id).map(|facility| facility.at))
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
        let facilities = workspace.session.facilities();
        let has_quiet = are_others_shown(&workspace.session, view.function, &camera);
        let (shown, quiet): (Vec<_>, Vec<_>) =
            facilities.values().partition(|facility| facility.offers(view.function));
        let quiet = quiet.into_iter().filter(|_| has_quiet);
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
