//! A study opened in the window: the session, what is derived from its layers for drawing, and
//! where it is saved.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::cartography::{GroundIndex, ReachedStreets};
use crate::files::study_file::SavedStudy;
use crate::files::{
    Examination, ImportError, ImportOptions, ImportReport, LayerSource, Progress, import,
};
use crate::geometry::WorldPoint;
use crate::language::{Language, Message};
use crate::pointing::CandidateIndex;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::{FacilityId, ScenarioId, Study};

use super::comparison::ComparisonStore;
use super::explanations::Explanations;
use super::figures::FigureStore;
use super::integrity::IntegrityCheck;
use super::kept::{Kept, Moment};
use super::lists::ListStore;
use super::map::{Grounds, Keys, Specks, Surfaces, UnitValues};
use super::meeting::{StopPictures, StopViews};
use super::opening::OpeningStages;
use super::phases::PhaseStore;
use super::register::{ScoreStore, StockCount};
use super::saving::{Home, Saving};
use super::siting::SitingStore;
use super::walk_change::WalkChange;

/// An open study.
pub struct Workspace {
    pub session: Session,
    /// When it was opened, in milliseconds since 1970: what was scrolled in one study, or yesterday,
    /// is not in the next.
    pub opened_at_ms: u128,
    pub index: GroundIndex,
    pub candidates: CandidateIndex,
    /// The images of the maps that show it.
    pub grounds: Grounds,
    /// What their colours tell.
    pub keys: Keys,
    /// What their units come to, kept from frame to frame.
    pub unit_values: UnitValues,
    /// What their surfaces are painted from.
    pub surfaces: Surfaces,
    /// The streets within reach of what they single out, kept from frame to frame.
    pub reached_streets: ReachedStreets,
    /// The marks of the buildings selected, kept from frame to frame.
    pub specks: Specks,
    /// What is told of the building selected.
    pub explanations: Explanations,
    /// What two scenarios differ in, kept from frame to frame.
    pub comparison: ComparisonStore,
    /// Measures of access, kept from frame to frame.
    pub figures: FigureStore,
    /// The list under the map, kept from frame to frame.
    pub lists: ListStore,
    /// The facilities of the function looked at, kept from frame to frame.
    pub offering: Kept<(Moment, FunctionIndex), Vec<FacilityId>>,
    /// Projects by year, kept from frame to frame.
    pub phases: PhaseStore,
    /// The suitability of the candidates, kept from frame to frame.
    pub scores: ScoreStore,
    /// How many buildings the dialog of the register finds, kept from frame to frame.
    pub stock: StockCount,
    /// What the map of a stop is made from, kept from frame to frame.
    pub stop_views: StopViews,
    /// Small pictures of stops, for the presenter.
    pub stop_pictures: StopPictures,
    /// Gains, advice and plans of sites.
    pub siting: SitingStore,
    /// What the import understood, repaired and left out.
    pub report: ImportReport,
    /// Another way of walking, while what it leads to is computed.
    pub walk_change: Option<WalkChange>,
    /// The facility being dragged.
    pub drag: Option<Drag>,
    /// The scenario that the file remembers as shown.
    pub remembered: ScenarioId,
    /// Whether an arrow key is moving a facility.
    pub is_nudging: bool,
    pub saving: Saving,
    /// The check of the whole file, while it runs.
    pub integrity: Option<IntegrityCheck>,
    /// The copy of the older format that was kept when the file was upgraded.
    pub kept_copy: Option<PathBuf>,
}

/// A drag under way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drag {
    pub id: FacilityId,
    /// Where the facility was when the drag began.
    pub start: WorldPoint,
    /// Set where it stands in premises, which it can only change for others.
    pub relocating: Option<Relocating>,
}

/// A conversion that is dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Relocating {
    /// Where it is held.
    pub pointed: WorldPoint,
    /// Whether it is converted there for as long as it is held there.
    pub goes: bool,
}

impl Workspace {
    /// Reads layers and prepares everything the first frame needs; takes a while on large data.
    ///
    /// # Errors
    /// What is wrong with the input, one problem per fault.
    pub fn import(
        sources: &[LayerSource],
        options: &ImportOptions,
        progress: &dyn Progress,
    ) -> Result<(Self, Vec<Examination>), ImportError> {
        let stages = OpeningStages::told_to(progress);
        let imported = import(sources, options, &stages)?;
        let (study, home) = (imported.study, Home::Unsaved);
        let workspace = Self::of(study, Session::new, imported.report, home, &stages);
        Ok((workspace.ok_or_else(ImportError::cancelled)?, imported.examinations))
    }

    /// Takes up a study read from its file; `None` when nobody waits for it any more.
    pub fn of_file(saved: SavedStudy, home: Home, stages: &OpeningStages) -> Option<Self> {
        let SavedStudy { study, history, shown, report, .. } = saved;
        let session = |study| Session::restore(study, history, Some(shown));
        Self::of(study, session, report, home, stages)
    }

    /// Makes the walk network, the coverage, and all that is derived from the layers.
    fn of(
        mut study: Study,
        session: impl FnOnce(Study) -> Session,
        report: ImportReport,
        home: Home,
        stages: &OpeningStages,
    ) -> Option<Self> {
        if !stages.next(Message::new("生成步行网络", "Joining the streets")) {
            return None;
        }
        let index = GroundIndex::of(study.layers());
        let candidates = CandidateIndex::of(study.shared_register());
        study.prepare_network_of_all();
        if !stages.next(Message::new("计算覆盖情况", "Computing coverage")) {
            return None;
        }
        let session = session(study);
        let (saving, remembered) = (Saving::new(home), session.shown());
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Some(Self {
            remembered,
            session,
            index,
            candidates,
            grounds: Grounds::default(),
            keys: Keys::default(),
            unit_values: UnitValues::default(),
            surfaces: Surfaces::default(),
            reached_streets: ReachedStreets::default(),
            specks: Specks::default(),
            explanations: Explanations::default(),
            comparison: ComparisonStore::default(),
            figures: FigureStore::default(),
            lists: ListStore::default(),
            offering: Kept::default(),
            phases: PhaseStore::default(),
            scores: ScoreStore::default(),
            stock: StockCount::default(),
            stop_views: StopViews::default(),
            stop_pictures: StopPictures::default(),
            siting: SitingStore::default(),
            report,
            walk_change: None,
            opened_at_ms: now.as_millis(),
            drag: None,
            is_nudging: false,
            saving,
            integrity: None,
            kept_copy: None,
        })
    }

    /// What the study goes by: its file's name, or its own where it has no file.
    pub fn title(&self, language: Language) -> String {
        match self.saving.home().path().and_then(Path::file_name) {
            Some(name) => name.to_string_lossy().into_owned(),
            None => self.session.study().layers().name.of(language).to_owned(),
        }
    }

    /// Brings what is derived from the register up to date with it.
    pub fn follow_register(&mut self) {
        let register = self.session.study().shared_register();
        if !self.candidates.is_of(&register) {
            self.candidates = CandidateIndex::of(register);
        }
    }

    /// All of the study as it stands, to be written into a new file.
    pub fn snapshot(&self) -> SavedStudy {
        SavedStudy::of(&self.session, &self.report)
    }
}
