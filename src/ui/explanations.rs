//! What is told about the building selected, kept from frame to frame until the study changes.

use std::cell::RefCell;
use std::sync::Arc;

use crate::analysis::{NearestSite, nearest_sites};
use crate::session::Session;
use crate::study::ScenarioId;

/// The explanation last asked for.
#[derive(Default)]
pub struct Explanations(RefCell<Option<(Asked, Arc<Vec<NearestSite>>)>>);

/// Everything an explanation depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    revision: u64,
    scenario: ScenarioId,
    building: usize,
}

impl Explanations {
    /// The nearest site of each function, seen from a building of the scenario shown.
    pub fn nearest_sites(&self, session: &Session, building: usize) -> Arc<Vec<NearestSite>> {
        let (study, scenario) = (session.study(), session.shown());
        let asked = Asked { revision: study.revision(), scenario, building };
        let mut known = self.0.borrow_mut();
        match &*known {
            Some((of, sites)) if *of == asked => sites.clone(),
            _ => {
                let sites = Arc::new(nearest_sites(study, scenario, building));
                *known = Some((asked, sites.clone()));
                sites
            }
        }
    }
}
