//! What stands on the pages: words, contents, lists, minutes; and that nothing leaves its room.

use std::ops::ControlFlow;

use lifecircle::booklet::{
    Area, BookletError, BookletRequest, Leaf, Mark, Paper, Role, Written, make_booklet,
};
use lifecircle::geometry::WorldPoint;
use lifecircle::language::{Language, Message};
use lifecircle::session::Session;
use lifecircle::study::walkthrough::{Remark, RemarkKind, StopKind, Walkthrough};
use lifecircle::study::{Edit, FacilityEdit, FacilityId, ScenarioId, Stop, StopId, Study};
use lifecircle::tables::List;

use super::{LONG, LONG_EN, chapter, composed, has_map, request, session, session_named, words};
use crate::support::{sample_study, study_of};

#[test]
fn the_cover_says_what_it_is_and_that_it_is_not_for_the_public() {
    let booklet = composed(&mut session(), &request(Language::Zh, Paper::A4));
    let cover = words(&booklet.leaves[0]);
    for wanted in ["方案甲", "2026-03-31", "2025-12", "内部工作图 不得公开", "审图号 —"]
    {
        assert!(cover.contains(wanted), "{wanted} in {cover}");
    }
    let numbered = BookletRequest {
        review_number: Some("GS(2026)1".into()),
        ..request(Language::Zh, Paper::A4)
    };
    let booklet = composed(&mut session(), &numbered);
    let maps: Vec<_> = booklet.leaves.iter().filter(|leaf| has_map(leaf)).collect();
    assert!(words(&booklet.leaves[0]).contains("GS(2026)1"));
    assert!(maps.iter().skip(1).all(|map| words(map).contains("GS(2026)1")), "in title blocks");
}

#[test]
fn contents_name_every_chapter_with_its_page() {
    let booklet = composed(&mut session(), &request(Language::Zh, Paper::A4));
    let contents = &booklet.leaves[1];
    let titles: Vec<_> = contents.written().map(|written| written.text.clone()).collect();
    for (number, leaf) in booklet.leaves.iter().enumerate() {
        let Some(bookmark) = &leaf.bookmark else { continue };
        let place = titles.iter().position(|title| *title == bookmark.title);
        let place = place.unwrap_or_else(|| panic!("{} is missing", bookmark.title));
        let later = &titles[place..];
        assert!(later.contains(&(number + 1).to_string()), "{}", bookmark.title);
    }
    let links: Vec<usize> = contents
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Link { leaf, .. } => Some(*leaf),
            _ => None,
        })
        .collect();
    let marked = booklet.leaves.iter().filter(|leaf| leaf.bookmark.is_some()).count();
    assert_eq!(links.len(), marked);
    assert!(links.iter().all(|leaf| *leaf < booklet.leaves.len()));
}

#[test]
fn nothing_leaves_its_room_however_long_the_names() {
    for language in [Language::Zh, Language::En] {
        for paper in [Paper::A4, Paper::A3] {
            let mut session = session_named(&Message::new(LONG, LONG_EN));
            let booklet = composed(&mut session, &request(language, paper));
            let [width, height] = paper.units();
            let page = Area::new(0.0, 0.0, width, height);
            for (number, leaf) in booklet.leaves.iter().enumerate() {
                for written in leaf.written() {
                    let (extent, room) = (written.extent(), written.room);
                    let place = format!("page {}: {written:?}", number + 1);
                    assert!(page.holds(&room), "the room leaves the page, {place}");
                    assert!(extent.left >= room.left - 0.1, "to the left, {place}");
                    assert!(extent.right() <= room.right() + 0.1, "to the right, {place}");
                    assert!(extent.bottom() <= room.bottom() + 3.0, "below, {place}");
                    assert!(page.holds(&extent), "off the page, {place}");
                }
            }
        }
    }
}

