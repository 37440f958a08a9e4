//! What the user may say about the files beyond what they say themselves.

use std::sync::Arc;

use crate::geometry::Crs;
use crate::language::Message;
use crate::standard::Standard;

use super::{FieldMap, Role, TextEncoding};

/// How to read layers.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The study's name in titles; otherwise that of the units' folder or file.
    pub study_name: Option<Message>,
    /// The systems of the coordinates, whatever the files declare: of one role, or of all.
    pub source_crs: Vec<(Option<Role>, Crs)>,
    /// The encoding of text in the files, whatever they say themselves.
    pub encoding: Option<TextEncoding>,
    pub fields: FieldMap,
    pub functions: FunctionNaming,
    /// The standard that functions are matched to; otherwise the shipped one for Shanghai.
    pub standard: Option<Arc<Standard>>,
    /// Whether faults that make a layer unusable are set right instead, and told: a number of
    /// persons that is none counts as nobody, a unit's id that stands twice gets a number. Who looks
    /// at the report wants that; who only sees totals wants to hear no.
    pub repair: bool,
    /// Whether units are compared with each other, which takes a while.
    pub thorough: bool,
}

impl ImportOptions {
    /// The system the user named for a role; the word for the role goes before that for all, the
    /// last before the first.
    pub(super) fn crs_of(&self, role: Role) -> Option<&Crs> {
        let named = |wanted: Option<Role>| {
            let mut named = self.source_crs.iter().rev().filter(move |(role, _)| *role == wanted);
            named.next().map(|(_, crs)| crs)
        };
        named(Some(role)).or_else(|| named(None))
    }
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
