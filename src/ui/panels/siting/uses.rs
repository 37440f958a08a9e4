//! Better uses of the facilities there are: a better place for the one selected, what is lost if it
//! closes, and the swap that gains most.

use egui::Ui;

use crate::analysis::{Closure, SiteChange, Suggestion};
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{persons, thousands};
use crate::study::{Facility, FacilityOrigin, Study};
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::siting::SitingView;
use crate::ui::view::View;

use super::advice::SuggestionRow;
use super::{COUNTING, section_ui, show, weak_ui};

const IMPROVE: Text = Text::new("改善所选设施", "Improve the one selected");
const IMPROVE_HINT: Text = Text::new(
    "在半径内为所选设施找新增最多的位置：独立设施可移到任一建筑处，利用存量的设施只换到其他可选地点",
    "Where within the radius the facility would do most: one that stands free may move to any building, \
     one in premises to other places to choose from",
);
const SELECT_ONE: Text = Text::new(
    "在地图上点选一处本功能的设施，查看如何改善、关闭后失去多少",
    "Click a facility of this function on the map to see how it could do more and what is lost without it",
);
const RADIUS: Text = Text::new("半径", "Radius");
const STANDS_BEST: Text =
    Text::new("半径内没有更好的位置", "No place within the radius would do more");
const APPLY_MOVE: Text = Text::new("点击即移动", "Click to move it");
const APPLY_SWAP: Text = Text::new("点击即置换", "Click to swap");
const CLOSE: Text = Text::new("关闭的影响", "If it closes");
const CLOSE_HINT: Text = Text::new(
    "步行距离内只有这一处的居民会失去服务",
    "Residents with no other facility within the limit are left without",
);
const APPLY_CLOSE: Text = Text::new("点击即关闭此功能", "Click to close it for this function");
const SWAP: Text = Text::new("最佳置换", "Best swap");
const SWAP_HINT: Text = Text::new(
    "关一处、开一处，净增覆盖最多",
    "Close one and open one, so that most residents are gained on balance",
);
const SWAP_EXISTING: Text = Text::new("现状设施也可置换", "Existing ones may go too");
const NO_SWAP: Text = Text::new("没有净增的置换", "No swap gains anybody on balance");
const TOO_MANY: Text = Text::new(
    "建筑过多，不能逐栋试算；先读入候选点图层（文件 ▸ 打开），再从中选址",
    "Too many buildings to try them all: read a layer of candidates first (File ▸ Open)",
);
const RADII_M: [f64; 3] = [250.0, 500.0, 1000.0];

/// What could be done with the facilities there are.
pub(super) fn uses_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let advice = workspace.siting.advice.advice(ui.ctx(), session, view);
    let (advice, is_current) = match advice {
        Some((advice, is_current)) => (Some(advice), is_current),
        None => (None, false),
    };
    let selected = view.selection.facility().and_then(|id| session.facility(id));
    let selected = selected.filter(|facility| facility.offers(view.function));
    section_ui(ui, IMPROVE.of(language), IMPROVE_HINT.of(language));
    match (selected, &advice) {
        (None, _) => weak_ui(ui, SELECT_ONE.of(language)),
        (Some(facility), advice) => {
            radius_ui(ui, view, actions);
            let has_too_many = advice.as_ref().is_some_and(|advice| advice.has_too_many_places);
            let tries_all_places = !has_too_many || stands_free(facility);
            match advice.as_ref().map(|advice| &advice.improvement) {
                None => weak_ui(ui, COUNTING.of(language)),
                Some(None) if !tries_all_places => weak_ui(ui, TOO_MANY.of(language)),
                Some(None) => weak_ui(ui, STANDS_BEST.of(language)),
                Some(Some(suggestion)) => {
                    improvement_ui(ui, facility, suggestion, view, pointed_at, actions);
                }
            }
            section_ui(ui, CLOSE.of(language), CLOSE_HINT.of(language));
            if let Some(closure) = advice.as_ref().and_then(|advice| advice.closure.as_ref()) {
                closure_ui(ui, session.study(), facility, closure, view, pointed_at, actions);
            }
        }
    }
    section_ui(ui, SWAP.of(language), SWAP_HINT.of(language));
    let mut swaps_existing = view.siting.swaps_existing;
    if ui.checkbox(&mut swaps_existing, SWAP_EXISTING.of(language)).changed() {
        show(SitingView { swaps_existing, ..view.siting.clone() }, actions);
    }
    match advice.as_ref() {
        Some(advice) if advice.has_too_many_places => weak_ui(ui, TOO_MANY.of(language)),
        Some(advice) => match &advice.swap {
            Some(suggestion) => swap_ui(ui, workspace, suggestion, view, pointed_at, actions),
            None => weak_ui(ui, NO_SWAP.of(language)),
        },
        None => {}
    }
    if !is_current {
        weak_ui(ui, COUNTING.of(language));
    }
}

