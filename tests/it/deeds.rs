//! Deeds of a planner, drawn at random for properties: edits, undo, scenarios, drags, and the studies that
//! they are done to.

use std::sync::Arc;

use lifecircle::geometry::WorldPoint;
use lifecircle::language::Message;
use lifecircle::layers::Group;
use lifecircle::session::Session;
use lifecircle::standard::{Author, Figure, FigurePlace, FunctionIndex, Norm, Shipped, Standard};
use lifecircle::study::{
    Description, Edit, EditError, EditNumber, Facility, FacilityEdit, FacilityId, FacilityOrigin,
    FundingSource, OperatingMode, Operation, Parameters, ProgrammeRules, Project, ProjectSums,
    ScenarioId, Scenarios, Study, WalkLimit, WalkModel, Walkthrough, WalkthroughEdit, WeekHours,
};
use proptest::prelude::*;

use super::support::Home;
use super::walkthrough::map_stop;

/// What a planner might do next; numbers choose among what is there.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Place {
        at: (f64, f64),
        functions: Vec<u16>,
    },
    Move {
        which: usize,
        to: (f64, f64),
    },
    Drag {
        which: usize,
        through: Vec<(f64, f64)>,
        cancelled: bool,
    },
    Delete {
        which: usize,
    },
    Retype {
        which: usize,
        functions: Vec<u16>,
    },
    Resize {
        which: usize,
        area: Option<f64>,
    },
    Capacity {
        which: usize,
        capacity: Option<f64>,
    },
    Rename {
        which: usize,
        name: String,
    },
    Standard {
        function: u16,
        limit_m: f64,
    },
    /// Turns to another shipped standard, which may bring functions along.
    Adopt {
        which: usize,
    },
    /// Places a facility of the standard's last function.
    PlaceOfLast {
        at: (f64, f64),
    },
    /// Rooms of its first function, and the year and costs of its project.
    Furnish {
        which: usize,
        area: Option<f64>,
        hours: Option<u32>,
        year: i32,
    },
    /// A price, and the budget of a year.
    Rules {
        rate: f64,
        year: i32,
    },
    /// Adds, removes, moves or changes a stop of the walkthrough.
    Stop {
        which: usize,
        how: usize,
        to: usize,
    },
    Limit(Option<f64>),
    Detour(f64),
    Walk(WalkModel),
    /// A walking time for all functions, and the pace of a group.
    Pace {
        group: usize,
        pace: Option<f64>,
        minutes: f64,
    },
    Grow {
        group: usize,
        factor: f64,
    },
    Branch {
        from: usize,
    },
    Duplicate {
        which: usize,
    },
    DeleteScenario {
        which: usize,
    },
    Show {
        which: usize,
    },
    Compare {
        which: usize,
    },
    Describe {
        which: usize,
        color: u8,
    },
    Reorder {
        which: usize,
        to: usize,
    },
    CherryPick {
        edit: usize,
        to: usize,
        moving: bool,
    },
    DropEdit {
        edit: usize,
    },
    Undo,
    Redo,
    GoTo {
        done: usize,
    },
}

pub fn place() -> impl Strategy<Value = (f64, f64)> {
    (-500.0..4500.0_f64, -500.0..4500.0_f64)
}

fn functions() -> impl Strategy<Value = Vec<u16>> {
    prop::collection::btree_set(0_u16..11, 1..4).prop_map(|set| set.into_iter().collect())
}

