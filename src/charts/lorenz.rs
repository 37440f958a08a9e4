//! The Lorenz curve: which share of a service the worst served share of the residents has.

use crate::analysis::measures::{Choices, Inequality};
use crate::cartography::{Align, Canvas, ScreenPoint, Stroke};
use crate::language::Language;
use crate::session::Session;
use crate::standard::FunctionIndex;

use super::{ChartFrame, TITLE};

const SCALE_WIDTH: f32 = 34.0;
const HEAD: f32 = TITLE + 10.0;
const FOOT: f32 = 26.0;

/// How evenly facilities within reach are shared between units.
#[derive(Debug, Clone, PartialEq)]
pub struct LorenzChart {
    pub function: String,
    /// From (0, 0) to (1, 1), the worst served first; empty where there is nothing to share.
    pub curve: Vec<(f64, f64)>,
    pub gini: Option<f64>,
}

impl LorenzChart {
    /// Of the facilities within the limit of a resident, on average per unit, in the scenario shown.
    /// `group` is a position in the study's demand.
    pub fn of(
        session: &Session,
        function: FunctionIndex,
        group: usize,
        language: Language,
    ) -> Self {
        let (study, coverage) = (session.study(), session.scenario());
        let layers = study.layers();
        let choices = Choices::by_unit(layers, coverage, function, group);
        let means: Vec<_> = choices.iter().take(layers.units.len()).map(Choices::mean).collect();
        let residents = |unit: usize| coverage.unit(function, group, unit).population;
        let inequality = Inequality::between_units(layers, &means, residents);
        Self {
            function: study.standard().function(function).short_name.of(language).to_owned(),
            gini: inequality.as_ref().map(|inequality| inequality.gini),
            curve: inequality.map(|inequality| inequality.lorenz).unwrap_or_default(),
        }
    }

    /// What it shows, and the figure it comes to.
    pub(super) fn title(&self, language: Language) -> String {
        let gini = self.gini.map_or("–".to_owned(), |gini| format!("{gini:.3}"));
        language.pick(
            format!("{}：洛伦兹曲线，基尼系数 {gini}", self.function),
            format!("{}: Lorenz curve, Gini {gini}", self.function),
        )
    }

    pub(super) fn paint(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        let (language, palette) = (frame.language, &frame.palette);
        frame.title(canvas, &self.title(language));
        let side = (frame.size[1] - HEAD - FOOT).min(frame.size[0] - SCALE_WIDTH - 8.0).max(1.0);
        let (left, top) = (frame.corner.x + SCALE_WIDTH, frame.corner.y + HEAD);
        let at = |x: f64, y: f64| {
            ScreenPoint::new(left + side * x as f32, top + side * (1.0 - y as f32))
        };
        for share in [0.0, 0.25, 0.5, 0.75, 1.0] {
            canvas.line(&[at(share, 0.0), at(share, 1.0)], false, frame.hair());
            canvas.line(&[at(0.0, share), at(1.0, share)], false, frame.hair());
            let percent = format!("{:.0} %", share * 100.0);
            canvas.text(at(0.0, share).offset(-5.0, 0.0), &percent, frame.label(Align::Right));
            canvas.text(at(share, 0.0).offset(0.0, 8.0), &percent, frame.label(Align::Middle));
        }
        canvas.line(
            &[at(0.0, 0.0), at(1.0, 1.0)],
            false,
            Stroke::dashed(0.8, palette.weak_text, 3.0),
        );
        canvas.line(&[at(0.0, 1.0), at(0.0, 0.0), at(1.0, 0.0)], false, frame.axis());
        let curve: Vec<_> = self.curve.iter().map(|(x, y)| at(*x, *y)).collect();
        canvas.line(&curve, false, Stroke::solid(1.6, palette.covered));
        let note = language.pick(
            "居民占比（从服务最少的起）→；纵轴为可达设施占比",
            "Residents, worst served first →; upwards: facilities in reach",
        );
        let below = ScreenPoint::new(frame.corner.x, top + side + 20.0);
        canvas.text(below, note, frame.label(Align::Left));
    }
}
