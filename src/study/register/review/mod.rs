//! The joint review (联审) of a candidate: its state, how it came to be, and what each party says.
//!
//! The notice names who takes part and that reuse may go ahead once structure and fire are safe; no
//! form, period or list of states is published. States and transitions here are an assumption of
//! this program, to be replaced when the city issues its own.
//!
//! Which states there are and what each allows stands in `state`, who has a say in `opinion`, why a step
//! is refused in `error`.

mod error;
mod opinion;
mod state;

use std::collections::BTreeMap;

use super::Date;

pub use error::ReviewError;
pub(super) use opinion::names;
pub use opinion::{Opinion, Party, Verdict};
pub use state::{ReviewState, SitingRule, SitingUse};

/// A step of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    pub on: Date,
    pub from: ReviewState,
    pub to: ReviewState,
    pub who: String,
    pub why: String,
    /// Departments that had said nothing when somebody let it pass all the same, by name and with a
    /// reason; empty for every other step.
    pub without: Vec<Party>,
}

/// A step that somebody wants the review to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewStep {
    pub to: ReviewState,
    pub on: Date,
    pub who: String,
    pub why: String,
    /// Whether it is to pass although a department has not said anything; needs name and reason.
    pub overrides_missing: bool,
}

impl ReviewStep {
    /// A step that rests on the opinions recorded.
    pub fn new(to: ReviewState, on: Date, who: &str, why: &str) -> Self {
        let (who, why) = (who.trim().to_owned(), why.trim().to_owned());
        Self { to, on, who, why, overrides_missing: false }
    }
}

/// The review of a candidate. Its state always follows from where it began and its history, in
/// which every step is a legal one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// What was said of it when the candidate was listed.
    began_as: ReviewState,
    history: Vec<Transition>,
    opinions: BTreeMap<Party, Opinion>,
    /// The last day for which the temporary use is allowed.
    pub valid_until: Option<Date>,
}

impl Review {
    /// A review of which only the state is known, as lists have it.
    pub fn known_as(state: ReviewState) -> Self {
        Self { began_as: state, ..Self::default() }
    }

    /// A review as it was saved.
    ///
    /// # Errors
    /// When a step of its history does not follow from the one before.
    pub fn restore(
        began_as: ReviewState,
        history: Vec<Transition>,
        opinions: BTreeMap<Party, Opinion>,
        valid_until: Option<Date>,
    ) -> Result<Self, ReviewError> {
        let mut state = began_as;
        for Transition { from, to, .. } in &history {
            if *from != state || !state.next().contains(to) {
                return Err(ReviewError::NotNext { from: state, to: *to });
            }
            state = *to;
        }
        Ok(Self { began_as, history, opinions, valid_until })
    }

    pub fn state(&self) -> ReviewState {
        self.history.last().map_or(self.began_as, |last| last.to)
    }

    /// The state with which the candidate was listed.
    pub fn began_as(&self) -> ReviewState {
        self.began_as
    }

    /// The steps, the first one first.
    pub fn history(&self) -> &[Transition] {
        &self.history
    }

    /// What each party says, as far as it has said anything.
    pub fn opinions(&self) -> &BTreeMap<Party, Opinion> {
        &self.opinions
    }

    pub fn opinion(&self, party: Party) -> Option<&Opinion> {
        self.opinions.get(&party)
    }

    /// Puts down what a party says, or that it has said nothing.
    pub fn set_opinion(&mut self, party: Party, opinion: Option<Opinion>) {
        match opinion {
            Some(opinion) => self.opinions.insert(party, opinion),
            None => self.opinions.remove(&party),
        };
    }

    /// The departments of which no opinion is recorded; without them nothing passes by itself.
    pub fn missing_opinions(&self) -> Vec<Party> {
        let says_nothing = |party: &Party| !self.opinions.contains_key(party);
        Party::DEPARTMENTS.into_iter().filter(says_nothing).collect()
    }

