//! The facilities of a map, looked through once for all that is painted of them: signs, dots, circles and
//! names, and the legend. Whether there are too many for signs is decided here, too; how they look is left
//! to `facility_look`.

use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{Facilities, Facility, ScenarioId};

use super::dots::QUIET_RADIUS_PX;
use super::ground::are_all_rings_drawn;
use super::{Camera, MARKER_RADIUS, MapContent, ScreenPoint};

/// More signs than this at once are dots.
const MOST_SIGNS: usize = 60;
/// With more facilities of other functions in view, their dots would bury the map of the one shown.
const MOST_QUIET: usize = 240;
/// So far beyond the edge of the map a sign is still seen, and the dot of another function.
const SIGN_MARGIN: f32 = 2.0 * MARKER_RADIUS;
const QUIET_MARGIN: f32 = 2.0 * QUIET_RADIUS_PX;

/// A facility of the function shown whose sign may reach onto the map.
pub(super) struct SeenFacility<'a> {
    pub facility: &'a Facility,
    pub at: ScreenPoint,
    /// Whether its circles are drawn strongly.
    pub is_emphasised: bool,
}

/// What a map has to show of the facilities of its scenario.
pub(super) struct FacilitiesInSight<'a> {
    /// Those of the function shown, in the order they are painted.
    pub shown: Vec<SeenFacility<'a>>,
    /// All of them whose circles are drawn strongly: circles reach onto the map from far beyond it.
    pub emphasised: Vec<&'a Facility>,
    /// Those of other functions; `None` where they are too many to be shown.
    pub others: Option<Vec<&'a Facility>>,
    /// Whether there are so many of the function shown that they are dots.
    pub is_crowded: bool,
    /// Whether any of the function shown exists already, in sight or not.
    pub has_existing: bool,
    /// Whether the circles of all minutes are drawn around those not singled out.
    pub has_all_rings: bool,
}

impl<'a> FacilitiesInSight<'a> {
    pub fn of(content: &MapContent<'a>) -> Self {
        let camera = &content.camera;
        let (mut shown, mut emphasised, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let (mut offering, mut in_view, mut has_existing) = (0, 0, false);
        for facility in content.facilities().values() {
            let at = camera.screen_from_world(facility.at);
            if !facility.offers(content.function) {
                if camera.holds(at, QUIET_MARGIN) {
                    others.push(facility);
                }
                continue;
            }
            offering += 1;
            in_view += usize::from(camera.holds(at, 0.0));
            has_existing |= !facility.is_planned();
            let is_emphasised = content.is_emphasised(facility);
            if is_emphasised {
                emphasised.push(facility);
            }
            if camera.holds(at, SIGN_MARGIN) {
                shown.push(SeenFacility { facility, at, is_emphasised });
            }
        }
        // What is counted already need not be looked through again.
        let (session, function) = (content.session, content.function);
        let study = session.study();
        let is_crowded = scenarios_beside(session).any(|scenario| {
            if scenario == content.scenario {
                in_view > MOST_SIGNS
            } else {
                are_many(study.facilities(scenario), function, camera)
            }
        });
        let are_others_shown = scenarios_beside(session).all(|scenario| {
            if scenario == content.scenario {
                others.len() <= MOST_QUIET
            } else {
                are_others_few(study.facilities(scenario), function, camera)
            }
        });
        Self {
            shown,
            emphasised,
            others: are_others_shown.then_some(others),
            is_crowded,
            has_existing,
            has_all_rings: are_all_rings_drawn(content, offering),
        }
    }
}

/// Whether so many facilities of a function are seen that their signs would cover the map: they are dots
/// then, in the scenario set beside the one shown too.
pub(super) fn is_crowded(session: &Session, function: FunctionIndex, camera: &Camera) -> bool {
    facilities_beside(session).any(|facilities| are_many(facilities, function, camera))
}

/// Whether few enough facilities of other functions than one are seen to show them, in the scenario shown
/// and in the one set beside it: both are drawn alike.
pub fn are_others_shown(session: &Session, function: FunctionIndex, camera: &Camera) -> bool {
    facilities_beside(session).all(|facilities| are_others_few(facilities, function, camera))
}

/// The facilities of the scenario that a session shows, and of the one set beside it.
pub(super) fn facilities_beside(session: &Session) -> impl Iterator<Item = &Facilities> {
    scenarios_beside(session).map(|scenario| session.study().facilities(scenario))
}

fn scenarios_beside(session: &Session) -> impl Iterator<Item = ScenarioId> + use<> {
    [Some(session.shown()), session.compared()].into_iter().flatten()
}

fn are_many(facilities: &Facilities, function: FunctionIndex, camera: &Camera) -> bool {
    let offering = facilities.values().filter(|facility| facility.offers(function));
    offering.filter(|facility| camera.sees(facility.at, 0.0)).nth(MOST_SIGNS).is_some()
}

fn are_others_few(facilities: &Facilities, function: FunctionIndex, camera: &Camera) -> bool {
    let others = facilities.values().filter(|facility| !facility.offers(function));
    others.filter(|facility| camera.sees(facility.at, QUIET_MARGIN)).nth(MOST_QUIET).is_none()
}
