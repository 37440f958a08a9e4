//! What the user may say about the files beyond what they say themselves.

use crate::geometry::Crs;
use crate::language::Message;

use super::{FieldMap, Role};

/// How to read layers.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// The study's name in titles; otherwise that of the units' folder or file.
    pub study_name: Option<Message>,
    /// The systems of the coordinates, whatever the files declare: of one role, or of all.
    pub source_crs: Vec<(Option<Role>, Crs)>,
    pub fields: FieldMap,
    pub functions: FunctionNaming,
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
