//! The robust plan beside the best of each future: a table of regrets, each row a plan.

use egui::{RichText, Ui};

use crate::analysis::RobustOutcome;
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::numbers::{Proves, percent, proven, shortfall};
use crate::siting::RobustChoice;
use crate::ui::style::color32;

use super::super::row::Row;
use super::super::{terms, weak_ui};
use super::{Choice, status_ui};

const TABLE: Text = Text::new(
    "各方案比该情形最优少覆盖多少（点选预览）：",
    "What each plan falls short of the best in each future (click to look at it):",
);
const SHOW: Text = Text::new("点击在地图上显示", "Click to show it on the map");

pub(super) fn robust_ui(ui: &mut Ui, outcome: &RobustOutcome, choice: &mut Choice<'_>) {
    let language = choice.view.language;
    let known = match &outcome.choice {
        Ok(known) => known,
        Err(hindered) => return status_ui(ui, hindered, 0.0, language),
    };
    let robust = known.best.len();
    ui.label(RichText::new(terms::status_text(known.robust.status).of(language)).strong());
    let worst = percent(Some(known.largest_regret(robust)));
    ui.label(language.pick(
        format!("在任何情形下，比该情形最优少覆盖不超过 {worst}"),
        format!("at most {worst} short of the best, whatever comes"),
    ));
    let bound = known.robust.bound.filter(|_| known.robust.gap() != Some(0.0));
    let bound = bound.map(|share| {
        let least = proven(100.0 * (1.0 - share).max(0.0), Proves::AtLeast, 1);
        language
            .pick(format!("少不过 {least:.1} %"), format!("no plan less than {least:.1} % short"))
    });
    weak_ui(ui, &terms::proof_text(bound, known.robust.gap(), known.robust.seconds, language));
    weak_ui(ui, TABLE.of(language));
    let palette = Palette::of(choice.view.theme);
    for plan in std::iter::once(robust).chain(0..robust) {
        let title = match outcome.names.get(plan).filter(|_| plan != robust) {
            None => language.pick("稳健方案", "The robust plan").to_owned(),
            Some(name) => {
                let name = name.of(language);
                language.pick(format!("“{name}”的最优"), format!("Best for “{name}”"))
            }
        };
        let regret = known.largest_regret(plan);
        let figure = shortfall(regret);
        let color = if plan == robust { palette.better } else { palette.weak_text };
        let row = Row {
            title: &title,
            figure: (&figure, color32(color)),
            detail: &regrets(outcome, known, plan, language),
            hint: SHOW.of(language),
            is_chosen: choice.is_chosen(plan, robust),
        };
        let response = row.show(ui, choice.view);
        choice.take(plan, &response);
    }
}

fn regrets(
    outcome: &RobustOutcome,
    known: &RobustChoice,
    plan: usize,
    language: Language,
) -> String {
    let names = outcome.names.iter().enumerate();
    let each = names.map(|(future, name)| {
        format!("{} {}", name.of(language), shortfall(known.regret(plan, future)))
    });
    each.collect::<Vec<_>>().join(" · ")
}
