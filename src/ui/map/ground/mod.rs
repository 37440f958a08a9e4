//! The ground of the map in the window: an image kept from frame to frame and painted anew only when
//! something it shows is another. What the ground shows is left to `cartography`, what an image depends
//! on to `shown`, and its way onto the window to `blit`.
//!
//! What is dragged or edited is painted in the same frame as the numbers. Where the view is another in a
//! way that cannot be followed, when zooming, no frame waits: the image at hand is shown larger or
//! smaller, and the right one is painted over some frames and takes its place.

mod blit;
mod shown;
mod wrapped;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use eframe::egui_wgpu;
use egui::{Color32, ColorImage, Rect, TextureHandle, TextureOptions};

use crate::cartography::{Camera, GroundImage, GroundPainting, MapContent, Pixel, PixelWindow};
use crate::geometry::Extent;
use crate::ui::style;

use shown::Shown;

/// Which images of a map lie on the graphics device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Layer {
    AtHand,
    Wider,
}

/// Where less of the study in view has been painted before, it is painted at once: after a change of
/// colours nothing wider is at hand, and a bare rim would be seen.
const MOST_SEEN: f64 = 0.97;
/// How long a frame may paint on an image that is not needed at once, while the view moves and when it
/// has come to rest. On one slow processor the rest of the window takes about as long again.
const SPARED_MOVING: Duration = Duration::from_millis(3);
const SPARED_AT_REST: Duration = Duration::from_millis(16);

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

/// How a map stands after a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroundState {
    /// Whether the image is the right one, or another stands for it.
    pub is_as_asked_for: bool,
    /// The size of the whole image.
    pub image_bytes: usize,
    /// What of it the last change brought to the graphics device: it depends on the pixels, however
    /// many buildings there are.
    pub bytes_changed: usize,
}

/// An image as it is handed to the window.
#[derive(Debug, Clone)]
struct Version {
    image: Arc<GroundImage>,
    /// Of all images ever painted.
    number: u64,
    /// What is other than in the image it was made from.
    since: Option<Since>,
}

/// What was done to an image to make another one.
#[derive(Debug, Clone, Default)]
struct Since {
    /// The number of the image before.
    number: u64,
    /// By how many pixels to the right and down all of it was moved first.
    moved: [isize; 2],
    /// Then painted anew, besides what the move uncovered.
    painted: PixelWindow,
}

struct Ground {
    shown: Shown,
    version: Version,
    /// What the last frame asked for.
    wanted: Shown,
    /// The next image while it is painted, and what it will show.
    next: Option<(Shown, GroundPainting)>,
    /// An image that showed more: it stands for what comes into view around the one at hand.
    wider: Option<(Shown, Version)>,
    /// Memory for the next image, of one that is not shown any more.
    spare: GroundImage,
    /// Where the window has no pipeline of ours.
    texture: Option<TextureHandle>,
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
        let wanted = Shown::of(content, painter.pixels_per_point());
        let can_blit =
            painter.ctx().data(|data| data.get_temp::<CanBlit>(egui::Id::NULL)).is_some();
        let mut grounds = self.0.borrow_mut();
        let mut ground = match grounds.remove(&place) {
            Some(ground) => ground.brought_to(wanted, content, can_blit),
            None => Ground::painted(wanted, content, None),
        };
        let Camera { origin, width, height, .. } = content.camera;
        let corner = egui::pos2(origin.x, origin.y);
        let rect = Rect::from_min_size(corner, egui::vec2(width, height));
        if can_blit {
            let copies: Vec<blit::Copy> = ground.copies(place, &content.camera).collect();
            if !copies.iter().any(blit::Copy::fills_the_view) {
                painter.add(egui_wgpu::Callback::new_paint_callback(rect, blit::Beginning));
                painter.rect_filled(rect, 0.0, style::color32(content.palette.ground));
            }
            let copies = copies.into_iter();
            let copies = copies.map(|copy| egui_wgpu::Callback::new_paint_callback(rect, copy));
            painter.extend(copies.map(egui::Shape::Callback));
        } else {
            let whole = Rect::from_min_max(egui::pos2(0.0, 0.0), egui::pos2(1.0, 1.0));
            painter.image(ground.texture(painter.ctx(), place), rect, whole, Color32::WHITE);
        }
        if ground.shown != ground.wanted {
            painter.ctx().request_repaint();
        }
        grounds.insert(place, ground);
    }

    /// How the map stands that the planner works on; `None` before it is shown.
    pub fn state(&self) -> Option<GroundState> {
        let grounds = self.0.borrow();
        let Ground { shown, wanted, version, .. } = grounds.get(&MapPlace::Own)?;
        Some(GroundState {
            is_as_asked_for: shown == wanted,
            image_bytes: size_of_val(version.image.pixels.as_slice()),
            bytes_changed: version.changed().map(|part| part.pixels()).sum::<usize>()
                * size_of::<Pixel>(),
        })
    }
}

