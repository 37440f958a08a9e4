//! What always stands above a stop: its title and words, the figures of the moment, the clock.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::cartography::Palette;
use crate::language::Text;
use crate::numbers::{self, Change};
use crate::study::Stop;
use crate::ui::Workspace;
use crate::ui::style::{self, color32};
use crate::ui::view::View;

use super::{Presenting, now_ms};

const SINCE_SCRIPT: Text = Text::new("较汇报方案", "against the script");
const SINCE_BASE: Text = Text::new("较现状", "against the base");
const SINCE_COMPARED: Text = Text::new("较对比方案", "against the compared scenario");
const SHOWN: Text = Text::new("所示方案：", "Shown: ");
const CLOCK: Text = Text::new("北京时间", "Beijing time (UTC+8)");
/// The figures take this share of the width.
const FIGURES_SHARE: f32 = 0.44;
const CLOCK_WIDTH: f32 = 56.0;
const GAP: f32 = 12.0;

/// Shows the band above the stop.
pub fn headline_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    presenting: &Presenting,
    stop: &Stop,
) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(16, 8));
    egui::Panel::top("headline").frame(frame).show(ui, |ui| {
        let width = ui.available_width();
        let is_map = stop.map().is_some();
        let figures_width = if is_map { width * FIGURES_SHARE } else { 0.0 };
        let title_width = width - figures_width - CLOCK_WIDTH - 2.0 * GAP;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            column(ui, title_width, |ui| {
                if is_map {
                    title_ui(ui, workspace, view, stop);
                }
            });
            if is_map {
                column(ui, figures_width, |ui| figures_ui(ui, workspace, view, presenting));
            }
            column(ui, CLOCK_WIDTH, |ui| clock_ui(ui, workspace, view, stop));
        });
    });
}

/// A part of the band, as high as what it holds.
fn column(ui: &mut Ui, width: f32, content: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing = vec2(8.0, 0.0);
        content(ui);
    });
}

/// Title and words, and which scenario is shown in the place of the script's once it was kept. While
/// it is tried out, the band stays as high as it is: the map must not move below the mouse.
fn title_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let title = RichText::new(stop.title.of(view.language));
    ui.label(title.size(style::HEADING).strong());
    let (session, scripted) = (&workspace.session, stop.map().map(|map| map.scenario));
    let scenarios = session.study().scenarios();
    let shown = session.shown_by_script();
    if scripted.is_some_and(|scripted| scripted != shown && scenarios.contains(scripted)) {
        let name = scenarios.name(shown);
        let text = format!("{}{}", SHOWN.of(view.language), name.of(view.language));
        let color = color32(Palette::of(view.theme).hypothetical);
        ui.label(RichText::new(text).size(style::CAPTION).color(color));
    }
    if !stop.text.is_empty() {
        ui.label(&stop.text);
    }
}

/// The time of day, and which stop of how many this is.
fn clock_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let clock = ui.label(RichText::new(numbers::beijing_clock(now_ms())).size(style::HEADING));
    clock.on_hover_text(CLOCK.of(view.language));
    let walkthrough = workspace.session.study().walkthrough();
    let number = walkthrough.position(stop.id).map_or(0, |position| position + 1);
    let place = format!("{number} / {}", walkthrough.len());
    ui.label(RichText::new(place).size(style::CAPTION).weak());
}

/// The rate of the function looked at, what became of it, and who is behind it.
fn figures_ui(ui: &mut Ui, workspace: &Workspace, view: &View, presenting: &Presenting) {
    let session = &workspace.session;
    let language = view.language;
    let now = session.scenario().total(view.function, view.group);
    let script = presenting.script_numbers.as_ref().filter(|_| session.in_what_if());
    let script = script.and_then(|script| script.total(view.function, view.group));
    let (before, since) = match (script, session.compared()) {
        (Some(script), _) => (script, SINCE_SCRIPT),
        (None, Some(_)) => (session.reference().total(view.function, view.group), SINCE_COMPARED),
        (None, None) => (session.base().total(view.function, view.group), SINCE_BASE),
    };
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(numbers::percent(now.rate())).size(style::FIGURE).strong());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let function = &session.study().standard().function(view.function).short_name;
            let name = function.of(language);
            let covered = numbers::persons(now.covered);
            let population = numbers::persons(now.population);
            let persons = language.pick(
                format!("{name} · {covered} / {population} 人"),
                format!("{name}: {covered} of {population} residents"),
            );
            ui.label(RichText::new(persons).size(style::CAPTION));
            if let Some(change) = Change::between(before, now) {
                change_ui(ui, view, change, since);
            }
        });
    });
}

/// What became of the rate, with sign and arrow.
fn change_ui(ui: &mut Ui, view: &View, change: Change, since: Text) {
    let (language, palette) = (view.language, Palette::of(view.theme));
    let (points, persons) = (change.points_text(), change.persons_text());
    let since = since.of(language);
    let (text, color) = match change.direction() {
        0 => (language.pick(format!("{since} ±0"), format!("±0 {since}")), palette.weak_text),
        direction => {
            let text = language.pick(
                format!("{points} 个百分点，{persons} 人（{since}）"),
                format!("{points} points, {persons} ({since})"),
            );
            (text, if direction > 0 { palette.better } else { palette.worse })
        }
    };
    ui.label(RichText::new(text).size(style::CAPTION).color(color32(color)));
}
