//! Every format with the cases that make trouble: encodings, systems, packing, missing parts.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use encoding_rs::{BIG5, GB18030};
use geo::{Coord, LineString};
use lifecircle::files::{
    CrsFound, ImportOptions, Imported, LayerSource, Role, TextEncoding, import, layers_at, locate,
};
use lifecircle::geometry::{Crs, Projector};
use serde_json::{Value, json};
use shapefile::{Point, Polygon, PolygonRing, ShapeWriter};

use super::support::sample_sources;

/// A building for a test: id, use, residents, and the corner of its 20 m square in degrees.
struct House {
    id: &'static str,
    use_of: &'static str,
    residents: f64,
    at: (f64, f64),
}

const HOUSES: [House; 3] = [
    House { id: "东一", use_of: "住宅", residents: 120.0, at: (121.4701, 31.2301) },
    House { id: "东二", use_of: "办公", residents: 0.0, at: (121.4712, 31.2307) },
    House { id: "西一", use_of: "城镇住宅", residents: 80.5, at: (121.4723, 31.2315) },
];

fn ring_of(house: &House) -> Vec<[f64; 2]> {
    let (x, y) = house.at;
    let side = 0.0002;
    // Clockwise, as shapefiles have their outsides.
    vec![[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]]
}

fn geojson() -> String {
    let features: Vec<Value> = HOUSES
        .iter()
        .map(|house| {
            json!({ "type": "Feature",
                "properties": { "编号": house.id, "用途": house.use_of, "居民": house.residents },
                "geometry": { "type": "Polygon", "coordinates": [ring_of(house)] } })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn units(folder: &Path) -> LayerSource {
    let ring =
        [[121.46, 31.22], [121.48, 31.22], [121.48, 31.24], [121.46, 31.24], [121.46, 31.22]];
    let unit = json!({ "type": "Feature", "properties": { "id": "U1" },
        "geometry": { "type": "Polygon", "coordinates": [ring] } });
    let path = folder.join("units.geojson");
    fs::write(&path, unit.to_string()).expect("written");
    LayerSource::of_file(Role::Units, &path)
}

fn read(folder: &Path, buildings: &Path) -> Imported {
    let sources = [units(folder), LayerSource::of_file(Role::Buildings, buildings)];
    import(&sources, &ImportOptions::default(), &()).unwrap_or_else(|error| panic!("{error}"))
}

/// What every format has to give for the three houses.
fn check(imported: &Imported) {
    let buildings = &imported.study.layers().buildings;
    let ids: Vec<_> = (0..buildings.len()).map(|b| buildings.record(b).id.clone()).collect();
    assert_eq!(ids, HOUSES.map(|house| house.id));
    let residents = buildings.demand().residents(0);
    let expected: Vec<f64> = HOUSES.iter().map(|house| house.residents).collect();
    assert_eq!(residents.iter().map(|p| p.as_f64()).collect::<Vec<_>>(), expected);
    let place = buildings.demand_points()[0];
    let lonlat = imported.study.layers().lonlat_of(place).expect("on Earth");
    let (lon, lat) = (HOUSES[0].at.0 + 0.0001, HOUSES[0].at.1 + 0.0001);
    assert!((lonlat.lon - lon).abs() < 1e-7 && (lonlat.lat - lat).abs() < 1e-7, "{lonlat:?}");
}

fn remarks(imported: &Imported) -> Vec<String> {
    imported.report.warnings.iter().map(|warning| warning.what.en.clone()).collect()
}

/// The files of a shapefile with GBK text.
fn write_shapefile(
    stem: &Path,
    houses: &[(String, String, f64, Vec<[f64; 2]>)],
    prj: Option<&str>,
) {
    let mut writer = ShapeWriter::from_path(stem.with_extension("shp")).expect("made");
    for (.., ring) in houses {
        let points = ring.iter().map(|[x, y]| Point::new(*x, *y)).collect();
        writer.write_shape(&Polygon::new(PolygonRing::Outer(points))).expect("written");
    }
    drop(writer);
    let rows: Vec<Vec<String>> = houses
        .iter()
        .map(|(id, use_of, residents, _)| vec![id.clone(), use_of.clone(), format!("{residents}")])
        .collect();
    let fields = [("编号", b'C', 30), ("用途", b'C', 20), ("居民", b'N', 12)];
    fs::write(stem.with_extension("dbf"), dbf(&fields, &rows)).expect("written");
    if let Some(prj) = prj {
        fs::write(stem.with_extension("prj"), prj).expect("written");
    }
}

/// A dBase table in GBK that does not say so.
fn dbf(fields: &[(&str, u8, u8)], rows: &[Vec<String>]) -> Vec<u8> {
    dbf_of(fields, rows, |text| GB18030.encode(text).0.into_owned())
}

/// A dBase table; names are cut to the ten bytes there are for them.
fn dbf_of(
    fields: &[(&str, u8, u8)],
    rows: &[Vec<String>],
    encode: impl Fn(&str) -> Vec<u8>,
) -> Vec<u8> {
    let width: usize = 1 + fields.iter().map(|(.., length)| usize::from(*length)).sum::<usize>();
    let mut bytes = vec![3, 124, 1, 1];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend((32 * (fields.len() as u16 + 1) + 1).to_le_bytes());
    bytes.extend((width as u16).to_le_bytes());
    bytes.resize(32, 0);
    for (name, kind, length) in fields {
        let mut descriptor = encode(name);
        descriptor.truncate(10);
        descriptor.resize(11, 0);
        descriptor.extend([*kind, 0, 0, 0, 0, *length]);
        descriptor.resize(32, 0);
        bytes.extend(descriptor);
    }
    bytes.push(0x0d);
    for row in rows {
        bytes.push(b' ');
        for ((_, kind, length), value) in fields.iter().zip(row) {
            let mut value = encode(value);
            let length = usize::from(*length);
            if *kind == b'N' {
                value.splice(0..0, std::iter::repeat_n(b' ', length - value.len()));
            }
            value.resize(length, b' ');
            bytes.extend(value);
        }
    }
    bytes
}

fn houses() -> Vec<(String, String, f64, Vec<[f64; 2]>)> {
    let row = |h: &House| (h.id.to_owned(), h.use_of.to_owned(), h.residents, ring_of(h));
    HOUSES.iter().map(row).collect()
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn geojson_packed_or_in_lines_or_in_gbk_is_the_same() {
    let folder = folder();
    let text = geojson();
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let features = document["features"].as_array().expect("a list");
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    let records: String = lines.iter().map(|line| format!("\u{1e}{line}\n")).collect();
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cases: [(&str, Vec<u8>, bool); 6] = [
        ("plain.geojson", text.clone().into_bytes(), false),
        ("lines.geojsonl", lines.join("\r\n").into_bytes(), false),
        ("records.geojsonseq", records.into_bytes(), false),
        ("packed.geojson.gz", packed.finish().expect("packed"), false),
        ("gbk.json", GB18030.encode(&text).0.into_owned(), true),
        ("utf16.json", utf16, true),
    ];
    for (name, bytes, is_remarked) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let imported = read(folder.path(), &path);
        check(&imported);
        let remarked = remarks(&imported).iter().any(|remark| remark.contains("is not UTF-8"));
        assert_eq!(remarked, is_remarked, "{name}: {:?}", remarks(&imported));
    }
}

#[test]
fn a_gbk_shapefile_without_a_code_page_is_read_whole() {
    let folder = folder();
    let stem = folder.path().join("房屋");
    write_shapefile(&stem, &houses(), None);
    let imported = read(folder.path(), &stem.with_extension("shp"));
    check(&imported);
    assert!(remarks(&imported)[0].contains("GBK"), "{:?}", remarks(&imported));
    fs::write(stem.with_extension("cpg"), "GBK\n").expect("written");
    let named = read(folder.path(), &stem.with_extension("shp"));
    check(&named);
    assert!(!remarks(&named).iter().any(|remark| remark.contains("GBK")), "nothing assumed");
    fs::write(stem.with_extension("cpg"), "UTF-8").expect("written");
    let wrong = read(folder.path(), &stem.with_extension("shp"));
    check(&wrong);
    assert!(remarks(&wrong)[0].contains("GBK"), "the text contradicts the code page");
}

#[test]
fn a_shapefile_in_a_zip_is_found_and_read() {
    let folder = folder();
    let stem = folder.path().join("房屋建筑");
    write_shapefile(&stem, &houses(), Some(&Crs::wgs84().wkt().expect("known")));
    let archive = folder.path().join("data.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&archive).expect("made"));
    for extension in ["shp", "dbf", "prj"] {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("交付/房屋建筑.{extension}"), options).expect("begun");
        let bytes = fs::read(stem.with_extension(extension)).expect("there");
        zip.write_all(&bytes).expect("written");
    }
    zip.finish().expect("closed");
    let found = layers_at(&archive).expect("it opens");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].role, Some(Role::Buildings));
    let sources = [units(folder.path()), found[0].source(Role::Buildings)];
    let imported = import(&sources, &ImportOptions::default(), &()).expect("it can be read");
    check(&imported);
    assert_eq!(imported.report.layers[1].crs_found, CrsFound::Declared);
}

#[test]
fn tables_with_coordinates_are_points_in_any_encoding_and_separator() {
    let folder = folder();
    let rows: String = HOUSES
        .iter()
        .map(|h| format!("{};{};{};{};\"{}\"\r\n", h.id, h.at.0, h.at.1, h.residents, h.use_of))
        .collect();
    let text = format!("编号;经度;纬度;居民;用途\r\n{rows}");
    let marked = [b"\xef\xbb\xbf".to_vec(), text.clone().into_bytes()].concat();
    let cases = [
        ("utf8.csv", text.clone().into_bytes()),
        ("excel.csv", marked),
        ("gbk.csv", GB18030.encode(&text).0.into_owned()),
        ("tabs.tsv", text.replace(';', "\t").into_bytes()),
    ];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        let imported = read(folder.path(), &path);
        let buildings = &imported.study.layers().buildings;
        assert_eq!(buildings.record(2).id, "西一", "{name}");
        let at = imported.study.layers().lonlat_of(buildings.demand_points()[2]).expect("on Earth");
        assert!((at.lon - HOUSES[2].at.0).abs() < 1e-9, "{name}: {at:?}");
        assert_eq!(buildings.demand().residents(0)[2].as_f64(), 80.5);
    }
}

