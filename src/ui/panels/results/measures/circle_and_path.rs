//! Circle and path side by side: whom the circle counts although the way on foot is too far.

use egui::Ui;

use crate::analysis::CircleAndPath;
use crate::cartography::{BuildingSymbology, Palette, Symbology};
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{percent, persons};
use crate::study::{Parameters, Study, WalkModel};
use crate::ui::action::{Action, EditAction, ViewAction};
use crate::ui::style::color32;

use super::Subject;
use super::plots::divided_bar;
use crate::ui::panels::results::explained::explained_line_ui;

pub(super) const FORMULA: Text = Text::new(
    "直线圈：直线距离 × 绕行系数 ≤ 步行距离；步行路径：沿道路的最短路程 ≤ 步行距离。\n\
     仅直线圈内：直线算得到，实际走不到的居民（河对岸、墙后）。",
    "Circle: straight distance × detour factor ≤ limit. Path: shortest way along the streets ≤ limit.\n\
     In the circle only: residents whom the circle counts and who cannot walk there in time (beyond \
     the river, behind the wall).",
);
const BY_CIRCLE: Text = Text::new("直线圈计为覆盖", "Reached by the circle");
const BY_PATH: Text = Text::new("沿道路步行可达", "Reached on foot");
const CIRCLE_ONLY: Text = Text::new("仅直线圈内", "In the circle only");
const PATH_ONLY: Text = Text::new("仅步行可达", "On foot only");
const BOTH: Text = Text::new("两者都计入", "Counted by both");
const SHOW: Text = Text::new("在地图上显示", "Show on the map");
const SHOW_HINT: Text =
    Text::new("按直线圈与步行路径给建筑着色", "Colour buildings by circle and path");
const SHOW_REACHED: Text = Text::new("恢复按是否覆盖着色", "Show who is reached again");
const WALK: Text = Text::new("沿道路计算", "Walk along the streets");
const WALK_HINT: Text = Text::new(
    "改用步行网络模型；结果与直线圈并列显示。可撤销。",
    "Turn to the network model; its results stand beside the circle's. Can be undone.",
);
const NO_STREETS: Text = Text::new(
    "没有道路图层，无法比较；请加入道路后重试。",
    "There is no street layer to compare with: add streets.",
);

pub(super) fn circle_and_path_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let study = subject.workspace.session.study();
    match subject.figures.circle_and_path() {
        Some(beside) => {
            figures_ui(ui, subject, &beside);
            show_ui(ui, subject, actions);
        }
        None if study.network().is_none() => along_streets_ui(ui, subject, study, actions),
        None => {}
    }
}

fn figures_ui(ui: &mut Ui, subject: &Subject, beside: &CircleAndPath) {
    let language = subject.view.language;
    let palette = Palette::of(subject.view.theme);
    let share = |residents: Persons| residents.share_of(beside.population());
    let figure =
        |residents: Persons| format!("{}  {}", persons(residents), percent(share(residents)));
    let parts = [
        (beside.both, palette.reached_in_both),
        (beside.circle_only, palette.lost),
        (beside.path_only, palette.gained),
        (beside.neither, palette.reached_in_neither),
    ];
    let parts = parts.map(|(people, color)| (share(people).unwrap_or(0.0), color32(color)));
    let name = format!("{} {}", CIRCLE_ONLY.of(language), figure(beside.circle_only));
    divided_bar(ui, &name, &parts);
    let CircleAndPath { both, circle_only, path_only, .. } = *beside;
    let (by_circle, by_path) = (beside.by_circle(), beside.by_path());
    let mut lines = vec![
        (BY_CIRCLE, by_circle, [BOTH, CIRCLE_ONLY], [both, circle_only], '+'),
        (BY_PATH, by_path, [BOTH, PATH_ONLY], [both, path_only], '+'),
        (CIRCLE_ONLY, circle_only, [BY_CIRCLE, BOTH], [by_circle, both], '−'),
    ];
    if path_only > Persons::ZERO {
        lines.push((PATH_ONLY, path_only, [BY_PATH, BOTH], [by_path, both], '−'));
    }
    for (name, people, [first, second], [one, other], sign) in lines {
        explained_line_ui(ui, name.of(language), &figure(people), || {
            let (first, second) = (first.of(language), second.of(language));
            let (one, other, all) = (persons(one), persons(other), persons(beside.population()));
            let (people, share) = (persons(people), percent(share(people)));
            format!("{first} {one} {sign} {second} {other} = {people}\n{people} ÷ {all} = {share}")
        });
    }
}

/// Colours the buildings by it, and by whether they are reached again.
fn show_ui(ui: &mut Ui, subject: &Subject, actions: &mut Vec<Action>) {
    let (language, symbology) = (subject.view.language, subject.view.symbology);
    let is_shown = symbology.buildings == BuildingSymbology::CircleAndPath;
    let button = match is_shown {
        true => ui.button(SHOW_REACHED.of(language)),
        false => ui.button(SHOW.of(language)).on_hover_text(SHOW_HINT.of(language)),
    };
    if button.clicked() {
        let buildings = match is_shown {
            true => BuildingSymbology::default(),
            false => BuildingSymbology::CircleAndPath,
        };
        let wanted = Symbology { buildings, ..symbology };
        actions.push(ViewAction::SetSymbology(wanted).into());
    }
}

/// In the circle model: the way to the other one.
fn along_streets_ui(ui: &mut Ui, subject: &Subject, study: &Study, actions: &mut Vec<Action>) {
    let language = subject.view.language;
    if study.layers().streets.is_empty() {
        ui.label(egui::RichText::new(NO_STREETS.of(language)).weak());
        return;
    }
    if ui.button(WALK.of(language)).on_hover_text(WALK_HINT.of(language)).clicked() {
        let parameters = Parameters { model: WalkModel::Network, ..*study.parameters() };
        actions.push(EditAction::SetParameters(parameters).into());
    }
}
