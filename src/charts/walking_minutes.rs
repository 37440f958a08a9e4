//! How many residents walk how many minutes to the nearest facility of a function.

use crate::analysis::measures::{Nearest, WalkingTimes};
use crate::cartography::{Align, Canvas, ScreenPoint, Stroke};
use crate::language::{Language, thousands};
use crate::layers::Persons;
use crate::session::Session;
use crate::standard::FunctionIndex;

use super::{ChartFrame, LABEL, TITLE};

const SCALE_WIDTH: f32 = 44.0;
const HEAD: f32 = TITLE + 10.0;
const FOOT: f32 = 26.0;

/// Residents by walking minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct MinutesChart {
    pub function: String,
    /// Persons who walk up to one minute, more than one and up to two, and so on.
    pub by_minute: Vec<f64>,
    /// Persons with no facility as near as was looked.
    pub beyond: f64,
    /// The walking limit in minutes.
    pub limit: f64,
}

impl MinutesChart {
    /// Of the scenario shown. `group` is a position in the study's demand.
    pub fn of(
        session: &Session,
        nearest: &Nearest,
        function: FunctionIndex,
        group: usize,
        language: Language,
    ) -> Self {
        let study = session.study();
        let walk = study.walk(group);
        let times = WalkingTimes::of(study, nearest, function, group, None);
        Self {
            function: study.standard().function(function).short_name.of(language).to_owned(),
            by_minute: times.by_minute().into_iter().map(Persons::as_f64).collect(),
            beyond: times.beyond().as_f64(),
            limit: walk.minutes_for(walk.limit_m(function)),
        }
    }

    fn title(&self, language: Language) -> String {
        language.pick(
            format!("{}：步行时间（人）", self.function),
            format!("{}: walking minutes (residents)", self.function),
        )
    }

    /// How many walk up to 5, 10, 15 minutes and so on, and how many farther.
    pub(super) fn in_words(&self, language: Language) -> String {
        const STEP: usize = 5;
        let persons = |persons: f64| thousands(persons.round() as i64);
        let mut parts: Vec<String> = Vec::new();
        for (number, minutes) in self.by_minute.chunks(STEP).enumerate() {
            let (from, to) = (number * STEP, number * STEP + minutes.len());
            let residents = persons(minutes.iter().sum());
            parts.push(language.pick(
                format!("{from}–{to} 分钟 {residents} 人"),
                format!("{from} to {to} minutes: {residents}"),
            ));
        }
        let beyond = persons(self.beyond);
        parts.push(language.pick(format!("更远 {beyond} 人"), format!("farther: {beyond}")));
        let (title, parts) = (self.title(language), parts.join(language.pick("，", ", ")));
        language.pick(format!("{title}：{parts}"), format!("{title}: {parts}"))
    }

    pub(super) fn paint(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        let language = frame.language;
        frame.title(canvas, &self.title(language));
        let [width, height] = frame.size;
        let (left, right) = (frame.corner.x + SCALE_WIDTH, frame.corner.x + width);
        let (top, bottom) = (frame.corner.y + HEAD, frame.corner.y + height - FOOT);
        let most = self.by_minute.iter().copied().fold(1.0, f64::max);
        let step = round_step(most / 3.0);
        let highest = (most / step).ceil() * step;
        let y = |persons: f64| bottom - (bottom - top) * (persons / highest) as f32;
        let mut mark = 0.0;
        while mark <= highest + step * 0.01 {
            let ends = [ScreenPoint::new(left, y(mark)), ScreenPoint::new(right, y(mark))];
            canvas.line(&ends, false, frame.hair());
            let at = ScreenPoint::new(left - 5.0, y(mark));
            canvas.text(at, &thousands(mark.round() as i64), frame.label(Align::Right));
            mark += step;
        }
        let minute = (right - left) / self.by_minute.len().max(1) as f32;
        let x = |minutes: f64| left + minute * minutes as f32;
        for (number, persons) in self.by_minute.iter().enumerate() {
            // The bar that holds the limit changes its colour there.
            let (from, to) = (number as f64, number as f64 + 1.0);
            let turn = self.limit.clamp(from, to);
            let palette = &frame.palette;
            let parts = [(from, turn, palette.covered), (turn, to, palette.uncovered)];
            for (from, to, color) in parts.into_iter().filter(|(from, to, _)| to > from) {
                let gap = |at: f64| if at.fract() == 0.0 { 0.5 } else { 0.0 };
                let min = ScreenPoint::new(x(from) + gap(from), y(*persons));
                let max = ScreenPoint::new(x(to) - gap(to), bottom);
                canvas.rect(min, max, 0.0, color, Stroke::NONE);
            }
        }
        for minutes in (0..=self.by_minute.len()).step_by(5) {
            let at = ScreenPoint::new(x(minutes as f64), bottom + 8.0);
            canvas.text(at, &minutes.to_string(), frame.label(Align::Middle));
        }
        self.paint_limit(canvas, frame, x(self.limit), [top, bottom]);
        let beyond = thousands(self.beyond.round() as i64);
        let note = language.pick(
            format!("分钟；更远或无设施 {beyond} 人"),
            format!("minutes; {beyond} residents farther away or without any"),
        );
        canvas.text(ScreenPoint::new(left, bottom + 19.0), &note, frame.label(Align::Left));
    }

    fn paint_limit(
        &self,
        canvas: &mut dyn Canvas,
        frame: ChartFrame,
        x: f32,
        [top, bottom]: [f32; 2],
    ) {
        let ends = [ScreenPoint::new(x, top), ScreenPoint::new(x, bottom)];
        canvas.line(&ends, false, Stroke::dashed(1.0, frame.palette.text, 3.0));
        // Half minutes are told, but no more digits than that.
        let limit = (self.limit * 10.0).round() / 10.0;
        let label = frame.language.pick(format!("限值 {limit} 分钟"), format!("limit {limit} min"));
        let style = frame.style(LABEL, frame.palette.text, Align::Left);
        canvas.text(ScreenPoint::new(x + 4.0, top + LABEL / 2.0), &label, style);
    }
}

/// The least of 1, 2, 5 times a power of ten that is at least so much.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1.0).log10().floor());
    let steps = [1.0, 2.0, 5.0, 10.0].map(|step| step * power);
    steps.into_iter().find(|step| *step >= least).unwrap_or(10.0 * power)
}
