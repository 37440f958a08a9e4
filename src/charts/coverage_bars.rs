//! The coverage rate of each function as bars, with a tick where it stands in what exists.

use crate::analysis::Reached;
use crate::cartography::{Align, Canvas, Rgba, ScreenPoint, Stroke, shortened};
use crate::language::{Language, Text};
use crate::numbers;
use crate::session::Session;

use super::{ChartFrame, LABEL, TITLE};

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
/// In lower rows names cannot be read.
const LOWEST_ROW: f32 = 11.0;
/// What a row takes where there is no lack of room.
const USUAL_ROW: f32 = 16.0;

/// Rates of all functions for one population group.
#[derive(Debug, Clone, PartialEq)]
pub struct CoverageBars {
    pub bars: Vec<Bar>,
    /// Whether it is what exists that the bars show: no ticks then.
    pub is_base: bool,
    /// How many functions there are; only some have bars where there is no room for all.
    pub functions: usize,
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
        let bars: Vec<Bar> = bars.collect();
        Self { functions: bars.len(), bars, is_base: session.shown().is_base() }
    }

    /// The same in a height: where not all bars can be read in it, those of the lowest rates, the lowest
    /// first, which is said.
    pub fn within(mut self, height: f32) -> Self {
        let most = ((height - HEAD - FOOT) / LOWEST_ROW).floor().max(1.0) as usize;
        if self.bars.len() > most {
            let rate = |bar: &Bar| bar.rate.unwrap_or(f64::INFINITY);
            self.bars.sort_by(|one, other| rate(one).total_cmp(&rate(other)));
            self.bars.truncate(most);
        }
        self
    }

    /// The height in which all bars are easily read.
    pub fn usual_height(&self) -> f32 {
        HEAD + FOOT + USUAL_ROW * self.bars.len() as f32
    }

    fn title(&self, language: Language) -> String {
        let name = NAME.of(language);
        let (shown, all) = (self.bars.len(), self.functions);
        match shown < all {
            true => language.pick(
                format!("{name}（最低的 {shown} 项，共 {all} 项）"),
                format!("{name} (the {shown} lowest of {all})"),
            ),
            false => name.to_owned(),
        }
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
        let (name, bars) = (self.title(language), bars.join(language.pick("，", ", ")));
        language.pick(format!("{name}：{bars}"), format!("{name}: {bars}"))
    }

    pub(super) fn paint(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        let [width, height] = frame.size;
        frame.title(canvas, &self.title(frame.language));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(rates: &[f64]) -> CoverageBars {
        let bar = |rate: &f64| Bar { name: String::new(), rate: Some(*rate), before: None };
        let bars: Vec<Bar> = rates.iter().map(bar).collect();
        CoverageBars { functions: bars.len(), bars, is_base: true }
    }

    #[test]
    fn where_there_is_no_room_for_all_the_lowest_rates_are_shown_and_that_is_said() {
        let rates = [0.9, 0.2, 0.5, 0.7];
        let all = bars(&rates).within(400.0);
        assert_eq!(all, bars(&rates), "in the order of the standard");
        let some = bars(&rates).within(HEAD + FOOT + 2.4 * LOWEST_ROW);
        let shown: Vec<_> = some.bars.iter().filter_map(|bar| bar.rate).collect();
        assert_eq!(shown, [0.2, 0.5]);
        assert!(some.title(Language::En).contains("the 2 lowest of 4"));
    }
}
