//! Why a building is counted as reached or not: the nearest site of each function, the minutes to
//! it in legs, and what the way costs beyond the straight line.

use egui::{Role, Ui};

use crate::analysis::{NearestSite, Site};
use crate::language::{Language, Text};
use crate::study::{Parameters, Study};
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::View;
use crate::ui::{Workspace, words};
use crate::walking::Leg;

const TITLE: Text = Text::new("最近设施", "Nearest sites");
const NONE: Text = Text::new("5 公里内无", "none within 5 km");
const CHOOSE: Text = Text::new(
    "点击以显示此功能；沿道路计算时，地图上画出路径。",
    "Click to show this function; where one walks along streets, the map shows the way.",
);

/// Lists the nearest site of every function that the study has a facility of.
pub(super) fn nearest_sites_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    building: usize,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let study = workspace.session.study();
    let sites = workspace.explanations.nearest_sites(&workspace.session, building);
    ui.label(egui::RichText::new(TITLE.of(language)).strong());
    egui::ScrollArea::vertical().max_height(190.0).id_salt("nearest sites").show(ui, |ui| {
        for nearest in sites.iter() {
            let function = study.standard().function(nearest.function);
            let row = row_text(nearest, study.parameters(), language);
            let label = format!("{}  {}  {row}", function.letter, function.short_name.of(language));
            let is_shown = view.function == nearest.function;
            let mut text = egui::RichText::new(&label);
            if !nearest.is_within() {
                text = text.weak();
            }
            let response = ui.selectable_label(is_shown, text);
            words::name_widget(&response, Role::Button, &label);
            if response.clicked() {
                actions.push(ViewAction::ChooseFunction(nearest.function).into());
            }
            response.on_hover_ui(|ui| explanation_ui(ui, workspace, nearest, language));
        }
    });
}

/// Minutes and metres, and whether that is within the limit.
fn row_text(nearest: &NearestSite, parameters: &Parameters, language: Language) -> String {
    let Some(site) = &nearest.site else { return NONE.of(language).to_owned() };
    let (minutes, metres) = (parameters.minutes_for(site.walked_m), site.walked_m);
    let mark = if nearest.is_within() { "✓" } else { "✗" };
    language.pick(
        format!("{mark} {minutes:.0} 分钟 · {metres:.0} 米"),
        format!("{mark} {minutes:.0} min, {metres:.0} m"),
    )
}

fn explanation_ui(ui: &mut Ui, workspace: &Workspace, nearest: &NearestSite, language: Language) {
    let study = workspace.session.study();
    let parameters = study.parameters();
    if let Some(site) = &nearest.site {
        if let Some(facility) = workspace.session.facility(site.facility) {
            ui.strong(&facility.name);
        }
        for line in legs(study, site, language) {
            ui.label(line);
        }
        ui.label(comparison(site, parameters, language));
    }
    let limit_m = nearest.limit_m;
    let within = nearest.is_within();
    ui.label(match language {
        Language::Zh => format!(
            "步行上限 {limit_m:.0} 米：{}",
            if within { "在范围内，计为覆盖" } else { "超出，不计为覆盖" }
        ),
        Language::En => format!(
            "Walking limit {limit_m:.0} m: {}",
            if within { "within it, counted as covered" } else { "beyond it, not covered" }
        ),
    });
    let function = study.standard().function(nearest.function);
    ui.weak(format!("{} · {}", function.walk_source, function.walk_standing.name().of(language)));
    ui.weak(CHOOSE.of(language));
}

/// The legs of the way from the facility, one line each.
fn legs(study: &Study, site: &Site, language: Language) -> Vec<String> {
    let Some(route) = &site.route else { return Vec::new() };
    let streets = &study.layers().streets;
    let unnamed = language.pick("无名道路", "unnamed street");
    let line = |leg: &Leg| match *leg {
        Leg::Access(metres) => {
            language.pick(format!("到道路 {metres:.0} 米"), format!("to the street {metres:.0} m"))
        }
        Leg::Street { street, length_m, delay_s } => {
            let name = streets.get(street as usize).map_or("", |street| street.name.as_str());
            let name = if name.is_empty() { unnamed } else { name };
            let mut line = language
                .pick(format!("{name} {length_m:.0} 米"), format!("{name} {length_m:.0} m"));
            if delay_s >= 0.5 {
                line += &language
                    .pick(format!("，等候 {delay_s:.0} 秒"), format!(", waiting {delay_s:.0} s"));
            }
            line
        }
    };
    merged(&route.legs, streets).iter().map(line).collect()
}

/// Legs along streets of one name as one, so that a street in many pieces is one line.
fn merged(legs: &[Leg], streets: &[crate::layers::Street]) -> Vec<Leg> {
    let name = |street: u32| streets.get(street as usize).map(|street| &street.name);
    let mut merged: Vec<Leg> = Vec::new();
    for leg in legs {
        match (merged.last_mut(), leg) {
            (
                Some(Leg::Street { street, length_m, delay_s }),
                Leg::Street { street: next, length_m: more_m, delay_s: more_s },
            ) if name(*street) == name(*next) => {
                *length_m += more_m;
                *delay_s += more_s;
            }
            _ => merged.push(leg.clone()),
        }
    }
    merged
}

/// What the way costs beyond the straight line.
fn comparison(site: &Site, parameters: &Parameters, language: Language) -> String {
    let Site { walked_m, straight_m, .. } = *site;
    let (more_m, minutes) = (walked_m - straight_m, parameters.minutes_for(walked_m));
    let pace = parameters.pace_m_per_s;
    match language {
        Language::Zh => format!(
            "共 {walked_m:.0} 米（{minutes:.1} 分钟，{pace:.2} 米/秒）；直线 {straight_m:.0} 米，多走 {more_m:.0} 米"
        ),
        Language::En => format!(
            "{walked_m:.0} m in all ({minutes:.1} min at {pace:.2} m/s); straight {straight_m:.0} m, \
             {more_m:.0} m more"
        ),
    }
}
