//! What stands above a stop on a narrow wall, and above two maps: its title and words, the figures of the
//! moment, how a what-if ends, the clock.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::cartography::Palette;
use crate::language::Text;
use crate::numbers;
use crate::study::Stop;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::style::{self, color32};
use crate::ui::view::View;

use super::controls::what_if_ui;
use super::figures::Figures;
use super::{Presenting, now_ms};

const SHOWN: Text = Text::new("所示方案：", "Shown: ");
pub(super) const CLOCK: Text = Text::new("北京时间", "Beijing time (UTC+8)");
/// The figures take this share of the width.
const FIGURES_SHARE: f32 = 0.44;
const CLOCK_WIDTH: f32 = 56.0;
/// Kept free below the figures for the line of a what-if: the map must not move while a facility is
/// dragged, and the line must not lie on it.
const WHAT_IF_HEIGHT: f32 = 30.0;
const GAP: f32 = 12.0;

/// Shows the band above the stop.
pub fn headline_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    (presenting, stop): (&Presenting, &Stop),
    actions: &mut Vec<Action>,
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
                column(ui, figures_width, |ui| {
                    figures_ui(ui, workspace, view, presenting);
                    ui.allocate_ui(vec2(figures_width, WHAT_IF_HEIGHT), |ui| {
                        ui.set_min_height(WHAT_IF_HEIGHT);
                        if workspace.session.in_what_if() {
                            what_if_ui(ui, view, presenting, actions);
                        }
                    });
                });
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

fn title_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let title = RichText::new(stop.title.of(view.language));
    ui.label(title.size(style::HEADING).strong());
    kept_ui(ui, workspace, view, stop);
    if !stop.text.is_empty() {
        ui.label(&stop.text);
    }
}

/// Which scenario is shown in the place of the script's once it was kept. While it is tried out, nothing is
/// added: the map must not move below the mouse.
pub(super) fn kept_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let (session, scripted) = (&workspace.session, stop.map().map(|map| map.scenario));
    let scenarios = session.study().scenarios();
    let shown = session.shown_by_script();
    if scripted.is_some_and(|scripted| scripted != shown && scenarios.contains(scripted)) {
        let name = scenarios.name(shown);
        let text = format!("{}{}", SHOWN.of(view.language), name.of(view.language));
        let color = color32(Palette::of(view.theme).hypothetical);
        ui.label(RichText::new(text).size(style::CAPTION).color(color));
    }
}

/// The time of day, and which stop of how many this is.
fn clock_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    let clock = ui.label(RichText::new(numbers::beijing_clock(now_ms())).size(style::HEADING));
    clock.on_hover_text(CLOCK.of(view.language));
    let place = place_text(workspace, stop);
    ui.label(RichText::new(place).size(style::CAPTION).weak());
}

/// `2 / 7`
pub(super) fn place_text(workspace: &Workspace, stop: &Stop) -> String {
    let walkthrough = workspace.session.study().walkthrough();
    let number = walkthrough.position(stop.id).map_or(0, |position| position + 1);
    format!("{number} / {}", walkthrough.len())
}

/// The rate of the function looked at, what became of it, and who is behind it.
fn figures_ui(ui: &mut Ui, workspace: &Workspace, view: &View, presenting: &Presenting) {
    let figures = Figures::of(workspace, view, presenting);
    let language = view.language;
    ui.horizontal_top(|ui| {
        ui.label(RichText::new(figures.rate_text()).size(style::FIGURE).strong());
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let standard = workspace.session.study().standard();
            let name = standard.function(view.function).short_name.of(language);
            let persons = figures.persons_text(language);
            let persons =
                language.pick(format!("{name} · {persons}"), format!("{name}: {persons}"));
            ui.label(RichText::new(persons).size(style::CAPTION));
            figures.change_ui(ui, view, style::CAPTION);
        });
    });
}
