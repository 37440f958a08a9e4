//! What the numbers rest on: the parameters of the walk, and every figure of the standard with its
//! standing and source.

use crate::language::{Language, Text};
use crate::layers::Group;
use crate::session::Session;
use crate::standard::{FigurePlace, Norm};
use crate::study::{Parameters, Study, WalkLimit, WalkModel};

use super::{Cell, Column, Format, Row, RowKey, Table};

const COLUMNS: [Column; 6] = [
    Column::text("of", Text::new("范围", "Of")),
    Column::text("name", Text::new("名称", "Name")),
    Column::new("value", Text::new("数值", "Value"), Format::Share),
    Column::text("unit", Text::new("单位", "Unit")),
    Column::text("standing", Text::new("可靠程度", "Standing")),
    Column::text("source", Text::new("来源", "Source")),
];

/// One row per parameter, then one per figure of the standard.
pub fn parameters_table(session: &Session, language: Language) -> Table {
    let study = session.study();
    let rows = walk_rows(study.parameters(), language).into_iter();
    let rows = rows.chain(standard_rows(study, language));
    let row = |(position, cells)| Row { key: RowKey::Total(position), cells };
    Table {
        name: Text::new("参数", "Parameters"),
        columns: COLUMNS.to_vec(),
        rows: rows.enumerate().map(row).collect(),
    }
}

fn walk_rows(parameters: &Parameters, language: Language) -> Vec<Vec<Cell>> {
    let Parameters { limit, model, detour, pace_m_per_s, paces, network, growth: _ } = parameters;
    let of = language.pick("步行", "Walking");
    let say = |text: Text| Cell::text(text.of(language));
    let row = |name: Text, value: Cell, unit: Text| {
        vec![Cell::text(of), say(name), value, say(unit), Cell::Empty, Cell::Empty]
    };
    let model = match model {
        WalkModel::Circle => Text::new("直线圆", "circle"),
        WalkModel::Network => Text::new("步行网络", "network"),
    };
    let none = Text::new("", "");
    let limit = match limit {
        WalkLimit::ByStandard => (say(Text::new("按标准", "by the standard")), none),
        WalkLimit::Metres(metres) => (Cell::Number(*metres), Text::new("米", "m")),
        WalkLimit::Minutes(minutes) => (Cell::Number(*minutes), Text::new("分钟", "min")),
    };
    let seconds = Text::new("秒", "s");
    let mut rows = vec![
        row(Text::new("步行模型", "Walk model"), say(model), none),
        row(Text::new("步行限值", "Walking limit"), limit.0, limit.1),
        row(Text::new("绕行系数", "Detour factor"), Cell::Number(*detour), none),
        row(Text::new("步速", "Pace"), Cell::Number(*pace_m_per_s), Text::new("米/秒", "m/s")),
        row(
            Text::new("过街延误", "Delay of a crossing"),
            Cell::Assumed(network.crossing_delay_s),
            seconds,
        ),
        row(
            Text::new("天桥、地道延误", "Delay of a footbridge or underpass"),
            Cell::Assumed(network.footbridge_delay_s),
            seconds,
        ),
    ];
    let paces = Group::ALL.into_iter().filter_map(|age| Some((age, paces.of(age)?)));
    rows.extend(paces.map(|(age, pace)| {
        let Text { zh, en } = age.name();
        let name = Cell::text(language.pick(format!("步速：{zh}"), format!("Pace, {en}")));
        let unit = say(Text::new("米/秒", "m/s"));
        vec![Cell::text(of), name, Cell::Assumed(pace), unit, Cell::Empty, Cell::Empty]
    }));
    if let Some(growth) = parameters.growth_text() {
        let name = Text::new("人口假设", "What-if of residents");
        rows.push(row(name, Cell::text(growth.of(language)), none));
    }
    rows
}

fn standard_rows(study: &Study, language: Language) -> Vec<Vec<Cell>> {
    let standard = study.standard();
    let row = |(place, norm): (FigurePlace, Norm)| {
        let function = place.function().and_then(|id| standard.function_by_id(id));
        let of_all = language.pick("全部功能", "All functions");
        let of = function.map_or(of_all, |function| function.name.of(language));
        let value = match norm.standing.needs_mark() {
            true => Cell::Assumed(norm.value),
            false => Cell::Number(norm.value),
        };
        vec![
            Cell::text(of),
            Cell::text(place.name().of(language)),
            value,
            Cell::text(place.unit().of(language)),
            Cell::text(norm.standing.name().of(language)),
            Cell::text(norm.source),
        ]
    };
    standard.figures().into_iter().map(row).collect()
}
