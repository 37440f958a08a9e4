//! Choosing where something is saved: the system's dialog, or a path typed into a field.

use std::path::{Path, PathBuf};

use crate::files::export::DICTIONARY;
use crate::language::{Language, Message, Text};
use crate::publication::FOLDER_FILES;

use super::action::{Action, FileAction, ReviewAction, StandardAction};
use super::file_dialog::{FileDialog, FileQuestion, Wanted};
use super::handout::{Handout, Particulars, options_ui};
use super::words;

const BROWSE: Text = Text::new("浏览…", "Browse…");
const SAVE: Text = Text::new("保存", "Save");
const READ: Text = Text::new("读取", "Read");
const READ_REST: Text = Text::new("只读入其余", "Read the rest only");
const REPLACE: Text = Text::new("替换", "Replace");
const EXISTS: Text =
    Text::new("该文件已存在，将被替换。", "There is a file of this name; it will be replaced.");
const PAGE_EXISTS: Text = Text::new(
    "该文件夹中已有发布的页面，将被替换。",
    "The folder has a published page already; it will be replaced.",
);

const DATA_EXIST: Text = Text::new(
    "该文件夹中已有导出的数据，将被替换。",
    "The folder has exported data already; they will be replaced.",
);

/// What is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Purpose {
    #[default]
    Study,
    /// What an import found.
    Report,
    /// What people take along, a file or a folder.
    Handout(Handout),
    /// An edited workbook, which is read.
    ReadLists,
    /// The standard of the study.
    Standard,
}

impl Purpose {
    fn title(self) -> Text {
        match self {
            Self::Study => Text::new("另存为", "Save as"),
            Self::Report => Text::new("保存报告", "Save report"),
            Self::Handout(Handout::Workbook) => Text::new("导出工作簿", "Export workbook"),
            Self::Handout(Handout::Booklet(_)) => Text::new("生成图册", "Make booklet"),
            Self::Handout(Handout::Picture(_)) => Text::new("导出图片", "Save a picture"),
            Self::Handout(Handout::Data(_)) => Text::new("导出数据", "Export data"),
            Self::Handout(Handout::PublicPage) => Text::new("发布公众查询页", "Publish a page"),
            Self::ReadLists => Text::new("读回项目清单", "Read the list of projects back"),
            Self::Standard => Text::new("导出标准", "Export the standard"),
        }
    }

    fn hint(self) -> Text {
        match self {
            Self::Study => Text::new(
                "研究保存为一个 GeoPackage 文件，此后每一步修改都会立即写入。",
                "The study becomes one GeoPackage file; from then on every edit is written at once.",
            ),
            Self::Report => Text::new(
                "读入时的理解和发现的全部问题，保存为文本文件。",
                "What was understood and everything found wrong, as a text file.",
            ),
            Self::Handout(Handout::Workbook) => Text::new(
                "当前方案的各清单、各单元指标、方案比选和参数写入一个工作簿（XLSX）；黄底单元格改后可读回。",
                "Lists, indicators by unit, comparison and parameters of the scenario shown as one \
                 workbook (XLSX); yellow cells can be edited and read back.",
            ),
            Self::Handout(Handout::Booklet(_)) => Text::new(
                "当前方案的地图、指标、方案比选、三张清单、标准来源和计算方法，生成一个 PDF 图册；文字可选取、可检索。",
                "Maps, figures, comparison, lists, sources of the standard and methods of the scenario \
                 shown as one PDF; its text can be selected and searched.",
            ),
            Self::Handout(Handout::Picture(_)) => Text::new(
                "当前画面的地图，连同图例、比例尺和指北针，保存为 PNG 图片。",
                "The map as it is seen, with legend, scale bar and north arrow, as a PNG file.",
            ),
            Self::Handout(Handout::Data(_)) => Text::new(
                "当前方案的单元指标、建筑、设施和候选点写成图层，另有数据字典、QGIS 样式和 SVG 图表，放入一个文件夹。",
                "Units with their indicators, buildings, facilities and candidates of the scenario shown \
                 as layers, with a data dictionary, styles for QGIS and charts as SVG, in a folder.",
            ),
            Self::Handout(Handout::PublicPage) => Text::new(
                "当前方案的设施、功能、开放时间和步行距离，写成一个文件夹；居民用浏览器打开其中的 index.html 即可查询，\
                 不需要服务器。居民分布、候选点和费用不在其中。",
                "Facilities, functions, opening hours and walking distances of the scenario shown as a \
                 folder; residents open index.html in it with any browser, without a server. Who lives \
                 where, candidates and costs are not in it.",
            ),
            Self::ReadLists => Text::new(
                "读取改过的工作簿，把项目清单中的改动作为一步修改写入当前方案。",
                "Reads an edited workbook; what changed in its list of projects becomes one step of the scenario shown.",
            ),
            Self::Standard => Text::new(
                "标准连同来源和修改记录，写成 TOML（.toml）或 JSON（.json）文件，可编辑后再导入。",
                "The standard with sources and changes as TOML (.toml) or JSON (.json), to be edited \
                 and imported again.",
            ),
        }
    }

