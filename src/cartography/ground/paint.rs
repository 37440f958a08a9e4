//! What the ground shows, from the bottom up: units shaded by rate, water, streets, the reach of
//! single facilities, buildings by covered or not, railways and walls, borders of units.

use rayon::prelude::*;

use crate::analysis::ReachChange;
use crate::cartography::{MapContent, Palette, Rgba, Stroke};
use crate::geometry::{Extent, WorldPoint};
use crate::layers::{BarrierKind, BarrierShape, Persons, StreetClass};
use crate::study::Facility;

use super::band::Band;

/// Buildings that are smaller than this on average are painted as specks: their shape cannot be
/// told, and a city has a million of them.
const SHAPED_FROM_PX: f64 = 2.5;
/// From here on the outlines of buildings add to the picture instead of darkening it.
const OUTLINED_FROM_PX_PER_M: f64 = 1.25;
/// Streets narrower than this are left out.
const NARROWEST_STREET_PX: f32 = 0.8;
const WIDEST_STREET_PX: f32 = 24.0;

const QUIET_RADIUS_PX: f32 = 3.0;
/// How opaque units are above a basemap, which has to be seen through them.
const UNIT_OPACITY_ABOVE_BASEMAP: f32 = 0.62;
/// The border of a unit so wide is a hair; the lines would cover units that are smaller.
const BORDERED_FROM_PX: f64 = 48.0;

/// What is looked up once for an image, whatever the number of its bands.
pub(super) struct Plan {
    /// The class of each building, where they are painted as specks; `None` where it is looked up
    /// for the few that are seen.
    speck_classes: Option<Vec<u8>>,
    reach: Vec<Reach>,
    quiet: Vec<Quiet>,
}

/// A facility that does not offer the function shown: there, but a mere dot.
struct Quiet {
    at: WorldPoint,
    fill: Rgba,
    rim: Rgba,
}

/// The disc that a facility reaches.
struct Reach {
    center: WorldPoint,
    radius_m: f64,
    color: Rgba,
}

impl Plan {
    /// `scale` is the number of the image's pixels in a logical one.
    pub fn of(content: &MapContent, scale: f32) -> Self {
        let buildings = &content.session.study().layers().buildings;
        let per_metre = f64::from(scale) / content.camera.metres_per_pixel;
        let are_specks = content.index.specks.mean_side_m * per_metre < SHAPED_FROM_PX;
        let speck_classes = (are_specks && content.layers.buildings).then(|| {
            let classes = BuildingClasses::of(content);
            let all = (0..buildings.len()).into_par_iter();
            all.with_min_len(1 << 14).map(|building| classes.of_building(building)).collect()
        });
        let reach = if content.layers.walk_rings { reach_of(content) } else { Vec::new() };
        let quiet = if content.layers.facilities { quiet_facilities(content) } else { Vec::new() };
        Self { speck_classes, reach, quiet }
    }

    /// Paints everything on a band.
    pub fn paint(&self, band: &mut Band, content: &MapContent) {
        let layers = content.layers;
        if layers.units {
            paint_units(band, content);
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
        match &self.speck_classes {
            _ if !layers.buildings => {}
            Some(classes) => paint_specks(band, content, classes),
            None => paint_buildings(band, content),
        }
        if layers.barriers {
            paint_barrier_lines(band, content);
        }
        if layers.units {
            paint_unit_borders(band, content);
        }
        let window = band.visible_with_rim(QUIET_RADIUS_PX + 1.0);
        for Quiet { at, fill, rim } in &self.quiet {
            if (Extent { min: *at, max: *at }).touches(window) {
                band.dot(*at, QUIET_RADIUS_PX, *fill, Stroke::solid(1.0, *rim));
            }
        }
    }
}

/// Where the facilities reach that are singled out.
fn reach_of(content: &MapContent) -> Vec<Reach> {
    let radius_m = content.session.study().circle_radius_m(content.function);
    let singled_out = content.shown_facilities().filter(|facility| content.is_emphasised(facility));
    let reach = singled_out.map(|facility| Reach {
        center: facility.at,
        radius_m,
        color: content.palette.of_origin(facility).with_opacity(0.10),
    });
    reach.collect()
}

fn quiet_facilities(content: &MapContent) -> Vec<Quiet> {
    let palette = &content.palette;
    let quiet = content.facilities().values().filter(|f| !f.offers(content.function));
    let seen = quiet.filter(|facility| content.camera.sees(facility.at, 2.0 * QUIET_RADIUS_PX));
    let dot = |facility: &Facility| {
        let (fill, rim) = match facility.is_planned() {
            true => (palette.paper, palette.hypothetical),
            false => (palette.quiet, palette.paper),
        };
        Quiet { at: facility.at, fill, rim }
    };
    seen.map(dot).collect()
}

fn paint_units(band: &mut Band, content: &MapContent) {
    let before = content.coverage_before();
    let palette = &content.palette;
    let units = &content.session.study().layers().units;
    let opacity = if content.basemap.is_some() { UNIT_OPACITY_ABOVE_BASEMAP } else { 1.0 };
    for unit in units.within(band.visible()) {
        let color = match before {
            Some(before) => palette.points(content.points_gained(before, unit)),
            None => {
                let reached = content.coverage().unit(content.function, content.group, unit);
                palette.rate(reached.rate())
            }
        };
        band.fill(units.shapes(), unit, color.with_opacity(opacity));
    }
}

fn paint_waters(band: &mut Band, content: &MapContent) {
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
        BarrierKind::Wall => palette.wall,
    }
}

