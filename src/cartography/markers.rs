//! Facility markers: solid for what exists, hollow for what is only proposed, with the function's
//! pictogram and letter so that a grey copy still reads.

use crate::standard::{Function, Pictogram};
use crate::study::{Facility, FacilityOrigin};

use super::content::MapContent;
use super::{Align, Canvas, Palette, Rgba, ScreenPoint, Stroke, TextStyle};

/// Radius of a facility's marker in logical pixels; also what the mouse can grab.
pub const MARKER_RADIUS: f32 = 12.0;

/// A facility of the function shown.
pub(super) fn draw_facility(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    facility: &Facility,
    function: &Function,
) {
    let at = content.camera.screen_from_world(facility.at);
    let emphasis = &content.emphasis;
    if emphasis.selected_facility == Some(facility.id) {
        let outline = Stroke::solid(2.0, content.palette.selection);
        canvas.circle(at, MARKER_RADIUS + 4.0, None, outline);
    } else if emphasis.hovered_facility == Some(facility.id) {
        let outline = Stroke::solid(2.0, content.palette.selection.with_opacity(0.6));
        canvas.circle(at, MARKER_RADIUS + 3.0, None, outline);
    }
    canvas.sign(at, &MarkerSign::of(&content.palette, &facility.origin, function));
}

/// The sign of a facility, as on the map and in the legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkerSign {
    pictogram: Pictogram,
    letter: char,
    fill: Rgba,
    ink: Rgba,
    rim: Stroke,
    /// Around the badge with the letter.
    badge_rim: Rgba,
}

impl MarkerSign {
    /// All of the sign lies within this distance of its middle, to the sides and up and down.
    pub const REACH: f32 = 18.0;

    pub fn of(palette: &Palette, origin: &FacilityOrigin, function: &Function) -> Self {
        let Function { pictogram, letter, .. } = *function;
        let (paper, existing, planned) = (palette.paper, palette.existing, palette.hypothetical);
        match origin {
            FacilityOrigin::Existing => Self {
                pictogram,
                letter,
                fill: existing,
                ink: paper,
                rim: Stroke::solid(1.5, paper),
                badge_rim: paper,
            },
            FacilityOrigin::Hypothetical
            | FacilityOrigin::Converted { .. }
            | FacilityOrigin::Candidate(_) => Self {
                pictogram,
                letter,
                fill: paper,
                ink: planned,
                rim: Stroke::solid(2.5, planned),
                badge_rim: planned,
            },
        }
    }

    /// Draws the sign with its middle at a place.
    pub fn paint(&self, canvas: &mut dyn Canvas, at: ScreenPoint) {
        canvas.circle(at, MARKER_RADIUS, Some(self.fill), self.rim);
        for stroke in self.pictogram.strokes() {
            let scale = MARKER_RADIUS * 0.52;
            let points: Vec<_> =
                stroke.iter().map(|[x, y]| at.offset(x * scale, y * scale)).collect();
            canvas.line(&points, false, Stroke::solid(1.4, self.ink));
        }
        self.paint_letter(canvas, at);
    }

    /// The letter on a small badge at the lower right.
    fn paint_letter(&self, canvas: &mut dyn Canvas, at: ScreenPoint) {
        let badge = at.offset(MARKER_RADIUS * 0.8, MARKER_RADIUS * 0.8);
        canvas.circle(badge, 6.5, Some(self.fill), Stroke::solid(1.0, self.badge_rim));
        let style = TextStyle { size: 9.5, color: self.ink, align: Align::Middle, halo: None };
        canvas.text(badge, self.letter.encode_utf8(&mut [0; 4]), style);
    }
}
