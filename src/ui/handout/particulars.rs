//! What is typed for handouts that go out of the house: the map's review number, the date of the data, and
//! the language they are in. It is kept from one handout to the next.

use egui::{Role, TextEdit, Ui};

use crate::language::{Language, Text};
use crate::ui::words;

use super::Handout;

const LANGUAGE: Text = Text::new("语言", "Language");
const REVIEW_NUMBER: Text = Text::new("审图号", "Map review number");
const REVIEW_HINT: Text = Text::new(
    "公开使用地图须经审核；不填则注明仅供内部使用",
    "Maps for the public are reviewed; without a number they say that they are for internal use",
);
const DATA_DATE: Text = Text::new("数据日期", "State of the data");
const DATE_HINT: Text = Text::new("如 2026 年 6 月", "such as June 2026");
const LANGUAGES: [(Language, &str); 2] = [(Language::Zh, "中文"), (Language::En, "English")];
const FIELD: f32 = 300.0;

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Particulars {
    review_number: String,
    data_date: String,
    /// That of the window, unless another was chosen.
    language: Option<Language>,
}

impl Particulars {
    pub fn review_number(&self) -> Option<String> {
        typed(&self.review_number)
    }

    pub fn data_date(&self) -> Option<String> {
        typed(&self.data_date)
    }

    /// The language chosen, else that of the window.
    pub fn language_or(&self, window: Language) -> Language {
        self.language.unwrap_or(window)
    }

    /// Shows the fields that a handout has use for.
    pub fn ui(&mut self, ui: &mut Ui, handout: Handout, language: Language) {
        let is_booklet = matches!(handout, Handout::Booklet(_));
        if !is_booklet && handout != Handout::PublicPage {
            return;
        }
        egui::Grid::new("particulars").num_columns(2).spacing([8.0, 6.0]).show(ui, |ui| {
            let hint = REVIEW_HINT.of(language);
            field_ui(ui, REVIEW_NUMBER.of(language), hint, &mut self.review_number);
            if is_booklet {
                let hint = DATE_HINT.of(language);
                field_ui(ui, DATA_DATE.of(language), hint, &mut self.data_date);
                ui.label(LANGUAGE.of(language));
                ui.horizontal(|ui| {
                    for (choice, name) in LANGUAGES {
                        let is_chosen = self.language_or(language) == choice;
                        if ui.selectable_label(is_chosen, name).clicked() {
                            self.language = Some(choice);
                        }
                    }
                });
                ui.end_row();
            }
        });
        ui.add_space(6.0);
    }
}

fn typed(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn field_ui(ui: &mut Ui, name: &str, hint: &str, text: &mut String) {
    ui.label(name);
    let field = ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(FIELD));
    words::name_widget(&field, Role::TextInput, name);
    field.on_hover_text(hint);
    ui.end_row();
}
