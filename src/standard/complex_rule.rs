//! What makes a facility a complex (综合体). Whether a facility is one, is judged elsewhere.

use serde::{Deserialize, Serialize};

use super::{Norm, Standing};

/// What a facility needs to be called a complex.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComplexRule {
    pub min_floor_area_m2: Norm,
    /// Recommended where it is possible.
    pub preferred_floor_area_m2: Norm,
    /// How many functions it has at least.
    pub min_functions: u32,
    /// Ids of the functions that come first.
    pub priority_functions: Vec<String>,
    /// How many of those it has at least.
    pub min_priority_functions: u32,
    /// Ids of functions of which it normally has one: a recommendation, no condition.
    pub should_include_one_of: Vec<String>,
    /// Of the counts and lists; the areas have their own.
    pub standing: Standing,
    pub source: String,
}
