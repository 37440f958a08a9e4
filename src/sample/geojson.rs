//! Writes features as RFC 7946 GeoJSON, one a line, so that two versions can be compared.

use super::ground::{Point, degrees};
use serde_json::{Value, json};

pub fn point(place: Point) -> Value {
    json!({"type": "Point", "coordinates": degrees(place)})
}

pub fn line(course: &[Point]) -> Value {
    let positions: Vec<_> = course.iter().map(|&p| degrees(p)).collect();
    json!({"type": "LineString", "coordinates": positions})
}

/// A polygon from a counter-clockwise ring whose first point is not repeated at its end.
pub fn polygon(ring: &[Point]) -> Value {
    let positions: Vec<_> = ring.iter().chain(ring.first()).map(|&p| degrees(p)).collect();
    json!({"type": "Polygon", "coordinates": [positions]})
}

pub fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": geometry})
}

/// The text of a feature collection that says of itself that it is made up.
pub fn collection(name: &str, contents: &str, features: &[Value]) -> String {
    let description = format!(
        "{contents}。虚构的临江片区：由 lifecircle sample-data 生成的合成数据，不对应任何真实地点。 \
         Linjiang Quarter is fictional: synthetic data made by `lifecircle sample-data`, not real."
    );
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\n\"name\":{},\n\"description\":{},\n\"synthetic\":true,\n\
         \"features\":[\n{}\n]}}\n",
        json!(name),
        json!(description),
        lines.join(",\n")
    )
}
