//! What egui draws, where a processor stands in for a graphics card: the same triangles, by shaders that
//! do no more than these need. egui's own shader has a second way of looking into its textures, never
//! taken here, which a processor without real branches walks for every pixel all the same: one layer over
//! a window of 1920 × 1080 took 72 ms on two cores, where one look into the texture takes 10 and a plain
//! colour 2.5.
//!
//! Textures stay with egui's renderer, and so does the order in which everything is drawn: what lies
//! between two callbacks (the map is one) becomes a callback itself. The seldom frames that bring a new
//! texture are left to egui's shader: it is made after they were taken apart here.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use eframe::egui_wgpu::{
    self, CallbackResources, CallbackTrait, RenderState, Renderer, ScreenDescriptor,
};
use eframe::wgpu;
use egui::epaint::{ClippedPrimitive, ClippedShape, Mesh, Primitive, Vertex, WHITE_UV};
use egui::mutex::RwLock;
use egui::{Context, FullOutput, PaintCallbackInfo, Pos2, Rect, Shape, TextureId};
use wgpu::util::DeviceExt;

use super::textures;

const SHADER: &str = "
@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var texels: sampler;

struct Corner {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(linear) color: vec4<f32>,
    @location(1) @interpolate(linear) place: vec2<f32>,
}

@vertex
fn corner(
    @location(0) position: vec2<f32>,
    @location(1) place: vec2<f32>,
    @location(2) color: vec4<f32>,
) -> Corner {
    return Corner(vec4<f32>(position, 0.0, 1.0), color, place);
}

@fragment
fn textured(in: Corner) -> @location(0) vec4<f32> {
    return in.color * textureSample(image, texels, in.place);
}

@fragment
fn plain(in: Corner) -> @location(0) vec4<f32> {
    return in.color;
}
";

/// Bytes of a corner in the shader: position and place of two numbers each, and a colour.
const CORNER_BYTES: usize = 20;
/// With each texture egui's renderer binds flags that only its own shader reads.
const EGUI_FLAGS_BYTES: u64 = 16;
/// Plain areas smaller than this, in square points, are not worth a change of shaders: looking into the
/// texture, where it is white, comes to the same.
const LEAST_PLAIN_AREA: f32 = 4_000.0;

/// Has windows drawn in this way from now on, where `state` draws by the processor.
pub fn install(ctx: &Context, state: &RenderState) {
    let is_processor = state.adapter.get_info().device_type == wgpu::DeviceType::Cpu;
    // Into a framebuffer that converts colours, egui's shader converts them first.
    if is_processor && !state.target_format.is_srgb() {
        let shading = Arc::new(Shading::new(state));
        ctx.add_plugin(PlainShading { shading });
    }
}

/// Takes what egui has to draw, and hands it back as callbacks.
struct PlainShading {
    shading: Arc<Shading>,
}

/// The pipelines on the graphics device, and where egui's textures are.
struct Shading {
    textured: wgpu::RenderPipeline,
    plain: wgpu::RenderPipeline,
    renderer: Arc<RwLock<Renderer>>,
}

impl egui::Plugin for PlainShading {
    fn debug_name(&self) -> &'static str {
        "plain shading"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let mut deltas = output.textures_delta.set.values().flatten();
        if deltas.any(|delta| delta.pos.is_none()) {
            return;
        }
        let shapes = std::mem::take(&mut output.shapes);
        let window = ctx.viewport_rect();
        let mut run = Vec::new();
        for ClippedPrimitive { clip_rect, primitive } in
            ctx.tessellate(shapes, output.pixels_per_point)
        {
            match primitive {
                Primitive::Mesh(mesh) => run.push(self.shading.cut_mesh(clip_rect, mesh)),
                Primitive::Callback(callback) => {
                    output.shapes.extend(self.drawn(window, std::mem::take(&mut run)));
                    output.shapes.push(ClippedShape::new(clip_rect, Shape::Callback(callback)));
                }
            }
        }
        output.shapes.extend(self.drawn(window, run));
    }
}

impl PlainShading {
    /// Some meshes as a callback.
    fn drawn(&self, window: Rect, meshes: Vec<CutMesh>) -> Option<ClippedShape> {
        if meshes.is_empty() {
            return None;
        }
        let meshes = Meshes { meshes, shading: self.shading.clone(), uploaded: OnceLock::new() };
        let callback = egui_wgpu::Callback::new_paint_callback(window, meshes);
        Some(ClippedShape::new(window, Shape::Callback(callback)))
    }
}

