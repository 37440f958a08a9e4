//! KML and KMZ: placemarks with their names, descriptions and extended data, by the `kml` crate.

use ::kml::types::{Geometry as KmlGeometry, Placemark};
use ::kml::{Kml, KmlReader};
use geo::Geometry;
use quick_xml::events::Event;

use crate::files::flaw::Flaw;
use crate::files::table::{Cell, Table};
use crate::language::Message;

use super::input::Input;
use super::{RawLayer, ReadError};

/// A document larger than this is refused; it is read whole.
const LARGEST: u64 = 512 << 20;
/// Folders within folders beyond this are no map.
const DEEPEST: usize = 64;

/// Reads a document.
pub(super) fn read(input: Input, most_features: Option<usize>) -> Result<RawLayer, ReadError> {
    let mut bytes = input.read_whole(LARGEST)?;
    if bytes.starts_with(super::archive::MAGIC) {
        bytes = super::archive::first_ending(bytes, ".kml", LARGEST)?;
    }
    let text = super::text::encoding_of_bytes(&bytes).decode(&bytes).0;
    check_elements(&text)?;
    let document = KmlReader::<_, f64>::from_string(&text).read();
    let document = document.map_err(|error| invalid(&error.to_string()))?;
    let mut table = Table::default();
    gather(&document, 0, most_features.unwrap_or(usize::MAX), &mut table);
    // KML is WGS 84 by its definition.
    Ok(RawLayer { crs: Some("EPSG:4326".to_owned()), ..RawLayer::of(table) })
}

/// The reader goes down one call for each level, and waits for the end of each element for ever: a
/// document made to exhaust it, or cut off, is refused before.
fn check_elements(text: &str) -> Result<(), ReadError> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            Ok(Event::Eof) => return Err(invalid("it breaks off")),
            Ok(_) => {}
            Err(error) => return Err(invalid(&error.to_string())),
        }
        if depth > 2 * DEEPEST {
            return Err(ReadError::Unusable(Message::new(
                "KML 嵌套过深",
                "the KML is nested too deeply",
            )));
        }
    }
}

fn invalid(reason: &str) -> ReadError {
    ReadError::Unusable(Message::new(
        format!("不是有效的 KML：{reason}"),
        format!("not valid KML: {reason}"),
    ))
}

fn gather(element: &Kml, depth: usize, most: usize, table: &mut Table) {
    if depth > DEEPEST || table.len() >= most {
        return;
    }
    let inner = match element {
        Kml::KmlDocument(document) => &document.elements,
        Kml::Document { elements, .. } => elements,
        Kml::Folder(folder) => &folder.elements,
        Kml::Placemark(placemark) => return add(placemark, table),
        _ => return,
    };
    inner.iter().for_each(|element| gather(element, depth + 1, most, table));
}

fn add(placemark: &Placemark, table: &mut Table) {
    let shape = placemark.geometry.as_ref().map_or(Err(Flaw::NoGeometry), shape);
    let mut row = table.row();
    for (name, value) in [("name", &placemark.name), ("description", &placemark.description)] {
        if let Some(value) = value {
            row.set(name, Cell::from(value.as_str()));
        }
    }
    for element in &placemark.children {
        // Programs write either `Data`, or `SimpleData` in a `SchemaData`.
        let simple = element.children.iter().filter(|child| child.name == "SchemaData");
        let simple = simple.flat_map(|schema| &schema.children);
        for data in element.children.iter().chain(simple) {
            let name = data.attrs.get("name");
            let value = data.content.as_ref().or_else(|| data.children.first()?.content.as_ref());
            if let (Some(name), Some(value)) = (name, value) {
                row.set(name, Cell::from(value.as_str()));
            }
        }
    }
    row.geometries().push(shape);
}

fn shape(geometry: &KmlGeometry) -> Result<Geometry<f64>, Flaw> {
    let shape = Geometry::try_from(geometry.clone());
    let shape = shape.map_err(|error| Flaw::BrokenGeometry(error.to_string()))?;
    Ok(match shape {
        Geometry::GeometryCollection(members) => gathered(members.0),
        other => other,
    })
}

/// KML has one kind of collection; members of one type are that type's own collection.
fn gathered(members: Vec<Geometry<f64>>) -> Geometry<f64> {
    let polygons: Vec<_> = members.iter().filter_map(|m| m.clone().try_into().ok()).collect();
    if polygons.len() == members.len() {
        return geo::MultiPolygon(polygons).into();
    }
    let lines: Vec<_> = members.iter().filter_map(|m| m.clone().try_into().ok()).collect();
    if lines.len() == members.len() {
        return geo::MultiLineString(lines).into();
    }
    let points: Vec<_> = members.iter().filter_map(|m| m.clone().try_into().ok()).collect();
    if points.len() == members.len() {
        return geo::MultiPoint(points).into();
    }
    Geometry::GeometryCollection(members.into())
}