#[test]
fn names_of_fields_may_be_cut_in_the_middle_of_a_character() {
    let folder = folder();
    let stem = folder.path().join("b");
    write_shapefile(&stem, &houses(), None);
    let rows: Vec<Vec<String>> =
        HOUSES.iter().map(|h| vec![h.id.to_owned(), format!("{}", h.residents)]).collect();
    let fields = [("编号", b'C', 30), ("常住人口", b'N', 12)];
    let table = dbf_of(&fields, &rows, |text| text.as_bytes().to_vec());
    fs::write(stem.with_extension("dbf"), table).expect("written");
    for page in [None, Some("UTF-8")] {
        if let Some(page) = page {
            fs::write(stem.with_extension("cpg"), page).expect("written");
        }
        let imported = read(folder.path(), &stem.with_extension("shp"));
        let buildings = &imported.study.layers().buildings;
        assert_eq!(buildings.record(2).id, "西一", "{page:?}");
        assert_eq!(buildings.demand().residents(0)[2].as_f64(), 80.5, "{page:?}");
    }
}

#[test]
fn text_is_read_in_the_encoding_that_the_user_names() {
    let folder = folder();
    let table = "id,lon,lat,pop\n東區大樓,121.4701,31.2301,10\n";
    let feature = json!({ "type": "Feature", "properties": { "id": "東區大樓", "pop": 10 },
        "geometry": { "type": "Point", "coordinates": [121.4701, 31.2301] } });
    for (name, text) in [("b.csv", table.to_owned()), ("b.geojson", feature.to_string())] {
        let path = folder.path().join(name);
        fs::write(&path, BIG5.encode(&text).0).expect("written");
        let sources = [units(folder.path()), LayerSource::of_file(Role::Buildings, &path)];
        let options =
            ImportOptions { encoding: TextEncoding::named("big5"), ..ImportOptions::default() };
        let imported = import(&sources, &options, &()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(imported.study.layers().buildings.record(0).id, "東區大樓", "{name}");
        assert!(!remarks(&imported).iter().any(|remark| remark.contains("UTF-8")), "{name}");
    }
}

#[test]
fn well_known_text_in_a_table_is_a_shape() {
    let folder = folder();
    let rows: String = HOUSES
        .iter()
        .map(|house| {
            let ring: Vec<_> = ring_of(house).iter().map(|[x, y]| format!("{x} {y}")).collect();
            let (id, use_of, residents) = (house.id, house.use_of, house.residents);
            format!("{id},{use_of},{residents},\"POLYGON (({}))\"\n", ring.join(", "))
        })
        .collect();
    let path = folder.path().join("b.csv");
    fs::write(&path, format!("编号,用途,居民,WKT\n{rows}")).expect("written");
    check(&read(folder.path(), &path));
}

#[test]
fn a_table_without_places_is_joined_by_its_key() {
    let folder = folder();
    let document: Value = serde_json::from_str(&geojson()).expect("JSON");
    let mut bare = document.clone();
    for feature in bare["features"].as_array_mut().expect("a list") {
        feature["properties"] = json!({ "编号": feature["properties"]["编号"] });
    }
    let shapes = folder.path().join("buildings.geojson");
    fs::write(&shapes, bare.to_string()).expect("written");
    let table = folder.path().join("population.csv");
    fs::write(
        &table,
        "编号,用途,居民\n西一,城镇住宅,80.5\n东一,住宅,120\n东二,办公,0\n没有,住宅,5\n",
    )
    .expect("written");
    let sources = [
        units(folder.path()),
        LayerSource::of_file(Role::Buildings, &shapes),
        LayerSource::of_file(Role::Buildings, &table),
    ];
    let imported = import(&sources, &ImportOptions::default(), &()).expect("it can be joined");
    check(&imported);
    let told = remarks(&imported);
    let joined = "3 of 3 features have a row, 1 rows belong to no feature";
    assert!(told.iter().any(|remark| remark.contains(joined)), "{told:?}");
}

#[test]
fn kml_gives_placemarks_with_their_data() {
    let folder = folder();
    let placemarks: String = HOUSES
        .iter()
        .map(|house| {
            let ring: Vec<_> = ring_of(house).iter().map(|[x, y]| format!("{x},{y},0")).collect();
            let data = |name: &str, value: &str| {
                format!("<Data name=\"{name}\"><value>{value}</value></Data>")
            };
            format!(
                "<Placemark><name>{}</name><ExtendedData>{}{}{}</ExtendedData><Polygon>\
                 <outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>\
                 </outerBoundaryIs></Polygon></Placemark>",
                house.id,
                data("编号", house.id),
                data("用途", house.use_of),
                data("居民", &house.residents.to_string()),
                ring.join(" ")
            )
        })
        .collect();
    let path = folder.path().join("b.kml");
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">\
         <Document><Folder>{placemarks}</Folder></Document></kml>"
    );
    fs::write(&path, text).expect("written");
    check(&read(folder.path(), &path));
}

