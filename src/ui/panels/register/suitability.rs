//! The suitability of a candidate, criterion by criterion, and the weights behind it.

use egui::{Role, Sense, Ui, pos2, vec2};

use crate::analysis::{Points, Suitability};
use crate::cartography::Palette;
use crate::language::{Language, Text};
use crate::study::register::{Criterion, LARGEST_WEIGHT, SuitabilityWeights, Term as _};
use crate::ui::action::{Action, EditAction, RegisterAction};
use crate::ui::style::{self, color32};
use crate::ui::view::View;
use crate::ui::words;

const TITLE: Text = Text::new("适宜性", "Suitability");
const WEIGHTS: Text = Text::new("权重", "Weights");
const WANTED: Text = Text::new("期望面积（平方米）", "Area wanted (m²)");
const UNKNOWN: Text = Text::new("未知", "not known");
const HOW: Text = Text::new(
    "得分 = 100 × Σ 权重×分值 ÷ Σ 权重。未知项不得分。联审与权属的分值为假设值，权重由规划师设定。",
    "Score = 100 × Σ weight × points ÷ Σ weights. What is not known gives nothing. The points of \
     review and owner are assumptions; the weights are the planner's.",
);
const ROW: f32 = 20.0;

/// Shows the score with its parts, and the weights folded below.
pub fn suitability_ui(
    ui: &mut Ui,
    suitability: &Suitability,
    weights: &SuitabilityWeights,
    view: &View,
    actions: &mut Vec<Action>,
) {
    let language = view.language;
    let (score, best) = (suitability.score(), suitability.best_score());
    let mut text = format!("{} {score:.0}", TITLE.of(language));
    if best - score >= 0.5 {
        text += &language.pick(
            format!("（未知项最多可至 {best:.0}）"),
            format!(" (up to {best:.0} if unknowns turn out well)"),
        );
    }
    ui.label(text).on_hover_text(HOW.of(language));
    for part in &suitability.parts {
        part_ui(ui, part, view);
    }
    egui::CollapsingHeader::new(WEIGHTS.of(language)).id_salt("weights").show(ui, |ui| {
        weights_ui(ui, weights, language, actions);
    });
}

/// Name, bar and what it gives; one scale for all.
fn part_ui(ui: &mut Ui, part: &Points, view: &View) {
    let language = view.language;
    let palette = Palette::of(view.theme);
    let (rect, row) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let name = part.criterion.name().of(language);
    let points = match part.points {
        Some(points) => format!("{:.2}", points),
        None => UNKNOWN.of(language).to_owned(),
    };
    let told = format!("{name} {points} × {}", part.weight);
    words::name_widget(&row, Role::Label, &told);
    let (font, painter) = (egui::FontId::proportional(style::CAPTION), ui.painter());
    let (text, weak) = (color32(palette.text), color32(palette.weak_text));
    let left = egui::Align2::LEFT_CENTER;
    painter.text(rect.left_center(), left, name, font.clone(), weak);
    let bar = egui::Rect::from_min_max(
        pos2(rect.left() + 110.0, rect.center().y - 3.0),
        pos2(rect.right() - 84.0, rect.center().y + 3.0),
    );
    painter.rect_filled(bar, 2.0, color32(palette.separator));
    if let Some(points) = part.points {
        let mut filled = bar;
        filled.set_right(bar.left() + bar.width() * points.clamp(0.0, 1.0) as f32);
        painter.rect_filled(filled, 2.0, color32(palette.candidate));
    }
    let right = egui::Align2::RIGHT_CENTER;
    painter.text(rect.right_center(), right, format!("{points} × {}", part.weight), font, text);
}

fn weights_ui(
    ui: &mut Ui,
    weights: &SuitabilityWeights,
    language: Language,
    actions: &mut Vec<Action>,
) {
    for criterion in Criterion::ALL {
        let name = criterion.name().of(language);
        let range = 0.0..=LARGEST_WEIGHT;
        let weigh = |weight| weights.with(*criterion, weight);
        number_ui(ui, name, weights.of(*criterion), range, weigh, actions);
    }
    let range = 1.0..=100_000.0;
    let want = |area_m2| weights.wanting(area_m2);
    number_ui(ui, WANTED.of(language), weights.wanted_area_m2(), range, want, actions);
}

/// A number that is typed or dragged; dragging it is one step.
fn number_ui(
    ui: &mut Ui,
    name: &str,
    mut number: f64,
    range: std::ops::RangeInclusive<f64>,
    with: impl FnOnce(f64) -> SuitabilityWeights,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        let speed = if *range.end() > LARGEST_WEIGHT { 10.0 } else { 0.1 };
        let drag = egui::DragValue::new(&mut number).range(range).speed(speed).max_decimals(1);
        let field = ui.add(drag.update_while_editing(false));
        words::name_widget(&field, Role::SpinButton, name);
        if field.drag_started() {
            actions.push(RegisterAction::BeginWeighing.into());
        }
        if field.changed() {
            actions.push(RegisterAction::Weigh(with(number)).into());
        }
        if field.drag_stopped() {
            actions.push(EditAction::EndDrag.into());
        }
        ui.label(egui::RichText::new(name).small());
    });
}
