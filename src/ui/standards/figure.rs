//! One number of the standard: its value to be changed, how well it is founded, its source, and the
//! way back to what it was.

use egui::{RichText, Ui};

use crate::language::{Language, Message, Text};
use crate::standard::{FigurePlace, Norm, Standard, Standing};
use crate::ui::action::{Action, StandardAction};
use crate::ui::style;
use crate::ui::words::{self, FieldText};

const RESTORE: Text = Text::new("还原", "Restore");
const NONE: Text = Text::new("无此指标", "no figure");
const NOT_A_NUMBER: Text = Text::new(
    "请输入数字；留空表示标准没有此指标",
    "A number; empty where the standard has no such figure",
);
/// Widths of the columns of name and value.
const NAME_WIDTH: f32 = 128.0;
const VALUE_WIDTH: f32 = 62.0;

/// A row of a grid: name, value and unit, standing, source, and the way back.
pub(super) struct FigureRow<'a> {
    pub standard: &'a Standard,
    pub place: FigurePlace,
    /// What the number belongs to, for screen readers: a function, a service, or nothing where its
    /// name says all.
    pub owner: &'a str,
    pub unit: Message,
    /// Said after the unit, such as the minutes a limit stands for.
    pub remark: Option<String>,
}

impl FigureRow<'_> {
    pub fn ui(&self, ui: &mut Ui, language: Language, actions: &mut Vec<Action>) {
        let name = self.place.name().of(language);
        let norm = self.standard.figure(&self.place);
        ui.horizontal(|ui| {
            ui.set_min_width(NAME_WIDTH);
            ui.label(name);
        });
        ui.horizontal(|ui| self.value_ui(ui, norm.as_ref(), language, actions));
        match &norm {
            Some(norm) => standing_ui(ui, norm.standing, &self.origin(norm, language), language),
            None => drop(ui.label(RichText::new(NONE.of(language)).small().weak())),
        }
        ui.horizontal(|ui| {
            let is_changed = self.standard.changes.iter().any(|change| change.is_of(&self.place));
            if is_changed {
                self.restore_ui(ui, language, actions);
            }
            if let Some(norm) = &norm {
                let source = RichText::new(self.origin(norm, language)).small().weak();
                ui.add(egui::Label::new(source).truncate());
            }
        });
        ui.end_row();
    }

    fn value_ui(
        &self,
        ui: &mut Ui,
        norm: Option<&Norm>,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        let current = norm.map_or_else(String::new, |norm| norm.value.to_string());
        let label = self.label(language);
        let field = FieldText { name: &label, current: &current };
        let entered = field.short_ui(ui, ("figure", self.place.clone()), VALUE_WIDTH);
        let unit = RichText::new(self.unit.of(language)).small().weak();
        ui.label(unit).on_hover_text(NOT_A_NUMBER.of(language));
        if let Some(remark) = &self.remark {
            ui.label(RichText::new(remark).small().weak());
        }
        let Some(entered) = entered else { return };
        let entered = entered.trim();
        match (entered.is_empty(), entered.parse::<f64>()) {
            (true, _) => actions.push(super::set(&self.place, None)),
            (false, Ok(value)) => actions.push(super::set(&self.place, Some(value))),
            (false, Err(_)) => {}
        }
    }

    fn restore_ui(&self, ui: &mut Ui, language: Language, actions: &mut Vec<Action>) {
        let button = ui.small_button(RESTORE.of(language));
        let label = format!("{} {}", RESTORE.of(language), self.label(language));
        words::name_widget(&button, egui::Role::Button, &label);
        if button.clicked() {
            actions.push(StandardAction::RestoreFigure(self.place.clone()).into());
        }
    }

    /// What screen readers call the number.
    fn label(&self, language: Language) -> String {
        format!("{} {}", self.owner, self.place.name().of(language)).trim_start().to_owned()
    }

    /// Where a number comes from: its document, or who set it in the study, when and why.
    fn origin(&self, norm: &Norm, language: Language) -> String {
        let last = self.standard.changes.iter().rev().find(|change| change.is_of(&self.place));
        match (norm.standing, last) {
            (Standing::SetInStudy, Some(change)) => {
                super::differences::author_text(&change.author, language)
            }
            _ => norm.source.clone(),
        }
    }
}

/// A standing, underlined with dots where the number is not official; its source on hover.
pub(super) fn standing_ui(ui: &mut Ui, standing: Standing, source: &str, language: Language) {
    let name = RichText::new(standing.name().of(language)).size(style::CAPTION);
    let label = ui.label(if standing.needs_mark() { name.weak() } else { name });
    if standing.needs_mark() {
        words::underline_with_dots(ui, &label);
    }
    if !source.is_empty() {
        label.on_hover_text(source);
    }
}
