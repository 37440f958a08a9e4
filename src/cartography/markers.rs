//! Facility markers: solid for what exists, hollow for what is only proposed, with the function's
//! pictogram and letter so that a grey copy still reads. What the signs of other symbologies tell is
//! decided in `facility_look`.

use crate::standard::{Function, Pictogram};
use crate::study::{Facility, FacilityOrigin};

use super::content::MapContent;
use super::{Align, Canvas, Palette, Rgba, ScreenPoint, Stroke, TextStyle};

/// Radius of a facility's marker in logical pixels; also what the mouse can grab.
pub const MARKER_RADIUS: f32 = 12.0;
/// Below this radius the pictogram of a sign could not be read.
const PICTOGRAM_FROM_RADIUS: f32 = 9.0;

/// A facility of the function shown.
pub(super) fn draw_facility(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    facility: &Facility,
    sign: &MarkerSign,
) {
    let at = content.camera.screen_from_world(facility.at);
    let emphasis = &content.emphasis;
    if emphasis.selected_facility == Some(facility.id) {
        let outline = Stroke::solid(2.0, content.palette.selection);
        canvas.circle(at, sign.radius + 4.0, None, outline);
    } else if emphasis.hovered_facility == Some(facility.id) {
        let outline = Stroke::solid(2.0, content.palette.selection.with_opacity(0.6));
        canvas.circle(at, sign.radius + 3.0, None, outline);
    }
    canvas.sign(at, sign);
}

/// The sign of a facility, as on the map and in the legend.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarkerSign {
    middle: Middle,
    badge: Badge,
    radius: f32,
    fill: Rgba,
    ink: Rgba,
    rim: Stroke,
    /// Around the badge.
    badge_rim: Rgba,
    /// Across the sign, where its project rests.
    strike: Stroke,
}

/// What stands in the middle of a sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Middle {
    Pictogram(Pictogram),
    Letter(char),
}

/// What stands on the small disc at the lower right of a sign.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Badge {
    None,
    Letter(char),
    /// Two figures.
    Figures(u8),
}

impl MarkerSign {
    /// All of the sign lies within this distance of its middle, to the sides and up and down.
    pub const REACH: f32 = 20.0;

    pub fn of(palette: &Palette, origin: &FacilityOrigin, function: &Function) -> Self {
        let Function { pictogram, letter, .. } = *function;
        let (paper, existing, planned) = (palette.paper, palette.existing, palette.hypothetical);
        let existing = Self {
            middle: Middle::Pictogram(pictogram),
            badge: Badge::Letter(letter),
            radius: MARKER_RADIUS,
            fill: existing,
            ink: paper,
            rim: Stroke::solid(1.5, paper),
            badge_rim: paper,
            strike: Stroke::NONE,
        };
        match origin {
            FacilityOrigin::Existing => existing,
            FacilityOrigin::Hypothetical
            | FacilityOrigin::Converted { .. }
            | FacilityOrigin::Candidate(_) => Self {
                fill: paper,
                ink: planned,
                rim: Stroke::solid(2.5, planned),
                badge_rim: planned,
                ..existing
            },
        }
    }

    pub(super) fn radius(&self) -> f32 {
        self.radius
    }

    pub(super) fn fill(&self) -> Rgba {
        self.fill
    }

    /// The same with another fill, and what is drawn on it in another colour.
    pub(super) fn filled(self, fill: Rgba, ink: Rgba) -> Self {
        Self { fill, ink, ..self }
    }

    pub(super) fn rimmed(self, rim: Stroke) -> Self {
        Self { rim, badge_rim: rim.color, ..self }
    }

    pub(super) fn with_badge(self, badge: Badge) -> Self {
        Self { badge, ..self }
    }

    pub(super) fn with_middle(self, middle: Middle) -> Self {
        Self { middle, ..self }
    }

    /// The same of a size and without a badge.
    pub(super) fn plain_of_radius(self, radius: f32) -> Self {
        Self { radius, badge: Badge::None, ..self }
    }

    /// Hollow and struck through, in one colour.
    pub(super) fn crossed_out(self, color: Rgba, paper: Rgba) -> Self {
        let strike = Stroke::solid(2.5, color);
        Self { strike, ..self.filled(paper, color).rimmed(Stroke::solid(2.0, color)) }
    }

    /// Draws the sign with its middle at a place.
    pub fn paint(&self, canvas: &mut dyn Canvas, at: ScreenPoint) {
        // The gaps of a dashed rim show the fill, not the map.
        canvas.circle(at, self.radius, Some(self.fill), self.rim);
        match self.middle {
            Middle::Pictogram(pictogram) if self.radius >= PICTOGRAM_FROM_RADIUS => {
                let scale = self.radius * 0.52;
                for stroke in pictogram.strokes() {
                    let points: Vec<_> =
                        stroke.iter().map(|[x, y]| at.offset(x * scale, y * scale)).collect();
                    canvas.line(&points, false, Stroke::solid(1.4, self.ink));
                }
            }
            Middle::Pictogram(_) => {}
            Middle::Letter(letter) => {
                let size = self.radius * 1.45;
                canvas.text(at, letter.encode_utf8(&mut [0; 4]), self.letters(size));
            }
        }
        if self.strike.width > 0.0 {
            let along = self.radius * std::f32::consts::FRAC_1_SQRT_2;
            let ends = [at.offset(-along, along), at.offset(along, -along)];
            canvas.line(&ends, false, self.strike);
        }
        self.paint_badge(canvas, at);
    }

    /// The small disc at the lower right.
    fn paint_badge(&self, canvas: &mut dyn Canvas, at: ScreenPoint) {
        let (text, size) = match self.badge {
            Badge::None => return,
            Badge::Letter(letter) => (letter.to_string(), 9.5),
            Badge::Figures(figures) => (format!("{figures:02}"), 8.5),
        };
        let badge = at.offset(self.radius * 0.8, self.radius * 0.8);
        canvas.circle(badge, 6.5, Some(self.fill), Stroke::solid(1.0, self.badge_rim));
        canvas.text(badge, &text, self.letters(size));
    }

    fn letters(&self, size: f32) -> TextStyle {
        TextStyle { size, color: self.ink, align: Align::Middle, halo: None }
    }
}
