//! The planner's own proposals beside the best plan for as many sites: how much of it they reach, which
//! of them are in it, and the way to keep some and optimise the rest.

use std::collections::BTreeSet;

use egui::{RichText, Ui};

use crate::analysis::{
    Objective, PlanOutcome, ProposalUse, SiteKey, SitingOutcome, SitingQuestion,
};
use crate::cartography::Palette;
use crate::geometry::WorldPoint;
use crate::language::{Language, Text};
use crate::numbers::{Proves, counted, percent, percent_at_most, proven, thousands, yuan};
use crate::siting::Status;
use crate::study::FacilityId;
use crate::ui::Workspace;
use crate::ui::action::{Action, SitingAction, ViewAction};
use crate::ui::siting::{PlanShown, Run, SitingView, proposals, proposals_without_cost};
use crate::ui::style::{self, color32};
use crate::ui::view::View;

use super::next::choice_ui;
use super::outcome::{OUTDATED, outcome_ui};
use super::plan::running_ui;
use super::{section_ui, show, terms, weak_ui};

const NO_PROPOSALS: Text = Text::new(
    "此方案尚无本功能的拟设设施。先在地图上放置（P），或采用“建议”中的一处，再来对照。",
    "The scenario proposes no facility of this function yet. Place some (P), or take one of the advice, \
     and come back to compare.",
);
const COMPARE: Text = Text::new("与最优对照", "Compare with the best");
const COMPARE_HINT: Text = Text::new(
    "求同样处数、现状设施保留时的最优布局；您的拟设位置也可入选",
    "Finds the best plan for as many sites with existing facilities kept; your own places may be in it",
);
const AS_MANY: Text = Text::new("同样处数", "as many sites");
const AS_MUCH: Text = Text::new("同样预算", "as much money");
const OWN: Text = Text::new("您的拟设设施", "Your proposals");
const OWN_HINT: Text = Text::new(
    "勾选要保留的；未勾选的由优化重新选址。可能还有同样好的其他最优方案",
    "Tick those to keep; the others are sited anew. There may be other plans that are as good",
);
const KEEP_REST: Text = Text::new("保留勾选，优化其余", "Keep these, optimise the rest");
const COMPARED: Text = Text::new("对照时的拟设设施（修改前）", "Compared, before the change");
const COMPARED_HINT: Text = Text::new(
    "上面的份额是这些拟设设施的；此后方案已修改，重新对照即可更新",
    "The share above is that of these proposals; the scenario has changed since. Compare anew to see \
     where it stands now",
);
const IN_BEST: Text = Text::new("在最优方案中", "in the best plan");
const NOT_IN_BEST: Text = Text::new("不在最优方案中", "not in the best plan");

/// Shows the part of the panel. Notes the plan pointed at.
pub fn own_plan_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<PlanShown>,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let own = proposals(session, view);
    ui.add_space(4.0);
    if own.is_empty() {
        ui.label(RichText::new(NO_PROPOSALS.of(language)).weak());
        return;
    }
    choice_ui(ui, workspace, view, actions);
    let is_comparable = measure_ui(ui, workspace, view, actions);
    let runs = &workspace.siting.runs;
    let compared = comparison(workspace, view, &own);
    let best =
        compared.map(|(outcome, _)| outcome).filter(|outcome| outcome.solution.value.is_some());
    if let Some((outcome, is_outdated)) = compared {
        share_ui(ui, outcome, view);
        if is_outdated {
            let text = RichText::new(OUTDATED.of(language)).small();
            ui.label(text.color(ui.visuals().warn_fg_color));
        }
    }
    if let Some(outcome) = best.filter(|outcome| outcome.proposal_ids() != own) {
        compared_sites_ui(ui, outcome, view, actions);
    }
    own_sites_ui(ui, workspace, view, &own, best, actions);
    if let Some(running) = runs.running() {
        running_ui(ui, running, view, actions);
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let kept: BTreeSet<FacilityId> =
            own.iter().copied().filter(|id| view.siting.kept.contains(id)).collect();
        let ask = |kept: &BTreeSet<FacilityId>| {
            let question = view.siting.question_beside_own(session, view, kept);
            SitingAction::Start(Box::new(SitingQuestion::Plan(question))).into()
        };
        let compare = ui.add_enabled(is_comparable, egui::Button::new(COMPARE.of(language)));
        if compare.on_hover_text(COMPARE_HINT.of(language)).clicked() {
            actions.push(ask(&BTreeSet::new()));
        }
        let rest = egui::Button::new(KEEP_REST.of(language));
        if ui.add_enabled(!kept.is_empty() && is_comparable, rest).clicked() {
            actions.push(ask(&kept));
        }
    });
    let shown = view.siting.shown_run.and_then(|number| runs.get(number));
    let is_beside_own = |run: &&Run| matches!(&run.question, SitingQuestion::Plan(q) if q.proposals == ProposalUse::MayGo);
    if let Some(run) = shown.filter(is_beside_own) {
        outcome_ui(ui, workspace, view, run, pointed_at, actions);
    }
}

