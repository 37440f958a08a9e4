//! The ground of the map in the window: an image kept from frame to frame and painted anew only when
//! something it shows is another. What the ground shows is left to `cartography`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use eframe::egui_wgpu;
use egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions};

use crate::basemap::Basemap;
use crate::cartography::{Camera, GroundImage, MapContent, MapLayers, Palette, Subject, Symbology};
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId};

use super::blit;

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
    shown: Shown,
    image: Arc<GroundImage>,
    /// Of all images ever painted.
    number: u64,
    /// Where the window has no pipeline of ours.
    texture: Option<TextureHandle>,
}

/// Everything the image depends on.
#[derive(Debug, Clone, PartialEq)]
struct Shown {
    revision: u64,
    scenario: ScenarioId,
    subject: Subject,
    symbology: Symbology,
    function: FunctionIndex,
    group: usize,
    layers: MapLayers,
    palette: Palette,
    /// Facilities whose reach is filled.
    singled_out: [Option<FacilityId>; 2],
    is_crowded: bool,
    camera: Camera,
    /// Which basemap, and which of its tiles are there.
    basemap: Option<[u64; 2]>,
    scale: f32,
}

impl Shown {
    fn of(content: &MapContent, scale: f32) -> Self {
        let MapContent { scenario, palette, camera, function, group, .. } = *content;
        Self {
            revision: content.session.study().revision(),
            scenario,
            subject: content.subject,
            symbology: content.symbology,
            function,
            group,
            layers: content.layers,
            palette,
            singled_out: content.singled_out(),
            is_crowded: content.is_crowded(),
            camera,
            basemap: content.basemap.map(Basemap::stamp),
            scale,
        }
    }

    /// The same as far as the image of `other` can be made from that of this: seen from elsewhere,
    /// with something else singled out, or after an edit.
    fn seen_as(&self, other: &Self) -> Self {
        let Self { camera, singled_out, revision, .. } = *other;
        Self { camera, singled_out, revision, ..self.clone() }
    }
}

/// Whether images can be copied onto the window as they are.
#[derive(Clone, Copy)]
struct CanBlit;

/// Uses the window's graphics device for grounds. Without it they are shown as egui's images.
pub fn use_device(cc: &eframe::CreationContext<'_>) {
    // A framebuffer that converts colours would convert ours a second time.
    let state = cc.wgpu_render_state.as_ref().filter(|state| !state.target_format.is_srgb());
    if let Some(state) = state {
        blit::install(state);
        cc.egui_ctx.data_mut(|data| data.insert_temp(egui::Id::NULL, CanBlit));
    }
}

impl Grounds {
    /// Shows the ground on a part of the window, which the content's camera looks at.
    pub fn show(&self, painter: &egui::Painter, place: MapPlace, content: &MapContent) {
        let scale = painter.pixels_per_point();
        let shown = Shown::of(content, scale);
        let mut grounds = self.0.borrow_mut();
        let known = grounds.remove(&place);
        let ground = match known {
            Some(ground) if ground.shown == shown => ground,
            other => Ground::painted(content, shown, other),
        };
        let ground = grounds.entry(place).or_insert(ground);
        let Camera { origin, width, height, .. } = content.camera;
        let corner = egui::pos2(origin.x, origin.y);
        let rect = Rect::from_min_size(corner, egui::vec2(width, height));
        let can_blit = painter.ctx().data(|data| data.get_temp::<CanBlit>(egui::Id::NULL));
        if can_blit.is_some() {
            let copy = blit::Copy { place, image: ground.image.clone(), number: ground.number };
            painter.add(egui_wgpu::Callback::new_paint_callback(rect, copy));
        } else {
            let texture = ground.texture(painter.ctx(), place);
            let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(texture, rect, whole, Color32::WHITE);
        }
    }
}

/// Paints what came into view, what an edit changed, and what is no longer or now singled out.
/// Returns whether that is all there is to do.
fn bring_up_to_date(
    image: &mut Arc<GroundImage>,
    before: &Shown,
    content: &MapContent,
    shown: &Shown,
) -> bool {
    let image = Arc::make_mut(image);
    if before.camera != shown.camera && !image.follow(&before.camera, content, shown.scale) {
        return false;
    }
    if before.revision != shown.revision {
        image.follow_edit(content, shown.scale);
    }
    for (before, now) in before.singled_out.into_iter().zip(shown.singled_out) {
        let changed = [before, now].into_iter().flatten().filter(|_| before != now);
        for reach in changed.filter_map(|facility| content.reach_of(facility)) {
            image.repaint(reach, content, shown.scale);
        }
    }
    true
}

impl Ground {
    /// Paints the ground, in the memory of the image before if nobody reads that any more, and only
    /// what changed where most is as it was.
    fn painted(content: &MapContent, shown: Shown, before: Option<Self>) -> Self {
        static PAINTED: AtomicU64 = AtomicU64::new(1);
        let mut image = Arc::<GroundImage>::default();
        let mut is_right = false;
        if let Some(before) = before {
            image = before.image;
            let is_like_before = before.shown.seen_as(&shown) == shown;
            is_right =
                is_like_before && bring_up_to_date(&mut image, &before.shown, content, &shown);
        }
        if !is_right {
            // Where somebody still reads the image before, this is another one.
            let mut anew = Arc::try_unwrap(image).unwrap_or_default();
            anew.paint(content, shown.scale);
            image = Arc::new(anew);
        }
        let number = PAINTED.fetch_add(1, Ordering::Relaxed);
        Self { shown, image, number, texture: None }
    }

    fn texture(&mut self, ctx: &egui::Context, place: MapPlace) -> egui::TextureId {
        let GroundImage { width, height, pixels, .. } = &*self.image;
        let texture = self.texture.get_or_insert_with(|| {
            let bytes = pixels.as_flattened();
            let image = ColorImage::from_rgba_premultiplied([*width, *height], bytes);
            ctx.load_texture(format!("ground {place:?}"), image, TextureOptions::NEAREST)
        });
        texture.id()
    }
}
