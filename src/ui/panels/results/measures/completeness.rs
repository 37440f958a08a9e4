//! How many of all functions residents have within 5, 10 and 15 minutes.

use egui::Ui;

use crate::analysis::measures::COMPLETENESS_MINUTES;
use crate::language::Text;
use crate::numbers::{percent, persons};
use crate::ui::action::Action;

use super::Subject;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "c_i(t) = t 分钟内可达的功能数；单元值 = Σ p_i c_i ÷ Σ p_i；齐备率 = 各项功能都在 t 分钟内的居民占比。\n\
     5/10/15 分钟取自 GB 50180-2018 表 3.0.4 的分级（见于摘要），按步速换算为米数，\
     不是表中的米数。计入标准的全部功能，与所选功能无关。",
    "c_i(t) = functions within t minutes; of a unit Σ p_i c_i ÷ Σ p_i; complete = residents who have \
     every function within t.\n\
     5/10/15 min are the grades of GB 50180-2018, table 3.0.4 (read in summaries), as walking time \
     at the pace set, not the metres of the table. All functions of the standard count, \
     whichever is looked at.",
);

pub(super) fn completeness_ui(ui: &mut Ui, subject: &Subject, _: &mut Vec<Action>) {
    let Some(completeness) = subject.figures.completeness() else { return };
    let language = subject.view.language;
    let functions = subject.workspace.session.study().standard().functions.len();
    let (means, shares) = (completeness.mean(), completeness.complete_share());
    let figures = COMPLETENESS_MINUTES.into_iter().zip(means).zip(shares);
    for (time, ((minutes, mean), share)) in figures.enumerate() {
        let mean = mean.map_or("–".to_owned(), |mean| format!("{mean:.1}"));
        let share = percent(share);
        let name = language.pick(format!("{minutes} 分钟内"), format!("Within {minutes} min"));
        let figure = language.pick(
            format!("{mean} / {functions} 项，{share} 居民齐备"),
            format!("{mean} of {functions}, {share} have all"),
        );
        explained_line_ui(ui, &name, &figure, || {
            let walk = subject.workspace.session.study().walk(subject.view.group);
            let metres = walk.metres_in(f64::from(minutes));
            let (met, all) = (persons(completeness.met[time]), persons(completeness.population));
            let with_all = persons(completeness.with_all[time]);
            language.pick(
                format!(
                    "{minutes} 分钟 = {metres:.0} 米；Σ p c ÷ Σ p = {met} ÷ {all} = {mean}；\
                     齐备 {with_all} ÷ {all} = {share}"
                ),
                format!(
                    "{minutes} min = {metres:.0} m; Σ p c ÷ Σ p = {met} ÷ {all} = {mean}; with all \
                     {with_all} ÷ {all} = {share}"
                ),
            )
        });
    }
}