pub(crate) fn deed() -> impl Strategy<Value = Deed> {
    let path = prop::collection::vec(place(), 1..5);
    prop_oneof![
        4 => (place(), functions()).prop_map(|(at, functions)| Deed::Place { at, functions }),
        3 => (any::<usize>(), place()).prop_map(|(which, to)| Deed::Move { which, to }),
        3 => (any::<usize>(), path, any::<bool>())
            .prop_map(|(which, through, cancelled)| Deed::Drag { which, through, cancelled }),
        2 => any::<usize>().prop_map(|which| Deed::Delete { which }),
        1 => (any::<usize>(), functions())
            .prop_map(|(which, functions)| Deed::Retype { which, functions }),
        1 => (any::<usize>(), prop::option::of(0.0..2000.0_f64))
            .prop_map(|(which, area)| Deed::Resize { which, area }),
        1 => (any::<usize>(), prop::option::of(0.0..500.0_f64))
            .prop_map(|(which, capacity)| Deed::Capacity { which, capacity }),
        1 => (any::<usize>(), "[a-z食堂'\"]{1,8}")
            .prop_map(|(which, name)| Deed::Rename { which, name }),
        1 => (0_u16..11, 100.0..2000.0_f64)
            .prop_map(|(function, limit_m)| Deed::Standard { function, limit_m }),
        2 => (0..Shipped::ALL.len()).prop_map(|which| Deed::Adopt { which }),
        2 => place().prop_map(|at| Deed::PlaceOfLast { at }),
        1 => (any::<usize>(), prop::option::of(0.0..900.0_f64), prop::option::of(0..23_u32), 2020..2040)
            .prop_map(|(which, area, hours, year)| Deed::Furnish { which, area, hours, year }),
        1 => (0.0..9e3_f64, 2020..2040).prop_map(|(rate, year)| Deed::Rules { rate, year }),
        3 => any::<(usize, usize, usize)>()
            .prop_map(|(which, how, to)| Deed::Stop { which, how, to }),
        1 => prop::option::of(100.0..2000.0_f64).prop_map(Deed::Limit),
        1 => (1.0..2.0_f64).prop_map(Deed::Detour),
        2 => prop::sample::select(&WalkModel::ALL[..]).prop_map(Deed::Walk),
        1 => (0..Group::ALL.len(), prop::option::of(0.4..2.0_f64), 2.0..20.0_f64)
            .prop_map(|(group, pace, minutes)| Deed::Pace { group, pace, minutes }),
        1 => (0..Group::ALL.len(), 0.0..3.0_f64)
            .prop_map(|(group, factor)| Deed::Grow { group, factor }),
        2 => any::<usize>().prop_map(|from| Deed::Branch { from }),
        1 => any::<usize>().prop_map(|which| Deed::Duplicate { which }),
        1 => any::<usize>().prop_map(|which| Deed::DeleteScenario { which }),
        3 => any::<usize>().prop_map(|which| Deed::Show { which }),
        1 => any::<usize>().prop_map(|which| Deed::Compare { which }),
        1 => (any::<usize>(), 0_u8..8).prop_map(|(which, color)| Deed::Describe { which, color }),
        1 => any::<(usize, usize)>().prop_map(|(which, to)| Deed::Reorder { which, to }),
        2 => any::<(usize, usize, bool)>()
            .prop_map(|(edit, to, moving)| Deed::CherryPick { edit, to, moving }),
        1 => any::<usize>().prop_map(|edit| Deed::DropEdit { edit }),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => any::<usize>().prop_map(|done| Deed::GoTo { done }),
    ]
}

pub(crate) fn homes() -> impl Strategy<Value = Vec<Home>> {
    let home = (place(), 0.0..500.0_f64, 0.0..1.0_f64).prop_map(|(at, residents, share)| Home {
        at,
        residents,
        aged_80: residents * share,
    });
    prop::collection::vec(home, 1..60)
}

pub fn indexes(functions: &[u16]) -> Vec<FunctionIndex> {
    functions.iter().map(|function| FunctionIndex(*function)).collect()
}

pub(crate) fn facility(id: u32, at: (f64, f64), functions: &[u16]) -> Facility {
    Facility {
        id: FacilityId(id),
        code: String::new(),
        name: format!("F{id}"),
        at: WorldPoint::new(at.0, at.1),
        functions: indexes(functions),
        floor_area_m2: None,
        capacity: None,
        operations: Vec::new(),
        project: Project::default(),
        origin: FacilityOrigin::Hypothetical,
    }
}

fn chosen(session: &Session, which: usize) -> Option<FacilityId> {
    let ids: Vec<_> = session.facilities().keys().copied().collect();
    (!ids.is_empty()).then(|| ids[which % ids.len()])
}

/// A scenario, the base included.
pub fn scenario(session: &Session, which: usize) -> ScenarioId {
    let others = session.study().scenarios().iter().map(|scenario| scenario.id);
    let ids: Vec<_> = std::iter::once(ScenarioId::BASE).chain(others).collect();
    ids[which % ids.len()]
}

/// An edit of any scenario, and the scenario it belongs to.
fn edit_of(session: &Session, which: usize) -> Option<(ScenarioId, EditNumber)> {
    let scenarios = session.study().scenarios().iter();
    let edits: Vec<_> =
        scenarios.flat_map(|s| s.edits.iter().map(|entry| (s.id, entry.number))).collect();
    (!edits.is_empty()).then(|| edits[which % edits.len()])
}

pub fn label() -> Message {
    Message::same("step")
}

