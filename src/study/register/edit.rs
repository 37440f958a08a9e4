//! Edits of the register as data, each with its exact inverse.

use crate::language::Message;
use crate::standard::Standard;

use super::{Candidate, CandidateError, CandidateId, CandidateRegister, SuitabilityWeights};

/// A change of the register.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterEdit {
    /// Carries its id, so that a redo gives the same one.
    Add(Box<Candidate>),
    Remove(CandidateId),
    /// Puts another state of a candidate in the place of what is known of it.
    Set(Box<Candidate>),
    Weigh(SuitabilityWeights),
}

impl RegisterEdit {
    /// One edit that does what `before` and then this one do, where this one overwrites `before`.
    pub fn merged_after(&self, before: &Self) -> Option<Self> {
        match (before, self) {
            (Self::Add(first), Self::Set(then)) if first.id == then.id => {
                Some(Self::Add(then.clone()))
            }
            (Self::Set(first), Self::Set(then)) if first.id == then.id => Some(self.clone()),
            (Self::Weigh(_), Self::Weigh(_)) => Some(self.clone()),
            _ => None,
        }
    }

    /// What adding, removing or weighing does, in the planner's words.
    pub fn label(&self, register: &CandidateRegister) -> Message {
        let name_of = |id: &CandidateId| {
            register.get(*id).map(|candidate| candidate.name.clone()).unwrap_or_default()
        };
        match self {
            Self::Add(candidate) => Message::new(
                format!("登记候选点：{}", candidate.name),
                format!("Add to the register: {}", candidate.name),
            ),
            Self::Remove(id) => Message::new(
                format!("移出登记：{}", name_of(id)),
                format!("Take out of the register: {}", name_of(id)),
            ),
            Self::Set(candidate) => Message::new(
                format!("修改候选点：{}", candidate.name),
                format!("Change candidate: {}", candidate.name),
            ),
            Self::Weigh(_) => Message::new("修改适宜性权重", "Change suitability weights"),
        }
    }
}

impl CandidateRegister {
    /// Changes the register by one edit, wholly or not at all, and returns the inverse.
    ///
    /// # Errors
    /// When the edit does not fit; the register is unchanged then.
    pub(in crate::study) fn apply(
        &mut self,
        edit: RegisterEdit,
        standard: &Standard,
    ) -> Result<RegisterEdit, CandidateError> {
        match edit {
            RegisterEdit::Add(candidate) => {
                let id = candidate.id;
                if self.candidates.contains_key(&id) {
                    return Err(CandidateError::IdTaken(id));
                }
                self.check(&candidate, standard)?;
                self.candidates.insert(id, *candidate);
                Ok(RegisterEdit::Remove(id))
            }
            RegisterEdit::Remove(id) => {
                let gone = self.candidates.remove(&id);
                let gone = gone.ok_or(CandidateError::NoSuchCandidate(id))?;
                Ok(RegisterEdit::Add(Box::new(gone)))
            }
            RegisterEdit::Set(candidate) => {
                self.check(&candidate, standard)?;
                let id = candidate.id;
                let known = self.candidates.get_mut(&id);
                let known = known.ok_or(CandidateError::NoSuchCandidate(id))?;
                let before = std::mem::replace(known, *candidate);
                Ok(RegisterEdit::Set(Box::new(before)))
            }
            RegisterEdit::Weigh(weights) => {
                weights.check()?;
                let before = std::mem::replace(&mut self.weights, weights);
                Ok(RegisterEdit::Weigh(before))
            }
        }
    }

    fn check(&self, candidate: &Candidate, standard: &Standard) -> Result<(), CandidateError> {
        candidate.check(standard)?;
        let same_code =
            |other: &&Candidate| other.code == candidate.code && other.id != candidate.id;
        match self.iter().find(same_code) {
            Some(other) => Err(CandidateError::CodeTaken(other.code.clone())),
            None => Ok(()),
        }
    }
}
