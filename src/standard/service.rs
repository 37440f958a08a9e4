//! The catalogue of services within a function, such as dementia care within elder care
//! (沪府办发〔2024〕25号, article 7). The planner extends it.

use serde::{Deserialize, Serialize};

use super::document::group_ids;
use super::{Norm, Norms, Standing};
use crate::language::Message;
use crate::layers::Group;

/// One service of a function.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Service {
    /// The name in files, unique within the function.
    pub id: String,
    pub name: Message,
    /// Whom it is for; empty where it is for those of its function.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "group_ids")]
    pub target_groups: Vec<Group>,
    /// Walking limit in metres, where the service has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub walk_limit_m: Option<Norm>,
    /// What it asks for within its function.
    #[serde(default, skip_serializing_if = "Norms::are_empty")]
    pub norms: Norms,
    /// Of the service belonging to the function; its figures have their own.
    pub standing: Standing,
    pub source: String,
}
