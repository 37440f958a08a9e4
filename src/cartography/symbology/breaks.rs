//! Dividing values into classes: equal intervals, quantiles, natural breaks.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// How the bounds between classes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClassMethod {
    /// Classes of the same width.
    Equal,
    /// Classes of the same number of values.
    Quantile,
    /// Classes whose values differ least from their mean (Fisher 1958, "On grouping for maximum
    /// homogeneity"; Jenks 1977): the optimum, not an approximation, for the values looked at.
    Natural,
}

impl ClassMethod {
    pub const ALL: [Self; 3] = [Self::Equal, Self::Quantile, Self::Natural];

    pub fn name(self) -> Text {
        match self {
            Self::Equal => Text::new("等间隔", "Equal"),
            Self::Quantile => Text::new("分位数", "Quantiles"),
            Self::Natural => Text::new("自然断点", "Natural"),
        }
    }
}

/// The bounds of classes: `n` classes have `n + 1` bounds, rising. A class holds its lower bound, the
/// last one its upper bound too.
#[derive(Debug, Clone, PartialEq)]
pub struct Breaks(Vec<f64>);

/// More values than this are looked at by a sample, every so many in order of size.
const MOST_VALUES: usize = 4000;

impl Breaks {
    /// Divides values into at most `classes` classes: fewer where there are fewer different values.
    pub fn of(mut values: Vec<f64>, method: ClassMethod, classes: u8) -> Self {
        values.retain(|value| value.is_finite());
        values.sort_unstable_by(f64::total_cmp);
        let (Some(&least), Some(&most)) = (values.first(), values.last()) else {
            return Self(vec![0.0, 1.0]);
        };
        let classes = usize::from(classes.max(1));
        let inner: Vec<f64> = match method {
            ClassMethod::Equal => (1..classes)
                .map(|bound| least + (most - least) * bound as f64 / classes as f64)
                .collect(),
            ClassMethod::Quantile => {
                (1..classes).map(|bound| values[bound * values.len() / classes]).collect()
            }
            ClassMethod::Natural => natural_bounds(&sample(values), classes),
        };
        Self::rising([least].into_iter().chain(inner).chain([most]).collect())
    }

    /// Bounds that are known beforehand.
    pub fn rising(mut bounds: Vec<f64>) -> Self {
        // The last class may be of the largest value alone.
        let Some(most) = bounds.pop() else { return Self(vec![0.0, 1.0]) };
        bounds.dedup_by(|next, before| *next <= *before);
        bounds.push(most);
        if bounds.len() == 1 {
            bounds.push(most);
        }
        Self(bounds)
    }

    /// How many classes there are; one at least.
    pub fn classes(&self) -> usize {
        self.0.len() - 1
    }

    pub fn bounds(&self) -> &[f64] {
        &self.0
    }

    /// The class of a value; values beyond the bounds belong to the first and the last.
    pub fn class_of(&self, value: f64) -> usize {
        let inner = &self.0[1..self.0.len() - 1];
        inner.partition_point(|bound| *bound <= value)
    }
}

/// Few enough of many sorted values, the least and the largest among them.
fn sample(values: Vec<f64>) -> Vec<f64> {
    if values.len() <= MOST_VALUES {
        return values;
    }
    let last = values.len() - 1;
    (0..MOST_VALUES).map(|number| values[number * last / (MOST_VALUES - 1)]).collect()
}

