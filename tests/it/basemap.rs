//! Basemaps below the map: that each tile lies where it belongs, and that files that cannot be
//! shown are refused with the reason.

use std::fs;
use std::path::{Path, PathBuf};

use image::ImageFormat;
use lifecircle::basemap::{Basemap, Fault, TileId};
use lifecircle::cartography::{
    Camera, GroundImage, GroundIndex, MapContent, MapKey, Palette, Pixel, ScreenPoint, Symbology,
    ThemeChoice, Toning,
};
use lifecircle::geometry::{Crs, LonLat, Projector, WorldPoint};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use proptest::prelude::*;

use super::basemap_files::{
    PmTilesForm, color_of, gzipped, picture, pmtiles, tiles_around, write_mbtiles,
};
use super::support::{Home, map_content, study_of};

/// People's Square in Shanghai.
const SQUARE: LonLat = LonLat { lon: 121.47, lat: 31.23 };
/// The highest zoom of the test's tiles.
const HIGHEST: u8 = 16;
const PLAIN: PmTilesForm = PmTilesForm { gzip: false, leaf: None, tile_type: 2 };

/// The tile of a zoom that holds a place, by the formula of OpenStreetMap's wiki.
fn tile_at(place: LonLat, zoom: u8) -> TileId {
    let across = f64::from(1_u32 << zoom);
    let down = (1.0 - place.lat.to_radians().tan().asinh() / std::f64::consts::PI) / 2.0;
    TileId::new(zoom, ((place.lon + 180.0) / 360.0 * across) as u32, (down * across) as u32)
}

/// A camera over the square; the study itself lies elsewhere.
fn camera(metres_per_pixel: f64) -> Camera {
    let projector = Projector::new(&Crs::wgs84(), &Crs::for_measuring_at(SQUARE));
    let at = projector.and_then(|projector| projector.convert([SQUARE.lon, SQUARE.lat]));
    let [x, y] = at.expect("on Earth");
    let center = WorldPoint::new(x, y);
    Camera {
        center,
        metres_per_pixel,
        origin: ScreenPoint::new(0.0, 0.0),
        width: 300.0,
        height: 200.0,
    }
}

/// The ground with nothing on it but the basemap, in its own colours.
fn painted(basemap: &Basemap, camera: Camera) -> GroundImage {
    let home = Home { at: (500.0, 500.0), residents: 1.0, aged_80: 0.0 };
    let session = Session::new(study_of(&[home], Vec::new()));
    let palette = Palette {
        basemap: Toning { strength: 1.0, saturation: 1.0 },
        ..Palette::of(ThemeChoice::Light)
    };
    let index = GroundIndex::of(session.study().layers());
    let key = MapKey::of(Symbology::default(), &session, FunctionIndex(0), 0);
    let content = map_content(&session, &index, &key, camera);
    let content = MapContent { palette, basemap: Some(basemap), ..content };
    let mut image = GroundImage::default();
    image.paint(&content, 1.0);
    image
}

fn close(pixel: Pixel, [r, g, b]: [u8; 3]) -> bool {
    pixel[..3].iter().zip([r, g, b]).all(|(own, wanted)| own.abs_diff(wanted) <= 2)
}

