//! Results computed from a study. Pure: the same study gives the same results, and nothing here
//! changes one.

mod compare;
mod coverage;
mod gain_field;
pub mod measures;
mod nearest_sites;

pub use compare::{Exchange, ReachChange, differing_edits};
pub use coverage::{Coverage, Reached};
pub use gain_field::GainField;
pub use nearest_sites::{NearestSite, SITE_HORIZON_M, Site, nearest_sites};
