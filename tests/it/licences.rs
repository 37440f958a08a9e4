//! What the program is built from, and that all of it may be passed on.

use std::path::Path;
use std::process::Command;

use super::program::{lifecircle, stdout};

/// Licences (SPDX) under which something may be part of the program: those that ask for no more than
/// that their text goes along, which the packages see to, and that what is theirs stays theirs.
const ALLOWED: [&str; 17] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "bzip2-1.0.6",
    "ISC",
    "LicenseRef-EPSG-terms-of-use",
    "MIT",
    "MIT-0",
    "OFL-1.1",
    "Ubuntu-font-1.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "blessing",
];

const LISTS: [&str; 2] = [
    include_str!("../../assets/licences/crates.tsv"),
    include_str!("../../assets/licences/others.tsv"),
];

/// Whether an SPDX expression can be met by allowed licences: of an OR one side, of an AND both.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (allowed, rest) = either(&words);
    allowed && rest.is_empty()
}

fn either<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = both(words);
    while let [first, after @ ..] = rest
        && *first == "OR"
    {
        let (next, after) = both(after);
        (allowed, rest) = (allowed || next, after);
    }
    (allowed, rest)
}

fn both<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    let (mut allowed, mut rest) = one(words);
    while let [first, after @ ..] = rest
        && *first == "AND"
    {
        let (next, after) = one(after);
        (allowed, rest) = (allowed && next, after);
    }
    (allowed, rest)
}

fn one<'a>(words: &'a [&'a str]) -> (bool, &'a [&'a str]) {
    match words {
        ["(", inner @ ..] => match either(inner) {
            (allowed, [")", after @ ..]) => (allowed, after),
            (_, after) => (false, after),
        },
        // An exception only ever allows more.
        [name, "WITH", _, after @ ..] | [name, after @ ..] => (ALLOWED.contains(name), after),
        [] => (false, words),
    }
}

#[test]
fn expressions_are_read_as_they_are_meant() {
    for allowed in ["MIT", "GPL-3.0 OR MIT", "MIT/GPL-3.0", "(MIT OR GPL-2.0) AND OFL-1.1"] {
        assert!(is_allowed(allowed), "{allowed}");
    }
    assert!(is_allowed("Apache-2.0 WITH LLVM-exception"));
    for refused in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR ISC) AND LGPL-2.1", "MIT GPL-3.0"] {
        assert!(!is_allowed(refused), "{refused}");
    }
}

#[test]
fn everything_built_in_may_be_passed_on() {
    for line in LISTS.iter().flat_map(|list| list.lines()) {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 4, "name, version, licence and address: {line}");
        assert!(is_allowed(fields[2]), "the licence of {} is {:?}", fields[0], fields[2]);
    }
    assert!(LISTS[0].lines().count() > 200, "all crates are listed");
}

/// The list is for Linux, where the packages are made.
#[cfg(target_os = "linux")]
#[test]
fn the_list_is_of_what_the_program_is_built_from() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut check = Command::new("bash");
    check.arg(root.join("script/licences")).arg("--check").env("CARGO_NET_OFFLINE", "true");
    let output = check.output().expect("there is bash");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_program_prints_them() {
    let printed = stdout(&lifecircle(&["licences"]));
    for name in ["egui 0.", "PROJ 9.", "HiGHS", "SQLite", "Noto Sans SC", "MIT or Apache-2.0"] {
        assert!(printed.contains(name), "{name} in {printed}");
    }
}
