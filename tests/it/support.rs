//! Small studies made by hand, and the real window in a test.

use geo::{MultiPolygon, Rect};
use lifecircle::cartography::{
    Camera, CountedValues, Emphasis, GroundIndex, MapContent, MapKey, MapLayers, Palette,
    ShownField, Subject, Symbology, ThemeChoice,
};
use lifecircle::files::{ImportOptions, LayerSource, Role};
use lifecircle::geometry::{Crs, LonLat, Polygons, WorldPoint};
use lifecircle::language::{Language, Message};
use lifecircle::layers::{
    Barrier, BarrierKind, BarrierShape, Building, BuildingUse, Buildings, Demand, Group, LayerSet,
    Passage, Persons, ResidentsSource, Street, StreetClass, Structure, Units,
};
use lifecircle::sample::SampleLayer;
use lifecircle::session::Session;
use lifecircle::standard::{FunctionIndex, Standard};
use lifecircle::study::{Facility, Study};

/// A building as a test describes it: its place, all residents, and those over 80.
#[derive(Debug, Clone, Copy)]
pub struct Home {
    pub at: (f64, f64),
    pub residents: f64,
    pub aged_80: f64,
}

/// The sample district as layers to import.
pub fn sample_sources() -> (Vec<LayerSource>, ImportOptions) {
    let source = |layer: SampleLayer| {
        let role = Role::from_id(layer.role).expect("a role");
        LayerSource::of_text(role, layer.file_name, layer.text)
    };
    let sources = lifecircle::sample::district().into_iter().map(source).collect();
    let study_name = Some(lifecircle::sample::name());
    (sources, ImportOptions { study_name, ..ImportOptions::default() })
}

/// The sample district as a study.
pub fn sample_study() -> Study {
    let (sources, options) = sample_sources();
    lifecircle::files::import(&sources, &options, &()).expect("the sample can be read").study
}

