//! An answer kept from frame to frame, until another question is asked. What an answer depends on is all
//! part of its question, the moment of the study too; which that is, is a matter of whoever asks.

use std::cell::RefCell;
use std::sync::Arc;

use crate::session::Session;
use crate::study::ScenarioId;

/// An answer, with the question it answers.
pub struct Kept<Q, A>(RefCell<Option<(Q, Arc<A>)>>);

/// Something shared, as part of a question: the very same, not one that is like it.
pub struct Same<T>(pub Arc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// The state of the scenario shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// What is said in a walkthrough changes nothing of it.
    revision: u64,
    scenario: ScenarioId,
}

impl Moment {
    pub fn of(session: &Session) -> Self {
        Self { revision: session.study().results_revision(), scenario: session.shown() }
    }
}

impl<Q: PartialEq, A> Kept<Q, A> {
    /// The answer to a question: the one known, or the one found now.
    pub fn answer(&self, question: Q, find: impl FnOnce() -> A) -> Arc<A> {
        let mut known = self.0.borrow_mut();
        match &*known {
            Some((asked, answer)) if *asked == question => answer.clone(),
            _ => {
                let answer = Arc::new(find());
                *known = Some((question, answer.clone()));
                answer
            }
        }
    }
}

impl<Q, A> Default for Kept<Q, A> {
    fn default() -> Self {
        Self(RefCell::new(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_found_once_for_a_question() {
        let kept = Kept::default();
        let found = [(1, "one"), (1, "again"), (2, "two"), (1, "anew")]
            .map(|(question, answer)| *kept.answer(question, || answer));
        assert_eq!(found, ["one", "one", "two", "anew"]);
    }
}
