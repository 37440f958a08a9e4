//! What lies under the cursor, and the card that says what is known of it.

use egui::Response;

use crate::analysis::{GainOf, Walked};
use crate::cartography::{
    Camera, FieldAge, MapContent, Surface, SurfaceField, UnitIndicator, UnitSymbology,
};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers;
use crate::pointing::thing_at;
use crate::session::Session;
use crate::study::register::Term as _;
use crate::study::{CandidateId, FacilityId};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, words};

use super::screen_point;

/// Closer than this one sees buildings, further away units.
const BUILDINGS_BELOW_METRES_PER_PIXEL: f64 = 1.6;

const REACHED_BY: Text = Text::new("可达设施", "Facilities in reach");
const FLOOR_AREA: Text = Text::new("建筑面积", "Floor area");
const STOREYS: Text = Text::new("层数", "Storeys");
const IDLE: Text = Text::new("闲置", "Idle");

/// What the pointer is over, markers aside.
pub fn under_pointer(canvas: &Response, workspace: &Workspace, camera: &Camera) -> Selection {
    match canvas.hover_pos() {
        Some(pointer) if canvas.hovered() => {
            at(workspace, camera, camera.world_from_screen(screen_point(pointer)))
        }
        _ => Selection::Nothing,
    }
}

/// The building at a place when seen closely, else the unit.
pub fn at(workspace: &Workspace, camera: &Camera, place: WorldPoint) -> Selection {
    thing_at(workspace.session.study().layers(), place, sees_buildings(camera)).into()
}

/// Whether the map is close enough to tell buildings apart.
pub fn sees_buildings(camera: &Camera) -> bool {
    camera.metres_per_pixel < BUILDINGS_BELOW_METRES_PER_PIXEL
}

/// A card beside the cursor.
pub fn card_ui(
    ui: &egui::Ui,
    canvas: &Response,
    content: &MapContent,
    workspace: &Workspace,
    view: &View,
) {
    let mut lines = lines_of(workspace, view, &view.hovered);
    lines.extend(indicator_line(content, workspace, view));
    lines.extend(gain_line(ui, workspace, view));
    let Some((title, facts)) = lines.split_first() else { return };
    // A marker takes the hover from the canvas, but the card is for both.
    let inside =
        ui.input(|input| input.pointer.hover_pos()).is_some_and(|p| canvas.rect.contains(p));
    if !inside || ui.input(|input| input.pointer.any_down()) {
        return;
    }
    egui::Tooltip::always_open(
        ui.ctx().clone(),
        ui.layer_id(),
        egui::Id::unique("map card"),
        egui::PopupAnchor::Pointer,
    )
    .gap(14.0)
    .show(|ui| {
        ui.set_max_width(280.0);
        ui.strong(title);
        for fact in facts {
            ui.label(fact);
        }
    });
}

/// Title and facts of what is hovered or selected.
pub fn lines_of(workspace: &Workspace, view: &View, what: &Selection) -> Vec<String> {
    match what {
        Selection::Nothing | Selection::Many(_) => Vec::new(),
        Selection::Facility(id) => facility_lines(&workspace.session, view, *id),
        Selection::Unit(unit) => unit_lines(workspace, view, *unit),
        Selection::Building(building) => building_lines(workspace, view, *building),
        Selection::Candidate(id) => candidate_lines(workspace, view, *id),
    }
}

/// What the colour of the unit under the pointer stands for, where the card does not say it anyway.
fn indicator_line(content: &MapContent, workspace: &Workspace, view: &View) -> Option<String> {
    let unit = view.hovered.unit()?;
    let UnitSymbology::Graduated(indicator, _) = content.symbology.units else { return None };
    let is_said_anyway = matches!(
        indicator,
        UnitIndicator::Rate | UnitIndicator::Residents | UnitIndicator::Covered
    );
    if is_said_anyway {
        return None;
    }
    let title = indicator.legend_title().of(view.language);
    match workspace.unit_values.value(content, indicator, unit) {
        Some(value) => Some(format!("{title} {}", indicator.written(value))),
        None if content.counted.age != FieldAge::Current => None,
        None => {
            let why = indicator.missing(workspace.session.study(), view.group);
            Some(format!("{title} – {}", why.of(view.language)))
        }
    }
}

