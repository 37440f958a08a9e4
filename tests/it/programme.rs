//! The programme's reckonings by hand: demand, projects, years, pilots, the yearly evaluation, and the
//! workbook out and back.

use lifecircle::analysis::Coverage;
use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::workbook::{read_projects, write_workbook};
use lifecircle::language::{Language, Message};
use lifecircle::layers::Persons;
use lifecircle::programme::{
    DemandList, DistrictMoney, Evaluation, Phases, PilotStanding, Scope, Year, choose_pilots,
    money_of, project_rows,
};
use lifecircle::session::Session;
use lifecircle::standard::{FunctionIndex, Norm, Standing};
use lifecircle::study::{
    CostRates, Edit, EditError, Facility, FacilityEdit, FacilityId, FacilityOrigin, FundingSource,
    OperatingMode, Operation, PilotCriterion, PilotIndicator, PilotRule, ProgrammeRules, Project,
    ProjectState, ProjectSums, ScenarioId, WeekHours,
};
use lifecircle::tables::{Cell, List, Table};

use super::deeds::facility;
use super::support::{Home, study_of};

/// Two homes in the first unit 1,200 m apart and one in the fourth; elder care (500 m) beside the
/// first.
fn session() -> Session {
    let home = |x: f64, residents: f64| Home { at: (x, 500.0), residents, aged_80: residents };
    let homes = [home(100.0, 1000.0), home(900.0, 500.0), home(3500.0, 200.0)];
    let elder = Facility {
        floor_area_m2: Some(40.0),
        origin: FacilityOrigin::Existing,
        ..facility(1, (100.0, 400.0), &[1])
    };
    Session::new(study_of(&homes, vec![elder]))
}

fn elder_care(session: &Session) -> FunctionIndex {
    session.study().standard().index_of("elder_care").expect("a function of the standard")
}

/// A facility that opens in a year, with elder care and after-school care.
fn planned(id: u32, x: f64, year: Option<i32>) -> Facility {
    let hours = |text: &str| Some(WeekHours::parse(text).expect("hours"));
    let operation = |function, hours| Operation {
        area_m2: Some(100.0),
        hours,
        ..Operation::unknown(FunctionIndex(function))
    };
    Facility {
        floor_area_m2: Some(120.0),
        operations: vec![
            operation(1, hours("Mo-Fr 09:00-16:00")),
            operation(3, hours("Mo-Fr 16:00-19:00")),
        ],
        project: Project { year, ..Project::default() },
        ..facility(id, (x, 500.0), &[1, 3])
    }
}

#[test]
fn demand_tells_people_area_and_rank() {
    let session = session();
    let elder = elder_care(&session);
    let demand = DemandList::of(session.study(), ScenarioId::BASE, session.base());
    let row = |unit: usize| {
        demand.of_function(elder).find(|row| row.unit == unit).expect("every unit has a row")
    };
    let first = row(0);
    assert_eq!(first.reached.population.as_f64(), 1500.0);
    assert_eq!(first.people_without().as_f64(), 500.0);
    // 50 m² per 1,000 residents, 40 m² there.
    let area = first.area_m2.expect("the standard has a norm");
    assert_eq!((area.required, area.existing, area.gap()), (75.0, 40.0, 35.0));
    assert_eq!((first.rank, row(3).rank, row(5).rank), (1, 2, 3));
    assert!(!row(5).lacks_something());
}

#[test]
fn a_project_gains_whom_nobody_else_reaches_and_shared_rooms_count_for_each_function() {
    let mut session = session();
    let edit = FacilityEdit::Add(planned(2, 900.0, None));
    session.change(edit).expect("it fits");
    let (study, shown) = (session.study(), session.shown());
    let rows = project_rows(study, shown, session.scenario());
    let [row] = rows.as_slice() else { panic!("one project: {rows:?}") };
    // 500 for elder care; for after-school care, which nobody offered, the same 500.
    assert_eq!(row.gain.as_f64(), 1000.0);
    assert_eq!((row.area.physical_m2, row.area.counted_m2()), (Some(100.0), Some(200.0)));
    let conversion = row.money.conversion.expect("area and rate are known");
    assert_eq!(conversion.yuan, 100.0 * CostRates::default().fitting_per_m2.value);
    assert_eq!(conversion.standing, Standing::Assumption);
    let demand = DemandList::of(study, shown, session.scenario());
    let area = demand.of_function(elder_care(&session)).next().and_then(|row| row.area_m2);
    assert_eq!(area.map(|area| area.existing), Some(140.0));
}

