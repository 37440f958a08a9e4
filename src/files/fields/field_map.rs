//! Columns that the user names for fields, such as `buildings.residents=pop`.

use std::str::FromStr;

use crate::files::Role;
use crate::language::Message;

use super::Field;

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
    pub(super) fn column_of(&self, role: Role, field: Field) -> Option<&str> {
        let mut named = self.0.iter().rev().filter(|m| m.role == role && m.field == field);
        named.next().map(|mapping| mapping.column.as_str())
    }

    /// Layers for which a column is named.
    pub(in crate::files) fn roles(&self) -> impl Iterator<Item = Role> {
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
}
