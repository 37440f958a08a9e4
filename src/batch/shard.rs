//! A share of the jobs: each N-th, in the order of their names.

use std::str::FromStr;

/// Part `number` of `of`, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl Shard {
    /// All jobs.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// How many shares there are.
    pub fn of(self) -> usize {
        self.of
    }

    /// Whether the job at a position in the order of names belongs to it.
    pub fn holds(self, position: usize) -> bool {
        position % self.of == self.number - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    /// `2/5` is the second of five.
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers =
            parts.and_then(|(i, n)| Some((i.trim().parse().ok()?, n.trim().parse().ok()?)));
        match numbers {
            Some((number, of)) if number >= 1 && number <= of => Ok(Self { number, of }),
            _ => Err("expected I/N with I from 1 to N, such as 2/5".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_belongs_to_exactly_one_share() {
        for of in 1..6 {
            for position in 0..20 {
                let shards = (1..=of).map(|number| Shard { number, of });
                assert_eq!(shards.filter(|shard| shard.holds(position)).count(), 1);
            }
        }
    }

    #[test]
    fn shares_are_counted_from_one() {
        assert_eq!("2/5".parse(), Ok(Shard { number: 2, of: 5 }));
        for wrong in ["0/5", "6/5", "5", "a/b", "", "1/0"] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
