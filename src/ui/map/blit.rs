//! Copies the ground's image onto the window, pixel for pixel: without the filtering and blending of
//! egui's own images, which a processor in the place of a graphics card pays for dearly.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor};
use eframe::wgpu;
use egui::PaintCallbackInfo;

use crate::cartography::GroundImage;

use super::ground::MapPlace;

/// Reads one pixel of the image for each of the window, through the viewport that egui has set.
const SHADER: &str = "
@group(0) @binding(0) var image: texture_2d<f32>;

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
fn pixel(in: Corner) -> @location(0) vec4<f32> {
    let size = vec2<f32>(textureDimensions(image));
    return textureLoad(image, vec2<i32>(in.place * size), 0);
}
";

/// The pipeline and the images on the graphics device.
struct Blit {
    pipeline: wgpu::RenderPipeline,
    images: HashMap<MapPlace, Uploaded>,
}

struct Uploaded {
    /// The number of the image that it holds.
    number: u64,
    texture: wgpu::Texture,
    bind_group: wgpu::BindGroup,
}

/// Makes the copying of images ready on a graphics device.
pub fn install(state: &RenderState) {
    let device = &state.device;
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("ground"),
        source: wgpu::ShaderSource::Wgsl(SHADER.into()),
    });
    let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("ground"),
        layout: None,
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
            entry_point: Some("pixel"),
            targets: &[Some(state.target_format.into())],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        }),
        multiview_mask: None,
        cache: None,
    });
    let blit = Blit { pipeline, images: HashMap::new() };
    state.renderer.write().callback_resources.insert(blit);
}

/// One image on its way to the window.
pub struct Copy {
    pub place: MapPlace,
    pub image: Arc<GroundImage>,
    /// Of all images ever painted.
    pub number: u64,
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
        let Some(uploaded) = blit.images.get(&self.place) else { return };
        pass.set_pipeline(&blit.pipeline);
        pass.set_bind_group(0, &uploaded.bind_group, &[]);
        pass.draw(0..3, 0..1);
    }
}

impl Blit {
    /// Brings an image onto the device, unless it is there.
    fn upload(&mut self, copy: &Copy, device: &wgpu::Device, queue: &wgpu::Queue) {
        let (width, height) = (copy.image.width as u32, copy.image.height as u32);
        let size = wgpu::Extent3d { width, height, depth_or_array_layers: 1 };
        let is_there = |uploaded: &Uploaded| uploaded.number == copy.number;
        if self.images.get(&copy.place).is_some_and(is_there) {
            return;
        }
        let fits = |uploaded: &Uploaded| uploaded.texture.size() == size;
        if !self.images.get(&copy.place).is_some_and(fits) {
            let uploaded = self.made(device, size);
            self.images.insert(copy.place, uploaded);
        }
        let Some(uploaded) = self.images.get_mut(&copy.place) else { return };
        let rows = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(4 * width),
            rows_per_image: Some(height),
        };
        let texture = uploaded.texture.as_image_copy();
        queue.write_texture(texture, copy.image.pixels.as_flattened(), rows, size);
        uploaded.number = copy.number;
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
        let bind_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("ground"),
            layout: &self.pipeline.get_bind_group_layout(0),
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view),
            }],
        });
        Uploaded { number: 0, texture, bind_group }
    }
}
