//! The panels around the map as a picture: as long as nothing in them changes, their many small triangles
//! are not drawn anew for each frame of a map that moves.
//!
//! A run below the first callback is drawn on a texture in the second frame in which it is the same, and
//! from then on that texture is copied, all around the callback. Where only some panels come out otherwise
//! than in the texture, such as the status bar with the place of the pointer, these are drawn over it. While
//! a map is moved the status bar is never the same twice, so a run is drawn on the texture, too, where it is
//! nearly as in the frame before, but not as in the texture.

use std::sync::{Arc, Mutex, OnceLock};

use eframe::egui_wgpu::{self, CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;
use egui::epaint::ClippedShape;
use egui::{Color32, Context, PaintCallbackInfo, Rect, Shape};
use wgpu::util::DeviceExt;

use crate::ui::style;

use super::pipelines::Pipelines;
use super::run::{Drawn, Run, corner_bytes, pixels};

/// In points: so far the line between two panels reaches into what lies beside it, soft edge included.
const SHARED_EDGE: f32 = 2.0;
/// Where more of the window than this share is other than in the picture, all is drawn anew.
const MOST_CHANGED: f32 = 0.2;
/// Less than this share of the window is little: the status bar.
const LITTLE: f32 = 0.05;

/// What lies below the first callback of the window, from frame to frame.
#[derive(Default)]
pub struct Below {
    last: Option<Last>,
    picture: Arc<Mutex<Option<Picture>>>,
}

/// The frame before.
struct Last {
    run: Arc<Run>,
    /// What the callback covers, in points.
    cover: Rect,
    /// What the window is cleared with.
    ground: Color32,
    /// Whether it can be copied around the cover: nothing of it is seen within.
    is_around: bool,
}

/// A run as the pixels of a window.
struct Picture {
    run: Arc<Run>,
    ground: Color32,
    texture: wgpu::Texture,
    bind_group: wgpu::BindGroup,
}

impl Below {
    /// A run as a callback that draws it below another one, which covers a rectangle of the window.
    pub fn shape(
        &mut self,
        ctx: &Context,
        run: Run,
        cover: Rect,
        pipelines: &Arc<Pipelines>,
    ) -> Option<ClippedShape> {
        if run.is_empty() {
            return None;
        }
        let (window, ground) = (ctx.viewport_rect(), style::window_color(ctx));
        let before = self.last.take().filter(|last| last.cover == cover && last.ground == ground);
        let since_before = before.as_ref().and_then(|last| run.differences(&last.run));
        let is_as_before = since_before.as_ref().is_some_and(Vec::is_empty);
        let is_nearly_as_before = since_before.is_some_and(|parts| is_little(&parts, window));
        let last = before.filter(|_| is_as_before).unwrap_or_else(|| {
            let is_around = !run.is_seen_in(cover.shrink(SHARED_EDGE));
            Last { run: Arc::new(run), cover, ground, is_around }
        });
        let drawn = Drawn::new(last.run.clone(), pipelines.clone());
        let changed = if is_as_before { None } else { self.changed(&last, window) };
        let is_little_changed = changed.as_ref().is_some_and(|parts| is_little(parts, window));
        let is_pictured = is_nearly_as_before && !is_little_changed;
        let changed = if is_pictured { Some(Vec::new()) } else { changed };
        let callback = match changed.filter(|_| last.is_around) {
            None => egui_wgpu::Callback::new_paint_callback(window, drawn),
            Some(changed) => {
                let kept = Kept {
                    drawn,
                    run: last.run.clone(),
                    is_pictured,
                    changed,
                    cover,
                    ground,
                    pipelines: pipelines.clone(),
                    picture: self.picture.clone(),
                    uploaded: OnceLock::new(),
                };
                egui_wgpu::Callback::new_paint_callback(window, kept)
            }
        };
        self.last = Some(last);
        Some(ClippedShape::new(window, Shape::Callback(callback)))
    }

    /// Where a run is other than in the picture, in points; `None` where the picture is of no use for it.
    fn changed(&self, last: &Last, window: Rect) -> Option<Vec<Rect>> {
        let picture = self.picture.lock().ok()?;
        let picture = picture.as_ref().filter(|picture| picture.ground == last.ground)?;
        let changed = last.run.differences(&picture.run)?;
        (share_of(&changed, window) <= MOST_CHANGED).then_some(changed)
    }
}

/// The share of the window that some parts of it take.
fn share_of(parts: &[Rect], window: Rect) -> f32 {
    parts.iter().map(|rect| rect.intersect(window).area()).sum::<f32>() / window.area()
}

fn is_little(parts: &[Rect], window: Rect) -> bool {
    share_of(parts, window) <= LITTLE
}

/// A run that the picture is of, or nearly so.
struct Kept {
    run: Arc<Run>,
    drawn: Drawn,
    /// Whether the picture is to be of it.
    is_pictured: bool,
    /// What is drawn over the picture, in points.
    changed: Vec<Rect>,
    cover: Rect,
    ground: Color32,
    pipelines: Arc<Pipelines>,
    picture: Arc<Mutex<Option<Picture>>>,
    uploaded: OnceLock<Uploaded>,
}

/// Rectangles on the graphics device.
struct Uploaded {
    corners: wgpu::Buffer,
    /// How many corners there are where the picture is copied, and after them where it is painted over.
    around: u32,
    over: u32,
}

impl CallbackTrait for Kept {
    fn prepare(
        &self,
        device: &wgpu::Device,
        _queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Ok(mut picture) = self.picture.lock() else { return Vec::new() };
        let size = screen.size_in_pixels;
        let is_of_use = |picture: &Picture| !self.is_pictured || self.is_pictured_in(picture, size);
        if !picture.as_ref().is_some_and(is_of_use) {
            let before = picture.take();
            *picture = Some(self.pictured(device, encoder, before, screen));
        }
        if !self.changed.is_empty() {
            self.drawn.upload(device);
        }
        self.uploaded.get_or_init(|| {
            let part = |rect: Rect| pixels(rect, screen.pixels_per_point, size);
            let mut corners = corners_around(part(self.cover), size);
            let around = corners.len() as u32;
            for rect in &self.changed {
                corners.extend(corners_of(corners_in(part(*rect)), size, self.ground.to_array()));
            }
            let over = corners.len() as u32 - around;
            let corners = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some("kept panels"),
                contents: corners.as_flattened(),
                usage: wgpu::BufferUsages::VERTEX,
            });
            Uploaded { corners, around, over }
        });
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
        let Ok(picture) = self.picture.lock() else { return };
        let Some((picture, uploaded)) = picture.as_ref().zip(self.uploaded.get()) else {
            return;
        };
        let Uploaded { corners, around, over } = uploaded;
        let [width, height] = info.screen_size_px;
        pass.set_viewport(0.0, 0.0, width as f32, height as f32, 0.0, 1.0);
        pass.set_scissor_rect(0, 0, width, height);
        pass.set_pipeline(&self.pipelines.copied);
        pass.set_bind_group(0, &picture.bind_group, &[]);
        pass.set_vertex_buffer(0, corners.slice(..));
        pass.draw(0..*around, 0..1);
        pass.set_pipeline(&self.pipelines.plain);
        pass.draw(*around..around + over, 0..1);
        for rect in &self.changed {
            self.drawn.draw(pass, *rect, info.screen_size_px, info.pixels_per_point);
        }
    }
}

