//! The bar at the top: open, undo and redo with the name of the step, function and group. How residents
//! walk is left to `walking`.

use egui::{Color32, Role, Ui};

use crate::booklet::Paper;
use crate::files::export::ExportFormat;
use crate::language::Text;
use crate::study::Study;
use crate::ui::action::{Action, FileAction, ScenarioAction, ViewAction};
use crate::ui::app::App;
use crate::ui::command::Command;
use crate::ui::handout::{Handout, PictureSettings};
use crate::ui::view::View;
use crate::ui::{Workspace, words};

use super::population::population_ui;
use super::scenarios::{scenario_color, swatch_ui, tree};
use super::walking::walking_ui;

/// Between the parts of the bar.
const SPACING: f32 = 5.0;
/// On screens narrower than this its parts are set closer, so that it is one row there too.
const NARROW: f32 = 1400.0;
/// The side of the button of an arrow.
const ARROW: f32 = 26.0;

const FILE: Text = Text::new("文件", "File");
const BOOKLET_A4: Text = Text::new("图册（A4）…", "Booklet, A4…");
const BOOKLET_A3: Text = Text::new("图册（A3）…", "Booklet, A3…");
const PICTURE: Text = Text::new("图片…", "Picture…");
const PICTURE_HINT: Text = Text::new(
    "把当前画面的地图保存为 PNG 图片，尺寸和颜色可选",
    "The map as it is seen as a PNG file, in a size and colours of your choice",
);
const DATA: Text = Text::new("导出数据…", "Export data…");
const DATA_HINT: Text = Text::new(
    "把当前方案的成果写成 GeoPackage、GeoJSON 或 CSV 图层，附数据字典和图表",
    "The results of the scenario shown as GeoPackage, GeoJSON or CSV, with a data dictionary and charts",
);
const PUBLISH: Text = Text::new("发布公众查询页…", "Publish…");
const PUBLISH_HINT: Text = Text::new(
    "居民可查询附近设施的网页，写成一个文件夹，用浏览器直接打开",
    "A page on which residents look up what is near them: a folder that any browser opens",
);
const BOOKLET_HINT: Text = Text::new(
    "把当前方案做成 PDF 图册：地图、指标、比选、三张清单、标准来源和方法",
    "The scenario shown as a PDF: maps, figures, comparison, lists, sources and methods",
);
const RECENT: Text = Text::new("最近的研究", "Recent studies");
const SCENARIO: Text = Text::new("所显示的方案", "Scenario shown");
const NEW_SCENARIO: Text = Text::new("新建方案", "New scenario");
const COMPARE: Text = Text::new("比较", "Compare");
const COMPARE_HINT: Text = Text::new(
    "选择另一个方案，与所显示的方案比较",
    "Choose another scenario to compare the one shown with",
);
const END_COMPARE: Text = Text::new("结束比较", "End comparison");
const GROUP: Text = Text::new("人群", "Group");

/// Shows the bar.
pub fn top_bar_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let frame =
        egui::Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(12, 6));
    egui::Panel::top("top bar").frame(frame).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = SPACING;
        if ui.available_width() < NARROW {
            ui.spacing_mut().item_spacing.x -= 2.0;
            ui.spacing_mut().button_padding.x -= 3.0;
        }
        ui.horizontal_wrapped(|ui| {
            let view = &app.view;
            files_ui(ui, app, actions);
            if let Some(workspace) = &app.workspace {
                ui.separator();
                scenario_ui(ui, workspace, view, actions);
                history_ui(ui, workspace, view, actions);
                ui.separator();
                command_button(ui, Command::Fit, view, true, actions);
                function_ui(ui, workspace.session.study(), view, actions);
                command_button(ui, Command::Standard, view, true, actions);
                ui.separator();
                group_ui(ui, workspace.session.study(), view, actions);
                population_ui(ui, workspace.session.study(), view, actions);
                walking_ui(ui, &workspace.session, view, actions);
                command_button(ui, Command::Lists, view, true, actions);
                command_button(ui, Command::Siting, view, true, actions);
            }
        });
    });
}

