//! Candidates on the map: small squares, filled the further the joint review has come, so that the
//! state is read without colour.

use crate::study::register::ReviewState;
use crate::study::{Candidate, CandidateId};

use super::content::MapContent;
use super::labels::Labels;
use super::{Canvas, Palette, ScreenPoint, Stroke};

/// Half the side of a candidate's square; also what the mouse can grab.
pub const CANDIDATE_HALF: f32 = 5.0;

/// Paints all candidates in sight, the one selected last.
pub(super) fn paint_candidates(canvas: &mut dyn Canvas, content: &MapContent) {
    let selected = content.emphasis.selected_candidate;
    let register = content.session.study().register();
    let in_sight = |candidate: &&Candidate| content.camera.sees(candidate.at, 2.0 * CANDIDATE_HALF);
    for candidate in register.iter().filter(in_sight) {
        if selected != Some(candidate.id) {
            paint_candidate(canvas, content, candidate);
        }
    }
    let selected = selected.and_then(|id: CandidateId| register.get(id)).filter(in_sight);
    if let Some(candidate) = selected {
        paint_candidate(canvas, content, candidate);
    }
}

/// Keeps what is written off the squares in sight.
pub(super) fn keep_off(content: &MapContent, labels: &mut Labels) {
    let camera = &content.camera;
    let in_sight = |candidate: &&Candidate| camera.sees(candidate.at, 2.0 * CANDIDATE_HALF);
    for candidate in content.session.study().register().iter().filter(in_sight) {
        labels.keep_off(camera.screen_from_world(candidate.at), CANDIDATE_HALF + 1.0);
    }
}

fn paint_candidate(canvas: &mut dyn Canvas, content: &MapContent, candidate: &Candidate) {
    let at = content.camera.screen_from_world(candidate.at);
    let emphasis = &content.emphasis;
    let palette = &content.palette;
    let ring = match Some(candidate.id) {
        id if id == emphasis.selected_candidate => Some(palette.selection),
        id if id == emphasis.hovered_candidate => Some(palette.selection.with_opacity(0.6)),
        _ => None,
    };
    if let Some(color) = ring {
        let half = CANDIDATE_HALF + 4.0;
        let (min, max) = (at.offset(-half, -half), at.offset(half, half));
        canvas.rect(min, max, 2.0, palette.paper.with_opacity(0.0), Stroke::solid(2.0, color));
    }
    paint_state(canvas, palette, at, candidate.review.state());
}

/// The sign of a state with its middle at a place: solid where it has passed, half where conditions
/// stand, hollow before, crossed out where it is over.
pub(super) fn paint_state(
    canvas: &mut dyn Canvas,
    palette: &Palette,
    at: ScreenPoint,
    state: ReviewState,
) {
    let half = CANDIDATE_HALF;
    let (color, paper) = (palette.candidate, palette.paper);
    let (min, max) = (at.offset(-half, -half), at.offset(half, half));
    let rim = Stroke::solid(1.5, color);
    // A pale edge keeps the sign apart from what lies below it.
    canvas.rect(
        at.offset(-half - 1.5, -half - 1.5),
        at.offset(half + 1.5, half + 1.5),
        1.0,
        paper,
        Stroke::NONE,
    );
    let fill = if state == ReviewState::Passed { color } else { paper };
    canvas.rect(min, max, 0.0, fill, rim);
    let inner = half - 2.0;
    match state {
        ReviewState::NotFiled | ReviewState::Passed => {}
        ReviewState::PassedWithConditions => {
            canvas.rect(at.offset(-half, 0.0), max, 0.0, color, Stroke::NONE);
        }
        ReviewState::InReview => {
            let dot = half * 0.4;
            canvas.circle(at, dot, Some(color), Stroke::NONE);
        }
        ReviewState::NeedDocuments => {
            canvas.line(&[at.offset(-inner, 0.0), at.offset(inner, 0.0)], false, rim);
        }
        ReviewState::Refused => {
            canvas.line(&[at.offset(-inner, -inner), at.offset(inner, inner)], false, rim);
            canvas.line(&[at.offset(-inner, inner), at.offset(inner, -inner)], false, rim);
        }
        ReviewState::Lapsed => {
            canvas.line(&[at.offset(-inner, inner), at.offset(inner, -inner)], false, rim);
        }
    }
}
