//! Pictures that are drawn strip by strip show what one drawn at once shows.

use lifecircle::cartography::{
    MapLayers, PictureRequest, PictureView, Symbology, ThemeChoice, render_png,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::Language;
use lifecircle::session::Session;

use super::support::sample_study;

const METRES_PER_PIXEL: f64 = 0.5;
const WIDTH: u32 = 512;
/// Where the second strip of a picture of that width begins: after 16,777,216 pixels.
const SEAM: u32 = 32_768;

fn picture(session: &Session, height: u32, center: WorldPoint) -> image::RgbaImage {
    let request = PictureRequest {
        width: WIDTH,
        height,
        theme: ThemeChoice::Light,
        function: None,
        language: Language::En,
        group: 0,
        layers: MapLayers { labels: false, legend: false, ..MapLayers::default() },
        symbology: Symbology::default(),
        view: PictureView::Around { center, metres_per_pixel: METRES_PER_PIXEL },
    };
    let png = render_png(session, &request, None).expect("it can be drawn");
    image::load_from_memory(&png).expect("it is a PNG").to_rgba8()
}

#[test]
fn no_seam_is_seen_between_two_strips() {
    let session = Session::new(sample_study());
    let middle = session.study().layers().extent().expect("it has buildings").center();
    let height = 40_000;
    let above = f64::from(SEAM - height / 2) * METRES_PER_PIXEL;
    let large = picture(&session, height, WorldPoint::new(middle.x, middle.y + above));
    assert_eq!(large.dimensions(), (WIDTH, height));
    let small = picture(&session, 400, middle);
    let mut colors = std::collections::BTreeSet::new();
    let rows = 140..260;
    for (x, y) in rows.flat_map(|y| (160..500).map(move |x| (x, y))) {
        let (whole, alone) = (large.get_pixel(x, SEAM - 200 + y), small.get_pixel(x, y));
        // The last bits of a camera's place may differ.
        let differs = whole.0.iter().zip(alone.0).any(|(one, other)| one.abs_diff(other) > 2);
        assert!(!differs, "{x} {y}: {whole:?} {alone:?}");
        colors.insert(alone.0);
    }
    assert!(colors.len() > 20, "something is seen there: {} colours", colors.len());
}
