//! The handbook says the same in both languages, leads nowhere that is not there, speaks of every
//! command and formula, and what it tells to type works.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use lifecircle::analysis::measures::CatchmentMethod;
use lifecircle::cartography::FONT;
use lifecircle::handbook::{
    Block, CHAPTERS, Chapter, Hit, Link, Topic, chapter, pages, picture, search, spoken,
};
use lifecircle::language::Language;

/// The sections that define what the program reckons.
const FORMULAS: [&str; 16] = [
    "coverage",
    "minutes",
    "choices",
    "completeness",
    "floor-area",
    "catchment",
    "load",
    "equity",
    "gain-field",
    "models",
    "dasymetric",
    "shared-rooms",
    "demand",
    "suitability",
    "pilots",
    "evaluation",
];

const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

/// All blocks of a chapter, those within lists and notes too.
fn all_blocks(chapter: &Chapter, language: Language) -> Vec<Block> {
    fn add(blocks: Vec<Block>, all: &mut Vec<Block>) {
        for block in blocks {
            match &block {
                Block::List { items, .. } => {
                    items.iter().for_each(|item| add(item.clone(), all));
                }
                Block::Note(blocks) => add(blocks.clone(), all),
                _ => {}
            }
            all.push(block);
        }
    }
    let mut all = Vec::new();
    add(chapter.blocks(language), &mut all);
    all
}

/// Level and anchor of each heading, in their order.
fn headings(chapter: &Chapter, language: Language) -> Vec<(u8, String)> {
    let blocks = all_blocks(chapter, language).into_iter();
    let heading = |block| match block {
        Block::Heading { level, anchor, .. } => Some((level, anchor)),
        _ => None,
    };
    blocks.filter_map(heading).collect()
}

