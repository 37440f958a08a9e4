//! A ground that is painted bit by bit: while a map is zoomed no frame waits for all of it.

use crate::cartography::{Camera, MapContent};

use super::paint::Plan;
use super::window::{PixelWindow, SLICE_ROWS};
use super::{GroundImage, window};

/// An image under way: what is painted is settled at its beginning, and the rows follow.
pub struct GroundPainting {
    image: GroundImage,
    plan: Plan,
    camera: Camera,
    scale: f32,
    /// The first row that is not painted yet.
    row: usize,
}

impl GroundPainting {
    /// Begins to paint what a content shows, over whatever the image held. A logical pixel takes
    /// `scale` pixels of the image in each direction.
    pub fn begin(mut image: GroundImage, content: &MapContent, scale: f32) -> Self {
        image.make_ready_for(content, scale);
        let plan = Plan::of(content, &image.look.unit_fills, Some(scale));
        Self { image, plan, camera: content.camera, scale, row: 0 }
    }

    /// Paints some more rows, as many as all threads take at once, and returns whether they were the
    /// last ones. Of the content only the camera, and what is singled out, may be another than at the
    /// beginning; both are painted as they were then.
    pub fn advance(&mut self, content: &MapContent) -> bool {
        let Self { image, plan, camera, scale, row } = self;
        let height = (SLICE_ROWS * rayon::current_num_threads()).min(image.height - *row);
        let rows = PixelWindow { left: 0, top: *row, width: image.width, height };
        let content = MapContent { camera: *camera, ..*content };
        window::paint(&mut image.pixels, image.width, rows, plan, &content, *scale);
        *row += height;
        *row == image.height
    }

    /// The image, once all rows are painted.
    pub fn finish(self) -> GroundImage {
        self.image
    }
}
