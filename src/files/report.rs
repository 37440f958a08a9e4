//! What an import understood, told file by file.

use crate::geometry::{Crs, LonLat};
use crate::language::Text;

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
    /// South-west and north-east corner; `None` without usable geometry.
    pub extent: Option<[LonLat; 2]>,
    /// Our field → the column it is read from.
    pub fields: Vec<(String, String)>,
}

/// Why a file's coordinates are taken to be in a system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrsFound {
    /// The user named it.
    Given,
    /// The file's `crs` member names it.
    Declared,
    /// Neither; GeoJSON is WGS 84 then (RFC 7946).
    Default,
}

impl CrsFound {
    pub fn from_id(id: &str) -> Option<Self> {
        [Self::Given, Self::Declared, Self::Default].into_iter().find(|found| found.id() == id)
    }

    /// The name in machine-readable output.
    pub fn id(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Declared => "declared",
            Self::Default => "default",
        }
    }

    pub fn name(self) -> Text {
        match self {
            Self::Given => Text::new("由用户指定", "given by the user"),
            Self::Declared => Text::new("文件中声明", "declared in the file"),
            Self::Default => {
                Text::new("未声明，按 GeoJSON 惯例", "not declared; GeoJSON's default")
            }
        }
    }
}
