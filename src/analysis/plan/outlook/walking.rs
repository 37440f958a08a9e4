//! Everybody served by the nearest of so many places. The plan is the work of `serving`; the bound is the
//! least that residents walk to the nearest of so many places, however these are chosen. Within each
//! distance of a plan live at most those around what is open anyway and those in the heaviest discs of
//! that radius together; all others walk farther. What all walk is the sum over distances of those who
//! walk farther (the layer-cake formula):
//!
//! Σ_i w_i d_i = ∫ w(d > r) dr ≥ ∫ max(0, W − most(r)) dr
//!
//! with `most` never falling, so that its value at the end of each step holds for all of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::geometry::{
    DiscSums, Extent, HeaviestDiscs, PlaceCells, WorldPoint, radius_of_discs, straight_to_nearest,
};
use crate::layers::Persons;

use super::super::groundwork::EarlyPlan;
use super::serving::Serving;
use super::{CELL_M, Ground};

pub(super) struct WalkingOutlook {
    ground: Ground,
    /// Straight metres from each home to the nearest of what is open in every plan.
    nearest_open_m: Vec<f64>,
    cells: Arc<PlaceCells>,
    all: Persons,
    is_for_farthest: bool,
    /// Straight metres for each metre walked.
    straight_per_walked: f64,
    slack_m: f64,
    /// How many live within each radius of any plan at most, ascending; all of them at the last one.
    steps: Vec<Step>,
    /// Where to look first.
    first_m: f64,
    area_m2: f64,
    /// None before the first step.
    serving: Option<Serving>,
    plan_is_done: bool,
    /// Whether the next step is about the plan.
    is_plans_turn: bool,
}

#[derive(Debug, Clone, Copy)]
struct Step {
    /// In a straight line.
    radius_m: f64,
    most: Persons,
}

/// How long the plan is bettered before the bound has its turn.
const MOMENT: Duration = Duration::from_millis(100);
/// Of large discs only so many cells across their radius are looked at.
const CELLS_PER_RADIUS: f64 = 40.0;
/// More radii than these better the bound by little.
const MOST_STEPS: usize = 48;
/// What may still be gained by more of them, as a share of the bound.
const NOTABLE: f64 = 0.003;

impl WalkingOutlook {
    /// For the sum over all residents.
    pub fn of_all(ground: Ground, straight_per_walked: f64, slack_m: f64) -> Self {
        let area_m2 = area_m2(&ground.homes);
        Self {
            all: ground.residents.iter().copied().sum(),
            nearest_open_m: straight_to_nearest(&ground.homes, &ground.open),
            cells: Arc::new(PlaceCells::new(&ground.at, CELL_M)),
            first_m: radius_of_discs(area_m2, ground.count + ground.open.len()),
            area_m2,
            steps: Vec::new(),
            is_for_farthest: false,
            serving: None,
            plan_is_done: false,
            is_plans_turn: true,
            ground,
            straight_per_walked,
            slack_m,
        }
    }

    /// For whoever walks farthest.
    pub fn of_farthest(ground: Ground, straight_per_walked: f64, slack_m: f64) -> Self {
        Self { is_for_farthest: true, ..Self::of_all(ground, straight_per_walked, slack_m) }
    }

    /// Whether so many radii are known that the bound says something.
    pub fn has_begun(&self) -> bool {
        const SOME: usize = 6;
        self.steps.len() >= SOME
    }

    /// Begins with a plan, then betters plan and bound by turns; whether there is more to be done.
    pub fn step(&mut self) -> bool {
        if self.serving.is_none() {
            let Self { ground, nearest_open_m, is_for_farthest, area_m2, .. } = self;
            self.serving = Some(Serving::begin(ground, nearest_open_m, *is_for_farthest, *area_m2));
            return true;
        }
        // Half a dozen radii say something; until then the plan, which is there, waits.
        let is_plans_turn = self.is_plans_turn && self.has_begun() && !self.plan_is_done;
        self.is_plans_turn = !self.is_plans_turn;
        if is_plans_turn {
            self.better_plan();
            return true;
        }
        if self.better_bound() {
            return true;
        }
        self.better_plan();
        !self.plan_is_done
    }

    /// Tries exchanges for a moment.
    fn better_plan(&mut self) {
        let began = Instant::now();
        while !self.plan_is_done && began.elapsed() < MOMENT {
            self.plan_is_done = !self.serving.as_mut().is_some_and(Serving::step);
        }
    }

