//! Actions that make what people take along: booklet, workbook, picture, data and public page.

use std::path::{Path, PathBuf};

use crate::language::Message;
use crate::publication::FOLDER_FILES;
use crate::ui::app::App;
use crate::ui::handout::{Asked, Handout, HandoutEnd, HandoutJob, SeenMap};
use crate::ui::notice::Notice;
use crate::ui::save_dialog::Purpose;

/// Asks where a handout is to be written.
pub fn show(app: &mut App, handout: Handout) {
    let proposal = beside_study(app, handout.file_name(app.view.language));
    app.save_dialog.show(Purpose::Handout(handout), &proposal);
}

/// A file beside the study's, or in the current folder.
pub fn beside_study(app: &App, name: &str) -> PathBuf {
    let home = app.workspace.as_ref().and_then(|workspace| workspace.saving.home().path());
    let folder = home.and_then(Path::parent).unwrap_or(Path::new(""));
    let beside = folder.join(name);
    // The whole path: a name alone would not say where the file goes.
    std::path::absolute(&beside).unwrap_or(beside)
}

/// Begins to make a handout; one under way is stopped.
pub fn make(app: &mut App, ctx: &egui::Context, handout: Handout, path: &Path) {
    let (Some(workspace), language) = (&app.workspace, app.view.language) else { return };
    let (session, sources) = (&workspace.session, &workspace.report.layers);
    let seen = SeenMap::of(workspace, &app.view, &app.meeting);
    let particulars = app.save_dialog.particulars.clone();
    let asked = Asked { session, sources, language, seen, particulars };
    match HandoutJob::start(ctx, handout, asked, path) {
        Ok(job) => {
            app.handout = Some(job);
            app.save_dialog.close();
        }
        Err(error) => app.save_dialog.complain(Message::same(error.to_string())),
    }
}

/// Tells what came of it.
pub fn take_finished(app: &mut App) {
    let Some(end) = app.handout.as_ref().and_then(HandoutJob::take_finished) else { return };
    app.handout = None;
    app.notices.push(match end {
        HandoutEnd::Made(handout, path) => {
            let opens = match handout {
                Handout::PublicPage => path.join(FOLDER_FILES[0]),
                Handout::Booklet(_)
                | Handout::Workbook
                | Handout::Picture(_)
                | Handout::Data(_) => path.clone(),
            };
            Notice { opens: Some(opens), ..Notice::done(made(handout, &path)) }
        }
        HandoutEnd::Failed(what) => Notice::plain(what),
        HandoutEnd::Broken(panic) => {
            let text = Message::new(
                "生成时程序出错，研究未受影响。",
                "The program failed while making it. The study is untouched.",
            );
            Notice { details: vec![panic.to_string()], ..Notice::plain(text) }
        }
    });
}

fn made(handout: Handout, path: &Path) -> Message {
    let path = path.display();
    match handout {
        Handout::Booklet(_) => {
            Message::new(format!("图册已保存：{path}"), format!("The booklet is saved: {path}"))
        }
        Handout::Workbook => {
            Message::new(format!("工作簿已保存：{path}"), format!("The workbook is saved: {path}"))
        }
        Handout::Picture(_) => {
            Message::new(format!("图片已保存：{path}"), format!("The picture is saved: {path}"))
        }
        Handout::Data(_) => Message::new(
            format!("成果数据已导出，各列含义见 dictionary.csv：{path}"),
            format!("The data are exported; dictionary.csv explains their columns: {path}"),
        ),
        Handout::PublicPage => Message::new(
            format!(
                "公众查询页已保存，打开其中的 index.html 即可使用；未填审图号的，页面注明仅供内部使用：{path}"
            ),
            format!(
                "The public page is saved; open index.html in it. Where no map review number was \
                 typed it says that it is for internal use: {path}"
            ),
        ),
    }
}
