//! The sample study's data: Linjiang Quarter (临江片区), an invented part of inner Shanghai.
//!
//! This module makes up planning units, buildings with residents, facilities, streets, barriers and
//! candidate sites, and writes them as GeoJSON text. It draws its own pseudo-random numbers, so
//! that tests, pictures and the manual can rely on the very same district everywhere. It leaves to
//! others to put the text into files and to read it as any user's data are read.
//!
//! `city` makes cities of any size, to measure on.
//!
//! From plan to text: `plan` draws the streets and blocks, `quarters` says what kind each block
//! is, `blocks` builds it up with `buildings` and `people`, and `layers` writes it all down.

mod barriers;
mod blocks;
mod buildings;
mod candidates;
mod city;
mod facilities;
mod geojson;
mod ground;
mod layers;
mod names;
mod people;
mod plan;
mod quarters;
mod random;
mod streets;
#[cfg(test)]
mod tests;

use crate::language::Message;

pub use city::{CITY_FILES, City};

/// What the sample study is called. That it is invented, its files say.
pub fn name() -> Message {
    Message::new("临江片区", "Linjiang Quarter")
}

/// One layer of the sample study.
pub struct SampleLayer {
    /// What the layer is to the study, such as `buildings`.
    pub role: &'static str,
    pub file_name: &'static str,
    /// RFC 7946 GeoJSON.
    pub text: String,
}

/// The sample district; the same text on every machine and at every call.
pub fn district() -> Vec<SampleLayer> {
    let mut plan = plan::Plan::new();
    let blocks = 0..plan.blocks.len();
    let mut fabrics: Vec<_> = blocks.map(|block| blocks::build_up(&mut plan, block)).collect();
    let mut buildings = Vec::new();
    for fabric in &mut fabrics {
        buildings.append(&mut fabric.buildings);
    }
    vec![
        layers::units(&plan, &buildings),
        layers::buildings(&buildings),
        layers::facilities(&buildings),
        layers::streets(&plan, &fabrics),
        layers::barriers(&fabrics),
        layers::candidate_sites(&buildings),
    ]
}
