//! Edits of the register as the edit log keeps them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::record::CandidateRecord;
use super::{Codec, Outcome};
use crate::geometry::WorldPoint;
use crate::study::register::{
    Candidate, CandidateId, Criterion, RegisterEdit, SuitabilityWeights, Term as _,
};

/// A candidate in the edit log: its record, with its number and place.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::files::study_file) struct NumberedRecord {
    number: u32,
    at: WorldPoint,
    #[serde(flatten)]
    record: CandidateRecord,
}

/// An edit of the register in the edit log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "register", rename_all = "snake_case")]
pub(in crate::files::study_file) enum RegisterRecord {
    Add { candidate: Box<NumberedRecord> },
    Remove { candidate: u32 },
    Set { candidate: Box<NumberedRecord> },
    Weigh { weights: WeightsRecord },
}

/// Weights by the names of the criteria.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::files::study_file) struct WeightsRecord {
    wanted_area_m2: f64,
    weights: BTreeMap<String, f64>,
}

impl RegisterRecord {
    pub fn of(edit: &RegisterEdit, codec: Codec) -> Self {
        match edit {
            RegisterEdit::Add(candidate) => {
                Self::Add { candidate: Box::new(NumberedRecord::of(candidate, codec)) }
            }
            RegisterEdit::Remove(id) => Self::Remove { candidate: id.0 },
            RegisterEdit::Set(candidate) => {
                Self::Set { candidate: Box::new(NumberedRecord::of(candidate, codec)) }
            }
            RegisterEdit::Weigh(weights) => Self::Weigh { weights: WeightsRecord::of(weights) },
        }
    }

    pub fn read(self, codec: Codec) -> Outcome<RegisterEdit> {
        Ok(match self {
            Self::Add { candidate } => RegisterEdit::Add(Box::new(candidate.read(codec)?)),
            Self::Remove { candidate } => RegisterEdit::Remove(CandidateId(candidate)),
            Self::Set { candidate } => RegisterEdit::Set(Box::new(candidate.read(codec)?)),
            Self::Weigh { weights } => RegisterEdit::Weigh(weights.read()),
        })
    }
}

impl NumberedRecord {
    fn of(candidate: &Candidate, codec: Codec) -> Self {
        let record = CandidateRecord::of(candidate, codec);
        Self { number: candidate.id.0, at: candidate.at, record }
    }

    fn read(self, codec: Codec) -> Outcome<Candidate> {
        let Self { number, at, record } = self;
        record.read(CandidateId(number), at, codec)
    }
}

impl WeightsRecord {
    pub(super) fn of(weights: &SuitabilityWeights) -> Self {
        let named = Criterion::ALL.iter().map(|one| (one.id().to_owned(), weights.of(*one)));
        Self { wanted_area_m2: weights.wanted_area_m2(), weights: named.collect() }
    }

    /// A criterion that is not named keeps the weight it has by default.
    pub(super) fn read(self) -> SuitabilityWeights {
        let start = SuitabilityWeights::default().wanting(self.wanted_area_m2);
        let named =
            Criterion::ALL.iter().filter_map(|one| Some((*one, *self.weights.get(one.id())?)));
        named.fold(start, |weights, (criterion, weight)| weights.with(criterion, weight))
    }
}
