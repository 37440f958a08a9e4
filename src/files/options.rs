//! What the user may say about the files beyond what they say themselves.

use crate::geometry::Crs;
use crate::language::Message;

use super::FieldMap;

/// How to read layers.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The study's name in titles; otherwise that of the units' folder or file.
    pub study_name: Option<Message>,
    /// The system of the coordinates of all files, whatever they declare.
    pub source_crs: Option<Crs>,
    pub fields: FieldMap,
    pub functions: FunctionNaming,
}

/// How a facility's function is understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FunctionNaming {
    /// Matched to the names and aliases of the standard; what it does not know is added to it.
    #[default]
    Standard,
    /// The field's values are the functions, verbatim.
    AsIs,
}
