//! The legend says what is on the map, and nothing else.

use lifecircle::cartography::{
    Camera, Canvas, ClassMethod, Classing, FacilitySymbology, GroundIndex, MapContent, MapKey,
    MapLayers, MarkerSign, PictureRequest, PictureView, Rgba, ScreenPoint, StreetSymbology, Stroke,
    Surface, Symbology, TextStyle, ThemeChoice, UnitIndicator, UnitSymbology, paint_furniture,
    paint_map, render_png,
};
use lifecircle::language::Language;
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{
    Edit, Facility, FacilityEdit, FacilityOrigin, Parameters, ProjectState, Study, WalkModel,
};

use super::deeds::facility;
use super::support::{Home, map_content, sample_study, study_of};

/// A canvas that keeps only what is written on it.
#[derive(Default)]
struct Written(Vec<String>);

impl Canvas for Written {
    fn line(&mut self, _: &[ScreenPoint], _: bool, _: Stroke) {}
    fn polygon(&mut self, _: &[ScreenPoint], _: Rgba) {}
    fn circle(&mut self, _: ScreenPoint, _: f32, _: Option<Rgba>, _: Stroke) {}
    fn rect(&mut self, _: ScreenPoint, _: ScreenPoint, _: f32, _: Rgba, _: Stroke) {}
    fn sign(&mut self, _: ScreenPoint, _: &MarkerSign) {}

    fn text(&mut self, _: ScreenPoint, text: &str, _: TextStyle) {
        self.0.push(text.to_owned());
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        text.chars().count() as f32 * size
    }
}

/// What stands around the map of the sample, with the content changed.
fn written(symbology: Symbology, change: impl Fn(&mut MapContent)) -> Vec<String> {
    written_of(sample_study(), symbology, change)
}

fn written_of(study: Study, symbology: Symbology, change: impl Fn(&mut MapContent)) -> Vec<String> {
    written_of_session(&Session::new(study), symbology, change)
}

fn written_of_session(
    session: &Session,
    symbology: Symbology,
    change: impl Fn(&mut MapContent),
) -> Vec<String> {
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(symbology, session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 1600.0, 900.0);
    let mut content = map_content(session, &index, &key, camera);
    content.symbology = symbology;
    change(&mut content);
    let mut written = Written::default();
    paint_furniture(&mut written, &content);
    written.0
}

#[test]
fn what_is_around_the_data_is_explained_where_it_is_shown() {
    let all = written(Symbology::default(), |content| content.layers.candidates = true);
    let names =
        ["Water", "Streets", "Railway", "Candidates, by review", "Facility of another function"];
    for name in names {
        assert!(all.iter().any(|text| text == name), "{name} of {all:?}");
    }
    let none = written(Symbology::default(), |content| {
        content.layers.barriers = false;
        content.layers.streets = false;
        content.layers.facilities = false;
    });
    for name in names {
        assert!(!none.iter().any(|text| text == name), "{name} of {none:?}");
    }
}

#[test]
fn streets_too_narrow_to_be_seen_are_not_explained() {
    let from_afar =
        written(Symbology::default(), |content| content.camera.metres_per_pixel = 100.0);
    assert!(!from_afar.iter().any(|text| text == "Streets"), "{from_afar:?}");
}

#[test]
fn circles_are_explained_with_their_minutes_where_they_are_drawn() {
    let all = written(Symbology::default(), |_| {});
    assert!(all.iter().any(|text| text.starts_with("Within the limit: ")), "{all:?}");
    let few = written(Symbology::default(), |content| {
        // A function that only some facilities offer has its circles of minutes as well.
        let study = content.session.study();
        let offering = |function: &FunctionIndex| {
            let all = content.session.facilities().values();
            all.filter(|facility| facility.offers(*function)).count()
        };
        let rare = study.standard().indexes().filter(|function| offering(function) > 0);
        content.function = rare.min_by_key(offering).expect("a function");
    });
    let graded = "Graded circles 5, 10, 15 min (300; 500; 1,000 m)";
    assert!(few.iter().any(|text| text == graded), "{few:?}");
    let none = written(Symbology::default(), |content| content.layers.walk_rings = false);
    let is_circle = |text: &String| text.starts_with("Within the limit") || text.contains("15 min");
    assert!(!none.iter().any(is_circle), "{none:?}");
}