#[test]
fn years_open_one_after_the_other_and_the_last_equals_the_scenario() {
    let mut session = session();
    for facility in [planned(2, 900.0, Some(2028)), planned(3, 3500.0, Some(2027))] {
        session.change(FacilityEdit::Add(facility)).expect("it fits");
    }
    let phases = Phases::of(session.study(), session.shown(), session.base());
    let elder = elder_care(&session).as_usize();
    let covered: Vec<_> =
        phases.phases.iter().map(|p| (p.year, p.reached[elder].covered.as_f64())).collect();
    assert_eq!(covered, [(None, 1000.0), (Some(2027), 1200.0), (Some(2028), 1700.0)]);
    assert_eq!(phases.without_year, 0);
    let last = phases.phases.last().expect("there is one");
    let scratch = Coverage::of(session.study(), session.shown());
    for (function, reached) in session.study().standard().indexes().zip(&last.reached) {
        assert_eq!(*reached, scratch.total(function, 0));
    }
    session.change(FacilityEdit::Add(planned(4, 3500.0, None))).expect("it fits");
    let phases = Phases::of(session.study(), session.shown(), session.base());
    assert_eq!(phases.without_year, 1);
}

#[test]
fn pilots_follow_weights_thresholds_and_quotas() {
    let session = session();
    let demand = DemandList::of(session.study(), ScenarioId::BASE, session.base());
    let residents = |weight, at_least| PilotCriterion {
        weight,
        at_least,
        ..PilotCriterion::neutral(PilotIndicator::Residents)
    };
    let choose = |rule: &PilotRule| choose_pilots(session.study(), session.base(), &demand, rule);
    let rule =
        PilotRule { criteria: vec![residents(1.0, Some(1.0))], count: 120, ..PilotRule::default() };
    let pilots = choose(&rule);
    let chosen: Vec<_> = pilots
        .iter()
        .filter(|pilot| matches!(pilot.standing, PilotStanding::Chosen { .. }))
        .map(|pilot| (pilot.unit, pilot.score))
        .collect();
    assert_eq!(chosen, [(0, 1.0), (3, 0.0)], "the others have no residents");
    assert!(pilots[2..].iter().all(|p| p.standing == PilotStanding::Excluded { criterion: 0 }));
    // Both are in 南区.
    let pilots = choose(&PilotRule { most_per_district: Some(1), ..rule.clone() });
    assert_eq!(pilots[1].standing, PilotStanding::DistrictFull);
    let fewest = PilotRule { criteria: vec![residents(-1.0, Some(1.0))], count: 1, ..rule };
    assert_eq!(choose(&fewest)[0].unit, 3);
}

#[test]
fn a_unit_beyond_the_number_of_pilots_is_told_so() {
    let mut session = session();
    let residents =
        PilotCriterion { weight: 1.0, ..PilotCriterion::neutral(PilotIndicator::Residents) };
    let pilots = PilotRule { criteria: vec![residents], count: 1, ..PilotRule::default() };
    let rules = ProgrammeRules { pilots, ..ProgrammeRules::default() };
    session
        .perform(Message::same("rule"), [Edit::SetProgrammeRules(rules.into())])
        .expect("a rule");
    let table = List::Pilots.table(&session, Language::En);
    let reason = table.column("reason").expect("a column");
    let told: Vec<_> = table.rows[..3].iter().map(|row| row.cells[reason].clone()).collect();
    let [chosen, second, third] = told.as_slice() else { panic!("three units: {told:?}") };
    assert_eq!(chosen, &Cell::text("Residents 1.00"));
    assert_eq!(second, &Cell::text("the number of 1 is reached: Residents 0.13"));
    assert_eq!(third, &Cell::text("the number of 1 is reached"));
}