/// The light map of a study's first function, for all residents.
pub fn map_content<'a>(
    session: &'a Session,
    index: &'a GroundIndex,
    key: &'a MapKey,
    camera: Camera,
) -> MapContent<'a> {
    MapContent {
        session,
        scenario: session.shown(),
        index,
        palette: Palette::of(ThemeChoice::Light),
        language: Language::En,
        camera,
        basemap: None,
        function: FunctionIndex(0),
        group: 0,
        layers: MapLayers::default(),
        symbology: Symbology::default(),
        key,
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

/// Streets every 250 m, each one line; that at 2,000 m leads over the river by a bridge.
fn lattice() -> Vec<Street> {
    let street = |line: Vec<WorldPoint>, passage: Passage| Street {
        name: String::new(),
        class: StreetClass::Lane,
        passage,
        line,
    };
    let mut streets = Vec::new();
    let stops: Vec<f64> = (0..=16).map(|stop| f64::from(stop) * 250.0).collect();
    for at in &stops {
        let along = stops.iter().map(|y| WorldPoint::new(*at, *y)).collect();
        streets.push(street(along, Passage::default()));
        let across: Vec<_> = stops.iter().map(|x| WorldPoint::new(*x, *at)).collect();
        if *at == 2000.0 {
            let bridge = Passage { structure: Structure::Bridge, ..Passage::default() };
            streets.push(street(across[..=8].to_vec(), Passage::default()));
            streets.push(street(across[8..=9].to_vec(), bridge));
            streets.push(street(across[9..].to_vec(), Passage::default()));
        } else {
            streets.push(street(across, Passage::default()));
        }
    }
    streets
}

/// A river from south to north, between two streets.
fn river() -> Barrier {
    let line = vec![WorldPoint::new(2100.0, -500.0), WorldPoint::new(2150.0, 4500.0)];
    Barrier { kind: BarrierKind::Water, shape: BarrierShape::Line(line) }
}

/// A study of 4 × 4 units of 1 km around the homes, with the shipped standard.
pub fn study_of(homes: &[Home], existing: Vec<Facility>) -> Study {
    let demand = Demand::new(
        homes.iter().map(|home| persons(home.residents)).collect(),
        vec![(Group::Age80Plus, homes.iter().map(|home| persons(home.aged_80)).collect())],
    );
    let places: Vec<(f64, f64)> = homes.iter().map(|home| home.at).collect();
    study_of_demand(&places, demand, existing)
}

pub fn persons(n: f64) -> Persons {
    Persons::from_f64(n).expect("a number of persons")
}

/// The same with homes at places and residents by any groups.
pub fn study_of_demand(homes: &[(f64, f64)], demand: Demand, existing: Vec<Facility>) -> Study {
    let mut shapes = Polygons::default();
    let mut ids = Vec::new();
    for row in 0..4 {
        for column in 0..4 {
            let (x, y) = (f64::from(column) * 1000.0, f64::from(row) * 1000.0);
            let square = Rect::new((x, y), (x + 1000.0, y + 1000.0)).to_polygon();
            shapes.push(&MultiPolygon(vec![square]));
            ids.push(format!("U{row}{column}"));
        }
    }
    let districts = (0..16).map(|unit| if unit < 8 { "南区" } else { "" }.to_owned()).collect();
    let units = Units::new(ids.clone(), ids, shapes).in_districts(districts);
    let records = (0..homes.len()).map(|number| Building {
        id: format!("B{number}"),
        name: String::new(),
        kind: BuildingUse::Residential,
        storeys: None,
        floor_area_m2: None,
        households: None,
        idle: false,
    });
    let mut footprints = Polygons::default();
    homes.iter().for_each(|_| footprints.push(&MultiPolygon(Vec::new())));
    let points = homes.iter().map(|(x, y)| WorldPoint::new(*x, *y)).collect();
    let buildings = Buildings::new(
        records.collect(),
        footprints,
        points,
        demand,
        ResidentsSource::Given,
        &units,
    );
    let layers = LayerSet {
        name: Message::same("test"),
        crs: Crs::for_measuring_at(LonLat { lon: 121.47, lat: 31.23 }),
        units: units.into(),
        buildings,
        streets: lattice().into(),
        barriers: vec![river()].into(),
    };
    Study::new(layers, Standard::shanghai().expect("the shipped standard"), existing)
}

#[cfg(feature = "gui")]
pub mod window {
    //! The real window on the sample study, without a display.

    use std::path::{Path, PathBuf};
    use std::sync::Arc;
    use std::time::{Duration, Instant};

    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;
    use lifecircle::geometry::WorldPoint;
    use lifecircle::language::Language;
    use lifecircle::session::Session;
    use lifecircle::ui::{App, Start};

    /// The window with its study read, at 1600 × 1000.
    pub fn open(start: Start) -> Harness<'static, App> {
        let mut harness = Harness::builder()
            .with_size(egui::vec2(1600.0, 1000.0))
            .build_eframe(|cc| App::new(cc, start));
        wait_until(&mut harness, |harness| harness.state().workspace().is_some());
        harness
    }

    /// The sample study in a language.
    pub fn open_sample(language: Language) -> Harness<'static, App> {
        open(Start { language: Some(language), ..Start::default() })
    }

    pub fn session<'a>(harness: &'a Harness<'static, App>) -> &'a Session {
        &harness.state().workspace().expect("a study is open").session
    }

    /// Folds a section, or unfolds it.
    pub fn fold(harness: &mut Harness<'static, App>, title: &str) {
        harness.get_by_label(title).click();
        harness.run_steps(20);
    }

    /// Clicks the button of this name.
    pub fn press(harness: &mut Harness<'static, App>, label: &str) {
        harness.get_by_role_and_label(egui::accesskit::Role::Button, label).click();
        harness.run_steps(3);
    }

    /// Steps until the condition holds, for at most a minute.
    pub fn wait_until(
        harness: &mut Harness<'static, App>,
        met: impl Fn(&Harness<'static, App>) -> bool,
    ) {
        let begin = Instant::now();
        while !met(harness) {
            assert!(begin.elapsed() < Duration::from_secs(60), "it never happened");
            std::thread::sleep(Duration::from_millis(5));
            harness.step();
        }
        harness.run_steps(3);
    }

    /// Clicks the map at a position of the window.
    pub fn click_at(harness: &mut Harness<'static, App>, at: egui::Pos2) {
        harness.hover_at(at);
        harness.step();
        harness.drag_at(at);
        harness.step();
        harness.drop_at(at);
        harness.run_steps(3);
    }

    /// Drags with the mouse from the first place through all others.
    pub fn drag_along(harness: &mut Harness<'static, App>, path: &[egui::Pos2]) {
        let (from, to) = (path[0], path[path.len() - 1]);
        harness.hover_at(from);
        harness.step();
        harness.drag_at(from);
        harness.step();
        for at in path {
            harness.hover_at(*at);
            harness.step();
        }
        harness.drop_at(to);
        harness.run_steps(3);
    }

    /// Turns the wheel over the middle of the map until buildings are large.
    pub fn zoom_in(harness: &mut Harness<'static, App>) {
        let middle = harness.get_by_label("Map").rect().center();
        zoom_in_at(harness, middle);
    }

    /// The same over another place.
    pub fn zoom_in_at(harness: &mut Harness<'static, App>, place: egui::Pos2) {
        while harness.state().metres_per_pixel().is_some_and(|metres| metres > 0.6) {
            harness.hover_at(place);
            harness.step();
            harness.event(egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Line,
                delta: egui::vec2(0.0, 2.0),
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: egui::Modifiers::NONE,
            });
            harness.run_steps(4);
        }
    }

    /// Holds keys such as Shift down while something is done.
    pub fn holding(
        harness: &mut Harness<'static, App>,
        modifiers: egui::Modifiers,
        work: impl FnOnce(&mut Harness<'static, App>),
    ) {
        harness.event(egui::Event::ModifiersChanged(modifiers));
        harness.step();
        work(harness);
        harness.event(egui::Event::ModifiersChanged(egui::Modifiers::NONE));
        harness.step();
    }

    /// Where places of the world are in the window.
    #[derive(Clone, Copy)]
    pub struct MapView {
        known: (WorldPoint, egui::Pos2),
        metres_per_pixel: f64,
    }

    impl MapView {
        /// As the map stands, as far as the marker of a facility tells.
        pub fn of(harness: &Harness<'static, App>) -> Self {
            let facilities = session(harness).facilities().values();
            let marked = facilities.filter_map(|facility| {
                let name = format!("{}, ", facility.name);
                let rect = harness.query_by_label_contains(&name)?.rect();
                // Not cut off by the edge of the map.
                let is_whole = (rect.width() - rect.height()).abs() < 0.1;
                is_whole.then(|| (facility.at, rect.center()))
            });
            let known = marked.into_iter().next().expect("a facility is in sight");
            let metres_per_pixel = harness.state().metres_per_pixel().expect("a map");
            Self { known, metres_per_pixel }
        }

        pub fn pos(&self, at: WorldPoint) -> egui::Pos2 {
            let (known, pos) = self.known;
            let pixels = |metres: f64| (metres / self.metres_per_pixel) as f32;
            pos + egui::vec2(pixels(at.x - known.x), -pixels(at.y - known.y))
        }
    }

    /// A file or folder let go over the window.
    #[derive(Debug)]
    struct Dropped(PathBuf);

    impl egui::DroppedFile for Dropped {
        fn path(&self) -> &Path {
            &self.0
        }

        fn bytes(&self) -> Result<Vec<u8>, String> {
            std::fs::read(&self.0).map_err(|error| error.to_string())
        }
    }

    /// Lets a file or folder go over the window.
    pub fn drop_on_the_window(harness: &mut Harness<'static, App>, path: PathBuf) {
        harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
        harness.step();
        harness.input_mut().dropped_files.clear();
        harness.run_steps(3);
    }
}
