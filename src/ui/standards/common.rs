//! What the standard asks of all functions together: area per 100 households, and what makes a
//! complex.

use egui::{RichText, Ui};

use crate::language::{Message, Text};
use crate::standard::{CommonFigure, ComplexRule, FigurePlace, Standard};
use crate::ui::action::Action;
use crate::ui::style;
use crate::ui::view::View;

use super::figure::{FigureRow, standing_ui};

const HOUSEHOLDS: Text = Text::new("每百户面积", "Floor area per 100 households");
const COMPLEX: Text = Text::new("综合体", "Complex");
const NONE: Text = Text::new("此标准没有这方面的规定。", "The standard says nothing of it.");
const PRIORITY: Text = Text::new("优先功能", "Functions that come first");
const SHOULD_INCLUDE: Text = Text::new("一般应包含其一", "Normally one of");

/// Shows the page.
pub(super) fn common_ui(ui: &mut Ui, standard: &Standard, view: &View, actions: &mut Vec<Action>) {
    use CommonFigure as C;
    let households = [C::HouseholdsRequired, C::HouseholdsEncouraged, C::PersonsPerHousehold];
    let complex = [
        C::ComplexMinFloorArea,
        C::ComplexPreferredFloorArea,
        C::ComplexMinFunctions,
        C::ComplexMinPriorityFunctions,
    ];
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        section_ui(ui, standard, HOUSEHOLDS, &households, view, actions);
        ui.add_space(12.0);
        section_ui(ui, standard, COMPLEX, &complex, view, actions);
        if let Some(rule) = &standard.complex_rule {
            rule_ui(ui, standard, rule, view);
        }
    });
}

fn section_ui(
    ui: &mut Ui,
    standard: &Standard,
    title: Text,
    figures: &[CommonFigure],
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    ui.label(RichText::new(title.of(language)).size(style::HEADING));
    let places: Vec<_> = figures.iter().map(|figure| FigurePlace::Common(*figure)).collect();
    if places.iter().all(|place| standard.figure(place).is_none()) {
        ui.label(RichText::new(NONE.of(language)).weak());
        return;
    }
    egui::Grid::new(title.en).num_columns(4).spacing([12.0, 6.0]).show(ui, |ui| {
        for place in places {
            let unit = Message::new(place.unit().zh, place.unit().en);
            let row = FigureRow { standard, place, owner: "", unit, remark: None };
            row.ui(ui, language, actions);
        }
    });
}

/// Which functions make a complex.
fn rule_ui(ui: &mut Ui, standard: &Standard, rule: &ComplexRule, view: &View) {
    let language = view.language;
    let names = |ids: &[String]| {
        let name = |id: &String| {
            let function = standard.function_by_id(id);
            function.map_or(id.clone(), |function| function.short_name.of(language).to_owned())
        };
        ids.iter().map(name).collect::<Vec<_>>().join(language.pick("、", ", "))
    };
    for (title, functions) in
        [(PRIORITY, &rule.priority_functions), (SHOULD_INCLUDE, &rule.should_include_one_of)]
    {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(title.of(language)).small().weak());
            ui.label(names(functions));
            standing_ui(ui, rule.standing, &rule.source, language);
        });
    }
}
