//! What is laid down for single sites of a plan: a candidate clicked on the map may be forced or
//! forbidden, and what was laid down is listed.

use egui::{Role, Ui};

use crate::analysis::SiteKey;
use crate::language::Text;
use crate::ui::action::Action;
use crate::ui::siting::{SiteRole, SitingView};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::{show, weak_ui};

const CLICK_ONE: Text = Text::new(
    "在地图上点选候选点，可设为必选或禁选",
    "Click a candidate on the map to force or forbid it",
);
const ROLES: [(SiteRole, Text, Text); 3] = [
    (SiteRole::Free, Text::new("自由", "Free"), Text::new("由优化决定", "The search decides")),
    (
        SiteRole::Forced,
        Text::new("必选", "Forced"),
        Text::new("每个方案都开设此处，并计入处数", "Every plan opens it, and counts it"),
    ),
    (
        SiteRole::Forbidden,
        Text::new("禁选", "Forbidden"),
        Text::new("任何方案都不开设此处", "No plan opens it"),
    ),
];
const CLEAR: Text = Text::new("清除", "Clear");

/// Shows the candidate selected with what is laid down for it, and all that is.
pub fn roles_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let (register, language) = (workspace.session.study().register(), view.language);
    if register.is_empty() {
        return;
    }
    let plan = &view.siting.plan;
    match view.selection.candidate().and_then(|id| register.get(id)) {
        None => weak_ui(ui, CLICK_ONE.of(language)),
        Some(candidate) => {
            let key = SiteKey::Place(candidate.code.clone());
            ui.horizontal_wrapped(|ui| {
                ui.label(&candidate.name);
                for (role, name, hint) in ROLES {
                    let is_chosen = plan.role_of(&key) == role;
                    let label = ui.selectable_label(is_chosen, name.of(language));
                    if label.on_hover_text(hint.of(language)).clicked() {
                        let plan = plan.with(key.clone(), role);
                        show(SitingView { plan, ..view.siting.clone() }, actions);
                    }
                }
            });
        }
    }
    let listed = [(&plan.forced, ROLES[1].1), (&plan.forbidden, ROLES[2].1)];
    for (keys, name) in listed {
        for key in keys {
            ui.horizontal(|ui| {
                weak_ui(ui, &format!("{}  {}", name.of(language), name_of(workspace, key)));
                let clear = ui.small_button("×").on_hover_text(CLEAR.of(language));
                let named = format!("{} {}", CLEAR.of(language), name_of(workspace, key));
                words::name_widget(&clear, Role::Button, &named);
                if clear.clicked() {
                    let plan = plan.with(key.clone(), SiteRole::Free);
                    show(SitingView { plan, ..view.siting.clone() }, actions);
                }
            });
        }
    }
}

fn name_of(workspace: &Workspace, key: &SiteKey) -> String {
    let session = &workspace.session;
    match key {
        SiteKey::Place(id) => {
            let candidate = session.study().register().by_code(id);
            candidate.map_or_else(|| id.clone(), |candidate| candidate.name.clone())
        }
        SiteKey::Facility(id) => {
            session.facility(*id).map_or_else(String::new, |facility| facility.name.clone())
        }
    }
}