#[test]
fn buildings_that_have_no_shape_from_afar_are_said_to_be_specks() {
    let specks = "From afar, buildings as specks";
    let at = |metres_per_pixel: f64| {
        let written = written(Symbology::default(), |content| {
            content.camera.metres_per_pixel = metres_per_pixel;
            content.layers.units = false;
        });
        written.iter().any(|text| text == specks)
    };
    assert!(at(40.0) && !at(1.0));
    // Larger than a few pixels of the wall and of a fine screen.
    assert!(!at(9.0));
}

#[test]
fn a_study_without_buildings_is_said_to_have_none() {
    let none = "No buildings in the study: no coverage to show";
    let of = |study| written_of(study, Symbology::default(), |_| {});
    let empty = of(study_of(&[], Vec::new()));
    assert!(empty.iter().any(|text| text == none), "{empty:?}");
    assert!(!empty.iter().any(|text| text.starts_with("Homes")), "{empty:?}");
    assert!(!of(sample_study()).iter().any(|text| text == none));
}

#[test]
fn streets_are_explained_class_by_class_where_they_are_told_apart() {
    let symbology = Symbology { streets: StreetSymbology::Class, ..Symbology::default() };
    let near = |symbology| written(symbology, |content| content.camera.metres_per_pixel = 1.0);
    let (classes, single) = (near(symbology), near(Symbology::default()));
    let has = |texts: &[String], name: &str| texts.iter().any(|text| text == name);
    assert!(has(&classes, "Main streets") && !has(&classes, "Streets"), "{classes:?}");
    assert!(has(&single, "Streets") && !has(&single, "Main streets"), "{single:?}");
}

#[test]
fn minutes_are_those_of_the_pace_along_streets_and_those_of_the_norm_in_circles() {
    let symbology = Symbology { surface: Surface::Minutes, ..Symbology::default() };
    let has = |texts: &[String], name: &str| texts.iter().any(|text| text == name);
    let circle = written(symbology, |_| {});
    assert!(has(&circle, "5 min circle (300 m)"), "{circle:?}");
    assert!(has(&circle, "Graded by the norm, not at one pace"), "{circle:?}");

    let mut study = sample_study();
    let parameters = Parameters { model: WalkModel::Network, ..*study.parameters() };
    study.apply(Edit::SetParameters(parameters)).expect("the sample has streets");
    let network = written_of(study, symbology, |content| {
        let (session, function) = (content.session, content.function);
        let facility = session.facilities().values().find(|facility| facility.offers(function));
        content.emphasis.selected_facility = facility.map(|facility| facility.id);
    });
    // Of the surface, and of the facility selected.
    let rows = network.iter().filter(|text| *text == "Within 5 min (333 m)").count();
    assert_eq!(rows, 2, "{network:?}");
    assert!(has(&network, "Walk to the nearest facility along streets"), "{network:?}");
    assert!(!network.iter().any(|text| text.contains("min circle")), "{network:?}");
}

/// A canvas that keeps the signs on it, and the radius that each is painted with.
#[derive(Default)]
struct Signs(Vec<(MarkerSign, f32)>);

/// The largest circle of a sign.
#[derive(Default)]
struct Radius(f32);

impl Canvas for Radius {
    fn line(&mut self, _: &[ScreenPoint], _: bool, _: Stroke) {}
    fn polygon(&mut self, _: &[ScreenPoint], _: Rgba) {}
    fn rect(&mut self, _: ScreenPoint, _: ScreenPoint, _: f32, _: Rgba, _: Stroke) {}
    fn sign(&mut self, _: ScreenPoint, _: &MarkerSign) {}
    fn text(&mut self, _: ScreenPoint, _: &str, _: TextStyle) {}

    fn circle(&mut self, _: ScreenPoint, radius: f32, _: Option<Rgba>, _: Stroke) {
        self.0 = self.0.max(radius);
    }

    fn text_width(&mut self, _: &str, _: f32) -> f32 {
        0.0
    }
}

impl Canvas for Signs {
    fn line(&mut self, _: &[ScreenPoint], _: bool, _: Stroke) {}
    fn polygon(&mut self, _: &[ScreenPoint], _: Rgba) {}
    fn circle(&mut self, _: ScreenPoint, _: f32, _: Option<Rgba>, _: Stroke) {}
    fn rect(&mut self, _: ScreenPoint, _: ScreenPoint, _: f32, _: Rgba, _: Stroke) {}
    fn text(&mut self, _: ScreenPoint, _: &str, _: TextStyle) {}

