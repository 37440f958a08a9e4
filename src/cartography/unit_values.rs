//! The values of units that take long to count: counted beforehand, once for a picture and in the
//! background of a window, and handed to the map with how old they are.

use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::ScenarioId;

use super::surface_field::FieldAge;
use super::symbology::{Subjects, Symbology};

/// What is known of the values of a map. Where nothing was counted beforehand, the map counts itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct CountedValues<'a> {
    /// One for each unit, where it has one.
    pub values: Option<&'a [Option<f64>]>,
    pub age: FieldAge,
    /// Of all values that were counted in the background: an image made from others shows others.
    pub number: u64,
}

impl<'a> CountedValues<'a> {
    /// What the map shows: no values while the first are being counted.
    pub(super) fn known(&self) -> Option<&'a [Option<f64>]> {
        match self.age {
            FieldAge::Current => self.values,
            FieldAge::Counting(_) | FieldAge::Resting => Some(self.values.unwrap_or_default()),
        }
    }
}

/// The values that a picture of a scenario is painted from, which the session knows the coverage of;
/// none where they take no time.
pub(super) fn counted_for_picture(
    symbology: Symbology,
    session: &Session,
    scenario: ScenarioId,
    (function, group): (FunctionIndex, usize),
) -> Option<Vec<Option<f64>>> {
    let indicator = symbology.unit_indicator().filter(|indicator| indicator.takes_long())?;
    let study = session.study();
    Some(indicator.values(Subjects {
        study,
        scenario,
        facilities: study.facilities(scenario),
        coverage: session.coverage_of(scenario)?,
        by_circle: None,
        function,
        group,
        nearest: None,
        counted: None,
    }))
}
