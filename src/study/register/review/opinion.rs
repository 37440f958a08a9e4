//! Who has a say in the joint review, and what is said.

use serde::{Deserialize, Serialize};

use crate::language::{Message, Text};

use super::super::{Date, Term};

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

/// Parties in a row.
pub(in crate::study::register) fn names(parties: &[Party]) -> Message {
    let joined = |of: fn(Text) -> &'static str, joint: &str| {
        parties.iter().map(|party| of(party.name())).collect::<Vec<_>>().join(joint)
    };
    Message::new(joined(|name| name.zh, "、"), joined(|name| name.en, ", "))
}
