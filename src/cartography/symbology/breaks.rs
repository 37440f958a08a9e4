//! Dividing values into classes: equal intervals, quantiles, natural breaks.

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// How the bounds between classes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ClassMethod {
    /// Classes of the same width.
    Equal,
    /// Classes of the same number of values, as far as equal values, which are never torn apart, allow:
    /// the sum of the squares of their sizes is the least.
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

/// Among more different values than this, classes begin at some of them only, evenly spaced in order
/// of size.
const MOST_STARTS: usize = 4000;

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
            ClassMethod::Quantile => Starts::among(&values).bounds(classes, Sums::size),
            ClassMethod::Natural => Starts::among(&values).bounds(classes, Sums::spread),
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

/// What is known of the values below a place in their order.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn with(self, value: f64) -> Self {
        let Self { count, sum, squares } = self;
        Self { count: count + 1.0, sum: sum + value, squares: squares + value * value }
    }

    /// The square of how many values lie between two places.
    fn size(from: Self, to: Self) -> f64 {
        (to.count - from.count).powi(2)
    }

    /// The sum of their squared distances to their mean.
    fn spread(from: Self, to: Self) -> f64 {
        let sum = to.sum - from.sum;
        (to.squares - from.squares - sum * sum / (to.count - from.count)).max(0.0)
    }
}

/// Where classes may begin: at values that differ from the one before.
struct Starts {
    /// The values, rising.
    values: Vec<f64>,
    /// What lies below each of them, and below the end.
    below: Vec<Sums>,
}

impl Starts {
    /// The starts among sorted values.
    fn among(sorted: &[f64]) -> Self {
        let runs = || sorted.chunk_by(|a, b| a == b);
        let step = runs().count().div_ceil(MOST_STARTS).max(1);
        // Seen from the middle, so that the squares keep their digits.
        let middle = sorted[sorted.len() / 2];
        let (mut values, mut below, mut sums) = (Vec::new(), Vec::new(), Sums::default());
        for (number, run) in runs().enumerate() {
            if number % step == 0 {
                values.push(run[0]);
                below.push(sums);
            }
            sums = run.iter().fold(sums, |sums, value| sums.with(value - middle));
        }
        below.push(sums);
        Self { values, below }
    }

    /// The inner bounds of the classes with the least sum of costs, each the least value of its
    /// class: the optimum, by dynamic programming over the classes. As many classes as are asked
    /// for, or as there are starts.
    ///
    /// Where the best last class begins only moves on with its end, which holds for both costs, so
    /// that each step halves its search: `O(k n log n)`.
    fn bounds(&self, classes: usize, cost: fn(Sums, Sums) -> f64) -> Vec<f64> {
        let count = self.values.len();
        let cost = |from: usize, to: usize| cost(self.below[from], self.below[to]);
        let mut costs: Vec<f64> =
            (0..=count).map(|to| if to == 0 { 0.0 } else { cost(0, to) }).collect();
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
                for (from, before) in known {
                    let cost = before + cost(from, to);
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
            bounds.push(self.values[end]);
        }
        bounds.reverse();
        bounds
    }
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

    /// How many values fall into each class.
    fn sizes(values: &[f64], breaks: &Breaks) -> Vec<usize> {
        let size = |class| values.iter().filter(|value| breaks.class_of(**value) == class).count();
        (0..breaks.classes()).map(size).collect()
    }

    #[test]
    fn quantiles_divide_the_rest_where_most_values_are_alike() {
        let few: Vec<f64> = (1..=40).map(|n| f64::from(n) / 50.0).collect();
        for alike in [0.0, 0.5, 1.0] {
            let values: Vec<f64> = few.iter().copied().chain([alike; 160]).collect();
            let breaks = Breaks::of(values.clone(), ClassMethod::Quantile, 5);
            let mut sizes = sizes(&values, &breaks);
            sizes.sort_unstable();
            let most = sizes.pop().unwrap();
            assert_eq!(sizes.len(), 4, "{alike}: {breaks:?}");
            assert!(most <= 170 && sizes.iter().all(|size| (6..=14).contains(size)), "{breaks:?}");
        }
    }

    #[test]
    fn two_values_make_two_classes() {
        for alone in [0.0, 1.0] {
            let values: Vec<f64> = [1.0 - alone; 99].into_iter().chain([alone]).collect();
            for method in [ClassMethod::Quantile, ClassMethod::Natural] {
                let breaks = Breaks::of(values.clone(), method, 5);
                assert_eq!(breaks.bounds(), [0.0, 1.0, 1.0]);
            }
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
    fn a_city_of_values_is_divided_as_evenly() {
        for different in [1000, 50_000] {
            let values: Vec<f64> = (0..200_000).map(|n| f64::from(n % different)).collect();
            for method in [ClassMethod::Natural, ClassMethod::Quantile] {
                let breaks = Breaks::of(values.clone(), method, 4);
                assert_eq!(breaks.classes(), 4);
                for (bound, expected) in breaks.bounds().iter().zip([0.0, 0.25, 0.5, 0.75, 1.0]) {
                    let share = bound / f64::from(different);
                    assert!((share - expected).abs() < 0.003, "{:?}", breaks.bounds());
                }
            }
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
        fn no_class_is_empty_and_there_are_as_many_as_values_allow(
            values in prop::collection::vec(prop_oneof![Just(0_u8), 0_u8..9, Just(9)], 1..200),
            classes in 1_u8..=7,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let mut different = values.clone();
            different.sort_by(f64::total_cmp);
            different.dedup();
            for method in [ClassMethod::Quantile, ClassMethod::Natural] {
                let breaks = Breaks::of(values.clone(), method, classes);
                prop_assert_eq!(breaks.classes(), different.len().min(usize::from(classes)));
                prop_assert!(!sizes(&values, &breaks).contains(&0), "{:?}", breaks);
            }
        }

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
