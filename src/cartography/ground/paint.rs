//! What the ground shows, from the bottom up: units in their colours or a surface, water, streets, the
//! reach of single facilities, buildings, railways and walls, borders of units.

use rayon::prelude::*;

use crate::cartography::{Fill, MapContent, Palette, Rgba, Stroke, Surface};
use crate::layers::{BarrierKind, BarrierShape, StreetClass};

use super::brush::Brush;
use super::colors::BuildingColors;
use super::facilities::{Reach, Ring, reach_of, rings_of};
use super::surface::{paint_gain, paint_minutes};

/// Buildings that are smaller than this on average are painted as specks: their shape cannot be
/// told, and a city has a million of them.
const SHAPED_FROM_PX: f64 = 2.5;
/// From here on the outlines of buildings add to the picture instead of darkening it.
const OUTLINED_FROM_PX_PER_M: f64 = 1.25;
/// Streets narrower than this are left out.
const NARROWEST_STREET_PX: f32 = 0.8;
const WIDEST_STREET_PX: f32 = 24.0;

/// How opaque units are above a basemap, which has to be seen through them.
const UNIT_OPACITY_ABOVE_BASEMAP: f32 = 0.62;
/// The border of a unit so wide is a hair; the lines would cover units that are smaller.
const BORDERED_FROM_PX: f64 = 48.0;

/// What is looked up once for an image, whatever the number of its bands.
pub(super) struct Plan {
    unit_fills: Vec<Fill>,
    /// The class of each building, where they are painted as specks; `None` where it is looked up
    /// for the few that are seen.
    speck_classes: Option<Vec<u8>>,
    reach: Vec<Reach>,
    rings: Vec<Ring>,
}

impl Plan {
    /// What is painted, with units filled as given. `scale` is the number of the image's pixels in a
    /// logical one where a large part of the image is painted, which shows most of the buildings.
    pub fn of(content: &MapContent, unit_fills: &[Fill], scale: Option<f32>) -> Self {
        let buildings = &content.session.study().layers().buildings;
        let per_metre = scale.map(|scale| f64::from(scale) / content.camera.metres_per_pixel);
        let sees_most = per_metre.is_some_and(|per_metre| {
            are_specks(content, per_metre) && content.strength_of_buildings(per_metre) > 0.0
        });
        let speck_classes = sees_most.then(|| {
            let colors = BuildingColors::of(content);
            let all = (0..buildings.len()).into_par_iter();
            all.with_min_len(1 << 14).map(|building| colors.class_of(building)).collect()
        });
        let reach = if content.layers.walk_rings { reach_of(content) } else { Vec::new() };
        let rings = if content.layers.walk_rings { rings_of(content) } else { Vec::new() };
        Self { unit_fills: unit_fills.to_vec(), speck_classes, reach, rings }
    }

    /// Paints everything on a band.
    pub fn paint(&self, band: &mut impl Brush, content: &MapContent) {
        let layers = content.layers;
        match content.surface() {
            Surface::None if layers.units => paint_units(band, content, &self.unit_fills),
            Surface::None => {}
            Surface::Minutes => paint_minutes(band, content),
            Surface::Gain(_) => paint_gain(band, content),
        }
        if layers.barriers {
            paint_waters(band, content);
        }
        if layers.streets {
            paint_streets(band, content);
        }
        for Reach { center, radius_m, color } in &self.reach {
            band.disc(*center, *radius_m, *color);
        }
        let strength = content.strength_of_buildings(band.pixels_per_metre());
        if strength > 0.0 {
            if are_specks(content, band.pixels_per_metre()) {
                paint_specks(band, content, self.speck_classes.as_deref(), strength);
            } else {
                paint_buildings(band, content);
            }
        }
        if layers.barriers {
            paint_barrier_lines(band, content);
        }
        if layers.units {
            paint_unit_borders(band, content);
        }
        for Ring { center, radius_m, stroke } in &self.rings {
            band.circle(*center, *radius_m, *stroke);
        }
    }
}

/// Whether buildings have no shape at so many physical pixels a metre.
pub fn are_specks(content: &MapContent, pixels_per_metre: f64) -> bool {
    content.index.specks.mean_side_m * pixels_per_metre < SHAPED_FROM_PX
}

fn paint_units(band: &mut impl Brush, content: &MapContent, fills: &[Fill]) {
    let units = &content.session.study().layers().units;
    let opacity = if content.basemap.is_some() { UNIT_OPACITY_ABOVE_BASEMAP } else { 1.0 };
    for unit in units.within(band.visible()) {
        let Fill { color, hatch } = fills[unit];
        band.fill(units.shapes(), unit, content.as_unit(color).with_opacity(opacity));
        if let Some(hatch) = hatch {
            band.hatch(units.shapes(), unit, hatch);
        }
    }
}

