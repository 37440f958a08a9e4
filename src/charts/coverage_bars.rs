//! The coverage rate of each function as bars, with a tick where it stands in what exists.

use crate::analysis::Reached;
use crate::cartography::{Align, Canvas, Rgba, ScreenPoint, Stroke};
use crate::language::{Language, Text};
use crate::numbers;
use crate::session::Session;

use super::{ChartFrame, LABEL, TITLE, shortened};

const NAME: Text = Text::new("各功能覆盖率", "Coverage by function");
const EXISTING: Text = Text::new("现状", "What exists");
const SCENARIO: Text = Text::new("方案", "Scenario");
const NAMES_WIDTH: f32 = 104.0;
const RATES_WIDTH: f32 = 44.0;
/// Between title and bars.
const HEAD: f32 = TITLE + 18.0;
/// The axis below the bars.
const FOOT: f32 = 14.0;
const TALLEST_ROW: f32 = 26.0;

/// Rates of all functions for one population group.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageBars {
    pub bars: Vec<Bar>,
    /// Whether it is what exists that the bars show: no ticks then.
    pub is_base: bool,
}

/// A function's rates, from 0 to 1; `None` where nobody lives.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    pub name: String,
    pub rate: Option<f64>,
    pub before: Option<f64>,
}

impl CoverageBars {
    /// Of the scenario shown, beside what exists. `group` is a position in the study's demand.
    pub fn of(session: &Session, group: usize, language: Language) -> Self {
        let standard = session.study().standard();
        let bars = standard.indexes().map(|function| Bar {
            name: standard.function(function).short_name.of(language).to_owned(),
            rate: Reached::rate(session.scenario().total(function, group)),
            before: Reached::rate(session.base().total(function, group)),
        });
        Self { bars: bars.collect(), is_base: session.shown().is_base() }
    }

    /// The rates one after another, each with that of what exists where a scenario is shown.
    pub(super) fn in_words(&self, language: Language) -> String {
        let bar = |bar: &Bar| {
            let (name, rate) = (&bar.name, numbers::percent(bar.rate));
            let before = numbers::percent(bar.before);
            match self.is_base {
                true => format!("{name} {rate}"),
                false => language.pick(
                    format!("{name} {rate}（现状 {before}）"),
                    format!("{name} {rate} (what exists: {before})"),
                ),
            }
        };
        let bars: Vec<String> = self.bars.iter().map(bar).collect();
        let (name, bars) = (NAME.of(language), bars.join(language.pick("，", ", ")));
        language.pick(format!("{name}：{bars}"), format!("{name}: {bars}"))
    }

    pub(super) fn paint(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        let [width, height] = frame.size;
        frame.title(canvas, NAME.of(frame.language));
        self.paint_key(canvas, frame);
        let left = frame.corner.x + NAMES_WIDTH;
        let along = (width - NAMES_WIDTH - RATES_WIDTH).max(1.0);
        let top = frame.corner.y + HEAD;
        let row = ((height - HEAD - FOOT) / self.bars.len().max(1) as f32).min(TALLEST_ROW);
        let bottom = top + row * self.bars.len() as f32;
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            let x = left + along * share;
            let ends = [ScreenPoint::new(x, top), ScreenPoint::new(x, bottom)];
            canvas.line(&ends, false, frame.hair());
            let percent = format!("{:.0} %", share * 100.0);
            let below = ScreenPoint::new(x, bottom + FOOT / 2.0);
            canvas.text(below, &percent, frame.label(Align::Middle));
        }
        for (number, bar) in self.bars.iter().enumerate() {
            let middle = ScreenPoint::new(left, top + row * (number as f32 + 0.5));
            self.paint_bar(canvas, frame, bar, middle, [along, row]);
        }
    }

    fn paint_bar(
        &self,
        canvas: &mut dyn Canvas,
        frame: ChartFrame,
        bar: &Bar,
        middle: ScreenPoint,
        [along, row]: [f32; 2],
    ) {
        let size = LABEL.min(row * 0.8);
        let name = shortened(canvas, &bar.name, size, NAMES_WIDTH - 8.0);
        let style = |color: Rgba, align| frame.style(size, color, align);
        canvas.text(middle.offset(-6.0, 0.0), &name, style(frame.palette.text, Align::Right));
        let half = row * 0.3;
        if let Some(rate) = bar.rate {
            let end = middle.offset(along * rate as f32, half);
            canvas.rect(middle.offset(0.0, -half), end, 0.0, frame.palette.covered, Stroke::NONE);
        }
        if let Some(before) = bar.before.filter(|_| !self.is_base) {
            let tick = middle.offset(along * before as f32, 0.0);
            paint_tick(canvas, frame, tick, half);
        }
        let rate = numbers::percent(bar.rate);
        let right = middle.offset(along + RATES_WIDTH - 2.0, 0.0);
        canvas.text(right, &rate, style(frame.palette.text, Align::Right));
    }

    /// What bar and tick stand for; nothing to tell where only what exists is shown.
    fn paint_key(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        if self.is_base {
            return;
        }
        let at = frame.corner.offset(NAMES_WIDTH, TITLE + 9.0);
        let box_end = at.offset(12.0, 3.0);
        canvas.rect(at.offset(0.0, -3.0), box_end, 0.0, frame.palette.covered, Stroke::NONE);
        let scenario = SCENARIO.of(frame.language);
        canvas.text(at.offset(16.0, 0.0), scenario, frame.label(Align::Left));
        let next = at.offset(30.0 + canvas.text_width(scenario, LABEL), 0.0);
        paint_tick(canvas, frame, next, 4.0);
        let existing = EXISTING.of(frame.language);
        canvas.text(next.offset(6.0, 0.0), existing, frame.label(Align::Left));
    }
}

fn paint_tick(canvas: &mut dyn Canvas, frame: ChartFrame, at: ScreenPoint, half: f32) {
    let ends = [at.offset(0.0, -half - 1.5), at.offset(0.0, half + 1.5)];
    canvas.line(&ends, false, Stroke::solid(3.0, frame.palette.paper));
    canvas.line(&ends, false, Stroke::solid(1.4, frame.palette.existing));
}
