//! What can be chosen of a handout before it is made: the size and colours of a picture, the kind of files
//! of an export.

use egui::{DragValue, Role, Ui};

use crate::cartography::ThemeChoice;
use crate::files::export::ExportFormat;
use crate::language::{Language, Text};
use crate::ui::words;

use super::{Handout, PictureSettings, TitleChoice};

const SIZE: Text = Text::new("尺寸（像素）", "Size in pixels");
const WIDTH: Text = Text::new("宽", "Width");
const HEIGHT: Text = Text::new("高", "Height");
const COLORS: Text = Text::new("颜色", "Colours");
const TITLE: Text = Text::new("标题", "Title");
const TITLES: [(TitleChoice, Text); 3] = [
    (TitleChoice::Stop, Text::new("汇报步骤", "Of the stop")),
    (TitleChoice::Study, Text::new("研究名称和指标", "Study and figures")),
    (TitleChoice::Nothing, Text::new("无", "None")),
];
const KIND: Text = Text::new("文件格式", "Kind of files");
const THEMES: [(ThemeChoice, Text); 3] = [
    (ThemeChoice::Light, Text::new("浅色", "Light")),
    (ThemeChoice::Dark, Text::new("深色", "Dark")),
    (ThemeChoice::Print, Text::new("打印", "Print")),
];
/// Sizes that are often asked for. Paper is 300 dots to the inch.
const SIZES: [([u32; 2], Text); 4] = [
    ([1920, 1080], Text::new("投影", "Projector")),
    ([3840, 2160], Text::new("4K", "4K")),
    ([3508, 2480], Text::new("A4", "A4")),
    ([4961, 3508], Text::new("A3", "A3")),
];
const FORMATS: [(ExportFormat, &str); 3] = [
    (ExportFormat::GeoPackage, "GeoPackage"),
    (ExportFormat::GeoJson, "GeoJSON"),
    (ExportFormat::Csv, "CSV"),
];

/// Shows the choices that there are for a handout.
pub fn options_ui(ui: &mut Ui, handout: &mut Handout, language: Language) {
    match handout {
        Handout::Picture(settings) => {
            size_ui(ui, settings, language);
            ui.horizontal(|ui| {
                ui.label(COLORS.of(language));
                for (theme, name) in THEMES {
                    ui.selectable_value(&mut settings.theme, theme, name.of(language));
                }
            });
            title_ui(ui, settings, language);
            ui.add_space(6.0);
        }
        Handout::Data(format) => {
            ui.horizontal(|ui| {
                ui.label(KIND.of(language));
                for (choice, name) in FORMATS {
                    ui.selectable_value(format, choice, name);
                }
            });
            ui.add_space(6.0);
        }
        Handout::Booklet(_) | Handout::Workbook | Handout::PublicPage => {}
    }
}

/// That of a stop is only to be had where the map shows one.
fn title_ui(ui: &mut Ui, settings: &mut PictureSettings, language: Language) {
    ui.horizontal(|ui| {
        ui.label(TITLE.of(language));
        let choices =
            TITLES.iter().filter(|(choice, _)| settings.shows_stop || *choice != TitleChoice::Stop);
        for (choice, name) in choices {
            ui.selectable_value(&mut settings.title, *choice, name.of(language));
        }
    });
}

fn size_ui(ui: &mut Ui, settings: &mut PictureSettings, language: Language) {
    ui.horizontal(|ui| {
        ui.label(SIZE.of(language));
        side_ui(ui, &mut settings.width, WIDTH.of(language));
        ui.label("×");
        side_ui(ui, &mut settings.height, HEIGHT.of(language));
        for ([width, height], name) in SIZES {
            let is_chosen = [settings.width, settings.height] == [width, height];
            let choice = ui.selectable_label(is_chosen, name.of(language));
            if choice.on_hover_text(format!("{width} × {height}")).clicked() {
                (settings.width, settings.height) = (width, height);
            }
        }
    });
}

fn side_ui(ui: &mut Ui, side: &mut u32, name: &str) {
    let field = ui.add(DragValue::new(side).range(PictureSettings::SIDES).speed(8.0));
    words::name_widget(&field, Role::SpinButton, name);
}
