//! How a pipeline binds a texture: image, sampler, and numbers that go with it.

use eframe::wgpu;

/// The layout of a texture with `bytes` of uniform numbers that a stage of the shader reads.
///
/// With 16 bytes for the fragment shader it is the one by which egui's renderer binds its textures.
pub fn layout_with(
    device: &wgpu::Device,
    read_by: wgpu::ShaderStages,
    bytes: u64,
) -> wgpu::BindGroupLayout {
    let entry = |binding, visibility, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility,
        ty,
        count: None,
    };
    let image = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let sampler = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
    let numbers = wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: wgpu::BufferSize::new(bytes),
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("texture"),
        entries: &[
            entry(0, wgpu::ShaderStages::FRAGMENT, image),
            entry(1, wgpu::ShaderStages::FRAGMENT, sampler),
            entry(2, read_by, numbers),
        ],
    })
}
