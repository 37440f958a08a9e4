//! The ground of the map: painted anew or followed, it is the same picture.

use lifecircle::cartography::{Camera, GroundImage, GroundIndex, MapKey, ScreenPoint, Symbology};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;

use super::support::{map_content, sample_study};

/// How many pixels can be told apart. The last bits of a float differ with the corner that pixels
/// are counted from.
fn differing(one: &GroundImage, other: &GroundImage) -> usize {
    let differences = one.pixels.iter().zip(&other.pixels).map(|(one, other)| {
        one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or_default()
    });
    differences.filter(|difference| *difference > 3).count()
}

#[test]
fn a_panned_map_is_the_one_painted_there() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    let scale = 1.25;
    for zoom in [1.0, 3.0, 12.0] {
        let mut camera = Camera::fitting(extent, ScreenPoint::new(200.0, 40.0), 400.0, 300.0);
        camera.metres_per_pixel /= zoom;
        camera = camera.on_pixel_grid(scale);
        let mut followed = GroundImage::default();
        followed.paint(&map_content(&session, &index, &key, camera), scale);
        for (right, down) in [(8.0, 0.0), (-40.0, 12.0), (0.0, -4.0), (96.0, -60.0), (-4.0, -8.0)] {
            let before = camera;
            camera.pan(right, down);
            let there = map_content(&session, &index, &key, camera);
            assert!(followed.follow(&before, &there, scale), "whole pixels can be followed");
            let mut painted = GroundImage::default();
            painted.paint(&there, scale);
            let differing = differing(&followed, &painted);
            assert!(differing < 20, "{differing} pixels differ at zoom {zoom}");
        }
    }
}

#[test]
fn only_the_reach_is_painted_anew_when_another_facility_is_singled_out() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    let camera = Camera::fitting(extent, ScreenPoint::new(200.0, 40.0), 400.0, 300.0);
    let quiet = map_content(&session, &index, &key, camera);
    let facility = quiet.session.facilities().values().find(|f| f.offers(FunctionIndex(0)));
    let facility = facility.expect("the sample has facilities").id;
    let mut hovered = quiet;
    hovered.emphasis.hovered_facility = Some(facility);
    let painted = |content| {
        let mut image = GroundImage::default();
        image.paint(content, 1.0);
        image
    };
    let mut image = painted(&quiet);
    assert_ne!(image, painted(&hovered), "the reach is seen");
    let reach = quiet.reach_of(facility).expect("it is there");
    for content in [&hovered, &quiet] {
        image.repaint(reach, content, 1.0);
        assert!(differing(&image, &painted(content)) < 20);
    }
}

#[test]
fn a_view_that_is_no_whole_pixels_away_is_painted_anew() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 200.0, 150.0);
    let mut image = GroundImage::default();
    image.paint(&map_content(&session, &index, &key, camera), 1.0);
    let kept = image.clone();
    let mut moved = camera;
    moved.pan(3.4, 0.0);
    let mut zoomed = camera;
    zoomed.metres_per_pixel *= 1.01;
    for other in [moved, zoomed] {
        assert!(!image.follow(&camera, &map_content(&session, &index, &key, other), 1.0));
    }
    assert_eq!(image, kept);
}
