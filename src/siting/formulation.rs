//! A model of a problem in the form that is solved, and values of that form as the model has them.

use super::location::{Location, RowMerger};
use super::problem::{MaxCover, PMedian, Problem, SetCover, Standing};
use super::reduction::reduce;

/// A model as a location problem over the sites that are still to be decided.
#[derive(Debug)]
pub(super) struct Formulation {
    pub location: Location,
    /// The site of the problem that each of the location problem is.
    sites: Vec<usize>,
    /// Opened in every plan.
    forced: Vec<usize>,
    reading: Reading,
}

/// What costs of the location problem mean by the model.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    /// The weight that is not covered, of so much.
    Uncovered { of: f64 },
    /// The value itself, up to the most that any plan costs which serves everyone.
    Cost { most: f64 },
}

/// Is asked often whether making a problem ready has to end.
pub(super) type IsOver<'a> = dyn FnMut() -> bool + 'a;

/// An open site costs one, so one that serves a demand point nobody else serves is worth opening.
const WITHOUT_COVER: f64 = 2.0;

impl Formulation {
    pub fn max_cover(
        problem: &Problem,
        MaxCover { count, limit_m }: MaxCover,
        is_over: &mut IsOver<'_>,
    ) -> Self {
        let step = common_step(problem.weights.iter().copied());
        let mut formulation = Self::covering(problem, limit_m, |weight| weight, count);
        formulation.location.step = step;
        formulation.location.weighs_by_cap = true;
        formulation.location = reduce(formulation.location, false, &mut formulation.sites, is_over);
        formulation
    }

    /// The most sites that may be opened do not enter: how many it takes is the answer.
    pub fn set_cover(
        problem: &Problem,
        SetCover { limit_m, .. }: SetCover,
        is_over: &mut IsOver<'_>,
    ) -> Self {
        let mut formulation = Self::covering(problem, limit_m, |_| WITHOUT_COVER, usize::MAX);
        let Self { location, sites, forced, reading } = &mut formulation;
        location.opening.fill(1.0);
        location.fixed_cost += forced.len() as f64;
        location.step = 1.0;
        *reading = Reading::Cost { most: (sites.len() + forced.len()) as f64 };
        formulation.location = reduce(formulation.location, true, &mut formulation.sites, is_over);
        formulation
    }

    /// Demand points that cost `cap` of their weight unless a site is within the limit.
    fn covering(problem: &Problem, limit_m: f64, cap: impl Fn(f64) -> f64, count: usize) -> Self {
        let Deciding { sites, numbers, forced } = Deciding::of(problem);
        let mut merger = RowMerger::default();
        let mut links = Vec::new();
        for (demand, weight) in weighty(problem) {
            let within = problem.distances.of(demand).filter(|(_, metres)| *metres <= limit_m);
            links.clear();
            let mut is_covered = false;
            for (site, _) in within {
                is_covered |= is_open_anyway(problem.standing[site]);
                links.extend(numbers[site].map(|number| (number, 0.0)));
            }
            if !is_covered {
                links.sort_unstable_by_key(|(number, _)| *number);
                links.dedup();
                merger.add(&links, cap(weight));
            }
        }
        let location = Location {
            most: count.saturating_sub(forced.len()),
            serves_free: true,
            ..Location::new(merger, sites.len())
        };
        Self { location, sites, forced, reading: Reading::Uncovered { of: problem.weight() } }
    }

