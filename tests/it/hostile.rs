//! Files made to do harm, and files damaged at random: an error in time and in bounds, never a
//! panic, whatever the format.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use lifecircle::files::{Checked, ImportOptions, Role, check_as};

use super::seeds::seeds;

/// How long any of them may take.
const PATIENCE: Duration = Duration::from_secs(10);

fn check(path: &Path) -> Checked {
    let begin = Instant::now();
    let checked = check_as(path, Role::Buildings, &ImportOptions::default(), 5);
    assert!(begin.elapsed() < PATIENCE, "{}: {:?}", path.display(), begin.elapsed());
    checked
}

fn is_refused(name: &str, bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("written");
    let checked = check(&path);
    let [error] = checked.errors.as_slice() else { panic!("{name}: {:?}", checked.errors) };
    assert!(!error.what.en.is_empty() && !error.what.zh.is_empty());
    assert!(!error.what.en.contains("panicked"), "{name}: {}", error.what.en);
    error.what.en.clone()
}

#[test]
fn deep_nesting_is_a_flaw_and_no_overflow() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let feature = format!(
        r#"{{"type":"Feature","properties":{{"a":{deep}}},"geometry":{{"type":"Polygon","coordinates":{deep}}}}}"#
    );
    is_refused("deep.geojson", format!(r#"{{"features":[{feature}]}}"#).as_bytes());
    is_refused("open.geojson", "[".repeat(1_000_000).as_bytes());
    is_refused("objects.geojson", "{\"a\":".repeat(1_000_000).as_bytes());
    let wkt = "GEOMETRYCOLLECTION(".repeat(100_000) + &")".repeat(100_000);
    is_refused("deep.csv", format!("id,WKT\n1,\"{wkt}\"\n").as_bytes());
    let kml = "<Folder>".repeat(100_000);
    is_refused("deep.kml", format!("<kml>{kml}").as_bytes());
}

#[test]
fn values_that_are_none_cost_no_feature_and_places_that_are_none_only_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("b.geojson");
    let square = "[[[121.47,31.23],[121.471,31.23],[121.471,31.231],[121.47,31.23]]]";
    let feature = |pop: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"pop":{pop}}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
        )
    };
    let features = [
        feature("1", square),
        feature("1e999", square),
        feature("2", &square.replace("121.471", "1e999")),
        feature(r#""\ud800""#, square),
        feature("NaN", square),
        feature("3", square),
    ];
    fs::write(&path, format!(r#"{{"features":[{}]}}"#, features.join(","))).expect("written");
    let checked = check(&path);
    assert!(checked.errors.is_empty(), "{:?}", checked.errors);
    let layer = checked.layer.expect("most are good");
    assert_eq!((layer.count, layer.left_out), (5, 1), "{:?}", checked.warnings);
    let said = |word: &str| checked.warnings.iter().any(|warning| warning.what.en.contains(word));
    assert!(said("\"NaN\" is no number of persons") && said("\"1e999\" is no number"));
}

#[test]
fn a_bomb_is_not_unpacked() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let begin = r#"{"type":"FeatureCollection","features":["#;
    std::io::Write::write_all(&mut packed, begin.as_bytes()).expect("packed");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..400 {
        std::io::Write::write_all(&mut packed, &blank).expect("packed");
    }
    let told = is_refused("bomb.geojson.gz", &packed.finish().expect("packed"));
    assert!(told.contains("250 times"), "{told}");
}

#[cfg(unix)]
#[test]
fn folders_pipes_and_circles_of_links_are_no_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let pipe = folder.path().join("pipe.geojson");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|status| status.success()));
    let circle = folder.path().join("circle.geojson");
    std::os::unix::fs::symlink(&circle, &circle).expect("linked");
    for path in [pipe.as_path(), &circle, folder.path()] {
        assert_eq!(check(path).errors.len(), 1, "{}", path.display());
    }
}

/// A small linear congruential generator: the same damage on every machine.
struct Damage(u64);

impl Damage {
    fn next(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    /// Some bytes overwritten, a piece cut out, or the end cut off.
    fn done_to(&mut self, whole: &[u8]) -> Vec<u8> {
        let mut bytes = whole.to_vec();
        match self.next(4) {
            0 => bytes.truncate(self.next(whole.len())),
            1 => {
                let from = self.next(bytes.len());
                let to = (from + 1 + self.next(40)).min(bytes.len());
                bytes.drain(from..to);
            }
            _ => {
                for _ in 0..=self.next(6) {
                    let at = self.next(bytes.len());
                    bytes[at] = [0, 0xff, b'{', b'"', b'9', 0x80][self.next(6)];
                }
            }
        }
        bytes
    }
}

/// Damaged files of every format, each read; what a reader of another crate gives up on is an
/// error like any other.
#[test]
fn damage_at_random_never_ends_the_program() {
    let rounds = std::env::var("LIFECIRCLE_DAMAGE_ROUNDS").ok().and_then(|n| n.parse().ok());
    let rounds: u64 = rounds.unwrap_or(12);
    for mut seed in seeds() {
        let folder = tempfile::tempdir().expect("a folder");
        let whole = seed.files.clone();
        for round in 0..rounds {
            let mut damage = Damage(round * 7919 + seed.name.len() as u64);
            let hurt = damage.next(whole.len());
            seed.files[hurt].1 = damage.done_to(&whole[hurt].1);
            check(&seed.written_to(folder.path()));
            seed.files[hurt].1.clone_from(&whole[hurt].1);
        }
    }
}
