//! What a facility offers of one function: its rooms, its places, its staff, and when. Functions
//! that take turns use the same rooms; `analysis::areas` works out how much floor that takes.

use crate::standard::FunctionIndex;

use super::WeekHours;
use crate::study::EditError;

/// No facility is larger than this; more is most likely a slip in the unit.
pub const LARGEST_FLOOR_AREA_M2: f64 = 1_000_000.0;
/// No facility serves more at once or in a day.
pub const LARGEST_CAPACITY: f64 = 1_000_000.0;
/// No facility employs more.
pub const LARGEST_STAFF: f64 = 10_000.0;

/// One function in a facility; what is not known is `None`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Operation {
    pub function: FunctionIndex,
    /// Floor area used while the function is open, in m².
    pub area_m2: Option<f64>,
    /// Places, beds, seats or meals a day, as the function counts them.
    pub capacity: Option<f64>,
    /// Persons employed, full time.
    pub staff: Option<f64>,
    /// When the rooms are used; `None` uses them all week and shares them with nobody.
    pub hours: Option<WeekHours>,
}

impl Operation {
    /// A function of which nothing is known yet.
    pub fn unknown(function: FunctionIndex) -> Self {
        Self { function, area_m2: None, capacity: None, staff: None, hours: None }
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        *self == Self::unknown(self.function)
    }

    /// When the rooms are taken.
    pub fn taken(&self) -> WeekHours {
        self.hours.unwrap_or(WeekHours::ALWAYS)
    }

    pub(in crate::study) fn check(&self) -> Result<(), EditError> {
        let beyond = |number: Option<f64>, largest: f64| {
            number.filter(|number| !(0.0..=largest).contains(number))
        };
        if let Some(area) = beyond(self.area_m2, LARGEST_FLOOR_AREA_M2) {
            return Err(EditError::BadFloorArea(area));
        }
        if let Some(capacity) = beyond(self.capacity, LARGEST_CAPACITY) {
            return Err(EditError::BadCapacity(capacity));
        }
        match beyond(self.staff, LARGEST_STAFF) {
            Some(staff) => Err(EditError::BadStaff(staff)),
            None => Ok(()),
        }
    }
}
