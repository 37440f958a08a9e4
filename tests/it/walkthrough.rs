//! The walkthrough of a review meeting: stops that are edited, undone and saved like everything else,
//! and what is tried out in the middle of it.

use std::path::Path;

use lifecircle::analysis::Coverage;
use lifecircle::cartography::StopView;
use lifecircle::files::ImportReport;
use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::walkthrough::{
    Beside, Callout, Framing, LONGEST_STOP_S, MapLayer, Remark, RemarkKind, SetBeside, StopColors,
    StopKind, StopMap,
};
use lifecircle::study::{
    Edit, EditError, FacilityEdit, FacilityId, ScenarioId, Stop, StopId, WalkthroughEdit,
    WalkthroughError,
};
use proptest::prelude::*;
use rusqlite::Connection;

use super::deeds::{carry_out, contents, deed, facility, homes};
use super::support::{Home, study_of};

/// A stop that uses all there is to a stop.
pub fn map_stop(id: StopId, scenario: ScenarioId, function: FunctionIndex) -> Stop {
    let map = StopMap {
        scenario,
        beside: Some(Beside { scenario: ScenarioId::BASE, how: SetBeside::Swipe(0.3) }),
        framing: Framing {
            center: WorldPoint::new(1200.5, 900.25),
            metres_per_pixel: 2.7,
            width_px: 1012.5,
            height_px: 700.0,
        },
        layers: [MapLayer::Units, MapLayer::WalkRings].into(),
        colors: StopColors {
            units: "rate".into(),
            buildings: "use".into(),
            streets: "class".into(),
            surface: "gain".into(),
            facilities: "capacity/natural/4".into(),
        },
        function,
        group: Group::Age80Plus,
        highlighted: vec!["U12".into()],
    };
    let title = Message::new(format!("第 {} 步", id.0), format!("Stop {}", id.0));
    let mut stop = Stop::new(id, StopKind::Map(Box::new(map)), title);
    stop.text = "两行\n文字".into();
    stop.notes = "先说 “缺口”".into();
    let (at, target) = (WorldPoint::new(300.0, 400.0), Some(WorldPoint::new(0.1, -7.0)));
    stop.callouts = vec![
        Callout { text: "此处缺食堂".into(), at, target: None },
        Callout { text: String::new(), at, target },
    ];
    let (at_ms, by, text) = (1_780_000_000_123, "王工".into(), "同意".into());
    stop.remarks = vec![Remark { kind: RemarkKind::Decision, at_ms, by, text }];
    stop
}

fn session() -> Session {
    let home = |x, y| Home { at: (x, y), residents: 100.0, aged_80: 7.5 };
    let homes = [home(100.0, 100.0), home(1500.0, 900.0), home(700.0, 3000.0)];
    Session::new(study_of(&homes, vec![facility(1, (800.0, 900.0), &[0, 1])]))
}

fn change(session: &mut Session, edit: WalkthroughEdit) -> Result<(), EditError> {
    let label = edit.label(session.study().walkthrough());
    session.perform(label, [Edit::Walkthrough(edit)])
}

fn add(session: &mut Session, stop: Stop) {
    let position = session.study().walkthrough().len();
    change(session, WalkthroughEdit::Add { position, stop: Box::new(stop) }).expect("it fits");
}

fn stop(id: u32) -> Stop {
    map_stop(StopId(id), ScenarioId(1), FunctionIndex(0))
}

/// The ids of the stops in their order.
fn order(session: &Session) -> Vec<u32> {
    session.study().walkthrough().stops().iter().map(|stop| stop.id.0).collect()
}

fn save(session: &Session, path: &Path) -> StudyFile {
    let saved = SavedStudy::of(session, &ImportReport::default());
    StudyFile::create(path, &saved, &()).expect("it can be written")
}

fn reopen(path: &Path) -> Session {
    study_file::open(path, &()).expect("it can be opened").saved.into_session().0
}

