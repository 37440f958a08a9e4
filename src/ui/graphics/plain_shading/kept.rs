//! The panels around the map as a picture: as long as nothing in them changes, their many small triangles
//! are not drawn anew for each frame of a map that moves.
//!
//! A run below the first callback is drawn as it is when it is new. In the second frame in which it is the
//! same it is drawn on a texture too, and from the third on that texture is copied, all around the
//! callback.

use std::sync::{Arc, Mutex, OnceLock};

use eframe::egui_wgpu::{self, CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;
use egui::epaint::ClippedShape;
use egui::{Color32, Context, PaintCallbackInfo, Rect, Shape};
use wgpu::util::DeviceExt;

use crate::ui::style;

use super::pipelines::Pipelines;
use super::run::{Drawn, Run, corner_bytes, pixels};

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
        let ground = style::window_color(ctx);
        let before = self
            .last
            .take()
            .filter(|last| *last.run == run && last.cover == cover && last.ground == ground);
        let is_same = before.is_some();
        let last = before.unwrap_or_else(|| {
            // A hair's breadth is shared by neighbours.
            let is_around = !run.is_seen_in(cover.shrink(1.0));
            Last { run: Arc::new(run), cover, ground, is_around }
        });
        let drawn = || Drawn::new(last.run.clone(), pipelines.clone());
        let window = ctx.viewport_rect();
        let callback = match is_same && last.is_around {
            false => egui_wgpu::Callback::new_paint_callback(window, drawn()),
            true => {
                let kept = Kept {
                    drawn: drawn(),
                    run: last.run.clone(),
                    cover,
                    ground,
                    pipelines: pipelines.clone(),
                    picture: self.picture.clone(),
                    around: OnceLock::new(),
                };
                egui_wgpu::Callback::new_paint_callback(window, kept)
            }
        };
        self.last = Some(last);
        Some(ClippedShape::new(window, Shape::Callback(callback)))
    }
}

/// A run that is the same as in the frame before.
struct Kept {
    run: Arc<Run>,
    drawn: Drawn,
    cover: Rect,
    ground: Color32,
    pipelines: Arc<Pipelines>,
    picture: Arc<Mutex<Option<Picture>>>,
    /// Where the picture is copied: four rectangles, and how many corners they have.
    around: OnceLock<(wgpu::Buffer, u32)>,
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
        if !picture.as_ref().is_some_and(|picture| self.is_pictured_in(picture, size)) {
            let before = picture.take();
            *picture = Some(self.pictured(device, encoder, before, screen));
        }
        self.around.get_or_init(|| {
            let corners = corners_around(pixels(self.cover, screen.pixels_per_point, size), size);
            let buffer = device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some("kept panels"),
                contents: corners.as_flattened(),
                usage: wgpu::BufferUsages::VERTEX,
            });
            (buffer, corners.len() as u32)
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
        let Some((picture, (corners, count))) = picture.as_ref().zip(self.around.get()) else {
            return;
        };
        let [width, height] = info.screen_size_px;
        pass.set_viewport(0.0, 0.0, width as f32, height as f32, 0.0, 1.0);
        pass.set_scissor_rect(0, 0, width, height);
        pass.set_pipeline(&self.pipelines.copied);
        pass.set_bind_group(0, &picture.bind_group, &[]);
        pass.set_vertex_buffer(0, corners.slice(..));
        pass.draw(0..*count, 0..1);
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
        self.drawn.draw(&mut pass, screen.size_in_pixels, screen.pixels_per_point);
        drop(pass);
        Picture { run: self.run.clone(), ground: self.ground, texture, bind_group }
    }
}

/// Two triangles for each of four rectangles around a part of a window, all in pixels.
fn corners_around(part: [u32; 4], window: [u32; 2]) -> Vec<[u8; super::pipelines::CORNER_BYTES]> {
    let [left, top, width, height] = part;
    let (right, bottom) = (left + width, top + height);
    let around = [
        [0, 0, window[0], top],
        [0, top, left, bottom],
        [right, top, window[0], bottom],
        [0, bottom, window[0], window[1]],
    ];
    let mut corners = Vec::with_capacity(6 * around.len());
    for [left, top, right, bottom] in around.into_iter().filter(|[l, t, r, b]| l < r && t < b) {
        for [x, y] in [
            [left, top],
            [right, top],
            [left, bottom],
            [left, bottom],
            [right, top],
            [right, bottom],
        ] {
            let [x, y] = [x as f32 / window[0] as f32, y as f32 / window[1] as f32];
            corners.push(corner_bytes([2.0 * x - 1.0, 1.0 - 2.0 * y], [x, y], [255; 4]));
        }
    }
    corners
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
