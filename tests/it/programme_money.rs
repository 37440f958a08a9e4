//! What projects cost and when, by hand: the register before rates, rates by kind of stock, the board
//! of years, equality by district, and rows gathered with what they come to.

use std::collections::BTreeMap;

use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::workbook::write_workbook;
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::programme::{
    DemandList, Figure, Money, Schedule, money_of, project_rows, services_by_district,
};
use lifecircle::session::Session;
use lifecircle::standard::{FunctionIndex, Norm, Standing};
use lifecircle::study::register::{StockKind, SuitabilityWeights};
use lifecircle::study::{
    Candidate, CandidateId, CandidateRegister, Edit, Facility, FacilityEdit, FacilityId,
    FacilityOrigin, FundingSource, ProgrammeRules, Project, ProjectSums, ScenarioId,
};
use lifecircle::tables::{Cell, List};

use super::deeds::facility;
use super::program::{lifecircle, stderr, stdout};
use super::support::{Home, study_of};

/// 1,000 residents in the southern district, 500 in a unit without a district; elder care beside the
/// first. A candidate of 400 m² with rent and refit cost, and one of which neither is known.
fn session() -> Session {
    let home = |at: (f64, f64), residents: f64| Home { at, residents, aged_80: residents };
    let homes = [home((100.0, 500.0), 1000.0), home((100.0, 2500.0), 500.0)];
    let elder = Facility {
        floor_area_m2: Some(40.0),
        origin: FacilityOrigin::Existing,
        ..facility(1, (100.0, 400.0), &[1])
    };
    let shop = |id: u32| {
        let at = WorldPoint::new(900.0, 900.0);
        let mut shop = Candidate::new(CandidateId(id), format!("C{id}"), "店铺".to_owned(), at);
        shop.stock = StockKind::Commercial;
        shop.premises.usable_area_m2 = Some(400.0);
        shop
    };
    let mut priced = shop(1);
    priced.money.rent_yuan_per_m2_day = Some(2.0);
    priced.money.refit_cost_yuan = Some(800_000.0);
    let register = CandidateRegister::new([priced, shop(2)], SuitabilityWeights::default());
    Session::new(study_of(&homes, vec![elder]).with_register(register))
}

fn elder_care(session: &Session) -> FunctionIndex {
    session.study().standard().index_of("elder_care").expect("a function of the standard")
}

/// Elder care of 100 m² in a candidate.
fn converted(id: u32, candidate: u32, project: Project) -> Facility {
    Facility {
        floor_area_m2: Some(100.0),
        origin: FacilityOrigin::Candidate(CandidateId(candidate)),
        project,
        ..facility(id, (900.0, 900.0), &[1])
    }
}

fn in_year(year: Option<i32>) -> Project {
    Project { year, ..Project::default() }
}

fn set_rules(session: &mut Session, rules: ProgrammeRules) {
    let set = Edit::SetProgrammeRules(rules.into());
    session.perform(Message::same("rules"), [set]).expect("they fit");
}

#[test]
fn the_register_comes_before_rates_and_what_is_set_before_both() {
    let session = session();
    let money = |facility: &Facility| -> Money { money_of(session.study(), facility) };
    let derived = |yuan| Some(Figure { yuan, standing: Standing::Derived });
    // A quarter of 400 m²: a quarter of 800,000 yuan; 100 m² × 2 yuan × 365 days.
    let priced = money(&converted(2, 1, Project::default()));
    assert_eq!((priced.conversion, priced.rent), (derived(200_000.0), derived(73_000.0)));
    // 100 m² × 3,000 yuan, as shipped; no rent is known.
    let assumed = Some(Figure { yuan: 300_000.0, standing: Standing::Assumption });
    let other = money(&converted(2, 2, Project::default()));
    assert_eq!((other.conversion, other.rent), (assumed, None));
    let sums = ProjectSums { conversion: Some(1e5), rent: Some(0.0), ..ProjectSums::default() };
    let set = money(&converted(2, 1, Project { sums, ..Project::default() }));
    assert_eq!(set.conversion.map(|figure| (figure.yuan, figure.is_set())), Some((1e5, true)));
    assert_eq!(set.rent.map(|figure| figure.yuan), Some(0.0));
}

