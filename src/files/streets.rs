//! Walkable streets from their layers.

use crate::layers::{Passage, Street, StreetClass, Structure};

use super::fields::Field;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;
use super::table::Cell;

/// Adds the streets of a layer; each line of a feature is one.
pub(super) fn read(layer: &Layer, streets: &mut Vec<Street>, notes: &mut Notes) {
    let column = layer.column_name(Field::Class).unwrap_or_default();
    for feature in 0..layer.len() {
        let lines = layer.shape(feature, notes).and_then(shapes::lines);
        let Some(lines) = notes.keep(|| layer.spot(feature), lines) else {
            continue;
        };
        let class = class_of(&column, &layer.text(Field::Class, feature));
        let name = layer.text(Field::Name, feature);
        let passage = passage_of(layer, feature);
        let street = |line| Street { name: name.clone(), class, passage, line };
        streets.extend(lines.into_iter().map(street));
    }
}

/// How a feature runs. OSM marks the zebra with `footway=crossing`, other data have a column of
/// their own that says yes.
fn passage_of(layer: &Layer, feature: usize) -> Passage {
    // `no` and its like apart, any word is the kind of bridge, such as `viaduct`.
    let has = |field: Field| match layer.cell(field, feature) {
        Cell::Text(word) => {
            !matches!(word.trim().to_lowercase().as_str(), "" | "no" | "false" | "0" | "否")
        }
        cell => cell.is_yes(),
    };
    let structure = match (has(Field::Bridge), has(Field::Tunnel)) {
        (true, _) => Structure::Bridge,
        (false, true) => Structure::Tunnel,
        (false, false) => Structure::Ground,
    };
    let level = layer.text(Field::Level, feature).trim().parse::<f64>().unwrap_or_default();
    let crossing = layer.cell(Field::Crossing, feature);
    let is_crossing = match layer.column_name(Field::Crossing).as_deref() {
        Some("footway") => crossing.text().as_deref() == Some("crossing"),
        _ => has(Field::Crossing),
    };
    // A level beyond the sky is a slip; so much is told apart.
    Passage { structure, level: level.clamp(-99.0, 99.0) as i8, is_crossing }
}

/// The class a value names. In OSM a secondary road is still a main street; in a `class` column
/// the word means what it says.
fn class_of(column: &str, value: &str) -> StreetClass {
    let value = value.to_lowercase();
    let value = value.strip_suffix("_link").unwrap_or(&value);
    match value {
        "main" | "primary" | "trunk" | "快速路" | "主干路" | "主干道" => StreetClass::Main,
        "secondary" if !["class", "cls"].contains(&column) => StreetClass::Main,
        "secondary" | "tertiary" | "unclassified" | "residential" | "次干路" | "次干道"
        | "支路" => StreetClass::Secondary,
        "lane" | "living_street" | "service" | "compound" | "里弄" | "街巷" | "小区路" => {
            StreetClass::Lane
        }
        _ => StreetClass::Footway,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_follow_the_words_of_osm_and_ours() {
        assert_eq!(class_of("highway", "secondary"), StreetClass::Main);
        assert_eq!(class_of("class", "secondary"), StreetClass::Secondary);
        assert_eq!(class_of("kind_detail", "primary_link"), StreetClass::Main);
        assert_eq!(class_of("highway", "living_street"), StreetClass::Lane);
        assert_eq!(class_of("highway", "steps"), StreetClass::Footway);
        assert_eq!(class_of("", ""), StreetClass::Footway);
    }
}
