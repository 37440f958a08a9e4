//! Candidates from their layers: places where a facility may go.

use crate::layers::Candidate;

use super::consistency::note_duplicate_ids;
use super::fields::Field;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;

/// Adds the candidates of a layer.
pub(super) fn read(layer: &Layer, candidates: &mut Vec<Candidate>, notes: &mut Notes) {
    let mut kept = Vec::new();
    for feature in 0..layer.len() {
        let place = layer.shape(feature, notes).and_then(shapes::place);
        let Some(at) = notes.keep(|| layer.spot(feature), place) else {
            continue;
        };
        let id = layer.id_or_position(feature, notes);
        kept.push(feature);
        let name = layer.text(Field::Name, feature);
        candidates.push(Candidate {
            name: if name.is_empty() { id.clone() } else { name },
            id,
            at,
            usable_area_m2: layer.optional_number(Field::UsableArea, feature, notes),
        });
    }
    if layer.has_ids() {
        let ids: Vec<String> = kept.iter().map(|f| layer.id(*f).unwrap_or_default()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        note_duplicate_ids(layer, &kept, &ids, notes);
    }
}
