//! Results that follow the study: the coverage of the scenarios looked at, brought up to date change by
//! change, or counted anew where that is sooner done.

use crate::analysis::Coverage;
use crate::study::{Facilities, FacilityChange, ScenarioId, Study, changes_between};

use super::Session;

/// With more facilities changed at once than this, and than remain, coverage is counted anew.
const MOST_FOLLOWED: usize = 256;

/// A scenario and its coverage.
#[derive(Debug, Clone)]
pub(super) struct Assessed {
    pub scenario: ScenarioId,
    pub coverage: Coverage,
    /// In the network model: what the circles alone would count.
    pub by_circle: Option<Coverage>,
}

impl Assessed {
    pub fn new(study: &Study, scenario: ScenarioId) -> Self {
        let along_streets = study.network().is_some();
        Self {
            scenario,
            coverage: Coverage::of(study, scenario),
            by_circle: along_streets.then(|| Coverage::by_circle(study, scenario)),
        }
    }

    /// Turns to another scenario of the study.
    pub fn turn_to(&mut self, study: &Study, scenario: ScenarioId) {
        if self.scenario != scenario {
            self.turn_from(study, study.facilities(self.scenario), scenario);
        }
    }

    /// Turns to another scenario, from the facilities the coverage stands for.
    pub fn turn_from(&mut self, study: &Study, facilities: &Facilities, scenario: ScenarioId) {
        self.scenario = scenario;
        let changes = changes_between(facilities, study.facilities(scenario));
        self.follow(study, &changes.iter().collect::<Vec<_>>());
    }

    /// Brings the coverage up to date after facilities of the scenario changed.
    fn follow(&mut self, study: &Study, changes: &[&FacilityChange]) {
        let remaining = study.facilities(self.scenario).len();
        if changes.len() > MOST_FOLLOWED.max(remaining) {
            *self = Self::new(study, self.scenario);
            return;
        }
        for coverage in [Some(&mut self.coverage), self.by_circle.as_mut()].into_iter().flatten() {
            changes.iter().for_each(|change| coverage.update(study, change));
        }
    }
}

impl Session {
    /// Makes many edits whose results are only asked for when all are made: these follow once then.
    pub(super) fn all_at_once<T>(&mut self, edits: impl FnOnce(&mut Self) -> T) -> T {
        let is_outermost = self.behind.is_none();
        self.behind.get_or_insert_default();
        let done = edits(self);
        if is_outermost {
            self.catch_up();
            self.behind = None;
        }
        done
    }

    /// Brings the results up to what facilities are by now.
    pub(super) fn catch_up(&mut self) {
        if let Some(behind) = self.behind.as_mut().map(std::mem::take) {
            for assessed in [Some(&mut self.shown), self.compared.as_mut()].into_iter().flatten() {
                assessed.follow(&self.study, &behind.of(assessed.scenario));
            }
        }
    }

    /// Facilities of scenarios changed: results follow, at once or when all edits are made.
    pub(super) fn follow(&mut self, changes: &[(ScenarioId, FacilityChange)]) {
        if let Some(behind) = &mut self.behind {
            return changes.iter().for_each(|(scenario, change)| behind.add(*scenario, change));
        }
        for assessed in [Some(&mut self.shown), self.compared.as_mut()].into_iter().flatten() {
            let own = changes.iter().filter(|(scenario, _)| *scenario == assessed.scenario);
            let own: Vec<_> = own.map(|(_, change)| change).collect();
            assessed.follow(&self.study, &own);
        }
    }
}
