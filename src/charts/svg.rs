//! Charts as SVG files: shapes only, nothing that runs or is loaded from elsewhere. Letters are shapes
//! too, with what they say as their label, so that a machine without Chinese fonts shows them.

use std::fmt::Write as _;

use crate::cartography::{
    BASELINE_EM, BrokenFont, Canvas, MarkerSign, Rgba, ScreenPoint, Stroke, TextStyle, Typeface,
    Weight,
};
use crate::markup::escaped;

use super::{Chart, ChartFrame};

/// Around the chart.
const MARGIN: f32 = 12.0;

/// A chart as an SVG document of the size of its frame and a margin around.
///
/// # Errors
/// When the embedded font is broken.
pub fn svg_document(chart: &Chart, frame: ChartFrame) -> Result<String, BrokenFont> {
    let mut canvas = Svg { typeface: Typeface::new()?, body: String::new() };
    let corner = ScreenPoint::new(MARGIN, MARGIN);
    chart.paint(&mut canvas, ChartFrame { corner, ..frame });
    let [width, height] = frame.size.map(|length| length + 2.0 * MARGIN);
    let paper = color(frame.palette.paper);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{paper}\"/>\n{}</svg>\n",
        canvas.body
    ))
}

/// The elements of a document.
struct Svg {
    typeface: Typeface,
    body: String,
}

impl Svg {
    fn add(&mut self, element: std::fmt::Arguments) {
        // A text in memory takes whatever is written.
        let _ = writeln!(self.body, "{element}");
    }
}

impl Canvas for Svg {
    fn line(&mut self, points: &[ScreenPoint], closed: bool, stroke: Stroke) {
        if stroke.width <= 0.0 || points.is_empty() {
            return;
        }
        let kind = if closed { "polygon" } else { "polyline" };
        let places = places(points);
        self.add(format_args!("<{kind} points=\"{places}\" fill=\"none\"{}/>", stroked(stroke)));
    }

    fn polygon(&mut self, points: &[ScreenPoint], fill: Rgba) {
        let places = places(points);
        self.add(format_args!("<polygon points=\"{places}\"{}/>", filled(fill)));
    }

    fn circle(&mut self, center: ScreenPoint, radius: f32, fill: Option<Rgba>, stroke: Stroke) {
        let fill = fill.map_or(" fill=\"none\"".to_owned(), filled);
        let ScreenPoint { x, y } = center;
        let stroke = stroked(stroke);
        self.add(format_args!(
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\"{fill}{stroke}/>"
        ));
    }

    fn rect(
        &mut self,
        min: ScreenPoint,
        max: ScreenPoint,
        rounding: f32,
        fill: Rgba,
        stroke: Stroke,
    ) {
        let (x, y) = (min.x, min.y);
        let (width, height) = ((max.x - x).max(0.0), (max.y - y).max(0.0));
        let (fill, stroke) = (filled(fill), stroked(stroke));
        self.add(format_args!(
            "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" \
             rx=\"{rounding}\"{fill}{stroke}/>"
        ));
    }

    fn text(&mut self, at: ScreenPoint, text: &str, style: TextStyle) {
        let TextStyle { size, color, align, .. } = style;
        let width = self.text_width(text, size);
        let left = align.left_of(at.x, width);
        let start = ScreenPoint::new(left, at.y + size * BASELINE_EM);
        let outlines = self.typeface.svg_path(text, start, size);
        let (fill, label) = (filled(color), escaped(text));
        self.add(format_args!(
            "<path role=\"img\" aria-label=\"{label}\" d=\"{outlines}\"{fill}/>"
        ));
    }

    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign) {
        sign.paint(self, at);
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        self.typeface.width(text, size, Weight::Regular)
    }
}

fn places(points: &[ScreenPoint]) -> String {
    points.iter().map(|at| format!("{:.2},{:.2}", at.x, at.y)).collect::<Vec<_>>().join(" ")
}

fn color(Rgba { r, g, b, .. }: Rgba) -> String {
    format!("#{r:02x}{g:02x}{b:02x}")
}

fn filled(fill: Rgba) -> String {
    let opacity = opacity("fill-opacity", fill);
    format!(" fill=\"{}\"{opacity}", color(fill))
}

fn stroked(Stroke { width, color: paint, dash }: Stroke) -> String {
    if width <= 0.0 {
        return String::new();
    }
    let dashes = if dash > 0.0 { format!(" stroke-dasharray=\"{dash}\"") } else { String::new() };
    let opacity = opacity("stroke-opacity", paint);
    format!(" stroke=\"{}\" stroke-width=\"{width}\"{dashes}{opacity}", color(paint))
}

fn opacity(name: &str, color: Rgba) -> String {
    match color.a {
        255 => String::new(),
        a => format!(" {name}=\"{:.3}\"", f32::from(a) / 255.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cartography::{Palette, ThemeChoice};
    use crate::charts::{Bar, CoverageBars};
    use crate::language::Language;

    #[test]
    fn a_chart_is_well_formed_and_says_its_figures() {
        let bar = Bar { name: "A < B & C".to_owned(), rate: Some(0.5), before: Some(0.25) };
        let chart = Chart::Coverage(CoverageBars { bars: vec![bar], functions: 1, is_base: false });
        let frame = ChartFrame {
            corner: ScreenPoint::new(0.0, 0.0),
            size: [400.0, 200.0],
            palette: Palette::of(ThemeChoice::Print),
            language: Language::Zh,
        };
        let svg = svg_document(&chart, frame).expect("the font is embedded");
        let mut reader = quick_xml::Reader::from_str(&svg);
        while reader.read_event().expect("well-formed") != quick_xml::events::Event::Eof {}
        assert!(svg.contains("\"A &lt; B &amp; C\""), "{svg}");
        assert!(svg.contains("\"50.0 %\""), "{svg}");
    }
}
