//! What stands beside the map of a stop on a wide wall, from the top down: the clock, the title, the figures
//! as large as there is room for, the words, and the room of the legend. The map has the whole height beside
//! it. A narrow wall, and two maps side by side, have a `headline` above them instead.

use egui::text::LayoutJob;
use egui::{Align, FontId, Layout, Rect, RichText, Ui, UiBuilder, pos2, vec2};

use crate::cartography::Palette;
use crate::study::Stop;
use crate::ui::style::{self, color32};
use crate::ui::view::{CompareMode, View};
use crate::ui::{Workspace, map};

use super::Presenting;
use super::figures::Figures;
use super::headline::{CLOCK, kept_ui, place_text};

/// A wall wider than so many times its height has a column.
const WIDE: f32 = 1.5;
/// Of the wall's width: `look.md` leaves the map 60 % at least.
const SHARE: std::ops::RangeInclusive<f32> = 0.27..=0.38;
const MARGIN: f32 = 16.0;
const GAP: f32 = 8.0;
/// Seen from the back of a room before anything else.
const RATE: f32 = 1.8 * style::FIGURE;
const TITLE: f32 = 1.2 * style::HEADING;
const BAR_HEIGHT: f32 = 12.0;

/// Whether a stop has its column.
pub fn has_column(ui: &Ui, workspace: &Workspace, view: &View, presenting: &Presenting) -> bool {
    let wall = ui.ctx().content_rect();
    let are_two = workspace.session.compared().is_some() && view.compare_mode == CompareMode::SideBySide;
    wall.width() > WIDE * wall.height() && !are_two && !presenting.shows_results
}

/// Shows the column at the left of the wall. Returns the rooms of the legend and of the map.
pub fn column_ui(
    ui: &mut Ui,
    wall: Rect,
    workspace: &Workspace,
    view: &View,
    presenting: &Presenting,
    stop: &Stop,
) -> [Rect; 2] {
    let [least, most] = [SHARE.start(), SHARE.end()].map(|share| share * wall.width());
    let legend = map::room_beside_map(ui, wall, workspace, view, stop.id, most);
    let (column, map) = wall.split_left_right_at_x(wall.left() + legend.x.clamp(least, most));
    let line = egui::Stroke::new(1.0, color32(Palette::of(view.theme).separator));
    ui.painter().line_segment([map.left_top(), map.left_bottom()], line);
    let (said, legend) = column.split_top_bottom_at_y(column.bottom() - legend.y);
    let room = said.shrink2(vec2(MARGIN, 0.0)).with_min_y(said.top() + MARGIN / 2.0);
    let down = Layout::top_down(Align::Min);
    ui.scope_builder(UiBuilder::new().max_rect(room).layout(down), |ui| {
        ui.set_width(room.width());
        ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
        clock_ui(ui, workspace, view, stop);
        ui.label(RichText::new(stop.title.of(view.language)).size(TITLE).strong());
        kept_ui(ui, workspace, view, stop);
        ui.add_space(GAP);
        figures_ui(ui, workspace, view, presenting);
        ui.add_space(GAP);
        words_ui(ui, &stop.text, room.bottom());
    });
    [legend, map]
}

/// Which stop of how many this is, and the time of day.
fn clock_ui(ui: &mut Ui, workspace: &Workspace, view: &View, stop: &Stop) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(place_text(workspace, stop)).weak());
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let time = crate::numbers::beijing_clock(super::now_ms());
            ui.label(RichText::new(time).weak()).on_hover_text(CLOCK.of(view.language));
        });
    });
}

/// The rate, the share it is of a bar, and what is behind it.
fn figures_ui(ui: &mut Ui, workspace: &Workspace, view: &View, presenting: &Presenting) {
    let figures = Figures::of(workspace, view, presenting);
    let standard = workspace.session.study().standard();
    let function = standard.function(view.function).short_name.of(view.language);
    ui.label(RichText::new(function).size(style::HEADING));
    ui.label(RichText::new(figures.rate_text()).size(RATE).strong());
    bar_ui(ui, view, &figures);
    ui.label(figures.persons_text(view.language));
    figures.change_ui(ui, view, style::BODY);
}

/// Who is reached of all, with a mark where it was before.
fn bar_ui(ui: &mut Ui, view: &View, figures: &Figures) {
    let Some(rate) = figures.now.rate() else { return };
    let palette = Palette::of(view.theme);
    let (_, bar) = ui.allocate_space(vec2(ui.available_width(), BAR_HEIGHT + 6.0));
    let bar = bar.shrink2(vec2(0.0, 3.0));
    let across = |share: f64| bar.left() + bar.width() * share.clamp(0.0, 1.0) as f32;
    let painter = ui.painter();
    painter.rect_filled(bar, 2.0, color32(palette.separator));
    let reached = bar.with_max_x(across(rate));
    painter.rect_filled(reached, 2.0, color32(palette.covered));
    if let Some(before) = figures.before.rate().filter(|before| (before - rate).abs() > 5e-4) {
        let x = across(before);
        let mark = [pos2(x, bar.top() - 3.0), pos2(x, bar.bottom() + 3.0)];
        painter.line_segment(mark, egui::Stroke::new(3.0, color32(palette.paper)));
        painter.line_segment(mark, egui::Stroke::new(1.5, color32(palette.text)));
    }
}

/// The words of the stop, as many lines as there is room for above the legend.
fn words_ui(ui: &mut Ui, text: &str, bottom: f32) {
    let font = FontId::proportional(style::BODY);
    let row = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let rows = ((bottom - ui.cursor().top()) / row).floor();
    if text.is_empty() || rows < 1.0 {
        return;
    }
    let color = ui.visuals().text_color();
    let mut words = LayoutJob::simple(text.to_owned(), font, color, ui.available_width());
    words.wrap.max_rows = rows as usize;
    ui.label(words);
}