    fn sign(&mut self, at: ScreenPoint, sign: &MarkerSign) {
        let mut radius = Radius::default();
        sign.paint(&mut radius, at);
        self.0.push((*sign, radius.0));
    }

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        text.chars().count() as f32 * size
    }
}

/// A study with facilities of the first function, each in a state of its own, and one of the third.
fn study_of_many_facilities() -> Study {
    let of = |id: u32, change: &dyn Fn(&mut Facility)| {
        let mut facility = facility(id, (400.0 * f64::from(id), 500.0), &[0]);
        change(&mut facility);
        facility
    };
    let facilities = vec![
        of(1, &|f| {
            f.origin = FacilityOrigin::Existing;
            f.capacity = Some(10.0);
        }),
        of(2, &|f| {
            f.origin = FacilityOrigin::Existing;
            f.capacity = Some(200.0);
        }),
        of(3, &|f| f.origin = FacilityOrigin::Existing),
        of(4, &|f| {
            f.project.year = Some(2027);
            f.project.state = ProjectState::UnderWay;
            f.capacity = Some(500.0);
        }),
        of(5, &|f| {
            f.project.year = Some(2029);
            f.project.state = ProjectState::Suspended;
        }),
        of(6, &|_| {}),
        facility(7, (600.0, 1800.0), &[2]),
    ];
    let home = |x: f64, y: f64| Home { at: (x, y), residents: 100.0, aged_80: 5.0 };
    study_of(&[home(500.0, 500.0), home(3500.0, 3500.0)], facilities)
}

fn by(facilities: FacilitySymbology) -> Symbology {
    Symbology { facilities, ..Symbology::default() }
}

/// The signs on the map of these facilities, the largest first.
fn signs(facilities: FacilitySymbology) -> Vec<(MarkerSign, f32)> {
    let session = Session::new(study_of_many_facilities());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(by(facilities), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("it has buildings");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 1600.0, 900.0);
    let mut content = map_content(&session, &index, &key, camera);
    content.symbology = by(facilities);
    let mut signs = Signs::default();
    paint_map(&mut signs, &content);
    signs.0
}

#[test]
fn facilities_are_told_apart_by_state_and_year_on_the_map_and_in_the_legend() {
    let told = |facilities, wanted: &[&str]| {
        let written = written_of(study_of_many_facilities(), by(facilities), |_| {});
        for name in wanted {
            assert!(written.iter().any(|text| text == name), "{name} of {written:?}");
        }
        written
    };
    let single = told(FacilitySymbology::Single, &["Existing facility", "Hypothetical facility"]);
    assert!(!single.iter().any(|text| text.contains("2027")), "{single:?}");
    let states = ["Hypothetical, proposed", "Hypothetical, under way", "Hypothetical, suspended"];
    let by_state = told(FacilitySymbology::State, &states);
    assert!(!by_state.iter().any(|text| text == "Hypothetical, approved"), "there is none");
    told(FacilitySymbology::Year, &["Opens in 2027", "Opens in 2029", "No year yet"]);

    let kinds = |facilities| {
        let mut kinds: Vec<MarkerSign> = Vec::new();
        for (sign, _) in signs(facilities) {
            if !kinds.contains(&sign) {
                kinds.push(sign);
            }
        }
        kinds.len()
    };
    assert_eq!(kinds(FacilitySymbology::Single), 2);
    assert_eq!(kinds(FacilitySymbology::State), 4, "existing and three states");
    assert_eq!(kinds(FacilitySymbology::Year), 4, "existing, two years, none");
    // The one of another function has a sign of its own, and its name in the legend.
    assert_eq!(kinds(FacilitySymbology::Function), 3);
    let names = study_of_many_facilities();
    let third = names.standard().function(FunctionIndex(2)).short_name.en.clone();
    told(FacilitySymbology::Function, &[&third]);
}