impl Version {
    fn new(image: GroundImage, since: Option<Since>) -> Self {
        static PAINTED: AtomicU64 = AtomicU64::new(1);
        let number = PAINTED.fetch_add(1, Ordering::Relaxed);
        Self { image: Arc::new(image), number, since }
    }

    /// The pixels that the image before did not have.
    fn changed(&self) -> impl Iterator<Item = PixelWindow> {
        let whole = self.image.whole();
        let (uncovered, painted) = match &self.since {
            Some(Since { moved: [right, down], painted, .. }) => {
                (whole.strips_uncovered(*right, *down), *painted)
            }
            None => (Vec::new(), whole),
        };
        uncovered.into_iter().chain([painted]).filter(|window| !window.is_empty())
    }
}

impl Ground {
    /// Paints the ground, in the memory of an image that nobody else reads any more.
    fn painted(wanted: Shown, content: &MapContent, before: Option<Arc<GroundImage>>) -> Self {
        let mut image = before.and_then(Arc::into_inner).unwrap_or_default();
        image.paint(content, wanted.scale);
        Self {
            shown: wanted.clone(),
            version: Version::new(image, None),
            wanted,
            next: None,
            wider: None,
            spare: GroundImage::default(),
            texture: None,
        }
    }

    /// The ground as it is asked for. Where `may_wait`, another view may come some frames later.
    fn brought_to(mut self, wanted: Shown, content: &MapContent, may_wait: bool) -> Self {
        let is_at_rest = self.wanted == wanted;
        self.wanted = wanted;
        if self.shown == self.wanted || self.follow(content) {
            self.next = None;
        } else if may_wait && self.can_stand_in(content) {
            self.paint_on(content, is_at_rest);
        } else {
            return Self::painted(self.wanted, content, Some(self.version.image));
        }
        self
    }

    /// Whether the images at hand show nearly all of the study that is asked for: what nobody has
    /// seen yet would be a hole in the map.
    fn can_stand_in(&self, content: &MapContent) -> bool {
        let seen = self.wanted.camera.visible();
        let study = content.index.whole.and_then(|whole| whole.intersection(seen));
        let most = |shown: &Shown| {
            let covered = study.is_none_or(|study| {
                let shown = shown.camera.visible().intersection(study);
                shown.map_or(0.0, Extent::area_m2) >= MOST_SEEN * study.area_m2()
            });
            covered && shown.stands_for(&self.wanted)
        };
        let is_wide = self.wider.as_ref().is_some_and(|(shown, _)| most(shown));
        self.shown.stands_for(&self.wanted) && (is_wide || most(&self.shown))
    }

    /// Paints what came into view, what an edit changed, and what is no longer or now singled out.
    /// Returns whether that was all there was to do.
    fn follow(&mut self, content: &MapContent) -> bool {
        let Self { shown: before, wanted, version, .. } = self;
        let has_moved = before.camera != wanted.camera;
        let can_follow = || version.image.can_follow(&before.camera, &wanted.camera, wanted.scale);
        if !before.leads_to(wanted) || (has_moved && !can_follow()) {
            return false;
        }
        let mut image = Arc::unwrap_or_clone(std::mem::take(&mut version.image));
        let mut since = Since { number: version.number, ..Since::default() };
        if has_moved {
            let moved = image.follow(&before.camera, content, wanted.scale);
            since.moved = moved.unwrap_or_default();
        }
        if before.revision != wanted.revision {
            since.painted = image.follow_edit(content, wanted.scale);
        }
        for (before, now) in before.singled_out.into_iter().zip(wanted.singled_out) {
            let changes = [before, now].into_iter().flatten().filter(|_| before != now);
            for reach in changes.filter_map(|facility| content.reach_of(facility)) {
                since.painted = since.painted.union(image.repaint(reach, content, wanted.scale));
            }
        }
        *version = Version::new(image, Some(since));
        self.texture = None;
        self.shown = self.wanted.clone();
        true
    }