pub(crate) fn carry_out(session: &mut Session, deed: &Deed) {
    match deed {
        Deed::Place { .. }
        | Deed::PlaceOfLast { .. }
        | Deed::Move { .. }
        | Deed::Delete { .. }
        | Deed::Retype { .. }
        | Deed::Resize { .. }
        | Deed::Capacity { .. }
        | Deed::Rename { .. } => {
            let Some(edit) = facility_edit(session, deed) else { return };
            let done = session.change(edit);
            let base = session.shown().is_base();
            assert_eq!(done, if base { Err(EditError::BaseIsReadOnly) } else { Ok(()) });
        }
        Deed::Furnish { .. } => furnish(session, deed),
        Deed::Rules { rate, year } => {
            let mut rules = session.study().programme_rules().clone();
            rules.costs.running_per_m2 = Norm::set_in_study(*rate);
            rules.budgets.insert(*year, rate * 100.0);
            session.perform(label(), [Edit::SetProgrammeRules(rules.into())]).expect("they fit");
        }
        Deed::Stop { which, how, to } => {
            let edit = stop_edit(session, *which, *how, *to);
            session.perform(label(), [Edit::Walkthrough(edit)]).expect("it fits");
        }
        Deed::Drag { which, through, cancelled } => drag(session, *which, through, *cancelled),
        Deed::Limit(limit) => {
            let limit = limit.map_or(WalkLimit::ByStandard, WalkLimit::Metres);
            let parameters = Parameters { limit, ..*session.study().parameters() };
            session.perform(label(), [Edit::SetParameters(parameters)]).expect("it fits");
        }
        Deed::Detour(detour) => {
            let parameters = Parameters { detour: *detour, ..*session.study().parameters() };
            session.perform(label(), [Edit::SetParameters(parameters)]).expect("it fits");
        }
        Deed::Walk(model) => {
            let parameters = Parameters { model: *model, ..*session.study().parameters() };
            session.perform(label(), [Edit::SetParameters(parameters)]).expect("it fits");
        }
        Deed::Pace { group, pace, minutes } => {
            let before = *session.study().parameters();
            let paces = before.paces.with(Group::ALL[*group], *pace);
            let limit = WalkLimit::Minutes(*minutes);
            let step = [Edit::SetParameters(Parameters { limit, paces, ..before })];
            session.perform(label(), step).expect("it fits");
        }
        Deed::Grow { group, factor } => {
            let before = *session.study().parameters();
            let growth = before.growth.with(Group::ALL[*group], *factor);
            let step = [Edit::SetParameters(Parameters { growth, ..before })];
            session.perform(label(), step).expect("it fits");
        }
        Deed::Standard { function, limit_m } => {
            let standard = session.study().standard();
            let id = &standard.function(FunctionIndex(*function)).id;
            let place = FigurePlace::of_function(id, Figure::WalkLimit);
            let author = Author { by: "planner".into(), at_ms: 7, note: "“why”".into() };
            let changed =
                standard.with_figure(&place, Some(*limit_m), author).expect("it is there");
            session.perform(label(), [Edit::SetStandard(Arc::new(changed))]).expect("it fits");
        }
        Deed::Adopt { which } => {
            let shipped = Shipped::ALL[*which].standard().expect("its file is valid");
            let adopted = shipped.in_place_of(session.study().standard());
            session.perform(label(), [Edit::SetStandard(Arc::new(adopted))]).expect("it fits");
        }
        Deed::Undo => drop(session.undo().expect("undo fits")),
        Deed::Redo => drop(session.redo().expect("redo fits")),
        Deed::GoTo { done } => {
            let steps = session.history().steps().len();
            session.go_to(done % (steps + 1)).expect("every step fits");
        }
        of_scenarios => with_scenarios(session, of_scenarios),
    }
}

/// Rooms and project of a facility, as one step; the base is left by it.
fn furnish(session: &mut Session, deed: &Deed) {
    let Deed::Furnish { which, area, hours, year } = deed else { return };
    let Some(id) = chosen(session, *which) else { return };
    let function = session.facility(id).expect("it is chosen").functions[0];
    let hours = hours.map(|hour| format!("Mo-Fr {hour:02}:00-{:02}:30", hour + 1));
    let hours = hours.map(|text| WeekHours::parse(&text).expect("hours"));
    let operation = Operation { area_m2: *area, hours, ..Operation::unknown(function) };
    let sums = ProjectSums { conversion: *area, ..ProjectSums::default() };
    let project = Project {
        year: Some(*year),
        owner: "“街道”".to_owned(),
        mode: Some(OperatingMode::PublicPrivate),
        sums,
        funding: [(FundingSource::District, 12.5)].into(),
        ..Project::default()
    };
    let edits = [
        FacilityEdit::SetOperations { id, operations: vec![operation] },
        FacilityEdit::SetProject { id, project },
    ];
    session.change_together(label(), edits).expect("it fits");
}

