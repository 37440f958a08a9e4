//! The functions of the standard: the list of them, and all about the one that is chosen.

use egui::{RichText, Ui};

use crate::language::{Language, Message, Text};
use crate::layers::Group;
use crate::standard::{Figure, FigurePlace, Function, Standard};
use crate::ui::action::Action;
use crate::ui::style;
use crate::ui::view::View;

use super::Standards;
use super::figure::{FigureRow, standing_ui};
use super::list::list_ui;
use super::services::services_ui;

const NOT_IN_STANDARD: Text = Text::new(
    "此标准未涉及这项功能：步行距离沿用先前的数值，没有其他指标。",
    "The standard does not speak of this function: it keeps its earlier walking limit and has no \
     norms.",
);
const FOR_WHOM: Text = Text::new("服务人群", "For");
const NOT_SAID: Text = Text::new("标准未说明", "the standard does not say");
const OTHER_LIMITS: Text = Text::new("其他步行距离", "Other limits");
const SITE: Text = Text::new("选址提示", "Rooms");
const LIST_WIDTH: f32 = 196.0;

impl Standards {
    pub(super) fn functions_ui(
        &mut self,
        ui: &mut Ui,
        standard: &Standard,
        view: &View,
        actions: &mut Vec<Action>,
    ) {
        let language = view.language;
        let looked_at = standard.get(view.function).map(|function| function.id.as_str());
        let known = self.function.as_deref().filter(|id| standard.function_by_id(id).is_some());
        let chosen = known.or(looked_at).unwrap_or_default().to_owned();
        egui::Panel::left("functions of the standard")
            .resizable(false)
            .exact_size(LIST_WIDTH)
            .show(ui, |ui| self.list_ui(ui, standard, &chosen, language, actions));
        let sheet = egui::Frame::NONE.inner_margin(egui::Margin { left: 16, ..Default::default() });
        sheet.show(ui, |ui| {
            egui::ScrollArea::vertical().id_salt("function").auto_shrink(false).show(ui, |ui| {
                if let Some(function) = standard.function_by_id(&chosen) {
                    function_ui(ui, standard, function, language, actions);
                    ui.add_space(12.0);
                    services_ui(ui, standard, function, &mut self.new_service, language, actions);
                }
            });
        });
    }

    fn list_ui(
        &mut self,
        ui: &mut Ui,
        standard: &Standard,
        chosen: &str,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        egui::ScrollArea::vertical().id_salt("functions").auto_shrink(false).show(ui, |ui| {
            if let Some(clicked) = list_ui(ui, standard, chosen, language) {
                self.function = Some(clicked);
            }
            ui.add_space(8.0);
            self.new_function.form_ui(ui, standard, language, actions);
        });
    }
}

/// All about one function but its services.
fn function_ui(
    ui: &mut Ui,
    standard: &Standard,
    function: &Function,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let Function { id, name, letter, .. } = function;
    ui.horizontal_wrapped(|ui| {
        let title = format!("{letter}  {}", name.of(language));
        ui.label(RichText::new(title).size(style::HEADING));
        ui.label(RichText::new(id).small().weak());
    });
    if !function.in_standard {
        ui.label(RichText::new(NOT_IN_STANDARD.of(language)).weak());
    }
    ui.add_space(4.0);
    let owner = function.short_name.of(language);
    egui::Grid::new(("figures", id)).num_columns(4).spacing([12.0, 6.0]).show(ui, |ui| {
        for figure in Figure::ALL {
            let minutes = function.walk_minutes.filter(|_| figure == Figure::WalkLimit);
            let remark = minutes.map(|minutes| {
                language.pick(format!("（{minutes} 分钟）"), format!("({minutes} min)"))
            });
            let row = FigureRow {
                standard,
                place: FigurePlace::of_function(id, figure),
                owner,
                unit: unit_of(function, figure),
                remark,
            };
            row.ui(ui, language, actions);
        }
    });
    alternatives_ui(ui, function, language);
    groups_ui(ui, function, language);
    site_ui(ui, function, language);
}

/// What a number is counted in: norms by the population they are made for, capacities by what the
/// function counts them in.
pub(super) fn unit_of(function: &Function, figure: Figure) -> Message {
    let capacity = function.capacity_unit.clone();
    let capacity = capacity.unwrap_or_else(|| Message::new("单位", "units"));
    let basis = function.population_basis.name();
    match figure {
        Figure::AreaPer1000 => {
            Message::new(format!("㎡/千{}", basis.zh), format!("m² per 1,000 {}", basis.en))
        }
        Figure::CapacityPer1000 => Message::new(
            format!("{}/千{}", capacity.zh, basis.zh),
            format!("{} per 1,000 {}", capacity.en, basis.en),
        ),
        Figure::AreaPerCapacityUnit => {
            Message::new(format!("㎡/{}", capacity.zh), format!("m² each: {}", capacity.en))
        }
        Figure::WalkLimit | Figure::MinFloorArea => {
            Message::new(figure.unit().zh, figure.unit().en)
        }
    }
}

/// Limits that other documents name.
fn alternatives_ui(ui: &mut Ui, function: &Function, language: Language) {
    if function.walk_alternatives.is_empty() {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(OTHER_LIMITS.of(language)).small().weak());
        for other in &function.walk_alternatives {
            let (minutes, metres) = (other.minutes, other.limit_m.value);
            let text = language
                .pick(format!("{minutes} 分钟 {metres} 米"), format!("{minutes} min {metres} m"));
            ui.label(RichText::new(text).small());
            standing_ui(ui, other.limit_m.standing, &other.limit_m.source, language);
        }
    });
}

fn groups_ui(ui: &mut Ui, function: &Function, language: Language) {
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(FOR_WHOM.of(language)).small().weak());
        ui.label(RichText::new(groups_text(&function.target_groups, language)).small());
        if let Some(note) = &function.target_note {
            ui.label(RichText::new(note.of(language)).small().weak());
        }
    });
}

/// The names of groups.
pub(super) fn groups_text(groups: &[Group], language: Language) -> String {
    if groups.is_empty() {
        return NOT_SAID.of(language).to_owned();
    }
    let names: Vec<_> = groups.iter().map(|group| group.name().of(language)).collect();
    names.join(language.pick("、", ", "))
}

/// What the function asks of its rooms: warnings with where to check them, no verdicts.
fn site_ui(ui: &mut Ui, function: &Function, language: Language) {
    if function.site_flags.is_empty() {
        return;
    }
    ui.label(RichText::new(SITE.of(language)).small().weak());
    for flag in &function.site_flags {
        ui.horizontal(|ui| {
            ui.label(RichText::new(flag.warning().of(language)).small());
            standing_ui(ui, flag.standing(), flag.source().of(language), language);
        });
    }
}