/// The width of a list in the bar, less where the window is narrow.
fn list_width(ui: &Ui, usual: f32) -> f32 {
    if ui.ctx().content_rect().width() < NARROW { usual - 22.0 } else { usual }
}

/// A button that gives a command; what the command does is told on hovering.
pub fn command_button(
    ui: &mut Ui,
    command: Command,
    view: &View,
    enabled: bool,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let label = command.label().of(language);
    let button = ui.add_enabled(enabled, egui::Button::new(label));
    words::name_widget(&button, Role::Button, label);
    if button.on_hover_text(command.hint(ui.ctx(), language, "")).clicked() {
        actions.push(command.action());
    }
}

fn files_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let view = &app.view;
    ui.menu_button(FILE.of(view.language), |ui| {
        let is_open = app.workspace.is_some();
        for (command, enabled) in [
            (Command::OpenLayers, true),
            (Command::OpenSample, true),
            (Command::UpdateLayers, is_open),
            (Command::SaveAs, is_open),
            (Command::Compact, is_open),
        ] {
            command_button(ui, command, view, enabled, actions);
        }
        ui.add_enabled_ui(is_open, |ui| handouts_ui(ui, app, actions));
        if app.recent.iter().any(|path| path.is_file()) {
            ui.separator();
            ui.label(egui::RichText::new(RECENT.of(view.language)).weak());
            recent_ui(ui, app, actions);
        }
    });
}

/// The booklet, by the size of its pages, picture and data, and the page for residents.
fn handouts_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    let view = &app.view;
    let language = view.language;
    let workspace = app.workspace.as_ref();
    let stop = workspace.and_then(|workspace| app.meeting.on_the_map(workspace, view));
    for (paper, name) in [(Paper::A4, BOOKLET_A4), (Paper::A3, BOOKLET_A3)] {
        let entry = ui.button(name.of(language));
        if entry.on_hover_text(BOOKLET_HINT.of(language)).clicked() {
            actions.push(FileAction::ShowHandout(Handout::Booklet(paper)).into());
        }
    }
    for (handout, name, hint) in [
        (Handout::Picture(PictureSettings::of(view, stop.is_some())), PICTURE, PICTURE_HINT),
        (Handout::Data(ExportFormat::default()), DATA, DATA_HINT),
        (Handout::PublicPage, PUBLISH, PUBLISH_HINT),
    ] {
        if ui.button(name.of(language)).on_hover_text(hint.of(language)).clicked() {
            actions.push(FileAction::ShowHandout(handout).into());
        }
    }
}

/// The studies opened lately that are still there.
pub fn recent_ui(ui: &mut Ui, app: &App, actions: &mut Vec<Action>) {
    for path in app.recent.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let entry = ui.button(name).on_hover_text(path.display().to_string());
        if entry.clicked() {
            actions.push(FileAction::OpenFile(path.clone()).into());
        }
    }
}

/// Which scenario is shown, and which one it is compared with.
fn scenario_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let session = &workspace.session;
    let scenarios = session.study().scenarios();
    let shown = session.shown();
    swatch_ui(ui, scenario_color(scenarios, shown, view));
    let name = scenarios.name(shown);
    let combo = egui::ComboBox::from_id_salt("scenario").width(list_width(ui, 110.0)).truncate();
    let response = combo.selected_text(name.of(language)).show_ui(ui, |ui| {
        for (id, depth) in tree(scenarios) {
            let label = format!("{}{}", "   ".repeat(depth), scenarios.name(id).of(language));
            if ui.selectable_label(id == shown, label).clicked() {
                actions.push(ScenarioAction::Show(id).into());
            }
        }
        ui.separator();
        if ui.button(NEW_SCENARIO.of(language)).clicked() {
            actions.push(ScenarioAction::Branch(shown).into());
        }
    });
    words::name_widget(&response.response, Role::ComboBox, SCENARIO.of(language));
    response.response.on_hover_text(SCENARIO.of(language));
    compare_menu_ui(ui, workspace, view, actions);
}

