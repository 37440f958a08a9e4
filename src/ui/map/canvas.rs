//! Signs and names of the map, painted with egui.

use std::sync::Arc;

use egui::epaint::TextShape;
use egui::{
    Align2, Color32, CornerRadius, FontId, Mesh, Painter, Pos2, Rect, Shape, StrokeKind, pos2,
};

use crate::cartography::{Align, Canvas, Dot, MarkerSign, Rgba, ScreenPoint, Stroke, TextStyle};
use crate::ui::style::color32;

use super::kept_pictures::{KeptPicture, kept_dot, kept_sign, kept_text};

/// Dashes shorter than this many per circle are not worth their cost.
const MOST_DASHED_POINTS: usize = 720;

/// A canvas on an egui painter.
pub struct EguiCanvas {
    painter: Painter,
}

impl EguiCanvas {
    pub fn new(painter: Painter) -> Self {
        Self { painter }
    }

    fn kept(&self, KeptPicture { texture, uv, rect }: &KeptPicture) {
        self.painter.image(*texture, *rect, *uv, Color32::WHITE);
    }

    /// Paints a shape that was made before.
    pub fn mesh(&self, mesh: Arc<Mesh>) {
        self.painter.add(mesh);
    }
}

/// Many squares of one colour, as one shape.
pub fn specks(middles: impl Iterator<Item = ScreenPoint>, side: f32, color: Rgba) -> Mesh {
    let (mut mesh, color) = (Mesh::default(), color32(color));
    for at in middles {
        let rect = Rect::from_center_size(pos2(at.x, at.y), egui::Vec2::splat(side));
        mesh.add_colored_rect(rect, color);
    }
    mesh
}

impl Canvas for EguiCanvas {
    fn pixels_in_logical(&self) -> f32 {
        self.painter.pixels_per_point()
    }

    fn line(&mut self, points: &[ScreenPoint], closed: bool, stroke: Stroke) {
        if stroke.width <= 0.0 || points.len() < 2 {
            return;
        }
        let mut points: Vec<Pos2> = points.iter().map(|p| pos2(p.x, p.y)).collect();
        let egui_stroke = egui::Stroke::new(stroke.width, color32(stroke.color));
        if stroke.dash > 0.0 {
            if closed {
                points.push(points[0]);
            }
            self.painter.extend(Shape::dashed_line(&points, egui_stroke, stroke.dash, stroke.dash));
        } else if closed {
            self.painter.add(Shape::closed_line(points, egui_stroke));
        } else {
            self.painter.add(Shape::line(points, egui_stroke));
        }
    }

    fn polygon(&mut self, points: &[ScreenPoint], fill: Rgba) {
        let points = points.iter().map(|p| pos2(p.x, p.y)).collect();
        self.painter.add(Shape::convex_polygon(points, color32(fill), egui::Stroke::NONE));
    }

    fn circle(&mut self, center: ScreenPoint, radius: f32, fill: Option<Rgba>, stroke: Stroke) {
        let bounds =
            Rect::from_center_size(pos2(center.x, center.y), egui::Vec2::splat(radius * 2.0));
        if !self.painter.clip_rect().expand(8.0).intersects(bounds) {
            return;
        }
        let middle = pos2(center.x, center.y);
        if let Some(fill) = fill {
            self.painter.circle_filled(middle, radius, color32(fill));
        }
        if stroke.width <= 0.0 {
            return;
        }
        if stroke.dash > 0.0 {
            self.line(&circle_points(center, radius, stroke.dash), true, stroke);
        } else {
            let egui_stroke = egui::Stroke::new(stroke.width, color32(stroke.color));
            self.painter.circle_stroke(middle, radius, egui_stroke);
        }
    }

    fn rect(
        &mut self,
        min: ScreenPoint,
        max: ScreenPoint,
        rounding: f32,
        fill: Rgba,
        stroke: Stroke,
    ) {
        let rect = Rect::from_min_max(pos2(min.x, min.y), pos2(max.x, max.y));
        self.painter.rect(
            rect,
            CornerRadius::same(rounding as u8),
            color32(fill),
            egui::Stroke::new(stroke.width, color32(stroke.color)),
            StrokeKind::Middle,
        );
    }

    fn text(&mut self, at: ScreenPoint, text: &str, style: TextStyle) {
        if style.halo.is_some() {
            let scale = self.painter.pixels_per_point();
            if let Some(kept) = kept_text(self.painter.ctx(), at, text, style, scale) {
                return self.kept(&kept);
            }
        }
        let color = color32(style.color);
        let font = FontId::proportional(style.size);
        let galley = self.painter.layout_no_wrap(text.to_owned(), font, color);
        let anchor = match style.align {
            Align::Left => Align2::LEFT_CENTER,
            Align::Middle => Align2::CENTER_CENTER,
            Align::Right => Align2::RIGHT_CENTER,
        };
        let corner = anchor.anchor_size(pos2(at.x, at.y), galley.size()).min;
        if let Some(halo) = style.halo {
            let halo = color32(halo);
            for (dx, dy) in [(-1.2, 0.0), (1.2, 0.0), (0.0, -1.2), (0.0, 1.2)] {
                let shifted = corner + egui::vec2(dx, dy);
                let shape = TextShape::new(shifted, galley.clone(), halo);
                self.painter.add(shape.with_override_text_color(halo));
            }
        }
        self.painter.add(TextShape::new(corner, galley, color));
    }

    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign) {
        let scale = self.painter.pixels_per_point();
        match kept_sign(self.painter.ctx(), at, sign, scale) {
            Some(kept) => self.kept(&kept),
            None => sign.paint(self, at),
        }
    }

    fn dot(&mut self, at: ScreenPoint, dot: Dot) {
        let scale = self.painter.pixels_per_point();
        match kept_dot(self.painter.ctx(), at, dot, scale) {
            Some(kept) => self.kept(&kept),
            None => dot.paint(self, at),
        }
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        let font = FontId::proportional(size);
        self.painter.layout_no_wrap(text.to_owned(), font, Color32::BLACK).size().x
    }
}

fn circle_points(center: ScreenPoint, radius: f32, dash: f32) -> Vec<ScreenPoint> {
    let count =
        ((radius * std::f32::consts::TAU / dash.max(1.0)) as usize).clamp(32, MOST_DASHED_POINTS);
    (0..count)
        .map(|i| {
            let angle = std::f32::consts::TAU * i as f32 / count as f32;
            center.offset(radius * angle.cos(), radius * angle.sin())
        })
        .collect()
}