impl Shading {
    fn new(state: &RenderState) -> Self {
        let device = &state.device;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("plain shading"),
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        });
        let pipeline = |entry_point, bind_group_layouts: &[Option<&wgpu::BindGroupLayout>]| {
            let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                label: Some("plain shading"),
                bind_group_layouts,
                ..Default::default()
            });
            device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
                label: Some("plain shading"),
                layout: Some(&layout),
                vertex: wgpu::VertexState {
                    module: &module,
                    entry_point: Some("corner"),
                    buffers: &[Some(wgpu::VertexBufferLayout {
                        array_stride: CORNER_BYTES as u64,
                        step_mode: wgpu::VertexStepMode::Vertex,
                        attributes: &wgpu::vertex_attr_array![
                            0 => Float32x2, 1 => Float32x2, 2 => Unorm8x4
                        ],
                    })],
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                },
                primitive: wgpu::PrimitiveState::default(),
                depth_stencil: None,
                multisample: wgpu::MultisampleState::default(),
                fragment: Some(wgpu::FragmentState {
                    module: &module,
                    entry_point: Some(entry_point),
                    targets: &[Some(wgpu::ColorTargetState {
                        format: state.target_format,
                        blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                        write_mask: wgpu::ColorWrites::ALL,
                    })],
                    compilation_options: wgpu::PipelineCompilationOptions::default(),
                }),
                multiview_mask: None,
                cache: None,
            })
        };
        let textures =
            textures::layout_with(device, wgpu::ShaderStages::FRAGMENT, EGUI_FLAGS_BYTES);
        let textured = pipeline("textured", &[Some(&textures)]);
        let plain = pipeline("plain", &[]);
        Self { textured, plain, renderer: state.renderer.clone() }
    }

    fn cut_mesh(&self, clip: Rect, mesh: Mesh) -> CutMesh {
        let renderer = self.renderer.read();
        let texture = renderer.texture(&mesh.texture_id).map(|texture| texture.bind_group.clone());
        CutMesh { clip, mesh, texture }
    }
}

/// Triangles that look into one texture, and the rectangle they are cut off at.
struct CutMesh {
    clip: Rect,
    mesh: Mesh,
    /// `None` where egui's renderer has it no more.
    texture: Option<wgpu::BindGroup>,
}

/// What is drawn from one callback to the next.
struct Meshes {
    meshes: Vec<CutMesh>,
    shading: Arc<Shading>,
    uploaded: OnceLock<Uploaded>,
}

/// The same on the graphics device.
struct Uploaded {
    corners: wgpu::Buffer,
    indices: wgpu::Buffer,
    draws: Vec<Draw>,
}

/// Triangles that are drawn by one shader and cut off at one rectangle.
struct Draw {
    clip: Rect,
    /// `None` for plain colours.
    texture: Option<wgpu::BindGroup>,
    indices: Range<u32>,
    /// The number of the mesh's first corner.
    first_corner: i32,
}

impl CallbackTrait for Meshes {
    fn prepare(
        &self,
        device: &wgpu::Device,
        _queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        self.uploaded.get_or_init(|| self.upload(device, screen));
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
        let Some(Uploaded { corners, indices, draws }) = self.uploaded.get() else { return };
        let window = info.screen_size_px;
        pass.set_viewport(0.0, 0.0, window[0] as f32, window[1] as f32, 0.0, 1.0);
        pass.set_vertex_buffer(0, corners.slice(..));
        pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
        for draw in draws {
            let [left, top, width, height] = pixels(draw.clip, info.pixels_per_point, window);
            if width == 0 || height == 0 {
                continue;
            }
            pass.set_scissor_rect(left, top, width, height);
            match &draw.texture {
                None => pass.set_pipeline(&self.shading.plain),
                Some(texture) => {
                    pass.set_pipeline(&self.shading.textured);
                    pass.set_bind_group(0, texture, &[]);
                }
            }
            pass.draw_indexed(draw.indices.clone(), draw.first_corner, 0..1);
        }
    }
}

impl Meshes {
    fn upload(&self, device: &wgpu::Device, screen: &ScreenDescriptor) -> Uploaded {
        let window = screen.size_in_pixels.map(|pixels| pixels as f32 / screen.pixels_per_point);
        let (mut corners, mut indices) = (Vec::<u8>::new(), Vec::<u8>::new());
        let mut draws = Vec::new();
        for CutMesh { clip, mesh, texture } in &self.meshes {
            let first_corner = (corners.len() / CORNER_BYTES) as i32;
            let first_index = (indices.len() / size_of::<u32>()) as u32;
            corners.reserve(CORNER_BYTES * mesh.vertices.len());
            for Vertex { pos: Pos2 { x, y }, uv, color } in &mesh.vertices {
                let position = [2.0 * x / window[0] - 1.0, 1.0 - 2.0 * y / window[1]];
                let numbers = [position[0], position[1], uv.x, uv.y].map(f32::to_ne_bytes);
                let mut corner = [0; CORNER_BYTES];
                corner[..16].copy_from_slice(numbers.as_flattened());
                corner[16..].copy_from_slice(&color.to_array());
                corners.extend_from_slice(&corner);
            }
            indices.reserve(size_of::<u32>() * mesh.indices.len());
            for index in &mesh.indices {
                indices.extend_from_slice(&index.to_ne_bytes());
            }
            let parts = parts_of(mesh).into_iter();
            let parts = parts.filter(|part| part.is_plain || texture.is_some());
            draws.extend(parts.map(|Part { is_plain, indices, .. }| Draw {
                clip: *clip,
                texture: texture.clone().filter(|_| !is_plain),
                indices: first_index + indices.start as u32..first_index + indices.end as u32,
                first_corner,
            }));
        }
        let buffer = |usage, contents: &[u8]| {
            let label = Some("plain shading");
            device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label, contents, usage })
        };
        let corners = buffer(wgpu::BufferUsages::VERTEX, &corners);
        let indices = buffer(wgpu::BufferUsages::INDEX, &indices);
        Uploaded { corners, indices, draws }
    }
}

