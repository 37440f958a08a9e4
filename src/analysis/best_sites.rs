//! The best next sites: places in the order of what they gain, as far as they may be chosen and have
//! room.

use std::cmp::Reverse;

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::register::SitingRule;
use crate::study::{FacilityOrigin, ScenarioId, Study};

use super::SitePlace;
use super::siting::{may_be_converted, of_building};

/// Buildings nearer to a better one than this are left out: neighbours gain the same residents.
pub const APART_M: f64 = 150.0;

/// The candidates of the register with what each gains, the best first; those that the rule or the
/// functions allowed leave out, that are full, or that gain nobody are not among them. `gains` are in
/// the order of the register.
pub fn best_candidates(
    study: &Study,
    scenario: ScenarioId,
    function: FunctionIndex,
    rule: SitingRule,
    gains: &[Persons],
) -> Vec<(SitePlace, Persons)> {
    let free = study.free_areas(scenario);
    let allowed = study.register().iter().zip(gains).filter(|(candidate, gain)| {
        **gain > Persons::ZERO
            && candidate.allows(function)
            && candidate.review.state().siting_use().is_allowed_by(rule)
            && free.has_room(&FacilityOrigin::Candidate(candidate.id))
    });
    let mut ranked: Vec<_> = allowed.map(|(c, gain)| (SitePlace::of_candidate(c), *gain)).collect();
    ranked.sort_by_key(|(_, gain)| Reverse(*gain));
    ranked
}

/// So many of the best buildings, apart from each other: of all, or of those that may be converted.
/// `gains` are in the order of the layer.
pub fn best_buildings(
    study: &Study,
    scenario: ScenarioId,
    only_convertible: bool,
    gains: &[Persons],
    most: usize,
) -> Vec<(SitePlace, Persons)> {
    let homes = study.layers().buildings.demand_points();
    let is_asked = |building: &usize| !only_convertible || may_be_converted(study, *building);
    let mut left: Vec<usize> = (0..gains.len().min(homes.len()))
        .filter(|building| gains[*building] > Persons::ZERO)
        .filter(is_asked)
        .collect();
    let free = study.free_areas(scenario);
    let mut ranked = Vec::with_capacity(most);
    while ranked.len() < most {
        let best =
            left.iter().copied().max_by_key(|building| (gains[*building], Reverse(*building)));
        let Some(building) = best else { break };
        let place = of_building(study, building);
        if free.has_room(&place.origin) {
            ranked.push((place, gains[building]));
            left.retain(|other| homes[*other].distance_to(homes[building]) >= APART_M);
        } else {
            left.retain(|other| *other != building);
        }
    }
    ranked
}
