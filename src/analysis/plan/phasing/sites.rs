//! The sites of a phasing: what the scenario brings, what is there all the time, and what it takes away.

use crate::siting::{PhasedClosing, Standing};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityId, Study};

use super::super::super::siting::SitePlace;
use super::PhasingQuestion;

/// A facility with those of the functions asked about that it has as a site.
struct PhasedSite {
    facility: Facility,
    functions: Vec<FunctionIndex>,
    part: Part,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It opens in some year.
    Project,
    /// It is there all the time.
    Stays,
    /// It is there at the start and closes.
    Leaves,
}

pub(super) struct PhasedSites(Vec<PhasedSite>);

impl PhasedSites {
    pub fn of(study: &Study, question: &PhasingQuestion) -> Self {
        let PhasingQuestion { functions, scenario, costs, .. } = question;
        let facilities = study.facilities(*scenario);
        let asked = |facility: &Facility| -> Vec<FunctionIndex> {
            functions.iter().copied().filter(|function| facility.offers(*function)).collect()
        };
        let is_at = |facility: &Facility, place: &Facility| facility.at == place.at;
        let mut sites = Vec::new();
        for facility in facilities.values() {
            let moves = |before: &Facility| !is_at(before, facility) && !asked(before).is_empty();
            let is_moved = study.base().get(&facility.id).is_some_and(moves);
            let opens = costs.contains_key(&facility.id) || is_moved;
            let part = if opens { Part::Project } else { Part::Stays };
            sites.push(PhasedSite { functions: asked(facility), facility: facility.clone(), part });
        }
        for before in study.base().values() {
            let after = facilities.get(&before.id).filter(|after| is_at(after, before));
            let mut gone = asked(before);
            gone.retain(|function| after.is_none_or(|after| !after.offers(*function)));
            let part = Part::Leaves;
            sites.push(PhasedSite { functions: gone, facility: before.clone(), part });
        }
        sites.retain(|site| !site.functions.is_empty());
        Self(sites)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn projects(&self) -> impl Iterator<Item = (usize, &Facility)> {
        self.that(Part::Project)
    }

    fn that(&self, part: Part) -> impl Iterator<Item = (usize, &Facility)> {
        let sites = self.0.iter().enumerate().filter(move |(_, site)| site.part == part);
        sites.map(|(number, site)| (number, &site.facility))
    }

    /// What closes, each with the project that is the same facility elsewhere.
    pub fn closings(&self) -> Vec<PhasedClosing> {
        let successor =
            |id: FacilityId| self.projects().position(|(_, facility)| facility.id == id);
        let leaving = self.that(Part::Leaves);
        leaving
            .map(|(site, facility)| PhasedClosing { site, after: successor(facility.id) })
            .collect()
    }

    pub fn departures(&self) -> Vec<Facility> {
        self.that(Part::Leaves).map(|(_, facility)| facility.clone()).collect()
    }

    /// Proposals that are taken to be there from the start because nothing is known of their cost.
    pub fn without_cost(&self, question: &PhasingQuestion) -> Vec<FacilityId> {
        let staying = self.that(Part::Stays).map(|(_, facility)| facility);
        let proposed = staying.filter(|facility| facility.is_planned());
        let ids = proposed.map(|facility| facility.id);
        ids.filter(|id| !question.costs.contains_key(id)).collect()
    }

    pub fn lay_down(&self, standing: &mut [Standing]) {
        for (standing, site) in standing.iter_mut().zip(&self.0) {
            *standing = match site.part {
                Part::Stays => Standing::Existing,
                Part::Project | Part::Leaves => Standing::Candidate,
            };
        }
    }

    /// The sites of one function, by their numbers and as places.
    pub fn offering(&self, function: FunctionIndex) -> (Vec<usize>, Vec<SitePlace>) {
        let sites = self.0.iter().enumerate();
        let offering = sites.filter(|(_, site)| site.functions.contains(&function));
        let place =
            |facility: &Facility| SitePlace::of_facility(facility, facility.id.0.to_string());
        offering.map(|(number, site)| (number, place(&site.facility))).unzip()
    }
}
