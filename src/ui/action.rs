//! Everything a planner can ask for. Tools and panels only collect actions; `dispatch` carries
//! them out after the frame. Wishes about one part of the window stand with that part.

use std::path::PathBuf;

use crate::analysis::measures::CatchmentMethod;
use crate::cartography::{MapLayers, Symbology, ThemeChoice};
use crate::files::Role;
use crate::geometry::{DrawnArea, WorldPoint};
use crate::language::Language;
use crate::pointing::{Gathered, Merging};
use crate::standard::FunctionIndex;
use crate::study::{
    Description, EditNumber, FacilityId, Operation, Parameters, ProgrammeRules, Project, ScenarioId,
};

pub use super::basemap::BasemapAction;
use super::handout::Handout;
use super::lists::ListView;
use super::meeting::{PresentAction, WalkthroughAction};
pub use super::register::RegisterAction;
pub use super::review::ReviewAction;
pub use super::siting::SitingAction;
pub use super::standards::StandardAction;
use super::view::{CompareMode, EquityValue, Selection, Tool};

/// A wish of the planner.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Edit(EditAction),
    Scenario(ScenarioAction),
    View(ViewAction),
    File(FileAction),
    Review(ReviewAction),
    Basemap(BasemapAction),
    Standard(StandardAction),
    Register(RegisterAction),
    Walkthrough(WalkthroughAction),
    Present(PresentAction),
    Siting(SitingAction),
}

/// Wishes that change the study; undo takes them back.
#[derive(Debug, Clone, PartialEq)]
pub enum EditAction {
    PlaceFacility {
        at: WorldPoint,
    },
    BeginDrag(FacilityId),
    /// Where the facility is dragged to in this frame.
    DragTo {
        id: FacilityId,
        to: WorldPoint,
    },
    EndDrag,
    CancelDrag,
    /// Moves by metres to the east and north, as the arrow keys do.
    Nudge {
        id: FacilityId,
        east_m: f64,
        north_m: f64,
    },
    /// Ends the step of an arrow key that was held down.
    EndNudge,
    Delete(FacilityId),
    /// Deletes facilities together, as one step.
    DeleteAll(Vec<FacilityId>),
    Rename {
        id: FacilityId,
        name: String,
    },
    SetFunctions {
        id: FacilityId,
        functions: Vec<FunctionIndex>,
    },
    Resize {
        id: FacilityId,
        floor_area_m2: Option<f64>,
    },
    SetCapacity {
        id: FacilityId,
        capacity: Option<f64>,
    },
    /// What is known of a facility's functions one by one.
    SetOperations {
        id: FacilityId,
        operations: Vec<Operation>,
    },
    SetProject {
        id: FacilityId,
        project: Project,
    },
    /// Moves a project to another year, or to none.
    SetYear {
        id: FacilityId,
        year: Option<i32>,
    },
    /// Puts a facility of the chosen function into a building.
    ConvertBuilding(usize),
    /// A number is grabbed to be dragged; what follows until `EndDrag` is one step.
    BeginAdjusting,
    /// Sets how far, how fast and along which ways residents walk.
    SetParameters(Parameters),
    /// Goes on walking as before, instead of waiting for another way of walking.
    KeepWalk,
    /// Sets prices, budgets and how pilots are chosen.
    SetProgrammeRules(Box<ProgrammeRules>),
    Undo,
    Redo,
    /// Undoes or redoes until so many steps are done.
    GoToStep(usize),
}

/// Wishes about whole scenarios. All but showing and comparing are edits too.
#[derive(Debug, Clone, PartialEq)]
pub enum ScenarioAction {
    Show(ScenarioId),
    /// Sets another scenario beside the one shown, or none.
    Compare(Option<ScenarioId>),
    /// Starts a scenario on top of another.
    Branch(ScenarioId),
    Duplicate(ScenarioId),
    /// Deletes a scenario and those that build on it.
    Delete(ScenarioId),
    Describe {
        id: ScenarioId,
        description: Description,
    },
    Reorder {
        id: ScenarioId,
        position: usize,
    },
    /// Takes an edit to the end of another scenario.
    CherryPick {
        number: EditNumber,
        to: ScenarioId,
        moving: bool,
    },
    /// Takes an edit out of its scenario.
    RemoveEdit {
        scenario: ScenarioId,
        number: EditNumber,
    },
}

