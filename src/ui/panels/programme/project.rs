//! The project that makes a facility: when, by whom, for how much, and with whose money.

use egui::{RichText, Role, Ui};

use crate::language::{Language, Text, thousands};
use crate::programme::{Figure, Money, money_of};
use crate::standard::Standing;
use crate::study::{
    Facility, FundingSource, LARGEST_SUM_YUAN, OperatingMode, PROJECT_YEARS, Project, ProjectState,
    ProjectSums,
};
use crate::ui::action::{Action, EditAction};
use crate::ui::panels::inspector::number_or_nothing;
use crate::ui::{Workspace, words};

const PROJECT: Text = Text::new("项目", "Project");
const STATE: Text = Text::new("状态", "State");
const YEAR: Text = Text::new("建成年份", "Year it opens");
const OWNER: Text = Text::new("责任单位", "Owner");
const PROVIDER: Text = Text::new("运营单位", "Provider");
const MODE: Text = Text::new("运营方式", "Operating mode");
const NO_MODE: Text = Text::new("未定", "not set");
const FUNDING: Text = Text::new("改造资金来源（元）", "Who pays the conversion (yuan)");
const UNFUNDED: Text = Text::new("未落实", "Not funded yet");
const OVERFUNDED: Text = Text::new("资金超出费用", "Funded beyond the cost by");
const OVERFUNDED_HINT: Text = Text::new(
    "各来源合计大于改造费用，请核对金额或费用",
    "The sources together pay more than the conversion costs; check the sums or the cost",
);
const BALANCE: Text = Text::new("年收支", "Balance a year");
const ESTIMATE: Text = Text::new("估算", "estimate");

/// A sum of a project: its name, where it is kept, and what it is estimated at where it is not set.
type SumField = (Text, fn(&mut ProjectSums) -> &mut Option<f64>, Option<Figure>);

/// Shows the project's fields.
pub(super) fn project_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    language: Language,
    actions: &mut Vec<Action>,
) {
    ui.label(RichText::new(PROJECT.of(language)).strong());
    let mut project = facility.project.clone();
    let money = money_of(workspace.session.study(), facility);
    egui::Grid::new("project").num_columns(4).spacing([10.0, 6.0]).show(ui, |ui| {
        state_ui(ui, &mut project, language);
        year_ui(ui, facility, &mut project, language);
        ui.end_row();
        text_ui(ui, facility, OWNER, &mut project.owner, language);
        text_ui(ui, facility, PROVIDER, &mut project.provider, language);
        ui.end_row();
        mode_ui(ui, &mut project, language);
        ui.end_row();
        sums_ui(ui, facility, &money, &mut project, language);
    });
    ui.add_space(4.0);
    funding_ui(ui, facility, &mut project, language);
    balance_ui(ui, &money, language);
    if project != facility.project {
        actions.push(EditAction::SetProject { id: facility.id, project }.into());
    }
}

fn state_ui(ui: &mut Ui, project: &mut Project, language: Language) {
    ui.label(STATE.of(language));
    let combo = egui::ComboBox::from_id_salt("project state");
    let response = combo.selected_text(project.state.name().of(language)).show_ui(ui, |ui| {
        for state in ProjectState::ALL {
            ui.selectable_value(&mut project.state, state, state.name().of(language));
        }
    });
    words::name_widget(&response.response, Role::ComboBox, STATE.of(language));
}

fn mode_ui(ui: &mut Ui, project: &mut Project, language: Language) {
    ui.label(MODE.of(language));
    let chosen = project.mode.map_or(NO_MODE, OperatingMode::name);
    let combo = egui::ComboBox::from_id_salt("operating mode");
    let response = combo.selected_text(chosen.of(language)).show_ui(ui, |ui| {
        ui.selectable_value(&mut project.mode, None, NO_MODE.of(language));
        for mode in OperatingMode::ALL {
            ui.selectable_value(&mut project.mode, Some(mode), mode.name().of(language));
        }
    });
    words::name_widget(&response.response, Role::ComboBox, MODE.of(language));
}

fn year_ui(ui: &mut Ui, facility: &Facility, project: &mut Project, language: Language) {
    ui.label(YEAR.of(language));
    let current = project.year.map_or_else(String::new, |year| year.to_string());
    let field = words::FieldText { name: YEAR.of(language), current: &current };
    let read = |text: &str| {
        let year = text.trim().parse().ok().filter(|year| PROJECT_YEARS.contains(year));
        let (first, last) = (PROJECT_YEARS.start(), PROJECT_YEARS.end());
        match year.is_some() || text.trim().is_empty() {
            true => Ok(year),
            false => Err(language
                .pick(format!("应为 {first}–{last} 年"), format!("a year from {first} to {last}"))),
        }
    };
    if let Some(year) = field.checked_ui(ui, ("project year", facility.id.0), 70.0, read) {
        project.year = year;
    }
}

