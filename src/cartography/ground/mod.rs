//! The ground of the map: everything below signs and names, painted into an image by the processor,
//! on all threads at once. No graphics card is needed for it, and none is asked: a window over a
//! slow line, a server without a display and a picture file show the same pixels.
//!
//! What is shown of a layer is decided in `paint`, of facilities in `facilities`, in which colour in
//! `colors`, `surface` lies in place of units; `underlay` lays a basemap below it; a `brush` paints areas, lines and discs: `band` as
//! pixels, `vector` as shapes on paper; `coverage` knows how much of a pixel an outline covers,
//! `window` which pixels are painted, and `painting` spreads an image over several frames. Signs and
//! names are left to
//! [`paint_map`](super::paint_map).

mod band;
mod brush;
mod colors;
mod coverage;
mod facilities;
mod index;
mod look;
mod paint;
mod painting;
mod surface;
mod underlay;
mod vector;
mod window;

use super::{Camera, MapContent};
use crate::geometry::Extent;
pub use band::Pixel;
pub(super) use facilities::are_all_rings_drawn;
pub use index::GroundIndex;
use look::{Changed, Look};
use paint::Plan;
pub(super) use paint::{are_specks, is_wall_shown, street_width_px};
pub use painting::GroundPainting;
pub(super) use vector::{dots_per_pixel, is_vector_sane, paint_vector_ground};
pub use window::PixelWindow;

/// An opaque image of the ground, row by row from the upper left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GroundImage {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Pixel>,
    look: Look,
}

impl GroundImage {
    /// Paints the ground over whatever the image held. A logical pixel of the content's camera takes
    /// `scale` pixels of the image in each direction.
    pub fn paint(&mut self, content: &MapContent, scale: f32) {
        self.make_ready_for(content, scale);
        self.paint_window(self.whole(), content, scale);
    }

    fn make_ready_for(&mut self, content: &MapContent, scale: f32) {
        self.width = (content.camera.width * scale).round().max(1.0) as usize;
        self.height = (content.camera.height * scale).round().max(1.0) as usize;
        self.pixels.resize(self.width * self.height, [0; 4]);
        self.look = Look::of(content);
    }

    /// Whether [`Self::follow`] can follow a camera from one place to another.
    pub fn can_follow(&self, before: &Camera, after: &Camera, scale: f32) -> bool {
        self.moved_by(before, after, scale).is_some()
    }

    /// Follows a camera that has moved since the image was painted: what is still seen is moved
    /// within the image, and only what came into view is painted. Returns by how many pixels to the right
    /// and down; `None` where the move is not one by whole pixels: then the image is as it was.
    ///
    /// Nothing but the camera's place may have changed since.
    pub fn follow(
        &mut self,
        before: &Camera,
        content: &MapContent,
        scale: f32,
    ) -> Option<[isize; 2]> {
        let [right, down] = self.moved_by(before, &content.camera, scale)?;
        window::shift(&mut self.pixels, self.width, right, down);
        for strip in self.whole().strips_uncovered(right, down) {
            self.paint_window(strip, content, scale);
        }
        Some([right, down])
    }

    /// Paints anew what an edit of the study has changed. Nothing else may have changed since.
    /// Returns the pixels that may be others.
    pub fn follow_edit(&mut self, content: &MapContent, scale: f32) -> PixelWindow {
        let look = Look::of(content);
        let changed = look.changed_since(&self.look, content);
        self.look = look;
        match changed {
            Changed::Nothing => PixelWindow::default(),
            Changed::Within(part) => self.repaint(part, content, scale),
            Changed::Everything => {
                self.paint_window(self.whole(), content, scale);
                self.whole()
            }
        }
    }

    /// Paints anew what lies in a part of the world; elsewhere the image is still right. Returns the
    /// pixels that may be others.
    pub fn repaint(&mut self, part: Extent, content: &MapContent, scale: f32) -> PixelWindow {
        let pixel_m = content.camera.metres_per_pixel / f64::from(scale);
        let seen = content.camera.visible();
        // Lines are wider than their places.
        let rim_m = RIM_PX * content.camera.metres_per_pixel;
        let column = |x: f64| ((x - seen.min.x) / pixel_m).clamp(0.0, self.width as f64);
        let row = |y: f64| ((seen.max.y - y) / pixel_m).clamp(0.0, self.height as f64);
        let left = column(part.min.x - rim_m).floor() as usize;
        let top = row(part.max.y + rim_m).floor() as usize;
        let width = column(part.max.x + rim_m).ceil() as usize - left;
        let height = row(part.min.y - rim_m).ceil() as usize - top;
        let window = PixelWindow { left, top, width, height };
        if !window.is_empty() {
            self.paint_window(window, content, scale);
        }
        window
    }

    fn paint_window(&mut self, window: PixelWindow, content: &MapContent, scale: f32) {
        let is_large = LARGE_PART * window.pixels() > self.pixels.len();
        let plan = Plan::of(content, &self.look.unit_fills, is_large.then_some(scale));
        window::paint(&mut self.pixels, self.width, window, &plan, content, scale);
    }

    /// By how many pixels what is seen moves to the right and down between two cameras.
    fn moved_by(&self, before: &Camera, after: &Camera, scale: f32) -> Option<[isize; 2]> {
        let of_origin = Camera { center: before.center, ..*after };
        if of_origin != *before {
            return None;
        }
        let metres_per_pixel = after.metres_per_pixel / f64::from(scale);
        let right = (before.center.x - after.center.x) / metres_per_pixel;
        let down = (after.center.y - before.center.y) / metres_per_pixel;
        let is_whole = |pixels: f64| (pixels - pixels.round()).abs() < WHOLE_PIXEL;
        let is_near = right.abs() < self.width as f64 && down.abs() < self.height as f64;
        let can_follow = is_near && is_whole(right) && is_whole(down);
        can_follow.then(|| [right.round() as isize, down.round() as isize])
    }

    /// All of its pixels.
    pub fn whole(&self) -> PixelWindow {
        PixelWindow { left: 0, top: 0, width: self.width, height: self.height }
    }
}

/// Around what has changed, in logical pixels.
const RIM_PX: f64 = 8.0;
/// So many windows of a size fill the image: for larger ones it pays to look up all buildings.
const LARGE_PART: usize = 4;
/// What a move may differ from one by whole pixels: what is kept would be seen to drift if many
/// such differences added up to more than a small part of a pixel.
const WHOLE_PIXEL: f64 = 1e-4;
