//! What egui draws, where a processor stands in for a graphics card: the same triangles, by shaders that
//! do no more than these need. egui's own shader has a second way of looking into its textures, never
//! taken here, which a processor without real branches walks for every pixel all the same: one layer over
//! a window of 1920 × 1080 took 72 ms on two cores, where one look into the texture takes 10 and a plain
//! colour 2.5.
//!
//! Textures stay with egui's renderer, and so does the order in which everything is drawn: what lies
//! between two callbacks (the map is one) becomes a callback itself (`run`). What lies below the map and
//! stays the same, the panels around it, is drawn once and kept as a picture (`kept`). The seldom frames
//! that bring a new texture are left to egui's shader: it is made after they were taken apart here.

mod kept;
mod pipelines;
mod run;

use std::sync::Arc;

use eframe::egui_wgpu::{self, RenderState};
use eframe::wgpu;
use egui::epaint::{ClippedPrimitive, ClippedShape, Primitive};
use egui::{Context, FullOutput, Rect, Shape, TextureId, ViewportId};

use kept::Below;
use pipelines::Pipelines;
use run::{Drawn, Run};

/// Has windows drawn in this way from now on, where `state` draws by the processor.
pub fn install(ctx: &Context, state: &RenderState) {
    let is_processor = state.adapter.get_info().device_type == wgpu::DeviceType::Cpu;
    // Into a framebuffer that converts colours, egui's shader converts them first.
    if is_processor && !state.target_format.is_srgb() {
        let pipelines = Arc::new(Pipelines::new(state));
        ctx.add_plugin(PlainShading { pipelines, below: Below::default() });
    }
}

/// Takes what egui has to draw, and hands it back as callbacks.
struct PlainShading {
    pipelines: Arc<Pipelines>,
    below: Below,
}

impl egui::Plugin for PlainShading {
    fn debug_name(&self) -> &'static str {
        "plain shading"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let changed = &output.textures_delta.set;
        if changed.values().flatten().any(|delta| delta.pos.is_none()) {
            self.below = Below::default();
            return;
        }
        // Letters come into the texture of texts beside those that are there.
        let changed = changed.keys().copied().filter(|texture| *texture != TextureId::default());
        let changed: Vec<TextureId> = changed.collect();
        let shapes = std::mem::take(&mut output.shapes);
        let window = ctx.viewport_rect();
        let mut run = Run::in_window(window.size());
        // The window of a meeting's presenter is another one.
        let mut is_below = ctx.viewport_id() == ViewportId::ROOT;
        for ClippedPrimitive { clip_rect, primitive } in
            ctx.tessellate(shapes, output.pixels_per_point)
        {
            match primitive {
                Primitive::Mesh(mesh) => run.add(clip_rect, &mesh),
                Primitive::Callback(callback) => {
                    let done = std::mem::replace(&mut run, Run::in_window(window.size()));
                    if is_below && done.uses(&changed) {
                        // The picture shows such a texture as it was.
                        self.below = Below::default();
                    }
                    let shape = match is_below {
                        true => self.below.shape(ctx, done, clip_rect, &self.pipelines),
                        false => self.drawn(window, done),
                    };
                    is_below = false;
                    output.shapes.extend(shape);
                    output.shapes.push(ClippedShape::new(clip_rect, Shape::Callback(callback)));
                }
            }
        }
        output.shapes.extend(self.drawn(window, run));
    }
}

impl PlainShading {
    /// Some triangles as a callback.
    fn drawn(&self, window: Rect, run: Run) -> Option<ClippedShape> {
        if run.is_empty() {
            return None;
        }
        let drawn = Drawn::new(Arc::new(run), self.pipelines.clone());
        let callback = egui_wgpu::Callback::new_paint_callback(window, drawn);
        Some(ClippedShape::new(window, Shape::Callback(callback)))
    }
}
