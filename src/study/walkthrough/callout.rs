//! A call-out: words on the map, an arrow, or words with an arrow to what they speak of.

use crate::geometry::WorldPoint;

use super::WalkthroughError;

/// Words or an arrow on the map of a stop.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// May have several lines; none for a bare arrow.
    pub text: String,
    /// Where the words stand, or where a bare arrow begins, in metres of the working CRS.
    pub at: WorldPoint,
    /// What the arrow points to.
    pub target: Option<WorldPoint>,
}

impl Callout {
    /// Whether it says or shows something, somewhere.
    pub(super) fn check(&self) -> Result<(), WalkthroughError> {
        if self.text.trim().is_empty() && self.target.is_none() {
            return Err(WalkthroughError::EmptyCallout);
        }
        let places = [Some(self.at), self.target];
        let is_placed = |place: WorldPoint| place.x.is_finite() && place.y.is_finite();
        if places.into_iter().flatten().all(is_placed) {
            Ok(())
        } else {
            Err(WalkthroughError::CalloutNowhere)
        }
    }
}
