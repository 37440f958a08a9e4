//! The files of one part, read feature by feature: they are written with a feature in each line.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::geometry::{Extent, WorldPoint};

use super::super::ExportError;
use super::OverviewPart;

/// A file of a part.
pub(super) struct PartFile<'a> {
    part: &'a OverviewPart,
    path: PathBuf,
}

/// A feature with its columns, those that say which part it is of among them.
pub(super) struct PartRow {
    pub shape: PartShape,
    pub cells: Map<String, Value>,
}

/// Degrees of longitude as x and of latitude as y.
pub(super) enum PartShape {
    Point(WorldPoint),
    /// Polygons, each as its open rings.
    Areas(Vec<Vec<Vec<WorldPoint>>>),
}

impl<'a> PartFile<'a> {
    pub fn of(part: &'a OverviewPart, file: &str) -> Self {
        Self { part, path: part.folder.join(format!("{file}.geojson")) }
    }

    /// Calls `visit` with every feature, in the order of the file.
    pub fn for_each_row(
        &self,
        mut visit: impl FnMut(PartRow) -> Result<(), ExportError>,
    ) -> Result<(), ExportError> {
        let failed = |error: &dyn std::fmt::Display| ExportError::io(&self.path, error);
        let file = File::open(&self.path).map_err(|error| failed(&error))?;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|error| failed(&error))?;
            let line = line.trim_end().trim_end_matches(',');
            if !line.starts_with("{\"type\":\"Feature\",") {
                continue;
            }
            let feature: Value = serde_json::from_str(line).map_err(|error| failed(&error))?;
            let row = self.row(&feature).ok_or_else(|| failed(&"a feature has no geometry"))?;
            visit(row)?;
        }
        Ok(())
    }

    fn row(&self, feature: &Value) -> Option<PartRow> {
        let shape = PartShape::of(&feature["geometry"])?;
        let OverviewPart { name, city, district, year, .. } = self.part;
        let mut cells = Map::new();
        for (label, text) in [("job", name), ("city", city), ("data_year", year)] {
            cells.insert(label.to_owned(), text.as_str().into());
        }
        for (column, value) in feature["properties"].as_object()? {
            let value = match column.as_str() {
                // Ids are unique within their part only.
                "id" => format!("{name}/{}", plain(value)).into(),
                "unit" if !value.is_null() => format!("{name}/{}", plain(value)).into(),
                "district" if !district.is_empty() => district.as_str().into(),
                // Names of functions may hold what else divides a list.
                "functions" => {
                    Value::from(plain(value).split(';').collect::<Vec<_>>()).to_string().into()
                }
                _ => value.clone(),
            };
            cells.insert(column.clone(), value);
        }
        Some(PartRow { shape, cells })
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

impl PartShape {
    fn of(geometry: &Value) -> Option<Self> {
        let coordinates = &geometry["coordinates"];
        match geometry["type"].as_str()? {
            "Point" => Some(Self::Point(place(coordinates)?)),
            "MultiPolygon" => {
                let ring = |ring: &Value| -> Option<Vec<WorldPoint>> {
                    let mut places: Vec<_> =
                        ring.as_array()?.iter().map(place).collect::<Option<_>>()?;
                    // Closed in the file.
                    places.pop();
                    Some(places)
                };
                let rings = |part: &Value| part.as_array()?.iter().map(ring).collect::<Option<_>>();
                Some(Self::Areas(coordinates.as_array()?.iter().map(rings).collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    pub fn extent(&self) -> Option<Extent> {
        match self {
            Self::Point(at) => Extent::of([*at]),
            Self::Areas(parts) => Extent::of(parts.iter().flatten().flatten().copied()),
        }
    }
}

fn place(position: &Value) -> Option<WorldPoint> {
    Some(WorldPoint::new(position[0].as_f64()?, position[1].as_f64()?))
}

/// The entries of a part's data dictionary, without the headings.
pub(super) fn dictionary_of(part: &OverviewPart) -> Result<Vec<Vec<String>>, ExportError> {
    let path = part.folder.join("dictionary.csv");
    let failed = |error: csv::Error| ExportError::io(&path, &error);
    let mut reader = csv::Reader::from_path(&path).map_err(failed)?;
    let entries = reader.records().map(|entry| {
        let entry = entry.map_err(failed)?;
        Ok(entry.iter().map(str::to_owned).collect())
    });
    entries.collect()
}
