//! All functions at a glance: a small map of each, all in the same classes, so that the eye finds
//! where what is missing.

use crate::cartography::{Align, MapLayers, PictureView, Plate, Subject, Symbology};
use crate::language::Text;
use crate::numbers;
use crate::standard::FunctionIndex;

use super::Material;
use crate::booklet::layout::{Area, Leaf, MapMark, Mark, Sheet, Type};

const HEADING: Text = Text::new("各功能覆盖一览", "Coverage of all functions at a glance");
const COLUMNS: usize = 4;
const ROWS: usize = 3;
const GAP: f32 = 12.0;
/// For name and rate below a map.
const CAPTION: f32 = 15.0;

/// As many pages as the functions need; the session shows the scenario.
pub fn overview_pages(material: &Material) -> Vec<Leaf> {
    let functions: Vec<_> = material.session.study().standard().indexes().collect();
    // One place is for the legend.
    let pages = functions.chunks(COLUMNS * ROWS - 1);
    pages.enumerate().map(|(number, part)| overview_page(material, number, part)).collect()
}

fn overview_page(material: &Material, number: usize, functions: &[FunctionIndex]) -> Leaf {
    let press = material.press;
    let heading = material.text(HEADING);
    let mut sheet = match number {
        0 => Sheet::headed(press, heading, false),
        _ => Sheet::continued(press, heading),
    };
    let places = places(press.below_heading());
    let legend = places.last().copied();
    for (position, (function, place)) in functions.iter().zip(&places).enumerate() {
        let caption = caption(material, *function);
        set_caption(&mut sheet, &caption, *place);
        let map = place.top_strip(place.height - CAPTION);
        // The classes are the same on all of them: one legend is enough.
        let beside = legend.filter(|_| position == 0);
        let nowhere = Area { width: 0.0, height: 0.0, ..map };
        sheet.leaf.marks.push(Mark::Map(Box::new(MapMark {
            plate: plate(*function),
            scenario: material.session.shown(),
            compared: None,
            map,
            legend: beside.unwrap_or(nowhere),
            in_words: caption.join(" "),
        })));
    }
    sheet.leaf
}

fn places(body: Area) -> Vec<Area> {
    let height = (body.height - GAP * (ROWS - 1) as f32) / ROWS as f32;
    let row =
        |number: usize| Area { top: body.top + number as f32 * (height + GAP), height, ..body };
    (0..ROWS).flat_map(|number| row(number).columns(COLUMNS, GAP)).collect()
}

/// The function's name and rate.
fn caption(material: &Material, function: FunctionIndex) -> [String; 2] {
    let session = material.session;
    let name = &session.study().standard().function(function).short_name;
    let rate = numbers::percent(session.scenario().total(function, 0).rate());
    [name.of(material.request.language).to_owned(), rate]
}

fn set_caption(sheet: &mut Sheet, [name, rate]: &[String; 2], place: Area) {
    let line = Area { top: place.bottom() - CAPTION + 3.0, height: CAPTION - 3.0, ..place };
    let (left, right) = line.split_at(line.width - 46.0, 4.0);
    sheet.line(left, name, Type::SMALL, Align::Left);
    sheet.line(right, rate, Type::SMALL.weak(), Align::Right);
}

/// Units only: at this size nothing else can be told.
fn plate(function: FunctionIndex) -> Plate {
    let layers = MapLayers {
        buildings: false,
        streets: false,
        candidates: false,
        facilities: false,
        walk_rings: false,
        labels: false,
        ..MapLayers::default()
    };
    Plate {
        function,
        group: 0,
        layers,
        symbology: Symbology::default(),
        subject: Subject::Coverage,
        view: PictureView::Study,
        has_furniture: false,
        highlighted_units: Vec::new(),
        callouts: Vec::new(),
    }
}
