//! The layers of a review: what each was taken for, its system and its columns.

use egui::{ComboBox, RichText, Role, Ui};

use crate::files::{Examination, Field, FieldFit, LayerReport, TextEncoding};
use crate::geometry::Crs;
use crate::language::{Language, Text};
use crate::ui::action::{Action, ReviewAction};
use crate::ui::words;

use super::Review;

const SYSTEM: Text = Text::new("坐标系", "CRS");
const BY_DATA: Text = Text::new("由文件和数据判定", "As file and data tell");
const ENCODING: Text = Text::new("文字编码", "Text encoding");
const BY_FILE: Text = Text::new("由文件判定", "As the file tells");
const CODE: Text = Text::new("其他代码，如 EPSG:4527", "Other code, such as EPSG:4527");
const NO_COLUMN: Text = Text::new("（无）", "(none)");
const PLACES: Text = Text::new("位置取自列：", "Places from the columns: ");
const UNUSED: Text = Text::new("未用的列：", "Unused columns: ");
const DOUBTFUL: Text = Text::new(
    "两个坐标系都说得通，位置却不同；请看地图后选定。",
    "Two systems fit about as well and differ in place; look at the map and choose.",
);
const SHARE: Text = Text::new(
    "取样的值中此字段可用的比例：非负数值、不重复的编号、已知的词",
    "Share of the sampled values that the field can take: numbers that are not negative, ids that \
     stand once, known words",
);

/// Systems offered whatever the data say.
fn usual_systems() -> Vec<Crs> {
    let mut systems = vec![Crs::wgs84(), Crs::epsg(4490), Crs::gcj02(), Crs::bd09()];
    systems.extend([4549, 4528, 32651, 3857].map(Crs::epsg));
    systems.push(Crs::shanghai2000());
    systems
}

/// The code, with the name for those that planners know by it.
fn system_name(crs: &Crs, language: Language) -> String {
    let (code, turned) = match crs.code().strip_suffix("/yx") {
        Some(code) => (code, language.pick("，先北后东", ", northing first")),
        None => (crs.code(), ""),
    };
    let name = match code {
        "EPSG:4326" => Text::new("WGS 84 经纬度", "WGS 84 degrees"),
        "EPSG:4490" => Text::new("CGCS2000 经纬度", "CGCS2000 degrees"),
        "GCJ-02" => Text::new("火星坐标（高德、腾讯）", "Chinese web maps"),
        "BD-09" => Text::new("百度坐标", "Baidu maps"),
        "SH2000" => Text::new("上海2000（未校核）", "Shanghai 2000, unverified"),
        "EPSG:4549" => Text::new("CGCS2000 3° 带 120°", "CGCS2000 3° zone, 120°"),
        "EPSG:4528" => Text::new("CGCS2000 3° 40 带，含带号", "CGCS2000 3° zone 40"),
        "EPSG:32651" => Text::new("WGS 84 UTM 51 带", "WGS 84 UTM zone 51"),
        "EPSG:3857" => Text::new("网络墨卡托", "Web Mercator"),
        _ => return format!("{crs}"),
    };
    format!("{code} {}{turned}", name.of(language))
}

/// Shows the layers.
pub fn layers_ui(ui: &mut Ui, review: &Review, language: Language, actions: &mut Vec<Action>) {
    let area = egui::ScrollArea::vertical().id_salt(("layers", review.number));
    area.auto_shrink(false).show(ui, |ui| {
        ui.add_space(8.0);
        for (number, report) in review.reports().iter().enumerate() {
            let Some(examination) = review.examinations.get(number) else { continue };
            let title = format!("{} · {}", report.role.name().of(language), report.file);
            let header = egui::CollapsingHeader::new(RichText::new(title).strong());
            header.id_salt(("layer", number)).default_open(true).show(ui, |ui| {
                let layer = Layer { number, report, examination, language };
                layer.summary_ui(ui);
                layer.system_ui(ui, actions);
                layer.encoding_ui(ui, actions);
                layer.fields_ui(ui, actions);
                layer.unused_ui(ui);
            });
            ui.add_space(6.0);
        }
    });
}

struct Layer<'a> {
    number: usize,
    report: &'a LayerReport,
    examination: &'a Examination,
    language: Language,
}