    /// Whether the review may come into a state now, apart from the name and the reason to be given.
    ///
    /// # Errors
    /// Why it may not.
    pub fn check_step(&self, to: ReviewState) -> Result<(), ReviewError> {
        let from = self.state();
        if !from.next().contains(&to) {
            return Err(ReviewError::NotNext { from, to });
        }
        if !to.has_passed() {
            return Ok(());
        }
        if let Some(party) = self.first_saying(Verdict::Objects) {
            return Err(ReviewError::Objection(party));
        }
        if let Some(party) = self.first_saying(Verdict::AgreesWithConditions)
            && to == ReviewState::Passed
        {
            return Err(ReviewError::ConditionsStand(party));
        }
        match self.missing_opinions() {
            missing if missing.is_empty() => Ok(()),
            missing => Err(ReviewError::MissingOpinions(missing)),
        }
    }

    /// Brings the review into another state; what was known before stays in the history. Missing
    /// opinions may be overridden by somebody with a name and a reason, which the history keeps.
    ///
    /// # Errors
    /// When the step is not legal, contradicts an opinion, or lacks an opinion, a name or a reason
    /// that it needs.
    pub fn step(&mut self, step: ReviewStep) -> Result<(), ReviewError> {
        let ReviewStep { to, on, who, why, overrides_missing } = step;
        let without = match self.check_step(to) {
            Err(ReviewError::MissingOpinions(missing)) if overrides_missing => missing,
            checked => checked.map(|()| Vec::new())?,
        };
        if who.is_empty() && to.has_passed() {
            return Err(ReviewError::NoName(to));
        }
        if why.is_empty() && (to.asks_for_reason() || !without.is_empty()) {
            return Err(ReviewError::NoReason(to));
        }
        let from = self.state();
        self.history.push(Transition { on, from, to, who, why, without });
        Ok(())
    }

