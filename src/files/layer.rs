//! A file read, its CRS and columns found: what the readers of the single roles start from.

use std::collections::{HashMap, HashSet};

use geo::{Geometry, Point, Rect};

use crate::geometry::{Crs, LonLat, Polygons, WorldPoint};
use crate::language::Message;

use super::crs::{Declared, Settled, Usual, corners, declared};
use super::fields::{Columns, Field};
use super::flaw::Flaw;
use super::notes::{Notes, Spot};
use super::parts::no_usable_feature;
use super::readers::{self, RawLayer, ReadError, Reading, TextEncoding};
use super::soundness::{self, Winding};
use super::source::Overrides;
use super::table::{Cell, GeometryKind, Quantity, Table};
use super::{
    CrsFound, CrsHypothesis, ImportOptions, LayerReport, LayerSource, Problem, Progress, Role,
};

/// A layer before its role gives it meaning.
#[derive(Debug)]
pub(super) struct Layer {
    pub role: Role,
    pub file: String,
    pub table: Table,
    /// What is said of the system.
    pub declared: Declared,
    /// The system, once it is settled.
    pub crs: Crs,
    /// Whether the file says that it is made up.
    pub synthetic: bool,
    /// Whether it is a table without places, to be joined to another layer of the role.
    pub is_attributes: bool,
    /// The columns of a table that its places come from.
    pub place_columns: Vec<String>,
    /// What its text was read as, where that was not told by the text itself.
    pub encoding: Option<TextEncoding>,
    /// The rule of the format for the turn of rings.
    winding: Winding,
    /// Whether the geometry is in the working CRS already.
    pub is_placed: bool,
    /// Features in the file, usable or not.
    count: usize,
    crs_found: CrsFound,
    hypotheses: Vec<CrsHypothesis>,
    is_crs_doubtful: bool,
    /// How well the layer fits the others, from 0 to 1, where that was looked at.
    pub fit: Option<f64>,
    columns: Columns,
    overrides: Overrides,
    geometry_type: String,
    /// The rectangle around most features, in the file's own coordinates.
    pub bounds: Option<Rect<f64>>,
    /// Features outside it, and how many kilometres from its middle.
    pub far_away: Vec<(usize, f64)>,
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
        let encoding = source.overrides.encoding.or(options.encoding);
        let reading = Reading { most_features: None, encoding };
        let raw = match readers::read(&source.content, reading, progress) {
            Ok(raw) => raw,
            Err(ReadError::Cancelled) => return Err(Cancelled),
            Err(error) => {
                notes.fail(error.message());
                return Ok(None);
            }
        };
        let given = source.overrides.crs.as_ref().or_else(|| options.crs_of(source.role));
        let (declared, unknown) = declared(given, raw.crs.as_deref());
        unknown.into_iter().for_each(|what| notes.warn(what));
        let RawLayer { table, synthetic, remarks, is_attributes, place_columns, winding, .. } = raw;
        remarks.into_iter().for_each(|remark| notes.warn(remark));
        let usual = Usual::of(&table);
        let columns = Columns::find(source.role, &table, &options.fields, &source.overrides, notes);
        Ok(Some(Self {
            role: source.role,
            file: source.name.clone(),
            overrides: source.overrides.clone(),
            columns,
            geometry_type: geometry_types(&table),
            bounds: usual.bounds,
            far_away: usual.far_away,
            extent: None,
            declared,
            crs: Crs::wgs84(),
            crs_found: CrsFound::Default,
            hypotheses: Vec::new(),
            is_crs_doubtful: false,
            fit: None,
            synthetic,
            is_attributes,
            place_columns,
            encoding: raw.encoding,
            winding,
            is_placed: false,
            count: table.len(),
            table,
        }))
    }

    /// A layer of a study, for others to be compared with: its outlines, or points where there are
    /// none, in metres.
    pub fn known(role: Role, outlines: &Polygons, points: &[WorldPoint], crs: &Crs) -> Self {
        let mut table = Table::default();
        let no_values: [(&str, Cell); 0] = [];
        for feature in 0..outlines.len() {
            let area = outlines.multi_polygon(feature);
            let shape = match points.get(feature) {
                Some(at) if area.0.is_empty() => Point::new(at.x, at.y).into(),
                _ => area.into(),
            };
            table.push(Ok(shape), no_values.clone());
        }
        let usual = Usual::of(&table);
        Self {
            role,
            file: String::new(),
            overrides: Overrides::default(),
            columns: Columns::default(),
            geometry_type: geometry_types(&table),
            bounds: usual.bounds,
            far_away: usual.far_away,
            extent: None,
            declared: Declared::ByUser(crs.clone()),
            crs: crs.clone(),
            crs_found: CrsFound::Given,
            hypotheses: Vec::new(),
            is_crs_doubtful: false,
            fit: None,
            synthetic: false,
            is_attributes: false,
            place_columns: Vec::new(),
            encoding: None,
            winding: Winding::Any,
            is_placed: true,
            count: table.len(),
            table,
        }
    }

    /// Takes over the values of a table without places, feature by feature with the same key.
    pub fn join(&mut self, attributes: &Self, options: &ImportOptions, notes: &mut Notes) {
        let mut rows: HashMap<String, usize> = HashMap::new();
        for row in 0..attributes.len() {
            rows.extend(attributes.cell(Field::Id, row).text().map(|key| (key, row)));
        }
        let matches: Vec<Option<usize>> =
            (0..self.len()).map(|feature| rows.get(&self.id(feature)?).copied()).collect();
        let matched = matches.iter().flatten().count();
        let key = attributes.column_name(Field::Id);
        self.table.join(&attributes.table, &matches, key.as_deref());
        let (role, fields) = (self.role, &options.fields);
        self.columns = Columns::find(role, &self.table, fields, &self.overrides, notes);
        let (file, total) = (&attributes.file, self.len());
        let unused = rows.len() - matches.iter().flatten().collect::<HashSet<_>>().len();
        notes.warn(Message::new(
            format!("已按编号连接表格 {file}：{total} 个要素中 {matched} 个有对应行，{unused} 行没有对应要素"),
            format!(
                "joined with the table {file} by id: {matched} of {total} features have a row, \
                 {unused} rows belong to no feature"
            ),
        ));
    }

    /// Takes a system for the layer's own.
    pub fn settle(&mut self, settled: Settled) {
        self.extent = self.bounds.and_then(|bounds| corners(bounds, &settled.crs));
        let Settled { crs, found, hypotheses, is_doubtful, fit } = settled;
        (self.crs, self.crs_found, self.hypotheses) = (crs, found, hypotheses);
        (self.is_crs_doubtful, self.fit) = (is_doubtful, fit);
    }

    /// Notes that the layer may as well be in other systems.
    pub fn doubt(&mut self, hypotheses: Vec<CrsHypothesis>) {
        self.is_crs_doubtful = true;
        self.hypotheses = hypotheses;
    }

    /// Notes how well other systems would fit.
    pub fn weigh(&mut self, hypotheses: Vec<CrsHypothesis>) {
        self.hypotheses = hypotheses;
    }

    /// Our field, its column, and whether the user named it.
    pub fn fields(&self) -> impl Iterator<Item = (Field, String, bool)> {
        self.columns.fields(&self.table)
    }

    /// The types of geometry in the file, such as `Polygon, MultiPolygon`.
    pub fn geometry_type(&self) -> &str {
        &self.geometry_type
    }

    /// South-west and north-east corner of the rectangle around most features.
    pub fn extent(&self) -> Option<[LonLat; 2]> {
        self.extent
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
            hypotheses: self.hypotheses.clone(),
            is_crs_doubtful: self.is_crs_doubtful,
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

    /// The geometry of a feature, or why it has none. What is unsound about it is noted, and set
    /// right where a figure would depend on it.
    pub fn shape(&self, feature: usize, notes: &mut Notes) -> Result<Geometry<f64>, Flaw> {
        let geometries = &self.table.geometries;
        let shape = geometries.get(feature)?;
        let mut flaws = Vec::new();
        for rings in geometries.polygons(feature) {
            flaws.extend(soundness::flaws_of(&rings, self.winding));
        }
        if flaws.is_empty() {
            return Ok(shape);
        }
        let is_torn =
            |flaw: &Flaw| matches!(flaw, Flaw::SelfCrossing | Flaw::HoleOutside | Flaw::HoleInHole);
        let needs_repair = flaws.iter().any(is_torn);
        let mut told: Vec<Flaw> = Vec::new();
        for flaw in flaws {
            if !told.contains(&flaw) {
                match flaw {
                    Flaw::UnclosedRing | Flaw::RepeatedVertices | Flaw::WrongWinding => {
                        notes.remark_at(self.spot(feature), flaw.clone());
                    }
                    _ => notes.warn_at(self.spot(feature), flaw.clone()),
                }
                told.push(flaw);
            }
        }
        Ok(if needs_repair { soundness::repaired(shape) } else { shape })
    }

    /// Where a problem of a feature is.
    pub fn spot(&self, feature: usize) -> Spot {
        let bounds = self.table.geometries.bounds(feature);
        let center = bounds.map(|bounds| bounds.center());
        let at = center.map(|at| WorldPoint::new(at.x, at.y));
        let at = at.filter(|at| self.is_placed && at.x.is_finite() && at.y.is_finite());
        Spot { feature, id: self.id(feature), field: None, at }
    }

    /// The id in the file: a column, else the `id` member of the feature.
    pub fn id(&self, feature: usize) -> Option<String> {
        let id = self.cell(Field::Id, feature).text();
        id.or_else(|| self.table.feature_id(feature).map(str::to_owned))
    }

    /// Whether some features have ids.
    pub fn has_ids(&self) -> bool {
        self.has(Field::Id) || self.table.has_feature_ids()
    }

    /// Says once that a layer has no ids at all, where they would be of use.
    pub fn note_missing_ids(&self, notes: &mut Notes) {
        if !self.has_ids() && self.len() > 0 {
            notes.warn(Message::new(
                "没有编号列，以要素序号代替；更新此图层时将无法逐个对应",
                "has no column of ids; positions serve as ids, so a newer version of the layer \
                 cannot be matched feature by feature",
            ));
        }
    }

    /// The id, or the feature's position where it has none.
    pub fn id_or_position(&self, feature: usize, notes: &mut Notes) -> String {
        self.id(feature).unwrap_or_else(|| {
            if self.has_ids() {
                notes.warn_at(self.spot(feature).in_field(Field::Id), Flaw::MissingId);
            }
            feature.to_string()
        })
    }

    /// A number that a feature may lack; one that makes no sense is noted and passed over.
    pub fn optional_number(&self, field: Field, feature: usize, notes: &mut Notes) -> Option<f64> {
        let spot = || self.spot(feature).in_field(field);
        match self.number(field, feature, spot, notes) {
            Ok(Some(number)) if (0.0..1e12).contains(&number) => return Some(number),
            Ok(Some(number)) => {
                let flaw = Flaw::OutOfRange(number.to_string());
                notes.warn_at(spot(), flaw);
            }
            Ok(None) => {}
            Err(flaw) => notes.warn_at(spot(), flaw),
        }
        None
    }

    /// The number in a field, whatever its size; one with separators or a unit is noted at its spot.
    pub fn number(
        &self,
        field: Field,
        feature: usize,
        spot: impl FnOnce() -> Spot,
        notes: &mut Notes,
    ) -> Result<Option<f64>, Flaw> {
        match self.cell(field, feature).quantity() {
            Quantity::Missing => Ok(None),
            Quantity::Number(number) => Ok(Some(number)),
            Quantity::FromText(number, text) => {
                let flaw = Flaw::NumberAsText { text, number };
                notes.remark_at(spot(), flaw);
                Ok(Some(number))
            }
            Quantity::NotANumber(text) => Err(Flaw::NotANumber(text)),
        }
    }
}

/// Whoever waited for an import gave up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cancelled;

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
