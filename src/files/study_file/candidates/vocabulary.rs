//! Words and days as records write them.

use super::{Outcome, TABLE};
use crate::files::study_file::StudyFileError;
use crate::study::register::Term;

/// A word of a vocabulary as it is written down.
pub(super) fn word<T: Term>(word: Option<T>) -> Option<String> {
    word.map(|word| word.id().to_owned())
}

/// A word of a vocabulary; none where nothing is written.
pub(super) fn known<T: Term>(id: Option<String>) -> Outcome<Option<T>> {
    let Some(id) = id.filter(|id| !id.is_empty()) else { return Ok(None) };
    let unknown = || StudyFileError::damaged(format!("unknown word {id} in {TABLE}"));
    T::from_id(&id).map(Some).ok_or_else(unknown)
}

/// A value with a text of its own; none where nothing is written.
pub(super) fn parsed<T: std::str::FromStr>(text: Option<String>) -> Outcome<Option<T>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = |_| StudyFileError::damaged(format!("{text} in {TABLE}"));
    text.parse().map(Some).map_err(wrong)
}

pub(super) fn needed<T>(value: Option<T>) -> Outcome<T> {
    value.ok_or_else(|| StudyFileError::damaged(format!("a value is missing in {TABLE}")))
}
