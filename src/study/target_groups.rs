//! Whom a function is for, in the data at hand. The one place that decides it: everything that counts
//! the residents a function is for asks here, and sums over the groups it is given.

use crate::language::Language;
use crate::layers::{Demand, Group};
use crate::standard::FunctionIndex;

use super::Study;

/// Groups whose residents are counted together, each resident once: positions in [`Demand::groups`]
/// of groups that share nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetGroups([bool; Group::ALL.len()]);

impl TargetGroups {
    /// All residents.
    pub const EVERYONE: Self = Self::only(0);

    /// One group, by its position in [`Demand::groups`].
    pub const fn only(position: usize) -> Self {
        let mut counted = [false; Group::ALL.len()];
        counted[position] = true;
        Self(counted)
    }

    /// The groups that the standard names, as far as the data know them; all residents where they
    /// know none of them or all residents are named. A group within another one named is left out:
    /// its residents are counted there.
    pub(super) fn among(named: &[Group], demand: &Demand) -> Self {
        let known: Vec<Group> =
            named.iter().copied().filter(|group| demand.index_of(*group).is_some()).collect();
        let is_within_another = |group: &Group| known.iter().any(|other| other.holds(*group));
        let mut counted = [false; Group::ALL.len()];
        for group in known.iter().filter(|group| !is_within_another(group)) {
            if let Some(position) = demand.index_of(*group) {
                counted[position] = true;
            }
        }
        if counted.contains(&true) { Self(counted) } else { Self::EVERYONE }
    }

    /// Positions in [`Demand::groups`], ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..self.0.len()).filter(move |position| self.0[*position])
    }

    /// The groups themselves.
    pub fn groups(self, demand: &Demand) -> impl Iterator<Item = Group> {
        self.iter().filter_map(|position| demand.groups().get(position).copied())
    }

    /// What they are called together: "Age 0–2, 3–5, 6–17".
    pub fn name(self, demand: &Demand, language: Language) -> String {
        let names: Vec<&str> = self.groups(demand).map(|group| group.name().of(language)).collect();
        match language {
            Language::Zh => names.join("、"),
            Language::En => names.join(", ").replace(", Age ", ", "),
        }
    }
}

impl Study {
    /// Whom a function is for.
    pub fn target_groups(&self, function: FunctionIndex) -> TargetGroups {
        let named = self.standard.get(function).map(|function| function.target_groups.as_slice());
        TargetGroups::among(named.unwrap_or_default(), self.layers.buildings.demand())
    }

    /// Target groups by how they walk: groups of each part reach the same places from the same home.
    pub fn targets_by_walk(&self, targets: TargetGroups) -> Vec<Vec<usize>> {
        let of_walk = |alike: Vec<usize>| -> Vec<usize> {
            alike.into_iter().filter(|group| targets.0[*group]).collect()
        };
        let parts = self.groups_by_walk().into_iter().map(of_walk);
        parts.filter(|groups| !groups.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::Persons;

    fn of(named: &[Group]) -> Vec<Group> {
        let known =
            [Group::Age0To2, Group::Age3To5, Group::Age6To17, Group::Age60To79, Group::Age80Plus];
        let nobody = |group| (group, vec![Persons::ZERO]);
        let demand = Demand::new(vec![Persons::ZERO], known.map(nobody).to_vec());
        TargetGroups::among(named, &demand).groups(&demand).collect()
    }

    #[test]
    fn groups_that_share_nobody_all_count() {
        let children = [Group::Age0To2, Group::Age3To5, Group::Age6To17];
        assert_eq!(of(&children), children);
    }

    #[test]
    fn all_residents_take_in_every_group_named_beside_them() {
        assert_eq!(of(&[Group::Age60Plus, Group::All]), [Group::All]);
        assert_eq!(of(&[Group::All, Group::Age60Plus]), [Group::All]);
    }

    #[test]
    fn a_group_within_another_counts_once() {
        assert_eq!(of(&[Group::Age80Plus, Group::Age60Plus]), [Group::Age60Plus]);
        let parts = [Group::Age60To79, Group::Age80Plus];
        assert_eq!(of(&parts), parts, "two parts share nobody");
    }

    #[test]
    fn what_the_data_do_not_know_is_left_out_and_nothing_known_means_all() {
        assert_eq!(of(&[Group::Age18To59, Group::Age0To2]), [Group::Age0To2]);
        assert_eq!(of(&[Group::Age18To59]), [Group::All]);
        assert_eq!(of(&[]), [Group::All]);
    }

    #[test]
    fn the_name_tells_every_group() {
        let nobody = |group| (group, vec![Persons::ZERO]);
        let known = [Group::Age0To2, Group::Age3To5].map(nobody).to_vec();
        let demand = Demand::new(vec![Persons::ZERO], known);
        let children = TargetGroups::among(&[Group::Age0To2, Group::Age3To5], &demand);
        assert_eq!(children.name(&demand, Language::En), "Age 0–2, 3–5");
        assert_eq!(children.name(&demand, Language::Zh), "0–2 岁、3–5 岁");
        assert_eq!(TargetGroups::EVERYONE.name(&demand, Language::En), "All residents");
    }
}
