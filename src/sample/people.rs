//! Who lives in a building: households, residents and their ages.

use super::random::Random;

/// Names of the age groups, as the layers have them.
pub const AGES: [&str; 6] = ["age0_2", "age3_5", "age6_17", "age18_59", "age60_79", "age80p"];

/// Persons per household, on average.
const HOUSEHOLD: f64 = 2.32;

/// How old the people of a neighbourhood are.
#[derive(Clone, Copy, PartialEq)]
pub enum Generation {
    /// Old housing: about a third of the residents are 60 or older.
    Old,
    /// New housing: about a sixth are.
    Young,
}

/// Counts of people, of one building or of many.
#[derive(Clone, Copy, Default)]
pub struct People {
    pub households: u32,
    pub residents: u32,
    /// In the order of [`AGES`].
    pub ages: [u32; 6],
}

impl People {
    /// The people in homes of the given number.
    pub fn in_homes(homes: u32, generation: Generation, random: &mut Random) -> Self {
        let occupied = f64::from(homes) * random.between((0.88, 0.99));
        let households = occupied.round() as u32;
        let size = HOUSEHOLD * random.between((0.92, 1.08));
        let residents = (f64::from(households) * size).round() as u32;
        Self { households, residents, ages: ages(residents, generation, random) }
    }

    pub fn add(&mut self, other: &Self) {
        self.households += other.households;
        self.residents += other.residents;
        for (sum, count) in self.ages.iter_mut().zip(other.ages) {
            *sum += count;
        }
    }
}

/// Splits the residents into age groups that sum to them exactly: the borders between the groups
/// are rounded, not the groups.
fn ages(residents: u32, generation: Generation, random: &mut Random) -> [u32; 6] {
    let (children, elderly) = match generation {
        Generation::Old => ([0.013, 0.016, 0.072], random.between((0.28, 0.38))),
        Generation::Young => ([0.025, 0.030, 0.108], random.between((0.15, 0.20))),
    };
    let oldest = elderly * random.between((0.13, 0.19));
    let working = 1.0 - children.iter().sum::<f64>() - elderly;
    let shares = [children[0], children[1], children[2], working, elderly - oldest];
    let offset = random.fraction();
    let (mut counts, mut share, mut counted) = ([0; 6], 0.0, 0);
    for (count, part) in counts.iter_mut().zip(shares) {
        share += part;
        let border = (f64::from(residents) * share + offset) as u32;
        *count = border.min(residents) - counted;
        counted += *count;
    }
    counts[5] = residents - counted;
    counts
}
