//! The window. Reads the study and its results, collects actions, and leaves every change to
//! `dispatch`; nothing else knows egui.

mod action;
mod app;
mod basemap;
mod command;
mod comparison;
mod dispatch;
mod evaluation;
mod explanations;
mod figures;
mod file_dialog;
mod floating;
mod followed_measures;
mod graphics;
mod handbook;
mod handout;
mod input;
mod integrity;
mod kept;
mod leaving;
mod lists;
mod map;
mod measurement;
mod meeting;
mod notice;
#[cfg(feature = "online-basemap")]
mod online_basemap;
mod opening;
mod outside;
mod panels;
mod phases;
mod preferences;
mod recovery;
mod register;
mod review;
mod save_dialog;
mod saving;
mod selection;
mod siting;
mod standards;
mod style;
mod view;
mod walk_change;
mod words;
mod workspace;

pub use app::App;
pub use graphics::prepare as prepare_graphics;
pub use map::GroundState;
pub use workspace::Workspace;

use std::path::PathBuf;

use crate::cli::{Opened, Renderer};
use crate::language::{Language, Text};

/// What the window opens with.
#[derive(Debug, Clone, Default)]
pub struct Start {
    pub opened: Opened,
    pub options: crate::files::ImportOptions,
    /// Overrides the remembered language and that of the system.
    pub language: Option<Language>,
    /// Where recovery files and crash reports are kept; without it, none are.
    pub data_folder: Option<PathBuf>,
}

/// The program's own folder among the user's data.
pub fn data_folder() -> Option<PathBuf> {
    eframe::storage_dir(APP_ID)
}

const APP_ID: &str = "lifecircle";

/// The program's sign in task bars, for systems without its desktop entry.
const ICON: &[u8] = include_bytes!("../../assets/package/lifecircle-128.png");

const TITLE: Text = Text::new("生活圈 Lifecircle", "Lifecircle 生活圈");

/// Opens the window and returns when it is closed.
///
/// # Errors
/// When the system gives no window or no graphics.
pub fn run(start: Start, renderer: Renderer) -> eframe::Result {
    if let Some(folder) = &start.data_folder {
        recovery::report_crashes_to(folder);
    }
    let language = start.language.unwrap_or_else(Language::of_system);
    let options = window_options(language, renderer);
    let app = |cc: &eframe::CreationContext<'_>| {
        graphics::prepare(cc);
        App::new(cc, start)
    };
    eframe::run_native(APP_ID, options, Box::new(|cc| Ok(Box::new(app(cc)))))
}

/// How the window is made: its size at the first start, and what draws it.
pub fn window_options(language: Language, renderer: Renderer) -> eframe::NativeOptions {
    let mut options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title(TITLE.of(language))
            .with_app_id(APP_ID)
            .with_inner_size([1440.0, 900.0])
            .with_clamp_size_to_monitor_size(true)
            .with_min_inner_size([960.0, 600.0])
            .with_drag_and_drop(true),
        // Nothing here shades from one colour to another, and noise costs on every pixel.
        dithering: false,
        ..Default::default()
    };
    if let Ok(icon) = eframe::icon_data::from_png_bytes(ICON) {
        options.viewport.icon = Some(std::sync::Arc::new(icon));
    }
    graphics::ask_for(&mut options.wgpu_options, renderer);
    options
}
