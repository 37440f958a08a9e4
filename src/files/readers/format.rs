//! Which format a file is in: by its first bytes where they tell, else by its ending.

use std::io::Read as _;
use std::path::Path;

use super::input::open_file;
use super::{archive, flatgeobuf, raster};

/// A format that layers come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::files) enum Format {
    GeoJson,
    Shapefile,
    FlatGeobuf,
    /// Text in columns.
    Delimited,
    Workbook,
    Kml,
    /// Rasters of residents.
    GeoTiff,
    AsciiGrid,
    /// None of those that are read.
    Unknown,
    /// These hold several layers.
    GeoPackage,
    OpenStreetMap,
    Archive,
}

/// The endings of files that are looked at in a folder.
const ENDINGS: [&str; 25] = [
    "geojson",
    "json",
    "geojsonl",
    "geojsons",
    "ndjson",
    "jsonl",
    "geojsonseq",
    "gz",
    "gpkg",
    "shp",
    "fgb",
    "csv",
    "tsv",
    "txt",
    "xlsx",
    "xls",
    "xlsm",
    "ods",
    "pbf",
    "kml",
    "kmz",
    "zip",
    "tif",
    "tiff",
    "asc",
];

/// Whether a file's ending is that of a layer.
pub(in crate::files) fn may_be_layer(path: &Path) -> bool {
    ENDINGS.contains(&ending_of(path).as_str())
}

/// All endings, for dialogs.
pub fn endings() -> &'static [&'static str] {
    &ENDINGS
}

impl Format {
    /// Whether it holds numbers of cells, which can only be residents.
    pub fn is_raster(self) -> bool {
        matches!(self, Self::GeoTiff | Self::AsciiGrid)
    }

    /// The format of a file; GeoJSON where nothing else tells.
    pub fn of(path: &Path) -> Self {
        let mut first = [0; 16];
        let head = open_file(path).and_then(|file| {
            let mut head = Vec::new();
            file.take(first.len() as u64).read_to_end(&mut head)?;
            Ok(head)
        });
        let head = head.unwrap_or_default();
        first[..head.len()].copy_from_slice(&head);
        let ending = ending_of(path);
        match ending.as_str() {
            "xlsx" | "xls" | "xlsm" | "ods" => return Self::Workbook,
            "kmz" => return Self::Kml,
            _ => {}
        }
        if first.starts_with(b"SQLite format 3") {
            return Self::GeoPackage;
        }
        if first.starts_with(flatgeobuf::MAGIC) {
            return Self::FlatGeobuf;
        }
        if first.starts_with(archive::MAGIC) {
            return Self::Archive;
        }
        if raster::TIFF_MAGIC.iter().any(|magic| first.starts_with(magic)) {
            return Self::GeoTiff;
        }
        match ending.as_str() {
            "shp" | "dbf" | "shx" => Self::Shapefile,
            "pbf" => Self::OpenStreetMap,
            "gpkg" => Self::GeoPackage,
            "fgb" => Self::FlatGeobuf,
            "zip" => Self::Archive,
            "csv" | "tsv" | "txt" => Self::Delimited,
            "kml" => Self::Kml,
            "tif" | "tiff" => Self::GeoTiff,
            "asc" => Self::AsciiGrid,
            other if ENDINGS.contains(&other) => Self::GeoJson,
            _ if may_be_json(&first[..head.len()]) => Self::GeoJson,
            _ => Self::Unknown,
        }
    }
}

/// Whether a file without a known ending begins as JSON, a sequence of it, or either packed.
fn may_be_json(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    match head.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[' | 0x1e | 0x1f) | None => true,
        // UTF-16.
        Some(_) => head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff"),
    }
}

/// The ending in lower case; that of the packed file in `buildings.csv.gz`.
fn ending_of(path: &Path) -> String {
    let ending =
        |path: &Path| path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    match ending(path).as_str() {
        "gz" => match path.file_stem().map(Path::new).map(ending).as_deref() {
            None | Some("") => "gz".to_owned(),
            Some(inner) => inner.to_owned(),
        },
        other => other.to_owned(),
    }
}
