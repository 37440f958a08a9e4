//! What is asked: demand points, candidate sites, how far it is from one to the other, and which
//! plan counts as best.

use super::distances::Distances;
use super::solution::Obstacle;

/// Demand points and the sites that may serve them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problem {
    /// What each demand point weighs, usually residents; one of no weight asks for nothing.
    pub weights: Vec<f64>,
    /// The sites within reach of each demand point, with the distance in metres.
    pub distances: Distances,
    /// What holds for each site.
    pub standing: Vec<Standing>,
}

impl Problem {
    /// Takes in the demand points of another problem about the same sites, after its own; the sites
    /// stand as in the first problem taken in.
    pub fn take_in(&mut self, other: Self) {
        let Self { weights, distances, standing } = other;
        for demand in 0..weights.len() {
            self.distances.push(distances.of(demand));
        }
        self.weights.extend(weights);
        if self.standing.is_empty() {
            self.standing = standing;
        }
    }
}

/// What a plan may do with a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// It may be opened.
    #[default]
    Candidate,
    /// It is opened in every plan, and counts among its sites.
    Forced,
    /// It is never opened.
    Forbidden,
    /// It is open already and stays so; it does not count among the plan's sites.
    Existing,
}

/// Which plan is best. See `facts.md` of the design for the formulas' sources.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Model {
    MaxCover(MaxCover),
    SetCover(SetCover),
    PMedian(PMedian),
    PCentre(PCentre),
}

/// Maximal covering: the most weight within the limit of at least one open site. Church and
/// ReVelle (1974), *The maximal covering location problem*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MaxCover {
    /// How many sites are opened.
    pub count: usize,
    /// Metres, inclusive.
    pub limit_m: f64,
}

/// Set covering: the fewest sites that have every demand point within the limit. Toregas and
/// others (1971), *The location of emergency service facilities*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SetCover {
    /// Metres, inclusive.
    pub limit_m: f64,
    /// No more sites than these, if there is such a limit.
    pub most: Option<usize>,
}

impl SetCover {
    /// That more sites are needed than may be opened, where a bound on their number proves so.
    pub fn takes_more(&self, bound: Option<f64>) -> Option<Obstacle> {
        let at_least = bound?.ceil() as usize;
        (at_least > self.most?).then_some(Obstacle::TakesMore { at_least })
    }
}

/// The p-median: the least sum of weight times distance to the nearest open site. Hakimi (1965),
/// *Optimum distribution of switching centers*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PMedian {
    /// How many sites are opened.
    pub count: usize,
}

/// The p-centre: the least largest distance from a demand point to its nearest open site; weights
/// do not matter but for those of zero. Hakimi (1964), *Optimum locations of switching centers*.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PCentre {
    /// How many sites are opened.
    pub count: usize,
}

impl Problem {
    pub fn sites(&self) -> usize {
        self.standing.len()
    }

    pub fn demand_points(&self) -> usize {
        self.weights.len()
    }

    /// The weight of all demand.
    pub fn weight(&self) -> f64 {
        self.weights.iter().sum()
    }

    /// Whether a plan may open a site.
    pub(super) fn may_open(&self, site: usize) -> bool {
        matches!(self.standing[site], Standing::Candidate | Standing::Forced)
    }

    /// The sites of a standing, ascending.
    pub fn sites_that_are(&self, standing: Standing) -> impl Iterator<Item = usize> {
        let sites = self.standing.iter().enumerate();
        sites.filter_map(move |(site, is)| (*is == standing).then_some(site))
    }

    /// The demand points that weigh something and that no site within a limit may ever serve.
    pub fn out_of_reach(&self, limit_m: f64) -> Vec<usize> {
        let may_serve = |(site, metres): (usize, f64)| {
            metres <= limit_m && self.standing[site] != Standing::Forbidden
        };
        let weighty = (0..self.demand_points()).filter(|demand| self.weights[*demand] > 0.0);
        weighty.filter(|demand| !self.distances.of(*demand).any(may_serve)).collect()
    }

    /// The weight that each site that may be opened would add alone to what existing ones cover
    /// within a limit; zero for the others.
    pub fn gains(&self, limit_m: f64) -> Vec<f64> {
        let is_covered = |demand: usize| {
            let mut reached = self.distances.of(demand);
            reached.any(|(site, m)| m <= limit_m && self.standing[site] == Standing::Existing)
        };
        let weights = self.weights.iter().enumerate();
        let wanted = weights.map(|(demand, w)| if is_covered(demand) { 0.0 } else { *w });
        self.gains_of(&wanted.collect::<Vec<f64>>(), limit_m)
    }

