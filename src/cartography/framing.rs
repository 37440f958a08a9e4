//! What a map shows of the world at first, and a picture's title: the whole study, beside legend and
//! what stands at the upper left and not below them, or the part that was asked for.

use crate::geometry::{Extent, WorldPoint};
use crate::numbers;

use super::camera::Edges;
use super::content::MapContent;
use super::legend::{Legend, LegendPlace};
use super::lines::lines_of;
use super::{Align, Camera, Canvas, Palette, ScreenPoint, Stroke, TextStyle, shortened};

const MARGIN: f32 = 16.0;
/// From the title to the middle of a line of text that is free of it.
const BELOW_TITLE: f32 = 28.0;
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
        let corner = title.corner(canvas);
        match self {
            Self::Study => beside_furniture(canvas, content, corner, study),
            Self::InSight(extent) => {
                let camera = self.whatever_stands_on_it(content.camera, scale);
                let content = MapContent { camera, ..*content };
                beside_furniture(canvas, &content, corner, extent)
            }
            Self::Extent(_) | Self::Around { .. } => {
                self.whatever_stands_on_it(content.camera, scale)
            }
        }
    }

    /// The camera for a map that has its legend elsewhere, below a title that reaches down to `top`; the
    /// content's own one has the size of the map.
    pub(super) fn camera_below_title(self, content: &MapContent, top: f32, scale: f32) -> Camera {
        let Camera { origin, width, height, .. } = content.camera;
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
            Self::Extent(_) | Self::Around { .. } => {
                self.whatever_stands_on_it(content.camera, scale)
            }
        }
    }

    /// The camera that fills the map with what is asked for, legend and title or not; `whole` sees the
    /// whole study.
    fn whatever_stands_on_it(self, whole: Camera, scale: f32) -> Camera {
        let Camera { origin, width, height, .. } = whole;
        match self {
            Self::Study => whole,
            Self::Extent(extent) | Self::InSight(extent) => {
                Camera::filled_by(extent, origin, width, height)
            }
            Self::Around { center, metres_per_pixel } => {
                let metres_per_pixel = metres_per_pixel * f64::from(scale);
                Camera { center, metres_per_pixel, ..whole }
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
    let [legend_right, legend_top] = Legend::of(canvas, content, LegendPlace::OnMap).room();
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

/// What stands at the upper left of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PictureTitle<'a> {
    /// The study's name, and the coverage of what is shown.
    #[default]
    Study,
    /// Above them what a stop of the walkthrough says, as on the wall.
    Stop {
        title: &'a str,
        text: &'a str,
    },
    Nothing,
}

/// A line of a title.
#[derive(Debug, Clone, PartialEq)]
struct TitleLine {
    text: String,
    size: f32,
    height: f32,
    is_weak: bool,
}

/// What is said of a map in a box at its upper left, or of two maps in a band above them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Title(Vec<TitleLine>);

impl Title {
    const PADDING: f32 = 12.0;
    /// Above the first line, and below the last one.
    const ABOVE: f32 = 9.0;
    const BELOW: f32 = 5.0;

    /// Of a map of a width.
    pub fn of(
        canvas: &mut dyn Canvas,
        content: &MapContent,
        title: PictureTitle,
        width: f32,
    ) -> Self {
        /// Of the width, so that most of the map is seen.
        const WIDEST: f32 = 0.42;
        let figures = || figures(content, !content.scenario.is_base());
        let lines = match title {
            PictureTitle::Nothing => Vec::new(),
            PictureTitle::Study => figures(),
            PictureTitle::Stop { title, text } => {
                let said = said(canvas, title, text, WIDEST * width);
                let is_below = !said.is_empty();
                let smaller = figures().into_iter().map(|line| match is_below {
                    true => TitleLine { size: 14.0, height: 20.0, is_weak: true, ..line },
                    false => line,
                });
                said.into_iter().chain(smaller).collect()
            }
        };
        Self(lines).within(canvas, width)
    }

    /// Of one of two maps: always with the name of the scenario, also where that is what exists.
    pub fn of_one_of_two(
        canvas: &mut dyn Canvas,
        content: &MapContent,
        title: PictureTitle,
        width: f32,
    ) -> Self {
        let lines = match title {
            PictureTitle::Nothing => {
                let scenario = content.session.study().scenarios().name(content.scenario);
                vec![first_line(scenario.of(content.language).to_owned())]
            }
            PictureTitle::Study | PictureTitle::Stop { .. } => figures(content, true),
        };
        Self(lines).within(canvas, width)
    }

    /// What a stop says of two maps, in a band above both; empty where there is nothing to say.
    pub fn above_two(canvas: &mut dyn Canvas, title: PictureTitle, width: f32) -> Self {
        match title {
            PictureTitle::Stop { title, text } => {
                Self(said(canvas, title, text, width - 2.0 * (MARGIN + Self::PADDING)))
            }
            PictureTitle::Study | PictureTitle::Nothing => Self(Vec::new()),
        }
    }

    /// The same, so that it fits on a map of a width.
    fn within(self, canvas: &mut dyn Canvas, width: f32) -> Self {
        let most = (width - 2.0 * MARGIN - 2.0 * Self::PADDING).max(1.0);
        let fitted = |line: TitleLine| TitleLine {
            text: shortened(canvas, &line.text, line.size, most),
            ..line
        };
        Self(self.0.into_iter().map(fitted).collect())
    }

    fn width(&self, canvas: &mut dyn Canvas) -> f32 {
        let widths = self.0.iter().map(|line| canvas.text_width(&line.text, line.size));
        widths.fold(0.0, f32::max) + 2.0 * Self::PADDING
    }

    /// How high it is; nothing where nothing is said.
    pub fn height(&self) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        self.0.iter().map(|line| line.height).sum::<f32>() + Self::ABOVE + Self::BELOW
    }

    /// How far it reaches from the left and from above.
    fn corner(&self, canvas: &mut dyn Canvas) -> [f32; 2] {
        match self.0.is_empty() {
            true => [0.0; 2],
            false => [MARGIN + self.width(canvas), self.bottom()],
        }
    }

    /// How far it reaches down from the upper edge.
    pub fn bottom(&self) -> f32 {
        if self.0.is_empty() { 0.0 } else { MARGIN + self.height() }
    }

    /// How far down a line of text stands that is free of it.
    pub fn below(&self) -> f32 {
        self.bottom() + BELOW_TITLE
    }

    /// Paints it in a box, `down` from the upper edge.
    pub fn paint(&self, canvas: &mut dyn Canvas, palette: &Palette, down: f32) {
        if self.0.is_empty() {
            return;
        }
        let min = ScreenPoint::new(MARGIN, MARGIN + down);
        let max = min.offset(self.width(canvas), self.height());
        let rim = Stroke::solid(1.0, palette.separator);
        canvas.rect(min, max, 6.0, palette.paper.with_opacity(0.94), rim);
        self.paint_lines(canvas, palette, min);
    }

    /// Paints it without a box, from the upper edge.
    pub fn paint_band(&self, canvas: &mut dyn Canvas, palette: &Palette) {
        self.paint_lines(canvas, palette, ScreenPoint::new(MARGIN, 0.0));
    }

    fn paint_lines(&self, canvas: &mut dyn Canvas, palette: &Palette, min: ScreenPoint) {
        let mut at = min.offset(Self::PADDING, Self::ABOVE);
        for line in &self.0 {
            let color = if line.is_weak { palette.weak_text } else { palette.text };
            let style = TextStyle { size: line.size, color, align: Align::Left, halo: None };
            canvas.text(at.offset(0.0, line.height / 2.0), &line.text, style);
            at.y += line.height;
        }
    }
}

fn first_line(text: String) -> TitleLine {
    TitleLine { text, size: 18.0, height: 24.0, is_weak: false }
}

/// The study's name and its coverage.
fn figures(content: &MapContent, names_scenario: bool) -> Vec<TitleLine> {
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
    let text = content.language.pick(
        format!("覆盖率 {rate}，覆盖 {covered} 人，共 {population} 人"),
        format!("Coverage {rate}, {covered} of {population} residents"),
    );
    vec![first_line(name), TitleLine { text, size: 14.0, height: 24.0, is_weak: true }]
}

/// The title of a stop and its words, broken into lines; words that take more lines are cut.
fn said(canvas: &mut dyn Canvas, title: &str, text: &str, widest: f32) -> Vec<TitleLine> {
    const MOST_LINES: [usize; 2] = [3, 4];
    let parts = [(title, 20.0, 27.0), (text, 14.0, 20.0)].into_iter().zip(MOST_LINES);
    let mut said = Vec::new();
    for ((text, size, height), most) in parts.filter(|((text, ..), _)| !text.trim().is_empty()) {
        let mut lines = lines_of(canvas, text, size, widest);
        if lines.len() > most {
            lines.truncate(most);
            let last = &mut lines[most - 1];
            last.push('…');
        }
        said.extend(lines.into_iter().map(|text| TitleLine { text, size, height, is_weak: false }));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::picture::Picture;

    #[test]
    fn what_a_stop_says_is_broken_into_lines_and_never_wider_than_its_room() {
        let mut canvas = Picture::new(10, 10).expect("a small picture");
        let text = "三处新设日间照料中心后，东岸居民步行可达。".repeat(12);
        let title =
            Title::above_two(&mut canvas, PictureTitle::Stop { title: "东岸", text: &text }, 400.0);
        assert!(title.0.len() > 2 && title.0.len() <= 5, "{title:?}");
        assert!(title.0.last().is_some_and(|line| line.text.ends_with('…')), "it is cut");
        for line in &title.0[..title.0.len() - 1] {
            assert!(canvas.text_width(&line.text, line.size) <= 400.0, "{line:?}");
        }
        let nothing = Title::above_two(&mut canvas, PictureTitle::Study, 400.0);
        assert_eq!(nothing.height(), 0.0);
    }
}
