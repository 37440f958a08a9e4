//! Basemaps on the command line: `render --basemap`.

use std::path::Path;

use image::ImageFormat;
use image::RgbaImage;
use lifecircle::basemap::TileId;

use super::basemap_files::{picture, write_mbtiles};
use super::program::{lifecircle, path, small_study, stderr, study};

/// A tile of the whole world, all of it in one colour.
fn world(file: &str, attribution: &str) {
    let tiles = [(TileId::new(0, 0, 0), picture([0, 0, 255], 256, ImageFormat::Png))];
    write_mbtiles(Path::new(file), &[("attribution", attribution)], &tiles);
}

fn rendered(args: &[&str], out: &str) -> RgbaImage {
    let output = lifecircle(&[args, &["--size", "640x400", "--out", out]].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
    image::open(out).expect("a picture").into_rgba8()
}

#[test]
fn a_basemap_is_painted_below_the_map_with_its_attribution() {
    let folder = small_study();
    let (out, study) = (path(&folder, "map.png"), study(&folder));
    let (plain, signed) = (path(&folder, "plain.mbtiles"), path(&folder, "signed.mbtiles"));
    world(&plain, ".");
    world(&signed, "Survey Office");
    let without = rendered(&["render", &study], &out);
    let with = rendered(&["render", &study, "--basemap", &plain], &out);
    let signed = rendered(&["render", &study, "--basemap", &signed], &out);

    // Blue shines through the pale ground in the upper right, where nothing else is.
    let ([r, _, b, _], [r0, _, b0, _]) = (with[(560, 8)].0, without[(560, 8)].0);
    assert!(b > r + 40 && b0 < r0 + 10, "{:?} {:?}", with[(560, 8)], without[(560, 8)]);

    let differing = with.enumerate_pixels().filter(|(x, y, pixel)| signed[(*x, *y)] != **pixel);
    let places: Vec<_> = differing.map(|(x, y, _)| (x, y)).collect();
    assert!(!places.is_empty(), "the attribution is written");
    assert!(places.iter().all(|(x, y)| *x > 500 && *y > 380), "at the lower right: {places:?}");
}

#[test]
fn a_file_that_is_no_basemap_is_named_with_what_to_do() {
    let folder = small_study();
    let (out, file) = (path(&folder, "map.png"), path(&folder, "vector.mbtiles"));
    write_mbtiles(Path::new(&file), &[("format", "pbf")], &[]);
    for (file, reason) in [(file.as_str(), "raster tiles"), ("missing.pmtiles", "cannot be read")] {
        let output = lifecircle(&["render", &study(&folder), "--basemap", file, "--out", &out]);
        assert_eq!(output.status.code(), Some(1));
        let says = stderr(&output);
        assert!(says.starts_with(file) && says.contains(reason), "{says}");
        assert!(!Path::new(&out).exists(), "no picture without what it was to show");
    }
}