fn compare_menu_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let session = &workspace.session;
    let scenarios = session.study().scenarios();
    let compared = session.compared();
    let menu = ui.menu_button(COMPARE.of(language), |ui| {
        for (id, depth) in tree(scenarios).into_iter().filter(|(id, _)| *id != session.shown()) {
            let label = format!("{}{}", "   ".repeat(depth), scenarios.name(id).of(language));
            if ui.selectable_label(compared == Some(id), label).clicked() {
                actions.push(ScenarioAction::Compare(Some(id)).into());
                ui.close();
            }
        }
        if compared.is_some() && ui.button(END_COMPARE.of(language)).clicked() {
            actions.push(ScenarioAction::Compare(None).into());
            ui.close();
        }
    });
    menu.response.on_hover_text(COMPARE_HINT.of(language));
}

fn history_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let history = workspace.session.history();
    for (command, step) in
        [(Command::Undo, history.next_undo()), (Command::Redo, history.next_redo())]
    {
        let detail = step.map_or("", |step| step.label.of(view.language));
        let button = egui::Button::new("").min_size(egui::Vec2::splat(ARROW));
        let button = ui.add_enabled(step.is_some(), button);
        words::name_widget(&button, Role::Button, command.label().of(view.language));
        let color = ui.style().interact(&button).text_color();
        let color = if step.is_some() { color } else { color.gamma_multiply(0.4) };
        paint_arrow_back(ui.painter(), button.rect, command == Command::Redo, color);
        let hint = command.hint(ui.ctx(), view.language, detail);
        if button.on_hover_text(&hint).on_disabled_hover_text(hint).clicked() {
            actions.push(command.action());
        }
    }
}

/// An arrow that turns back to the left, or on to the right.
fn paint_arrow_back(painter: &egui::Painter, rect: egui::Rect, is_onward: bool, color: Color32) {
    let side = if is_onward { -1.0 } else { 1.0 };
    let at = |x: f32, y: f32| rect.center() + egui::vec2(side * x, y);
    let turn = (0..=12).map(|step| {
        let (sin, cos) = (std::f32::consts::PI * (step as f32 / 12.0 - 0.5)).sin_cos();
        at(1.5 + 4.0 * cos, 1.0 + 4.0 * sin)
    });
    let line = [at(-5.0, -3.0)].into_iter().chain(turn).chain([at(-3.0, 5.0)]);
    let stroke = egui::Stroke::new(1.5, color);
    painter.add(egui::Shape::line(line.collect(), stroke));
    painter.add(egui::Shape::line(vec![at(-2.0, -6.0), at(-5.0, -3.0), at(-2.0, 0.0)], stroke));
}

fn function_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let chosen = &study.standard().function(view.function).short_name;
    let combo = egui::ComboBox::from_id_salt("function").width(list_width(ui, 130.0)).height(480.0);
    let response = combo.selected_text(chosen.of(language)).show_ui(ui, |ui| {
        for index in study.standard().indexes() {
            let function = study.standard().function(index);
            let label = format!("{}  {}", function.letter, function.short_name.of(language));
            if ui.selectable_label(index == view.function, label).clicked() {
                actions.push(ViewAction::ChooseFunction(index).into());
            }
        }
    });
    words::name_widget(&response.response, Role::ComboBox, words::FUNCTION.of(language));
    response.response.on_hover_text(words::FUNCTION.of(language));
}

fn group_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let groups = study.layers().buildings.demand().groups();
    if groups.len() < 2 {
        return;
    }
    let language = view.language;
    let combo = egui::ComboBox::from_id_salt("group").width(list_width(ui, 110.0));
    let response = combo.selected_text(groups[view.group].name().of(language)).show_ui(ui, |ui| {
        for (position, group) in groups.iter().enumerate() {
            if ui.selectable_label(position == view.group, group.name().of(language)).clicked() {
                actions.push(ViewAction::ChooseGroup(position).into());
            }
        }
    });
    words::name_widget(&response.response, Role::ComboBox, GROUP.of(language));
    response.response.on_hover_text(GROUP.of(language));
}
