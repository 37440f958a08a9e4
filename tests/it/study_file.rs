//! Study files: what is saved is what is opened, and nothing is lost whatever happens.

use std::fs;
use std::path::{Path, PathBuf};

use lifecircle::files::study_file::{
    self, OpenedStudy, ReadOnlyReason, SavedStudy, Saver, StudyFile, StudyFileError,
};
use lifecircle::files::{ImportReport, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::layers::Units;
use lifecircle::session::Session;
use lifecircle::standard::Standard;
use lifecircle::study::{FacilityEdit, FacilityId, ScenarioId};
use proptest::prelude::*;
use rusqlite::Connection;

use super::deeds::{Deed, carry_out, contents, deed, facility, homes};
use super::support::{Home, sample_sources, study_of};

/// A study of three buildings with one facility, as a file.
pub fn small_study(path: &Path) -> StudyFile {
    let saved = small();
    StudyFile::create(path, &saved, &()).expect("it can be written")
}

fn small() -> SavedStudy {
    let home = |x, y| Home { at: (x, y), residents: 100.0, aged_80: 7.5 };
    let homes = [home(100.0, 100.0), home(1500.0, 900.0), home(-700.0, 3000.0)];
    let study = study_of(&homes, vec![facility(1, (800.0, 900.0), &[0, 1])]);
    SavedStudy::of(&Session::new(study), &ImportReport::default())
}

fn open(path: &Path) -> OpenedStudy {
    study_file::open(path, &()).expect("it can be opened")
}

fn session_of(saved: SavedStudy) -> Session {
    saved.into_session().0
}

/// The session and all that a file holds of it.
fn assert_same(found: &Session, expected: &Session) {
    assert_eq!(contents(found.study()), contents(expected.study()));
    assert_eq!(found.history(), expected.history());
    assert_eq!(found.base(), expected.base());
    assert_eq!(found.study().register(), expected.study().register());
    let (ours, theirs) = (found.study().data(), expected.study().data());
    assert_eq!(ours.buildings.demand(), theirs.buildings.demand());
    assert_eq!(ours.buildings.demand_points(), theirs.buildings.demand_points());
    assert_eq!(ours.buildings.shapes(), theirs.buildings.shapes());
    assert_eq!(ours.units.shapes(), theirs.units.shapes());
    let districts = |units: &Units| {
        (0..units.len()).map(|unit| units.district(unit).map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(districts(&ours.units), districts(&theirs.units));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn what_is_saved_step_by_step_is_what_is_opened(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("study.gpkg");
        let existing = vec![facility(1, (800.0, 900.0), &[0, 1]), facility(2, (2500.0, 2500.0), &[1])];
        let mut session = Session::new(study_of(&homes, existing));
        let saved = SavedStudy::of(&session, &ImportReport::default());
        let mut file = StudyFile::create(&path, &saved, &()).expect("it can be written");
        for deed in &deeds {
            carry_out(&mut session, deed);
            for commit in session.take_commits() {
                file.write(&commit).expect("it can be written");
            }
        }
        drop(file);
        study_file::check_integrity(&path).expect("it is sound");
        check_facility_rows(&path, &session);
        assert_same(&session_of(open(&path).saved), &session);
    }
}

/// The facility layer that other programs read holds what each scenario comes to.
fn check_facility_rows(path: &Path, session: &Session) {
    let connection = Connection::open(path).expect("SQLite opens it");
    let sql = "SELECT scenario, facility, name FROM lifecircle_facilities ORDER BY 1, 2";
    let mut statement = connection.prepare(sql).expect("the table is there");
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Vec<(u32, u32, String)> =
        rows.and_then(Iterator::collect).expect("the table can be read");
    let study = session.study();
    let mut ids: Vec<_> = study.scenarios().iter().map(|s| s.id).collect();
    ids.push(ScenarioId::BASE);
    ids.sort();
    let expected: Vec<_> = ids
        .into_iter()
        .flat_map(|id| study.facilities(id).values().map(move |f| (id.0, f.id.0, f.name.clone())))
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn the_sample_comes_back_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("临江 100%.gpkg");
    let (sources, options) = sample_sources();
    let imported = import(&sources, &options, &()).expect("the sample is valid");
    let session = Session::new(imported.study);
    let saved = SavedStudy::of(&session, &imported.report);
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    let opened = open(&path);
    assert_eq!(opened.saved.report, imported.report);
    let (ours, theirs) = (opened.saved.study.layers(), session.study().layers());
    assert_eq!(ours.name, theirs.name);
    assert_eq!(ours.crs, theirs.crs);
    assert_eq!(ours.streets, theirs.streets);
    assert_eq!(opened.saved.study.register(), session.study().register());
    assert_eq!(ours.barriers.len(), theirs.barriers.len());
    assert_eq!(format!("{:?}", ours.barriers), format!("{:?}", theirs.barriers));
    for building in 0..ours.buildings.len() {
        assert_eq!(ours.buildings.record(building), theirs.buildings.record(building));
        assert_eq!(ours.buildings.unit_of(building), theirs.buildings.unit_of(building));
    }
    assert_same(&session_of(opened.saved), &session);
}

#[test]
fn undo_survives_closing_and_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut file = small_study(&path);
    let mut session = session_of(small());
    let before = contents(session.study());
    session.change(FacilityEdit::Remove(FacilityId(1))).expect("it fits");
    session.branch(session.shown()).expect("a scenario");
    session.undo().expect("undo fits");
    session.take_commits().iter().for_each(|commit| file.write(commit).expect("written"));
    drop(file);
    let mut again = session_of(open(&path).saved);
    assert_eq!(again.history().next_undo().map(|step| step.label.en.as_str()), Some("Delete F1"));
    assert!(again.history().next_redo().is_some());
    assert!(again.undo().expect("undo fits"));
    assert_eq!(contents(again.study()), before);
}

#[test]
fn a_second_window_opens_it_read_only_and_says_who_has_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let first = small_study(&path);
    let second = open(&path);
    let Err(ReadOnlyReason::HeldBy(holder)) = second.file else {
        panic!("two windows may write");
    };
    assert!(holder.contains(&std::process::id().to_string()), "{holder}");
    assert_eq!(study_file_name(&first), "a.gpkg");
    drop(first);
    assert!(open(&path).file.is_ok(), "the first has closed");
    let left: Vec<_> = names_in(folder.path());
    assert_eq!(left, ["a.gpkg"], "nothing is left lying about");
}

fn study_file_name(file: &StudyFile) -> String {
    file.path().file_name().expect("a name").to_string_lossy().into_owned()
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<_> = entries
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_newer_format_opens_read_only_and_stays_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    drop(small_study(&path));
    set_format(&path, 99);
    let before = fs::read(&path).expect("readable");
    let opened = open(&path);
    assert_eq!(opened.file.err(), Some(ReadOnlyReason::Newer(99)));
    assert!(fs::read(&path).expect("readable") == before, "changed");
}

fn set_format(path: &Path, version: u32) {
    let connection = Connection::open(path).expect("SQLite opens it");
    let sql = "UPDATE lifecircle_meta SET value = ?1 WHERE key = 'format_version'";
    assert_eq!(connection.execute(sql, [version.to_string()]), Ok(1));
}

#[test]
fn an_older_format_is_upgraded_after_a_copy_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    drop(small_study(&path));
    // Format 1 had no walkthrough, format 2 no systems, format 3 no bridges, capacity, district or
    // norms, format 4 a standard in columns, no rooms and projects, and of candidates only name and
    // area.
    let connection = Connection::open(&path).expect("SQLite opens it");
    let sql = "DROP TABLE lifecircle_walkthrough; \
               DELETE FROM gpkg_contents WHERE table_name = 'lifecircle_walkthrough'; \
               ALTER TABLE lifecircle_sources DROP COLUMN systems; \
               ALTER TABLE streets DROP COLUMN structure; \
               ALTER TABLE streets DROP COLUMN level; \
               ALTER TABLE streets DROP COLUMN crossing; \
               ALTER TABLE lifecircle_facilities DROP COLUMN capacity; \
               ALTER TABLE units DROP COLUMN district";
    connection.execute_batch(sql).expect("the table was there");
    back_to_format_4(&connection);
    drop(connection);
    set_format(&path, 1);
    // As a file of that time is: without a free page that the upgrade could use.
    let connection = Connection::open(&path).expect("SQLite opens it");
    connection.execute_batch("VACUUM").expect("it can");
    drop(connection);
    study_file::read(&path, &()).expect("it can be read without being upgraded");
    assert_eq!(names_in(folder.path()), ["a.gpkg"]);
    let opened = open(&path);
    assert!(opened.file.is_ok());
    let shipped = Standard::shanghai().expect("the shipped standard");
    assert_eq!(opened.saved.study.standard(), &shipped, "its norms were filled in");
    assert_eq!(opened.kept_copy, Some(folder.path().join("a.format1.gpkg")));
    drop(opened);
    assert_eq!(names_in(folder.path()), ["a.format1.gpkg", "a.gpkg"]);
    let copy = Connection::open(folder.path().join("a.format1.gpkg")).expect("SQLite opens it");
    let sql = "SELECT value FROM lifecircle_meta WHERE key = 'format_version'";
    assert_eq!(copy.query_row(sql, [], |row| row.get(0)), Ok("1".to_owned()));
    let connection = Connection::open(&path).expect("SQLite opens it");
    let sql = "SELECT count(*) FROM lifecircle_walkthrough";
    assert_eq!(connection.query_row(sql, [], |row| row.get(0)), Ok(0));
}

