//! The columns of the layer of candidates and their values.

use rusqlite::types::Value as SqlValue;
use serde_json::Value;

/// The columns of format 4 and before.
const FIRST_COLUMNS: [(&str, Kind); 3] =
    [("id", Kind::Text), ("name", Kind::Text), ("usable_area_m2", Kind::Number)];

/// The columns since format 5. What is not known is empty.
pub(super) const LATER_COLUMNS: [(&str, Kind); 34] = [
    ("address", Kind::Text),
    ("building", Kind::Text),
    ("listed_from", Kind::Text),
    ("stock", Kind::Text),
    ("idle", Kind::Flag),
    ("owner_kind", Kind::Text),
    ("owner", Kind::Text),
    ("title_no", Kind::Text),
    ("current_use", Kind::Text),
    ("floors", Kind::Text),
    ("storeys", Kind::Number),
    ("total_area_m2", Kind::Number),
    ("available_area_m2", Kind::Number),
    ("outdoor_area_m2", Kind::Number),
    ("year", Kind::Number),
    ("structure", Kind::Text),
    ("lift", Kind::Flag),
    ("barrier_free", Kind::Flag),
    ("own_entrance", Kind::Flag),
    ("appraisal", Kind::Text),
    ("appraised_on", Kind::Text),
    ("fire_grade", Kind::Text),
    ("exits", Kind::Number),
    ("sprinkler", Kind::Flag),
    ("heritage", Kind::Flag),
    ("illegal_construction", Kind::Flag),
    ("rent_yuan_per_m2_day", Kind::Number),
    ("refit_cost_yuan", Kind::Number),
    ("functions", Kind::Text),
    ("review_state", Kind::Text),
    ("review", Kind::Json),
    ("levers", Kind::Json),
    ("attachments", Kind::Json),
    ("notes", Kind::Text),
];

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    Flag,
    Json,
}

impl Kind {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Text | Self::Json => "TEXT",
            Self::Number => "DOUBLE",
            Self::Flag => "BOOLEAN",
        }
    }

    /// A value of the record as the column holds it.
    pub(super) fn to_sql(self, value: Option<Value>) -> SqlValue {
        match (self, value) {
            (_, None | Some(Value::Null)) => SqlValue::Null,
            (Self::Json, Some(value)) => SqlValue::Text(value.to_string()),
            (_, Some(Value::String(text))) => SqlValue::Text(text),
            (_, Some(Value::Bool(flag))) => SqlValue::Integer(i64::from(flag)),
            (_, Some(number)) => number.as_f64().map_or(SqlValue::Null, SqlValue::Real),
        }
    }

    /// A value of the column as the record has it; `None` where it is empty or something else.
    pub(super) fn of_sql(self, value: SqlValue) -> Option<Value> {
        match (self, value) {
            (Self::Text, SqlValue::Text(text)) => Some(Value::String(text)),
            (Self::Text, SqlValue::Integer(number)) => Some(Value::String(number.to_string())),
            (Self::Number, SqlValue::Real(number)) => Some(Value::from(number)),
            (Self::Number, SqlValue::Integer(number)) => Some(Value::from(number as f64)),
            (Self::Flag, SqlValue::Integer(flag)) => Some(Value::Bool(flag != 0)),
            (Self::Json, SqlValue::Text(json)) => serde_json::from_str(&json).ok(),
            _ => None,
        }
    }
}

/// All columns in their order, besides number and place.
pub(super) fn columns() -> impl Iterator<Item = (&'static str, Kind)> {
    FIRST_COLUMNS.into_iter().chain(LATER_COLUMNS)
}