/// Triangles of a mesh, one after the other, that are shaded alike.
struct Part {
    is_plain: bool,
    indices: Range<usize>,
    /// In square points, what is cut off included.
    area: f32,
}

/// Divides a mesh: large areas of plain colour apart from what looks into the texture.
fn parts_of(mesh: &Mesh) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (number, triangle) in mesh.triangles().enumerate() {
        let corners = triangle.map(|index| mesh.vertices[index as usize]);
        // Where the texture of texts is white there is nothing to be looked for.
        let is_white = corners.iter().all(|corner| corner.uv == WHITE_UV);
        let is_plain = is_white && mesh.texture_id == TextureId::default();
        let [a, b, c] = corners.map(|corner| corner.pos);
        let area = ((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y)).abs() / 2.0;
        let indices = 3 * number..3 * number + 3;
        join(&mut parts, Part { is_plain, indices, area });
    }
    let mut worthwhile = Vec::with_capacity(parts.len());
    for part in parts {
        let is_plain = part.is_plain && part.area >= LEAST_PLAIN_AREA;
        join(&mut worthwhile, Part { is_plain, ..part });
    }
    worthwhile
}

/// Adds a part to others; to the last of them where both are shaded alike.
fn join(parts: &mut Vec<Part>, part: Part) {
    match parts.last_mut().filter(|last| last.is_plain == part.is_plain) {
        Some(last) => {
            last.indices.end = part.indices.end;
            last.area += part.area;
        }
        None => parts.push(part),
    }
}

/// The pixels of a rectangle of points within a window: left, top, width and height. Rounded as egui
/// does, so that neighbours meet.
fn pixels(rect: Rect, pixels_per_point: f32, window: [u32; 2]) -> [u32; 4] {
    // Conversion to whole numbers takes what is negative or too large to the nearest there is.
    let pixel = |points: f32, most: u32| ((points * pixels_per_point).round() as u32).min(most);
    let [left, right] = [rect.min.x, rect.max.x].map(|x| pixel(x, window[0]));
    let [top, bottom] = [rect.min.y, rect.max.y].map(|y| pixel(y, window[1]));
    [left, top, right.saturating_sub(left), bottom.saturating_sub(top)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, pos2};

    fn kinds(mesh: &Mesh) -> Vec<(bool, Range<usize>)> {
        parts_of(mesh).into_iter().map(|part| (part.is_plain, part.indices)).collect()
    }

    fn square(side: f32) -> Rect {
        Rect::from_min_size(pos2(10.0, 10.0), egui::Vec2::splat(side))
    }

    #[test]
    fn large_plain_areas_are_shaded_apart_and_the_order_is_kept() {
        let letters = Rect::from_min_max(pos2(0.1, 0.1), pos2(0.2, 0.2));
        let mut mesh = Mesh::default();
        mesh.add_colored_rect(square(200.0), Color32::GRAY);
        mesh.add_colored_rect(square(100.0), Color32::BLACK);
        mesh.add_rect_with_uv(square(8.0), letters, Color32::WHITE);
        // Too small to be worth it: it goes with the letters.
        mesh.add_colored_rect(square(10.0), Color32::GRAY);
        mesh.add_rect_with_uv(square(8.0), letters, Color32::WHITE);
        mesh.add_colored_rect(square(300.0), Color32::GRAY);
        assert_eq!(kinds(&mesh), [(true, 0..12), (false, 12..30), (true, 30..36)]);
    }

    #[test]
    fn a_picture_is_never_plain() {
        let mut mesh = Mesh::with_texture(TextureId::User(7));
        let corner = Rect::from_min_max(WHITE_UV, WHITE_UV);
        mesh.add_rect_with_uv(square(200.0), corner, Color32::WHITE);
        assert_eq!(kinds(&mesh), [(false, 0..6)]);
    }

    #[test]
    fn what_is_cut_off_ends_within_the_window() {
        let beyond = Rect::from_min_max(pos2(-5.0, 3.0), pos2(f32::INFINITY, 11.0));
        assert_eq!(pixels(beyond, 1.5, [100, 15]), [0, 5, 100, 10]);
        let nowhere = Rect::from_min_max(pos2(200.0, 0.0), pos2(300.0, 5.0));
        assert_eq!(pixels(nowhere, 1.0, [100, 15])[2], 0);
    }
}
