//! The rules of the house, checked: who may use whom, documentation, and where colours live.

use std::fs;
use std::path::{Path, PathBuf};

/// Which modules a top-level module may use. What is not listed here is forbidden.
const ALLOWED: [(&str, &[&str]); 26] = [
    ("language", &[]),
    ("markup", &[]),
    ("geometry", &[]),
    ("jobs", &[]),
    ("sample", &["language"]),
    ("siting", &[]),
    ("layers", &["geometry", "language"]),
    ("standard", &["language", "layers"]),
    ("walking", &["geometry", "language", "layers"]),
    ("study", &["geometry", "language", "layers", "standard", "walking"]),
    ("analysis", &["geometry", "language", "layers", "siting", "standard", "study", "walking"]),
    ("numbers", &["analysis", "language", "layers"]),
    // Looks things up in layers and study; what it finds is counted by `analysis`.
    ("pointing", &["geometry", "layers", "standard", "study", "analysis"]),
    ("programme", &["analysis", "geometry", "language", "layers", "standard", "study"]),
    ("session", &["language", "analysis", "study"]),
    ("fingerprint", &["geometry", "language", "layers", "session", "study"]),
    ("batch", &["files", "fingerprint", "language", "numbers", "tables"]),
    (
        "tables",
        &["analysis", "language", "layers", "numbers", "programme", "session", "standard", "study"],
    ),
    (
        "files",
        &[
            "jobs", "geometry", "language", "layers", "markup", "siting", "standard", "walking",
            "study", "analysis", "session", "tables",
        ],
    ),
    ("basemap", &["geometry", "language"]),
    (
        "cartography",
        &[
            "basemap",
            "geometry",
            "language",
            "layers",
            "standard",
            "walking",
            "study",
            "analysis",
            "numbers",
            "programme",
            "session",
        ],
    ),
    (
        "publication",
        &["cartography", "geometry", "language", "layers", "markup", "standard", "study"],
    ),
    ("handbook", &["language", "markup"]),
    (
        "charts",
        &[
            "analysis",
            "cartography",
            "language",
            "layers",
            "markup",
            "numbers",
            "session",
            "standard",
        ],
    ),
    (
        "booklet",
        &[
            "analysis",
            "basemap",
            "cartography",
            "charts",
            "files",
            "fingerprint",
            "geometry",
            "language",
            "layers",
            "numbers",
            "session",
            "standard",
            "study",
            "tables",
        ],
    ),
    (
        "cli",
        &[
            "batch",
            "fingerprint",
            "booklet",
            "charts",
            "geometry",
            "handbook",
            "language",
            "layers",
            "standard",
            "walking",
            "study",
            "analysis",
            "numbers",
            "session",
            "programme",
            "tables",
            "files",
            "publication",
            "basemap",
            "cartography",
            "sample",
            "siting",
        ],
    ),
];

/// Every source file of the program with its path below `src/`. The cluster is a crate of its own.
fn sources() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, root: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path = entry.expect("src is readable").path();
            if path.is_dir() && !path.join("Cargo.toml").exists() {
                collect(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("source is UTF-8");
                found.push((path.strip_prefix(root).expect("below src").to_owned(), text));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 40, "only {} source files found", found.len());
    found
}

