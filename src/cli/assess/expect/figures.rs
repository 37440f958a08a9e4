//! The figures of an assessment's document, each by its place, and how two documents differ in them.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::language::Language;

use super::tolerance::Tolerances;

/// The sections that hold figures.
const SECTIONS: [&str; 5] = ["totals", "units", "buildings", "facilities", "measures"];

/// What a row is known by; no figures of its own.
const KEYS: [&str; 5] = ["id", "function", "group", "method", "minutes"];

/// All figures of a document, in its order.
pub(super) struct Figures(Vec<Figure>);

struct Figure {
    /// Such as `units B7, health`.
    place: String,
    field: String,
    /// Nothing where it has no value, such as the rate where nobody lives.
    value: Option<f64>,
}

/// A figure that is not what was expected.
pub(super) struct Change {
    place: String,
    field: String,
    expected: Option<f64>,
    /// Nothing beside `is_gone` where it has no value any more.
    found: Option<f64>,
    is_gone: bool,
    is_new: bool,
    allowed: f64,
}

impl Figures {
    pub fn of(document: &Value) -> Self {
        let mut all = Vec::new();
        for section in SECTIONS {
            collect(&document[section], section, section, &mut all);
        }
        Self(all)
    }

    /// What differs by more than its tolerance, the worst first.
    pub fn changes(&self, now: &Self, tolerances: &Tolerances) -> Vec<Change> {
        let mut found: HashMap<(&str, &str), Option<f64>> =
            now.0.iter().map(|figure| (figure.key(), figure.value)).collect();
        let mut changes = Vec::new();
        for figure in &self.0 {
            let now = found.remove(&figure.key());
            changes.extend(figure.change(now, tolerances));
        }
        let is_new = |figure: &&Figure| found.contains_key(&figure.key());
        changes.extend(now.0.iter().filter(is_new).map(Figure::as_new));
        // Equally bad ones stay in the order of the document.
        changes.sort_by(|a, b| b.badness().total_cmp(&a.badness()));
        changes
    }
}

/// Gathers the figures below a place.
fn collect(value: &Value, place: &str, field: &str, all: &mut Vec<Figure>) {
    let number = match value {
        Value::Object(fields) => {
            let place = named(place, fields);
            for (name, value) in fields.iter().filter(|(name, _)| !KEYS.contains(&name.as_str())) {
                match value {
                    Value::Object(_) | Value::Array(_) => {
                        collect(value, &format!("{place}, {name}"), name, all);
                    }
                    _ => collect(value, &place, name, all),
                }
            }
            return;
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                match item {
                    Value::Object(_) => collect(item, place, field, all),
                    _ => collect(item, &format!("{place} [{position}]"), field, all),
                }
            }
            return;
        }
        Value::String(_) => return,
        Value::Bool(is) => Some(f64::from(u8::from(*is))),
        Value::Number(number) => number.as_f64(),
        Value::Null => None,
    };
    all.push(Figure { place: place.to_owned(), field: field.to_owned(), value: number });
}

/// The place of a row: with what it is known by.
fn named(place: &str, fields: &Map<String, Value>) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let keys: Vec<String> = KEYS.iter().filter_map(|key| fields.get(*key).map(text)).collect();
    if keys.is_empty() { place.to_owned() } else { format!("{place} {}", keys.join(", ")) }
}

impl Figure {
    fn key(&self) -> (&str, &str) {
        (&self.place, &self.field)
    }

    /// `now` is nothing where there is no such figure any more.
    fn change(&self, now: Option<Option<f64>>, tolerances: &Tolerances) -> Option<Change> {
        let allowed = tolerances.of_field(&self.field).allowed(self.value.unwrap_or_default());
        let holds = match (self.value, now) {
            (Some(expected), Some(Some(found))) => (found - expected).abs() <= allowed,
            (None, Some(None)) => true,
            _ => false,
        };
        (!holds).then(|| Change {
            place: self.place.clone(),
            field: self.field.clone(),
            expected: self.value,
            found: now.flatten(),
            is_gone: now.is_none(),
            is_new: false,
            allowed,
        })
    }

    fn as_new(&self) -> Change {
        Change {
            place: self.place.clone(),
            field: self.field.clone(),
            expected: None,
            found: self.value,
            is_gone: false,
            is_new: true,
            allowed: 0.0,
        }
    }
}

impl Change {
    /// How bad it is: the share of what was expected by which it is off beyond what is allowed.
    /// What came or went is worse than anything that is still there.
    fn badness(&self) -> f64 {
        match (self.expected, self.found) {
            (Some(expected), Some(found)) if !self.is_gone => {
                let beyond = (found - expected).abs() - self.allowed;
                if expected == 0.0 { f64::MAX } else { (beyond / expected.abs()).min(f64::MAX) }
            }
            _ => f64::INFINITY,
        }
    }

    /// `units B7, health, all: rate 0.83 → 0.81 (−0.02, −2.41 %; allowed 0.001)`.
    pub fn line(&self, language: Language) -> String {
        let shown = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |v| v.to_string());
        let (place, field, expected) = (&self.place, &self.field, shown(self.expected));
        let colon = language.pick("：", ": ");
        if self.is_gone {
            let gone = language.pick("不再有", "is gone");
            return format!("{place}{colon}{field} {expected} → {gone}");
        }
        let found = shown(self.found);
        if self.is_new {
            let new = language.pick("新增", "is new");
            return format!("{place}{colon}{field} {new} → {found}");
        }
        let by = self.expected.zip(self.found).map_or_else(String::new, |(expected, found)| {
            let by = found - expected;
            let percent = match expected == 0.0 {
                true => String::new(),
                false => format!(", {:+.2} %", 100.0 * by / expected.abs()),
            };
            let allowed = language.pick("允许", "allowed");
            format!(" ({}{percent}; {allowed} {})", signed(by), rounded(self.allowed))
        });
        format!("{place}{colon}{field} {expected} → {found}{by}")
    }
}

/// With its sign, and as many digits as say something.
fn signed(number: f64) -> String {
    let sign = if number < 0.0 { "−" } else { "+" };
    format!("{sign}{}", rounded(number.abs()))
}

fn rounded(number: f64) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let digits = 10_f64.powf(3.0 - number.abs().log10().floor());
    (number * digits).round() / digits
}
