//! Siting in the window: advice taken and undone, plans of all models found, looked at, applied and
//! cancelled, and one's own proposals beside the best.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use lifecircle::analysis::{PlanFigures, PlanOutcome, SitingOutcome};
use lifecircle::language::Language;
use lifecircle::layers::Persons;
use lifecircle::siting::Status;
use lifecircle::standard::FunctionIndex;
use lifecircle::ui::App;

use super::support::window::{click_at, open_sample, press, session, wait_until};

type Window = Harness<'static, App>;

/// Child play: the shortest limit and the thinnest coverage.
fn function(harness: &Window) -> FunctionIndex {
    session(harness).study().standard().index_of("child_play").expect("the function is there")
}

/// The sample with child play looked at, and the panel open.
fn open_siting() -> Window {
    let mut harness = open_sample(Language::En);
    harness.get_by_label_contains("Child play, Rate").click();
    harness.run_steps(3);
    harness.key_press(egui::Key::G);
    harness.run_steps(3);
    harness
}

fn covered(harness: &Window) -> Persons {
    session(harness).scenario().total(function(harness), 0).covered
}

/// The row whose name begins so.
fn row(harness: &Window, begin: &str) -> Option<String> {
    let begins = |label: Option<String>| label.is_some_and(|label| label.starts_with(begin));
    let found = harness.query_by(|node| node.role() == Role::Button && begins(node.label()));
    found.and_then(|node| node.accesskit_node().label())
}

/// The residents that a row says it gains.
fn residents(row: &str) -> i64 {
    let number = row.split(", ").find_map(|part| part.strip_suffix(" residents"));
    let number = number.expect("it says how many").replace([',', '+'], "").replace('−', "-");
    number.parse().expect("a number")
}

fn best_next(harness: &mut Window) -> String {
    wait_until(harness, |harness| row(harness, "1  ").is_some());
    row(harness, "1  ").expect("a row")
}

fn choose(harness: &mut Window, combo: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, combo).click();
    harness.run_steps(3);
    let choices = harness.query_all_by_label(choice);
    choices.last().expect("the choice is offered").click();
    harness.run_steps(3);
}

fn outcome_of(harness: &Window) -> PlanOutcome {
    let workspace = harness.state().workspace().expect("a study");
    let run = workspace.siting.runs.ended().first().expect("a run has ended");
    match run.result.clone().expect("it was solved") {
        SitingOutcome::Plan(outcome) => outcome,
        other => panic!("one plan was asked for, not {other:?}"),
    }
}

/// Waits until so many searches have ended and what came out is shown.
fn wait_for_run(harness: &mut Window, number: usize) {
    wait_until(harness, |harness| {
        let runs = &harness.state().workspace().expect("a study").siting.runs;
        runs.running().is_none() && runs.ended().len() >= number
    });
}

#[test]
fn the_best_next_site_is_previewed_opened_by_a_click_and_undone() {
    let mut harness = open_siting();
    let first = best_next(&mut harness);
    let (gain, before) = (residents(&first), covered(&harness));
    assert!(gain > 0, "{first}");
    let at = harness.get_by_label(&first).rect().center();
    harness.hover_at(at);
    harness.run_steps(3);
    harness.get_by_label_contains("→ ");
    assert_eq!(covered(&harness), before, "a preview changes nothing");
    press(&mut harness, &first);
    assert_eq!((covered(&harness) - before).rounded(), gain);
    let next = best_next(&mut harness);
    assert!(residents(&next) <= gain, "{next} after {first}");
    press(&mut harness, "Undo");
    assert_eq!(covered(&harness), before);
    assert!(session(&harness).history().next_undo().is_none(), "it was one step");
}

#[test]
fn a_facility_badly_placed_is_improved_and_closing_it_says_what_is_lost() {
    let mut harness = open_siting();
    let map = harness.get_by_label("Map").rect();
    press(&mut harness, "Place facility");
    click_at(&mut harness, map.center() + egui::vec2(60.0, 40.0));
    let before = covered(&harness);
    wait_until(&mut harness, |harness| row(harness, "Move it by ").is_some());
    let close = row(&harness, "Close Proposed").expect("what is lost is said");
    assert!(residents(&close) <= 0, "{close}");
    let better = row(&harness, "Move it by ").expect("a better place");
    press(&mut harness, &better);
    assert_eq!((covered(&harness) - before).rounded(), residents(&better));
    press(&mut harness, "Undo");
    assert_eq!(covered(&harness), before);
}

