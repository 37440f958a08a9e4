//! Persons and the groups they are counted in.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, RangeInclusive, Sub, SubAssign};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::language::Text;

/// A number of persons, exact to a millionth.
///
/// A fixed-point integer, because coverage is kept up to date by adding and subtracting: sums of
/// floats would drift from the result computed from scratch, integers cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Persons(i64);

impl Persons {
    pub const ZERO: Self = Self(0);
    const MILLIONTHS: f64 = 1e6;

    /// Rounds to the nearest millionth. `None` for a negative, non-finite or absurdly large
    /// number (more than a trillion persons).
    pub fn from_f64(persons: f64) -> Option<Self> {
        let in_range = (0.0..=1e12).contains(&persons);
        in_range.then(|| Self((persons * Self::MILLIONTHS).round() as i64))
    }

    pub fn as_f64(self) -> f64 {
        self.0 as f64 / Self::MILLIONTHS
    }

    /// So many millionths of a person, exactly; of more than can be counted, as many as can be.
    pub fn from_millionths(millionths: u128) -> Self {
        Self(i64::try_from(millionths).unwrap_or(i64::MAX))
    }

    /// The same in millionths, exactly: what they can be kept and added up in elsewhere. Fewer than
    /// nobody are none.
    pub fn millionths(self) -> u128 {
        self.0.max(0) as u128
    }

    pub fn is_whole(self) -> bool {
        self.0 % 1_000_000 == 0
    }

    /// As many by a factor, to the nearest millionth.
    pub fn scaled(self, factor: f64) -> Self {
        Self((self.0 as f64 * factor).round() as i64)
    }

    /// So many times as many.
    pub fn times(self, number: u32) -> Self {
        Self(self.0.saturating_mul(i64::from(number)))
    }

    /// To the nearest whole person, as shown in the window.
    pub fn rounded(self) -> i64 {
        self.as_f64().round() as i64
    }

    /// `self / of`, or `None` when nobody lives there.
    pub fn share_of(self, of: Self) -> Option<f64> {
        (of.0 > 0).then(|| self.0 as f64 / of.0 as f64)
    }

    /// An integer where the number is whole, else a decimal number; the form of the JSON output.
    pub fn to_json(self) -> serde_json::Value {
        if self.is_whole() { (self.0 / 1_000_000).into() } else { self.as_f64().into() }
    }
}

impl fmt::Display for Persons {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_json())
    }
}

impl Add for Persons {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Persons {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl AddAssign for Persons {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Persons {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Persons {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::ZERO, Add::add)
    }
}

/// A population group of the data. Which groups a study knows depends on its building layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Group {
    All,
    Age0To2,
    Age3To5,
    Age6To17,
    Age18To59,
    Age60To79,
    Age80Plus,
    /// 60–79 and 80+ together: the target group of most services for the elderly.
    Age60Plus,
}

impl Group {
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Age0To2,
        Self::Age3To5,
        Self::Age6To17,
        Self::Age18To59,
        Self::Age60To79,
        Self::Age80Plus,
        Self::Age60Plus,
    ];

    /// The name in commands, files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Age0To2 => "age0_2",
            Self::Age3To5 => "age3_5",
            Self::Age6To17 => "age6_17",
            Self::Age18To59 => "age18_59",
            Self::Age60To79 => "age60_79",
            Self::Age80Plus => "age80p",
            Self::Age60Plus => "age60p",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.id() == id)
    }

    /// Whether everybody of another group belongs to this one as well.
    pub fn holds(self, other: Self) -> bool {
        match self {
            Self::All => other != Self::All,
            Self::Age60Plus => matches!(other, Self::Age60To79 | Self::Age80Plus),
            _ => false,
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::All => Text::new("全部居民", "All residents"),
            Self::Age0To2 => Text::new("0–2 岁", "Age 0–2"),
            Self::Age3To5 => Text::new("3–5 岁", "Age 3–5"),
            Self::Age6To17 => Text::new("6–17 岁", "Age 6–17"),
            Self::Age18To59 => Text::new("18–59 岁", "Age 18–59"),
            Self::Age60To79 => Text::new("60–79 岁", "Age 60–79"),
            Self::Age80Plus => Text::new("80 岁及以上", "Age 80+"),
            Self::Age60Plus => Text::new("60 岁及以上", "Age 60+"),
        }
    }
}

/// How many times as many each group is taken to be; all 1 where the data are taken as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupFactors([f64; Group::ALL.len()]);