#[test]
fn flatgeobuf_is_read_with_its_system() {
    let folder = folder();
    let path = folder.path().join("b.fgb");
    let crs = flatgeobuf::FgbCrs { code: 4326, ..Default::default() };
    let options = flatgeobuf::FgbWriterOptions { crs, write_index: false, ..Default::default() };
    let kind = flatgeobuf::GeometryType::Polygon;
    let mut writer = flatgeobuf::FgbWriter::create_with_options("b", kind, options).expect("made");
    writer.add_column("编号", flatgeobuf::ColumnType::String, |_, _| {});
    writer.add_column("用途", flatgeobuf::ColumnType::String, |_, _| {});
    writer.add_column("居民", flatgeobuf::ColumnType::Double, |_, _| {});
    for house in &HOUSES {
        use geozero::{ColumnValue, PropertyProcessor as _};
        let ring: LineString<f64> =
            ring_of(house).iter().map(|[x, y]| Coord { x: *x, y: *y }).collect();
        let shape = geo::Geometry::Polygon(geo::Polygon::new(ring, Vec::new()));
        let added = writer.add_feature_geom(shape, |feature| {
            feature.property(0, "编号", &ColumnValue::String(house.id)).expect("set");
            feature.property(1, "用途", &ColumnValue::String(house.use_of)).expect("set");
            feature.property(2, "居民", &ColumnValue::Double(house.residents)).expect("set");
        });
        added.expect("added");
    }
    writer.write(fs::File::create(&path).expect("made")).expect("written");
    let imported = read(folder.path(), &path);
    check(&imported);
    assert_eq!(imported.report.layers[1].crs_found, CrsFound::Declared);
}

