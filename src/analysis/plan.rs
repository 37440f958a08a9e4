//! A plan for many sites at once, as a planner asks for it: candidates of the register beside the
//! proposals of a scenario, some of them forced or forbidden; solved with proof, set beside the
//! planner's own proposals, and turned into edits.
//!
//! The sites of a problem are the places first, then the scenario's facilities of the function.

use std::collections::BTreeSet;

use crate::language::Language;
use crate::layers::Persons;
use crate::siting::{
    Limits, Listener, MaxCover, Model, Obstacle, PCentre, PMedian, Problem, SetCover, Solution,
    Standing, solve,
};
use crate::standard::FunctionIndex;
use crate::study::{Facility, FacilityEdit, FacilityId, ScenarioId, Study};

use super::best_sites::has_room;
use super::site_change::{closing, opening};
use super::{SiteChoice, SitePlace, SiteQuestion, StudyProblem, TooManyPairs};

/// What makes a plan good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Objective {
    /// The most residents within the limit.
    #[default]
    MostCovered,
    /// The fewest sites that have everyone within the limit.
    FewestSites,
    /// The shortest mean walk of a resident to the nearest site.
    ShortestMean,
    /// The shortest walk of whoever walks farthest.
    ShortestFarthest,
}

impl Objective {
    pub const ALL: [Self; 4] =
        [Self::MostCovered, Self::FewestSites, Self::ShortestMean, Self::ShortestFarthest];

    fn model(self, count: usize, limit_m: f64) -> Model {
        match self {
            Self::MostCovered => Model::MaxCover(MaxCover { count, limit_m }),
            Self::FewestSites => Model::SetCover(SetCover { limit_m, most: None }),
            Self::ShortestMean => Model::PMedian(PMedian { count }),
            Self::ShortestFarthest => Model::PCentre(PCentre { count }),
        }
    }

    /// Whether so many sites are asked for, rather than as few as will do.
    pub fn has_count(self) -> bool {
        self != Self::FewestSites
    }
}

/// What becomes of the facilities that the scenario proposes already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProposalUse {
    /// They stay, and the plan's sites come on top.
    #[default]
    Stay,
    /// They are sites like the candidates, counted with them: a plan may do without.
    MayGo,
}

/// A site that something is laid down for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SiteKey {
    /// A place by its id.
    Place(String),
    Facility(FacilityId),
}

/// What the planner asks.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanQuestion {
    pub scenario: ScenarioId,
    pub function: FunctionIndex,
    /// Position in [`Demand::groups`](crate::layers::Demand::groups).
    pub group: usize,
    pub objective: Objective,
    /// How many sites; of no meaning where as few as possible are asked for.
    pub count: usize,
    pub choice: SiteChoice,
    /// Whether existing facilities stay; without them the plan stands alone.
    pub keeps_existing: bool,
    pub proposals: ProposalUse,
    pub forced: BTreeSet<SiteKey>,
    pub forbidden: BTreeSet<SiteKey>,
    /// Whether residents whom no site can reach are left out instead of making the plan impossible.
    pub leaves_out_unreachable: bool,
}

/// Why a question cannot be put to the solver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("there is no place that may be chosen")]
    NoPlaces,
    #[error(transparent)]
    TooManyPairs(#[from] TooManyPairs),
}

/// A question with all its ways on foot, ready to be solved.
#[derive(Debug, Clone)]
pub struct PlanProblem {
    question: PlanQuestion,
    places: Vec<SitePlace>,
    /// The facilities of the function, whose sites follow those of the places.
    facilities: Vec<Facility>,
    problem: Problem,
    /// The building of each demand point.
    buildings: Vec<u32>,
    model: Model,
    left_out: f64,
}

/// A site that a plan opens or keeps open.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSite {
    pub key: SiteKey,
    pub name: String,
    pub at: crate::geometry::WorldPoint,
    /// Residents whom it serves: those who have no open site nearer.
    pub serves: f64,
    /// Where a facility comes from that is opened here; none for one that is proposed already.
    pub place: Option<SitePlace>,
}

/// What came out, and what the numbers are to be seen beside.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanOutcome {
    pub question: PlanQuestion,
    pub solution: Solution,
    pub sites: Vec<PlanSite>,
    /// The facilities that the plan does without.
    pub closed: Vec<FacilityId>,
    /// Residents that the problem is about.
    pub residents: f64,
    /// What the facilities that stay come to by themselves.
    pub without: Option<f64>,
    /// What they come to together with the scenario's own proposals, and which these are.
    pub own: Option<f64>,
    pub proposals: Vec<FacilityId>,
    /// The buildings that no site can reach, where that makes a plan impossible, with residents.
    pub unreachable: Vec<u32>,
    pub unreachable_residents: f64,
    /// Residents left out because no site can reach them.
    pub left_out: f64,
}

