//! Many studies in one study file: units, inhabited buildings and facilities of those that are shown, and
//! beside these a layer of results, the units of all with their indicators as each study by itself has them.
//!
//! The parts' layers are written first, in longitude and latitude (here); `study` makes a study of them. The
//! same parts give the same file to the last byte: nothing in it says when it was written.

mod part;
mod study;
mod table;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params, params_from_iter};

use crate::files::Progress;
use crate::files::geopackage::{
    self, FeatureTable, GeometryKind, ONLY_RESULTS, add_spatial_functions, quoted,
    register_attributes, set_extent,
};
use crate::files::qgis::color::{BORDER, RATES};
use crate::files::qgis::{self, color, graduated, marker, single};
use crate::files::study_file::{self, Lock, LockError};
use crate::geometry::{Crs, Extent};
use crate::language::Message;

use super::{ExportError, dictionary, unfinished};
use part::PartFile;
use table::Columns;

pub(super) use study::write_terms;

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
const RESULTS: &str = "results";
/// Stands for every moment in the file, since the moment of writing says nothing of its content.
const MOMENT: &str = "2000-01-01T00:00:00.000Z";

/// Writes an overview, which appears when it is complete, and says what whoever reads it must know. An
/// overview that was worked on since stays where the new one would be the same, else it is kept beside it;
/// `made_of` tells that: it is the same for the same parts.
///
/// # Errors
/// When a part cannot be read, or the file cannot be written or is open in a window.
pub fn write_overview(
    path: &Path,
    parts: &[OverviewPart],
    made_of: &str,
    progress: &dyn Progress,
) -> Result<Vec<Message>, ExportError> {
    let _lock = Lock::take(path).map_err(|error| match error {
        LockError::Held(holder) => ExportError::Held { path: path.to_path_buf(), holder },
        LockError::Io(error) => ExportError::io(path, &error),
    })?;
    let (layers, unfinished) = (beside(path, ".layers"), unfinished(path));
    let written = remove_both(&layers, &unfinished)
        .map_err(|error| ExportError::io(path, &error))
        .and_then(|()| write_beside(&layers, &unfinished, parts, made_of, progress))
        .and_then(|remarks| put_in_place(&unfinished, path, made_of, remarks));
    // What stays is removed by the next attempt.
    let _ = remove_both(&layers, &unfinished);
    written
}

/// Writes the parts' layers into one file, and the study with its results into the other. What cannot be a
/// study stays layers.
fn write_beside(
    layers: &Path,
    unfinished: &Path,
    parts: &[OverviewPart],
    made_of: &str,
    progress: &dyn Progress,
) -> Result<Vec<Message>, ExportError> {
    let shown: Vec<_> = parts.iter().filter(|part| part.is_shown).collect();
    let file = LayerFile::write(layers, &shown)?;
    let remarks = match study::write(unfinished, &file, &shown, made_of, progress)? {
        Ok(remarks) => remarks,
        Err(why_not) => {
            let renamed = fs::rename(layers, unfinished);
            renamed.map_err(|error| ExportError::io(unfinished, &error))?;
            vec![why_not]
        }
    };
    add_results(unfinished, parts)?;
    Ok(remarks)
}

fn put_in_place(
    unfinished: &Path,
    path: &Path,
    made_of: &str,
    mut remarks: Vec<Message>,
) -> Result<Vec<Message>, ExportError> {
    if study_file::was_edited(path) {
        if study_file::made_of(path).as_deref() == Some(made_of) {
            remarks.push(Message::new(
                "总览的内容未变，上次批量之后所作的修改保留不动",
                "nothing in the overview has changed: what was edited since the last batch stays in it",
            ));
            return Ok(remarks);
        }
        let copy = study_file::keep_copy(path);
        let copy = copy.map_err(|error| ExportError::io(path, &error))?;
        let copy = copy.display();
        remarks.push(Message::new(
            format!("总览在上次批量之后有修改，已另存为 {copy}"),
            format!("the overview was edited since the last batch: kept as {copy}"),
        ));
    }
    fs::rename(unfinished, path).map_err(|error| ExportError::io(path, &error))?;
    Ok(remarks)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// What an earlier attempt left would be opened instead.
fn remove_both(layers: &Path, unfinished: &Path) -> io::Result<()> {
    [layers, unfinished].into_iter().try_for_each(|path| match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    })
}

