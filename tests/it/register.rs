//! The candidate register: floor area that no edit can exceed, the review, lists read and saved.

use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::{ImportOptions, ImportReport, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::session::Session;
use lifecircle::study::register::{
    AppraisalGrade, Date, Floors, Lever, Opinion, OwnerKind, Party, PolicyLever, Review,
    ReviewState, ReviewStep, StockFilter, StockKind, SuitabilityWeights, Verdict,
};
use lifecircle::study::{
    Candidate, CandidateError, CandidateId, CandidateRegister, Edit, EditError, Facility,
    FacilityEdit, FacilityId, FacilityOrigin, RegisterEdit, ScenarioId, Study,
};
use proptest::prelude::*;
use rusqlite::Connection;

use super::deeds::{contents, facility};
use super::study_file::back_to_format_4;
use super::support::{Home, sample_study, study_of};

fn label() -> Message {
    Message::same("step")
}

fn rooms(id: u32, usable_area_m2: Option<f64>) -> Candidate {
    let at = WorldPoint::new(f64::from(id) * 100.0, 50.0);
    let mut rooms = Candidate::new(CandidateId(id), format!("C{id}"), format!("旧厂房{id}"), at);
    rooms.premises.usable_area_m2 = usable_area_m2;
    rooms
}

/// A facility in a candidate.
fn in_rooms(id: u32, candidate: u32, floor_area_m2: Option<f64>) -> Facility {
    let origin = FacilityOrigin::Candidate(CandidateId(candidate));
    Facility { floor_area_m2, origin, ..facility(id, (10.0, 10.0), &[0]) }
}

/// Three candidates of 600 m², 250 m² and not known how much.
fn small() -> Session {
    let home = Home { at: (100.0, 100.0), residents: 100.0, aged_80: 7.5 };
    let register = CandidateRegister::new(
        [rooms(1, Some(600.0)), rooms(2, Some(250.0)), rooms(3, None)],
        SuitabilityWeights::default(),
    );
    Session::new(study_of(&[home], vec![facility(1, (800.0, 900.0), &[0])]).with_register(register))
}

fn set(session: &mut Session, candidate: Candidate) -> Result<(), EditError> {
    let edit = Edit::Register(RegisterEdit::Set(Box::new(candidate)));
    session.perform(label(), [edit])
}

#[test]
fn a_facility_is_never_larger_than_the_premises_it_is_in() {
    let mut session = small();
    session.change(FacilityEdit::Add(in_rooms(7, 1, Some(400.0)))).expect("it fits");
    let too_much = session.change(FacilityEdit::Add(in_rooms(8, 1, Some(201.0))));
    let error = too_much.expect_err("601 m² in 600 m²").message();
    assert!(error.en.contains("601 m²") && error.en.contains("600 m²"), "{}", error.en);
    assert!(error.zh.contains("601 平方米") && error.zh.contains("600 平方米"), "{}", error.zh);
    session.change(FacilityEdit::Add(in_rooms(8, 1, Some(200.0)))).expect("600 m² fit");
    let grown = session
        .change(FacilityEdit::Resize { id: FacilityId(7), floor_area_m2: Some(400.5) })
        .expect_err("half a square metre too much");
    assert!(grown.message().en.contains("600.50 m²"), "{}", grown.message().en);
    session
        .change(FacilityEdit::Resize { id: FacilityId(7), floor_area_m2: Some(100.0) })
        .expect("it may shrink");
    let free = FacilityOrigin::Candidate(CandidateId(1));
    assert_eq!(session.study().free_area_m2(session.shown(), &free), Some(300.0));
    // What is not known limits nothing.
    session.change(FacilityEdit::Add(in_rooms(9, 3, Some(5000.0)))).expect("no cap is known");
}

#[test]
fn the_area_of_a_candidate_cannot_be_lowered_below_what_stands_in_it() {
    let mut session = small();
    session.change(FacilityEdit::Add(in_rooms(7, 1, Some(400.0)))).expect("it fits");
    let before = (contents(session.study()), session.study().register().clone());
    let error = set(&mut session, rooms(1, Some(399.0))).expect_err("400 m² stand there");
    let message = error.message();
    for part in ["旧厂房1", "Scenario 1", "400 m²", "399 m²"] {
        assert!(message.en.contains(part), "{part}: {}", message.en);
    }
    let removed = Edit::Register(RegisterEdit::Remove(CandidateId(1)));
    assert!(matches!(
        session.perform(label(), [removed]),
        Err(EditError::Candidate(error)) if matches!(*error, CandidateError::Displaces(_))
    ));
    assert_eq!((contents(session.study()), session.study().register().clone()), before);
    set(&mut session, rooms(1, Some(400.0))).expect("exactly what stands there");
    session.undo().expect("undo fits");
    let empty = Edit::Register(RegisterEdit::Remove(CandidateId(2)));
    session.perform(label(), [empty]).expect("nothing stands in it");
}

/// Rooms of which only a part can be had now.
fn let_in_part(id: u32, usable_m2: f64, available_m2: f64) -> Candidate {
    let mut candidate = rooms(id, Some(usable_m2));
    candidate.premises.available_area_m2 = Some(available_m2);
    candidate
}

#[test]
fn no_more_is_taken_than_can_be_had_now() {
    let mut session = small();
    set(&mut session, let_in_part(1, 600.0, 200.0)).expect("nothing stands there");
    let free = FacilityOrigin::Candidate(CandidateId(1));
    assert_eq!(session.study().free_area_m2(session.shown(), &free), Some(200.0));
    let error = session.change(FacilityEdit::Add(in_rooms(7, 1, Some(201.0))));
    let message = error.expect_err("201 m² of 200 m²").message();
    assert!(message.en.contains("200 m²"), "{}", message.en);
    session.change(FacilityEdit::Add(in_rooms(7, 1, Some(200.0)))).expect("all that can be had");
    let error = set(&mut session, let_in_part(1, 600.0, 150.0)).expect_err("200 m² stand there");
    assert!(error.message().en.contains("150 m²"), "{}", error.message().en);
    // More is said to be available than can be used: what can be used counts.
    set(&mut session, let_in_part(1, 300.0, 900.0)).expect("200 m² fit in");
    assert_eq!(session.study().free_area_m2(session.shown(), &free), Some(100.0));
}

#[test]
fn a_facility_goes_with_no_candidate_that_is_not_there() {
    let mut session = small();
    let nowhere = session.change(FacilityEdit::Add(in_rooms(7, 99, None)));
    let missing = CandidateError::NoSuchCandidate(CandidateId(99));
    assert_eq!(nowhere, Err(missing.into()));
    session.change(FacilityEdit::Add(in_rooms(7, 2, None))).expect("it fits");
    let moved = FacilityEdit::Move { id: FacilityId(7), to: WorldPoint::new(1.0, 2.0) };
    assert_eq!(session.change(moved), Err(EditError::InBuilding("F7".to_owned())));
}

#[test]
fn a_building_holds_no_more_than_its_floor_area() {
    let mut session = Session::new(sample_study());
    let buildings = &session.study().layers().buildings;
    let position = (0..buildings.len())
        .find(|building| buildings.record(*building).floor_area_m2.is_some_and(|m2| m2 > 200.0))
        .expect("the sample has large buildings");
    let record = buildings.record(position).clone();
    let area = record.floor_area_m2.expect("just asked for");
    let converted = |id: u32, floor_area_m2: f64| {
        let origin = FacilityOrigin::Converted { building: record.id.clone() };
        let at = session.study().layers().buildings.demand_points()[position];
        FacilityEdit::Add(Facility {
            floor_area_m2: Some(floor_area_m2),
            origin,
            ..facility(id, (at.x, at.y), &[0])
        })
    };
    let [large, half, rest] = [area + 1.0, area / 2.0, area / 2.0 + 1.0];
    let (large, half, rest) =
        (converted(9001, large), converted(9002, half), converted(9003, rest));
    assert!(session.change(large).is_err());
    session.change(half).expect("half of it fits");
    assert!(session.change(rest).is_err(), "two facilities together are too large");
}

#[test]
fn two_candidates_have_no_code_in_common() {
    let mut session = small();
    let mut same = rooms(9, None);
    same.code = "C1".to_owned();
    let add = Edit::Register(RegisterEdit::Add(Box::new(same)));
    let taken = CandidateError::CodeTaken("C1".to_owned());
    assert_eq!(session.perform(label(), [add]), Err(taken.into()));
    let bad = [
        {
            let mut c = rooms(1, Some(-1.0));
            c.name = "x".into();
            c
        },
        {
            let mut c = rooms(1, Some(10.0));
            c.premises.total_area_m2 = Some(9.0);
            c
        },
        {
            let mut c = rooms(1, Some(10.0));
            c.money.rent_yuan_per_m2_day = Some(f64::NAN);
            c
        },
        {
            let mut c = rooms(1, Some(10.0));
            c.functions = vec![lifecircle::standard::FunctionIndex(99)];
            c
        },
        {
            let mut c = rooms(1, Some(10.0));
            c.at.x = f64::INFINITY;
            c
        },
    ];
    let before = session.study().register().clone();
    for candidate in bad {
        assert!(set(&mut session, candidate.clone()).is_err(), "{candidate:?}");
        assert_eq!(session.study().register(), &before);
    }
}

/// What a planner might do next; numbers choose among what is there.
#[derive(Debug, Clone)]
enum Deed {
    Place { candidate: u32, area: Option<f64> },
    Resize { which: usize, area: f64 },
    Delete { which: usize },
    SetArea { candidate: u32, area: Option<f64> },
    Add { candidate: u32, area: f64 },
    Remove { candidate: u32 },
    Review { candidate: u32, to: usize },
    Weigh { weight: f64 },
    Branch,
    Show { which: usize },
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let candidate = 1_u32..6;
    let area = 0.0..700.0_f64;
    prop_oneof![
        4 => (candidate.clone(), prop::option::of(area.clone()))
            .prop_map(|(candidate, area)| Deed::Place { candidate, area }),
        3 => (any::<usize>(), area.clone()).prop_map(|(which, area)| Deed::Resize { which, area }),
        1 => any::<usize>().prop_map(|which| Deed::Delete { which }),
        4 => (candidate.clone(), prop::option::of(area.clone()))
            .prop_map(|(candidate, area)| Deed::SetArea { candidate, area }),
        2 => (candidate.clone(), area).prop_map(|(candidate, area)| Deed::Add { candidate, area }),
        2 => candidate.clone().prop_map(|candidate| Deed::Remove { candidate }),
        2 => (candidate, 0..7_usize).prop_map(|(candidate, to)| Deed::Review { candidate, to }),
        1 => (0.5..9.0_f64).prop_map(|weight| Deed::Weigh { weight }),
        2 => Just(Deed::Branch),
        2 => any::<usize>().prop_map(|which| Deed::Show { which }),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
    ]
}

/// Carries out a deed; one that does not fit is refused and changes nothing.
fn carry_out(session: &mut Session, deed: &Deed) {
    let chosen = |session: &Session, which: usize| {
        let ids: Vec<_> = session.facilities().keys().copied().collect();
        (!ids.is_empty()).then(|| ids[which % ids.len()])
    };
    let before = (contents(session.study()), session.study().register().clone());
    let register = |edit| [Edit::Register(edit)];
    let done = match deed {
        Deed::Place { candidate, area } => {
            let id = session.study().scenarios().next_facility_id().0;
            session.change(FacilityEdit::Add(in_rooms(id, *candidate, *area)))
        }
        Deed::Resize { which, area } => {
            let Some(id) = chosen(session, *which) else { return };
            session.change(FacilityEdit::Resize { id, floor_area_m2: Some(*area) })
        }
        Deed::Delete { which } => {
            let Some(id) = chosen(session, *which) else { return };
            session.change(FacilityEdit::Remove(id))
        }
        Deed::SetArea { candidate, area } => {
            let known = session.study().register().get(CandidateId(*candidate));
            let Some(mut changed) = known.cloned() else { return };
            changed.premises.usable_area_m2 = *area;
            set(session, changed)
        }
        Deed::Add { candidate, area } => {
            let edit = RegisterEdit::Add(Box::new(rooms(*candidate, Some(*area))));
            session.perform(label(), register(edit))
        }
        Deed::Remove { candidate } => {
            session.perform(label(), register(RegisterEdit::Remove(CandidateId(*candidate))))
        }
        Deed::Review { candidate, to } => {
            let known = session.study().register().get(CandidateId(*candidate));
            let Some(mut changed) = known.cloned() else { return };
            let next = changed.review.state().next();
            let (to, on) = (next[to % next.len()], Date::new(2026, 3, 2).expect("a day"));
            let step = ReviewStep::new(to, on, "王工", "“依据”");
            let step = ReviewStep { overrides_missing: true, ..step };
            changed.review.step(step).expect("it is a legal step");
            set(session, changed)
        }
        Deed::Weigh { weight } => {
            let criterion = lifecircle::study::register::Criterion::Rent;
            let weights = session.study().register().weights().with(criterion, *weight);
            session.perform(label(), register(RegisterEdit::Weigh(weights)))
        }
        Deed::Branch => session.branch(session.shown()).map(drop),
        Deed::Show { which } => {
            let ids: Vec<_> = session.study().scenarios().iter().map(|s| s.id).collect();
            session.show(ids[which % ids.len()]);
            Ok(())
        }
        Deed::Undo => session.undo().map(drop),
        Deed::Redo => session.redo().map(drop),
    };
    if done.is_err() {
        assert!(!matches!(deed, Deed::Undo | Deed::Redo), "{done:?}");
        assert_eq!((contents(session.study()), session.study().register().clone()), before);
    }
}

/// No candidate of any scenario holds more than it can.
fn check_caps(study: &Study) -> Result<(), TestCaseError> {
    let scenarios = study.scenarios().iter().map(|scenario| scenario.id);
    for scenario in scenarios.chain([ScenarioId::BASE]) {
        for candidate in study.register().iter() {
            let Some(cap) = candidate.floor_area_cap_m2() else { continue };
            let inside = study.facilities(scenario).values();
            let inside = inside.filter(|f| f.origin == FacilityOrigin::Candidate(candidate.id));
            let taken: f64 = inside.filter_map(|facility| facility.floor_area_m2).sum();
            prop_assert!(taken <= cap + 1e-6, "{taken} m² in {cap} m²");
        }
        let all = study.facilities(scenario).values();
        for facility in all {
            if let FacilityOrigin::Candidate(id) = facility.origin {
                prop_assert!(study.register().get(id).is_some(), "in a candidate that is gone");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_edit_breaks_the_cap_and_undo_restores_everything(
        deeds in prop::collection::vec(deed(), 1..40),
    ) {
        let mut session = small();
        let before = (contents(session.study()), session.study().register().clone());
        for deed in &deeds {
            carry_out(&mut session, deed);
            check_caps(session.study())?;
        }
        let after = (contents(session.study()), session.study().register().clone());
        let mut steps = 0;
        while session.undo().expect("undo fits") {
            steps += 1;
        }
        prop_assert_eq!(&(contents(session.study()), session.study().register().clone()), &before);
        for _ in 0..steps {
            prop_assert!(session.redo().expect("redo fits"));
        }
        prop_assert_eq!((contents(session.study()), session.study().register().clone()), after);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(30))]

    #[test]
    fn a_register_saved_step_by_step_is_what_is_opened(
        deeds in prop::collection::vec(deed(), 1..30),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("study.gpkg");
        let mut session = small();
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
        let opened = study_file::open(&path, &()).expect("it can be opened").saved;
        prop_assert_eq!(opened.study.register(), session.study().register());
        prop_assert_eq!(contents(&opened.study), contents(session.study()));
        prop_assert_eq!(&opened.history, session.history());
    }
}

/// A candidate of which everything is known.
fn whole() -> Candidate {
    let mut whole = rooms(5, Some(320.0));
    whole.address = "长兴路 8 弄".to_owned();
    whole.building = Some("B0".to_owned());
    whole.stock = StockKind::Industrial;
    whole.is_idle = Some(false);
    whole.title.owner_kind = Some(OwnerKind::Collective);
    whole.title.owner = "临江某集体企业".to_owned();
    whole.title.number = "沪房地字 001".to_owned();
    whole.title.current_use = "仓库".to_owned();
    whole.premises.floors = Floors::new(-1, 2);
    whole.premises.year = Some(1987.0);
    whole.premises.has_lift = Some(true);
    whole.safety.appraisal = Some(AppraisalGrade::B);
    whole.safety.appraised_on = Date::new(2025, 11, 3);
    whole.limits.is_heritage = Some(false);
    whole.money.refit_cost_yuan = Some(1_250_000.0);
    whole.levers =
        vec![Lever { kind: PolicyLever::LiftAdded, effect: "轿厢不计容积率".to_owned() }];
    whole.review = Review::known_as(ReviewState::InReview);
    whole.review.set_opinion(
        Party::Fire,
        Some(Opinion {
            on: Date::new(2026, 1, 9),
            person: "李工".to_owned(),
            document_no: "消审〔2026〕3 号".to_owned(),
            conditions: "加装喷淋".to_owned(),
            ..Opinion::new(Verdict::AgreesWithConditions)
        }),
    );
    whole.review.valid_until = Date::new(2031, 1, 9);
    whole.attachments = vec!["照片/正门.jpg".to_owned()];
    whole.notes = "“引号”\n与换行".to_owned();
    whole
}

#[test]
fn everything_known_of_a_candidate_is_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut session = small();
    let saved = SavedStudy::of(&session, &ImportReport::default());
    let mut file = StudyFile::create(&path, &saved, &()).expect("it can be written");
    let add = Edit::Register(RegisterEdit::Add(Box::new(whole())));
    session.perform(label(), [add]).expect("it fits");
    session.take_commits().iter().for_each(|commit| file.write(commit).expect("written"));
    drop(file);
    let opened = study_file::open(&path, &()).expect("it can be opened").saved;
    assert_eq!(opened.study.register().get(CandidateId(5)), Some(&whole()));
    let connection = Connection::open(&path).expect("SQLite opens it");
    let sql = "SELECT review_state, usable_area_m2, lift FROM lifecircle_candidates WHERE fid = 5";
    let row = connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    assert_eq!(row, Ok(("in_review".to_owned(), 320.0, true)), "other programs read it");
}

#[test]
fn candidates_of_an_older_file_keep_name_and_area() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let session = small();
    let saved = SavedStudy::of(&session, &ImportReport::default());
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    let connection = Connection::open(&path).expect("SQLite opens it");
    back_to_format_4(&connection);
    let sql = "ALTER TABLE lifecircle_standard ADD COLUMN norms TEXT; \
               UPDATE lifecircle_meta SET value = '4' WHERE key = 'format_version'";
    connection.execute_batch(sql).expect("it can");
    drop(connection);
    let opened = study_file::open(&path, &()).expect("it is upgraded");
    assert_eq!(opened.saved.study.register(), session.study().register());
}

const UNITS: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"U1"},
"geometry":{"type":"Polygon","coordinates":[[[121.46,31.22],[121.48,31.22],[121.48,31.24],[121.46,31.24],[121.46,31.22]]]}}]}"#;
const BUILDINGS: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature",
"properties":{"id":"B1","use":"warehouse","idle":true,"storeys":3,"floor_area_m2":900,"residents":0},
"geometry":{"type":"Polygon","coordinates":[[[121.4700,31.2300],[121.4704,31.2300],[121.4704,31.2303],[121.4700,31.2303],[121.4700,31.2300]]]}}]}"#;

