//! Dasymetric spreading: persons counted in a zone, put into its buildings in proportion to a weight,
//! such as residential floor area. Which zones and weights there are is left to the caller.
//!
//! The shares are rounded by largest remainder (Hamilton's method), so that they come to the total
//! exactly: totals of zones are what is known, figures of single buildings are estimates.

use super::Persons;

/// Weights are counted in parts of the largest, fine enough for a square metre in a city.
const PARTS: f64 = (1_u64 << 40) as f64;
const MILLIONTHS: u128 = 1_000_000;

/// The shares of a total by weights that are no less than zero; whole persons where the total is
/// whole. They sum to the total exactly, and a larger weight never gets less. Without any weight all
/// count alike; without any place there is nothing to give.
pub fn spread(total: Persons, weights: &[f64]) -> Vec<Persons> {
    let step = if total.is_whole() { MILLIONTHS } else { 1 };
    spread_in_steps(total, weights, step)
}

/// The shares of a part of what was spread before, such as an age of all residents: by the persons in
/// each place, and nowhere more than those, if the part is not more than all.
pub fn spread_part(part: Persons, of: &[Persons]) -> Vec<Persons> {
    let is_whole = part.is_whole() && of.iter().all(|persons| persons.is_whole());
    let weights: Vec<f64> = of.iter().map(|persons| persons.millionths() as f64).collect();
    spread_in_steps(part, &weights, if is_whole { MILLIONTHS } else { 1 })
}

fn spread_in_steps(total: Persons, weights: &[f64], step: u128) -> Vec<Persons> {
    if weights.is_empty() {
        return Vec::new();
    }
    let counted = counted(weights);
    let sum: u128 = counted.iter().sum();
    let steps = total.millionths() / step;
    let mut shares: Vec<u128> = counted.iter().map(|weight| steps * weight / sum).collect();
    let left = (steps - shares.iter().sum::<u128>()) as usize;
    // Equal remainders: the larger weight first, then the earlier place.
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let remainder = |place: &usize| steps * counted[*place] % sum;
    order.sort_by_key(|place| {
        (std::cmp::Reverse(remainder(place)), std::cmp::Reverse(counted[*place]), *place)
    });
    for place in order.into_iter().take(left) {
        shares[place] += 1;
    }
    shares.into_iter().map(|share| Persons::from_millionths(share * step)).collect()
}

/// Weights as whole numbers, all alike where none is above zero.
fn counted(weights: &[f64]) -> Vec<u128> {
    let largest = weights.iter().copied().filter(|weight| weight.is_finite()).fold(0.0, f64::max);
    if largest <= 0.0 {
        return vec![1; weights.len()];
    }
    let count = |weight: &f64| match weight.is_finite() && *weight > 0.0 {
        true => (weight / largest * PARTS).round() as u128,
        false => 0,
    };
    weights.iter().map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn persons(number: f64) -> Persons {
        Persons::from_f64(number).expect("a number of persons")
    }

    #[test]
    fn three_persons_in_two_equal_houses_are_two_and_one() {
        assert_eq!(spread(persons(3.0), &[40.0, 40.0]), [persons(2.0), persons(1.0)]);
        assert_eq!(spread(persons(0.5), &[1.0, 1.0]), [persons(0.25), persons(0.25)]);
        assert_eq!(
            spread(persons(7.0), &[0.0, 0.0, 0.0]).into_iter().sum::<Persons>(),
            persons(7.0)
        );
        assert_eq!(spread(persons(7.0), &[]), []);
    }

    proptest! {
        #[test]
        fn shares_come_to_the_total_and_follow_the_weights(
            total in 0..5_000_000_000_i64,
            is_whole in any::<bool>(),
            weights in prop::collection::vec(prop_oneof![Just(0.0), 0.0..1e9_f64, 0.0..3.0_f64], 1..40),
        ) {
            let total = persons(if is_whole { (total / 1_000_000) as f64 } else { total as f64 / 1e6 });
            let shares = spread(total, &weights);
            prop_assert_eq!(shares.iter().copied().sum::<Persons>(), total);
            for (one, other) in (0..weights.len()).zip(1..weights.len()) {
                if weights[one] < weights[other] * (1.0 - 1e-9) {
                    prop_assert!(shares[one] <= shares[other], "{:?} {:?}", weights, shares);
                }
            }
            if is_whole {
                prop_assert!(shares.iter().all(|share| share.is_whole()));
            }
            let sum: f64 = weights.iter().sum();
            for (share, weight) in shares.iter().zip(&weights) {
                prop_assert!(sum == 0.0 || *weight > 0.0 || *share == Persons::ZERO);
            }
        }

        #[test]
        fn a_part_is_nowhere_more_than_all(
            all in prop::collection::vec(0..3_000_i32, 1..30),
            share in 0.0..1.0_f64,
        ) {
            let places: Vec<Persons> = all.iter().map(|all| persons(f64::from(*all))).collect();
            let whole: Persons = places.iter().copied().sum();
            let part = persons((whole.as_f64() * share).round());
            let shares = spread_part(part, &places);
            prop_assert_eq!(shares.iter().copied().sum::<Persons>(), part);
            if whole > Persons::ZERO {
                prop_assert!(shares.iter().zip(&places).all(|(share, all)| share <= all));
            }
        }
    }
}