impl PlanProblem {
    /// Measures the ways that a question needs.
    ///
    /// # Errors
    /// When there is nothing to choose from, or buildings and places make too many pairs.
    pub fn of(study: &Study, question: PlanQuestion) -> Result<Self, PlanError> {
        let PlanQuestion { scenario, function, group, objective, count, .. } = question;
        let offering = study.facilities(scenario).values().filter(|f| f.offers(function));
        let facilities: Vec<Facility> = offering.cloned().collect();
        let is_proposed = |place: &SitePlace| {
            let mut own = facilities.iter().filter(|facility| facility.is_planned());
            own.any(|facility| facility.origin == place.origin)
        };
        let mut places = question.choice.places(study, function);
        places.retain(|place| !is_proposed(place) && has_room(study, scenario, &place.origin));
        let may_choose_own =
            question.proposals == ProposalUse::MayGo && facilities.iter().any(Facility::is_planned);
        if places.is_empty() && !may_choose_own {
            return Err(PlanError::NoPlaces);
        }
        let model = objective.model(count, study.walk(group).limit_m(function));
        let asked = SiteQuestion {
            function,
            group,
            farthest_m: model.limit_m(),
            places,
            keeping: Some(scenario),
        };
        let StudyProblem { mut problem, buildings } = StudyProblem::of(study, &asked)?;
        for (site, place) in asked.places.iter().enumerate() {
            let key = SiteKey::Place(place.id.clone());
            problem.standing[site] = question.standing_of(&key, Standing::Candidate);
        }
        for (site, facility) in (asked.places.len()..).zip(&facilities) {
            problem.standing[site] = question.standing_of_facility(facility);
        }
        let mut left_out = 0.0;
        if question.leaves_out_unreachable && objective != Objective::MostCovered {
            for demand in problem.out_of_reach(model.limit_m()) {
                left_out += std::mem::take(&mut problem.weights[demand]);
            }
        }
        let places = asked.places;
        Ok(Self { question, places, facilities, problem, buildings, model, left_out })
    }

    /// Finds the best plan, or as good a one as limits and listener leave time for.
    pub fn solve(&self, limits: Limits, listener: &mut Listener<'_>) -> PlanOutcome {
        let solution = solve(&self.problem, &self.model, limits, listener);
        let served = self.problem.served_by(&solution.sites, self.model.limit_m());
        let sites = solution.sites.iter().zip(served);
        let sites = sites.map(|(site, serves)| self.site(*site, serves)).collect();
        let own: Vec<usize> = (self.places.len()..)
            .zip(&self.facilities)
            .filter(|(_, facility)| facility.is_planned())
            .map(|(site, _)| site)
            .collect();
        let unreachable: Vec<u32> = match &solution.obstacle {
            Some(Obstacle::OutOfReach(demand)) => {
                demand.iter().map(|demand| self.buildings[*demand]).collect()
            }
            _ => Vec::new(),
        };
        let unreachable_residents = match &solution.obstacle {
            Some(Obstacle::OutOfReach(demand)) => {
                demand.iter().map(|demand| self.problem.weights[*demand]).sum()
            }
            _ => 0.0,
        };
        PlanOutcome {
            question: self.question.clone(),
            closed: self.closed_by(&solution),
            sites,
            residents: self.problem.weight(),
            without: self.model.value_of(&self.problem, &[]),
            own: self.model.value_of(&self.problem, &own),
            proposals: own
                .iter()
                .map(|site| self.facilities[site - self.places.len()].id)
                .collect(),
            unreachable,
            unreachable_residents,
            left_out: self.left_out,
            solution,
        }
    }

    fn site(&self, site: usize, serves: f64) -> PlanSite {
        match self.places.get(site) {
            Some(place) => PlanSite {
                key: SiteKey::Place(place.id.clone()),
                name: place.name.clone(),
                at: place.at,
                serves,
                place: Some(place.clone()),
            },
            None => {
                let facility = &self.facilities[site - self.places.len()];
                PlanSite {
                    key: SiteKey::Facility(facility.id),
                    name: facility.name.clone(),
                    at: facility.at,
                    serves,
                    place: None,
                }
            }
        }
    }

    /// The facilities that are neither in a plan nor stay anyway; none without a plan.
    fn closed_by(&self, solution: &Solution) -> Vec<FacilityId> {
        if solution.value.is_none() {
            return Vec::new();
        }
        let sites = (self.places.len()..).zip(&self.facilities);
        let leaving = sites.filter(|(site, _)| {
            self.problem.standing[*site] != Standing::Existing && !solution.sites.contains(site)
        });
        leaving.map(|(_, facility)| facility.id).collect()
    }
}

impl PlanQuestion {
    fn standing_of(&self, key: &SiteKey, otherwise: Standing) -> Standing {
        if self.forbidden.contains(key) {
            Standing::Forbidden
        } else if self.forced.contains(key) {
            Standing::Forced
        } else {
            otherwise
        }
    }

    fn standing_of_facility(&self, facility: &Facility) -> Standing {
        match (facility.is_planned(), self.proposals) {
            (true, ProposalUse::MayGo) => {
                self.standing_of(&SiteKey::Facility(facility.id), Standing::Candidate)
            }
            (true, ProposalUse::Stay) => Standing::Existing,
            (false, _) if self.keeps_existing => Standing::Existing,
            (false, _) => Standing::Forbidden,
        }
    }
}

impl PlanOutcome {
    /// The edits that turn the scenario of the question into the plan: facilities give the function
    /// up, and others are opened.
    pub fn edits(&self, study: &Study, language: Language) -> Vec<FacilityEdit> {
        let PlanQuestion { scenario, function, .. } = self.question;
        let facilities = study.facilities(scenario);
        let closings = self.closed.iter().filter_map(|id| facilities.get(id));
        let closings = closings.map(|facility| closing(facility, function));
        let first = study.scenarios().next_facility_id().0;
        let opened = self.sites.iter().filter_map(|site| site.place.as_ref());
        let openings = (first..).zip(opened).map(|(id, place)| {
            let id = FacilityId(id);
            FacilityEdit::Add(opening(study, scenario, function, place, id, language))
        });
        closings.chain(openings).collect()
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

    /// Whether a proposal of the scenario is among the plan's sites.
    pub fn keeps(&self, facility: FacilityId) -> bool {
        self.sites.iter().any(|site| site.key == SiteKey::Facility(facility))
    }

    /// Residents covered by the best plan, where that is what was asked.
    pub fn covered(&self) -> Option<Persons> {
        let is_asked = self.question.objective == Objective::MostCovered;
        self.solution.value.filter(|_| is_asked).and_then(Persons::from_f64)
    }
}
