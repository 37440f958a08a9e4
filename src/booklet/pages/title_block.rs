//! The title block of a map (图签): what must be known to read it rightly, and to whom it may be shown.

use crate::cartography::{Align, ScreenPoint, Stroke};
use crate::language::{Text, thousands};
use crate::study::ScenarioId;

use super::{INTERNAL, Material};
use crate::booklet::layout::{ARROW, Area, Sheet, Type};

/// With room for names of three lines in small print.
pub const HEIGHT: f32 = 56.0;

const STUDY: Text = Text::new("研究", "Study");
const SCENARIO: Text = Text::new("方案", "Scenario");
const SCALE: Text = Text::new("比例尺", "Scale");
const CRS: Text = Text::new("坐标系", "CRS");
const DATA: Text = Text::new("数据时点", "State of the data");
const DATE: Text = Text::new("制图日期", "Made on");
const REVIEW_NUMBER: Text = Text::new("审图号", "Review number");

/// Sets the block along the bottom of a room.
pub fn set_title_block(
    sheet: &mut Sheet,
    material: &Material,
    room: Area,
    scenarios: (ScenarioId, Option<ScenarioId>),
    scale: f64,
) {
    let (scenario, compared) = scenarios;
    let mut name = material.scenario_name(scenario);
    if let Some(compared) = compared {
        name = [material.scenario_name(compared), name].join(ARROW);
    }
    let request = material.request;
    let cells: [(Text, f32, String); 7] = [
        (STUDY, 2.0, material.study_name().to_owned()),
        (SCENARIO, 2.4, name),
        (SCALE, 0.9, format!("1:{}", thousands(scale.round() as i64))),
        (CRS, 0.9, material.session.study().layers().crs.code().to_owned()),
        (DATA, 1.2, material.data_date()),
        (DATE, 0.9, request.date.clone()),
        (REVIEW_NUMBER, 1.1, request.review_number.clone().unwrap_or_default()),
    ];
    let line = Stroke::solid(0.6, sheet.press.palette.unit_border);
    sheet.frame(room, line);
    let mark = room.top_strip(14.0);
    let mark = Area { left: mark.left + 4.0, width: mark.width - 8.0, top: mark.top + 2.4, ..mark };
    sheet.line(mark, material.text(INTERNAL), Type::SMALL.warning(), Align::Middle);
    let row = room.below(15.0);
    sheet.rule([row.corner(), ScreenPoint::new(row.right(), row.top)], line);
    let shares: f32 = cells.iter().map(|(_, share, _)| share).sum();
    let mut left = row.left;
    for (number, (label, share, value)) in cells.iter().enumerate() {
        let width = row.width * share / shares;
        if number > 0 {
            let ends = [ScreenPoint::new(left, row.top), ScreenPoint::new(left, row.bottom())];
            sheet.rule(ends, line);
        }
        let cell = Area { left: left + 4.0, width: width - 8.0, ..row };
        sheet.line(
            cell.below(2.0).top_strip(9.0),
            material.text(*label),
            Type::TINY.weak(),
            Align::Left,
        );
        sheet.name(cell.below(12.0), value, Type::BODY);
        left += width;
    }
}
