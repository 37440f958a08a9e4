//! Actions that read an edited workbook of lists back; writing one is a handout.

use std::path::Path;

use crate::files::Problem;
use crate::files::workbook::{ReadBack, read_projects};
use crate::language::{Language, Message};
use crate::numbers::counted;
use crate::tables::List;
use crate::ui::app::App;
use crate::ui::handout::Handout;
use crate::ui::notice::Notice;
use crate::ui::save_dialog::Purpose;

use super::handouts;

/// Asks which workbook is to be read.
pub fn show_read(app: &mut App) {
    let name = Handout::Workbook.file_name(app.view.language);
    let proposal = handouts::beside_study(app, name);
    app.save_dialog.show(Purpose::ReadLists, &proposal);
}

/// Takes the changes of a workbook over as one step. Where some of it cannot be read, nothing is taken over
/// and the planner is asked, unless `partly` says that the rest is wanted.
pub fn read_back(app: &mut App, path: &Path, partly: bool) {
    let (Some(workspace), language) = (&mut app.workspace, app.view.language) else { return };
    let session = &mut workspace.session;
    let now = List::Projects.table(session, language);
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let read = std::fs::read(path)
        .map_err(|error| {
            let what =
                Message::new(format!("无法读取：{error}"), format!("cannot be read: {error}"));
            Box::new(Problem::in_file(&file, what))
        })
        .and_then(|bytes| read_projects(&file, &bytes, session.study(), session.shown(), &now));
    match read {
        Err(problem) => {
            let line = |language| problem.one_line(language);
            app.save_dialog.complain(Message::new(line(Language::Zh), line(Language::En)));
        }
        Ok(back) if !back.problems.is_empty() && !partly => {
            app.save_dialog.complain(faults(&back));
            if !back.edits.is_empty() {
                app.save_dialog.offer_the_rest(path);
            }
        }
        Ok(back) => {
            let details = back.problems.iter().map(|problem| problem.one_line(language)).collect();
            let label = Message::new("读回项目清单", "Read the list of projects back");
            let notice = match session.change_together(label, back.edits.clone()) {
                Ok(()) if back.problems.is_empty() => Notice::done(summary(&back)),
                Ok(()) => Notice::plain(summary(&back)),
                Err(error) => Notice::plain(error.message()),
            };
            app.save_dialog.close();
            app.notices.push(Notice { details, ..notice });
        }
    }
}

/// What cannot be read, the first of it line by line.
fn faults(back: &ReadBack) -> Message {
    const MOST: usize = 5;
    let count = back.problems.len();
    let lines = |language| {
        let lines = back.problems.iter().take(MOST).map(|problem| problem.one_line(language));
        let rest = count.saturating_sub(MOST);
        let more =
            (rest > 0).then(|| language.pick(format!("另有 {rest} 处"), format!("{rest} more")));
        lines.chain(more).collect::<Vec<_>>().join("\n")
    };
    Message::new(
        format!("{count} 处无法读入，研究未作任何修改：\n{}", lines(Language::Zh)),
        format!(
            "{} cannot be read; nothing has been changed:\n{}",
            counted(count, "place"),
            lines(Language::En)
        ),
    )
}

fn summary(back: &ReadBack) -> Message {
    let (cells, faults) = (back.changed_cells, back.problems.len());
    match faults {
        0 if cells == 0 => Message::new(
            "已读回：与研究一致，没有改动",
            "Read back: nothing differs from the study",
        ),
        0 => Message::new(
            format!("已读回：修改了 {cells} 个单元格"),
            format!("Read back: {} changed", counted(cells, "cell")),
        ),
        _ => Message::new(
            format!("已读回：修改了 {cells} 个单元格，{faults} 处未能读入"),
            format!(
                "Read back: {} changed, {} could not be read",
                counted(cells, "cell"),
                counted(faults, "place")
            ),
        ),
    }
}
