//! What indicators are called in lists, in the legend and on the card under the cursor, with their unit
//! of measure, and why a unit may have no value.

use crate::analysis::measures::Nearest;
use crate::language::{Message, Text};
use crate::numbers;
use crate::study::Study;

use super::{BuildingIndicator, UnitIndicator};

impl UnitIndicator {
    pub fn name(self) -> Text {
        match self {
            Self::Rate => Text::new("覆盖率", "Coverage rate"),
            Self::Covered => Text::new("已覆盖居民", "Residents reached"),
            Self::Unreached => Text::new("未覆盖居民", "Residents not reached"),
            Self::Choices => Text::new("人均可达设施数", "Facilities within reach"),
            Self::Backup => Text::new("备份覆盖率", "Backup coverage"),
            Self::OnlyOne => Text::new("仅一处可达居民", "Only one within reach"),
            Self::MeanMinutes => Text::new("平均步行时间", "Mean walk"),
            Self::NineTenthsMinutes => Text::new("九成居民步行时间", "Walk of nine tenths"),
            Self::Functions => Text::new("人均可达功能数", "Functions within reach"),
            Self::QuarterHourFunctions => {
                Text::new("15 分钟内可达功能数", "Functions within 15 min")
            }
            Self::FloorArea => Text::new("千人建筑面积", "Floor area per 1,000"),
            Self::AreaGap => Text::new("面积缺口", "Floor area missing"),
            Self::PlacesGap => Text::new("能力缺口", "Places missing"),
            Self::Capacity => Text::new("每千人可得服务能力", "Capacity per 1,000 residents"),
            Self::Inequality => Text::new("单元内不均等程度", "Inequality within the unit"),
            Self::Priority => Text::new("试点优先度", "Priority as a pilot"),
            Self::Residents => Text::new("居民", "Residents"),
            Self::GroupShare => Text::new("人群占比", "Share of the group"),
            Self::Density => Text::new("居民密度", "Residents per hectare"),
            Self::Candidates => Text::new("候选点数", "Candidate sites"),
            Self::CircleOnly => Text::new("仅直线圈内", "Within the circle only"),
        }
    }

    /// What the legend says above its classes, and the card before the value: with the unit of measure.
    pub fn legend_title(self) -> Text {
        match self {
            Self::Rate => Text::new("规划单元覆盖率（%）", "Coverage rate of the unit (%)"),
            Self::Covered => Text::new("规划单元已覆盖居民（人）", "Unit: residents reached"),
            Self::Unreached => Text::new("规划单元未覆盖居民（人）", "Unit: residents not reached"),
            Self::Choices => {
                Text::new("规划单元人均可达设施（处）", "Unit: facilities within reach")
            }
            Self::Backup => Text::new(
                "规划单元至少两处可达居民（%）",
                "Unit: residents with two or more within reach (%)",
            ),
            Self::OnlyOne => Text::new(
                "规划单元仅一处可达居民（人）",
                "Unit: residents with only one within reach",
            ),
            Self::MeanMinutes => Text::new(
                "规划单元居民平均步行时间（分钟）",
                "Unit: mean walk to the nearest (min)",
            ),
            Self::NineTenthsMinutes => Text::new(
                "规划单元九成居民步行时间（分钟）",
                "Unit: walk of nine tenths of the residents (min)",
            ),
            Self::Functions => Text::new(
                "规划单元人均可达功能（项）",
                "Unit: functions within reach of a resident",
            ),
            Self::QuarterHourFunctions => Text::new(
                "规划单元 15 分钟内人均可达功能（项）",
                "Unit: functions within 15 min of a resident",
            ),
            Self::FloorArea => Text::new(
                "规划单元该功能面积（㎡/千人）",
                "Unit: floor area of the function (m² per 1,000)",
            ),
            Self::AreaGap => {
                Text::new("规划单元面积缺口（㎡）", "Unit: floor area missing to the norm (m²)")
            }
            Self::PlacesGap => {
                Text::new("规划单元服务能力缺口（位）", "Unit: places missing to the norm")
            }
            Self::Capacity => Text::new(
                "规划单元每千人可得服务能力（2SFCA）",
                "Unit: capacity per 1,000 residents (2SFCA)",
            ),
            Self::Inequality => Text::new(
                "规划单元内可达设施的基尼系数（0–1）",
                "Unit: Gini of facilities within reach (0–1)",
            ),
            Self::Priority => Text::new(
                "规划单元试点优先度（0–1，按试点规则）",
                "Unit: priority by the rule for pilots (0–1)",
            ),
            Self::Residents => Text::new("规划单元居民（人）", "Unit: residents"),
            Self::GroupShare => {
                Text::new("规划单元该人群占居民（%）", "Unit: the group among all residents (%)")
            }
            Self::Density => {
                Text::new("规划单元居民密度（人/公顷）", "Unit: residents per hectare")
            }
            Self::Candidates => Text::new("规划单元候选点（处）", "Unit: candidate sites"),
            Self::CircleOnly => Text::new(
                "规划单元仅直线圈内居民（人）",
                "Unit: residents in the circle, too far on foot",
            ),
        }
    }

    /// Why a unit has no value.
    pub fn missing(self, study: &Study, group: usize) -> Message {
        let horizon_m = || {
            let metres = Nearest::horizon_in(study, group);
            numbers::thousands(metres.round() as i64)
        };
        match self {
            Self::MeanMinutes => Message::new(
                format!("无居民，或有居民步行超过 {} 米", horizon_m()),
                format!("No residents, or some walk over {} m", horizon_m()),
            ),
            Self::NineTenthsMinutes => Message::new(
                format!("无居民，或逾一成居民步行超过 {} 米", horizon_m()),
                format!("No residents, or over a tenth walk over {} m", horizon_m()),
            ),
            Self::FloorArea => {
                Message::new("无居民或面积不详的规划单元", "No residents, or no area known")
            }
            Self::AreaGap => {
                Message::new("标准没有面积指标", "The standard has no norm of floor area")
            }
            Self::PlacesGap => {
                Message::new("标准没有能力指标", "The standard has no norm of capacity")
            }
            Self::Inequality => {
                Message::new("无居民或无人可达的规划单元", "No residents, or nobody reaches any")
            }
            Self::Priority => {
                Message::new("未达试点规则的门槛", "Misses a threshold of the rule for pilots")
            }
            Self::Density => Message::new("没有面积的规划单元", "Unit without an area"),
            Self::CircleOnly => {
                Message::new("仅在沿道路步行时有值", "Known only along the streets")
            }
            Self::Rate
            | Self::Choices
            | Self::Backup
            | Self::Functions
            | Self::QuarterHourFunctions
            | Self::Capacity
            | Self::GroupShare
            | Self::Covered
            | Self::Unreached
            | Self::OnlyOne
            | Self::Residents
            | Self::Candidates => Message::new("无居民的规划单元", "Unit without residents"),
        }
    }
}

impl BuildingIndicator {
    pub fn name(self) -> Text {
        match self {
            Self::Choices => Text::new("可达设施数", "Facilities within reach"),
            Self::Residents => Text::new("居民", "Residents"),
        }
    }
}
