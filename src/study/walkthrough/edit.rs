//! Edits of the walkthrough as data, each with its exact inverse.

use crate::language::Message;

use super::{Stop, StopId, Walkthrough, WalkthroughError};

/// A change of the walkthrough.
#[derive(Debug, Clone, PartialEq)]
pub enum WalkthroughEdit {
    /// Puts a stop at a position of the list; it carries its id, so that a redo gives the same one.
    Add {
        position: usize,
        stop: Box<Stop>,
    },
    Remove(StopId),
    /// Moves a stop to a position of the list.
    Move {
        id: StopId,
        position: usize,
    },
    /// Puts another state of a stop in the place of the one it has.
    Set(Box<Stop>),
}

impl WalkthroughEdit {
    /// One edit that does what `before` and then this one do, where this one overwrites `before`.
    pub fn merged_after(&self, before: &Self) -> Option<Self> {
        match (before, self) {
            (Self::Add { position, stop: first }, Self::Set(then)) if first.id == then.id => {
                Some(Self::Add { position: *position, stop: then.clone() })
            }
            (Self::Set(first), Self::Set(then)) if first.id == then.id => Some(self.clone()),
            _ => None,
        }
    }

    /// What adding, removing and moving does, in the planner's words; what of a stop is set, whoever
    /// sets it says better.
    pub fn label(&self, walkthrough: &Walkthrough) -> Message {
        let title = |id: &StopId| {
            let stop = walkthrough.get(*id);
            stop.map_or_else(Message::empty, |stop| stop.title.clone())
        };
        let of = |zh: &str, en: &str, Message { zh: name_zh, en: name_en }: Message| {
            Message::new(format!("{zh}：{name_zh}"), format!("{en}: {name_en}"))
        };
        match self {
            Self::Add { stop, .. } => of("添加汇报步骤", "Add stop", stop.title.clone()),
            Self::Remove(id) => of("删除汇报步骤", "Delete stop", title(id)),
            Self::Move { id, .. } => of("调整汇报次序", "Move stop", title(id)),
            Self::Set(stop) => of("修改汇报步骤", "Change stop", stop.title.clone()),
        }
    }
}

impl Walkthrough {
    /// Changes the walkthrough by one edit, wholly or not at all, and returns the inverse.
    ///
    /// # Errors
    /// When the edit does not fit; the walkthrough is unchanged then.
    pub(in crate::study) fn apply(
        &mut self,
        edit: WalkthroughEdit,
    ) -> Result<WalkthroughEdit, WalkthroughError> {
        match edit {
            WalkthroughEdit::Add { position, stop } => {
                stop.check()?;
                let id = stop.id;
                if self.get(id).is_some() {
                    return Err(WalkthroughError::IdTaken(id));
                }
                if position > self.stops.len() {
                    return Err(WalkthroughError::NoSuchPosition(position));
                }
                self.stops.insert(position, *stop);
                Ok(WalkthroughEdit::Remove(id))
            }
            WalkthroughEdit::Remove(id) => {
                let position = self.place(id)?;
                let stop = Box::new(self.stops.remove(position));
                Ok(WalkthroughEdit::Add { position, stop })
            }
            WalkthroughEdit::Move { id, position } => {
                let before = self.place(id)?;
                if position >= self.stops.len() {
                    return Err(WalkthroughError::NoSuchPosition(position));
                }
                let stop = self.stops.remove(before);
                self.stops.insert(position, stop);
                Ok(WalkthroughEdit::Move { id, position: before })
            }
            WalkthroughEdit::Set(stop) => {
                stop.check()?;
                let position = self.place(stop.id)?;
                let before = std::mem::replace(&mut self.stops[position], *stop);
                Ok(WalkthroughEdit::Set(Box::new(before)))
            }
        }
    }

    fn place(&self, id: StopId) -> Result<usize, WalkthroughError> {
        self.position(id).ok_or(WalkthroughError::NoSuchStop(id))
    }
}
