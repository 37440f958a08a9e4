//! What an import understood, told file by file.

use serde::{Deserialize, Serialize};

use crate::geometry::{Crs, LonLat};
use crate::language::{Language, Text};

use super::{Problem, Role};

/// What was read, and what is doubtful about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportReport {
    /// In the order of the sources.
    pub layers: Vec<LayerReport>,
    pub warnings: Vec<Problem>,
}

/// How one file was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerReport {
    pub role: Role,
    pub file: String,
    /// The types in the file, such as `Polygon, MultiPolygon`.
    pub geometry_type: String,
    /// Features used.
    pub count: usize,
    /// Features not used; each kind of cause is among the warnings.
    pub left_out: usize,
    /// The system the file's coordinates are in.
    pub crs: Crs,
    pub crs_found: CrsFound,
    /// The systems that were weighed, where there was something to weigh.
    pub hypotheses: Vec<CrsHypothesis>,
    /// Whether another system fits about as well and would put the layer elsewhere. Known after
    /// reading, not kept in study files.
    pub is_crs_doubtful: bool,
    /// South-west and north-east corner; `None` without usable geometry.
    pub extent: Option<[LonLat; 2]>,
    /// Our field → the column it is read from.
    pub fields: Vec<(String, String)>,
}

/// A system that coordinates may be in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CrsHypothesis {
    pub crs: Crs,
    /// How well the layer fits the others then, from 0 to 1; `None` without another to compare.
    pub fit: Option<f64>,
    /// How far it would lie from where it was put, in metres.
    pub shift_m: Option<f64>,
}

impl CrsHypothesis {
    /// Fit and shift in words.
    pub fn figures(&self, language: Language) -> String {
        let fit = self.fit.map_or_else(|| "–".to_owned(), |fit| format!("{:.0} %", 100.0 * fit));
        let shift = match self.shift_m {
            Some(shift) if shift >= 0.5 => {
                language.pick(format!("，相差 {shift:.0} 米"), format!(", {shift:.0} m off"))
            }
            _ => String::new(),
        };
        language.pick(format!("吻合 {fit}{shift}"), format!("fit {fit}{shift}"))
    }
}

/// Why a file's coordinates are taken to be in a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrsFound {
    /// The user named it.
    Given,
    /// The file's `crs` member names it.
    Declared,
    /// Neither; GeoJSON is WGS 84 then (RFC 7946), and so is most else.
    Default,
    /// By the size of the numbers and the fit with the other layers.
    Evidence,
}

impl CrsFound {
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Given, Self::Declared, Self::Default, Self::Evidence]
            .into_iter()
            .find(|found| found.id() == id)
    }

    /// The name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Declared => "declared",
            Self::Default => "default",
            Self::Evidence => "evidence",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Given => Text::new("由用户指定", "given by the user"),
            Self::Declared => Text::new("文件中声明", "declared in the file"),
            Self::Default => {
                Text::new("未声明，按惯例为 WGS 84", "not declared; WGS 84 by convention")
            }
            Self::Evidence => Text::new("由数据判定", "told by the data"),
        }
    }
}
