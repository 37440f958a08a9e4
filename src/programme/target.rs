//! Whom a function is for, in the data at hand.

use crate::layers::Group;
use crate::standard::FunctionIndex;
use crate::study::Study;

/// The group that a function's demand is counted in, as a position in
/// [`Demand::groups`](crate::layers::Demand::groups): the first target group of the standard that
/// the data know, else all residents.
pub fn target_group(study: &Study, function: FunctionIndex) -> usize {
    let groups = study.layers().buildings.demand().groups();
    let position = |group: &Group| groups.iter().position(|known| known == group);
    let targets = study.standard().get(function).map(|f| f.target_groups.as_slice());
    targets.unwrap_or_default().iter().find_map(position).unwrap_or(0)
}
