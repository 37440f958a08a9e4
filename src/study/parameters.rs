//! The parameters of the assessment that the planner sets.

use crate::language::Message;
use crate::standard::WALKING_PACE_M_PER_MIN;
use crate::walking::NetworkRules;

use super::EditError;

/// How far, how fast and along which ways residents walk.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    pub limit: WalkLimit,
    pub model: WalkModel,
    /// Walking distance divided by straight distance, in the circle model; 1 takes the circle as it
    /// is.
    pub detour: f64,
    /// How fast residents walk, in metres a second: what minutes are turned into metres by.
    pub pace_m_per_s: f64,
    /// How streets become a network, in the network model.
    pub network: NetworkRules,
}

/// Which way is taken as the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkModel {
    /// The straight line, lengthened by the detour factor: the service radius of the norms.
    Circle,
    /// The shortest way along the streets: the walking distance of GB 50180.
    Network,
}

impl WalkModel {
    pub const ALL: [Self; 2] = [Self::Circle, Self::Network];

    /// The name in files and commands.
    pub fn id(self) -> &'static str {
        match self {
            Self::Circle => "circle",
            Self::Network => "network",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.id() == id)
    }
}

/// Which walking limit holds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum WalkLimit {
    /// Each function's own limit.
    ByStandard,
    /// One limit for all functions.
    Metres(f64),
    /// One time for all functions; how far it takes is a matter of the pace.
    Minutes(f64),
}

impl WalkLimit {
    /// The one limit for all functions in metres, where it is set so.
    pub fn metres(self) -> Option<f64> {
        match self {
            Self::Metres(metres) => Some(metres),
            Self::ByStandard | Self::Minutes(_) => None,
        }
    }
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            limit: WalkLimit::ByStandard,
            model: WalkModel::Circle,
            detour: 1.0,
            pace_m_per_s: Self::QUARTER_HOUR_PACE,
            network: NetworkRules::default(),
        }
    }
}

impl Parameters {
    /// A limit beyond this is no walk any more, and most likely a slip in the unit.
    pub const LONGEST_WALK_M: f64 = 20_000.0;
    /// The same in minutes.
    pub const LONGEST_WALK_MIN: f64 = 240.0;
    pub const LARGEST_DETOUR: f64 = 5.0;
    /// Slower is no walking, faster is running, in metres a second.
    pub const PACES: std::ops::RangeInclusive<f64> = 0.3..=2.5;
    /// The pace of the graded circles, 1,000 m in a quarter of an hour, in metres a second.
    pub const QUARTER_HOUR_PACE: f64 = WALKING_PACE_M_PER_MIN / 60.0;

    /// How far one walks in a time.
    pub fn metres_in(&self, minutes: f64) -> f64 {
        minutes * 60.0 * self.pace_m_per_s
    }

    /// How long a walk takes, waiting included where the walk counts it.
    pub fn minutes_for(&self, metres: f64) -> f64 {
        metres / self.pace_m_per_s / 60.0
    }

    /// What a step is called that sets these after others; the first of several changes tells.
    pub fn changes_since(&self, before: &Self) -> Message {
        if self.model != before.model {
            return match self.model {
                WalkModel::Circle => Message::new("改用直线圆", "Walk in straight lines"),
                WalkModel::Network => Message::new("改用步行网络", "Walk along the streets"),
            };
        }
        if self.limit != before.limit {
            return match self.limit {
                WalkLimit::ByStandard => {
                    Message::new("步行距离按标准", "Walking limit by standard")
                }
                WalkLimit::Metres(metres) => Message::new(
                    format!("步行距离 {metres:.0} 米"),
                    format!("Walking limit {metres:.0} m"),
                ),
                WalkLimit::Minutes(minutes) => Message::new(
                    format!("步行时间 {minutes:.0} 分钟"),
                    format!("Walking time {minutes:.0} min"),
                ),
            };
        }
        if self.detour != before.detour {
            let detour = self.detour;
            return Message::new(
                format!("绕行系数 {detour:.2}"),
                format!("Detour factor {detour:.2}"),
            );
        }
        if self.pace_m_per_s != before.pace_m_per_s {
            let pace = self.pace_m_per_s;
            return Message::new(
                format!("步行速度 {pace:.2} 米/秒"),
                format!("Walking pace {pace:.2} m/s"),
            );
        }
        Message::new("设置步行网络", "Set the walk network")
    }

    pub(super) fn check(&self) -> Result<(), EditError> {
        if !Self::PACES.contains(&self.pace_m_per_s) {
            return Err(EditError::BadPace(self.pace_m_per_s));
        }
        let limit_m = match self.limit {
            WalkLimit::ByStandard => None,
            WalkLimit::Metres(limit_m) => Some(limit_m),
            WalkLimit::Minutes(minutes) => Some(self.metres_in(minutes)),
        };
        if let Some(limit_m) = limit_m
            && !(limit_m > 0.0 && limit_m <= Self::LONGEST_WALK_M)
        {
            return Err(EditError::BadLimit(limit_m));
        }
        if !(1.0..=Self::LARGEST_DETOUR).contains(&self.detour) {
            return Err(EditError::BadDetour(self.detour));
        }
        if !self.network.are_sound() {
            return Err(EditError::BadNetworkRules);
        }
        Ok(())
    }
}