#[test]
fn long_scenario_names_that_begin_alike_are_told_apart_wherever_they_stand() {
    let short = "The community complex of the northern quarter with day care";
    for (name, is_whole) in [(short, true), (LONG_EN, false)] {
        let name = Message::same(format!("{name}, variant one"));
        let booklet = composed(&mut session_named(&name), &request(Language::En, Paper::A4));
        let written = |leaf: &Leaf| {
            let lines = leaf.written().filter(|line| line.block.role != Role::Foot);
            lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let is_comparison = |leaf: &&Leaf| {
            let mark = leaf.bookmark.as_ref();
            mark.is_some_and(|mark| mark.title.starts_with("Comparison of scenarios"))
        };
        let has_title_block = |leaf: &&Leaf| leaf.written().any(|line| line.text == "Scenario");
        let maps = booklet.leaves.iter().filter(|leaf| has_map(leaf)).filter(has_title_block);
        assert!(maps.clone().count() > 1, "maps with a title block");
        let comparison = booklet.leaves.iter().find(is_comparison).expect("it compares");
        for leaf in maps.chain([comparison, &booklet.leaves[1]]) {
            let words = written(leaf);
            assert!(words.contains("variant one"), "{words}");
            assert!(!is_whole || !words.contains('…'), "{words}");
        }
        let is_entry = |line: &&Written| line.block.role == Role::Entry;
        let mut entries = booklet.leaves[1].written().filter(is_entry);
        assert!(entries.all(|line| line.size > 9.0), "entries are wrapped, not made small");
    }
}

#[test]
fn texts_of_one_page_do_not_lie_upon_each_other() {
    for language in [Language::Zh, Language::En] {
        let mut session = session_named(&Message::new(LONG, LONG_EN));
        let booklet = composed(&mut session, &request(language, Paper::A4));
        for (number, leaf) in booklet.leaves.iter().enumerate() {
            let written: Vec<_> = leaf.written().collect();
            for (position, one) in written.iter().enumerate() {
                for other in &written[position + 1..] {
                    let (a, b) = (one.extent(), other.extent());
                    let across = a.right().min(b.right()) - a.left.max(b.left);
                    let down = a.bottom().min(b.bottom()) - a.top.max(b.top);
                    // Descenders may touch the tops of the next line.
                    let is_upon = across > 1.0 && down > 0.35 * one.size.min(other.size);
                    assert!(!is_upon, "page {}: {:?} / {:?}", number + 1, one.text, other.text);
                }
            }
        }
    }
}

#[test]
fn lists_on_paper_are_the_tables_of_the_program() {
    let mut session = session();
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let projects = List::Projects.table(&session, Language::Zh);
    assert_eq!(projects.rows.len(), 1);
    let pages = chapter(&booklet, "项目清单");
    let words: String = pages.iter().map(|page| words(page)).collect::<Vec<_>>().join(" ");
    for id in ["name", "unit", "functions", "gain", "state"] {
        let column = projects.column(id).expect("the table has it");
        let shown = projects.rows[0].cells[column].shown(projects.columns[column].format);
        assert!(!shown.is_empty() && words.contains(&shown), "{id}: {shown} in {words}");
    }
    let demand = List::Demand.table(&session, Language::Zh);
    // Each row names its function, and nothing else on these pages does.
    let functions = &session.study().standard().functions;
    let is_function = |text: &str| functions.iter().any(|one| one.short_name.zh == text);
    let pages = chapter(&booklet, "需求清单");
    let written = pages.iter().flat_map(|page| page.written());
    let rows = written.filter(|written| is_function(&written.text)).count();
    assert_eq!(rows, demand.rows.len().min(160));
}

#[test]
fn every_number_of_the_standard_stands_with_its_standing_and_source() {
    let mut session = session();
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let pages = chapter(&booklet, "标准与数值来源");
    let words: String = pages.iter().map(|page| words(page)).collect::<Vec<_>>().join(" ");
    let standings = session.study().standard().standings();
    for (standing, count) in standings.into_iter().filter(|(_, count)| *count > 0) {
        let name = standing.name().of(Language::Zh);
        assert!(words.matches(name).count() >= count, "{name} fewer than {count} times");
    }
}

#[test]
fn a_walkthrough_gives_the_pages_and_the_minutes() {
    let mut session = session();
    let opening = Stop {
        text: "三个问题".to_owned(),
        remarks: vec![Remark {
            kind: RemarkKind::Decision,
            at_ms: 1_774_940_400_000,
            by: "王工".to_owned(),
            text: "同意方案甲".to_owned(),
        }],
        ..Stop::new(StopId(1), StopKind::Opening, Message::new("今天要定的事", "To be decided"))
    };
    let walkthrough = Walkthrough::new(vec![opening]).expect("it is sound");
    let study: Study = session.study().clone().with_walkthrough(walkthrough);
    session = Session::new(study);
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let slide = chapter(&booklet, "今天要定的事");
    assert!(words(slide[0]).contains("三个问题"));
    let minutes = chapter(&booklet, "会议纪要");
    assert!(words(minutes[0]).contains("同意方案甲") && words(minutes[0]).contains("王工"));
    let maps = booklet
        .leaves
        .iter()
        .filter(|leaf| has_map(leaf) && leaf.bookmark.as_ref().is_some_and(|mark| mark.is_nested));
    // Only what the scenario gains and loses; the stops take the place of the standard maps.
    assert!(maps.count() <= 2);
}

#[test]
fn no_word_of_a_list_is_broken() {
    let mut session = Session::new(sample_study());
    let request = BookletRequest { scenario: ScenarioId::BASE, ..request(Language::En, Paper::A4) };
    let booklet = composed(&mut session, &request);
    // What stands on the lists: cells and headings of the program's tables.
    let mut words = std::collections::HashSet::new();
    for list in [List::Demand, List::Resources] {
        let table = list.table(&session, Language::En);
        let headings =
            table.columns.iter().map(|column| column.heading.of(Language::En).to_owned());
        let shown = |row: &lifecircle::tables::Row| {
            let cells = row.cells.iter().zip(&table.columns);
            cells.map(|(cell, column)| cell.shown(column.format)).collect::<Vec<_>>()
        };
        let cells = table.rows.iter().flat_map(shown);
        for text in headings.chain(cells) {
            words.extend(pieces(&text));
        }
    }
    let mut looked_at = 0;
    for list in ["Demand", "Resources"] {
        for page in chapter(&booklet, list) {
            let cells = page.written().filter(|one| matches!(one.block.role, Role::Cell(_)));
            for written in cells.filter(|written| !written.text.ends_with('…')) {
                for piece in pieces(&written.text) {
                    assert!(words.contains(&piece), "{piece} of {:?}", written.text);
                    looked_at += 1;
                }
            }
        }
    }
    assert!(looked_at > 1000, "{looked_at}");
}

/// The parts of a text that are never torn apart: words, and single Chinese characters.
fn pieces(text: &str) -> Vec<String> {
    let is_wide = |c: char| c > '\u{2e80}';
    let spaced: String =
        text.chars().flat_map(|c| if is_wide(c) { vec![' ', c, ' '] } else { vec![c] }).collect();
    let words = spaced.split_whitespace().flat_map(|word| word.split_inclusive(['-', '/']));
    words.map(str::to_owned).collect()
}

/// A study whose facilities name many functions, only some of which any facility offers.
fn session_of_functions(count: usize) -> Session {
    let study = session().study().clone();
    let mut standard = lifecircle::standard::Standard::clone(study.standard());
    for number in 0..count {
        let name = Message::same(format!("Function {number}"));
        let function = standard.functions[0].clone();
        let id = format!("function-{number}");
        let short_name = name.clone();
        standard.functions.push(lifecircle::standard::Function {
            id,
            name,
            short_name,
            ..function
        });
    }
    let mut session = Session::new(study);
    let edit = Edit::SetStandard(std::sync::Arc::new(standard));
    session.perform(Message::same("functions"), [edit]).expect("they join");
    session
}

#[test]
fn many_functions_are_told_in_charts_and_tables_that_can_be_read() {
    let mut session = session_of_functions(70);
    let booklet = composed(&mut session, &request(Language::Zh, Paper::A4));
    let text: Vec<String> = booklet.leaves.iter().map(words).collect();
    assert!(text.iter().all(|page| !page.contains("（续）（续）")));
    let pages = chapter(&booklet, "主要指标");
    assert!(pages.len() > 1, "the table goes on");
    assert!(words(pages[1]).contains("主要指标（续）"));
    let charts: Vec<&lifecircle::charts::Chart> = pages[0]
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Chart { chart, .. } => Some(chart),
            _ => None,
        })
        .collect();
    let lifecircle::charts::Chart::Coverage(bars) = charts[0] else { panic!("{:?}", charts[0]) };
    assert!(bars.bars.len() < 40 && bars.functions > 70, "{} bars", bars.bars.len());
    // Of the functions without any facility there is no walk to draw.
    for chart in &charts {
        if let lifecircle::charts::Chart::Minutes(minutes) = chart {
            assert!(minutes.by_minute.iter().any(|persons| *persons > 0.0), "{minutes:?}");
        }
    }
    assert_eq!(charts.len(), 3);
}