/// Wishes that change only what is seen.
#[derive(Debug, Clone, PartialEq)]
pub enum ViewAction {
    ChooseFunction(FunctionIndex),
    ChooseGroup(usize),
    ChooseTool(Tool),
    Select(Selection),
    /// Selects what lies in an area drawn on the map.
    SelectWithin {
        area: DrawnArea,
        how: Merging,
    },
    /// Selects things that belong together, such as the rows of a list.
    SelectThings(Gathered),
    /// Measures on to a place, or begins there.
    AddVertex(WorldPoint),
    RemoveVertex,
    EndMeasuring,
    ClearMeasurement,
    ToggleSnapping,
    FitStudy,
    FlyTo(WorldPoint),
    ShowLayers(MapLayers),
    SetSymbology(Symbology),
    SetLanguage(Language),
    SetTheme(ThemeChoice),
    DismissNotice(usize),
    SetCompareMode(CompareMode),
    ChooseCatchmentMethod(CatchmentMethod),
    ChooseEquityValue(EquityValue),
    /// Shows, sorts, filters or closes the lists under the map.
    ShowLists(ListView),
    /// Opens the lists on the one last shown, or closes them.
    ToggleLists,
    /// Opens or closes the window on the selected facility's rooms and project.
    ToggleProgramme,
    /// Opens or closes the board of projects by year.
    TogglePhases,
    /// Opens or closes the yearly evaluation.
    ToggleEvaluation,
    /// Opens the handbook on the page about what is looked at, or closes it.
    ToggleHandbook,
}

/// Wishes that open or read files.
#[derive(Debug, Clone, PartialEq)]
pub enum FileAction {
    OpenSample,
    /// Shows the list of layers to open.
    ShowOpening,
    /// Shows the list of newer layers for the open study.
    ShowUpdating,
    CloseOpening,
    /// Asks for files with the system's dialog.
    BrowseFiles,
    /// Adds files or folders to the list of layers to open.
    AddPaths(Vec<PathBuf>),
    SetRole {
        entry: usize,
        role: Role,
    },
    RemoveEntry(usize),
    /// Reads the listed layers.
    OpenListed,
    CancelReading,
    /// Opens a study file.
    OpenFile(PathBuf),
    ShowSaveAs,
    CloseSaveAs,
    BrowseSaveAs,
    SaveTo(PathBuf),
    /// Asks where a booklet, workbook or public page is to be written.
    ShowHandout(Handout),
    /// Makes it in the background.
    MakeHandout(Handout, PathBuf),
    CancelHandout,
    /// Opens a file or folder with the system's program for it.
    OpenOutside(PathBuf),
    /// Asks for an edited workbook, and reads its list of projects back.
    ShowReadLists,
    ReadLists(PathBuf),
    /// The same, without what cannot be read.
    ReadListsPartly(PathBuf),
    RetrySaving,
    Compact,
    /// The window is to close.
    Close,
    /// Answers to the question what to do with edits that have no name.
    SaveThenLeave,
    DiscardAndLeave,
    Stay,
    /// Opens what an earlier session left without a name.
    Recover(PathBuf),
    DiscardRecovered(PathBuf),
}

/// Each kind of wish becomes a wish of the planner by `into`.
macro_rules! kinds {
    ($($kind:ident($action:ty)),+ $(,)?) => {$(
        impl From<$action> for Action {
            fn from(action: $action) -> Self {
                Self::$kind(action)
            }
        }
    )+};
}

kinds! {
    Edit(EditAction),
    Scenario(ScenarioAction),
    View(ViewAction),
    File(FileAction),
    Review(ReviewAction),
    Basemap(BasemapAction),
    Standard(StandardAction),
    Register(RegisterAction),
    Walkthrough(WalkthroughAction),
    Present(PresentAction),
    Siting(SitingAction),
}