/// A file with the layers of a study, which the window opens like any other.
struct LayerFile<'a> {
    path: &'a Path,
    buildings: usize,
    /// Of the units.
    extent: Option<Extent>,
}

impl<'a> LayerFile<'a> {
    fn write(path: &'a Path, shown: &[&OverviewPart]) -> Result<Self, ExportError> {
        let failed = |error: rusqlite::Error| ExportError::io(path, &error);
        let mut connection = open(path).map_err(failed)?;
        let transaction = connection.transaction().map_err(failed)?;
        geopackage::initialise(&transaction).map_err(failed)?;
        let overview = Overview::within(path, &transaction)?;
        let mut styles = Vec::new();
        let mut layer = |name, kind| -> Result<Written, ExportError> {
            let written = overview.layer(name, name, kind, shown)?;
            styles.push((name, style(name, &written.columns)));
            Ok(written)
        };
        let units = layer("units", GeometryKind::MultiPolygon)?;
        let buildings = layer("buildings", GeometryKind::Point)?;
        layer("facilities", GeometryKind::Point)?;
        qgis::write_styles(&transaction, &styles).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(Self { path, buildings: buildings.rows, extent: units.extent })
    }
}

/// Adds the results of all parts and what their columns mean, and takes away all that says when the file
/// was written.
fn add_results(path: &Path, parts: &[OverviewPart]) -> Result<(), ExportError> {
    let failed = |error: rusqlite::Error| ExportError::io(path, &error);
    let mut connection = open(path).map_err(failed)?;
    let transaction = connection.transaction().map_err(failed)?;
    let overview = Overview::within(path, &transaction)?;
    let all: Vec<_> = parts.iter().collect();
    let Written { columns, .. } =
        overview.layer(RESULTS, "units", GeometryKind::MultiPolygon, &all)?;
    overview.dictionary(parts)?;
    qgis::add_styles(&transaction, &[(RESULTS, style("units", &columns))]).map_err(failed)?;
    overview.forget_the_moment().map_err(failed)?;
    transaction.commit().map_err(failed)?;
    // What was replaced would else stay on its page, the moment of writing too.
    connection.execute_batch("VACUUM").map_err(failed)
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    add_spatial_functions(&connection)?;
    Ok(connection)
}

/// A layer that was written.
struct Written {
    columns: Columns,
    rows: usize,
    extent: Option<Extent>,
}

/// The file being written.
struct Overview<'a> {
    path: &'a Path,
    connection: &'a Connection,
    srs_id: i32,
}

impl<'a> Overview<'a> {
    fn within(path: &'a Path, connection: &'a Connection) -> Result<Self, ExportError> {
        let srs_id = geopackage::add_crs(connection, &Crs::wgs84());
        let srs_id = srs_id.map_err(|error| ExportError::io(path, &error))?;
        Ok(Self { path, connection, srs_id })
    }

    /// Writes a layer of the parts' files of a name.
    fn layer(
        &self,
        name: &'static str,
        file: &str,
        kind: GeometryKind,
        parts: &[&OverviewPart],
    ) -> Result<Written, ExportError> {
        let failed = |error: rusqlite::Error| ExportError::io(self.path, &error);
        let mut columns = Columns::default();
        let mut rows = 0;
        for part in parts {
            PartFile::of(part, file).for_each_row(|row| {
                rows += 1;
                columns.take(&row)
            })?;
        }
        let declared = columns.declared();
        let identifier = if name == RESULTS { ONLY_RESULTS } else { name };
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
        Ok(Written { columns, rows, extent })
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
