//! Moving the camera: drag to pan, wheel or pinch to zoom about the cursor, keys for both.

use egui::{Key, Response};

use crate::cartography::Camera;
use crate::geometry::WorldPoint;
use crate::ui::Workspace;
use crate::ui::view::View;

use super::screen_point;

/// Share of the remaining way a flight covers per second, as an exponent; arrives in about 0.2 s.
const FLIGHT_SPEED: f64 = 14.0;
const KEY_PAN_PIXELS: f32 = 60.0;
const KEY_ZOOM: f64 = 1.25;

/// Brings the camera up to date with canvas and input; `pans` says whether dragging the canvas
/// moves the view. `None` when there is nothing to look at.
pub fn steer(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &mut View,
    pans: bool,
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
    if canvas.dragged() && pans {
        let by = canvas.drag_delta();
        camera.pan(by.x, by.y);
        view.flight = None;
    }
    zoom_with_pointer(ui, canvas, &mut camera);
    if canvas.has_focus() {
        steer_with_keys(ui, canvas, &mut camera);
    }
    fly(ui, &mut camera, &mut view.flight);
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
    zoom_with_pointer(ui, canvas, &mut camera);
    camera
}

fn zoom_with_pointer(ui: &egui::Ui, canvas: &Response, camera: &mut Camera) {
    // Not the canvas's own hover: markers lie on it, and the wheel works above them as well.
    if !ui.rect_contains_pointer(canvas.rect) {
        return;
    }
    let Some(pointer) = ui.input(|input| input.pointer.hover_pos()) else { return };
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
    let factor = f64::from((scroll / 400.0).exp()) * f64::from(pinch);
    if (factor - 1.0).abs() > 1e-6 {
        camera.zoom_about(screen_point(pointer), factor);
    }
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

/// Glides towards the flight's goal, ease-out.
fn fly(ui: &egui::Ui, camera: &mut Camera, flight: &mut Option<WorldPoint>) {
    let Some(goal) = *flight else { return };
    let seconds = f64::from(ui.input(|input| input.stable_dt)).min(0.1);
    let share = 1.0 - (-FLIGHT_SPEED * seconds).exp();
    camera.center.x += (goal.x - camera.center.x) * share;
    camera.center.y += (goal.y - camera.center.y) * share;
    if camera.center.distance_to(goal) < camera.metres_per_pixel {
        camera.center = goal;
        *flight = None;
    }
    ui.ctx().request_repaint();
}

/// Whether a point of the world is on the canvas, with a margin for markers.
pub fn is_visible(camera: &Camera, point: WorldPoint) -> bool {
    camera.sees(point, 16.0)
}
