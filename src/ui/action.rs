//! Everything a planner can ask for. Tools and panels only collect actions; `dispatch` carries
//! them out after the frame.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

#[cfg(feature = "online-basemap")]
use crate::basemap::Address;
use crate::cartography::{MapLayers, Symbology, ThemeChoice};
use crate::files::{Field, Role, TextEncoding};
use crate::geometry::{Crs, WorldPoint};
use crate::language::{Language, Text};
use crate::standard::FunctionIndex;
use crate::study::{Description, EditNumber, FacilityId, ScenarioId, WalkLimit};

use super::view::{CompareMode, Selection, Tool};

/// A wish of the planner.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Edit(EditAction),
    Scenario(ScenarioAction),
    View(ViewAction),
    File(FileAction),
    Review(ReviewAction),
    Basemap(BasemapAction),
}

/// Wishes that change the study; undo takes them back.
#[derive(Debug, Clone, PartialEq)]
pub enum EditAction {
    PlaceFacility {
        at: WorldPoint,
    },
    BeginDrag(FacilityId),
    /// Metres to the east and north since the drag began.
    DragBy {
        id: FacilityId,
        east_m: f64,
        north_m: f64,
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
    /// Puts a facility of the chosen function into a building.
    ConvertBuilding(usize),
    /// A number is grabbed to be dragged; what follows until `EndDrag` is one step.
    BeginAdjusting,
    SetLimit(WalkLimit),
    SetDetour(f64),
    /// Sets a function's limit in the study's standard.
    SetFunctionLimit {
        function: FunctionIndex,
        limit_m: f64,
    },
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
    FitStudy,
    FlyTo(WorldPoint),
    ShowLayers(MapLayers),
    SetSymbology(Symbology),
    SetLanguage(Language),
    SetTheme(ThemeChoice),
    DismissNotice(usize),
    SetCompareMode(CompareMode),
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

/// Which finding of which layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingPlace {
    pub layer: usize,
    pub finding: usize,
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

/// A wish with a name, a key and a place in the menus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    OpenLayers,
    OpenSample,
    UpdateLayers,
    SaveAs,
    Compact,
    Undo,
    Redo,
    Select,
    Place,
    Fit,
}

impl Command {
    pub const ALL: [Self; 10] = [
        Self::OpenLayers,
        Self::OpenSample,
        Self::UpdateLayers,
        Self::SaveAs,
        Self::Compact,
        Self::Undo,
        Self::Redo,
        Self::Select,
        Self::Place,
        Self::Fit,
    ];

    pub fn action(self) -> Action {
        match self {
            Self::OpenLayers => FileAction::ShowOpening.into(),
            Self::OpenSample => FileAction::OpenSample.into(),
            Self::UpdateLayers => FileAction::ShowUpdating.into(),
            Self::SaveAs => FileAction::ShowSaveAs.into(),
            Self::Compact => FileAction::Compact.into(),
            Self::Undo => EditAction::Undo.into(),
            Self::Redo => EditAction::Redo.into(),
            Self::Select => ViewAction::ChooseTool(Tool::Select).into(),
            Self::Place => ViewAction::ChooseTool(Tool::Place).into(),
            Self::Fit => ViewAction::FitStudy.into(),
        }
    }

    pub fn label(self) -> Text {
        match self {
            Self::OpenLayers => Text::new("打开…", "Open…"),
            Self::OpenSample => Text::new("打开示例", "Sample study"),
            Self::UpdateLayers => Text::new("更新图层…", "Update layers…"),
            Self::SaveAs => Text::new("另存为…", "Save as…"),
            Self::Compact => Text::new("压缩文件", "Compact the file"),
            Self::Undo => Text::new("撤销", "Undo"),
            Self::Redo => Text::new("重做", "Redo"),
            Self::Select => Text::new("选择", "Select"),
            Self::Place => Text::new("放置设施", "Place facility"),
            Self::Fit => Text::new("全图", "Fit"),
        }
    }

    pub fn tooltip(self) -> Text {
        match self {
            Self::OpenLayers => Text::new(
                "打开研究文件（.gpkg），或规划单元、建筑和设施图层；也可直接拖入窗口",
                "Open a study (.gpkg), or layers of units, buildings and facilities; or drop them \
                 on the window",
            ),
            Self::SaveAs => Text::new(
                "把研究保存为一个 GeoPackage 文件；此后每步修改立即写入",
                "Save the study as one GeoPackage file; every edit is then written at once",
            ),
            Self::Compact => Text::new(
                "收回文件中不再使用的空间",
                "Give unused space of the file back to the disk",
            ),
            Self::UpdateLayers => Text::new(
                "用新版本的图层替换本研究的图层；方案中的修改保留",
                "Put newer layers in the place of this study's own; edits of the scenarios stay",
            ),
            Self::OpenSample => {
                Text::new("打开虚构的示例片区", "Open the fictional sample district")
            }
            Self::Undo => Text::new("撤销上一步", "Take back the last step"),
            Self::Redo => Text::new("重做撤销的一步", "Do the undone step again"),
            Self::Select => Text::new(
                "选择和拖动设施、单元与建筑",
                "Select and drag facilities, units and buildings",
            ),
            Self::Place => Text::new(
                "在地图上点击，放置当前功能的拟设设施；按住 Shift 可连续放置",
                "Click the map to place a hypothetical facility of the chosen function; \
                 hold Shift to place several",
            ),
            Self::Fit => Text::new("显示整个研究范围", "Show the whole study"),
        }
    }

    /// The keys that give the command, the usual one first.
    pub fn shortcuts(self) -> Vec<KeyboardShortcut> {
        const COMMAND: Modifiers = Modifiers::COMMAND;
        const NONE: Modifiers = Modifiers::NONE;
        let keys = match self {
            Self::OpenLayers => vec![(COMMAND, Key::O)],
            Self::OpenSample | Self::UpdateLayers | Self::Compact => vec![],
            // A study with a file is saved already; the usual key still does what is meant.
            Self::SaveAs => vec![(COMMAND.plus(Modifiers::SHIFT), Key::S), (COMMAND, Key::S)],
            Self::Undo => vec![(COMMAND, Key::Z)],
            Self::Redo => vec![(COMMAND.plus(Modifiers::SHIFT), Key::Z), (COMMAND, Key::Y)],
            Self::Select => vec![(NONE, Key::V)],
            Self::Place => vec![(NONE, Key::P)],
            Self::Fit => vec![(NONE, Key::F)],
        };
        keys.into_iter().map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key)).collect()
    }
}
