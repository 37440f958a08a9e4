//! Siting on the map: what each candidate would gain, what is laid down for it, the plan of a search
//! and the suggestion pointed at, as if they were done.

use std::collections::{BTreeMap, HashSet};

use crate::analysis::{Reached, SiteChange, SitePlan, SitingOutcome, Suggestion};
use crate::cartography::{
    Align, CANDIDATE_HALF, Canvas as _, Labels, MARKER_RADIUS, MapContent, MarkerSign, Rgba,
    ScreenPoint, Stroke, TextStyle,
};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::layers::Persons;
use crate::numbers::{Change, percent, thousands};
use crate::study::FacilityOrigin;
use crate::ui::siting::{SiteRole, SitingTab};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::super::canvas::EguiCanvas;
use super::{placing, plates};

/// Closer than this candidates say what they would gain; while siting they do from any distance.
const GAINS_BELOW_METRES_PER_PIXEL: f64 = 1.6;
/// With more candidates in sight, their numbers would cover the map: only the best say theirs.
const MOST_GAINS: usize = 120;
const GAIN_SIZE: f32 = 11.0;
const OUTDATED: Text = Text::new("修改前的方案", "from before the change");
/// Residents whom no site can reach have one mark for all who live in a square of the screen, so that
/// marks stay apart.
const UNREACHABLE_SQUARE_PX: f32 = 22.0;
const UNREACHABLE_PX: f32 = 3.0;
const MOST_UNREACHABLE_PX: f32 = 7.0;

/// Paints what siting has to show; `labels` are the places taken on the map.
pub fn paint_siting(
    canvas: &mut EguiCanvas,
    ctx: &egui::Context,
    content: &MapContent,
    labels: &mut Labels,
    workspace: &Workspace,
    view: &View,
) {
    let shown = plan_shown(workspace, view);
    if view.layers.candidates {
        let plan = shown.as_ref().and_then(|shown| shown.plan);
        let sites = || plan.iter().flat_map(|plan| &plan.sites);
        for site in sites() {
            labels.keep_off(content.camera.screen_from_world(site.at), MARKER_RADIUS + 2.0);
        }
        let taken: HashSet<&str> = sites().filter_map(|site| site.key.place()).collect();
        paint_gains(canvas, ctx, content, labels, workspace, view, &taken);
    }
    if !view.siting.is_open {
        return;
    }
    if let Some(PlanOnMap { plan, unreachable, is_outdated }) = shown {
        paint_unreachable(canvas, content, unreachable);
        if let Some(plan) = plan {
            paint_plan(canvas, content, plan, is_outdated);
        }
    }
    if let Some(suggestion) = &view.siting.preview {
        paint_suggestion(canvas, content, workspace, suggestion);
    }
}

/// What is shown of a search.
struct PlanOnMap<'w> {
    plan: Option<&'w SitePlan>,
    /// Whom no site can reach, by building.
    unreachable: &'w [u32],
    /// Whether the study has changed since it was found.
    is_outdated: bool,
}

/// The plan that is pointed at or chosen, where it is about the function looked at.
fn plan_shown<'w>(workspace: &'w Workspace, view: &View) -> Option<PlanOnMap<'w>> {
    let is_looked_at = view.siting.is_open && view.siting.tab != SitingTab::Advice;
    let shown = view.siting.plan_on_map().filter(|_| is_looked_at)?;
    let run = workspace.siting.runs.get(shown.run)?;
    let unreachable = match run.result.as_ref().ok()? {
        SitingOutcome::Plan(outcome) => outcome.unreachable.as_slice(),
        _ => &[],
    };
    let function = run.question.function();
    let is_about = function.is_none_or(|function| function == view.function);
    let is_outdated = run.is_outdated(&workspace.session);
    is_about.then(|| PlanOnMap { plan: run.plan(shown.plan), unreachable, is_outdated })
}

