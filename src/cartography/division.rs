//! A picture that a line divides between two scenarios, as the swipe line divides the window: the
//! compared one on the left. What lies on either side is painted by `map`.

use crate::study::ScenarioId;

use super::content::MapContent;
use super::{Align, Canvas, ScreenPoint, Stroke, TextStyle};

const SIZE: f32 = 16.0;
/// Between a name and the line, and around the name.
const GAP: f32 = 14.0;
const PADDING: f32 = 8.0;
const HALF_HEIGHT: f32 = 13.0;

/// Where the line is, and what is left of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Division {
    pub left: ScenarioId,
    /// How far east the line is, in metres of the study's plane.
    pub east_m: f64,
}

impl Division {
    /// The place of the line across the canvas, in logical pixels from its left edge.
    pub(super) fn across(&self, content: &MapContent) -> f32 {
        let camera = &content.camera;
        let from_middle = (self.east_m - camera.center.x) / camera.metres_per_pixel;
        (camera.width / 2.0 + from_middle as f32).clamp(0.0, camera.width)
    }

    /// Paints the line, and the names of the scenarios on both sides, `down` from the upper edge.
    pub(super) fn paint(&self, canvas: &mut dyn Canvas, content: &MapContent, down: f32) {
        let x = self.across(content);
        let line = [ScreenPoint::new(x, 0.0), ScreenPoint::new(x, content.camera.height)];
        canvas.line(&line, false, Stroke::solid(2.0, content.palette.text));
        let sides = [(self.left, x - GAP, Align::Right), (content.scenario, x + GAP, Align::Left)];
        for (scenario, x, align) in sides {
            let name = content.session.study().scenarios().name(scenario);
            let name = name.of(content.language);
            let width = canvas.text_width(name, SIZE);
            let left = if align == Align::Right { x - width } else { x };
            let (min, max) = (
                ScreenPoint::new(left - PADDING, down - HALF_HEIGHT),
                ScreenPoint::new(left + width + PADDING, down + HALF_HEIGHT),
            );
            let rim = Stroke::solid(1.0, content.palette.separator);
            canvas.rect(min, max, 6.0, content.palette.paper.with_opacity(0.94), rim);
            let style = TextStyle { size: SIZE, color: content.palette.text, align, halo: None };
            canvas.text(ScreenPoint::new(x, down), name, style);
        }
    }
}
