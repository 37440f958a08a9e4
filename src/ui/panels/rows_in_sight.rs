//! Lists of rows that are all as high as a button. Of a longer one, what is out of sight is only left
//! room for: a city has hundreds of facilities of a function, and each would cost every frame.

use std::ops::Range;

use egui::{Rangef, TextStyle, Ui, vec2};

const MOST_IN_FULL: usize = 80;

/// Shows rows, each by its position; those out of sight leave room.
pub(super) fn rows_in_sight_ui(ui: &mut Ui, count: usize, mut row_ui: impl FnMut(&mut Ui, usize)) {
    let letters = ui.text_style_height(&TextStyle::Button);
    let height = (letters + 2.0 * ui.spacing().button_padding.y).max(ui.spacing().interact_size.y);
    let spacing = ui.spacing().item_spacing.y;
    let seen = match count > MOST_IN_FULL {
        true => seen(ui.cursor().top(), height + spacing, ui.clip_rect().y_range(), count),
        false => 0..count,
    };
    let room_ui = |ui: &mut Ui, rows: usize| {
        if rows > 0 {
            ui.allocate_space(vec2(0.0, rows as f32 * (height + spacing) - spacing));
        }
    };
    room_ui(ui, seen.start);
    for row in seen.clone() {
        // The same row keeps its name, whatever is left out above it.
        ui.push_id(("row in sight", row), |ui| row_ui(ui, row));
    }
    room_ui(ui, count - seen.end);
}

/// Which of so many rows, one every `pitch` from `top`, lie at least in part in a window.
fn seen(top: f32, pitch: f32, window: Rangef, count: usize) -> Range<usize> {
    let first = (((window.min - top) / pitch).floor() as usize).min(count);
    let end = (((window.max - top) / pitch).ceil() as usize).clamp(first, count);
    first..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_in_part_in_the_window_are_seen_and_no_others() {
        let seen = |top, window| seen(top, 10.0, window, 100);
        assert_eq!(seen(0.0, Rangef::new(0.0, 30.0)), 0..3);
        assert_eq!(seen(-25.0, Rangef::new(0.0, 30.0)), 2..6);
        assert_eq!(seen(20.0, Rangef::new(0.0, 30.0)), 0..1);
        assert_eq!(seen(40.0, Rangef::new(0.0, 30.0)), 0..0, "all are below");
        assert_eq!(seen(-2000.0, Rangef::new(0.0, 30.0)), 100..100, "all are above");
        assert_eq!(seen(0.0, Rangef::EVERYTHING), 0..100);
        assert_eq!(seen(0.0, Rangef::NOTHING), 100..100);
    }
}
