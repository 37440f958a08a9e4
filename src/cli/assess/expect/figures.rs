//! The figures of an assessment's document, each by its place, and how two documents differ in them.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::language::Language;

use super::kind::FigureKind;
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
    kind: FigureKind,
    value: FigureValue,
}

#[derive(Debug, Clone, PartialEq)]
enum FigureValue {
    /// Nothing where it has no value, such as the rate where nobody lives.
    One(Option<f64>),
    /// Persons by class: one figure, however many classes there are.
    Distribution(Vec<f64>),
}

/// A figure that is not what was expected.
pub(super) struct Change {
    place: String,
    field: String,
    kind: ChangeKind,
}

enum ChangeKind {
    /// It has another value.
    Value {
        expected: f64,
        found: f64,
        allowed: f64,
    },
    /// So many of so many are in other classes.
    Moved {
        moved: f64,
        of: f64,
        allowed: f64,
    },
    /// It had a value and has none, or the other way round.
    Undefined {
        expected: Option<f64>,
        found: Option<f64>,
    },
    Gone,
    New,
}

impl Figures {
    pub fn of(document: &Value) -> Self {
        let mut all = Vec::new();
        for section in SECTIONS {
            collect(&document[section], section, section, &mut all);
        }
        Self(all)
    }

    /// The names of all fields that hold figures.
    pub fn fields(&self) -> BTreeSet<&str> {
        self.0.iter().map(|figure| figure.field.as_str()).collect()
    }

    /// What differs by more than its tolerance: coverage before what is derived from it, and of equal
    /// importance the worst first.
    pub fn changes(&self, now: &Self, tolerances: &Tolerances) -> Vec<Change> {
        let mut found: HashMap<(&str, &str), &FigureValue> =
            now.0.iter().map(|figure| (figure.key(), &figure.value)).collect();
        let mut changes = Vec::new();
        for figure in &self.0 {
            let kind = match found.remove(&figure.key()) {
                Some(found) => figure.change(found, tolerances),
                None => Some(ChangeKind::Gone),
            };
            changes.extend(kind.map(|kind| figure.changed(kind)));
        }
        let is_new = |figure: &&Figure| found.contains_key(&figure.key());
        changes.extend(now.0.iter().filter(is_new).map(|figure| figure.changed(ChangeKind::New)));
        // Equally bad ones stay in the order of the document.
        changes.sort_by(|a, b| {
            let by_importance = a.importance().cmp(&b.importance());
            by_importance.then_with(|| b.badness().total_cmp(&a.badness()))
        });
        changes
    }
}

/// Gathers the figures below a place.
fn collect(value: &Value, place: &str, field: &str, all: &mut Vec<Figure>) {
    let kind = match value {
        Value::Bool(_) => FigureKind::YesOrNo,
        _ => FigureKind::of_number(field),
    };
    let value = match value {
        Value::Object(fields) => {
            let place = named(place, fields);
            for (name, value) in fields.iter().filter(|(name, _)| !KEYS.contains(&name.as_str())) {
                match value {
                    Value::Object(_) => collect(value, &format!("{place}, {name}"), name, all),
                    Value::Array(items) if items.iter().any(Value::is_object) => {
                        collect(value, &format!("{place}, {name}"), name, all);
                    }
                    _ => collect(value, &place, name, all),
                }
            }
            return;
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            items.iter().for_each(|item| collect(item, place, field, all));
            return;
        }
        Value::Array(items) => {
            let numbers: Vec<f64> = items.iter().filter_map(Value::as_f64).collect();
            if numbers.len() < items.len() {
                return;
            }
            FigureValue::Distribution(numbers)
        }
        Value::String(_) => return,
        Value::Bool(is) => FigureValue::One(Some(f64::from(u8::from(*is)))),
        Value::Number(number) => FigureValue::One(number.as_f64()),
        Value::Null => FigureValue::One(None),
    };
    all.push(Figure { place: place.to_owned(), field: field.to_owned(), kind, value });
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

    fn changed(&self, kind: ChangeKind) -> Change {
        Change { place: self.place.clone(), field: self.field.clone(), kind }
    }

    /// Nothing where it holds.
    fn change(&self, found: &FigureValue, tolerances: &Tolerances) -> Option<ChangeKind> {
        use FigureValue as V;
        let tolerance = tolerances.of_figure(&self.field, self.kind);
        match (&self.value, found) {
            (V::One(Some(expected)), V::One(Some(found))) => {
                let (expected, found, allowed) = (*expected, *found, tolerance.allowed(*expected));
                let is_off = (found - expected).abs() > allowed;
                is_off.then_some(ChangeKind::Value { expected, found, allowed })
            }
            (V::One(None), V::One(None)) => None,
            (V::One(expected), V::One(found)) => {
                Some(ChangeKind::Undefined { expected: *expected, found: *found })
            }
            (V::Distribution(expected), V::Distribution(found)) => {
                let of: f64 = expected.iter().map(|number| number.abs()).sum();
                let at = |numbers: &[f64], place: usize| numbers.get(place).copied().unwrap_or(0.0);
                let classes = 0..expected.len().max(found.len());
                // Whoever left a class and whoever came into one, whichever are more.
                let (mut left, mut came) = (0.0, 0.0);
                for class in classes {
                    let change = at(found, class) - at(expected, class);
                    if change < 0.0 { left -= change } else { came += change }
                }
                let (moved, allowed) = (f64::max(left, came), tolerance.allowed(of));
                (moved > allowed).then_some(ChangeKind::Moved { moved, of, allowed })
            }
            _ => Some(ChangeKind::Gone),
        }
    }
}

