//! How much of a siting problem is measured: all of it, or what time and memory have room for.

/// How far measuring had come when it was over. Places that were not measured are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All ways are measured.
    Whole,
    /// It was ended by whoever listened after so many places.
    Ended { places: usize },
    /// So many places made as many pairs with buildings as can be kept.
    Full { places: usize },
    /// All places are weighed by who lives around them, which makes too many pairs to be kept; ways are
    /// measured of the plan's places alone.
    Weighed,
}

/// What has to be measured before measuring may be over.
#[derive(Debug, Clone, Copy, Default)]
pub struct Needed<'a> {
    /// As many places as a plan takes.
    pub count: usize,
    /// The places that every plan has, by their positions; measured before all others.
    pub places: &'a [usize],
}

impl Extent {
    pub fn is_whole(self) -> bool {
        self == Self::Whole
    }
}

impl Needed<'_> {
    /// How many of `of` places are measured at least.
    pub fn least(self, of: usize) -> usize {
        self.count.max(self.places.len()).min(of)
    }
}
