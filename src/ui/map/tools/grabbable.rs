//! Which of many signs in sight are widgets of their own: all of them up to a number, beyond it those
//! near the pointer. What is held or selected stays one; that is left to whoever asks.

use egui::{Pos2, pos2};

use crate::cartography::Camera;
use crate::geometry::WorldPoint;

/// With more signs in sight, a frame of the window would be spent on widgets.
const MOST_WIDGETS: usize = 300;
const NEAR_POINTER: f32 = 48.0;

/// The signs of a kind that can be grabbed in this frame.
pub struct Grabbable {
    are_all: bool,
    pointer: Option<Pos2>,
}

impl Grabbable {
    /// Among so many in sight.
    pub fn among(ui: &egui::Ui, in_sight: usize) -> Self {
        let pointer = ui.input(|input| input.pointer.latest_pos());
        Self { are_all: in_sight <= MOST_WIDGETS, pointer }
    }

    /// Whether the sign at a place is one of them.
    pub fn has(&self, camera: &Camera, at: WorldPoint) -> bool {
        let is_near = |pointer: Pos2| {
            let at = camera.screen_from_world(at);
            pointer.distance(pos2(at.x, at.y)) < NEAR_POINTER
        };
        self.are_all || self.pointer.is_some_and(is_near)
    }
}
