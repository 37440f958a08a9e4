//! The flag that says whose residents are counted.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::files::Problem;
use crate::language::Message;
use crate::layers::{Demand, Group};

use super::failure::Failure;

/// Residents of an age, or all of them.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct GroupArgs {
    /// Residents of which age, by a group's id or name
    #[arg(
        long,
        value_name = "GROUP",
        default_value = "all",
        ignore_case = true,
        value_parser = group_parser()
    )]
    pub group: Group,
}

fn group_parser() -> impl TypedValueParser<Value = Group> {
    let value = |group: Group| {
        let name = group.name();
        PossibleValue::new(group.id()).aliases([name.zh, name.en])
    };
    let known = PossibleValuesParser::new(Group::ALL.map(value));
    // Only what one of them is called gets as far as this.
    known.map(|called| group_called(&called).unwrap_or(Group::All))
}

/// The group of an id or a name in either language, whatever its case.
fn group_called(called: &str) -> Option<Group> {
    Group::ALL.into_iter().find(|group| {
        let name = group.name();
        [group.id(), name.zh, name.en].into_iter().any(|name| name.eq_ignore_ascii_case(called))
    })
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

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        group: GroupArgs,
    }

    #[test]
    fn a_group_goes_by_its_id_and_by_its_name_in_either_language() {
        let group = |called: &str| {
            let command = Command::try_parse_from(["test", "--group", called]);
            command.ok().map(|command| command.group.group)
        };
        for known in Group::ALL {
            for called in [known.id(), known.name().zh, known.name().en] {
                assert_eq!(group(called), Some(known), "{called}");
            }
        }
        assert_eq!(group("AGE 80+"), Some(Group::Age80Plus));
        assert_eq!(group("age7"), None);
        let usual = Command::try_parse_from(["test"]).map(|command| command.group.group);
        assert_eq!(usual.ok(), Some(Group::All));
    }
}
