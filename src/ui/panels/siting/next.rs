//! The best next sites: which places may be chosen, those that gain most with the reasons, and the
//! candidate selected on the map.

use egui::{Role, Ui};

use crate::analysis::{GainOf, SiteChange, SiteChoice, SitePlace, Suggestion};
use crate::cartography::{Surface, Symbology};
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::persons;
use crate::study::Study;
use crate::study::register::{SitingRule, Term as _};
use crate::ui::action::{Action, SitingAction, ViewAction};
use crate::ui::siting::{GainProgress, Ranked, SitingView, is_among_candidates, newcomer_at};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::advice::SuggestionRow;
use super::{COUNTING, section_ui, show, terms, weak_ui};

const NEXT: Text = Text::new("下一处设在哪里", "Best next site");
const NEXT_HINT: Text = Text::new(
    "按所选增益排序，并列出这些居民平均步行几分钟、比下一处领先多少、联审状态、居住最多的单元；相距不足 150 米的建筑只列最好的一栋",
    "In the order of the gain chosen: how long those newly reached walk on average, how far ahead of the next \
     place it is, its state of review, and where most of them live. Of buildings less than 150 m apart \
     only the best is listed",
);
const CHOICE: Text = Text::new("可选的地点", "Places to choose from");
const COUNTS: Text = Text::new("增益按什么计", "What gains count");
const NONE_GAINS: Text = Text::new(
    "没有可选的地点能再新增覆盖。可放宽可选的地点，或换一项功能。",
    "No place to choose from gains anybody. Admit more places, or look at another function.",
);
const APPLY_OPEN: Text = Text::new("点击即在此处新设", "Click to open a facility here");
const COUNTED: Text = Text::new(
    "所有建筑的增益已逐栋算出，放大后指向建筑可见",
    "Gains are counted at every building: point at one close up to see its own",
);
const NOT_COUNTED: Text =
    Text::new("已停止逐栋计算增益", "Gains are not counted at every building");
const TOO_MANY: Text = Text::new(
    "建筑过多，沿道路不能逐栋计算；请选用候选点或步行圈",
    "Too many buildings to count at each along the streets; choose candidates, or the circle",
);
const STOP: Text = Text::new("停止计算", "Stop counting");
const COUNT: Text = Text::new("计算", "Count");

/// Shows the ranking.
pub(super) fn next_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    section_ui(ui, NEXT.of(language), NEXT_HINT.of(language));
    choice_ui(ui, workspace, view, actions);
    gain_of_ui(ui, view, actions);
    let store = &workspace.siting;
    if !is_among_candidates(session, view.siting.choice) {
        buildings_ui(ui, workspace, view, actions);
    }
    let Some(ranking) = store.best.ranking(ui.ctx(), session, view, &store.gains) else {
        weak_ui(ui, COUNTING.of(language));
        return;
    };
    if ranking.is_empty() {
        weak_ui(ui, NONE_GAINS.of(language));
    }
    selected_ui(ui, workspace, view, pointed_at, actions);
    for (rank, ranked) in (1..).zip(ranking.iter()) {
        let suggestion = Suggestion {
            what: SiteChange::Open(ranked.place.clone()),
            change: ranked.newcomer.gain,
        };
        let row = SuggestionRow {
            suggestion: &suggestion,
            title: format!("{rank}  {}", ranked.place.name),
            detail: reasons(session.study(), view, ranked),
            hint: APPLY_OPEN,
        };
        row.show(ui, view, pointed_at, actions);
    }
}

/// The candidate selected on the map, wherever it stands in the ranking.
fn selected_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    pointed_at: &mut Option<Suggestion>,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let candidate = view.selection.candidate().and_then(|id| session.study().register().get(id));
    let Some(candidate) = candidate.filter(|candidate| candidate.allows(view.function)) else {
        return;
    };
    let position = workspace.candidates.position_of(candidate.id);
    let gain = workspace.siting.gains.candidate(ui.ctx(), session, view, position);
    let Some(gain) = gain else { return };
    // What a click would change is residents, whatever the ranking counts.
    let change = match view.siting.gain_of {
        GainOf::Residents => gain,
        GainOf::Need | GainOf::Room => newcomer_at(session, view, candidate.at).gain,
    };
    let what = SiteChange::Open(SitePlace::of_candidate(candidate));
    let state = candidate.review.state();
    let row = SuggestionRow {
        suggestion: &Suggestion { what, change },
        title: language
            .pick(format!("所选：{}", candidate.name), format!("Selected: {}", candidate.name)),
        detail: counted_text(gain, view)
            .into_iter()
            .chain(
                [state.name(), state.siting_use().name()].map(|text| text.of(language).to_owned()),
            )
            .collect::<Vec<_>>()
            .join(" · "),
        hint: APPLY_OPEN,
    };
    row.show(ui, view, pointed_at, actions);
}

