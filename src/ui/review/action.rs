//! Wishes about layers that are read and not yet taken over.

use std::path::PathBuf;

use crate::files::{Field, TextEncoding};
use crate::geometry::Crs;

/// Wishes about layers that are read and not yet taken over.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewAction {
    /// The layers become the study.
    Accept,
    /// Back to the list of files.
    GoBack,
    /// Says in which system the coordinates of a layer are; none leaves it to the data.
    SetCrs {
        layer: usize,
        crs: Option<Crs>,
    },
    /// Says in which encoding the text of a layer is; none leaves it to the file.
    SetEncoding {
        layer: usize,
        encoding: Option<TextEncoding>,
    },
    /// Says from which column a field is read; none reads it from nowhere.
    SetColumn {
        layer: usize,
        field: Field,
        column: Option<String>,
    },
    /// Marks everything of a kind on the map, or nothing.
    Show(Option<FindingPlace>),
    /// Flies to one problem of a finding.
    FlyTo {
        finding: FindingPlace,
        problem: usize,
    },
    ShowSaveReport,
    SaveReport(PathBuf),
}

/// Which finding of which layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingPlace {
    pub layer: usize,
    pub finding: usize,
}
