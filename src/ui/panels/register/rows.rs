//! The rows of a record: a name at the left and a field at the right, which says what is entered.

use egui::{Role, Ui, vec2};

use crate::language::{Language, Text};
use crate::study::register::Term;
use crate::ui::words::{self, FieldText};

const UNKNOWN: Text = Text::new("未知", "Not known");
const YES: Text = Text::new("是", "Yes");
const NO: Text = Text::new("否", "No");
const NO_NUMBER: Text = Text::new("不是数字", "not a number");
const NO_VALUE: Text =
    Text::new("无法识别，日期写作 2026-03-31", "not understood; days are written 2026-03-31");

/// The width of the names.
const NAMES: f32 = 132.0;

/// A record whose rows are shown; `salt` tells its fields from those of other records.
pub struct Rows<'u> {
    pub ui: &'u mut Ui,
    pub language: Language,
    pub salt: u32,
}

impl Rows<'_> {
    /// A text; the new one once it is entered.
    pub fn text(&mut self, name: Text, current: &str) -> Option<String> {
        let (language, salt) = (self.language, self.salt);
        self.row(name, |ui, width| {
            let field = FieldText { name: name.of(language), current };
            field.short_ui(ui, ("record", salt, name.en), width)
        })
        .map(|text| text.trim().to_owned())
    }

    /// A number that may be unknown.
    pub fn number(&mut self, name: Text, current: Option<f64>) -> Option<Option<f64>> {
        let text = current.map_or_else(String::new, |number| number.to_string());
        self.checked(name, &text, NO_NUMBER, |text| text.replace([',', '，'], "").parse().ok())
    }

    /// A value that a text has to mean, or nothing; what it does not mean stays with the fault.
    fn checked<T>(
        &mut self,
        name: Text,
        current: &str,
        fault: Text,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Option<T>> {
        let (language, salt) = (self.language, self.salt);
        let read = |text: &str| match text.trim() {
            "" => Ok(None),
            text => parse(text).map(Some).ok_or_else(|| fault.of(language).to_owned()),
        };
        self.row(name, |ui, width| {
            let field = FieldText { name: name.of(language), current };
            let salt = ("record", salt, name.en);
            field.checked_ui(ui, salt, width, read)
        })
    }

    /// A value with a text of its own that may be unknown.
    pub fn parsed<T>(&mut self, name: Text, current: Option<T>) -> Option<Option<T>>
    where
        T: std::str::FromStr + std::fmt::Display,
    {
        let text = current.map_or_else(String::new, |value| value.to_string());
        self.checked(name, &text, NO_VALUE, |text| text.parse().ok())
    }

    /// A word of a vocabulary that may be unknown.
    pub fn word<T: Term>(&mut self, name: Text, current: Option<T>) -> Option<Option<T>> {
        let words = T::ALL.iter().map(|word| (Some(*word), word.name()));
        let choices: Vec<_> = std::iter::once((None, UNKNOWN)).chain(words).collect();
        self.choice(name, current, &choices)
    }

    /// A word of a vocabulary that is always known.
    pub fn known_word<T: Term>(&mut self, name: Text, current: T) -> Option<T> {
        let choices: Vec<_> = T::ALL.iter().map(|word| (*word, word.name())).collect();
        self.choice(name, current, &choices)
    }

    /// Yes, no, or not known.
    pub fn flag(&mut self, name: Text, current: Option<bool>) -> Option<Option<bool>> {
        self.choice(name, current, &[(None, UNKNOWN), (Some(true), YES), (Some(false), NO)])
    }

    fn choice<T: Copy + PartialEq>(
        &mut self,
        name: Text,
        current: T,
        choices: &[(T, Text)],
    ) -> Option<T> {
        let (language, salt) = (self.language, self.salt);
        self.row(name, |ui, width| {
            let combo = egui::ComboBox::from_id_salt(("record", salt, name.en)).width(width);
            let mut chosen = None;
            let shown = choices.iter().find(|(value, _)| *value == current);
            let shown = shown.map_or("", |(_, text)| text.of(language));
            let response = combo.selected_text(shown).truncate().show_ui(ui, |ui| {
                for (value, text) in choices {
                    let is_current = *value == current;
                    if ui.selectable_label(is_current, text.of(language)).clicked() && !is_current {
                        chosen = Some(*value);
                    }
                }
            });
            words::name_widget(&response.response, Role::ComboBox, name.of(language));
            chosen
        })
    }

    fn row<T>(&mut self, name: Text, field: impl FnOnce(&mut Ui, f32) -> T) -> T {
        let language = self.language;
        let row = self.ui.horizontal(|ui| {
            let height = ui.spacing().interact_size.y;
            let left = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(vec2(NAMES, height), left, |ui| {
                ui.set_min_width(NAMES);
                let text = egui::RichText::new(name.of(language)).small().weak();
                ui.add(egui::Label::new(text).truncate());
            });
            let width = ui.available_width();
            field(ui, width)
        });
        row.inner
    }
}
