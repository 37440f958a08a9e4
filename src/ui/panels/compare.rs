//! Two scenarios side by side in numbers: who gains and who loses, and which edits differ.

use egui::{Role, Ui};

use crate::analysis::{Exchange, differing_edits};
use crate::language::Text;
use crate::numbers::persons;
use crate::study::FacilityEdit;
use crate::ui::action::{Action, ScenarioAction, ViewAction};
use crate::ui::view::{CompareMode, View};
use crate::ui::{Workspace, words};

use super::scenarios::{scenario_color, swatch_ui};

const END: Text = Text::new("结束比较", "End comparison");
const SWAP: Text = Text::new("互换", "Swap");
const MODE: Text = Text::new("比较方式", "How to compare");
const SAME: Text = Text::new("两个方案的设施相同", "The two have the same facilities");
/// More edits than these are read in a report, not in a panel.
const MOST_SHOWN: usize = 60;

/// Shows the comparison, if there is one.
pub fn compare_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let session = &workspace.session;
    let Some(from) = session.compared() else { return };
    let to = session.shown();
    let language = view.language;
    let scenarios = session.study().scenarios();
    ui.horizontal_wrapped(|ui| {
        for (position, id) in [from, to].into_iter().enumerate() {
            if position > 0 {
                ui.label("→");
            }
            swatch_ui(ui, scenario_color(scenarios, id, view));
            ui.strong(scenarios.name(id).of(language));
        }
    });
    ui.horizontal_wrapped(|ui| {
        modes_ui(ui, view, actions);
        if ui.button(SWAP.of(language)).clicked() {
            actions.push(ScenarioAction::Show(from).into());
            actions.push(ScenarioAction::Compare(Some(to)).into());
        }
        if ui.button(END.of(language)).clicked() {
            actions.push(ScenarioAction::Compare(None).into());
        }
    });
    exchange_ui(ui, workspace, view);
    let edits = differing_edits(session.study(), from, to);
    let count = edits.len();
    let title = language.pick(format!("不同之处 {count}"), format!("{count} differing edits"));
    egui::CollapsingHeader::new(title).id_salt("differences").default_open(true).show(ui, |ui| {
        if edits.is_empty() {
            ui.label(egui::RichText::new(SAME.of(language)).weak());
        }
        for edit in edits.iter().take(MOST_SHOWN) {
            edit_ui(ui, workspace, view, edit, actions);
        }
        if count > MOST_SHOWN {
            let more = count - MOST_SHOWN;
            ui.label(language.pick(format!("另有 {more} 处"), format!("and {more} more")));
        }
    });
    ui.separator();
}

fn modes_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let modes = [
        (CompareMode::Difference, Text::new("差异图", "Difference")),
        (CompareMode::Swipe, Text::new("卷帘", "Swipe")),
        (CompareMode::SideBySide, Text::new("并排", "Side by side")),
    ];
    for (mode, name) in modes {
        let button = ui.selectable_label(view.compare_mode == mode, name.of(view.language));
        if button.on_hover_text(MODE.of(view.language)).clicked() {
            actions.push(ViewAction::SetCompareMode(mode).into());
        }
    }
}

/// Residents who come within reach of the function shown, and those who drop out.
fn exchange_ui(ui: &mut Ui, workspace: &Workspace, view: &View) {
    let session = &workspace.session;
    let before = session.compared().and_then(|id| session.coverage_of(id));
    let Some(before) = before else { return };
    let study = session.study();
    let exchange =
        Exchange::between(study.layers(), before, session.scenario(), view.function, view.group);
    let function = study.standard().function(view.function).short_name.of(view.language);
    let (gained, lost) = (persons(exchange.gained), persons(exchange.lost));
    ui.label(view.language.pick(
        format!("{function}：新增覆盖 {gained} 人，失去 {lost} 人"),
        format!("{function}: {gained} residents gained, {lost} lost"),
    ));
}

/// A difference; a click shows the place.
fn edit_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    edit: &FacilityEdit,
    actions: &mut Vec<Action>,
) {
    let session = &workspace.session;
    let from = session.compared().unwrap_or_else(|| session.shown());
    let before = session.study().facilities(from);
    let label = edit.label(before, session.study().standard());
    let mut label = label.of(view.language).to_owned();
    if let (FacilityEdit::Move { id, to }, language) = (edit, view.language)
        && let Some(facility) = before.get(id)
    {
        let metres = facility.at.distance_to(*to);
        label += &language.pick(format!("，{metres:.0} 米"), format!(", {metres:.0} m"));
    }
    let place = session.facility(edit.id()).or_else(|| before.get(&edit.id())).map(|f| f.at);
    let entry = ui.add(egui::Button::selectable(false, &label).truncate());
    words::name_widget(&entry, Role::Button, &label);
    if let Some(place) = place.filter(|_| entry.clicked()) {
        actions.push(ViewAction::FlyTo(place).into());
    }
    entry.on_hover_text(label);
}
