//! The list of resources (资源清单): the premises of the register, each with what it would do for a
//! function: whom it would reach, whom nobody else does, how well it suits, and what room is left.

use crate::analysis::{Coverage, Suitability, suitability_by_reach};
use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::register::SitingUse;
use crate::study::{Candidate, CandidateId, FacilityOrigin, ScenarioId, Study};

/// One candidate and one function.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceRow {
    pub candidate: CandidateId,
    /// The unit it stands in.
    pub unit: Option<usize>,
    pub function: FunctionIndex,
    pub fit: Fit,
    /// Floor area that one more facility could have there, in m²; `None` where nothing is known.
    pub free_m2: Option<f64>,
    /// Residents of the function's groups within its walking limit.
    pub in_reach: Persons,
    /// Those of them whom no facility of the scenario reaches.
    pub gain: Persons,
    pub suitability: Suitability,
}

/// Whether a function may go into a candidate, as far as is known. The first hindrance counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    Fits,
    /// The register rules the function out.
    NotAllowed,
    /// The joint review forbids it.
    Refused,
    /// Less floor is free than the standard asks of one facility.
    TooSmall,
    /// Nothing is left of its floor.
    Full,
}

impl Fit {
    fn of(
        study: &Study,
        candidate: &Candidate,
        function: FunctionIndex,
        free: Option<f64>,
    ) -> Self {
        let least_m2 = study.standard().function(function).norms.min_floor_area_m2.as_ref();
        let is_too_small = |free: f64| least_m2.is_some_and(|least| free < least.value);
        match free {
            _ if !candidate.allows(function) => Self::NotAllowed,
            _ if candidate.review.state().siting_use() == SitingUse::No => Self::Refused,
            Some(free) if free <= 0.0 => Self::Full,
            Some(free) if is_too_small(free) => Self::TooSmall,
            _ => Self::Fits,
        }
    }
}

/// The candidates for one function, in the order of the register.
///
/// Cost: one search of the reach per candidate and way of walking among those the function is for.
pub fn resource_rows(
    study: &Study,
    scenario: ScenarioId,
    coverage: &Coverage,
    function: FunctionIndex,
) -> Vec<ResourceRow> {
    let demand = study.layers().buildings.demand();
    let by_walk = study.targets_by_walk(study.target_groups(function));
    let reach = |candidate: &Candidate| {
        let (mut in_reach, mut gain) = (Persons::ZERO, Persons::ZERO);
        for groups in &by_walk {
            let counts = coverage.reach_counts(function, groups[0]);
            study.walk(groups[0]).for_each_within_reach(candidate.at, function, |building, _| {
                let building = building as usize;
                let here: Persons =
                    groups.iter().map(|group| demand.residents(*group)[building]).sum();
                in_reach += here;
                if counts[building] == 0 {
                    gain += here;
                }
            });
        }
        (in_reach, gain)
    };
    let register = study.register();
    let reached: Vec<(Persons, Persons)> = register.iter().map(reach).collect();
    let in_reach: Vec<Persons> = reached.iter().map(|(in_reach, _)| *in_reach).collect();
    let judged = suitability_by_reach(register, &in_reach);
    let free = study.free_areas(scenario);
    let row = |((candidate, (in_reach, gain)), (_, suitability)): ((&Candidate, _), _)| {
        let free_m2 = free.left_m2(&FacilityOrigin::Candidate(candidate.id));
        ResourceRow {
            candidate: candidate.id,
            unit: study.layers().units.at(candidate.at),
            function,
            fit: Fit::of(study, candidate, function, free_m2),
            free_m2,
            in_reach,
            gain,
            suitability,
        }
    };
    register.iter().zip(reached).zip(judged).map(row).collect()
}
