//! The joint review of a candidate: the steps that are legal now, what each party says, and how the
//! review came to where it is.

use egui::{Role, Ui};

use crate::language::{Language, Text};
use crate::study::Candidate;
use crate::study::register::{
    Date, Opinion, Party, ReviewError, ReviewState, ReviewStep, SitingUse, Term as _, Transition,
    Verdict,
};
use crate::ui::action::{Action, RegisterAction};
use crate::ui::words;

use super::rows::Rows;

const STEPS: Text = Text::new("联审", "Joint review");
const WHO: Text = Text::new("经办人或单位", "By whom");
const WHY: Text = Text::new("原因或依据", "Reason");
const OPINIONS: Text = Text::new("部门意见与同意", "Opinions and consents");
const HISTORY: Text = Text::new("审查经过", "History of the review");
const VALID_UNTIL: Text = Text::new("临时使用期限", "Temporary use until");
const ON: Text = Text::new("日期", "Date");
const PERSON: Text = Text::new("签署人", "Person");
const DOCUMENT: Text = Text::new("文号", "Document no.");
const CONDITIONS: Text = Text::new("条件", "Conditions");
const NO_HISTORY: Text = Text::new("尚无记录", "Nothing recorded yet");
const LISTED_AS: Text = Text::new("列入登记时", "When listed");
const OVERRIDE: Text = Text::new("缺意见仍通过", "Pass without these opinions");
const OVERRIDE_HINT: Text = Text::new(
    "须写明经办人和原因，并记入审查经过",
    "Needs a name and a reason; both stay in the history of the review",
);
const ASSUMED: Text = Text::new(
    "状态与流转规则为本程序的假设：本市尚未公布联审表单与时限",
    "States and steps are an assumption of this program: the city has published no form or period",
);

/// Shows what can be done next, and folded below it opinions and history.
pub fn review_ui(
    ui: &mut Ui,
    candidate: &Candidate,
    language: Language,
    actions: &mut Vec<Action>,
) {
    steps_ui(ui, candidate, language, actions);
    let said = candidate.review.opinions().len();
    let title = format!("{} ({said}/{})", OPINIONS.of(language), Party::ALL.len());
    egui::CollapsingHeader::new(title).id_salt("opinions").show(ui, |ui| {
        for party in Party::ALL {
            opinion_ui(ui, candidate, *party, language, actions);
        }
    });
    let title = format!("{} ({})", HISTORY.of(language), candidate.review.history().len());
    egui::CollapsingHeader::new(title).id_salt("review history").show(ui, |ui| {
        history_ui(ui, candidate, language);
    });
}

/// The steps that may follow, with who and why; a step that an opinion stands against says so.
fn steps_ui(ui: &mut Ui, candidate: &Candidate, language: Language, actions: &mut Vec<Action>) {
    ui.label(egui::RichText::new(STEPS.of(language)).weak()).on_hover_text(ASSUMED.of(language));
    let id = candidate.id;
    let mut drafts = [WHO, WHY].map(|name| {
        let key = egui::Id::unique(("review draft", id, name.en));
        (name, key, ui.data(|data| data.get_temp::<String>(key)).unwrap_or_default())
    });
    ui.horizontal(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        for (name, key, text) in &mut drafts {
            let field = egui::TextEdit::singleline(text).hint_text(name.of(language));
            let field = ui.add(field.desired_width(width - 8.0));
            words::name_widget(&field, Role::TextInput, name.of(language));
            if field.changed() {
                ui.data_mut(|data| data.insert_temp(*key, text.clone()));
            }
        }
    });
    let [(_, _, who), (_, why_key, why)] = drafts;
    let from = candidate.review.state();
    let overrides = override_ui(ui, candidate, language);
    ui.horizontal_wrapped(|ui| {
        for to in from.next() {
            let mut step = ReviewStep::new(*to, Date::today(), &who, &why);
            step.overrides_missing = overrides;
            let allowed = candidate.review.clone().step(step.clone());
            let button = egui::Button::new(from.verb_to(*to).of(language));
            let response = ui.add_enabled(allowed.is_ok(), button);
            if response.clicked() {
                actions.push(RegisterAction::Step { id, step }.into());
                ui.data_mut(|data| data.remove::<String>(why_key));
            }
            if let Err(error) = allowed {
                response.on_disabled_hover_text(error.message().of(language));
            }
        }
    });
    let mut rows = Rows { ui, language, salt: id.0 };
    if let Some(valid_until) = rows.parsed(VALID_UNTIL, candidate.review.valid_until) {
        let mut candidate = Box::new(candidate.clone());
        candidate.review.valid_until = valid_until;
        actions.push(RegisterAction::Change { candidate, what: VALID_UNTIL }.into());
    }
}

