//! What can be wrong with a single feature.

use std::mem::{Discriminant, discriminant};

use crate::language::{Message, Text};

use super::finding::{Kind, Treatment};

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
    /// The last vertex of a ring is not the first.
    UnclosedRing,
    /// A vertex stands several times in a row.
    RepeatedVertices,
    /// An outline crosses itself, as a bow-tie does, or the outline of its hole.
    SelfCrossing,
    /// Too many vertices to look for crossings in reasonable time.
    TooIntricate,
    /// A ring turns against the rule of its format, or a hole as its outside does.
    WrongWinding,
    HoleOutside,
    HoleInHole,
    /// Square kilometres, of a building.
    Huge(f64),
    /// All vertices of an outline lie on one line.
    NoArea,
    /// Kilometres from the middle of the layer.
    FarAway(f64),
    /// Square metres that two units share.
    UnitsOverlap {
        other: String,
        area_m2: f64,
    },
    /// Square metres between units that belong to none.
    GapBetweenUnits {
        area_m2: f64,
    },
    /// A building that no unit holds.
    OutsideUnits,
    /// A number with separators or a unit.
    NumberAsText {
        text: String,
        number: f64,
    },
    MissingId,
    DuplicateId {
        id: String,
        first: usize,
    },
    MissingResidents,
    NotANumber(String),
    /// No number of persons, where such a building counts as empty.
    NotPersons(String),
    /// A unit's id that stands twice, and what the second is called.
    UnitRenamed {
        id: String,
        first: usize,
        kept_as: String,
    },
    /// Negative, or beyond anything sensible.
    OutOfRange(String),
    NoFunction,
    TooManyFunctions,
    /// A word that none of the field's words is.
    UnknownWord(String),
}

impl Flaw {
    /// What flaws told together have in common.
    pub fn discriminant(&self) -> Discriminant<Self> {
        discriminant(self)
    }

    /// The kind of flaw, whatever its figures.
    pub fn kind(&self) -> Kind {
        let (id, treatment, title, _) = self.described();
        Kind { id, title, treatment }
    }

    /// What is wrong with this one, and what was made of it.
    pub fn message(&self) -> Message {
        let (_, _, _, message) = self.described();
        message
    }

