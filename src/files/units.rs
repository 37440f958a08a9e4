//! Planning units from their layer.

use std::collections::HashMap;

use crate::geometry::Polygons;
use crate::layers::Units;

use super::consistency::note_overlaps_and_gaps;
use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::Notes;
use super::{residents, shapes};

/// Reads the units; two with one id are an error, since totals could not be told apart. Whether they
/// overlap or leave gaps is looked at where that is wanted.
pub(super) fn read(layer: &Layer, thorough: bool, notes: &mut Notes) -> Units {
    let (mut ids, mut names, mut outlines) = (Vec::new(), Vec::new(), Polygons::default());
    let (mut areas, mut features, mut districts) = (Vec::new(), Vec::new(), Vec::new());
    let mut first_with: HashMap<String, usize> = HashMap::new();
    for feature in 0..layer.len() {
        let area = layer.shape(feature, notes).and_then(shapes::area);
        let Some(area) = notes.keep(|| layer.spot(feature), area) else {
            continue;
        };
        let mut id = layer.id_or_position(feature, notes);
        if let Some(first) = first_with.get(&id).copied() {
            let spot = layer.spot(feature).in_field(Field::Id);
            if !notes.repairs() {
                notes.fail_at(spot, Flaw::DuplicateId { id, first });
                continue;
            }
            let free = (2..).map(|n| format!("{id}#{n}")).find(|id| !first_with.contains_key(id));
            let kept_as = free.unwrap_or_else(|| id.clone());
            notes.warn_at(spot, Flaw::UnitRenamed { id, first, kept_as: kept_as.clone() });
            id = kept_as;
        }
        first_with.insert(id.clone(), feature);
        let name = layer.text(Field::Name, feature);
        names.push(if name.is_empty() { id.clone() } else { name });
        districts.push(layer.text(Field::District, feature));
        ids.push(id);
        outlines.push(&area);
        areas.push(area);
        features.push(feature);
    }
    let totals = residents::totals(layer, &features, notes);
    let units = Units::new(ids, names, outlines).in_districts(districts).with_totals(totals);
    if thorough {
        note_overlaps_and_gaps(&units, &areas, &features, notes);
    }
    units
}