/// Leaves what format 4 knew, but for the norms: a standard in columns, no rooms and projects, of candidates only name
/// and area.
pub fn back_to_format_4(connection: &Connection) {
    let sql = "ALTER TABLE lifecircle_facilities DROP COLUMN programme; \
               ALTER TABLE lifecircle_standard ADD COLUMN in_standard BOOLEAN NOT NULL DEFAULT 1; \
               ALTER TABLE lifecircle_standard ADD COLUMN short_name_zh TEXT; \
               ALTER TABLE lifecircle_standard ADD COLUMN short_name_en TEXT; \
               ALTER TABLE lifecircle_standard ADD COLUMN walk_minutes INTEGER; \
               ALTER TABLE lifecircle_standard ADD COLUMN walk_source TEXT; \
               ALTER TABLE lifecircle_standard ADD COLUMN letter TEXT; \
               UPDATE lifecircle_standard SET \
                 short_name_zh = json_extract(document, '$.short_name.zh'), \
                 short_name_en = json_extract(document, '$.short_name.en'), \
                 walk_minutes = json_extract(document, '$.walk_minutes'), \
                 walk_source = json_extract(document, '$.walk_source'), \
                 letter = json_extract(document, '$.letter'); \
               ALTER TABLE lifecircle_standard DROP COLUMN document; \
               DELETE FROM lifecircle_meta \
                 WHERE key IN ('standard_document', 'suitability', 'programme_rules')";
    connection.execute_batch(sql).expect("they were there");
    strip_register(connection);
}

