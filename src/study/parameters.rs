//! The parameters of the assessment that the planner sets.

use crate::language::{Message, Text};
use crate::layers::{Group, GroupFactors};
use crate::standard::WALKING_PACE_M_PER_MIN;
use crate::walking::NetworkRules;

use super::{EditError, GroupPaces};

/// How far, how fast and along which ways residents walk, and how many of them there are taken to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameters {
    pub limit: WalkLimit,
    pub model: WalkModel,
    /// Walking distance divided by straight distance, in the circle model; 1 takes the circle as it
    /// is.
    pub detour: f64,
    /// How fast residents walk, in metres a second: what minutes are turned into metres by.
    pub pace_m_per_s: f64,
    /// The ages that walk at another pace than all residents together.
    pub paces: GroupPaces,
    /// How streets become a network, in the network model.
    pub network: NetworkRules,
    /// How many times as many residents there are taken to be, by group: a what-if.
    pub growth: GroupFactors,
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
            paces: GroupPaces::default(),
            network: NetworkRules::default(),
            growth: GroupFactors::default(),
        }
    }
}

impl Parameters {
    /// A limit beyond this is no walk any more, and most likely a slip in the unit.
    pub const LONGEST_WALK_M: f64 = crate::standard::LONGEST_WALK_M;
    /// The same in minutes.
    pub const LONGEST_WALK_MIN: f64 = 240.0;
    pub const LARGEST_DETOUR: f64 = 5.0;
    /// Slower is no walking, faster is running, in metres a second.
    pub const PACES: std::ops::RangeInclusive<f64> = 0.3..=2.5;
    /// The pace of the graded circles, 1,000 m in a quarter of an hour, in metres a second.
    pub const QUARTER_HOUR_PACE: f64 = WALKING_PACE_M_PER_MIN / 60.0;

    /// How fast a group walks, in metres a second.
    pub fn pace_of(&self, group: Group) -> f64 {
        self.paces.of(group).unwrap_or(self.pace_m_per_s)
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
        if self.paces != before.paces {
            return match self.paces.are_none() {
                true => Message::new("各年龄步速相同", "One pace for all ages"),
                false => Message::new("各年龄的步行速度", "Paces by age"),
            };
        }
        if self.growth != before.growth {
            return self
                .growth_text()
                .unwrap_or_else(|| Message::new("人口按数据", "Residents as the data have them"));
        }
        Message::new("设置步行网络", "Set the walk network")
    }

    /// By how much the residents differ from the data, where they do: `residents × 1.20`; ages that
    /// differ otherwise by name.
    pub fn growth_text(&self) -> Option<Message> {
        let everyone = self.growth.of(Group::All);
        let all = (everyone != 1.0).then_some((Text::new("居民", "residents"), everyone));
        let apart = Group::ALL.into_iter().map(|group| (group.name(), self.growth.of(group)));
        let apart = apart.filter(|(_, factor)| *factor != everyone);
        let (zh, en): (Vec<String>, Vec<String>) = all
            .into_iter()
            .chain(apart)
            .map(|(name, factor)| {
                (format!("{} × {factor:.2}", name.zh), format!("{} × {factor:.2}", name.en))
            })
            .unzip();
        (!zh.is_empty()).then(|| Message::new(zh.join("，"), en.join(", ")))
    }

    fn fastest_pace(&self) -> f64 {
        self.paces.set().fold(self.pace_m_per_s, f64::max)
    }

    pub(super) fn check(&self) -> Result<(), EditError> {
        let mut paces = self.paces.set().chain([self.pace_m_per_s]);
        if let Some(pace) = paces.find(|pace| !Self::PACES.contains(pace)) {
            return Err(EditError::BadPace(pace));
        }
        let limit_m = match self.limit {
            WalkLimit::ByStandard => None,
            WalkLimit::Metres(limit_m) => Some(limit_m),
            WalkLimit::Minutes(minutes) => Some(minutes * 60.0 * self.fastest_pace()),
        };
        if let Some(limit_m) = limit_m
            && !(limit_m > 0.0 && limit_m <= Self::LONGEST_WALK_M)
        {
            return Err(EditError::BadLimit(limit_m));
        }
        if !(1.0..=Self::LARGEST_DETOUR).contains(&self.detour) {
            return Err(EditError::BadDetour(self.detour));
        }
        if !self.growth.are_sound() {
            return Err(EditError::BadGrowth);
        }
        if !self.network.are_sound() {
            return Err(EditError::BadNetworkRules);
        }
        Ok(())
    }
}