fn paint_barrier_lines(band: &mut Band, content: &MapContent) {
    let barriers = &content.session.study().layers().barriers;
    for barrier in content.index.barriers.within(band.visible_with_rim(2.0)) {
        let BarrierShape::Line(line) = &barriers[barrier].shape else { continue };
        let kind = barriers[barrier].kind;
        let (width, dash) = match kind {
            BarrierKind::Railway => (2.5, 8.0),
            BarrierKind::Water => (2.0, 0.0),
            // A wall is a hair; further out it would be noise.
            BarrierKind::Wall if content.camera.metres_per_pixel < 2.0 => (1.0, 0.0),
            BarrierKind::Wall => continue,
        };
        band.line(line, Stroke::dashed(width, barrier_color(&content.palette, kind), dash));
    }
}

fn paint_streets(band: &mut Band, content: &MapContent) {
    let width_of = |class: StreetClass| {
        let width_m = match class {
            StreetClass::Main => 18.0,
            StreetClass::Secondary => 10.0,
            StreetClass::Lane => 5.0,
            StreetClass::Footway => 2.5,
        };
        content.camera.pixels_from_metres(width_m)
    };
    let widest = width_of(StreetClass::Main).min(WIDEST_STREET_PX);
    if widest < NARROWEST_STREET_PX {
        return;
    }
    let streets = &content.session.study().layers().streets;
    for street in content.index.streets.within(band.visible_with_rim(widest)) {
        let width = width_of(streets[street].class);
        if width >= NARROWEST_STREET_PX {
            let stroke = Stroke::solid(width.min(WIDEST_STREET_PX), content.palette.street);
            band.line(&streets[street].line, stroke);
        }
    }
}

/// Classes that buildings may be in, at most; as many areas add up to the light of a speck.
pub(super) const CLASSES: usize = 4;

/// Into which class a building falls, and what colour the class has.
struct BuildingClasses<'a> {
    residents: &'a [Persons],
    counts: &'a [u32],
    before: Option<&'a [u32]>,
}

impl<'a> BuildingClasses<'a> {
    fn of(content: &'a MapContent) -> Self {
        let demand = content.session.study().layers().buildings.demand();
        Self {
            residents: demand.residents(content.group),
            counts: content.coverage().reach_counts(content.function),
            before: content.coverage_before().map(|before| before.reach_counts(content.function)),
        }
    }

    fn of_building(&self, building: usize) -> u8 {
        let is_home = self.residents[building] > Persons::ZERO;
        let count = self.counts[building];
        match self.before {
            None if !is_home => 0,
            None => 1 + u8::from(count > 0),
            // Left out where nobody lives: a fifth grey could not be told from the other four.
            Some(_) if !is_home => LEFT_OUT,
            Some(before) => match ReachChange::between(before[building], count) {
                ReachChange::Neither => 0,
                ReachChange::Both => 1,
                ReachChange::Lost => 2,
                ReachChange::Gained => 3,
            },
        }
    }

    /// The colours of the classes.
    fn colors(&self, palette: &Palette) -> [Rgba; CLASSES] {
        let Palette { uninhabited, uncovered, covered, .. } = *palette;
        match self.before {
            None => [uninhabited, uncovered, covered, covered],
            Some(_) => {
                [palette.reached_in_neither, palette.reached_in_both, palette.lost, palette.gained]
            }
        }
    }
}

/// The class of what is not painted.
const LEFT_OUT: u8 = u8::MAX;

fn paint_buildings(band: &mut Band, content: &MapContent) {
    let buildings = &content.session.study().layers().buildings;
    let classes = BuildingClasses::of(content);
    let colors = classes.colors(&content.palette);
    let are_outlined = band.pixels_per_metre() > OUTLINED_FROM_PX_PER_M;
    let outline = Stroke::solid(0.8, content.palette.text.with_opacity(0.35));
    let visible = buildings.within(band.visible());
    for building in &visible {
        if let Some(color) = colors.get(usize::from(classes.of_building(*building))) {
            band.fill(buildings.shapes(), *building, *color);
        }
    }
    for building in visible.into_iter().filter(|_| are_outlined) {
        band.outline(buildings.shapes(), building, outline);
    }
}

fn paint_specks(band: &mut Band, content: &MapContent, classes: &[u8]) {
    let window = band.visible_with_rim(1.0);
    for speck in content.index.specks.within(window) {
        let class = usize::from(classes[speck.building as usize]);
        if class < CLASSES {
            band.speck(speck.at, f64::from(speck.area_m2), class);
        }
    }
    band.blend_specks(BuildingClasses::of(content).colors(&content.palette));
}

fn paint_unit_borders(band: &mut Band, content: &MapContent) {
    let units = &content.session.study().layers().units;
    for unit in units.within(band.visible_with_rim(2.0)) {
        let Some(extent) = units.shapes().extent(unit) else { continue };
        let size_px = extent.width().max(extent.height()) / content.camera.metres_per_pixel;
        let share = (size_px / BORDERED_FROM_PX).clamp(0.35, 1.0) as f32;
        let color = content.palette.unit_border.with_opacity(0.8 * share);
        band.outline(units.shapes(), unit, Stroke::solid(1.2 * share, color));
    }
}
