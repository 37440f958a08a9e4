//! The rules by which streets become a walk network.

/// How residents are taken to walk along the streets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NetworkRules {
    pub snap: Snap,
    /// Whether the way from a building to the street and from the street to the facility counts.
    pub counts_access: bool,
    /// A place farther than this from every street cannot be walked to, in metres.
    pub farthest_access_m: f64,
    /// Whether streets are joined where they cross without a shared vertex. Data drawn for maps
    /// need it; in OSM such a crossing is a bridge or a mistake.
    pub joins_crossings: bool,
    /// What a crossing of a carriageway costs, in seconds.
    pub crossing_delay_s: f64,
    /// What climbing up and down a footbridge or an underpass costs, in seconds.
    pub footbridge_delay_s: f64,
}

/// Where a place is joined to the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snap {
    /// At the nearest place along a street.
    Edge,
    /// At the nearest junction or end of a street, as simple tools do it.
    Node,
}

impl Snap {
    const ALL: [Self; 2] = [Self::Edge, Self::Node];

    /// The name in files and commands.
    pub fn id(self) -> &'static str {
        match self {
            Self::Edge => "edge",
            Self::Node => "node",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|snap| snap.id() == id)
    }
}

impl NetworkRules {
    /// No place is joined to a street farther away than this, in metres.
    pub const FARTHEST_ACCESS_M: f64 = 5_000.0;
    /// Nobody waits longer than this, in seconds.
    pub const LONGEST_DELAY_S: f64 = 600.0;

    /// Whether all numbers are within their bounds.
    pub fn are_sound(&self) -> bool {
        let is_delay = |delay_s: f64| (0.0..=Self::LONGEST_DELAY_S).contains(&delay_s);
        self.farthest_access_m > 0.0
            && self.farthest_access_m <= Self::FARTHEST_ACCESS_M
            && is_delay(self.crossing_delay_s)
            && is_delay(self.footbridge_delay_s)
    }
}

impl Default for NetworkRules {
    /// The delays are assumptions: 30 s for a signal (at most 70 s by GB/T 51439-2021, 9.2.1) and
    /// 45 s for a footbridge. So is the farthest access.
    fn default() -> Self {
        Self {
            snap: Snap::Edge,
            counts_access: true,
            farthest_access_m: 300.0,
            joins_crossings: false,
            crossing_delay_s: 30.0,
            footbridge_delay_s: 45.0,
        }
    }
}
