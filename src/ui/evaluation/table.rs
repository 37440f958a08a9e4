//! The indicators year by year, place by place, with the change since the year before taken apart.

use egui::{Align, Layout, RichText, Ui};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use crate::language::{Language, Text};
use crate::numbers::{percent, thousands};
use crate::programme::{EvaluatedYear, Evaluation, ORDER_OF_PARTS, Scope};
use crate::ui::Workspace;
use crate::ui::action::Action;

use super::Page;
use super::maps::lead_to;

const PLACE: Text = Text::new("范围", "Place");
const POPULATION: Text = Text::new("人数", "Persons");
const FROM_WHOLE: Text = Text::new("与全域之差（百分点）", "From the whole (points)");
const CHANGE: Text = Text::new("已覆盖变化", "Change in covered");
const RESIDENTS: Text = Text::new("其中人口", "of it residents");
const FACILITIES: Text = Text::new("其中设施", "of it facilities");
const STANDARD: Text = Text::new("其中标准", "of it standard");
const WHOLE: Text = Text::new("全域", "All units");
const ROW_HEIGHT: f32 = 20.0;

/// Which rows are wanted.
pub(super) struct Asked<'a> {
    pub function: &'a str,
    /// The year whose change is taken apart.
    pub year: usize,
    pub page: Page,
}

/// Shows the table; a row leads to its unit on the map.
pub(super) fn table_ui(
    ui: &mut Ui,
    evaluation: &Evaluation,
    asked: Asked,
    workspace: &Workspace,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let Some(year) = evaluation.years.get(asked.year) else { return };
    let scopes = year.indicators.scopes().iter().filter(|scope| asked.page.admits(scope));
    let scopes: Vec<&Scope> = scopes.collect();
    let headings = headings(evaluation, language);
    ui.label(RichText::new(ORDER_OF_PARTS.of(language)).small().weak());
    egui::ScrollArea::horizontal().auto_shrink(false).show(ui, |ui| {
        let mut builder = TableBuilder::new(ui)
            .id_salt(("evaluation", asked.page as u8, headings.len()))
            .striped(true)
            .sense(egui::Sense::click())
            .column(Width::initial(150.0).clip(true).resizable(true));
        for _ in &headings {
            builder = builder.column(Width::initial(104.0).clip(true).resizable(true));
        }
        let table = builder.header(ROW_HEIGHT + 4.0, |mut header| {
            header.col(|ui| {
                ui.strong(PLACE.of(language));
            });
            for heading in &headings {
                header.col(|ui| right_ui(ui, RichText::new(heading).strong()));
            }
        });
        table.body(|body| {
            body.rows(ROW_HEIGHT, scopes.len(), |mut line| {
                let scope = scopes[line.index()];
                row_ui(&mut line, evaluation, (year, scope), &asked, language);
                if let (Scope::Unit(id), true) = (scope, line.response().clicked()) {
                    actions.extend(lead_to(id, workspace));
                }
            });
        });
    });
}

/// All columns but the first.
fn headings(evaluation: &Evaluation, language: Language) -> Vec<String> {
    let rates = evaluation.years.iter().map(|year| year.name.clone());
    let others = [POPULATION, FROM_WHOLE, CHANGE, RESIDENTS, FACILITIES, STANDARD];
    rates.chain(others.map(|other| other.of(language).to_owned())).collect()
}

fn row_ui(
    line: &mut TableRow,
    evaluation: &Evaluation,
    (year, scope): (&EvaluatedYear, &Scope),
    asked: &Asked,
    language: Language,
) {
    line.col(|ui| {
        let name = name_of(year, scope, language);
        ui.add(egui::Label::new(name).truncate().selectable(false));
    });
    let rate = |year: &EvaluatedYear, scope: &Scope| {
        year.indicators.reached(scope, asked.function).and_then(|reached| reached.rate())
    };
    for known in &evaluation.years {
        line.col(|ui| right_ui(ui, RichText::new(percent(rate(known, scope)))));
    }
    let reached = year.indicators.reached(scope, asked.function);
    let population = reached.map(|reached| reached.population.as_f64());
    let whole = rate(year, &Scope::Whole);
    let from_whole = rate(year, scope).zip(whole).map(|(rate, whole)| 100.0 * (rate - whole));
    let points = from_whole.map_or("–".to_owned(), |points| format!("{points:+.1}"));
    let development = evaluation.development(asked.year, scope, asked.function);
    let parts = development.and_then(|development| development.parts);
    line.col(|ui| right_ui(ui, RichText::new(persons(population, ""))));
    line.col(|ui| right_ui(ui, RichText::new(points)));
    for part in [
        parts.map(|parts| parts.sum()),
        parts.map(|parts| parts.residents),
        parts.map(|parts| parts.facilities),
        parts.map(|parts| parts.standard),
    ] {
        line.col(|ui| right_ui(ui, RichText::new(persons(part, "+"))));
    }
}

fn name_of(year: &EvaluatedYear, scope: &Scope, language: Language) -> String {
    match scope {
        Scope::Whole => WHOLE.of(language).to_owned(),
        Scope::District(district) => district.clone(),
        Scope::Unit(id) => {
            let position = year.units.position_of(id);
            position.map_or_else(|| id.clone(), |unit| year.units.name(unit).to_owned())
        }
    }
}

/// Whole persons; `plus` stands before those that are more than none.
fn persons(number: Option<f64>, plus: &str) -> String {
    let Some(number) = number else { return "–".to_owned() };
    let sign = if number >= 0.5 { plus } else { "" };
    format!("{sign}{}", thousands(number.round() as i64))
}

fn right_ui(ui: &mut Ui, text: RichText) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add(egui::Label::new(text).truncate().selectable(false));
    });
}