fn paint_waters(band: &mut impl Brush, content: &MapContent) {
    let barriers = &content.session.study().layers().barriers;
    for barrier in content.index.barriers.within(band.visible()) {
        let BarrierShape::Area(shapes) = &barriers[barrier].shape else { continue };
        let color = barrier_color(&content.palette, barriers[barrier].kind);
        for area in 0..shapes.len() {
            band.fill(shapes, area, color);
        }
    }
}

fn barrier_color(palette: &Palette, kind: BarrierKind) -> Rgba {
    match kind {
        BarrierKind::Water => palette.water,
        BarrierKind::Railway => palette.railway,
        BarrierKind::Wall | BarrierKind::Gate => palette.wall,
    }
}

fn paint_barrier_lines(band: &mut impl Brush, content: &MapContent) {
    let barriers = &content.session.study().layers().barriers;
    for barrier in content.index.barriers.within(band.visible_with_rim(2.0)) {
        let BarrierShape::Line(line) = &barriers[barrier].shape else { continue };
        let kind = barriers[barrier].kind;
        let (width, dash) = match kind {
            BarrierKind::Railway => (2.5, 8.0),
            BarrierKind::Water => (2.0, 0.0),
            BarrierKind::Wall if is_wall_shown(content) => (1.0, 0.0),
            BarrierKind::Wall | BarrierKind::Gate => continue,
        };
        band.line(line, Stroke::dashed(width, barrier_color(&content.palette, kind), dash));
    }
}

/// Whether walls are seen: they are hairs, and from afar they would be noise.
pub fn is_wall_shown(content: &MapContent) -> bool {
    content.camera.metres_per_pixel < 2.0
}

/// How wide a street is drawn, in logical pixels; `None` where it is too narrow to be seen.
pub fn street_width_px(content: &MapContent, class: StreetClass) -> Option<f32> {
    let width_m = match class {
        StreetClass::Main => 18.0,
        StreetClass::Secondary => 10.0,
        StreetClass::Lane => 5.0,
        StreetClass::Footway => 2.5,
    };
    let width = content.camera.pixels_from_metres(width_m);
    (width >= NARROWEST_STREET_PX).then_some(width.min(WIDEST_STREET_PX))
}

fn paint_streets(band: &mut impl Brush, content: &MapContent) {
    let Some(widest) = street_width_px(content, StreetClass::Main) else { return };
    let streets = &content.session.study().layers().streets;
    for street in content.index.streets.within(band.visible_with_rim(widest)) {
        if let Some(width) = street_width_px(content, streets[street].class) {
            band.line(
                &streets[street].line,
                Stroke::solid(width, content.street_color(streets[street].class)),
            );
        }
    }
}

fn paint_buildings(band: &mut impl Brush, content: &MapContent) {
    let buildings = &content.session.study().layers().buildings;
    let colors = BuildingColors::of(content);
    let are_outlined = band.pixels_per_metre() > OUTLINED_FROM_PX_PER_M;
    let outline = Stroke::solid(0.8, content.palette.text.with_opacity(0.35));
    let visible = buildings.within(band.visible());
    for building in &visible {
        let class = colors.class_of(*building);
        if let Some(color) = colors.color(class) {
            band.fill(buildings.shapes(), *building, color);
        }
        if let Some(hatch) = colors.hatch(class) {
            band.hatch(buildings.shapes(), *building, hatch);
        }
    }
    for building in visible.into_iter().filter(|_| are_outlined) {
        band.outline(buildings.shapes(), building, outline);
    }
}

fn paint_specks(
    band: &mut impl Brush,
    content: &MapContent,
    looked_up: Option<&[u8]>,
    strength: f32,
) {
    let window = band.visible_with_rim(1.0);
    let colors = BuildingColors::of(content);
    for speck in content.index.specks.within(window) {
        let building = speck.building as usize;
        let class = looked_up.map_or_else(|| colors.class_of(building), |all| all[building]);
        if let Some(color) = colors.color(class) {
            band.speck(speck.at, f64::from(speck.area_m2), color);
        }
    }
    band.blend_specks(strength);
}

fn paint_unit_borders(band: &mut impl Brush, content: &MapContent) {
    let units = &content.session.study().layers().units;
    for unit in units.within(band.visible_with_rim(2.0)) {
        let Some(extent) = units.shapes().extent(unit) else { continue };
        let size_px = extent.width().max(extent.height()) / content.camera.metres_per_pixel;
        let share = (size_px / BORDERED_FROM_PX).clamp(0.35, 1.0) as f32;
        let color = content.palette.unit_border.with_opacity(0.8 * share);
        band.outline(units.shapes(), unit, Stroke::solid(1.2 * share, color));
    }
}
