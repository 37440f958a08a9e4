//! The maps of the years as textures, drawn once each.

use std::cell::RefCell;
use std::collections::HashMap;

use egui::{ColorImage, Context, TextureHandle, TextureOptions, Vec2};

use crate::cartography::{Camera, Palette, ScreenPoint, ThemeChoice, UnitPicture};
use crate::geometry::Extent;
use crate::programme::{EvaluatedYear, Evaluation, Scope};

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Shown {
    pub year: usize,
    pub function: String,
    pub is_dark: bool,
    /// In physical pixels.
    pub size: [u32; 2],
}

/// The pictures drawn so far.
#[derive(Default)]
pub(super) struct PictureStore(RefCell<HashMap<Shown, TextureHandle>>);

impl PictureStore {
    /// Another evaluation has other pictures.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    /// The map of a year, as a camera on a canvas of its size sees it; `None` where it has no size.
    pub fn picture(
        &self,
        ctx: &Context,
        evaluation: &Evaluation,
        (year, function): (usize, &str),
        camera: &Camera,
        theme: ThemeChoice,
    ) -> Option<TextureHandle> {
        let scale = ctx.pixels_per_point();
        let size = [camera.width, camera.height].map(|side| (side * scale) as u32);
        let is_dark = theme == ThemeChoice::Dark;
        let shown = Shown { year, function: function.to_owned(), is_dark, size };
        if let Some(known) = self.0.borrow().get(&shown) {
            return Some(known.clone());
        }
        let known = evaluation.years.get(year)?;
        let rates: Vec<Option<f64>> =
            (0..known.units.len()).map(|unit| rate_of(known, unit, function)).collect();
        let palette = Palette::of(theme);
        let picture = UnitPicture::of(&known.units, &rates, &palette, camera, scale).ok()?;
        let image =
            ColorImage::from_rgba_premultiplied([picture.width, picture.height], &picture.pixels);
        let texture = ctx.load_texture("year", image, TextureOptions::LINEAR);
        self.0.borrow_mut().insert(shown, texture.clone());
        Some(texture)
    }
}

/// The rate of a unit, by its place in the layer.
pub(super) fn rate_of(year: &EvaluatedYear, unit: usize, function: &str) -> Option<f64> {
    let scope = Scope::Unit(year.units.id(unit).to_owned());
    year.indicators.reached(&scope, function)?.rate()
}

/// A camera that shows the units of all years on a canvas, so that every picture has the same extent.
pub(super) fn camera(evaluation: &Evaluation, size: Vec2) -> Option<Camera> {
    let extents = evaluation.years.iter().flat_map(|year| {
        let shapes = year.units.shapes();
        (0..shapes.len()).filter_map(|unit| shapes.extent(unit))
    });
    let all = extents.reduce(|one, other| Extent {
        min: crate::geometry::WorldPoint::new(
            one.min.x.min(other.min.x),
            one.min.y.min(other.min.y),
        ),
        max: crate::geometry::WorldPoint::new(
            one.max.x.max(other.max.x),
            one.max.y.max(other.max.y),
        ),
    })?;
    Some(Camera::fitting(all, ScreenPoint::new(0.0, 0.0), size.x, size.y))
}
