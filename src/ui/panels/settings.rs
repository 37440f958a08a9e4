//! Language and theme of the window, and help about it.

use egui::Ui;

use crate::cartography::ThemeChoice;
use crate::language::{Language, Text};
use crate::ui::action::{Action, ViewAction};
use crate::ui::command::Command;
use crate::ui::view::View;

use super::top_bar::command_button;

const THEME: Text = Text::new("切换明暗", "Light or dark");
const HELP: Text = Text::new("帮助", "Help");
const LANGUAGE: Text = Text::new("切换语言", "Change language");

/// Shows the switches of both, and the menu of help.
pub(super) fn settings_ui(ui: &mut Ui, view: &View, actions: &mut Vec<Action>) {
    let (other, label) = match view.language {
        Language::Zh => (Language::En, "English"),
        Language::En => (Language::Zh, "中文"),
    };
    if ui.small_button(label).on_hover_text(LANGUAGE.of(view.language)).clicked() {
        actions.push(ViewAction::SetLanguage(other).into());
    }
    let (theme, label) = match view.theme {
        ThemeChoice::Dark => (ThemeChoice::Light, view.language.pick("浅色", "Light")),
        ThemeChoice::Light | ThemeChoice::Print => {
            (ThemeChoice::Dark, view.language.pick("深色", "Dark"))
        }
    };
    if ui.small_button(label).on_hover_text(THEME.of(view.language)).clicked() {
        actions.push(ViewAction::SetTheme(theme).into());
    }
    // Here and not above: the bar at the top is full on a small screen.
    ui.menu_button(HELP.of(view.language), |ui| {
        command_button(ui, Command::Handbook, view, true, actions);
    });
}
