//! What is told about the building, facility, premises or many things selected, kept from frame to frame until the
//! study changes.

use std::sync::Arc;

use crate::analysis::{
    Isochrones, NearestSite, Reached, Service, losses_by_unit, nearest_sites, services_of,
};
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::register::{Caution, Date, cautions};
use crate::study::{Candidate, CandidateId, Facility, FacilityId, FacilityOrigin};
use crate::walking::Footing;

use super::kept::{Kept, Moment};
use super::selection::{ManySelected, TheseMany};

/// The explanations last asked for.
#[derive(Default)]
pub struct Explanations {
    nearest_sites: Kept<(Moment, usize, usize), Vec<NearestSite>>,
    isochrones: Kept<(Moment, FacilityId, FunctionIndex, usize), Isochrones>,
    services: Kept<(Moment, FacilityId, usize), Vec<Service>>,
    losses: Kept<(Moment, FacilityId, FunctionIndex, usize), Losses>,
    joining: Kept<(Moment, FacilityId), Option<Joining>>,
    free_area_m2: Kept<(Moment, FacilityOrigin), Option<f64>>,
    facilities_in: Kept<(Moment, CandidateId), Vec<FacilityId>>,
    cautions: Kept<(Moment, CandidateId, FunctionIndex, Date), Vec<Caution>>,
    reached: Kept<(Moment, TheseMany, FunctionIndex, usize), Reached>,
}

/// Who would be without a function, by unit; `None` stands for places outside all units.
pub type Losses = Vec<(Option<usize>, Persons)>;

/// How one gets from the streets to a facility.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Joining {
    pub footing: Footing,
    /// To the street, in metres; 0 where there is none.
    pub leg_m: f64,
}

impl Explanations {
    /// The nearest site of each function, seen from a building of the scenario shown, as a group
    /// walks.
    pub fn nearest_sites(
        &self,
        session: &Session,
        building: usize,
        group: usize,
    ) -> Arc<Vec<NearestSite>> {
        let find = || nearest_sites(session.study(), session.shown(), building, group);
        self.nearest_sites.answer((Moment::of(session), building, group), find)
    }

    /// The ground within walks of a facility of the scenario shown, along the streets. None in the
    /// circle model, and while something is dragged: it follows when it is let go.
    pub fn isochrones(
        &self,
        session: &Session,
        facility: FacilityId,
        function: FunctionIndex,
        group: usize,
    ) -> Option<Arc<Isochrones>> {
        let study = session.study();
        let at = session.facility(facility).filter(|f| f.offers(function))?.at;
        let walk = study.walk(group);
        if walk.network().is_none() || session.in_gesture() {
            return None;
        }
        let around = || Isochrones::around(walk, at, function);
        let question = (Moment::of(session), facility, function, group);
        Some(self.isochrones.answer(question, around))
    }

    /// What a facility of the scenario shown does for a group, function by function.
    pub fn services(
        &self,
        session: &Session,
        facility: &Facility,
        group: usize,
    ) -> Arc<Vec<Service>> {
        let find = || services_of(session.study(), session.scenario(), facility, group);
        self.services.answer((Moment::of(session), facility.id, group), find)
    }

    /// Who of a group would be without a function if a facility of the scenario shown closed.
    pub fn losses(
        &self,
        session: &Session,
        facility: &Facility,
        function: FunctionIndex,
        group: usize,
    ) -> Arc<Losses> {
        let (study, coverage) = (session.study(), session.scenario());
        let find = || losses_by_unit(study, coverage, facility, function, group);
        self.losses.answer((Moment::of(session), facility.id, function, group), find)
    }

    /// How a facility of the scenario shown is joined to the streets; none in the circle model.
    pub fn joining(&self, session: &Session, facility: &Facility) -> Option<Joining> {
        let find = || {
            let network = session.study().network()?;
            let access = network.access(facility.at);
            let footing = network.footing_of(access.as_ref());
            let leg_m = access.map_or(0.0, |access| access.at.distance_to(facility.at));
            Some(Joining { footing, leg_m })
        };
        *self.joining.answer((Moment::of(session), facility.id), find)
    }

    /// The floor area, in m², that one more facility of an origin can have in the scenario shown; `None`
    /// where nothing limits it.
    pub fn free_area_m2(&self, session: &Session, origin: FacilityOrigin) -> Option<f64> {
        let find = || session.study().free_area_m2(session.shown(), &origin);
        *self.free_area_m2.answer((Moment::of(session), origin.clone()), find)
    }

    /// The facilities of the scenario shown that stand in a candidate.
    pub fn facilities_in(&self, session: &Session, candidate: CandidateId) -> Arc<Vec<FacilityId>> {
        let origin = FacilityOrigin::Candidate(candidate);
        let find = || {
            let here = session.facilities().values().filter(|facility| facility.origin == origin);
            here.map(|facility| facility.id).collect()
        };
        self.facilities_in.answer((Moment::of(session), candidate), find)
    }

    /// What to look out for in a candidate of the register: in what it may be put to or, where nothing is
    /// said of that, in the function looked at.
    pub fn cautions(
        &self,
        session: &Session,
        candidate: &Candidate,
        function: FunctionIndex,
    ) -> Arc<Vec<Caution>> {
        let today = Date::today();
        let find = || {
            let standard = session.study().standard();
            let functions = match candidate.functions.is_empty() {
                true => std::slice::from_ref(&function),
                false => &candidate.functions,
            };
            let functions: Vec<_> = functions.iter().filter_map(|f| standard.get(*f)).collect();
            cautions(candidate, &functions, today)
        };
        self.cautions.answer((Moment::of(session), candidate.id, function, today), find)
    }

    /// The residents of a group in the buildings selected, and how many of them a function reaches in the
    /// scenario shown.
    pub fn reached(
        &self,
        session: &Session,
        many: &Arc<ManySelected>,
        function: FunctionIndex,
        group: usize,
    ) -> Reached {
        let (layers, coverage) = (session.study().layers(), session.scenario());
        let find = || many.things.reached(layers, coverage, function, group);
        *self.reached.answer((Moment::of(session), TheseMany::of(many), function, group), find)
    }
}
