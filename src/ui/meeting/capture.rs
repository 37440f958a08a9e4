//! Stops made from what is seen, and shown again.

use crate::cartography::{Camera, MapLayers, StopView, Surface, stop_layers};
use crate::language::{Message, Text};
use crate::layers::Group;
use crate::study::walkthrough::{Beside, Callout, Framing, SetBeside, StopMap};
use crate::ui::Workspace;
use crate::ui::map::Flight;
use crate::ui::view::{CompareMode, Selection, View};

/// What is seen, as a stop keeps it; `None` until the map has been shown.
pub fn current_map(workspace: &Workspace, view: &View) -> Option<StopMap> {
    let session = &workspace.session;
    let camera = view.camera?;
    let how = match view.compare_mode {
        CompareMode::Difference => SetBeside::Difference,
        CompareMode::Swipe => SetBeside::Swipe(view.swipe),
        CompareMode::SideBySide => SetBeside::SideBySide,
    };
    let groups = session.study().layers().buildings.demand().groups();
    Some(StopMap {
        scenario: session.shown(),
        beside: session.compared().map(|scenario| Beside { scenario, how }),
        framing: Framing {
            center: camera.center,
            metres_per_pixel: camera.metres_per_pixel,
            width_px: camera.width,
            height_px: camera.height,
        },
        layers: stop_layers(view.layers),
        colors: view.symbology.to_words(),
        function: view.function,
        group: groups.get(view.group).copied().unwrap_or(Group::All),
        highlighted: selected_units(workspace, view),
    })
}

/// Whether the map shows what a stop shows, or flies there: the same scenarios, set beside one another in
/// the same way, the same layers, colours and residents, and the same ground. A legend that is folded is
/// no other map.
pub fn is_seen(stop: &StopView, workspace: &Workspace, view: &View) -> bool {
    let session = &workspace.session;
    let with_legend = |layers| MapLayers { legend: true, ..layers };
    let is_set_beside = |beside: Beside| {
        let how = match view.compare_mode {
            CompareMode::Difference => matches!(beside.how, SetBeside::Difference),
            CompareMode::Swipe => matches!(beside.how, SetBeside::Swipe(_)),
            CompareMode::SideBySide => matches!(beside.how, SetBeside::SideBySide),
        };
        how && session.compared() == Some(beside.scenario)
    };
    session.shown() == stop.scenario
        && stop.beside.map_or(session.compared().is_none(), is_set_beside)
        && with_legend(view.layers) == with_legend(stop.layers)
        && view.symbology == stop.symbology
        && (view.function, view.group) == (stop.function, stop.group)
        && sees(view, stop.framing)
}

/// Whether the camera is where a framing puts it, or on its way there.
fn sees(view: &View, framing: Framing) -> bool {
    /// Of the view's width, and of its scale: what nobody would call another view.
    const SAME: f64 = 0.05;
    let Some(camera) = view.camera else { return false };
    if view.flight.as_ref().is_some_and(|flight| flight.is_to_framing(framing)) {
        return true;
    }
    let Camera { origin, width, height, .. } = camera;
    let wanted = Camera::filled_by(framing.extent(), origin, width, height);
    let off_m = camera.center.distance_to(wanted.center);
    let scale = camera.metres_per_pixel / wanted.metres_per_pixel;
    (scale - 1.0).abs() < SAME && off_m < SAME * f64::from(width) * wanted.metres_per_pixel
}

/// The ids of the units that are selected.
fn selected_units(workspace: &Workspace, view: &View) -> Vec<String> {
    let units = &workspace.session.study().layers().units;
    let selected: Vec<usize> = match &view.selection {
        Selection::Unit(unit) => vec![*unit],
        Selection::Many(many) => many.things.units.iter().map(|unit| *unit as usize).collect(),
        Selection::Nothing
        | Selection::Facility(_)
        | Selection::Building(_)
        | Selection::Candidate(_) => Vec::new(),
    };
    let there = selected.into_iter().filter(|unit| *unit < units.len());
    there.map(|unit| units.id(unit).to_owned()).collect()
}

