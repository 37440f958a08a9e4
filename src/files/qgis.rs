//! How QGIS shows layers: symbols and renderers in its own style language (QML), as the table
//! `layer_styles` of a GeoPackage and files beside other layers hold them.

use rusqlite::{Connection, params};

use super::geopackage::register_attributes;

/// The table as QGIS makes it.
const TABLE: &str = "CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
  f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
  update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

/// Colours as QGIS writes them: red, green, blue, opacity. Those of the light theme.
pub(super) mod color {
    pub const SLATE: &str = "55,71,79,255";
    pub const VIOLET: &str = "108,74,182,255";
    pub const AMBER: &str = "201,138,0,255";
    pub const BORDER: &str = "124,138,144,255";
    pub const BUILDING: &str = "201,199,193,255";
    pub const STREET: &str = "214,211,203,255";
    pub const WATER: &str = "196,220,235,255";
    pub const RAILWAY: &str = "138,143,148,255";
    pub const WALL: &str = "185,179,168,255";
    pub const PAPER: &str = "255,255,255,255";
    pub const NOTHING: &str = "255,255,255,0";
    pub const COVERED: &str = "8,116,118,255";
    pub const UNCOVERED: &str = "241,121,77,255";
    /// Rates from low to high.
    pub const RATES: [&str; 5] = [
        "245,243,233,255",
        "226,236,226,255",
        "201,225,218,255",
        "174,212,207,255",
        "146,198,195,255",
    ];
}

/// Writes the styles of layers, each by the name of its table.
pub(super) fn write_styles(
    connection: &Connection,
    styles: &[(&str, String)],
) -> rusqlite::Result<()> {
    connection.execute_batch(TABLE)?;
    register_attributes(connection, "layer_styles", "layer_styles")?;
    add_styles(connection, styles)
}

/// Adds styles of further layers.
pub(super) fn add_styles(
    connection: &Connection,
    styles: &[(&str, String)],
) -> rusqlite::Result<()> {
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
pub(super) fn single(symbol: &Symbol) -> String {
    document(&format!(
        "<renderer-v2 type=\"singleSymbol\"><symbols>{}</symbols></renderer-v2>",
        symbol.xml("0")
    ))
}

/// Symbols by rule: filter, label and symbol of each, the first two as XML has them.
pub(super) fn rules(rules: &[(&str, &str, &Symbol)]) -> String {
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

/// Classes of equal width of a column from 0 to 1, each in its colour.
pub(super) fn graduated(column: &str, colors: &[&str], rim: &str) -> String {
    let (mut ranges, mut symbols) = (String::new(), String::new());
    for (number, color) in colors.iter().enumerate() {
        let bound = |number: usize| number as f64 / colors.len() as f64;
        let (lower, upper) = (bound(number), bound(number + 1));
        let (from, to) = (100.0 * lower, 100.0 * upper);
        ranges += &format!(
            "<range symbol=\"{number}\" lower=\"{lower}\" upper=\"{upper}\" \
             label=\"{from:.0}–{to:.0} %\" render=\"true\"/>"
        );
        symbols += &fill(color, rim).xml(&number.to_string());
    }
    document(&format!(
        "<renderer-v2 type=\"graduatedSymbol\" attr=\"{column}\" graduatedMethod=\"GraduatedColor\">\
         <ranges>{ranges}</ranges><symbols>{symbols}</symbols></renderer-v2>"
    ))
}

fn document(renderer: &str) -> String {
    format!("<!DOCTYPE qgis><qgis version=\"3.22\" styleCategories=\"Symbology\">{renderer}</qgis>")
}

/// A symbol of one layer.
pub(super) struct Symbol {
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

pub(super) fn fill(color: &str, rim: &str) -> Symbol {
    let options = vec![
        ("color", color.to_owned()),
        ("outline_color", rim.to_owned()),
        ("outline_width", "0.2".to_owned()),
        ("style", "solid".to_owned()),
    ];
    Symbol { kind: "fill", class: "SimpleFill", options }
}

pub(super) fn line(color: &str, width_mm: f64) -> Symbol {
    let options = vec![("line_color", color.to_owned()), ("line_width", width_mm.to_string())];
    Symbol { kind: "line", class: "SimpleLine", options }
}

pub(super) fn marker(shape: &str, color: &str, rim: &str, size_mm: f64) -> Symbol {
    let options = vec![
        ("name", shape.to_owned()),
        ("color", color.to_owned()),
        ("outline_color", rim.to_owned()),
        ("outline_width", "0.5".to_owned()),
        ("size", size_mm.to_string()),
    ];
    Symbol { kind: "marker", class: "SimpleMarker", options }
}

/// What exists solid, what is planned hollow.
pub(super) fn facilities() -> String {
    let existing = marker("circle", color::SLATE, color::PAPER, 3.2);
    let planned = marker("circle", color::PAPER, color::VIOLET, 3.2);
    rules(&[
        ("origin = 'existing'", "existing 现状", &existing),
        ("origin &lt;> 'existing'", "planned 拟设", &planned),
    ])
}

/// The squares of candidates.
pub(super) fn candidates() -> String {
    single(&marker("square", color::AMBER, color::PAPER, 2.2))
}
