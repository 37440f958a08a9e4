//! Copies the ground's image onto the window, pixel for pixel: without the blending of egui's own
//! images, which a processor in the place of a graphics card pays for dearly. An image that stands for
//! another view is shown larger or smaller.
//!
//! A map that is moved is not brought to the graphics device anew: see `wrapped`.
//!
//! All that can be is reckoned at the corners, and a pixel is one look into the image: a processor that
//! shades pixels (llvmpipe) pays for each.

use std::collections::HashMap;

use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;
use egui::PaintCallbackInfo;

use crate::cartography::{GroundImage, PixelWindow};
use crate::ui::graphics::textures;

use super::wrapped::{Piece, Wrapped};
use super::{Layer, MapPlace, Since, Version};

/// Two triangles for each part of the image, where it lies in the viewport that egui has set.
const SHADER: &str = "
struct Part {
    // Left, top, right and bottom in the viewport, from 0 to 1.
    seen: vec4<f32>,
    // The same in the image.
    image: vec4<f32>,
}

@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var pixels: sampler;
@group(0) @binding(2) var<uniform> parts: array<Part, 4>;

struct Corner {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(linear) place: vec2<f32>,
}

@vertex
fn corner(
    @builtin(vertex_index) number: u32,
    @builtin(instance_index) instance: u32,
) -> Corner {
    let part = parts[instance];
    let is_right = number == 1u || number == 4u || number == 5u;
    let is_below = number == 2u || number == 3u || number == 5u;
    let seen = vec2<f32>(
        select(part.seen.x, part.seen.z, is_right),
        select(part.seen.y, part.seen.w, is_below),
    );
    let place = vec2<f32>(
        select(part.image.x, part.image.z, is_right),
        select(part.image.y, part.image.w, is_below),
    );
    return Corner(vec4<f32>(seen.x * 2.0 - 1.0, 1.0 - seen.y * 2.0, 0.0, 1.0), place);
}

@fragment
fn copied(in: Corner) -> @location(0) vec4<f32> {
    return textureSample(image, pixels, in.place);
}
";

/// How many parts the shader knows, and the bytes of each.
const MOST_PARTS: usize = 4;
const PART_BYTES: usize = 32;

/// The pipeline and the images on the graphics device.
struct Blit {
    layout: wgpu::BindGroupLayout,
    pipeline: wgpu::RenderPipeline,
    /// Takes the pixels as they are, and what lies between them.
    samplers: [wgpu::Sampler; 2],
    /// The order of the channels that the window has too.
    format: wgpu::TextureFormat,
    images: HashMap<(MapPlace, Layer), Uploaded>,
}

struct Uploaded {
    /// The number of the image that it holds.
    number: u64,
    texture: wgpu::Texture,
    /// How it lies in the texture.
    wrapped: Wrapped,
    parts: wgpu::Buffer,
    /// How many of them there are.
    parts_count: u32,
    /// For each of the samplers.
    bind_groups: [wgpu::BindGroup; 2],
}

/// Makes the copying of images ready on a graphics device.
pub fn install(state: &RenderState) {
    let device = &state.device;
    let parts_bytes = (MOST_PARTS * PART_BYTES) as u64;
    let layout = textures::layout_with(device, wgpu::ShaderStages::VERTEX, parts_bytes);
    let samplers = [wgpu::FilterMode::Nearest, wgpu::FilterMode::Linear].map(|filter| {
        device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("ground"),
            mag_filter: filter,
            min_filter: filter,
            ..Default::default()
        })
    });
    let pipeline = pipeline(device, &layout, state.target_format);
    let format = match state.target_format {
        wgpu::TextureFormat::Bgra8Unorm => wgpu::TextureFormat::Bgra8Unorm,
        _ => wgpu::TextureFormat::Rgba8Unorm,
    };
    let blit = Blit { layout, pipeline, samplers, format, images: HashMap::new() };
    state.renderer.write().callback_resources.insert(blit);
}

fn pipeline(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    target: wgpu::TextureFormat,
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("ground"),
        source: wgpu::ShaderSource::Wgsl(SHADER.into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("ground"),
        bind_group_layouts: &[Some(layout)],
        ..Default::default()
    });
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("ground"),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("corner"),
            buffers: &[],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("copied"),
            targets: &[Some(target.into())],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        }),
        multiview_mask: None,
        cache: None,
    })
}