#[test]
fn the_balance_of_a_year_takes_relief_off_the_rent_and_is_no_better_founded_than_its_parts() {
    let session = session();
    let sums = ProjectSums {
        running: Some(50_000.0),
        relief: Some(70_000.0),
        subsidy: Some(20_000.0),
        income: Some(30_000.0),
        ..ProjectSums::default()
    };
    let facility = converted(2, 1, Project { sums, ..Project::default() });
    let balance = money_of(session.study(), &facility).balance().expect("running is known");
    // 20,000 + 30,000 + 70,000 − 50,000 − 73,000 of the register's rent.
    assert_eq!((balance.yuan, balance.standing), (-3_000.0, Standing::Derived));
}

#[test]
fn a_kind_of_stock_may_have_a_rate_of_its_own_which_is_saved() {
    let mut session = session();
    session.change(FacilityEdit::Add(converted(2, 2, in_year(None)))).expect("it fits");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("study.gpkg");
    let saved = SavedStudy::of(&session, &Default::default());
    let mut file = StudyFile::create(&path, &saved, &()).expect("it can be made");
    session.take_commits();
    let mut rules = ProgrammeRules::default();
    rules.costs.conversion_by_stock.insert(StockKind::Commercial, Norm::set_in_study(2500.0));
    set_rules(&mut session, rules);
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(file);
    let again = study_file::read(&path, &()).expect("it opens").into_session().0;
    assert_eq!(again.study().programme_rules(), session.study().programme_rules());
    let facility = again.facility(FacilityId(2)).expect("it is there");
    let conversion = money_of(again.study(), facility).conversion;
    let set = Figure { yuan: 250_000.0, standing: Standing::SetInStudy };
    assert_eq!(conversion, Some(set));
}

#[test]
fn the_board_has_every_year_and_tells_what_exceeds_a_budget() {
    let mut session = session();
    for (id, candidate, year) in [(2, 1, Some(2027)), (3, 2, Some(2027)), (4, 2, None)] {
        let edit = FacilityEdit::Add(converted(id, candidate, in_year(year)));
        session.change(edit).expect("it fits");
    }
    let budgets = BTreeMap::from([(2027, 450_000.0), (2029, 100_000.0)]);
    let rows = project_rows(session.study(), session.shown(), session.scenario());
    let schedule = Schedule::of(&rows, session.facilities(), &budgets, 2026);
    let years: Vec<_> =
        schedule.years.iter().map(|plan| (plan.year, plan.projects.len())).collect();
    let expected = [
        (None, 1),
        (Some(2026), 0),
        (Some(2027), 2),
        (Some(2028), 0),
        (Some(2029), 0),
        (Some(2030), 0),
    ];
    assert_eq!(years, expected);
    let plan = &schedule.years[2];
    // 200,000 from the register and 300,000 by the rate.
    assert_eq!((plan.conversion, plan.budget), (500_000.0, Some(450_000.0)));
    assert_eq!(plan.excess(), Some(50_000.0));
    assert_eq!(schedule.years[4].excess(), None);
}

#[test]
fn districts_are_set_against_the_whole() {
    let session = session();
    let demand = DemandList::of(session.study(), ScenarioId::BASE, session.base());
    let services = services_by_district(&session.study().layers().units, &demand);
    let elder = elder_care(&session);
    let of = |district: Option<&str>| {
        let mut services = services.iter();
        services
            .find(|service| service.district.as_deref() == district && service.function == elder)
            .expect("every district has every function")
    };
    let (south, nowhere) = (of(Some("南区")), of(None));
    // 1,000 of 1,500 are covered in all.
    assert_eq!((south.reached.rate(), nowhere.reached.rate()), (Some(1.0), Some(0.0)));
    assert_eq!(south.from_whole, Some(1.0 - 1000.0 / 1500.0));
    assert_eq!(nowhere.from_whole, Some(-1000.0 / 1500.0));
    assert_eq!((south.worst_unit, nowhere.worst_unit), (Some((0, 1.0)), Some((8, 0.0))));
    // 50 m² per 1,000 residents.
    assert_eq!((south.counted_m2, south.required_m2), (Some(40.0), Some(50.0)));
    assert_eq!((nowhere.counted_m2, nowhere.required_m2), (Some(0.0), Some(25.0)));
}

