//! Actions that open files, and what comes back from the background.

use crate::files::ImportOptions;
use crate::language::Message;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::ui::action::FileAction;
use crate::ui::app::{App, Notice};
use crate::ui::opening::Finished;

/// Carries out one action on files.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: FileAction) {
    let opening = &mut app.opening;
    match action {
        FileAction::OpenSample => {
            opening.start_reading(ctx, Vec::new(), ImportOptions::default());
        }
        FileAction::ShowOpening => opening.show(),
        FileAction::CloseOpening => opening.shown = false,
        FileAction::BrowseFiles => opening.browse(ctx, app.view.language),
        FileAction::AddPaths(paths) => opening.add_paths(&paths),
        FileAction::SetRole { entry, role } => opening.set_role(entry, role),
        FileAction::RemoveEntry(entry) => opening.remove_entry(entry),
        FileAction::OpenListed => {
            let sources = opening.listed_sources();
            opening.start_reading(ctx, sources, ImportOptions::default());
        }
        FileAction::CancelReading => opening.cancel_reading(),
    }
}

/// Takes what dialogs and reading jobs have finished since the last frame.
pub fn take_finished_work(app: &mut App, ctx: &egui::Context) {
    match app.opening.take_finished() {
        Some(Finished::Read(workspace)) => {
            app.view = app.view.for_another_study();
            app.view.function = most_offered_function(&workspace.session);
            app.notices.clear();
            app.workspace = Some(*workspace);
            ctx.request_repaint();
        }
        Some(Finished::Failed(error)) => {
            let language = app.view.language;
            let details = error.0.iter().map(|problem| problem.one_line(language)).collect();
            let text = Message::new(
                "无法打开图层，已打开的内容未受影响。",
                "The layers could not be opened. What was open is untouched.",
            );
            app.notices.push(Notice { text, details });
        }
        Some(Finished::Broken(panic)) => {
            let text = Message::new(
                "读取图层时程序出错，已打开的内容未受影响。",
                "The program failed while reading the layers. What was open is untouched.",
            );
            app.notices.push(Notice { text, details: vec![panic.to_string()] });
        }
        None => {}
    }
}

/// The first function shown: the one with most facilities, so that the map has something to say;
/// the standard's own functions before those that only the data name.
fn most_offered_function(session: &Session) -> FunctionIndex {
    let standard = session.study().standard();
    let offering = |function: &FunctionIndex| {
        let facilities = session.facilities().values();
        let count = facilities.filter(|facility| facility.offers(*function)).count();
        (count > 0 && standard.function(*function).in_standard, count)
    };
    let later_first = standard.indexes().collect::<Vec<_>>().into_iter().rev();
    // Among equals the last one counts, which after turning them round is the first.
    later_first.max_by_key(offering).unwrap_or(FunctionIndex(0))
}