impl Layer<'_> {
    fn summary_ui(&self, ui: &mut Ui) {
        let LayerReport { count, left_out, geometry_type, .. } = self.report;
        let text = self.language.pick(
            format!("{count} 个要素，略去 {left_out} 个 · {geometry_type}"),
            format!("{count} features, {left_out} left out · {geometry_type}"),
        );
        ui.label(text);
        let places = &self.examination.place_columns;
        if !places.is_empty() {
            let label = PLACES.of(self.language);
            ui.label(RichText::new(format!("{label}{}", places.join(", "))).weak());
        }
    }

    fn system_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let (report, language) = (self.report, self.language);
        let mut choose = |crs: Option<Crs>| {
            actions.push(ReviewAction::SetCrs { layer: self.number, crs }.into());
        };
        ui.horizontal(|ui| {
            ui.label(SYSTEM.of(language));
            let combo = ComboBox::from_id_salt(("crs", self.number)).width(150.0).height(460.0);
            let response = combo.selected_text(report.crs.to_string()).show_ui(ui, |ui| {
                if ui.selectable_label(false, BY_DATA.of(language)).clicked() {
                    choose(None);
                }
                let weighed = report.hypotheses.iter().map(|h| h.crs.clone());
                let mut offered: Vec<Crs> = weighed.collect();
                offered.extend(
                    usual_systems()
                        .into_iter()
                        .filter(|crs| !offered.contains(crs))
                        .collect::<Vec<_>>(),
                );
                for crs in offered {
                    let is_chosen = crs == report.crs;
                    if ui.selectable_label(is_chosen, system_name(&crs, language)).clicked()
                        && !is_chosen
                    {
                        choose(Some(crs));
                    }
                }
                let typed = words::FieldText { name: CODE.of(language), current: "" };
                ui.small(CODE.of(language));
                let typed = typed.short_ui(ui, ("code", self.number), 140.0);
                if let Some(Ok(crs)) = typed.map(|code| Crs::from_code(&code)) {
                    choose(Some(crs));
                }
            });
            let name = format!("{} {}", SYSTEM.of(language), report.file);
            words::name_widget(&response.response, Role::ComboBox, &name);
            ui.label(RichText::new(report.crs_found.name().of(language)).weak());
        });
        if report.is_crs_doubtful {
            ui.colored_label(ui.visuals().warn_fg_color, DOUBTFUL.of(language));
        }
        if report.hypotheses.len() > 1 {
            for hypothesis in &report.hypotheses {
                let is_chosen = hypothesis.crs == report.crs;
                let text = format!(
                    "{}  {}",
                    system_name(&hypothesis.crs, language),
                    hypothesis.figures(language)
                );
                if ui.radio(is_chosen, text).clicked() && !is_chosen {
                    choose(Some(hypothesis.crs.clone()));
                }
            }
        }
    }

    /// Only for texts that may be in another encoding than the one they were read in.
    fn encoding_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let (language, layer) = (self.language, self.number);
        let Some(current) = self.examination.encoding else { return };
        let mut choose = |encoding: Option<TextEncoding>| {
            actions.push(ReviewAction::SetEncoding { layer, encoding }.into());
        };
        ui.horizontal(|ui| {
            ui.label(ENCODING.of(language));
            let combo = ComboBox::from_id_salt(("encoding", layer)).width(150.0);
            let response = combo.selected_text(current.name()).show_ui(ui, |ui| {
                if ui.selectable_label(false, BY_FILE.of(language)).clicked() {
                    choose(None);
                }
                for encoding in TextEncoding::USUAL {
                    let is_chosen = encoding == current;
                    if ui.selectable_label(is_chosen, encoding.name()).clicked() && !is_chosen {
                        choose(Some(encoding));
                    }
                }
            });
            let name = format!("{} {}", ENCODING.of(language), self.report.file);
            words::name_widget(&response.response, Role::ComboBox, &name);
        });
    }

    fn fields_ui(&self, ui: &mut Ui, actions: &mut Vec<Action>) {
        let grid = egui::Grid::new(("fields", self.number)).num_columns(4).spacing([8.0, 2.0]);
        grid.show(ui, |ui| {
            for field in Field::all_of(self.report.role) {
                let fit = self.examination.fields.iter().find(|fit| fit.field == field);
                self.field_ui(ui, field, fit, actions);
                ui.end_row();
            }
        });
    }

    fn field_ui(
        &self,
        ui: &mut Ui,
        field: Field,
        fit: Option<&FieldFit>,
        actions: &mut Vec<Action>,
    ) {
        let language = self.language;
        let name = field.name().of(language);
        match fit {
            Some(_) => ui.label(name),
            None => ui.label(RichText::new(name).weak()),
        };
        let none = NO_COLUMN.of(language);
        let combo = ComboBox::from_id_salt((field, self.number)).width(116.0).truncate();
        let chosen = fit.map_or(none, |fit| fit.column.as_str());
        let response = combo.selected_text(chosen).show_ui(ui, |ui| {
            let mut choose = |column: Option<String>| {
                let layer = self.number;
                actions.push(ReviewAction::SetColumn { layer, field, column }.into());
            };
            if ui.selectable_label(fit.is_none(), none).clicked() && fit.is_some() {
                choose(None);
            }
            for column in &self.examination.columns {
                let is_chosen = fit.is_some_and(|fit| fit.column == column.name);
                let label = ui.selectable_label(is_chosen, &column.name);
                let label = label.on_hover_text(column.values.join("\n"));
                if label.clicked() && !is_chosen {
                    choose(Some(column.name.clone()));
                }
            }
        });
        let spoken = format!("{name} {}", self.report.file);
        words::name_widget(&response.response, Role::ComboBox, &spoken);
        let Some(fit) = fit else { return };
        match fit.share {
            Some(share) => {
                let text = format!("{:.0} %", 100.0 * share);
                let is_poor = share < 0.95;
                let color =
                    if is_poor { ui.visuals().warn_fg_color } else { ui.visuals().text_color() };
                ui.colored_label(color, text).on_hover_text(SHARE.of(language));
            }
            None => {
                ui.label("");
            }
        }
        let column = self.examination.columns.iter().find(|column| column.name == fit.column);
        let values = column.map(|column| column.values.join(", ")).unwrap_or_default();
        let samples = egui::Label::new(RichText::new(&values).weak()).truncate();
        ui.add(samples).on_hover_text(&values);
    }

    fn unused_ui(&self, ui: &mut Ui) {
        let language = self.language;
        let unused: Vec<&str> = self.examination.unused().map(|c| c.name.as_str()).collect();
        if !unused.is_empty() {
            let unused = unused.join(language.pick("、", ", "));
            let text = format!("{}{unused}", UNUSED.of(language));
            ui.label(RichText::new(text).weak().small());
        }
    }
}
