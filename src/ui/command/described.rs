//! What each command asks for, what it is called, what it says it does, and its keys.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::language::Text;
use crate::ui::action::{Action, EditAction, FileAction, SitingAction, StandardAction, ViewAction};
use crate::ui::meeting::{PresentAction, WalkthroughAction};
use crate::ui::view::Tool;

use super::Command;

/// All that is to be known of a command.
pub(super) struct Description {
    pub action: fn() -> Action,
    pub label: Text,
    pub tooltip: Text,
    /// The keys that give the command, the usual one first.
    pub keys: &'static [KeyboardShortcut],
}

const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

const fn with_command(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

const fn with_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

impl Command {
    pub(super) fn description(self) -> &'static Description {
        match self {
            Self::OpenLayers => &OPEN_LAYERS,
            Self::OpenSample => &OPEN_SAMPLE,
            Self::UpdateLayers => &UPDATE_LAYERS,
            Self::SaveAs => &SAVE_AS,
            Self::Compact => &COMPACT,
            Self::Undo => &UNDO,
            Self::Redo => &REDO,
            Self::Select => &SELECT,
            Self::Place => &PLACE,
            Self::Rectangle => &RECTANGLE,
            Self::Lasso => &LASSO,
            Self::Distance => &DISTANCE,
            Self::Area => &AREA,
            Self::Callout => &CALLOUT,
            Self::Snap => &SNAP,
            Self::Fit => &FIT,
            Self::Lists => &LISTS,
            Self::Phases => &PHASES,
            Self::Evaluation => &EVALUATION,
            Self::Siting => &SITING,
            Self::Standard => &STANDARD,
            Self::AddStop => &ADD_STOP,
            Self::Present => &PRESENT,
            Self::Handbook => &HANDBOOK,
        }
    }
}

const OPEN_LAYERS: Description = Description {
    action: || FileAction::ShowOpening.into(),
    label: Text::new("打开…", "Open…"),
    tooltip: Text::new(
        "打开研究文件（.gpkg），或规划单元、建筑和设施图层；也可直接拖入窗口",
        "Open a study (.gpkg), or layers of units, buildings and facilities; or drop them \
         on the window",
    ),
    keys: &[with_command(Key::O)],
};

const OPEN_SAMPLE: Description = Description {
    action: || FileAction::OpenSample.into(),
    label: Text::new("打开示例", "Sample study"),
    tooltip: Text::new("打开虚构的示例片区", "Open the fictional sample district"),
    keys: &[],
};

const UPDATE_LAYERS: Description = Description {
    action: || FileAction::ShowUpdating.into(),
    label: Text::new("更新图层…", "Update layers…"),
    tooltip: Text::new(
        "用新版本的图层替换本研究的图层；方案中的修改保留",
        "Put newer layers in the place of this study's own; edits of the scenarios stay",
    ),
    keys: &[],
};

const SAVE_AS: Description = Description {
    action: || FileAction::ShowSaveAs.into(),
    label: Text::new("另存为…", "Save as…"),
    tooltip: Text::new(
        "把研究保存为一个 GeoPackage 文件；此后每步修改立即写入",
        "Save the study as one GeoPackage file; every edit is then written at once",
    ),
    // A study with a file is saved already; the usual key still does what is meant.
    keys: &[with_shift(Key::S), with_command(Key::S)],
};

const COMPACT: Description = Description {
    action: || FileAction::Compact.into(),
    label: Text::new("压缩文件", "Compact the file"),
    tooltip: Text::new(
        "收回文件中不再使用的空间",
        "Give unused space of the file back to the disk",
    ),
    keys: &[],
};

const UNDO: Description = Description {
    action: || EditAction::Undo.into(),
    label: Text::new("撤销", "Undo"),
    tooltip: Text::new("撤销上一步", "Take back the last step"),
    keys: &[with_command(Key::Z)],
};

const REDO: Description = Description {
    action: || EditAction::Redo.into(),
    label: Text::new("重做", "Redo"),
    tooltip: Text::new("重做撤销的一步", "Do the undone step again"),
    keys: &[with_shift(Key::Z), with_command(Key::Y)],
};

const SELECT: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Select).into(),
    label: Text::new("选择", "Select"),
    tooltip: Text::new(
        "选择和拖动设施、单元与建筑",
        "Select and drag facilities, units and buildings",
    ),
    keys: &[plain(Key::V)],
};

const PLACE: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Place).into(),
    label: Text::new("放置设施", "Place facility"),
    tooltip: Text::new(
        "在地图上点击，放置当前功能的拟设设施；按住 Shift 可连续放置",
        "Click the map to place a hypothetical facility of the chosen function; \
         hold Shift to place several",
    ),
    keys: &[plain(Key::P)],
};

const RECTANGLE: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Rectangle).into(),
    label: Text::new("框选", "Rectangle"),
    tooltip: Text::new(
        "拖出矩形，选择其中可见的要素：设施按位置、建筑按需求点、单元按形心；\
         按住 Shift 添加，Ctrl 或 Alt 移除",
        "Drag a rectangle to select what is seen in it: facilities by their place, \
         buildings by their demand point, units by their centroid; Shift adds, Ctrl or \
         Alt takes away",
    ),
    keys: &[plain(Key::R)],
};