    /// What demand points want, summed within a limit of each site that may be opened; zero for the
    /// others.
    pub fn gains_of(&self, wanted: &[f64], limit_m: f64) -> Vec<f64> {
        let mut gains = vec![0.0; self.sites()];
        for (demand, wanted) in wanted.iter().enumerate().filter(|(_, wanted)| **wanted > 0.0) {
            let within = self.distances.of(demand).filter(|(_, metres)| *metres <= limit_m);
            for (site, _) in within.filter(|(site, _)| self.may_open(*site)) {
                gains[site] += wanted;
            }
        }
        gains
    }

    /// The weight that each of some sites serves: of the demand points that have none of the others,
    /// and no existing one, nearer, as far as a limit.
    pub fn served_by(&self, open: &[usize], limit_m: f64) -> Vec<f64> {
        let mut place = vec![None; self.sites()];
        for (position, site) in open.iter().enumerate() {
            place[*site] = Some(position);
        }
        let mut served = vec![0.0; open.len()];
        for (demand, weight) in self.weights.iter().enumerate() {
            let is_open =
                |site: usize| place[site].is_some() || self.standing[site] == Standing::Existing;
            let reached = self.distances.of(demand);
            let open = reached.filter(|(site, metres)| is_open(*site) && *metres <= limit_m);
            let nearest = open.min_by(|a, b| a.1.total_cmp(&b.1));
            if let Some(position) = nearest.and_then(|(site, _)| place[site]) {
                served[position] += weight;
            }
        }
        served
    }

    /// Metres from each demand point to the nearest of some sites and those that exist; infinite
    /// where none is within reach.
    pub fn nearest_m(&self, open: &[usize]) -> Vec<f64> {
        let mut is_open: Vec<bool> =
            self.standing.iter().map(|standing| *standing == Standing::Existing).collect();
        for site in open {
            is_open[*site] = true;
        }
        let nearest = |demand: usize| {
            let open = self.distances.of(demand).filter(|(site, _)| is_open[*site]);
            open.map(|(_, metres)| metres).fold(f64::INFINITY, f64::min)
        };
        (0..self.demand_points()).map(nearest).collect()
    }
}

impl Model {
    /// Metres within which a demand point is served at all; infinite where any distance will do.
    pub fn limit_m(&self) -> f64 {
        match self {
            Self::MaxCover(MaxCover { limit_m, .. }) | Self::SetCover(SetCover { limit_m, .. }) => {
                *limit_m
            }
            Self::PMedian(_) | Self::PCentre(_) => f64::INFINITY,
        }
    }

    /// Its name in files and JSON.
    pub fn id(&self) -> &'static str {
        match self {
            Self::MaxCover(_) => "max-cover",
            Self::SetCover(_) => "set-cover",
            Self::PMedian(_) => "p-median",
            Self::PCentre(_) => "p-center",
        }
    }

    /// Whether more is better.
    pub fn is_gain(&self) -> bool {
        matches!(self, Self::MaxCover(_))
    }

    /// How many sites are asked for, if that is given.
    pub fn count(&self) -> Option<usize> {
        match self {
            Self::MaxCover(MaxCover { count, .. })
            | Self::PMedian(PMedian { count })
            | Self::PCentre(PCentre { count }) => Some(*count),
            Self::SetCover(SetCover { most, .. }) => *most,
        }
    }

    /// What a plan comes to by this model: covered weight, number of sites, weighted distance or
    /// largest distance, in metres; `None` when it leaves out demand that has to be served.
    pub fn value_of(&self, problem: &Problem, open: &[usize]) -> Option<f64> {
        let nearest_m = problem.nearest_m(open);
        let served = problem.weights.iter().zip(&nearest_m).filter(|(weight, _)| **weight > 0.0);
        match self {
            Self::MaxCover(MaxCover { limit_m, .. }) => {
                Some(served.filter(|(_, m)| *m <= limit_m).map(|(weight, _)| weight).sum())
            }
            Self::SetCover(SetCover { limit_m, .. }) => {
                let covers = served.map(|(_, m)| *m).all(|metres| metres <= *limit_m);
                covers.then_some(open.len() as f64)
            }
            Self::PMedian(_) => {
                let sum: f64 = served.map(|(weight, metres)| weight * metres).sum();
                sum.is_finite().then_some(sum)
            }
            Self::PCentre(_) => {
                let farthest = served.map(|(_, metres)| *metres).fold(0.0, f64::max);
                farthest.is_finite().then_some(farthest)
            }
        }
    }
}
