//! The choice of pilot communities as a table: each unit with its score, what it is made of, and why
//! it is among them or not.

use crate::language::{Language, Text};
use crate::programme::{Pilot, PilotStanding};
use crate::study::{PilotIndicator, PilotRule, Study};

use super::{Cell, Column, Format, List, Row, RowKey, Table};

/// One row per unit, the chosen ones first; two columns per criterion: its value and its part of the
/// score.
pub fn pilot_table(study: &Study, rule: &PilotRule, pilots: &[Pilot], language: Language) -> Table {
    let mut columns = vec![
        Column::text("id", Text::new("编号", "Id")),
        Column::text("district", Text::new("区", "District")).grouping(),
        Column::text("unit", Text::new("规划单元", "Unit")),
        Column::new("place", Text::new("试点序号", "Pilot no."), Format::Whole),
        Column::new("score", Text::new("得分", "Score"), Format::Share),
        Column::text("reason", Text::new("理由", "Reason")),
    ];
    columns.extend(rule.criteria.iter().map(|c| indicator_column(c.indicator)));
    let rows = pilots.iter().map(|pilot| row(study, rule, pilot, language)).collect();
    Table { name: List::Pilots.name(), columns, rows }
}

fn indicator_column(indicator: PilotIndicator) -> Column {
    let format = match indicator {
        PilotIndicator::Elderly | PilotIndicator::Infants | PilotIndicator::Coverage => {
            Format::Percent
        }
        _ => Format::Whole,
    };
    Column::new(indicator.id(), indicator.name(), format)
}

fn row(study: &Study, rule: &PilotRule, pilot: &Pilot, language: Language) -> Row {
    let units = &study.layers().units;
    let place = match pilot.standing {
        PilotStanding::Chosen { place } => Some(place as f64),
        _ => None,
    };
    let excluded = matches!(pilot.standing, PilotStanding::Excluded { .. });
    let mut cells = vec![
        Cell::text(units.id(pilot.unit)),
        Cell::text(units.district(pilot.unit).unwrap_or_default()),
        Cell::text(units.name(pilot.unit)),
        Cell::number(place),
        Cell::number((!excluded).then_some(pilot.score)),
        Cell::text(reason(rule, pilot, language)),
    ];
    cells.extend(pilot.values.iter().map(|value| Cell::number(*value)));
    Row { key: RowKey::Unit(pilot.unit), cells }
}

/// Why a unit is where it is: the parts of its score, or what keeps it out.
fn reason(rule: &PilotRule, pilot: &Pilot, language: Language) -> String {
    let name = |position: usize| {
        let criterion = rule.criteria.get(position);
        criterion.map_or("", |criterion| criterion.indicator.name().of(language))
    };
    let parts_of_score = || {
        let parts = pilot.parts.iter().enumerate().filter(|(_, part)| **part > 0.0);
        let parts: Vec<String> =
            parts.map(|(position, part)| format!("{} {part:.2}", name(position))).collect();
        parts.join(" + ")
    };
    match pilot.standing {
        PilotStanding::Excluded { criterion } => language.pick(
            format!("未达门槛：{}", name(criterion)),
            format!("threshold: {}", name(criterion)),
        ),
        PilotStanding::DistrictFull => {
            language.pick("本区名额已满", "its district has its number").to_owned()
        }
        PilotStanding::Chosen { .. } => parts_of_score(),
        PilotStanding::TooLow => {
            let (number, parts) = (rule.count, parts_of_score());
            let colon = if parts.is_empty() { "" } else { language.pick("：", ": ") };
            language.pick(
                format!("已选满 {number} 个{colon}{parts}"),
                format!("the number of {number} is reached{colon}{parts}"),
            )
        }
    }
}
