//! The small files that fuzzing begins with: one or more of every format, made by
//! `tests/fuzz/make_seeds.py`.

use std::fs;
use std::path::{Path, PathBuf};

use lifecircle::files::{ImportOptions, Role, ToCheck, check, layers_at};

/// The files of one seed, the one to be opened first.
pub struct Seed {
    pub name: String,
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Seed {
    /// Puts the files into a folder; the one to be opened.
    pub fn written_to(&self, folder: &Path) -> PathBuf {
        for (name, bytes) in &self.files {
            fs::write(folder.join(name), bytes).expect("written");
        }
        folder.join(self.files[0].0)
    }
}

/// All seeds, by name.
pub fn seeds() -> Vec<Seed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    let formats = [
        ("archive", "b.zip"),
        ("delimited", "b.csv"),
        ("flatgeobuf", "b.fgb"),
        ("geojson", "b.geojson"),
        ("geopackage", "b.gpkg"),
        ("kml", "b.kml"),
        ("osm", "b.osm.pbf"),
        ("shapefile", "b.shp"),
        ("workbook", "b.xlsx"),
    ];
    let mut seeds = Vec::new();
    for (format, file) in formats {
        let entries = fs::read_dir(folder.join(format)).expect("a folder of seeds");
        let mut paths: Vec<_> = entries.map(|entry| entry.expect("listed").path()).collect();
        paths.sort();
        for path in paths {
            let name = format!("{format}/{}", path.file_name().expect("named").to_string_lossy());
            let bytes = fs::read(&path).expect("read");
            let files = match format {
                "shapefile" => parts_of_shapefile(&bytes),
                _ => vec![(file, bytes)],
            };
            seeds.push(Seed { name, files });
        }
    }
    seeds
}

/// The length of the geometry stands before it, then comes the table.
fn parts_of_shapefile(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let (length, rest) = bytes.split_at(2);
    let (shp, dbf) = rest.split_at(usize::from(u16::from_le_bytes([length[0], length[1]])));
    vec![("b.shp", shp.to_vec()), ("b.dbf", dbf.to_vec())]
}

/// Every form of every format, with what it holds: usable buildings, and those left out.
#[test]
fn every_form_of_every_format_is_read() {
    let expected = [
        ("archive/packed", 3, 0),
        ("archive/plain", 3, 0),
        ("delimited/areas", 3, 0),
        ("delimited/points", 2, 0),
        ("delimited/text", 1, 0),
        ("flatgeobuf/houses", 3, 0),
        ("geojson/bare", 1, 0),
        ("geojson/bom", 5, 1),
        ("geojson/collection", 5, 1),
        ("geojson/gbk", 5, 1),
        ("geojson/lines", 3, 0),
        ("geojson/packed", 5, 1),
        ("geojson/sequence", 3, 0),
        ("geopackage/houses", 3, 0),
        ("kml/packed", 2, 0),
        ("kml/places", 2, 0),
        ("osm/packed", 1, 0),
        ("osm/plain", 1, 0),
        ("shapefile/houses", 3, 0),
        ("workbook/packed", 2, 0),
        ("workbook/plain", 2, 0),
    ];
    let seeds = seeds();
    for (name, count, left_out) in expected {
        let seed = seeds.iter().find(|seed| seed.name == name);
        let seed = seed.unwrap_or_else(|| panic!("no seed {name}"));
        let folder = tempfile::tempdir().expect("a folder");
        let path = seed.written_to(folder.path());
        let options = ImportOptions { repair: true, ..Default::default() };
        let found = layers_at(&path).expect("readable");
        let layer = found.iter().find(|found| found.role == Some(Role::Buildings));
        let layer = layer.unwrap_or(&found[0]).source(Role::Buildings);
        let checked = check(&[ToCheck::Source(layer)], &options, 5, &()).expect("there");
        let layer = checked[0].layer.as_ref();
        let layer = layer.unwrap_or_else(|| panic!("{name}: {:?}", checked[0].errors));
        assert_eq!((layer.count, layer.left_out), (count, left_out), "{name}: {checked:#?}");
    }
}
