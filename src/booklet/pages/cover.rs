//! The cover: what the booklet is about, and that it is not for the public.

use crate::cartography::{Align, ScreenPoint, Stroke};
use crate::language::Text;

use super::{INTERNAL, Material};
use crate::booklet::layout::{Area, Bookmark, Leaf, Role, Sheet, Type};

const SUBTITLE: Text = Text::new(
    "社区服务设施选址与覆盖评估图册",
    "Siting of community services: maps, figures and lists",
);
const COVER: Text = Text::new("封面", "Cover");
const SCENARIO: Text = Text::new("方案", "Scenario");
const COMPARED: Text = Text::new("对照方案", "Compared with");
const DATE: Text = Text::new("制图日期", "Made on");
const DATA: Text = Text::new("数据时点", "State of the data");
const CRS: Text = Text::new("坐标系", "Coordinate system");
const STANDARD: Text = Text::new("标准", "Standard");
const REVIEW_NUMBER: Text = Text::new("审图号", "Map review number");
const PROGRAM: Text = Text::new("程序", "Program");

/// The first page.
pub fn cover_page(material: &Material) -> Leaf {
    let press = material.press;
    let mut sheet = Sheet::blank(press);
    let title = material.text(COVER).to_owned();
    sheet.leaf.bookmark = Some(Bookmark { title, is_nested: false });
    let body = press.body();
    let band = Area { width: 10.0, ..press.whole() };
    sheet.fill(band, press.palette.covered);
    let column = body.split_at(24.0, 0.0).1;
    let title = column.below(body.height * 0.2);
    let title_height = sheet.paragraph(title.top_strip(92.0), material.study_name(), Type::TITLE);
    let below = title.below(title_height + 8.0);
    let large = Type::HEADING.as_role(Role::Paragraph);
    sheet.line(below.top_strip(22.0), material.text(SUBTITLE), large.weak(), Align::Left);
    let rule = below.top + 40.0;
    let ends = [ScreenPoint::new(column.left, rule), ScreenPoint::new(column.right(), rule)];
    sheet.rule(ends, Stroke::solid(0.8, press.palette.text));
    let table = Area { top: rule + 14.0, height: body.bottom() - rule - 64.0, ..column };
    set_facts(&mut sheet, table, &facts(material));
    let mark = Area::new(column.left, body.bottom() - 30.0, column.width, 24.0);
    sheet.line(mark, material.text(INTERNAL), large.warning(), Align::Left);
    sheet.leaf
}

fn facts(material: &Material) -> Vec<(Text, String)> {
    let request = material.request;
    let study = material.session.study();
    let mut facts = vec![(SCENARIO, material.scenario_name(request.scenario))];
    if let Some(compared) = request.compared() {
        facts.push((COMPARED, material.scenario_name(compared)));
    }
    let standard = study.standard();
    facts.extend([
        (DATE, request.date.clone()),
        (DATA, material.data_date()),
        (CRS, study.layers().crs.code().to_owned()),
        (STANDARD, format!("{} {}", material.say(&standard.name), standard.version)),
        (REVIEW_NUMBER, request.review_number.clone().unwrap_or_else(|| "—".to_owned())),
        (PROGRAM, format!("Lifecircle {}", env!("CARGO_PKG_VERSION"))),
    ]);
    facts
}

fn set_facts(sheet: &mut Sheet, room: Area, facts: &[(Text, String)]) {
    const LABELS: f32 = 130.0;
    let language = sheet.press.language;
    let mut rest = room;
    for (label, value) in facts {
        let (label_room, value_room) = rest.split_at(LABELS, 10.0);
        sheet.line(label_room.top_strip(14.0), label.of(language), Type::BODY.weak(), Align::Left);
        let most = value_room.top_strip(30.0);
        let height = sheet.paragraph(most, value, Type::BODY).max(Type::BODY.line_height());
        rest = rest.below(height + 6.0);
    }
}
