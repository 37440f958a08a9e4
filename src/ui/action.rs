//! Everything a planner can ask for. Tools and panels only collect actions; `dispatch` carries
//! them out after the frame.

use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::measures::CatchmentMethod;
#[cfg(feature = "online-basemap")]
use crate::basemap::Address;
use crate::cartography::{MapLayers, Symbology, ThemeChoice};
use crate::files::{Field, Role, TextEncoding};
use crate::geometry::{Crs, DrawnArea, WorldPoint};
use crate::language::{Language, Text};
use crate::pointing::{Gathered, Merging};
use crate::standard::{FigurePlace, Function, FunctionIndex, Service, Standard};
use crate::study::register::{ReviewStep, StockFilter, SuitabilityWeights};
use crate::study::{
    Candidate, CandidateId, Description, EditNumber, FacilityId, Operation, Parameters,
    ProgrammeRules, Project, ScenarioId,
};

use super::handout::Handout;
use super::lists::ListView;
use super::meeting::{PresentAction, WalkthroughAction};
use super::register::Converting;
pub use super::siting::SitingAction;
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

/// Wishes about what lies below the map.
#[derive(Debug, Clone, PartialEq)]
pub enum BasemapAction {
    /// Asks for a file with the system's dialog.
    Browse,
    Remove,
    /// Asks for the address of a server.
    #[cfg(feature = "online-basemap")]
    ShowOnline,
    #[cfg(feature = "online-basemap")]
    CloseOnline,
    /// The server may be contacted.
    #[cfg(feature = "online-basemap")]
    GoOnline(Address),
}

/// Wishes about the standard of the study. All but showing it and files are edits too.
#[derive(Debug, Clone, PartialEq)]
pub enum StandardAction {
    /// Shows its window, on a function where one is named.
    Show(Option<String>),
    Close,
    /// Puts a number at a place, or takes it away.
    SetFigure {
        place: FigurePlace,
        value: Option<f64>,
    },
    /// Puts back the number that stood at a place before the study changed it.
    RestoreFigure(FigurePlace),
    AddFunction(Box<Function>),
    AddService {
        function: String,
        service: Box<Service>,
    },
    RemoveService {
        function: String,
        service: String,
    },
    /// Turns to another standard.
    Adopt(Arc<Standard>),
    BrowseImport,
    Import(PathBuf),
    ShowExport,
    Export(PathBuf),
}

/// Wishes about the candidate register. Changing, adding, converting and weighing are edits.
#[derive(Debug, Clone, PartialEq)]
pub enum RegisterAction {
    /// Opens or closes the list.
    ShowList(bool),
    /// Puts another state of a candidate in the place of what is known; `what` names the field.
    Change {
        candidate: Box<Candidate>,
        what: Text,
    },
    /// A step of the joint review.
    Step {
        id: CandidateId,
        step: ReviewStep,
    },
    Remove(CandidateId),
    /// Puts a facility of the chosen function into a candidate; asks first where the joint review
    /// lacks something.
    Convert(CandidateId),
    /// The answer to that question: convert it, or not.
    ConvertAllTheSame(Converting),
    LeaveAsItIs,
    /// Opens the dialog that adds buildings, or changes its filter; none closes it.
    ShowAdding(Option<StockFilter>),
    AddBuildings(StockFilter),
    /// A weight is grabbed to be dragged; what follows until `EndDrag` is one step.
    BeginWeighing,
    Weigh(SuitabilityWeights),
}

/// Which finding of which layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingPlace {
    pub layer: usize,
    pub finding: usize,
}

impl From<WalkthroughAction> for Action {
    fn from(action: WalkthroughAction) -> Self {
        Self::Walkthrough(action)
    }
}

impl From<PresentAction> for Action {
    fn from(action: PresentAction) -> Self {
        Self::Present(action)
    }
}

impl From<StandardAction> for Action {
    fn from(action: StandardAction) -> Self {
        Self::Standard(action)
    }
}

impl From<SitingAction> for Action {
    fn from(action: SitingAction) -> Self {
        Self::Siting(action)
    }
}

impl From<RegisterAction> for Action {
    fn from(action: RegisterAction) -> Self {
        Self::Register(action)
    }
}

impl From<BasemapAction> for Action {
    fn from(action: BasemapAction) -> Self {
        Self::Basemap(action)
    }
}

impl From<ReviewAction> for Action {
    fn from(action: ReviewAction) -> Self {
        Self::Review(action)
    }
}

impl From<EditAction> for Action {
    fn from(action: EditAction) -> Self {
        Self::Edit(action)
    }
}

impl From<ScenarioAction> for Action {
    fn from(action: ScenarioAction) -> Self {
        Self::Scenario(action)
    }
}

impl From<ViewAction> for Action {
    fn from(action: ViewAction) -> Self {
        Self::View(action)
    }
}

impl From<FileAction> for Action {
    fn from(action: FileAction) -> Self {
        Self::File(action)
    }
}