/// The lines to be typed, in their order.
fn commands(chapter: &Chapter, language: Language) -> Vec<String> {
    let blocks = all_blocks(chapter, language).into_iter();
    let lines = blocks.filter_map(|block| match block {
        Block::Code { language, text } if language == "sh" => Some(text),
        _ => None,
    });
    lines.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

fn links(chapter: &Chapter, language: Language) -> Vec<Link> {
    let spans = all_blocks(chapter, language).into_iter().flat_map(|block| match block {
        Block::Paragraph(spans) | Block::Heading { spans, .. } => spans,
        Block::Table { rows, head } => {
            head.into_iter().chain(rows.into_iter().flatten()).flatten().collect()
        }
        _ => Vec::new(),
    });
    spans.filter_map(|span| span.link).collect()
}

#[test]
fn both_languages_have_the_same_sections_commands_and_kinds_of_blocks() {
    for chapter in &CHAPTERS {
        let [zh, en] = LANGUAGES.map(|language| headings(chapter, language));
        assert_eq!(zh, en, "headings of {}", chapter.id);
        assert_eq!(zh[0].0, 1, "{} begins with its title", chapter.id);
        let [zh, en] = LANGUAGES.map(|language| commands(chapter, language));
        assert_eq!(zh, en, "commands of {}", chapter.id);
        let kinds = |language| {
            let blocks = all_blocks(chapter, language);
            let count = |is: fn(&Block) -> bool| blocks.iter().filter(|block| is(block)).count();
            let rows = blocks.iter().map(|block| match block {
                Block::Table { rows, .. } => rows.len(),
                Block::List { items, .. } => items.len(),
                _ => 0,
            });
            let tables = count(|block| matches!(block, Block::Table { .. }));
            let pictures = count(|block| matches!(block, Block::Picture { .. }));
            (tables, pictures, rows.sum::<usize>())
        };
        assert_eq!(kinds(Language::Zh), kinds(Language::En), "tables, lists of {}", chapter.id);
    }
}

#[test]
fn every_link_and_picture_leads_somewhere() {
    let mut count = 0;
    for (chapter_of_link, language) in
        CHAPTERS.iter().flat_map(|chapter| LANGUAGES.map(|language| (chapter, language)))
    {
        for link in links(chapter_of_link, language) {
            let id = link.chapter.as_deref().unwrap_or(chapter_of_link.id);
            let to =
                chapter(id).unwrap_or_else(|| panic!("{}: no chapter {id}", chapter_of_link.id));
            if let Some(anchor) = &link.anchor {
                let is_there = headings(to, language).iter().any(|(_, known)| known == anchor);
                assert!(is_there, "{}: {id} has no section {anchor}", chapter_of_link.id);
            }
            count += 1;
        }
        for block in all_blocks(chapter_of_link, language) {
            if let Block::Picture { file, shows } = block {
                let png = picture(&file).unwrap_or_else(|| panic!("no picture {file}")).png;
                assert!(png.starts_with(b"\x89PNG") && !shows.is_empty(), "{file}");
                assert!(png.len() <= 200 * 1024, "{file} has {} bytes", png.len());
            }
        }
    }
    assert!(count >= 30, "only {count} links");
}

#[test]
fn every_screen_has_its_page() {
    for topic in Topic::ALL {
        let (id, anchor) = topic.place();
        let chapter = chapter(id).unwrap_or_else(|| panic!("{topic:?}: no chapter {id}"));
        for language in LANGUAGES {
            let headings = headings(chapter, language);
            let is_there = |anchor: &str| headings.iter().any(|(_, known)| known == anchor);
            assert!(anchor.is_none_or(is_there), "{topic:?} in {language:?}");
        }
    }
}

#[test]
fn every_command_is_described_and_used() {
    let chapter = chapter("11-commands").expect("there is a chapter of commands");
    let lines = commands(chapter, Language::En);
    let program = lifecircle::cli::command();
    for command in program.get_subcommands().filter(|command| !command.is_hide_set()) {
        let name = command.get_name();
        let blocks = all_blocks(chapter, Language::Zh);
        let has_section = blocks
            .iter()
            .any(|block| matches!(block, Block::Heading { spans, .. } if spoken(spans) == name));
        assert!(has_section, "the command {name} has no section");
        let start = format!("lifecircle {name}");
        assert!(lines.iter().any(|line| line.starts_with(&start)), "{name} has no example");
    }
}

#[test]
fn every_formula_is_defined() {
    let text = |language| {
        let chapter = chapter("10-formulas").expect("there is a chapter of formulas");
        chapter.markdown(language)
    };
    let program = lifecircle::cli::command();
    let site = program.find_subcommand("site").expect("there is siting");
    let objective = site.get_arguments().find(|argument| argument.get_id() == "objective");
    let objectives = objective.expect("siting has objectives").get_possible_values();
    assert!(objectives.len() >= 8);
    for language in LANGUAGES {
        let text = text(language);
        for value in &objectives {
            assert!(text.contains(&format!("`{}`", value.get_name())), "{}", value.get_name());
        }
        for method in CatchmentMethod::ALL {
            let name = method.name().of(Language::En);
            assert!(text.contains(name), "{name} in {language:?}");
        }
        let names =
            ["Gini", "Theil", "Palma", "Lorenz", "Hansen", "--pareto", "--robust", "--phasing"];
        for name in names {
            assert!(text.contains(name), "{name} in {language:?}");
        }
        for anchor in FORMULAS {
            assert!(text.contains(&format!("{{#{anchor}}}")), "{anchor} in {language:?}");
        }
    }
}

#[test]
fn every_sign_of_the_handbook_is_in_the_font() {
    let font = skrifa::FontRef::new(FONT).expect("the font is valid");
    let charmap = skrifa::MetadataProvider::charmap(&font);
    let texts = CHAPTERS.iter().flat_map(|chapter| LANGUAGES.map(|l| chapter.markdown(l)));
    let missing: BTreeSet<char> = texts
        .flat_map(str::chars)
        .filter(|sign| !sign.is_control() && charmap.map(*sign).is_none())
        .collect();
    assert!(missing.is_empty(), "no glyph for {missing:?}");
}

#[test]
fn words_are_found_headings_first() {
    let hits = search("gini", Language::En);
    let has = |hits: &[Hit], anchor: &str| hits.iter().any(|hit| hit.anchor == anchor);
    assert_eq!(hits[0].anchor, "equity", "{hits:?}");
    let hits = search("审图号", Language::Zh);
    assert_eq!(hits[0].anchor, "review-number", "{hits:?}");
    assert!(has(&hits, "booklet"));
    assert!(hits.iter().all(|hit| !hit.excerpt.is_empty()));
    assert!(search("gini 不存在的词", Language::Zh).is_empty(), "all words have to be there");
    assert!(search("  ", Language::En).is_empty());
}

#[test]
fn pages_open_from_the_disk_and_contact_nobody() {
    let files = pages();
    let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
    assert!(paths.contains("index.html") && paths.contains("zh/10-formulas.html"));
    let mut followed = 0;
    for file in files.iter().filter(|file| !file.path.ends_with(".png")) {
        let text = std::str::from_utf8(&file.bytes).expect("pages are text");
        for host in ["http:", "https:", "//cdn", "@import", "url(", "<script"] {
            assert!(!text.contains(host), "{} has {host}", file.path);
        }
        for address in text.split("href=\"").chain(text.split("src=\"")).skip(1) {
            let Some((address, _)) = address.split_once('"') else { continue };
            let Some(to) = address.split('#').next().filter(|to| to.contains('.')) else {
                continue;
            };
            if to.contains(['<', '>', ' ']) {
                continue;
            }
            let folder = Path::new(&file.path).parent().expect("it is in a folder");
            let mut parts: Vec<&str> = folder.iter().filter_map(|part| part.to_str()).collect();
            for part in to.split('/') {
                match part {
                    ".." => parts.truncate(parts.len().saturating_sub(1)),
                    _ => parts.push(part),
                }
            }
            assert!(paths.contains(parts.join("/").as_str()), "{} leads to {to}", file.path);
            followed += 1;
        }
    }
    assert!(followed > 300, "only {followed} links");
}

/// Types the lines of a chapter one after the other in an empty folder.
#[cfg(unix)]
fn type_commands(id: &str) {
    let chapter = chapter(id).unwrap_or_else(|| panic!("no chapter {id}"));
    let lines = commands(chapter, Language::En);
    assert!(!lines.is_empty(), "{id} has no commands");
    let folder = tempfile::tempdir().expect("a folder");
    let program = Path::new(env!("CARGO_BIN_EXE_lifecircle"));
    let programs = program.parent().expect("it is in a folder").display();
    let path = format!("{programs}:{}", std::env::var("PATH").unwrap_or_default());
    for line in &lines {
        let mut shell = Command::new("sh");
        shell.args(["-c", line]).current_dir(folder.path()).env("PATH", &path);
        let output = shell.output().expect("there is a shell");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{id}: {line}\n{said}");
        if let Some((_, file)) = line.split_once(" --out ") {
            let file = file.split(' ').next().unwrap_or_default();
            assert!(folder.path().join(file).exists(), "{id}: {line} writes {file}");
        }
    }
}

/// One test for each chapter with commands, so that they run beside each other.
macro_rules! commands_work {
    ($($name:ident: $id:literal),* $(,)?) => {
        $(#[cfg(unix)]
        #[test]
        fn $name() {
            type_commands($id);
        })*

        /// The chapters tried.
        #[cfg(unix)]
        const TRIED: &[&str] = &[$($id),*];
    };
}

commands_work! {
    commands_of_the_first_study_work: "01-first-study",
    commands_of_data_work: "02-data",
    commands_of_the_window_work: "03-window",
    commands_of_walking_work: "04-walking",
    commands_of_siting_work: "05-siting",
    commands_of_standards_work: "06-standards",
    commands_of_the_programme_work: "07-programme",
    commands_of_results_work: "09-results",
    commands_of_the_list_of_commands_work: "11-commands",
    commands_of_troubleshooting_work: "13-troubleshooting",
}

#[cfg(unix)]
#[test]
fn the_commands_of_every_chapter_are_tried() {
    let with_commands = CHAPTERS.iter().filter(|c| !commands(c, Language::En).is_empty());
    let ids: Vec<&str> = with_commands.map(|chapter| chapter.id).collect();
    assert_eq!(ids, TRIED);
}
