//! A geometry from its JSON text straight into the flat geometry store, with coordinates of any depth.
//! What is unusual is only told apart here; reading it is left to `feature`.

use std::fmt;

use geo::Coord;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::files::table::{Geometries, GeometryKind};

use super::coordinates::scan;
use super::members::{Name, kind_of};

/// How a geometry was read.
pub(super) enum Shape {
    /// It stands in the store, and only its end has to be marked.
    Written(GeometryKind),
    /// To be read by the reference.
    Unusual,
}

/// A geometry member as far as it is understood at once.
#[derive(Default)]
pub(super) struct Found {
    pub kind: Option<String>,
    pub coordinates: Option<Height>,
    pub is_unusual: bool,
}

/// How deep coordinates are nested: 1 for a position, 2 for a list of positions, and so on.
/// `None` where the arrays are uneven, empty, or hold something else than numbers.
pub(super) type Height = Option<u8>;

impl Found {
    /// Marks the end of line and polygon where the type has none of its own.
    pub fn shape(self, bare_kind: Option<&str>, geometries: &mut Geometries) -> Shape {
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

/// A geometry member, its vertices into the store.
pub(super) struct GeometrySeed<'a>(pub &'a mut Geometries);

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
pub(super) fn coordinates_of<E: Error>(
    text: &RawValue,
    geometries: &mut Geometries,
) -> Result<Height, E> {
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
