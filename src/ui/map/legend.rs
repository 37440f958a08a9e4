//! The legend in the window: a click on its title folds it, so that it hides less of a small map.
//! What it says is painted by `cartography`.

use egui::{CursorIcon, Rect, Role, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::cartography::{MapContent, MapLayers, legend_title};
use crate::language::Text;
use crate::ui::action::{Action, ViewAction};
use crate::ui::style::color32;
use crate::ui::view::View;
use crate::ui::words;

use super::canvas::EguiCanvas;

const FOLD: Text = Text::new("收起图例", "Fold the legend");
const UNFOLD: Text = Text::new("展开图例", "Unfold the legend");
/// The sign at the right of the title.
const SIGN: f32 = 4.0;

/// Lets the legend be folded by its title.
pub(super) fn legend_ui(
    ui: &Ui,
    canvas: &mut EguiCanvas,
    content: &MapContent,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let [min, max] = legend_title(canvas, content);
    let title = Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y));
    let is_unfolded = view.layers.legend;
    let name = if is_unfolded { FOLD } else { UNFOLD }.of(view.language);
    let response = ui.interact(title, egui::Id::unique("legend"), Sense::click());
    words::name_widget(&response, Role::Button, name);
    let color = match response.hovered() || response.has_focus() {
        true => content.palette.text,
        false => content.palette.weak_text,
    };
    let middle = pos2(title.right() - 14.0, title.top() + 22.0);
    let toward = if is_unfolded { vec2(0.0, SIGN) } else { vec2(SIGN, 0.0) };
    let across = vec2(toward.y, toward.x);
    let corners = vec![middle + toward, middle - across - toward, middle + across - toward];
    ui.painter_at(title).add(Shape::convex_polygon(corners, color32(color), Stroke::NONE));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(name).clicked() {
        let layers = MapLayers { legend: !is_unfolded, ..view.layers };
        actions.push(ViewAction::ShowLayers(layers).into());
    }
}
