//! Planning units from their layer.

use std::collections::HashMap;

use crate::geometry::Polygons;
use crate::layers::Units;

use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;

/// Reads the units; two with one id are an error, since totals could not be told apart.
pub(super) fn read(layer: &Layer, notes: &mut Notes) -> Units {
    let (mut ids, mut names, mut areas) = (Vec::new(), Vec::new(), Polygons::default());
    let mut first_with: HashMap<String, usize> = HashMap::new();
    for feature in 0..layer.len() {
        let area = layer.shape(feature).and_then(shapes::area);
        let Some(area) = notes.keep(|| layer.spot(feature), area) else {
            continue;
        };
        let id = layer.id_or_position(feature, notes);
        if let Some(first) = first_with.get(&id) {
            let flaw = Flaw::DuplicateId { id, first: *first };
            notes.fail_at(layer.spot(feature).in_field(Field::Id), flaw);
            continue;
        }
        first_with.insert(id.clone(), feature);
        let name = layer.text(Field::Name, feature);
        names.push(if name.is_empty() { id.clone() } else { name });
        ids.push(id);
        areas.push(&area);
    }
    Units::new(ids, names, areas)
}
