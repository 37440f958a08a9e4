//! The ground as shapes on paper: sharp at any size, and small as long as there are not too many of
//! them. Whether that is so, is asked here too.

use crate::cartography::{Camera, Canvas as _, MapContent, PaperCanvas, Rgba, ScreenPoint, Stroke};
use crate::geometry::{Extent, Polygons, WorldPoint};

use super::brush::Brush;
use super::look::Look;
use super::paint::Plan;

/// With more features in view, a page of shapes would take longer to open than an image of it: a
/// feature takes about 60 bytes, so that a page stays below some 2.5 MB before it is packed.
const MOST_FEATURES: usize = 40_000;
/// What a printer can tell apart; features below it lose their shape, as they do on the screen.
const DOTS_PER_INCH: f32 = 300.0;
const POINTS_PER_INCH: f32 = 72.0;

/// Between the lines of a hatching, in logical pixels.
const HATCH_SPACING_PX: f64 = 4.0;
const HATCH_WIDTH_PX: f32 = 0.7;
/// So many spacings a feature measures at least that is hatched.
const LEAST_HATCHED: f64 = 2.5;
/// The side of the cells that a surface is made of, in logical pixels.
const CELL_PX: f32 = 2.0;

/// How many dots of a printer a logical pixel takes that is so many points long.
pub(in crate::cartography) fn dots_per_pixel(points_per_pixel: f32) -> f32 {
    points_per_pixel * DOTS_PER_INCH / POINTS_PER_INCH
}

/// Whether the ground is better painted as shapes than as an image.
pub(in crate::cartography) fn is_vector_sane(content: &MapContent) -> bool {
    let layers = content.session.study().layers();
    let seen = content.camera.visible();
    let buildings = if content.layers.buildings { layers.buildings.within(seen).len() } else { 0 };
    let streets = content.index.streets.within(seen).len();
    let units = layers.units.within(seen).len();
    content.basemap.is_none() && buildings + streets + units <= MOST_FEATURES
}

/// Paints the ground of the content's camera as shapes, on a canvas where a logical pixel takes so
/// many dots of the printer.
pub(in crate::cartography) fn paint_vector_ground(
    canvas: &mut PaperCanvas,
    content: &MapContent,
    dots_per_pixel: f32,
) {
    let Camera { origin, width, height, .. } = content.camera;
    canvas.rect(origin, origin.offset(width, height), 0.0, content.palette.ground, Stroke::NONE);
    let look = Look::of(content);
    let plan = Plan::of(content, &look.unit_fills, Some(dots_per_pixel));
    let mut brush =
        VectorBrush { canvas, camera: content.camera, dots_per_pixel, specks: Vec::new() };
    plan.paint(&mut brush, content);
}

/// Paints shapes on a canvas of paper.
struct VectorBrush<'c, 's> {
    canvas: &'c mut PaperCanvas<'s>,
    camera: Camera,
    dots_per_pixel: f32,
    /// Corners and colour of what has no shape, to be painted all with one opacity.
    specks: Vec<(ScreenPoint, ScreenPoint, Rgba)>,
}

impl VectorBrush<'_, '_> {
    fn rings(&self, shapes: &Polygons, feature: usize) -> Vec<Vec<ScreenPoint>> {
        shapes.rings(feature).map(|ring| self.on_paper(ring)).collect()
    }

    fn on_paper(&self, line: &[WorldPoint]) -> Vec<ScreenPoint> {
        line.iter().map(|point| self.camera.screen_from_world(*point)).collect()
    }
}

impl Brush for VectorBrush<'_, '_> {
    fn visible(&self) -> Extent {
        self.camera.visible()
    }

    fn visible_with_rim(&self, rim_px: f32) -> Extent {
        let rim_m = f64::from(rim_px) * self.camera.metres_per_pixel;
        let Extent { min, max } = self.visible();
        Extent {
            min: WorldPoint::new(min.x - rim_m, min.y - rim_m),
            max: WorldPoint::new(max.x + rim_m, max.y + rim_m),
        }
    }

    fn pixels_per_metre(&self) -> f64 {
        f64::from(self.dots_per_pixel) / self.camera.metres_per_pixel
    }

    fn fill(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        let rings = self.rings(shapes, feature);
        self.canvas.area(&rings, color);
    }

    fn hatch(&mut self, shapes: &Polygons, feature: usize, color: Rgba) {
        let Some(extent) = shapes.extent(feature) else { return };
        let side = self.camera.pixels_from_metres(extent.width().max(extent.height()));
        // A single line is no hatching: it would only darken what must stay lighter in grey.
        if f64::from(side) < LEAST_HATCHED * HATCH_SPACING_PX {
            return;
        }
        let rings = self.rings(shapes, feature);
        let stroke = Stroke::solid(HATCH_WIDTH_PX, color);
        self.canvas.lines(&hatching(&rings), stroke);
    }

    fn outline(&mut self, shapes: &Polygons, feature: usize, stroke: Stroke) {
        for ring in self.rings(shapes, feature) {
            self.canvas.line(&ring, true, stroke);
        }
    }

    fn line(&mut self, line: &[WorldPoint], stroke: Stroke) {
        let line = self.on_paper(line);
        self.canvas.line(&line, false, stroke);
    }

