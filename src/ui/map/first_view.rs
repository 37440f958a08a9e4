//! The first view of a study, and the one that *Fit* comes back to: all of it, beside legend and toolbar.

use egui::Rect;

use crate::cartography::{Camera, MapContent, MapLayers, beside_furniture};
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::View;

use super::canvas::EguiCanvas;
use super::tools::toolbar;
use super::{HeldForFrame, legend, map_content, screen_point};

/// The camera for a part of the window; `None` where there is nothing to look at. On a small map the
/// legend is folded, so that the study is seen.
pub fn whole_study(
    ui: &egui::Ui,
    map: Rect,
    workspace: &Workspace,
    view: &View,
    actions: &mut Vec<Action>,
) -> Option<Camera> {
    let study = workspace.session.study().layers().extent()?;
    let camera = Camera::fitting(study, screen_point(map.min), map.width(), map.height());
    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let content = map_content(workspace, view, &held, camera);
    let mut canvas = EguiCanvas::new(ui.painter_at(map));
    let toolbar = toolbar::rect(map, workspace, view);
    let fits = legend::fits(&mut canvas, &content, map, toolbar);
    let layers = MapLayers { legend: view.layers.legend && fits, ..view.layers };
    if layers != view.layers {
        actions.push(ViewAction::ShowLayers(layers).into());
    }
    let content = MapContent { layers, ..content };
    let corner = [toolbar.right() - map.left(), toolbar.bottom() - map.top()];
    Some(beside_furniture(&mut canvas, &content, corner, study))
}
