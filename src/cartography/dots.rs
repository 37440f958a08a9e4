//! Facilities without a pictogram: those that do not offer the function shown, and those that do where
//! there are too many for signs.

use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility};

use super::facility_look::FacilityLook;
use super::labels::Labels;
use super::{Camera, Canvas, MARKER_RADIUS, MapContent, Rgba, Stroke};

const QUIET_RADIUS_PX: f32 = 3.0;
/// With more facilities of other functions in view, their dots would bury the map of the one shown.
const MOST_QUIET: usize = 240;

/// Paints the dots, those of the function shown on top and kept clear of names.
pub(super) fn paint_dots(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    look: &FacilityLook,
    labels: &mut Labels,
) {
    let palette = &content.palette;
    let place = |facility: &Facility| content.camera.screen_from_world(facility.at);
    let dot = |canvas: &mut dyn Canvas, facility: &Facility, radius: f32, fill: Rgba, rim: Rgba| {
        let at = place(facility);
        // Two discs cost less than a disc and a line around it.
        canvas.circle(at, radius + 0.5, Some(rim), Stroke::NONE);
        canvas.circle(at, radius - 0.5, Some(fill), Stroke::NONE);
    };
    let (facilities, camera) = (content.facilities(), &content.camera);
    if are_others_shown(content.session, content.function, camera) {
        for facility in others_seen(facilities, content.function, camera) {
            if let Some(class) = look.other_class(facility) {
                let sign = look.other_sign(class, facility);
                canvas.sign(place(facility), &sign);
                labels.keep_off(place(facility), sign.radius());
                continue;
            }
            let (fill, rim) = match facility.is_planned() {
                true => (palette.paper, palette.hypothetical),
                false => (palette.quiet, palette.paper),
            };
            dot(canvas, facility, QUIET_RADIUS_PX, fill, rim);
        }
    }
    if content.is_crowded() {
        let seen = |facility: &&Facility| content.camera.sees(facility.at, MARKER_RADIUS);
        for facility in content.shown_facilities().filter(seen) {
            let (radius, fill, rim) = look.dot(look.class_of(facility));
            dot(canvas, facility, radius, fill, rim);
            labels.keep_off(place(facility), radius);
        }
    }
}

/// Whether few enough facilities of other functions than one are seen to show them, in the scenario shown
/// and in the one set beside it: both are drawn alike.
pub fn are_others_shown(session: &Session, function: FunctionIndex, camera: &Camera) -> bool {
    facilities_beside(session)
        .all(|facilities| others_seen(facilities, function, camera).nth(MOST_QUIET).is_none())
}

/// The facilities of the scenario that a session shows, and of the one set beside it.
pub(super) fn facilities_beside(session: &Session) -> impl Iterator<Item = &Facilities> {
    let scenarios = [Some(session.shown()), session.compared()].into_iter().flatten();
    scenarios.map(|scenario| session.study().facilities(scenario))
}

fn others_seen<'f>(
    facilities: &'f Facilities,
    function: FunctionIndex,
    camera: &Camera,
) -> impl Iterator<Item = &'f Facility> {
    let others = facilities.values().filter(move |facility| !facility.offers(function));
    others.filter(|facility| camera.sees(facility.at, 2.0 * QUIET_RADIUS_PX))
}