#[test]
fn a_plan_is_proven_applied_as_one_step_and_undone() {
    let mut harness = open_siting();
    let before = session(&harness).facilities().clone();
    press(&mut harness, "Optimise");
    press(&mut harness, "Find the best plan");
    wait_for_run(&mut harness, 1);
    harness.get_by_label("Proven best");
    let value = outcome_of(&harness).covered().expect("residents covered");
    press(&mut harness, "Apply to the scenario");
    assert_eq!(session(&harness).facilities().len(), before.len() + 3);
    assert_eq!(covered(&harness).rounded(), value.rounded());
    press(&mut harness, "Undo");
    assert_eq!(session(&harness).facilities(), &before);
    // The search is kept, and its plan may still go into a scenario of its own.
    let run = row(&harness, "1  Child play").expect("the history has it");
    press(&mut harness, &run);
    press(&mut harness, "Apply as a new scenario");
    assert_eq!(covered(&harness).rounded(), value.rounded());
    assert_eq!(session(&harness).study().scenarios().len(), 2);
}

#[test]
fn a_search_stopped_keeps_its_best_plan_with_a_proven_bound() {
    let mut harness = open_siting();
    press(&mut harness, "Optimise");
    choose(&mut harness, "Places to choose from", "All buildings");
    press(&mut harness, "Find the best plan");
    wait_until(&mut harness, |harness| {
        let runs = &harness.state().workspace().expect("a study").siting.runs;
        runs.running().is_none_or(|running| !running.progress().trace.is_empty())
    });
    if harness.query_by_label("Stop").is_some() {
        press(&mut harness, "Stop");
    }
    wait_for_run(&mut harness, 1);
    let outcome = outcome_of(&harness);
    assert_ne!(outcome.solution.status, Status::Infeasible);
    let value = outcome.solution.value.expect("the best plan so far");
    assert_eq!(outcome.plan.sites.len(), 3);
    let bound = outcome.solution.bound.expect("a bound, however early it was ended");
    assert!(bound >= value, "{bound} {value}");
    // The search may have ended by itself, and the click with which it was to end begun another.
    wait_until(&mut harness, |harness| harness.query_by_label("Apply to the scenario").is_some());
}

#[test]
fn what_cannot_be_done_says_who_is_out_of_reach() {
    let mut harness = open_siting();
    press(&mut harness, "Optimise");
    choose(&mut harness, "Model", "Fewest sites to cover everyone");
    press(&mut harness, "Find the best plan");
    wait_for_run(&mut harness, 1);
    harness.get_by_label("Impossible");
    harness.get_by_label_contains("are beyond every candidate");
    assert!(harness.query_by_label("Apply to the scenario").is_none());
    harness.get_by_label("Leave out residents beyond every site").click();
    harness.run_steps(3);
    press(&mut harness, "Find the best plan");
    wait_for_run(&mut harness, 2);
    assert!(outcome_of(&harness).solution.value.is_some());
}

#[test]
fn own_proposals_stand_beside_the_best_plan_and_one_is_kept() {
    let mut harness = open_siting();
    press(&mut harness, "Mine and the best");
    harness.get_by_label_contains("proposes no facility of this function yet");
    let map = harness.get_by_label("Map").rect();
    for offset in [egui::vec2(-80.0, 30.0), egui::vec2(90.0, -60.0)] {
        press(&mut harness, "Place facility");
        click_at(&mut harness, map.center() + offset);
    }
    press(&mut harness, "Compare with the best");
    wait_for_run(&mut harness, 1);
    harness.get_by_label_contains("of what the proven best plan of 2 sites newly reaches");
    let best = outcome_of(&harness);
    let (_, share) = best.own_share().expect("a share");
    harness.get_by_label(&lifecircle::numbers::percent(Some(share)));
    let name = session(&harness).facilities().values().last().expect("it is there").name.clone();
    harness.get_by_role_and_label(Role::CheckBox, &name).click();
    harness.run_steps(3);
    press(&mut harness, "Keep these, optimise the rest");
    wait_for_run(&mut harness, 2);
    let kept = outcome_of(&harness);
    assert!(kept.solution.value <= best.solution.value);
    assert!(kept.plan.sites.iter().any(|site| site.name == name));
    // What is placed by hand has neither cost nor area: no budget can be told.
    harness.get_by_label("as much money").click();
    harness.run_steps(3);
    harness.get_by_label_contains("with neither a cost nor an area");
    harness.get_by_label("as many sites").click();
    harness.run_steps(3);
    // With one more proposal the comparison is one of before; it stays to be looked at.
    press(&mut harness, "Place facility");
    click_at(&mut harness, map.center() + egui::vec2(20.0, 90.0));
    assert!(harness.query_all_by_label_contains("The study has changed since").count() > 0);
    harness.get_by_label(&lifecircle::numbers::percent(Some(share)));
    assert_eq!(on_map(&harness).len(), 2, "the plan is still shown");
}