fn facility_edit(session: &Session, deed: &Deed) -> Option<FacilityEdit> {
    Some(match deed {
        Deed::Place { at, functions } => {
            let id = session.study().scenarios().next_facility_id().0;
            FacilityEdit::Add(facility(id, *at, functions))
        }
        Deed::PlaceOfLast { at } => {
            let last = session.study().standard().functions.len() as u16 - 1;
            let id = session.study().scenarios().next_facility_id().0;
            FacilityEdit::Add(facility(id, *at, &[last]))
        }
        Deed::Move { which, to } => {
            FacilityEdit::Move { id: chosen(session, *which)?, to: WorldPoint::new(to.0, to.1) }
        }
        Deed::Delete { which } => FacilityEdit::Remove(chosen(session, *which)?),
        Deed::Retype { which, functions } => FacilityEdit::SetFunctions {
            id: chosen(session, *which)?,
            functions: indexes(functions),
        },
        Deed::Resize { which, area } => {
            FacilityEdit::Resize { id: chosen(session, *which)?, floor_area_m2: *area }
        }
        Deed::Capacity { which, capacity } => {
            FacilityEdit::SetCapacity { id: chosen(session, *which)?, capacity: *capacity }
        }
        Deed::Rename { which, name } => {
            FacilityEdit::Rename { id: chosen(session, *which)?, name: name.clone() }
        }
        _ => return None,
    })
}

/// An edit of the walkthrough; the first stop is always added.
fn stop_edit(session: &Session, which: usize, how: usize, to: usize) -> WalkthroughEdit {
    let (walkthrough, standard) = (session.study().walkthrough(), session.study().standard());
    let count = walkthrough.len();
    let chosen = walkthrough.stops().get(which % count.max(1));
    match (how % 4, chosen) {
        (1, Some(stop)) => WalkthroughEdit::Remove(stop.id),
        (2, Some(stop)) => WalkthroughEdit::Move { id: stop.id, position: to % count },
        (3, Some(stop)) => {
            let mut stop = stop.clone();
            stop.planned_s = (to % 600) as u32;
            stop.notes = format!("“{to}”");
            WalkthroughEdit::Set(Box::new(stop))
        }
        _ => {
            let function = FunctionIndex((to % standard.functions.len()) as u16);
            let stop = map_stop(walkthrough.next_id(), scenario(session, which), function);
            WalkthroughEdit::Add { position: to % (count + 1), stop: Box::new(stop) }
        }
    }
}

fn with_scenarios(session: &mut Session, deed: &Deed) {
    match deed {
        Deed::Branch { from } => {
            let from = scenario(session, *from);
            session.branch(from).expect("any scenario can be branched");
        }
        Deed::Duplicate { which } => {
            let which = scenario(session, *which);
            session.duplicate(which).expect("any scenario can be copied");
        }
        Deed::DeleteScenario { which } => {
            let id = scenario(session, *which);
            assert_eq!(session.delete_scenario(id).is_err(), id.is_base());
        }
        Deed::Show { which } => session.show(scenario(session, *which)),
        Deed::Compare { which } => session.compare_with(Some(scenario(session, *which))),
        Deed::Describe { which, color } => {
            let id = scenario(session, *which);
            let Some(scenario) = session.study().scenarios().get(id) else { return };
            let description = Description {
                name: Message::same(format!("plan {color}")),
                color: *color,
                note: "“note”".to_owned(),
            };
            let id = scenario.id;
            session
                .perform(label(), [Edit::DescribeScenario { id, description }])
                .expect("it fits");
        }
        Deed::Reorder { which, to } => {
            let (id, count) = (scenario(session, *which), session.study().scenarios().len());
            if !id.is_base() {
                let edit = Edit::ReorderScenario { id, position: to % count };
                session.perform(label(), [edit]).expect("it fits");
            }
        }
        Deed::CherryPick { edit, to, moving } => {
            let Some((_, number)) = edit_of(session, *edit) else { return };
            // It may not fit there, and says so then; the study is unchanged.
            let before = contents(session.study());
            let to = scenario(session, *to);
            if session.cherry_pick(number, to, *moving).is_err() {
                assert_eq!(contents(session.study()), before);
            }
        }
        Deed::DropEdit { edit } => {
            let Some((scenario, number)) = edit_of(session, *edit) else { return };
            session.perform(label(), [Edit::RemoveEdit { scenario, number }]).expect("it fits");
        }
        _ => {}
    }
}

pub fn drag(session: &mut Session, which: usize, through: &[(f64, f64)], cancelled: bool) {
    let Some(id) = chosen(session, which) else { return };
    session.begin_gesture(label());
    session.branch_from_base_in_gesture().expect("a scenario can be begun");
    for (x, y) in through {
        let edit = FacilityEdit::Move { id, to: WorldPoint::new(*x, *y) };
        session.change_in_gesture(edit).expect("the facility is there");
    }
    if cancelled {
        session.cancel_gesture().expect("a gesture can be taken back");
    } else {
        session.finish_gesture();
    }
}

/// Everything of a study that edits can change.
pub(crate) fn contents(
    study: &Study,
) -> (Scenarios, Parameters, Standard, ProgrammeRules, Walkthrough) {
    let (standard, rules) = (study.standard().clone(), study.programme_rules().clone());
    let walkthrough = study.walkthrough().clone();
    (study.scenarios().clone(), *study.parameters(), standard, rules, walkthrough)
}
