//! The yearly evaluation as a table.

use std::collections::HashMap;

use crate::language::{Language, Text};
use crate::programme::{Development, EvaluatedYear, Evaluation, Scope};

use super::{Cell, Column, Format, Row, RowKey, Table};

const COLUMNS: [Column; 15] = [
    Column::text("from", Text::new("自", "From")).grouping(),
    Column::text("to", Text::new("至", "To")).grouping(),
    Column::text("scope", Text::new("范围", "Scope")).grouping(),
    Column::text("unit", Text::new("单元编号", "Unit id")),
    Column::text("name", Text::new("规划单元", "Unit")),
    Column::text("district", Text::new("区", "District")).grouping(),
    Column::text("function", Text::new("功能", "Function")).grouping(),
    Column::new("population_before", Text::new("前期人数", "Persons before"), Format::Whole),
    Column::new("population", Text::new("现期人数", "Persons"), Format::Whole),
    Column::new("rate_before", Text::new("前期覆盖率", "Rate before"), Format::Percent),
    Column::new("rate", Text::new("现期覆盖率", "Rate"), Format::Percent),
    Column::new("change", Text::new("已覆盖人数变化", "Change in covered"), Format::Whole),
    Column::new("by_residents", Text::new("其中：人口变化", "of it: residents"), Format::Whole),
    Column::new("by_facilities", Text::new("其中：设施变化", "of it: facilities"), Format::Whole),
    Column::new("by_standard", Text::new("其中：标准变化", "of it: standard"), Format::Whole),
];

/// One row per step from year to year, place and function: first the whole, then districts, then
/// units. `is_wanted` leaves places out.
pub fn development_table(
    evaluation: &Evaluation,
    is_wanted: impl Fn(&Scope) -> bool,
    language: Language,
) -> Table {
    let names: HashMap<String, String> = evaluation
        .functions()
        .into_iter()
        .map(|(id, name)| (id, name.of(language).to_owned()))
        .collect();
    let mut rows = Vec::new();
    for (pair, step) in evaluation.years.windows(2).zip(&evaluation.steps) {
        let [from, to] = pair else { continue };
        let places = UnitPlaces::of(to, from);
        for development in step.iter().filter(|development| is_wanted(&development.scope)) {
            let mut cells = vec![Cell::text(&from.name), Cell::text(&to.name)];
            cells.extend(places.cells(&development.scope, language));
            let function = names.get(&development.function).unwrap_or(&development.function);
            cells.push(Cell::text(function));
            cells.extend(number_cells(development));
            rows.push(Row { key: RowKey::Total(rows.len()), cells });
        }
    }
    Table { name: Text::new("年度评价", "Yearly evaluation"), columns: COLUMNS.to_vec(), rows }
}

/// Where units are in their layer, those of the later year before those that are gone.
struct UnitPlaces<'a>(HashMap<&'a str, (&'a EvaluatedYear, usize)>);

impl<'a> UnitPlaces<'a> {
    fn of(after: &'a EvaluatedYear, before: &'a EvaluatedYear) -> Self {
        let mut places = HashMap::new();
        for year in [before, after] {
            places.extend((0..year.units.len()).map(|unit| (year.units.id(unit), (year, unit))));
        }
        Self(places)
    }

    /// Scope, id, name and district.
    fn cells(&self, scope: &Scope, language: Language) -> [Cell; 4] {
        match scope {
            Scope::Whole => {
                [Cell::text(language.pick("全域", "all")), Cell::Empty, Cell::Empty, Cell::Empty]
            }
            Scope::District(district) => {
                let scope = language.pick("区", "district");
                [Cell::text(scope), Cell::Empty, Cell::Empty, Cell::text(district)]
            }
            Scope::Unit(id) => {
                let place = self.0.get(id.as_str());
                let name = place.map_or("", |(year, unit)| year.units.name(*unit));
                let district = place.and_then(|(year, unit)| year.units.district(*unit));
                let scope = language.pick("单元", "unit");
                [
                    Cell::text(scope),
                    Cell::text(id),
                    Cell::text(name),
                    Cell::text(district.unwrap_or_default()),
                ]
            }
        }
    }
}

fn number_cells(development: &Development) -> [Cell; 8] {
    let Development { before, after, parts, .. } = development;
    [
        Cell::number(before.map(|reached| reached.population.as_f64())),
        Cell::number(after.map(|reached| reached.population.as_f64())),
        Cell::number(before.and_then(|reached| reached.rate())),
        Cell::number(after.and_then(|reached| reached.rate())),
        Cell::number(parts.map(|parts| parts.sum())),
        Cell::number(parts.map(|parts| parts.residents)),
        Cell::number(parts.map(|parts| parts.facilities)),
        Cell::number(parts.map(|parts| parts.standard)),
    ]
}
