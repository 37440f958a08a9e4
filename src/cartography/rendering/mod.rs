//! The map as a PNG file, drawn on the processor: one map, perhaps one that a line divides between two
//! scenarios, is the work of `one_map`, two maps beside each other that of `two_maps`, a stop of words that of
//! `slide`. `prepared` counts what they show, `strips` writes the file.

mod one_map;
mod prepared;
mod slide;
mod strips;
mod two_maps;

use std::ops::{ControlFlow, Range};

use crate::basemap::Basemap;
use crate::language::Language;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;
use crate::study::walkthrough::Callout;

use super::content::{MapContent, MapLayers, Subject};
use super::division::Division;
use super::framing::{PictureTitle, PictureView};
use super::map::paint_map;
use super::picture::{Picture, PictureError};
use super::{Symbology, ThemeChoice};
use one_map::OneMap;
use prepared::Prepared;
use strips::png_in_strips;
use two_maps::TwoMaps;

pub use slide::render_slide_png;

/// What the picture shows and how large it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureRequest {
    /// Size in pixels.
    pub width: u32,
    pub height: u32,
    pub theme: ThemeChoice,
    /// The function whose coverage is shown; the first of the standard if `None`.
    pub function: Option<FunctionIndex>,
    pub language: Language,
    /// Position of the population group in the study's demand.
    pub group: usize,
    pub layers: MapLayers,
    pub symbology: Symbology,
    pub view: PictureView,
}

/// What a stop of the walkthrough adds to a map.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Annotations<'a> {
    pub subject: Subject,
    /// Positions of the units singled out.
    pub highlighted: &'a [usize],
    pub callouts: &'a [Callout],
    /// Another scenario in the picture.
    pub other: Option<OtherMap>,
    pub title: PictureTitle<'a>,
}

/// How another scenario is shown in the same picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum OtherMap {
    /// Left of a line.
    Divided(Division),
    /// On a map of its own at the left.
    Beside(ScenarioId),
}

impl OtherMap {
    fn scenario(&self) -> ScenarioId {
        match self {
            Self::Divided(division) => division.left,
            Self::Beside(scenario) => *scenario,
        }
    }
}

/// Draws a study as a PNG file, above a basemap if there is one.
///
/// # Errors
/// When there is nothing to show, or no picture of that size.
pub fn render_png(
    session: &Session,
    request: &PictureRequest,
    basemap: Option<&Basemap>,
) -> Result<Vec<u8>, PictureError> {
    let mut to_the_end = |_, _| ControlFlow::Continue(());
    render_annotated_png(session, request, Annotations::default(), basemap, &mut to_the_end)
}

/// The same with what a stop adds. `progress` hears how many rows of how many are done, and may stop it.
/// The session must know the coverage of the other scenario, if there is one.
///
/// # Errors
/// As [`render_png`], or when it was stopped.
pub fn render_annotated_png(
    session: &Session,
    request: &PictureRequest,
    annotations: Annotations,
    basemap: Option<&Basemap>,
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Vec<u8>, PictureError> {
    with_rows(session, request, annotations, basemap, &mut |size, paint| {
        png_in_strips(size, progress, paint)
    })
}

/// The same as red, green, blue and opacity of each pixel, row by row: for pictures that are shown and not
/// kept.
///
/// # Errors
/// As [`render_png`].
pub fn render_pixels(
    session: &Session,
    request: &PictureRequest,
    annotations: Annotations,
    basemap: Option<&Basemap>,
) -> Result<Vec<u8>, PictureError> {
    with_rows(session, request, annotations, basemap, &mut |[_, height], paint| paint(0..height))
}

/// Paints some rows of a picture.
type PaintRows<'a> = dyn Fn(Range<u32>) -> Result<Vec<u8>, PictureError> + 'a;

/// Makes the pixels of a picture, of a size, by painting its rows.
type Finish<'a> = dyn FnMut([u32; 2], &PaintRows) -> Result<Vec<u8>, PictureError> + 'a;

/// Prepares a picture, and hands out its size and what paints its rows.
fn with_rows(
    session: &Session,
    request: &PictureRequest,
    annotations: Annotations,
    basemap: Option<&Basemap>,
    finish: &mut Finish,
) -> Result<Vec<u8>, PictureError> {
    let prepared = Prepared::of(session, request, annotations.other)?;
    let own = prepared.own(request, annotations, basemap);
    let size = [request.width, request.height];
    let other = annotations.other.map(|other| (other, prepared.other(own, other.scenario())));
    let divided = match other {
        Some((OtherMap::Beside(_), left)) => {
            let (view, title) = (request.view, annotations.title);
            let maps = TwoMaps::of([left, own], view, title, size, prepared.scale)?;
            return finish(size, &|rows| maps.paint(rows));
        }
        Some((OtherMap::Divided(division), left)) => Some((division, left)),
        None => None,
    };
    let map = OneMap::of(own, divided, request, annotations.title, &prepared)?;
    finish(size, &|rows| map.paint(rows))
}

/// Some rows of a map, without what stands around it.
fn painted(
    content: &MapContent,
    width: u32,
    rows: Range<u32>,
    scale: f32,
) -> Result<Picture, PictureError> {
    let mut strip = Picture::strip(width, rows)?.with_scale(scale);
    strip.paint_ground(content);
    paint_map(&mut strip, content);
    Ok(strip)
}

/// Pixels in a logical one: letters and signs grow with the picture, so that they can be read where
/// it is shown as a whole, and do not cover a small one.
fn scale_of(width: u32, height: u32) -> f32 {
    const USUAL: [f32; 2] = [1600.0, 900.0];
    (width as f32 / USUAL[0]).min(height as f32 / USUAL[1]).max(0.45)
}
