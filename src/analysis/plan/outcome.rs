//! What came out: the sites of a plan, what it closes, what it is worth, and the edits that make it
//! real.

use crate::geometry::WorldPoint;
use crate::language::Language;
use crate::layers::Persons;
use crate::siting::{Problem, SiteModel, Solution};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityEdit, FacilityId, Operation, ScenarioId, Study};

use super::super::SitePlace;
use super::super::extent::Extent;
use super::super::site_change::{closing, opening};
use super::groundwork::BoundBasis;
use super::question::{Objective, PlanQuestion, SiteKey};

/// A site that a plan opens or keeps open.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSite {
    pub key: SiteKey,
    pub name: String,
    pub at: WorldPoint,
    /// Residents whom it serves: those who have no open site nearer.
    pub serves: f64,
    /// Where a facility comes from that is opened here; none for one that is proposed already.
    pub place: Option<SitePlace>,
    /// What it holds, where it is not the one function of the question.
    pub holds: Vec<Operation>,
    /// Floor in m² that this takes at the busiest time; of a complex, that of the premises.
    pub floor_m2: Option<f64>,
}

/// A plan as it would stand: what opens, and what gives the function up.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SitePlan {
    pub sites: Vec<PlanSite>,
    pub closed: Vec<FacilityId>,
}

/// What a model tells of a plan beside its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlanFigures {
    Plain,
    /// Residents with one site within the limit or more, and with two or more.
    Backup {
        once: f64,
        twice: f64,
    },
    /// Residents covered, and the unit that fares worst with its rate from 0 to 1.
    Evenness {
        covered: f64,
        worst_unit: Option<u32>,
        worst_rate: f64,
    },
}

/// What came out, and what the numbers are to be seen beside.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOutcome {
    pub question: PlanQuestion,
    pub solution: Solution,
    pub plan: SitePlan,
    pub figures: PlanFigures,
    /// Residents that the problem is about.
    pub residents: f64,
    /// What the facilities that stay come to by themselves.
    pub without: Option<f64>,
    /// What they come to together with the scenario's own proposals, and which these are, as they were
    /// when it was asked.
    pub own: Option<f64>,
    pub proposals: Vec<PlanSite>,
    /// The buildings that no site can reach, where that makes a plan impossible, with residents.
    pub unreachable: Vec<u32>,
    pub unreachable_residents: f64,
    /// Residents left out because no site can reach them.
    pub left_out: f64,
    /// How many of so many places are measured; the others are left out.
    pub extent: Extent,
    pub places: usize,
    /// What the bound follows from.
    pub bound_basis: BoundBasis,
}

impl PlanSite {
    pub(super) fn at_place(place: &SitePlace, serves: f64) -> Self {
        Self {
            key: SiteKey::Place(place.id.clone()),
            name: place.name.clone(),
            at: place.at,
            serves,
            place: Some(place.clone()),
            holds: Vec::new(),
            floor_m2: None,
        }
    }

    pub(super) fn of_facility(facility: &Facility, serves: f64) -> Self {
        Self {
            key: SiteKey::Facility(facility.id),
            name: facility.name.clone(),
            at: facility.at,
            serves,
            place: None,
            holds: Vec::new(),
            floor_m2: None,
        }
    }

    /// The facility that is opened here; none where one is proposed already.
    fn opened(
        &self,
        study: &Study,
        scenario: ScenarioId,
        function: FunctionIndex,
        id: FacilityId,
        language: Language,
    ) -> Option<Facility> {
        let place = self.place.as_ref()?;
        let first = self.holds.first().map_or(function, |operation| operation.function);
        let facility = opening(study, scenario, first, place, id, language);
        Some(match self.holds.as_slice() {
            [] => facility,
            [_] => Facility {
                operations: self.holds.clone(),
                floor_area_m2: self.floor_m2,
                ..facility
            },
            holds => Facility {
                name: language
                    .pick(format!("{}综合设施", place.name), format!("{} services", place.name)),
                functions: holds.iter().map(|operation| operation.function).collect(),
                operations: holds.to_vec(),
                floor_area_m2: self.floor_m2,
                ..facility
            },
        })
    }
}