/// Parts what belongs to the ground from what lies below it: all from here on is drawn anew with the map.
pub(super) struct Beginning;

impl CallbackTrait for Beginning {
    fn paint(
        &self,
        _info: PaintCallbackInfo,
        _pass: &mut wgpu::RenderPass<'static>,
        _resources: &CallbackResources,
    ) {
    }
}

/// One image on its way to the window.
pub(super) struct Copy {
    pub target: (MapPlace, Layer),
    pub version: Version,
    /// The part of the image that fills the viewport, in its pixels: corner and size.
    pub part: [f32; 4],
}

impl Copy {
    /// Whether each pixel of the image is one of the window.
    fn is_as_it_is(&self) -> bool {
        let image = &self.version.image;
        self.part == [0.0, 0.0, image.width as f32, image.height as f32]
    }

    /// Whether nothing of what lies below is seen.
    pub fn fills_the_view(&self) -> bool {
        let image = &self.version.image;
        let [left, top, width, height] = self.part;
        left >= 0.0
            && top >= 0.0
            && left + width <= image.width as f32
            && top + height <= image.height as f32
    }

    /// The parts in the shader: as much of the image as is seen, in as many parts as it lies in.
    fn parts(&self, wrapped: Wrapped) -> Vec<Part> {
        let image = &self.version.image;
        let size = [image.width as f32, image.height as f32];
        if !self.is_as_it_is() {
            let [left, top, width, height] = self.part;
            let (across, down) = (span(left, width, size[0]), span(top, height, size[1]));
            return vec![Part::of(across, down)];
        }
        let part = |Piece { of_image, corner }: Piece| {
            let span = |first: usize, count: usize, at: usize, size: f32| Span {
                seen: [first, first + count].map(|pixel| pixel as f32 / size),
                image: [at, at + count].map(|pixel| pixel as f32 / size),
            };
            let PixelWindow { left, top, width, height } = of_image;
            Part::of(span(left, width, corner[0], size[0]), span(top, height, corner[1], size[1]))
        };
        wrapped.pieces(image.whole()).map(part).collect()
    }
}

/// A rectangle of the viewport and the one of the texture that it shows, as the shader has them.
struct Part([f32; PART_BYTES / size_of::<f32>()]);

impl Part {
    fn of(across: Span, down: Span) -> Self {
        let corners = |x: [f32; 2], y: [f32; 2]| [x[0], y[0], x[1], y[1]];
        let (seen, image) = (corners(across.seen, down.seen), corners(across.image, down.image));
        Self(std::array::from_fn(|at| if at < 4 { seen[at] } else { image[at - 4] }))
    }
}

/// From where to where an image is seen along one side of a viewport, as shares of the viewport and of
/// the image.
struct Span {
    seen: [f32; 2],
    image: [f32; 2],
}

/// Of a viewport that shows `length` pixels from `start` on of an image of `whole` pixels.
fn span(start: f32, length: f32, whole: f32) -> Span {
    let (first, last) = (start.max(0.0), (start + length).min(whole).max(start.max(0.0)));
    Span {
        seen: [first, last].map(|at| (at - start) / length),
        image: [first, last].map(|at| at / whole),
    }
}

impl CallbackTrait for Copy {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let Some(blit) = resources.get_mut::<Blit>() {
            blit.upload(self, device, queue);
        }
        Vec::new()
    }

    fn paint(
        &self,
        _info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let Some(blit) = resources.get::<Blit>() else { return };
        let Some(uploaded) = blit.images.get(&self.target) else { return };
        let [as_it_is, between] = &uploaded.bind_groups;
        pass.set_pipeline(&blit.pipeline);
        pass.set_bind_group(0, if self.is_as_it_is() { as_it_is } else { between }, &[]);
        pass.draw(0..6, 0..uploaded.parts_count);
    }
}

impl Blit {
    /// Brings an image onto the device, as far as it is not there.
    fn upload(&mut self, copy: &Copy, device: &wgpu::Device, queue: &wgpu::Queue) {
        let image = &copy.version.image;
        let size = wgpu::Extent3d {
            width: image.width as u32,
            height: image.height as u32,
            depth_or_array_layers: 1,
        };
        let fits = |uploaded: &Uploaded| uploaded.texture.size() == size;
        if !self.images.get(&copy.target).is_some_and(fits) {
            let uploaded = self.made(device, size, image);
            self.images.insert(copy.target, uploaded);
        }
        let Some(uploaded) = self.images.get_mut(&copy.target) else { return };
        uploaded.take(copy, queue);
        let parts = copy.parts(uploaded.wrapped);
        let bytes: Vec<u8> = parts
            .iter()
            .flat_map(|Part(values)| values)
            .flat_map(|value| value.to_ne_bytes())
            .collect();
        queue.write_buffer(&uploaded.parts, 0, &bytes);
        uploaded.parts_count = parts.len() as u32;
    }

