//! Standards: written and read, checked, compared, changed with a trace, and put in each other's
//! place in a study.

use std::sync::Arc;

use lifecircle::analysis::{Coverage, by_standard};
use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::{ImportReport, read_standard, write_standard};
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::standard::{
    Author, CommonFigure, Difference, DocumentFormat, Figure, FigurePlace, Function, FunctionIndex,
    Norm, Scene, Shipped, Standard, Standing,
};
use lifecircle::study::{Edit, EditError, FacilityEdit, ScenarioId, WalkLimit};
use proptest::prelude::*;

use super::deeds::facility;
use super::support::{Home, study_of};

fn shanghai() -> Standard {
    Standard::shanghai().expect("the shipped standard")
}

fn graded() -> Standard {
    Shipped::GradedCircles.standard().expect("the shipped standard")
}

fn author() -> Author {
    Author { by: "planner".into(), at_ms: 1_772_000_000_000, note: "measured".into() }
}

fn limit_of(function: &str) -> FigurePlace {
    FigurePlace::of_function(function, Figure::WalkLimit)
}

fn label() -> Message {
    Message::same("step")
}

fn session() -> Session {
    let home = |x, y| Home { at: (x, y), residents: 100.0, aged_80: 10.0 };
    // 250, 450 and 900 m from the facility of elder care.
    let homes = [home(250.0, 0.0), home(450.0, 0.0), home(900.0, 0.0)];
    Session::new(study_of(&homes, vec![facility(1, (0.0, 0.0), &[1])]))
}

fn adopt(session: &mut Session, standard: &Standard) {
    let adopted = standard.in_place_of(session.study().standard());
    session.perform(label(), [Edit::SetStandard(Arc::new(adopted))]).expect("it fits");
}

