//! The facility to be placed, as it would stand.

use crate::cartography::{Canvas as _, MapContent, MarkerSign, Stroke};
use crate::geometry::WorldPoint;
use crate::study::FacilityOrigin;

use super::super::canvas::EguiCanvas;

/// Paints the facility to be placed with its circles.
pub fn paint_ghost(painter: &mut EguiCanvas, content: &MapContent, at: WorldPoint) {
    let at = content.camera.screen_from_world(at);
    let study = content.session.study();
    let color = content.palette.hypothetical;
    let walk = content.walk();
    // Along the streets circles have no minutes: the limit alone bounds the reach.
    let rings = walk.rings().into_iter().filter(|_| walk.network().is_none());
    for (_, metres) in rings {
        let radius = content.camera.pixels_from_metres(walk.straight_m(metres));
        painter.circle(at, radius, None, Stroke::dashed(1.0, color.with_opacity(0.6), 4.0));
    }
    let radius =
        content.camera.pixels_from_metres(content.walk().circle_radius_m(content.function));
    let fill = Some(color.with_opacity(0.08));
    painter.circle(at, radius, fill, Stroke::solid(1.5, color));
    let function = study.standard().function(content.function);
    let origin = FacilityOrigin::Hypothetical;
    painter.sign(at, &MarkerSign::of(&content.palette, &origin, function));
}
