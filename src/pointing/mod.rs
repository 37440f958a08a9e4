//! What of a study lies at a place, near it, or within an area drawn by hand: the looking up behind
//! pointing at the map. Knows no screen and no mouse; how near is near enough comes in metres.

mod candidates;
mod gather;
mod pick;
mod premises;
mod snap;

pub use candidates::CandidateIndex;
pub use gather::{FloorArea, Gathered, Kinds, Merging, Wanted};
pub use pick::{Thing, thing_at};
pub use premises::Premises;
pub use snap::{BuildingParts, SnapTarget, Snapped, Surroundings};