/// Checks that each pixel has the colour of the tile that holds its place. Those within two pixels
/// of another tile may be mixed.
fn assert_every_pixel_shows_its_tile(image: &GroundImage, camera: Camera, zoom: u8) {
    let crs = Crs::for_measuring_at(SQUARE);
    let tile = |x: f32, y: f32| {
        let at = camera.world_from_screen(ScreenPoint::new(x, y));
        tile_at(crs.lonlat_of(at).expect("on Earth"), zoom)
    };
    let mut seen = std::collections::HashSet::new();
    for row in (1..200).step_by(3) {
        for column in (1..300).step_by(3) {
            let (x, y) = (column as f32 + 0.5, row as f32 + 0.5);
            let own = tile(x, y);
            let around = [(-2.0, -2.0), (2.0, -2.0), (-2.0, 2.0), (2.0, 2.0)];
            if around.iter().all(|(dx, dy)| tile(x + dx, y + dy) == own) {
                let pixel = image.pixels[row * image.width + column];
                assert!(close(pixel, color_of(own)), "{pixel:?} at {column}, {row}, {own:?}");
                seen.insert(own);
            }
        }
    }
    assert!(seen.len() > 1, "several tiles are seen");
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn mbtiles(&self, metadata: &[(&str, &str)], tiles: &[(TileId, Vec<u8>)]) -> PathBuf {
        let path = self.path("tiles.mbtiles");
        write_mbtiles(&path, metadata, tiles);
        path
    }

    fn pmtiles(&self, bytes: &[u8]) -> PathBuf {
        let path = self.path("tiles.pmtiles");
        fs::write(&path, bytes).expect("a file");
        path
    }
}

fn fault_of(path: &Path) -> Fault {
    let error = Basemap::open(path).expect_err("refused");
    assert_eq!(error.source_name, path);
    let message = error.message();
    assert!(message.en.contains(&*path.to_string_lossy()), "{}", message.en);
    error.fault
}

#[test]
fn each_tile_of_an_mbtiles_file_lies_where_it_belongs() {
    let folder = Folder::new();
    let tiles = tiles_around(tile_at(SQUARE, 13), HIGHEST);
    let basemap = Basemap::open(&folder.mbtiles(&[], &tiles)).expect("sound");
    // Metres per pixel of zoom 15 at this latitude are 4.08.
    for (metres_per_pixel, zoom) in [(4.0, 15), (5.3, 15), (7.0, 14), (2.1, 16), (1.0, 16)] {
        let camera = camera(metres_per_pixel);
        assert_every_pixel_shows_its_tile(&painted(&basemap, camera), camera, zoom);
    }
    assert_eq!(basemap.fault(), None);
}

#[test]
fn each_tile_of_a_pmtiles_file_lies_where_it_belongs() {
    let tiles = tiles_around(tile_at(SQUARE, 13), HIGHEST);
    let forms = [(false, None), (true, None), (true, Some(50)), (false, Some(7))];
    for (gzip, leaf) in forms {
        let folder = Folder::new();
        let bytes = pmtiles(PmTilesForm { gzip, leaf, ..PLAIN }, "{}", &tiles);
        let basemap = Basemap::open(&folder.pmtiles(&bytes)).expect("sound");
        let camera = camera(4.0);
        assert_every_pixel_shows_its_tile(&painted(&basemap, camera), camera, 15);
        assert_eq!(basemap.fault(), None);
    }
}

#[test]
fn the_tile_above_stands_in_for_a_missing_one() {
    let folder = Folder::new();
    let above = tile_at(SQUARE, 13);
    let far = (TileId::new(16, 0, 0), picture([9, 9, 9], 256, ImageFormat::Png));
    let tile = (above, picture([200, 40, 0], 256, ImageFormat::Png));
    let basemap = Basemap::open(&folder.mbtiles(&[], &[tile, far])).expect("sound");
    let image = painted(&basemap, camera(2.0));
    assert!(close(image.pixels[100 * 300 + 150], [200, 40, 0]));
}

#[test]
fn in_the_background_tiles_come_after_they_were_asked_for() {
    let folder = Folder::new();
    let tiles = tiles_around(tile_at(SQUARE, 15), 15);
    let (woken, wake) = std::sync::mpsc::channel();
    let woken = std::sync::Mutex::new(woken);
    let basemap = Basemap::open(&folder.mbtiles(&[], &tiles)).expect("sound");
    let basemap = basemap.in_background(move || {
        let _ = woken.lock().map(|woken| woken.send(()));
    });
    let basemap = basemap.expect("threads");
    let (id, before) = (tile_at(SQUARE, 15), basemap.stamp());
    assert!(basemap.tile(id).is_none(), "it is on its way");
    wake.recv_timeout(std::time::Duration::from_secs(60)).expect("it came");
    assert!(basemap.tile(id).is_some());
    assert_ne!(basemap.stamp(), before, "the map is painted anew");
}

