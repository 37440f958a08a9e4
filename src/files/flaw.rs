//! What can be wrong with a single feature.

use std::mem::{Discriminant, discriminant};

use crate::language::{Message, Text};

/// A fault of one feature or of one value of it. Flaws of the same variant are told together when
/// there are many.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Flaw {
    NoGeometry,
    /// The text of the feature cannot be parsed; the parser's words.
    BrokenFeature(String),
    /// The geometry does not follow GeoJSON; the parser's words.
    BrokenGeometry(String),
    WrongGeometry {
        found: &'static str,
        wanted: Text,
    },
    /// A polygon with fewer than three distinct corners, or a line with fewer than two.
    TooFewVertices,
    /// Not a place on Earth in the file's CRS.
    NotOnEarth,
    MissingId,
    DuplicateId {
        id: String,
        first: usize,
    },
    MissingResidents,
    NotANumber(String),
    /// Negative, or beyond anything sensible.
    OutOfRange(String),
    NoFunction,
    TooManyFunctions,
}

impl Flaw {
    /// What flaws told together have in common.
    pub fn kind(&self) -> Discriminant<Self> {
        discriminant(self)
    }

    pub fn message(&self) -> Message {
        match self {
            Self::NoGeometry => Message::new("没有几何，已略去", "has no geometry; left out"),
            Self::BrokenFeature(reason) => Message::new(
                format!("无法解析（{reason}），已略去"),
                format!("cannot be parsed ({reason}); left out"),
            ),
            Self::BrokenGeometry(reason) => Message::new(
                format!("几何不符合 GeoJSON（{reason}），已略去"),
                format!("geometry is not valid GeoJSON ({reason}); left out"),
            ),
            Self::WrongGeometry { found, wanted } => Message::new(
                format!("几何类型为 {found}，应为{}，已略去", wanted.zh),
                format!("is a {found} where {} wanted; left out", wanted.en),
            ),
            Self::TooFewVertices => Message::new(
                "不同的顶点太少（面至少三个，线至少两个），已略去",
                "has too few distinct vertices (polygon: three, line: two); left out",
            ),
            Self::NotOnEarth => Message::new(
                "坐标不在坐标系的有效范围内，已略去",
                "has coordinates outside the domain of their CRS; left out",
            ),
            Self::MissingId => {
                Message::new("没有编号，以要素序号代替", "has no id; its position serves as one")
            }
            Self::DuplicateId { id, first } => Message::new(
                format!("编号 {id} 与要素 {first} 重复"),
                format!("id {id} is that of feature {first} already"),
            ),
            Self::MissingResidents => {
                Message::new("没有数值，按 0 人计", "is empty; taken as 0 persons")
            }
            Self::NotANumber(value) => {
                Message::new(format!("“{value}” 不是数值"), format!("\"{value}\" is not a number"))
            }
            Self::OutOfRange(value) => Message::new(
                format!("{value} 不是合理的非负数值"),
                format!("{value} is negative or too large"),
            ),
            Self::NoFunction => Message::new("没有功能，已略去", "has no function; left out"),
            Self::TooManyFunctions => {
                Message::new("功能种类过多，已略去", "one function too many; left out")
            }
        }
    }
}
