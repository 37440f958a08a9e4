//! Texts with a rim, drawn once and kept side by side in one texture: letters and rim as egui's own
//! triangles would be five layers in every frame. How such a text looks is left to `cartography`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui::{ColorImage, Context, Pos2, Rect, TextureHandle, TextureId, TextureOptions, pos2, vec2};

use crate::cartography::{Rgba, ScreenPoint, TextPicture, TextStyle};

/// Width and height of the texture in pixels at first: room for some hundred names on a common screen.
const SIDE: usize = 1024;
/// It grows to this side, which every graphics device takes: on the finest screen more names than are ever
/// written at once.
const MOST_SIDE: usize = 4096;
/// So many texts are drawn in a frame at most; the others are left to egui until their turn comes.
const MOST_NEW: usize = 6;

/// A part of the texture, and where it stands in the window.
pub struct KeptText {
    pub texture: TextureId,
    /// From 0 to 1.
    pub uv: Rect,
    /// In points, on whole pixels.
    pub rect: Rect,
}

/// The texts of all windows of a context.
#[derive(Default)]
struct KeptTexts {
    texture: Option<TextureHandle>,
    shelves: Shelves,
    by_style: HashMap<StyleKey, HashMap<String, Option<Place>>>,
    /// The frame that is being painted, and how many texts it has drawn.
    frame: u64,
    new: usize,
    is_full: bool,
}

/// What makes a text look as it does; numbers by their bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct StyleKey {
    size: u32,
    color: Rgba,
    halo: Option<Rgba>,
    scale: u32,
}

/// A rectangle of the texture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    corner: [usize; 2],
    size: [usize; 2],
}

/// The text in the texture; `None` where it is to be written another way, for good or in this frame.
pub fn kept_text(
    ctx: &Context,
    at: ScreenPoint,
    text: &str,
    style: TextStyle,
    scale: f32,
) -> Option<KeptText> {
    let id = egui::Id::unique("kept texts");
    let kept: Arc<Mutex<KeptTexts>> =
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<KeptTexts>>>(id).clone());
    let mut kept = kept.lock().ok()?;
    let place = kept.place_of(ctx, text, style, scale)?;
    let [width, height] = place.size.map(|pixels| pixels as f32);
    let corner = TextPicture::corner(at, style, width / scale);
    // On whole pixels it is as sharp as it was drawn.
    let corner = (pos2(corner.x, corner.y) * scale).round() / scale;
    let side = kept.shelves.side as f32;
    let share = |pixels: [usize; 2]| Pos2::from(pixels.map(|pixel| pixel as f32 / side));
    let end = [place.corner[0] + place.size[0], place.corner[1] + place.size[1]];
    Some(KeptText {
        texture: kept.texture.as_ref()?.id(),
        uv: Rect::from_min_max(share(place.corner), share(end)),
        rect: Rect::from_min_size(corner, vec2(width, height) / scale),
    })
}

impl KeptTexts {
    fn place_of(
        &mut self,
        ctx: &Context,
        text: &str,
        style: TextStyle,
        scale: f32,
    ) -> Option<Place> {
        self.begin_frame(ctx.cumulative_frame_nr());
        let TextStyle { size, color, halo, .. } = style;
        let key = StyleKey { size: size.to_bits(), color, halo, scale: scale.to_bits() };
        if let Some(place) = self.by_style.get(&key).and_then(|texts| texts.get(text)) {
            return *place;
        }
        if self.is_full || self.new == MOST_NEW {
            ctx.request_repaint();
            return None;
        }
        self.new += 1;
        let place = match TextPicture::of(text, style, scale) {
            Some(picture) if picture.width.max(picture.height) <= SIDE => {
                let Some(place) = self.shelves.take([picture.width, picture.height]) else {
                    self.is_full = true;
                    ctx.request_repaint();
                    return None;
                };
                let pixels = ColorImage::from_rgba_premultiplied(place.size, &picture.pixels);
                self.texture(ctx).set_partial(place.corner, pixels, TextureOptions::NEAREST);
                Some(place)
            }
            _ => None,
        };
        self.by_style.entry(key).or_default().insert(text.to_owned(), place);
        place
    }

    /// A texture that has become full gives way to a larger one, or is used anew, from the next frame on:
    /// in this one its places are still being shown.
    fn begin_frame(&mut self, frame: u64) {
        if self.frame == frame {
            return;
        }
        (self.frame, self.new) = (frame, 0);
        if self.is_full {
            let side = self.shelves.side;
            if side < MOST_SIDE {
                self.texture = None;
            }
            self.shelves = Shelves::of((2 * side).min(MOST_SIDE));
            self.by_style.clear();
            self.is_full = false;
        }
    }

    fn texture(&mut self, ctx: &Context) -> &mut TextureHandle {
        self.texture.get_or_insert_with(|| {
            let side = self.shelves.side;
            let empty = ColorImage::filled([side, side], egui::Color32::TRANSPARENT);
            ctx.load_texture("kept texts", empty, TextureOptions::NEAREST)
        })
    }
}

/// A texture filled row by row: texts of about one height stand on a shelf.
#[derive(Debug)]
struct Shelves {
    side: usize,
    /// Where the last shelf begins, its height, and how far it is taken.
    top: usize,
    height: usize,
    taken: usize,
}

impl Default for Shelves {
    fn default() -> Self {
        Self::of(SIDE)
    }
}

impl Shelves {
    fn of(side: usize) -> Self {
        Self { side, top: 0, height: 0, taken: 0 }
    }

    /// The next free place of a size; `None` where the texture is full.
    fn take(&mut self, size: [usize; 2]) -> Option<Place> {
        let [width, height] = size;
        if self.taken + width > self.side {
            (self.top, self.height, self.taken) = (self.top + self.height, 0, 0);
        }
        if self.top + height > self.side {
            return None;
        }
        let corner = [self.taken, self.top];
        self.taken += width;
        self.height = self.height.max(height);
        Some(Place { corner, size })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_texts_share_a_pixel_and_none_leaves_the_texture() {
        let mut shelves = Shelves::default();
        let sizes = (0..).map(|n| [40 + 37 * n % 200, 18 + 5 * (n % 4)]);
        let places: Vec<Place> = sizes.map_while(|size| shelves.take(size)).collect();
        assert!(places.len() > 200, "{}", places.len());
        let spans = |place: &Place| {
            let Place { corner: [x, y], size: [width, height] } = *place;
            [(x, x + width), (y, y + height)]
        };
        for (number, place) in places.iter().enumerate() {
            assert!(spans(place).iter().all(|(_, end)| *end <= SIDE));
            for other in &places[..number] {
                let mut both = spans(place).into_iter().zip(spans(other));
                assert!(both.any(|(a, b)| a.1 <= b.0 || b.1 <= a.0), "{place:?} {other:?}");
            }
        }
    }
}
