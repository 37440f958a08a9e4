//! Walkable streets from their layers.

use std::collections::BTreeSet;

use crate::language::Message;
use crate::layers::{Passage, Street, StreetClass, Structure};

use super::fields::Field;
use super::layer::Layer;
use super::notes::Notes;
use super::shapes;
use super::table::Cell;

/// So many unknown words are named.
const MOST_WORDS: usize = 8;

/// Adds the streets of a layer; each line of a feature is one.
pub(super) fn read(layer: &Layer, streets: &mut Vec<Street>, notes: &mut Notes) {
    let column = layer.column_name(Field::Class).unwrap_or_default();
    let mut unknown = BTreeSet::new();
    for feature in 0..layer.len() {
        let lines = layer.shape(feature, notes).and_then(shapes::lines);
        let Some(lines) = notes.keep(|| layer.spot(feature), lines) else {
            continue;
        };
        let class = class_of(&column, &layer.text(Field::Class, feature));
        let name = layer.text(Field::Name, feature);
        let passage = passage_of(layer, feature, &mut unknown);
        let street = |line| Street { name: name.clone(), class, passage, line };
        streets.extend(lines.into_iter().map(street));
    }
    if !unknown.is_empty() {
        notes.warn(taken_for_yes(&unknown));
    }
}

/// That words which are not known are taken for a kind of bridge, tunnel or crossing.
fn taken_for_yes(words: &BTreeSet<String>) -> Message {
    let some: Vec<&str> = words.iter().take(MOST_WORDS).map(String::as_str).collect();
    let (zh, en) = (some.join("、"), some.join(", "));
    Message::new(
        format!("桥梁、隧道或过街列中的这些值未被识别，按“是”处理：{zh}"),
        format!("these values of bridge, tunnel or crossing are not known and taken for yes: {en}"),
    )
}

/// What a word in a column of bridges, tunnels or crossings says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    No,
    Yes,
    /// A word that is not known, taken for a kind of bridge, tunnel or crossing.
    Unknown,
}

/// `F` and `T` are what extracts of OSM as shapefiles have. A passage through a house is on the ground.
fn said(word: &str) -> Said {
    match word.trim().to_lowercase().as_str() {
        "" | "-" | "0" | "f" | "n" | "no" | "false" | "none" | "null" | "nan" | "否" | "无"
        | "building_passage" => Said::No,
        "1"
        | "t"
        | "y"
        | "yes"
        | "true"
        | "是"
        | "有"
        | "bridge"
        | "tunnel"
        | "viaduct"
        | "aqueduct"
        | "boardwalk"
        | "cantilever"
        | "covered"
        | "movable"
        | "trestle"
        | "low_water_crossing"
        | "culvert"
        | "underpass"
        | "passage"
        | "avalanche_protector"
        | "桥"
        | "桥梁"
        | "天桥"
        | "高架"
        | "隧道"
        | "地道"
        | "crossing"
        | "zebra"
        | "marked"
        | "unmarked"
        | "uncontrolled"
        | "traffic_signals"
        | "island" => Said::Yes,
        _ => Said::Unknown,
    }
}

/// How a feature runs. OSM marks the zebra with `footway=crossing`, other data have a column of
/// their own that says yes. Words that are not known are noted.
fn passage_of(layer: &Layer, feature: usize, unknown: &mut BTreeSet<String>) -> Passage {
    let mut has = |field: Field| match layer.cell(field, feature) {
        Cell::Text(word) => {
            let said = said(word);
            if said == Said::Unknown {
                unknown.insert(word.trim().to_owned());
            }
            said != Said::No
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
    fn words_of_extracts_say_yes_and_no() {
        for word in ["F", "no", "NULL", "none", " ", "无", "0", "building_passage"] {
            assert_eq!(said(word), Said::No, "{word}");
        }
        for word in ["T", "yes", "viaduct", "是", "1"] {
            assert_eq!(said(word), Said::Yes, "{word}");
        }
        assert_eq!(said("perhaps"), Said::Unknown);
    }

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
