//! Texts with a rim, signs and dots of facilities, drawn once and kept side by side in one texture: as egui's own
//! triangles, letters and rim would be five layers in every frame, and signs many small shapes. How they look
//! is left to `cartography`.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui::{ColorImage, Context, Pos2, Rect, TextureHandle, TextureId, TextureOptions, pos2, vec2};

use crate::cartography::{Dot, MarkerSign, Rgba, ScreenPoint, SignPicture, TextPicture, TextStyle};

/// Width and height of the texture in pixels at first: room for some hundred names on a common screen.
const SIDE: usize = 1024;
/// It grows to this side, which every graphics device takes: on the finest screen more names than are ever
/// written at once.
const MOST_SIDE: usize = 4096;
/// So many texts are drawn in a frame at most, each half a millisecond; the others are left to egui until their turn comes.
const MOST_NEW_TEXTS: usize = 3;

/// A part of the texture, and where it stands in the window.
pub struct KeptPicture {
    pub texture: TextureId,
    /// From 0 to 1.
    pub uv: Rect,
    /// In points, on whole pixels.
    pub rect: Rect,
}

/// The pictures of all windows of a context.
#[derive(Default)]
struct KeptPictures {
    texture: Option<TextureHandle>,
    shelves: Shelves,
    texts: HashMap<StyleKey, HashMap<String, Option<Place>>>,
    /// Each for a number of pixels in a logical one.
    signs: Vec<(Sign, f32, Option<Place>)>,
    /// The frame that is being painted, and how many texts it has drawn.
    frame: u64,
    new_texts: usize,
    is_full: bool,
}

/// What stands at a facility's place.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    Marker(MarkerSign),
    Dot(Dot),
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

/// There is no room left in this frame.
struct Full;

/// A text in the texture; `None` where it is to be written another way, for good or in this frame.
pub fn kept_text(
    ctx: &Context,
    at: ScreenPoint,
    text: &str,
    style: TextStyle,
    scale: f32,
) -> Option<KeptPicture> {
    let kept = kept_in(ctx);
    let mut kept = kept.lock().ok()?;
    let place = kept.text(ctx, text, style, scale)?;
    let corner = TextPicture::corner(at, style, place.size[0] as f32 / scale);
    kept.shown(place, pos2(corner.x, corner.y), scale)
}

/// A sign in the texture, its middle at a place; `None` where it is to be drawn another way.
pub fn kept_sign(
    ctx: &Context,
    at: ScreenPoint,
    sign: &MarkerSign,
    scale: f32,
) -> Option<KeptPicture> {
    kept_around(ctx, at, Sign::Marker(*sign), scale)
}

/// A dot in the texture likewise.
pub fn kept_dot(ctx: &Context, at: ScreenPoint, dot: Dot, scale: f32) -> Option<KeptPicture> {
    kept_around(ctx, at, Sign::Dot(dot), scale)
}

fn kept_around(ctx: &Context, at: ScreenPoint, sign: Sign, scale: f32) -> Option<KeptPicture> {
    let kept = kept_in(ctx);
    let mut kept = kept.lock().ok()?;
    let place = kept.sign(ctx, sign, scale)?;
    let [width, height] = place.size.map(|pixels| pixels as f32 / scale);
    kept.shown(place, pos2(at.x - width / 2.0, at.y - height / 2.0), scale)
}

fn kept_in(ctx: &Context) -> Arc<Mutex<KeptPictures>> {
    let id = egui::Id::unique("kept pictures");
    ctx.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<KeptPictures>>>(id).clone())
}

impl KeptPictures {
    fn text(&mut self, ctx: &Context, text: &str, style: TextStyle, scale: f32) -> Option<Place> {
        self.begin_frame(ctx);
        let TextStyle { size, color, halo, .. } = style;
        let key = StyleKey { size: size.to_bits(), color, halo, scale: scale.to_bits() };
        if let Some(place) = self.texts.get(&key).and_then(|texts| texts.get(text)) {
            return *place;
        }
        if self.is_full || self.new_texts == MOST_NEW_TEXTS {
            ctx.request_repaint();
            return None;
        }
        self.new_texts += 1;
        let place = match TextPicture::of(text, style, scale) {
            Some(TextPicture { width, height, pixels }) => {
                self.put(ctx, [width, height], &pixels).ok()?
            }
            None => None,
        };
        self.texts.entry(key).or_default().insert(text.to_owned(), place);
        place
    }

    fn sign(&mut self, ctx: &Context, sign: Sign, scale: f32) -> Option<Place> {
        self.begin_frame(ctx);
        let found = self.signs.iter().find(|(other, at, _)| *other == sign && *at == scale);
        if let Some((_, _, place)) = found {
            return *place;
        }
        if self.is_full {
            return None;
        }
        let picture = match sign {
            Sign::Marker(sign) => SignPicture::of(&sign, scale),
            Sign::Dot(dot) => SignPicture::of_dot(dot, scale),
        };
        let place = match picture {
            Ok(SignPicture { side, pixels }) => self.put(ctx, [side, side], &pixels).ok()?,
            Err(_) => None,
        };
        self.signs.push((sign, scale, place));
        place
    }

    /// Puts pixels into the texture; `None` where they are too large for it.
    fn put(
        &mut self,
        ctx: &Context,
        size: [usize; 2],
        pixels: &[u8],
    ) -> Result<Option<Place>, Full> {
        if size.into_iter().any(|length| length > SIDE) {
            return Ok(None);
        }
        let Some(place) = self.shelves.take(size) else {
            self.is_full = true;
            ctx.request_repaint();
            return Err(Full);
        };
        let pixels = ColorImage::from_rgba_premultiplied(size, pixels);
        self.texture(ctx).set_partial(place.corner, pixels, TextureOptions::NEAREST);
        Ok(Some(place))
    }

    /// A picture with its corner at a place of the window: on whole pixels it is as sharp as it was drawn.
    fn shown(&self, place: Place, corner: Pos2, scale: f32) -> Option<KeptPicture> {
        let Place { corner: [left, top], size: [width, height] } = place;
        let share = |x: usize, y: usize| {
            let side = self.shelves.side as f32;
            pos2(x as f32 / side, y as f32 / side)
        };
        Some(KeptPicture {
            texture: self.texture.as_ref()?.id(),
            uv: Rect::from_min_max(share(left, top), share(left + width, top + height)),
            rect: Rect::from_min_size(
                (corner * scale).round() / scale,
                vec2(width as f32, height as f32) / scale,
            ),
        })
    }

    /// A texture that has become full gives way to a larger one, or is used anew, from the next frame on:
    /// in this one its places are still being shown.
    fn begin_frame(&mut self, ctx: &Context) {
        let frame = ctx.cumulative_frame_nr();
        if self.frame == frame {
            return;
        }
        (self.frame, self.new_texts) = (frame, 0);
        if self.is_full {
            let side = self.shelves.side;
            if side < MOST_SIDE {
                self.texture = None;
            }
            self.shelves = Shelves::of((2 * side).min(MOST_SIDE));
            self.texts.clear();
            self.signs.clear();
            self.is_full = false;
        }
    }

    fn texture(&mut self, ctx: &Context) -> &mut TextureHandle {
        self.texture.get_or_insert_with(|| {
            let side = self.shelves.side;
            let empty = ColorImage::filled([side, side], egui::Color32::TRANSPARENT);
            ctx.load_texture("kept pictures", empty, TextureOptions::NEAREST)
        })
    }
}

/// A texture filled row by row: pictures of about one height stand on a shelf.
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
    fn no_two_pictures_share_a_pixel_and_none_leaves_the_texture() {
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
