//! Actions that change what is seen.

use crate::ui::action::ViewAction;
use crate::ui::app::App;
use crate::ui::style;

/// Carries out one viewing action.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: ViewAction) {
    let view = &mut app.view;
    match action {
        ViewAction::ChooseFunction(function) => view.function = function,
        ViewAction::ChooseGroup(group) => view.group = group,
        ViewAction::ChooseTool(tool) => view.tool = tool,
        ViewAction::Select(selection) => view.selection = selection,
        ViewAction::SetCompareMode(mode) => view.compare_mode = mode,
        ViewAction::FitStudy => view.camera = None,
        ViewAction::FlyTo(place) => view.flight = Some(place),
        ViewAction::ShowLayers(layers) => view.layers = layers,
        ViewAction::SetSymbology(symbology) => view.symbology = symbology,
        ViewAction::SetLanguage(language) => view.language = language,
        ViewAction::SetTheme(theme) => {
            view.theme = theme;
            style::apply_theme(ctx, theme);
        }
        ViewAction::DismissNotice(position) => {
            if position < app.notices.len() {
                app.notices.remove(position);
            }
        }
    }
}
