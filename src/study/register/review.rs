//! The joint review (联审) of a candidate: its state, how it came to be, and what each party says.
//!
//! The notice names who takes part and that reuse may go ahead once structure and fire are safe; no
//! form, period or list of states is published. States and transitions here are an assumption of
//! this program, to be replaced when the city issues its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::language::{Message, Text};

use super::{Date, Term};

/// Where a candidate stands in the joint review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum ReviewState {
    /// In the resource list only.
    #[default]
    NotFiled,
    /// Returned for more documents.
    NeedDocuments,
    InReview,
    /// Passed as long as conditions are kept: strengthening, a lift, a limited function or floor.
    PassedWithConditions,
    Passed,
    Refused,
    /// The time limit is reached, or the application was withdrawn.
    Lapsed,
}

impl Term for ReviewState {
    const ALL: &'static [Self] = &[
        Self::NotFiled,
        Self::NeedDocuments,
        Self::InReview,
        Self::PassedWithConditions,
        Self::Passed,
        Self::Refused,
        Self::Lapsed,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::NotFiled => "not_filed",
            Self::NeedDocuments => "need_documents",
            Self::InReview => "in_review",
            Self::PassedWithConditions => "passed_with_conditions",
            Self::Passed => "passed",
            Self::Refused => "refused",
            Self::Lapsed => "lapsed",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::NotFiled => Text::new("未申报", "Not filed"),
            Self::NeedDocuments => Text::new("待补件", "Needs documents"),
            Self::InReview => Text::new("审查中", "In review"),
            Self::PassedWithConditions => Text::new("附条件通过", "Passed with conditions"),
            Self::Passed => Text::new("通过", "Passed"),
            Self::Refused => Text::new("不通过", "Refused"),
            Self::Lapsed => Text::new("已失效或撤回", "Lapsed or withdrawn"),
        }
    }
}

impl ReviewState {
    /// The states that may follow this one.
    pub fn next(self) -> &'static [Self] {
        match self {
            Self::NotFiled | Self::Refused | Self::Lapsed => &[Self::InReview],
            Self::NeedDocuments => &[Self::InReview, Self::Lapsed],
            Self::InReview => &[
                Self::Passed,
                Self::PassedWithConditions,
                Self::NeedDocuments,
                Self::Refused,
                Self::Lapsed,
            ],
            Self::PassedWithConditions => &[Self::Passed, Self::InReview, Self::Lapsed],
            Self::Passed => &[Self::Lapsed],
        }
    }

    /// Whether the premises may be put to use, with or without conditions.
    pub fn has_passed(self) -> bool {
        matches!(self, Self::Passed | Self::PassedWithConditions)
    }

    /// What is done to bring a review from this state to another one.
    pub fn verb_to(self, to: Self) -> Text {
        match (self, to) {
            (Self::NotFiled, Self::InReview) => Text::new("申报联审", "File for review"),
            (Self::NeedDocuments, Self::InReview) => Text::new("补件后送审", "Send documents"),
            (Self::Refused | Self::Lapsed, Self::InReview) => Text::new("重新申报", "File again"),
            (_, Self::InReview) => Text::new("重新审查", "Review again"),
            (_, Self::NotFiled) => Text::new("退回未申报", "Not filed"),
            (_, Self::NeedDocuments) => Text::new("要求补件", "Ask for documents"),
            (_, Self::PassedWithConditions) => Text::new("附条件通过", "Pass with conditions"),
            (Self::PassedWithConditions, Self::Passed) => {
                Text::new("条件已落实，通过", "Conditions met: pass")
            }
            (_, Self::Passed) => Text::new("通过", "Pass"),
            (_, Self::Refused) => Text::new("不通过", "Refuse"),
            (_, Self::Lapsed) => Text::new("撤回或失效", "Withdraw or let lapse"),
        }
    }

    /// Whether the step to this state has to say why.
    fn asks_for_reason(self) -> bool {
        matches!(
            self,
            Self::NeedDocuments | Self::PassedWithConditions | Self::Refused | Self::Lapsed
        )
    }

    /// What the state allows when sites are chosen. An assumption, as the states are.
    pub fn siting_use(self) -> SitingUse {
        match self {
            Self::Passed => SitingUse::Yes,
            Self::PassedWithConditions => SitingUse::WithLimits,
            Self::NotFiled | Self::InReview => SitingUse::Optional,
            Self::NeedDocuments => SitingUse::WhatIf,
            Self::Refused | Self::Lapsed => SitingUse::No,
        }
    }
}

/// Whether a candidate may be chosen as a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SitingUse {
    Yes,
    /// As far as the conditions of the review and the functions allowed go.
    WithLimits,
    /// Where the planner lets sites be chosen that have not passed yet.
    Optional,
    /// Only to see what would be if the documents came.
    WhatIf,
    No,
}

/// Which candidates the planner lets be chosen beyond those that have passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SitingRule {
    /// Only what has passed, with or without conditions.
    #[default]
    PassedOnly,
    /// Also what is not filed or in review.
    WithUndecided,
    /// Also what lacks documents: a what-if.
    WhatIf,
}

impl SitingUse {
    /// Whether a rule lets the candidate be chosen.
    pub fn is_allowed_by(self, rule: SitingRule) -> bool {
        match self {
            Self::Yes | Self::WithLimits => true,
            Self::Optional => rule != SitingRule::PassedOnly,
            Self::WhatIf => rule == SitingRule::WhatIf,
            Self::No => false,
        }
    }