/// What a new stop is called: the scenario, and what is looked at; of two scenarios first how they are
/// set beside one another, and of a surface which: so that stops are told apart in a narrow list.
pub fn title_of(map: &StopMap, workspace: &Workspace) -> Message {
    let study = workspace.session.study();
    let name = |scenario| study.scenarios().name(scenario);
    let function = &study.standard().function(map.function).short_name;
    let Message { zh, en } = name(map.scenario);
    match map.beside {
        None => {
            let surface = StopView::of(map, study).symbology.surface;
            let shown = Some(surface.name()).filter(|_| surface != Surface::None);
            let [shown_zh, shown_en] = shown.map_or([String::new(), String::new()], |shown| {
                [format!("（{}）", shown.zh), format!(", {}", shown.en.to_lowercase())]
            });
            Message::new(
                format!("{zh} · {}{shown_zh}", function.zh),
                format!("{en}: {}{shown_en}", function.en),
            )
        }
        Some(Beside { scenario, how }) => {
            let (other, how) = (name(scenario), how_beside(how));
            Message::new(
                format!("{}：{} · {}", how.zh, both(&zh, &other.zh), function.zh),
                format!("{}: {en} and {}: {}", how.en, other.en, function.en),
            )
        }
    }
}

/// Two names joined in Chinese, with a space where Latin letters or digits meet Chinese characters.
fn both(one: &str, other: &str) -> String {
    let is_latin = |end: Option<char>| end.is_some_and(|end| end.is_ascii_alphanumeric());
    let gap = |is_latin: bool| if is_latin { " " } else { "" };
    let (before, after) = (is_latin(one.chars().next_back()), is_latin(other.chars().next()));
    format!("{one}{}与{}{other}", gap(before), gap(after))
}

fn how_beside(how: SetBeside) -> Text {
    match how {
        SetBeside::Difference => Text::new("差异", "Difference"),
        SetBeside::Swipe(_) => Text::new("卷帘", "Swipe"),
        SetBeside::SideBySide => Text::new("并排", "Side by side"),
    }
}

/// Shows what a stop shows; the camera flies there. Returns what the study has not any more.
pub fn show_map(
    map: &StopMap,
    callouts: &[Callout],
    workspace: &mut Workspace,
    view: &mut View,
    on_the_wall: bool,
) -> Vec<Message> {
    let stop = StopView::of(map, workspace.session.study());
    let ground = stop.ground(workspace.session.study(), callouts);
    let StopView { scenario, beside, framing, layers, symbology, function, group, .. } = stop;
    workspace.session.show(scenario);
    workspace.session.compare_with(beside.map(|beside| beside.scenario));
    if let Some(Beside { how, .. }) = beside {
        (view.compare_mode, view.swipe) = match how {
            SetBeside::Difference => (CompareMode::Difference, view.swipe),
            SetBeside::Swipe(share) => (CompareMode::Swipe, share.clamp(0.02, 0.98)),
            SetBeside::SideBySide => (CompareMode::SideBySide, view.swipe),
        };
    }
    view.layers = layers;
    view.symbology = symbology;
    view.function = function;
    view.group = group;
    view.selection = Selection::Nothing;
    view.flight = Some(match on_the_wall {
        true => {
            let seen = framing.extent();
            let divided_at = seen.min.x + seen.width() * f64::from(view.swipe);
            Flight::to_ground(ground).with_swipe_at(divided_at)
        }
        false => Flight::to_framing(framing),
    });
    stop.missing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_keep_off_chinese_characters() {
        assert_eq!(both("会上推演 1", "现状"), "会上推演 1 与现状");
        assert_eq!(both("方案甲", "2030 年"), "方案甲与 2030 年");
        assert_eq!(both("方案甲", "现状"), "方案甲与现状");
    }
}
