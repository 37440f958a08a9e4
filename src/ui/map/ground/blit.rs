//! Copies the ground's image onto the window, pixel for pixel: without the blending of egui's own
//! images, which a processor in the place of a graphics card pays for dearly. An image that stands for
//! another view is shown larger or smaller.

use std::collections::HashMap;

use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;
use egui::PaintCallbackInfo;

use crate::cartography::{PixelWindow, Rgba};

use super::{Layer, MapPlace, Version};

/// Reads one pixel of the image for each of the window, through the viewport that egui has set; or
/// what lies between pixels, and a plain colour beyond the image.
const SHADER: &str = "
struct Part {
    corner: vec2<f32>,
    size: vec2<f32>,
    beyond: vec4<f32>,
}

@group(0) @binding(0) var image: texture_2d<f32>;
@group(0) @binding(1) var between: sampler;
@group(0) @binding(2) var<uniform> part: Part;

struct Corner {
    @builtin(position) position: vec4<f32>,
    @location(0) place: vec2<f32>,
}

@vertex
fn corner(@builtin(vertex_index) number: u32) -> Corner {
    // One triangle that covers the viewport.
    let place = vec2<f32>(f32((number << 1u) & 2u), f32(number & 2u));
    return Corner(vec4<f32>(place.x * 2.0 - 1.0, 1.0 - place.y * 2.0, 0.0, 1.0), place);
}

@fragment
fn as_it_is(in: Corner) -> @location(0) vec4<f32> {
    return textureLoad(image, vec2<i32>(in.place * part.size), 0);
}

@fragment
fn scaled(in: Corner) -> @location(0) vec4<f32> {
    let place = (part.corner + in.place * part.size) / vec2<f32>(textureDimensions(image));
    let color = textureSampleLevel(image, between, place, 0.0);
    let is_on = all(place >= vec2<f32>(0.0)) && all(place < vec2<f32>(1.0));
    if !is_on && part.beyond.a == 0.0 {
        // What lies below is seen.
        discard;
    }
    return select(part.beyond, color, is_on);
}
";

/// Bytes of the part in the shader.
const PART_BYTES: u64 = 32;

/// The pipelines and the images on the graphics device.
struct Blit {
    layout: wgpu::BindGroupLayout,
    as_it_is: wgpu::RenderPipeline,
    scaled: wgpu::RenderPipeline,
    between: wgpu::Sampler,
    images: HashMap<(MapPlace, Layer), Uploaded>,
}

struct Uploaded {
    /// The number of the image that it holds.
    number: u64,
    texture: wgpu::Texture,
    part: wgpu::Buffer,
    bind_group: wgpu::BindGroup,
}

/// Makes the copying of images ready on a graphics device.
pub fn install(state: &RenderState) {
    let device = &state.device;
    let layout = layout(device);
    let between = device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("ground"),
        mag_filter: wgpu::FilterMode::Linear,
        min_filter: wgpu::FilterMode::Linear,
        ..Default::default()
    });
    let [as_it_is, scaled] = pipelines(device, &layout, state.target_format);
    let blit = Blit { layout, as_it_is, scaled, between, images: HashMap::new() };
    state.renderer.write().callback_resources.insert(blit);
}

fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
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

/// The pipelines for an image as it is, and for one that is scaled.
fn pipelines(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    target: wgpu::TextureFormat,
) -> [wgpu::RenderPipeline; 2] {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("ground"),
        source: wgpu::ShaderSource::Wgsl(SHADER.into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("ground"),
        bind_group_layouts: &[Some(layout)],
        ..Default::default()
    });
    ["as_it_is", "scaled"].map(|entry_point| {
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
                entry_point: Some(entry_point),
                targets: &[Some(target.into())],
                compilation_options: wgpu::PipelineCompilationOptions::default(),
            }),
            multiview_mask: None,
            cache: None,
        })
    })
}

/// One image on its way to the window.
pub(super) struct Copy {
    pub target: (MapPlace, Layer),
    pub version: Version,
    /// The part of the image that fills the viewport, in its pixels: corner and size.
    pub part: [f32; 4],
    /// Where the part lies beyond the image; `None` where something else lies below.
    pub beyond: Option<Rgba>,
}

impl Copy {
    /// Whether each pixel of the image is one of the window.
    fn is_as_it_is(&self) -> bool {
        let image = &self.version.image;
        self.part == [0.0, 0.0, image.width as f32, image.height as f32]
    }

    /// The part in the shader.
    fn uniform(&self) -> [u8; PART_BYTES as usize] {
        let color = self.beyond.map_or([0; 4], |Rgba { r, g, b, .. }| [r, g, b, 255]);
        let color = color.map(|channel| f32::from(channel) / 255.0);
        let mut bytes = [0; PART_BYTES as usize];
        let values = self.part.into_iter().chain(color);
        for (bytes, value) in bytes.chunks_exact_mut(4).zip(values) {
            bytes.copy_from_slice(&value.to_ne_bytes());
        }
        bytes
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
        pass.set_pipeline(if self.is_as_it_is() { &blit.as_it_is } else { &blit.scaled });
        pass.set_bind_group(0, &uploaded.bind_group, &[]);
        pass.draw(0..3, 0..1);
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
            write(queue, &uploaded.texture, image.pixels.as_flattened(), image.width, changed);
        }
    }

    fn made(&self, device: &wgpu::Device, size: wgpu::Extent3d) -> Uploaded {
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("ground"),
            size,
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: wgpu::TextureFormat::Rgba8Unorm,
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
        let resources = [
            wgpu::BindingResource::TextureView(&view),
            wgpu::BindingResource::Sampler(&self.between),
            part.as_entire_binding(),
        ];
        let entries: Vec<_> = (0..)
            .zip(resources)
            .map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource })
            .collect();
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("ground"),
            layout: &self.layout,
            entries: &entries,
        });
        Uploaded { number: 0, texture, part, bind_group }
    }
}

/// Writes some pixels of an image that is `stride` pixels wide.
fn write(
    queue: &wgpu::Queue,
    texture: &wgpu::Texture,
    pixels: &[u8],
    stride: usize,
    window: PixelWindow,
) {
    let PixelWindow { left, top, width, height } = window;
    let rows = wgpu::TexelCopyBufferLayout {
        offset: 4 * (top * stride + left) as u64,
        bytes_per_row: Some(4 * stride as u32),
        rows_per_image: Some(height as u32),
    };
    let mut target = texture.as_image_copy();
    target.origin = wgpu::Origin3d { x: left as u32, y: top as u32, z: 0 };
    let size =
        wgpu::Extent3d { width: width as u32, height: height as u32, depth_or_array_layers: 1 };
    queue.write_texture(target, pixels, rows, size);
}
