//! What was found wrong, layer by layer and kind by kind; a click flies to the feature.

use egui::{RichText, Ui};

use crate::files::{Finding, Treatment};
use crate::language::{Language, Text};
use crate::ui::action::{Action, ReviewAction};

use super::Review;
use super::action::FindingPlace;

const TITLE: Text = Text::new("发现的问题", "What was found");
const CHANGES: Text = Text::new("与原图层相比", "Compared with the layers before");
const NOTHING: Text = Text::new("没有发现问题。", "Nothing was found wrong.");
/// More lines than this are read in the report.
const MOST_LINES: usize = 200;

/// Shows the findings.
pub fn findings_ui(ui: &mut Ui, review: &Review, language: Language, actions: &mut Vec<Action>) {
    let area = egui::ScrollArea::vertical().id_salt(("findings", review.number));
    area.auto_shrink(false).show(ui, |ui| {
        ui.add_space(8.0);
        changes_ui(ui, review, language);
        ui.label(RichText::new(TITLE.of(language)).strong());
        if review.examinations.iter().all(|layer| layer.findings.is_empty()) {
            ui.label(RichText::new(NOTHING.of(language)).weak());
        }
        for (layer, examination) in review.examinations.iter().enumerate() {
            if examination.findings.is_empty() {
                continue;
            }
            ui.add_space(6.0);
            if let Some(report) = review.reports().get(layer) {
                ui.label(RichText::new(&report.file).weak());
            }
            let mut order: Vec<usize> = (0..examination.findings.len()).collect();
            order.sort_by_key(|number| examination.findings[*number].kind.treatment);
            for number in order {
                let place = FindingPlace { layer, finding: number };
                finding_ui(ui, review, &examination.findings[number], place, language, actions);
            }
        }
    });
}

/// What newer layers change in the study.
fn changes_ui(ui: &mut Ui, review: &Review, language: Language) {
    if !review.is_update() {
        return;
    }
    ui.label(RichText::new(CHANGES.of(language)).strong());
    for conflict in review.conflicts() {
        ui.colored_label(ui.visuals().warn_fg_color, conflict.what.of(language));
    }
    for line in review.changes(MOST_LINES, language) {
        let is_of_feature = line.starts_with(' ');
        let text = RichText::new(line.trim_start());
        ui.label(if is_of_feature { text.small().weak() } else { text });
    }
    ui.add_space(8.0);
}

fn finding_ui(
    ui: &mut Ui,
    review: &Review,
    finding: &Finding,
    place: FindingPlace,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let color = match finding.kind.treatment {
        Treatment::Refused | Treatment::LeftOut => ui.visuals().error_fg_color,
        Treatment::Ignored | Treatment::Repaired => ui.visuals().warn_fg_color,
        Treatment::Accepted => ui.visuals().text_color(),
    };
    if !finding.is_of_features() {
        for problem in &finding.problems {
            let line = format!("• {}", problem.what.of(language));
            ui.label(RichText::new(line).color(color));
        }
        return;
    }
    let is_shown = review.shown == Some(place);
    let sign = if is_shown { "–" } else { "+" };
    let headline = format!("{sign} {}", finding.headline(language));
    if ui.selectable_label(is_shown, RichText::new(headline).color(color)).clicked() {
        actions.push(ReviewAction::Show((!is_shown).then_some(place)).into());
    }
    if is_shown {
        ui.indent(("finding", place.layer, place.finding), |ui| {
            features_ui(ui, review, finding, place, language, actions);
        });
    }
}

fn features_ui(
    ui: &mut Ui,
    review: &Review,
    finding: &Finding,
    place: FindingPlace,
    language: Language,
    actions: &mut Vec<Action>,
) {
    for (number, problem) in finding.problems.iter().enumerate().take(MOST_LINES) {
        let line = problem.line_in_layer(language);
        let is_focus = problem.at.is_some() && problem.at == review.focus;
        let text = RichText::new(&line).small();
        let row = egui::Button::selectable(is_focus, text).wrap();
        let row = ui.add_enabled(problem.at.is_some(), row);
        if row.clicked() {
            actions.push(ReviewAction::FlyTo { finding: place, problem: number }.into());
        }
        row.on_hover_text(&line).on_disabled_hover_text(&line);
    }
    let rest = finding.count.saturating_sub(MOST_LINES.min(finding.problems.len()));
    if rest > 0 {
        let rest = language
            .pick(format!("另有 {rest} 个，见报告"), format!("and {rest} more, see the report"));
        ui.label(RichText::new(rest).weak().small());
    }
}
