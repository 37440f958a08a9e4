//! Actions that open and save studies, and what comes back from the background.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::basemap::is_basemap_path;
use crate::files::ImportOptions;
use crate::files::study_file::{SaveProblem, SavedStudy, is_geopackage_path};
use crate::language::Message;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::ui::action::FileAction;
use crate::ui::app::App;
use crate::ui::integrity::IntegrityCheck;
use crate::ui::leaving::Afterwards;
use crate::ui::meeting::Meeting;
use crate::ui::notice::{Concern, Notice};
use crate::ui::opening::{Finished, Opening, Request};
use crate::ui::outside;
use crate::ui::recovery;
use crate::ui::save_dialog::Purpose;
use crate::ui::saving::{Home, Moved};
use crate::ui::workspace::Workspace;

use super::{handouts, lists};

/// Recent files beyond these are forgotten.
const MOST_RECENT: usize = 10;

/// Carries out one action on files.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: FileAction) {
    match action {
        FileAction::OpenSample => leave(app, ctx, Afterwards::Open(Request::Sample)),
        FileAction::ShowOpening => app.opening.begin(false),
        FileAction::ShowUpdating => app.opening.begin(true),
        FileAction::CloseOpening => app.opening.shown = false,
        FileAction::BrowseFiles => app.opening.browse(ctx, app.view.language),
        FileAction::AddPaths(paths) => add_paths(app, ctx, &paths),
        FileAction::SetRole { entry, role } => app.opening.set_role(entry, role),
        FileAction::RemoveEntry(entry) => app.opening.remove_entry(entry),
        FileAction::OpenListed => review_listed(app, ctx),
        FileAction::CancelReading => app.opening.cancel_reading(),
        FileAction::OpenFile(path) => leave(app, ctx, Afterwards::Open(Request::File(path))),
        FileAction::ShowSaveAs => show_save_as(app),
        FileAction::CloseSaveAs => {
            app.save_dialog.close();
            app.after_saving = None;
        }
        FileAction::BrowseSaveAs => app.save_dialog.browse(ctx, app.view.language),
        FileAction::SaveTo(path) => save_to(app, ctx, &path),
        FileAction::ShowHandout(handout) => handouts::show(app, handout),
        FileAction::MakeHandout(handout, path) => handouts::make(app, ctx, handout, &path),
        FileAction::CancelHandout => app.handout = None,
        FileAction::OpenOutside(path) => {
            app.notices.extend(outside::open(&path).err().map(Notice::plain));
        }
        FileAction::ShowReadLists => lists::show_read(app),
        FileAction::ReadLists(path) => lists::read_back(app, &path, false),
        FileAction::ReadListsPartly(path) => lists::read_back(app, &path, true),
        FileAction::RetrySaving => {
            if let Some(workspace) = &app.workspace {
                workspace.saving.retry();
            }
        }
        FileAction::Compact => {
            if let Some(workspace) = &app.workspace {
                workspace.saving.compact();
            }
        }
        FileAction::Close => leave(app, ctx, Afterwards::Close),
        FileAction::SaveThenLeave => {
            app.after_saving = app.leaving.take();
            show_save_as(app);
        }
        FileAction::DiscardAndLeave => {
            if let Some(workspace) = &mut app.workspace {
                workspace.saving.discard();
            }
            if let Some(afterwards) = app.leaving.take() {
                go_on(app, ctx, afterwards);
            }
        }
        FileAction::Stay => app.leaving = None,
        FileAction::Recover(path) => {
            leave(app, ctx, Afterwards::Open(Request::Recovered(path)));
        }
        FileAction::DiscardRecovered(path) => {
            recovery::remove(&path);
            app.left_behind.retain(|left| left.path != path);
        }
    }
}

/// Reads the listed layers, to be looked at before they are taken over.
fn review_listed(app: &mut App, ctx: &egui::Context) {
    let mut sources = app.opening.listed_sources();
    app.decisions.recall(&mut sources);
    let options = ImportOptions { repair: true, thorough: true, ..ImportOptions::default() };
    let request = match &app.workspace {
        Some(workspace) if app.opening.is_update() => {
            Request::Update { before: Arc::new(workspace.snapshot()), sources, options }
        }
        _ => Request::Review { sources, options },
    };
    app.opening.start_reading(ctx, request);
}

