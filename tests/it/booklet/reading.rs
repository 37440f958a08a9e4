//! What a reader of PDF files finds: text, fonts, pages, and the tree that tells a heading from a table.

use std::process::Command;

use lifecircle::booklet::{Paper, Role};
use lifecircle::language::{Language, Message};
use lifecircle::tables::List;

use super::{LONG, LONG_EN, chapter, composed, maps_of, printed, request, session, session_named};

#[test]
fn what_a_pdf_reader_finds_is_what_was_written() {
    for (language, wanted) in [
        (Language::Zh, ["内部工作图 不得公开", "主要指标", "方案甲", "比例尺", "数据指纹"]),
        (
            Language::En,
            ["Internal working map", "Key figures", "Scenario A", "Scale", "Fingerprints"],
        ),
    ] {
        let mut session = session();
        let request = request(language, Paper::A4);
        let pages = composed(&mut session, &request).leaves.len();
        let pdf = printed(&mut session, &request);
        assert!(pdf.starts_with(b"%PDF-"), "a PDF");
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("booklet.pdf");
        std::fs::write(&file, &pdf).expect("it can be written");
        let Some(info) = poppler("pdfinfo", &[file.as_os_str()]) else { return };
        assert!(info.contains(&format!("Pages:           {pages}\n")), "{info}");
        assert!(info.contains("841.89 x 595.28 pts"), "{info}");
        assert!(info.contains("Lifecircle"), "{info}");
        let Some(text) =
            poppler("pdftotext", &["-layout".as_ref(), file.as_os_str(), "-".as_ref()])
        else {
            return;
        };
        let flat: String = text.split_whitespace().collect();
        for wanted in wanted {
            let wanted: String = wanted.split_whitespace().collect();
            assert!(flat.contains(&wanted), "{wanted} is not found");
        }
        let Some(fonts) = poppler("pdffonts", &[file.as_os_str()]) else { return };
        let embedded = fonts.lines().skip(2).filter(|line| line.contains("yes yes yes"));
        assert_eq!(embedded.count(), 2, "both weights embedded, as subsets, with Unicode: {fonts}");
    }
}

/// What a screen reader is told: the order and the meaning of all that is on the pages.
#[test]
fn the_pdf_says_what_is_a_heading_a_table_and_a_figure() {
    for (language, tag, heading, figure) in [
        (Language::Zh, "zh-CN", "主要指标", "覆盖率"),
        (Language::En, "en", "Key figures", "coverage rate"),
    ] {
        let mut session = session();
        let request = request(language, Paper::A4);
        let pdf = printed(&mut session, &request);
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("booklet.pdf");
        std::fs::write(&file, &pdf).expect("it can be written");
        let Some(info) = poppler("pdfinfo", &[file.as_os_str()]) else { return };
        assert!(info.contains("Tagged:          yes"), "{info}");
        let title = composed(&mut session, &request).title;
        assert!(info.contains(&title), "{title} in {info}");
        let Some(tree) = poppler("pdfinfo", &["-struct-text".as_ref(), file.as_os_str()]) else {
            return;
        };
        for wanted in ["H1", "H2", "P (", "Table", "TH", "TD", "Figure", "Link", heading] {
            assert!(tree.contains(wanted), "no {wanted} in the tree");
        }
        let lang = format!("/Lang({tag})");
        assert!(pdf.windows(lang.len()).any(|bytes| bytes == lang.as_bytes()), "{lang}");
        // Every figure has a text in its place, which the tree of poppler leaves out.
        let figures = tree.lines().filter(|line| line.trim() == "Figure").count();
        let alternatives = pdf.windows(4).filter(|bytes| bytes == b"/Alt").count();
        assert!(figures >= 10 && alternatives == figures, "{alternatives} of {figures}");
        let maps: Vec<String> = composed(&mut session, &request)
            .leaves
            .iter()
            .flat_map(|leaf| maps_of(leaf).into_iter().map(|map| map.in_words.clone()))
            .collect();
        assert!(maps.iter().any(|map| map.contains(figure)), "{maps:?}");
    }
}

#[test]
fn lines_of_one_text_are_one_paragraph_and_each_cell_knows_its_place() {
    let mut session = session_named(&Message::new(LONG, LONG_EN));
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    for leaf in &booklet.leaves {
        let written: Vec<_> = leaf.written().collect();
        for pair in written.windows(2) {
            let (one, next) = (pair[0].block, pair[1].block);
            assert!(next.number >= one.number, "in order");
            assert!(next.number != one.number || next.role == one.role, "one text, one role");
        }
    }
    let projects = chapter(&booklet, "项目清单");
    let place = |text: &str| {
        let found = projects[0].written().find(|written| written.text == text);
        match found.expect("it is there").block.role {
            Role::Cell(cell) => cell,
            other => panic!("{other:?}"),
        }
    };
    let table = List::Projects.table(&session, Language::Zh);
    let name = table.column("name").expect("it has names");
    let heading = place(table.columns[name].heading.of(Language::Zh));
    assert!(heading.is_heading && heading.row == 0);
    let names = projects[0].written().filter(|written| {
        matches!(written.block.role, Role::Cell(cell) if cell.column == heading.column && cell.row == 1)
    });
    assert!(names.count() > 1, "the long name takes several lines of one cell");
}

/// The output of one of poppler's programs; `None`, with a message, where it is not installed.
fn poppler(program: &str, arguments: &[&std::ffi::OsStr]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8_lossy(&output.stdout).into_owned())
        }
        Err(_) => {
            eprintln!("{program} is not installed (poppler-utils): reading back is skipped");
            None
        }
    }
}