    /// None where it is over before it is ready: with no limit there are very many ways.
    pub fn p_median(
        problem: &Problem,
        PMedian { count }: PMedian,
        is_over: &mut IsOver<'_>,
    ) -> Option<Self> {
        let Deciding { sites, numbers, forced } = Deciding::of(problem);
        let most = count.saturating_sub(forced.len());
        let dearest = weighty(problem).map(|(demand, weight)| {
            weight * problem.distances.of(demand).map(|(_, metres)| metres).fold(0.0, f64::max)
        });
        let dearest: f64 = dearest.sum();
        let mut merger = RowMerger::default();
        let mut links = Vec::new();
        for (demand, weight) in weighty(problem) {
            if is_over() {
                return None;
            }
            links.clear();
            let mut cap = 2.0 * dearest.ceil() + 1.0;
            for (site, metres) in problem.distances.of(demand) {
                let cost = weight * metres;
                if is_open_anyway(problem.standing[site]) {
                    cap = cap.min(cost);
                }
                links.extend(numbers[site].map(|number| (number, cost)));
            }
            links.sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            // So many sites are open that one of the nearest must be.
            if most > 0
                && let Some((_, cost)) = links.get(sites.len().saturating_sub(most))
            {
                cap = cap.min(*cost);
            }
            links.retain(|(_, cost)| *cost < cap);
            merger.add(&links, cap);
        }
        let mut location = Location { most, ..Location::new(merger, sites.len()) };
        location.step = common_step(location.all_costs());
        Some(Self { location, sites, forced, reading: Reading::Cost { most: dearest } })
    }

    /// A plan of the problem as the location problem numbers its sites, those that are forced left
    /// out. None where it has a site that was dropped.
    pub fn plan_of(&self, sites: &[usize]) -> Option<Vec<u32>> {
        let decided = sites.iter().filter(|site| !self.forced.contains(site));
        let number = |site: &usize| self.sites.binary_search(site).ok().map(|at| at as u32);
        decided.map(number).collect()
    }

    /// The sites of a plan as the problem numbers them, forced ones included, ascending.
    pub fn sites(&self, plan: &[u32]) -> Vec<usize> {
        let opened = plan.iter().map(|site| self.sites[*site as usize]);
        let mut sites: Vec<usize> = opened.chain(self.forced.iter().copied()).collect();
        sites.sort_unstable();
        sites
    }

    /// A plan's cost as the model's value; `None` where it leaves someone out who has to be served.
    pub fn value(&self, cost: f64) -> Option<f64> {
        match self.reading {
            Reading::Uncovered { of } => Some(of - cost),
            Reading::Cost { most } => (cost <= most * (1.0 + 1e-9)).then_some(cost),
        }
    }

    /// What no plan costs less than, as the model's bound.
    pub fn bound(&self, cost: f64) -> f64 {
        let cost = self.location.possible_from(cost);
        match self.reading {
            Reading::Uncovered { of } => of - cost.max(0.0),
            Reading::Cost { .. } => cost.max(0.0),
        }
    }
}

/// The sites of a problem that a plan decides on.
struct Deciding {
    sites: Vec<usize>,
    /// The number of each site of the problem among them.
    numbers: Vec<Option<u32>>,
    forced: Vec<usize>,
}

impl Deciding {
    fn of(problem: &Problem) -> Self {
        let sites: Vec<usize> = problem.sites_that_are(Standing::Candidate).collect();
        let mut numbers = vec![None; problem.sites()];
        for (number, site) in sites.iter().enumerate() {
            numbers[*site] = Some(number as u32);
        }
        Self { sites, numbers, forced: problem.sites_that_are(Standing::Forced).collect() }
    }
}

fn is_open_anyway(standing: Standing) -> bool {
    matches!(standing, Standing::Forced | Standing::Existing)
}

/// The demand points that weigh something.
fn weighty(problem: &Problem) -> impl Iterator<Item = (usize, f64)> {
    let weights = problem.weights.iter().copied().enumerate();
    weights.filter(|(_, weight)| *weight > 0.0)
}

/// The greatest number that all are whole multiples of, if all are whole; else zero.
fn common_step(numbers: impl Iterator<Item = f64>) -> f64 {
    const LARGEST_WHOLE: f64 = 9e15;
    let mut step = 0_u64;
    for number in numbers {
        if number.fract() != 0.0 || !(0.0..LARGEST_WHOLE).contains(&number) {
            return 0.0;
        }
        let mut other = number as u64;
        while other != 0 {
            (step, other) = (other, step % other);
        }
    }
    step as f64
}
