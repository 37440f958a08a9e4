//! How much of a siting problem is measured: all of it, or what time and memory have room for; and what a
//! search over that says of all places.

use crate::siting::Status;

/// How far measuring had come when it was over. Places that were not measured are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All ways are measured.
    Whole,
    /// It was ended by whoever listened after so many places.
    Ended { places: usize },
    /// So many places made as many pairs with buildings as can be kept.
    Full { places: usize },
    /// All places are weighed by who lives around them, which makes too many pairs to be kept; ways are
    /// measured of the plan's places alone.
    Weighed,
}

/// What has to be measured before measuring may be over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needed<'a> {
    /// As many places as a plan takes.
    pub count: usize,
    /// The places that every plan has, by their positions; measured before all others.
    pub places: &'a [usize],
}

/// How good a solution is: what is proven of it, what it comes to, and what no other beats.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Judgement {
    pub status: Status,
    pub value: Option<f64>,
    pub bound: Option<f64>,
}

impl Extent {
    pub fn is_whole(self) -> bool {
        self == Self::Whole
    }

    /// A solution of the places measured as one of all places: the others may make better plans. `proven`
    /// says what no plan of all places beats, when a search has proven so much of those measured.
    pub(super) fn judge(
        self,
        mut solution: Judgement,
        proven: impl FnOnce(Option<f64>) -> Option<f64>,
    ) -> Judgement {
        /// Sums of many numbers differ by so much, whichever way they are added.
        const ROUNDING: f64 = 1e-9;
        if !self.is_whole() {
            solution.status =
                if solution.value.is_some() { Status::Feasible } else { Status::Unknown };
        }
        if matches!(solution.status, Status::Feasible | Status::Unknown) {
            solution.bound = proven(solution.bound);
        }
        if let (Some(value), Some(bound)) = (solution.value, solution.bound)
            && (value - bound).abs() <= ROUNDING * (1.0 + value.abs())
        {
            (solution.status, solution.bound) = (Status::Optimal, Some(value));
        }
        solution
    }
}

impl Needed<'_> {
    /// How many of `of` places are measured at least.
    pub fn least(self, of: usize) -> usize {
        self.count.max(self.places.len()).min(of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(extent: Extent, status: Status, proven: f64) -> (Status, Option<f64>) {
        let solution = Judgement { status, value: Some(10.0), bound: Some(10.0) };
        let judged = extent.judge(solution, |_| Some(proven));
        (judged.status, judged.bound)
    }

    #[test]
    fn the_best_of_the_places_measured_is_that_of_all_where_no_plan_beats_it() {
        let ended = Extent::Ended { places: 3 };
        assert_eq!(judged(Extent::Whole, Status::Optimal, 12.0), (Status::Optimal, Some(10.0)));
        assert_eq!(judged(ended, Status::Optimal, 12.0), (Status::Feasible, Some(12.0)));
        assert_eq!(judged(ended, Status::Optimal, 10.0), (Status::Optimal, Some(10.0)));
    }

    #[test]
    fn that_the_places_measured_have_no_plan_says_nothing_of_all() {
        let none = Judgement { status: Status::Infeasible, value: None, bound: None };
        let judged = Extent::Full { places: 3 }.judge(none, |_| Some(12.0));
        assert_eq!((judged.status, judged.bound), (Status::Unknown, Some(12.0)));
        assert_eq!(Extent::Whole.judge(none, |_| Some(12.0)), none);
    }
}