const LASSO: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Lasso).into(),
    label: Text::new("套索选择", "Lasso"),
    tooltip: Text::new(
        "徒手圈选可见的要素：设施按位置、建筑按需求点、单元按形心；\
         按住 Shift 添加，Ctrl 或 Alt 移除",
        "Draw around what is to be selected of what is seen: facilities by their place, \
         buildings by their demand point, units by their centroid; Shift adds, Ctrl or \
         Alt takes away",
    ),
    keys: &[plain(Key::L)],
};

const DISTANCE: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Distance).into(),
    label: Text::new("量测距离", "Measure distance"),
    tooltip: Text::new(
        "逐点点击量测直线距离；Backspace 去掉上一点，双击或 Enter 结束，Esc 清除",
        "Click from point to point to measure straight lines; Backspace takes the last \
         point back, a double click or Enter ends, Escape clears",
    ),
    keys: &[plain(Key::M)],
};

const AREA: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Area).into(),
    label: Text::new("量测面积", "Measure area"),
    tooltip: Text::new(
        "沿边界逐点点击量测面积；Backspace 去掉上一点，双击或 Enter 结束，Esc 清除",
        "Click along an outline to measure its area; Backspace takes the last point back, \
         a double click or Enter ends, Escape clears",
    ),
    keys: &[plain(Key::A)],
};

const CALLOUT: Description = Description {
    action: || ViewAction::ChooseTool(Tool::Callout).into(),
    label: Text::new("标注", "Call-out"),
    tooltip: Text::new(
        "点击地图写标注，或拖向所指位置；写在当前汇报步骤上",
        "Click the map to write on it, or drag towards what is meant; it is written on the \
         stop of the walkthrough that is looked at",
    ),
    keys: &[plain(Key::C)],
};

const SNAP: Description = Description {
    action: || ViewAction::ToggleSnapping.into(),
    label: Text::new("捕捉", "Snap"),
    tooltip: Text::new(
        "放置、拖动和量测时捕捉到附近可见的候选点、建筑和街道；按住 Ctrl 临时关闭",
        "While placing, dragging and measuring, snap to candidates, buildings and streets \
         that are seen nearby; hold Ctrl to keep free of them",
    ),
    keys: &[plain(Key::S)],
};

const FIT: Description = Description {
    action: || ViewAction::FitStudy.into(),
    label: Text::new("全图", "Fit"),
    tooltip: Text::new("显示整个研究范围", "Show the whole study"),
    keys: &[plain(Key::F)],
};

const LISTS: Description = Description {
    action: || ViewAction::ToggleLists.into(),
    label: Text::new("清单", "Lists"),
    tooltip: Text::new(
        "在地图下方显示需求、资源、项目清单及资金、分年表",
        "Show the lists of demand, resources and projects under the map, with money and years",
    ),
    keys: &[plain(Key::T)],
};

const PHASES: Description = Description {
    action: || ViewAction::TogglePhases.into(),
    label: Text::new("分期安排…", "Phases…"),
    tooltip: Text::new(
        "按年份排列项目：在各年之间拖动，对照年度预算和覆盖率曲线",
        "Projects year by year: drag them from year to year, beside budgets and the curve of \
         coverage",
    ),
    keys: &[plain(Key::Y)],
};

const EVALUATION: Description = Description {
    action: || ViewAction::ToggleEvaluation.into(),
    label: Text::new("年度评价…", "Yearly evaluation…"),
    tooltip: Text::new(
        "同一研究各年数据的指标、变化分解、小地图和时间滑块",
        "The same study on the data of several years: indicators, what changed them, maps \
         side by side",
    ),
    keys: &[with_shift(Key::E)],
};

const SITING: Description = Description {
    action: || SitingAction::Toggle.into(),
    label: Text::new("选址", "Siting"),
    tooltip: Text::new(
        "下一处设在哪里增益最大、如何改善现有布局、方案离最优还差多少",
        "Where the next facility does most good, how those there are could do more, and how far \
         a plan is from the best",
    ),
    keys: &[plain(Key::G)],
};

const STANDARD: Description = Description {
    action: || StandardAction::Show(None).into(),
    label: Text::new("标准…", "Standard…"),
    tooltip: Text::new(
        "查看和修改步行距离、面积与能力指标及其来源；更换和比选标准",
        "Look at and change walking limits, norms of area and capacity and their sources; \
         choose and compare standards",
    ),
    keys: &[with_command(Key::E)],
};

const ADD_STOP: Description = Description {
    action: || WalkthroughAction::AddFromView.into(),
    label: Text::new("添加画面", "Add stop"),
    tooltip: Text::new(
        "把所见画面存为汇报的一步",
        "Keep what is seen as a stop of the walkthrough",
    ),
    keys: &[plain(Key::B)],
};

const PRESENT: Description = Description {
    action: || PresentAction::Begin.into(),
    label: Text::new("放映", "Present"),
    tooltip: Text::new(
        "全屏放映汇报，从当前步骤开始",
        "Present the walkthrough on the whole screen, from the stop looked at",
    ),
    keys: &[plain(Key::F5)],
};

const HANDBOOK: Description = Description {
    action: || ViewAction::ToggleHandbook.into(),
    label: Text::new("手册", "Handbook"),
    tooltip: Text::new(
        "打开手册中讲所见界面的一页",
        "The handbook, at the page about what is looked at",
    ),
    keys: &[plain(Key::F1)],
};