/// The inner bounds of the classes with the least sum of squared distances to their means, each the
/// least value of its class. Values are sorted.
///
/// By dynamic programming over the classes; where the best last class begins only moves on with
/// its end, so that each step halves its search: `O(k n log n)`.
fn natural_bounds(values: &[f64], classes: usize) -> Vec<f64> {
    let count = values.len();
    // Seen from the middle, so that the squares keep their digits.
    let middle = values[count / 2];
    let mut sums = vec![[0.0_f64; 2]; count + 1];
    for (position, value) in values.iter().enumerate() {
        let value = value - middle;
        let [sum, squares] = sums[position];
        sums[position + 1] = [sum + value, squares + value * value];
    }
    let spread = |from: usize, to: usize| {
        let sum = sums[to][0] - sums[from][0];
        (sums[to][1] - sums[from][1] - sum * sum / (to - from) as f64).max(0.0)
    };
    let mut costs: Vec<f64> =
        (0..=count).map(|to| if to == 0 { 0.0 } else { spread(0, to) }).collect();
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for class in 1..classes.min(count) {
        let mut next = vec![f64::INFINITY; count + 1];
        let mut start = vec![class; count + 1];
        let mut open = vec![(class + 1, count, class, count - 1)];
        while let Some((low, high, first, last)) = open.pop() {
            if low > high {
                continue;
            }
            let to = low.midpoint(high);
            let known = costs.iter().enumerate().take(last.min(to - 1) + 1).skip(first);
            for (from, cost) in known {
                let cost = cost + spread(from, to);
                if cost < next[to] {
                    (next[to], start[to]) = (cost, from);
                }
            }
            open.push((low, to - 1, first, start[to]));
            open.push((to + 1, high, start[to], last));
        }
        costs = next;
        starts.push(start);
    }
    let mut bounds = Vec::new();
    let mut end = count;
    for start in starts.iter().rev() {
        end = start[end];
        bounds.push(values[end]);
    }
    bounds.reverse();
    bounds
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn equal_intervals_have_the_same_width() {
        let breaks = Breaks::of(vec![10.0, 0.0, 3.0], ClassMethod::Equal, 5);
        assert_eq!(breaks.bounds(), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(
            [-1.0, 0.0, 1.9, 2.0, 10.0, 11.0].map(|v| breaks.class_of(v)),
            [0, 0, 0, 1, 4, 4]
        );
    }

    #[test]
    fn quantiles_hold_the_same_number_of_values() {
        let values: Vec<f64> = (0..100).map(|n| f64::from(n * n)).collect();
        let breaks = Breaks::of(values.clone(), ClassMethod::Quantile, 4);
        for class in 0..4 {
            assert_eq!(values.iter().filter(|v| breaks.class_of(**v) == class).count(), 25);
        }
    }

    #[test]
    fn values_that_are_alike_make_one_class() {
        for method in ClassMethod::ALL {
            let breaks = Breaks::of(vec![7.0; 9], method, 5);
            assert_eq!((breaks.classes(), breaks.class_of(7.0)), (1, 0));
            assert_eq!(Breaks::of(Vec::new(), method, 5).classes(), 1);
        }
    }

    #[test]
    fn a_city_of_values_is_divided_by_a_sample() {
        let values: Vec<f64> = (0..200_000).map(|n| f64::from(n % 1000)).collect();
        let breaks = Breaks::of(values, ClassMethod::Natural, 4);
        assert_eq!(breaks.classes(), 4);
        for (bound, expected) in breaks.bounds().iter().zip([0.0, 250.0, 500.0, 750.0, 999.0]) {
            assert!((bound - expected).abs() < 3.0, "{:?}", breaks.bounds());
        }
    }

    /// The sum of squared distances of all values to the mean of their class.
    fn spread(values: &[f64], bounds: &[f64]) -> f64 {
        let breaks = Breaks::rising(bounds.to_vec());
        (0..breaks.classes())
            .map(|class| {
                let of_class = values.iter().filter(|value| breaks.class_of(**value) == class);
                let of_class: Vec<f64> = of_class.copied().collect();
                let mean = of_class.iter().sum::<f64>() / of_class.len().max(1) as f64;
                of_class.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
            })
            .sum()
    }

    proptest! {
        #[test]
        fn no_other_division_into_three_is_more_natural(
            values in prop::collection::vec(0_u8..60, 4..24),
        ) {
            let mut values: Vec<f64> = values.into_iter().map(f64::from).collect();
            values.sort_by(f64::total_cmp);
            let mut different = values.clone();
            different.dedup();
            prop_assume!(different.len() > 3);
            let breaks = Breaks::of(values.clone(), ClassMethod::Natural, 3);
            prop_assert_eq!(breaks.classes(), 3);
            let found = spread(&values, breaks.bounds());
            let (least, most) = (values[0], values[values.len() - 1]);
            for second in 1..different.len() {
                for third in second + 1..different.len() {
                    let bounds = [least, different[second], different[third], most];
                    prop_assert!(found <= spread(&values, &bounds) + 1e-6);
                }
            }
        }
    }
}