/// The sample's buildings as a GBK shapefile whose coordinates come from a Chinese web map, while
/// its `.prj` says WGS 84.
#[test]
fn a_shapefile_from_a_web_map_lies_on_the_sample_after_import() {
    let folder = folder();
    let (sources, options) = sample_sources();
    let sample = import(&sources, &options, &()).expect("the sample is valid");
    let buildings = sources.iter().find(|s| s.role == Role::Buildings).expect("there");
    let lifecircle::files::Content::Text(text) = &buildings.content else { panic!("in memory") };
    let document: Value = serde_json::from_str(text).expect("JSON");
    let shift = Projector::new(&Crs::wgs84(), &Crs::gcj02()).expect("known");
    let rows: Vec<_> = document["features"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|feature| {
            let properties = &feature["properties"];
            let ring: Vec<[f64; 2]> =
                serde_json::from_value(feature["geometry"]["coordinates"][0].clone())
                    .expect("a ring");
            let ring = ring.iter().map(|at| shift.convert(*at).expect("in China")).rev().collect();
            let text = |name: &str| properties[name].as_str().unwrap_or_default().to_owned();
            (text("id"), "住宅".to_owned(), properties["residents"].as_f64().unwrap_or(0.0), ring)
        })
        .collect();
    let stem = folder.path().join("建筑");
    write_shapefile(&stem, &rows, Some(&Crs::wgs84().wkt().expect("known")));
    let shifted: Vec<LayerSource> = sources
        .iter()
        .map(|source| match source.role {
            Role::Buildings => LayerSource::of_file(Role::Buildings, &stem.with_extension("shp")),
            _ => source.clone(),
        })
        .collect();
    let imported = import(&shifted, &options, &()).expect("it can be read");
    let position = shifted.iter().position(|s| s.role == Role::Buildings).expect("there");
    let report = &imported.report.layers[position];
    assert_eq!((report.crs.code(), report.crs_found), ("GCJ-02", CrsFound::Evidence));
    let [wgs, gcj, _] = report.hypotheses.as_slice() else { panic!("{:?}", report.hypotheses) };
    assert!(wgs.fit < gcj.fit && wgs.shift_m.is_some_and(|shift| (450.0..510.0).contains(&shift)));
    let (ours, theirs) = (&imported.study.layers().buildings, &sample.study.layers().buildings);
    let worst = (0..theirs.len())
        .map(|b| ours.demand_points()[b].distance_to(theirs.demand_points()[b]))
        .fold(0.0, f64::max);
    assert!(worst < 1.0, "{worst} m apart");
    let told = remarks(&imported);
    assert!(told.iter().any(|remark| remark.contains("taken as GCJ-02")), "{told:?}");
    for (other, layer) in imported.report.layers.iter().enumerate() {
        if other != position {
            assert_eq!(layer.crs.code(), "EPSG:4326", "{}", layer.file);
        }
    }
}

