//! What is called while presenting: the bar of controls, and the line that says a what-if is under way.

use egui::{RichText, Role, Ui};

use crate::cartography::{Palette, Surface};
use crate::language::{Language, Text};
use crate::study::Study;
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::meeting::PresentAction;
use crate::ui::style::{self, color32};
use crate::ui::view::{Tool, View};
use crate::ui::words;

use super::{Presenting, keys};

const WHAT_IF: Text = Text::new("会上推演", "What if");
const HOW_TO_END: Text = Text::new(
    "Backspace 返回汇报，Enter 保留为新方案",
    "Backspace: back to the script. Enter: keep it",
);
const ONCE_MORE: Text = Text::new(
    "推演尚未保留：再按一次放弃推演并继续",
    "Not kept yet: press once more to give it up and go on",
);
const RETURN: Text = Text::new("返回汇报", "Back to the script");
const KEEP: Text = Text::new("保留为新方案", "Keep as a scenario");
const GAIN: Text = Text::new("增设效益", "Gain of one more");
const PLACE: Text = Text::new("放置设施", "Place facility");
const PREVIOUS: Text = Text::new("上一步", "Previous stop");
const NEXT: Text = Text::new("下一步", "Next stop");
const NOTE: Text = Text::new("记录", "Note");
const PEN: Text = Text::new("画笔", "Pen");
const RESULTS: Text = Text::new("结果", "Results");
const PRESENTER: Text = Text::new("演讲者窗口", "Presenter window");
const END: Text = Text::new("结束放映", "End the show");
const KEYS: Text = Text::new(
    "← → 翻步 · L 聚光 · [ ] 换功能 · B 黑屏 · M 收起",
    "← → stops · L spotlight · [ ] function · B blank · M hide",
);

/// Says that something is tried out, and offers how it ends, in one row where there is room for that; what
/// is given up by moving on is asked about below.
pub fn what_if_ui(ui: &mut Ui, view: &View, presenting: &Presenting, actions: &mut Vec<Action>) {
    let language = view.language;
    let color = color32(Palette::of(view.theme).hypothetical);
    let font = egui::FontId::proportional(style::CAPTION);
    ui.style_mut().text_styles.insert(egui::TextStyle::Button, font);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let name = RichText::new(WHAT_IF.of(language)).size(style::CAPTION).strong().color(color);
        ui.label(name).on_hover_text(HOW_TO_END.of(language));
        button(ui, RETURN, false, language, PresentAction::ReturnToScript, actions);
        button(ui, KEEP, false, language, PresentAction::Keep, actions);
    });
    if presenting.gives_up {
        let asked = RichText::new(ONCE_MORE.of(language)).size(style::CAPTION);
        ui.label(asked.color(ui.visuals().warn_fg_color));
    }
}

/// Shows the bar of controls.
pub fn controls_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    presenting: &Presenting,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    egui::Panel::bottom("controls").show(ui, |ui| {
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            button(ui, PREVIOUS, false, language, PresentAction::Previous, actions);
            button(ui, NEXT, false, language, PresentAction::Next, actions);
            ui.separator();
            function_ui(ui, workspace.session.study(), view, actions);
            let has_gain = matches!(view.symbology.surface, Surface::Gain(_));
            if ui.selectable_label(has_gain, GAIN.of(language)).on_hover_text("G").clicked() {
                actions.push(keys::toggle_gain(view));
            }
            let places = view.tool == Tool::Place;
            if ui.selectable_label(places, PLACE.of(language)).on_hover_text("P").clicked() {
                actions.push(ViewAction::ChooseTool(Tool::Place).into());
            }
            ui.separator();
            let shows = presenting;
            for (text, is_on, action) in [
                (NOTE, shows.note.is_some(), PresentAction::ToggleNote),
                (PEN, shows.has_pen, PresentAction::TogglePen),
                (RESULTS, shows.shows_results, PresentAction::ToggleResults),
                (PRESENTER, shows.shows_presenter, PresentAction::TogglePresenter),
            ] {
                button(ui, text, is_on, language, action, actions);
            }
            ui.separator();
            button(ui, END, false, language, PresentAction::End, actions);
        });
        ui.label(RichText::new(KEYS.of(language)).small().weak());
        ui.add_space(4.0);
    });
}

fn button(
    ui: &mut Ui,
    text: Text,
    is_on: bool,
    language: Language,
    action: PresentAction,
    actions: &mut Vec<Action>,
) {
    let text = text.of(language);
    let button = ui.add(egui::Button::new(text).selected(is_on));
    words::name_widget(&button, Role::Button, text);
    let key = keys::key_of(action).map(|key| key.name()).unwrap_or_default();
    if button.on_hover_text(key).clicked() {
        actions.push(action.into());
    }
}

fn function_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let (standard, language) = (study.standard(), view.language);
    let shown = standard.function(view.function).short_name.of(language);
    let combo = egui::ComboBox::from_id_salt("presented function").selected_text(shown);
    let response = combo.show_ui(ui, |ui| {
        for index in standard.indexes() {
            let name = standard.function(index).short_name.of(language);
            if ui.selectable_label(index == view.function, name).clicked() {
                actions.push(ViewAction::ChooseFunction(index).into());
            }
        }
    });
    words::name_widget(&response.response, Role::ComboBox, words::FUNCTION.of(language));
}
