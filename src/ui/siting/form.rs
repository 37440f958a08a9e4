//! What is set for a search: the model, and its own fields. The question that follows from both stands in
//! `question`, the futures of a robust plan in `futures`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::analysis::{Objective, ProposalUse, Room, SiteKey, SitingQuestion};
use crate::session::Session;
use crate::siting::Complexes;
use crate::standard::{FunctionIndex, Standard};
use crate::study::WeekHours;

use super::SiteRole;
use super::futures::FutureForm;

/// Ten thousand yuan, in which planners count money.
pub(super) const WAN: f64 = 10_000.0;

/// Which model is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PlanModel {
    #[default]
    MostCovered,
    FewestSites,
    ShortestMean,
    ShortestFarthest,
    SecondSite,
    WithRoom,
    WorstUnit,
    Front,
    Robust,
    Bundles,
    Phasing,
}

impl PlanModel {
    pub const ALL: [Self; 11] = [
        Self::MostCovered,
        Self::FewestSites,
        Self::ShortestMean,
        Self::ShortestFarthest,
        Self::SecondSite,
        Self::WithRoom,
        Self::WorstUnit,
        Self::Front,
        Self::Robust,
        Self::Bundles,
        Self::Phasing,
    ];

    /// The model that a question is about.
    pub fn of(question: &SitingQuestion) -> Self {
        match question {
            SitingQuestion::Plan(question) => match question.objective {
                Objective::MostCovered => Self::MostCovered,
                Objective::FewestSites => Self::FewestSites,
                Objective::ShortestMean => Self::ShortestMean,
                Objective::ShortestFarthest => Self::ShortestFarthest,
                Objective::SecondSite { .. } => Self::SecondSite,
                Objective::WithRoom(_) => Self::WithRoom,
                Objective::WorstUnit { .. } => Self::WorstUnit,
            },
            SitingQuestion::Front(_) => Self::Front,
            SitingQuestion::Robust(..) => Self::Robust,
            SitingQuestion::Bundles(_) => Self::Bundles,
            SitingQuestion::Phasing(_) => Self::Phasing,
        }
    }

    /// Whether so many sites are asked for.
    pub fn has_count(self) -> bool {
        !matches!(self, Self::FewestSites | Self::Phasing)
    }

    /// Whether candidates are chosen among; projects are the scenario's own.
    pub fn has_places(self) -> bool {
        self != Self::Phasing
    }

    /// Whether everyone is to be served.
    pub fn serves_all(self) -> bool {
        matches!(self, Self::FewestSites | Self::ShortestMean | Self::ShortestFarthest)
    }

    /// Whether the scenario's proposals may be replaced.
    pub fn may_replace(self) -> bool {
        !matches!(self, Self::Bundles | Self::Phasing)
    }
}

/// What is set for a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanForm {
    pub model: PlanModel,
    pub count: usize,
    pub keeps_existing: bool,
    pub proposals: ProposalUse,
    pub forced: BTreeSet<SiteKey>,
    pub forbidden: BTreeSet<SiteKey>,
    pub leaves_out_unreachable: bool,
    /// What the first site in reach is worth, from 0 to 1.
    pub first_share: f64,
    pub room: Room,
    /// How much the worst unit counts, from 0 to 1.
    pub worst_share: f64,
    pub futures: FutureForm,
    pub bundle: BundleForm,
    pub phasing: PhasingForm,
}

/// What is set for bundles.
#[derive(Debug, Clone, PartialEq)]
pub struct BundleForm {
    /// None are all of the standard.
    pub functions: BTreeSet<FunctionIndex>,
    /// Hours as they are typed.
    pub hours: BTreeMap<FunctionIndex, String>,
    /// In ten thousand yuan.
    pub budget_wan: Option<f64>,
    pub complexes: Complexes,
    /// Whether areas grow with the residents they serve.
    pub by_area: bool,
}

