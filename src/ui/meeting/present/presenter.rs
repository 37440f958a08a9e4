//! The window on the presenter's own screen: the speaker's notes, what comes next, and the time.

use egui::{Align, Layout, RichText, Ui, ViewportBuilder, ViewportClass, ViewportId, vec2};

use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers;
use crate::study::Stop;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::meeting::{Meeting, PresentAction};
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::words;

use super::{Presenting, keys, now_ms};

const TITLE: Text = Text::new("演讲者窗口", "Presenter window");
const NO_NOTES: Text = Text::new("此步骤没有备注", "No notes for this stop");
const NEXT: Text = Text::new("下一步：", "Next: ");
const PICTURE: Text = Text::new("下一步的画面", "Picture of the next stop");
const LAST: Text = Text::new("这是最后一步", "This is the last stop");
const THIS_STOP: Text = Text::new("本步", "This stop");
const ALL_STOPS: Text = Text::new("总计", "All stops");

/// Of the window, in pixels of the desk.
const SIZE: egui::Vec2 = vec2(900.0, 640.0);
/// What comes next takes this share of the width, and not more than so much of it.
const NEXT_SHARE: f32 = 0.4;
const WIDEST_NEXT: f32 = 360.0;

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
    ui.separator();
    let room = ui.available_size();
    ui.horizontal_top(|ui| {
        let side = (room.x * NEXT_SHARE).min(WIDEST_NEXT);
        let gap = ui.spacing().item_spacing.x;
        let down = Layout::top_down(Align::Min);
        let notes = vec2((room.x - side - gap).max(0.0), room.y);
        ui.allocate_ui_with_layout(notes, down, |ui| notes_ui(ui, stop, language));
        ui.allocate_ui_with_layout(vec2(side, room.y), down, |ui| {
            next_ui(ui, workspace, view, walkthrough.stops().get(position + 1));
        });
    });
}

fn notes_ui(ui: &mut Ui, stop: &Stop, language: Language) {
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match stop.notes.is_empty() {
        true => ui.label(RichText::new(NO_NOTES.of(language)).weak()),
        false => ui.label(RichText::new(&stop.notes).size(style::HEADING)),
    });
}

/// The stop that comes next: its title, and its map in small.
fn next_ui(ui: &mut Ui, workspace: &Workspace, view: &View, next: Option<&Stop>) {
    let language = view.language;
    let Some(next) = next else {
        ui.label(RichText::new(LAST.of(language)).weak());
        return;
    };
    let title = next.title.of(language);
    ui.label(RichText::new(format!("{}{title}", NEXT.of(language))).weak());
    let session = &workspace.session;
    let picture = workspace.stop_pictures.picture(ui.ctx(), session, next, view);
    if let Some(picture) = picture {
        let shown = egui::Image::new(&picture).max_width(ui.available_width()).corner_radius(6);
        let shown = ui.add(shown.alt_text(PICTURE.of(language)));
        words::name_widget(&shown, egui::Role::Image, PICTURE.of(language));
    }
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
