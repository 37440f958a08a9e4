//! What stands around the map of a stop on a wide wall: at the left a column with the clock, the figures as
//! large as there is room for, and the room of the legend; above the map the title and the words. A narrow
//! wall, and two maps side by side, have a `headline` over their whole width instead.

use egui::text::LayoutJob;
use egui::{Align, FontId, Layout, Rect, RichText, Ui, UiBuilder, pos2, vec2};

use crate::cartography::Palette;
use crate::language::Language;
use crate::study::Stop;
use crate::ui::action::Action;
use crate::ui::map::LegendRoom;
use crate::ui::style::{self, color32};
use crate::ui::view::{CompareMode, View};
use crate::ui::{Workspace, map};

use super::Presenting;
use super::controls::what_if_ui;
use super::figures::Figures;
use super::headline::{CLOCK, kept_ui, place_text};

/// A wall wider than so many times its height has a column.
const WIDE: f32 = 1.5;
/// Of the wall's width.
const SHARE: std::ops::RangeInclusive<f32> = 0.27..=0.38;
/// Of the wall's area; `look.md` leaves the map 60 % at least.
const LEAST_MAP: f32 = 0.605;
const MARGIN: f32 = 16.0;
const GAP: f32 = 8.0;
/// Seen from the back of a room before anything else.
const RATE: f32 = 1.8 * style::FIGURE;
const SMALLER_RATE: f32 = 1.4 * style::FIGURE;
const TITLE: f32 = 1.2 * style::HEADING;
const BAR_HEIGHT: f32 = 12.0;
/// A column with less height for its figures has them smaller.
const ROOMY: f32 = 185.0;

/// Whether a stop has its column.
pub fn has_column(ui: &Ui, workspace: &Workspace, view: &View, presenting: &Presenting) -> bool {
    let wall = ui.ctx().content_rect();
    let are_two =
        workspace.session.compared().is_some() && view.compare_mode == CompareMode::SideBySide;
    wall.width() > WIDE * wall.height() && !are_two && !presenting.shows_results
}

/// Shows the column at the left of the wall, with what ends a what-if, and the words above the map. Returns
/// the rooms of the legend and of the map.
pub fn column_ui(
    ui: &mut Ui,
    wall: Rect,
    workspace: &Workspace,
    view: &View,
    (presenting, stop): (&Presenting, &Stop),
    actions: &mut Vec<Action>,
) -> (LegendRoom, Rect) {
    let [least, most] = [SHARE.start(), SHARE.end()].map(|share| share * wall.width());
    let legend = map::room_beside_map(ui, wall, workspace, view, stop.id, most);
    let (column, rest) = wall.split_left_right_at_x(wall.left() + legend.x.clamp(least, most));
    let (figures, legend) = column.split_top_bottom_at_y(column.bottom() - legend.y);
    let room = figures.shrink2(vec2(MARGIN, 0.0)).with_min_y(figures.top() + GAP);
    let down = Layout::top_down(Align::Min);
    let told = ui.scope_builder(UiBuilder::new().max_rect(room).layout(down), |ui| {
        ui.set_width(room.width());
        ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
        clock_ui(ui, workspace, view, stop);
        if workspace.session.in_what_if() {
            what_if_ui(ui, view, presenting, actions);
        }
        figures_ui(ui, ui.available_height() > ROOMY, workspace, view, presenting);
    });
    // What is asked in a what-if, or a line for a remark, may leave the legend less than its own.
    let told = told.response.rect.bottom() + GAP;
    let legend = LegendRoom { own: legend, free: column.with_min_y(told) };
    let most_above = rest.height() - LEAST_MAP * wall.area() / rest.width();
    let above = rest.shrink2(vec2(MARGIN, 0.0)).with_min_y(rest.top() + GAP);
    let above = above.with_max_y(rest.top() + most_above.max(0.0) - GAP);
    let said = ui.scope_builder(UiBuilder::new().max_rect(above).layout(down), |ui| {
        ui.set_width(above.width());
        ui.spacing_mut().item_spacing = vec2(8.0, 2.0);
        title_ui(ui, stop, view.language, above.height());
        kept_ui(ui, workspace, view, stop);
        words_ui(ui, &stop.text, above.bottom());
    });
    let map = rest.with_min_y(said.response.rect.bottom() + GAP);
    let line = egui::Stroke::new(1.0, color32(Palette::of(view.theme).separator));
    ui.painter().line_segment([map.left_top(), map.left_bottom()], line);
    ui.painter().line_segment([map.left_top(), map.right_top()], line);
    (legend, map)
}

/// The title, in as many lines as leave room for one of the stop's words.
fn title_ui(ui: &mut Ui, stop: &Stop, language: Language, height: f32) {
    let mut title = LayoutJob::default();
    let words = RichText::new(stop.title.of(language)).size(TITLE).strong();
    words.append_to(&mut title, ui.style(), egui::FontSelection::Default, Align::Min);
    title.wrap.max_width = ui.available_width();
    let [of_title, of_words] = [TITLE, style::BODY].map(|size| row_height(ui, size));
    let left = if stop.text.is_empty() { height } else { height - of_words - GAP };
    title.wrap.max_rows = (left / of_title).floor().max(1.0) as usize;
    ui.label(title);
}

fn row_height(ui: &mut Ui, size: f32) -> f32 {
    ui.fonts_mut(|fonts| fonts.row_height(&FontId::proportional(size)))
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

/// The rate, the share it is of a bar, and what is behind it; the function beside the rate where there is
/// little room.
fn figures_ui(
    ui: &mut Ui,
    is_roomy: bool,
    workspace: &Workspace,
    view: &View,
    presenting: &Presenting,
) {
    let figures = Figures::of(workspace, view, presenting);
    let standard = workspace.session.study().standard();
    let function = standard.function(view.function).short_name.of(view.language);
    let rate = |size: f32| RichText::new(figures.rate_text()).size(size).strong();
    if is_roomy {
        ui.label(RichText::new(function).size(style::HEADING));
        ui.label(rate(RATE));
    } else {
        ui.horizontal(|ui| {
            ui.label(rate(SMALLER_RATE));
            ui.add(egui::Label::new(RichText::new(function).size(style::BODY)).truncate());
        });
    }
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

/// The words of the stop, as many lines as there is room for.
fn words_ui(ui: &mut Ui, text: &str, bottom: f32) {
    let font = FontId::proportional(style::BODY);
    let rows = ((bottom - ui.cursor().top()) / row_height(ui, style::BODY)).floor();
    if text.is_empty() || rows < 1.0 {
        return;
    }
    let color = ui.visuals().text_color();
    let mut words = LayoutJob::simple(text.to_owned(), font, color, ui.available_width());
    words.wrap.max_rows = rows as usize;
    ui.label(words);
}
