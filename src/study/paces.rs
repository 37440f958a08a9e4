//! The paces of groups that walk slower or faster than everyone together.

use crate::layers::Group;

/// How fast ages walk, where they have a pace of their own, in metres a second.
///
/// A group is assessed as if everybody walked at its pace: a walking time takes it less far, and a
/// wait costs it fewer metres. All residents together have the pace of the study.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct GroupPaces([Option<f64>; Group::ALL.len()]);

impl GroupPaces {
    /// 1.2 m/s for adults, 0.9 m/s for children (a pram, a child by the hand) and elders: proposals
    /// from everyday speeds, none of them measured in Shanghai.
    pub fn assumed() -> Self {
        let slow = [
            Group::Age0To2,
            Group::Age3To5,
            Group::Age6To17,
            Group::Age60To79,
            Group::Age80Plus,
            Group::Age60Plus,
        ];
        let paces = Self::default().with(Group::Age18To59, Some(1.2));
        slow.into_iter().fold(paces, |paces, group| paces.with(group, Some(0.9)))
    }

    /// The group's own pace.
    pub fn of(&self, group: Group) -> Option<f64> {
        self.0[group as usize]
    }

    /// The same with another pace for an age, or none of its own.
    pub fn with(mut self, age: Group, pace_m_per_s: Option<f64>) -> Self {
        if age != Group::All {
            self.0[age as usize] = pace_m_per_s;
        }
        self
    }

    /// Whether everyone walks alike.
    pub fn are_none(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }

    /// The paces that are set.
    pub fn set(&self) -> impl Iterator<Item = f64> {
        self.0.iter().flatten().copied()
    }
}
