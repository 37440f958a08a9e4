//! Edits as data. Each applied edit gives its exact inverse, for undo, and its effect, for
//! bringing results up to date without computing them anew.

use std::sync::Arc;

use crate::language::Message;
use crate::standard::Standard;

use super::{
    CandidateError, Description, EditNumber, FacilityChange, FacilityEdit, FacilityId, Parameters,
    ProgrammeRules, RegisterEdit, Scenario, ScenarioEdit, ScenarioId, WalkthroughEdit,
    WalkthroughError,
};

/// A change of the study.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// Puts a scenario at a position of the list.
    AddScenario {
        position: usize,
        scenario: Scenario,
    },
    /// Takes a scenario that no other builds on out of the list.
    RemoveScenario(ScenarioId),
    DescribeScenario {
        id: ScenarioId,
        description: Description,
    },
    /// Moves a scenario to a position of the list.
    ReorderScenario {
        id: ScenarioId,
        position: usize,
    },
    /// Puts an edit into a scenario's list. One that does not fit becomes a conflict there.
    InsertEdit {
        scenario: ScenarioId,
        position: usize,
        entry: ScenarioEdit,
    },
    /// Takes an edit out of a scenario's list.
    RemoveEdit {
        scenario: ScenarioId,
        number: EditNumber,
    },
    /// Puts another edit in the place of one.
    ReplaceEdit {
        scenario: ScenarioId,
        number: EditNumber,
        edit: FacilityEdit,
    },
    SetParameters(Parameters),
    /// Puts another standard in the place of the study's: with the same functions in their order,
    /// to which more may be added. Taken back, added functions go again.
    SetStandard(Arc<Standard>),
    /// Sets prices, budgets and how pilots are chosen.
    SetProgrammeRules(Arc<ProgrammeRules>),
    /// Changes the candidate register.
    Register(RegisterEdit),
    /// Changes the walkthrough of the review meeting.
    Walkthrough(WalkthroughEdit),
}

impl Edit {
    /// One edit that does what `before` and then this one do, where this one overwrites `before`.
    pub fn merged_after(&self, before: &Self) -> Option<Self> {
        match (before, self) {
            (
                Self::InsertEdit { scenario, position, entry },
                Self::ReplaceEdit { scenario: same_scenario, number, edit },
            ) if scenario == same_scenario && entry.number == *number => {
                let entry = ScenarioEdit { edit: edit.clone(), ..entry.clone() };
                Some(Self::InsertEdit { scenario: *scenario, position: *position, entry })
            }
            (
                Self::ReplaceEdit { scenario, number, .. },
                Self::ReplaceEdit { scenario: same_scenario, number: same_number, .. },
            ) if scenario == same_scenario && number == same_number => Some(self.clone()),
            (Self::DescribeScenario { id, .. }, Self::DescribeScenario { id: same, .. })
                if id == same =>
            {
                Some(self.clone())
            }
            (Self::SetParameters(_), Self::SetParameters(_))
            | (Self::SetStandard(_), Self::SetStandard(_))
            | (Self::SetProgrammeRules(_), Self::SetProgrammeRules(_)) => Some(self.clone()),
            (Self::Register(before), Self::Register(then)) => {
                then.merged_after(before).map(Self::Register)
            }
            (Self::Walkthrough(before), Self::Walkthrough(then)) => {
                then.merged_after(before).map(Self::Walkthrough)
            }
            _ => None,
        }
    }

    /// The standard that the edit puts in the place of the study's.
    pub fn standard(&self) -> Option<&Arc<Standard>> {
        match self {
            Self::SetStandard(standard) => Some(standard),
            _ => None,
        }
    }

    /// Whether it changes the list of a scenario's edits, and so nothing but facilities.
    pub fn is_of_facilities(&self) -> bool {
        matches!(self, Self::InsertEdit { .. } | Self::RemoveEdit { .. } | Self::ReplaceEdit { .. })
    }

    /// The scenario whose facilities or description the edit changes.
    pub fn scenario(&self) -> Option<ScenarioId> {
        match self {
            Self::AddScenario { scenario, .. } => Some(scenario.id),
            Self::RemoveScenario(id)
            | Self::DescribeScenario { id, .. }
            | Self::ReorderScenario { id, .. } => Some(*id),
            Self::InsertEdit { scenario, .. }
            | Self::RemoveEdit { scenario, .. }
            | Self::ReplaceEdit { scenario, .. } => Some(*scenario),
            Self::SetParameters(_)
            | Self::SetStandard(_)
            | Self::SetProgrammeRules(_)
            | Self::Register(_)
            | Self::Walkthrough(_) => None,
        }
    }
}

/// What applying an edit did.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// Applied next, it restores the study exactly.
    pub inverse: Edit,
    pub effect: Effect,
}

/// What of the results an edit touches.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Facilities came, went or changed in these scenarios.
    Facilities(Vec<(ScenarioId, FacilityChange)>),
    /// Scenarios came or went whole, or are called or ordered otherwise.
    Scenarios,
    /// Every walk circle may have changed.
    Walking,
    /// Nobody is reached otherwise: what follows from the rules is worked out when it is looked at.
    Rules,
    /// The same numbers are told otherwise.
    Walkthrough,
}