#[test]
fn the_more_a_facility_can_serve_the_larger_its_sign() {
    let classing = Classing { method: ClassMethod::Equal, classes: 3 };
    let by_capacity = FacilitySymbology::Capacity(classing);
    let mut radii: Vec<f32> = signs(by_capacity).into_iter().map(|(_, radius)| radius).collect();
    assert_eq!(radii.len(), 6);
    radii.sort_by(f32::total_cmp);
    radii.dedup();
    // Three classes, and those of an unknown capacity.
    assert_eq!(radii.len(), 4, "{radii:?}");
    let written = written_of(study_of_many_facilities(), by(by_capacity), |_| {});
    let wanted = [
        "10 – <173",
        "337 – 500",
        "Capacity not known (hollow)",
        "Hypothetical, capacity not known (hollow)",
        "Hypothetical facility",
    ];
    for name in wanted {
        assert!(written.iter().any(|text| text == name), "{name} of {written:?}");
    }
    assert!(written.iter().any(|text| text.starts_with("Capacity of facilities (")), "{written:?}");
}

#[test]
fn sizes_are_those_of_the_base_and_the_last_class_holds_what_is_larger() {
    let of = |id: u32, capacity: f64| {
        let mut facility = facility(id, (900.0 * f64::from(id), 500.0), &[0]);
        facility.capacity = Some(capacity);
        facility
    };
    let mut existing = vec![of(1, 10.0), of(2, 200.0)];
    existing.iter_mut().for_each(|facility| facility.origin = FacilityOrigin::Existing);
    let home = Home { at: (500.0, 500.0), residents: 100.0, aged_80: 5.0 };
    let mut session = Session::new(study_of(&[home], existing));
    let classing = Classing { method: ClassMethod::Equal, classes: 3 };
    let symbology = by(FacilitySymbology::Capacity(classing));
    let has = |session: &Session, name: &str| {
        let written = written_of_session(session, symbology, |_| {});
        written.iter().any(|text| text == name)
    };
    assert!(has(&session, "137 – 200") && !has(&session, "Hypothetical facility"));
    session.change(FacilityEdit::Add(of(3, 500.0))).expect("it fits");
    assert!(has(&session, "≥ 137") && has(&session, "10 – <73"));
    assert!(has(&session, "Hypothetical facility"));
}

#[test]
fn units_without_a_value_are_explained_with_the_reason() {
    let by = |indicator| Symbology {
        units: UnitSymbology::Graduated(indicator, Classing::default()),
        ..Symbology::default()
    };
    // Nobody lives in most of these units.
    let home = Home { at: (500.0, 500.0), residents: 100.0, aged_80: 5.0 };
    let study = || study_of(&[home], vec![facility(1, (600.0, 500.0), &[0])]);
    let minutes = written_of(study(), by(UnitIndicator::MeanMinutes), |_| {});
    let title = "Unit: mean walk to the nearest (min)";
    for name in [title, "No residents, or some walk over 2,000 m"] {
        assert!(minutes.iter().any(|text| text == name), "{name} of {minutes:?}");
    }
    let residents = written_of(study(), by(UnitIndicator::Residents), |_| {});
    assert!(!residents.iter().any(|text| text.starts_with("No residents")), "{residents:?}");
}

#[test]
fn nothing_shines_through_the_legend_on_paper() {
    let session = Session::new(sample_study());
    let middle = session.study().layers().extent().expect("it has buildings").center();
    let picture = |labels: bool, legend: bool| {
        let request = PictureRequest {
            width: 1000,
            height: 600,
            theme: ThemeChoice::Print,
            function: None,
            language: Language::En,
            group: 0,
            layers: MapLayers { labels, legend, ..MapLayers::default() },
            symbology: Symbology::default(),
            view: PictureView::Around { center: middle, metres_per_pixel: 1.0 },
        };
        let png = render_png(&session, &request, None).expect("it can be drawn");
        image::load_from_memory(&png).expect("it is a PNG").to_rgba8()
    };
    // Within the legend, at the lower left.
    let differing = |one: &image::RgbaImage, other: &image::RgbaImage| {
        let part = (470..570).flat_map(|y| (20..150).map(move |x| (x, y)));
        part.filter(|(x, y)| one.get_pixel(*x, *y) != other.get_pixel(*x, *y)).count()
    };
    let legend = differing(&picture(true, true), &picture(false, true));
    assert_eq!(legend, 0, "names are seen through the legend");
    assert!(differing(&picture(true, true), &picture(true, false)) > 1000, "it is there");
}