#[test]
fn stops_are_added_moved_changed_and_removed_and_each_step_can_be_undone() {
    let mut session = session();
    let mut states = vec![session.study().walkthrough().clone()];
    let mut renamed = stop(2);
    renamed.title = Message::same("缺口在哪里");
    let opening = Stop::new(StopId(4), StopKind::Opening, Message::same("开场"));
    let edits = [
        WalkthroughEdit::Add { position: 0, stop: Box::new(stop(1)) },
        WalkthroughEdit::Add { position: 1, stop: Box::new(stop(2)) },
        WalkthroughEdit::Add { position: 1, stop: Box::new(stop(3)) },
        WalkthroughEdit::Add { position: 0, stop: Box::new(opening) },
        WalkthroughEdit::Move { id: StopId(2), position: 1 },
        WalkthroughEdit::Set(Box::new(renamed.clone())),
        WalkthroughEdit::Remove(StopId(1)),
    ];
    for edit in edits {
        change(&mut session, edit).expect("it fits");
        states.push(session.study().walkthrough().clone());
    }
    assert_eq!(order(&session), [4, 2, 3]);
    assert_eq!(session.study().walkthrough().get(StopId(2)), Some(&renamed));
    assert_eq!(session.study().walkthrough().planned_s(), 60 + 120 + 120);
    let stops = session.study().walkthrough().stops().iter();
    assert_eq!(stops.map(|stop| stop.planned_s).collect::<Vec<_>>(), [60, 120, 120]);
    for expected in states.iter().rev().skip(1) {
        assert!(session.undo().expect("undo fits"));
        assert_eq!(session.study().walkthrough(), expected);
    }
    session.go_to(states.len() - 1).expect("redo fits");
    assert_eq!(session.study().walkthrough(), &states[states.len() - 1]);
}

#[test]
fn a_stop_that_does_not_fit_is_refused_and_nothing_changes() {
    let mut session = session();
    add(&mut session, stop(1));
    let before = session.study().walkthrough().clone();
    let with = |change: fn(&mut Stop)| {
        let mut bad = stop(1);
        change(&mut bad);
        WalkthroughEdit::Set(Box::new(bad))
    };
    let bad = [
        (WalkthroughEdit::Remove(StopId(9)), WalkthroughError::NoSuchStop(StopId(9))),
        (
            WalkthroughEdit::Add { position: 0, stop: Box::new(stop(1)) },
            WalkthroughError::IdTaken(StopId(1)),
        ),
        (
            WalkthroughEdit::Add { position: 5, stop: Box::new(stop(2)) },
            WalkthroughError::NoSuchPosition(5),
        ),
        (WalkthroughEdit::Move { id: StopId(1), position: 1 }, WalkthroughError::NoSuchPosition(1)),
        (
            with(|stop| stop.planned_s = LONGEST_STOP_S + 1),
            WalkthroughError::TooLong(LONGEST_STOP_S + 1),
        ),
        (with(|stop| stop.callouts[0].text.clear()), WalkthroughError::EmptyCallout),
        (with(|stop| stop.callouts[0].at.x = f64::NAN), WalkthroughError::CalloutNowhere),
        (
            with(|stop| {
                let StopKind::Map(map) = &mut stop.kind else { return };
                map.framing.metres_per_pixel = 0.0;
            }),
            WalkthroughError::NoFraming,
        ),
    ];
    for (edit, why) in bad {
        assert_eq!(change(&mut session, edit), Err(EditError::Walkthrough(why)));
        assert_eq!(session.study().walkthrough(), &before);
    }
}

#[test]
fn stops_are_saved_step_by_step_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut session = session();
    let mut file = save(&session, &path);
    for id in [1, 2, 3] {
        add(&mut session, stop(id));
    }
    for kind in StopKind::SLIDES {
        let id = session.study().walkthrough().next_id();
        add(&mut session, Stop::new(id, kind, Message::new("章节", "Section")));
    }
    change(&mut session, WalkthroughEdit::Move { id: StopId(1), position: 4 }).expect("it fits");
    change(&mut session, WalkthroughEdit::Remove(StopId(2))).expect("it fits");
    session.undo().expect("undo fits");
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(file);
    let mut again = reopen(&path);
    assert_eq!(order(&again), [2, 3, 4, 5, 1, 6]);
    assert_eq!(again.study().walkthrough(), session.study().walkthrough());
    assert_eq!(again.history(), session.history());
    again.redo().expect("the undone step is remembered");
    assert_eq!(order(&again), [3, 4, 5, 1, 6]);
    // Saved whole, it is the same.
    let copy = folder.path().join("b.gpkg");
    drop(save(&session, &copy));
    assert_eq!(reopen(&copy).study().walkthrough(), session.study().walkthrough());
}

