//! The siting panel, in the place of the results: advice on single sites, plans for many, and the
//! planner's own proposals beside the best plan.

mod advice;
mod curve;
mod fields;
mod history;
mod models;
mod next;
mod outcome;
mod own_plan;
mod plan;
mod reasons;
mod roles;
mod row;
mod terms;
mod uses;

use egui::{Align, Layout, RichText, Role, Ui};

use crate::analysis::{Reached, Suggestion};
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{self, percent, persons};
use crate::ui::action::{Action, SitingAction};
use crate::ui::siting::{SitingTab, SitingView};
use crate::ui::style;
use crate::ui::view::View;
use crate::ui::{Workspace, words};

const TITLE: Text = Text::new("选址", "Siting");
const CLOSE: Text = Text::new("回到结果", "Back to the results");
const COUNTING: Text = Text::new("正在计算…", "Counting…");
const POINT: Text =
    Text::new("指向一条建议，在地图上预览", "Point at a suggestion to see it on the map");
const STOP: Text = Text::new("停止", "Stop");
const STOP_HINT: Text = Text::new(
    "结束搜索，保留目前最好的方案和已证明的界",
    "End the search; the best plan so far and its proven bound are kept",
);

/// Shows the panel on the right.
pub fn siting_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let width = (ui.content_rect().width() * 0.25).clamp(350.0, 420.0);
    egui::Panel::right("results").default_size(width).size_range(320.0..=560.0).show(ui, |ui| {
        ui.add_space(8.0);
        heading_ui(ui, workspace, view, actions);
        tabs_ui(ui, view, actions);
        ui.separator();
        let (mut pointed_at, mut plan_at) = (None, None);
        egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match view.siting.tab {
            SitingTab::Advice => pointed_at = advice::advice_ui(ui, workspace, view, actions),
            SitingTab::Plan => plan::plan_ui(ui, workspace, view, &mut plan_at, actions),
            SitingTab::OwnPlan => {
                own_plan::own_plan_ui(ui, workspace, view, &mut plan_at, actions);
            }
        });
        if plan_at != view.siting.preview_plan {
            actions.push(SitingAction::PreviewPlan(plan_at).into());
        }
        if pointed_at != view.siting.preview {
            actions.push(SitingAction::Preview(pointed_at.map(Box::new)).into());
        }
    });
}

/// What is sited for whom, how one walks, and what is covered now and with what is pointed at.
fn heading_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let (session, language) = (&workspace.session, view.language);
    let study = session.study();
    let function = study.standard().function(view.function).short_name.of(language);
    ui.horizontal(|ui| {
        let title = format!("{} · {function}", TITLE.of(language));
        ui.label(RichText::new(title).size(style::HEADING));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = ui.button("×").on_hover_text(CLOSE.of(language));
            words::name_widget(&close, Role::Button, CLOSE.of(language));
            if close.clicked() {
                actions.push(SitingAction::Toggle.into());
            }
        });
    });
    let groups = study.layers().buildings.demand().groups();
    let group = groups.get(view.group).map_or("", |group| group.name().of(language));
    let walk = terms::walk_text(study, view.function, view.group, language);
    ui.label(RichText::new(format!("{group} · {walk}")).small().weak());
    let now = session.scenario().total(view.function, view.group);
    ui.horizontal(|ui| {
        ui.label(RichText::new(percent(now.rate())).strong());
        let (covered, population) = (persons(now.covered), persons(now.population));
        let text = language.pick(
            format!("覆盖 {covered} 人，共 {population} 人"),
            format!("{covered} of {population} residents covered"),
        );
        ui.label(RichText::new(text).small().weak());
    });
    preview_ui(ui, now, view);
}

/// What is covered with what is pointed at. The line is there in any case, so that nothing below it
/// moves under the mouse.
fn preview_ui(ui: &mut Ui, now: Reached, view: &View) {
    let text = match &view.siting.preview {
        None => RichText::new(POINT.of(view.language)).small().weak(),
        Some(Suggestion { change, .. }) => {
            let rate = (now.covered + *change).share_of(now.population);
            let change_text = terms::signed_persons(*change, view.language);
            RichText::new(format!("→ {}  {change_text}", percent(rate)))
                .small()
                .color(terms::change_color(view, *change))
        }
    };
    ui.label(text);
}

fn tabs_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let tabs = [
        (
            SitingTab::Advice,
            Text::new("建议", "Advice"),
            Text::new("下一处、改善、关闭与置换", "The next site; improving, closing and swapping"),
        ),
        (
            SitingTab::Plan,
            Text::new("优化", "Optimise"),
            Text::new(
                "一次布局多处，并证明离最优多远",
                "Many sites at once, with proof of how good the plan is",
            ),
        ),
        (
            SitingTab::OwnPlan,
            Text::new("对照最优", "Mine and the best"),
            Text::new(
                "您的拟设设施与同样处数的最优方案对照",
                "Your proposals beside the best plan for as many sites",
            ),
        ),
    ];
    ui.horizontal_wrapped(|ui| {
        for (tab, name, hint) in tabs {
            let is_shown = view.siting.tab == tab;
            let label = ui.selectable_label(is_shown, name.of(view.language));
            if label.on_hover_text(hint.of(view.language)).clicked() {
                show(SitingView { tab, ..view.siting.clone() }, actions);
            }
        }
    });
}

/// Looks at siting another way.
fn show(siting: SitingView, actions: &mut Vec<Action>) {
    actions.push(SitingAction::Show(Box::new(siting)).into());
}

/// A heading within the panel.
fn section_ui(ui: &mut Ui, title: &str, hint: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(title).strong()).on_hover_text(hint);
}

fn weak_ui(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small().weak());
}

/// The search under way, for the status bar: how close plan and bound are, and an end to it.
pub fn siting_progress_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let Some(running) = workspace.siting.runs.running() else { return };
    if view.siting.is_open && view.siting.tab == SitingTab::Plan {
        return;
    }
    let gap = running.progress().trace.last().and_then(crate::siting::Progress::gap);
    let gap = numbers::gap(gap);
    ui.separator();
    // The button first: the gap changes its length all the time.
    let stop = ui.small_button(STOP.of(view.language));
    if stop.on_hover_text(STOP_HINT.of(view.language)).clicked() {
        actions.push(SitingAction::Stop.into());
    }
    ui.small(view.language.pick(format!("优化中，差距 {gap}"), format!("Optimising, gap {gap}")));
}

/// Residents as a solver counts them.
fn from_solver(residents: f64) -> Persons {
    Persons::from_f64(residents.max(0.0)).unwrap_or_default()
}