    fn path(self) -> Text {
        match self {
            Self::Study => Text::new("研究文件的路径", "Path of the study file"),
            Self::Report => Text::new("报告文件的路径", "Path of the report"),
            Self::Handout(Handout::Workbook) | Self::ReadLists => {
                Text::new("工作簿的路径", "Path of the workbook")
            }
            Self::Handout(Handout::Booklet(_)) => Text::new("图册的路径", "Path of the booklet"),
            Self::Handout(Handout::Picture(_)) => Text::new("图片的路径", "Path of the picture"),
            Self::Handout(Handout::PublicPage | Handout::Data(_)) => {
                Text::new("文件夹的路径", "Path of the folder")
            }
            Self::Standard => Text::new("导出文件的路径", "Path of the exported standard"),
        }
    }

    /// What such files are called, and their endings, the usual one first.
    fn endings(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Handout(Handout::Workbook) | Self::ReadLists => ("Excel", &["xlsx"]),
            Self::Handout(Handout::Booklet(_)) => ("PDF", &["pdf"]),
            Self::Handout(Handout::Picture(_)) => ("PNG", &["png"]),
            Self::Handout(Handout::PublicPage | Handout::Data(_)) => ("", &[]),
            Self::Study => ("GeoPackage", &["gpkg"]),
            Self::Report => ("Text", &["txt"]),
            Self::Standard => ("TOML, JSON", &["toml", "json"]),
        }
    }

    fn action(self, path: PathBuf) -> Action {
        match self {
            Self::Study => FileAction::SaveTo(path).into(),
            Self::Report => ReviewAction::SaveReport(path).into(),
            Self::Handout(handout) => FileAction::MakeHandout(handout, path).into(),
            Self::ReadLists => FileAction::ReadLists(path).into(),
            Self::Standard => StandardAction::Export(path).into(),
        }
    }

    /// Whether a file is read instead of written.
    fn reads(self) -> bool {
        self == Self::ReadLists
    }

    /// Whether a folder is written instead of a file.
    fn is_folder(self) -> bool {
        matches!(self, Self::Handout(handout) if handout.is_folder())
    }

    /// What the system's dialog asks for.
    fn wanted(self) -> Wanted {
        match (self.is_folder(), self.reads()) {
            (true, _) => Wanted::Folder,
            (false, true) => Wanted::File,
            (false, false) => Wanted::NewFile,
        }
    }

    /// What is said where something is replaced.
    fn replacing(self) -> Text {
        match self {
            Self::Handout(Handout::PublicPage) => PAGE_EXISTS,
            Self::Handout(Handout::Data(_)) => DATA_EXIST,
            _ => EXISTS,
        }
    }

    /// Whether something at a path would be replaced.
    fn replaces(self, path: &Path) -> bool {
        match self {
            Self::Handout(Handout::PublicPage) => {
                FOLDER_FILES.iter().any(|name| path.join(name).exists())
            }
            Self::Handout(Handout::Data(_)) => path.join(DICTIONARY).exists(),
            _ => path.is_file() && !self.reads(),
        }
    }

    /// The path with the ending of such a file.
    fn with_ending(self, path: &Path) -> PathBuf {
        let (_, endings) = self.endings();
        if endings.is_empty() {
            return path.to_path_buf();
        }
        let is_such = |own: &std::ffi::OsStr| endings.iter().any(|e| own.eq_ignore_ascii_case(e));
        if path.extension().is_some_and(is_such) {
            return path.to_path_buf();
        }
        let mut name = path.file_name().unwrap_or_default().to_os_string();
        if let Some(usual) = endings.first() {
            name.push(format!(".{usual}"));
        }
        path.with_file_name(name)
    }
}

/// The state of the dialog.
#[derive(Default)]
pub struct SaveDialog {
    shown: bool,
    purpose: Purpose,
    wants_focus: bool,
    typed_path: String,
    complaint: Option<Message>,
    /// A workbook of which a part can be read, and has not been yet.
    partly: Option<PathBuf>,
    dialog: FileDialog,
    /// What was typed for handouts; it stays when the dialog is closed.
    pub particulars: Particulars,
}

