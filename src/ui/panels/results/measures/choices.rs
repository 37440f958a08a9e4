//! How many facilities residents have to choose from, and whom they would be left without.

use egui::Ui;

use crate::analysis::measures::{CHOICE_CLASSES, Choices};
use crate::cartography::Palette;
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{percent, persons};
use crate::ui::action::{Action, ViewAction};
use crate::ui::style::color32;
use crate::ui::view::Selection;

use super::Subject;
use super::plots::divided_bar;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "可选设施数 n_i = 步行距离以内的设施数；人均 = Σ p_i n_i ÷ Σ p_i（累积机会法，Hansen 1959）。\n\
     备用覆盖：n ≥ 2 的居民（Hogan & ReVelle 1986）；仅靠一处：n = 1，该设施关闭即无服务。",
    "Choices n_i = facilities within the walking limit; mean = Σ p_i n_i ÷ Σ p_i (cumulative \
     opportunities, Hansen 1959).\n\
     Backup coverage: residents with n ≥ 2 (Hogan & ReVelle 1986); one only: n = 1, without service \
     if it closes.",
);
const MEAN: Text = Text::new("人均可选设施", "Facilities per resident");
const BACKUP: Text = Text::new("两处及以上（备用覆盖）", "Two or more (backup)");
const ONE_ONLY: Text = Text::new("仅靠一处", "Depend on one only");
const IF_CLOSED: Text =
    Text::new("若关闭，失去服务的居民", "Residents who lose service if it closes");
const NUMBERS: [Text; CHOICE_CLASSES] = [
    Text::new("0 处", "none"),
    Text::new("1 处", "one"),
    Text::new("2 处", "two"),
    Text::new("3 处以上", "three or more"),
];
/// More facilities than these are read in a table, not in a panel.
const MOST_SHOWN: usize = 5;

pub(super) fn choices_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let Some(choices) = subject.figures.choices() else { return };
    let language = subject.view.language;
    bar_ui(ui, subject, &choices);
    let mean = choices.mean().map_or("–".to_owned(), |mean| format!("{mean:.2}"));
    explained_line_ui(ui, MEAN.of(language), &mean, || {
        let (met, all) = (persons(choices.met()), persons(choices.population()));
        format!("Σ p n ÷ Σ p = {met} ÷ {all} = {mean}")
    });
    let share = |residents: Persons| percent(residents.share_of(choices.population()));
    let figure = |residents: Persons| format!("{}  {}", persons(residents), share(residents));
    for (name, numbers, residents) in
        [(BACKUP, "n ≥ 2", choices.backed_up()), (ONE_ONLY, "n = 1", choices.depending_on_one())]
    {
        explained_line_ui(ui, name.of(language), &figure(residents), || {
            let (some, all) = (persons(residents), persons(choices.population()));
            format!("Σ p ({numbers}) ÷ Σ p = {some} ÷ {all} = {}", share(residents))
        });
    }
    dependents_ui(ui, subject, actions);
}

fn bar_ui(ui: &mut Ui, subject: &Subject, choices: &Choices) {
    let language = subject.view.language;
    let palette = Palette::of(subject.view.theme);
    let reached = palette.choice_ramp.classes(CHOICE_CLASSES - 1);
    let colors: Vec<_> = [palette.uncovered].into_iter().chain(reached).map(color32).collect();
    let share = |residents: Persons| residents.share_of(choices.population());
    let parts: Vec<_> = choices
        .by_number
        .into_iter()
        .zip(colors)
        .map(|(residents, color)| (share(residents).unwrap_or(0.0), color))
        .collect();
    let text = choices.by_number.into_iter().zip(NUMBERS).map(|(residents, number)| {
        format!("{} {}", number.of(language), percent(share(residents)))
    });
    let text = text.collect::<Vec<_>>().join(language.pick("，", ", "));
    divided_bar(ui, &text, &parts);
    ui.label(egui::RichText::new(text).small().weak());
}

/// The facilities that most residents depend on; clicked, one is selected.
fn dependents_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let Some(dependents) = subject.figures.dependents() else { return };
    let language = subject.view.language;
    let needed = dependents.iter().filter(|(_, residents)| *residents > Persons::ZERO);
    let mut needed = needed.take(MOST_SHOWN).peekable();
    if needed.peek().is_some() {
        let title = subject.of_the_whole(IF_CLOSED.of(language));
        ui.label(egui::RichText::new(title).small().weak());
    }
    for (id, residents) in needed {
        let Some(facility) = subject.workspace.session.facility(*id) else { continue };
        ui.horizontal(|ui| {
            if ui.link(&facility.name).clicked() {
                actions.push(ViewAction::Select(Selection::Facility(*id)).into());
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                ui.label(persons(*residents));
            });
        });
    }
}
