//! Many studies in one GeoPackage, in longitude and latitude: of those that are shown the layers of one
//! study, units with all indicators, inhabited buildings and facilities, which the window opens like any
//! other layers; and where some are not shown, a layer of the units of all.
//!
//! The same parts give the same file to the last byte: nothing in it says when it was written.

mod part;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params, params_from_iter};

use crate::files::geopackage::{
    self, FeatureTable, GeometryKind, ONLY_RESULTS, add_spatial_functions, quoted,
    register_attributes, set_extent,
};
use crate::files::qgis::color::{BORDER, RATES};
use crate::files::qgis::{self, color, graduated, marker, single};
use crate::geometry::{Crs, Extent};

use super::{ExportError, dictionary, unfinished};
use part::PartFile;
use table::Columns;

/// One study of an overview.
#[derive(Debug, Clone)]
pub struct OverviewPart {
    /// What its ids begin with.
    pub name: String,
    pub city: String,
    /// In the place of the units' own districts, where it is not empty.
    pub district: String,
    pub year: String,
    /// Where [`export_part`](super::export_part) has put it.
    pub folder: PathBuf,
    /// Whether its layers are among those of a study. Studies of one place in several years would lie on
    /// top of each other.
    pub is_shown: bool,
}

/// The layer of the units of all parts; whoever opens the file as layers is not asked what it is.
const ALL_UNITS: &str = "results";
/// The layers of a study, as their files are called.
const LAYERS: [(&str, GeometryKind); 3] = [
    ("units", GeometryKind::MultiPolygon),
    ("buildings", GeometryKind::Point),
    ("facilities", GeometryKind::Point),
];

/// Stands for every moment in the file, since the moment of writing says nothing of its content.
const MOMENT: &str = "2000-01-01T00:00:00.000Z";

/// Writes an overview, which appears when it is complete.
///
/// # Errors
/// When a part cannot be read, or the file cannot be written.
pub fn write_overview(path: &Path, parts: &[OverviewPart]) -> Result<(), ExportError> {
    let unfinished = unfinished(path);
    // What an earlier attempt left would be opened instead.
    let _ = fs::remove_file(&unfinished);
    let written = Overview::write(&unfinished, parts).and_then(|()| {
        fs::rename(&unfinished, path).map_err(|error| ExportError::io(path, &error))
    });
    if written.is_err() {
        // It may not be there at all.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

/// The file being written.
struct Overview<'a> {
    path: &'a Path,
    connection: &'a Connection,
    srs_id: i32,
}

impl Overview<'_> {
    fn write(path: &Path, parts: &[OverviewPart]) -> Result<(), ExportError> {
        let failed = |error: rusqlite::Error| ExportError::io(path, &error);
        let mut connection = Connection::open(path).map_err(failed)?;
        // What is replaced would else stay on its page, the moment of writing too.
        connection.pragma_update(None, "secure_delete", true).map_err(failed)?;
        add_spatial_functions(&connection).map_err(failed)?;
        let transaction = connection.transaction().map_err(failed)?;
        geopackage::initialise(&transaction).map_err(failed)?;
        let srs_id = geopackage::add_crs(&transaction, &Crs::wgs84()).map_err(failed)?;
        let overview = Overview { path, connection: &transaction, srs_id };
        let mut styles = Vec::new();
        for (layer, kind) in LAYERS {
            let shown: Vec<_> = parts.iter().filter(|part| part.is_shown).collect();
            let columns = overview.layer(layer, layer, kind, &shown)?;
            styles.push((layer, style(layer, &columns)));
        }
        if parts.iter().any(|part| !part.is_shown) {
            let all: Vec<_> = parts.iter().collect();
            let columns = overview.layer(ALL_UNITS, "units", GeometryKind::MultiPolygon, &all)?;
            styles.push((ALL_UNITS, style("units", &columns)));
        }
        overview.dictionary(parts)?;
        qgis::write_styles(&transaction, &styles).map_err(failed)?;
        overview.forget_the_moment().map_err(failed)?;
        transaction.commit().map_err(failed)
    }

    /// Writes a layer of the parts' files of a name.
    fn layer(
        &self,
        name: &'static str,
        file: &str,
        kind: GeometryKind,
        parts: &[&OverviewPart],
    ) -> Result<Columns, ExportError> {
        let failed = |error: rusqlite::Error| ExportError::io(self.path, &error);
        let mut columns = Columns::default();
        for part in parts {
            PartFile::of(part, file).for_each_row(|row| columns.take(&row))?;
        }
        let declared = columns.declared();
        let identifier = if name == ALL_UNITS { ONLY_RESULTS } else { name };
        let table = FeatureTable { name, identifier, kind, columns: &declared };
        table.create(self.connection, self.srs_id).map_err(failed)?;
        let places = vec!["?"; columns.len() + 1].join(", ");
        let names = columns.names().map(quoted).collect::<Vec<_>>().join(", ");
        let sql = format!("INSERT INTO {} (geom, {names}) VALUES ({places})", quoted(name));
        let mut insert = self.connection.prepare(&sql).map_err(failed)?;
        let mut extent: Option<Extent> = None;
        for part in parts {
            PartFile::of(part, file).for_each_row(|row| {
                extent = extent.into_iter().chain(row.shape.extent()).reduce(Extent::union);
                let values = columns.values(&row, self.srs_id);
                insert.execute(params_from_iter(values)).map(drop).map_err(failed)
            })?;
        }
        set_extent(self.connection, name, extent).map_err(failed)?;
        table.index(self.connection).map_err(failed)?;
        Ok(columns)
    }

    /// What the columns mean, each told once.
    fn dictionary(&self, parts: &[OverviewPart]) -> Result<(), ExportError> {
        let failed = |error: rusqlite::Error| ExportError::io(self.path, &error);
        dictionary::create_table(self.connection).map_err(failed)?;
        let mut insert = dictionary::insert_into(self.connection).map_err(failed)?;
        let mut told = std::collections::HashSet::new();
        for part in parts {
            for entry in part::dictionary_of(part)? {
                let is_new = told.insert((entry[0].clone(), entry[1].clone()));
                if is_new {
                    insert.execute(params_from_iter(&entry)).map_err(failed)?;
                }
            }
        }
        register_attributes(self.connection, "data_dictionary", "data dictionary 数据字典")
            .map_err(failed)
    }

    fn forget_the_moment(&self) -> rusqlite::Result<()> {
        self.connection.execute("UPDATE gpkg_contents SET last_change = ?1", params![MOMENT])?;
        self.connection.execute("UPDATE layer_styles SET update_time = ?1", params![MOMENT])?;
        Ok(())
    }
}

/// Units by the rate of the first function, which whoever looks at them changes with one click.
fn style(layer: &str, columns: &Columns) -> String {
    let rate = columns.names().find(|name| name.ends_with("_rate"));
    match (layer, rate) {
        ("units", Some(rate)) => graduated(rate, &RATES, BORDER),
        ("buildings", _) => single(&marker("circle", color::BUILDING, color::PAPER, 1.0)),
        ("facilities", _) => qgis::facilities(),
        _ => single(&qgis::fill(color::NOTHING, BORDER)),
    }
}
