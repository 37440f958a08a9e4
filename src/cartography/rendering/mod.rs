//! The map as a PNG file, drawn on the processor: one map, one that a line divides between two scenarios,
//! or two maps beside each other, which are the work of `two_maps`; a stop of words, that of `slide`.
//! `strips` writes the file.

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

use super::callouts::paint_callouts;
use super::content::{Emphasis, MapContent, MapLayers, Subject};
use super::division::Division;
use super::framing::{PictureTitle, PictureView, Title};
use super::map::{paint_furniture, paint_map};
use super::picture::{Picture, PictureError};
use super::unit_values::counted_for_picture;
use super::{
    Camera, CountedValues, GroundIndex, MapKey, Palette, ScreenPoint, ShownField, SurfaceField,
    Symbology, ThemeChoice,
};
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
    let study = session.study();
    let extent = study.layers().extent().ok_or(PictureError::Empty)?;
    let function = request.function.or_else(|| study.standard().indexes().next());
    let function = function.ok_or(PictureError::Empty)?;
    let scale = scale_of(request.width, request.height);
    let (width, height) = (request.width as f32 / scale, request.height as f32 / scale);
    let group = request.group;
    let key = MapKey::of(request.symbology, session, function, group);
    let field_of =
        |session: &Session| SurfaceField::of(request.symbology.surface, session, function, group);
    let field = field_of(session);
    let other_field = annotations.other.and_then(|other| {
        let mut session = session.clone();
        session.show(other.scenario());
        field_of(&session)
    });
    let shown = |field| ShownField { field, ..ShownField::default() };
    let counted_of =
        |scenario| counted_for_picture(request.symbology, session, scenario, (function, group));
    let counted = counted_of(session.shown());
    let other_counted = annotations.other.and_then(|other| counted_of(other.scenario()));
    let values = |counted| CountedValues { values: counted, ..CountedValues::default() };
    let content = MapContent {
        session,
        scenario: session.shown(),
        index: &GroundIndex::of(study.layers()),
        palette: Palette::of(request.theme),
        language: request.language,
        camera: Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), width, height),
        basemap,
        function,
        group,
        layers: request.layers,
        symbology: request.symbology,
        key: &key,
        field: shown(field.as_ref()),
        counted: values(counted.as_deref()),
        emphasis: Emphasis::default(),
        path: None,
        isochrones: None,
        reached_streets: None,
        subject: annotations.subject,
        highlighted: annotations.highlighted,
        callouts: annotations.callouts,
    };
    let other = annotations.other.map(|other| MapContent {
        scenario: other.scenario(),
        field: shown(other_field.as_ref()),
        counted: values(other_counted.as_deref()),
        ..content
    });
    let size = [request.width, request.height];
    match (annotations.other, other) {
        (Some(OtherMap::Beside(_)), Some(left)) => {
            let maps = TwoMaps::of([left, content], request.view, annotations.title, size, scale)?;
            finish(size, &|rows| maps.paint(rows))
        }
        (division, left) => {
            let mut canvas = Picture::strip(request.width, 0..1)?.with_scale(scale);
            let title = Title::of(&mut canvas, &content, annotations.title, width);
            let camera = request.view.camera(&mut canvas, &content, &title, extent, scale);
            let line = match division {
                Some(OtherMap::Divided(line)) => Some(line),
                _ => None,
            };
            let map = OneMap {
                content: MapContent { camera, ..content },
                left: line.zip(left.map(|left| MapContent { camera, ..left })),
                title,
                scale,
                width: request.width,
            };
            finish(size, &|rows| map.paint(rows))
        }
    }
}

/// A picture of one ground, perhaps divided.
struct OneMap<'a> {
    content: MapContent<'a>,
    /// What lies left of a line.
    left: Option<(Division, MapContent<'a>)>,
    title: Title,
    /// Pixels in a logical one.
    scale: f32,
    /// In pixels.
    width: u32,
}

impl OneMap<'_> {
    fn paint(&self, rows: Range<u32>) -> Result<Vec<u8>, PictureError> {
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