/// A study file and a basemap are opened at once; layers gather in the list.
fn add_paths(app: &mut App, ctx: &egui::Context, paths: &[PathBuf]) {
    let (basemaps, paths): (Vec<_>, Vec<_>) =
        paths.iter().cloned().partition(|path| is_basemap_path(path));
    if let Some(path) = basemaps.last() {
        app.basemap.open(ctx, path);
    }
    if paths.is_empty() {
        return;
    }
    let is_update = app.opening.shown && app.opening.is_update();
    match paths.iter().find(|path| is_geopackage_path(path) && path.is_file()) {
        Some(path) if !is_update => leave(app, ctx, Afterwards::Open(Request::File(path.clone()))),
        _ => app.opening.add_paths(&paths),
    }
}

/// Goes on to something else, after asking what to do with edits that have no name.
pub fn leave(app: &mut App, ctx: &egui::Context, afterwards: Afterwards) {
    if app.workspace.as_ref().is_some_and(|workspace| workspace.saving.has_unsaved_edits()) {
        if matches!(afterwards, Afterwards::Close) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
        app.leaving = Some(afterwards);
    } else {
        go_on(app, ctx, afterwards);
    }
}

pub fn go_on(app: &mut App, ctx: &egui::Context, afterwards: Afterwards) {
    match afterwards {
        Afterwards::Open(request) => app.opening.start_reading(ctx, request),
        Afterwards::OpenReviewed => {
            let reviewed = app.review.take();
            app.opening = Opening::default();
            let Some(review) = reviewed else { return };
            app.decisions.keep(review.sources());
            let updated = review.is_update().then(|| proposal(app, "-update"));
            show(app, ctx, review.into_workspace());
            // The file of the older layers stays as it is.
            if let Some(proposal) = updated {
                app.save_dialog.show(Purpose::Study, &proposal);
            }
        }
        Afterwards::Close => {
            app.may_close = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
    }
}

/// Proposes a name beside the file the study has, or in the folder the program was started in.
fn show_save_as(app: &mut App) {
    let proposal = proposal(app, "");
    app.save_dialog.show(Purpose::Study, &proposal);
}

/// Where the study might be saved, its name with something at the end.
fn proposal(app: &App, mark: &str) -> PathBuf {
    let Some(workspace) = &app.workspace else { return PathBuf::new() };
    let name = workspace.session.study().layers().name.of(app.view.language);
    let path = workspace.saving.home().path();
    let of_file = path.and_then(Path::file_stem).map(|stem| stem.to_string_lossy().into_owned());
    let name = of_file.as_deref().unwrap_or(name);
    let stem: String =
        name.chars().map(|c| if "/\\:*?\"<>|".contains(c) { ' ' } else { c }).collect();
    let folder = match workspace.saving.home().path() {
        Some(path) => path.parent().map(Path::to_path_buf),
        None => app.recent.first().and_then(|path| path.parent()).map(Path::to_path_buf),
    };
    let folder = folder.or_else(|| std::env::current_dir().ok()).unwrap_or_default();
    folder.join(format!("{}{mark}.gpkg", stem.trim()))
}

fn save_to(app: &mut App, ctx: &egui::Context, path: &Path) {
    if let Some(workspace) = &mut app.workspace {
        workspace.session.finish_gesture();
    }
    // What was done so far goes where it went before; the new file begins with all of it.
    save_steps(app, ctx);
    let Some(workspace) = &mut app.workspace else { return };
    if workspace.saving.home() == &Home::File(path.to_path_buf()) {
        // It is there already, with every step.
        app.save_dialog.close();
        return;
    }
    let (snapshot, wake) = (workspace.snapshot(), ctx.clone());
    let begun = workspace.saving.save_as(path, snapshot, move || wake.request_repaint());
    if let Err(error) = begun {
        app.save_dialog.complain(Message::same(error.to_string()));
    }
}

/// Writes what the session did since it was last asked.
pub fn save_steps(app: &mut App, ctx: &egui::Context) {
    let Some(Workspace { session, report, saving, .. }) = &mut app.workspace else { return };
    let commits = session.take_commits();
    let snapshot = || SavedStudy::of(session, report);
    let wake = ctx.clone();
    let folder = app.data_folder.as_deref();
    saving.write(commits, folder, snapshot, move || wake.request_repaint());
}

/// Takes what dialogs, reading and saving jobs have finished since the last frame.
pub fn take_finished_work(app: &mut App, ctx: &egui::Context) {
    app.save_dialog.take_finished();
    take_saved(app, ctx);
    take_integrity(app);
    look_after_refuge(app, ctx);
    match app.opening.take_finished() {
        Some(Finished::Read(workspace)) => show(app, ctx, *workspace),
        Some(Finished::Review(review)) => {
            app.review = Some(review.after(app.review.take()));
            ctx.request_repaint();
        }
        Some(Finished::Failed(problems)) => {
            let language = app.view.language;
            let details = problems.iter().map(|problem| problem.one_line(language)).collect();
            let text = Message::new(
                "无法打开，已打开的内容未受影响。",
                "It could not be opened. What was open is untouched.",
            );
            app.notices.push(Notice { details, ..Notice::plain(text) });
        }
        Some(Finished::LayersListed) => ctx.request_repaint(),
        Some(Finished::Broken(panic)) => {
            let text = Message::new(
                "读取时程序出错，已打开的内容未受影响。",
                "The program failed while reading. What was open is untouched.",
            );
            let details = vec![panic.to_string()];
            app.notices.push(Notice { details, ..Notice::plain(text) });
        }
        None => {}
    }
    super::take_walk_change(app, ctx);
    super::siting::take_finished(app);
    handouts::take_finished(app);
    super::standards::take_finished(app);
    super::basemap::take_finished(app, ctx);
}

/// Edits are in some file at any time, even while their own cannot be written.
fn look_after_refuge(app: &mut App, ctx: &egui::Context) {
    let folder = app.data_folder.as_deref();
    let Some(Workspace { session, report, saving, .. }) = &mut app.workspace else { return };
    let wake = ctx.clone();
    let snapshot = || SavedStudy::of(session, report);
    saving.look_after_refuge(folder, snapshot, move || wake.request_repaint());
}

/// The check of the opened file has come to its end.
fn take_integrity(app: &mut App) {
    let Some(workspace) = &mut app.workspace else { return };
    let finding = workspace.integrity.as_ref().and_then(IntegrityCheck::take_finding);
    if let Some(finding) = finding {
        workspace.integrity = None;
        app.notices.extend(finding.map(Notice::plain));
    }
}

fn show(app: &mut App, ctx: &egui::Context, mut workspace: Workspace) {
    app.review = None;
    app.view = app.view.for_another_study();
    app.meeting = Meeting::default();
    app.view.function = most_offered_function(&workspace.session);
    app.notices.retain(|notice| notice.concern == Concern::Program);
    let file = workspace.saving.home().path();
    workspace.integrity = file.and_then(|path| IntegrityCheck::start(ctx, path));
    match workspace.saving.home().clone() {
        Home::File(path) => remember(app, path),
        Home::ReadOnly(path, reason) => {
            app.notices.push(Notice::plain(reason.message()));
            remember(app, path);
        }
        Home::Recovered(path) => app.left_behind.retain(|left| left.path != path),
        Home::Unsaved => {}
    }
    if let Some(copy) = &workspace.kept_copy {
        let copy = copy.display();
        app.notices.push(Notice::plain(Message::new(
            format!("文件已升级到新格式，旧文件保留为 {copy}"),
            format!("The file was upgraded to the new format; the old one is kept as {copy}"),
        )));
    }
    app.workspace = Some(workspace);
    ctx.request_repaint();
}

fn remember(app: &mut App, path: PathBuf) {
    let path = std::path::absolute(&path).unwrap_or(path);
    app.recent.retain(|known| *known != path);
    app.recent.insert(0, path);
    app.recent.truncate(MOST_RECENT);
}

/// A new file is complete, or cannot be made.
fn take_saved(app: &mut App, ctx: &egui::Context) {
    let Some(workspace) = &mut app.workspace else { return };
    match workspace.saving.take_moved() {
        Some(Moved::To(path)) => {
            app.save_dialog.close();
            remember(app, path);
            if let Some(afterwards) = app.after_saving.take() {
                go_on(app, ctx, afterwards);
            }
        }
        Some(Moved::Failed(problem)) => app.save_dialog.complain(explanation(&problem)),
        None => {}
    }
}

/// Why a file cannot be written, and what is untouched.
pub fn explanation(SaveProblem { path, error }: &SaveProblem) -> Message {
    let (path, error) = (path.display(), error.message());
    Message::new(
        format!("无法写入 {path}：{}。修改仍保留在程序中。", error.zh),
        format!("{path} cannot be written: {}. The edits are kept in the program.", error.en),
    )
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