impl Change {
    /// What a reader asks for first has the least number: rates of coverage in all, then of the units,
    /// then the persons covered, then everything else.
    fn importance(&self) -> u8 {
        let is_total = self.place.starts_with("totals");
        match self.field.as_str() {
            "rate" if is_total => 0,
            "covered" if is_total => 1,
            "rate" => 2,
            "covered" => 3,
            _ => 4,
        }
    }

    /// How bad it is: the share of what was expected by which it is off beyond what is allowed.
    /// What came or went is worse than anything that is still there.
    fn badness(&self) -> f64 {
        let share = |off: f64, of: f64| if of == 0.0 { 1.0 } else { off / of.abs() };
        match self.kind {
            ChangeKind::Value { expected, found, allowed } => {
                share((found - expected).abs() - allowed, expected)
            }
            ChangeKind::Moved { moved, of, allowed } => share(moved - allowed, of),
            ChangeKind::Undefined { .. } | ChangeKind::Gone | ChangeKind::New => f64::INFINITY,
        }
    }

    /// `units B7, health, all: rate 0.83 → 0.81 (−0.02, -2.41 %; allowed 0.001)`.
    pub fn line(&self, language: Language) -> String {
        let Self { place, field, kind } = self;
        let allowed_text = |allowed: f64| {
            let word = language.pick("允许", "allowed");
            format!("{word} {}", rounded(allowed))
        };
        let said = match *kind {
            ChangeKind::Value { expected, found, allowed } => {
                let by = found - expected;
                let percent = 100.0 * by / expected.abs();
                // Nothing to be said of what is no share, or too small a one to be seen.
                let percent = match percent.is_finite() && percent.abs() >= 0.005 {
                    true => format!(", {percent:+.2} %"),
                    false => String::new(),
                };
                let by = signed(by);
                let (expected, found) = told_apart(expected, found);
                format!("{expected} → {found} ({by}{percent}; {})", allowed_text(allowed))
            }
            ChangeKind::Moved { moved, of, allowed } => {
                let (moved, of) = (rounded(moved), rounded(of));
                let others = language.pick("不在原来的级别", "are in other classes");
                format!("{moved} / {of} {others} ({})", allowed_text(allowed))
            }
            ChangeKind::Undefined { expected, found } => {
                let shown = |value: Option<f64>| {
                    value.map_or("–".to_owned(), |v| to_digits(v, 6).to_string())
                };
                format!("{} → {}", shown(expected), shown(found))
            }
            ChangeKind::Gone => language.pick("不再有", "is gone").to_owned(),
            ChangeKind::New => language.pick("为新增", "is new").to_owned(),
        };
        let colon = language.pick("：", ": ");
        format!("{place}{colon}{field} {said}")
    }
}

/// With its sign, and as many digits as say something.
fn signed(number: f64) -> String {
    let sign = if number < 0.0 { "−" } else { "+" };
    format!("{sign}{}", rounded(number.abs()))
}

/// To four digits; what is only the rounding of numbers is nothing.
fn rounded(number: f64) -> f64 {
    const ROUNDING: f64 = 1e-8;
    if number.abs() < ROUNDING { 0.0 } else { to_digits(number, 4) }
}

/// Two values with six digits, or with as many as it takes to see that they differ.
fn told_apart(a: f64, b: f64) -> (f64, f64) {
    let with = |digits| (to_digits(a, digits), to_digits(b, digits));
    (6..16).map(with).find(|(a, b)| a != b).unwrap_or((a, b))
}

/// A number with so many digits; those before the point are all kept.
fn to_digits(number: f64, digits: i32) -> f64 {
    if number == 0.0 {
        return 0.0;
    }
    let places = digits - 1 - number.abs().log10().floor() as i32;
    let power = 10_f64.powi(places.clamp(0, 300));
    (number * power).round() / power
}
