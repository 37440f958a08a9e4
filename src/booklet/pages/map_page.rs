//! A map with what is said beside it, its figures and its legend.

use crate::analysis::Reached;
use crate::cartography::{Align, PlateFrame};
use crate::language::{Language, Text, thousands};
use crate::numbers::{self, Change};
use crate::study::{ScenarioId, WalkModel};

use super::Material;
use super::title_block::{self, set_title_block};
use crate::booklet::layout::{Area, Leaf, MapMark, Mark, Sheet, Type};
use crate::booklet::stops::MapStop;

const SIDE_WIDTH: f32 = 186.0;
const GAP: f32 = 10.0;
/// For the scenario's name above a map that stands beside another, and for one that is longer than a line.
const CAPTION: f32 = 16.0;
const CAPTION_IN_LINES: f32 = 30.0;
const RATE: Text = Text::new("覆盖率", "Coverage rate");

/// A page of one map. The session shows the stop's scenarios.
pub fn map_page(material: &Material, stop: &MapStop) -> Option<Leaf> {
    let press = material.press;
    let study = material.session.study();
    let mut sheet = Sheet::headed(press, &stop.title, true);
    let body = press.below_heading();
    let upper = Area { height: body.height - title_block::HEIGHT - GAP, ..body };
    let (maps, side) = upper.split_at(upper.width - SIDE_WIDTH - GAP, GAP);
    let extent = study.layers().extent()?;
    let points_per_unit = material.request.paper.points_per_unit();
    let scale_in = |map: Area| {
        let frame = PlateFrame { corner: map.corner(), size: map.size() };
        stop.plate.camera(extent, frame, points_per_unit).1
    };
    // In the order of the window: what it is compared with on the left, or above.
    let scenarios = [stop.beside, Some(stop.scenario)].into_iter().flatten();
    let half = maps.columns(2, GAP)[0].width;
    let is_longer = |scenario: ScenarioId| {
        press.width(&material.scenario_name(scenario), Type::SUBHEADING) > half
    };
    let caption = if scenarios.clone().any(is_longer) { CAPTION_IN_LINES } else { CAPTION };
    let places = map_places(stop, maps, caption, scale_in);
    let scale = scale_in(*places.first()?);
    let mut rest = side;
    rest = rest.below(set_figures(&mut sheet, material, stop, rest));
    if !stop.text.is_empty() {
        // At least half of what is left belongs to the legend.
        let room = rest.top_strip(rest.height / 2.0);
        rest = rest.below(sheet.paragraph(room, &stop.text, Type::BODY) + GAP);
    }
    let block = Area::new(body.left, upper.bottom() + GAP, body.width, title_block::HEIGHT);
    set_title_block(&mut sheet, material, block, (stop.scenario, stop.compared), scale);
    let count = places.len();
    for (number, (scenario, map)) in scenarios.zip(places).enumerate() {
        if stop.beside.is_some() {
            let above = Area { top: map.top - caption, height: caption, ..map };
            sheet.name(above, &material.scenario_name(scenario), Type::SUBHEADING);
        }
        // Both maps have the same legend; what is planned stands on the last one only.
        let legend =
            if number + 1 == count { rest } else { Area { width: 0.0, height: 0.0, ..rest } };
        let compared = stop.compared.filter(|_| stop.beside.is_none());
        let plate = stop.plate.clone();
        sheet.leaf.marks.push(Mark::Map(Box::new(MapMark {
            plate,
            scenario,
            compared,
            map,
            legend,
            in_words: in_words(material, stop, scenario, scale),
        })));
    }
    Some(sheet.leaf)
}

/// One place, or two with captions above them: beside each other, or one below the other where the ground
/// is seen much larger so. `scale_in` tells the denominator of the scale in a place.
fn map_places(
    stop: &MapStop,
    room: Area,
    caption: f32,
    scale_in: impl Fn(Area) -> f64,
) -> Vec<Area> {
    const MUCH_LARGER: f64 = 1.2;
    if stop.beside.is_none() {
        return vec![room];
    }
    let beside = room.below(caption).columns(2, GAP);
    let half = room.top_strip((room.height - GAP) / 2.0);
    let lower = Area { top: half.bottom() + GAP, ..half };
    let stacked = vec![half.below(caption), lower.below(caption)];
    match scale_in(beside[0]) > MUCH_LARGER * scale_in(stacked[0]) {
        true => stacked,
        false => beside,
    }
}

