//! Pages become a PDF file: marks are painted, maps among them, and bookmarks, links and metadata
//! are added.

use std::ops::ControlFlow;

use krilla::Document;
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;

use crate::basemap::Basemap;
use crate::cartography::{
    Canvas as _, GroundIndex, Palette, PaperCanvas, PlateFrame, PlateSource, ScreenPoint, Stroke,
    Typeface,
};
use crate::charts::ChartFrame;
use crate::session::Session;

use super::layout::{Area, Leaf, MapMark, Mark, Written};
use super::{Booklet, BookletError, BookletRequest};

/// What pages are printed with.
pub(super) struct Printer<'a> {
    pub typeface: &'a Typeface,
    pub palette: Palette,
    pub request: &'a BookletRequest,
    pub index: &'a GroundIndex,
    pub basemap: Option<&'a Basemap>,
}

impl Printer<'_> {
    /// Prints all pages. The session is left showing the scenario of the last map. `progress` hears
    /// how many pages of how many are done, and may stop it.
    pub fn print(
        &self,
        booklet: &Booklet,
        session: &mut Session,
        progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    ) -> Result<Vec<u8>, BookletError> {
        let [width, height] = self.request.paper.points();
        let mut document = Document::new();
        for (number, leaf) in booklet.leaves.iter().enumerate() {
            if progress(number, booklet.leaves.len()).is_break() {
                return Err(BookletError::Cancelled);
            }
            let settings = PageSettings::from_wh(width, height).ok_or(BookletError::Paper)?;
            let mut page = document.start_page_with(settings);
            self.paint(leaf, session, PaperCanvas::new(page.surface(), self.typeface));
            for mark in &leaf.marks {
                if let Mark::Link { area, leaf } = mark
                    && let Some(link) = self.link(*area, *leaf)
                {
                    page.add_annotation(Annotation::new_link(link, None));
                }
            }
            page.finish();
        }
        document.set_outline(outline(&booklet.leaves));
        document.set_metadata(self.metadata(booklet));
        document.finish().map_err(|error| BookletError::Pdf(error.to_string()))
    }

    fn paint(&self, leaf: &Leaf, session: &mut Session, mut canvas: PaperCanvas) {
        let [width, height] = self.request.paper.units();
        let scale = self.request.paper.points_per_unit();
        canvas.framed(ScreenPoint::new(0.0, 0.0), scale, [width, height], |canvas| {
            for mark in &leaf.marks {
                self.paint_mark(mark, session, canvas);
            }
        });
    }

    fn paint_mark(&self, mark: &Mark, session: &mut Session, canvas: &mut PaperCanvas) {
        match mark {
            Mark::Text(Written { text, at, size, weight, color, .. }) => {
                canvas.write(*at, text, *size, *weight, *color);
            }
            Mark::Fill { area, color } => {
                canvas.rect(area.corner(), area.far_corner(), 0.0, *color, Stroke::NONE);
            }
            Mark::Line { from, to, stroke } => canvas.line(&[*from, *to], false, *stroke),
            Mark::Chart { area, chart } => {
                let (palette, language) = (self.palette, self.request.language);
                let frame =
                    ChartFrame { corner: area.corner(), size: area.size(), palette, language };
                chart.paint(canvas, frame);
            }
            Mark::Map(map) => self.paint_map(map, session, canvas),
            // No ink; it is laid over the page.
            Mark::Link { .. } => {}
        }
    }

    fn paint_map(&self, mark: &MapMark, session: &mut Session, canvas: &mut PaperCanvas) {
        let MapMark { plate, scenario, compared, map, legend } = mark;
        session.show(*scenario);
        session.compare_with(*compared);
        let source = PlateSource {
            session,
            index: self.index,
            basemap: self.basemap,
            palette: self.palette,
            language: self.request.language,
            points_per_unit: self.request.paper.points_per_unit(),
        };
        source.paint(canvas, plate, frame_of(*map), frame_of(*legend));
    }

    fn link(&self, area: Area, leaf: usize) -> Option<LinkAnnotation> {
        let scale = self.request.paper.points_per_unit();
        let [left, top, right, bottom] =
            [area.left, area.top, area.right(), area.bottom()].map(|length| length * scale);
        let rect = Rect::from_ltrb(left, top, right, bottom)?;
        let place = XyzDestination::new(leaf, Point::from_xy(0.0, 0.0));
        Some(LinkAnnotation::new(rect, Target::Destination(place.into())))
    }

    fn metadata(&self, booklet: &Booklet) -> Metadata {
        let language = self.request.language;
        let program = format!("Lifecircle {}", env!("CARGO_PKG_VERSION"));
        Metadata::new()
            .title(booklet.title.clone())
            .description(booklet.subject.clone())
            .keywords(language.pick(
                vec!["生活圈".to_owned(), "社区服务设施".to_owned(), "覆盖率".to_owned()],
                vec!["community services".to_owned(), "siting".to_owned(), "coverage".to_owned()],
            ))
            .language(language.pick("zh-CN", "en").to_owned())
            .creator(program.clone())
            .producer(program)
    }
}

fn frame_of(area: Area) -> PlateFrame {
    PlateFrame { corner: area.corner(), size: area.size() }
}

/// The bookmarks, two levels deep.
fn outline(leaves: &[Leaf]) -> Outline {
    let mut outline = Outline::new();
    let mut open: Option<OutlineNode> = None;
    for (number, leaf) in leaves.iter().enumerate() {
        let Some(bookmark) = &leaf.bookmark else { continue };
        let place = XyzDestination::new(number, Point::from_xy(0.0, 0.0));
        let node = OutlineNode::new(bookmark.title.clone(), place);
        match &mut open {
            Some(parent) if bookmark.is_nested => parent.push_child(node),
            _ => {
                if let Some(done) = open.replace(node) {
                    outline.push_child(done);
                }
            }
        }
    }
    if let Some(last) = open {
        outline.push_child(last);
    }
    outline
}