    /// The sites of the plan, and what is walked by it in straight lines, as metres walked.
    pub fn plan(&self) -> Option<EarlyPlan> {
        let serving = self.serving.as_ref()?;
        let open = serving.open().map(|place| self.ground.sites[place]);
        let mut sites: Vec<usize> = self.ground.forced.iter().copied().chain(open).collect();
        sites.sort_unstable();
        Some(EarlyPlan { sites, value: serving.value() / self.straight_per_walked })
    }

    /// The pairs of home and site.
    pub fn pairs(&self) -> f64 {
        self.ground.homes.len() as f64 * self.ground.at.len() as f64
    }

    /// Looks at one more radius.
    fn better_bound(&mut self) -> bool {
        let Some(radius_m) = self.next_radius_m() else { return false };
        let most = self.most_within(radius_m);
        let at = self.steps.partition_point(|step| step.radius_m < radius_m);
        self.steps.insert(at, Step { radius_m, most });
        true
    }

    /// What no plan is below: weighted metres, or those of the farthest.
    pub fn bound(&self) -> Option<f64> {
        let walked =
            |straight_m: f64| (straight_m - self.slack_m).max(0.0) / self.straight_per_walked;
        self.steps.first()?;
        if self.is_for_farthest {
            let short = self.steps.iter().filter(|step| step.most < self.all);
            return Some(short.map(|step| walked(step.radius_m)).fold(0.0, f64::max));
        }
        let mut before_m = 0.0;
        let mut bound = 0.0;
        for Step { radius_m, most } in &self.steps {
            let upto_m = walked(*radius_m);
            bound += (upto_m - before_m) * (self.all - *most).as_f64().max(0.0);
            before_m = upto_m;
        }
        Some(bound)
    }

    /// Farther and farther until all may be within, then where the bound has most to gain.
    fn next_radius_m(&self) -> Option<f64> {
        let Some(last) = self.steps.last() else { return Some(self.first_m) };
        if self.steps.len() >= MOST_STEPS {
            return None;
        }
        if last.most < self.all {
            return Some(2.0 * last.radius_m);
        }
        let zero = Step { radius_m: 0.0, most: Persons::ZERO };
        let from = std::iter::once(&zero).chain(&self.steps);
        let gaps = from.zip(&self.steps).map(|(from, to)| {
            let wide = to.radius_m - from.radius_m;
            let more = (to.most.min(self.all) - from.most.min(self.all)).as_f64();
            (if self.is_for_farthest && to.most < self.all { 0.0 } else { wide * more }, *from, *to)
        });
        let (gain, from, to) = gaps.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let is_fine = match self.is_for_farthest {
            true => to.radius_m - from.radius_m <= NOTABLE * to.radius_m,
            false => gain <= NOTABLE * self.bound().unwrap_or_default() * self.straight_per_walked,
        };
        (!is_fine).then_some(0.5 * (from.radius_m + to.radius_m))
    }

    /// How many live within a radius of any plan at most.
    fn most_within(&self, radius_m: f64) -> Persons {
        let residents = self.ground.residents.iter().zip(&self.nearest_open_m);
        let left: Vec<Persons> = residents
            .map(|(residents, open_m)| if *open_m <= radius_m { Persons::ZERO } else { *residents })
            .collect();
        let anyway = self.all - left.iter().copied().sum::<Persons>();
        let sums = DiscSums::new(&self.ground.homes, &left, radius_m);
        let cell_m = radius_m / CELLS_PER_RADIUS;
        if cell_m > CELL_M {
            // Discs so large differ by little from place to place: cells tell enough, in a moment.
            let cells = Arc::new(PlaceCells::new(&self.ground.at, cell_m));
            let most = HeaviestDiscs::new(&cells, &sums, radius_m).at_most(self.ground.count);
            return (anyway + most).min(self.all);
        }
        let mut heaviest = HeaviestDiscs::new(&self.cells, &sums, radius_m);
        let most = heaviest.most(self.ground.count, &sums).into_iter().map(|(_, around)| around);
        (anyway + most.sum::<Persons>()).min(self.all)
    }
}

/// The land that homes lie on, in square metres.
fn area_m2(homes: &[WorldPoint]) -> f64 {
    Extent::of(homes.iter().copied()).map_or(0.0, Extent::area_m2)
}