#[test]
fn a_comparison_keeps_what_it_compared_when_the_best_is_applied() {
    let mut harness = open_siting();
    press(&mut harness, "Mine and the best");
    let map = harness.get_by_label("Map").rect();
    for offset in [egui::vec2(-80.0, 30.0), egui::vec2(90.0, -60.0)] {
        press(&mut harness, "Place facility");
        click_at(&mut harness, map.center() + offset);
    }
    press(&mut harness, "Compare with the best");
    wait_for_run(&mut harness, 1);
    let best = outcome_of(&harness);
    let kept = best.proposals.iter().filter(|site| best.keeps(&site.key)).count();
    assert!(kept < 2, "something is left to better");
    press(&mut harness, "Apply to the scenario");
    harness.get_by_label("Compared, before the change");
    for site in &best.proposals {
        assert!(harness.query_all_by_label(&site.name).count() > 0, "{}", site.name);
    }
    let marked = |mark: &str| harness.query_all_by_label(mark).count();
    // The sites of then, and those of now, which are the best plan's.
    assert_eq!(marked("✓ in the best plan"), kept + 2);
    assert_eq!(marked("× not in the best plan"), 2 - kept);
    assert!(harness.query_all_by_label_contains("The study has changed since").count() > 0);
}

/// Shows the part of the panel for plans, with a model chosen.
fn open_model(model: &str) -> Window {
    let mut harness = open_siting();
    press(&mut harness, "Optimise");
    choose(&mut harness, "Model", model);
    harness
}

/// Solves what is set, and gives what came out.
fn solve(harness: &mut Window) -> SitingOutcome {
    let runs =
        |harness: &Window| harness.state().workspace().expect("a study").siting.runs.ended().len();
    let before = runs(harness);
    press(harness, "Find the best plan");
    wait_for_run(harness, before + 1);
    let workspace = harness.state().workspace().expect("a study");
    workspace.siting.runs.ended()[0].result.clone().expect("it was solved")
}

/// Names of places in the plan that the map shows.
fn on_map(harness: &Window) -> Vec<String> {
    let plan = harness.state().plan_on_map();
    plan.map_or_else(Vec::new, |plan| plan.sites.iter().map(|site| site.name.clone()).collect())
}

/// Applies the plan shown, looks at the study, and takes it back by one undo.
fn applied_and_undone(harness: &mut Window, look: impl FnOnce(&Window)) {
    let before = session(harness).facilities().clone();
    press(harness, "Apply to the scenario");
    look(harness);
    press(harness, "Undo");
    assert_eq!(session(harness).facilities(), &before, "one undo takes all of it back");
}

#[test]
fn each_model_says_what_it_does_and_asks_for_nothing_else() {
    let mut harness = open_model("A second site as backup");
    harness.get_by_label_contains("a second site in reach counts too");
    harness.get_by_role_and_label(Role::SpinButton, "Weight of the first site");
    choose(&mut harness, "Model", "Coverage with an eye on the worst unit");
    assert!(harness.query_by_label("Weight of the first site").is_none());
    harness.get_by_role_and_label(Role::SpinButton, "Weight of the worst unit");
    choose(&mut harness, "Model", "Order of the proposals by years");
    assert!(harness.query_by_label("New sites").is_none(), "projects are there already");
    assert!(harness.query_by_label("Places to choose from").is_none());
    harness.get_by_role_and_label(Role::SpinButton, "Years");
    let years = harness.query_all_by_label_contains("Budgets of the years in 10,000 yuan 2");
    assert_eq!(years.count(), 3, "each year has a budget of its own");
    harness.get_by_role_and_label(Role::CheckBox, "Never regress for pilots");
    // Nothing is proposed yet, and that is said.
    press(&mut harness, "Find the best plan");
    wait_for_run(&mut harness, 1);
    harness.get_by_label_contains("No proposal of the scenario has a cost");
}

#[test]
fn a_backup_plan_and_one_for_the_worst_unit_say_what_they_come_to() {
    let mut harness = open_model("A second site as backup");
    let SitingOutcome::Plan(backup) = solve(&mut harness) else { panic!("one plan") };
    assert_eq!(backup.solution.status, Status::Optimal);
    harness.get_by_label_contains("of residents have one within reach");
    choose(&mut harness, "Model", "Coverage with an eye on the worst unit");
    let SitingOutcome::Plan(even) = solve(&mut harness) else { panic!("one plan") };
    let PlanFigures::Evenness { covered: expected, .. } = even.figures else { panic!("by units") };
    harness.get_by_label_contains("covered, worst unit");
    applied_and_undone(&mut harness, |harness| {
        assert_eq!(covered(harness).rounded(), expected.round() as i64);
    });
}

