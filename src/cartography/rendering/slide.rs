//! A stop of words as a picture: opening, section, closing, as the wall shows them.

use std::ops::ControlFlow;

use crate::cartography::lines::lines_of;
use crate::cartography::picture::{Picture, PictureError};
use crate::cartography::{Align, Canvas as _, Palette, Rgba, ScreenPoint, TextStyle, ThemeChoice};
use crate::language::Language;
use crate::study::walkthrough::StopKind;
use crate::study::{Stop, Study};

use super::{png_in_strips, scale_of};

/// Letters in logical pixels; the wall's, on a picture of the usual size.
const OPENING: f32 = 59.0;
const SECTION: f32 = 50.0;
const CLOSING: f32 = 42.0;
const WORDS: f32 = 27.0;
const NAME: f32 = 21.0;
/// From the top of a letter's line to that of the next, in parts of its size.
const LINE: f32 = 1.35;
const WIDEST: f32 = 1140.0;
const MARGIN: f32 = 64.0;
/// Above the title, in parts of the height.
const TOP: f32 = 0.26;
const GAP: f32 = 24.0;

/// Draws a stop of words as a PNG file; the study's name stands below an opening.
///
/// # Errors
/// When there is no picture of that size.
pub fn render_slide_png(
    stop: &Stop,
    study: &Study,
    [width, height]: [u32; 2],
    theme: ThemeChoice,
    language: Language,
) -> Result<Vec<u8>, PictureError> {
    let scale = scale_of(width, height);
    let palette = Palette::of(theme);
    png_in_strips([width, height], &mut |_, _| ControlFlow::Continue(()), &|rows| {
        let mut picture = Picture::strip(width, rows)?.with_scale(scale);
        let room = [width as f32 / scale, height as f32 / scale];
        let mut slide = Slide { picture: &mut picture, room, top: TOP * room[1] };
        slide.fill(palette.paper);
        let size = match stop.kind {
            StopKind::Opening => OPENING,
            StopKind::Section | StopKind::Map(_) => SECTION,
            StopKind::Closing => CLOSING,
        };
        slide.write(stop.title.of(language), size, palette.text);
        slide.write(&stop.text, WORDS, palette.text);
        if stop.kind == StopKind::Opening {
            slide.write(study.layers().name.of(language), NAME, palette.weak_text);
        }
        Ok(picture.into_pixels())
    })
}

/// A slide that is being written from above.
struct Slide<'a> {
    picture: &'a mut Picture,
    /// Width and height.
    room: [f32; 2],
    /// Where the next line begins.
    top: f32,
}

impl Slide<'_> {
    fn fill(&mut self, paper: Rgba) {
        let [width, height] = self.room;
        let corners = [[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]];
        let corners = corners.map(|[x, y]| ScreenPoint::new(x, y));
        self.picture.polygon(&corners, paper);
    }

    fn write(&mut self, text: &str, size: f32, color: Rgba) {
        let widest = WIDEST.min(self.room[0] - 2.0 * MARGIN);
        let style = TextStyle { size, color, align: Align::Middle, halo: None };
        for line in lines_of(self.picture, text, size, widest) {
            let at = ScreenPoint::new(self.room[0] / 2.0, self.top + LINE * size / 2.0);
            self.picture.text(at, &line, style);
            self.top += LINE * size;
        }
        self.top += GAP;
    }
}
