//! Where the fields of a layer stand in a table: chosen, named, or found by their aliases.

use crate::files::aliases::{aliases, normal};
use crate::files::notes::Notes;
use crate::files::source::Overrides;
use crate::files::table::{Cell, Table};
use crate::files::{FieldMap, Role};
use crate::language::Message;

use super::Field;

/// Which column of a table holds which of our fields.
#[derive(Debug, Clone, Default)]
pub(in crate::files) struct Columns(Vec<FoundColumn>);

#[derive(Debug, Clone, Copy)]
struct FoundColumn {
    field: Field,
    position: usize,
    /// Whether the user named it; else its own name did.
    is_named: bool,
}

impl Columns {
    /// Finds the columns of a layer: the one chosen for it, else the one named for its role, else the
    /// first that is called so. A column that is named for the role and no feature has is an error.
    pub fn find(
        role: Role,
        table: &Table,
        map: &FieldMap,
        overrides: &Overrides,
        notes: &mut Notes,
    ) -> Self {
        let mut found = Vec::new();
        for field in Field::all_of(role) {
            if let Some(chosen) = overrides.column_of(field) {
                let position = chosen.and_then(|name| table.position(name));
                found.extend(position.map(|position| FoundColumn {
                    field,
                    position,
                    is_named: true,
                }));
                if chosen.is_none() || position.is_some() {
                    continue;
                }
            }
            let named = map.column_of(role, field);
            let column = match named {
                Some(name) => {
                    let column = table.position(name);
                    if column.is_none() {
                        notes.fail(no_such_column(field, name, table));
                    }
                    column
                }
                None => column_by_alias(role, field, table),
            };
            let is_named = named.is_some();
            found.extend(column.map(|position| FoundColumn { field, position, is_named }));
        }
        Self(found)
    }

    pub fn has(&self, field: Field) -> bool {
        self.column_of(field).is_some()
    }

    /// A feature's value of a field; empty where the file has no such column.
    pub fn cell<'t>(&self, table: &'t Table, field: Field, feature: usize) -> &'t Cell {
        self.column_of(field).map_or(&Cell::Empty, |column| table.cell(column, feature))
    }

    /// Our field → column, for the report.
    pub fn names(&self, table: &Table) -> Vec<(String, String)> {
        self.fields(table).map(|(field, column, _)| (field.id().to_owned(), column)).collect()
    }

    /// Our field, its column, and whether the user named it.
    pub fn fields(&self, table: &Table) -> impl Iterator<Item = (Field, String, bool)> {
        self.0.iter().filter_map(|found| {
            let column = table.columns().get(found.position)?;
            Some((found.field, column.name.clone(), found.is_named))
        })
    }

    fn column_of(&self, field: Field) -> Option<usize> {
        self.0.iter().find(|found| found.field == field).map(|found| found.position)
    }
}

/// The column of the first alias that has values.
fn column_by_alias(role: Role, field: Field, table: &Table) -> Option<usize> {
    let columns = table.columns();
    let names: Vec<String> = columns.iter().map(|column| normal(&column.name)).collect();
    let found = aliases(role, field).find_map(|alias| {
        let alias = normal(alias);
        let same = |(column, name): (usize, &String)| (*name == alias).then_some(column);
        let mut called_so = names.iter().enumerate().filter_map(same);
        called_so.find(|column| columns.get(*column).is_some_and(|column| column.has_values()))
    });
    found.or_else(|| column_by_cut_alias(role, field, table, &names))
}

/// The column called by the beginning of an alias, as far as a shapefile has room for names: nine or
/// ten bytes of UTF-8.
fn column_by_cut_alias(role: Role, field: Field, table: &Table, names: &[String]) -> Option<usize> {
    let columns = table.columns();
    aliases(role, field).find_map(|alias| {
        let alias = normal(alias);
        let is_cut = |name: &str| {
            let is_full = may_be_cut(name);
            is_full
                && alias.len() > name.len()
                && alias.starts_with(name)
                && !is_whole_name_of_another(role, field, name)
        };
        let mut called_so = (0..names.len()).filter(|column| is_cut(&names[*column]));
        called_so.find(|column| columns.get(*column).is_some_and(|column| column.has_values()))
    })
}

/// Whether a name is what another field of the layer is called in full.
fn is_whole_name_of_another(role: Role, field: Field, name: &str) -> bool {
    let mut others = Field::all_of(role).into_iter().filter(|other| *other != field);
    others.any(|other| aliases(role, other).any(|alias| normal(alias) == name))
}

/// Whether a name may have been cut to the room that a shapefile has for it.
fn may_be_cut(name: &str) -> bool {
    (9..=10).contains(&name.len())
}

fn no_such_column(field: Field, name: &str, table: &Table) -> Message {
    let columns: Vec<_> = table.columns().iter().map(|column| column.name.as_str()).collect();
    Message::new(
        format!("字段 {}：没有名为“{name}”的列；现有：{}", field.id(), columns.join("、")),
        format!("field {}: no column \"{name}\"; columns: {}", field.id(), columns.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::flaw::Flaw;
    use crate::layers::Group;

    fn column_for(role: Role, field: Field, names: &[&str]) -> Option<String> {
        let mut table = Table::default();
        let values = names.iter().map(|name| (name, Cell::from("1")));
        table.push(Err(Flaw::NoGeometry), values);
        let columns = {
            let (map, overrides) = (FieldMap::default(), Overrides::default());
            Columns::find(role, &table, &map, &overrides, &mut Notes::on("", 1))
        };
        columns.names(&table).into_iter().find(|(f, _)| f == field.id()).map(|(_, column)| column)
    }

    #[test]
    fn residents_are_found_under_their_usual_names() {
        for name in ["residents", "POP", "Population", "人口", "RK", "常住人口", "居民", "persons"]
        {
            let found = column_for(Role::Buildings, Field::Residents, &["x", name]);
            assert_eq!(found.as_deref(), Some(name));
        }
    }

    #[test]
    fn chinese_and_pinyin_columns_are_found() {
        let building = |field, name| column_for(Role::Buildings, field, &["x", name]).is_some();
        assert!(building(Field::Storeys, "地上层数") && building(Field::Storeys, "CS"));
        assert!(building(Field::FloorArea, "JZMJ") && building(Field::Use, "使用性质"));
        assert!(building(Field::Age(Group::Age60Plus), "60岁以上"));
        assert!(building(Field::Age(Group::Age80Plus), "age_80p"));
        assert!(column_for(Role::Units, Field::Id, &["WGBM"]).is_some());
        assert!(column_for(Role::Facilities, Field::Function, &["设施类型"]).is_some());
    }

    #[test]
    fn the_first_alias_wins_whatever_the_order_of_columns() {
        let found = column_for(Role::Facilities, Field::Function, &["type", "category"]);
        assert_eq!(found.as_deref(), Some("category"));
        let found = column_for(Role::Buildings, Field::Id, &["FID", "code", "id"]);
        assert_eq!(found.as_deref(), Some("id"));
    }
}
