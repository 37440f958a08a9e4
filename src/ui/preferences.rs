//! What is remembered from one start to the next, and where it is kept.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::cartography::{Symbology, ThemeChoice};
use crate::language::Language;

use super::app::App;
use super::review::Decisions;
use super::view::View;

/// The name it is kept by.
const KEY: &str = "preferences";

/// What is remembered from one start to the next. The sizes of window and panels are remembered
/// by eframe and egui.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Preferences {
    pub language: Language,
    pub theme: ThemeChoice,
    #[serde(default)]
    pub symbology: Symbology,
    #[serde(default)]
    pub recent: Vec<PathBuf>,
    #[serde(default)]
    pub decisions: Decisions,
    #[serde(default)]
    pub basemap: Option<PathBuf>,
    /// How large the window's type was before a show that a killed program did not end: egui
    /// remembers the large one.
    #[serde(default)]
    pub zoom_before_show: Option<f32>,
    /// Who changes the standard.
    #[serde(default)]
    pub author: Option<String>,
}

impl Preferences {
    /// What was remembered; at the first start, what the system says.
    pub fn recall(storage: Option<&dyn eframe::Storage>) -> Self {
        let remembered = storage.and_then(|storage| eframe::get_value(storage, KEY));
        remembered.unwrap_or_else(|| Self {
            language: Language::of_system(),
            theme: ThemeChoice::Light,
            symbology: Symbology::default(),
            recent: Vec::new(),
            decisions: Decisions::default(),
            basemap: None,
            zoom_before_show: None,
            author: None,
        })
    }

    /// What is to be remembered of the window as it is. During a show, of what was before it.
    pub fn of(app: &App) -> Self {
        let show = app.meeting.presenting.as_ref();
        let View { language, theme, symbology, .. } = app.view;
        Self {
            language,
            theme,
            symbology: show.map_or(symbology, |show| show.before.view.symbology),
            recent: app.recent.clone(),
            decisions: app.decisions.clone(),
            basemap: app.basemap.remembered().map(PathBuf::from),
            zoom_before_show: show.map(|show| show.before.zoom),
            author: app.standards.remembered_author(),
        }
    }

    pub fn keep(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, KEY, self);
    }
}
