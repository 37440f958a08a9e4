//! How QGIS shows the layers of a study file.

use rusqlite::Connection;

use super::candidates;
use super::schema::{BARRIERS, BUILDINGS, FACILITIES, STREETS, UNITS};
use crate::files::qgis::color::{BORDER, BUILDING, NOTHING, RAILWAY, STREET, WALL, WATER};
use crate::files::qgis::{self, fill, line, rules, single};

/// Writes a style for every layer.
pub(super) fn write(connection: &Connection) -> rusqlite::Result<()> {
    let styles = [
        (UNITS.name, single(&fill(NOTHING, BORDER))),
        (BUILDINGS, single(&fill(BUILDING, BORDER))),
        (STREETS.name, single(&line(STREET, 0.6))),
        (BARRIERS.name, barriers()),
        (candidates::TABLE, qgis::candidates()),
        (FACILITIES.name, qgis::facilities()),
    ];
    qgis::write_styles(connection, &styles)
}

fn barriers() -> String {
    let is = |word: &str, area: bool| {
        let shape = if area { "=" } else { "&lt;>" };
        format!("kind = '{word}' AND geometry_type($geometry) {shape} 'Polygon'")
    };
    let (water, stream) = (fill(WATER, WATER), line(WATER, 0.6));
    let (railway, wall) = (line(RAILWAY, 0.7), line(WALL, 0.3));
    rules(&[
        (&is("water", true), "water 水域", &water),
        (&is("water", false), "water 水域", &stream),
        ("kind = 'railway'", "railway 铁路", &railway),
        ("kind = 'wall'", "wall 围墙", &wall),
    ])
}