impl Kept {
    fn is_pictured_in(&self, picture: &Picture, [width, height]: [u32; 2]) -> bool {
        let size = picture.texture.size();
        Arc::ptr_eq(&picture.run, &self.run)
            && picture.ground == self.ground
            && [size.width, size.height] == [width, height]
    }

    /// Draws the run on a texture, on that of a picture before where it has the size.
    fn pictured(
        &self,
        device: &wgpu::Device,
        encoder: &mut wgpu::CommandEncoder,
        before: Option<Picture>,
        screen: &ScreenDescriptor,
    ) -> Picture {
        let [width, height] = screen.size_in_pixels;
        let size = wgpu::Extent3d { width, height, depth_or_array_layers: 1 };
        let same_size = before.filter(|before| before.texture.size() == size);
        let (texture, bind_group) = same_size.map_or_else(
            || {
                let texture = device.create_texture(&wgpu::TextureDescriptor {
                    label: Some("kept panels"),
                    size,
                    mip_level_count: 1,
                    sample_count: 1,
                    dimension: wgpu::TextureDimension::D2,
                    format: self.pipelines.format,
                    usage: wgpu::TextureUsages::TEXTURE_BINDING
                        | wgpu::TextureUsages::RENDER_ATTACHMENT,
                    view_formats: &[],
                });
                let bind_group = self.pipelines.bind_group(device, &texture);
                (texture, bind_group)
            },
            |before| (before.texture, before.bind_group),
        );
        self.drawn.upload(device);
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let [r, g, b, a] = self.ground.to_normalized_gamma_f32().map(f64::from);
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            label: Some("kept panels"),
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(wgpu::Color { r, g, b, a }),
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..Default::default()
        });
        let pixels_per_point = screen.pixels_per_point;
        self.drawn.draw(&mut pass, Rect::EVERYTHING, screen.size_in_pixels, pixels_per_point);
        drop(pass);
        Picture { run: self.run.clone(), ground: self.ground, texture, bind_group }
    }
}

type CornerBytes = [u8; super::pipelines::CORNER_BYTES];

/// Left, top, right and bottom of a part of a window, from left, top, width and height.
fn corners_in([left, top, width, height]: [u32; 4]) -> [u32; 4] {
    [left, top, left + width, top + height]
}

/// Two triangles for each of four rectangles around a part of a window, all in pixels.
fn corners_around(part: [u32; 4], window: [u32; 2]) -> Vec<CornerBytes> {
    let [left, top, right, bottom] = corners_in(part);
    let around = [
        [0, 0, window[0], top],
        [0, top, left, bottom],
        [right, top, window[0], bottom],
        [0, bottom, window[0], window[1]],
    ];
    let around =
        around.into_iter().filter(|[left, top, right, bottom]| left < right && top < bottom);
    around.flat_map(|rect| corners_of(rect, window, [255; 4])).collect()
}

/// Two triangles that fill a rectangle of a window, which is as large as the texture they look into.
fn corners_of(
    [left, top, right, bottom]: [u32; 4],
    window: [u32; 2],
    color: [u8; 4],
) -> [CornerBytes; 6] {
    let corners =
        [[left, top], [right, top], [left, bottom], [left, bottom], [right, top], [right, bottom]];
    corners.map(|[x, y]| {
        let [x, y] = [x as f32 / window[0] as f32, y as f32 / window[1] as f32];
        corner_bytes([2.0 * x - 1.0, 1.0 - 2.0 * y], [x, y], color)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_map_at_the_edge_of_the_window_has_nothing_beside_it_there() {
        assert_eq!(corners_around([0, 0, 800, 600], [800, 600]).len(), 0);
        assert_eq!(corners_around([200, 0, 600, 600], [800, 600]).len(), 6);
        assert_eq!(corners_around([200, 50, 400, 500], [800, 600]).len(), 24);
    }
}
