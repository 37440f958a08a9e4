//! Why a step of the joint review is refused.

use crate::language::Message;

use super::super::Term as _;
use super::{Party, ReviewState, names};

/// Why the review cannot come into a state.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    #[error("from \"{}\" the review does not lead to \"{}\"", .from.name().en, .to.name().en)]
    NotNext { from: ReviewState, to: ReviewState },
    #[error("{} objects: the review cannot pass", .0.name().en)]
    Objection(Party),
    #[error("{} agrees with conditions only: the review passes with conditions", .0.name().en)]
    ConditionsStand(Party),
    #[error("\"{}\" needs a reason", .0.name().en)]
    NoReason(ReviewState),
    #[error("\"{}\" needs the name of who says so", .0.name().en)]
    NoName(ReviewState),
    #[error("no opinion is recorded of: {}", names(.0).en)]
    MissingOpinions(Vec<Party>),
}

impl ReviewError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NotNext { from, to } => {
                format!("联审状态不能由“{}”变为“{}”", from.name().zh, to.name().zh)
            }
            Self::Objection(party) => format!("{}不同意，联审不能通过", party.name().zh),
            Self::ConditionsStand(party) => {
                format!("{}附条件同意，只能附条件通过", party.name().zh)
            }
            Self::NoReason(to) => format!("变为“{}”须说明原因", to.name().zh),
            Self::NoName(to) => format!("变为“{}”须写明经办人或单位", to.name().zh),
            Self::MissingOpinions(parties) => format!("尚无意见：{}", names(parties).zh),
        };
        Message::new(zh, self.to_string())
    }
}
