//! Wishes about the walkthrough: to prepare it, and to present it.

use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::study::walkthrough::{Remark, StopKind};
use crate::study::{Stop, StopId};

/// Wishes that prepare the walkthrough. All but looking at a stop are edits; undo takes them back.
#[derive(Debug, Clone, PartialEq)]
pub enum WalkthroughAction {
    /// Makes a stop from what is seen, behind the one looked at.
    AddFromView,
    /// Adds a slide of words, behind the one looked at.
    AddSlide(StopKind),
    /// Looks at a stop: the window shows what it shows.
    GoTo(StopId),
    /// Looks at no stop any more; the view stays as it is.
    Leave,
    /// Puts what is seen in the place of what a stop shows.
    UpdateFromView(StopId),
    Duplicate(StopId),
    Delete(StopId),
    Move {
        id: StopId,
        position: usize,
    },
    /// Puts another state of a stop in the place of the one it has; `what` names the field.
    Change {
        stop: Box<Stop>,
        what: Text,
    },
    /// The same while its words are typed: until typing ends, all of it is one step.
    Type {
        stop: Box<Stop>,
        what: Text,
    },
    EndTyping,
    /// Writes on the map of the stop looked at, with an arrow to what is meant where it is given.
    AddCallout {
        at: WorldPoint,
        target: Option<WorldPoint>,
    },
    /// A call-out is grabbed; what follows until `EndDrag` is one step.
    BeginMoving,
    /// Notes what the meeting said.
    Note {
        stop: StopId,
        remark: Remark,
    },
}

/// Wishes of a presenter. None but keeping a what-if is an edit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PresentAction {
    /// Begins at the stop looked at, or at the first one.
    Begin,
    End,
    Next,
    Previous,
    First,
    Last,
    /// Back to the script, whatever was tried out or looked at.
    ReturnToScript,
    /// Keeps what was tried out as a new scenario.
    Keep,
    /// Shows the controls, or hides them.
    ToggleControls,
    /// Shows the panel of results, or hides it.
    ToggleResults,
    /// Opens the presenter's own window, or closes it.
    TogglePresenter,
    /// Takes the pen up, or puts it down.
    TogglePen,
    /// Blanks the screen, or shows it again.
    ToggleBlank,
    /// Opens the line in which a remark is noted, or closes it.
    ToggleNote,
}
