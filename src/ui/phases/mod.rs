//! Phases: the projects of the scenario year by year, to be dragged from one year to another, beside
//! what each year may cost and the coverage it ends with. Reads and collects actions.

mod board;
mod curve;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{RichText, Ui};

use crate::language::{Language, Text};
use crate::programme::{Phases, ProjectRow, Schedule, YearPlan, project_rows};
use crate::session::Session;
use crate::study::register::Date;
use crate::study::{FacilityId, ScenarioId};

use super::Workspace;
use super::action::{Action, ViewAction};
use super::floating::Floating;
use super::view::View;

const TITLE: Text = Text::new("分期安排", "Phases");
const HINT: Text = Text::new(
    "拖动项目到其他年份，或选中后按 ← → 键；年度预算在清单的“单价与预算…”中设定",
    "Drag a project to another year, or focus it and press ← or →; budgets of years are set under Rates \
     and budgets… beside the lists",
);
const NO_PROJECTS: Text = Text::new(
    "此方案尚无项目：放置设施或改造建筑后，在这里安排年份",
    "No projects in this scenario yet: place a facility or convert a building, and give it a year here",
);

/// The width of a year's column, in the curve and on the board alike.
const COLUMN: f32 = 176.0;
const GAP: f32 = 8.0;

/// What the window shows.
struct Plan {
    schedule: Schedule,
    phases: Phases,
    projects: BTreeMap<FacilityId, ProjectRow>,
}

impl Plan {
    fn of(session: &Session) -> Self {
        let (study, scenario) = (session.study(), session.shown());
        let rows = project_rows(study, scenario, session.scenario());
        let budgets = &study.programme_rules().budgets;
        let this_year = Date::today().year();
        Self {
            schedule: Schedule::of(&rows, session.facilities(), budgets, this_year),
            phases: Phases::of(study, scenario, session.base()),
            projects: rows.into_iter().map(|row| (row.facility, row)).collect(),
        }
    }
}

/// Keeps the plan until the study changes. While something is dragged the last one stays: a plan takes
/// a copy of the coverage.
#[derive(Default)]
pub struct PhaseStore(RefCell<Option<(u64, ScenarioId, Arc<Plan>)>>);

impl PhaseStore {
    fn plan(&self, session: &Session) -> Arc<Plan> {
        let (revision, scenario) = (session.study().revision(), session.shown());
        let mut kept = self.0.borrow_mut();
        if let Some((known, of, plan)) = &*kept
            && *of == scenario
            && (*known == revision || session.in_gesture())
        {
            return plan.clone();
        }
        let plan = Arc::new(Plan::of(session));
        *kept = Some((revision, scenario, plan.clone()));
        plan
    }
}

/// Shows the window while it is open.
pub fn phases_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    if !view.shows_phases {
        return;
    }
    let language = view.language;
    let mut is_open = true;
    let area = ui.ctx().content_rect();
    let size =
        egui::vec2(1000.0_f32.min(area.width() - 80.0), 520.0_f32.min(area.height() - 120.0));
    egui::Window::new(TITLE.of(language))
        .id(Floating::Phases.id())
        .open(&mut is_open)
        .collapsible(false)
        .default_size(size)
        .min_width(480.0)
        .default_pos(area.center() - size / 2.0)
        .show(ui.ctx(), |ui| {
            ui.label(RichText::new(HINT.of(language)).small().weak());
            let plan = workspace.phases.plan(&workspace.session);
            if plan.projects.is_empty() {
                ui.add_space(24.0);
                ui.vertical_centered(|ui| ui.label(NO_PROJECTS.of(language)));
                return;
            }
            egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
                curve::curve_ui(ui, workspace, &plan, view);
                board::board_ui(ui, workspace, &plan, view, actions);
            });
        });
    if !is_open {
        actions.push(ViewAction::TogglePhases.into());
    }
}

/// What a column is called.
fn year_name(plan: &YearPlan, language: Language) -> String {
    match plan.year {
        Some(year) => language.pick(format!("{year} 年"), year.to_string()),
        None => language.pick("年份未定", "No year yet").to_owned(),
    }
}

/// 万: sums of projects are told in units of ten thousand yuan.
const YUAN_PER_WAN: f64 = 1e4;
