//! A newer list of candidates in the place of the old one: what was recorded in the study stays.

use std::collections::HashMap;

use crate::study::register::ListedFrom;
use crate::study::{Candidate, CandidateId, CandidateRegister, Study};

/// The register with newer candidates. Those whose code the study knows keep their identity, so
/// that facilities in them stay, and whatever the new list does not say of them. Candidates that
/// the planner took from the building layer are none of the list's business and stay.
pub(super) fn with_old_records(study: &Study, newer: Vec<Candidate>) -> CandidateRegister {
    let before = study.register();
    let known: HashMap<&str, &Candidate> =
        before.iter().map(|candidate| (candidate.code.as_str(), candidate)).collect();
    let mut next = study.next_candidate_id();
    let mut numbered = |mut candidate: Candidate| match known.get(candidate.code.as_str()) {
        Some(old) => {
            candidate.id = old.id;
            candidate.completed_by(old)
        }
        None => {
            candidate.id = next;
            next = CandidateId(next.0 + 1);
            candidate
        }
    };
    let mut all: Vec<Candidate> = newer.into_iter().map(&mut numbered).collect();
    let of_buildings = before.iter().filter(|known| known.listed_from == ListedFrom::Buildings);
    let missing = of_buildings.filter(|known| all.iter().all(|new| new.id != known.id));
    let missing: Vec<Candidate> = missing.cloned().collect();
    all.extend(missing);
    CandidateRegister::new(all, *before.weights())
}
