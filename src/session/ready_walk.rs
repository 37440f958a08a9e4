//! What another way of walking leads to, computed beside a session that goes on meanwhile: in a city
//! the walk networks and the coverage of what exists take longer than a frame.

use crate::study::{Edit, Parameters, ScenarioId, Study};

use super::{Assessed, Session};

/// Networks and coverage under other parameters.
#[derive(Debug, Clone)]
pub struct ReadyWalk {
    /// The study under the parameters; only its networks are of use to another.
    study: Study,
    base: Assessed,
}

impl ReadyWalk {
    /// Computes what parameters lead to in a study. `watch` is told the share that is done and says
    /// whether to go on; `None` where it says no, or where the parameters are out of bounds.
    pub fn of(
        study: &Study,
        parameters: Parameters,
        watch: &mut dyn FnMut(f64) -> bool,
    ) -> Option<Self> {
        /// The share of the networks; the rest is coverage.
        const NETWORKS: f64 = 0.6;
        let mut study = study.clone();
        let are_made = study.prepare_networks(&parameters, &mut |share| watch(NETWORKS * share));
        if !are_made {
            return None;
        }
        study.apply(Edit::SetParameters(parameters)).ok()?;
        let base = Assessed::new(&study, ScenarioId::BASE);
        watch(1.0).then_some(Self { study, base })
    }

    /// The parameters that it is about.
    pub fn parameters(&self) -> &Parameters {
        self.study.parameters()
    }

    /// The coverage of what exists in a study, where it is the one that was computed.
    pub(super) fn base_of(self, study: &Study) -> Option<Assessed> {
        self.study.assesses_alike(study).then_some(self.base)
    }
}

impl Session {
    /// Takes up what was computed beside it, for the next change of the parameters. Where it does not
    /// fit that, it is as if it had not been.
    pub fn make_ready(&mut self, ready: ReadyWalk) {
        self.study.adopt_networks(&ready.study);
        self.ready = Some(Box::new(ready));
    }
}
