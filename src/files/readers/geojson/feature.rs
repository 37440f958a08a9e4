//! One feature from its JSON text into a row of a table. The usual shapes go straight into the
//! flat geometry store; what is unusual is left to the `geojson` crate, which also finds the words
//! for what is wrong.

use std::borrow::Cow;
use std::fmt;

use geo::{Coord, Geometry};
use geojson::{GeometryValue, Position};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::files::flaw::Flaw;
use crate::files::table::{Cell, Geometries, GeometryKind, Row, Table};

use super::coordinates::scan;
use super::lenient::mended;

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

/// How a geometry was read.
enum Shape {
    /// It stands in the store, and only its end has to be marked.
    Written(GeometryKind),
    /// To be read by the reference.
    Unusual,
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

/// A geometry member as far as it is understood at once.
#[derive(Default)]
struct Found {
    kind: Option<String>,
    coordinates: Option<Height>,
    is_unusual: bool,
}

/// How deep coordinates are nested: 1 for a position, 2 for a list of positions, and so on.
/// `None` where the arrays are uneven, empty, or hold something else than numbers.
type Height = Option<u8>;

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

impl Found {
    /// Marks the end of line and polygon where the type has none of its own.
    fn shape(self, bare_kind: Option<&str>, geometries: &mut Geometries) -> Shape {
        let kind = bare_kind.or(self.kind.as_deref()).unwrap_or_default();
        let Some(Some(height)) = self.coordinates.filter(|_| !self.is_unusual) else {
            return Shape::Unusual;
        };
        let kind = match (kind, height) {
            ("Point", 1) => GeometryKind::Point,
            ("MultiPoint", 2) => GeometryKind::MultiPoint,
            ("LineString", 2) => GeometryKind::LineString,
            ("MultiLineString", 3) => GeometryKind::MultiLineString,
            ("Polygon", 3) => GeometryKind::Polygon,
            ("MultiPolygon", 4) => GeometryKind::MultiPolygon,
            _ => return Shape::Unusual,
        };
        if height == 1 {
            geometries.end_line();
        }
        if height <= 2 {
            geometries.end_polygon();
        }
        Shape::Written(kind)
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

fn kind_of(value: Value) -> Option<String> {
    match value {
        Value::String(kind) => Some(kind),
        _ => None,
    }
}

/// The name of a member, borrowed where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
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

/// A geometry member, its vertices into the store.
struct GeometrySeed<'a>(&'a mut Geometries);

impl<'de> DeserializeSeed<'de> for GeometrySeed<'_> {
    type Value = Option<Found>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for GeometrySeed<'_> {
    type Value = Option<Found>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a geometry as an object or null")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut found = Found::default();
        while let Some(name) = members.next_key_seed(Name)? {
            match &*name {
                "type" => found.kind = kind_of(members.next_value()?),
                "coordinates" => {
                    self.0.forget_unfinished();
                    let text = members.next_value::<&RawValue>()?;
                    found.coordinates = Some(coordinates_of(text, self.0)?);
                }
                "geometries" => {
                    found.is_unusual = true;
                    members.next_value::<IgnoredAny>()?;
                }
                _ => drop(members.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(found))
    }
}

/// The coordinates of a geometry, the quick way if they are as usual.
fn coordinates_of<E: Error>(text: &RawValue, geometries: &mut Geometries) -> Result<Height, E> {
    if let Some(depth) = scan(text.get(), geometries) {
        return Ok(Some(depth));
    }
    geometries.forget_unfinished();
    let mut deserializer = serde_json::Deserializer::from_str(text.get());
    Coordinates(geometries).deserialize(&mut deserializer).map_err(E::custom)
}

/// Coordinates of any depth.
struct Coordinates<'a>(&'a mut Geometries);

impl<'de> DeserializeSeed<'de> for Coordinates<'_> {
    type Value = Height;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Height, D::Error> {
        match deserializer.deserialize_any(self)? {
            Item::List(height) => Ok(height),
            Item::Number(_) | Item::Other => Ok(None),
        }
    }
}

/// A member of an array of coordinates.
enum Item {
    Number(f64),
    List(Height),
    Other,
}

impl<'de> Visitor<'de> for Coordinates<'_> {
    type Value = Item;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("coordinates")
    }

    fn visit_f64<E>(self, number: f64) -> Result<Item, E> {
        Ok(Item::Number(number))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Item, E> {
        Ok(Item::Number(number as f64))
    }

    fn visit_unit<E>(self) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_str<E>(self, _: &str) -> Result<Item, E> {
        Ok(Item::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Item, A::Error> {
        while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Item::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Item, A::Error> {
        let Self(geometries) = self;
        let mut inner: Option<Height> = None;
        let mut position = [0.0; 2];
        let mut numbers = 0;
        while let Some(item) = items.next_element_seed(ItemSeed(geometries))? {
            let height = match item {
                Item::Number(number) => {
                    if let Some(place) = position.get_mut(numbers) {
                        *place = number;
                    }
                    numbers += 1;
                    Some(0)
                }
                Item::List(height) => height,
                Item::Other => None,
            };
            // All members of an array are alike.
            inner = Some(match inner {
                None => height,
                Some(before) if before == height => height,
                Some(_) => None,
            });
        }
        let height = inner.flatten().map(|inner| inner + 1);
        match height {
            Some(1) if numbers >= 2 => {
                geometries.add_coord(Coord { x: position[0], y: position[1] });
            }
            Some(2) => geometries.end_line(),
            Some(3) => geometries.end_polygon(),
            Some(4) => {}
            _ => return Ok(Item::List(None)),
        }
        if geometries.is_full() {
            return Err(A::Error::custom("too many vertices for one layer"));
        }
        Ok(Item::List(height))
    }
}

struct ItemSeed<'a>(&'a mut Geometries);

impl<'de> DeserializeSeed<'de> for ItemSeed<'_> {
    type Value = Item;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Item, D::Error> {
        deserializer.deserialize_any(Coordinates(self.0))
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
