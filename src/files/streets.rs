//! Walkable streets from their layers.

use crate::layers::{Street, StreetClass};

use super::fields::Field;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;

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
        let street = |line| Street { name: name.clone(), class, line };
        streets.extend(lines.into_iter().map(street));
    }
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
