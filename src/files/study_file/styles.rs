//! How QGIS shows the layers of a study file: the table `layer_styles`, which QGIS reads when it
//! opens a GeoPackage. Colours are those of the light theme.

use rusqlite::{Connection, params};

use super::schema::{BARRIERS, BUILDINGS, CANDIDATES, FACILITIES, STREETS, UNITS};
use crate::files::geopackage::register_attributes;

/// The table as QGIS makes it.
const TABLE: &str = "CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

/// Colours as QGIS writes them: red, green, blue, opacity.
const SLATE: &str = "55,71,79,255";
const VIOLET: &str = "108,74,182,255";
const AMBER: &str = "201,138,0,255";
const BORDER: &str = "124,138,144,255";
const BUILDING: &str = "201,199,193,255";
const STREET: &str = "214,211,203,255";
const WATER: &str = "196,220,235,255";
const RAILWAY: &str = "138,143,148,255";
const WALL: &str = "185,179,168,255";
const PAPER: &str = "255,255,255,255";
const NOTHING: &str = "255,255,255,0";

/// Writes a style for every layer.
pub(super) fn write(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    register_attributes(connection, "layer_styles", "layer_styles")?;
    let styles = [
        (UNITS.name, single(&fill(NOTHING, BORDER))),
        (BUILDINGS, single(&fill(BUILDING, BORDER))),
        (STREETS.name, single(&line(STREET, 0.6))),
        (BARRIERS.name, barriers()),
        (CANDIDATES.name, single(&marker("square", AMBER, PAPER, 2.2))),
        (FACILITIES.name, facilities()),
    ];
    let sql = "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, \
               f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner) \
               VALUES ('', '', ?1, 'geom', 'lifecircle', ?2, '', 1, 'Lifecircle', '')";
    let mut insert = connection.prepare(sql)?;
    for (table, style) in styles {
        insert.execute(params![table, style])?;
    }
    Ok(())
}

/// One symbol for all features.
fn single(symbol: &Symbol) -> String {
    document(&format!(
        "<renderer-v2 type=\"singleSymbol\"><symbols>{}</symbols></renderer-v2>",
        symbol.xml("0")
    ))
}

/// What exists solid, what is planned hollow.
fn facilities() -> String {
    let existing = marker("circle", SLATE, PAPER, 3.2);
    let planned = marker("circle", PAPER, VIOLET, 3.2);
    rules(&[
        ("origin = 'existing'", "existing 现状", &existing),
        ("origin &lt;> 'existing'", "planned 拟设", &planned),
    ])
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

/// Symbols by rule: filter, label and symbol of each.
fn rules(rules: &[(&str, &str, &Symbol)]) -> String {
    let (mut entries, mut symbols) = (String::new(), String::new());
    for (number, (filter, label, symbol)) in rules.iter().enumerate() {
        entries += &format!(
            "<rule key=\"r{number}\" symbol=\"{number}\" label=\"{label}\" filter=\"{filter}\"/>"
        );
        symbols += &symbol.xml(&number.to_string());
    }
    document(&format!(
        "<renderer-v2 type=\"RuleRenderer\"><rules key=\"root\">{entries}</rules>\
         <symbols>{symbols}</symbols></renderer-v2>"
    ))
}

fn document(renderer: &str) -> String {
    format!("<!DOCTYPE qgis><qgis version=\"3.22\" styleCategories=\"Symbology\">{renderer}</qgis>")
}

/// A symbol of one layer.
struct Symbol {
    kind: &'static str,
    class: &'static str,
    options: Vec<(&'static str, String)>,
}

impl Symbol {
    fn xml(&self, name: &str) -> String {
        let options: String = self
            .options
            .iter()
            .map(|(key, value)| format!("<prop k=\"{key}\" v=\"{value}\"/>"))
            .collect();
        format!(
            "<symbol type=\"{}\" name=\"{name}\" alpha=\"1\" clip_to_extent=\"1\">\
             <layer class=\"{}\" enabled=\"1\" pass=\"0\" locked=\"0\">{options}</layer></symbol>",
            self.kind, self.class
        )
    }
}

fn fill(color: &str, rim: &str) -> Symbol {
    let options = vec![
        ("color", color.to_owned()),
        ("outline_color", rim.to_owned()),
        ("outline_width", "0.2".to_owned()),
        ("style", "solid".to_owned()),
    ];
    Symbol { kind: "fill", class: "SimpleFill", options }
}

fn line(color: &str, width_mm: f64) -> Symbol {
    let options = vec![("line_color", color.to_owned()), ("line_width", width_mm.to_string())];
    Symbol { kind: "line", class: "SimpleLine", options }
}

fn marker(shape: &str, color: &str, rim: &str, size_mm: f64) -> Symbol {
    let options = vec![
        ("name", shape.to_owned()),
        ("color", color.to_owned()),
        ("outline_color", rim.to_owned()),
        ("outline_width", "0.5".to_owned()),
        ("size", size_mm.to_string()),
    ];
    Symbol { kind: "marker", class: "SimpleMarker", options }
}
