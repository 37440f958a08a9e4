//! Copies the ground's image onto the window, pixel for pixel: without the blending of egui's own
//! images, which a processor in the place of a graphics card pays for dearly. An image that stands for
//! another view is shown larger or smaller.
//!
//! All that can be is reckoned at the corners, and a pixel is one look into the image: a processor that
//! shades pixels (llvmpipe) has a way of its own for rectangles that only copy, many times as fast.

use std::collections::HashMap;

use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;
use egui::PaintCallbackInfo;

use crate::cartography::{GroundImage, PixelWindow};

use super::{Layer, MapPlace, Version};

/// Two triangles that cover where the image lies in the viewport that egui has set.
const SHADER: &str = "
struct Part {
    // Left, top, right and bottom in the viewport, from 0 to 1.
    seen: vec4<f32>,
    // The same in the image.
    image: vec4<f32>,
}

@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var pixels: sampler;
@group(0) @binding(2) var<uniform> part: Part;

struct Corner {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(linear) place: vec2<f32>,
}

@vertex
fn corner(@builtin(vertex_index) number: u32) -> Corner {
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

/// Bytes of the part in the shader.
const PART_BYTES: u64 = 32;

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
    part: wgpu::Buffer,
    /// For each of the samplers.
    bind_groups: [wgpu::BindGroup; 2],
}

/// Makes the copying of images ready on a graphics device.
pub fn install(state: &RenderState) {
    let device = &state.device;
    let layout = layout(device);
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

fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: match ty {
            wgpu::BindingType::Buffer { .. } => wgpu::ShaderStages::VERTEX,
            _ => wgpu::ShaderStages::FRAGMENT,
        },
        ty,
        count: None,
    };
    let image = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let part = wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: wgpu::BufferSize::new(PART_BYTES),
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("ground"),
        entries: &[
            entry(0, image),
            entry(1, wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering)),
            entry(2, part),
        ],
    })
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

    /// The part in the shader: as much of it as there is an image of.
    fn uniform(&self) -> [u8; PART_BYTES as usize] {
        let image = &self.version.image;
        let [left, top, width, height] = self.part;
        let across = span(left, width, image.width as f32);
        let down = span(top, height, image.height as f32);
        let values = [across.seen, down.seen, across.image, down.image];
        let [seen_x, seen_y, image_x, image_y] = values;
        let values = [
            [seen_x[0], seen_y[0], seen_x[1], seen_y[1]],
            [image_x[0], image_y[0], image_x[1], image_y[1]],
        ];
        let mut bytes = [0; PART_BYTES as usize];
        for (bytes, value) in bytes.chunks_exact_mut(4).zip(values.as_flattened()) {
            bytes.copy_from_slice(&value.to_ne_bytes());
        }
        bytes
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
        pass.draw(0..6, 0..1);
    }
}

impl Blit {
    /// Brings an image onto the device, as far as it is not there.
    fn upload(&mut self, copy: &Copy, device: &wgpu::Device, queue: &wgpu::Queue) {
        let Version { image, number, since } = &copy.version;
        let size = wgpu::Extent3d {
            width: image.width as u32,
            height: image.height as u32,
            depth_or_array_layers: 1,
        };
        let fits = |uploaded: &Uploaded| uploaded.texture.size() == size;
        if !self.images.get(&copy.target).is_some_and(fits) {
            let uploaded = self.made(device, size);
            self.images.insert(copy.target, uploaded);
        }
        let Some(uploaded) = self.images.get_mut(&copy.target) else { return };
        queue.write_buffer(&uploaded.part, 0, &copy.uniform());
        let changed = match since {
            _ if uploaded.number == *number => PixelWindow::default(),
            Some((before, changed)) if uploaded.number == *before => *changed,
            _ => image.whole(),
        };
        uploaded.number = *number;
        if !changed.is_empty() {
            write(queue, &uploaded.texture, image, changed);
        }
    }

    fn made(&self, device: &wgpu::Device, size: wgpu::Extent3d) -> Uploaded {
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
        let part = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("ground"),
            size: PART_BYTES,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let bind_groups = self.samplers.each_ref().map(|sampler| {
            let resources = [
                wgpu::BindingResource::TextureView(&view),
                wgpu::BindingResource::Sampler(sampler),
                part.as_entire_binding(),
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
        Uploaded { number: 0, texture, part, bind_groups }
    }
}

/// Writes some pixels of an image.
fn write(queue: &wgpu::Queue, texture: &wgpu::Texture, image: &GroundImage, window: PixelWindow) {
    let PixelWindow { left, top, width, height } = window;
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
    target.origin = wgpu::Origin3d { x: left as u32, y: top as u32, z: 0 };
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