fn strip_register(connection: &Connection) {
    let sql = "SELECT name FROM pragma_table_info('lifecircle_candidates')";
    let mut statement = connection.prepare(sql).expect("it is SQL");
    let names = statement.query_map([], |row| row.get::<_, String>(0)).expect("it can be read");
    let names: Vec<String> = names.collect::<Result<_, _>>().expect("names");
    let first = ["fid", "geom", "id", "name", "usable_area_m2"];
    for name in names.iter().filter(|name| !first.contains(&name.as_str())) {
        let sql = format!("ALTER TABLE lifecircle_candidates DROP COLUMN {name}");
        connection.execute_batch(&sql).expect("it can go");
    }
}

#[test]
fn reading_leaves_any_file_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = study_in(folder.path());
    drop(small_study(&path));
    for version in [1, study_file::FORMAT_VERSION, 99] {
        set_format(&path, version);
        // As after a sudden end: in write-ahead mode, without a log.
        let connection = Connection::open(&path).expect("SQLite opens it");
        connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).expect("it can");
        drop(connection);
        let before = (fs::read(&path).expect("it is there"), names_in(folder.path()));
        let read = study_file::read(&path, &());
        if version == 1 {
            // Its walkthrough is there already, so that the upgrade of the copy fails.
            assert!(read.is_err());
        } else {
            let newer = read.expect("it can be read").newer_format;
            assert_eq!(newer, (version == 99).then_some(99));
        }
        assert!(study_file::check_integrity(&path).is_ok());
        assert_eq!((fs::read(&path).expect("still there"), names_in(folder.path())), before);
    }
    set_format(&path, 1);
    let before = names_in(folder.path());
    assert!(study_file::open(&path, &()).is_err(), "the upgrade fails");
    assert_eq!(names_in(folder.path()), before, "no copy is left behind");
}

