//! The joint review of a candidate as a record.

use serde::{Deserialize, Serialize};

use super::Outcome;
use super::vocabulary::{known, needed, parsed, word};
use crate::files::study_file::StudyFileError;
use crate::study::register::{Opinion, Party, Review, Term as _, Transition};

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct ReviewRecord {
    began_as: Option<String>,
    history: Vec<TransitionRecord>,
    opinions: Vec<OpinionRecord>,
    valid_until: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct TransitionRecord {
    on: String,
    from: String,
    to: String,
    who: String,
    why: String,
    /// Ids of the departments that had said nothing when it passed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    without: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct OpinionRecord {
    party: String,
    verdict: String,
    on: Option<String>,
    person: String,
    document_no: String,
    conditions: String,
}

impl ReviewRecord {
    pub(super) fn of(review: &Review) -> Self {
        let step = |step: &Transition| TransitionRecord {
            on: step.on.to_string(),
            from: step.from.id().to_owned(),
            to: step.to.id().to_owned(),
            who: step.who.clone(),
            why: step.why.clone(),
            without: step.without.iter().map(|party| party.id().to_owned()).collect(),
        };
        let opinions = review.opinions().iter().map(|(party, opinion)| {
            let Opinion { verdict, on, person, document_no, conditions } = opinion.clone();
            OpinionRecord {
                party: party.id().to_owned(),
                verdict: verdict.id().to_owned(),
                on: on.map(|day| day.to_string()),
                person,
                document_no,
                conditions,
            }
        });
        Self {
            began_as: word(Some(review.began_as())),
            history: review.history().iter().map(step).collect(),
            opinions: opinions.collect(),
            valid_until: review.valid_until.map(|day| day.to_string()),
        }
    }

    pub(super) fn read(self) -> Outcome<Review> {
        let step = |record: TransitionRecord| {
            let party = |id: String| needed(known::<Party>(Some(id))?);
            Ok(Transition {
                on: needed(parsed(Some(record.on))?)?,
                from: needed(known(Some(record.from))?)?,
                to: needed(known(Some(record.to))?)?,
                who: record.who,
                why: record.why,
                without: record.without.into_iter().map(party).collect::<Outcome<_>>()?,
            })
        };
        let opinion = |record: OpinionRecord| {
            let OpinionRecord { party, verdict, on, person, document_no, conditions } = record;
            let (verdict, on) = (needed(known(Some(verdict))?)?, parsed(on)?);
            let opinion = Opinion { verdict, on, person, document_no, conditions };
            Ok((needed(known(Some(party))?)?, opinion))
        };
        let history = self.history.into_iter().map(step).collect::<Outcome<_>>()?;
        let opinions = self.opinions.into_iter().map(opinion).collect::<Outcome<_>>()?;
        let began_as = known(self.began_as)?.unwrap_or_default();
        let review = Review::restore(began_as, history, opinions, parsed(self.valid_until)?);
        review.map_err(|error| StudyFileError::damaged(error.to_string()))
    }
}
