//! Behaviour of the whole program: one test binary, one module per subject.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where a fixture is broken")]

mod architecture;
mod basemap;
mod basemap_cli;
mod basemap_files;
#[cfg(feature = "online-basemap")]
mod basemap_online;
mod batch;
mod batch_overview;
mod booklet;
mod cli;
mod cli_study;
mod deeds;
mod doctor;
mod expect;
mod explaining;
mod export;
mod formats;
mod gain;
mod geopackage_rules;
mod golden;
mod ground;
mod handbook;
#[cfg(feature = "gui")]
mod handbook_pictures;
mod hostile;
mod import;
mod large_picture;
mod legend;
mod licences;
mod measures;
#[cfg(target_os = "linux")]
mod offline;
mod paces;
mod place_gains;
mod pointing;
mod population;
mod program;
mod programme;
mod programme_groups;
mod programme_money;
mod programme_premises;
mod properties;
mod publication;
mod reached_streets;
mod register;
mod render_cli;
mod seeds;
mod site_cli;
#[cfg(feature = "highs")]
mod site_models_cli;
mod site_outlook;
mod site_plans;
mod siting;
#[cfg(feature = "highs")]
mod siting_budget;
#[cfg(feature = "highs")]
mod siting_bundle;
#[cfg(feature = "highs")]
mod siting_covering;
mod siting_known;
mod siting_phasing;
mod standard;
mod standard_cli;
mod study_file;
mod sudden_end;
mod support;
mod surfaces;
mod symbology;
mod systems;
#[cfg(feature = "gui")]
mod ui_basemap;
#[cfg(feature = "gui")]
mod ui_booklet;
#[cfg(feature = "gui")]
mod ui_drag_undo;
#[cfg(feature = "gui")]
mod ui_explaining;
#[cfg(feature = "gui")]
mod ui_first_view;
#[cfg(feature = "gui")]
mod ui_ground;
#[cfg(feature = "gui")]
mod ui_handbook;
#[cfg(feature = "gui")]
mod ui_language;
#[cfg(feature = "gui")]
mod ui_lists;
#[cfg(feature = "gui")]
mod ui_measures;
#[cfg(feature = "gui")]
mod ui_navigation;
#[cfg(feature = "gui")]
mod ui_open;
#[cfg(feature = "gui")]
mod ui_phases;
#[cfg(feature = "gui")]
mod ui_place;
#[cfg(feature = "gui")]
mod ui_programme;
#[cfg(feature = "gui")]
mod ui_review;
#[cfg(feature = "gui")]
mod ui_saving;
#[cfg(feature = "gui")]
mod ui_scenarios;
#[cfg(feature = "gui")]
mod ui_shading;
#[cfg(feature = "gui")]
mod ui_siting;
#[cfg(feature = "gui")]
mod ui_standard;
#[cfg(feature = "gui")]
mod ui_symbology;
#[cfg(feature = "gui")]
mod ui_tools;
#[cfg(feature = "gui")]
mod ui_walking;
#[cfg(feature = "gui")]
mod ui_walkthrough;
#[cfg(feature = "gui")]
mod ui_wall;
mod update;
mod walking;
mod walkthrough;
