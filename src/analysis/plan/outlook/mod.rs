//! What can be said of a question before a single way is measured: a plan, and what no plan can beat, by
//! how many residents live around each place. Better from step to step, each of which takes a moment
//! even over all buildings of a city.
//!
//! In the circle model plan and bound are exact: the discs are the reach. Along the streets nobody walks less
//! than the straight line, so that the bounds hold there too, and the plan says where to measure first.

mod covering;
mod equity;
mod fewest;
mod serving;
mod walking;

use crate::geometry::{PointGrid, WorldPoint};
use crate::layers::Persons;
use crate::siting::{MaxCover, Model, SetCover, SiteModel, Standing};
use crate::study::{Study, Walk};

use super::super::siting::{SiteQuestion, existing_places, homes};
use super::early::EarlyAim;
use super::groundwork::EarlyPlan;
use covering::CoveringOutlook;
use equity::EquityOutlook;
use fewest::FewestOutlook;
use walking::WalkingOutlook;

/// The question as it is seen before ways are measured.
pub(super) struct Outlook {
    kind: Kind,
    model: SiteModel,
    /// All residents that the question is about.
    residents: f64,
    /// Whether the reach of a place is the disc around it.
    is_exact: bool,
    /// No plan has room for more; none where room is no matter.
    most_room: Option<f64>,
}

enum Kind {
    Covering(Box<CoveringOutlook>),
    Equity(Box<EquityOutlook>),
    Walking(Box<WalkingOutlook>),
    Fewest(Box<FewestOutlook>),
}

/// Where residents and places are.
struct Ground {
    homes: Vec<WorldPoint>,
    residents: Vec<Persons>,
    /// What is open in every plan: what exists, and what is forced.
    open: Vec<WorldPoint>,
    forced: Vec<usize>,
    /// The sites that a plan may open, and where they are.
    sites: Vec<usize>,
    at: Vec<WorldPoint>,
    /// How many of them it opens.
    count: usize,
}

/// Places are gathered by cells of this size.
const CELL_M: f64 = 100.0;

/// Where a plan of most covered would open, and what no plan covers more than, by who lives around each
/// place: what is looked at first where measuring all ways takes long. None where nothing can be said.
pub(in crate::analysis) fn most_covered_ahead(
    study: &Study,
    question: &SiteQuestion,
    count: usize,
    lay_down: &dyn Fn(&mut [Standing]),
    mut is_over: impl FnMut() -> bool,
) -> Option<(Vec<usize>, f64)> {
    let limit_m = question.farthest_m;
    let model = SiteModel::Plain(Model::MaxCover(MaxCover { count, limit_m }));
    let aim = EarlyAim { model: &model, lay_down, leaves_out: false, is_plan_enough: false };
    let places = question.places.iter().map(|place| place.at);
    let at: Vec<WorldPoint> = places.chain(existing_places(study, question)).collect();
    let mut outlook = Outlook::of(study, question, aim, &at)?;
    while outlook.bound().is_none() || !(outlook.has_begun() || is_over()) {
        if !outlook.step() {
            break;
        }
    }
    Some((outlook.likely(), outlook.bound()?))
}

impl Outlook {
    /// For models that say how many sites there are to be or ask for the fewest; `at` are the sites of the question. None
    /// where nothing can be said, or there are fewer places than are to be opened.
    pub fn of(
        study: &Study,
        question: &SiteQuestion,
        aim: EarlyAim<'_>,
        at: &[WorldPoint],
    ) -> Option<Self> {
        let model = aim.model.clone();
        let walk = study.walk(question.group);
        let ground = Ground::of(study, question, aim, at)?;
        let residents = ground.residents.iter().copied().sum::<Persons>().as_f64();
        let is_exact = walk.network().is_none();
        let most_room = match &model {
            SiteModel::Capacitated(rooms) => {
                Some(rooms.most_room(&aim.standing(question.places.len(), at.len())))
            }
            _ => None,
        };
        let slack_m = slack_m(study, walk);
        let kind =
            match &model {
                // Whom nobody reaches is seen when ways are measured; the others may take fewer.
                SiteModel::Plain(Model::SetCover(_)) if aim.leaves_out => return None,
                SiteModel::Plain(Model::SetCover(SetCover { limit_m, .. })) => {
                    let radius_m = walk.straight_m(*limit_m) + slack_m;
                    Kind::Fewest(Box::new(FewestOutlook::of(ground, radius_m)))
                }
                // Whom nobody reaches along the streets is seen when ways are measured.
                SiteModel::Plain(Model::PMedian(_) | Model::PCentre(_))
                    if aim.leaves_out && !is_exact =>
                {
                    return None;
                }
                SiteModel::Plain(Model::PMedian(_)) => Kind::Walking(Box::new(
                    WalkingOutlook::of_all(ground, walk.straight_m(1.0), slack_m),
                )),
                SiteModel::Plain(Model::PCentre(_)) => Kind::Walking(Box::new(
                    WalkingOutlook::of_farthest(ground, walk.straight_m(1.0), slack_m),
                )),
                SiteModel::Equity(equity) => {
                    let radius_m = walk.straight_m(equity.limit_m) + slack_m;
                    Kind::Equity(Box::new(EquityOutlook::of(ground, radius_m, equity.clone())))
                }
                model => {
                    let radius_m = walk.straight_m(model.limit_m()) + slack_m;
                    Kind::Covering(Box::new(CoveringOutlook::of(ground, radius_m)))
                }
            };
        Some(Self { kind, model, residents, is_exact, most_room })
    }

