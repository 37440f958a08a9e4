//! Figures on the map on plates of paper: they stay readable over signs and names.

use crate::cartography::{Align, Canvas, MapContent, ScreenPoint, Stroke, TextStyle};

use super::super::canvas::EguiCanvas;

const PADDING: f32 = 4.0;
/// Height of a line, in heights of its letters.
const LINE: f32 = 1.25;

/// Writes lines, each with its size, on a plate whose left, middle or right is at a place; empty
/// lines are left out.
pub fn paint_plate(
    canvas: &mut EguiCanvas,
    content: &MapContent,
    (at, align): (ScreenPoint, Align),
    lines: &[(&str, f32)],
) {
    let lines: Vec<_> = lines.iter().filter(|(text, _)| !text.is_empty()).collect();
    let widths = lines.iter().map(|(text, size)| canvas.text_width(text, *size));
    let width = widths.fold(0.0, f32::max);
    let height: f32 = lines.iter().map(|(_, size)| size * LINE).sum();
    let left = align.left_of(at.x, width);
    let min = ScreenPoint::new(left, at.y - height / 2.0);
    let paper = content.palette.paper.with_opacity(0.92);
    let (corner, opposite) =
        (min.offset(-PADDING, -2.0), min.offset(width + PADDING, height + 2.0));
    canvas.rect(corner, opposite, 4.0, paper, Stroke::NONE);
    let mut top = min.y;
    for (text, size) in lines {
        let color = content.palette.text;
        let style = TextStyle { size: *size, color, align: Align::Left, halo: None };
        canvas.text(ScreenPoint::new(left, top + size * LINE / 2.0), text, style);
        top += size * LINE;
    }
}
