//! The ground of the map while it is panned and zoomed: milliseconds for an image of 1920 × 1080
//! pixels, at widths from a whole city down to a street.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench ground`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`, `facilities.geojson`, `streets.geojson`).
//! `LIFECIRCLE_BENCH_LAYERS=units,buildings,streets` paints only those that are named;
//! `LIFECIRCLE_BENCH_BASEMAP=FILE` lays a basemap below them.
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

use std::path::Path;
use std::time::Instant;

use lifecircle::basemap::Basemap;
use lifecircle::cartography::{
    Camera, CountedValues, Emphasis, GroundImage, GroundIndex, MapContent, MapKey, MapLayers,
    Palette, ScreenPoint, ShownField, Subject, Symbology, ThemeChoice,
};
use lifecircle::files::{FunctionNaming, ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{FacilityEdit, ScenarioId};

const SIZE: (f32, f32) = (1920.0, 1080.0);
const FRAMES: usize = 60;
/// Widths of the view in metres; the first is the whole study.
const WIDTHS_M: [f64; 8] =
    [f64::INFINITY, 30_000.0, 15_000.0, 9_600.0, 5_000.0, 1_900.0, 500.0, 100.0];

/// What QGIS 3.22 of Debian 12 takes to draw the buildings of the same city alone at the same size,
/// on two cores as well, by its own `QgsMapRendererParallelJob`.
const QGIS_MILLIS: [(f64, f64); 3] =
    [(f64::INFINITY, 14_500.0), (9_600.0, 1_250.0), (1_900.0, 84.0)];

fn main() {
    let Some(city) = std::env::var_os("LIFECIRCLE_BENCH_CITY") else {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
        return;
    };
    let mut session = Session::new(read(Path::new(&city)));
    session.branch(ScenarioId::BASE).expect("a scenario");
    session.begin_gesture(Message::same("drag"));
    let basemap = std::env::var_os("LIFECIRCLE_BENCH_BASEMAP")
        .map(|file| Basemap::open(Path::new(&file)).expect("a basemap"));
    let begin = Instant::now();
    let index = GroundIndex::of(session.study().layers());
    println!("index of the layers: {:.0} ms", 1000.0 * begin.elapsed().as_secs_f64());
    let titles = ["zoomed: painted anew", "panned: followed", "facility dragged: followed"];
    println!("{:<18}{:>30}{:>30}{:>30}", "", titles[0], titles[1], titles[2]);
    let columns = "  median      95 %     worst";
    println!("{:<18}{columns:>30}{columns:>30}{columns:>30}{:>12}", "width", "QGIS 3.22");
    for width_m in WIDTHS_M {
        let name = if width_m.is_finite() { format!("{width_m:.0} m") } else { "whole".to_owned() };
        let mut map = BenchedMap::new(&mut session, &index, basemap.as_ref(), width_m);
        let columns = [map.zoomed(), map.panned(), map.dragged()].map(|mut millis| {
            millis.sort_by(f64::total_cmp);
            let at = |share: f64| millis[((millis.len() - 1) as f64 * share) as usize];
            format!("{:>7.1}ms{:>8.1}ms{:>8.1}ms", at(0.5), at(0.95), at(1.0))
        });
        let peer = QGIS_MILLIS.into_iter().find(|(width, _)| *width == width_m);
        let peer = peer.map_or_else(String::new, |(_, millis)| format!("{millis:.0}ms"));
        let [zoomed, panned, dragged] = columns;
        println!("{name:<18}{zoomed:>30}{panned:>30}{dragged:>30}{peer:>12}");
    }
}

/// A map of the city at a width, and what is done with it.
struct BenchedMap<'a> {
    session: &'a mut Session,
    index: &'a GroundIndex,
    basemap: Option<&'a Basemap>,
    key: MapKey,
    camera: Camera,
}