fn text_ui(ui: &mut Ui, facility: &Facility, title: Text, text: &mut String, language: Language) {
    ui.label(title.of(language));
    let field = words::FieldText { name: title.of(language), current: text };
    if let Some(entered) = field.short_ui(ui, (title.en, facility.id.0), 180.0) {
        *text = entered.trim().to_owned();
    }
}

fn sums_ui(
    ui: &mut Ui,
    facility: &Facility,
    money: &Money,
    project: &mut Project,
    language: Language,
) {
    let fields: [SumField; 6] = [
        (Text::new("改造费用（元）", "Conversion (yuan)"), |s| &mut s.conversion, money.conversion),
        (Text::new("年运行费（元）", "Running (yuan a year)"), |s| &mut s.running, money.running),
        (Text::new("年租金（元）", "Rent (yuan a year)"), |s| &mut s.rent, money.rent),
        (Text::new("年租金减免（元）", "Rent relief (yuan a year)"), |s| &mut s.relief, None),
        (Text::new("年补贴（元）", "Subsidy (yuan a year)"), |s| &mut s.subsidy, None),
        (Text::new("年收入（元）", "Income (yuan a year)"), |s| &mut s.income, None),
    ];
    for (position, (title, place, estimate)) in fields.into_iter().enumerate() {
        let sum = place(&mut project.sums);
        ui.label(title.of(language));
        ui.vertical(|ui| {
            if let Some(entered) = sum_ui(ui, facility, (title, *sum), language) {
                *sum = entered;
            }
            if let Some(figure) = estimate.filter(|_| sum.is_none()) {
                estimate_ui(ui, figure, language);
            }
        });
        if position % 2 == 1 {
            ui.end_row();
        }
    }
    ui.end_row();
}

/// What the sum comes to by the rates, marked as what it is.
fn estimate_ui(ui: &mut Ui, figure: Figure, language: Language) {
    let Figure { yuan, standing } = figure;
    let text = format!("{} {}*", ESTIMATE.of(language), thousands(yuan.round() as i64));
    let standing = match standing {
        Standing::Assumption => language.pick(
            "按面积和单价估算，单价为假设值，非官方数据",
            "Area × rate; the rate is an assumption, nothing official",
        ),
        Standing::Derived => language.pick(
            "按资源登记的改造费用或租金、所占面积推算",
            "From the refit cost or rent in the register, by the floor taken",
        ),
        other => other.name().of(language),
    };
    ui.label(RichText::new(text).small().weak()).on_hover_text(standing);
}

/// The sum entered, if one was.
fn sum_ui(
    ui: &mut Ui,
    facility: &Facility,
    (title, current): (Text, Option<f64>),
    language: Language,
) -> Option<Option<f64>> {
    let current = current.map_or_else(String::new, |yuan| thousands(yuan.round() as i64));
    let field = words::FieldText { name: title.of(language), current: &current };
    let read = |text: &str| number_or_nothing(text, LARGEST_SUM_YUAN, language);
    field.checked_ui(ui, (title.en, facility.id.0), 110.0, read)
}

fn funding_ui(ui: &mut Ui, facility: &Facility, project: &mut Project, language: Language) {
    ui.label(FUNDING.of(language));
    egui::Grid::new("funding").num_columns(6).spacing([10.0, 6.0]).show(ui, |ui| {
        for (position, source) in FundingSource::ALL.into_iter().enumerate() {
            ui.label(source.name().of(language));
            let current = project.funding.get(&source).copied();
            match sum_ui(ui, facility, (source.name(), current), language) {
                Some(Some(yuan)) => drop(project.funding.insert(source, yuan)),
                Some(None) => drop(project.funding.remove(&source)),
                None => {}
            }
            if position % 2 == 1 {
                ui.end_row();
            }
        }
    });
}

/// What is not funded, and what a year leaves.
fn balance_ui(ui: &mut Ui, money: &Money, language: Language) {
    let yuan = |yuan: f64| {
        let yuan = thousands(yuan.round() as i64);
        language.pick(format!("{yuan} 元"), format!("{yuan} yuan"))
    };
    let mark = |figure: Option<Figure>| match figure {
        Some(figure) if !figure.is_set() => "*",
        _ => "",
    };
    ui.horizontal_wrapped(|ui| {
        if money.conversion.is_some() {
            let text = format!(
                "{} {}{}",
                UNFUNDED.of(language),
                yuan(money.unfunded()),
                mark(money.conversion)
            );
            ui.label(text);
            ui.separator();
        }
        if money.overfunded() > 0.0 {
            let text = format!("⚠ {} {}", OVERFUNDED.of(language), yuan(money.overfunded()));
            ui.colored_label(ui.visuals().warn_fg_color, text)
                .on_hover_text(OVERFUNDED_HINT.of(language));
            ui.separator();
        }
        if let Some(balance) = money.balance() {
            let mark = mark(Some(balance));
            ui.label(format!("{} {}{mark}", BALANCE.of(language), yuan(balance.yuan)));
        }
    });
}
