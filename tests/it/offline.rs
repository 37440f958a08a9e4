//! The program needs no network and opens none: run where there is not even a loopback interface up.

use std::process::{Command, Output};

use super::program::{lifecircle, stderr};

/// A program in a network namespace of its own, which has no interface that is up.
fn without_network(program: &str, args: &[&str]) -> Output {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--net", program]).args(args);
    command.output().expect("unshare was there a moment ago")
}

fn may_unshare() -> bool {
    let mut command = Command::new("unshare");
    command.args(["--user", "--map-root-user", "--net", "true"]);
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn the_commands_work_without_any_network() {
    if !may_unshare() {
        println!("skipped: this system gives no network namespace (unshare --user --net)");
        return;
    }
    let interfaces = without_network("cat", &["/proc/net/dev"]);
    let interfaces = String::from_utf8_lossy(&interfaces.stdout).into_owned();
    let names = interfaces.lines().filter_map(|line| Some(line.split_once(':')?.0.trim()));
    assert!(names.clone().eq(["lo"]), "{interfaces}");

    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (data, study) = (path("sample-data"), path("quarter.gpkg"));
    let (table, map, booklet) = (path("coverage.csv"), path("map.png"), path("booklet.pdf"));
    let pages = path("handbook");
    let commands: [&[&str]; 7] = [
        &["sample-data", "--out", &data],
        &["new", &study, &data],
        &["assess", &study, "--language", "en", "--csv", "--out", &table],
        &["site", &study, "--function", "health", "--count", "1", "--keep-existing"],
        &["render", &study, "--size", "400x300", "--out", &map],
        &["report", &study, "--out", &booklet],
        &["handbook", "--out", &pages],
    ];
    for args in commands {
        let output = without_network(env!("CARGO_BIN_EXE_lifecircle"), args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    }
    // The same numbers as with a network.
    let with = path("with.csv");
    let output = lifecircle(&["assess", &study, "--language", "en", "--csv", "--out", &with]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |path: &str| std::fs::read_to_string(path).expect("it was written");
    assert_eq!(read(&table), read(&with));
}
