//! Why an edit of the register does not fit, and why a facility does not fit its premises.

use crate::language::{Message, Text, thousands};
use crate::study::EditError;

use super::{CandidateId, ReviewError};

/// Why a candidate, or a facility in one, does not fit.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CandidateError {
    #[error("no candidate of the register has the number {}", .0.0)]
    NoSuchCandidate(CandidateId),
    #[error("a candidate has the number {} already", .0.0)]
    IdTaken(CandidateId),
    #[error("a candidate has the id {0} already")]
    CodeTaken(String),
    #[error("a candidate needs an id")]
    NoCode,
    #[error("a candidate needs a place on the map")]
    NoPlace,
    #[error("{}: {value} is not between 0 and {largest}", .field.en)]
    BadNumber { field: Text, value: f64, largest: f64 },
    #[error("a usable area of {} m² is more than the total of {} m²", m2(*.usable_m2), m2(*.total_m2))]
    MoreThanAll { usable_m2: f64, total_m2: f64 },
    #[error("a function the standard does not know")]
    UnknownFunction,
    #[error("weights lie between 0 and 100 and are not all 0")]
    BadWeights,
    /// Facilities in some premises would together be larger than the premises.
    #[error(
        "{premises} has {} m² for facilities; with this one they would take {} m²",
        m2(*.cap_m2), m2(*.wanted_m2)
    )]
    NoRoom { premises: String, wanted_m2: f64, cap_m2: f64 },
    /// A candidate would change or go although a facility of some scenario needs it as it is.
    #[error("{}", .0.message().en)]
    Displaces(Box<Displacement>),
    #[error(transparent)]
    Review(#[from] ReviewError),
}

/// A facility that would lose its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Displacement {
    /// The name of the candidate that it needs as it is.
    pub candidate: String,
    pub scenario: Message,
    /// The step that put it there.
    pub label: Message,
    pub reason: EditError,
}

impl Displacement {
    fn message(&self) -> Message {
        let Self { candidate, scenario, label, reason } = self;
        let reason = reason.message();
        Message::new(
            format!(
                "{candidate}不能这样修改：“{}”中的“{}”将不再成立（{}）",
                scenario.zh, label.zh, reason.zh
            ),
            format!(
                "{candidate} cannot be changed so: in \"{}\", \"{}\" would not fit any more ({})",
                scenario.en, label.en, reason.en
            ),
        )
    }
}

/// Square metres, separated; with decimals where there are any, so that a little too much does not
/// read as fitting.
fn m2(area_m2: f64) -> String {
    let rounded = area_m2.round();
    if (area_m2 - rounded).abs() < 0.005 {
        thousands(rounded as i64)
    } else {
        format!("{area_m2:.2}")
    }
}

impl CandidateError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::NoSuchCandidate(id) => format!("候选点登记中没有编号 {}", id.0),
            Self::IdTaken(id) => format!("编号 {} 已被其他候选点使用", id.0),
            Self::CodeTaken(code) => format!("编号 {code} 已被其他候选点使用"),
            Self::NoCode => "候选点需要编号".to_owned(),
            Self::NoPlace => "候选点需要地图上的位置".to_owned(),
            Self::BadNumber { field, value, largest } => {
                format!("{}：{value} 不在 0–{largest} 之间", field.zh)
            }
            Self::MoreThanAll { usable_m2, total_m2 } => {
                let (usable, total) = (m2(*usable_m2), m2(*total_m2));
                format!("可用面积 {usable} 平方米大于建筑面积 {total} 平方米")
            }
            Self::UnknownFunction => "标准中没有该功能".to_owned(),
            Self::BadWeights => "权重应在 0–100 之间，且不全为 0".to_owned(),
            Self::NoRoom { premises, wanted_m2, cap_m2 } => {
                let (wanted, cap) = (m2(*wanted_m2), m2(*cap_m2));
                format!("{premises}可供设施使用 {cap} 平方米，加上该设施共需 {wanted} 平方米")
            }
            Self::Displaces(displacement) => displacement.message().zh,
            Self::Review(error) => error.message().zh,
        };
        Message::new(zh, self.to_string())
    }
}
