//! Our fields of each layer, and which column of a file each is read from: the one the user names
//! with `--map`, else the first of the field's aliases that has values.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::language::{Message, Text};
use crate::layers::Group;
use crate::study::register::Term as _;

use super::Role;
use super::aliases::{aliases, normal};
use super::notes::Notes;
use super::register_fields::RegisterField;
use super::source::Overrides;
use super::table::{Cell, Table};

/// A field that some layer may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Field {
    Id,
    Name,
    /// The district that a planning unit belongs to.
    District,
    Residents,
    /// Residents of an age group.
    Age(Group),
    Use,
    Storeys,
    Height,
    FloorArea,
    Capacity,
    /// When a facility is open.
    Hours,
    Households,
    Idle,
    Function,
    Class,
    Bridge,
    Tunnel,
    Level,
    Crossing,
    Kind,
    UsableArea,
    /// What only candidates have.
    Register(RegisterField),
}

impl Field {
    /// The fields of a layer, in the order they are reported.
    pub fn all_of(role: Role) -> Vec<Self> {
        match role {
            Role::Units => {
                let first = [Self::Id, Self::Name, Self::District, Self::Residents];
                first.into_iter().chain(Self::ages()).collect()
            }
            Role::Population => std::iter::once(Self::Residents).chain(Self::ages()).collect(),
            Role::Buildings => {
                let first = [Self::Id, Self::Name, Self::Residents];
                let last = [
                    Self::Use,
                    Self::Storeys,
                    Self::Height,
                    Self::FloorArea,
                    Self::Households,
                    Self::Idle,
                ];
                first.into_iter().chain(Self::ages()).chain(last).collect()
            }
            Role::Facilities => {
                let first = [Self::Id, Self::Name, Self::Function];
                first.into_iter().chain([Self::FloorArea, Self::Capacity, Self::Hours]).collect()
            }
            Role::Streets => {
                vec![
                    Self::Name,
                    Self::Class,
                    Self::Bridge,
                    Self::Tunnel,
                    Self::Level,
                    Self::Crossing,
                ]
            }
            Role::Barriers => vec![Self::Kind],
            Role::Candidates => {
                let first = [
                    Self::Id,
                    Self::Name,
                    Self::UsableArea,
                    Self::FloorArea,
                    Self::Use,
                    Self::Idle,
                    Self::Storeys,
                    Self::Function,
                ];
                let others = RegisterField::ALL.iter().copied().map(Self::Register);
                first.into_iter().chain(others).collect()
            }
        }
    }

    /// Residents of each age.
    fn ages() -> impl Iterator<Item = Self> {
        Group::ALL.into_iter().filter(|group| *group != Group::All).map(Self::Age)
    }

    /// The name in messages and in `--map buildings.residents=pop`.
    pub fn id(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::District => "district",
            Self::Residents => "residents",
            Self::Age(group) => group.id(),
            Self::Use => "use",
            Self::Storeys => "storeys",
            Self::Height => "height",
            Self::FloorArea => "floor_area",
            Self::Capacity => "capacity",
            Self::Hours => "hours",
            Self::Households => "households",
            Self::Idle => "idle",
            Self::Function => "function",
            Self::Class => "class",
            Self::Bridge => "bridge",
            Self::Tunnel => "tunnel",
            Self::Level => "level",
            Self::Crossing => "crossing",
            Self::Kind => "kind",
            Self::UsableArea => "usable_area",
            Self::Register(field) => field.id(),
        }
    }

    /// What the window calls it.
    pub fn name(self) -> Text {
        match self {
            Self::Id => Text::new("编号", "Id"),
            Self::Name => Text::new("名称", "Name"),
            Self::District => Text::new("所属行政区", "District"),
            Self::Residents => Text::new("居民人数", "Residents"),
            Self::Age(group) => group.name(),
            Self::Use => Text::new("用途", "Use"),
            Self::Storeys => Text::new("层数", "Storeys"),
            Self::Height => Text::new("高度", "Height"),
            Self::FloorArea => Text::new("建筑面积", "Floor area"),
            Self::Capacity => Text::new("服务能力", "Capacity"),
            Self::Hours => Text::new("开放时间", "Opening hours"),
            Self::Households => Text::new("户数", "Households"),
            Self::Idle => Text::new("闲置", "Idle"),
            Self::Function => Text::new("功能", "Function"),
            Self::Class => Text::new("等级", "Class"),
            Self::Bridge => Text::new("桥梁", "Bridge"),
            Self::Tunnel => Text::new("隧道", "Tunnel"),
            Self::Level => Text::new("层级", "Level"),
            Self::Crossing => Text::new("过街", "Crossing"),
            Self::Kind => Text::new("类别", "Kind"),
            Self::UsableArea => Text::new("可用面积", "Usable area"),
            Self::Register(field) => field.name(),
        }
    }

    /// The field of a layer with this name.
    pub fn from_id(role: Role, id: &str) -> Option<Self> {
        Self::all_of(role).into_iter().find(|field| field.id() == id)
    }
}

