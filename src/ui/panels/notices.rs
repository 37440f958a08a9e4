//! Notices: what went wrong, what is untouched, details folded; they stay until dismissed.

use egui::Ui;

use crate::language::Text;
use crate::ui::action::{Action, ViewAction};
use crate::ui::app::Notice;
use crate::ui::view::View;

const DISMISS: Text = Text::new("知道了", "Dismiss");
const DETAILS: Text = Text::new("详情", "Details");
/// More lines than this are read in a file, not in a notice.
const MOST_DETAILS: usize = 30;

/// Shows the notices at the top of the map.
pub fn notices_ui(ui: &Ui, notices: &[Notice], view: &View, actions: &mut Vec<Action>) {
    if notices.is_empty() {
        return;
    }
    egui::Area::new(egui::Id::unique("notices"))
        .anchor(egui::Align2::CENTER_TOP, [0.0, 64.0])
        .order(egui::Order::Foreground)
        .show(ui.ctx(), |ui| {
            for (position, notice) in notices.iter().enumerate() {
                egui::Frame::window(ui.style()).show(ui, |ui| {
                    ui.set_width(480.0);
                    notice_ui(ui, position, notice, view, actions);
                });
            }
        });
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
    if ui.button(DISMISS.of(view.language)).clicked() {
        actions.push(ViewAction::DismissNotice(position).into());
    }
}
