//! A study opened in the window: the session and what is derived from its layers for drawing.

use crate::cartography::MapMeshes;
use crate::files::{ImportError, ImportOptions, ImportReport, LayerSource, Progress, import};
use crate::geometry::WorldPoint;
use crate::session::Session;
use crate::study::FacilityId;

/// An open study.
pub struct Workspace {
    pub session: Session,
    pub meshes: MapMeshes,
    /// What the import understood, repaired and left out.
    pub report: ImportReport,
    /// The facility being dragged.
    pub drag: Option<Drag>,
}

/// A drag under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drag {
    pub id: FacilityId,
    /// Where the facility was when the drag began.
    pub start: WorldPoint,
}

impl Workspace {
    /// Reads layers and prepares everything the first frame needs; takes a while on large data.
    ///
    /// # Errors
    /// What is wrong with the input, one problem per fault.
    pub fn open(
        sources: &[LayerSource],
        options: &ImportOptions,
        progress: &dyn Progress,
    ) -> Result<Self, ImportError> {
        let imported = import(sources, options, progress)?;
        let meshes = MapMeshes::of(imported.study.layers());
        let session = Session::new(imported.study);
        Ok(Self { session, meshes, report: imported.report, drag: None })
    }
}