/// What a facility would gain here: at the candidate or building exactly, or else by the surface; or,
/// where that shows it, how far the nearest one is.
fn gain_line(ui: &egui::Ui, workspace: &Workspace, view: &View) -> Option<String> {
    let (session, gains) = (&workspace.session, &workspace.siting.gains);
    let exact = match &view.hovered {
        // Nobody asks what a second one beside it would gain.
        Selection::Facility(_) => return None,
        Selection::Candidate(id) => {
            gains.candidate(ui.ctx(), session, view, workspace.candidates.position_of(*id))
        }
        Selection::Building(building) => gains.known_of_building(session, view, *building),
        _ => None,
    };
    let walk = words::counted_by(session.study().parameters().model).of(view.language);
    if let Some(gain) = exact {
        let gain = numbers::persons(gain);
        let what = view.siting.gain_of;
        if what != GainOf::Residents {
            let name = what.name().of(view.language);
            return Some(view.language.pick(
                format!("新设：{name} {gain}（{walk}）"),
                format!("A facility here: {name} {gain} ({walk})"),
            ));
        }
        return Some(view.language.pick(
            format!("新设可新增覆盖 {gain} 人（{walk}）"),
            format!("Would newly reach {gain} residents ({walk})"),
        ));
    }
    let held = workspace.surfaces.field(ui.ctx(), session, view, session.shown());
    let pointer = ui.input(|input| input.pointer.hover_pos())?;
    let place = super::world_at(&view.camera?, pointer);
    let (gain, cell) = match held.field()? {
        SurfaceField::Walks(field) => return walk_line(session, view, field.at(place)?),
        SurfaceField::CircleGains(field) => (field.at(place)?, field.cell_m()),
        SurfaceField::StreetGains(field) => (field.at(place)?, field.cell_m()),
    };
    let gain = numbers::persons(gain);
    if let Surface::Gain(what @ (GainOf::Need | GainOf::Room)) = view.symbology.surface {
        let name = what.name().of(view.language);
        return Some(view.language.pick(
            format!("此处新设：{name}约 {gain}（{walk}，{cell:.0} 米格网）"),
            format!("A facility here: {name} about {gain} ({walk}, cells of {cell:.0} m)"),
        ));
    }
    Some(view.language.pick(
        format!("此处新设约可新增覆盖 {gain} 人（{walk}，{cell:.0} 米格网）"),
        format!("Would newly reach about {gain} residents here ({walk}, cells of {cell:.0} m)"),
    ))
}

/// The walk along the streets from here to the nearest facility.
fn walk_line(session: &Session, view: &View, walked: Walked) -> Option<String> {
    let Walked::Metres(metres) = walked else { return None };
    let minutes = session.study().walk(view.group).minutes_for(metres);
    Some(view.language.pick(
        format!("到最近设施 {metres:.0} 米，{minutes:.1} 分钟（沿道路）"),
        format!("Nearest facility: {metres:.0} m, {minutes:.1} min (along streets)"),
    ))
}

fn facility_lines(session: &Session, view: &View, id: FacilityId) -> Vec<String> {
    let Some(facility) = session.facility(id) else { return Vec::new() };
    let study = session.study();
    let language = view.language;
    let mut lines = vec![facility.name.clone()];
    for function in &facility.functions {
        let name = study.standard().function(*function).short_name.of(language);
        let limit_m = study.walk(view.group).limit_m(*function);
        lines.push(
            language.pick(
                format!("{name}，步行 {limit_m:.0} 米"),
                format!("{name}, {limit_m:.0} m walk"),
            ),
        );
    }
    if let Some(area) = facility.floor_area_m2 {
        lines.push(area_line(view, area));
    }
    lines
}

fn candidate_lines(workspace: &Workspace, view: &View, id: CandidateId) -> Vec<String> {
    let Some(candidate) = workspace.session.study().register().get(id) else { return Vec::new() };
    let language = view.language;
    let (kind, state) = (candidate.stock.name(), candidate.review.state());
    let mut lines = vec![
        candidate.name.clone(),
        format!("{}  {}", candidate.code, kind.of(language)),
        format!("{} · {}", state.name().of(language), state.siting_use().name().of(language)),
    ];
    if let Some(area_m2) = candidate.floor_area_cap_m2() {
        let area = numbers::thousands(area_m2.round() as i64);
        lines.push(language.pick(format!("可用 {area} 平方米"), format!("{area} m² usable")));
    }
    if candidate.is_idle == Some(true) {
        lines.push(IDLE.of(language).to_owned());
    }
    lines
}

fn unit_lines(workspace: &Workspace, view: &View, unit: usize) -> Vec<String> {
    let units = &workspace.session.study().layers().units;
    let reached = workspace.session.scenario().unit(view.function, view.group, unit);
    let language = view.language;
    vec![
        format!("{}  {}", units.id(unit), units.name(unit)),
        format!("{} {}", words::POPULATION.of(language), numbers::persons(reached.population)),
        format!("{} {}", words::COVERED.of(language), numbers::persons(reached.covered)),
        format!("{} {}", words::RATE.of(language), numbers::percent(reached.rate())),
    ]
}

fn building_lines(workspace: &Workspace, view: &View, building: usize) -> Vec<String> {
    let session = &workspace.session;
    let buildings = &session.study().layers().buildings;
    let record = buildings.record(building);
    let language = view.language;
    let name = if record.name.is_empty() { &record.id } else { &record.name };
    let mut lines = vec![format!("{name}  {}", record.kind.name().of(language))];
    let residents = buildings.demand().residents(view.group)[building];
    if residents > Persons::ZERO {
        let reach = session.scenario().reach_counts(view.function, view.group)[building];
        lines.push(format!("{} {}", words::POPULATION.of(language), numbers::persons(residents)));
        lines.push(format!("{} {reach}", REACHED_BY.of(language)));
    }
    if let Some(storeys) = record.storeys {
        lines.push(format!("{} {storeys}", STOREYS.of(language)));
    }
    if let Some(area) = record.floor_area_m2 {
        lines.push(area_line(view, area));
    }
    if record.idle {
        lines.push(IDLE.of(language).to_owned());
    }
    lines
}

fn area_line(view: &View, area_m2: f64) -> String {
    let area = numbers::thousands(area_m2.round() as i64);
    format!("{} {area} {}", FLOOR_AREA.of(view.language), view.language.pick("平方米", "m²"))
}
