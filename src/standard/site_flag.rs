//! What a function asks of the rooms it is in. Shown as warnings, never as verdicts: whether a
//! building will do is for the joint review to say.

use serde::{Deserialize, Serialize};

use super::Standing;
use crate::language::Text;

/// Something to look at where a function is placed in a building.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteFlag {
    GroundFloorOrLift,
    GroundPreferred,
    NotBasement,
    #[serde(rename = "max_floor_3")]
    MaxFloor3,
    BarrierFree,
    OwnEntrance,
    OutdoorSpace,
    NoShareInSession,
    KitchenExhaust,
    FoodLicence,
    GasFireSeparation,
    WaterDrainage,
    NoiseBelowDwellings,
    #[serde(rename = "floor_load_4kPa")]
    FloorLoad4KPa,
}

impl SiteFlag {
    pub const ALL: [Self; 14] = [
        Self::GroundFloorOrLift,
        Self::GroundPreferred,
        Self::NotBasement,
        Self::MaxFloor3,
        Self::BarrierFree,
        Self::OwnEntrance,
        Self::OutdoorSpace,
        Self::NoShareInSession,
        Self::KitchenExhaust,
        Self::FoodLicence,
        Self::GasFireSeparation,
        Self::WaterDrainage,
        Self::NoiseBelowDwellings,
        Self::FloorLoad4KPa,
    ];

    /// The warning in a few words.
    pub fn warning(self) -> Text {
        match self {
            Self::GroundFloorOrLift => {
                Text::new("宜在首层，二层及以上应有电梯", "On the ground floor, or with a lift")
            }
            Self::GroundPreferred => Text::new("宜设在首层", "Preferably on the ground floor"),
            Self::NotBasement => {
                Text::new("不得设在地下室、半地下室", "Not in a basement or half basement")
            }
            Self::MaxFloor3 => Text::new("不宜高于三层", "Not above the third floor"),
            Self::BarrierFree => Text::new("应无障碍通达", "Reached without steps"),
            Self::OwnEntrance => Text::new("应有独立出入口", "With an entrance of its own"),
            Self::OutdoorSpace => Text::new("宜有室外活动场地", "With outdoor space"),
            Self::NoShareInSession => Text::new(
                "服务时段内不与其他功能共用房间",
                "Shares no room with others while in session",
            ),
            Self::KitchenExhaust => Text::new("厨房需油烟排放条件", "Kitchen exhaust is possible"),
            Self::FoodLicence => Text::new("需食品经营许可", "Needs a food licence"),
            Self::GasFireSeparation => {
                Text::new("用燃气的厨房需防火分隔", "A kitchen with gas is fire-separated")
            }
            Self::WaterDrainage => Text::new("需给排水条件", "Water supply and drainage"),
            Self::NoiseBelowDwellings => {
                Text::new("住宅楼下需防噪声", "Noise insulation below dwellings")
            }
            Self::FloorLoad4KPa => {
                Text::new("楼面荷载宜不小于 4 kPa", "Floor load of at least 4 kPa")
            }
        }
    }

    /// How well the rule is founded; none of them was read at its source.
    pub fn standing(self) -> Standing {
        match self {
            Self::GroundFloorOrLift
            | Self::GroundPreferred
            | Self::NotBasement
            | Self::MaxFloor3
            | Self::OwnEntrance
            | Self::GasFireSeparation => Standing::Memory,
            Self::BarrierFree
            | Self::OutdoorSpace
            | Self::NoShareInSession
            | Self::KitchenExhaust
            | Self::FoodLicence
            | Self::WaterDrainage
            | Self::NoiseBelowDwellings
            | Self::FloorLoad4KPa => Standing::Assumption,
        }
    }

    /// Where to check the rule.
    pub fn source(self) -> Text {
        match self {
            Self::GroundFloorOrLift | Self::NotBasement | Self::GasFireSeparation => Text::new(
                "待核 GB 55037-2022、JGJ 450-2018",
                "to be checked in GB 55037-2022, JGJ 450-2018",
            ),
            Self::MaxFloor3 => Text::new(
                "待核 GB 55037-2022：一、二级耐火等级建筑内儿童用房",
                "to be checked in GB 55037-2022: rooms for children in buildings of fire grade I and II",
            ),
            Self::GroundPreferred | Self::OwnEntrance => {
                Text::new("待核 GB 50180-2018 附录 C", "to be checked in GB 50180-2018, App. C")
            }
            _ => Text::new("本程序假设", "assumed by this program"),
        }
    }
}