#[test]
fn tiles_are_read_as_png_jpeg_and_webp_of_any_size() {
    for (format, side) in
        [(ImageFormat::Png, 512), (ImageFormat::Jpeg, 256), (ImageFormat::WebP, 128)]
    {
        let folder = Folder::new();
        let tile = (TileId::new(0, 0, 0), picture([240, 120, 20], side, format));
        let basemap = Basemap::open(&folder.mbtiles(&[], &[tile])).expect("sound");
        let image = painted(&basemap, camera(4.0));
        assert!(close(image.pixels[0], [240, 120, 20]), "{format:?}: {:?}", image.pixels[0]);
    }
}

#[test]
fn nothing_is_shown_far_out_of_the_zooms_there_are() {
    let folder = Folder::new();
    let tiles = tiles_around(tile_at(SQUARE, 15), 15);
    let basemap = Basemap::open(&folder.mbtiles(&[], &tiles)).expect("sound");
    let ground = Palette::of(ThemeChoice::Light).ground;
    let image = painted(&basemap, camera(100.0));
    assert!(image.pixels.iter().all(|pixel| *pixel == [ground.r, ground.g, ground.b, 255]));
}

#[test]
fn the_attribution_is_plain_text() {
    let folder = Folder::new();
    let html = "<a href=\\\"https://x.org\\\">&copy; Somebody</a>";
    let tiles = [(TileId::new(0, 0, 0), picture([0; 3], 256, ImageFormat::Png))];
    let metadata = format!("{{\"attribution\":\"{html}\"}}");
    let path = folder.pmtiles(&pmtiles(PLAIN, &metadata, &tiles));
    assert_eq!(Basemap::open(&path).expect("sound").credit(), "© Somebody");
    let path = folder.mbtiles(&[("attribution", "© 天地图 GS(2024)0568号")], &tiles);
    assert_eq!(Basemap::open(&path).expect("sound").credit(), "© 天地图 GS(2024)0568号");
}

#[test]
fn vector_tiles_are_told_apart() {
    let folder = Folder::new();
    let layer = gzipped(b"\x1a\x05layer");
    let tiles = [(TileId::new(0, 0, 0), layer)];
    assert_eq!(fault_of(&folder.mbtiles(&[], &tiles)), Fault::Vector, "by its tiles");
    fs::remove_file(folder.path("tiles.mbtiles")).expect("removed");
    assert_eq!(fault_of(&folder.mbtiles(&[("format", "pbf")], &[])), Fault::Vector, "by its word");
    let form = PmTilesForm { tile_type: 1, ..PLAIN };
    let path = folder.pmtiles(&pmtiles(form, "{}", &tiles));
    assert_eq!(fault_of(&path), Fault::Vector);
    let says = Basemap::open(&path).expect_err("refused").message();
    assert!(says.en.contains("raster tiles") && says.zh.contains("栅格瓦片"), "{says:?}");
}