/// What the best plan is to have in common with the proposals: their number, or their cost. Whether it
/// can be told.
fn measure_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) -> bool {
    let language = view.language;
    let mut by_money = view.siting.by_money;
    ui.horizontal_wrapped(|ui| {
        for (is_money, name) in [(false, AS_MANY), (true, AS_MUCH)] {
            ui.radio_value(&mut by_money, is_money, name.of(language));
        }
    });
    if by_money != view.siting.by_money {
        show(SitingView { by_money, ..view.siting.clone() }, actions);
    }
    let unknown = proposals_without_cost(&workspace.session, view);
    if !by_money || unknown == 0 {
        return true;
    }
    let text = language.pick(
        format!("{unknown} 处拟设没有造价也没有面积，无法按同一预算比较：请先填写。"),
        format!(
            "{} with neither a cost nor an area: fill one in, so that budgets can be compared.",
            counted(unknown, "proposal")
        ),
    );
    ui.label(RichText::new(text).small().color(ui.visuals().warn_fg_color));
    false
}

/// What came of the last search that set the proposals beside the best plan of all, and whether the
/// study has changed since: then it is about those of then, and stays to be looked at.
fn comparison<'w>(
    workspace: &'w Workspace,
    view: &View,
    own: &[FacilityId],
) -> Option<(&'w PlanOutcome, bool)> {
    let session = &workspace.session;
    let is_it = |outcome: &&PlanOutcome| {
        let question = &outcome.question;
        question.scenario == session.shown()
            && (question.function, question.group) == (view.function, view.group)
            && question.objective == Objective::MostCovered
            && question.proposals == ProposalUse::MayGo
            && question.count == outcome.proposals.len()
            && question.purse.is_some() == view.siting.by_money
            && question.choice == view.siting.choice
            && question.forced.is_empty()
    };
    let mut runs = workspace.siting.runs.ended().iter();
    runs.find_map(|run| match run.result.as_ref().ok()? {
        SitingOutcome::Plan(outcome) => {
            let is_outdated = run.is_outdated(session) || outcome.proposal_ids() != own;
            Some((outcome, is_outdated)).filter(|(outcome, _)| is_it(outcome))
        }
        _ => None,
    })
}

