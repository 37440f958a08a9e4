//! The panels around the map. Each reads and collects actions; none changes anything.

mod basemap;
mod compare;
mod history;
mod inspector;
mod layers;
mod left;
mod many_selected;
mod nearest_sites;
mod no_study;
mod notices;
mod results;
mod scenarios;
mod status_bar;
mod symbology;
mod top_bar;
mod walking;

pub use left::left_ui;
pub use no_study::no_study_ui;
pub use notices::notices_ui;
pub use results::results_ui;
pub use status_bar::status_bar_ui;
pub use top_bar::top_bar_ui;
