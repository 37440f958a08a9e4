//! What a map is made from: the study, what of it is shown, from where and in which colours.

use crate::analysis::{Coverage, Isochrones};
use crate::basemap::Basemap;
use crate::geometry::{Extent, Polygons, WorldPoint};
use crate::language::Language;
use crate::layers::StreetClass;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::Callout;
use crate::study::{CandidateId, Facilities, Facility, FacilityId, ScenarioId, Walk};

use super::in_sight;
use super::reached_streets::ReachedStreets;
use super::surface_field::ShownField;
use super::symbology::{
    MapKey, StreetSymbology, Subjects, Surface, Symbology, UnitIndicator, UnitKey,
};
use super::{Camera, Canvas, CountedValues, GroundIndex, Palette, Rgba, ScreenPoint, Stroke};

/// Buildings that measure less on average are not seen, those that measure more are seen fully.
const FADED_BELOW_PX: f64 = 0.6;
const FULL_FROM_PX: f64 = 1.6;
/// Where buildings are larger than this, units pale behind them, the more the larger these are.
const UNITS_PALE_FROM_PX: f64 = 2.0;
const UNITS_PALEST_FROM_PX: f64 = 6.0;
/// How strong the colours of units are where they are palest.
const PALEST_UNITS: f32 = 0.45;

/// Everything a picture of the map is made from.
#[derive(Clone, Copy)]
pub struct MapContent<'a> {
    pub session: &'a Session,
    /// The scenario shown.
    pub scenario: ScenarioId,
    pub index: &'a GroundIndex,
    pub palette: Palette,
    pub language: Language,
    pub camera: Camera,
    /// The camera of the whole picture where this one sees some rows of it: what depends on how much is
    /// seen is the same in all of them.
    pub of_picture: Option<Camera>,
    /// What lies at the very bottom.
    pub basemap: Option<&'a Basemap>,
    /// The function whose coverage is shown.
    pub function: FunctionIndex,
    /// Position of the population group in the study's demand.
    pub group: usize,
    pub layers: MapLayers,
    /// What the colours tell, and with which classes.
    pub symbology: Symbology,
    pub key: &'a MapKey,
    /// What the surface is painted from, where one is shown that needs it.
    pub field: ShownField<'a>,
    /// The values of units that were counted beforehand.
    pub counted: CountedValues<'a>,
    pub emphasis: Emphasis,
    /// The way that is asked about.
    pub path: Option<&'a [WorldPoint]>,
    /// The ground within walks of the facility selected, where one walks along streets.
    pub isochrones: Option<&'a Isochrones>,
    /// Where streets within reach are kept for the next picture; without it they are found anew.
    pub reached_streets: Option<&'a ReachedStreets>,
    pub subject: Subject,
    /// Units that a stop of the walkthrough singles out.
    pub highlighted: &'a [usize],
    /// What a stop of the walkthrough writes and points out.
    pub callouts: &'a [Callout],
}

/// What the colours of units and buildings tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subject {
    /// Who is reached in the scenario shown.
    #[default]
    Coverage,
    /// What the scenario shown gains and loses, seen from another one.
    Difference { from: ScenarioId },
}

/// Which layers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapLayers {
    pub units: bool,
    pub buildings: bool,
    pub streets: bool,
    pub barriers: bool,
    pub candidates: bool,
    pub facilities: bool,
    pub walk_rings: bool,
    pub labels: bool,
    /// Lines of longitude and latitude.
    pub graticule: bool,
    /// The legend with all it says; folded, it keeps its title.
    pub legend: bool,
}

impl Default for MapLayers {
    fn default() -> Self {
        Self {
            units: true,
            buildings: true,
            streets: true,
            barriers: true,
            candidates: false,
            facilities: true,
            walk_rings: true,
            labels: true,
            graticule: false,
            legend: true,
        }
    }
}

/// What is singled out by selection or under the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Emphasis {
    pub selected_unit: Option<usize>,
    pub selected_building: Option<usize>,
    pub selected_facility: Option<FacilityId>,
    pub selected_candidate: Option<CandidateId>,
    pub hovered_unit: Option<usize>,
    pub hovered_facility: Option<FacilityId>,
    pub hovered_candidate: Option<CandidateId>,
}

