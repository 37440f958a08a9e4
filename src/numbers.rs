//! Numbers as planners read them: thousands separators, one decimal for percent, signs that tell
//! better from worse without colour.

use crate::analysis::Reached;
use crate::layers::Persons;

/// `12,345`
pub fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('−');
    }
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// `1 edit`, `2 edits`: an English noun that takes a plain s.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", thousands(count as i64))
}

/// Whole persons with separators.
pub fn persons(persons: Persons) -> String {
    thousands(persons.rounded())
}

/// `63.2 %`, or a dash where nobody lives.
pub fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0))
}

/// A change against the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Percentage points.
    pub points: f64,
    pub persons: i64,
}

impl Change {
    /// From base to scenario; `None` where nobody lives.
    pub fn between(base: Reached, scenario: Reached) -> Option<Self> {
        let points = (scenario.rate()? - base.rate()?) * 100.0;
        let persons = (scenario.covered - base.covered).as_f64().round() as i64;
        Some(Self { points, persons })
    }

    /// 1 for better, -1 for worse, 0 for no visible change.
    pub fn direction(self) -> i8 {
        match self.persons {
            0 => 0,
            n if n > 0 => 1,
            _ => -1,
        }
    }

    /// `▲ 1.2`, in percentage points; `±0` where nothing changed.
    pub fn points_text(self) -> String {
        match self.direction() {
            0 => "±0".to_owned(),
            1 => format!("▲ {:.1}", self.points.abs()),
            _ => format!("▼ {:.1}", self.points.abs()),
        }
    }

    /// `+1,234`
    pub fn persons_text(self) -> String {
        match self.direction() {
            0 => "±0".to_owned(),
            1 => format!("+{}", thousands(self.persons)),
            _ => thousands(self.persons),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_separated() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1000), "1,000");
        assert_eq!(thousands(-1_234_567), "−1,234,567");
    }

    #[test]
    fn a_change_carries_sign_and_arrow() {
        let reached = |covered| Reached {
            population: Persons::from_f64(2000.0).unwrap_or_default(),
            covered: Persons::from_f64(covered).unwrap_or_default(),
        };
        let change = Change::between(reached(1000.0), reached(1200.0));
        assert_eq!(change.map(Change::points_text).as_deref(), Some("▲ 10.0"));
        assert_eq!(change.map(Change::persons_text).as_deref(), Some("+200"));
        let change = Change::between(reached(1000.0), reached(900.0));
        assert_eq!(change.map(Change::points_text).as_deref(), Some("▼ 5.0"));
    }
}