/// What a map shows, for those who do not see it: its function and scenario, the rate, and what is
/// written on it.
fn in_words(material: &Material, stop: &MapStop, scenario: ScenarioId, scale: f64) -> String {
    let (study, language) = (material.session.study(), material.request.language);
    let name = study.standard().function(stop.plate.function).short_name.of(language);
    let scenario_name = material.scenario_name(scenario);
    let coverage = material.session.coverage_of(scenario);
    let rate = coverage.map(|all| all.total(stop.plate.function, stop.plate.group).rate());
    let rate = numbers::percent(rate.flatten());
    let scale = thousands(scale.round() as i64);
    let map = language.pick(
        format!("地图：{name}，{scenario_name}，覆盖率 {rate}，比例尺 1:{scale}"),
        format!("Map of {name}, {scenario_name}: coverage rate {rate}, scale 1:{scale}"),
    );
    let written = stop.plate.callouts.iter().map(|callout| callout.text.trim().replace('\n', " "));
    let parts = [map].into_iter().chain(written.filter(|text| !text.is_empty()));
    parts.collect::<Vec<_>>().join(language.pick("；", "; "))
}

/// The rate, its change, and who is counted; returns the height taken.
fn set_figures(sheet: &mut Sheet, material: &Material, stop: &MapStop, room: Area) -> f32 {
    let session = material.session;
    let study = session.study();
    let (function, group) = (stop.plate.function, stop.plate.group);
    let groups = study.layers().buildings.demand().groups();
    let language = material.request.language;
    let reached = session.scenario().total(function, group);
    let who = groups.get(group).map_or("", |group| group.name().of(language));
    let title = [material.text(RATE), who].join(material.dot());
    let mut rest = room;
    sheet.line(rest.top_strip(12.0), &title, Type::SMALL.weak(), Align::Left);
    rest = rest.below(13.0);
    sheet.line(rest.top_strip(30.0), &numbers::percent(reached.rate()), Type::FIGURE, Align::Left);
    rest = rest.below(32.0);
    let reference = match stop.compared {
        Some(compared) => session.coverage_of(compared).unwrap_or(session.base()),
        None => session.base(),
    };
    let change = Change::between(reference.total(function, group), reached);
    let is_compared = stop.compared.is_some() || !stop.scenario.is_base();
    if let Some(change) = change.filter(|_| is_compared) {
        let text = change_text(change, language);
        let kind = Type::BODY.of_change(change.direction());
        rest = rest.below(sheet.paragraph(rest.top_strip(28.0), &text, kind));
    }
    for text in [counted_text(reached, language), limit_text(material, stop)] {
        rest = rest.below(sheet.paragraph(rest.top_strip(36.0), &text, Type::SMALL.weak()));
    }
    room.height - rest.height + GAP
}

fn change_text(change: Change, language: Language) -> String {
    let (points, persons) = (change.points_text(), change.persons_text());
    language.pick(
        format!("{points} 个百分点（{persons} 人）"),
        format!("{points} points ({persons} residents)"),
    )
}

fn counted_text(reached: Reached, language: Language) -> String {
    let (covered, all) = (numbers::persons(reached.covered), numbers::persons(reached.population));
    language.pick(
        format!("覆盖 {covered} 人，共 {all} 人"),
        format!("{covered} of {all} residents within reach"),
    )
}

/// The limit, by which model, and how well it is founded.
fn limit_text(material: &Material, stop: &MapStop) -> String {
    let study = material.session.study();
    let (function, language) = (stop.plate.function, material.request.language);
    let limit_m = study.walk_limit_m(function);
    let model = match study.parameters().model {
        WalkModel::Circle => language.pick("直线 × 绕行系数", "straight line × detour"),
        WalkModel::Network => language.pick("沿道路", "along the streets"),
    };
    let standing = study.limit_standing(function).filter(|standing| standing.needs_mark());
    let standing = standing.map_or(String::new(), |standing| {
        let name = standing.name().of(language);
        language.pick(format!("；限值为{name}"), format!("; limit: {name}"))
    });
    language.pick(
        format!("步行 {limit_m:.0} 米（{model}）{standing}"),
        format!("Walk of {limit_m:.0} m ({model}){standing}"),
    )
}
