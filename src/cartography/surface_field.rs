//! What a surface is painted from, and how old that is. The walk circles of the minutes need nothing:
//! they are painted from the facilities themselves.

use std::sync::Arc;

use crate::analysis::{GainField, MinutesField, StreetCells, StreetGains};
use crate::session::Session;
use crate::standard::FunctionIndex;

use super::symbology::Surface;

/// The values of a surface.
#[derive(Debug, Clone, PartialEq)]
pub enum SurfaceField {
    /// The walk to the nearest facility along the streets.
    Walks(MinutesField),
    /// The gain of one more facility, in circles.
    CircleGains(GainField),
    /// The same along the streets.
    StreetGains(StreetGains),
}

/// The field of a map. What is counted in the background may be older than the rest of the map, and
/// the legend says so.
#[derive(Debug, Clone, Copy, Default)]
pub struct ShownField<'a> {
    pub field: Option<&'a SurfaceField>,
    pub age: FieldAge,
    /// Of all fields that were counted in the background: an image made from another shows another.
    pub number: u64,
}

/// How a field stands to the study of the moment.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum FieldAge {
    #[default]
    Current,
    /// It is counted anew; the share that is done.
    Counting(f64),
    /// It is that of before a drag, and follows when the drag ends.
    Resting,
}

impl SurfaceField {
    /// The field of the scenario that a session shows, counted to the end: along the streets a gain
    /// takes seconds in a city. None where the surface needs none.
    pub fn of(
        surface: Surface,
        session: &Session,
        function: FunctionIndex,
        group: usize,
    ) -> Option<Self> {
        let study = session.study();
        let is_along_streets = study.network().is_some();
        let unmet = |what| session.unmet((function, group), what);
        match surface {
            Surface::None => None,
            Surface::Gain(what) if !is_along_streets => {
                GainField::of(study, &unmet(what)).map(Self::CircleGains)
            }
            Surface::Minutes if !is_along_streets => None,
            Surface::Minutes => {
                let cells = Arc::new(StreetCells::of(study, group)?);
                let about = (function, group);
                MinutesField::of(study, session.facilities(), about, cells).map(Self::Walks)
            }
            Surface::Gain(what) => {
                let cells = Arc::new(StreetCells::of(study, group)?);
                let gains = StreetGains::of(study, &unmet(what), cells, &mut |_| true);
                gains.ok().map(Self::StreetGains)
            }
        }
    }
}