/// What is set for phasing.
#[derive(Debug, Clone, PartialEq)]
pub struct PhasingForm {
    /// None are the one looked at.
    pub functions: BTreeSet<FunctionIndex>,
    /// The years, where the study has no budgets.
    pub first_year: i32,
    pub years: usize,
    /// What a year has where nothing else is known, in ten thousand yuan.
    pub budget_wan: f64,
    /// What single years have, where that was set here, in ten thousand yuan.
    pub budgets_wan: BTreeMap<i32, f64>,
    /// Whether no pilot community may have less than the year before.
    pub never_regress: bool,
}

impl Default for PlanForm {
    fn default() -> Self {
        Self {
            model: PlanModel::MostCovered,
            count: 3,
            keeps_existing: true,
            proposals: ProposalUse::Stay,
            forced: BTreeSet::new(),
            forbidden: BTreeSet::new(),
            leaves_out_unreachable: false,
            first_share: 0.7,
            room: Room::ByArea,
            worst_share: 0.5,
            futures: FutureForm {
                other_walk: false,
                growth: Some(1.2),
                ageing: None,
                limit_m: None,
            },
            bundle: BundleForm {
                functions: BTreeSet::new(),
                hours: BTreeMap::new(),
                budget_wan: None,
                complexes: Complexes::AsItComes,
                by_area: false,
            },
            phasing: PhasingForm {
                functions: BTreeSet::new(),
                first_year: crate::study::register::Date::today().year(),
                years: 3,
                budget_wan: 500.0,
                budgets_wan: BTreeMap::new(),
                never_regress: false,
            },
        }
    }
}

impl PlanForm {
    /// What is laid down for a site, in its turn: free, forced, forbidden, free again.
    pub fn with(&self, key: SiteKey, role: SiteRole) -> Self {
        let mut form = self.clone();
        form.forced.remove(&key);
        form.forbidden.remove(&key);
        match role {
            SiteRole::Free => {}
            SiteRole::Forced => {
                form.forced.insert(key);
            }
            SiteRole::Forbidden => {
                form.forbidden.insert(key);
            }
        }
        form
    }

    pub fn role_of(&self, key: &SiteKey) -> SiteRole {
        if self.forced.contains(key) {
            SiteRole::Forced
        } else if self.forbidden.contains(key) {
            SiteRole::Forbidden
        } else {
            SiteRole::Free
        }
    }

    /// What is laid down for places, by their ids; all others are free.
    pub fn roles_of_places(&self) -> HashMap<&str, SiteRole> {
        let keys = self.forced.iter().chain(&self.forbidden);
        keys.filter_map(|key| Some((key.place()?, self.role_of(key)))).collect()
    }
}

impl BundleForm {
    /// The functions asked about: those chosen, or all of the standard.
    pub fn chosen(&self, standard: &Standard) -> Vec<FunctionIndex> {
        let in_standard = |index: &FunctionIndex| standard.function(*index).in_standard;
        let all = standard.indexes().filter(in_standard);
        let is_chosen =
            |index: &FunctionIndex| self.functions.is_empty() || self.functions.contains(index);
        all.filter(is_chosen).collect()
    }

    /// The hours typed for a function, where they can be read.
    pub fn hours_of(&self, function: FunctionIndex) -> Option<WeekHours> {
        self.hours.get(&function).and_then(|text| WeekHours::parse(text).ok())
    }
}

impl PhasingForm {
    /// What each year has, in ten thousand yuan: as set here, else the study's budgets, or as many years
    /// alike.
    pub fn years_wan(&self, session: &Session) -> BTreeMap<i32, f64> {
        let known = &session.study().programme_rules().budgets;
        let years: BTreeMap<i32, f64> = match known.is_empty() {
            false => known.iter().map(|(year, yuan)| (*year, yuan / WAN)).collect(),
            true => (self.first_year..).take(self.years).map(|y| (y, self.budget_wan)).collect(),
        };
        let set = |year: i32, wan: f64| self.budgets_wan.get(&year).copied().unwrap_or(wan);
        years.into_iter().map(|(year, wan)| (year, set(year, wan))).collect()
    }

    /// The functions asked about: those chosen, or the one looked at.
    pub fn chosen(&self, looked_at: FunctionIndex) -> BTreeSet<FunctionIndex> {
        match self.functions.is_empty() {
            true => BTreeSet::from([looked_at]),
            false => self.functions.clone(),
        }
    }
}
