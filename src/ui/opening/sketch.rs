//! The picture of what has been read of a study, shown while the rest is read.

use std::cell::RefCell;
use std::sync::Arc;

use egui::{ColorImage, Rect, TextureHandle, TextureOptions, Ui, pos2, vec2};

use crate::cartography::{Palette, Rgba, ThemeChoice};
use crate::files::Sketch;

use crate::ui::style;

/// How strongly each kind of thing covers the paper.
const BORDERS: f32 = 0.9;
const STREETS: f32 = 0.6;
const BUILDINGS: f32 = 0.8;

/// The picture last shown.
#[derive(Default)]
pub struct OpeningSketch(RefCell<Option<Shown>>);

struct Shown {
    sketch: Arc<Sketch>,
    theme: ThemeChoice,
    texture: TextureHandle,
}

impl OpeningSketch {
    /// Shows a picture as large as a part of the window allows.
    pub fn ui(&self, ui: &Ui, room: Rect, sketch: &Arc<Sketch>, theme: ThemeChoice) {
        let mut shown = self.0.borrow_mut();
        let is_shown = |shown: &Shown| Arc::ptr_eq(&shown.sketch, sketch) && shown.theme == theme;
        if !shown.as_ref().is_some_and(is_shown) {
            let image = image(sketch, &Palette::of(theme));
            let texture = ui.ctx().load_texture("opening sketch", image, TextureOptions::LINEAR);
            *shown = Some(Shown { sketch: sketch.clone(), theme, texture });
        }
        let Some(Shown { texture, .. }) = &*shown else { return };
        let size = vec2(sketch.width as f32, sketch.height as f32);
        let scale = (room.width() / size.x).min(room.height() / size.y);
        let rect = Rect::from_center_size(room.center(), size * scale);
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), rect, whole, egui::Color32::WHITE);
    }
}

/// The picture in the colours of a theme.
fn image(sketch: &Sketch, palette: &Palette) -> ColorImage {
    let mut image =
        ColorImage::filled([sketch.width, sketch.height], style::color32(palette.ground));
    let layers: [(&[u8], Rgba, f32); 3] = [
        (&sketch.streets, palette.street, STREETS),
        (&sketch.buildings, palette.weak_text, BUILDINGS),
        (&sketch.borders, palette.unit_border, BORDERS),
    ];
    for (marks, color, strength) in layers {
        for (pixel, mark) in image.pixels.iter_mut().zip(marks) {
            if *mark > 0 {
                let share = strength * f32::from(*mark) / 255.0;
                *pixel = pixel.lerp_to_gamma(style::color32(color), share);
            }
        }
    }
    image
}
