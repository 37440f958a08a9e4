//! Commands: wishes with a name, a key and a place in menus and toolbars.

use egui::{Key, KeyboardShortcut, Modifiers};

use crate::language::{Language, Text};

use super::action::{Action, EditAction, FileAction, SitingAction, StandardAction, ViewAction};
use super::meeting::{PresentAction, WalkthroughAction};
use super::view::Tool;

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
    Rectangle,
    Lasso,
    Distance,
    Area,
    Callout,
    Snap,
    Fit,
    Lists,
    Phases,
    Evaluation,
    Siting,
    Standard,
    AddStop,
    Present,
    Handbook,
}

impl Command {
    pub const ALL: [Self; 24] = [
        Self::OpenLayers,
        Self::OpenSample,
        Self::UpdateLayers,
        Self::SaveAs,
        Self::Compact,
        Self::Undo,
        Self::Redo,
        Self::Select,
        Self::Place,
        Self::Rectangle,
        Self::Lasso,
        Self::Distance,
        Self::Area,
        Self::Callout,
        Self::Snap,
        Self::Fit,
        Self::Lists,
        Self::Phases,
        Self::Evaluation,
        Self::Siting,
        Self::Standard,
        Self::AddStop,
        Self::Present,
        Self::Handbook,
    ];

    /// The commands that choose a tool, in the order of the toolbar.
    pub const TOOLS: [Self; 7] = [
        Self::Select,
        Self::Place,
        Self::Rectangle,
        Self::Lasso,
        Self::Distance,
        Self::Area,
        Self::Callout,
    ];