#[test]
fn rows_gathered_come_to_sums_and_rates_and_places_are_never_added_across_functions() {
    let session = session();
    let table = List::Demand.table(&session, Language::En);
    let column = |id: &str| table.column(id).expect("a column of the list");
    let groups = table.grouped_by(column("function"));
    assert_eq!(groups.len(), session.study().standard().functions.len());
    let group = groups.iter().find(|group| group.name == "Elder care").expect("it is gathered");
    assert_eq!(group.rows.len(), 16, "one row per unit");
    let total = |id: &str| group.totals[column(id)].clone();
    assert_eq!(total("population"), Cell::Number(1500.0));
    assert_eq!(total("covered"), Cell::Number(1000.0));
    assert_eq!(total("rate"), Cell::Number(1000.0 / 1500.0));
    assert_eq!(total("gap_m2"), Cell::Number(35.0), "10 in the first unit, 25 in the other");
    let all = table.totals(table.rows.iter());
    assert_eq!(all[column("gap_places")], Cell::Empty, "beds are not added to meals");
}

#[test]
fn a_cost_per_person_is_told_only_where_all_costs_are_known() {
    let mut session = session();
    for (id, y, floor_area_m2) in [(2, 2400.0, Some(100.0)), (3, 600.0, None)] {
        let origin = FacilityOrigin::Hypothetical;
        let facility = Facility { floor_area_m2, origin, ..facility(id, (100.0, y), &[1, 3]) };
        session.change(FacilityEdit::Add(facility)).expect("it fits");
    }
    let table = List::Projects.table(&session, Language::En);
    let column = |id: &str| table.column(id).expect("a column of the list");
    let [known, all] = [&table.rows[..1], &table.rows[..]].map(|rows| table.totals(rows.iter()));
    // 500 residents gain elder care and after-school care; 100 m² of a new place at 4,000 yuan/m².
    assert_eq!(known[column("gain")], Cell::Number(1000.0));
    assert_eq!(known[column("cost_per_person")], Cell::Number(400.0));
    // The other 1,000 gain after-school care, at a cost that nobody knows.
    assert_eq!(all[column("gain")], Cell::Number(2000.0));
    assert_eq!(all[column("cost_per_person")], Cell::Empty);
}

#[test]
fn totals_of_the_workbook_are_formulas_that_follow_filters() {
    let session = session();
    let table = List::Demand.table(&session, Language::Zh);
    let bytes = write_workbook("清单", &[], std::slice::from_ref(&table), Language::Zh)
        .expect("it can be made");
    let mut workbook: calamine::Xlsx<_> =
        calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("it opens");
    let formulas = calamine::Reader::worksheet_formula(&mut workbook, "需求清单").expect("a sheet");
    let formulas: Vec<String> =
        formulas.used_cells().map(|(_, _, formula)| formula.clone()).collect();
    let last = table.rows.len() + 1;
    assert!(formulas.contains(&format!("SUBTOTAL(109,F2:F{last})")), "{formulas:?}");
    let rate = format!(
        "IF(SUBTOTAL(109,F2:F{last})=0,\"\",SUBTOTAL(109,G2:G{last})/SUBTOTAL(109,F2:F{last}))"
    );
    assert!(formulas.contains(&rate), "{formulas:?}");
}

#[test]
fn more_funds_than_costs_are_marked_and_taken_off_the_sum_of_all_sources() {
    let mut session = session();
    let mut project = in_year(Some(2027));
    project.sums.conversion = Some(200_000.0);
    project.funding = [(FundingSource::District, 250_000.0)].into();
    session.change(FacilityEdit::Add(converted(2, 1, project))).expect("it fits");
    let projects = List::Projects.table(&session, Language::En);
    let over = projects.column("overfunded").expect("a column of the list");
    assert_eq!(projects.rows[0].cells[over], Cell::Number(50_000.0));
    let funding = List::Funding.table(&session, Language::En);
    let last = funding.rows.last().expect("a row");
    assert_eq!(last.cells[0], Cell::Text("Less: funded beyond the cost".to_owned()));
    let yuan = funding.column("yuan").expect("a column");
    assert_eq!(funding.total(yuan, funding.rows.iter()), Some(200_000.0), "the cost");
}

