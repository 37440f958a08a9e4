//! One scenario under several standards: what the choice of the standard makes of the same
//! facilities and residents.

use std::sync::Arc;

use super::{Coverage, Reached};
use crate::language::Message;
use crate::standard::{Function, Norm, Standard};
use crate::study::{Edit, EditError, Parameters, ScenarioId, Study, WalkLimit};

/// A function as several standards have it.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionByStandard {
    pub id: String,
    pub name: Message,
    /// In the order of the standards; `None` where one does not speak of the function.
    pub under: Vec<Option<UnderStandard>>,
}

/// What one standard makes of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct UnderStandard {
    /// How far one walks, in metres.
    pub limit: Norm,
    pub reached: Reached,
}

/// The coverage of a scenario under each of the standards, function by function: those of the study
/// in their order, then those that only the standards have.
///
/// Each standard counts with its own limits, even where the study has one limit for all; walk model,
/// pace and residents are the study's. `group` is a position in
/// [`Demand::groups`](crate::layers::Demand::groups). Costs a coverage from scratch per standard.
///
/// # Errors
/// When a standard does not fit the study, as with a limit that is out of range.
pub fn by_standard(
    study: &Study,
    scenario: ScenarioId,
    group: usize,
    standards: &[Standard],
) -> Result<Vec<FunctionByStandard>, EditError> {
    let mut rows: Vec<FunctionByStandard> = Vec::new();
    for (position, standard) in standards.iter().enumerate() {
        let under = study_under(study, standard)?;
        let coverage = Coverage::of(&under, scenario);
        for index in under.standard().indexes() {
            let function = under.standard().function(index);
            if function.in_standard {
                let reached = coverage.total(index, group);
                let limit = function.walk_limit();
                let row = row_of(&mut rows, function, standards.len());
                rows[row].under[position] = Some(UnderStandard { limit, reached });
            }
        }
    }
    let place = |row: &FunctionByStandard| study.standard().index_of(&row.id);
    rows.sort_by_key(|row| place(row).map_or(usize::MAX, |index| index.as_usize()));
    Ok(rows)
}

/// The row of a function, added where there is none yet.
fn row_of(rows: &mut Vec<FunctionByStandard>, function: &Function, standards: usize) -> usize {
    if let Some(row) = rows.iter().position(|row| row.id == function.id) {
        return row;
    }
    let (id, name) = (function.id.clone(), function.short_name.clone());
    rows.push(FunctionByStandard { id, name, under: vec![None; standards] });
    rows.len() - 1
}

/// The study as it would be under another standard and its limits.
fn study_under(study: &Study, standard: &Standard) -> Result<Study, EditError> {
    let mut under = study.clone();
    let adopted = Arc::new(standard.in_place_of(study.standard()));
    under.apply(Edit::SetStandard(adopted))?;
    let parameters = Parameters { limit: WalkLimit::ByStandard, ..*study.parameters() };
    under.apply(Edit::SetParameters(parameters))?;
    Ok(under)
}