impl SitePlan {
    /// The edits that turn a scenario into the plan: facilities give the function up, and others are
    /// opened.
    pub fn edits(
        &self,
        study: &Study,
        scenario: ScenarioId,
        function: FunctionIndex,
        language: Language,
    ) -> Vec<FacilityEdit> {
        let facilities = study.facilities(scenario);
        let closings = self.closed.iter().filter_map(|id| facilities.get(id));
        let closings = closings.map(|facility| closing(facility, function));
        let first = study.scenarios().next_facility_id().0;
        let opened = self.sites.iter().filter(|site| site.place.is_some());
        let openings = (first..).zip(opened).filter_map(|(id, site)| {
            site.opened(study, scenario, function, FacilityId(id), language).map(FacilityEdit::Add)
        });
        closings.chain(openings).collect()
    }

    /// How many of its sites are proposals that the scenario no longer has, so that the plan cannot
    /// be made as it was found.
    pub fn gone_sites(&self, study: &Study, scenario: ScenarioId) -> usize {
        let facilities = study.facilities(scenario);
        let is_gone = |site: &&PlanSite| match site.key {
            SiteKey::Facility(id) => !facilities.contains_key(&id),
            SiteKey::Place(_) => false,
        };
        self.sites.iter().filter(is_gone).count()
    }
}

impl PlanFigures {
    pub(super) fn of(model: &SiteModel, problem: &Problem, open: &[usize]) -> Self {
        match model {
            SiteModel::Plain(_) | SiteModel::Capacitated(_) | SiteModel::Budgeted(_) => Self::Plain,
            SiteModel::Backup(model) => {
                let cover = model.cover_of(problem, open);
                Self::Backup { once: cover.once, twice: cover.twice }
            }
            SiteModel::Equity(model) => {
                let cover = model.cover_of(problem, open);
                let (covered, worst_unit) = (cover.covered, cover.worst_unit);
                Self::Evenness { covered, worst_unit, worst_rate: cover.worst_rate }
            }
        }
    }
}

impl PlanOutcome {
    /// The edits that turn the scenario of the question into the plan.
    pub fn edits(&self, study: &Study, language: Language) -> Vec<FacilityEdit> {
        let PlanQuestion { scenario, function, .. } = self.question;
        self.plan.edits(study, scenario, function, language)
    }

    /// How much the planner's own proposals gain over what stays, as a share of what the best plan
    /// for as many sites gains: at least the first number, and at most the second, which are the same
    /// once the plan is proven. `None` where covering is not what is asked, or nothing can be gained.
    pub fn own_share(&self) -> Option<(f64, f64)> {
        if self.question.objective != Objective::MostCovered {
            return None;
        }
        let without = self.without?;
        let gained = self.own? - without;
        let (found, possible) = (self.solution.value? - without, self.solution.bound? - without);
        (found > 0.0).then(|| ((gained / possible).min(1.0), (gained / found).min(1.0)))
    }

    /// The scenario's own proposals that it was set beside.
    pub fn proposal_ids(&self) -> Vec<FacilityId> {
        let id = |site: &PlanSite| match site.key {
            SiteKey::Facility(id) => Some(id),
            SiteKey::Place(_) => None,
        };
        self.proposals.iter().filter_map(id).collect()
    }

    /// Whether a site is among the plan's.
    pub fn keeps(&self, key: &SiteKey) -> bool {
        self.plan.sites.iter().any(|site| site.key == *key)
    }

    /// Whether a facility is one of the plan's: a proposal that it keeps, or one that has been opened
    /// at a place of the plan since.
    pub fn has(&self, facility: &Facility) -> bool {
        let is_opened = |place: &SitePlace| {
            place.origin == facility.origin && place.at == facility.at && facility.is_planned()
        };
        self.keeps(&SiteKey::Facility(facility.id))
            || self.plan.sites.iter().filter_map(|site| site.place.as_ref()).any(is_opened)
    }

    /// Residents covered by the best plan, where that is what was asked.
    pub fn covered(&self) -> Option<Persons> {
        let is_asked = self.question.objective == Objective::MostCovered;
        self.solution.value.filter(|_| is_asked).and_then(Persons::from_f64)
    }
}
