//! A file read, its CRS and columns found: what the readers of the single roles start from.

use geo::Geometry;

use crate::geometry::{Crs, LonLat};
use crate::language::Message;

use super::crs::{bounds_of, check_degrees, corners, crs_of};
use super::fields::{Columns, Field};
use super::flaw::Flaw;
use super::notes::{Notes, Spot};
use super::parts::no_usable_feature;
use super::readers::{self, RawLayer, ReadError};
use super::table::{Cell, GeometryKind, Quantity, Table};
use super::{CrsFound, ImportOptions, LayerReport, LayerSource, Problem, Progress, Role};

/// A layer before its role gives it meaning.
#[derive(Debug)]
pub(super) struct Layer {
    pub role: Role,
    pub file: String,
    pub table: Table,
    pub crs: Crs,
    /// Whether the file says that it is made up.
    pub synthetic: bool,
    /// Features in the file, usable or not.
    count: usize,
    crs_found: CrsFound,
    columns: Columns,
    geometry_type: String,
    extent: Option<[LonLat; 2]>,
}

impl Layer {
    /// Reads a file. `Ok(None)` when it cannot be used; `notes` says why.
    ///
    /// # Errors
    /// When whoever waits gave up.
    pub fn read(
        source: &LayerSource,
        options: &ImportOptions,
        notes: &mut Notes,
        progress: &dyn Progress,
    ) -> Result<Option<Self>, Cancelled> {
        let raw = match readers::read(&source.content, None, progress) {
            Ok(raw) => raw,
            Err(ReadError::Cancelled) => return Err(Cancelled),
            Err(error) => {
                notes.fail(error.message());
                return Ok(None);
            }
        };
        let (crs, crs_found) = match system_of(&raw, options) {
            Ok(found) => found,
            Err(what) => {
                notes.fail(what);
                return Ok(None);
            }
        };
        let RawLayer { table, synthetic, remarks, crs: _ } = raw;
        remarks.into_iter().for_each(|remark| notes.warn(remark));
        let columns = Columns::find(source.role, &table, &options.fields, notes);
        Ok(Some(Self {
            role: source.role,
            file: source.name.clone(),
            columns,
            geometry_type: geometry_types(&table),
            extent: bounds_of(&table, &crs).and_then(|bounds| corners(bounds, &crs)),
            crs,
            crs_found,
            synthetic,
            count: table.len(),
            table,
        }))
    }

    /// How the file was understood, once it is known how many of its features are used.
    pub fn report(&self, notes: &Notes) -> LayerReport {
        LayerReport {
            role: self.role,
            file: self.file.clone(),
            geometry_type: self.geometry_type.clone(),
            count: self.len() - notes.left_out(),
            left_out: notes.left_out(),
            crs: self.crs.clone(),
            crs_found: self.crs_found,
            extent: self.extent,
            fields: self.columns.names(&self.table),
        }
    }

    /// The number of features, usable or not.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The middle of the layer.
    pub fn center(&self) -> Option<LonLat> {
        let [low, high] = self.extent?;
        Some(LonLat { lon: (low.lon + high.lon) / 2.0, lat: (low.lat + high.lat) / 2.0 })
    }

    /// What to say of a layer that has no place on Earth.
    pub fn without_geometry(&self) -> Problem {
        Problem::in_file(&*self.file, no_usable_feature())
    }

    pub fn has(&self, field: Field) -> bool {
        self.columns.has(field)
    }

    /// The column a field is read from, in lower case.
    pub fn column_name(&self, field: Field) -> Option<String> {
        let columns = self.columns.names(&self.table);
        let column = columns.into_iter().find(|(name, _)| name == field.id());
        column.map(|(_, column)| column.to_lowercase())
    }

    pub fn cell(&self, field: Field, feature: usize) -> &Cell {
        self.columns.cell(&self.table, field, feature)
    }

    /// A value as text; empty where there is none.
    pub fn text(&self, field: Field, feature: usize) -> String {
        self.cell(field, feature).text().unwrap_or_default()
    }

    /// The geometry of a feature, or what is wrong with it.
    pub fn shape(&self, feature: usize) -> Result<Geometry<f64>, Flaw> {
        self.table.geometries.get(feature)
    }

    /// Where a problem of a feature is.
    pub fn spot(&self, feature: usize) -> Spot {
        Spot { feature, id: self.id(feature), field: None }
    }

    /// The id in the file: a column, else the `id` member of the feature.
    pub fn id(&self, feature: usize) -> Option<String> {
        let id = self.cell(Field::Id, feature).text();
        id.or_else(|| self.table.feature_id(feature).map(str::to_owned))
    }

    /// The id, or the feature's position where it has none.
    pub fn id_or_position(&self, feature: usize, notes: &mut Notes) -> String {
        self.id(feature).unwrap_or_else(|| {
            notes.warn_at(self.spot(feature).in_field(Field::Id), Flaw::MissingId);
            feature.to_string()
        })
    }

    /// A number that a feature may lack; one that makes no sense is noted and passed over.
    pub fn optional_number(&self, field: Field, feature: usize, notes: &mut Notes) -> Option<f64> {
        let flaw = match self.cell(field, feature).quantity() {
            Quantity::Missing => return None,
            Quantity::Number(number) if (0.0..1e12).contains(&number) => return Some(number),
            Quantity::Number(number) => Flaw::OutOfRange(number.to_string()),
            Quantity::NotANumber(text) => Flaw::NotANumber(text),
        };
        notes.warn_at(self.spot(feature).in_field(field), flaw);
        None
    }
}

/// Whoever waited for an import gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cancelled;

fn system_of(raw: &RawLayer, options: &ImportOptions) -> Result<(Crs, CrsFound), Message> {
    let (crs, found) = crs_of(options.source_crs.as_ref(), raw.crs.as_deref())?;
    if found == CrsFound::Default {
        check_degrees(&raw.table)?;
    }
    Ok((crs, found))
}

/// The types of geometry in a table, each once, in the order of their first appearance.
fn geometry_types(table: &Table) -> String {
    let mut types: Vec<GeometryKind> = Vec::new();
    for kind in (0..table.len()).filter_map(|feature| table.geometries.kind(feature)) {
        if kind != GeometryKind::Flawed && !types.contains(&kind) {
            types.push(kind);
        }
    }
    types.into_iter().map(GeometryKind::name).collect::<Vec<_>>().join(", ")
}