#[test]
fn every_shipped_standard_is_the_same_after_a_way_through_either_format() {
    for shipped in Shipped::ALL {
        let standard = shipped.standard().expect("its file is valid");
        for format in [DocumentFormat::Toml, DocumentFormat::Json] {
            let document = standard.to_document(format).expect("it can be written");
            let read = Standard::from_document(&document, format);
            assert_eq!(read.as_ref(), Ok(&standard), "{format:?}");
            assert_eq!(standard.unread_fields(&document, format), []);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_changed_standard_is_the_same_after_a_way_through_either_format(
        changes in prop::collection::vec((0_usize..64, 0.001..20_000.0_f64, "[ -~数据“”]{0,12}"), 0..6),
    ) {
        let mut standard = shanghai();
        for (which, value, note) in changes {
            let figures = standard.figures();
            let place = &figures[which % figures.len()].0;
            let value = if place.is_count() { value.ceil() } else { value };
            let author = Author { note, ..author() };
            standard = standard.with_figure(place, Some(value), author).expect("it is there");
        }
        for format in [DocumentFormat::Toml, DocumentFormat::Json] {
            let document = standard.to_document(format).expect("it can be written");
            let read = Standard::from_document(&document, format);
            prop_assert_eq!(read.as_ref(), Ok(&standard));
        }
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_with_file_function_and_field_in_both_languages() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("district.toml");
    let document = shanghai().to_document(DocumentFormat::Toml).expect("it can be written");
    let check = |broken: &str, expected: &[(&str, &str)]| {
        std::fs::write(&path, broken).expect("written");
        let error = read_standard(&path).expect_err("it is broken");
        let lines: Vec<_> = error
            .0
            .iter()
            .map(|problem| (problem.one_line(Language::Zh), problem.one_line(Language::En)))
            .collect();
        let lines: Vec<_> = lines.iter().map(|(zh, en)| (zh.as_str(), en.as_str())).collect();
        assert_eq!(lines, expected);
    };
    let other = |from: &str, to: &str| {
        assert!(document.contains(from), "{from}");
        document.replacen(from, to, 1)
    };
    check(
        &other("scene = \"elder_child\"", "scene = \"elders\""),
        &[(
            "district.toml：功能 elder_care：scene：不认识 `elders`，可用 `party_service`, `elder_child`, \
             `community_meals`, `home_services`, `health`, `fitness`, `culture`, `child_play`, \
             `employment`",
            "district.toml: function elder_care: scene: unknown variant `elders`, expected one of \
             `party_service`, `elder_child`, `community_meals`, `home_services`, `health`, \
             `fitness`, `culture`, `child_play`, `employment`",
        )],
    );
    check(
        &other("value = 40.0", "value = \"forty\""),
        &[(
            "district.toml：功能 party_service：norms.area_m2_per_1000.value：类型不符：读到 string \
             \"forty\"，应为 f64",
            "district.toml: function party_service: norms.area_m2_per_1000.value: invalid type: \
             string \"forty\", expected f64",
        )],
    );
    check(
        &other("value = 40.0", "value = -40.0"),
        &[(
            "district.toml：功能 party_service：norms.area_m2_per_1000：-40 应大于 0 且不超过 1000000",
            "district.toml: function party_service: norms.area_m2_per_1000: -40 is not above 0 and \
             at most 1000000",
        )],
    );
    check(
        &other("id = \"childcare\"", "id = \"elder_care\""),
        &[
            (
                "district.toml：功能 elder_care：id：编号重复",
                "district.toml: function elder_care: id: used twice",
            ),
            (
                "district.toml：complex_rule.priority_functions：标准中没有功能 childcare",
                "district.toml: complex_rule.priority_functions: no function childcare",
            ),
            (
                "district.toml：complex_rule.should_include_one_of：标准中没有功能 childcare",
                "district.toml: complex_rule.should_include_one_of: no function childcare",
            ),
        ],
    );
    check(
        &other("value = 800.0", "value = 500.0"),
        &[(
            "district.toml：complex_rule.min_floor_area_m2：最小面积大于宜达到面积",
            "district.toml: complex_rule.min_floor_area_m2: the smallest area is more than the \
             preferred one",
        )],
    );
}

#[test]
fn a_misspelt_field_is_told_and_the_rest_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.json");
    let document = shanghai().to_document(DocumentFormat::Json).expect("it can be written");
    let misspelt = document.replacen("\"site_flags\"", "\"sight_flags\"", 1);
    std::fs::write(&path, misspelt).expect("written");
    let (standard, unread) = read_standard(&path).expect("it is readable");
    assert_eq!(standard.functions.len(), 11);
    let lines: Vec<_> = unread.iter().map(|problem| problem.one_line(Language::En)).collect();
    let expected = "a.json: function elder_care: sight_flags: not a field of a standard; left out";
    assert_eq!(lines, [expected]);
    assert!(standard.function_by_id("elder_care").is_some_and(|f| f.site_flags.is_empty()));
}

#[test]
fn a_file_is_written_by_its_ending_and_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.toml", "a.json"] {
        let path = folder.path().join(name);
        write_standard(&path, &graded()).expect("written");
        assert_eq!(read_standard(&path).expect("read"), (graded(), Vec::new()));
    }
    assert!(write_standard(&folder.path().join("a.txt"), &graded()).is_err());
    assert!(read_standard(&folder.path().join("none.toml")).is_err());
}

#[test]
fn a_number_that_is_set_tells_who_did_it_and_can_be_restored() {
    let place = limit_of("elder_care");
    let set = shanghai().with_figure(&place, Some(650.0), author()).expect("it is there");
    let expected = Norm { value: 650.0, standing: Standing::SetInStudy, source: String::new() };
    assert_eq!(set.figure(&place), Some(expected.clone()));
    let [change] = set.changes.as_slice() else { panic!("one change: {:?}", set.changes) };
    assert_eq!(change.author, author());
    assert_eq!(change.before, shanghai().figure(&place));
    assert_eq!(change.after, Some(expected));
    assert_eq!(set.function_by_id("elder_care").expect("it is there").walk_minutes, None);
    let restored = set.with_figure_restored(&place, author()).expect("it was changed");
    assert_eq!(restored.functions, shanghai().functions);
    assert_eq!(restored.changes.len(), 2);
    assert_eq!(restored.differences_from(&shanghai()), []);
}