    /// What every flaw is called and comes to: the kind's name for machines, what is done with it, the
    /// kind's title, and what is said of a single one.
    fn described(&self) -> (&'static str, Treatment, Text, Message) {
        use Treatment::{Accepted, Ignored, LeftOut, Repaired};
        match self {
            Self::NoGeometry => (
                "no-geometry",
                LeftOut,
                Text::new("没有几何", "No geometry"),
                Message::new("没有几何，已略去", "has no geometry; left out"),
            ),
            Self::BrokenFeature(reason) => (
                "broken-feature",
                LeftOut,
                Text::new("无法解析的要素", "Feature that cannot be parsed"),
                Message::new(
                    format!("无法解析（{reason}），已略去"),
                    format!("cannot be parsed ({reason}); left out"),
                ),
            ),
            Self::BrokenGeometry(reason) => (
                "broken-geometry",
                LeftOut,
                Text::new("几何无效", "Geometry that cannot be parsed"),
                Message::new(
                    format!("几何无效（{reason}），已略去"),
                    format!("geometry is not valid ({reason}); left out"),
                ),
            ),
            Self::WrongGeometry { found, wanted } => (
                "wrong-geometry",
                LeftOut,
                Text::new("几何类型不符", "Wrong type of geometry"),
                Message::new(
                    format!("几何类型为 {found}，应为{}，已略去", wanted.zh),
                    format!("is a {found} where {} wanted; left out", wanted.en),
                ),
            ),
            Self::TooFewVertices => (
                "too-few-vertices",
                LeftOut,
                Text::new("顶点太少", "Too few vertices"),
                Message::new(
                    "不同的顶点太少（面至少三个，线至少两个），已略去",
                    "has too few distinct vertices (polygon: three, line: two); left out",
                ),
            ),
            Self::NotOnEarth => (
                "not-on-earth",
                LeftOut,
                Text::new("坐标超出范围", "Not a place on Earth"),
                Message::new(
                    "坐标不在坐标系的有效范围内，已略去",
                    "has coordinates outside the domain of their CRS; left out",
                ),
            ),
            Self::UnclosedRing => (
                "unclosed-ring",
                Repaired,
                Text::new("环未闭合", "Unclosed ring"),
                Message::new(
                    "环的首尾顶点不同，已闭合",
                    "has a ring whose last vertex is not its first; closed",
                ),
            ),
            Self::RepeatedVertices => (
                "repeated-vertices",
                Accepted,
                Text::new("重复顶点", "Repeated vertices"),
                Message::new(
                    "连续出现相同的顶点，不影响结果",
                    "repeats a vertex; it changes no figure",
                ),
            ),
            Self::SelfCrossing => (
                "self-crossing",
                Repaired,
                Text::new("轮廓自相交或与洞相交", "Outline crosses itself or its hole"),
                Message::new(
                    "轮廓自相交，已在交点处拆分",
                    "has an outline that crosses itself; split at the crossing",
                ),
            ),
            Self::TooIntricate => (
                "too-intricate",
                Accepted,
                Text::new("轮廓过于复杂", "Outline too intricate to check"),
                Message::new(
                    "轮廓顶点过多，未检查自相交",
                    "has too many vertices to be checked for crossings",
                ),
            ),
            Self::WrongWinding => (
                "wrong-winding",
                Accepted,
                Text::new("环的方向不符", "Wrong winding"),
                Message::new(
                    "环的方向与规定相反，不影响结果",
                    "has a ring that turns the wrong way; it changes no figure",
                ),
            ),
            Self::HoleOutside => (
                "hole-outside",
                Repaired,
                Text::new("洞在轮廓之外", "Hole outside"),
                Message::new(
                    "洞在轮廓之外，已去掉该洞",
                    "has a hole outside its outline; the hole is dropped",
                ),
            ),
            Self::HoleInHole => (
                "hole-in-hole",
                Repaired,
                Text::new("洞中有洞", "Hole within a hole"),
                Message::new(
                    "洞中有洞；里面的洞按实地计",
                    "has a hole within a hole; the inner one counts as land again",
                ),
            ),
            Self::Huge(km2) => (
                "huge",
                Accepted,
                Text::new("大得不像建筑", "Larger than any building"),
                Message::new(
                    format!("占地 {km2:.1} 平方公里，不像一座建筑；请核对轮廓"),
                    format!("covers {km2:.1} km², more than any building; check its outline"),
                ),
            ),
            Self::NoArea => (
                "no-area",
                Accepted,
                Text::new("面积为零", "No area"),
                Message::new(
                    "轮廓各点在一条直线上，没有面积",
                    "has an outline whose vertices lie on one line; it encloses nothing",
                ),
            ),
            Self::FarAway(km) => (
                "far-away",
                Accepted,
                Text::new("远离其他要素", "Far from the others"),
                Message::new(
                    format!("距其他要素的中心达 {km:.0} 公里，请核对坐标；不计入图层范围"),
                    format!(
                        "reaches {km:.0} km from the middle of the others; check its coordinates. The \
                         layer's extent is told without it"
                    ),
                ),
            ),
            Self::UnitsOverlap { other, area_m2 } => (
                "units-overlap",
                Accepted,
                Text::new("单元重叠", "Overlapping units"),
                Message::new(
                    format!(
                        "与单元 {other} 重叠 {area_m2:.0} 平方米；其中的建筑归编号位次在前的单元"
                    ),
                    format!(
                        "overlaps unit {other} by {area_m2:.0} m²; buildings there belong to the one \
                         that comes first by id"
                    ),
                ),
            ),
            Self::GapBetweenUnits { area_m2 } => (
                "gap-between-units",
                Accepted,
                Text::new("单元之间有空隙", "Gap between units"),
                Message::new(
                    format!("旁边有 {area_m2:.0} 平方米的空隙，不属于任何单元"),
                    format!("borders on a gap of {area_m2:.0} m² that belongs to no unit"),
                ),
            ),
            Self::OutsideUnits => (
                "outside-units",
                Accepted,
                Text::new("建筑不在任何单元内", "Building in no unit"),
                Message::new(
                    "不在任何单元内；只计入合计",
                    "lies in no unit; counts in the totals only",
                ),
            ),
            Self::NumberAsText { text, number } => (
                "number-as-text",
                Repaired,
                Text::new("数值写成文字", "Number written as text"),
                Message::new(
                    format!("“{text}” 读作 {number}"),
                    format!("\"{text}\" read as {number}"),
                ),
            ),
            Self::MissingId => (
                "missing-id",
                Repaired,
                Text::new("缺少编号", "No id"),
                Message::new("没有编号，以要素序号代替", "has no id; its position serves as one"),
            ),
            Self::DuplicateId { id, first } => (
                "duplicate-id",
                Accepted,
                Text::new("编号重复", "Duplicate id"),
                Message::new(
                    format!("编号 {id} 与要素 {first} 重复"),
                    format!("id {id} is that of feature {first} already"),
                ),
            ),
            Self::MissingResidents => (
                "missing-residents",
                Repaired,
                Text::new("人数为空", "No number of persons"),
                Message::new("没有数值，按 0 人计", "is empty; taken as 0 persons"),
            ),
            Self::NotANumber(value) => (
                "not-a-number",
                Ignored,
                Text::new("不是数值", "Not a number"),
                Message::new(format!("“{value}” 不是数值"), format!("\"{value}\" is not a number")),
            ),
            Self::NotPersons(value) => (
                "not-persons",
                Ignored,
                Text::new("不是人数", "Not a number of persons"),
                Message::new(
                    format!("“{value}” 不是人数；该建筑按 0 人计"),
                    format!("\"{value}\" is no number of persons; the building counts as empty"),
                ),
            ),
            Self::UnitRenamed { id, first, kept_as } => (
                "unit-renamed",
                Repaired,
                Text::new("单元编号重复", "Id of two units"),
                Message::new(
                    format!("编号 {id} 与要素 {first} 重复；此单元改称 {kept_as}"),
                    format!(
                        "id {id} is that of feature {first} already; this unit is called {kept_as}"
                    ),
                ),
            ),
            Self::OutOfRange(value) => (
                "out-of-range",
                Ignored,
                Text::new("数值超出范围", "Number out of range"),
                Message::new(
                    format!("{value} 不是合理的非负数值"),
                    format!("{value} is negative or too large"),
                ),
            ),
            Self::NoFunction => (
                "no-function",
                LeftOut,
                Text::new("没有功能", "No function"),
                Message::new("没有功能，已略去", "has no function; left out"),
            ),
            Self::TooManyFunctions => (
                "too-many-functions",
                LeftOut,
                Text::new("功能种类过多", "Too many functions"),
                Message::new("功能种类过多，已略去", "one function too many; left out"),
            ),
            Self::UnknownWord(word) => (
                "unknown-word",
                Ignored,
                Text::new("无法理解的取值", "Unknown word"),
                Message::new(
                    format!("无法理解“{word}”，按未知处理"),
                    format!("\"{word}\" is not understood; taken as not known"),
                ),
            ),
        }
    }
}
