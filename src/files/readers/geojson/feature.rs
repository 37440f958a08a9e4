//! One feature from its JSON text into a row of a table. The usual shapes go straight into the
//! flat geometry store (`geometry`); what is unusual is left to the `geojson` crate, which also finds
//! the words for what is wrong.

use std::fmt;

use geo::Geometry;
use geojson::{GeometryValue, Position};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::files::flaw::Flaw;
use crate::files::table::{Cell, Geometries, Row, Table};

use super::geometry::{Found, GeometrySeed, Shape, coordinates_of};
use super::lenient::mended;
use super::members::{Name, kind_of};

/// Appends the feature, or bare geometry, that a text holds. One that is no JSON, and cannot be made
/// JSON, becomes a row with a flaw.
pub(super) fn add(text: &str, table: &mut Table) {
    let mut row = table.row();
    let Err(flaw) = read_into(text, &mut row) else { return };
    row.geometries().forget_unfinished();
    let read = mended(text).and_then(|text| read_into(&text, &mut row).ok());
    if read.is_none() {
        row.geometries().forget_unfinished();
        row.geometries().push_flaw(flaw);
    }
}

/// Sets the values and the geometry of a row. With an error the geometry has not come to its end.
fn read_into(text: &str, row: &mut Row) -> Result<(), Flaw> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut visitor = FeatureVisitor { row, members: Members::default() };
    deserializer
        .deserialize_map(&mut visitor)
        .and_then(|()| deserializer.end())
        .map_err(|error| Flaw::BrokenFeature(reason_of(&error)))?;
    let FeatureVisitor { row, members } = visitor;
    let geometries = row.geometries();
    match members.shape(geometries)? {
        Shape::Written(kind) => geometries.end_feature(kind),
        Shape::Unusual => {
            geometries.forget_unfinished();
            geometries.push(by_reference(text));
        }
    }
    Ok(())
}

/// The parser's words without its place, which counts from the feature's own beginning.
pub(super) fn reason_of(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or_default().to_owned()
}

/// What the members of a feature said so far.
#[derive(Default)]
struct Members {
    /// The outermost object's own type: Feature, or that of a bare geometry.
    kind: Option<String>,
    geometry: Option<Found>,
    /// Coordinates in the outermost object: a bare geometry.
    bare: Option<Found>,
    has_features: bool,
    has_geometries: bool,
}

impl Members {
    fn shape(self, geometries: &mut Geometries) -> Result<Shape, Flaw> {
        let kind = self.kind.as_deref().unwrap_or_default();
        match self.geometry {
            Some(found) if kind == "Feature" || kind.is_empty() => {
                return Ok(found.shape(None, geometries));
            }
            None if kind == "Feature" => return Err(Flaw::NoGeometry),
            Some(_) | None => {}
        }
        if self.has_features || kind == "FeatureCollection" {
            return Err(Flaw::BrokenFeature("the list of features is missing".to_owned()));
        }
        if self.has_geometries {
            return Ok(Shape::Unusual);
        }
        match self.bare {
            Some(found) => Ok(found.shape(Some(kind), geometries)),
            None if kind.is_empty() => Err(Flaw::BrokenFeature("it has no type".to_owned())),
            None => Err(Flaw::BrokenFeature(format!("unknown type {kind}"))),
        }
    }
}

struct FeatureVisitor<'a, 't> {
    row: &'a mut Row<'t>,
    members: Members,
}

impl<'de> Visitor<'de> for &mut FeatureVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            match &*name {
                "type" => self.members.kind = kind_of(members.next_value()?),
                "geometry" => {
                    self.row.geometries().forget_unfinished();
                    let seed = GeometrySeed(self.row.geometries());
                    self.members.geometry = members.next_value_seed(seed)?;
                }
                "coordinates" => {
                    self.row.geometries().forget_unfinished();
                    let text = members.next_value::<&RawValue>()?;
                    let coordinates = Some(coordinates_of(text, self.row.geometries())?);
                    let is_unusual = self.members.geometry.is_some();
                    self.members.bare = Some(Found { kind: None, coordinates, is_unusual });
                }
                "properties" => members.next_value_seed(Properties(self.row))?,
                "id" => match members.next_value()? {
                    Value::String(id) => self.row.set_feature_id(id),
                    Value::Number(id) => self.row.set_feature_id(id.to_string()),
                    _ => {}
                },
                "features" | "geometries" => {
                    self.members.has_features |= name == "features";
                    self.members.has_geometries |= name == "geometries";
                    members.next_value::<IgnoredAny>()?;
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        // A feature with coordinates beside its geometry: which is meant, the reference tells.
        if let (Some(geometry), Some(_)) = (&mut self.members.geometry, &self.members.bare) {
            geometry.is_unusual = true;
        }
        Ok(())
    }
}

/// The object of properties, each into its column; null is an object without any.
struct Properties<'a, 't>(&'a mut Row<'t>);

impl<'de> DeserializeSeed<'de> for Properties<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("properties as an object or null")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Name)? {
            let value = members.next_value_seed(CellSeed)?;
            self.0.set(&name, value);
        }
        Ok(())
    }
}

/// One value.
struct CellSeed;

impl<'de> DeserializeSeed<'de> for CellSeed {
    type Value = Cell;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for CellSeed {
    type Value = Cell;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Cell, E> {
        Ok(Cell::Empty)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Cell, E> {
        Ok(Cell::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Cell, E> {
        Ok(Cell::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Cell, E> {
        Ok(Cell::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Cell, E> {
        Ok(Cell::from(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cell, E> {
        Ok(Cell::from(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Cell, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Cell::Nested(Box::new(Value::Array(list))))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Cell, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some((name, value)) = members.next_entry()? {
            object.insert(name, value);
        }
        Ok(Cell::Nested(Box::new(Value::Object(object))))
    }
}

/// The geometry of a feature, or a bare one, as the reference reads it.
fn by_reference(text: &str) -> Result<Geometry<f64>, Flaw> {
    let broken = |reason: String| Flaw::BrokenGeometry(reason);
    let value: Value = serde_json::from_str(text).map_err(|error| broken(reason_of(&error)))?;
    let is_feature = value.get("type").is_none_or(|kind| kind == "Feature");
    let geometry = match value {
        Value::Object(mut members) if is_feature => members.remove("geometry"),
        bare => Some(bare),
    };
    let geometry = geometry.filter(|geometry| !geometry.is_null()).ok_or(Flaw::NoGeometry)?;
    let geometry: geojson::Geometry =
        serde_json::from_value(geometry).map_err(|error| broken(reason_of(&error)))?;
    if !positions_are_complete(&geometry.value) {
        return Err(broken("a position needs two numbers".to_owned()));
    }
    Geometry::try_from(geometry.value).map_err(|error| broken(error.to_string()))
}

/// Whether all positions have two numbers at least; only those can be converted.
fn positions_are_complete(value: &GeometryValue) -> bool {
    let complete = |position: &Position| position.len() >= 2;
    let line_complete = |line: &Vec<Position>| line.iter().all(complete);
    match value {
        GeometryValue::Point { coordinates } => complete(coordinates),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            line_complete(coordinates)
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter().all(line_complete)
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().all(line_complete)
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter().all(|geometry| positions_are_complete(&geometry.value))
        }
    }
}
