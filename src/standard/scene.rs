//! The nine scenes (功能场景) under which Shanghai's programme configures embedded services
//! (沪府办发〔2024〕25号, article 6).

use serde::{Deserialize, Serialize};

use crate::language::Text;

/// A scene of the programme. Each holds one function or several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scene {
    PartyService,
    ElderChild,
    CommunityMeals,
    HomeServices,
    Health,
    Fitness,
    Culture,
    ChildPlay,
    Employment,
}

impl Scene {
    /// In the order of the notice.
    pub const ALL: [Self; 9] = [
        Self::PartyService,
        Self::ElderChild,
        Self::CommunityMeals,
        Self::HomeServices,
        Self::Health,
        Self::Fitness,
        Self::Culture,
        Self::ChildPlay,
        Self::Employment,
    ];

    /// The name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::PartyService => "party_service",
            Self::ElderChild => "elder_child",
            Self::CommunityMeals => "community_meals",
            Self::HomeServices => "home_services",
            Self::Health => "health",
            Self::Fitness => "fitness",
            Self::Culture => "culture",
            Self::ChildPlay => "child_play",
            Self::Employment => "employment",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::PartyService => Text::new("党群服务", "Party-mass service"),
            Self::ElderChild => Text::new("养老托育", "Elder and child care"),
            Self::CommunityMeals => Text::new("社区助餐", "Community meals"),
            Self::HomeServices => Text::new("家政便民", "Home services"),
            Self::Health => Text::new("健康服务", "Health"),
            Self::Fitness => Text::new("体育健身", "Sports and fitness"),
            Self::Culture => Text::new("文化休闲", "Culture and leisure"),
            Self::ChildPlay => Text::new("儿童游憩", "Children's recreation"),
            Self::Employment => Text::new("就业帮扶", "Employment help"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scene_is_written_by_its_name() {
        for scene in Scene::ALL {
            let written = serde_json::to_value(scene).expect("it can be written");
            assert_eq!(written, scene.id());
        }
    }
}
