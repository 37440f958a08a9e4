//! How closely a legend is set. On a low map, such as the wall of a meeting, it says what the colours of
//! the data tell in as little room as possible; what every map has around them speaks for itself there.

use crate::cartography::MapContent;

/// Maps lower than this, in logical pixels, have a close legend.
const LOW_MAP: f32 = 560.0;
/// A close legend takes at most so much of the map's height where more columns allow it.
const MOST_OF_LOW_MAP: f32 = 0.5;

/// How much room a legend may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Density {
    Usual,
    Close,
}

impl Density {
    /// Of the legend that lies on a map.
    pub fn on_map(content: &MapContent) -> Self {
        if content.camera.height < LOW_MAP { Self::Close } else { Self::Usual }
    }

    pub fn is_close(self) -> bool {
        self == Self::Close
    }

    /// How high it may be, in a height that is there.
    pub fn most_height(self, height: f32) -> f32 {
        match self {
            Self::Usual => height,
            Self::Close => height * MOST_OF_LOW_MAP,
        }
    }
}