#[test]
fn an_evaluation_splits_the_change_into_parts_that_add_up() {
    let before = session();
    let home = |x: f64, residents: f64| Home { at: (x, 500.0), residents, aged_80: residents };
    let homes = [home(100.0, 1100.0), home(900.0, 450.0), home(3500.0, 300.0)];
    let existing = vec![facility(7, (100.0, 400.0), &[1]), facility(8, (3500.0, 450.0), &[1])];
    let after = Session::new(study_of(&homes, existing));
    let year = |name: &str, session| Year {
        name: name.to_owned(),
        study: session,
        scenario: ScenarioId::BASE,
    };
    let years = [year("2025", before.study()), year("2026", after.study())];
    let evaluation = Evaluation::of(&years, |_, _| true).expect("they fit").expect("it went on");
    let rows = &evaluation.steps[0];
    let parts_of = |scope: Scope| {
        let row = rows.iter().find(|row| row.scope == scope && row.function == "elder_care");
        let parts = row.expect("it is listed").parts.expect("both years have it");
        (parts.residents, parts.facilities, parts.standard)
    };
    // 100 more beside the first facility, 300 beside the new one; all of it in the southern district.
    assert_eq!(parts_of(Scope::Whole), (100.0, 300.0, 0.0));
    assert_eq!(parts_of(Scope::District("南区".to_owned())), (100.0, 300.0, 0.0));
    assert_eq!(parts_of(Scope::Unit("U00".to_owned())), (100.0, 0.0, 0.0));
    let rate = |year: usize| {
        let reached = evaluation.years[year].indicators.reached(&Scope::Whole, "elder_care");
        reached.and_then(|reached| reached.rate())
    };
    assert_eq!((rate(0), rate(1)), (Some(1000.0 / 1700.0), Some(1400.0 / 1850.0)));
    for row in rows {
        let (Some(before), Some(after), Some(parts)) = (row.before, row.after, row.parts) else {
            panic!("both years have every unit and function");
        };
        let change = (after.covered - before.covered).as_f64();
        assert_eq!(parts.sum(), change);
        assert_eq!(evaluation.development(1, &row.scope, &row.function), Some(row));
    }
    assert_eq!(evaluation.development(0, &Scope::Whole, "elder_care"), None);
    assert_eq!(evaluation.development(1, &Scope::Whole, "no such function"), None);
}

#[test]
fn rooms_and_projects_survive_saving() {
    let mut session = session();
    session.change(FacilityEdit::Add(planned(2, 900.0, Some(2027)))).expect("it fits");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("study.gpkg");
    let saved = SavedStudy::of(&session, &Default::default());
    let mut file = StudyFile::create(&path, &saved, &()).expect("it can be made");
    session.take_commits();
    let id = FacilityId(2);
    let project = Project {
        state: ProjectState::Approved,
        sums: ProjectSums { conversion: Some(5e5), ..ProjectSums::default() },
        funding: [(FundingSource::SpecialBonds, 3e5)].into(),
        ..session.facility(id).expect("it is there").project.clone()
    };
    session.change(FacilityEdit::SetProject { id, project }).expect("it fits");
    for commit in session.take_commits() {
        file.write(&commit).expect("it can be written");
    }
    drop(file);
    let again = study_file::read(&path, &()).expect("it opens").into_session().0;
    assert_eq!(again.facilities(), session.facilities());
    assert_eq!(again.history().steps(), session.history().steps());
}

#[test]
fn prices_and_budgets_belong_to_the_study_and_are_undone() {
    let mut session = session();
    session.change(FacilityEdit::Add(planned(2, 900.0, Some(2027)))).expect("it fits");
    let conversion = |session: &Session| {
        let table = List::MoneyByYear.table(session, Language::En);
        let column = table.column("conversion").expect("there is one");
        table.rows[0].cells[column].clone()
    };
    // 100 m² of a new place at 4,000 yuan/m², as shipped.
    assert_eq!(conversion(&session), Cell::Number(400_000.0));
    let mut rules = ProgrammeRules::default();
    rules.costs.fitting_per_m2 = Norm::set_in_study(5000.0);
    rules.budgets.insert(2027, 450_000.0);
    let set = Edit::SetProgrammeRules(rules.clone().into());
    session.perform(Message::new("单价", "Rates"), [set]).expect("they fit");
    assert_eq!(conversion(&session), Cell::Number(500_000.0));
    session.undo().expect("there is a step");
    assert_eq!(conversion(&session), Cell::Number(400_000.0));
    rules.budgets.insert(2027, -1.0);
    let refused =
        session.perform(Message::new("单价", "Rates"), [Edit::SetProgrammeRules(rules.into())]);
    assert_eq!(refused, Err(EditError::BadSum(-1.0)));
}

#[test]
fn money_is_summed_by_district() {
    let facility = |conversion| Facility {
        project: Project {
            sums: ProjectSums { conversion, ..ProjectSums::default() },
            ..Project::default()
        },
        floor_area_m2: None,
        operations: Vec::new(),
        ..planned(2, 900.0, None)
    };
    let session = session();
    let money = [Some(3e5), Some(1e5), None].map(|sum| money_of(session.study(), &facility(sum)));
    let gain = |persons| Persons::from_f64(persons).expect("a number of persons");
    let districts = DistrictMoney::of([
        (Some("West"), gain(100.0), &money[0]),
        (None, gain(5.0), &money[2]),
        (Some("West"), gain(60.0), &money[1]),
    ]);
    assert_eq!(districts.len(), 2);
    assert_eq!((districts[0].district.as_deref(), districts[0].projects), (Some("West"), 2));
    assert_eq!((districts[0].conversion, districts[0].cost_per_person()), (4e5, Some(2500.0)));
    assert_eq!((districts[1].unknown, districts[1].cost_per_person()), (1, None));
}

