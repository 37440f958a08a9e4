//! How well candidates suit, by the weights that the planner sets: a score from 0 to 100 that is the
//! sum of what each criterion gives. Pure; nothing here ranks or chooses for the planner.
//!
//! Every criterion gives points from 0 to 1. The score is 100 × Σ weight × points ÷ Σ weights. What
//! is not known of a candidate gives no points, and the score says how high it might be if all of
//! that turned out well.

use crate::layers::Persons;
use crate::standard::FunctionIndex;
use crate::study::register::{Criterion, OwnerKind, ReviewState, SuitabilityWeights, Term as _};
use crate::study::{Candidate, CandidateId, CandidateRegister, Study};

/// What a candidate is judged by, beside its own record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Residents within the walking limit of the candidate.
    pub residents: Persons,
    /// The most residents within the limit of any candidate.
    pub most_residents: Persons,
    /// The highest rent of any candidate, in yuan per m² and day.
    pub highest_rent: Option<f64>,
}

/// The points of one criterion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Points {
    pub criterion: Criterion,
    pub weight: f64,
    /// From 0 to 1; `None` where nothing is known.
    pub points: Option<f64>,
}

/// A candidate's score with all that it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Suitability {
    /// In the order of [`Criterion::ALL`].
    pub parts: Vec<Points>,
}

impl Suitability {
    /// Judges a candidate.
    pub fn of(
        candidate: &Candidate,
        comparison: &Comparison,
        weights: &SuitabilityWeights,
    ) -> Self {
        let part = |criterion: &Criterion| Points {
            criterion: *criterion,
            weight: weights.of(*criterion),
            points: points(*criterion, candidate, comparison, weights),
        };
        Self { parts: Criterion::ALL.iter().map(part).collect() }
    }

    /// From 0 to 100: what is known for sure.
    pub fn score(&self) -> f64 {
        self.scored(0.0)
    }

    /// From 0 to 100: what it would be if everything unknown turned out well.
    pub fn best_score(&self) -> f64 {
        self.scored(1.0)
    }

    fn scored(&self, of_unknown: f64) -> f64 {
        let weights: f64 = self.parts.iter().map(|part| part.weight).sum();
        let points = self.parts.iter().map(|part| part.weight * part.points.unwrap_or(of_unknown));
        if weights > 0.0 { 100.0 * points.sum::<f64>() / weights } else { 0.0 }
    }
}

fn points(
    criterion: Criterion,
    candidate: &Candidate,
    comparison: &Comparison,
    weights: &SuitabilityWeights,
) -> Option<f64> {
    match criterion {
        Criterion::Area => {
            let area_m2 = candidate.floor_area_cap_m2()?;
            Some((area_m2 / weights.wanted_area_m2()).min(1.0))
        }
        Criterion::Review => Some(of_review(candidate.review.state())),
        Criterion::Access => of_access(candidate),
        Criterion::Idle => candidate.is_idle.map(|is_idle| if is_idle { 1.0 } else { 0.0 }),
        Criterion::Owner => candidate.title.owner_kind.map(of_owner),
        Criterion::Residents => {
            let most = comparison.most_residents.as_f64();
            (most > 0.0).then(|| comparison.residents.as_f64() / most)
        }
        Criterion::Rent => {
            let (rent, highest) = (candidate.money.rent_yuan_per_m2_day?, comparison.highest_rent?);
            Some(if highest > 0.0 { 1.0 - rent / highest } else { 1.0 })
        }
    }
}

/// An assumption: how near a state is to a facility that may open.
fn of_review(state: ReviewState) -> f64 {
    match state {
        ReviewState::Passed => 1.0,
        ReviewState::PassedWithConditions => 0.8,
        ReviewState::InReview => 0.5,
        ReviewState::NotFiled => 0.4,
        ReviewState::NeedDocuments => 0.2,
        ReviewState::Refused | ReviewState::Lapsed => 0.0,
    }
}

/// An assumption: public stock may be moved across sectors, a collective's needs its agreement, and
/// private premises have to be rented.
fn of_owner(kind: OwnerKind) -> f64 {
    match kind {
        OwnerKind::State => 1.0,
        OwnerKind::Collective => 0.7,
        OwnerKind::Private => 0.4,
    }
}

/// The share of what is known of own entrance, barrier-free access, and a lift, which the ground
/// floor does not need.
fn of_access(candidate: &Candidate) -> Option<f64> {
    let premises = &candidate.premises;
    let is_on_the_ground = premises.floors.is_some_and(|floors| floors.is_ground_only());
    let lift = if is_on_the_ground { Some(true) } else { premises.has_lift };
    let known = [premises.has_own_entrance, premises.is_barrier_free, lift];
    let known: Vec<bool> = known.into_iter().flatten().collect();
    let good = known.iter().filter(|is_there| **is_there).count();
    (!known.is_empty()).then(|| good as f64 / known.len() as f64)
}