impl<'a> BenchedMap<'a> {
    fn new(
        session: &'a mut Session,
        index: &'a GroundIndex,
        basemap: Option<&'a Basemap>,
        width_m: f64,
    ) -> Self {
        let extent = session.study().layers().extent().expect("a study with places");
        let mut camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), SIZE.0, SIZE.1);
        if width_m.is_finite() {
            camera.metres_per_pixel = width_m / f64::from(SIZE.0);
        }
        let key = MapKey::of(Symbology::default(), session, FunctionIndex(0), 0);
        Self { session, index, basemap, key, camera }
    }

    /// The milliseconds of frames, each brought about by `change` and then shown by `show`.
    fn frames(
        &mut self,
        mut change: impl FnMut(&mut Self, usize),
        show: impl Fn(&mut GroundImage, &Camera, &MapContent),
    ) -> Vec<f64> {
        let mut image = GroundImage::default();
        image.paint(&self.content(), 1.0);
        let frame = |number: usize| {
            let before = self.camera;
            change(self, number);
            let content = self.content();
            let begin = Instant::now();
            show(&mut image, &before, &content);
            1000.0 * begin.elapsed().as_secs_f64()
        };
        (1..=FRAMES).map(frame).collect()
    }

    fn content(&self) -> MapContent<'_> {
        MapContent {
            session: self.session,
            scenario: self.session.shown(),
            index: self.index,
            palette: Palette::of(ThemeChoice::Light),
            language: Language::En,
            camera: self.camera,
            basemap: self.basemap,
            function: FunctionIndex(0),
            group: 0,
            layers: shown_layers(),
            symbology: Symbology::default(),
            key: &self.key,
            field: ShownField::default(),
            counted: CountedValues::default(),
            emphasis: Emphasis::default(),
            path: None,
            isochrones: None,
            of_picture: None,
            reached_streets: None,
            subject: Subject::Coverage,
            highlighted: &[],
            callouts: &[],
        }
    }

    fn zoomed(&mut self) -> Vec<f64> {
        let start = self.camera;
        let zoom = |map: &mut Self, number: usize| {
            let share = number as f64 / FRAMES as f64;
            map.camera.metres_per_pixel = start.metres_per_pixel * (1.0 + 0.1 * share);
        };
        let millis = self.frames(zoom, |image, _, content| image.paint(content, 1.0));
        self.camera = start;
        millis
    }

    /// As far as a quick hand drags in a thirtieth of a second.
    fn panned(&mut self) -> Vec<f64> {
        let start = self.camera;
        let millis = self.frames(
            |map, _| map.camera.pan(31.0, 17.0),
            |image, before, content| assert!(image.follow(before, content, 1.0).is_some()),
        );
        self.camera = start;
        millis
    }

    /// The facility nearest to the middle, eight pixels a frame.
    fn dragged(&mut self) -> Vec<f64> {
        let middle = self.camera.center;
        let offering = self.session.facilities().values().filter(|f| f.offers(FunctionIndex(0)));
        let nearest =
            offering.min_by(|a, b| a.at.distance_to(middle).total_cmp(&b.at.distance_to(middle)));
        let id = nearest.expect("a facility").id;
        let step_m = 8.0 * self.camera.metres_per_pixel;
        let drag = |map: &mut Self, number: usize| {
            let to = WorldPoint::new(middle.x + step_m * (number % 30) as f64, middle.y);
            let moved = map.session.change_in_gesture(FacilityEdit::Move { id, to });
            moved.expect("it can be moved");
        };
        self.frames(drag, |image, _, content| {
            image.follow_edit(content, 1.0);
        })
    }
}

fn shown_layers() -> MapLayers {
    let all = MapLayers::default();
    let Ok(only) = std::env::var("LIFECIRCLE_BENCH_LAYERS") else { return all };
    let is_on = |name: &str| only.split(',').any(|wanted| wanted == name);
    MapLayers {
        units: is_on("units"),
        buildings: is_on("buildings"),
        streets: is_on("streets"),
        ..all
    }
}

fn read(city: &Path) -> lifecircle::study::Study {
    let files = [
        (Role::Units, "grids"),
        (Role::Buildings, "buildings"),
        (Role::Facilities, "facilities"),
        (Role::Streets, "streets"),
    ];
    let sources =
        files.map(|(role, name)| LayerSource::of_file(role, &city.join(format!("{name}.geojson"))));
    let options = ImportOptions { functions: FunctionNaming::AsIs, ..ImportOptions::default() };
    let imported = import(&sources, &options, &()).unwrap_or_else(|error| panic!("{error}"));
    imported.study
}