/// The workbook of a session's lists, and its list of projects as it stands.
fn workbook(session: &Session, language: Language) -> (Vec<u8>, Table) {
    let tables: Vec<Table> =
        List::ALL.into_iter().map(|list| list.table(session, language)).collect();
    let bytes = write_workbook("lists", &[], &tables, language).expect("it can be made");
    let projects = List::Projects.table(session, language);
    (bytes, projects)
}

#[test]
fn a_workbook_read_back_unchanged_changes_nothing() {
    let mut session = session();
    session.change(FacilityEdit::Add(planned(2, 900.0, Some(2027)))).expect("it fits");
    for language in [Language::Zh, Language::En] {
        let (bytes, now) = workbook(&session, language);
        let back = read_projects("l.xlsx", &bytes, session.study(), session.shown(), &now);
        let back = back.expect("it can be read");
        assert_eq!((back.edits.len(), back.changed_cells, back.problems.len()), (0, 0, 0));
    }
}

#[test]
fn a_workbook_in_the_other_language_read_back_unchanged_changes_nothing() {
    let mut session = session();
    let project = Project {
        mode: Some(OperatingMode::ALL[0]),
        owner: " 街道 ".to_owned(),
        sums: ProjectSums { conversion: Some(100_000.0 / 3.0), ..ProjectSums::default() },
        ..Project::default()
    };
    let edit = FacilityEdit::Add(Facility { project, ..planned(2, 900.0, None) });
    session.change(edit).expect("it fits");
    let (bytes, _) = workbook(&session, Language::Zh);
    let now = List::Projects.table(&session, Language::En);
    let back = read_projects("l.xlsx", &bytes, session.study(), session.shown(), &now);
    let back = back.expect("it can be read");
    assert_eq!((back.edits.len(), back.changed_cells, back.problems.len()), (0, 0, 0));
}

#[test]
fn what_is_changed_in_a_workbook_becomes_one_step() {
    let mut session = session();
    session.change(FacilityEdit::Add(planned(2, 900.0, Some(2027)))).expect("it fits");
    let now = List::Projects.table(&session, Language::En);
    let mut edited = now.clone();
    let mut set = |column: &str, cell: Cell| {
        let column = edited.column(column).expect("a column of the list");
        edited.rows[0].cells[column] = cell;
    };
    set("year", Cell::Number(2029.0));
    set("state", Cell::Text("Approved".to_owned()));
    set("conversion", Cell::Number(250_000.0));
    set("funding_special_bonds", Cell::Number(100_000.0));
    set("owner", Cell::Text("the “sub-district”".to_owned()));
    set("rent", Cell::Text("dear".to_owned()));
    // No column that may be edited: left alone.
    set("gain", Cell::Number(1.0));
    let bytes = write_workbook("lists", &[], &[edited], Language::En).expect("it can be made");
    let back = read_projects("l.xlsx", &bytes, session.study(), session.shown(), &now);
    let back = back.expect("it can be read");
    let lines: Vec<_> = back.problems.iter().map(|p| p.one_line(Language::En)).collect();
    let expected = concat!(
        "l.xlsx: sheet \"Projects\", row 2, column \"Rent (yuan a year)\": ",
        "\"dear\" is no number of 0 or more"
    );
    assert_eq!(lines, [expected]);
    let steps = session.history().steps().len();
    session.change_together(Message::same("read back"), back.edits).expect("they fit");
    assert_eq!(session.history().steps().len(), steps + 1);
    let project = &session.facility(FacilityId(2)).expect("it is there").project;
    assert_eq!((project.year, project.state), (Some(2029), ProjectState::Approved));
    assert_eq!(project.sums.conversion, Some(250_000.0));
    assert_eq!(project.funding, [(FundingSource::SpecialBonds, 100_000.0)].into());
    assert_eq!(project.owner, "the “sub-district”");
}

#[test]
fn what_is_no_workbook_is_told() {
    let session = session();
    let now = List::Projects.table(&session, Language::En);
    let read =
        |bytes: &[u8]| read_projects("l.xlsx", bytes, session.study(), session.shown(), &now);
    let error = read(b"PK is not enough").expect_err("it is none");
    assert!(error.one_line(Language::En).starts_with("l.xlsx: is no workbook"));
    let other = Table { name: List::Demand.name(), ..now.clone() };
    let bytes = write_workbook("lists", &[], &[other], Language::En).expect("it can be made");
    let error = read(&bytes).expect_err("it has no such sheet");
    assert_eq!(error.one_line(Language::Zh), "l.xlsx：没有名为“项目清单”的工作表");
}
