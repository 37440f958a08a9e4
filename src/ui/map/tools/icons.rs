//! Icons of the tools, drawn with lines: sharp at any size and in the colour of the text.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2};

use crate::ui::command::Command;

const WIDTH: f32 = 1.5;

/// Draws the icon of a tool's command into a square.
pub fn paint_icon(painter: &Painter, rect: Rect, command: Command, color: Color32) {
    let stroke = Stroke::new(WIDTH, color);
    let half = rect.width() / 2.0;
    let at = |x: f32, y: f32| rect.center() + egui::vec2(x, y) * half;
    let line =
        |points: &[(f32, f32)]| -> Vec<Pos2> { points.iter().map(|(x, y)| at(*x, *y)).collect() };
    let stroke_line = |points: &[(f32, f32)]| painter.add(Shape::line(line(points), stroke));
    let dashed = |points: &[(f32, f32)]| {
        painter.extend(Shape::dashed_line(&line(points), stroke, 3.0, 2.0));
    };
    let dot = |x: f32, y: f32| painter.circle_filled(at(x, y), 1.8, color);
    match command {
        Command::Select => {
            let arrow = [
                (-0.5, -0.8),
                (0.6, 0.2),
                (0.1, 0.25),
                (0.4, 0.8),
                (0.1, 0.9),
                (-0.15, 0.35),
                (-0.5, 0.7),
            ];
            painter.add(Shape::closed_line(line(&arrow), stroke));
        }
        Command::Place => {
            let pin = [(-0.5, -0.1), (-0.55, -0.45), (-0.3, -0.8), (0.0, -0.9), (0.3, -0.8)];
            let rest = [(0.55, -0.45), (0.5, -0.1), (0.0, 0.9)];
            painter.add(Shape::closed_line(line(&[pin.as_slice(), &rest].concat()), stroke));
            dot(0.0, -0.35);
        }
        Command::Rectangle => {
            let corners = [(-0.8, -0.6), (0.8, -0.6), (0.8, 0.6), (-0.8, 0.6), (-0.8, -0.6)];
            dashed(&corners);
        }
        Command::Lasso => {
            let loops: Vec<(f32, f32)> = (0..=20)
                .map(|step| step as f32 / 20.0 * std::f32::consts::TAU)
                .map(|angle| (0.8 * angle.cos(), -0.25 + 0.5 * angle.sin()))
                .collect();
            dashed(&loops);
            stroke_line(&[(-0.3, 0.2), (-0.45, 0.5), (-0.2, 0.65), (-0.4, 0.95)]);
        }
        Command::Distance => {
            stroke_line(&[(-0.8, 0.6), (0.8, -0.6)]);
            stroke_line(&[(-0.95, 0.35), (-0.65, 0.85)]);
            stroke_line(&[(0.65, -0.85), (0.95, -0.35)]);
            stroke_line(&[(-0.1, -0.2), (0.1, 0.2)]);
        }
        Command::Area => {
            let outline = [(-0.7, 0.6), (-0.8, -0.3), (0.1, -0.7), (0.8, -0.1), (0.5, 0.7)];
            painter.add(Shape::closed_line(line(&outline), stroke));
            outline.iter().for_each(|(x, y)| {
                dot(*x, *y);
            });
        }
        Command::Present => {
            let screen = [(-0.9, -0.7), (0.9, -0.7), (0.9, 0.5), (-0.9, 0.5)];
            painter.add(Shape::closed_line(line(&screen), stroke));
            stroke_line(&[(-0.2, -0.35), (0.3, -0.1), (-0.2, 0.15), (-0.2, -0.35)]);
            stroke_line(&[(-0.5, 0.9), (0.5, 0.9)]);
        }
        Command::Callout => {
            let bubble = [(-0.8, -0.7), (0.8, -0.7), (0.8, 0.3), (0.0, 0.3), (-0.5, 0.85)];
            let rest = [(-0.4, 0.3), (-0.8, 0.3)];
            painter.add(Shape::closed_line(line(&[bubble.as_slice(), &rest].concat()), stroke));
            stroke_line(&[(-0.4, -0.2), (0.4, -0.2)]);
        }
        Command::Snap => {
            let magnet = [(-0.6, 0.8), (-0.6, 0.0), (-0.45, -0.5), (0.0, -0.75), (0.45, -0.5)];
            let rest = [(0.6, 0.0), (0.6, 0.8)];
            stroke_line(&[magnet.as_slice(), &rest].concat());
            stroke_line(&[(-0.9, 0.8), (-0.3, 0.8)]);
            stroke_line(&[(0.3, 0.8), (0.9, 0.8)]);
        }
        // The others have words.
        _ => {
            painter.circle_stroke(pos2(rect.center().x, rect.center().y), half * 0.6, stroke);
        }
    }
}