#[test]
fn what_no_row_adds_to_reads_as_nothing_and_not_as_minus_nothing() {
    let session = session();
    let table = List::Projects.table(&session, Language::En);
    assert!(table.rows.is_empty());
    for (cell, column) in table.totals(table.rows.iter()).iter().zip(&table.columns) {
        let shown = cell.shown(column.format);
        assert!(!shown.contains(['-', '−']), "{}: {shown}", column.id);
        let sign = cell.value().map(f64::is_sign_negative);
        assert_ne!(sign, Some(true), "{}", column.id);
    }
}

#[test]
fn a_dry_run_of_reading_back_tells_that_premises_have_no_room_and_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut session = session();
    session.change(FacilityEdit::Add(converted(2, 1, Project::default()))).expect("it fits");
    let mut edited = List::Projects.table(&session, Language::En);
    let area = edited.column("floor_area_m2").expect("a column");
    edited.rows[0].cells[area] = Cell::Number(401.0);
    let workbook = folder.path().join("edited.xlsx");
    let bytes = write_workbook("lists", &[], &[edited], Language::En).expect("it can be made");
    std::fs::write(&workbook, bytes).expect("written");
    StudyFile::create(&path, &SavedStudy::of(&session, &Default::default()), &())
        .expect("it can be made");
    let (path, workbook) = (path.display().to_string(), workbook.display().to_string());
    let scenario = session.shown().0.to_string();
    let read = ["lists", &path, "--scenario", &scenario, "--read", &workbook, "--dry-run"];
    let told = lifecircle(&read);
    assert_eq!(told.status.code(), Some(1), "{}", stdout(&told));
    assert!(stderr(&told).contains("has 400 m² for facilities"), "{}", stderr(&told));
    let after = study_file::read(path.as_ref(), &()).expect("it opens").into_session().0;
    let kept = after.study().facilities(session.shown()).get(&FacilityId(2)).expect("still there");
    assert_eq!(kept.floor_area_m2, Some(100.0));
}

#[test]
fn bad_cells_of_a_workbook_change_nothing_unless_they_are_to_be_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.gpkg");
    let mut session = session();
    session.change(FacilityEdit::Add(converted(2, 1, Project::default()))).expect("it fits");
    let mut edited = List::Projects.table(&session, Language::En);
    for (id, cell) in [
        ("owner", Cell::Text("the sub-district".to_owned())),
        ("year", Cell::Text("soon".to_owned())),
        ("rent", Cell::Text("dear".to_owned())),
    ] {
        let column = edited.column(id).expect("a column");
        edited.rows[0].cells[column] = cell;
    }
    let workbook = folder.path().join("edited.xlsx");
    let bytes = write_workbook("lists", &[], &[edited], Language::En).expect("it can be made");
    std::fs::write(&workbook, bytes).expect("written");
    StudyFile::create(&path, &SavedStudy::of(&session, &Default::default()), &())
        .expect("it can be made");
    let (file, workbook) = (path.display().to_string(), workbook.display().to_string());
    let scenario = session.shown().0.to_string();
    let owner = || {
        let after = study_file::read(&path, &()).expect("it opens").into_session().0;
        let kept = after.study().facilities(session.shown()).get(&FacilityId(2)).cloned();
        kept.expect("still there").project.owner
    };
    let read = ["lists", &file, "--scenario", &scenario, "--read", &workbook];
    let told = lifecircle(&read);
    assert_eq!(told.status.code(), Some(1), "{}", stdout(&told));
    for wanted in ["nothing has been changed", "column \"Year", "column \"Rent"] {
        assert!(stderr(&told).contains(wanted), "{wanted} in {}", stderr(&told));
    }
    assert_eq!(stderr(&told).matches("sheet \"Projects\", row 2").count(), 2);
    assert_eq!(owner(), "", "the good cell neither");
    let told = lifecircle(&[&read[..], &["--skip-bad"]].concat());
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    assert!(stderr(&told).contains("2 places skipped"), "{}", stderr(&told));
    assert_eq!(owner(), "the sub-district");
}
