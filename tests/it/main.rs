//! Behaviour of the whole program: one test binary, one module per subject.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where a fixture is broken")]

mod architecture;
mod basemap;
mod basemap_cli;
mod basemap_files;
#[cfg(feature = "online-basemap")]
mod basemap_online;
mod cli;
mod cli_study;
mod doctor;
mod formats;
mod gain;
mod geopackage_rules;
mod golden;
mod ground;
mod hostile;
mod import;
mod measures;
mod pointing;
mod program;
mod properties;
mod seeds;
mod study_file;
mod sudden_end;
mod support;
mod systems;
#[cfg(feature = "gui")]
mod ui_basemap;
#[cfg(feature = "gui")]
mod ui_drag_undo;
#[cfg(feature = "gui")]
mod ui_language;
#[cfg(feature = "gui")]
mod ui_measures;
#[cfg(feature = "gui")]
mod ui_navigation;
#[cfg(feature = "gui")]
mod ui_open;
#[cfg(feature = "gui")]
mod ui_place;
#[cfg(feature = "gui")]
mod ui_review;
#[cfg(feature = "gui")]
mod ui_saving;
#[cfg(feature = "gui")]
mod ui_scenarios;
#[cfg(feature = "gui")]
mod ui_symbology;
#[cfg(feature = "gui")]
mod ui_tools;
mod update;
mod walking;
