//! Money: whether it pays for what is planned, and what it can buy at most. Which sites and functions cost
//! how much is left to the models.

/// What exceeds a budget by less than this share of it is rounding: so closely HiGHS keeps to its rows, and
/// no cost is known to a yuan in a million.
const ROUNDING: f64 = 1e-6;

/// What may be spent of a budget, rounding included.
pub(super) fn payable(budget: f64) -> f64 {
    budget * (1.0 + ROUNDING) + ROUNDING
}

/// Whether a budget pays for a cost.
pub(super) fn is_paid(cost: f64, budget: f64) -> bool {
    cost <= payable(budget)
}

/// What money buys at most beside what there is: gains, each with its cost, are bought in parts, the
/// cheapest first, and do not overlap.
pub(super) fn most_for(
    money: f64,
    gains: impl IntoIterator<Item = (f64, f64)>,
    beside: f64,
) -> f64 {
    let mut gains: Vec<(f64, f64)> = gains.into_iter().filter(|(gain, _)| *gain > 0.0).collect();
    gains.sort_by(|a, b| (b.0 * a.1).total_cmp(&(a.0 * b.1)));
    let (mut most, mut left) = (beside, money);
    for (gain, cost) in gains {
        let share = if cost > left { left / cost } else { 1.0 };
        most += gain * share;
        left -= cost * share;
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_pays_for_itself_and_rounding_but_for_no_yuan_more() {
        assert!(is_paid(0.1 + 0.2, 0.3));
        assert!(is_paid(10_000.009, 10_000.0));
        assert!(!is_paid(10_001.0, 10_000.0));
        assert!(!is_paid(1.0, 0.0));
    }

    #[test]
    fn gains_are_bought_from_the_cheapest_on_and_the_last_in_part() {
        let gains = [(10.0, 10.0), (30.0, 10.0), (0.0, 0.0)];
        assert_eq!(most_for(15.0, gains, 7.0), 7.0 + 30.0 + 5.0);
        assert_eq!(most_for(0.0, gains, 7.0), 7.0);
    }
}
