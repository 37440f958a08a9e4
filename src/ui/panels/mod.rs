//! The panels around the map. Each reads and collects actions; none changes anything.

mod basemap;
mod compare;
mod history;
mod inspector;
mod layers;
mod left;
mod lists;
mod many_selected;
mod nearest_sites;
mod no_study;
mod notices;
mod population;
mod programme;
mod register;
mod results;
mod rows_in_sight;
mod scenarios;
mod services;
mod settings;
mod siting;
mod status_bar;
mod symbology;
mod top_bar;
mod walking;
mod walkthrough;
mod way_text;

pub use left::left_ui;
pub use lists::lists_ui;
pub use no_study::no_study_ui;
pub use notices::notices_ui;
pub use programme::programme_ui;
pub use register::{adding_ui, converting_ui};
pub use results::results_ui;
pub use siting::{siting_progress_ui, siting_ui};
pub use status_bar::status_bar_ui;
pub use top_bar::top_bar_ui;
