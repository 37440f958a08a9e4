//! Call-outs of a stop: words in a box, an arrow, or both; in the colours of text, so that a grey copy
//! and the back of a room can read them.

use crate::study::walkthrough::Callout;

use super::content::MapContent;
use super::lines::lines_of;
use super::{Align, Camera, Canvas, ScreenPoint, Stroke, TextStyle};

const SIZE: f32 = 14.0;
const LINE_HEIGHT: f32 = 20.0;
const PADDING: f32 = 8.0;
/// Longer lines are broken.
const WIDEST: f32 = 260.0;
/// The grip of a bare arrow, around its beginning.
const GRIP: f32 = 8.0;
const HEAD: f32 = 12.0;
/// Between a box and the edge of the map.
const RIM: f32 = 4.0;

/// Paints the call-outs of a stop over its map.
pub fn paint_callouts(canvas: &mut dyn Canvas, content: &MapContent) {
    let (camera, palette) = (&content.camera, &content.palette);
    for callout in content.callouts {
        paint_arrow(canvas, content, callout);
    }
    for callout in content.callouts.iter().filter(|callout| has_words(callout)) {
        let lines = lines_of(canvas, &callout.text, SIZE, WIDEST);
        let [min, max] = box_of(canvas, camera, callout, &lines);
        canvas.rect(min, max, 6.0, palette.paper, Stroke::solid(1.5, palette.text));
        let style = TextStyle { size: SIZE, color: palette.text, align: Align::Left, halo: None };
        for (number, line) in lines.iter().enumerate() {
            let down = PADDING + LINE_HEIGHT * (number as f32 + 0.5);
            canvas.text(min.offset(PADDING, down), line, style);
        }
    }
}

/// The upper left and lower right corner of what the mouse grabs of a call-out: its box, or the
/// beginning of a bare arrow.
pub fn callout_corners(
    canvas: &mut dyn Canvas,
    camera: &Camera,
    callout: &Callout,
) -> [ScreenPoint; 2] {
    if has_words(callout) {
        let lines = lines_of(canvas, &callout.text, SIZE, WIDEST);
        return box_of(canvas, camera, callout, &lines);
    }
    let at = camera.screen_from_world(callout.at);
    [at.offset(-GRIP, -GRIP), at.offset(GRIP, GRIP)]
}

fn has_words(callout: &Callout) -> bool {
    !callout.text.trim().is_empty()
}

/// The box around words, its middle where the call-out stands. Where that is seen, all of the box is:
/// near the edge of the map it is pushed inside.
fn box_of(
    canvas: &mut dyn Canvas,
    camera: &Camera,
    callout: &Callout,
    lines: &[String],
) -> [ScreenPoint; 2] {
    let middle = camera.screen_from_world(callout.at);
    let width = lines.iter().map(|line| canvas.text_width(line, SIZE)).fold(0.0, f32::max);
    let (half_width, half_height) =
        (width / 2.0 + PADDING, LINE_HEIGHT * lines.len() as f32 / 2.0 + PADDING);
    let Camera { origin, width, height, .. } = *camera;
    let (right, lower) = (origin.x + width, origin.y + height);
    let is_seen = (origin.x..=right).contains(&middle.x) && (origin.y..=lower).contains(&middle.y);
    let middle = match is_seen {
        true => ScreenPoint::new(
            inside(middle.x, half_width + RIM, origin.x, right),
            inside(middle.y, half_height + RIM, origin.y, lower),
        ),
        false => middle,
    };
    [middle.offset(-half_width, -half_height), middle.offset(half_width, half_height)]
}

/// The middle of something that reaches `half` to either side, moved so that it lies between two
/// ends; where there is no room for all of it, its beginning is seen.
fn inside(middle: f32, half: f32, begin: f32, end: f32) -> f32 {
    middle.min(end - half).max(begin + half)
}

/// An arrow from the middle of the words, or where it begins, to what it points to.
fn paint_arrow(canvas: &mut dyn Canvas, content: &MapContent, callout: &Callout) {
    let Some(target) = callout.target else { return };
    let from = content.camera.screen_from_world(callout.at);
    let tip = content.camera.screen_from_world(target);
    let (dx, dy) = (tip.x - from.x, tip.y - from.y);
    let length = dx.hypot(dy);
    if length < HEAD {
        return;
    }
    let (along_x, along_y) = (dx / length, dy / length);
    let neck = tip.offset(-along_x * HEAD, -along_y * HEAD);
    let wing = |side: f32| neck.offset(-along_y * side, along_x * side);
    let head = [tip, wing(HEAD * 0.5), wing(-HEAD * 0.5)];
    let (ink, rim) = (content.palette.text, content.palette.paper);
    canvas.line(&[from, neck], false, Stroke::solid(6.0, rim));
    canvas.line(&head, true, Stroke::solid(4.0, rim));
    canvas.line(&[from, neck], false, Stroke::solid(2.5, ink));
    canvas.polygon(&head, ink);
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::cartography::{MarkerSign, Rgba};
    use crate::geometry::WorldPoint;

    /// A canvas that knows the width of a text, and paints nothing.
    struct Nothing;

    impl Canvas for Nothing {
        fn line(&mut self, _: &[ScreenPoint], _: bool, _: Stroke) {}
        fn polygon(&mut self, _: &[ScreenPoint], _: Rgba) {}
        fn circle(&mut self, _: ScreenPoint, _: f32, _: Option<Rgba>, _: Stroke) {}
        fn rect(&mut self, _: ScreenPoint, _: ScreenPoint, _: f32, _: Rgba, _: Stroke) {}
        fn text(&mut self, _: ScreenPoint, _: &str, _: TextStyle) {}
        fn sign(&mut self, _: ScreenPoint, _: &MarkerSign) {}
        fn text_width(&mut self, text: &str, size: f32) -> f32 {
            text.chars().count() as f32 * size
        }
    }

    #[test]
    fn the_box_of_words_stays_on_the_map_as_long_as_its_place_is_seen() {
        let camera = Camera {
            center: WorldPoint::new(0.0, 0.0),
            metres_per_pixel: 1.0,
            origin: ScreenPoint::new(200.0, 50.0),
            width: 800.0,
            height: 600.0,
        };
        let corners = |x: f64, y: f64| {
            let at = WorldPoint::new(x, y);
            let callout = Callout { text: "缺食堂".to_owned(), at, target: None };
            callout_corners(&mut Nothing, &camera, &callout)
        };
        let middle = |[min, max]: [ScreenPoint; 2]| [(min.x + max.x) / 2.0, (min.y + max.y) / 2.0];
        assert_eq!(middle(corners(0.0, 0.0)), [600.0, 350.0], "where it stands");
        for (x, y) in [(-399.0, 299.0), (399.0, -299.0), (-390.0, -290.0), (0.0, 300.0)] {
            let [min, max] = corners(x, y);
            assert!(min.x >= 200.0 && max.x <= 1000.0, "{x}: {min:?} {max:?}");
            assert!(min.y >= 50.0 && max.y <= 650.0, "{y}: {min:?} {max:?}");
        }
        // Where one has moved away from its place, it does not stick to the edge.
        assert_eq!(middle(corners(900.0, 0.0)), [1500.0, 350.0]);
    }
}
