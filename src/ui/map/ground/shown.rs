//! Everything a ground's image depends on, so that it is known when it is right, and what of it is
//! when it is not.

use crate::basemap::Basemap;
use crate::cartography::{Camera, MapContent, MapLayers, Palette, Subject, Symbology};
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId};

/// What an image shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub revision: u64,
    scenario: ScenarioId,
    subject: Subject,
    symbology: Symbology,
    function: FunctionIndex,
    group: usize,
    layers: MapLayers,
    palette: Palette,
    /// Facilities whose reach is filled.
    pub singled_out: [Option<FacilityId>; 2],
    is_crowded: bool,
    pub camera: Camera,
    /// Which basemap, and which of its tiles are there.
    basemap: Option<[u64; 2]>,
    /// Which of the fields counted in the background.
    field: u64,
    /// Which of the values of units counted in the background.
    counted: u64,
    pub scale: f32,
}

impl Shown {
    pub fn of(content: &MapContent, scale: f32) -> Self {
        let MapContent { scenario, palette, camera, function, group, .. } = *content;
        Self {
            revision: content.session.study().revision(),
            scenario,
            subject: content.subject,
            symbology: content.symbology.of_ground(),
            function,
            group,
            // Nothing of the legend is on the ground.
            layers: MapLayers { legend: true, ..content.layers },
            palette,
            singled_out: content.singled_out(),
            is_crowded: content.is_crowded(),
            camera,
            basemap: content.basemap.map(Basemap::stamp),
            field: content.field.number,
            counted: content.counted.number,
            scale,
        }
    }

    /// Whether the image of `other` can be made from that of this: seen from elsewhere, with something
    /// else singled out, or after an edit.
    pub fn leads_to(&self, other: &Self) -> bool {
        let Self { camera, singled_out, revision, .. } = *other;
        Self { camera, singled_out, revision, ..self.clone() } == *other
    }

    /// Whether `other` shows the same things, larger or smaller or with more of the basemap: this image
    /// can stand for it until that one is painted.
    pub fn stands_for(&self, other: &Self) -> bool {
        let Self { camera, singled_out, is_crowded, scale, .. } = *other;
        let basemap = match (self.basemap, other.basemap) {
            (Some([own, _]), Some([number, arrivals])) if own == number => Some([own, arrivals]),
            (own, _) => own,
        };
        Self { camera, singled_out, is_crowded, scale, basemap, ..self.clone() } == *other
    }
}
