//! What every facility of a study must keep to: the functions of the standard, and the floor area
//! of the premises it is in.

use std::collections::HashMap;

use crate::layers::Buildings;
use crate::standard::Standard;

use super::register::CandidateError;
use super::{
    AreaUse, CandidateId, CandidateRegister, EditError, Facilities, Facility, FacilityChange,
    FacilityEdit, FacilityOrigin,
};

/// What edits of facilities have to fit.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub standard: &'a Standard,
    pub register: &'a CandidateRegister,
    pub buildings: &'a Buildings,
}

/// The floor area left in premises, for many questions about the same facilities.
pub struct FreeAreas<'a> {
    rules: Rules<'a>,
    taken_m2: HashMap<Place<'a>, f64>,
}

/// Where floor area is limited.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place<'a> {
    Candidate(CandidateId),
    Building(&'a str),
}

/// Areas are compared to a hair: sums of decimals are not exact.
const HAIR_M2: f64 = 1e-6;

/// What a facility takes up, in m²: all its floor area, or what its functions take at the busiest time
/// where that is more. Unknown areas count nothing.
fn floor_taken_m2(facility: &Facility) -> f64 {
    let at_once = AreaUse::of(facility).physical_m2.unwrap_or(0.0);
    facility.floor_area_m2.unwrap_or(0.0).max(at_once)
}

impl<'a> FreeAreas<'a> {
    pub(super) fn of(rules: Rules<'a>, facilities: &'a Facilities) -> Self {
        let mut taken_m2 = HashMap::new();
        for facility in facilities.values().filter(|facility| facility.is_planned()) {
            let places = places_of(rules.register, &facility.origin);
            for place in places.into_iter().flatten() {
                *taken_m2.entry(place).or_default() += floor_taken_m2(facility);
            }
        }
        Self { rules, taken_m2 }
    }

    /// The floor area, in m², that one more facility of an origin can have; `None` where nothing limits
    /// it.
    pub fn left_m2(&self, origin: &FacilityOrigin) -> Option<f64> {
        let places = places_of(self.rules.register, origin).into_iter().flatten();
        let left = places.filter_map(|place| {
            let taken_m2 = self.taken_m2.get(&place).copied().unwrap_or_default();
            Some(self.rules.cap_m2(place)? - taken_m2)
        });
        left.reduce(f64::min).map(|left_m2| left_m2.max(0.0))
    }

    /// Whether one more facility of an origin finds any floor; where nothing limits it, it does.
    pub fn has_room(&self, origin: &FacilityOrigin) -> bool {
        self.left_m2(origin).is_none_or(|left_m2| left_m2 > 0.0)
    }
}

/// The candidate and the building that hold a facility of an origin.
fn places_of<'o>(
    register: &'o CandidateRegister,
    origin: &'o FacilityOrigin,
) -> [Option<Place<'o>>; 2] {
    match origin {
        FacilityOrigin::Existing | FacilityOrigin::Hypothetical => [None, None],
        FacilityOrigin::Converted { building } => [None, Some(Place::Building(building))],
        FacilityOrigin::Candidate(id) => {
            let building = register.get(*id).and_then(|known| known.building.as_deref());
            [Some(Place::Candidate(*id)), building.map(Place::Building)]
        }
    }
}

impl Rules<'_> {
    /// Changes the facilities, wholly or not at all.
    ///
    /// # Errors
    /// When the edit does not fit them; they are unchanged then.
    pub fn apply(
        &self,
        edit: &FacilityEdit,
        facilities: &mut Facilities,
    ) -> Result<FacilityChange, EditError> {
        self.check(edit, facilities)?;
        edit.apply(facilities, self.standard)
    }

    /// Whether an edit fits the facilities.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, edit: &FacilityEdit, facilities: &Facilities) -> Result<(), EditError> {
        match edit.outcome(facilities, self.standard)? {
            Some(facility) => Ok(self.check_room(&facility, facilities)?),
            None => Ok(()),
        }
    }

    /// Nothing is built or extended: what stands in premises is never larger than they are.
    fn check_room(&self, facility: &Facility, all: &Facilities) -> Result<(), CandidateError> {
        if let FacilityOrigin::Candidate(id) = &facility.origin
            && self.register.get(*id).is_none()
        {
            return Err(CandidateError::NoSuchCandidate(*id));
        }
        let own_m2 = floor_taken_m2(facility);
        for place in places_of(self.register, &facility.origin).into_iter().flatten() {
            let Some(cap_m2) = self.cap_m2(place) else { continue };
            let others = all.values().filter(|other| other.id != facility.id);
            let wanted_m2 = self.taken_m2(place, others) + own_m2;
            if own_m2 > 0.0 && wanted_m2 > cap_m2 + HAIR_M2 {
                let premises = self.name_of(place);
                return Err(CandidateError::NoRoom { premises, wanted_m2, cap_m2 });
            }
        }
        Ok(())
    }

    /// What facilities may take up of a place, in m².
    fn cap_m2(&self, place: Place) -> Option<f64> {
        match place {
            Place::Candidate(id) => self.register.get(id)?.floor_area_cap_m2(),
            Place::Building(id) => {
                let position = self.buildings.position_of(id)?;
                self.buildings.record(position).floor_area_m2
            }
        }
    }

    /// What facilities take up of a place, in m².
    fn taken_m2<'f>(&self, place: Place, facilities: impl Iterator<Item = &'f Facility>) -> f64 {
        let is_there = |facility: &&Facility| {
            places_of(self.register, &facility.origin).contains(&Some(place))
        };
        let inside = facilities.filter(|facility| facility.is_planned()).filter(is_there);
        inside.map(floor_taken_m2).sum()
    }

    fn name_of(&self, place: Place) -> String {
        match place {
            Place::Candidate(id) => {
                self.register.get(id).map(|known| known.name.clone()).unwrap_or_default()
            }
            Place::Building(id) => id.to_owned(),
        }
    }
}