    fn made(&self, device: &wgpu::Device, size: wgpu::Extent3d, image: &GroundImage) -> Uploaded {
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("ground"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: self.format,
            usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let parts = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("ground"),
            size: (MOST_PARTS * PART_BYTES) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let bind_groups = self.samplers.each_ref().map(|sampler| {
            let resources = [
                wgpu::BindingResource::TextureView(&view),
                wgpu::BindingResource::Sampler(sampler),
                parts.as_entire_binding(),
            ];
            let entries: Vec<_> = (0..)
                .zip(resources)
                .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
                .collect();
            device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("ground"),
                layout: &self.layout,
                entries: &entries,
            })
        });
        let wrapped = Wrapped::of(image);
        Uploaded { number: 0, texture, wrapped, parts, parts_count: 0, bind_groups }
    }
}

impl Uploaded {
    /// Brings the pixels of an image that the texture lacks.
    fn take(&mut self, copy: &Copy, queue: &wgpu::Queue) {
        let Version { image, number, since } = &copy.version;
        // Between the pixels on both sides of a seam there is nothing to be seen.
        let may_be_wrapped = copy.is_as_it_is();
        let is_at_hand = self.number == *number;
        if is_at_hand && (may_be_wrapped || self.wrapped.is_straight()) {
            return;
        }
        let from_before = since.as_ref().filter(|since| since.number == self.number);
        let changed = match from_before.filter(|_| may_be_wrapped && !is_at_hand) {
            Some(Since { moved, .. }) => {
                self.wrapped = self.wrapped.moved_by(*moved);
                copy.version.changed().collect()
            }
            None => {
                self.wrapped = Wrapped::of(image);
                vec![image.whole()]
            }
        };
        self.number = *number;
        for piece in changed.into_iter().flat_map(|window| self.wrapped.pieces(window)) {
            write(queue, &self.texture, image, piece);
        }
    }
}

/// Writes a piece of an image where it lies in the texture.
fn write(queue: &wgpu::Queue, texture: &wgpu::Texture, image: &GroundImage, piece: Piece) {
    let PixelWindow { left, top, width, height } = piece.of_image;
    let rows = image.pixels.chunks_exact(image.width).skip(top).take(height);
    let is_reversed = texture.format() == wgpu::TextureFormat::Bgra8Unorm;
    let mut bytes: Vec<u8> = Vec::with_capacity(4 * width * height);
    for row in rows {
        let pixels = &row[left..left + width];
        let begin = bytes.len();
        bytes.extend_from_slice(pixels.as_flattened());
        if is_reversed {
            bytes[begin..].chunks_exact_mut(4).for_each(|pixel| pixel.swap(0, 2));
        }
    }
    let rows = wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(4 * width as u32),
        rows_per_image: Some(height as u32),
    };
    let mut target = texture.as_image_copy();
    let [x, y] = piece.corner.map(|pixel| pixel as u32);
    target.origin = wgpu::Origin3d { x, y, z: 0 };
    let size =
        wgpu::Extent3d { width: width as u32, height: height as u32, depth_or_array_layers: 1 };
    queue.write_texture(target, &bytes, rows, size);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_of_an_image_is_shown_as_there_is_of_it() {
        let whole = span(0.0, 200.0, 200.0);
        assert_eq!((whole.seen, whole.image), ([0.0, 1.0], [0.0, 1.0]));
        let within = span(50.0, 100.0, 200.0);
        assert_eq!((within.seen, within.image), ([0.0, 1.0], [0.25, 0.75]));
        let beyond = span(-100.0, 400.0, 200.0);
        assert_eq!((beyond.seen, beyond.image), ([0.25, 0.75], [0.0, 1.0]));
        let elsewhere = span(300.0, 100.0, 200.0);
        assert_eq!(elsewhere.seen[0], elsewhere.seen[1], "nothing of it is seen");
    }
}