    fn circle(&mut self, center: WorldPoint, radius_m: f64, stroke: Stroke) {
        let radius = self.camera.pixels_from_metres(radius_m);
        self.canvas.circle(self.camera.screen_from_world(center), radius, None, stroke);
    }

    fn discs(&mut self, centers: impl Iterator<Item = WorldPoint>, radius_m: f64, color: Rgba) {
        let radius = self.camera.pixels_from_metres(radius_m);
        let centers: Vec<_> = centers.map(|at| self.camera.screen_from_world(at)).collect();
        self.canvas.discs(&centers, radius, color);
    }

    fn surface(&mut self, color_at: impl Fn(WorldPoint) -> Option<Rgba>) {
        let Camera { origin, width, height, .. } = self.camera;
        let (rows, columns) =
            ((height / CELL_PX).ceil() as usize, (width / CELL_PX).ceil() as usize);
        for row in 0..rows {
            let top = row as f32 * CELL_PX;
            let color_of = |column: usize| {
                let middle = origin.offset((column as f32 + 0.5) * CELL_PX, top + CELL_PX / 2.0);
                color_at(self.camera.world_from_screen(middle))
            };
            let colors: Vec<_> = (0..columns).map(color_of).collect();
            let mut left = 0;
            for run in colors.chunk_by(|one, next| one == next) {
                let from = origin.offset(left as f32 * CELL_PX, top);
                let to = from.offset(run.len() as f32 * CELL_PX, CELL_PX);
                left += run.len();
                if let Some(Some(color)) = run.first() {
                    self.canvas.rect(from, to, 0.0, *color, Stroke::NONE);
                }
            }
        }
    }

    fn speck(&mut self, at: WorldPoint, area_m2: f64, color: Rgba) {
        let half = self.camera.pixels_from_metres(area_m2.max(0.0).sqrt()) / 2.0;
        let middle = self.camera.screen_from_world(at);
        self.specks.push((middle.offset(-half, -half), middle.offset(half, half), color));
    }

    fn blend_specks(&mut self, opacity: f32) {
        for (min, max, color) in std::mem::take(&mut self.specks) {
            self.canvas.rect(min, max, 0.0, color.with_opacity(opacity), Stroke::NONE);
        }
    }
}

/// Diagonal lines within an area, counted from the origin of the canvas, so that those of
/// neighbours meet: where a diagonal enters and leaves the rings by turns, it is inside between.
fn hatching(rings: &[Vec<ScreenPoint>]) -> Vec<[ScreenPoint; 2]> {
    let diagonal = |point: &ScreenPoint| f64::from(point.x) + f64::from(point.y);
    let all = || rings.iter().flatten().map(diagonal);
    let (least, most) = (all().fold(f64::MAX, f64::min), all().fold(f64::MIN, f64::max));
    let mut lines = Vec::new();
    let mut number = (least / HATCH_SPACING_PX).ceil();
    while number * HATCH_SPACING_PX <= most {
        let along = number * HATCH_SPACING_PX;
        let mut crossings: Vec<f64> =
            rings.iter().flat_map(|ring| crossings_of(ring, along)).collect();
        crossings.sort_by(f64::total_cmp);
        let point = |x: f64| ScreenPoint::new(x as f32, (along - x) as f32);
        let inside = crossings.chunks_exact(2).map(|ends| [point(ends[0]), point(ends[1])]);
        lines.extend(inside);
        number += 1.0;
    }
    lines
}

/// Where the sides of a ring cross the diagonal x + y = `along`, by their x.
fn crossings_of(ring: &[ScreenPoint], along: f64) -> Vec<f64> {
    let next = ring.iter().cycle().skip(1);
    let sides = ring.iter().zip(next);
    let crossing = |(from, to): (&ScreenPoint, &ScreenPoint)| {
        let (x, y) = (f64::from(from.x), f64::from(from.y));
        let (dx, dy) = (f64::from(to.x) - x, f64::from(to.y) - y);
        let (start, end) = (x + y, x + y + dx + dy);
        // Half open, so that a corner on the diagonal counts once.
        let crosses = (start <= along) != (end <= along);
        crosses.then(|| x + dx * (along - start) / (end - start))
    };
    sides.filter_map(crossing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hatching_stays_within_its_area_and_leaves_courtyards_open() {
        let square = |from: f32, to: f32| {
            [(from, from), (to, from), (to, to), (from, to)]
                .map(|(x, y)| ScreenPoint::new(x, y))
                .to_vec()
        };
        let lines = hatching(&[square(0.0, 40.0), square(10.0, 30.0)]);
        let length: f64 = lines
            .iter()
            .map(|[from, to]| f64::from(to.x - from.x).hypot(f64::from(to.y - from.y)))
            .sum();
        // Lines so far apart along x + y stand spacing ÷ √2 apart; 1,600 − 400 square pixels.
        let wanted = 1200.0 / (HATCH_SPACING_PX / std::f64::consts::SQRT_2);
        assert!((length / wanted - 1.0).abs() < 0.05, "{length} {wanted}");
        let middle = |[from, to]: &[ScreenPoint; 2]| [(from.x + to.x) / 2.0, (from.y + to.y) / 2.0];
        let in_yard = |[x, y]: [f32; 2]| x > 10.0 && x < 30.0 && y > 10.0 && y < 30.0;
        assert!(!lines.iter().map(middle).any(in_yard));
    }
}
