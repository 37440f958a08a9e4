//! The contents, with links to the pages, and the line at the bottom of every page.

use std::ops::Range;

use crate::cartography::{Align, ScreenPoint, Stroke};
use crate::language::Text;

use super::{INTERNAL, Material};
use crate::booklet::layout::{Area, Bookmark, Leaf, Mark, Press, Role, Sheet, Type};

const CONTENTS: Text = Text::new("目录", "Contents");
/// Around the lines of an entry.
const LEADING: f32 = 4.2;
/// A longer title loses its middle.
const MOST_LINES: usize = 3;
const NUMBERS: f32 = 30.0;
const NESTING: f32 = 14.0;
const COLUMNS: usize = 2;
const GAP: f32 = 40.0;

/// The leaves with the contents put behind the first of them.
pub fn with_contents(material: &Material, leaves: Vec<Leaf>) -> Vec<Leaf> {
    let press = material.press;
    let title = material.text(CONTENTS);
    let own = Bookmark { title: title.to_owned(), is_nested: false };
    let of_leaves = leaves
        .iter()
        .enumerate()
        .filter_map(|(position, leaf)| Some((position, leaf.bookmark.clone()?)));
    let mut entries: Vec<(usize, Bookmark)> = of_leaves.collect();
    entries.insert(1.min(entries.len()), (1, own));
    let columns = in_columns(press, &entries);
    let pages = columns.len().div_ceil(COLUMNS);
    // The contents come behind the first page, and the others after them.
    let own = 1.min(entries.len() - 1);
    for (number, (leaf, _)) in entries.iter_mut().enumerate() {
        if number != own && *leaf > 0 {
            *leaf += pages;
        }
    }
    let mut contents: Vec<Leaf> = Vec::new();
    for (number, part) in columns.chunks(COLUMNS).enumerate() {
        let mut sheet = match number {
            0 => Sheet::headed(press, title, false),
            _ => Sheet::continued(press, title),
        };
        for (column, part) in press.below_heading().columns(COLUMNS, GAP).iter().zip(part) {
            set_entries(&mut sheet, *column, &entries[part.clone()]);
        }
        contents.push(sheet.leaf);
    }
    let mut leaves = leaves.into_iter();
    leaves.next().into_iter().chain(contents).chain(leaves).collect()
}

/// Which entries stand in which column: as many as have room in it.
fn in_columns(press: &Press, entries: &[(usize, Bookmark)]) -> Vec<Range<usize>> {
    let room = press.below_heading();
    let column = room.columns(COLUMNS, GAP)[0];
    let mut columns = Vec::new();
    let (mut first, mut taken) = (0, 0.0);
    for (number, (_, bookmark)) in entries.iter().enumerate() {
        let height = entry_height(press, bookmark, column) + LEADING;
        if taken + height > room.height && number > first {
            columns.push(first..number);
            (first, taken) = (number, 0.0);
        }
        taken += height;
    }
    columns.push(first..entries.len());
    columns
}

fn entry_height(press: &Press, bookmark: &Bookmark, column: Area) -> f32 {
    let lines = press.lines(&bookmark.title, Type::BODY, title_room(bookmark, column).width).len();
    lines.min(MOST_LINES) as f32 * Type::BODY.line_height()
}

/// Where the title of an entry stands beside the number of its page.
fn title_room(bookmark: &Bookmark, line: Area) -> Area {
    let indent = if bookmark.is_nested { NESTING } else { 0.0 };
    Area { left: line.left + indent, width: line.width - NUMBERS - indent - 6.0, ..line }
}

fn set_entries(sheet: &mut Sheet, column: Area, entries: &[(usize, Bookmark)]) {
    let hair = Stroke::solid(0.3, sheet.press.palette.separator);
    let mut top = column.top;
    for (leaf, bookmark) in entries {
        let line = Area { top, height: entry_height(sheet.press, bookmark, column), ..column };
        top = line.bottom() + LEADING;
        let name = title_room(bookmark, line);
        let (_, number) = line.split_at(column.width - NUMBERS, 0.0);
        let entry = Type::BODY.as_role(Role::Entry);
        sheet.whole_names(name, &bookmark.title, entry);
        sheet.line(number, &(leaf + 1).to_string(), entry.weak(), Align::Right);
        let at = line.bottom();
        sheet.rule([ScreenPoint::new(name.left, at), ScreenPoint::new(line.right(), at)], hair);
        sheet.leaf.marks.push(Mark::Link { area: line, leaf: *leaf });
    }
}

/// Puts study, mark and page number at the bottom of every page but the cover.
pub fn add_feet(material: &Material, leaves: &mut [Leaf]) {
    let press: &Press = material.press;
    let scenario = material.scenario_name(material.request.scenario);
    let whose = [material.study_name(), &scenario, &material.request.date].join(material.dot());
    let count = leaves.len();
    for (position, leaf) in leaves.iter_mut().enumerate().skip(1) {
        let mut sheet = Sheet::reopened(press, std::mem::take(leaf));
        let foot = Type::TINY.as_role(Role::Foot);
        let thirds = press.foot().columns(3, 12.0);
        if let [left, middle, right] = thirds.as_slice() {
            sheet.line(*left, &whose, foot.weak(), Align::Left);
            sheet.line(*middle, material.text(INTERNAL), foot.warning(), Align::Middle);
            let number = format!("{} / {count}", position + 1);
            sheet.line(*right, &number, foot.weak(), Align::Right);
        }
        *leaf = sheet.leaf;
    }
}
