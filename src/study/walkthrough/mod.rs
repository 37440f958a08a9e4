//! The walkthrough of a review meeting: stops in the order they are shown, each a slide of words or a
//! view of the map, with the speaker's notes and what the meeting said. It belongs to the study and
//! not to one scenario. How a stop looks on the map is the work of `cartography`, showing it that of
//! the window.

mod callout;
mod edit;
mod error;
mod remark;
mod stop;
mod stop_map;

pub use callout::Callout;
pub use edit::WalkthroughEdit;
pub use error::WalkthroughError;
pub use remark::{Remark, RemarkKind};
pub use stop::{LONGEST_STOP_S, Stop, StopId, StopKind};
pub use stop_map::{Beside, FINEST_M_PER_PX, Framing, MapLayer, SetBeside, StopColors, StopMap};

/// The stops of a study in their order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Walkthrough {
    stops: Vec<Stop>,
}

impl Walkthrough {
    /// Stops as they were saved, in their order.
    ///
    /// # Errors
    /// When two stops have one id, or one of them is out of bounds.
    pub fn new(stops: Vec<Stop>) -> Result<Self, WalkthroughError> {
        let mut walkthrough = Self::default();
        for (position, stop) in stops.into_iter().enumerate() {
            walkthrough.apply(WalkthroughEdit::Add { position, stop: Box::new(stop) })?;
        }
        Ok(walkthrough)
    }

    /// All stops in their order.
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    pub fn len(&self) -> usize {
        self.stops.len()
    }

    pub fn is_empty(&self) -> bool {
        self.stops.is_empty()
    }

    pub fn get(&self, id: StopId) -> Option<&Stop> {
        self.stops.iter().find(|stop| stop.id == id)
    }

    /// Where a stop stands, counted from 0.
    pub fn position(&self, id: StopId) -> Option<usize> {
        self.stops.iter().position(|stop| stop.id == id)
    }

    /// An id that no stop has.
    pub fn next_id(&self) -> StopId {
        StopId(self.stops.iter().map(|stop| stop.id.0).max().unwrap_or(0) + 1)
    }

    /// How long all stops are planned to take, in seconds.
    pub fn planned_s(&self) -> u32 {
        self.stops.iter().map(|stop| stop.planned_s).sum()
    }

    /// What the meeting said, stop by stop, each in the order of time.
    pub fn remarks(&self) -> impl Iterator<Item = (&Stop, &Remark)> {
        self.stops.iter().flat_map(|stop| stop.remarks.iter().map(move |remark| (stop, remark)))
    }
}
