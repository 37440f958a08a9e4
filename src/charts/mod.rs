//! Charts that explain themselves: coverage by function, walking minutes, and how evenly a service is
//! shared. Each is made from a study's results and painted on any [`Canvas`], a page or an SVG file;
//! what the figures mean is the work of `analysis`.

mod coverage_bars;
mod folder;
mod lorenz;
mod svg;
mod walking_minutes;

pub use coverage_bars::{Bar, CoverageBars};
pub use folder::{ChartsError, write_charts};
pub use lorenz::LorenzChart;
pub use svg::svg_document;
pub use walking_minutes::MinutesChart;

use crate::cartography::{Align, Canvas, Palette, Rgba, ScreenPoint, Stroke, TextStyle, shortened};
use crate::language::Language;

/// One of the charts.
#[derive(Debug, Clone, PartialEq)]
pub enum Chart {
    Coverage(CoverageBars),
    Minutes(MinutesChart),
    Lorenz(LorenzChart),
}

/// Where a chart stands, and in which colours and language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartFrame {
    pub corner: ScreenPoint,
    pub size: [f32; 2],
    pub palette: Palette,
    pub language: Language,
}

impl Chart {
    /// What the chart says, for those who do not see it.
    pub fn in_words(&self, language: Language) -> String {
        match self {
            Self::Coverage(chart) => chart.in_words(language),
            Self::Minutes(chart) => chart.in_words(language),
            Self::Lorenz(chart) => chart.title(language),
        }
    }

    /// Paints the chart so that it fills its frame.
    pub fn paint(&self, canvas: &mut dyn Canvas, frame: ChartFrame) {
        match self {
            Self::Coverage(chart) => chart.paint(canvas, frame),
            Self::Minutes(chart) => chart.paint(canvas, frame),
            Self::Lorenz(chart) => chart.paint(canvas, frame),
        }
    }
}

const TITLE: f32 = 11.0;
const LABEL: f32 = 8.5;

impl ChartFrame {
    /// A line above the chart; names of functions may be of any length.
    fn title(&self, canvas: &mut dyn Canvas, text: &str) {
        let style = self.style(TITLE, self.palette.text, Align::Left);
        let text = shortened(canvas, text, TITLE, self.size[0]);
        canvas.text(self.corner.offset(0.0, TITLE / 2.0), &text, style);
    }

    fn style(&self, size: f32, color: Rgba, align: Align) -> TextStyle {
        TextStyle { size, color, align, halo: None }
    }

    fn label(&self, align: Align) -> TextStyle {
        self.style(LABEL, self.palette.weak_text, align)
    }

    fn hair(&self) -> Stroke {
        Stroke::solid(0.5, self.palette.separator)
    }

    fn axis(&self) -> Stroke {
        Stroke::solid(0.7, self.palette.weak_text)
    }
}
