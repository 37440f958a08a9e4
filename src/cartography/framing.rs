//! What a map shows of the world at first, and a picture's title: the whole study, beside legend and
//! what stands at the upper left and not below them, or the part that was asked for.

use crate::geometry::{Extent, WorldPoint};
use crate::numbers;

use super::camera::Edges;
use super::content::MapContent;
use super::{
    Align, Camera, Canvas, Palette, Rgba, ScreenPoint, Stroke, TextStyle, legend, shortened,
};

const MARGIN: f32 = 16.0;
const TITLE_HEIGHT: f32 = 62.0;
/// How far down a line of text stands that is free of the title.
pub(super) const BELOW_TITLE: f32 = MARGIN + TITLE_HEIGHT + 28.0;
/// Where the study would be drawn smaller than by this factor, it may lie below legend and title.
const MOST_SHRINKING: f64 = 2.0;

/// What part of the world a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum PictureView {
    #[default]
    Study,
    /// An extent of the working CRS, as large as it fits.
    Extent(Extent),
    /// An extent of the working CRS, clear of legend and title where the picture has room for that.
    InSight(Extent),
    /// A place in the middle, at a ground resolution in metres per pixel of the picture.
    Around { center: WorldPoint, metres_per_pixel: f64 },
}

impl PictureView {
    /// The camera for a content whose own one sees the whole study.
    pub(super) fn camera(
        self,
        canvas: &mut dyn Canvas,
        content: &MapContent,
        title: &Title,
        study: Extent,
        scale: f32,
    ) -> Camera {
        let Camera { origin, width, height, .. } = content.camera;
        let corner = [MARGIN + title.width(canvas), MARGIN + TITLE_HEIGHT];
        match self {
            Self::Study => beside_furniture(canvas, content, corner, study),
            Self::InSight(extent) => {
                let camera = Camera::filled_by(extent, origin, width, height);
                let content = MapContent { camera, ..*content };
                beside_furniture(canvas, &content, corner, extent)
            }
            Self::Extent(extent) => Camera::filled_by(extent, origin, width, height),
            Self::Around { center, metres_per_pixel } => {
                let metres_per_pixel = metres_per_pixel * f64::from(scale);
                Camera { center, metres_per_pixel, ..content.camera }
            }
        }
    }
}

impl PictureView {
    /// The camera for a map that has its legend elsewhere; the content's own one has the size of the map.
    pub(super) fn camera_below_title(self, content: &MapContent, scale: f32) -> Camera {
        let Camera { origin, width, height, .. } = content.camera;
        let top = MARGIN + TITLE_HEIGHT;
        let below = |extent| {
            let edges = Edges { top, ..Edges::default() };
            Camera::fitting_between(extent, edges, origin, width, height)
        };
        match self {
            Self::Study => match content.session.study().layers().extent() {
                Some(extent) => below(extent),
                None => content.camera,
            },
            Self::InSight(extent) => below(extent),
            Self::Extent(extent) => Camera::filled_by(extent, origin, width, height),
            Self::Around { center, metres_per_pixel } => {
                let metres_per_pixel = metres_per_pixel * f64::from(scale);
                Camera { center, metres_per_pixel, ..content.camera }
            }
        }
    }
}

/// The camera that shows an extent, as that of the study, as large as it gets beside the legend and what
/// stands at the upper left, which reaches from there so far to the right and down, in logical pixels.
/// The content's own camera sees the whole extent.
pub fn beside_furniture(
    canvas: &mut dyn Canvas,
    content: &MapContent,
    [corner_right, corner_bottom]: [f32; 2],
    extent: Extent,
) -> Camera {
    let Camera { origin, width, height, .. } = content.camera;
    let [legend_right, legend_top] = legend::room(canvas, content);
    let beside = [
        Edges { left: legend_right.max(corner_right), ..Edges::default() },
        Edges { left: legend_right, top: corner_bottom, ..Edges::default() },
        Edges { left: corner_right, bottom: legend_top, ..Edges::default() },
        Edges { top: corner_bottom, bottom: legend_top, ..Edges::default() },
    ];
    let cameras =
        beside.map(|covered| Camera::fitting_between(extent, covered, origin, width, height));
    let nearest =
        |one: &Camera, other: &Camera| one.metres_per_pixel.total_cmp(&other.metres_per_pixel);
    let most = MOST_SHRINKING * content.camera.metres_per_pixel;
    let best = cameras.into_iter().min_by(nearest).filter(|best| best.metres_per_pixel <= most);
    best.unwrap_or(content.camera)
}

/// The study's name and its coverage, at the upper left.
pub(super) struct Title {
    name: String,
    figures: String,
}

impl Title {
    pub fn of(content: &MapContent) -> Self {
        Self::new(content, !content.scenario.is_base())
    }

    /// The same with the scenario's name, also where that is what exists: of one map of two.
    pub fn of_one_of_two(content: &MapContent) -> Self {
        Self::new(content, true)
    }

    fn new(content: &MapContent, names_scenario: bool) -> Self {
        let reached = content.coverage().total(content.function, content.group);
        let rate = numbers::percent(reached.rate());
        let study = content.session.study();
        let mut name = study.layers().name.of(content.language).to_owned();
        if names_scenario {
            let scenario = study.scenarios().name(content.scenario);
            name += &format!(" · {}", scenario.of(content.language));
        }
        let covered = numbers::persons(reached.covered);
        let population = numbers::persons(reached.population);
        let figures = content.language.pick(
            format!("覆盖率 {rate}，覆盖 {covered} 人，共 {population} 人"),
            format!("Coverage {rate}, {covered} of {population} residents"),
        );
        Self { name, figures }
    }

    /// The same, so that it fits on a map of a width.
    pub fn within(self, canvas: &mut dyn Canvas, width: f32) -> Self {
        let most = (width - 2.0 * MARGIN - 24.0).max(1.0);
        Self {
            name: shortened(canvas, &self.name, 18.0, most),
            figures: shortened(canvas, &self.figures, 14.0, most),
        }
    }

    fn width(&self, canvas: &mut dyn Canvas) -> f32 {
        canvas.text_width(&self.name, 18.0).max(canvas.text_width(&self.figures, 14.0)) + 24.0
    }

    pub fn paint(&self, canvas: &mut dyn Canvas, palette: &Palette) {
        let min = ScreenPoint::new(MARGIN, MARGIN);
        let max = min.offset(self.width(canvas), TITLE_HEIGHT);
        let rim = Stroke::solid(1.0, palette.separator);
        canvas.rect(min, max, 6.0, palette.paper.with_opacity(0.94), rim);
        let style = |size, color: Rgba| TextStyle { size, color, align: Align::Left, halo: None };
        canvas.text(min.offset(12.0, 21.0), &self.name, style(18.0, palette.text));
        canvas.text(min.offset(12.0, 45.0), &self.figures, style(14.0, palette.weak_text));
    }
}
