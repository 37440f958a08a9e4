//! The legend says what is on the map, and nothing else.

use lifecircle::cartography::{
    Camera, Canvas, GroundIndex, MapContent, MapKey, MarkerSign, Rgba, ScreenPoint,
    StreetSymbology, Stroke, Surface, Symbology, TextStyle, paint_furniture,
};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Parameters, Study, WalkModel};

use super::support::{map_content, sample_study, study_of};

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
    let session = Session::new(study);
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(symbology, &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 1600.0, 900.0);
    let mut content = map_content(&session, &index, &key, camera);
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
