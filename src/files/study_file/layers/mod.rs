//! The input layers in a study file: written once, read on every opening. What both ways have in common
//! is here.

mod read;
mod write;

use crate::files::Progress;
use crate::language::Message;
use crate::layers::Group;

use super::StudyFileError;

pub(super) use read::{geometry, point, read};
pub(super) use write::write;

type Outcome<T> = Result<T, StudyFileError>;

/// Tells how far things are.
///
/// # Errors
/// When nobody waits any more.
pub(super) fn report(
    progress: &dyn Progress,
    what: Message,
    done: usize,
    total: usize,
) -> Outcome<()> {
    if progress.cancelled() {
        return Err(StudyFileError::Cancelled);
    }
    progress.stage(what, done, total);
    Ok(())
}

fn residents_column(group: Group) -> String {
    format!("residents_{}", group.id())
}
