//! The rules of OGC 12-128 that readers rely on, checked on study files with SQL alone.

use std::collections::BTreeSet;

use lifecircle::files::ImportReport;
use lifecircle::files::study_file::{SavedStudy, StudyFile};
use lifecircle::geometry::WorldPoint;
use lifecircle::session::Session;
use lifecircle::study::{FacilityEdit, FacilityId, ScenarioId};
use rusqlite::{Connection, params};

use super::deeds::facility;
use super::support::{Home, study_of};

/// A study in which a scenario moved one facility far to the north-east, beyond all others.
fn edited() -> (tempfile::TempDir, Connection) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("study.gpkg");
    let home = Home { at: (100.0, 100.0), residents: 100.0, aged_80: 7.5 };
    let mut session = Session::new(study_of(&[home], vec![facility(1, (800.0, 900.0), &[0])]));
    let saved = SavedStudy::of(&session, &ImportReport::default());
    let mut file = StudyFile::create(&path, &saved, &()).expect("it can be written");
    session.show(ScenarioId(1));
    let to = WorldPoint::new(90_000.0, 80_000.0);
    session.change(FacilityEdit::Move { id: FacilityId(1), to }).expect("it fits");
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(file);
    let connection = Connection::open(&path).expect("SQLite opens it");
    (folder, connection)
}

fn strings(connection: &Connection, sql: &str) -> BTreeSet<String> {
    let mut statement = connection.prepare(sql).expect("the tables are there");
    let rows = statement.query_map([], |row| row.get(0)).expect("it can be asked");
    rows.map(|row| row.expect("a text")).collect()
}

fn number(connection: &Connection, sql: &str) -> i64 {
    connection.query_row(sql, [], |row| row.get(0)).expect("one number")
}

/// Requirements 2, 6 and 7: the marks of a GeoPackage 1.3, a sound file, no broken reference.
#[test]
fn the_file_bears_the_marks_of_a_geopackage() {
    let (_folder, connection) = edited();
    assert_eq!(
        number(&connection, "PRAGMA application_id"),
        i64::from(u32::from_be_bytes(*b"GPKG"))
    );
    assert!((10_300..10_500).contains(&number(&connection, "PRAGMA user_version")));
    assert_eq!(strings(&connection, "PRAGMA integrity_check"), BTreeSet::from(["ok".to_owned()]));
    assert!(
        !connection.prepare("PRAGMA foreign_key_check").expect("fine").exists([]).expect("fine")
    );
}

/// Requirements 10 to 12: the systems every file has, and the one of each layer with its text.
#[test]
fn every_reference_system_in_use_is_defined() {
    let (_folder, connection) = edited();
    for always in [-1, 0, 4326] {
        let sql = format!("SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id = {always}");
        assert_eq!(number(&connection, &sql), 1, "{always}");
    }
    let undefined = "SELECT count(*) FROM gpkg_geometry_columns LEFT JOIN gpkg_spatial_ref_sys \
                     USING (srs_id) WHERE definition IS NULL OR length(definition) < 100";
    assert_eq!(number(&connection, undefined), 0);
}

/// Requirements 13 to 16: contents name every table with features, and each has one geometry
/// column, a primary key, and an extent that holds all of it.
#[test]
fn contents_describe_every_layer_and_its_extent() {
    let (_folder, connection) = edited();
    let features = "SELECT table_name FROM gpkg_contents WHERE data_type = 'features'";
    let layers = strings(&connection, features);
    assert_eq!(layers, strings(&connection, "SELECT table_name FROM gpkg_geometry_columns"));
    assert!(layers.contains("buildings") && layers.contains("lifecircle_facilities"), "{layers:?}");
    for layer in &layers {
        let key = "SELECT count(*) FROM pragma_table_info(?1) WHERE pk = 1 AND type = 'INTEGER'";
        let keys: i64 = connection.query_row(key, [layer], |row| row.get(0)).expect("a count");
        assert_eq!(keys, 1, "{layer}");
        let outside = format!(
            "SELECT count(*) FROM rtree_{layer}_geom, gpkg_contents WHERE table_name = ?1 AND \
             (rtree_{layer}_geom.minx < gpkg_contents.min_x - 0.1 \
              OR rtree_{layer}_geom.maxx > gpkg_contents.max_x + 0.1 \
              OR rtree_{layer}_geom.miny < gpkg_contents.min_y - 0.1 \
              OR rtree_{layer}_geom.maxy > gpkg_contents.max_y + 0.1)"
        );
        let outside: i64 =
            connection.query_row(&outside, [layer], |row| row.get(0)).expect("a count");
        assert_eq!(outside, 0, "{layer} reaches beyond its extent");
    }
    let badly_dated = "SELECT count(*) FROM gpkg_contents WHERE last_change NOT GLOB \
                       '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*Z'";
    assert_eq!(number(&connection, badly_dated), 0);
}

/// Requirement 75 and following: the spatial index is registered, holds exactly the features with
/// a geometry, and follows changes by its triggers.
#[test]
fn spatial_indexes_are_registered_complete_and_kept() {
    let (_folder, connection) = edited();
    let layers = strings(&connection, "SELECT table_name FROM gpkg_geometry_columns");
    let registered = "SELECT table_name FROM gpkg_extensions WHERE extension_name = \
                      'gpkg_rtree_index' AND column_name = 'geom' AND scope = 'write-only'";
    assert_eq!(strings(&connection, registered), layers);
    for layer in &layers {
        let missing = format!(
            "SELECT (SELECT count(*) FROM {layer} WHERE geom NOT NULL) - \
             (SELECT count(*) FROM rtree_{layer}_geom JOIN {layer} ON fid = rtree_{layer}_geom.id)"
        );
        assert_eq!(number(&connection, &missing), 0, "{layer}");
        let triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 \
                        AND name LIKE 'rtree_%'";
        let count: i64 = connection.query_row(triggers, [layer], |row| row.get(0)).expect("fine");
        assert_eq!(count, 6, "{layer}");
    }
    let facilities = "SELECT count(*) FROM rtree_lifecircle_facilities_geom";
    assert_eq!(number(&connection, facilities), 2);
}

/// Clause 2.1.3: blobs begin with GP, version 0, the layer's system, and say where they lie.
#[test]
fn geometries_carry_the_header_of_their_layer() {
    let (_folder, connection) = edited();
    for layer in strings(&connection, "SELECT table_name FROM gpkg_geometry_columns") {
        let sql = "SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
        let srs: i32 = connection.query_row(sql, params![layer], |row| row.get(0)).expect("one");
        let mut statement = connection
            .prepare(&format!("SELECT geom FROM {layer} WHERE geom NOT NULL"))
            .expect("the layer is there");
        let blobs =
            statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("it can be read");
        for blob in blobs {
            let blob = blob.expect("a blob");
            assert_eq!((&blob[..2], blob[2]), (&b"GP"[..], 0), "{layer}");
            let bytes: [u8; 4] = blob[4..8].try_into().expect("four bytes");
            let little = blob[3] & 1 == 1;
            let found = if little { i32::from_le_bytes(bytes) } else { i32::from_be_bytes(bytes) };
            assert_eq!(found, srs, "{layer}");
        }
    }
}

/// A table with attributes is announced, so that QGIS lists it.
#[test]
fn every_table_of_the_study_is_in_the_contents() {
    let (_folder, connection) = edited();
    let ours = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'lifecircle%'";
    let listed = strings(&connection, "SELECT table_name FROM gpkg_contents");
    let missing: Vec<_> = strings(&connection, ours).difference(&listed).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
}
