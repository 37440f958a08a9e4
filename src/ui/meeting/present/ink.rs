//! What the presenter draws and points at: lines that fade by themselves, and a spotlight while its key
//! is held. Neither is kept.

use egui::{Key, Pos2, Rect, Role, Sense, Stroke, Ui};

use crate::cartography::Palette;
use crate::language::Text;
use crate::ui::style::color32;
use crate::ui::view::View;
use crate::ui::words;

use super::Presenting;

const PAPER: Text = Text::new("绘图层", "Drawing sheet");
/// A line stays so long, and then takes so long to go, in seconds.
const STAYS_S: f64 = 5.0;
const FADES_S: f64 = 1.5;
const WIDTH: f32 = 3.0;
const SPOT_RADIUS: f32 = 90.0;
const SPOT_KEY: Key = Key::L;

/// Lines drawn over a stop.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ink(Vec<Line>);

#[derive(Debug, Clone, PartialEq)]
struct Line {
    points: Vec<Pos2>,
    /// When it was last drawn on, in seconds of the window's clock.
    at_s: f64,
}

impl Ink {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn draw(&mut self, at: Pos2, begins: bool, now_s: f64) {
        match self.0.last_mut().filter(|_| !begins) {
            Some(line) => {
                line.points.push(at);
                line.at_s = now_s;
            }
            None => self.0.push(Line { points: vec![at], at_s: now_s }),
        }
    }

    fn fade(&mut self, now_s: f64) {
        self.0.retain(|line| now_s - line.at_s < STAYS_S + FADES_S);
    }
}

/// Takes and paints what is drawn in a part of the window, and the spotlight over it.
pub fn ink_ui(ui: &mut Ui, room: Rect, view: &View, presenting: &mut Presenting) {
    let now_s = ui.input(|input| input.time);
    if presenting.has_pen {
        let sheet = ui.interact(room, egui::Id::unique("ink"), Sense::click_and_drag());
        words::name_widget(&sheet, Role::Canvas, PAPER.of(view.language));
        if sheet.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        }
        if let Some(at) = sheet.interact_pointer_pos().filter(|_| sheet.dragged()) {
            presenting.ink.draw(at, sheet.drag_started(), now_s);
        }
    }
    presenting.ink.fade(now_s);
    let palette = Palette::of(view.theme);
    let painter = ui.painter_at(room);
    for line in &presenting.ink.0 {
        let age_s = now_s - line.at_s;
        let strength = 1.0 - ((age_s - STAYS_S) / FADES_S).clamp(0.0, 1.0);
        let paint = |color: crate::cartography::Rgba, width: f32| {
            let color = color32(color.with_opacity(strength as f32));
            painter.line(line.points.clone(), Stroke::new(width, color));
        };
        paint(palette.paper, WIDTH + 3.0);
        paint(palette.worse, WIDTH);
    }
    if !presenting.ink.is_empty() {
        ui.ctx().request_repaint();
    }
    spotlight_ui(ui, room, &palette);
}

/// Darkens all but the ground around the pointer.
fn spotlight_ui(ui: &Ui, room: Rect, palette: &Palette) {
    let is_held = ui.input(|input| input.key_down(SPOT_KEY)) && !ui.text_edit_focused();
    let pointer = ui.input(|input| input.pointer.hover_pos());
    let Some(pointer) = pointer.filter(|pos| is_held && room.contains(*pos)) else { return };
    // The rim of the spot, drawn outside of it, is so wide that it covers the room.
    let width = room.width().hypot(room.height());
    let shade = Stroke::new(width, color32(palette.shade));
    ui.painter_at(room).circle_stroke(pointer, SPOT_RADIUS, shade);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_by_themselves() {
        let mut ink = Ink::default();
        ink.draw(Pos2::ZERO, true, 1.0);
        ink.draw(egui::pos2(5.0, 5.0), false, 1.2);
        ink.draw(egui::pos2(50.0, 5.0), true, 4.0);
        assert_eq!(ink.0.len(), 2);
        ink.fade(1.2 + STAYS_S);
        assert_eq!(ink.0.len(), 2, "they stay a while");
        ink.fade(1.3 + STAYS_S + FADES_S);
        assert_eq!(ink.0.len(), 1, "the older one is gone");
        ink.fade(60.0);
        assert!(ink.is_empty());
    }
}
