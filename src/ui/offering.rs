//! Which facilities offer the function looked at, kept from frame to frame.

use std::cell::RefCell;
use std::sync::Arc;

use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId};

/// Keeps the facilities of a function until the study or what is looked at changes.
#[derive(Default)]
pub struct OfferingStore(RefCell<Option<(Asked, Arc<[FacilityId]>)>>);

/// Whose facilities are asked for.
#[derive(Clone, Copy, PartialEq)]
struct Asked {
    revision: u64,
    scenario: ScenarioId,
    function: FunctionIndex,
}

impl OfferingStore {
    /// The facilities of the scenario shown that offer a function, in ascending order.
    pub fn facilities(&self, session: &Session, function: FunctionIndex) -> Arc<[FacilityId]> {
        let (revision, scenario) = (session.study().revision(), session.shown());
        let asked = Asked { revision, scenario, function };
        let mut kept = self.0.borrow_mut();
        if let Some((known, facilities)) = &*kept
            && *known == asked
        {
            return facilities.clone();
        }
        let offering = session.facilities().values().filter(|facility| facility.offers(function));
        let facilities: Arc<[FacilityId]> = offering.map(|facility| facility.id).collect();
        *kept = Some((asked, facilities.clone()));
        facilities
    }
}
