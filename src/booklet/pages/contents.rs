//! The contents, with links to the pages, and the line at the bottom of every page.

use crate::cartography::{Align, ScreenPoint, Stroke};
use crate::language::Text;

use super::{INTERNAL, Material};
use crate::booklet::layout::{Area, Bookmark, Leaf, Mark, Press, Role, Sheet, Type};

const CONTENTS: Text = Text::new("目录", "Contents");
const ROW: f32 = 18.0;
const COLUMNS: usize = 2;
const GAP: f32 = 40.0;

/// The leaves with the contents put behind the first of them.
pub fn with_contents(material: &Material, leaves: Vec<Leaf>) -> Vec<Leaf> {
    let press = material.press;
    let entries = leaves.iter().filter(|leaf| leaf.bookmark.is_some()).count() + 1;
    let rows = (press.below_heading().height / ROW).floor().max(1.0) as usize;
    let pages = entries.div_ceil(rows * COLUMNS).max(1);
    let moved = |position: usize| if position == 0 { 0 } else { position + pages };
    let title = material.text(CONTENTS);
    let own = Bookmark { title: title.to_owned(), is_nested: false };
    let of_leaves = leaves
        .iter()
        .enumerate()
        .filter_map(|(position, leaf)| Some((moved(position), leaf.bookmark.clone()?)));
    let mut entries: Vec<(usize, Bookmark)> = of_leaves.collect();
    entries.insert(1.min(entries.len()), (1, own));
    let mut contents: Vec<Leaf> = Vec::new();
    for (number, part) in entries.chunks(rows * COLUMNS).enumerate() {
        let mut sheet = match number {
            0 => Sheet::headed(press, title, false),
            _ => Sheet::continued(press, title),
        };
        for (column, part) in
            press.below_heading().columns(COLUMNS, GAP).iter().zip(part.chunks(rows))
        {
            set_entries(&mut sheet, *column, part);
        }
        contents.push(sheet.leaf);
    }
    let mut leaves = leaves.into_iter();
    leaves.next().into_iter().chain(contents).chain(leaves).collect()
}

fn set_entries(sheet: &mut Sheet, column: Area, entries: &[(usize, Bookmark)]) {
    const NUMBERS: f32 = 30.0;
    const NESTING: f32 = 14.0;
    let hair = Stroke::solid(0.3, sheet.press.palette.separator);
    for (row, (leaf, Bookmark { title, is_nested })) in entries.iter().enumerate() {
        let line = Area { top: column.top + row as f32 * ROW, height: ROW - 4.0, ..column };
        let indent = if *is_nested { NESTING } else { 0.0 };
        let (name, number) = line.split_at(column.width - NUMBERS, 0.0);
        let name = Area { left: name.left + indent, width: name.width - indent - 6.0, ..name };
        let entry = Type::BODY.as_role(Role::Entry);
        sheet.line(name, title, entry, Align::Left);
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
