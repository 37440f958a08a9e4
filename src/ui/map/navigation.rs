//! Moving the camera: drag to pan, wheel or pinch to zoom about the cursor, keys for both.
//!
//! Two fingers on a touchpad do what the system's own maps do: on macOS, which tells a touchpad from
//! a wheel, they pan and pinching zooms; elsewhere they zoom like a wheel, and pan with Shift.

use egui::{Event, InputState, Key, MouseWheelSource, MouseWheelUnit, Response, Vec2, vec2};

use crate::cartography::Camera;
use crate::geometry::WorldPoint;
use crate::ui::Workspace;
use crate::ui::view::View;

use super::{Flight, screen_point};

const KEY_PAN_PIXELS: f32 = 60.0;
const KEY_ZOOM: f64 = 1.25;
/// Scrolling so many logical pixels enlarges by a factor of e.
const SCROLL_PER_ZOOM: f32 = 400.0;
/// What a wheel's line is in logical pixels, as elsewhere in egui.
const LINE_PX: f32 = 40.0;

/// Brings the camera up to date with canvas and input; `pans` says whether dragging the canvas
/// moves the view, `legend` how far the legend reaches from the left and from below. `None` when there
/// is nothing to look at.
pub fn steer(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &mut View,
    pans: bool,
    legend: [f32; 2],
) -> Option<Camera> {
    let rect = canvas.rect;
    let origin = screen_point(rect.min);
    let mut camera = match view.camera {
        Some(camera) => camera.on_canvas(origin, rect.width(), rect.height()),
        None => {
            let extent = workspace.session.study().layers().extent()?;
            Camera::fitting(extent, origin, rect.width(), rect.height())
        }
    };
    let before = camera;
    if canvas.dragged() && pans {
        let by = canvas.drag_delta();
        camera.pan(by.x, by.y);
    }
    scroll_with_pointer(ui, canvas, &mut camera);
    if canvas.has_focus() {
        steer_with_keys(ui, canvas, &mut camera);
    }
    // Whoever takes the wheel does not want to be flown on.
    if camera != before {
        view.flight = None;
    }
    // Nothing moves under a facility that is being dragged, nor under what a room is trying out.
    let holds = view.flight.as_ref().is_some_and(Flight::has_arrived);
    let is_tried_on = workspace.session.in_what_if() && holds;
    if !workspace.session.in_gesture() && !is_tried_on {
        fly(ui, &mut camera, view, legend);
    }
    // The view keeps its exact place, or small steps would never add up.
    view.camera = Some(camera);
    Some(camera.on_pixel_grid(ui.pixels_per_point()))
}

/// Moves a camera as dragging and wheel on a second map ask for.
pub fn steer_along(ui: &egui::Ui, canvas: &Response, mut camera: Camera) -> Camera {
    if canvas.dragged() {
        let by = canvas.drag_delta();
        camera.pan(by.x, by.y);
    }
    scroll_with_pointer(ui, canvas, &mut camera);
    camera
}

fn scroll_with_pointer(ui: &egui::Ui, canvas: &Response, camera: &mut Camera) {
    // Not the canvas's own hover: markers lie on it, and the wheel works above them as well.
    if !ui.rect_contains_pointer(canvas.rect) {
        return;
    }
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let Scrolled { pan, zoom } = ui.input(Scrolled::of);
    camera.pan(pan.x, pan.y);
    if (zoom - 1.0).abs() > 1e-6 {
        camera.zoom_about(screen_point(pointer), zoom);
    }
}

/// What wheel and touchpad ask for in a frame.
struct Scrolled {
    /// In logical pixels, as the map is to move.
    pan: Vec2,
    /// Factor of enlargement.
    zoom: f64,
}

impl Scrolled {
    fn of(input: &InputState) -> Self {
        let scroll = input.smooth_scroll_delta();
        let pinch = f64::from(input.zoom_delta());
        let is_touchpad = matches!(
            input.scroll_source(),
            Some(MouseWheelSource::Trackpad | MouseWheelSource::Momentum)
        );
        if input.modifiers.shift {
            Self { pan: scrolled_with_shift(input), zoom: pinch }
        } else if is_touchpad {
            Self { pan: scroll, zoom: pinch }
        } else {
            let zoom = pinch * f64::from((scroll.y / SCROLL_PER_ZOOM).exp());
            Self { pan: Vec2::ZERO, zoom }
        }
    }
}

/// egui turns all scrolling with Shift into sideways scrolling: right for a wheel, which has only
/// one direction, but fingers have two. So this reads what the system sent.
fn scrolled_with_shift(input: &InputState) -> Vec2 {
    let delta = |event: &Event| match event {
        Event::MouseWheel { unit: MouseWheelUnit::Point, delta, .. } => Some(*delta),
        Event::MouseWheel { unit: MouseWheelUnit::Line, delta, .. } => {
            Some(vec2((delta.x + delta.y) * LINE_PX, 0.0))
        }
        _ => None,
    };
    input.events.iter().filter_map(delta).fold(Vec2::ZERO, |sum, delta| sum + delta)
}

fn steer_with_keys(ui: &egui::Ui, canvas: &Response, camera: &mut Camera) {
    keep_arrow_keys(ui, canvas.id);
    let middle = screen_point(canvas.rect.center());
    let pressed = |key| ui.input(|input| input.key_pressed(key));
    let pans = [
        (Key::ArrowLeft, KEY_PAN_PIXELS, 0.0),
        (Key::ArrowRight, -KEY_PAN_PIXELS, 0.0),
        (Key::ArrowUp, 0.0, KEY_PAN_PIXELS),
        (Key::ArrowDown, 0.0, -KEY_PAN_PIXELS),
    ];
    for (key, dx, dy) in pans {
        if pressed(key) {
            camera.pan(dx, dy);
        }
    }
    if pressed(Key::Plus) || pressed(Key::Equals) {
        camera.zoom_about(middle, KEY_ZOOM);
    }
    if pressed(Key::Minus) {
        camera.zoom_about(middle, 1.0 / KEY_ZOOM);
    }
}

/// Keeps egui from moving the focus when the arrows mean something to the focused widget.
pub fn keep_arrow_keys(ui: &egui::Ui, id: egui::Id) {
    let filter =
        egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
}

/// Follows the flight under way.
fn fly(ui: &egui::Ui, camera: &mut Camera, view: &mut View, legend: [f32; 2]) {
    let Some(under_way) = view.flight.take() else { return };
    let seconds = f64::from(ui.input(|input| input.stable_dt)).min(0.1);
    let (goes_on, moves) = under_way.advance(camera, seconds, legend);
    view.swipe = goes_on.as_ref().and_then(|on| on.swipe_on(camera)).unwrap_or(view.swipe);
    view.flight = goes_on;
    if moves {
        ui.ctx().request_repaint();
    }
}

/// Whether a point of the world is on the canvas, with a margin for markers.
pub fn is_visible(camera: &Camera, point: WorldPoint) -> bool {
    camera.sees(point, 16.0)
}
