//! What a search has to say of itself in words: how far measuring came, that there are too many pairs
//! to measure, what keeps bundles from being. Facts without a full stop; what to do about them is left
//! to the window and the command line, which have different means.

use crate::analysis::extent::Extent;
use crate::analysis::siting::{MOST_PAIRS, TooManyPairs};
use crate::language::{Language, Message, counted, percent, thousands, yuan};
use crate::siting::BundleObstacle;

impl Extent {
    /// That not all ways from so many candidates are measured, where that is so.
    pub fn fact(self, of: usize) -> Option<Message> {
        let share = |places: usize| percent(Some(places as f64 / of.max(1) as f64));
        match self {
            Self::Whole => None,
            Self::Weighed => Some(Message::new(
                format!("{of} 个候选点全部按周围居民数比较（步行圈内与逐对量算相同）"),
                format!(
                    "all {of} candidates are weighed by who lives around each, which in circles says \
                     as much as measuring every way"
                ),
            )),
            Self::Ended { places } => {
                let share = share(places);
                Some(Message::new(
                    format!("停止时已量算 {of} 个候选点中的 {places} 个（{share}）"),
                    format!("stopped when {places} of {of} candidates were measured ({share})"),
                ))
            }
            Self::Full { places } => {
                let (share, most) = (share(places), thousands(MOST_PAIRS as i64));
                Some(Message::new(
                    format!(
                        "只量算了 {of} 个候选点中的 {places} 个（{share}）：与建筑的组合已达上限 {most} 对，其余未计入"
                    ),
                    format!(
                        "measuring ended after {places} of {of} candidates ({share}), at the limit of \
                         {most} pairs of buildings and candidates; the others are left out"
                    ),
                ))
            }
        }
    }
}

impl TooManyPairs {
    pub fn fact(self) -> Message {
        let most = thousands(MOST_PAIRS as i64);
        Message::new(
            format!("建筑与候选点的组合超过 {most} 对"),
            format!("buildings and candidates make more than {most} pairs"),
        )
    }
}

/// That places are forced and may not be chosen.
pub fn forced_closed_fact(ids: &[String]) -> Message {
    Message::new(
        format!(
            "必选的 {} 不能作为此功能的点：面积已用完，已有本功能的拟设设施，或会审不允许",
            ids.join("、")
        ),
        format!(
            "{} cannot be chosen for this function: no floor left, a proposal of it there already, or \
             not allowed by the review",
            ids.join(", ")
        ),
    )
}

/// Why no bundles keep the rules; `name_of` names a site.
pub fn bundle_obstacle_fact(
    obstacle: &BundleObstacle,
    name_of: impl Fn(usize) -> String,
) -> Message {
    match obstacle {
        BundleObstacle::FewerComplexes { possible } => Message::new(
            format!("只有 {possible} 个候选点够得上综合体的面积与功能要求"),
            format!(
                "only {} could be a complex by area and functions",
                counted(*possible, "candidate")
            ),
        ),
        BundleObstacle::NoRoom { site } => {
            let name = name_of(*site);
            Message::new(
                format!("必选的候选点“{name}”放不下任何一项功能"),
                format!("candidate {name} is wanted in every plan and has room for no function"),
            )
        }
        BundleObstacle::Budget { at_least } => {
            let [zh, en] = [Language::Zh, Language::En].map(|of| yuan(*at_least, of));
            Message::new(
                format!("预算不足：满足其余条件至少需要 {zh}"),
                format!("the budget is short: the other rules take at least {en}"),
            )
        }
        BundleObstacle::RulesClash => {
            Message::new("各条件不能同时满足", "the rules cannot be kept together")
        }
    }
}
