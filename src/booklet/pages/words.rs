//! Pages of words: the slides of a walkthrough, and the minutes of the meeting.

use crate::cartography::Align;
use crate::language::Text;
use crate::numbers;
use crate::study::walkthrough::Remark;

use super::Material;
use crate::booklet::layout::{Grid, Leaf, Sheet, Type};

const MINUTES: Text = Text::new("会议纪要", "Minutes of the meeting");

/// A slide.
pub fn words_page(material: &Material, title: &str, text: &str) -> Leaf {
    let press = material.press;
    let mut sheet = Sheet::headed(press, title, false);
    let body = press.below_heading();
    let room = body.below(body.height * 0.12);
    let large = Type::BODY.of_size(14.0);
    sheet.aligned_paragraph(room, text, large, Align::Left);
    sheet.leaf
}

/// What was said at the stops; nothing where nothing was.
pub fn minutes_pages(material: &Material) -> Vec<Leaf> {
    let (press, language) = (material.press, material.request.language);
    let walkthrough = material.session.study().walkthrough();
    let pick = |zh: &str, en: &str| Grid::text_column(language.pick(zh, en));
    let columns = vec![
        pick("步骤", "Stop"),
        pick("时间", "At"),
        pick("类别", "Kind"),
        pick("发言人", "By"),
        pick("内容", "What"),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    for (stop, Remark { kind, at_ms, by, text }) in walkthrough.remarks() {
        grid.push(vec![
            material.say(&stop.title).to_owned(),
            numbers::beijing_moment(*at_ms),
            kind.name().of(language).to_owned(),
            by.clone(),
            text.clone(),
        ]);
    }
    if grid.rows.is_empty() {
        return Vec::new();
    }
    let title = material.text(MINUTES);
    let sheet = Sheet::headed(press, title, false);
    grid.flow(sheet, press.below_heading(), title)
}