/// Why an edit does not fit the study.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    #[error("the facility is not in this scenario")]
    NoSuchFacility(FacilityId),
    #[error("a facility has the number {} already", .0.0)]
    IdTaken(FacilityId),
    #[error("a facility offers at least one function of the standard")]
    BadFunctions,
    #[error("a facility needs a place on the map")]
    NoPlace,
    #[error(
        "the facility stays in the building {0} it was converted from; drag it onto another candidate or building to convert that one instead"
    )]
    InBuilding(String),
    #[error("a floor area of {0} m² is not between 0 and 1,000,000 m²")]
    BadFloorArea(f64),
    #[error("a capacity of {0} is not between 0 and 1,000,000")]
    BadCapacity(f64),
    #[error("a staff of {0} is not between 0 and 10,000")]
    BadStaff(f64),
    #[error("the year {0} is not between 2000 and 2100")]
    BadYear(i32),
    #[error("a sum of {0} yuan is not between 0 and 100 billion yuan")]
    BadSum(f64),
    #[error("{0} is no number that a rule can weigh or compare")]
    BadCriterion(f64),
    #[error("a walking limit of {0} m is not between 0 and 20,000 m")]
    BadLimit(f64),
    #[error("a detour factor of {0} is not between 1 and 5")]
    BadDetour(f64),
    #[error("a pace of {0} m/s is not between 0.3 and 2.5 m/s")]
    BadPace(f64),
    #[error("there are 0 to 10 times as many residents")]
    BadGrowth,
    #[error("the farthest access is above 0 and at most 5,000 m, a delay 0 to 600 s")]
    BadNetworkRules,
    #[error("the base shows what exists and cannot be changed")]
    BaseIsReadOnly,
    #[error("no scenario has the number {}", .0.0)]
    NoSuchScenario(ScenarioId),
    #[error("a scenario has the number {} already", .0.0)]
    ScenarioTaken(ScenarioId),
    #[error("other scenarios build on this one")]
    ScenarioHasChildren,
    #[error("a scenario needs a name")]
    NoScenarioName,
    #[error("no edit of the scenario has the number {}", .0.0)]
    NoSuchEdit(EditNumber),
    #[error("an edit has the number {} already", .0.0)]
    EditTaken(EditNumber),
    #[error("the list is shorter than position {0}")]
    BadPosition(usize),
    #[error("another standard must keep the functions of the study in their order")]
    FunctionsLost,
    #[error("two functions of the standard have the id {0}")]
    FunctionTwice(String),
    #[error("{0}")]
    Candidate(Box<CandidateError>),
    #[error("{0}")]
    Walkthrough(#[from] WalkthroughError),
}

impl From<CandidateError> for EditError {
    fn from(error: CandidateError) -> Self {
        Self::Candidate(Box::new(error))
    }
}

impl EditError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NoSuchFacility(_) => "此方案中没有该设施".to_owned(),
            Self::IdTaken(id) => format!("编号 {} 已被其他设施使用", id.0),
            Self::BadFunctions => "设施至少应承担标准中的一项功能".to_owned(),
            Self::NoPlace => "设施需要地图上的位置".to_owned(),
            Self::InBuilding(building) => {
                format!(
                    "设施由建筑 {building} 改造而来，不能移到空地；可拖到其他候选点或建筑上，改为在那里改造"
                )
            }
            Self::BadFloorArea(area) => format!("建筑面积 {area} 平方米不在 0–1,000,000 之间"),
            Self::BadCapacity(capacity) => format!("服务能力 {capacity} 不在 0–1,000,000 之间"),
            Self::BadStaff(staff) => format!("员工 {staff} 人不在 0–10,000 之间"),
            Self::BadYear(year) => format!("年份 {year} 不在 2000–2100 之间"),
            Self::BadSum(sum) => format!("金额 {sum} 元不在 0–1000 亿元之间"),
            Self::BadCriterion(number) => format!("规则不能用 {number} 作权重或门槛"),
            Self::BadLimit(limit_m) => format!("步行距离 {limit_m} 米不在 0–20,000 米之间"),
            Self::BadDetour(detour) => format!("绕行系数 {detour} 不在 1–5 之间"),
            Self::BadPace(pace) => format!("步行速度 {pace} 米/秒不在 0.3–2.5 之间"),
            Self::BadGrowth => "人口倍数应在 0–10 之间".to_owned(),
            Self::BadNetworkRules => "接入距离应在 0–5,000 米、延误应在 0–600 秒之间".to_owned(),
            Self::BaseIsReadOnly => "现状方案只反映既有设施，不能修改".to_owned(),
            Self::NoSuchScenario(id) => format!("没有编号为 {} 的方案", id.0),
            Self::ScenarioTaken(id) => format!("编号 {} 已被其他方案使用", id.0),
            Self::ScenarioHasChildren => "有其他方案以此方案为基础".to_owned(),
            Self::NoScenarioName => "方案需要名称".to_owned(),
            Self::NoSuchEdit(number) => format!("方案中没有编号为 {} 的修改", number.0),
            Self::EditTaken(number) => format!("编号 {} 已被其他修改使用", number.0),
            Self::BadPosition(position) => format!("列表没有第 {position} 位"),
            Self::FunctionsLost => "新的标准须按原顺序保留研究中的各项功能".to_owned(),
            Self::FunctionTwice(id) => format!("标准中有两项功能的编号都是 {id}"),
            Self::Candidate(error) => error.message().zh,
            Self::Walkthrough(error) => error.message().zh,
        };
        Message::new(zh, self.to_string())
    }
}