#[test]
fn a_function_keeps_its_walking_limit_and_gives_up_a_norm() {
    assert!(shanghai().with_figure(&limit_of("elder_care"), None, author()).is_none());
    let norm = FigurePlace::of_function("elder_care", Figure::AreaPer1000);
    let without = shanghai().with_figure(&norm, None, author()).expect("it is there");
    assert_eq!(without.figure(&norm), None);
    let difference = &without.differences_from(&shanghai())[..];
    let [Difference::Figure { place, before: Some(before), after: None }] = difference else {
        panic!("one number: {difference:?}")
    };
    assert_eq!((place, before.value), (&norm, 50.0));
}

#[test]
fn differences_name_functions_services_and_numbers() {
    let mut other = shanghai();
    let complex = FigurePlace::Common(CommonFigure::ComplexMinFloorArea);
    other = other.with_figure(&complex, Some(650.0), author()).expect("it is there");
    other = other.without_service("culture", "culture_delivery", author()).expect("it is there");
    let school = Function::set_in_study(
        "night_school",
        Message::new("夜校", "Night school"),
        Scene::Culture,
        800.0,
    );
    other = other.with_function(school, author());
    let shanghai = shanghai();
    let told: Vec<_> = other
        .differences_from(&shanghai)
        .iter()
        .map(|difference| other.difference_text(&shanghai, difference).en)
        .collect();
    assert_eq!(
        told,
        [
            "Culture: no service culture_delivery",
            "Night school: function added",
            "Complex: smallest area: 600 m² (read in a summary only) → 650 m² (set in this study)",
        ]
    );
    assert_eq!(other.flaws(), []);
    let letters: std::collections::HashSet<_> = other.functions.iter().map(|f| f.letter).collect();
    assert_eq!(letters.len(), 12, "the new function has a letter of its own");
}

#[test]
fn another_standard_keeps_the_functions_of_the_study_and_brings_its_own() {
    let adopted = graded().in_place_of(&shanghai());
    assert!(adopted.keeps_functions_of(&shanghai()));
    assert_eq!(adopted.id, graded().id);
    let function = |id: &str| adopted.function_by_id(id).expect("it is there");
    // Both have elder care; only Shanghai's has employment; only the graded circles have markets.
    assert_eq!(
        (function("elder_care").walk_limit_m, function("elder_care").in_standard),
        (300.0, true)
    );
    let employment = function("employment");
    assert_eq!((employment.walk_limit_m, employment.in_standard), (1000.0, false));
    assert_eq!(employment.norms.area_m2_per_1000, None, "nobody asks for it now");
    assert_eq!(adopted.index_of("fresh_market"), Some(FunctionIndex(12)));
    assert_eq!(adopted.flaws(), []);
    let back = shanghai().in_place_of(&adopted);
    assert!(back.function_by_id("employment").is_some_and(|f| f.in_standard));
    assert!(back.function_by_id("fresh_market").is_some_and(|f| !f.in_standard));
}