/// Which departments have said nothing, and whether it is to pass without them.
fn override_ui(ui: &mut Ui, candidate: &Candidate, language: Language) -> bool {
    let review = &candidate.review;
    let waits_for_opinions =
        |to: &ReviewState| matches!(review.check_step(*to), Err(ReviewError::MissingOpinions(_)));
    let waiting = review.state().next().iter().copied().find(waits_for_opinions);
    let Some(error) = waiting.and_then(|to| review.check_step(to).err()) else { return false };
    let text = egui::RichText::new(error.message().of(language)).small();
    ui.label(text.color(ui.visuals().warn_fg_color));
    let key = egui::Id::unique(("review override", candidate.id));
    let mut overrides = ui.data(|data| data.get_temp(key)).unwrap_or(false);
    let asked = ui.checkbox(&mut overrides, OVERRIDE.of(language));
    if asked.on_hover_text(OVERRIDE_HINT.of(language)).changed() {
        ui.data_mut(|data| data.insert_temp(key, overrides));
    }
    overrides
}

/// What a party says, and on which grounds once it says anything.
fn opinion_ui(
    ui: &mut Ui,
    candidate: &Candidate,
    party: Party,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let known = candidate.review.opinion(party);
    let mut opinion = known.cloned();
    let mut rows = Rows { ui, language, salt: candidate.id.0 };
    let name = party.name();
    if let Some(verdict) = rows.word::<Verdict>(name, known.map(|known| known.verdict)) {
        opinion = verdict.map(|verdict| match opinion {
            Some(known) => Opinion { verdict, ..known },
            None => Opinion::new(verdict),
        });
    }
    if let Some(known) = known {
        ui.indent(("opinion", party), |ui| {
            ui.label(egui::RichText::new(party.concern().of(language)).small().weak());
            grounds_ui(ui, candidate, party, known, &mut opinion, language);
        });
    }
    if opinion.as_ref() != known {
        let mut candidate = Box::new(candidate.clone());
        candidate.review.set_opinion(party, opinion);
        actions.push(RegisterAction::Change { candidate, what: name }.into());
    }
}

fn grounds_ui(
    ui: &mut Ui,
    candidate: &Candidate,
    party: Party,
    known: &Opinion,
    opinion: &mut Option<Opinion>,
    language: Language,
) {
    // Fields of one name under several parties are told apart by their salt.
    let place = Party::ALL.iter().position(|other| *other == party).unwrap_or_default() as u32;
    let salt = candidate.id.0.wrapping_mul(16) + place + 1;
    let Some(opinion) = opinion else { return };
    ui.push_id(("grounds", party), |ui| {
        let mut rows = Rows { ui, language, salt };
        if let Some(on) = rows.parsed(ON, known.on) {
            opinion.on = on;
        }
        if let Some(person) = rows.text(PERSON, &known.person) {
            opinion.person = person;
        }
        if let Some(document_no) = rows.text(DOCUMENT, &known.document_no) {
            opinion.document_no = document_no;
        }
        if let Some(conditions) = rows.text(CONDITIONS, &known.conditions) {
            opinion.conditions = conditions;
        }
    });
}

fn history_ui(ui: &mut Ui, candidate: &Candidate, language: Language) {
    let review = &candidate.review;
    let began = review.began_as().name().of(language);
    ui.label(egui::RichText::new(format!("{}  {began}", LISTED_AS.of(language))).small().weak());
    if review.history().is_empty() {
        ui.label(egui::RichText::new(NO_HISTORY.of(language)).small().weak());
    }
    for Transition { on, from, to, who, why, without } in review.history() {
        let way = format!("{on}  {} → {}", from.name().of(language), to.name().of(language));
        ui.label(egui::RichText::new(way).small());
        let told: Vec<&str> =
            [who.as_str(), why.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        if !told.is_empty() {
            let told = told.join(language.pick("：", ": "));
            ui.label(egui::RichText::new(told).small().weak());
        }
        if !without.is_empty() {
            let names: Vec<&str> = without.iter().map(|party| party.name().of(language)).collect();
            let names = names.join(language.pick("、", ", "));
            let told = language.pick(format!("未经意见：{names}"), format!("without: {names}"));
            ui.label(egui::RichText::new(told).small().color(ui.visuals().warn_fg_color));
        }
    }
}

/// The colour in which it is told whether a state lets a candidate be sited.
pub fn siting_color(ui: &Ui, state: ReviewState) -> egui::Color32 {
    match state.siting_use() {
        SitingUse::Yes | SitingUse::WithLimits => ui.visuals().text_color(),
        SitingUse::Optional => ui.visuals().weak_text_color(),
        SitingUse::WhatIf | SitingUse::No => ui.visuals().warn_fg_color,
    }
}