/// The suitability of all candidates for a function, in the order of the register. `group` is a
/// position in [`Demand::groups`](crate::layers::Demand::groups).
///
/// Costs one search of the reach per candidate.
pub fn suitability_of_all(
    study: &Study,
    function: FunctionIndex,
    group: usize,
) -> Vec<(CandidateId, Suitability)> {
    let register = study.register();
    let walk = study.walk(group);
    let residents = study.layers().buildings.demand().residents(group);
    let in_reach = |candidate: &Candidate| {
        let mut sum = Persons::ZERO;
        walk.for_each_within_reach(candidate.at, function, |building, _| {
            sum += residents[building as usize];
        });
        sum
    };
    let reached: Vec<Persons> = register.iter().map(in_reach).collect();
    suitability_by_reach(register, &reached)
}

/// The suitability of all candidates, in the order of the register, by how many residents each has
/// within its reach.
pub fn suitability_by_reach(
    register: &CandidateRegister,
    reached: &[Persons],
) -> Vec<(CandidateId, Suitability)> {
    let most_residents = reached.iter().copied().max().unwrap_or(Persons::ZERO);
    let rents = register.iter().filter_map(|candidate| candidate.money.rent_yuan_per_m2_day);
    let highest_rent = rents.reduce(f64::max);
    let judged = register.iter().zip(reached).map(|(candidate, residents)| {
        let comparison = Comparison { residents: *residents, most_residents, highest_rent };
        (candidate.id, Suitability::of(candidate, &comparison, register.weights()))
    });
    judged.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::WorldPoint;
    use crate::study::register::{Floors, Review};

    fn persons(number: f64) -> Persons {
        Persons::from_f64(number).unwrap_or_default()
    }

    fn shop() -> Candidate {
        let at = WorldPoint::new(0.0, 0.0);
        let mut shop = Candidate::new(CandidateId(1), "C1".to_owned(), "店".to_owned(), at);
        shop.premises.usable_area_m2 = Some(300.0);
        shop.premises.floors = Floors::new(1, 1);
        shop.premises.has_own_entrance = Some(true);
        shop.premises.is_barrier_free = Some(false);
        shop.is_idle = Some(true);
        shop.title.owner_kind = Some(OwnerKind::Collective);
        shop.money.rent_yuan_per_m2_day = Some(3.0);
        shop.review = Review::known_as(ReviewState::InReview);
        shop
    }

    /// Worked by hand, with the weights 2, 1, 1, 1, 1, 2, 1 (9 together):
    /// area 300/600 = 0.5, review 0.5, access 2 of 3, idle 1, owner 0.7, residents 4,000/5,000 =
    /// 0.8, rent 1 − 3/4 = 0.25:
    /// 2×0.5 + 0.5 + 0.6667 + 1 + 0.7 + 2×0.8 + 0.25 = 5.7167; ÷ 9 = 63.5185 %.
    #[test]
    fn a_score_is_the_weighted_mean_of_its_parts() {
        let comparison = Comparison {
            residents: persons(4000.0),
            most_residents: persons(5000.0),
            highest_rent: Some(4.0),
        };
        let judged = Suitability::of(&shop(), &comparison, &SuitabilityWeights::default());
        let parts: Vec<_> = judged.parts.iter().map(|part| part.points).collect();
        let expected = [0.5, 0.5, 2.0 / 3.0, 1.0, 0.7, 0.8, 0.25];
        for (part, expected) in parts.iter().zip(expected) {
            assert!(part.is_some_and(|part| (part - expected).abs() < 1e-12), "{parts:?}");
        }
        assert!((judged.score() - 63.518_518_518_5).abs() < 1e-9, "{}", judged.score());
        assert_eq!(judged.score(), judged.best_score(), "everything is known");
    }

    #[test]
    fn what_is_not_known_gives_nothing_and_widens_the_range() {
        let mut unknown = shop();
        unknown.is_idle = None;
        unknown.title.owner_kind = None;
        let comparison = Comparison {
            residents: persons(4000.0),
            most_residents: persons(5000.0),
            highest_rent: Some(4.0),
        };
        let judged = Suitability::of(&unknown, &comparison, &SuitabilityWeights::default());
        // 5.7167 − 1 − 0.7 = 4.0167, and two weights of 1 more at best.
        assert!((judged.score() - 100.0 * (4.0 + 1.0 / 60.0) / 9.0).abs() < 1e-9);
        assert!((judged.best_score() - judged.score() - 100.0 * 2.0 / 9.0).abs() < 1e-9);
    }

    #[test]
    fn a_weight_of_nothing_takes_a_criterion_out() {
        let comparison = Comparison {
            residents: Persons::ZERO,
            most_residents: persons(5000.0),
            highest_rent: None,
        };
        let mut weights = SuitabilityWeights::default();
        for criterion in Criterion::ALL {
            weights = weights.with(*criterion, 0.0);
        }
        let weights = weights.with(Criterion::Idle, 3.0);
        assert_eq!(Suitability::of(&shop(), &comparison, &weights).score(), 100.0);
    }
}
