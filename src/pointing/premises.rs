//! The premises meant by pointing at a place, in which a facility may stand: a candidate close by, or the
//! building there.

use crate::geometry::WorldPoint;
use crate::study::{FacilityOrigin, Study};

use super::CandidateIndex;

/// Where a conversion stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Premises {
    /// That of a facility converted from them.
    pub origin: FacilityOrigin,
    pub at: WorldPoint,
    /// What planners call them, or what else they are known by.
    pub name: String,
}

impl Premises {
    /// Those a facility of an origin stands in, as far as the study still has them; `None` for one that
    /// stands by itself.
    pub fn of(study: &Study, origin: &FacilityOrigin) -> Option<Self> {
        let (at, name, code) = match origin {
            FacilityOrigin::Converted { building } => {
                let buildings = &study.layers().buildings;
                let position = buildings.position_of(building)?;
                let at = *buildings.demand_points().get(position)?;
                (at, &buildings.record(position).name, building)
            }
            FacilityOrigin::Candidate(id) => {
                let candidate = study.register().get(*id)?;
                (candidate.at, &candidate.name, &candidate.code)
            }
            FacilityOrigin::Existing | FacilityOrigin::Hypothetical => return None,
        };
        let name = if name.is_empty() { code } else { name };
        Some(Self { origin: origin.clone(), at, name: name.clone() })
    }

    /// Those at a place: the nearest candidate within `reach_m`, or else the building whose outline holds
    /// the place, by its entry in the register where it has one. What is not seen is not meant:
    /// `candidates` is `None` then, `sees_buildings` false.
    pub fn at(
        study: &Study,
        candidates: Option<&CandidateIndex>,
        sees_buildings: bool,
        place: WorldPoint,
        reach_m: f64,
    ) -> Option<Self> {
        let mut nearest = None;
        if let Some(candidates) = candidates {
            candidates.for_each_within(place, reach_m, |id, at| {
                let distance_m = at.distance_to(place);
                if nearest.is_none_or(|(_, least_m)| distance_m < least_m) {
                    nearest = Some((id, distance_m));
                }
            });
        }
        if let Some((id, _)) = nearest {
            return Self::of(study, &FacilityOrigin::Candidate(id));
        }
        let buildings = &study.layers().buildings;
        let building = buildings.at(place).filter(|_| sees_buildings)?;
        let id = &buildings.record(building).id;
        let listed = study.register().in_building(id).next().map(|candidate| candidate.id);
        let origin = match listed {
            Some(candidate) => FacilityOrigin::Candidate(candidate),
            None => FacilityOrigin::Converted { building: id.clone() },
        };
        Self::of(study, &origin)
    }
}
