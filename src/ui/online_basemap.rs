//! Asking for a basemap from a server: its address is typed, and nothing is contacted before the
//! planner has read which server that is and what it learns.

use egui::{Role, TextEdit, Ui};

use crate::basemap::Address;
use crate::language::{Language, Text};

use super::action::{Action, BasemapAction};
use super::words;

const TITLE: Text = Text::new("在线底图", "Online basemap");
const HINT: Text = Text::new(
    "输入栅格瓦片服务的网址，用 {z}、{x}、{y} 表示级别、列、行。请遵守该服务的使用条款；公开展示的地图须标注审图号。",
    "Type the address of a server of raster tiles, with {z}, {x} and {y} for zoom, column and row. \
     Mind the server's terms of use; maps shown in public in China need a review number (审图号).",
);
const ADDRESS: Text = Text::new("瓦片网址", "Address of the tiles");
const SOURCE: Text =
    Text::new("须标注的来源（署名、审图号）", "Source to be named on the map (attribution)");

/// The state of the dialog.
#[derive(Default)]
pub struct OnlineDialog {
    shown: bool,
    wants_focus: bool,
    address: String,
    source: String,
}

impl OnlineDialog {
    /// Shows the dialog, with what was typed before.
    pub fn show(&mut self) {
        self.shown = true;
        self.wants_focus = true;
    }

    pub fn is_shown(&self) -> bool {
        self.shown
    }

    pub fn close(&mut self) {
        self.shown = false;
    }

    pub fn window_ui(&mut self, ui: &Ui, language: Language, actions: &mut Vec<Action>) {
        if !self.shown {
            return;
        }
        let answer = egui::Modal::new(egui::Id::unique("online basemap")).show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            ui.heading(TITLE.of(language));
            ui.add_space(4.0);
            ui.label(egui::RichText::new(HINT.of(language)).weak());
            ui.add_space(8.0);
            self.fields_ui(ui, language);
            ui.add_space(8.0);
            self.confirmation_ui(ui, language, actions);
        });
        if answer.should_close() {
            actions.push(BasemapAction::CloseOnline.into());
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, language: Language) {
        let fields = [(&mut self.address, ADDRESS), (&mut self.source, SOURCE)];
        for (typed, name) in fields {
            let field = TextEdit::singleline(typed).hint_text(name.of(language));
            let field = ui.add(field.desired_width(f32::INFINITY));
            words::name_widget(&field, Role::TextInput, name.of(language));
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
        }
    }

    /// Says what will be contacted and what is sent, before the button that does it.
    fn confirmation_ui(&self, ui: &mut Ui, language: Language, actions: &mut Vec<Action>) {
        let parsed = Address::parse(&self.address, &self.source);
        match &parsed {
            Ok(address) => {
                let host = address.host();
                ui.label(language.pick(
                    format!(
                        "将联系 {host}，直到改选其他底图或关闭程序。对方会得到本机的网络地址、程序名称和所看瓦片的编号，即研究所在的位置；研究中的数据不会发送。"
                    ),
                    format!(
                        "{host} will be contacted until another basemap is chosen or the program \
                         is closed. It learns the network address of this computer, the \
                         program's name, and the numbers of the tiles looked at, that is, where \
                         the study lies. Nothing of the study's data is sent."
                    ),
                ));
            }
            Err(error) if !self.address.trim().is_empty() => {
                let reason = error.message();
                ui.colored_label(ui.visuals().error_fg_color, reason.of(language));
            }
            Err(_) => {}
        }
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            let host = parsed.as_ref().map_or("…", Address::host);
            let verb = language.pick(format!("联系 {host}"), format!("Contact {host}"));
            let contact = ui.add_enabled(parsed.is_ok(), egui::Button::new(verb));
            if contact.clicked()
                && let Ok(address) = parsed
            {
                actions.push(BasemapAction::GoOnline(address).into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(BasemapAction::CloseOnline.into());
            }
        });
    }
}