    /// The name in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::WithLimits => "with_limits",
            Self::Optional => "optional",
            Self::WhatIf => "what_if",
            Self::No => "no",
        }
    }

    /// What the window says of it.
    pub fn name(self) -> Text {
        match self {
            Self::Yes => Text::new("可用于选址", "May be sited"),
            Self::WithLimits => {
                Text::new("可用于选址（受条件限制）", "May be sited, within limits")
            }
            Self::Optional => Text::new("选址时可选择纳入", "Sited only if the planner says so"),
            Self::WhatIf => Text::new("仅用于假设情景", "Only in a what-if"),
            Self::No => Text::new("不可用于选址", "Not to be sited"),
        }
    }
}

/// Who has a say: the four departments of the joint review, then those whose consent is needed
/// (clause 2 of the notice).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Party {
    DevelopmentAndReform,
    PlanningAndResources,
    HousingAndConstruction,
    Fire,
    SectorAuthority,
    Owner,
}

impl Party {
    pub const DEPARTMENTS: [Self; 4] = [
        Self::DevelopmentAndReform,
        Self::PlanningAndResources,
        Self::HousingAndConstruction,
        Self::Fire,
    ];
    pub const CONSENTING: [Self; 2] = [Self::SectorAuthority, Self::Owner];

    /// What the party looks at.
    pub fn concern(self) -> Text {
        match self {
            Self::DevelopmentAndReform => Text::new(
                "必要性、资金（中央预算内、专项债）",
                "Need; funds (central budget, special bonds)",
            ),
            Self::PlanningAndResources => Text::new(
                "规划性质、权属、临时使用期限、对相邻的影响",
                "Planning nature, title, period of temporary use, effect on neighbours",
            ),
            Self::HousingAndConstruction => {
                Text::new("结构鉴定、加固、电梯", "Structural appraisal, strengthening, lift")
            }
            Self::Fire => Text::new(
                "耐火等级、疏散出口、喷淋、备案或验收",
                "Fire resistance, exits, sprinkler, filing or acceptance",
            ),
            Self::SectorAuthority => {
                Text::new("行业主管部门同意", "Consent of the sector's authority")
            }
            Self::Owner => Text::new("权属方同意", "Consent of the owner"),
        }
    }
}

impl Term for Party {
    const ALL: &'static [Self] = &[
        Self::DevelopmentAndReform,
        Self::PlanningAndResources,
        Self::HousingAndConstruction,
        Self::Fire,
        Self::SectorAuthority,
        Self::Owner,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::DevelopmentAndReform => "development_and_reform",
            Self::PlanningAndResources => "planning_and_resources",
            Self::HousingAndConstruction => "housing_and_construction",
            Self::Fire => "fire",
            Self::SectorAuthority => "sector_authority",
            Self::Owner => "owner",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::DevelopmentAndReform => Text::new("发展改革", "Development and reform"),
            Self::PlanningAndResources => Text::new("规划资源", "Planning and resources"),
            Self::HousingAndConstruction => Text::new("住建房管", "Housing and construction"),
            Self::Fire => Text::new("消防", "Fire"),
            Self::SectorAuthority => Text::new("行业主管部门", "Sector authority"),
            Self::Owner => Text::new("权属方", "Owner"),
        }
    }
}

/// What a party says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    Agrees,
    AgreesWithConditions,
    Objects,
}

impl Term for Verdict {
    const ALL: &'static [Self] = &[Self::Agrees, Self::AgreesWithConditions, Self::Objects];

    fn id(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::AgreesWithConditions => "agrees_with_conditions",
            Self::Objects => "objects",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Agrees => Text::new("同意", "Agrees"),
            Self::AgreesWithConditions => Text::new("附条件同意", "Agrees with conditions"),
            Self::Objects => Text::new("不同意", "Objects"),
        }
    }
}

/// The opinion of a department, or a consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    pub verdict: Verdict,
    pub on: Option<Date>,
    pub person: String,
    pub document_no: String,
    pub conditions: String,
}

impl Opinion {
    /// A verdict of which nothing more is known.
    pub fn new(verdict: Verdict) -> Self {
        let nothing = String::new;
        Self { verdict, on: None, person: nothing(), document_no: nothing(), conditions: nothing() }
    }
}

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

    /// The same, to be taken without the opinions that are missing.
    pub fn overriding(self) -> Self {
        Self { overrides_missing: true, ..self }
    }
}

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

/// Parties in a row.
pub(super) fn names(parties: &[Party]) -> Message {
    let joined = |of: fn(Text) -> &'static str, joint: &str| {
        parties.iter().map(|party| of(party.name())).collect::<Vec<_>>().join(joint)
    };
    Message::new(joined(|name| name.zh, "、"), joined(|name| name.en, ", "))
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
    use super::*;

    fn day() -> Date {
        "2026-03-02".parse().expect("a day")
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
        let nameless = review.step(pass("", "已协商").overriding());
        assert_eq!(nameless, Err(ReviewError::NoName(ReviewState::Passed)));
        let no_reason = review.step(pass("李处", "").overriding());
        assert_eq!(no_reason, Err(ReviewError::NoReason(ReviewState::Passed)));
        assert_eq!(review.state(), ReviewState::InReview);
        review.step(pass("李处", "消防已口头同意").overriding()).expect("it is overridden");
        let last = review.history().last().expect("a step");
        assert_eq!((last.to, last.who.as_str()), (ReviewState::Passed, "李处"));
        assert_eq!(last.without, [Party::Fire], "the history says what was missing");
    }

    #[test]
    fn an_objection_cannot_be_overridden() {
        let mut review = Review::known_as(ReviewState::InReview);
        review.set_opinion(Party::Fire, Some(Opinion::new(Verdict::Objects)));
        let pass = ReviewStep::new(ReviewState::Passed, day(), "李处", "急用").overriding();
        assert_eq!(review.step(pass), Err(ReviewError::Objection(Party::Fire)));
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