#[test]
fn a_booklet_that_is_stopped_is_none() {
    let stop = &mut |done: usize, _| match done {
        2 => ControlFlow::Break(()),
        _ => ControlFlow::Continue(()),
    };
    let made = make_booklet(&mut session(), &request(Language::En, Paper::A4), None, stop);
    assert!(matches!(made, Err(BookletError::Cancelled)));
    let nothing = study_of(&[], Vec::new());
    let empty = Session::new(Study::new(
        nothing.layers().clone(),
        lifecircle::standard::Standard::empty(),
        Vec::new(),
    ));
    let go_on = &mut |_, _| ControlFlow::Continue(());
    let request = BookletRequest { scenario: ScenarioId::BASE, ..request(Language::En, Paper::A4) };
    let made = make_booklet(&mut empty.clone(), &request, None, go_on);
    assert!(matches!(made, Err(BookletError::Empty)));
}

#[test]
fn the_same_data_have_the_same_fingerprints() {
    let prints = |session: &Session| -> Vec<String> {
        let prints = lifecircle::fingerprint::Fingerprints::of(session);
        prints.iter().map(|part| part.print.clone()).collect()
    };
    let before = session();
    let mut after = session();
    assert_eq!(prints(&before), prints(&after));
    let to = WorldPoint::new(3300.0, 500.0);
    after.change(FacilityEdit::Move { id: FacilityId(9), to }).expect("it fits");
    let differing = prints(&before).iter().zip(prints(&after)).filter(|(a, b)| **a != *b).count();
    assert_eq!(differing, 1, "only the facilities of the scenario");
}