/// Columns the user named, whatever the aliases say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap(Vec<Mapping>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Mapping {
    role: Role,
    field: Field,
    column: String,
}

/// Why a text is no mapping of a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FieldMapError {
    #[error("expected ROLE.FIELD=COLUMN, such as buildings.residents=pop")]
    Form,
    #[error("no layer is called {0}; layers: {roles}", roles = role_names())]
    UnknownRole(String),
    #[error("{role} have no field {field}; fields: {fields}", role = .role.id(), fields = field_names(*.role))]
    UnknownField { role: Role, field: String },
}

impl FieldMapError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::Form => "应写作 图层.字段=列名，例如 buildings.residents=pop".to_owned(),
            Self::UnknownRole(role) => format!("没有名为 {role} 的图层；可用：{}", role_names()),
            Self::UnknownField { role, field } => {
                format!("图层 {} 没有字段 {field}；可用：{}", role.id(), field_names(*role))
            }
        };
        Message::new(zh, self.to_string())
    }
}

fn role_names() -> String {
    Role::ALL.map(Role::id).join(", ")
}

fn field_names(role: Role) -> String {
    Field::all_of(role).into_iter().map(Field::id).collect::<Vec<_>>().join(", ")
}

impl FieldMap {
    /// Reads one mapping, such as `buildings.residents=pop`.
    pub fn parse(text: &str) -> Result<Self, FieldMapError> {
        let (field, column) = text.split_once('=').ok_or(FieldMapError::Form)?;
        let (role, field) = field.split_once('.').ok_or(FieldMapError::Form)?;
        let (role, field) = (role.trim(), field.trim());
        if column.trim().is_empty() {
            return Err(FieldMapError::Form);
        }
        let known = Role::from_id(role);
        let role = known.ok_or_else(|| FieldMapError::UnknownRole(role.to_owned()))?;
        let unknown = || FieldMapError::UnknownField { role, field: field.to_owned() };
        let field = Field::from_id(role, field).ok_or_else(unknown)?;
        Ok(Self(vec![Mapping { role, field, column: column.to_owned() }]))
    }

    /// The column named for a field; the last word counts.
    fn column_of(&self, role: Role, field: Field) -> Option<&str> {
        let mut named = self.0.iter().rev().filter(|m| m.role == role && m.field == field);
        named.next().map(|mapping| mapping.column.as_str())
    }

    /// Layers for which a column is named.
    pub(super) fn roles(&self) -> impl Iterator<Item = Role> {
        self.0.iter().map(|mapping| mapping.role)
    }
}

impl FromStr for FieldMap {
    type Err = FieldMapError;

    fn from_str(text: &str) -> Result<Self, FieldMapError> {
        Self::parse(text)
    }
}

/// Puts several mappings together.
impl FromIterator<FieldMap> for FieldMap {
    fn from_iter<I: IntoIterator<Item = FieldMap>>(maps: I) -> Self {
        Self(maps.into_iter().flat_map(|map| map.0).collect())
    }
}

/// Which column of a table holds which of our fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns(Vec<FoundColumn>);

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

    #[test]
    fn a_mapping_names_role_field_and_column() {
        let map = FieldMap::parse("buildings.residents=常住人口").expect("well formed");
        assert_eq!(map.column_of(Role::Buildings, Field::Residents), Some("常住人口"));
        assert_eq!(map.column_of(Role::Units, Field::Id), None);
        assert_eq!(FieldMap::parse("buildings.age80p=A"), "buildings.age80p=A".parse());
    }

    #[test]
    fn a_bad_mapping_says_what_is_known() {
        assert_eq!(FieldMap::parse("residents=pop"), Err(FieldMapError::Form));
        assert_eq!(FieldMap::parse("buildings.residents="), Err(FieldMapError::Form));
        let error = FieldMap::parse("houses.id=x").expect_err("no such layer");
        assert!(error.to_string().contains("buildings"), "{error}");
        let error = FieldMap::parse("units.storeys=x").expect_err("no such field");
        assert!(error.message().zh.contains("id, name, district"), "{error}");
    }

    fn column_for(role: Role, field: Field, names: &[&str]) -> Option<String> {
        let mut table = Table::default();
        let values = names.iter().map(|name| (name, Cell::from("1")));
        table.push(Err(super::super::flaw::Flaw::NoGeometry), values);
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