#[test]
fn a_file_of_format_5_gets_a_table_of_stops() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    drop(save(&session(), &path));
    let connection = Connection::open(&path).expect("SQLite opens it");
    let sql = "DROP TABLE lifecircle_walkthrough; \
               CREATE TABLE lifecircle_walkthrough (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, \
                 position INTEGER NOT NULL, scenario INTEGER NOT NULL, title TEXT NOT NULL, \
                 note TEXT NOT NULL, view TEXT NOT NULL); \
               UPDATE lifecircle_meta SET value = '5' WHERE key = 'format_version'";
    connection.execute_batch(sql).expect("it can");
    drop(connection);
    let mut opened = study_file::open(&path, &()).expect("it is upgraded");
    assert_eq!(opened.kept_copy, Some(folder.path().join("a.format5.gpkg")));
    let mut session = Session::new(opened.saved.study.clone());
    add(&mut session, stop(1));
    let file = opened.file.as_mut().expect("it can be written");
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(opened);
    assert_eq!(order(&reopen(&path)), [1]);
    study_file::check_integrity(&path).expect("it is sound");
}

#[test]
fn a_scenario_that_a_stop_shows_leaves_its_number_behind() {
    let mut session = session();
    let second = session.branch(ScenarioId(1)).expect("a scenario");
    add(&mut session, map_stop(StopId(1), second, FunctionIndex(0)));
    session.delete_scenario(second).expect("it can go");
    let third = session.branch(ScenarioId(1)).expect("a scenario");
    assert_ne!(third, second, "the stop would show what it was not made for");
}

#[test]
fn a_stop_shows_what_is_left_of_it_and_says_what_is_not() {
    let mut session = session();
    let second = session.branch(ScenarioId(1)).expect("a scenario");
    let mut stop = map_stop(StopId(1), second, FunctionIndex(0));
    let seen = |session: &Session, stop: &Stop| {
        StopView::of(stop.map().expect("it is a map"), session.study())
    };
    let whole = seen(&session, &stop);
    assert_eq!((whole.scenario, whole.missing.len()), (second, 0));
    let groups = session.study().layers().buildings.demand().groups().to_vec();
    assert_eq!(groups[whole.group], Group::Age80Plus);
    assert_eq!(whole.highlighted, [6], "the third unit of the second row");
    assert_eq!(whole.framing.metres_per_pixel, 2.7, "as it was taken");
    // Of what was taken, there is something to see in the study.
    let study = session.study().layers().extent().expect("it has units");
    let ground = whole.ground(session.study(), &[]);
    assert!(study.touches(ground) && ground.width() <= whole.framing.extent().width());
    session.delete_scenario(second).expect("it can go");
    let StopKind::Map(map) = &mut stop.kind else { panic!("it is a map") };
    map.highlighted.push("no such unit".into());
    map.group = Group::Age0To2;
    let left = seen(&session, &stop);
    assert_eq!((left.scenario, left.group), (ScenarioId::BASE, 0));
    assert_eq!(left.highlighted, [6]);
    let said: Vec<_> = left.missing.iter().map(|what| what.en.as_str()).collect();
    assert_eq!(said.len(), 3, "{said:?}");
}

/// All that a session is, but for what is being tried out.
fn state(session: &Session) -> impl PartialEq + std::fmt::Debug + use<> {
    let shown = (session.shown(), session.compared());
    let coverage = (session.scenario().clone(), session.reference().clone());
    (contents(session.study()), session.history().clone(), shown, coverage)
}

fn move_first(session: &mut Session, x: f64) {
    let to = WorldPoint::new(x, 2500.0);
    session.change(FacilityEdit::Move { id: FacilityId(1), to }).expect("it fits");
}

#[test]
fn returning_to_the_script_restores_numbers_undo_and_redo_exactly() {
    let mut session = session();
    move_first(&mut session, 900.0);
    move_first(&mut session, 1000.0);
    session.undo().expect("undo fits");
    session.compare_with(Some(ScenarioId::BASE));
    session.take_commits();
    let before = state(&session);
    session.begin_what_if().expect("it can begin");
    assert_ne!(session.shown(), session.shown_by_script());
    move_first(&mut session, 700.0);
    assert_ne!(state(&session), before);
    session.undo().expect("undo fits");
    assert!(!session.undo().expect("nothing of the script is undone"));
    session.redo().expect("redo fits");
    assert!(session.return_to_script().expect("it fits"));
    assert_eq!(state(&session), before);
    assert!(session.take_commits().is_empty(), "nothing of it is saved");
    assert!(!session.return_to_script().expect("there is none"));
}

