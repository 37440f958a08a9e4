//! The ground of the map in the window: an image kept from frame to frame and painted anew only when
//! something it shows is another. What the ground shows is left to `cartography`.

use std::cell::RefCell;
use std::collections::HashMap;

use egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions};

use crate::cartography::{Camera, GroundImage, MapContent, MapLayers, Palette, Subject};
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId};

/// The grounds of a study, one for each map of the window that shows it.
#[derive(Default)]
pub struct Grounds(RefCell<HashMap<MapPlace, Ground>>);

/// Which of the maps in the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MapPlace {
    Own,
    /// The compared scenario: beside, or left of the swipe line.
    Compared,
    Preview,
}

struct Ground {
    texture: TextureHandle,
    shown: Shown,
    /// Kept for its memory.
    image: GroundImage,
}

/// Everything the image depends on.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    revision: u64,
    scenario: ScenarioId,
    subject: Subject,
    function: FunctionIndex,
    group: usize,
    layers: MapLayers,
    palette: Palette,
    /// Facilities whose reach is filled.
    singled_out: [Option<FacilityId>; 2],
    camera: Camera,
    scale: f32,
}

impl Shown {
    fn of(content: &MapContent, scale: f32) -> Self {
        let MapContent { scenario, palette, camera, function, group, .. } = *content;
        let emphasis = &content.emphasis;
        Self {
            revision: content.session.study().revision(),
            scenario,
            subject: content.subject,
            function,
            group,
            layers: content.layers,
            palette,
            singled_out: [emphasis.selected_facility, emphasis.hovered_facility],
            camera,
            scale,
        }
    }
}

impl Grounds {
    /// Shows the ground on a part of the window, which the content's camera looks at.
    pub fn show(&self, painter: &egui::Painter, place: MapPlace, content: &MapContent) {
        let scale = painter.pixels_per_point();
        let shown = Shown::of(content, scale);
        let mut grounds = self.0.borrow_mut();
        match grounds.get_mut(&place) {
            Some(ground) if ground.shown == shown => {}
            Some(ground) => {
                ground.image.paint(content, scale);
                ground.texture.set(color_image(&ground.image), TextureOptions::NEAREST);
                ground.shown = shown;
            }
            None => {
                let mut image = GroundImage::default();
                image.paint(content, scale);
                let picture = color_image(&image);
                let name = format!("ground {place:?}");
                let texture = painter.ctx().load_texture(name, picture, TextureOptions::NEAREST);
                grounds.insert(place, Ground { texture, shown, image });
            }
        }
        if let Some(ground) = grounds.get(&place) {
            let Camera { origin, width, height, .. } = content.camera;
            let corner = egui::pos2(origin.x, origin.y);
            let rect = Rect::from_min_size(corner, egui::vec2(width, height));
            let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(ground.texture.id(), rect, whole, Color32::WHITE);
        }
    }
}

fn color_image(image: &GroundImage) -> ColorImage {
    ColorImage::from_rgba_premultiplied([image.width, image.height], image.pixels.as_flattened())
}
