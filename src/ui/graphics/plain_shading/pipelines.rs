//! The shaders of plain shading and how they are set up.

use std::sync::Arc;

use eframe::egui_wgpu::{RenderState, Renderer};
use eframe::wgpu;
use egui::TextureId;
use egui::mutex::RwLock;

use crate::ui::graphics::textures;

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
fn copied(in: Corner) -> @location(0) vec4<f32> {
    return textureSample(image, texels, in.place);
}

@fragment
fn plain(in: Corner) -> @location(0) vec4<f32> {
    return in.color;
}
";

/// Bytes of a corner in the shader: position and place of two numbers each, and a colour.
pub const CORNER_BYTES: usize = 20;
/// With each texture egui's renderer binds flags that only its own shader reads.
const EGUI_FLAGS_BYTES: u64 = 16;

/// The pipelines on the graphics device, and where egui's textures are.
pub struct Pipelines {
    /// Colour times texture.
    pub textured: wgpu::RenderPipeline,
    /// Colour alone.
    pub plain: wgpu::RenderPipeline,
    /// The texture in the place of what is there.
    pub copied: wgpu::RenderPipeline,
    pub format: wgpu::TextureFormat,
    textures: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    renderer: Arc<RwLock<Renderer>>,
}

impl Pipelines {
    pub fn new(state: &RenderState) -> Self {
        let device = &state.device;
        let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("plain shading"),
            source: wgpu::ShaderSource::Wgsl(SHADER.into()),
        });
        let textures =
            textures::layout_with(device, wgpu::ShaderStages::FRAGMENT, EGUI_FLAGS_BYTES);
        let over = Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING);
        let of = |fragment, layout: Option<&wgpu::BindGroupLayout>, blend| {
            pipeline(state, &module, fragment, layout, blend)
        };
        Self {
            textured: of("textured", Some(&textures), over),
            plain: of("plain", None, over),
            copied: of("copied", Some(&textures), None),
            format: state.target_format,
            sampler: device.create_sampler(&wgpu::SamplerDescriptor::default()),
            textures,
            renderer: state.renderer.clone(),
        }
    }

    /// How egui's renderer binds a texture; `None` where it has it no more.
    pub fn bind_group_of(&self, texture: TextureId) -> Option<wgpu::BindGroup> {
        self.renderer.read().texture(&texture).map(|texture| texture.bind_group.clone())
    }

    /// The same for a texture of ours, looked into pixel by pixel.
    pub fn bind_group(&self, device: &wgpu::Device, texture: &wgpu::Texture) -> wgpu::BindGroup {
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let flags = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("plain shading"),
            size: EGUI_FLAGS_BYTES,
            usage: wgpu::BufferUsages::UNIFORM,
            mapped_at_creation: false,
        });
        let entry = |binding, resource| wgpu::BindGroupEntry { binding, resource };
        device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("plain shading"),
            layout: &self.textures,
            entries: &[
                entry(0, wgpu::BindingResource::TextureView(&view)),
                entry(1, wgpu::BindingResource::Sampler(&self.sampler)),
                entry(2, flags.as_entire_binding()),
            ],
        })
    }
}

fn pipeline(
    state: &RenderState,
    module: &wgpu::ShaderModule,
    fragment: &str,
    layout: Option<&wgpu::BindGroupLayout>,
    blend: Option<wgpu::BlendState>,
) -> wgpu::RenderPipeline {
    let device = &state.device;
    let bind_group_layouts: Vec<_> = layout.into_iter().map(Some).collect();
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("plain shading"),
        bind_group_layouts: &bind_group_layouts,
        ..Default::default()
    });
    let attributes = wgpu::vertex_attr_array![0 => Float32x2, 1 => Float32x2, 2 => Unorm8x4];
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("plain shading"),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module,
            entry_point: Some("corner"),
            buffers: &[Some(wgpu::VertexBufferLayout {
                array_stride: CORNER_BYTES as u64,
                step_mode: wgpu::VertexStepMode::Vertex,
                attributes: &attributes,
            })],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module,
            entry_point: Some(fragment),
            targets: &[Some(wgpu::ColorTargetState {
                format: state.target_format,
                blend,
                write_mask: wgpu::ColorWrites::ALL,
            })],
            compilation_options: wgpu::PipelineCompilationOptions::default(),
        }),
        multiview_mask: None,
        cache: None,
    })
}
