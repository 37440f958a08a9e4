//! A picture of one ground, which a line may divide between two scenarios.

use std::ops::Range;

use crate::cartography::callouts::paint_callouts;
use crate::cartography::content::MapContent;
use crate::cartography::division::Division;
use crate::cartography::framing::{PictureTitle, Title};
use crate::cartography::map::paint_furniture;
use crate::cartography::picture::{Picture, PictureError};

use super::prepared::Prepared;
use super::{PictureRequest, painted};

/// The map with its place in the picture.
pub(super) struct OneMap<'a> {
    content: MapContent<'a>,
    /// What lies left of a line.
    left: Option<(Division, MapContent<'a>)>,
    title: Title,
    /// Pixels in a logical one.
    scale: f32,
    /// In pixels.
    width: u32,
}

impl<'a> OneMap<'a> {
    /// Of a map and what lies left of a line on it.
    ///
    /// # Errors
    /// When there is no picture of that size.
    pub fn of(
        content: MapContent<'a>,
        left: Option<(Division, MapContent<'a>)>,
        request: &PictureRequest,
        title: PictureTitle,
        prepared: &Prepared,
    ) -> Result<Self, PictureError> {
        let (extent, scale) = (prepared.extent, prepared.scale);
        let mut canvas = Picture::strip(request.width, 0..1)?.with_scale(scale);
        let title = Title::of(&mut canvas, &content, title, content.camera.width);
        let camera = request.view.camera(&mut canvas, &content, &title, extent, scale);
        Ok(Self {
            content: MapContent { camera, ..content },
            left: left.map(|(line, left)| (line, MapContent { camera, ..left })),
            title,
            scale,
            width: request.width,
        })
    }

    /// Some rows of the picture.
    pub fn paint(&self, rows: Range<u32>) -> Result<Vec<u8>, PictureError> {
        let Self { content, left, title, scale, width } = self;
        let mut strip = painted(content, *width, rows.clone(), *scale)?;
        if let Some((division, left)) = left {
            strip.take_left(&painted(left, *width, rows, *scale)?, division.across(content));
            division.paint(&mut strip, content, title.below());
        }
        paint_callouts(&mut strip, content);
        paint_furniture(&mut strip, content);
        title.paint(&mut strip, &content.palette, 0.0);
        Ok(strip.into_pixels())
    }
}