#[test]
fn the_times_of_steps_survive_saving_under_another_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut session = session_of(small());
    session.show(ScenarioId(1));
    session.change(FacilityEdit::Remove(FacilityId(1))).expect("it fits");
    let at_ms = session.history().steps()[0].at_ms;
    std::thread::sleep(std::time::Duration::from_millis(20));
    let path = folder.path().join("b.gpkg");
    let saved = SavedStudy::of(&session, &ImportReport::default());
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    assert_eq!(session_of(open(&path).saved).history().steps()[0].at_ms, at_ms);
}

#[test]
fn what_is_no_study_is_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let why = |path: &Path| study_file::open(path, &()).expect_err("no study");

    fs::write(&path, "not a database, but long enough to look into").expect("writable");
    assert_eq!(why(&path), StudyFileError::NotGeoPackage);
    fs::write(&path, "").expect("writable");
    assert_eq!(why(&path), StudyFileError::NotGeoPackage);
    fs::remove_file(&path).expect("it is there");
    assert!(matches!(why(&path), StudyFileError::Unreadable(_)), "{:?}", why(&path));

    let connection = Connection::open(&path).expect("SQLite makes it");
    connection.execute_batch("CREATE TABLE notes (id INTEGER)").expect("a table");
    drop(connection);
    assert_eq!(why(&path), StudyFileError::NotAStudy { layers: Vec::new() });
}

#[test]
fn a_damaged_file_is_said_to_be_and_never_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    drop(small_study(&path));
    let whole = fs::read(&path).expect("readable");
    let mut damaged = 0;
    for seed in 0..60_u64 {
        let mut bytes = whole.clone();
        let mut random = Random(seed + 1);
        if seed % 3 == 0 {
            bytes.truncate(random.below(whole.len()));
        } else {
            // A page of rubbish, as a failing disk leaves it.
            let page = random.below(whole.len() / 4096) * 4096;
            for byte in &mut bytes[page..page + 4096] {
                *byte = random.below(256) as u8;
            }
        }
        fs::write(&path, &bytes).expect("writable");
        let opened = study_file::open(&path, &()).map(drop);
        let sound = study_file::check_integrity(&path);
        if let Err(error) = &opened {
            damaged += 1;
            assert!(!error.message().en.is_empty());
            assert!(fs::read(&path).expect("readable") == bytes, "seed {seed}: changed");
        }
        assert!(opened.is_err() || sound.is_ok() || seed % 3 != 0, "seed {seed}: {sound:?}");
    }
    assert!(damaged > 30, "only {damaged} of 60 damaged files were noticed on opening");
}

/// Numbers for tests that need many cases: xorshift, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn a_file_that_cannot_be_written_opens_read_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    drop(small_study(&path));
    let mut permissions = fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions.clone()).expect("it is ours");
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        eprintln!("skipped: this user may write read-only files");
        return;
    }
    assert_eq!(open(&path).file.err(), Some(ReadOnlyReason::NotWritable));
}

#[test]
fn a_file_replaced_by_another_program_is_noticed_and_steps_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let saver = Saver::of_file(small_study(&path), || ()).expect("a thread");
    let mut session = session_of(small());
    fs::rename(&path, folder.path().join("moved.gpkg")).expect("it is ours");
    session.change(FacilityEdit::Remove(FacilityId(1))).expect("it fits");
    session.take_commits().into_iter().for_each(|commit| saver.write(commit));
    wait_until(|| saver.state().problem.is_some());
    let state = saver.state();
    assert_eq!(state.pending, 1);
    assert_eq!(state.problem.map(|problem| problem.error), Some(StudyFileError::Replaced));
    // Put back, the step is written after all.
    fs::rename(folder.path().join("moved.gpkg"), &path).expect("it is ours");
    saver.retry();
    wait_until(|| saver.state().pending == 0);
    assert_eq!(saver.finish().problem, None);
    assert_eq!(open(&path).saved.history.steps().len(), 1);
}

