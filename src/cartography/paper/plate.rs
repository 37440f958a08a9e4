//! A map on a page: the ground as shapes where they are not too many, else as an image a printer
//! cannot tell from them; signs and names above it, the legend beside it.

use crate::basemap::Basemap;
use crate::cartography::callouts::paint_callouts;
use crate::cartography::content::{Emphasis, MapContent, MapLayers, Subject};
use crate::cartography::ground::{dots_per_pixel, is_vector_sane, paint_vector_ground};
use crate::cartography::map::{paint_map, paint_scale_and_north};
use crate::cartography::unit_values::counted_for_picture;
use crate::cartography::{
    Camera, Canvas as _, CountedValues, GroundImage, GroundIndex, Legend, MapKey, Palette,
    PictureView, ScreenPoint, ShownField, Stroke, SurfaceField, Symbology,
};
use crate::geometry::Extent;
use crate::language::Language;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::Callout;

use super::PaperCanvas;

/// What a map on paper shows of the scenario that the session shows.
#[derive(Debug, Clone, PartialEq)]
pub struct Plate {
    pub function: FunctionIndex,
    /// Position of the population group in the study's demand.
    pub group: usize,
    pub layers: MapLayers,
    pub symbology: Symbology,
    pub subject: Subject,
    pub view: PictureView,
    /// Whether scale bar and north arrow stand on it, and the legend has a title.
    pub has_furniture: bool,
    /// Positions in the unit layer.
    pub highlighted_units: Vec<usize>,
    pub callouts: Vec<Callout>,
}

/// Where a map or a legend stands on a page, in the units of the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlateFrame {
    pub corner: ScreenPoint,
    pub size: [f32; 2],
}

/// What plates are painted from.
#[derive(Clone, Copy)]
pub struct PlateSource<'a> {
    pub session: &'a Session,
    pub index: &'a GroundIndex,
    pub basemap: Option<&'a Basemap>,
    pub palette: Palette,
    pub language: Language,
    /// Points of the paper that a unit of the page takes.
    pub points_per_unit: f32,
}

/// Units of the page in a logical pixel of the map: letters of 12 pixels are 8 points high then.
const PIXEL: f32 = 0.68;
/// Millimetres in a point.
const MM_PER_POINT: f64 = 25.4 / 72.0;
/// Round scales, times powers of ten: so close that no map is much smaller than its frame.
const ROUND: [f64; 18] =
    [1.0, 1.1, 1.25, 1.4, 1.5, 1.75, 2.0, 2.25, 2.5, 2.75, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0];

impl Plate {
    /// The camera of the plate in a frame, at a round scale at which all is to be seen that is asked
    /// for, and the denominator of that scale. `study` is the extent of the study, `points_per_unit`
    /// how many points of the paper a unit of the page takes.
    pub fn camera(&self, study: Extent, frame: PlateFrame, points_per_unit: f32) -> (Camera, f64) {
        let [width, height] = frame.size.map(|length| length / PIXEL);
        let origin = ScreenPoint::new(0.0, 0.0);
        let camera = match self.view {
            PictureView::Study => Camera::fitting(study, origin, width, height),
            PictureView::Extent(extent) | PictureView::InSight(extent) => {
                Camera::filled_by(extent, origin, width, height)
            }
            PictureView::Around { center, metres_per_pixel } => {
                Camera { center, metres_per_pixel, origin, width, height }
            }
        };
        let mm_per_pixel = f64::from(PIXEL * points_per_unit) * MM_PER_POINT;
        let denominator = round_scale(camera.metres_per_pixel * 1000.0 / mm_per_pixel);
        let metres_per_pixel = denominator * mm_per_pixel / 1000.0;
        (Camera { metres_per_pixel, ..camera }, denominator)
    }
}

