//! Candidates as things to click on the map, and to find for screen readers.

use egui::{Id, Response, Role, Sense, pos2, vec2};

use crate::cartography::{CANDIDATE_HALF, Camera};
use crate::language::Language;
use crate::study::register::Term as _;
use crate::study::{Candidate, CandidateId};
use crate::ui::action::{Action, ViewAction};
use crate::ui::view::{Selection, Tool, View};
use crate::ui::{Workspace, words};

use super::super::navigation;
use super::grabbable::Grabbable;

/// What the mouse can grab of a square, beyond its edge.
const MARGIN: f32 = 2.0;

/// Makes every visible candidate a widget of its own. Returns the one under the mouse.
pub fn candidates_ui(
    ui: &egui::Ui,
    canvas: &Response,
    workspace: &Workspace,
    view: &View,
    camera: &Camera,
    actions: &mut Vec<Action>,
) -> Option<CandidateId> {
    if !view.layers.candidates {
        return None;
    }
    let register = workspace.session.study().register();
    let in_sight = |candidate: &&Candidate| navigation::is_visible(camera, candidate.at);
    let visible: Vec<&Candidate> = register.iter().filter(in_sight).collect();
    let grabbable = Grabbable::among(ui, visible.len());
    let is_wanted = |candidate: &&&Candidate| {
        grabbable.has(camera, candidate.at) || view.selection == Selection::Candidate(candidate.id)
    };
    let mut over = None;
    for candidate in visible.iter().filter(is_wanted) {
        let at = camera.screen_from_world(candidate.at);
        let side = 2.0 * (CANDIDATE_HALF + MARGIN);
        let rect = egui::Rect::from_center_size(pos2(at.x, at.y), vec2(side, side));
        let sense = if view.tool == Tool::Select { Sense::click() } else { Sense::hover() };
        let id = Id::unique(("candidate", candidate.id));
        let marker = ui.interact(rect.intersect(canvas.rect), id, sense);
        words::name_widget_by(&marker, Role::Button, || name_of(candidate, view.language));
        if marker.hovered() {
            over = Some(candidate.id);
        }
        if marker.clicked() {
            marker.request_focus();
            actions.push(ViewAction::Select(Selection::Candidate(candidate.id)).into());
        }
    }
    over
}

/// What screen readers say of a candidate.
fn name_of(candidate: &Candidate, language: Language) -> String {
    let (kind, state) = (candidate.stock.name(), candidate.review.state().name());
    let word = language.pick("候选点", "candidate");
    format!("{}, {word}, {}, {}", candidate.name, kind.of(language), state.of(language))
}
