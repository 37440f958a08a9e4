//! The ground of the map: painted anew or followed, it is the same picture.

use lifecircle::analysis::{GainField, GainOf};
use lifecircle::cartography::{
    Camera, GroundImage, GroundIndex, GroundPainting, MapContent, MapKey, ScreenPoint, ShownField,
    Subject, Surface, SurfaceField, Symbology,
};
use lifecircle::geometry::{Extent, WorldPoint};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use proptest::prelude::*;

use super::deeds::{carry_out, deed, homes};
use super::support::{map_content, sample_study, study_of};

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
            let pixels = [right, down].map(|by: f32| (by * scale) as isize);
            assert_eq!(followed.follow(&before, &there, scale), Some(pixels));
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn after_any_edit_the_map_is_the_one_painted_anew(
        homes in homes(),
        deeds in prop::collection::vec(deed(), 1..10),
        surface in prop::sample::select(Surface::ALL.to_vec()),
        difference in any::<bool>(),
    ) {
        let mut session = Session::new(study_of(&homes, Vec::new()));
        let index = GroundIndex::of(session.study().layers());
        let symbology = Symbology { surface, ..Symbology::default() };
        let key = MapKey::of(symbology, &session, FunctionIndex(0), 0);
        let extent = session.study().layers().extent().expect("a study with places");
        let camera = Camera::fitting(extent, ScreenPoint::new(0.0, 0.0), 160.0, 160.0);
        let mut image = GroundImage::default();
        let mut painted_of = None;
        for deed in &deeds {
            carry_out(&mut session, deed);
            // Gains along the streets come from a job, with a whole image of their own.
            let is_counted = matches!(surface, Surface::Gain(_)) && session.study().network().is_some();
            let of = if is_counted { Surface::None } else { surface };
            let field = SurfaceField::of(of, &session, FunctionIndex(0), 0);
            let mut content = map_content(&session, &index, &key, camera);
            content.symbology = symbology;
            content.field = ShownField { field: field.as_ref(), ..ShownField::default() };
            if let (true, Some(from)) = (difference, session.compared()) {
                content.subject = Subject::Difference { from };
            }
            // Another scenario or subject is not an edit.
            let shown = Some((session.shown(), content.subject));
            if painted_of == shown {
                image.follow_edit(&content, 1.0);
            } else {
                image.paint(&content, 1.0);
                painted_of = shown;
            }
            let mut anew = GroundImage::default();
            anew.paint(&content, 1.0);
            prop_assert!(differing(&image, &anew) < 20, "after {deed:?}");
        }
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
        assert_eq!(image.follow(&camera, &map_content(&session, &index, &key, other), 1.0), None);
    }
    assert_eq!(image, kept);
}

#[test]
fn an_image_painted_over_many_frames_is_the_one_painted_at_once() {
    let session = Session::new(sample_study());
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let extent = session.study().layers().extent().expect("the sample has places");
    for zoom in [0.2, 1.0, 9.0] {
        let mut camera = Camera::fitting(extent, ScreenPoint::new(200.0, 40.0), 500.0, 700.0);
        camera.metres_per_pixel /= zoom;
        let content = map_content(&session, &index, &key, camera);
        let mut at_once = GroundImage::default();
        at_once.paint(&content, 1.25);
        let mut painting = GroundPainting::begin(GroundImage::default(), &content, 1.25);
        // The view moves on while it is painted.
        let mut frames = 1;
        camera.pan(40.0, 3.0);
        while !painting.advance(&MapContent { camera, ..content }) {
            camera.metres_per_pixel *= 0.9;
            frames += 1;
        }
        let over_frames = painting.finish();
        assert_eq!((over_frames.width, over_frames.height), (at_once.width, at_once.height));
        assert!(frames > 1 || rayon::current_num_threads() > 27, "in more than one frame");
        let differing = differing(&over_frames, &at_once);
        assert!(differing < 20, "{differing} pixels differ at zoom {zoom}");
    }
}

#[test]
fn a_gain_field_ends_where_nobody_is_reached_and_not_in_a_rectangle() {
    let session = Session::new(sample_study());
    let extent = session.study().layers().extent().expect("the sample has places");
    let unmet = session.unmet((FunctionIndex(0), 0), GainOf::Residents);
    let field = GainField::of(session.study(), &unmet);
    let field = field.expect("a field");
    let reach_m = session.study().walk(0).circle_radius_m(FunctionIndex(0));
    // From farther away than the reach nobody is reached.
    let near = extent.grown(reach_m - field.cell_m());
    let is_rim = |middle: WorldPoint| !near.touches(Extent { min: middle, max: middle });
    let rim: Vec<_> = field.cells().filter(|(middle, _)| is_rim(*middle)).collect();
    assert!(!rim.is_empty());
    // Who lives at the very border is reached from there by a hair.
    let least = 0.02 * field.largest().as_f64();
    assert!(rim.iter().all(|(_, gain)| gain.as_f64() <= least), "{rim:?} {least}");
}