    fn first_saying(&self, verdict: Verdict) -> Option<Party> {
        let mut saying = self.opinions.iter().filter(|(_, opinion)| opinion.verdict == verdict);
        saying.next().map(|(party, _)| *party)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Term as _;
    use super::*;

    fn day() -> Date {
        "2026-03-02".parse().expect("a day")
    }

    /// The same step, to be taken without the opinions that are missing.
    fn overriding(step: ReviewStep) -> ReviewStep {
        ReviewStep { overrides_missing: true, ..step }
    }

    /// A review of which all four departments have said the same.
    fn agreed(state: ReviewState) -> Review {
        let mut review = Review::known_as(state);
        for party in Party::DEPARTMENTS {
            review.set_opinion(party, Some(Opinion::new(Verdict::Agrees)));
        }
        review
    }

    #[test]
    fn a_review_goes_its_legal_way_and_keeps_its_history() {
        let mut review = agreed(ReviewState::NotFiled);
        let mut step = |to, who: &str, why: &str| review.step(ReviewStep::new(to, day(), who, why));
        step(ReviewState::InReview, "王工", "").expect("it is filed");
        let missing = step(ReviewState::NeedDocuments, "规资局", " ");
        assert_eq!(missing, Err(ReviewError::NoReason(ReviewState::NeedDocuments)));
        step(ReviewState::NeedDocuments, "规资局", "缺鉴定报告").expect("returned");
        let skipped = step(ReviewState::Passed, "联审会", "");
        let (from, to) = (ReviewState::NeedDocuments, ReviewState::Passed);
        assert_eq!(skipped, Err(ReviewError::NotNext { from, to }));
        step(ReviewState::InReview, "王工", "").expect("sent again");
        let nameless = step(ReviewState::Passed, " ", "");
        assert_eq!(nameless, Err(ReviewError::NoName(ReviewState::Passed)));
        step(ReviewState::Passed, "联审会", "").expect("passed");
        let way: Vec<_> = review.history().iter().map(|step| (step.from, step.to)).collect();
        assert_eq!(way.len(), 4);
        assert!(way.windows(2).all(|steps| steps[0].1 == steps[1].0), "{way:?}");
    }

    #[test]
    fn without_the_opinion_of_a_department_only_a_named_person_with_a_reason_lets_it_pass() {
        let mut review = agreed(ReviewState::InReview);
        review.set_opinion(Party::Fire, None);
        let pass = |who, why| ReviewStep::new(ReviewState::Passed, day(), who, why);
        let missing = Err(ReviewError::MissingOpinions(vec![Party::Fire]));
        assert_eq!(review.step(pass("联审会", "已协商")), missing);
        let nameless = review.step(overriding(pass("", "已协商")));
        assert_eq!(nameless, Err(ReviewError::NoName(ReviewState::Passed)));
        let no_reason = review.step(overriding(pass("李处", "")));
        assert_eq!(no_reason, Err(ReviewError::NoReason(ReviewState::Passed)));
        assert_eq!(review.state(), ReviewState::InReview);
        review.step(overriding(pass("李处", "消防已口头同意"))).expect("it is overridden");
        let last = review.history().last().expect("a step");
        assert_eq!((last.to, last.who.as_str()), (ReviewState::Passed, "李处"));
        assert_eq!(last.without, [Party::Fire], "the history says what was missing");
    }

    #[test]
    fn an_objection_cannot_be_overridden() {
        let mut review = Review::known_as(ReviewState::InReview);
        review.set_opinion(Party::Fire, Some(Opinion::new(Verdict::Objects)));
        let pass = ReviewStep::new(ReviewState::Passed, day(), "李处", "急用");
        assert_eq!(review.step(overriding(pass)), Err(ReviewError::Objection(Party::Fire)));
    }

    #[test]
    fn a_review_cannot_pass_against_what_a_party_says() {
        let mut review = agreed(ReviewState::InReview);
        review.set_opinion(Party::Fire, Some(Opinion::new(Verdict::Objects)));
        let objection = Err(ReviewError::Objection(Party::Fire));
        assert_eq!(review.check_step(ReviewState::Passed), objection);
        assert_eq!(review.check_step(ReviewState::PassedWithConditions), objection);
        assert_eq!(review.check_step(ReviewState::Refused), Ok(()));
        review.set_opinion(Party::Fire, Some(Opinion::new(Verdict::AgreesWithConditions)));
        let conditions = Err(ReviewError::ConditionsStand(Party::Fire));
        assert_eq!(review.check_step(ReviewState::Passed), conditions);
        assert_eq!(review.check_step(ReviewState::PassedWithConditions), Ok(()));
        review.set_opinion(Party::Fire, Some(Opinion::new(Verdict::Agrees)));
        assert_eq!(review.check_step(ReviewState::Passed), Ok(()));
    }

    #[test]
    fn a_history_that_does_not_hang_together_is_not_restored() {
        let step = |from, to| Transition {
            on: day(),
            from,
            to,
            who: String::new(),
            why: String::new(),
            without: Vec::new(),
        };
        use ReviewState::{InReview, NotFiled, Passed};
        let restore = |history| Review::restore(NotFiled, history, BTreeMap::new(), None);
        let whole = restore(vec![step(NotFiled, InReview), step(InReview, Passed)]);
        assert_eq!(whole.map(|review| review.state()), Ok(Passed));
        assert!(restore(vec![step(NotFiled, Passed)]).is_err());
        assert!(restore(vec![step(InReview, Passed)]).is_err());
    }

    #[test]
    fn what_a_state_allows_in_siting_follows_the_rule() {
        use SitingRule::{PassedOnly, WhatIf, WithUndecided};
        let allowed = |rule: SitingRule| -> Vec<&str> {
            let states = ReviewState::ALL.iter();
            let allowed = states.filter(|state| state.siting_use().is_allowed_by(rule));
            allowed.map(|state| state.id()).collect()
        };
        assert_eq!(allowed(PassedOnly), ["passed_with_conditions", "passed"]);
        assert_eq!(
            allowed(WithUndecided),
            ["not_filed", "in_review", "passed_with_conditions", "passed"]
        );
        assert_eq!(allowed(WhatIf).len(), 5);
    }
}