#[test]
fn what_was_tried_out_is_kept_as_one_step() {
    let mut session = session();
    let before = contents(session.study());
    session.show(ScenarioId::BASE);
    session.begin_what_if().expect("it can begin, on the base too");
    move_first(&mut session, 700.0);
    move_first(&mut session, 750.0);
    let tried = session.scenario().clone();
    let kept = session.keep_what_if().expect("it fits").expect("something was tried");
    assert!(!session.in_what_if());
    assert_eq!(session.shown(), kept);
    assert_eq!(session.scenario(), &tried);
    assert_eq!(session.study().scenarios().name(kept).zh, "会上推演 1");
    assert_eq!(session.history().done(), 1);
    session.undo().expect("undo fits");
    assert_eq!(contents(session.study()), before);
}

#[test]
fn nothing_tried_is_nothing_kept() {
    let mut session = session();
    let before = state(&session);
    session.begin_what_if().expect("it can begin");
    assert_eq!(session.keep_what_if(), Ok(None));
    assert_eq!(state(&session), before);
    let stood = session.facility(FacilityId(1)).expect("it is there").at;
    session.begin_what_if().expect("it can begin");
    move_first(&mut session, 700.0);
    session.change(FacilityEdit::Move { id: FacilityId(1), to: stood }).expect("it fits");
    assert_eq!(session.keep_what_if(), Ok(None), "moved there and back");
    assert_eq!(state(&session), before);
}

#[test]
fn closing_all_that_exists_is_kept_too() {
    let home = Home { at: (800.0, 900.0), residents: 10.0, aged_80: 1.0 };
    let existing = vec![facility(1, (800.0, 900.0), &[0]), facility(2, (2500.0, 2500.0), &[1])];
    let mut session = Session::new(study_of(&[home], existing));
    session.begin_what_if().expect("it can begin");
    for id in [1, 2] {
        session.change(FacilityEdit::Remove(FacilityId(id))).expect("it is there");
    }
    let kept = session.keep_what_if().expect("it fits").expect("something was tried");
    assert_eq!(session.shown(), kept);
    assert!(session.facilities().is_empty());
    assert_eq!(session.history().done(), 1);
}

#[test]
fn what_the_meeting_says_during_a_what_if_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut session = session();
    add(&mut session, stop(1));
    let mut file = save(&session, &path);
    session.take_commits();
    session.begin_what_if().expect("it can begin");
    move_first(&mut session, 700.0);
    let mut noted = stop(1);
    noted.remarks.clear();
    change(&mut session, WalkthroughEdit::Set(Box::new(noted.clone()))).expect("it fits");
    let whole = folder.path().join("b.gpkg");
    drop(save(&session, &whole));
    session.return_to_script().expect("it fits");
    assert_eq!(session.study().walkthrough().stops(), [noted.clone()]);
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(file);
    for path in [path, whole] {
        let saved = reopen(&path);
        assert_eq!(contents(saved.study()), contents(session.study()), "without the what-if");
        assert_eq!(saved.history(), session.history());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_tried_out_the_script_goes_on_as_it_was(
        homes in homes(),
        script in prop::collection::vec(deed(), 0..8),
        tried in prop::collection::vec(deed(), 1..12),
    ) {
        let existing = vec![facility(1, (800.0, 900.0), &[0, 1]), facility(2, (2500.0, 2500.0), &[1])];
        let mut session = Session::new(study_of(&homes, existing));
        script.iter().for_each(|deed| carry_out(&mut session, deed));
        let before = state(&session);
        session.begin_what_if().expect("it can begin");
        let tried = tried.iter().filter(|deed| !matches!(deed, super::deeds::Deed::Stop { .. }));
        tried.for_each(|deed| carry_out(&mut session, deed));
        let (facilities, coverage) = (session.facilities().clone(), session.scenario().clone());
        let (looked_at, mut kept) = (session.shown(), session.clone());
        session.return_to_script().expect("it fits");
        prop_assert_eq!(state(&session), before);
        // Kept instead, it is what was seen.
        if kept.keep_what_if().expect("it fits").is_some() {
            kept.show(looked_at);
            prop_assert_eq!(kept.facilities(), &facilities);
            prop_assert_eq!(kept.scenario(), &coverage);
            prop_assert_eq!(kept.scenario(), &Coverage::of(kept.study(), kept.shown()));
        }
    }
}
