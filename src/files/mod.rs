//! Reading layers: from the files a planner has to a study, with a report of what was understood, repaired
//! and left out. Never changes a file and prints nothing; computing coverage is left to
//! `analysis`, showing the report to `ui` and `cli`.
//!
//! The way of a layer: one of `readers` reads the file into a `Table`; `layer` finds its columns,
//! `crs` its system, compared with the other layers; `placing` brings the geometry into the working CRS; then `units`, `buildings`,
//! `facilities`, `streets`, `barriers` and `candidates` give it meaning. What is wrong on the way
//! gathers in `Notes`.

mod account;
mod aliases;
mod barriers;
mod buildings;
mod candidates;
mod check;
mod consistency;
mod crs;
mod examination;
pub mod export;
mod facilities;
mod fields;
mod finding;
mod flaw;
mod functions;
#[cfg(fuzzing)]
pub mod fuzzing;
mod geopackage;
mod guess;
mod import;
mod layer;
mod notes;
mod options;
mod parts;
mod placing;
mod population;
mod problem;
mod progress;
mod qgis;
mod readers;
mod register_fields;
mod report;
mod residents;
mod role;
mod shapes;
mod site_matrix;
mod sketch;
mod soundness;
mod source;
mod standard_file;
mod streets;
pub mod study_file;
mod table;
mod units;
mod update;
pub mod workbook;

pub use account::{finding_lines, layer_lines};
pub use check::{Checked, ToCheck, check, check_as};
pub use examination::{ColumnSample, Examination, FieldFit};
pub use fields::{Field, FieldMap, FieldMapError};
pub use finding::{Finding, Kind, Treatment};
pub use guess::{guess_role, guess_role_by_name};
pub use import::{Imported, import};
pub use options::{FunctionNaming, ImportOptions};
pub use problem::{ImportError, Problem};
pub use progress::Progress;
pub use readers::{TextEncoding, endings};
pub use report::{CrsFound, CrsHypothesis, ImportReport, LayerReport};
pub use role::Role;
pub use site_matrix::{SiteMatrix, read_site_matrix};
pub use sketch::Sketch;
pub use source::{Content, FoundLayer, LayerSource, Located, Overrides, layers_at, locate};
pub use standard_file::{read_standard, standard_endings, write_standard};
pub use update::{FeatureChange, LayerChanges, NewConflict, Updated, update};
