//! The window on the presenter's own screen: the speaker's notes, what comes next, and the time.

use egui::{RichText, Ui, ViewportBuilder, ViewportClass, ViewportId};

use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers;
use crate::study::Stop;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::meeting::{Meeting, PresentAction};
use crate::ui::style::{self, color32};
use crate::ui::view::View;

use super::{Presenting, keys, now_ms};

const TITLE: Text = Text::new("演讲者窗口", "Presenter window");
const NO_NOTES: Text = Text::new("此步骤没有备注", "No notes for this stop");
const NEXT: Text = Text::new("下一步：", "Next: ");
const LAST: Text = Text::new("这是最后一步", "This is the last stop");
const THIS_STOP: Text = Text::new("本步", "This stop");
const ALL_STOPS: Text = Text::new("总计", "All stops");

/// Of the window, in pixels of the desk.
const SIZE: egui::Vec2 = egui::vec2(900.0, 640.0);

/// Shows the presenter's window while it is open.
pub fn presenter_ui(
    ctx: &egui::Context,
    workspace: &Workspace,
    view: &View,
    meeting: &Meeting,
    actions: &mut Vec<Action>,
) {
    let Some(presenting) = meeting.presenting.as_ref().filter(|now| now.shows_presenter) else {
        return;
    };
    let Some(stop) = meeting.current(workspace.session.study()) else { return };
    let title = TITLE.of(view.language);
    // Its letters are as large as those on the wall, but it must not take the whole of a small screen.
    let size = SIZE / ctx.zoom_factor().max(1.0);
    let builder = ViewportBuilder::default().with_title(title).with_inner_size(size);
    ctx.show_viewport_immediate(ViewportId::from_hash_of("presenter"), builder, |ui, class| {
        let show = |ui: &mut Ui| {
            window_ui(ui, workspace, view, presenting, stop);
        };
        if class == ViewportClass::EmbeddedWindow {
            show(ui);
            return;
        }
        keys::take_keys(ui, workspace, view, meeting, actions);
        if ui.input(|input| input.viewport().close_requested()) {
            actions.push(PresentAction::TogglePresenter.into());
        }
        // Unlike the main window, this one is not cleared with the panels' colour.
        let fill = color32(Palette::of(view.theme).panel);
        let frame = egui::Frame::central_panel(ui.style()).fill(fill);
        egui::CentralPanel::default().frame(frame).show(ui, show);
    });
}

fn window_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    presenting: &Presenting,
    stop: &Stop,
) {
    let language = view.language;
    let walkthrough = workspace.session.study().walkthrough();
    let position = walkthrough.position(stop.id).unwrap_or_default();
    let now = now_ms();
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(numbers::beijing_clock(now)).size(style::HEADING).strong());
        ui.separator();
        let spent = seconds_between(presenting.stop_began_ms, now);
        time_ui(ui, THIS_STOP, spent, stop.planned_s, language);
        ui.separator();
        let spent = seconds_between(presenting.began_ms, now);
        time_ui(ui, ALL_STOPS, spent, walkthrough.planned_s(), language);
    });
    ui.separator();
    let number = format!("{} / {}", position + 1, walkthrough.len());
    ui.label(RichText::new(number).weak());
    ui.label(RichText::new(stop.title.of(language)).size(style::HEADING).strong());
    ui.add_space(4.0);
    let next = walkthrough.stops().get(position + 1);
    let next = next.map_or_else(
        || LAST.of(language).to_owned(),
        |next| format!("{}{}", NEXT.of(language), next.title.of(language)),
    );
    ui.label(RichText::new(next).weak());
    ui.separator();
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match stop.notes.is_empty() {
        true => ui.label(RichText::new(NO_NOTES.of(language)).weak()),
        false => ui.label(RichText::new(&stop.notes).size(style::HEADING)),
    });
}

/// Time spent and time planned; what runs over is marked.
fn time_ui(ui: &mut Ui, what: Text, spent_s: u32, planned_s: u32, language: Language) {
    let planned = if planned_s == 0 { "–".to_owned() } else { minutes(planned_s) };
    let text = format!("{} {} / {planned}", what.of(language), minutes(spent_s));
    let is_over = planned_s > 0 && spent_s > planned_s;
    let text = RichText::new(text);
    let text = if is_over { text.color(ui.visuals().warn_fg_color).strong() } else { text };
    ui.label(text);
}

fn seconds_between(from_ms: i64, to_ms: i64) -> u32 {
    u32::try_from((to_ms - from_ms).max(0) / 1000).unwrap_or(u32::MAX)
}

/// `2:05`
fn minutes(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