impl<'a> MapContent<'a> {
    /// The facilities shown.
    pub(super) fn facilities(&self) -> &'a Facilities {
        self.session.study().facilities(self.scenario)
    }

    /// Facilities of the shown function, in the order they are painted.
    pub(super) fn shown_facilities(&self) -> impl Iterator<Item = &'a Facility> + use<'a> {
        let function = self.function;
        self.facilities().values().filter(move |facility| facility.offers(function))
    }

    /// Whether so many facilities of the shown function are seen that their signs would cover the
    /// map: they are dots then, in the scenario set beside it too.
    pub fn is_crowded(&self) -> bool {
        let camera = self.of_picture.unwrap_or(self.camera);
        in_sight::is_crowded(self.session, self.function, &camera)
    }

    /// Whether a facility's circles are drawn strongly.
    pub(super) fn is_emphasised(&self, facility: &Facility) -> bool {
        facility.is_planned()
            || self.emphasis.selected_facility == Some(facility.id)
            || self.emphasis.hovered_facility == Some(facility.id)
    }

    /// Facilities under the cursor or selected whose reach is filled: what the ground depends on.
    pub fn singled_out(&self) -> [Option<FacilityId>; 2] {
        let is_filled = |id: &FacilityId| {
            let facility = self.facilities().get(id);
            self.layers.walk_rings && facility.is_some_and(|f| f.offers(self.function))
        };
        let Emphasis { selected_facility, hovered_facility, .. } = self.emphasis;
        [selected_facility.filter(is_filled), hovered_facility.filter(is_filled)]
    }

    /// The part of the world that the reach of a facility covers; `None` where it is not there.
    pub fn reach_of(&self, facility: FacilityId) -> Option<Extent> {
        let at = self.facilities().get(&facility)?.at;
        let radius_m = self.walk().circle_radius_m(self.function);
        Some(Extent {
            min: WorldPoint::new(at.x - radius_m, at.y - radius_m),
            max: WorldPoint::new(at.x + radius_m, at.y + radius_m),
        })
    }

    /// How the group shown walks.
    pub fn walk(&self) -> Walk<'a> {
        self.session.study().walk(self.group)
    }

    /// The coverage shown: that of the scenario.
    pub(super) fn coverage(&self) -> &'a Coverage {
        self.session.coverage_of(self.scenario).unwrap_or_else(|| self.session.scenario())
    }

    /// What the circles alone count of the scenario, where one walks along streets.
    pub(super) fn by_circle(&self) -> Option<&'a Coverage> {
        self.session.circle_coverage_of(self.scenario)
    }

    /// Whose numbers the colours tell.
    pub(super) fn subjects(&self) -> Subjects<'a> {
        Subjects {
            study: self.session.study(),
            scenario: self.scenario,
            nearest: None,
            counted: self.counted.known(),
            facilities: self.facilities(),
            coverage: self.coverage(),
            by_circle: self.by_circle(),
            function: self.function,
            group: self.group,
        }
    }

    /// What an indicator comes to in each unit; `None` where a unit has no value.
    pub fn unit_values(&self, indicator: UnitIndicator) -> Vec<Option<f64>> {
        indicator.values(self.subjects())
    }

    /// The surface shown: none where two scenarios are compared in one map.
    pub(super) fn surface(&self) -> Surface {
        if self.coverage_before().is_none() { self.symbology.surface } else { Surface::None }
    }

    /// The colour of a street.
    pub(super) fn street_color(&self, class: StreetClass) -> Rgba {
        match self.symbology.streets {
            StreetSymbology::Single => self.palette.street,
            StreetSymbology::Class => self.palette.of_street(class),
        }
    }

    /// How strongly buildings are painted at so many physical pixels a metre, from 0 to 1. From afar,
    /// where none can be told from its neighbours, they fade: they would only tint the colours of
    /// units or surface, and the legend would be wrong.
    pub(super) fn strength_of_buildings(&self, pixels_per_metre: f64) -> f32 {
        if !self.layers.buildings {
            return 0.0;
        }
        let are_units_coloured = self.layers.units && self.key.units != UnitKey::Single;
        if !are_units_coloured && self.surface() == Surface::None {
            return 1.0;
        }
        let side_px = self.index.specks.mean_side_m * pixels_per_metre;
        (((side_px - FADED_BELOW_PX) / (FULL_FROM_PX - FADED_BELOW_PX)) as f32).clamp(0.0, 1.0)
    }

    /// How strongly units are coloured, from 0 to 1; the rest is the ground. Close up it is buildings that
    /// are looked at, and a home within reach would not be told from a unit that is well covered.
    pub(super) fn strength_of_units(&self) -> f32 {
        if !self.layers.buildings || self.key.units == UnitKey::Single {
            return 1.0;
        }
        let side_px = self.index.specks.mean_side_m / self.camera.metres_per_pixel;
        let pale = (side_px - UNITS_PALE_FROM_PX) / (UNITS_PALEST_FROM_PX - UNITS_PALE_FROM_PX);
        1.0 - (1.0 - PALEST_UNITS) * (pale as f32).clamp(0.0, 1.0)
    }

    /// The colour of a unit as it is painted.
    pub(super) fn as_unit(&self, color: Rgba) -> Rgba {
        color.mixed_with(self.palette.ground, self.strength_of_units())
    }

    /// The coverage a difference is seen from.
    pub(super) fn coverage_before(&self) -> Option<&'a Coverage> {
        match self.subject {
            Subject::Coverage => None,
            Subject::Difference { from } => self.session.coverage_of(from),
        }
    }

    /// Percentage points by which a unit's rate changes; `None` where nobody lives.
    pub(super) fn points_gained(&self, before: &Coverage, unit: usize) -> Option<f64> {
        let rate = |coverage: &Coverage| coverage.unit(self.function, self.group, unit).rate();
        Some((rate(self.coverage())? - rate(before)?) * 100.0)
    }

    /// Units that reach onto the canvas.
    pub(super) fn visible_units(&self) -> Vec<usize> {
        self.session.study().layers().units.within(self.camera.visible())
    }

    /// Screen coordinates of a line in the world.
    pub(super) fn on_screen(&self, line: &[WorldPoint]) -> Vec<ScreenPoint> {
        line.iter().map(|point| self.camera.screen_from_world(*point)).collect()
    }

    /// Strokes the outline of a feature.
    pub(super) fn stroke_rings(
        &self,
        canvas: &mut dyn Canvas,
        shapes: &Polygons,
        feature: usize,
        stroke: Stroke,
    ) {
        for ring in shapes.rings(feature) {
            canvas.line(&self.on_screen(ring), true, stroke);
        }
    }
}
