//! What the residents of the selected unit are missing, function by function: how many are not
//! reached, which facility they have nearest and how far it is, and whom only a detour keeps away.

use egui::Ui;

use crate::analysis::Gap;
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{percent, persons};
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::figures::Question;
use crate::ui::view::{Selection, View};

use super::explained::explained_line_ui;

const TITLE: Text = Text::new("缺少的服务", "What is missing");
const NOTHING: Text = Text::new(
    "各项功能都在该单元全部居民的步行距离之内。",
    "Every function is within the walking limit of all residents of the unit.",
);
const WAY: Text = Text::new(
    "未覆盖居民的中位步行时间。点击查看其中一栋住宅到最近设施的路径与各段时间",
    "Half of those not reached walk no longer. Click for the way from a home that stands for them, leg by leg",
);
const TO_NEAREST: Text = Text::new("最近的设施：", "Nearest:");

/// Lists the gaps of a unit, behind a title that opens and closes.
pub(super) fn gaps_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    unit: usize,
    actions: &mut Vec<Action>,
) {
    let header = egui::CollapsingHeader::new(TITLE.of(view.language)).id_salt("gaps");
    header.default_open(true).show_unindented(ui, |ui| {
        let question = Question::of(view, Some(unit));
        let figures = workspace.figures.about(ui.ctx(), &workspace.session, question);
        let Some(gaps) = figures.gaps() else { return };
        if gaps.is_empty() {
            ui.label(egui::RichText::new(NOTHING.of(view.language)).weak());
        }
        for gap in gaps.iter() {
            gap_ui(ui, workspace, view, gap, actions);
        }
    });
}

fn gap_ui(ui: &mut Ui, workspace: &Workspace, view: &View, gap: &Gap, actions: &mut Vec<Action>) {
    let language = view.language;
    let function = workspace.session.study().standard().function(gap.function);
    let name = function.short_name.of(language);
    let share = percent(gap.unreached.share_of(gap.population));
    let unreached = persons(gap.unreached);
    let figure = match gap.is_whole() {
        true => language.pick("无人可达".to_owned(), "nobody is reached".to_owned()),
        false => language.pick(
            format!("{unreached} 人未覆盖  {share}"),
            format!("{unreached} not reached  {share}"),
        ),
    };
    explained_line_ui(ui, name, &figure, || gap_text(workspace, view, gap));
    let facility = gap.nearest.and_then(|id| workspace.session.facility(id));
    let Some(facility) = facility else { return };
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(TO_NEAREST.of(language)).small().weak());
        if ui.link(egui::RichText::new(&facility.name).small()).clicked() {
            actions.push(ViewAction::Select(Selection::Facility(facility.id)).into());
        }
        way_ui(ui, workspace, view, gap, actions);
    });
}

/// How far half of those who are not reached walk, and the way from a home that stands for them.
fn way_ui(ui: &mut Ui, workspace: &Workspace, view: &View, gap: &Gap, actions: &mut Vec<Action>) {
    let (Some(median_m), Some(home)) = (gap.median_m, gap.median_home) else { return };
    let minutes = workspace.session.study().walk(view.group).minutes_for(median_m);
    let text = view.language.pick(
        format!("{minutes:.0} 分钟，{median_m:.0} 米"),
        format!("{minutes:.0} min, {median_m:.0} m"),
    );
    let way = ui.link(egui::RichText::new(text).small());
    if way.on_hover_text(WAY.of(view.language)).clicked() {
        actions.push(ViewAction::ChooseFunction(gap.function).into());
        actions.push(ViewAction::Select(Selection::Building(home)).into());
    }
}

/// The gap with its inputs: who, how far instead, and what a detour or barrier costs.
fn gap_text(workspace: &Workspace, view: &View, gap: &Gap) -> String {
    let language = view.language;
    let walk = workspace.session.study().walk(view.group);
    let (unreached, population) = (persons(gap.unreached), persons(gap.population));
    let limit_m = walk.limit_m(gap.function);
    let mut lines = vec![language.pick(
        format!("{population} 名居民中 {unreached} 人在 {limit_m:.0} 米步行距离内没有此功能的设施"),
        format!("{unreached} of {population} residents have none within a walk of {limit_m:.0} m"),
    )];
    let nearest = gap.nearest.and_then(|id| workspace.session.facility(id));
    let name = nearest.map_or("", |facility| facility.name.as_str());
    lines.push(match gap.median_m {
        Some(median_m) => {
            let minutes = walk.minutes_for(median_m);
            language.pick(
                format!(
                    "其中半数需步行 {median_m:.0} 米（{minutes:.1} 分钟）以内到最近设施，多数最近的是{name}"
                ),
                format!(
                    "Half of them walk at most {median_m:.0} m ({minutes:.1} min) to the nearest, for \
                     most of them {name}"
                ),
            )
        }
        None => language.pick(
            "其中半数以上在搜索范围内没有任何设施".to_owned(),
            "More than half of them have none within the horizon".to_owned(),
        ),
    });
    if gap.circle_only > Persons::ZERO {
        let circle_only = persons(gap.circle_only);
        lines.push(language.pick(
            format!("其中 {circle_only} 人在直线圈内，因绕行或阻隔而走不到"),
            format!(
                "{circle_only} of them are within the circle: a detour or a barrier is in the way"
            ),
        ));
    }
    lines.join("\n")
}
