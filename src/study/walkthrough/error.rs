//! Why an edit does not fit the walkthrough.

use crate::language::Message;

use super::{LONGEST_STOP_S, StopId};

/// Why an edit does not fit the walkthrough.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalkthroughError {
    #[error("no stop has the number {}", .0.0)]
    NoSuchStop(StopId),
    #[error("a stop has the number {} already", .0.0)]
    IdTaken(StopId),
    #[error("the walkthrough is shorter than position {0}")]
    NoSuchPosition(usize),
    #[error("a stop of {0} s is longer than {longest} s", longest = LONGEST_STOP_S)]
    TooLong(u32),
    #[error("the stop shows no part of the world")]
    NoFraming,
    #[error("a call-out needs words or something to point to")]
    EmptyCallout,
    #[error("a call-out needs a place on the map")]
    CalloutNowhere,
}

impl WalkthroughError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NoSuchStop(id) => format!("没有编号为 {} 的汇报步骤", id.0),
            Self::IdTaken(id) => format!("编号 {} 已被其他汇报步骤使用", id.0),
            Self::NoSuchPosition(position) => format!("汇报没有第 {position} 位"),
            Self::TooLong(seconds) => {
                format!("汇报步骤时长 {seconds} 秒超过 {LONGEST_STOP_S} 秒")
            }
            Self::NoFraming => "汇报步骤没有可显示的地图范围".to_owned(),
            Self::EmptyCallout => "标注需要文字或所指的位置".to_owned(),
            Self::CalloutNowhere => "标注需要地图上的位置".to_owned(),
        };
        Message::new(zh, self.to_string())
    }
}
