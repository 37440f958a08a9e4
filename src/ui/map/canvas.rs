//! The map painted with egui: meshes for polygons, shapes for everything else.

use egui::epaint::{Mesh, TextShape, Vertex, WHITE_UV};
use egui::{Align2, Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, StrokeKind, pos2};

use crate::cartography::{
    Align, Camera, Canvas, FeatureMesh, MeshVertex, Rgba, ScreenPoint, Stroke, TextStyle,
};
use crate::ui::style::color32;

/// Dashes shorter than this many per circle are not worth their cost.
const MOST_DASHED_POINTS: usize = 720;

/// More features than these are drawn as specks; the buffers of a frame would outgrow what graphics
/// cards take.
const MOST_IN_FULL: usize = 60_000;

/// A canvas on an egui painter.
pub struct EguiCanvas {
    painter: Painter,
}

impl EguiCanvas {
    pub fn new(painter: Painter) -> Self {
        Self { painter }
    }
}

impl Canvas for EguiCanvas {
    fn fill_features(
        &mut self,
        layer: &FeatureMesh,
        camera: &Camera,
        features: &[usize],
        color_of: &dyn Fn(usize) -> Option<Rgba>,
    ) {
        let Some(origin) = layer.origin else { return };
        let origin = camera.screen_from_world(origin);
        let scale = camera.pixels_from_metres(1.0);
        // The feather is one physical pixel wide.
        let feather = 1.0 / self.painter.pixels_per_point();
        let mut mesh = Mesh::default();
        let are_specks = features.len() > MOST_IN_FULL;
        for &feature in features {
            if let Some(color) = color_of(feature) {
                let (vertices, ring_ends, triangles) = layer.feature(feature);
                if are_specks {
                    push_speck(&mut mesh, vertices, origin, scale, color32(color));
                    continue;
                }
                let first = mesh.vertices.len() as u32;
                push_vertices(&mut mesh, vertices, origin, scale, feather, color32(color));
                mesh.indices.extend(triangles.iter().map(|corner| first + 2 * corner));
                push_feather(&mut mesh, first, ring_ends);
            }
        }
        self.painter.add(Shape::mesh(mesh));
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

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        let font = FontId::proportional(size);
        self.painter.layout_no_wrap(text.to_owned(), font, Color32::BLACK).size().x
    }
}

/// The box around a feature: of a city's buildings, no more can be seen.
fn push_speck(
    mesh: &mut Mesh,
    vertices: &[MeshVertex],
    origin: ScreenPoint,
    scale: f32,
    color: Color32,
) {
    let corners = vertices.iter().map(|vertex| {
        let [east, north] = vertex.offset;
        Rect::from_min_max(pos2(east, north), pos2(east, north))
    });
    let Some(bounds) = corners.reduce(|all, corner| all.union(corner)) else { return };
    let on_screen = |east: f32, north: f32| pos2(origin.x + east * scale, origin.y - north * scale);
    let first = mesh.vertices.len() as u32;
    let Rect { min, max } = bounds;
    for (east, north) in [(min.x, min.y), (max.x, min.y), (max.x, max.y), (min.x, max.y)] {
        mesh.vertices.push(Vertex { pos: on_screen(east, north), uv: WHITE_UV, color });
    }
    mesh.indices.extend([0, 1, 2, 0, 2, 3].map(|corner| first + corner));
}

/// Each vertex twice: on the edge in full colour, and one pixel further out without.
fn push_vertices(
    mesh: &mut Mesh,
    vertices: &[MeshVertex],
    origin: ScreenPoint,
    scale: f32,
    feather: f32,
    color: Color32,
) {
    for MeshVertex { offset: [east, north], normal: [nx, ny] } in vertices {
        let pos = pos2(origin.x + east * scale, origin.y - north * scale);
        let outside = pos2(pos.x + nx * feather, pos.y - ny * feather);
        mesh.vertices.push(Vertex { pos, uv: WHITE_UV, color });
        mesh.vertices.push(Vertex { pos: outside, uv: WHITE_UV, color: Color32::TRANSPARENT });
    }
}

/// The soft rim between the two vertices of each corner.
fn push_feather(mesh: &mut Mesh, first: u32, ring_ends: &[u32]) {
    let mut start = 0;
    for &end in ring_ends {
        for corner in start..end {
            let next = if corner + 1 == end { start } else { corner + 1 };
            let (a, b) = (first + 2 * corner, first + 2 * next);
            mesh.indices.extend([a, a + 1, b, b, a + 1, b + 1]);
        }
        start = end;
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
