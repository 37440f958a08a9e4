//! How long residents walk to the nearest facility: a histogram of minutes, and percentiles.

use egui::Ui;

use crate::analysis::measures::WalkingTimes;
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::layers::Persons;
use crate::numbers::{percent, persons};
use crate::ui::action::Action;
use crate::ui::style::color32;

use super::Subject;
use super::plots::Histogram;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "步行分钟 = 到最近设施的步行距离 ÷ 步速（步行参数；缺省 1,000 米 15 分钟），步行距离按当前步行模型。\n\
     d_i = min_j d_ij；百分位按居民加权，精确到 0.1 分钟；超出搜索范围者单列，不作推测。\n\
     搜索范围：最大步行距离的 2 倍，且不小于 2,000 米。",
    "Minutes = metres walked to the nearest facility ÷ pace (a walking parameter; 1,000 m in 15 min \
     unless set), by the walk model in use.\n\
     d_i = min_j d_ij; percentiles are weighted by residents, to 0.1 min; whoever lives beyond the \
     horizon is kept apart, not guessed.\n\
     Horizon: twice the longest walking limit, at least 2,000 m.",
);
const BEYOND: Text = Text::new("更远", "Beyond");
const PERCENTILES: [(f64, Text); 3] = [
    (0.1, Text::new("最近的 10% 居民", "Nearest 10 %")),
    (0.5, Text::new("半数居民（中位数）", "Half of them (median)")),
    (0.9, Text::new("90% 居民", "90 % of them")),
];
/// Minutes between two figures below the plot.
const TICK_MIN: usize = 5;

pub(super) fn walking_ui(ui: &mut Ui, subject: &Subject, _: &mut Vec<Action>) {
    let Some(times) = subject.figures.walking_times() else { return };
    let language = subject.view.language;
    histogram_ui(ui, subject, &times);
    for (share, name) in PERCENTILES {
        let within = within_text(&times, share, language);
        explained_line_ui(ui, name.of(language), &within, || {
            percentile_text(subject, &times, share, &within)
        });
    }
    if times.beyond() > Persons::ZERO {
        let share = percent(times.beyond().share_of(times.population()));
        let figure = format!("{}  {share}", persons(times.beyond()));
        explained_line_ui(ui, BEYOND.of(language), &figure, || {
            let (beyond, all) = (persons(times.beyond()), persons(times.population()));
            language.pick(
                format!("搜索范围内没有设施的居民 {beyond} ÷ 居民 {all} = {share}"),
                format!(
                    "residents with none within the horizon {beyond} ÷ residents {all} = {share}"
                ),
            )
        });
    }
}

/// `within 5.4 min`, or that it is beyond the horizon.
fn within_text(times: &WalkingTimes, share: f64, language: Language) -> String {
    match times.percentile(share) {
        Some(minutes) => {
            language.pick(format!("{minutes:.1} 分钟以内"), format!("within {minutes:.1} min"))
        }
        None if times.population() == Persons::ZERO => "–".to_owned(),
        None => BEYOND.of(language).to_owned(),
    }
}

/// A percentile with its inputs: of how many residents it is, and how metres become minutes.
fn percentile_text(subject: &Subject, times: &WalkingTimes, share: f64, within: &str) -> String {
    let study = subject.workspace.session.study();
    let pace = study.walk(subject.view.group).pace_m_per_s();
    let all = times.population();
    let (wanted, all) = (persons(all.scaled(share)), persons(all));
    let percents = share * 100.0;
    subject.view.language.pick(
        format!(
            "{all} 名居民按到最近设施的步行分钟（米 ÷ {pace:.2} 米/秒）由少到多排列，第 {wanted} 名（{percents:.0}%）：{within}"
        ),
        format!(
            "{all} residents in the order of their minutes to the nearest (metres ÷ {pace:.2} m/s): number \
             {wanted} ({percents:.0} %) walks {within}"
        ),
    )
}

fn histogram_ui(ui: &mut Ui, subject: &Subject, times: &WalkingTimes) {
    let (view, session) = (subject.view, &subject.workspace.session);
    let language = view.language;
    let palette = Palette::of(view.theme);
    let study = session.study();
    let walk = study.walk(view.group);
    let limit_min = walk.minutes_for(walk.limit_m(view.function));
    let by_minute = times.by_minute();
    let color = |minute: usize| {
        let is_within = minute as f64 + 0.5 < limit_min;
        color32(if is_within { palette.covered } else { palette.uncovered })
    };
    let minutes = by_minute.iter().enumerate();
    let mut bars: Vec<_> =
        minutes.map(|(minute, residents)| (residents.as_f64(), color(minute))).collect();
    bars.push((times.beyond().as_f64(), color32(palette.uncovered)));
    let tick = |minute: usize| match minute {
        0 => (0, language.pick("0 分钟", "0 min").to_owned()),
        _ => (minute, minute.to_string()),
    };
    let beyond = (bars.len() - 1, BEYOND.of(language).to_owned());
    let ticks = (0..by_minute.len()).step_by(TICK_MIN).map(tick);
    let ticks: Vec<_> = ticks.chain([beyond]).collect();
    let median = within_text(times, 0.5, language);
    let name = language.pick(
        format!("步行时间直方图，中位数 {median}"),
        format!("Walking times, median {median}"),
    );
    let plot = Histogram {
        name: &name,
        bars: &bars,
        ticks: &ticks,
        mark: limit_min,
        weak: color32(palette.weak_text),
    };
    plot.show(ui, |bar| match by_minute.get(bar) {
        Some(residents) => language.pick(
            format!("{bar}–{} 分钟：{} 人", bar + 1, persons(*residents)),
            format!("{bar}–{} min: {} residents", bar + 1, persons(*residents)),
        ),
        None => format!("{}: {}", BEYOND.of(language), persons(times.beyond())),
    });
}