/// As planners do: the study is copied in the file manager while the window has it open.
#[test]
fn a_copy_of_the_open_file_by_itself_has_every_edit_a_moment_later() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let saver = Saver::of_file(small_study(&path), || ()).expect("a thread");
    let mut session = session_of(small());
    for step in 0..3 {
        let to = WorldPoint::new(f64::from(step), 0.5);
        session.change(FacilityEdit::Move { id: FacilityId(1), to }).expect("it fits");
        session.take_commits().into_iter().for_each(|commit| saver.write(commit));
    }
    let steps_in_a_copy = || {
        let elsewhere = tempfile::tempdir().expect("a folder");
        let copy = elsewhere.path().join("copy.gpkg");
        fs::copy(&path, &copy).expect("it can be copied");
        study_file::read(&copy, &()).map_or(0, |saved| saved.history.steps().len())
    };
    wait_until(|| steps_in_a_copy() == 3);
    assert_eq!(saver.state(), study_file::SaveState::default(), "the window still has it open");
    assert_same(&session_of(study_file::read(&path, &()).expect("it can be read")), &session);
}

fn wait_until(met: impl Fn() -> bool) {
    let begin = std::time::Instant::now();
    while !met() {
        assert!(begin.elapsed().as_secs() < 30, "it never happened");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

#[test]
fn steps_sent_while_a_new_file_is_made_are_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let saver = Saver::of_new_file(&path, small(), || ()).expect("a thread");
    let mut session = session_of(small());
    for step in 0..20 {
        let to = WorldPoint::new(f64::from(step), 0.5);
        session.change(FacilityEdit::Move { id: FacilityId(1), to }).expect("it fits");
        session.take_commits().into_iter().for_each(|commit| saver.write(commit));
    }
    assert_eq!(saver.finish(), study_file::SaveState::default());
    assert_same(&session_of(open(&path).saved), &session);
}

#[test]
fn a_new_file_that_cannot_be_made_leaves_the_old_one_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("no such folder").join("a.gpkg");
    assert!(StudyFile::create(&path, &small(), &()).is_err());
    let path = folder.path().join("a.gpkg");
    drop(small_study(&path));
    let before = fs::read(&path).expect("readable");
    let held = open(&path);
    let error = StudyFile::create(&path, &small(), &()).expect_err("another window has it");
    assert_eq!(error, StudyFileError::Busy);
    drop(held);
    // All but the header, which counts the times it was open.
    assert!(fs::read(&path).expect("readable")[100..] == before[100..], "changed");
}

#[test]
fn compacting_keeps_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut file = small_study(&path);
    let mut session = session_of(small());
    for step in 0..50 {
        let to = WorldPoint::new(f64::from(step), 0.5);
        session.change(FacilityEdit::Move { id: FacilityId(1), to }).expect("it fits");
    }
    session.go_to(0).expect("undo fits");
    session.branch(ScenarioId::BASE).expect("a scenario");
    session.take_commits().iter().for_each(|commit| file.write(commit).expect("written"));
    file.compact().expect("it can be packed");
    drop(file);
    assert_same(&session_of(open(&path).saved), &session);
}

/// What the deeds of a killed process were, for the test of sudden ends.
pub fn random_deed(seed: u64) -> Deed {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    random.below(7);
    let at = (random.below(4000) as f64 / 1.5, random.below(4000) as f64 / 1.5);
    let which = random.below(1000);
    match random.below(9) {
        0 | 1 => Deed::Place { at, functions: vec![(which % 11) as u16] },
        2 => Deed::Move { which, to: at },
        3 => Deed::Delete { which },
        4 => Deed::Branch { from: which },
        5 => Deed::Show { which },
        6 => Deed::Undo,
        7 => Deed::CherryPick { edit: which, to: which / 3, moving: which.is_multiple_of(2) },
        _ => Deed::Rename { which, name: format!("食堂 {which}") },
    }
}

/// Where tests that need another process find the study.
pub fn study_in(folder: &Path) -> PathBuf {
    folder.join("study.gpkg")
}
