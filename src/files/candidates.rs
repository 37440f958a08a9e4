//! Candidates from their layers: places where a facility may go.

use crate::layers::Candidate;

use super::fields::Field;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;

/// Adds the candidates of a layer.
pub(super) fn read(layer: &Layer, candidates: &mut Vec<Candidate>, notes: &mut Notes) {
    for feature in 0..layer.len() {
        let place = layer.shape(feature).and_then(shapes::place);
        let Some(at) = notes.keep(|| layer.spot(feature), place) else {
            continue;
        };
        let id = layer.id_or_position(feature, notes);
        let name = layer.text(Field::Name, feature);
        candidates.push(Candidate {
            name: if name.is_empty() { id.clone() } else { name },
            id,
            at,
            usable_area_m2: layer.optional_number(Field::UsableArea, feature, notes),
        });
    }
}
