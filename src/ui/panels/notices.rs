//! Notices: what went wrong, what is untouched, details folded, until it is dismissed; and what is done,
//! for a while.

use std::path::Path;

use egui::Ui;

use crate::language::Text;
use crate::ui::action::{Action, FileAction, ViewAction};
use crate::ui::app::App;
use crate::ui::floating::Floating;
use crate::ui::notice::Notice;
use crate::ui::recovery::LeftBehind;
use crate::ui::style;
use crate::ui::view::View;

const OPEN: Text = Text::new("打开", "Open");
const OPEN_FOLDER: Text = Text::new("打开所在文件夹", "Open its folder");
const DISMISS: Text = Text::new("知道了", "Dismiss");
const LEFT_BEHIND: Text = Text::new(
    "上次有修改没有写入研究文件，是否恢复？",
    "Edits were left that are in no study file. Restore them?",
);
const RESTORE: Text = Text::new("恢复", "Restore");
const GIVE_UP: Text = Text::new("放弃", "Discard");
/// How high the bar of controls is on the wall.
const ABOVE_CONTROLS: f32 = 72.0;
const MOST_LEFT_BEHIND: usize = 5;
const DETAILS: Text = Text::new("详情", "Details");
/// More lines than this are read in a file, not in a notice.
const MOST_DETAILS: usize = 30;

/// Shows the notices at the top of the map; while a window is open, whose title would lie below them,
/// above the status bar.
pub fn notices_ui(ui: &Ui, app: &App, actions: &mut Vec<Action>) {
    let App { notices, left_behind, view, review, .. } = app;
    let left_behind = if review.is_some() { &[][..] } else { left_behind };
    if notices.is_empty() && left_behind.is_empty() {
        return;
    }
    let on_the_wall = app.meeting.presenting.as_ref();
    if let Some(presenting) = on_the_wall {
        told_on_the_wall_ui(ui, notices, view, presenting.shows_controls);
    }
    // What has its line on the wall already.
    let has_line = |notice: &Notice| on_the_wall.is_some() && notice.is_brief();
    if left_behind.is_empty() && notices.iter().all(has_line) {
        return;
    }
    let (align, down) = match Floating::any_open(app) {
        true => (egui::Align2::CENTER_BOTTOM, -40.0),
        false => (egui::Align2::CENTER_TOP, 64.0),
    };
    egui::Area::new(egui::Id::unique("notices"))
        .anchor(align, [0.0, down])
        .order(egui::Order::Foreground)
        .show(ui.ctx(), |ui| {
            if !left_behind.is_empty() {
                egui::Frame::window(ui.style()).show(ui, |ui| {
                    ui.set_width(480.0);
                    left_behind_ui(ui, left_behind, view, actions);
                });
            }
            let cards = notices.iter().enumerate().filter(|(_, notice)| !has_line(notice));
            for (position, notice) in cards {
                egui::Frame::window(ui.style()).show(ui, |ui| {
                    ui.set_width(480.0);
                    notice_ui(ui, position, notice, view, actions);
                });
            }
        });
}

/// Shows what is done and goes away by itself as a small line at the lower edge of the wall, or above the
/// bar of controls: it must cover neither the words of the stop nor what is pointed at on the map.
fn told_on_the_wall_ui(ui: &Ui, notices: &[Notice], view: &View, has_controls: bool) {
    let up = if has_controls { ABOVE_CONTROLS } else { 4.0 };
    let mut brief = notices.iter().filter(|notice| notice.is_brief()).peekable();
    if brief.peek().is_none() {
        return;
    }
    egui::Area::new(egui::Id::unique("told on the wall"))
        .anchor(egui::Align2::CENTER_BOTTOM, [0.0, -up])
        .order(egui::Order::Foreground)
        .interactable(false)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).inner_margin(4.0).show(ui, |ui| {
                for notice in brief {
                    let text = egui::RichText::new(notice.text.of(view.language));
                    ui.add(egui::Label::new(text.size(style::CAPTION)).extend());
                }
            });
        });
}

/// Studies without a name that an earlier session left: to be taken up again or given up.
fn left_behind_ui(ui: &mut Ui, found: &[LeftBehind], view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    ui.label(LEFT_BEHIND.of(language));
    for LeftBehind { path, name, modified } in found.iter().take(MOST_LEFT_BEHIND) {
        ui.horizontal(|ui| {
            if let Some(name) = name {
                ui.strong(name.of(language));
            }
            let minutes = modified.elapsed().unwrap_or_default().as_secs() / 60;
            ui.label(match minutes {
                0..=120 => language.pick(format!("{minutes} 分钟前"), format!("{minutes} min ago")),
                _ => {
                    let hours = minutes / 60;
                    language.pick(format!("{hours} 小时前"), format!("{hours} hours ago"))
                }
            });
            if ui.button(RESTORE.of(language)).clicked() {
                actions.push(FileAction::Recover(path.clone()).into());
            }
            if ui.button(GIVE_UP.of(language)).clicked() {
                actions.push(FileAction::DiscardRecovered(path.clone()).into());
            }
        });
    }
}

fn notice_ui(
    ui: &mut Ui,
    position: usize,
    notice: &Notice,
    view: &View,
    actions: &mut Vec<Action>,
) {
    ui.label(notice.text.of(view.language));
    if let Some(first) = notice.details.first() {
        ui.colored_label(ui.visuals().error_fg_color, first);
    }
    if notice.details.len() > 1 {
        let header = egui::CollapsingHeader::new(DETAILS.of(view.language)).id_salt(position);
        header.show(ui, |ui| {
            for line in notice.details.iter().skip(1).take(MOST_DETAILS) {
                ui.small(line);
            }
        });
    }
    ui.horizontal(|ui| {
        if let Some(made) = &notice.opens {
            open_ui(ui, made, view, actions);
        }
        if ui.button(DISMISS.of(view.language)).clicked() {
            actions.push(ViewAction::DismissNotice(position).into());
        }
    });
}

/// What was made, and the folder it is in.
fn open_ui(ui: &mut Ui, made: &Path, view: &View, actions: &mut Vec<Action>) {
    if ui.button(OPEN.of(view.language)).clicked() {
        actions.push(FileAction::OpenOutside(made.to_path_buf()).into());
    }
    let folder = made.parent().filter(|_| ui.button(OPEN_FOLDER.of(view.language)).clicked());
    if let Some(folder) = folder {
        actions.push(FileAction::OpenOutside(folder.to_path_buf()).into());
    }
}
