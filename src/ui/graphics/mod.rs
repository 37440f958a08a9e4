//! The graphics adapter that draws the window: which one is asked for, and which one it is. What is done
//! for a processor in its place is left to `plain_shading`; `textures` is shared by all pipelines.

mod plain_shading;
pub mod textures;

use std::sync::Arc;

use eframe::egui_wgpu::{SurfaceConfig, WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};
use eframe::wgpu::{Adapter, AdapterInfo, Backends, DeviceType, Surface};

use crate::cli::Renderer;
use crate::language::{Language, Text};

const DRAWN_BY: Text = Text::new("窗口由此图形适配器绘制：", "The window is drawn by");
const SOFTWARE: Text = Text::new(
    "软件渲染：没有可用的显卡，由处理器绘制。",
    "Software rendering: no graphics card is used, the processor draws.",
);
const OTHERS: Text = Text::new(
    "启动时可用 --renderer 另选。",
    "Another one is chosen with --renderer when the program is started.",
);

/// Asks for an adapter as the program was told to.
pub fn ask_for(configuration: &mut WgpuConfiguration, renderer: Renderer) {
    let WgpuSetup::CreateNew(setup) = &mut configuration.wgpu_setup else { return };
    let only = |setup: &mut WgpuSetupCreateNew, backends| {
        setup.instance_descriptor.backends = backends;
    };
    match renderer {
        Renderer::Auto => {}
        Renderer::Vulkan => only(setup, Backends::VULKAN),
        Renderer::Gl => only(setup, Backends::GL),
        Renderer::Dx12 => only(setup, Backends::DX12),
        Renderer::Metal => only(setup, Backends::METAL),
        Renderer::Software => setup.native_adapter_selector = Some(Arc::new(software)),
    }
}

/// Makes a window's drawing ready, before its app is made.
pub fn prepare(cc: &eframe::CreationContext<'_>) {
    if let Some(state) = &cc.wgpu_render_state {
        plain_shading::install(&cc.egui_ctx, state);
    }
}

/// The first adapter that is the processor itself and can draw on the window.
fn software(adapters: &[Adapter], surface: Option<&Surface<'_>>) -> Result<Adapter, String> {
    let is_software = |adapter: &&Adapter| {
        let draws = surface.is_none_or(|surface| adapter.is_surface_supported(surface));
        draws && adapter.get_info().device_type == DeviceType::Cpu
    };
    let found = adapters.iter().find(is_software).cloned();
    found.ok_or_else(|| "there is no software renderer on this machine".to_owned())
}

/// What is told of the adapter in use.
#[derive(Debug, Clone)]
pub struct AdapterName {
    pub short: String,
    info: AdapterInfo,
}

impl AdapterName {
    pub fn of(cc: &eframe::CreationContext<'_>) -> Option<Self> {
        let info = cc.wgpu_render_state.as_ref()?.adapter.get_info();
        // Drivers add versions of their compilers in brackets.
        let short = info.name.split(" (").next().unwrap_or(&info.name).to_owned();
        Some(Self { short, info })
    }

    /// Lets a processor in the place of a graphics card draw on while the frame before is still on its way
    /// to the screen; a card answers sooner without.
    pub fn suit(&self, frame: &mut eframe::Frame) {
        let wanted = SurfaceConfig::HIGH_THROUGHPUT;
        let is_processor = self.info.device_type == DeviceType::Cpu;
        if is_processor && frame.wgpu_surface_config().is_some_and(|config| config != wanted) {
            frame.set_wgpu_surface_config(wanted);
        }
    }

    /// Name, interface, driver, and what can be done about it.
    pub fn explanation(&self, language: Language) -> String {
        let AdapterInfo { name, backend, driver, driver_info, .. } = &self.info;
        let mut lines = vec![DRAWN_BY.of(language).to_owned(), format!("{name}, {backend:?}")];
        let driver = format!("{driver} {driver_info}");
        lines.extend(Some(driver.trim().to_owned()).filter(|driver| !driver.is_empty()));
        if self.info.device_type == DeviceType::Cpu {
            lines.push(SOFTWARE.of(language).to_owned());
        }
        lines.push(OTHERS.of(language).to_owned());
        lines.join("\n")
    }
}
