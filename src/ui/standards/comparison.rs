//! The scenario shown under several standards: limit and coverage of each function side by side,
//! computed in the background.

use std::sync::Arc;

use egui::{RichText, Ui};

use crate::analysis::{FunctionByStandard, UnderStandard, by_standard};
use crate::jobs::Job;
use crate::language::{Language, Message, Text};
use crate::numbers::percent;
use crate::session::Session;
use crate::standard::{Standard, Standing};
use crate::ui::view::View;
use crate::ui::words;

use super::{Asked, Comparison, Standards, choices, name_of};

const HINT: Text = Text::new(
    "同一方案、同一人群，分别按各标准自己的步行距离计算覆盖率；“–”表示标准未涉及此功能。",
    "The same scenario and group, covered by each standard's own walking limits; – where a standard \
     does not speak of the function.",
);
const IN_USE: Text = Text::new("（在用）", " (in use)");
const COMPUTING: Text = Text::new("正在计算…", "Computing…");
const COLUMN: f32 = 160.0;

impl Standards {
    pub(super) fn comparison_ui(&mut self, ui: &mut Ui, session: &Session, view: &View) {
        let language = view.language;
        ui.label(RichText::new(HINT.of(language)).small().weak());
        let mut compared = vec![session.study().shared_standard()];
        compared.extend(choices(&self.imported, session));
        // The standard in use, unchanged, need not stand beside itself.
        let in_use = compared[0].clone();
        let mut seen = Vec::new();
        compared.retain(|standard| {
            let repeats = seen.contains(&name_of(standard));
            seen.push(name_of(standard));
            !repeats
        });
        self.comparison.choice_ui(ui, &compared, &in_use, language);
        compared.retain(|s| !self.comparison.left_out.contains(&name_of(s).en));
        self.comparison.follow(ui.ctx(), session, view.group, &compared);
        ui.add_space(4.0);
        self.comparison.table_ui(ui, language);
    }
}

impl Comparison {
    /// Check boxes for the standards.
    fn choice_ui(
        &mut self,
        ui: &mut Ui,
        standards: &[Arc<Standard>],
        in_use: &Arc<Standard>,
        language: Language,
    ) {
        ui.horizontal_wrapped(|ui| {
            for standard in standards {
                let name = name_of(standard);
                let mut is_chosen = !self.left_out.contains(&name.en);
                let is_in_use = Arc::ptr_eq(standard, in_use) || standard == in_use;
                let mark = if is_in_use { IN_USE.of(language) } else { "" };
                let label = format!("{}{mark}", name.of(language));
                if ui.checkbox(&mut is_chosen, label).changed() {
                    match is_chosen {
                        true => self.left_out.retain(|left_out| *left_out != name.en),
                        false => self.left_out.push(name.en),
                    }
                }
            }
        });
    }

    /// Takes what has been computed, and has computed anew what has changed since. Not while
    /// something is dragged: a coverage from scratch is more than a frame's work.
    fn follow(
        &mut self,
        ctx: &egui::Context,
        session: &Session,
        group: usize,
        standards: &[Arc<Standard>],
    ) {
        if let Some(finished) = self.job.as_ref().and_then(Job::poll) {
            self.job = None;
            if let (Ok(result), Some(asked)) = (finished, self.asked.clone()) {
                self.result = Some((asked, result));
            }
        }
        let asked = Asked {
            revision: session.study().revision(),
            scenario: session.shown(),
            group,
            standards: standards.iter().map(|standard| name_of(standard)).collect(),
        };
        if self.asked.as_ref() == Some(&asked) || session.in_gesture() {
            return;
        }
        let (wake, study) = (ctx.clone(), session.study().clone());
        let (scenario, standards) = (asked.scenario, standards.to_vec());
        let job = Job::start(
            "compare standards",
            move || wake.request_repaint(),
            move |_| {
                let names = standards.iter().map(|standard| name_of(standard)).collect();
                let standards: Vec<Standard> = standards.iter().map(|s| (**s).clone()).collect();
                by_standard(&study, scenario, group, &standards).map(|rows| (names, rows))
            },
        );
        self.asked = Some(asked);
        self.job = job.ok();
    }

    fn table_ui(&self, ui: &mut Ui, language: Language) {
        if self.job.is_some() {
            ui.label(RichText::new(COMPUTING.of(language)).weak());
        }
        let (names, rows) = match &self.result {
            Some((_, Ok(table))) => table,
            Some((_, Err(error))) => {
                let error = error.message();
                ui.colored_label(ui.visuals().error_fg_color, error.of(language));
                return;
            }
            None => return,
        };
        egui::ScrollArea::both().auto_shrink(false).show(ui, |ui| {
            let grid = egui::Grid::new("standards compared").striped(true);
            grid.num_columns(names.len() + 1).spacing([16.0, 6.0]).show(ui, |ui| {
                heading_ui(ui, names, language);
                for row in rows {
                    row_ui(ui, row, names, language);
                }
            });
        });
    }
}

fn heading_ui(ui: &mut Ui, names: &[Message], language: Language) {
    ui.label(RichText::new(words::FUNCTION.of(language)).small().weak());
    for name in names {
        let name = RichText::new(name.of(language)).small().weak();
        let above_numbers = egui::Layout::top_down(egui::Align::RIGHT);
        ui.allocate_ui_with_layout(egui::vec2(COLUMN, 36.0), above_numbers, |ui| {
            ui.set_width(COLUMN);
            ui.add(egui::Label::new(name).wrap());
        });
    }
    ui.end_row();
}

fn row_ui(ui: &mut Ui, row: &FunctionByStandard, names: &[Message], language: Language) {
    ui.label(row.name.of(language));
    for (under, name) in row.under.iter().zip(names) {
        let Some(UnderStandard { limit, reached }) = under else {
            words::right_aligned(ui, COLUMN, RichText::new("–").weak());
            continue;
        };
        let metres = language.pick(format!("{} 米", limit.value), format!("{} m", limit.value));
        let rate = percent(reached.rate());
        let response = ui.allocate_ui_with_layout(
            egui::vec2(COLUMN, 22.0),
            egui::Layout::right_to_left(egui::Align::Center),
            |ui| {
                ui.label(RichText::new(&rate).strong());
                let label = ui.label(RichText::new(&metres).small().weak());
                if limit.standing.needs_mark() {
                    words::underline_with_dots(ui, &label);
                }
                label.on_hover_text(origin(limit.standing, &limit.source, language));
            },
        );
        let told = format!("{}, {}: {metres}, {rate}", row.name.of(language), name.of(language));
        words::name_widget(&response.response, egui::Role::Label, &told);
    }
    ui.end_row();
}

fn origin(standing: Standing, source: &str, language: Language) -> String {
    format!("{}{}{source}", standing.name().of(language), language.pick("：", ": "))
}