fn top_module(path: &Path) -> String {
    let first = path.iter().next().map(|part| part.to_string_lossy().into_owned());
    first.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The modules named after `crate::` in a text.
fn used_modules(text: &str) -> Vec<String> {
    let names = text.split("crate::").skip(1).map(|rest| {
        rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn modules_depend_in_one_direction() {
    for (path, text) in sources() {
        let module = top_module(&path);
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == module) else {
            assert!(["ui", "lib", "main"].contains(&module.as_str()), "unknown module {module}");
            continue;
        };
        for used in used_modules(&text) {
            assert!(
                used == module || allowed.contains(&used.as_str()),
                "{} must not use {used}",
                path.display()
            );
        }
    }
}

#[test]
fn only_the_window_knows_egui() {
    for (path, text) in sources() {
        let module = top_module(&path);
        if module != "ui" {
            let uses = ["use egui", "use eframe", "egui::", "eframe::"];
            let used = uses.into_iter().find(|used| text.contains(used));
            assert_eq!(used, None, "in {}", path.display());
        }
    }
}

#[test]
fn only_online_basemaps_open_sockets_and_they_are_off_by_default() {
    for (path, text) in sources() {
        if !path.ends_with("basemap/online.rs") {
            let used = ["ureq", "std::net", "TcpStream", "UdpSocket"];
            let used = used.into_iter().find(|used| text.contains(used));
            assert_eq!(used, None, "in {}", path.display());
        }
    }
    let manifest = include_str!("../../Cargo.toml");
    let line = |start: &str| manifest.lines().find(|line| line.starts_with(start));
    assert_eq!(line("default ="), Some("default = [\"gui\", \"highs\"]"));
    assert!(line("gui =").is_some_and(|line| !line.contains("online") && !line.contains("ureq")));
    assert!(line("ureq =").is_some_and(|line| line.contains("optional = true")));
    // Nor is a cluster part of it.
    assert_eq!(line("default-members ="), Some("default-members = [\".\"]"));
}

#[test]
fn every_module_says_what_it_is_for() {
    for (path, text) in sources() {
        let documented = text.starts_with("//!") || text.starts_with("#![doc = include_str!");
        assert!(documented, "{} has no module documentation", path.display());
    }
}

#[test]
fn colours_are_declared_in_the_theme_only() {
    for (path, text) in sources() {
        // A sheet is white, and knows no theme.
        let palettes = ["cartography/theme/palettes.rs", "files/workbook/palette.rs"];
        if palettes.into_iter().any(|palette| path.ends_with(palette)) {
            continue;
        }
        let literals = [
            "Rgba::hex(0x",
            "Color32::from_rgb(",
            "Color32::RED",
            "Color32::GREEN",
            "Color::RGB(0x",
        ];
        for literal in literals {
            assert!(!text.contains(literal), "{} has a colour of its own", path.display());
        }
    }
}

/// Between backticks, paths from `src` or from the root; of a module, the `.rs` may be left out.
#[test]
fn the_codemap_names_only_paths_that_exist() {
    let codemap = include_str!("../../src/ARCHITECTURE.md");
    let is_of_path = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let is_path = |code: &&str| {
        code.chars().all(is_of_path)
            && (code.contains('/') || code.ends_with(".rs") || code.ends_with(".md"))
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exists = |path: &str| {
        let places = [root.join("src"), root.to_owned()].map(|from| from.join(path));
        places.iter().any(|place| place.exists() || place.with_extension("rs").exists())
    };
    let named: Vec<&str> = codemap.split('`').skip(1).step_by(2).filter(is_path).collect();
    assert!(named.len() > 10, "only {named:?} are found");
    let missing: Vec<&str> = named.into_iter().filter(|path| !exists(path)).collect();
    assert!(missing.is_empty(), "the codemap names {missing:?}");
}

#[test]
fn every_chinese_character_of_the_program_is_in_the_font() {
    let font = skrifa::FontRef::new(lifecircle::cartography::FONT).expect("the font is valid");
    let charmap = skrifa::MetadataProvider::charmap(&font);
    let is_cjk =
        |c: &char| ('\u{3000}'..='\u{9fff}').contains(c) || ('\u{ff00}'..='\u{ffef}').contains(c);
    let texts = sources().into_iter().map(|(_, text)| text);
    let standards = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/standards");
    let standards = fs::read_dir(standards).expect("the shipped standards are readable");
    let read = |entry: Result<fs::DirEntry, _>| fs::read_to_string(entry.expect("read").path());
    let standards = standards.map(|entry| read(entry).expect("a standard is UTF-8"));
    let missing: std::collections::BTreeSet<char> = texts
        .chain(standards)
        .flat_map(|text| text.chars().filter(is_cjk).collect::<Vec<_>>())
        .filter(|c| charmap.map(*c).is_none())
        .collect();
    assert!(missing.is_empty(), "no glyph for {missing:?}");
}