impl Default for GroupFactors {
    fn default() -> Self {
        Self([1.0; Group::ALL.len()])
    }
}

impl GroupFactors {
    /// The factors that make sense: a place may empty, or grow tenfold.
    pub const RANGE: RangeInclusive<f64> = 0.0..=10.0;

    /// One factor for all residents and every age.
    pub fn of_everyone(factor: f64) -> Self {
        Self([factor; Group::ALL.len()])
    }

    pub fn of(&self, group: Group) -> f64 {
        self.0[group as usize]
    }

    /// The same with another factor for a group.
    pub fn with(mut self, group: Group, factor: f64) -> Self {
        self.0[group as usize] = factor;
        self
    }

    pub fn change_nothing(&self) -> bool {
        *self == Self::default()
    }

    pub fn are_sound(&self) -> bool {
        self.0.iter().all(|factor| Self::RANGE.contains(factor))
    }
}

/// Residents per building for each known group. `All` is always there and comes first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Demand {
    groups: Vec<Group>,
    /// `residents[group][building]`, groups in the order of `groups`.
    residents: Vec<Vec<Persons>>,
}

impl Demand {
    /// All residents per building, and columns of some age groups, each as long as `all`.
    ///
    /// Where 60–79 and 80+ are both given and 60+ is not, 60+ is their sum.
    pub fn new(all: Vec<Persons>, mut by_age: Vec<(Group, Vec<Persons>)>) -> Self {
        let column = |wanted| by_age.iter().find(|(group, _)| *group == wanted).map(|(_, c)| c);
        if let (Some(younger), Some(older), None) =
            (column(Group::Age60To79), column(Group::Age80Plus), column(Group::Age60Plus))
        {
            let both = younger.iter().zip(older).map(|(a, b)| *a + *b).collect();
            by_age.push((Group::Age60Plus, both));
        }
        by_age.retain(|(group, column)| *group != Group::All && column.len() == all.len());
        by_age.sort_by_key(|(group, _)| *group);
        let (mut groups, mut residents) = (vec![Group::All], vec![all]);
        for (group, column) in by_age {
            groups.push(group);
            residents.push(column);
        }
        Self { groups, residents }
    }

    /// So many buildings without residents.
    pub fn nobody(buildings: usize) -> Self {
        Self::new(vec![Persons::ZERO; buildings], Vec::new())
    }

    /// The same with each group so many times as many, each building rounded to a millionth.
    pub fn grown(&self, factors: &GroupFactors) -> Self {
        let grown = |(group, column): (&Group, &Vec<Persons>)| {
            let factor = factors.of(*group);
            column.par_iter().with_min_len(1 << 14).map(|persons| persons.scaled(factor)).collect()
        };
        let residents = self.groups.iter().zip(&self.residents).map(grown).collect();
        Self { groups: self.groups.clone(), residents }
    }

    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// The position of a group in `groups`, if the data know it.
    pub fn index_of(&self, group: Group) -> Option<usize> {
        self.groups.iter().position(|known| *known == group)
    }

    /// Residents per building of the group at a position of `groups`.
    pub fn residents(&self, group_index: usize) -> &[Persons] {
        &self.residents[group_index]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_persons_print_as_integers() {
        let print = |persons| Persons::from_f64(persons).map(|p| p.to_string());
        assert_eq!(print(12.0).as_deref(), Some("12"));
        assert_eq!(print(12.5).as_deref(), Some("12.5"));
        assert_eq!(print(-1.0), None);
        assert_eq!(print(f64::NAN), None);
    }

    #[test]
    fn millionths_are_exact_as_far_as_they_can_be_counted() {
        let many = 9_007_199_254_740_993;
        assert_eq!(Persons::from_millionths(many).millionths(), many, "more digits than f64 has");
        assert_eq!(Persons::from_millionths(u128::MAX).millionths(), i64::MAX as u128);
    }

    #[test]
    fn sixty_plus_is_the_sum_of_its_parts() {
        let people = |n: &[f64]| n.iter().filter_map(|p| Persons::from_f64(*p)).collect::<Vec<_>>();
        let demand = Demand::new(
            people(&[10.0, 20.0]),
            vec![(Group::Age80Plus, people(&[1.0, 2.0])), (Group::Age60To79, people(&[3.0, 4.0]))],
        );
        let sixty = demand.index_of(Group::Age60Plus).map(|index| demand.residents(index));
        assert_eq!(sixty, Some(people(&[4.0, 6.0]).as_slice()));
    }
}
