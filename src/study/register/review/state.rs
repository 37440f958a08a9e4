//! The states of the joint review: what may follow each, and what it allows when sites are chosen.

use crate::language::Text;

use super::super::Term;

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
    pub(super) fn asks_for_reason(self) -> bool {
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