#[test]
fn files_that_are_no_basemaps_are_refused() {
    let folder = Folder::new();
    assert!(matches!(fault_of(&folder.path("missing.mbtiles")), Fault::Unreadable(_)));
    assert!(matches!(fault_of(&folder.path("missing.pmtiles")), Fault::Unreadable(_)));
    fs::write(folder.path("text.mbtiles"), "no database at all, but text").expect("a file");
    assert!(matches!(fault_of(&folder.path("text.mbtiles")), Fault::Broken(_)));
    for name in ["empty.mbtiles", "empty.pmtiles"] {
        fs::write(folder.path(name), "").expect("a file");
        let says = Basemap::open(&folder.path(name)).expect_err("refused").message();
        assert!(says.en.contains("0 bytes") && says.zh.contains("0 字节"), "{says:?}");
    }
    let other = folder.path("other.mbtiles");
    let database = rusqlite::Connection::open(&other).expect("a new file");
    database.execute_batch("CREATE TABLE cities (name TEXT)").expect("a table");
    let says = Basemap::open(&other).expect_err("refused").message();
    assert!(says.en.contains("without the tables of MBTiles"), "{says:?}");
    assert_eq!(fault_of(&folder.path("study.gpkg")), Fault::UnknownEnding);
    assert_eq!(fault_of(&folder.mbtiles(&[], &[])), Fault::Empty);
    assert_eq!(fault_of(&folder.pmtiles(&pmtiles(PLAIN, "{}", &[]))), Fault::Empty);
    let mut old = pmtiles(PLAIN, "{}", &[]);
    old[7] = 2;
    assert_eq!(fault_of(&folder.pmtiles(&old)), Fault::Version(2));
    let mut brotli = pmtiles(PLAIN, "{}", &[]);
    brotli[97] = 3;
    assert_eq!(fault_of(&folder.pmtiles(&brotli)), Fault::Packing("Brotli"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let folder = Folder::new();
    // A header of a PNG picture that would take 14 GB.
    let mut png = picture([0; 3], 16, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let path = folder.mbtiles(&[], &[(TileId::new(0, 0, 0), png)]);
    assert!(matches!(fault_of(&path), Fault::Picture(_)));
    // A directory that would take 64 MiB.
    let mut bytes = pmtiles(PmTilesForm { gzip: true, ..PLAIN }, "{}", &[]);
    let bomb = gzipped(&vec![0; 64 << 20]);
    bytes[8..16].copy_from_slice(&127_u64.to_le_bytes());
    bytes[16..24].copy_from_slice(&(bomb.len() as u64).to_le_bytes());
    bytes.truncate(127);
    bytes.extend(bomb);
    assert!(matches!(fault_of(&folder.pmtiles(&bytes)), Fault::Broken(_)));
}

#[test]
fn a_file_that_was_cut_off_is_broken_wherever_it_ends() {
    let folder = Folder::new();
    let tiles = tiles_around(tile_at(SQUARE, 13), 13);
    let whole = pmtiles(PmTilesForm { gzip: true, leaf: Some(2), ..PLAIN }, "{}", &tiles);
    for length in (0..whole.len()).step_by(37) {
        let fault = fault_of(&folder.pmtiles(&whole[..length]));
        assert!(matches!(fault, Fault::Broken(_)), "{length}: {fault:?}");
    }
}

#[test]
fn a_tile_that_cannot_be_read_leaves_a_gap_and_is_told() {
    let folder = Folder::new();
    let mut tiles = tiles_around(tile_at(SQUARE, 15), 15);
    let broken = tile_at(SQUARE, 15);
    for (_, bytes) in tiles.iter_mut().filter(|(id, _)| *id == broken) {
        bytes.truncate(60);
    }
    let basemap = Basemap::open(&folder.mbtiles(&[], &tiles)).expect("the others are fine");
    let image = painted(&basemap, camera(4.0));
    let ground = Palette::of(ThemeChoice::Light).ground;
    assert!(close(image.pixels[100 * 300 + 150], [ground.r, ground.g, ground.b]));
    assert!(matches!(basemap.fault(), Some(error) if matches!(error.fault, Fault::Picture(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever a broken file says, it is an error or a gap.
    #[test]
    fn no_change_of_a_pmtiles_file_stops_the_program(
        changes in prop::collection::vec((0..700_usize, any::<u8>()), 1..6),
        gzip in any::<bool>(),
    ) {
        let folder = Folder::new();
        let tiles = tiles_around(tile_at(SQUARE, 13), 13);
        let form = PmTilesForm { gzip, leaf: Some(2), ..PLAIN };
        let mut bytes = pmtiles(form, "{}", &tiles);
        for (at, byte) in changes {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Ok(basemap) = Basemap::open(&folder.pmtiles(&bytes)) {
            let image = painted(&basemap, camera(16.0));
            prop_assert!(image.pixels.iter().all(|pixel| pixel[3] == 255));
        }
    }
}