    /// The tool the command chooses, if it chooses one.
    pub fn tool(self) -> Option<Tool> {
        match self {
            Self::Select => Some(Tool::Select),
            Self::Place => Some(Tool::Place),
            Self::Rectangle => Some(Tool::Rectangle),
            Self::Lasso => Some(Tool::Lasso),
            Self::Distance => Some(Tool::Distance),
            Self::Area => Some(Tool::Area),
            Self::Callout => Some(Tool::Callout),
            _ => None,
        }
    }

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
            Self::Rectangle => ViewAction::ChooseTool(Tool::Rectangle).into(),
            Self::Lasso => ViewAction::ChooseTool(Tool::Lasso).into(),
            Self::Distance => ViewAction::ChooseTool(Tool::Distance).into(),
            Self::Area => ViewAction::ChooseTool(Tool::Area).into(),
            Self::Callout => ViewAction::ChooseTool(Tool::Callout).into(),
            Self::Snap => ViewAction::ToggleSnapping.into(),
            Self::Fit => ViewAction::FitStudy.into(),
            Self::Lists => ViewAction::ToggleLists.into(),
            Self::Phases => ViewAction::TogglePhases.into(),
            Self::Evaluation => ViewAction::ToggleEvaluation.into(),
            Self::Siting => SitingAction::Toggle.into(),
            Self::Standard => StandardAction::Show(None).into(),
            Self::AddStop => WalkthroughAction::AddFromView.into(),
            Self::Present => PresentAction::Begin.into(),
            Self::Handbook => ViewAction::ToggleHandbook.into(),
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
            Self::Rectangle => Text::new("框选", "Rectangle"),
            Self::Lasso => Text::new("套索选择", "Lasso"),
            Self::Distance => Text::new("量测距离", "Measure distance"),
            Self::Area => Text::new("量测面积", "Measure area"),
            Self::Snap => Text::new("捕捉", "Snap"),
            Self::Fit => Text::new("全图", "Fit"),
            Self::Lists => Text::new("清单", "Lists"),
            Self::Phases => Text::new("分期安排…", "Phases…"),
            Self::Evaluation => Text::new("年度评价…", "Yearly evaluation…"),
            Self::Siting => Text::new("选址", "Siting"),
            Self::Standard => Text::new("标准…", "Standard…"),
            Self::Callout => Text::new("标注", "Call-out"),
            Self::AddStop => Text::new("添加画面", "Add stop"),
            Self::Present => Text::new("放映", "Present"),
            Self::Handbook => Text::new("手册", "Handbook"),
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
            Self::Rectangle => Text::new(
                "拖出矩形，选择其中可见的要素：设施按位置、建筑按需求点、单元按形心；\
                 按住 Shift 添加，Ctrl 或 Alt 移除",
                "Drag a rectangle to select what is seen in it: facilities by their place, \
                 buildings by their demand point, units by their centroid; Shift adds, Ctrl or \
                 Alt takes away",
            ),
            Self::Lasso => Text::new(
                "徒手圈选可见的要素：设施按位置、建筑按需求点、单元按形心；\
                 按住 Shift 添加，Ctrl 或 Alt 移除",
                "Draw around what is to be selected of what is seen: facilities by their place, \
                 buildings by their demand point, units by their centroid; Shift adds, Ctrl or \
                 Alt takes away",
            ),
            Self::Distance => Text::new(
                "逐点点击量测直线距离；Backspace 去掉上一点，双击或 Enter 结束，Esc 清除",
                "Click from point to point to measure straight lines; Backspace takes the last \
                 point back, a double click or Enter ends, Escape clears",
            ),
            Self::Area => Text::new(
                "沿边界逐点点击量测面积；Backspace 去掉上一点，双击或 Enter 结束，Esc 清除",
                "Click along an outline to measure its area; Backspace takes the last point back, \
                 a double click or Enter ends, Escape clears",
            ),
            Self::Snap => Text::new(
                "放置、拖动和量测时捕捉到附近可见的候选点、建筑和街道；按住 Ctrl 临时关闭",
                "While placing, dragging and measuring, snap to candidates, buildings and streets \
                 that are seen nearby; hold Ctrl to keep free of them",
            ),
            Self::Fit => Text::new("显示整个研究范围", "Show the whole study"),
            Self::Lists => Text::new(
                "在地图下方显示需求、资源、项目清单及资金、分年表",
                "Show the lists of demand, resources and projects under the map, with money and years",
            ),
            Self::Phases => Text::new(
                "按年份排列项目：在各年之间拖动，对照年度预算和覆盖率曲线",
                "Projects year by year: drag them from year to year, beside budgets and the curve of \
                 coverage",
            ),
            Self::Evaluation => Text::new(
                "同一研究各年数据的指标、变化分解、小地图和时间滑块",
                "The same study on the data of several years: indicators, what changed them, maps \
                 side by side",
            ),
            Self::Callout => Text::new(
                "点击地图写标注，或拖向所指位置；写在当前汇报步骤上",
                "Click the map to write on it, or drag towards what is meant; it is written on the \
                 stop of the walkthrough that is looked at",
            ),
            Self::AddStop => Text::new(
                "把所见画面存为汇报的一步",
                "Keep what is seen as a stop of the walkthrough",
            ),
            Self::Present => Text::new(
                "全屏放映汇报，从当前步骤开始",
                "Present the walkthrough on the whole screen, from the stop looked at",
            ),
            Self::Handbook => Text::new(
                "打开手册中讲所见界面的一页",
                "The handbook, at the page about what is looked at",
            ),
            Self::Siting => Text::new(
                "下一处设在哪里增益最大、如何改善现有布局、方案离最优还差多少",
                "Where the next facility does most good, how those there are could do more, and how far \
                 a plan is from the best",
            ),
            Self::Standard => Text::new(
                "查看和修改步行距离、面积与能力指标及其来源；更换和比选标准",
                "Look at and change walking limits, norms of area and capacity and their sources; \
                 choose and compare standards",
            ),
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
            Self::Rectangle => vec![(NONE, Key::R)],
            Self::Lasso => vec![(NONE, Key::L)],
            Self::Distance => vec![(NONE, Key::M)],
            Self::Area => vec![(NONE, Key::A)],
            Self::Snap => vec![(NONE, Key::S)],
            Self::Fit => vec![(NONE, Key::F)],
            Self::Lists => vec![(NONE, Key::T)],
            Self::Phases => vec![(NONE, Key::Y)],
            Self::Evaluation => vec![(COMMAND.plus(Modifiers::SHIFT), Key::E)],
            Self::Siting => vec![(NONE, Key::G)],
            Self::Standard => vec![(COMMAND, Key::E)],
            Self::Callout => vec![(NONE, Key::C)],
            Self::AddStop => vec![(NONE, Key::B)],
            Self::Present => vec![(NONE, Key::F5)],
            Self::Handbook => vec![(NONE, Key::F1)],
        };
        keys.into_iter().map(|(modifiers, key)| KeyboardShortcut::new(modifiers, key)).collect()
    }

    /// What is said on hovering: what the command does, a detail of the moment, and its keys.
    pub fn hint(self, ctx: &egui::Context, language: Language, detail: &str) -> String {
        let keys: Vec<_> = self.shortcuts().iter().map(|keys| ctx.format_shortcut(keys)).collect();
        let keys = keys.join(language.pick(" 或 ", " or "));
        let lines = [self.tooltip().of(language), detail, &keys];
        let lines: Vec<_> = lines.into_iter().filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    }
}
