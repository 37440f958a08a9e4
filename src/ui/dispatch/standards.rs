//! Actions on the standard of the study: each change is one step with its author in the log.

use std::path::Path;
use std::sync::Arc;

use crate::files::{ImportError, Problem, read_standard, write_standard};
use crate::language::{Language, Message, Text};
use crate::standard::{FigurePlace, Standard, StandardError};
use crate::study::{Edit, StepLabel};
use crate::ui::action::StandardAction;
use crate::ui::app::App;
use crate::ui::notice::Notice;
use crate::ui::save_dialog::Purpose;

const NO_NAME: Text = Text::new(
    "标准未修改：请先填写修改人",
    "The standard was not changed: say first by whom it is changed",
);

/// Carries out one action on the standard.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: StandardAction) {
    match action {
        StandardAction::Show(function) => app.standards.show(function),
        StandardAction::Close => app.standards.close(),
        StandardAction::SetFigure { place, value } => set_figure(app, &place, value),
        StandardAction::RestoreFigure(place) => restore_figure(app, &place),
        StandardAction::AddFunction(function) => {
            let label = named("添加功能", "Add function", &function.name);
            change(app, label, |standard, author| Some(standard.with_function(*function, author)));
        }
        StandardAction::AddService { function, service } => {
            let label = named("添加服务", "Add service", &service.name);
            change(app, label, |standard, author| {
                standard.with_service(&function, *service, author)
            });
        }
        StandardAction::RemoveService { function, service } => {
            let label = named("移除服务", "Remove service", &Message::same(&service));
            change(app, label, |standard, author| {
                standard.without_service(&function, &service, author)
            });
        }
        StandardAction::Adopt(standard) => adopt(app, &standard),
        StandardAction::BrowseImport => app.standards.browse(ctx, app.view.language),
        StandardAction::Import(path) => import(app, &path),
        StandardAction::ShowExport => show_export(app),
        StandardAction::Export(path) => export(app, &path),
    }
}

/// Goes on where the system's dialog has been answered.
pub fn take_finished(app: &mut App) {
    if let Some(path) = app.standards.take_chosen() {
        import(app, &path);
    }
}

fn set_figure(app: &mut App, place: &FigurePlace, value: Option<f64>) {
    let Some(workspace) = &app.workspace else { return };
    let standard = workspace.session.study().standard();
    if standard.figure(place).map(|norm| norm.value) == value {
        return;
    }
    let written = |unit: &str| value.map_or("–".to_owned(), |value| format!("{value} {unit}"));
    let (owner, name, unit) = (owner_of(standard, place), place.name(), place.unit());
    let label = Message::new(
        format!("{}{}改为 {}", owner.zh, name.zh, written(unit.zh)),
        format!("{} {}: {}", owner.en, name.en.to_lowercase(), written(unit.en)),
    );
    change(app, label, |standard, author| standard.with_figure(place, value, author));
}

fn restore_figure(app: &mut App, place: &FigurePlace) {
    let Some(workspace) = &app.workspace else { return };
    let (owner, name) = (owner_of(workspace.session.study().standard(), place), place.name());
    let label = Message::new(
        format!("还原{}{}", owner.zh, name.zh),
        format!("Restore {} {}", owner.en, name.en.to_lowercase()),
    );
    change(app, label, |standard, author| standard.with_figure_restored(place, author));
}

/// What a number belongs to, as steps name it.
fn owner_of(standard: &Standard, place: &FigurePlace) -> Message {
    let function = place.function().and_then(|id| standard.function_by_id(id));
    function.map_or_else(
        || Message::new("标准：", "Standard:"),
        |function| Message::new(&function.short_name.zh, format!("{}:", function.short_name.en)),
    )
}

/// Changes the standard as one step, if what comes of it is sound.
fn change(
    app: &mut App,
    label: StepLabel,
    revise: impl FnOnce(&Standard, crate::standard::Author) -> Option<Standard>,
) {
    let Some(workspace) = &mut app.workspace else { return };
    let standard = workspace.session.study().standard();
    let Some(author) = app.standards.author() else {
        tell(app, vec![Message::new(NO_NAME.zh, NO_NAME.en)]);
        return;
    };
    let Some(revised) = revise(standard, author) else { return };
    // What was wrong before, as functions of the data may be, is not this change's fault.
    let known = standard.flaws();
    let flaws: Vec<_> = revised.flaws().into_iter().filter(|flaw| !known.contains(flaw)).collect();
    if !flaws.is_empty() {
        tell(app, flaws.iter().map(StandardError::message).collect());
        return;
    }
    match workspace.session.perform(label, [Edit::SetStandard(Arc::new(revised))]) {
        Ok(()) => {
            tell(app, Vec::new());
            app.standards.forget_drafts();
        }
        Err(error) => tell(app, vec![error.message()]),
    }
}

/// Puts another standard in the place of the study's.
fn adopt(app: &mut App, standard: &Standard) {
    let Some(workspace) = &mut app.workspace else { return };
    let adopted = Arc::new(standard.in_place_of(workspace.session.study().standard()));
    let label = named("采用标准", "Standard", &standard.name);
    let done = workspace.session.perform(label, [Edit::SetStandard(adopted)]);
    tell(app, done.err().map(|error| error.message()).into_iter().collect());
}

/// Reads a standard and turns to it; what of its file was not understood is told.
fn import(app: &mut App, path: &Path) {
    match read_standard(path) {
        Ok((standard, unread)) => {
            let standard = Arc::new(standard);
            app.standards.imported.push(standard.clone());
            adopt(app, &standard);
            if !unread.is_empty() {
                tell(app, unread.iter().map(told).collect());
            }
        }
        Err(ImportError(problems)) => tell(app, problems.iter().map(told).collect()),
    }
}

/// Tells what could not be done: in the window of the standard where it is open.
fn tell(app: &mut App, complaints: Vec<Message>) {
    match app.standards.shown {
        true => app.standards.complain(complaints),
        false => app.notices.extend(complaints.into_iter().map(Notice::plain)),
    }
}

fn show_export(app: &mut App) {
    let Some(workspace) = &app.workspace else { return };
    let folder = std::env::current_dir().unwrap_or_default();
    let name = format!("{}.toml", workspace.session.study().standard().id);
    app.save_dialog.show(Purpose::Standard, &folder.join(name));
}

fn export(app: &mut App, path: &Path) {
    let Some(workspace) = &app.workspace else { return };
    match write_standard(path, workspace.session.study().standard()) {
        Ok(()) => {
            app.save_dialog.close();
            let path = path.display();
            app.notices.push(Notice::done(Message::new(
                format!("标准已导出：{path}"),
                format!("The standard is exported: {path}"),
            )));
        }
        Err(ImportError(problems)) => {
            if let Some(problem) = problems.first() {
                app.save_dialog.complain(told(problem));
            }
        }
    }
}

fn told(problem: &Problem) -> Message {
    Message::new(problem.one_line(Language::Zh), problem.one_line(Language::En))
}

fn named(zh: &str, en: &str, name: &Message) -> StepLabel {
    Message::new(format!("{zh}：{}", name.zh), format!("{en}: {}", name.en))
}
