//! How fairly a value is shared among the residents of units: Lorenz curve, Gini, Theil, Palma and
//! the worst served tenth.

use egui::{Role, Ui};

use crate::analysis::measures::{Inequality, TheilSplit};
use crate::cartography::Palette;
use crate::language::Text;
use crate::numbers::percent;
use crate::ui::action::{Action, ViewAction};
use crate::ui::panels::results::WHOLE;
use crate::ui::style::color32;
use crate::ui::view::EquityValue;
use crate::ui::words;

use super::Subject;
use super::plots::Lorenz;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "各规划单元按值排序，以居民加权（始终为全部范围）。X、Y 为居民与所得的累计占比。\n\
     基尼 G = 1 − Σ (X(k) − X(k−1))(Y(k) + Y(k−1))，0 为完全均等（王兰等 2021 用于上海养老设施）。\n\
     泰尔 T = Σ s ln(s ÷ q)，分解为行政区之间与之内；帕尔玛 = 最好 10% 所得 ÷ 最差 40% 所得；\n\
     最差一成 = 所得最少的 10% 居民的均值。",
    "Units sorted by value, weighted by residents (always of the whole study). X and Y: cumulated \
     shares of residents and of the value.\n\
     Gini G = 1 − Σ (X(k) − X(k−1))(Y(k) + Y(k−1)), 0 is equal (used on Shanghai's elder facilities by \
     王兰 et al. 2021).\n\
     Theil T = Σ s ln(s ÷ q), split between and within districts; Palma = share of the best served \
     10 % ÷ that of the worst served 40 %; worst tenth = mean of the 10 % who have least.",
);
const VALUE: Text = Text::new("分配的对象", "What is shared");
const VALUES: [(EquityValue, Text); 3] = [
    (EquityValue::Capacity, Text::new("人均服务能力", "Capacity per resident")),
    (EquityValue::Choices, Text::new("可选设施数", "Number of choices")),
    (EquityValue::Rate, Text::new("覆盖率", "Coverage rate")),
];
const GINI: Text = Text::new("基尼系数", "Gini");
const THEIL: Text = Text::new("泰尔指数", "Theil T");
const BETWEEN: Text = Text::new("行政区之间", "between districts");
const PALMA: Text = Text::new("帕尔玛比值", "Palma");
const WORST: Text = Text::new("最差一成 ÷ 平均", "Worst tenth ÷ mean");
const NOTHING: Text = Text::new("没有可分配的", "There is nothing to share");

pub(super) fn equity_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let language = subject.view.language;
    value_ui(ui, subject, actions);
    let Some(inequality) = subject.figures.inequality() else { return };
    match &*inequality {
        Some(inequality) => {
            if subject.unit.is_some() {
                ui.label(egui::RichText::new(WHOLE.of(language)).small().weak());
            }
            ui.horizontal_top(|ui| {
                lorenz_ui(ui, subject, inequality);
                ui.vertical(|ui| indexes_ui(ui, subject, inequality));
            });
        }
        None => drop(ui.label(egui::RichText::new(NOTHING.of(language)).weak())),
    }
}

fn value_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let (language, mut value) = (subject.view.language, subject.view.equity_value);
    let named = VALUES.into_iter().find(|(other, _)| *other == value);
    let combo = egui::ComboBox::from_id_salt("equity value")
        .selected_text(named.map_or("", |(_, name)| name.of(language)))
        .width(190.0);
    let shown = combo.show_ui(ui, |ui| {
        for (other, name) in VALUES {
            ui.selectable_value(&mut value, other, name.of(language));
        }
    });
    words::name_widget(&shown.response, Role::ComboBox, VALUE.of(language));
    if value != subject.view.equity_value {
        actions.push(ViewAction::ChooseEquityValue(value).into());
    }
}

fn lorenz_ui(ui: &mut Ui, subject: &Subject, inequality: &Inequality) {
    let language = subject.view.language;
    let palette = Palette::of(subject.view.theme);
    let gini = inequality.gini;
    let name = language
        .pick(format!("洛伦兹曲线，基尼系数 {gini:.3}"), format!("Lorenz curve, Gini {gini:.3}"));
    let plot = Lorenz {
        name: &name,
        curve: &inequality.lorenz,
        color: color32(palette.covered),
        weak: color32(palette.weak_text),
    };
    plot.show(ui, |residents, share| {
        let (residents, share) = (percent(Some(residents)), percent(Some(share)));
        language.pick(
            format!("所得最少的 {residents} 居民占有 {share}"),
            format!("the {residents} who have least have {share}"),
        )
    });
}

fn indexes_ui(ui: &mut Ui, subject: &Subject, inequality: &Inequality) {
    let language = subject.view.language;
    let Inequality { gini, theil, theil_split, palma, worst_decile, mean, lorenz } = inequality;
    let units = lorenz.len() - 1;
    explained_line_ui(ui, GINI.of(language), &format!("{gini:.3}"), || {
        language.pick(
            format!("G = 1 − Σ ΔX (Y + Y′) = {gini:.4}，{units} 个单元，均值 {mean:.4}"),
            format!("G = 1 − Σ ΔX (Y + Y′) = {gini:.4} over {units} units, mean {mean:.4}"),
        )
    });
    explained_line_ui(ui, THEIL.of(language), &format!("{theil:.3}"), || {
        let split = theil_split.map_or_else(String::new, |TheilSplit { between, within }| {
            language.pick(
                format!(" = 区间 {between:.4} + 区内 {within:.4}"),
                format!(" = between {between:.4} + within {within:.4}"),
            )
        });
        format!("T = Σ s ln(s ÷ q) = {theil:.4}{split}")
    });
    if let Some(TheilSplit { between, .. }) = theil_split {
        let share = percent((*theil > 0.0).then(|| between / theil));
        explained_line_ui(ui, BETWEEN.of(language), &share, || {
            format!("Σ S ln(S ÷ Q) ÷ T = {between:.4} ÷ {theil:.4} = {share}")
        });
    }
    let ratio = palma.map_or("∞".to_owned(), |palma| format!("{palma:.2}"));
    explained_line_ui(ui, PALMA.of(language), &ratio, || {
        let best = percent(Some(1.0 - inequality.share_of_worst(0.9)));
        let worst = percent(Some(inequality.share_of_worst(0.4)));
        language.pick(
            format!("最好 10% 所得 {best} ÷ 最差 40% 所得 {worst} = {ratio}"),
            format!("share of the best 10 % {best} ÷ of the worst 40 % {worst} = {ratio}"),
        )
    });
    let worst = percent(Some(worst_decile / mean));
    explained_line_ui(ui, WORST.of(language), &worst, || {
        language.pick(
            format!("最差 10% 居民的均值 {worst_decile:.4} ÷ 全体均值 {mean:.4} = {worst}"),
            format!("mean of the worst 10 % {worst_decile:.4} ÷ mean of all {mean:.4} = {worst}"),
        )
    });
}
