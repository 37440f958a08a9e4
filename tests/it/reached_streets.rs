//! The streets within reach are painted alike whether they were kept or are found anew, and only in sight.

use lifecircle::cartography::{
    Camera, Canvas, Emphasis, GroundIndex, MapKey, MapLayers, MarkerSign, ReachedStreets, Rgba,
    ScreenPoint, Stroke, Symbology, TextStyle, paint_map,
};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Parameters, Study, WalkModel};

use super::support::{map_content, sample_study};

/// A canvas that keeps only the lines on it.
#[derive(Default)]
struct Lines(Vec<Vec<ScreenPoint>>);

impl Canvas for Lines {
    fn line(&mut self, points: &[ScreenPoint], _: bool, _: Stroke) {
        self.0.push(points.to_vec());
    }

    fn polygon(&mut self, _: &[ScreenPoint], _: Rgba) {}
    fn circle(&mut self, _: ScreenPoint, _: f32, _: Option<Rgba>, _: Stroke) {}
    fn rect(&mut self, _: ScreenPoint, _: ScreenPoint, _: f32, _: Rgba, _: Stroke) {}
    fn sign(&mut self, _: ScreenPoint, _: &MarkerSign) {}
    fn text(&mut self, _: ScreenPoint, _: &str, _: TextStyle) {}

    fn text_width(&mut self, text: &str, size: f32) -> f32 {
        text.chars().count() as f32 * size
    }
}

/// The sample, walked through along its streets at a pace.
fn study_at(pace_m_per_s: f64, mut study: Study) -> Study {
    let parameters = Parameters { model: WalkModel::Network, pace_m_per_s, ..*study.parameters() };
    study.apply(Edit::SetParameters(parameters)).expect("the sample has streets");
    study
}

/// The lines of a map that shows only how far one walks from a facility, looked at so far east of it.
fn lines(study: &Study, kept: Option<&ReachedStreets>, east_m: f64) -> Vec<Vec<ScreenPoint>> {
    let session = Session::new(study.clone());
    let function = FunctionIndex(0);
    let mut facilities = session.facilities().values();
    let facility = facilities.find(|facility| facility.offers(function)).expect("there is one");
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, function, 0);
    let mut center = facility.at;
    center.x += east_m;
    let origin = ScreenPoint::new(0.0, 0.0);
    let camera = Camera { center, metres_per_pixel: 1.0, origin, width: 800.0, height: 600.0 };
    let mut content = map_content(&session, &index, &key, camera);
    content.layers = MapLayers {
        units: false,
        buildings: false,
        streets: false,
        barriers: false,
        facilities: false,
        labels: false,
        ..MapLayers::default()
    };
    content.emphasis = Emphasis { selected_facility: Some(facility.id), ..Emphasis::default() };
    content.reached_streets = kept;
    let mut lines = Lines::default();
    paint_map(&mut lines, &content);
    lines.0
}

#[test]
fn kept_streets_are_those_that_are_found_anew() {
    let slow = study_at(1.0, sample_study());
    // The same layers, so that only the pace tells the two apart.
    let fast = study_at(1.4, slow.clone());
    let (kept, anew) = (ReachedStreets::default(), [&slow, &fast].map(|s| lines(s, None, 0.0)));
    assert!(!anew[0].is_empty() && anew[0] != anew[1]);
    for _ in 0..3 {
        assert_eq!(lines(&slow, Some(&kept), 0.0), anew[0]);
        assert_eq!(lines(&slow, Some(&kept), 0.0), anew[0], "as they were kept");
        kept.let_go();
        assert_eq!(lines(&fast, Some(&kept), 0.0), anew[1]);
        kept.let_go();
    }
}

#[test]
fn streets_beyond_the_edge_of_the_map_are_not_painted() {
    let study = study_at(1.0, sample_study());
    assert!(
        !lines(&study, None, 500.0).is_empty(),
        "the facility is out of sight, its reach is not"
    );
    assert_eq!(lines(&study, None, 50_000.0), Vec::<Vec<ScreenPoint>>::new());
}
