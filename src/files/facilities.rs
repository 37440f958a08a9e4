//! Facilities from their layers.

use crate::language::Message;
use crate::standard::FunctionIndex;
use crate::study::{
    Facility, FacilityId, FacilityOrigin, LARGEST_CAPACITY, Operation, Project, WeekHours,
};

use super::consistency::note_duplicate_ids;
use super::fields::Field;
use super::flaw::Flaw;
use super::functions::FunctionBook;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;

/// Adds the facilities of a layer to those of earlier ones, numbered on.
pub(super) fn read(
    layer: &Layer,
    book: &mut FunctionBook,
    facilities: &mut Vec<Facility>,
    notes: &mut Notes,
) {
    let by_name = match layer.has(Field::Function) {
        true => None,
        false => book.function_in_name(&layer.file),
    };
    if let Some(function) = by_name {
        let name = &book.standard().function(function).name;
        notes.warn(Message::new(
            format!("没有功能列；按文件名全部视为“{}”", name.zh),
            format!("has no column of functions; by its name, all are taken as \"{}\"", name.en),
        ));
    }
    let mut kept = Vec::new();
    for feature in 0..layer.len() {
        let place = layer.shape(feature, notes).and_then(shapes::place);
        let found = place.and_then(|at| {
            let functions = match by_name {
                Some(function) => vec![function],
                None => book.functions_of(layer.cell(Field::Function, feature))?,
            };
            if functions.is_empty() { Err(Flaw::NoFunction) } else { Ok((at, functions)) }
        });
        let Some((at, functions)) = notes.keep(|| layer.spot(feature), found) else {
            continue;
        };
        let hours = opening_hours(layer, feature, notes);
        let operation =
            |function: &FunctionIndex| Operation { hours, ..Operation::unknown(*function) };
        let Ok(number) = u32::try_from(facilities.len() + 1) else {
            return;
        };
        let code = layer.id_or_position(feature, notes);
        kept.push(feature);
        let name = layer.text(Field::Name, feature);
        facilities.push(Facility {
            id: FacilityId(number),
            name: if name.is_empty() { code.clone() } else { name },
            code,
            at,
            floor_area_m2: layer.optional_number(Field::FloorArea, feature, notes),
            capacity: layer
                .optional_number(Field::Capacity, feature, notes)
                .filter(|capacity| *capacity <= LARGEST_CAPACITY),
            operations: match hours {
                Some(_) => functions.iter().map(operation).collect(),
                None => Vec::new(),
            },
            functions,
            project: Project::default(),
            origin: FacilityOrigin::Existing,
        });
    }
    if layer.has_ids() {
        let ids: Vec<String> = kept.iter().map(|f| layer.id(*f).unwrap_or_default()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        note_duplicate_ids(layer, &kept, &ids, notes);
    }
}

/// When a facility is open, for all it offers; nothing where the text says nothing of the kind.
fn opening_hours(layer: &Layer, feature: usize, notes: &mut Notes) -> Option<WeekHours> {
    let text = layer.text(Field::Hours, feature);
    if text.trim().is_empty() {
        return None;
    }
    let hours = WeekHours::parse(&text);
    if hours.is_err() {
        notes.warn_at(layer.spot(feature).in_field(Field::Hours), Flaw::UnknownWord(text));
    }
    hours.ok()
}
