//! From the bytes of a GeoJSON file to a table, feature by feature, so that a large file is never
//! held twice.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use geo::Geometry;
use geojson::feature::Id;
use geojson::{GeometryValue, JsonObject, Position};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;

use crate::language::Message;

use super::flaw::Flaw;
use super::table::Table;

/// What a GeoJSON file says.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub table: Table,
    /// The `crs` member that RFC 7946 abolished and many programs still write.
    pub crs: Option<Value>,
    /// Whether the file says of itself that it is made up, as our own sample does.
    pub synthetic: bool,
}

/// Reads a feature collection, a single feature or a bare geometry.
///
/// # Errors
/// With line and column where the text is not JSON or not GeoJSON. A feature whose geometry alone
/// is broken is kept, with the flaw in place of the geometry.
pub(super) fn read(bytes: &[u8]) -> Result<Document, Message> {
    match read_as::<geojson::Geometry>(bytes) {
        Ok(document) => Ok(document),
        // Slower, but tells a broken geometry from a broken file.
        Err(error) if error.classify() == Category::Data => {
            read_as::<Value>(bytes).map_err(|error| malformed(&error))
        }
        Err(error) => Err(malformed(&error)),
    }
}

fn read_as<G: IntoShape>(bytes: &[u8]) -> serde_json::Result<Document> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let document = deserializer.deserialize_map(DocumentVisitor::<G>(PhantomData))?;
    deserializer.end()?;
    Ok(document)
}

fn malformed(error: &serde_json::Error) -> Message {
    let place = (error.line(), error.column());
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default();
    let (line, column) = place;
    if line == 0 {
        return Message::new(format!("不是 GeoJSON：{reason}"), format!("not GeoJSON: {reason}"));
    }
    Message::new(
        format!("第 {line} 行第 {column} 列起不是有效的 GeoJSON：{reason}"),
        format!("not valid GeoJSON at line {line}, column {column}: {reason}"),
    )
}

/// A feature, its geometry in the form `G`.
#[derive(Deserialize)]
struct RawFeature<G> {
    #[serde(default = "none")]
    geometry: Option<G>,
    id: Option<Id>,
    properties: Option<JsonObject>,
}

fn none<G>() -> Option<G> {
    None
}

impl<G: IntoShape> RawFeature<G> {
    fn add_to(self, table: &mut Table) {
        let id = self.id.map(|id| match id {
            Id::String(text) => text,
            Id::Number(number) => number.to_string(),
        });
        let shape = self.geometry.map_or(Err(Flaw::NoGeometry), IntoShape::into_shape);
        table.push(id, shape, self.properties.unwrap_or_default());
    }
}

/// A geometry member that can become a shape.
trait IntoShape: DeserializeOwned {
    fn into_shape(self) -> Result<Geometry<f64>, Flaw>;
}

impl IntoShape for geojson::Geometry {
    fn into_shape(self) -> Result<Geometry<f64>, Flaw> {
        let broken = |reason: &str| Flaw::BrokenGeometry(reason.to_owned());
        if !positions_are_complete(&self.value) {
            return Err(broken("a position needs two numbers"));
        }
        Geometry::try_from(self.value).map_err(|error| broken(&error.to_string()))
    }
}

impl IntoShape for Value {
    fn into_shape(self) -> Result<Geometry<f64>, Flaw> {
        let geometry = geojson::Geometry::deserialize(self);
        geometry.map_err(|error| Flaw::BrokenGeometry(error.to_string()))?.into_shape()
    }
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

/// Reads the outermost object, whatever the order of its members.
struct DocumentVisitor<G>(PhantomData<G>);

impl<'de, G: IntoShape> Visitor<'de> for DocumentVisitor<G> {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a GeoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Document, A::Error> {
        let mut document = Document::default();
        let mut has_features = false;
        // The members of a single feature or a bare geometry.
        let mut others = JsonObject::new();
        while let Some(name) = members.next_key::<Cow<'de, str>>()? {
            match &*name {
                "features" => {
                    members.next_value_seed(FeaturesSeed::<G>(&mut document.table, PhantomData))?;
                    has_features = true;
                }
                "crs" => document.crs = members.next_value()?,
                "synthetic" => document.synthetic = members.next_value::<Value>()? == true,
                "type" | "id" | "geometry" | "properties" | "coordinates" | "geometries" => {
                    others.insert(name.into_owned(), members.next_value()?);
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        if !has_features {
            single_feature::<G>(others).map_err(A::Error::custom)?.add_to(&mut document.table);
        }
        Ok(document)
    }
}

/// A file that is one feature or one geometry.
fn single_feature<G: IntoShape>(members: JsonObject) -> Result<RawFeature<G>, String> {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    match kind.as_str() {
        "Feature" => RawFeature::deserialize(Value::Object(members)).map_err(|e| e.to_string()),
        "FeatureCollection" => Err("the list of features is missing".to_owned()),
        "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
        | "GeometryCollection" => {
            let geometry = G::deserialize(Value::Object(members)).map_err(|e| e.to_string())?;
            Ok(RawFeature { geometry: Some(geometry), id: None, properties: None })
        }
        "" => Err("an object without type and features".to_owned()),
        other => Err(format!("unknown type {other}")),
    }
}

/// Moves the features of a list into a table.
struct FeaturesSeed<'t, G>(&'t mut Table, PhantomData<G>);

impl<'de, G: IntoShape> DeserializeSeed<'de> for FeaturesSeed<'_, G> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, G: IntoShape> Visitor<'de> for FeaturesSeed<'_, G> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut features: A) -> Result<(), A::Error> {
        while let Some(feature) = features.next_element::<RawFeature<G>>()? {
            feature.add_to(self.0);
        }
        Ok(())
    }
}
