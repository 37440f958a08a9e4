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
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use crate::basemap::Basemap;
use crate::cartography::{
    Canvas as _, GroundIndex, Palette, PaperCanvas, PlateFrame, PlateSource, ScreenPoint, Stroke,
    Typeface,
};
use crate::charts::ChartFrame;
use crate::session::Session;

use super::layout::{Area, Leaf, MapMark, Mark, Role, Written};
use super::structure::{PageStructure, Structure};
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
        let mut structure = Structure::default();
        for (number, leaf) in booklet.leaves.iter().enumerate() {
            if progress(number, booklet.leaves.len()).is_break() {
                return Err(BookletError::Cancelled);
            }
            let settings = PageSettings::from_wh(width, height).ok_or(BookletError::Paper)?;
            let mut page = document.start_page_with(settings);
            let links = leaf.marks.iter().filter_map(|mark| match mark {
                Mark::Link { area, leaf } => self.link(*area, *leaf),
                _ => None,
            });
            let links =
                links.map(|link| page.add_tagged_annotation(Annotation::new_link(link, None)));
            let links: Vec<Identifier> = links.collect();
            let mut read_out = Structure::page(leaf.bookmark.as_ref());
            let canvas = PaperCanvas::new(page.surface(), self.typeface);
            self.paint(leaf, session, canvas, &mut read_out, links);
            page.finish();
            structure.add(read_out);
        }
        document.set_tag_tree(structure.finish(self.language_tag()));
        document.set_outline(outline(&booklet.leaves));
        document.set_metadata(self.metadata(booklet));
        document.finish().map_err(|error| BookletError::Pdf(error.to_string()))
    }

    fn paint(
        &self,
        leaf: &Leaf,
        session: &mut Session,
        mut canvas: PaperCanvas,
        read_out: &mut PageStructure,
        links: Vec<Identifier>,
    ) {
        let [width, height] = self.request.paper.units();
        let scale = self.request.paper.points_per_unit();
        let mut links = links.into_iter();
        canvas.framed(ScreenPoint::new(0.0, 0.0), scale, [width, height], |canvas| {
            for marks in leaf.marks.chunk_by(|one, next| is_ornament(one) && is_ornament(next)) {
                let paint = |canvas: &mut PaperCanvas| {
                    marks.iter().for_each(|mark| self.paint_mark(mark, session, canvas));
                };
                match &marks[0] {
                    Mark::Link { .. } => {
                        if let Some(link) = links.next() {
                            read_out.add_link(link);
                        }
                    }
                    Mark::Fill { .. } | Mark::Line { .. } => {
                        canvas.tagged(ornament(ArtifactType::Layout), paint);
                    }
                    Mark::Text(Written { block, .. }) if block.role == Role::Foot => {
                        canvas.tagged(ornament(ArtifactType::Footer), paint);
                    }
                    Mark::Text(Written { block, .. }) => {
                        let line = canvas.tagged(ContentTag::Span(SpanTag::empty()), paint);
                        read_out.add_line(*block, line);
                    }
                    Mark::Chart { in_words, .. } => {
                        read_out.add_figure(canvas.tagged(ContentTag::Other, paint), in_words);
                    }
                    Mark::Map(map) => {
                        read_out.add_figure(canvas.tagged(ContentTag::Other, paint), &map.in_words);
                    }
                }
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
            Mark::Chart { area, chart, .. } => {
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
        let MapMark { plate, scenario, compared, map, legend, .. } = mark;
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

    /// As IETF BCP 47 writes it.
    fn language_tag(&self) -> &'static str {
        self.request.language.pick("zh-CN", "en")
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
            .language(self.language_tag().to_owned())
            .creator(program.clone())
            .producer(program)
    }
}

/// Lines and shades are not read out.
fn is_ornament(mark: &Mark) -> bool {
    matches!(mark, Mark::Fill { .. } | Mark::Line { .. })
}

fn ornament(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
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
