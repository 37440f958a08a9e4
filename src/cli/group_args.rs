//! The flag that says whose residents are counted.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::files::Problem;
use crate::language::Message;
use crate::layers::{Demand, Group};

use super::failure::Failure;

/// Residents of an age, or all of them.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct GroupArgs {
    /// Residents of which age
    #[arg(long, value_name = "GROUP", default_value = "all", value_parser = group_parser())]
    pub group: Group,
}

fn group_parser() -> impl TypedValueParser<Value = Group> {
    let known = PossibleValuesParser::new(Group::ALL.map(Group::id));
    known.map(|id| Group::from_id(&id).unwrap_or(Group::All))
}

/// The position of a group in the demand's list.
///
/// # Errors
/// When the buildings say nothing of the group.
pub(super) fn index_of_group(group: Group, demand: &Demand) -> Result<usize, Failure> {
    demand.index_of(group).ok_or_else(|| no_such_group(group, demand.groups()))
}

fn no_such_group(group: Group, known: &[Group]) -> Failure {
    let known: Vec<_> = known.iter().map(|group| group.id()).collect();
    Failure::Input(vec![Problem {
        field: Some(group.id().to_owned()),
        ..Problem::general(Message::new(
            format!("建筑图层没有人群“{}”的人数；现有：{}", group.name().zh, known.join("、")),
            format!(
                "the buildings have no column for the group \"{}\"; groups: {}",
                group.name().en,
                known.join(", ")
            ),
        ))
    }])
}
