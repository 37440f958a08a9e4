//! Rates that stand in for unknown sums, and the budgets of years, edited in a menu beside the lists
//! of money.

use std::collections::BTreeSet;

use egui::{DragValue, RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::session::Session;
use crate::standard::Norm;
use crate::study::register::{StockKind, Term as _};
use crate::study::{CostRates, LARGEST_SUM_YUAN, PROJECT_YEARS, ProgrammeRules};
use crate::ui::action::{Action, EditAction};
use crate::ui::words;

const MENU: Text = Text::new("单价与预算…", "Rates and budgets…");
const MENU_HINT: Text = Text::new(
    "项目未填费用时用单价估算；年度预算与分年投资、覆盖曲线并列",
    "Rates stand in where a project has no sum; budgets are set beside the spending and the coverage \
     of each year",
);
const RATES: Text = Text::new("单价（元/平方米）", "Rates (yuan/m²)");
const CONVERSION: Text = Text::new("既有建筑改造", "Converting a building");
const FITTING: Text = Text::new("新设（未指定建筑）", "New place, building unknown");
const RUNNING: Text = Text::new("年运行费", "Running, a year");
const AS_USUAL: Text = Text::new("同上", "as above");
const TO_USUAL: Text = Text::new("改回同上", "Back to the usual");
const AS_SHIPPED: Text = Text::new("恢复默认", "As shipped");
const BUDGETS: Text = Text::new("年度预算（万元）", "Budgets of years (10,000 yuan)");
const NEXT_YEAR: Text = Text::new("增加一年", "Add a year");
const REMOVE: Text = Text::new("删除该年预算", "Remove the budget of");
/// Budgets are typed in units of so many yuan.
const WAN: f64 = 10_000.0;

/// Shows the menu; what is changed in it is one step for each change.
pub(super) fn money_rules_ui(
    ui: &mut Ui,
    session: &Session,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(MENU.of(language));
    let button = egui::containers::menu::MenuButton::from_button(button).config(config);
    let before = session.study().programme_rules();
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(360.0);
        let mut rules = before.clone();
        rates_ui(ui, &mut rules.costs, language);
        ui.separator();
        budgets_ui(ui, session, &mut rules, language);
        if rules != *before {
            actions.push(EditAction::SetProgrammeRules(Box::new(rules)).into());
        }
    });
    response.on_hover_text(MENU_HINT.of(language));
}

fn rates_ui(ui: &mut Ui, costs: &mut CostRates, language: Language) {
    ui.label(RichText::new(RATES.of(language)).strong());
    egui::Grid::new("rates").num_columns(3).spacing([12.0, 4.0]).show(ui, |ui| {
        rate_ui(ui, CONVERSION, &mut costs.conversion_per_m2, language);
        for stock in StockKind::ALL {
            stock_rate_ui(ui, *stock, costs, language);
        }
        rate_ui(ui, FITTING, &mut costs.fitting_per_m2, language);
        rate_ui(ui, RUNNING, &mut costs.running_per_m2, language);
    });
    if *costs != CostRates::default() && ui.button(AS_SHIPPED.of(language)).clicked() {
        *costs = CostRates::default();
    }
}

/// A rate with how well it is founded.
fn rate_ui(ui: &mut Ui, name: Text, rate: &mut Norm, language: Language) {
    ui.label(name.of(language));
    if let Some(value) = rate_field_ui(ui, name.of(language), rate.value) {
        *rate = Norm::set_in_study(value);
    }
    ui.label(RichText::new(rate.standing.name().of(language)).weak());
    ui.end_row();
}

/// The rate for converting one kind of stock; the usual one until it is set.
fn stock_rate_ui(ui: &mut Ui, stock: StockKind, costs: &mut CostRates, language: Language) {
    let name = format!("· {}", stock.name().of(language));
    ui.label(&name);
    if let Some(value) = rate_field_ui(ui, &name, costs.conversion_of(stock).value) {
        costs.conversion_by_stock.insert(stock, Norm::set_in_study(value));
    }
    match costs.conversion_by_stock.get(&stock) {
        None => drop(ui.label(RichText::new(AS_USUAL.of(language)).weak())),
        Some(_) => {
            if ui.button(TO_USUAL.of(language)).clicked() {
                costs.conversion_by_stock.remove(&stock);
            }
        }
    }
    ui.end_row();
}

/// The value set in the field, if it is another one.
fn rate_field_ui(ui: &mut Ui, name: &str, before: f64) -> Option<f64> {
    let mut value = before;
    let drag = DragValue::new(&mut value).range(0.0..=1e6).speed(10.0).update_while_editing(false);
    let field = ui.add(drag);
    words::name_widget(&field, Role::SpinButton, name);
    (value != before).then_some(value)
}

fn budgets_ui(ui: &mut Ui, session: &Session, rules: &mut ProgrammeRules, language: Language) {
    ui.label(RichText::new(BUDGETS.of(language)).strong());
    let projects = session.facilities().values().filter_map(|facility| facility.project.year);
    let years: BTreeSet<i32> = projects.chain(rules.budgets.keys().copied()).collect();
    egui::Grid::new("budgets").num_columns(3).spacing([12.0, 4.0]).show(ui, |ui| {
        for year in &years {
            ui.label(year.to_string());
            budget_ui(ui, *year, rules);
            let remove = ui.add_enabled(rules.budgets.contains_key(year), egui::Button::new("×"));
            let name = format!("{} {year}", REMOVE.of(language));
            words::name_widget(&remove, Role::Button, &name);
            if remove.on_hover_text(name).clicked() {
                rules.budgets.remove(year);
            }
            ui.end_row();
        }
    });
    let next = years.last().map_or(2026, |last| last + 1);
    if PROJECT_YEARS.contains(&next) {
        let title = format!("{} {next}", NEXT_YEAR.of(language));
        if ui.button(title).clicked() {
            rules.budgets.insert(next, 0.0);
        }
    }
}

fn budget_ui(ui: &mut Ui, year: i32, rules: &mut ProgrammeRules) {
    let before = rules.budgets.get(&year).map(|yuan| yuan / WAN);
    let mut budget = before.unwrap_or(0.0);
    let drag = DragValue::new(&mut budget)
        .range(0.0..=LARGEST_SUM_YUAN / WAN)
        .speed(1.0)
        .max_decimals(2)
        .custom_formatter(move |value, _| match before {
            None if value == 0.0 => "–".to_owned(),
            _ => format!("{value:.0}"),
        })
        .update_while_editing(false);
    let field = ui.add(drag);
    words::name_widget(&field, Role::SpinButton, &year.to_string());
    if budget != before.unwrap_or(0.0) {
        rules.budgets.insert(year, budget * WAN);
    }
}