#[test]
fn coverage_follows_the_standard_and_undo_takes_added_functions_back() {
    let mut session = session();
    let elder_care = FunctionIndex(1);
    let covered = |session: &Session| session.base().total(elder_care, 0).covered.rounded();
    assert_eq!(covered(&session), 200, "250 and 450 m are within Shanghai's 500 m");
    adopt(&mut session, &graded());
    assert_eq!(covered(&session), 100, "only 250 m is within the 300 m of GB 50180");
    let market = session.study().standard().index_of("fresh_market").expect("it was added");
    session.change(FacilityEdit::Add(facility(9, (0.0, 0.0), &[market.0]))).expect("it fits");
    assert_eq!(session.scenario(), &Coverage::of(session.study(), session.shown()));
    assert_eq!(session.scenario().total(market, 0).covered.rounded(), 200);
    session.undo().expect("undo fits");
    session.undo().expect("undo fits");
    assert_eq!(session.study().standard(), &shanghai());
    assert_eq!(covered(&session), 200);
    session.go_to(2).expect("every step fits");
    assert_eq!(session.scenario().total(market, 0).covered.rounded(), 200);
}

#[test]
fn functions_that_facilities_offer_cannot_be_lost() {
    let mut session = session();
    adopt(&mut session, &graded());
    let before = session.study().standard().clone();
    let fewer = Edit::SetStandard(Arc::new(shanghai()));
    assert_eq!(session.perform(label(), [fewer.clone()]), Err(EditError::FunctionsLost));
    let last = before.indexes().last().expect("it has functions");
    session.change(FacilityEdit::Add(facility(9, (0.0, 0.0), &[last.0]))).expect("it fits");
    let mut study = session.study().clone();
    assert_eq!(study.apply(fewer), Err(EditError::FunctionsLost));
    assert_eq!(study.standard(), &before);
    let mut twice = before.clone();
    twice.functions.push(twice.functions[0].clone());
    let twice = Edit::SetStandard(Arc::new(twice));
    assert_eq!(study.apply(twice), Err(EditError::FunctionTwice("party_service".into())));
}

#[test]
fn a_study_file_names_the_functions_of_undone_steps() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let mut session = session();
    let saved = SavedStudy::of(&session, &ImportReport::default());
    let mut file = StudyFile::create(&path, &saved, &()).expect("written");
    adopt(&mut session, &graded());
    let market = session.study().standard().index_of("fresh_market").expect("it was added");
    session.change(FacilityEdit::Add(facility(9, (0.0, 0.0), &[market.0]))).expect("it fits");
    session.go_to(0).expect("undo fits");
    for commit in session.take_commits() {
        file.write(&commit).expect("written");
    }
    drop(file);
    let reopened = study_file::read(&path, &()).expect("read");
    assert_eq!(reopened.history, *session.history());
    // Saved whole, the undone steps keep their functions too.
    let copy = folder.path().join("b.gpkg");
    drop(StudyFile::create(&copy, &reopened, &()).expect("written"));
    let (mut again, _) = study_file::read(&copy, &()).expect("read").into_session();
    again.go_to(2).expect("redo fits");
    assert_eq!(again.scenario().total(market, 0).covered.rounded(), 200);
}

#[test]
fn standards_are_compared_by_their_own_limits_whatever_the_study_says() {
    let mut session = session();
    let parameters = *session.study().parameters();
    let everywhere =
        lifecircle::study::Parameters { limit: WalkLimit::Metres(5000.0), ..parameters };
    session.perform(label(), [Edit::SetParameters(everywhere)]).expect("it fits");
    let standards = [shanghai(), graded()];
    let rows = by_standard(session.study(), ScenarioId::BASE, 0, &standards).expect("they fit");
    let row = |id: &str| rows.iter().find(|row| row.id == id).expect("a row");
    let under = |id: &str| -> Vec<Option<(f64, i64)>> {
        let figures = row(id).under.iter();
        figures.map(|u| u.as_ref().map(|u| (u.limit.value, u.reached.covered.rounded()))).collect()
    };
    assert_eq!(under("elder_care"), [Some((500.0, 200)), Some((300.0, 100))]);
    assert_eq!(under("employment"), [Some((1000.0, 0)), None]);
    assert_eq!(under("fresh_market"), [None, Some((500.0, 0))]);
    let ids: Vec<_> = rows.iter().take(3).map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["party_service", "elder_care", "childcare"], "in the order of the study");
}
