//! Siting on the map: what each candidate would gain, what is laid down for it, the plan of a search
//! and the suggestion pointed at, as if they were done.

use crate::analysis::{PlanOutcome, Reached, SiteChange, SiteKey, Suggestion};
use crate::cartography::{
    Align, CANDIDATE_HALF, Canvas as _, MARKER_RADIUS, MapContent, MarkerSign, Rgba, ScreenPoint,
    Stroke, TextStyle,
};
use crate::geometry::WorldPoint;
use crate::numbers::{Change, percent, thousands};
use crate::study::FacilityOrigin;
use crate::ui::siting::{SiteRole, SitingTab};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::super::canvas::EguiCanvas;
use super::{placing, plates};

/// Closer than this candidates say what they would gain, while siting from farther away; from beyond
/// that only the best ones do.
const GAINS_BELOW_METRES_PER_PIXEL: f64 = 1.6;
const GAINS_WHILE_SITING_BELOW: f64 = 4.0;
/// With more candidates in sight, their numbers would cover the map.
const MOST_GAINS: usize = 120;
/// A place that no site can reach.
const UNREACHABLE_PX: f32 = 4.0;
const MOST_UNREACHABLE: usize = 5_000;

/// Paints what siting has to show.
pub fn paint_siting(
    canvas: &mut EguiCanvas,
    ctx: &egui::Context,
    content: &MapContent,
    workspace: &Workspace,
    view: &View,
) {
    let plan = plan_shown(workspace, view);
    if view.layers.candidates {
        let taken: Vec<&SiteKey> =
            plan.iter().flat_map(|plan| &plan.sites).map(|site| &site.key).collect();
        paint_gains(canvas, ctx, content, workspace, view, &taken);
    }
    if !view.siting.is_open {
        return;
    }
    if let Some(plan) = plan {
        paint_plan(canvas, content, plan);
    }
    if let Some(suggestion) = &view.siting.preview {
        paint_suggestion(canvas, content, workspace, suggestion);
    }
}

/// The plan of the run that is shown, where it is about the function looked at.
fn plan_shown<'w>(workspace: &'w Workspace, view: &View) -> Option<&'w PlanOutcome> {
    let is_looked_at = view.siting.is_open && view.siting.tab != SitingTab::Advice;
    let number = view.siting.shown_run.filter(|_| is_looked_at)?;
    let run = workspace.siting.runs.get(number)?;
    let outcome = run.result.as_ref().ok()?;
    (run.question.function == view.function).then_some(outcome)
}

/// The gain of the candidates in sight beside their squares, and the ring of what is laid down for
/// them. Those that a plan has taken are part of its drawing.
fn paint_gains(
    canvas: &mut EguiCanvas,
    ctx: &egui::Context,
    content: &MapContent,
    workspace: &Workspace,
    view: &View,
    taken: &[&SiteKey],
) {
    let farthest = match view.siting.is_open {
        true => GAINS_WHILE_SITING_BELOW,
        false => GAINS_BELOW_METRES_PER_PIXEL,
    };
    let is_near = content.camera.metres_per_pixel < farthest;
    if !is_near && !view.siting.is_open {
        return;
    }
    let session = &workspace.session;
    let gains = workspace.siting.gains.candidates(ctx, session, view);
    let gains = gains.as_ref().map_or(&[][..], |gains| gains.all());
    let register = session.study().register();
    let in_sight: Vec<_> = register
        .iter()
        .enumerate()
        .filter(|(_, candidate)| content.camera.sees(candidate.at, 0.0))
        .collect();
    let says_all = is_near && in_sight.len() <= MOST_GAINS;
    let best = workspace.siting.best.known().unwrap_or_default();
    let is_among_best = |code: &str| best.iter().any(|ranked| ranked.place.id == code);
    for (number, candidate) in in_sight {
        let at = content.camera.screen_from_world(candidate.at);
        let key = SiteKey::Place(candidate.code.clone());
        if view.siting.is_open {
            paint_role(canvas, content, at, view.siting.plan.role_of(&key));
        }
        let is_said = (says_all || is_among_best(&candidate.code))
            && candidate.allows(view.function)
            && !taken.contains(&&key);
        if let Some(gain) = gains.get(number).filter(|_| is_said) {
            let text = format!("+{}", thousands(gain.rounded()));
            let style = TextStyle {
                size: 11.0,
                color: content.palette.text,
                align: Align::Left,
                halo: Some(content.palette.paper.with_opacity(0.9)),
            };
            canvas.text(at.offset(CANDIDATE_HALF + 5.0, 0.0), &text, style);
        }
    }
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

/// The sites of a plan with their numbers, what it closes, and who is out of every reach.
fn paint_plan(canvas: &mut EguiCanvas, content: &MapContent, outcome: &PlanOutcome) {
    let palette = &content.palette;
    let study = content.session.study();
    let homes = study.layers().buildings.demand_points();
    let unreachable =
        outcome.unreachable.iter().filter_map(|building| homes.get(*building as usize));
    let in_sight = unreachable.filter(|home| content.camera.sees(**home, 0.0));
    for home in in_sight.take(MOST_UNREACHABLE) {
        let at = content.camera.screen_from_world(*home);
        canvas.circle(at, UNREACHABLE_PX, None, Stroke::solid(2.0, palette.worse));
    }
    let function = study.standard().function(content.function);
    let sign = MarkerSign::of(palette, &FacilityOrigin::Hypothetical, function);
    let radius = content.camera.pixels_from_metres(study.circle_radius_m(content.function));
    for (number, site) in (1..).zip(&outcome.sites) {
        let at = content.camera.screen_from_world(site.at);
        let ring = Stroke::dashed(1.0, palette.hypothetical.with_opacity(0.7), 4.0);
        canvas.circle(at, radius, None, ring);
        canvas.sign(at, &sign);
        let text = number.to_string();
        let beside = at.offset(MARKER_RADIUS + 8.0, -MARKER_RADIUS);
        plates::paint_plate(canvas, content, (beside, Align::Left), &[(&text, 12.0)]);
    }
    for facility in outcome.closed.iter().filter_map(|id| content.session.facility(*id)) {
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