    /// Betters plan or bound, within a moment; whether there is more to be done.
    pub fn step(&mut self) -> bool {
        match &mut self.kind {
            Kind::Covering(outlook) => outlook.step(),
            Kind::Equity(outlook) => outlook.step(),
            Kind::Walking(outlook) => outlook.step(),
            Kind::Fewest(outlook) => outlook.step(),
        }
    }

    /// The best plan so far, where its value needs no ways to be measured.
    pub fn plan(&self) -> Option<EarlyPlan> {
        if self.stands_in() { self.foreseen() } else { None }
    }

    /// The best plan so far, valued as if the reach of a place were the disc around it.
    fn foreseen(&self) -> Option<EarlyPlan> {
        match &self.kind {
            Kind::Covering(outlook) => outlook.plan(),
            Kind::Equity(outlook) => outlook.plan(),
            Kind::Walking(outlook) => outlook.plan(),
            Kind::Fewest(_) => None,
        }
    }

    /// Whether all that is to be known of a plan is known without measuring the ways of other places.
    pub fn stands_in(&self) -> bool {
        use Model::{MaxCover, PCentre, PMedian};
        let is_told = matches!(
            &self.model,
            SiteModel::Plain(MaxCover(_) | PMedian(_) | PCentre(_)) | SiteModel::Equity(_)
        );
        self.is_exact && is_told
    }

    /// Sites that are worth measuring before others.
    pub fn likely(&self) -> Vec<usize> {
        self.foreseen().map(|plan| plan.sites).unwrap_or_default()
    }

    /// What no plan beats.
    pub fn bound(&self) -> Option<f64> {
        match &self.kind {
            Kind::Covering(outlook) => {
                let covered = outlook.bound()?.min(self.most_room.unwrap_or(f64::INFINITY));
                Some(self.model.most_where_covered(self.residents, covered))
            }
            Kind::Equity(outlook) => outlook.bound(),
            Kind::Walking(outlook) => outlook.bound(),
            Kind::Fewest(outlook) => outlook.bound(),
        }
    }

    /// Whether there is a plan, or a bound that says something.
    pub fn has_begun(&self) -> bool {
        match &self.kind {
            Kind::Covering(_) | Kind::Equity(_) => self.foreseen().is_some(),
            Kind::Walking(outlook) => outlook.has_begun(),
            Kind::Fewest(outlook) => outlook.bound().is_some(),
        }
    }

    /// How many pairs of residents' buildings and places there are, to be measured one by one, estimated
    /// by some of the places.
    pub fn estimated_pairs(&self) -> f64 {
        match &self.kind {
            Kind::Covering(outlook) => outlook.estimated_pairs(),
            Kind::Equity(outlook) => outlook.estimated_pairs(),
            Kind::Walking(outlook) => outlook.pairs(),
            Kind::Fewest(_) => f64::INFINITY,
        }
    }
}

impl Ground {
    fn of(
        study: &Study,
        question: &SiteQuestion,
        aim: EarlyAim<'_>,
        at: &[WorldPoint],
    ) -> Option<Self> {
        let standing = aim.standing(question.places.len(), at.len());
        let that_are = |is: Standing| {
            let sites = standing.iter().enumerate();
            sites.filter(move |(_, standing)| **standing == is).map(|(site, _)| site)
        };
        let forced: Vec<usize> = that_are(Standing::Forced).collect();
        let sites: Vec<usize> = that_are(Standing::Candidate).collect();
        let count = match aim.model {
            // How many it takes is the answer.
            SiteModel::Plain(Model::SetCover(_)) => 0,
            model => model.count()?.checked_sub(forced.len())?,
        };
        if sites.len() < count {
            return None;
        }
        let buildings = &study.layers().buildings;
        let residents = buildings.demand().residents(question.group);
        let homes = homes(study, question.group);
        if homes.is_empty() {
            return None;
        }
        let of_homes = || homes.iter().map(|building| *building as usize);
        let open = that_are(Standing::Existing).chain(forced.iter().copied());
        Some(Self {
            open: open.map(|site| at[site]).collect(),
            at: sites.iter().map(|site| at[*site]).collect(),
            homes: of_homes().map(|building| buildings.demand_points()[building]).collect(),
            residents: of_homes().map(|building| residents[building]).collect(),
            forced,
            sites,
            count,
        })
    }

    /// Whether something that is open in every plan is within a radius of each home.
    fn is_open_within(&self, radius_m: f64) -> Vec<bool> {
        let homes = PointGrid::new(&self.homes, CELL_M);
        let mut is_within = vec![false; self.homes.len()];
        for place in &self.open {
            homes.for_each_within(*place, radius_m, |home| is_within[home as usize] = true);
        }
        is_within
    }
}

/// By how much a walk may be shorter than its straight line: where the ways to and from the streets cost
/// nothing, by both of these.
fn slack_m(study: &Study, walk: Walk<'_>) -> f64 {
    const ROUNDING_M: f64 = 1.0;
    let rules = study.parameters().network;
    match (walk.network(), rules.counts_access) {
        (None, _) => 0.0,
        (Some(_), true) => ROUNDING_M,
        (Some(_), false) => ROUNDING_M + 2.0 * rules.farthest_access_m,
    }
}