/// The share first, then what it is a share of.
fn share_ui(ui: &mut Ui, outcome: &PlanOutcome, view: &View) {
    let (language, count) = (view.language, outcome.proposals.len());
    let Some((least, most)) = outcome.own_share() else { return };
    let is_proven = outcome.solution.status == Status::Optimal;
    let figure = match is_proven {
        true => percent(Some(most)),
        // What is not proven is rounded to the side on which it holds.
        false => {
            let least = proven(100.0 * least, Proves::AtLeast, 1);
            format!("{least:.1} % – {}", percent_at_most(most))
        }
    };
    ui.add_space(6.0);
    ui.label(RichText::new(figure).size(style::FIGURE).strong());
    let sites = match &outcome.question.purse {
        Some(purse) => yuan(purse.yuan, language),
        None => terms::sites_text(count, language),
    };
    let text = match is_proven {
        true => language.pick(
            format!("您的方案达到已证明最优（{sites}）新增覆盖的份额"),
            match outcome.question.purse {
                Some(_) => {
                    format!("of what the proven best plan for {sites} newly reaches, yours does")
                }
                None => {
                    format!("of what the proven best plan of {sites} newly reaches, yours does")
                }
            },
        ),
        false => language.pick(
            format!("您的方案占最优（{sites}）新增覆盖的份额，最优尚未证明"),
            format!("of what the best plan of {sites} may newly reach, which is not proven yet"),
        ),
    };
    ui.label(text);
    weak_ui(ui, &gains_text(outcome, language));
}

/// How many residents both plans newly reach.
fn gains_text(outcome: &PlanOutcome, language: Language) -> String {
    let without = outcome.without.unwrap_or_default();
    let gained =
        |covered: Option<f64>| thousands((covered.unwrap_or_default() - without).round() as i64);
    let (own, best) = (gained(outcome.own), gained(outcome.solution.value));
    language.pick(
        format!("新增覆盖：您的 {own} 人，最优 {best} 人"),
        format!("newly reached: {own} residents by yours, {best} by the best"),
    )
}

/// The proposals of the moment of comparison, where the scenario has others now.
fn compared_sites_ui(ui: &mut Ui, outcome: &PlanOutcome, view: &View, actions: &mut Vec<Action>) {
    section_ui(ui, COMPARED.of(view.language), COMPARED_HINT.of(view.language));
    for site in &outcome.proposals {
        ui.horizontal(|ui| {
            ui.label(&site.name);
            mark_ui(ui, outcome.keeps(&site.key), site.at, view, actions);
        });
    }
}

/// The proposals, to be kept or not, each with whether the best plan has it. Of those that came after
/// the comparison only what was taken from the best plan is known.
fn own_sites_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    own: &[FacilityId],
    outcome: Option<&PlanOutcome>,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    section_ui(ui, OWN.of(language), OWN_HINT.of(language));
    for facility in own.iter().filter_map(|id| workspace.session.facility(*id)) {
        ui.horizontal(|ui| {
            let mut is_kept = view.siting.kept.contains(&facility.id);
            let check = ui.checkbox(&mut is_kept, &facility.name);
            if check.on_hover_text(OWN_HINT.of(language)).changed() {
                let mut kept = view.siting.kept.clone();
                if is_kept {
                    kept.insert(facility.id);
                } else {
                    kept.remove(&facility.id);
                }
                show(SitingView { kept, ..view.siting.clone() }, actions);
            }
            let key = SiteKey::Facility(facility.id);
            let was_compared =
                |outcome: &PlanOutcome| outcome.proposals.iter().any(|site| site.key == key);
            if let Some(outcome) = outcome
                && (outcome.has(facility) || was_compared(outcome))
            {
                mark_ui(ui, outcome.has(facility), facility.at, view, actions);
            }
        });
    }
}

/// Whether the best plan has a site; a click shows it on the map.
fn mark_ui(ui: &mut Ui, is_in_best: bool, at: WorldPoint, view: &View, actions: &mut Vec<Action>) {
    let palette = Palette::of(view.theme);
    let (mark, text, color) = match is_in_best {
        true => ("✓", IN_BEST, palette.better),
        false => ("×", NOT_IN_BEST, palette.weak_text),
    };
    let text = format!("{mark} {}", text.of(view.language));
    let label = RichText::new(text).small().color(color32(color));
    if ui.add(egui::Label::new(label).sense(egui::Sense::click())).clicked() {
        actions.push(ViewAction::FlyTo(at).into());
    }
}