/// Why a place stands where it does.
fn reasons(study: &Study, view: &View, ranked: &Ranked) -> String {
    let (newcomer, language) = (&ranked.newcomer, view.language);
    let mut reasons: Vec<String> = counted_text(ranked.gain, view).into_iter().collect();
    if let Some(metres) = newcomer.mean_walk_m {
        let minutes = study.walk(view.group).minutes_for(metres);
        reasons.push(
            language.pick(format!("步行 {minutes:.1} 分钟"), format!("walk {minutes:.1} min")),
        );
    }
    if let Some(lead) = ranked.lead {
        let lead = persons(lead);
        reasons.push(language.pick(format!("领先 {lead} 人"), format!("{lead} ahead")));
    }
    if let Some(state) = ranked.review {
        reasons.push(state.name().of(language).to_owned());
    }
    if let Some((unit, count)) = newcomer.most_in {
        let (name, count) = (study.layers().units.name(unit), persons(count));
        reasons.push(language.pick(format!("{name} {count} 人"), format!("{count} in {name}")));
    }
    reasons.join(" · ")
}

/// What the ranking counts, where that is not the residents whom the row speaks of anyway.
fn counted_text(gain: Persons, view: &View) -> Option<String> {
    let (what, language) = (view.siting.gain_of, view.language);
    let gain = persons(gain);
    let name = what.name().of(language);
    (what != GainOf::Residents)
        .then(|| language.pick(format!("{name} {gain}"), format!("{name}: {gain}")))
}

/// What gains count: of the ranking, the candidates and buildings on the map, and the surface where it
/// is shown.
fn gain_of_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let combo = egui::ComboBox::from_id_salt("gain of").width(ui.available_width() - 8.0);
    let name = |what: GainOf| what.name().of(language);
    let shown = combo.selected_text(name(view.siting.gain_of)).truncate().show_ui(ui, |ui| {
        for gain_of in GainOf::ALL {
            let is_chosen = view.siting.gain_of == gain_of;
            let label = ui.selectable_label(is_chosen, name(gain_of));
            if label.on_hover_text(gain_of.sentence().of(language)).clicked() {
                show(SitingView { gain_of, ..view.siting.clone() }, actions);
                if matches!(view.symbology.surface, Surface::Gain(_)) {
                    let surface = Surface::Gain(gain_of);
                    let symbology = Symbology { surface, ..view.symbology };
                    actions.push(ViewAction::SetSymbology(symbology).into());
                }
            }
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, COUNTS.of(language));
    let hint = format!("{}\n{}", COUNTS.of(language), view.siting.gain_of.sentence().of(language));
    shown.response.on_hover_text(hint);
}

/// Which places may be chosen.
pub fn choice_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let has_register = !workspace.session.study().register().is_empty();
    let rules = [SitingRule::PassedOnly, SitingRule::WithUndecided, SitingRule::WhatIf];
    let stock = rules.into_iter().map(SiteChoice::Stock).take(if has_register { 3 } else { 1 });
    let name = |choice| terms::choice_name(choice, has_register).of(language);
    let combo = egui::ComboBox::from_id_salt("site choice").width(ui.available_width() - 8.0);
    let shown = combo.selected_text(name(view.siting.choice)).truncate().show_ui(ui, |ui| {
        for choice in stock.chain([SiteChoice::AllBuildings]) {
            let is_chosen = view.siting.choice == choice;
            if ui.selectable_label(is_chosen, name(choice)).clicked() {
                show(SitingView { choice, ..view.siting.clone() }, actions);
            }
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, CHOICE.of(language));
    shown.response.on_hover_text(CHOICE.of(language));
}

/// The counting of gains at all buildings: how far it is, and an end to it.
pub(super) fn buildings_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let (session, language) = (&workspace.session, view.language);
    let gains = &workspace.siting.gains;
    // Looking at them has them counted.
    let is_there = gains.buildings(ui.ctx(), session, view).is_some();
    let button = match gains.progress_of_buildings(session) {
        GainProgress::Current if is_there => {
            weak_ui(ui, COUNTED.of(language));
            return;
        }
        GainProgress::TooMany => {
            weak_ui(ui, TOO_MANY.of(language));
            return;
        }
        GainProgress::Stopped => {
            weak_ui(ui, NOT_COUNTED.of(language));
            (COUNT, true)
        }
        GainProgress::Current => (STOP, false),
        GainProgress::Counting(share) => {
            let done = format!("{:.0} %", 100.0 * share);
            weak_ui(
                ui,
                &language.pick(
                    format!("逐栋计算增益 {done}"),
                    format!("Gain at every building: {done}"),
                ),
            );
            ui.add(egui::ProgressBar::new(share as f32).desired_height(6.0));
            (STOP, false)
        }
    };
    let (text, counts) = button;
    if ui.small_button(text.of(language)).clicked() {
        actions.push(SitingAction::CountBuildings(counts).into());
    }
}