impl PlateSource<'_> {
    /// Paints the map in one frame, and its legend as large as it fits into another.
    pub fn paint(
        &self,
        canvas: &mut PaperCanvas,
        plate: &Plate,
        map: PlateFrame,
        legend: PlateFrame,
    ) {
        let Some(extent) = self.session.study().layers().extent() else { return };
        let (camera, _) = plate.camera(extent, map, self.points_per_unit);
        let Self { session, index, basemap, palette, language, .. } = *self;
        let key = MapKey::of(plate.symbology, session, plate.function, plate.group);
        let surface = plate.symbology.surface;
        let field = SurfaceField::of(surface, session, plate.function, plate.group);
        let about = (plate.function, plate.group);
        let counted = counted_for_picture(plate.symbology, session, session.shown(), about);
        let content = MapContent {
            session,
            scenario: session.shown(),
            index,
            palette,
            language,
            camera,
            basemap,
            function: plate.function,
            group: plate.group,
            layers: plate.layers,
            symbology: plate.symbology,
            key: &key,
            field: ShownField { field: field.as_ref(), ..ShownField::default() },
            counted: CountedValues { values: counted.as_deref(), ..CountedValues::default() },
            emphasis: Emphasis::default(),
            path: None,
            isochrones: None,
            of_picture: None,
            reached_streets: None,
            highlighted: &plate.highlighted_units,
            callouts: &plate.callouts,
            subject: plate.subject,
        };
        let pixels = [camera.width, camera.height];
        canvas.framed(map.corner, PIXEL, pixels, |canvas| {
            self.paint_ground(canvas, &content);
            paint_map(canvas, &content);
            paint_callouts(canvas, &content);
            if plate.has_furniture {
                paint_scale_and_north(canvas, &content);
            }
        });
        let lower_right = map.corner.offset(map.size[0], map.size[1]);
        let rim = Stroke::solid(0.6, palette.unit_border);
        canvas.line(&corners(map.corner, lower_right), true, rim);
        paint_legend(canvas, &content, legend, plate.has_furniture);
    }

    fn paint_ground(&self, canvas: &mut PaperCanvas, content: &MapContent) {
        let dots_per_pixel = dots_per_pixel(PIXEL * self.points_per_unit);
        if is_vector_sane(content) {
            paint_vector_ground(canvas, content, dots_per_pixel);
            return;
        }
        let mut ground = GroundImage::default();
        ground.paint(content, dots_per_pixel);
        canvas.image(ground, [content.camera.width, content.camera.height]);
    }
}

/// The next round scale at which at least as much is seen.
fn round_scale(denominator: f64) -> f64 {
    let power = 10_f64.powf(denominator.max(1.0).log10().floor());
    let steps = ROUND.iter().map(|step| (step * power).round()).chain([10.0 * power]);
    let mut wide_enough = steps.filter(|step| *step >= denominator * (1.0 - 1e-9));
    wide_enough.next().unwrap_or(denominator)
}

fn corners(min: ScreenPoint, max: ScreenPoint) -> [ScreenPoint; 4] {
    [min, ScreenPoint::new(max.x, min.y), max, ScreenPoint::new(min.x, max.y)]
}

/// A frame without room is for no legend.
fn paint_legend(
    canvas: &mut PaperCanvas,
    content: &MapContent,
    frame: PlateFrame,
    has_title: bool,
) {
    if frame.size.iter().any(|length| *length < 1.0) {
        return;
    }
    let legend = Legend::in_column(canvas, content, has_title);
    let size = legend.size();
    let fits = |axis: usize| frame.size[axis] / size[axis].max(1.0);
    let scale = PIXEL.min(fits(0)).min(fits(1));
    canvas.framed(frame.corner, scale, size, |canvas| legend.paint(canvas, content));
}

#[cfg(test)]
mod tests {
    use super::round_scale;

    #[test]
    fn scales_are_round_and_show_at_least_as_much() {
        assert_eq!(round_scale(9_700.0), 10_000.0);
        assert_eq!(round_scale(10_000.0), 10_000.0);
        assert_eq!(round_scale(10_100.0).round(), 11_000.0);
        assert_eq!(round_scale(61_000.0), 70_000.0);
        assert_eq!(round_scale(81_000.0), 100_000.0);
    }
}
