//! Facility markers: solid for what exists, hollow for what is only proposed, with the function's
//! pictogram and letter so that a grey copy still reads.

use crate::standard::Function;
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
    draw_marker_sign(canvas, &content.palette, at, &facility.origin, function);
}

/// The sign alone, as on the map and in the legend.
pub fn draw_marker_sign(
    canvas: &mut dyn Canvas,
    palette: &Palette,
    at: ScreenPoint,
    origin: &FacilityOrigin,
    function: &Function,
) {
    let (fill, ink, rim) = match origin {
        FacilityOrigin::Existing => {
            (palette.existing, palette.paper, Stroke::solid(1.5, palette.paper))
        }
        FacilityOrigin::Hypothetical | FacilityOrigin::Converted { .. } => {
            (palette.paper, palette.hypothetical, Stroke::solid(2.5, palette.hypothetical))
        }
    };
    canvas.circle(at, MARKER_RADIUS, Some(fill), rim);
    for stroke in function.pictogram.strokes() {
        let scale = MARKER_RADIUS * 0.52;
        let points: Vec<_> = stroke.iter().map(|[x, y]| at.offset(x * scale, y * scale)).collect();
        canvas.line(&points, false, Stroke::solid(1.4, ink));
    }
    draw_letter(canvas, palette, at, function.letter, fill, ink);
}

/// The letter on a small badge at the lower right.
fn draw_letter(
    canvas: &mut dyn Canvas,
    palette: &Palette,
    at: ScreenPoint,
    letter: char,
    fill: Rgba,
    ink: Rgba,
) {
    let badge = at.offset(MARKER_RADIUS * 0.8, MARKER_RADIUS * 0.8);
    let rim = if fill == palette.paper { ink } else { palette.paper };
    canvas.circle(badge, 6.5, Some(fill), Stroke::solid(1.0, rim));
    let style = TextStyle { size: 9.5, color: ink, align: Align::Middle, halo: None };
    canvas.text(badge, letter.encode_utf8(&mut [0; 4]), style);
}
