//! How measuring and searching stand, on one line of the terminal; and Ctrl-C, which ends them.

use std::ops::ControlFlow;

use crate::analysis::Stage;
use crate::language::Language;
use crate::numbers;
use crate::siting::{Listener, Progress};

use super::super::progress::TerminalProgress;
use super::answer::number;
use super::interrupt;

/// Searches while the terminal shows how the search stands; measuring took so many seconds before.
pub(super) fn showing_progress<T>(
    language: Language,
    before: f64,
    search: impl FnOnce(&mut Listener<'_>) -> T,
) -> T {
    let mut show = shown(language);
    search(&mut |progress| {
        let seconds = before + progress.seconds;
        show(&Stage { measured: 1.0, progress: Progress { seconds, ..*progress } })
    })
}

/// Measures and searches while the terminal shows how that stands.
pub(super) fn showing_stages<T>(
    language: Language,
    run: impl FnOnce(&mut dyn FnMut(&Stage) -> ControlFlow<()>) -> T,
) -> T {
    run(&mut shown(language))
}

fn shown(language: Language) -> impl FnMut(&Stage) -> ControlFlow<()> {
    let terminal = TerminalProgress::new(language);
    let mut told = f64::NEG_INFINITY;
    move |Stage { measured, progress }| {
        const PAUSE_S: f64 = 0.1;
        if progress.seconds >= told + PAUSE_S {
            told = progress.seconds;
            terminal.show(&match *measured < 1.0 {
                true => measuring_line(*measured, progress, language),
                false => progress_line(progress, language),
            });
        }
        match interrupt::is_asked(language) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }
}

fn measuring_line(measured: f64, progress: &Progress, language: Language) -> String {
    let done = format!("{:.0} %", 100.0 * measured);
    let line = language.pick(format!("量算步行距离 {done}"), format!("Measuring ways {done}"));
    match progress.value.or(progress.bound) {
        Some(_) => {
            format!("{line}{}{}", language.pick("，", ", "), progress_line(progress, language))
        }
        None => line,
    }
}

fn progress_line(progress: &Progress, language: Language) -> String {
    let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), number);
    let (value, bound) = (shown(progress.value), shown(progress.bound));
    let gap = numbers::gap(progress.gap());
    language.pick(
        format!("当前 {value}，界 {bound}，差距 {gap}，{:.1} 秒", progress.seconds),
        format!("found {value}, bound {bound}, gap {gap}, {:.1} s", progress.seconds),
    )
}
