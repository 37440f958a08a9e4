//! Actions that change what is seen.

use crate::ui::action::ViewAction;
use crate::ui::app::App;
use crate::ui::handbook;
use crate::ui::map::Flight;
use crate::ui::measurement::Measurement;
use crate::ui::selection::Selection;
use crate::ui::style;

/// Carries out one viewing action.
pub fn carry_out(app: &mut App, ctx: &egui::Context, action: ViewAction) {
    let view = &mut app.view;
    match action {
        ViewAction::ChooseFunction(function) => view.function = function,
        ViewAction::ChooseGroup(group) => view.group = group,
        ViewAction::ChooseTool(tool) => view.choose_tool(tool),
        ViewAction::Select(selection) => view.selection = selection,
        ViewAction::SelectWithin { area, how } => {
            if let Some(workspace) = &app.workspace {
                let kinds = view.seen_kinds(&workspace.session);
                view.selection = view.selection.after_drawing(&workspace.session, area, kinds, how);
            }
        }
        ViewAction::SelectThings(things) => {
            if let Some(workspace) = &app.workspace {
                view.selection = Selection::of_things(&workspace.session, things);
            }
        }
        ViewAction::AddVertex(at) => {
            if let Some(measure) = view.tool.measure() {
                let before = view.measurement.take();
                view.measurement = Some(Measurement::with_vertex(before, measure, at));
            }
        }
        ViewAction::RemoveVertex => {
            view.measurement = view.measurement.take().and_then(Measurement::without_last);
        }
        ViewAction::EndMeasuring => {
            view.measurement = view.measurement.take().and_then(Measurement::done);
        }
        ViewAction::ClearMeasurement => view.measurement = None,
        ViewAction::ToggleSnapping => view.snaps = !view.snaps,
        ViewAction::SetCompareMode(mode) => view.compare_mode = mode,
        ViewAction::ChooseCatchmentMethod(method) => view.catchment_method = method,
        ViewAction::ChooseEquityValue(value) => view.equity_value = value,
        ViewAction::ShowLists(lists) => view.lists = lists,
        ViewAction::ToggleProgramme => view.shows_programme = !view.shows_programme,
        ViewAction::TogglePhases => view.shows_phases = !view.shows_phases,
        ViewAction::ToggleEvaluation => app.evaluations.toggle(),
        ViewAction::ToggleHandbook => app.handbook.toggle(handbook::topic_of(app)),
        ViewAction::ToggleLists => view.lists = view.lists.toggled(),
        ViewAction::FitStudy => {
            view.camera = None;
            view.flight = None;
        }
        ViewAction::FlyTo(place) => view.flight = Some(Flight::to_place(place)),
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
