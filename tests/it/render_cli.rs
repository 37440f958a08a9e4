//! Which part of a study `lifecircle render` shows, and in which colours.

use std::fs;

use tempfile::TempDir;

use super::program::{lifecircle, path, small_study, stderr, study};

/// The picture that some flags make of a study, as the bytes of its file. The folder's name is written
/// on it, so pictures of one folder only are the same.
fn picture(folder: &TempDir, flags: &[&str]) -> Vec<u8> {
    let (study, out) = (study(folder), path(folder, "map.png"));
    let args = [&["render", &study, "--size", "320x200", "--out", &out][..], flags].concat();
    let output = lifecircle(&args);
    assert!(output.status.success(), "{flags:?}: {}", stderr(&output));
    fs::read(out).expect("a picture")
}

#[test]
fn a_scale_is_metres_per_pixel_at_96_pixels_to_the_inch() {
    let folder = small_study();
    let center = ["--center", "121.47,31.23"];
    let of = |flags: [&str; 2]| picture(&folder, &[center, flags].concat());
    let scale = of(["--scale", "1:10000"]);
    assert_eq!(scale, of(["--metres-per-pixel", "2.645833333333333"]));
    assert_eq!(scale, of(["--scale", "1:10,000"]));
    assert_ne!(scale, of(["--scale", "1:5000"]));
}

#[test]
fn an_extent_is_shown_wherever_it_is_asked_for_in_the_study() {
    let folder = small_study();
    let part = picture(&folder, &["--extent", "121.465,31.22,121.475,31.23"]);
    assert_eq!(
        part,
        picture(&folder, &["--bbox", "121.465,31.22,121.475,31.23"]),
        "its earlier name"
    );
    assert_ne!(part, picture(&folder, &[]));
}

#[test]
fn a_framing_that_shows_nothing_is_refused_with_the_reason() {
    let folder = small_study();
    let (study, out) = (study(&folder), path(&folder, "map.png"));
    let refused = [
        (vec!["--center", "121.47,31.23"], "--scale"),
        (vec!["--scale", "1:5000"], "--center"),
        (vec!["--center", "121.47,31.23", "--scale", "5000"], "--metres-per-pixel"),
        (
            vec!["--center", "121.47,31.23", "--scale", "1:5000", "--metres-per-pixel", "2"],
            "--scale",
        ),
        (vec!["--center", "31.23,121.47", "--scale", "1:5000"], "outside the study"),
        (vec!["--extent", "121.5,31.22,121.4,31.23"], "west"),
    ];
    for (flags, reason) in refused {
        let args = [&["render", &study, "--out", &out][..], &flags[..]].concat();
        let output = lifecircle(&args);
        assert_eq!(output.status.code(), Some(2), "{flags:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(reason), "{flags:?}: {}", stderr(&output));
    }
}

#[test]
fn the_residents_of_a_group_are_shown_by_its_id_or_name() {
    let folder = small_study();
    let elders = picture(&folder, &["--group", "age80p"]);
    assert_ne!(elders, picture(&folder, &[]));
    assert_eq!(elders, picture(&folder, &["--group", "Age 80+"]));
    let (study, out) = (study(&folder), path(&folder, "map.png"));
    let output = lifecircle(&["render", &study, "--group", "age7", "--out", &out]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("age80p"), "the groups there are: {}", stderr(&output));
    let output = lifecircle(&["render", &study, "--group", "age0_2", "--out", &out]);
    assert_eq!(output.status.code(), Some(1), "the data lack it: {}", stderr(&output));
    assert!(stderr(&output).contains("groups: all, age80p"), "{}", stderr(&output));
}

#[test]
fn signs_of_facilities_and_further_indicators_are_drawn_by_their_flags() {
    let folder = small_study();
    let usual = picture(&folder, &[]);
    assert_ne!(picture(&folder, &["--facilities-by", "capacity"]), usual, "hollow: none is known");
    assert_ne!(picture(&folder, &["--facilities-by", "function"]), usual);
    assert_eq!(picture(&folder, &["--facilities-by", "single"]), usual);
    for indicator in
        ["mean-minutes", "nine-tenths-minutes", "group-share", "inequality", "priority"]
    {
        assert_ne!(picture(&folder, &["--units-by", indicator]), usual, "{indicator}");
    }
    // Capacities have classes, so the flags have an effect.
    picture(&folder, &["--units-by", "single", "--facilities-by", "capacity", "--classes", "3"]);
}