/// Whether a facility may be moved anywhere; one in premises only goes to others.
fn stands_free(facility: &Facility) -> bool {
    matches!(facility.origin, FacilityOrigin::Existing | FacilityOrigin::Hypothetical)
}

fn radius_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    ui.horizontal_wrapped(|ui| {
        weak_ui(ui, RADIUS.of(language));
        for radius_m in RADII_M {
            let name = thousands(radius_m as i64);
            let name = language.pick(format!("{name} 米"), format!("{name} m"));
            if ui.selectable_label(view.siting.radius_m == radius_m, name).clicked() {
                show(SitingView { radius_m, ..view.siting.clone() }, actions);
            }
        }
    });
}

fn improvement_ui(
    ui: &mut Ui,
    facility: &Facility,
    suggestion: &Suggestion,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let to = suggestion.what.arrives().unwrap_or(facility.at);
    let metres = thousands(facility.at.distance_to(to).round() as i64);
    let (title, hint) = match &suggestion.what {
        SiteChange::Swap { open, .. } => {
            (language.pick(format!("改到{}", open.name), format!("To {}", open.name)), APPLY_SWAP)
        }
        _ => (
            language.pick(format!("移动 {metres} 米"), format!("Move it by {metres} m")),
            APPLY_MOVE,
        ),
    };
    let detail = language.pick(
        format!("{}，距现位置 {metres} 米", facility.name),
        format!("{}, {metres} m from where it is", facility.name),
    );
    SuggestionRow { suggestion, title, detail, hint }.show(ui, view, pointed_at, actions);
}

fn closure_ui(
    ui: &mut Ui,
    study: &Study,
    facility: &Facility,
    closure: &Closure,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    const MOST_UNITS: usize = 3;
    let language = view.language;
    let suggestion =
        Suggestion { what: SiteChange::Close(facility.id), change: Persons::ZERO - closure.lost };
    let units = closure.by_unit.iter().take(MOST_UNITS).map(|(unit, count)| {
        let name = unit.map_or(language.pick("单元外", "outside units"), |unit| {
            study.layers().units.name(unit)
        });
        format!("{name} {}", persons(*count))
    });
    let units: Vec<String> = units.collect();
    let detail = match units.is_empty() {
        true => {
            language.pick("其居民另有设施可达", "All its residents reach another one").to_owned()
        }
        false => units.join(" · "),
    };
    let title =
        language.pick(format!("关闭 {}", facility.name), format!("Close {}", facility.name));
    SuggestionRow { suggestion: &suggestion, title, detail, hint: APPLY_CLOSE }
        .show(ui, view, pointed_at, actions);
}

fn swap_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    suggestion: &Suggestion,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    let SiteChange::Swap { close, open } = &suggestion.what else { return };
    let Some(facility) = workspace.session.facility(*close) else { return };
    let language = view.language;
    let (old, new) = (&facility.name, &open.name);
    let title = language.pick(format!("开 {new}"), format!("Open {new}"));
    let detail = language.pick(format!("关 {old}"), format!("and close {old}"));
    SuggestionRow { suggestion, title, detail, hint: APPLY_SWAP }
        .show(ui, view, pointed_at, actions);
}
