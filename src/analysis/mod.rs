//! Results computed from a study. Pure: the same study gives the same results, and nothing here
//! changes one.

mod best_sites;
mod bundles;
mod by_place;
mod by_standard;
mod circle_and_path;
mod compare;
mod coverage;
mod even_spread;
mod extent;
mod gaps;
mod isochrone;
pub mod measures;
mod nearest_sites;
mod place_gains;
mod plan;
mod scattering;
mod service;
mod site_change;
mod siting;
mod siting_advice;
mod suitability;
mod surfaces;
mod survey;
mod unmet;

pub use best_sites::{APART_M, best_buildings, best_candidates};
pub use bundles::{AskedFunction, BundleAsk, StudyBundles};
pub use by_standard::{FunctionByStandard, UnderStandard, by_standard};
pub use circle_and_path::CircleAndPath;
pub use compare::{Exchange, ReachChange, differing_edits};
pub use coverage::{Coverage, Reached};
pub use even_spread::rate_if_spread_evenly;
pub use extent::{Extent, Needed};
pub use gaps::{Gap, gaps_of_unit};
pub use isochrone::{Isochrones, Outlines, isochrone, isochrone_cell_m, isochrone_cells};
pub use nearest_sites::{NearestSite, SITE_HORIZON_M, Site, nearest_sites};
pub use place_gains::{GainsError, PlaceGains};
pub use plan::{
    BoundBasis, BundleCover, BundlesOutcome, BundlesQuestion, EarlyAim, FrontOutcome, FutureAsk,
    Groundwork, MOST_FRONT_POINTS, Objective, PhasingOutcome, PhasingQuestion, PilotCourse,
    PlanError, PlanFigures, PlanOutcome, PlanProblem, PlanQuestion, PlanSite, ProposalUse, Purse,
    RobustOutcome, Room, RunClock, SiteKey, SitePlan, SitingOutcome, SitingQuestion, Stage,
    StageListener, Verdict, WhyThen, bundle_obstacle_fact, forced_closed_fact, future_problem,
    surveyed,
};
pub use service::{Service, footing_findings, losses_by_unit, services_of, without_footing};
pub use site_change::{SiteChange, Suggestion, closing, opening};
pub use siting::{
    MOST_PAIRS, SiteChoice, SitePlace, SiteQuestion, StudyProblem, TooManyPairs, existing_places,
    homes, rooms_by_area, units_of,
};
pub use siting_advice::{Better, Closure, Newcomer, Reaching, best_place_for, best_swap};
pub use suitability::{Comparison, Points, Suitability, suitability_by_reach, suitability_of_all};
pub use surfaces::{GainField, MinutesField, StreetCells, StreetGains, Walked};
pub use survey::Measuring;
pub use unmet::{About, GainOf, Unmet};