    /// Paints on the next image as long as a frame can spare, and takes it up once it is done.
    fn paint_on(&mut self, content: &MapContent, is_at_rest: bool) {
        let begin = Instant::now();
        let spared = if is_at_rest { SPARED_AT_REST } else { SPARED_MOVING };
        let wanted = &self.wanted;
        // Once begun it is finished, so that the picture grows sharper while the view moves; at rest
        // only what is asked for is of use.
        let is_of_use = |(shown, _): &(Shown, GroundPainting)| match is_at_rest {
            true => shown.leads_to(wanted) && shown.camera == wanted.camera,
            false => shown.stands_for(wanted),
        };
        let (shown, mut painting) = self.next.take().filter(is_of_use).unwrap_or_else(|| {
            let memory = std::mem::take(&mut self.spare);
            (wanted.clone(), GroundPainting::begin(memory, content, wanted.scale))
        });
        while !painting.advance(content) {
            if begin.elapsed() >= spared {
                self.next = Some((shown, painting));
                return;
            }
        }
        let before = std::mem::replace(&mut self.version, Version::new(painting.finish(), None));
        let shown_before = std::mem::replace(&mut self.shown, shown);
        self.keep_or_reuse(shown_before, before);
        self.follow(content);
    }

    /// Keeps an image that shows more than all others, and the memory of any other.
    fn keep_or_reuse(&mut self, shown: Shown, version: Version) {
        let shows_more = |one: &Shown, other: &Shown| {
            one.camera.metres_per_pixel > other.camera.metres_per_pixel
        };
        let kept = self.wider.as_ref().filter(|(kept, _)| kept.stands_for(&shown));
        let is_widest = shows_more(&shown, &self.shown)
            && kept.is_none_or(|(kept, _)| shows_more(&shown, kept));
        let unused = match is_widest {
            true => self.wider.replace((shown, version)),
            false => Some((shown, version)),
        };
        let image = unused.and_then(|(_, version)| Arc::into_inner(version.image));
        self.spare = image.unwrap_or_default();
    }

    /// The images that make up the map as it is asked for, from the bottom up.
    fn copies(&self, place: MapPlace, camera: &Camera) -> impl Iterator<Item = blit::Copy> {
        let is_all = self.shown.camera.share_of(camera) >= 1.0;
        let wider =
            self.wider.as_ref().filter(|(wider, _)| !is_all && wider.stands_for(&self.wanted));
        let copy = |layer, shown: &Shown, version: &Version| blit::Copy {
            target: (place, layer),
            version: version.clone(),
            part: part_seen(shown, &version.image, camera),
        };
        let below = wider.map(|(shown, version)| copy(Layer::Wider, shown, version));
        below.into_iter().chain([copy(Layer::AtHand, &self.shown, &self.version)])
    }

    fn texture(&mut self, ctx: &egui::Context, place: MapPlace) -> egui::TextureId {
        let GroundImage { width, height, pixels, .. } = &*self.version.image;
        let texture = self.texture.get_or_insert_with(|| {
            let bytes = pixels.as_flattened();
            let image = ColorImage::from_rgba_premultiplied([*width, *height], bytes);
            ctx.load_texture(format!("ground {place:?}"), image, TextureOptions::NEAREST)
        });
        texture.id()
    }
}

/// The part of an image that a camera sees, in pixels: corner and size.
fn part_seen(shown: &Shown, image: &GroundImage, camera: &Camera) -> [f32; 4] {
    if *camera == shown.camera {
        return [0.0, 0.0, image.width as f32, image.height as f32];
    }
    let pixel_m = shown.camera.metres_per_pixel / f64::from(shown.scale);
    let (whole, seen) = (shown.camera.visible(), camera.visible());
    let corner = [seen.min.x - whole.min.x, whole.max.y - seen.max.y];
    let [left, top] = corner.map(|metres| (metres / pixel_m) as f32);
    let [width, height] = [seen.width(), seen.height()].map(|metres| (metres / pixel_m) as f32);
    [left, top, width, height]
}
