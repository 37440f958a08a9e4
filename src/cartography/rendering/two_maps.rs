//! Two maps of the same ground beside each other, as the window shows them: the compared scenario on the
//! left, each with its name and figures, and one legend in a strip below both.

use std::ops::Range;

use crate::cartography::callouts::paint_callouts;
use crate::cartography::content::MapContent;
use crate::cartography::framing::{PictureTitle, PictureView, Title};
use crate::cartography::map::paint_scale_and_north;
use crate::cartography::picture::{Picture, PictureError};
use crate::cartography::{Camera, Canvas as _, Legend, LegendPlace, ScreenPoint, Stroke};

use super::painted;

/// Both maps with their places in the picture.
pub(super) struct TwoMaps<'a> {
    maps: [MapContent<'a>; 2],
    titles: [Title; 2],
    /// What is said of both, in a band above them.
    head: Title,
    /// What the legend says, with a camera that is the strip.
    legend: MapContent<'a>,
    /// Pixels in a logical one.
    scale: f32,
    /// The picture, in pixels.
    size: [u32; 2],
    /// How many rows of it the maps take.
    map_rows: u32,
}

impl<'a> TwoMaps<'a> {
    /// Of the map on the left and that on the right; `size` in pixels.
    ///
    /// # Errors
    /// When there is no picture of that size.
    pub fn of(
        maps: [MapContent<'a>; 2],
        view: PictureView,
        title: PictureTitle,
        size: [u32; 2],
        scale: f32,
    ) -> Result<Self, PictureError> {
        let [width, height] = size.map(|pixels| pixels as f32 / scale);
        let mut canvas = Picture::strip(size[0], 0..1)?.with_scale(scale);
        let strip = Legend::strip_height(&mut canvas, &maps[1], width).min(height / 2.0);
        let map_rows = ((height - strip) * scale).round() as u32;
        let (half, foot) = ((size[0] / 2) as f32 / scale, map_rows as f32 / scale);
        let head = Title::above_two(&mut canvas, title, width);
        let top = ScreenPoint::new(0.0, head.height());
        let camera = maps[1].camera.on_canvas(top, half, (foot - top.y).max(1.0));
        let titles = [0, 1].map(|side| Title::of_one_of_two(&mut canvas, &maps[side], title, half));
        let below = titles[1].bottom();
        let camera = view.camera_below_title(&MapContent { camera, ..maps[1] }, below, scale);
        let legend_camera = camera.on_canvas(ScreenPoint::new(0.0, foot), width, height - foot);
        Ok(Self {
            legend: MapContent { camera: legend_camera, ..maps[1] },
            maps: maps.map(|map| MapContent { camera, ..map }),
            titles,
            head,
            scale,
            size,
            map_rows,
        })
    }

    /// Some rows of the picture.
    pub fn paint(&self, rows: Range<u32>) -> Result<Vec<u8>, PictureError> {
        let [width, height] = self.size;
        let mut strip = Picture::strip(width, rows.clone())?.with_scale(self.scale);
        let palette = &self.legend.palette;
        let corner = ScreenPoint::new(0.0, 0.0);
        let [across, down] = [width, height].map(|pixels| pixels as f32 / self.scale);
        strip.rect(corner, corner.offset(across, down), 0.0, palette.panel, Stroke::NONE);
        let of_maps = rows.start..rows.end.min(self.map_rows);
        let lefts = [0, width / 2];
        let widths = [width / 2, width - width / 2];
        for side in [0, 1] {
            if of_maps.is_empty() {
                break;
            }
            let map = self.map(side, widths[side], of_maps.clone())?;
            strip.take_columns(&map, lefts[side] as usize, widths[side] as usize);
        }
        let middle = lefts[1] as f32 / self.scale;
        let foot = self.map_rows as f32 / self.scale;
        let top = self.head.height();
        let line = [ScreenPoint::new(middle, top), ScreenPoint::new(middle, foot)];
        strip.line(&line, false, Stroke::solid(2.0, palette.separator));
        if top > 0.0 {
            strip.rect(corner, corner.offset(across, top), 0.0, palette.panel, Stroke::NONE);
            self.head.paint_band(&mut strip, palette);
        }
        let legend = Legend::of(&mut strip, &self.legend, LegendPlace::Apart);
        legend.paint(&mut strip, &self.legend);
        Ok(strip.into_pixels())
    }

    /// Some rows of one of the maps.
    fn map(&self, side: usize, width: u32, rows: Range<u32>) -> Result<Picture, PictureError> {
        let content = &self.maps[side];
        let camera = Camera { width: width as f32 / self.scale, ..content.camera };
        let content = MapContent { camera, ..*content };
        let mut map = painted(&content, width, rows, self.scale)?;
        paint_callouts(&mut map, &content);
        if side == 1 {
            paint_scale_and_north(&mut map, &content);
        }
        self.titles[side].paint(&mut map, &content.palette, self.head.height());
        Ok(map)
    }
}