/// A list of candidates with these properties, the first of them in the building.
fn read(properties: &[&str]) -> lifecircle::files::Imported {
    let feature = |(number, properties): (usize, &&str)| {
        let lon = 121.4702 + number as f64 * 0.002;
        format!(
            r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Point","coordinates":[{lon},31.23015]}}}}"#
        )
    };
    let features: Vec<_> = properties.iter().enumerate().map(feature).collect();
    let list = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
    let source = |role, name: &str, text: &str| LayerSource::of_text(role, name, text.to_owned());
    let sources = [
        source(Role::Units, "units.geojson", UNITS),
        source(Role::Buildings, "buildings.geojson", BUILDINGS),
        source(Role::Candidates, "list.geojson", &list),
    ];
    import(&sources, &ImportOptions::default(), &()).expect("it can be read")
}

#[test]
fn a_list_is_read_under_chinese_pinyin_and_english_names() {
    let chinese = r#"{"编号":"H-1","名称":"老厂房","坐落":"长兴路 8 号","产权性质":"区属国企","权利人":"某国资公司",
        "使用楼层":"1-2层","可用面积":"1,200","建筑面积":1500,"鉴定等级":"Bsu级","鉴定日期":"2025年6月1日","电梯":"有",
        "无障碍":"否","独立出入口":"是","违建":"无","租金":2.5,"联审状态":"附条件通过","消防意见":"同意，须加装喷淋",
        "规划意见":"同意","权属方意见":"不同意","支持政策":"支持加装电梯；支持结构加固","功能":"养老、托育","附件":"a.jpg;b.pdf"}"#;
    let imported = read(&[chinese, r#"{"编号":"H-2"}"#]);
    let standard = imported.study.standard();
    let register = imported.study.register();
    let read = register.by_code("H-1").expect("it is listed");
    assert_eq!(read.title.owner_kind, Some(OwnerKind::State));
    assert_eq!(read.title.owner, "某国资公司");
    assert_eq!(read.premises.floors, Floors::new(1, 2));
    assert_eq!(read.premises.usable_area_m2, Some(1200.0));
    assert_eq!(read.premises.total_area_m2, Some(1500.0));
    assert_eq!(read.safety.appraisal, Some(AppraisalGrade::B));
    assert_eq!(read.safety.appraised_on, Date::new(2025, 6, 1));
    let flags = [read.premises.has_lift, read.premises.is_barrier_free];
    assert_eq!(flags, [Some(true), Some(false)]);
    assert_eq!(read.limits.has_illegal_construction, Some(false));
    assert_eq!(read.review.state(), ReviewState::PassedWithConditions);
    let fire = read.review.opinion(Party::Fire).expect("it has said something");
    assert_eq!(fire.verdict, Verdict::AgreesWithConditions);
    assert_eq!(fire.conditions, "同意，须加装喷淋");
    let owner = read.review.opinion(Party::Owner).map(|opinion| opinion.verdict);
    assert_eq!(owner, Some(Verdict::Objects));
    let levers: Vec<_> = read.levers.iter().map(|lever| lever.kind).collect();
    assert_eq!(levers, [PolicyLever::LiftAdded, PolicyLever::Strengthening]);
    let functions: Vec<_> =
        read.functions.iter().map(|function| standard.function(*function).id.as_str()).collect();
    assert_eq!(functions, ["elder_care", "childcare"]);
    assert_eq!(read.attachments, ["a.jpg", "b.pdf"]);
    // What the list leaves open is taken from the building it lies in.
    assert_eq!(read.building.as_deref(), Some("B1"));
    assert_eq!((read.stock, read.is_idle), (StockKind::Warehouse, Some(true)));
    let bare = register.by_code("H-2").expect("it is listed");
    assert_eq!((bare.building.as_deref(), bare.is_idle), (None, None), "nothing is made up");
    assert_eq!(bare.review.state(), ReviewState::NotFiled);

    let pinyin = read_one(
        r#"{"BH":"P1","DZ":"x","CQXZ":"集体","KYMJ":80,"SYLC":"B1","DT":0,"LSZT":"审查中","NHDJ":"二级"}"#,
    );
    assert_eq!(pinyin.title.owner_kind, Some(OwnerKind::Collective));
    assert_eq!(pinyin.premises.floors, Floors::new(-1, -1));
    assert_eq!(pinyin.premises.has_lift, Some(false));
    assert_eq!(pinyin.review.state(), ReviewState::InReview);

    let english = read_one(
        r#"{"id":"E1","ownership":"private","usable_area":60,"review_state":"refused","own_entrance":true,"rent":4}"#,
    );
    assert_eq!(english.title.owner_kind, Some(OwnerKind::Private));
    assert_eq!(english.review.state(), ReviewState::Refused);
    assert_eq!(english.premises.has_own_entrance, Some(true));
    assert_eq!(english.money.rent_yuan_per_m2_day, Some(4.0));
}

fn read_one(properties: &str) -> Candidate {
    let imported = read(&[properties]);
    imported.study.register().iter().next().expect("it is listed").clone()
}

#[test]
fn words_that_are_not_understood_are_told_with_feature_and_field() {
    let imported = read(&[r#"{"id":"X1","review_state":"待定","lift":"也许","floors":"屋顶"}"#]);
    let warnings = &imported.report.warnings;
    for (field, word) in [("review_state", "待定"), ("lift", "也许"), ("floors", "屋顶")] {
        let told = warnings.iter().any(|warning| {
            warning.field.as_deref() == Some(field)
                && warning.feature_id.as_deref() == Some("X1")
                && warning.what.zh.contains(word)
        });
        assert!(told, "{field}: {warnings:?}");
    }
    let candidate = imported.study.register().by_code("X1").expect("it is listed");
    assert_eq!(candidate.premises.has_lift, None, "not known is no no");
}

#[test]
fn buildings_enter_the_register_by_kind_idleness_and_area() {
    let study = sample_study();
    let buildings = &study.layers().buildings;
    let filter = StockFilter {
        kinds: vec![StockKind::Warehouse, StockKind::Industrial],
        least_area_m2: 500.0,
        most_storeys: Some(3.0),
        ..StockFilter::default()
    };
    let found = filter.buildings(buildings, study.register());
    let listed: Vec<_> = study.register().iter().filter_map(|c| c.building.as_deref()).collect();
    let by_hand: Vec<_> = (0..buildings.len())
        .filter(|building| {
            let record = buildings.record(*building);
            ["warehouse", "industrial"].contains(&record.kind.id())
                && record.idle
                && record.floor_area_m2.is_some_and(|area| area >= 500.0)
                && record.storeys.is_none_or(|storeys| storeys <= 3.0)
                && !listed.contains(&record.id.as_str())
        })
        .collect();
    assert!(!found.is_empty());
    assert_eq!(found, by_hand);
    let added = study.register().candidates_of(buildings, &found, study.next_candidate_id());
    let mut session = Session::new(study);
    let count = session.study().register().len();
    let edits = added.iter().map(|one| Edit::Register(RegisterEdit::Add(Box::new(one.clone()))));
    session.perform(label(), edits).expect("they fit");
    assert_eq!(session.study().register().len(), count + found.len());
    let again = filter.buildings(&session.study().layers().buildings, session.study().register());
    assert!(again.is_empty(), "no building is listed twice");
    session.undo().expect("undo fits");
    assert_eq!(session.study().register().len(), count, "one step");
}
