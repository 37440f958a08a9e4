//! A facility as a project: who does it when, with whose money, and who runs it (clauses 4, 8 and 9
//! of 沪府办发〔2024〕25号). What the sums come to is the work of `programme::money`.

use std::collections::BTreeMap;

use crate::language::Text;
use crate::study::EditError;

/// The years a project may be planned for; others are slips.
pub const PROJECT_YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;
/// No single sum of a project is larger, in yuan.
pub const LARGEST_SUM_YUAN: f64 = 1e11;

/// What is known of a facility as a project; empty where nothing is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    pub state: ProjectState,
    /// The year it opens.
    pub year: Option<i32>,
    /// Who answers for it (责任单位).
    pub owner: String,
    /// Who runs it (运营单位).
    pub provider: String,
    pub mode: Option<OperatingMode>,
    pub sums: ProjectSums,
    /// Whose money pays the conversion, in yuan; what is missing to its cost is not yet found.
    pub funding: BTreeMap<FundingSource, f64>,
}

/// Sums of a project, where the planner knows them.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ProjectSums {
    /// Conversion, once, in yuan.
    pub conversion: Option<f64>,
    /// Staff, energy and upkeep, in yuan a year.
    pub running: Option<f64>,
    /// Rent before relief, in yuan a year.
    pub rent: Option<f64>,
    /// Rent that the owner forgoes, in yuan a year.
    pub relief: Option<f64>,
    /// Subsidy received, in yuan a year.
    pub subsidy: Option<f64>,
    /// Fees of users, in yuan a year.
    pub income: Option<f64>,
}

impl ProjectSums {
    fn all(&self) -> [Option<f64>; 6] {
        [self.conversion, self.running, self.rent, self.relief, self.subsidy, self.income]
    }
}

/// How far a project has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ProjectState {
    #[default]
    Proposed,
    Approved,
    UnderWay,
    Completed,
    Suspended,
}

impl ProjectState {
    pub const ALL: [Self; 5] =
        [Self::Proposed, Self::Approved, Self::UnderWay, Self::Completed, Self::Suspended];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::UnderWay => "under-way",
            Self::Completed => "completed",
            Self::Suspended => "suspended",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::Proposed => Text::new("储备", "Proposed"),
            Self::Approved => Text::new("已立项", "Approved"),
            Self::UnderWay => Text::new("实施中", "Under way"),
            Self::Completed => Text::new("已建成", "Completed"),
            Self::Suspended => Text::new("暂缓", "Suspended"),
        }
    }
}

/// Who builds and who runs a facility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OperatingMode {
    PublicPublic,
    PublicPrivate,
    PrivateSupported,
    Commercial,
    Volunteers,
}

impl OperatingMode {
    pub const ALL: [Self; 5] = [
        Self::PublicPublic,
        Self::PublicPrivate,
        Self::PrivateSupported,
        Self::Commercial,
        Self::Volunteers,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PublicPublic => "public",
            Self::PublicPrivate => "public-built-private-run",
            Self::PrivateSupported => "private-supported",
            Self::Commercial => "commercial",
            Self::Volunteers => "volunteers",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::PublicPublic => Text::new("公建公营", "Public, publicly run"),
            Self::PublicPrivate => Text::new("公建民营", "Public, run by a provider"),
            Self::PrivateSupported => Text::new("民办公助", "Private with support"),
            Self::Commercial => Text::new("市场化微利", "Commercial, low profit"),
            Self::Volunteers => Text::new("公益志愿", "Volunteers"),
        }
    }
}

/// Whose money it is (clause 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FundingSource {
    CentralBudget,
    SpecialBonds,
    PracticalProjects,
    District,
    Donation,
    ThirdParty,
}

impl FundingSource {
    pub const ALL: [Self; 6] = [
        Self::CentralBudget,
        Self::SpecialBonds,
        Self::PracticalProjects,
        Self::District,
        Self::Donation,
        Self::ThirdParty,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::CentralBudget => "central-budget",
            Self::SpecialBonds => "special-bonds",
            Self::PracticalProjects => "practical-projects",
            Self::District => "district",
            Self::Donation => "donation",
            Self::ThirdParty => "third-party",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.id() == id)
    }

    pub fn name(self) -> Text {
        match self {
            Self::CentralBudget => Text::new("中央预算内投资", "Central budget"),
            Self::SpecialBonds => Text::new("地方政府专项债券", "Special bonds"),
            Self::PracticalProjects => Text::new("为民办实事项目", "Practical projects"),
            Self::District => Text::new("区级财政", "District budget"),
            Self::Donation => Text::new("社会捐赠", "Donations"),
            Self::ThirdParty => Text::new("第三方投入", "Third parties"),
        }
    }
}

impl Project {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    pub(in crate::study) fn check(&self) -> Result<(), EditError> {
        if let Some(year) = self.year.filter(|year| !PROJECT_YEARS.contains(year)) {
            return Err(EditError::BadYear(year));
        }
        let sums = self.sums.all().into_iter().flatten().chain(self.funding.values().copied());
        let beyond = |sum: &f64| !(0.0..=LARGEST_SUM_YUAN).contains(sum);
        match sums.into_iter().find(beyond) {
            Some(sum) => Err(EditError::BadSum(sum)),
            None => Ok(()),
        }
    }
}
