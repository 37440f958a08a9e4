//! The call-outs of the stop looked at: written with a click, pointed with a drag, moved by their boxes.

use egui::{Rect, Role, Sense, pos2};

use crate::cartography::{Camera, Canvas as _, MapContent, Stroke, callout_corners};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::study::Stop;
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::meeting::WalkthroughAction;
use crate::ui::view::{Tool, View};
use crate::ui::words;

use super::super::canvas::EguiCanvas;

const CALLOUT: Text = Text::new("标注", "Call-out");
const TARGET: Text = Text::new("所指位置", "What it points to");
const MOVED: Text = Text::new("移动标注", "move call-out");
/// Around the tip of an arrow.
const GRIP: f32 = 9.0;

/// What of a call-out is grabbed.
#[derive(Clone, Copy)]
enum Part {
    /// The words, or the beginning of a bare arrow.
    Place,
    Target,
}

/// Lets call-outs be dragged by their boxes, and arrows by their tips.
pub fn callouts_ui(
    ui: &egui::Ui,
    stop: &Stop,
    camera: &Camera,
    view: &View,
    actions: &mut Vec<Action>,
) {
    if view.tool != Tool::Select {
        return;
    }
    let mut canvas = EguiCanvas::new(ui.painter().clone());
    for (number, callout) in stop.callouts.iter().enumerate() {
        if let Some(target) = callout.target {
            let tip = camera.screen_from_world(target);
            let tip = Rect::from_center_size(pos2(tip.x, tip.y), egui::Vec2::splat(2.0 * GRIP));
            part_ui(ui, tip, stop, number, Part::Target, camera, view, actions);
        }
        let [min, max] = callout_corners(&mut canvas, camera, callout);
        let place = Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y));
        part_ui(ui, place, stop, number, Part::Place, camera, view, actions);
    }
}

#[expect(clippy::too_many_arguments, reason = "what is grabbed, of what, and on which map")]
fn part_ui(
    ui: &egui::Ui,
    rect: Rect,
    stop: &Stop,
    number: usize,
    part: Part,
    camera: &Camera,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (kind, name) = match part {
        Part::Place => ("place", CALLOUT),
        Part::Target => ("target", TARGET),
    };
    let id = egui::Id::unique(("call-out", number, kind));
    let grip = ui.interact(rect, id, Sense::drag());
    let name = format!("{} {} {}", name.of(view.language), number + 1, stop.callouts[number].text);
    words::name_widget(&grip, Role::Label, name.trim_end());
    if grip.hovered() || grip.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Move);
    }
    if grip.drag_started() {
        actions.push(WalkthroughAction::BeginMoving.into());
    }
    if grip.dragged() && grip.drag_delta() != egui::Vec2::ZERO {
        let by = grip.drag_delta();
        let mut moved = stop.clone();
        let callout = &mut moved.callouts[number];
        let place = match part {
            Part::Place => &mut callout.at,
            Part::Target => callout.target.get_or_insert(callout.at),
        };
        place.x += f64::from(by.x) * camera.metres_per_pixel;
        place.y -= f64::from(by.y) * camera.metres_per_pixel;
        let what = MOVED;
        actions.push(WalkthroughAction::Change { stop: Box::new(moved), what }.into());
    }
    if grip.drag_stopped() {
        actions.push(EditAction::EndDrag.into());
    }
}

/// A click writes there; the tool is put down.
pub fn write_at(at: WorldPoint, actions: &mut Vec<Action>) {
    actions.push(WalkthroughAction::AddCallout { at, target: None }.into());
    actions.push(ViewAction::ChooseTool(Tool::Select).into());
}

/// Letting go of a drag writes where it began, and points to where it ended.
pub fn point(sketch: &[WorldPoint], is_taken_back: bool, actions: &mut Vec<Action>) {
    if let ([from, to], false) = (sketch, is_taken_back) {
        let (at, target) = (*from, Some(*to));
        actions.push(WalkthroughAction::AddCallout { at, target }.into());
        actions.push(ViewAction::ChooseTool(Tool::Select).into());
    }
}

/// The arrow while it is drawn.
pub fn paint_pointing(canvas: &mut EguiCanvas, content: &MapContent, view: &View) {
    if let (Tool::Callout, [from, to]) = (view.tool, view.sketch.as_slice()) {
        let ends = [*from, *to].map(|place| content.camera.screen_from_world(place));
        canvas.line(&ends, false, Stroke::solid(2.0, content.palette.text));
    }
}
