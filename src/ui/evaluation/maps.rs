//! The year looked at as a map, what changed since the year before, and all years side by side with
//! one extent and one legend.

use egui::{Rect, RichText, Role, Sense, Stroke, Ui, Vec2, pos2, vec2};

use crate::cartography::{Palette, RATE_CLASSES, ScreenPoint, rate_color};
use crate::language::{Language, Text};
use crate::numbers::{percent, thousands};
use crate::programme::{Evaluation, Scope};
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::{Selection, View};
use crate::ui::{Workspace, style, words};

use super::{Evaluations, changes, pictures};

const NOBODY: Text = Text::new("无居民", "nobody lives there");
const LEGEND: Text = Text::new("覆盖率", "Coverage rate");
const SMALL: Vec2 = vec2(150.0, 116.0);

impl Evaluations {
    /// Shows the large map beside the change, and the small ones below.
    pub(super) fn maps_ui(
        &mut self,
        ui: &mut Ui,
        evaluation: &Evaluation,
        function: &str,
        workspace: &Workspace,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        let height = (ui.available_height() - SMALL.y - 96.0).max(160.0);
        let width = (ui.available_width() * 0.56).max(240.0);
        ui.horizontal_top(|ui| {
            let large = YearMap { year: self.year, function, size: vec2(width, height) };
            if let Some(unit) = self.year_map_ui(ui, evaluation, &large, view) {
                actions.extend(lead_to(&unit, workspace));
            }
            ui.vertical(|ui| {
                changes::changes_ui(ui, evaluation, (self.year, function), view);
            });
        });
        legend_ui(ui, view);
        egui::ScrollArea::horizontal().id_salt("small multiples").show(ui, |ui| {
            ui.horizontal_top(|ui| {
                for (year, known) in evaluation.years.iter().enumerate() {
                    ui.vertical(|ui| {
                        let small = YearMap { year, function, size: SMALL };
                        if self.year_map_ui(ui, evaluation, &small, view).is_some() {
                            self.year = year;
                        }
                        let whole = known.indicators.reached(&Scope::Whole, function);
                        let rate = percent(whole.and_then(|whole| whole.rate()));
                        let caption = RichText::new(format!("{}  {rate}", known.name)).small();
                        ui.label(if year == self.year { caption.strong() } else { caption });
                    });
                }
            });
        });
    }

    /// Shows one map; the unit that was clicked, by its id.
    fn year_map_ui(
        &self,
        ui: &mut Ui,
        evaluation: &Evaluation,
        map: &YearMap,
        view: &View,
    ) -> Option<String> {
        let known = evaluation.years.get(map.year)?;
        let (rect, response) = ui.allocate_exact_size(map.size, Sense::click());
        let rate = known.indicators.reached(&Scope::Whole, map.function)?.rate();
        let name = format!("{} {}, {}", LEGEND.of(view.language), known.name, percent(rate));
        words::name_widget(&response, Role::Button, &name);
        let camera = pictures::camera(evaluation, map.size)?;
        let shown = (map.year, map.function);
        let texture = self.pictures.picture(ui.ctx(), evaluation, shown, &camera, view.theme)?;
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        ui.painter().image(texture.id(), rect, whole, egui::Color32::WHITE);
        let stroke = match map.size == SMALL && map.year == self.year {
            true => Stroke::new(2.0, ui.visuals().selection.stroke.color),
            false => Stroke::new(1.0, ui.visuals().widgets.noninteractive.bg_stroke.color),
        };
        ui.painter().rect_stroke(rect, 4.0, stroke, egui::StrokeKind::Inside);
        let at = response.hover_pos()?;
        let on_canvas = at - rect.min;
        let place = camera.world_from_screen(ScreenPoint::new(on_canvas.x, on_canvas.y));
        let unit = known.units.at(place);
        let is_clicked = response.clicked();
        if let Some(unit) = unit {
            let readout = readout(known, unit, map.function, view.language);
            response.on_hover_text_at_pointer(readout);
        }
        match unit {
            _ if !is_clicked => None,
            Some(unit) => Some(known.units.id(unit).to_owned()),
            // A small map is chosen by a click beside its units too.
            None => Some(String::new()),
        }
    }
}

/// Which map, and how large.
struct YearMap<'a> {
    year: usize,
    function: &'a str,
    size: Vec2,
}

/// What stands beside the pointer: unit, rate, and the persons behind it.
fn readout(
    year: &crate::programme::EvaluatedYear,
    unit: usize,
    function: &str,
    language: Language,
) -> String {
    let name = year.units.name(unit);
    let scope = Scope::Unit(year.units.id(unit).to_owned());
    let Some(reached) = year.indicators.reached(&scope, function) else { return name.to_owned() };
    let persons = |persons: crate::layers::Persons| thousands(persons.as_f64().round() as i64);
    let (covered, population) = (persons(reached.covered), persons(reached.population));
    let rate = percent(reached.rate());
    language.pick(
        format!("{name}（{}）\n{rate}，{covered} / {population} 人", year.name),
        format!("{name} ({})\n{rate}, {covered} of {population} persons", year.name),
    )
}

/// The unit selected and brought into view on the main map, if the open study has it.
pub(super) fn lead_to(id: &str, workspace: &Workspace) -> Vec<Action> {
    let units = &workspace.session.study().layers().units;
    let Some(unit) = units.position_of(id) else { return Vec::new() };
    let mut actions = vec![ViewAction::Select(Selection::Unit(unit)).into()];
    let place = units.shapes().extent(unit).map(|extent| extent.center());
    actions.extend(place.map(|place| ViewAction::FlyTo(place).into()));
    actions
}

/// The classes of the rate, the same for all years.
fn legend_ui(ui: &mut Ui, view: &View) {
    let palette = Palette::of(view.theme);
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(LEGEND.of(view.language)).small().weak());
        let step = 100 / RATE_CLASSES;
        for class in 0..RATE_CLASSES {
            let middle = (class as f64 + 0.5) / RATE_CLASSES as f64;
            let name = format!("{}–{} %", class * step, (class + 1) * step);
            swatch_ui(ui, style::color32(rate_color(&palette, Some(middle))), &name);
        }
        let nobody = style::color32(rate_color(&palette, None));
        swatch_ui(ui, nobody, NOBODY.of(view.language));
    });
}

fn swatch_ui(ui: &mut Ui, color: egui::Color32, name: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(16.0, 12.0), Sense::hover());
    ui.painter().rect_filled(rect, 2.0, color);
    ui.label(RichText::new(name).small());
}
