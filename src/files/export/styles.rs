//! How QGIS shows the layers of results: units and buildings by the function that most residents are
//! without, which the planner changes with one click.

use std::path::{Path, PathBuf};

use crate::files::qgis::color::{BORDER, COVERED, PAPER, RATES, UNCOVERED};
use crate::files::qgis::{self, fill, graduated, rules};
use crate::markup::escaped;
use crate::session::Session;

use super::layer::ResultLayer;
use super::{ExportError, write_whole};

/// The style of each layer, by its name.
pub(super) fn of_layers(layers: &[ResultLayer], session: &Session) -> Vec<(&'static str, String)> {
    let function = least_served(session);
    let style = |layer: &ResultLayer| {
        let column = |suffix: &str| of_function(layer, function, suffix);
        let style = match layer.table.id {
            "units" => graduated(&column("rate")?, &RATES, BORDER),
            "buildings" => buildings(&column("reach")?),
            "facilities" => qgis::facilities(),
            _ => qgis::candidates(),
        };
        Some((layer.table.id, style))
    };
    layers.iter().filter_map(style).collect()
}

/// Writes a file `LAYER.qml` beside each layer, which QGIS takes by itself.
pub(super) fn write_files(
    layers: &[ResultLayer],
    session: &Session,
    folder: &Path,
) -> Result<Vec<PathBuf>, ExportError> {
    let write = |(name, style): (&'static str, String)| {
        write_whole(&folder.join(format!("{name}.qml")), style.as_bytes())
    };
    of_layers(layers, session).into_iter().map(write).collect()
}

/// The column of a function: its position among those of the same kind is that in the standard.
fn of_function(layer: &ResultLayer, function: usize, suffix: &str) -> Option<String> {
    let ending = format!("_{suffix}");
    let columns = layer.table.columns.iter().map(|column| &column.id);
    columns.filter(|id| id.ends_with(&ending)).nth(function).cloned()
}

/// The position of the function that most residents are without.
fn least_served(session: &Session) -> usize {
    let without = |function| {
        let reached = session.scenario().total(function, 0);
        reached.population - reached.covered
    };
    let standard = session.study().standard();
    standard.indexes().max_by_key(|function| without(*function)).map_or(0, |f| f.as_usize())
}

fn buildings(column: &str) -> String {
    let (covered, uncovered) = (fill(COVERED, PAPER), fill(UNCOVERED, PAPER));
    let empty = fill(qgis::color::BUILDING, PAPER);
    let is_home = "residents > 0";
    rules(&[
        (&escaped(&format!("{is_home} AND {column} > 0")), "reached 已覆盖", &covered),
        (&escaped(&format!("{is_home} AND {column} = 0")), "not reached 未覆盖", &uncovered),
        (&escaped("residents = 0"), "no residents 无居民", &empty),
    ])
}