impl SaveDialog {
    /// Shows the dialog with a proposal.
    pub fn show(&mut self, purpose: Purpose, proposal: &Path) {
        self.shown = true;
        self.purpose = purpose;
        self.wants_focus = true;
        self.complaint = None;
        self.partly = None;
        self.typed_path = proposal.display().to_string();
    }

    pub fn is_shown(&self) -> bool {
        self.shown
    }

    pub fn close(&mut self) {
        let particulars = std::mem::take(&mut self.particulars);
        *self = Self { particulars, ..Self::default() };
    }

    pub fn complain(&mut self, what: Message) {
        self.complaint = Some(what);
        self.partly = None;
    }

    /// Offers to read what can be read of a workbook that was complained of.
    pub fn offer_the_rest(&mut self, path: &Path) {
        self.partly = Some(path.to_path_buf());
    }

    /// Shows the system's dialog.
    pub fn browse(&mut self, ctx: &egui::Context, language: Language) {
        let (kind, endings) = self.purpose.endings();
        let question = FileQuestion {
            title: self.purpose.title().of(language),
            wanted: self.purpose.wanted(),
            kind,
            endings,
            proposal: Some(Path::new(&self.typed_path)),
        };
        self.complaint = self.dialog.ask(ctx, question).err().or(self.complaint.take());
    }

    /// Takes the answer of the system's dialog, if one has come.
    pub fn take_finished(&mut self) {
        if let Some(path) = self.dialog.take_path() {
            self.typed_path = self.purpose.with_ending(&path).display().to_string();
        }
    }

    pub fn window_ui(&mut self, ui: &egui::Ui, language: Language, actions: &mut Vec<Action>) {
        if !self.shown {
            return;
        }
        // Modal, so that no key reaches the study behind it.
        let answer = egui::Modal::new(egui::Id::unique("save as")).show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            ui.heading(self.purpose.title().of(language));
            ui.add_space(4.0);
            ui.label(egui::RichText::new(self.purpose.hint().of(language)).weak());
            ui.add_space(8.0);
            if let Purpose::Handout(handout) = &mut self.purpose {
                options_ui(ui, handout, language);
                self.particulars.ui(ui, *handout, language);
            }
            self.path_ui(ui, language, actions);
        });
        if answer.should_close() {
            actions.push(FileAction::CloseSaveAs.into());
        }
    }

    fn path_ui(&mut self, ui: &mut egui::Ui, language: Language, actions: &mut Vec<Action>) {
        let entered = ui
            .horizontal(|ui| {
                let field = egui::TextEdit::singleline(&mut self.typed_path)
                    .hint_text(self.purpose.path().of(language))
                    .desired_width(410.0);
                let field = ui.add(field);
                words::name_widget(&field, egui::Role::TextInput, self.purpose.path().of(language));
                if std::mem::take(&mut self.wants_focus) {
                    field.request_focus();
                }
                let browse = egui::Button::new(BROWSE.of(language));
                if ui.add_enabled(!self.dialog.is_open(), browse).clicked() {
                    actions.push(FileAction::BrowseSaveAs.into());
                }
                field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
            })
            .inner;
        let path = self.purpose.with_ending(Path::new(self.typed_path.trim()));
        let exists = self.purpose.replaces(&path);
        if let Some(complaint) = &self.complaint {
            ui.colored_label(ui.visuals().error_fg_color, complaint.of(language));
        }
        ui.horizontal(|ui| {
            let verb = match exists {
                true => REPLACE,
                false if self.purpose.reads() => READ,
                false => SAVE,
            };
            let ready = !self.typed_path.trim().is_empty();
            let button = ui.add_enabled(ready, egui::Button::new(verb.of(language)));
            if entered && exists {
                // Enter once more is the answer to the warning.
                button.request_focus();
            }
            if (button.clicked() || (entered && !exists)) && ready {
                actions.push(self.purpose.action(path.clone()));
            }
            // Of the file that was looked at, and no other that was typed since.
            let rest = self.partly.as_ref().filter(|known| **known == path);
            if let Some(rest) = rest.filter(|_| ui.button(READ_REST.of(language)).clicked()) {
                actions.push(FileAction::ReadListsPartly(rest.clone()).into());
            }
            if ui.button(words::CANCEL.of(language)).clicked() {
                actions.push(FileAction::CloseSaveAs.into());
            }
            if exists {
                let what = self.purpose.replacing();
                ui.colored_label(ui.visuals().warn_fg_color, what.of(language));
            }
        });
    }
}
