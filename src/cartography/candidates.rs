//! Candidates on the map: small squares, filled the further the joint review has come, so that the
//! state is read without colour; in a crowd, specks.

use crate::study::Candidate;
use crate::study::register::ReviewState;

use super::content::{Emphasis, MapContent};
use super::labels::Labels;
use super::{Canvas, Palette, ScreenPoint, Stroke};

/// Half the side of a candidate's square; also what the mouse can grab.
pub const CANDIDATE_HALF: f32 = 5.0;
/// So far beyond the edge of the map a candidate is still seen.
const MARGIN: f32 = 2.0 * CANDIDATE_HALF;
/// With more candidates in sight their squares would cover the map: they are specks then, which tell
/// nothing of the review.
const MOST_SQUARES: usize = 300;
/// Half the side of a speck.
const SPECK_HALF: f32 = 2.5;

/// The candidates in sight, looked up once, each with its place on the map.
pub(super) struct CandidatesInSight<'a> {
    seen: Vec<(&'a Candidate, ScreenPoint)>,
    are_specks: bool,
}

impl<'a> CandidatesInSight<'a> {
    pub fn of(content: &MapContent<'a>) -> Self {
        let camera = &content.camera;
        let placed = |candidate: &'a Candidate| (candidate, camera.screen_from_world(candidate.at));
        let register = content.session.study().register().iter().map(placed);
        let seen: Vec<_> = register.filter(|(_, at)| camera.holds(*at, MARGIN)).collect();
        let are_specks = seen.len() > MOST_SQUARES;
        Self { seen, are_specks }
    }

    /// Paints them, the one selected last; what is pointed at keeps its square among specks.
    pub fn paint(&self, canvas: &mut dyn Canvas, content: &MapContent) {
        let Emphasis { selected_candidate, hovered_candidate, .. } = content.emphasis;
        let is_selected = |candidate: &Candidate| selected_candidate == Some(candidate.id);
        let is_singled_out = |candidate: &Candidate| {
            is_selected(candidate) || hovered_candidate == Some(candidate.id)
        };
        if self.are_specks {
            for (_, at) in self.seen.iter().filter(|(candidate, _)| !is_singled_out(candidate)) {
                paint_speck(canvas, &content.palette, *at);
            }
        }
        let with_square =
            self.seen.iter().filter(|(candidate, _)| !self.are_specks || is_singled_out(candidate));
        let (last, others): (Vec<_>, Vec<_>) =
            with_square.copied().partition(|(candidate, _)| is_selected(candidate));
        for (candidate, at) in others.into_iter().chain(last) {
            paint_candidate(canvas, content, candidate, at);
        }
    }

    /// Keeps what is written off them.
    pub fn keep_off(&self, labels: &mut Labels) {
        let half = if self.are_specks { SPECK_HALF } else { CANDIDATE_HALF };
        for (_, at) in &self.seen {
            labels.keep_off(*at, half + 1.0);
        }
    }
}

/// Whether the candidates of a map are specks.
pub(super) fn are_specks(content: &MapContent) -> bool {
    let seen = |candidate: &&Candidate| content.camera.sees(candidate.at, MARGIN);
    content.session.study().register().iter().filter(seen).nth(MOST_SQUARES).is_some()
}

/// One of many candidates, with its middle at a place.
pub(super) fn paint_speck(canvas: &mut dyn Canvas, palette: &Palette, at: ScreenPoint) {
    let (min, max) = (at.offset(-SPECK_HALF, -SPECK_HALF), at.offset(SPECK_HALF, SPECK_HALF));
    canvas.rect(min, max, 0.0, palette.candidate, Stroke::solid(1.0, palette.paper));
}

fn paint_candidate(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    candidate: &Candidate,
    at: ScreenPoint,
) {
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
