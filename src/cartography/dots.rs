//! Facilities without a pictogram: those that do not offer the function shown, and those that do where
//! there are too many for signs.

use crate::study::Facility;

use super::facility_look::FacilityLook;
use super::in_sight::FacilitiesInSight;
use super::labels::Labels;
use super::{Canvas, Dot, MARKER_RADIUS, MapContent, ScreenPoint};

/// Radius of the dot of another function.
pub(super) const QUIET_RADIUS_PX: f32 = 3.0;

/// Paints the dots, those of the function shown on top and kept clear of names.
pub(super) fn paint_dots(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    look: &FacilityLook,
    in_sight: &FacilitiesInSight,
    labels: &mut Labels,
) {
    for facility in in_sight.others.iter().flatten() {
        paint_other(canvas, content, look, facility, labels);
    }
    if in_sight.is_crowded {
        let is_seen = |at: ScreenPoint| content.camera.holds(at, MARKER_RADIUS);
        for seen in in_sight.shown.iter().filter(|seen| is_seen(seen.at)) {
            let dot = look.dot(look.class_of(seen.facility));
            canvas.dot(seen.at, dot);
            labels.keep_off(seen.at, dot.radius);
        }
    }
}

/// A facility that does not offer the function shown: a dot, or a sign where it tells its own function.
fn paint_other(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    look: &FacilityLook,
    facility: &Facility,
    labels: &mut Labels,
) {
    let (palette, at) = (&content.palette, content.camera.screen_from_world(facility.at));
    if let Some(class) = look.other_class(facility) {
        let sign = look.other_sign(class, facility);
        canvas.sign(at, &sign);
        labels.keep_off(at, sign.radius());
        return;
    }
    let (fill, rim) = match facility.is_planned() {
        true => (palette.paper, palette.hypothetical),
        false => (palette.quiet, palette.paper),
    };
    canvas.dot(at, Dot { radius: QUIET_RADIUS_PX, fill, rim });
}
