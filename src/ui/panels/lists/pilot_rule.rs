//! The rule by which pilot communities are chosen, edited in a menu beside their list.

use egui::{DragValue, RichText, Role, Ui};

use crate::language::{Language, Text};
use crate::study::{PilotCriterion, PilotIndicator, PilotRule, ProgrammeRules};
use crate::ui::action::{Action, EditAction};
use crate::ui::words;

const RULE: Text = Text::new("选择规则…", "Rule…");
const RULE_HINT: Text = Text::new(
    "指标的权重与门槛、总数和每区名额；得分为各指标按 0–1 归一后的加权平均",
    "Weights and thresholds of indicators, how many in all and per district; the score is the weighted \
     mean of the indicators brought to 0–1",
);
const INDICATOR: Text = Text::new("指标", "Indicator");
const WEIGHT: Text = Text::new("权重", "Weight");
const WEIGHT_HINT: Text = Text::new(
    "负数表示越低越优先，0 只设门槛",
    "Below 0: less speaks for a unit; 0 only sets thresholds",
);
const AT_LEAST: Text = Text::new("不低于", "At least");
const AT_MOST: Text = Text::new("不高于", "At most");
const COUNT: Text = Text::new("试点总数", "Pilots in all");
const MOST: Text = Text::new("每区至多", "At most per district");
const LEAST: Text = Text::new("每区至少", "At least per district");
const AS_SHIPPED: Text = Text::new("恢复默认", "As shipped");

/// Shows the menu; what is changed in it is a new rule.
pub(super) fn pilot_rule_ui(
    ui: &mut Ui,
    rules: &ProgrammeRules,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::Button::new(RULE.of(language));
    let button = egui::containers::menu::MenuButton::from_button(button).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(420.0);
        let mut rule = rules.pilots.clone();
        criteria_ui(ui, &mut rule, language);
        ui.separator();
        numbers_ui(ui, &mut rule, language);
        if rule != rules.pilots {
            let rules = ProgrammeRules { pilots: rule, ..rules.clone() };
            actions.push(EditAction::SetProgrammeRules(Box::new(rules)).into());
        }
    });
    response.on_hover_text(RULE_HINT.of(language));
}

fn criteria_ui(ui: &mut Ui, rule: &mut PilotRule, language: Language) {
    egui::Grid::new("pilot criteria").num_columns(4).spacing([12.0, 4.0]).show(ui, |ui| {
        for title in [INDICATOR, WEIGHT, AT_LEAST, AT_MOST] {
            let label = ui.label(RichText::new(title.of(language)).small().weak());
            if title == WEIGHT {
                label.on_hover_text(WEIGHT_HINT.of(language));
            }
        }
        ui.end_row();
        for indicator in PilotIndicator::ALL {
            let known = rule.criteria.iter().find(|c| c.indicator == indicator).copied();
            let before = known.unwrap_or(PilotCriterion::neutral(indicator));
            let after = criterion_ui(ui, before, language);
            ui.end_row();
            if after != before {
                rule.set(after);
            }
        }
    });
}

fn criterion_ui(ui: &mut Ui, mut criterion: PilotCriterion, language: Language) -> PilotCriterion {
    let name = criterion.indicator.name().of(language);
    ui.label(name);
    let weight = ui.add(DragValue::new(&mut criterion.weight).range(-10.0..=10.0).speed(0.1));
    words::name_widget(&weight, Role::SpinButton, &format!("{name} {}", WEIGHT.of(language)));
    for (title, limit) in [(AT_LEAST, &mut criterion.at_least), (AT_MOST, &mut criterion.at_most)] {
        let label = format!("{name} {}", title.of(language));
        let current = limit.map_or_else(String::new, |limit| limit.to_string());
        let field = words::FieldText { name: &label, current: &current };
        if let Some(text) = field.short_ui(ui, (title.en, name), 70.0) {
            let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
            if number.is_some() || text.trim().is_empty() {
                *limit = number;
            }
        }
    }
    criterion
}

fn numbers_ui(ui: &mut Ui, rule: &mut PilotRule, language: Language) {
    egui::Grid::new("pilot numbers").num_columns(2).show(ui, |ui| {
        ui.label(COUNT.of(language));
        let count = ui.add(DragValue::new(&mut rule.count).range(1..=100_000));
        words::name_widget(&count, Role::SpinButton, COUNT.of(language));
        ui.end_row();
        ui.label(MOST.of(language));
        ui.horizontal(|ui| {
            let mut is_set = rule.most_per_district.is_some();
            let check = ui.checkbox(&mut is_set, "");
            words::name_widget(&check, Role::CheckBox, MOST.of(language));
            if check.changed() {
                rule.most_per_district = is_set.then_some(rule.least_per_district.max(10));
            }
            if let Some(most) = &mut rule.most_per_district {
                let least = rule.least_per_district;
                ui.add(DragValue::new(most).range(least..=100_000));
            }
        });
        ui.end_row();
        ui.label(LEAST.of(language));
        let most = rule.most_per_district.unwrap_or(1000);
        ui.add(DragValue::new(&mut rule.least_per_district).range(0..=most));
        ui.end_row();
    });
    if ui.button(AS_SHIPPED.of(language)).clicked() {
        *rule = PilotRule::default();
    }
}