/// The gain of the candidates in sight beside their squares, where there is room for it, and the ring
/// of what is laid down for them. Those that a plan has taken are part of its drawing.
fn paint_gains(
    canvas: &mut EguiCanvas,
    ctx: &egui::Context,
    content: &MapContent,
    labels: &mut Labels,
    workspace: &Workspace,
    view: &View,
    taken: &HashSet<&str>,
) {
    let is_near = content.camera.metres_per_pixel < GAINS_BELOW_METRES_PER_PIXEL;
    if !is_near && !view.siting.is_open {
        return;
    }
    let session = &workspace.session;
    let gains = workspace.siting.gains.candidates(ctx, session, view);
    let gains = gains.as_ref().map_or(&[][..], |gains| gains.all());
    let roles = view.siting.plan.roles_of_places();
    let mut said: Vec<(Persons, ScreenPoint)> = Vec::new();
    for (number, candidate) in session.study().register().iter().enumerate() {
        if !content.camera.sees(candidate.at, 0.0) {
            continue;
        }
        let at = content.camera.screen_from_world(candidate.at);
        let code = candidate.code.as_str();
        if view.siting.is_open {
            let role = roles.get(code).copied().unwrap_or(SiteRole::Free);
            paint_role(canvas, content, at, role);
        }
        let is_said = candidate.allows(view.function) && !taken.contains(code);
        said.extend(gains.get(number).filter(|_| is_said).map(|gain| (*gain, at)));
    }
    // The best take their places first.
    said.sort_by_key(|(gain, _)| std::cmp::Reverse(*gain));
    let style = TextStyle {
        size: GAIN_SIZE,
        color: content.palette.text,
        align: Align::Left,
        halo: Some(content.palette.paper.with_opacity(0.9)),
    };
    labels.begin_anew();
    for (gain, at) in said.into_iter().take(MOST_GAINS) {
        let text = format!("+{}", thousands(gain.rounded()));
        labels.write(canvas, &text, style, &places_beside(at));
    }
}

/// Where a number may stand: right of its candidate, left of it, below or above.
fn places_beside(at: ScreenPoint) -> [(ScreenPoint, Align); 4] {
    let (aside, off) = (CANDIDATE_HALF + 5.0, CANDIDATE_HALF + GAIN_SIZE);
    [
        (at.offset(aside, 0.0), Align::Left),
        (at.offset(-aside, 0.0), Align::Right),
        (at.offset(0.0, off), Align::Middle),
        (at.offset(0.0, -off), Align::Middle),
    ]
}

/// Forced candidates have a ring, forbidden ones a ring that is crossed out.
fn paint_role(canvas: &mut EguiCanvas, content: &MapContent, at: ScreenPoint, role: SiteRole) {
    const RADIUS: f32 = CANDIDATE_HALF + 5.0;
    let color = match role {
        SiteRole::Free => return,
        SiteRole::Forced => content.palette.hypothetical,
        SiteRole::Forbidden => content.palette.worse,
    };
    canvas.circle(at, RADIUS, None, Stroke::solid(2.0, color));
    if role == SiteRole::Forbidden {
        let side = RADIUS * std::f32::consts::FRAC_1_SQRT_2;
        let line = [at.offset(-side, side), at.offset(side, -side)];
        canvas.line(&line, false, Stroke::solid(2.0, color));
    }
}

/// Whom no site can reach: the larger the mark, the more buildings.
fn paint_unreachable(canvas: &mut EguiCanvas, content: &MapContent, buildings: &[u32]) {
    let homes = content.session.study().layers().buildings.demand_points();
    let unreachable = buildings.iter().filter_map(|building| homes.get(*building as usize));
    let in_sight = unreachable.filter(|home| content.camera.sees(**home, 0.0));
    let on_screen = in_sight.map(|home| content.camera.screen_from_world(*home));
    let stroke = Stroke::solid(1.5, content.palette.worse);
    let fill = Some(content.palette.worse.with_opacity(0.25));
    for (middle, count) in gathered(on_screen) {
        let radius = UNREACHABLE_PX * (count as f32).sqrt();
        canvas.circle(middle, radius.min(MOST_UNREACHABLE_PX), fill, stroke);
    }
}

/// Points gathered by squares of the screen: the middle of those in each, and how many there are.
fn gathered(points: impl Iterator<Item = ScreenPoint>) -> Vec<(ScreenPoint, usize)> {
    let mut squares = BTreeMap::<(i32, i32), (ScreenPoint, usize)>::new();
    let square = |at: f32| (at / UNREACHABLE_SQUARE_PX).floor() as i32;
    for point in points {
        let (sum, count) = squares
            .entry((square(point.y), square(point.x)))
            .or_insert((ScreenPoint::new(0.0, 0.0), 0));
        *sum = sum.offset(point.x, point.y);
        *count += 1;
    }
    let middle = |(sum, count): (ScreenPoint, usize)| {
        (ScreenPoint::new(sum.x / count as f32, sum.y / count as f32), count)
    };
    squares.into_values().map(middle).collect()
}

