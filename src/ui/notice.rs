//! What the planner is told, how long it stays, and what it is about. `panels::notices` shows it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::language::Message;

use super::recovery::new_crash_reports;

/// Something the planner is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    pub text: Message,
    /// One line each, folded away.
    pub details: Vec<String>,
    pub concern: Concern,
    /// What was made, to be opened with the system's program for it.
    pub opens: Option<PathBuf>,
    pub stay: Stay,
}

/// How long a notice stays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stay {
    UntilDismissed,
    /// It goes away by itself, some time after it was first shown: in seconds of the window's clock.
    AWhile {
        since: Option<f64>,
    },
}

/// How many seconds a notice stays that goes away by itself: longer where it offers to open something.
const A_WHILE_S: f64 = 8.0;
const A_WHILE_TO_OPEN_S: f64 = 12.0;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// The study that is open or was to be opened; of no use once another one is.
    Study,
    Program,
}

impl Notice {
    /// What must not be missed: it stays until it is dismissed.
    pub fn plain(text: Message) -> Self {
        Self {
            text,
            details: Vec::new(),
            concern: Concern::Study,
            opens: None,
            stay: Stay::UntilDismissed,
        }
    }

    /// What was asked for is done: good to know, and no more.
    pub fn done(text: Message) -> Self {
        Self { stay: Stay::AWhile { since: None }, ..Self::plain(text) }
    }

    /// Whether it goes away by itself and offers nothing.
    pub fn is_brief(&self) -> bool {
        self.stay != Stay::UntilDismissed && self.opens.is_none() && self.details.is_empty()
    }

    /// Tells of crashes that happened since the program was last started; at most one notice.
    pub fn of_crashes(folder: &Path) -> Vec<Self> {
        let reports = new_crash_reports(folder);
        let notice = |report: &PathBuf| Self {
            details: vec![report.display().to_string()],
            concern: Concern::Program,
            ..Self::plain(Message::new(
                "上次程序意外退出。已保存的修改都在研究文件中，未命名的研究可在此恢复。错误报告在：",
                "The program ended unexpectedly last time. Saved edits are in their study file; \
                 studies without a name can be restored here. The report of the error is in:",
            ))
        };
        reports.last().map(notice).into_iter().collect()
    }

    /// How many seconds are left of its while; `None` where it stays.
    fn seconds_left(&mut self, now: f64) -> Option<f64> {
        let Stay::AWhile { since } = &mut self.stay else { return None };
        let while_s = if self.opens.is_some() { A_WHILE_TO_OPEN_S } else { A_WHILE_S };
        Some(while_s - (now - *since.get_or_insert(now)))
    }
}

/// Lets notices go that have been there for a while, and has the window painted when the next one is to go.
pub fn let_go(notices: &mut Vec<Notice>, ctx: &egui::Context) {
    let now = ctx.input(|input| input.time);
    notices.retain_mut(|notice| notice.seconds_left(now).is_none_or(|left| left > 0.0));
    let left = notices.iter_mut().filter_map(|notice| notice.seconds_left(now));
    if let Some(soonest) = left.reduce(f64::min) {
        ctx.request_repaint_after(Duration::from_secs_f64(soonest));
    }
}
