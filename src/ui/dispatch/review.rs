//! Actions on layers that are read and not yet taken over.

use std::path::Path;

use crate::files::Overrides;
use crate::language::Message;
use crate::ui::action::ReviewAction;
use crate::ui::app::App;
use crate::ui::leaving::Afterwards;
use crate::ui::notice::Notice;
use crate::ui::review::Review;
use crate::ui::save_dialog::Purpose;

use super::files::{go_on, leave};

/// Carries out one action.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: ReviewAction) {
    match action {
        // The edits of an updated study go with it.
        ReviewAction::Accept if app.review.as_ref().is_some_and(Review::is_update) => {
            go_on(app, ctx, Afterwards::OpenReviewed);
        }
        ReviewAction::Accept => leave(app, ctx, Afterwards::OpenReviewed),
        ReviewAction::GoBack => {
            app.review = None;
            app.opening.cancel_reading();
            app.opening.show();
        }
        ReviewAction::SetCrs { layer, crs } => read_again(app, ctx, layer, |said| said.crs = crs),
        ReviewAction::SetEncoding { layer, encoding } => {
            read_again(app, ctx, layer, |said| said.encoding = encoding);
        }
        ReviewAction::SetColumn { layer, field, column } => {
            read_again(app, ctx, layer, |said| said.set_column(field, column));
        }
        ReviewAction::Show(place) => {
            if let Some(review) = &mut app.review {
                review.show(place);
            }
        }
        ReviewAction::FlyTo { finding, problem } => {
            if let Some(review) = &mut app.review {
                review.fly_to(finding, problem);
            }
        }
        ReviewAction::ShowSaveReport => {
            let folder = std::env::current_dir().unwrap_or_default();
            let name = app.view.language.pick("读入报告.txt", "import-report.txt");
            app.save_dialog.show(Purpose::Report, &folder.join(name));
        }
        ReviewAction::SaveReport(path) => save_report(app, &path),
    }
}

/// Reads the layers once more with another word on one of them.
fn read_again(
    app: &mut App,
    ctx: &egui::Context,
    layer: usize,
    change: impl FnOnce(&mut Overrides),
) {
    let request = app.review.as_ref().and_then(|review| review.changed(layer, change));
    if let Some(request) = request {
        app.opening.start_reading(ctx, request);
    }
}

fn save_report(app: &mut App, path: &Path) {
    let Some(review) = &app.review else { return };
    match std::fs::write(path, review.account(app.view.language)) {
        Ok(()) => {
            app.save_dialog.close();
            let path = path.display();
            app.notices.push(Notice::done(Message::new(
                format!("报告已保存：{path}"),
                format!("The report is saved: {path}"),
            )));
        }
        Err(error) => app.save_dialog.complain(Message::new(
            format!("无法写入：{error}"),
            format!("It cannot be written: {error}"),
        )),
    }
}