/// The sites of a plan with their numbers, and what it closes; one that is outdated says so at each.
fn paint_plan(canvas: &mut EguiCanvas, content: &MapContent, plan: &SitePlan, is_outdated: bool) {
    let palette = &content.palette;
    let study = content.session.study();
    let function = study.standard().function(content.function);
    let sign = MarkerSign::of(palette, &FacilityOrigin::Hypothetical, function);
    let radius =
        content.camera.pixels_from_metres(content.walk().circle_radius_m(content.function));
    for (number, site) in (1..).zip(&plan.sites) {
        let at = content.camera.screen_from_world(site.at);
        let color = if is_outdated { palette.weak_text } else { palette.hypothetical };
        let ring = Stroke::dashed(1.0, color.with_opacity(0.7), 4.0);
        canvas.circle(at, radius, None, ring);
        canvas.sign(at, &sign);
        let text = number.to_string();
        let beside = at.offset(MARKER_RADIUS + 8.0, -MARKER_RADIUS);
        let outdated = OUTDATED.of(content.language);
        let lines = [(text.as_str(), 12.0), (outdated, 11.0)];
        let lines = if is_outdated { &lines[..] } else { &lines[..1] };
        plates::paint_plate(canvas, content, (beside, Align::Left), lines);
    }
    for facility in plan.closed.iter().filter_map(|id| content.session.facility(*id)) {
        cross_out(canvas, content, facility.at);
    }
}

/// The facility that would come with its reach, the one that would go crossed out, and what that
/// changes for residents.
fn paint_suggestion(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    workspace: &Workspace,
    suggestion: &Suggestion,
) {
    let session = &workspace.session;
    let leaving = suggestion.what.leaves().and_then(|id| session.facility(id)).map(|f| f.at);
    if let Some(to) = suggestion.what.arrives() {
        if let Some(from) = leaving {
            let way = [from, to].map(|at| content.camera.screen_from_world(at));
            let stroke = Stroke::dashed(2.0, content.palette.hypothetical, 6.0);
            canvas.line(&way, false, stroke);
        }
        placing::paint_ghost(canvas, content, to);
    }
    if let Some(from) = leaving {
        cross_out(canvas, content, from);
    }
    let Some(at) = suggestion.what.arrives().or(leaving) else { return };
    let now = session.scenario().total(content.function, content.group);
    let after = Reached { covered: now.covered + suggestion.change, ..now };
    let Some(change) = Change::between(now, after) else { return };
    let residents = content.language.pick("人", "residents");
    let figure = format!("{} {residents}", change.persons_text());
    let rate = format!("{} → {}", percent(now.rate()), percent(after.rate()));
    let what = match &suggestion.what {
        SiteChange::Open(place) | SiteChange::Swap { open: place, .. } => place.name.as_str(),
        SiteChange::Move { .. } | SiteChange::Close(_) => "",
    };
    let model = session.study().parameters().model;
    let walk = words::counted_by(model).of(content.language);
    let beside = content.camera.screen_from_world(at).offset(MARKER_RADIUS + 12.0, 0.0);
    let lines = [(what, 12.0), (figure.as_str(), 16.0), (rate.as_str(), 12.0), (walk, 11.0)];
    plates::paint_plate(canvas, content, (beside, Align::Left), &lines);
}

fn cross_out(canvas: &mut EguiCanvas, content: &MapContent, at: WorldPoint) {
    const HALF: f32 = MARKER_RADIUS + 2.0;
    let at = content.camera.screen_from_world(at);
    let lines = [
        [at.offset(-HALF, -HALF), at.offset(HALF, HALF)],
        [at.offset(-HALF, HALF), at.offset(HALF, -HALF)],
    ];
    let strokes: [(f32, Rgba); 2] =
        [(6.0, content.palette.paper.with_opacity(0.85)), (3.0, content.palette.worse)];
    for (width, color) in strokes {
        for line in &lines {
            canvas.line(line, false, Stroke::solid(width, color));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_have_one_mark_and_those_apart_have_their_own() {
        let points = [(2.0, 2.0), (4.0, 6.0), (40.0, 2.0)].map(|(x, y)| ScreenPoint::new(x, y));
        let marks = gathered(points.into_iter());
        assert_eq!(marks, [(ScreenPoint::new(3.0, 4.0), 2), (ScreenPoint::new(40.0, 2.0), 1)]);
    }
}