/// Real files with the faults of real files. Skipped where they are not there.
fn real_data(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
    }
    path.exists().then_some(path)
}

#[test]
fn the_districts_of_shanghai_are_read_in_gbk() {
    let Some(folder) = real_data("gbk-shapefile") else { return };
    let found = layers_at(&folder).expect("there");
    let [layer] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(layer.role, Some(Role::Units));
    let houses = self::folder();
    let path = houses.path().join("b.geojson");
    fs::write(&path, geojson()).expect("written");
    let sources = [layer.source(Role::Units), LayerSource::of_file(Role::Buildings, &path)];
    let imported = import(&sources, &ImportOptions::default(), &()).expect("it can be read");
    let units = &imported.study.layers().units;
    let names: Vec<_> = (0..units.len()).map(|unit| units.name(unit)).collect();
    assert_eq!(units.len(), 17);
    assert!(names.contains(&"浦东新区") && names.contains(&"杨浦区"), "{names:?}");
}

#[test]
fn canteens_without_a_function_column_are_canteens_by_their_name() {
    let Some(path) = real_data("yangpu-canteens/canteens.csv") else { return };
    let (mut sources, options) = sample_sources();
    sources.retain(|source| source.role != Role::Facilities);
    sources.push(LayerSource::of_file(Role::Facilities, &path));
    let imported = import(&sources, &options, &()).expect("it can be read");
    assert_eq!(imported.study.base().len(), 27);
    let report = imported.report.layers.last().expect("the table");
    assert_eq!(report.crs.code(), "EPSG:4326", "its columns of WGS 84 go before those of GCJ-02");
}

#[test]
fn an_osm_extract_gives_four_layers() {
    let Some(path) = real_data("helsinki/Helsinki.osm.pbf") else { return };
    let sources = locate(&path).expect("it can be read").sources;
    let roles: Vec<_> = sources.iter().map(|source| source.role).collect();
    assert_eq!(roles, [Role::Buildings, Role::Streets, Role::Facilities, Role::Barriers]);
    let units = real_data("helsinki/units.geojson").expect("beside it");
    let sources = [vec![LayerSource::of_file(Role::Units, &units)], sources].concat();
    let imported = import(&sources, &ImportOptions::default(), &()).expect("it can be read");
    let layers = imported.study.layers();
    assert!(layers.buildings.len() > 400 && layers.streets.len() > 2000, "the centre of a city");
    assert!(layers.streets.iter().any(|street| !street.name.is_empty()));
    assert!(!imported.study.base().is_empty());
}