#[test]
fn room_is_given_for_each_site_or_follows_from_its_area() {
    let mut harness = open_model("Most residents there is room for");
    harness.get_by_label("The same room at each site").click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::SpinButton, "Residents each site has room for");
    let SitingOutcome::Plan(plan) = solve(&mut harness) else { panic!("one plan") };
    harness.get_by_label_contains(" residents (");
    let most = plan.plan.sites.iter().map(|site| site.serves).fold(0.0, f64::max);
    assert!(most <= 1_000.0 + 1e-6, "{most}");
}

#[test]
fn points_of_the_trade_off_are_plans_to_look_at_and_to_apply() {
    let mut harness = open_model("Trade-off: coverage or the worst unit");
    let SitingOutcome::Front(front) = solve(&mut harness) else { panic!("a front") };
    let last = front.points.len();
    assert!(last > 1, "the sample has something to trade");
    let name = row(&harness, &format!("Plan {last}: ")).expect("each point has its name");
    let first = on_map(&harness);
    let point = harness.get_by_role_and_label(Role::Button, &name).rect().center();
    harness.hover_at(point);
    harness.run_steps(3);
    let pointed_at = on_map(&harness);
    assert_ne!(pointed_at, first, "pointing at it shows it");
    harness.hover_at(egui::pos2(5.0, 5.0));
    harness.run_steps(3);
    assert_eq!(on_map(&harness), first, "and only as long");
    press(&mut harness, &name);
    harness.hover_at(egui::pos2(5.0, 5.0));
    harness.run_steps(3);
    assert_eq!(on_map(&harness), pointed_at, "a click keeps it");
    let expected = front.points[last - 1].0.cover.covered.round() as i64;
    applied_and_undone(&mut harness, |harness| {
        assert_eq!(covered(harness).rounded(), expected);
    });
}

#[test]
fn a_robust_plan_is_a_row_beside_the_best_of_each_future() {
    let mut harness = open_model("Robust over several futures");
    let SitingOutcome::Robust(_) = solve(&mut harness) else { panic!("a robust plan") };
    let robust = row(&harness, "The robust plan").expect("its row");
    assert!(robust.contains("as it is") && robust.contains("residents +20 %"), "{robust}");
    let other = row(&harness, "Best for “residents +20 %”").expect("the row of the future");
    press(&mut harness, &other);
    applied_and_undone(&mut harness, |harness| {
        assert!(session(harness).history().next_undo().is_some());
    });
}

#[test]
fn bundles_are_found_applied_as_one_step_and_undone() {
    let mut harness = open_model("Several functions bundled into sites");
    let SitingOutcome::Bundles(bundles) = solve(&mut harness) else { panic!("bundles") };
    harness.get_by_label_contains("residents reached, over all functions");
    let expected = bundles.plan.sites.len();
    assert!(expected > 0);
    let before = session(&harness).facilities().len();
    applied_and_undone(&mut harness, |harness| {
        let facilities = session(harness).facilities();
        assert_eq!(facilities.len(), before + expected);
        let several = facilities.values().filter(|f| f.is_planned() && f.functions.len() > 1);
        assert!(several.count() > 0, "that is what bundles are for");
    });
}

#[test]
fn proposals_get_their_years_by_what_the_years_can_pay() {
    let mut harness = open_siting();
    press(&mut harness, "Optimise");
    solve(&mut harness);
    press(&mut harness, "Apply to the scenario");
    choose(&mut harness, "Model", "Order of the proposals by years");
    let SitingOutcome::Phasing(phasing) = solve(&mut harness) else { panic!("years") };
    harness.get_by_label_contains("resident-years covered");
    let dated = phasing.projects.len() - phasing.opened_in(None).count();
    assert!(dated > 0, "the usual budget pays for something");
    applied_and_undone(&mut harness, |harness| {
        let facilities = session(harness).facilities().values();
        assert_eq!(facilities.filter(|f| f.project.year.is_some()).count(), dated);
    });
}

#[test]
fn a_stop_of_the_walkthrough_leaves_plans_as_they_are() {
    let mut harness = open_siting();
    press(&mut harness, "Optimise");
    solve(&mut harness);
    let stops = session(&harness).study().walkthrough().stops().len();
    harness.key_press(egui::Key::B);
    harness.run_steps(3);
    assert_eq!(session(&harness).study().walkthrough().stops().len(), stops + 1);
    assert!(harness.query_by_label_contains("The study has changed since").is_none());
    press(&mut harness, "Apply to the scenario");
    let run = row(&harness, "1  Child play").expect("the history has it");
    press(&mut harness, &run);
    harness.get_by_label_contains("The study has changed since");
}
