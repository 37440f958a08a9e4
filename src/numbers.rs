//! Numbers as planners read them: thousands separators, one decimal for percent, signs that tell
//! better from worse without colour.

use crate::analysis::Reached;
pub use crate::language::{counted, percent, thousands, yuan};
use crate::layers::Persons;

/// Whole persons with separators.
pub fn persons(persons: Persons) -> String {
    thousands(persons.rounded())
}

/// `−3.2 %` of what something falls short; without a sign where that rounds to nothing.
pub fn shortfall(share: f64) -> String {
    const ROUNDS_TO_NOTHING: f64 = 0.0005;
    let sign = if share < ROUNDS_TO_NOTHING { "" } else { "−" };
    format!("{sign}{}", percent(Some(share)))
}

/// `63.2 %` of a share that nothing exceeds: rounded up, so that it holds as it is read.
pub fn percent_at_most(share: f64) -> String {
    format!("{:.1} %", proven(100.0 * share, Proves::AtMost, 1))
}

/// How far a plan is from the best possible, rounded up: zero only where it is proven.
pub fn gap(gap: Option<f64>) -> String {
    let proven = |gap: f64| proven(100.0 * gap, Proves::AtMost, 2);
    gap.map_or_else(|| "–".to_owned(), |gap| format!("{:.2} %", proven(gap)))
}

/// What a bound says of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proves {
    /// It is not more.
    AtMost,
    /// It is not less.
    AtLeast,
}

/// A bound with so many decimals, rounded to the side on which it still holds.
pub fn proven(bound: f64, proves: Proves, decimals: i32) -> f64 {
    /// What sums of many numbers differ by, whichever way they are added.
    const ROUNDING: f64 = 1e-9;
    let unit = 10_f64.powi(decimals);
    let scaled = bound * unit;
    let slack = ROUNDING * (1.0 + scaled.abs());
    let whole = scaled.round();
    let rounded = match proves {
        // A whole number is itself, whatever rounding made of it; but nothing becomes zero that is not.
        _ if (scaled - whole).abs() <= slack && (whole != 0.0 || bound == 0.0) => whole,
        Proves::AtMost => scaled.ceil(),
        Proves::AtLeast => scaled.floor(),
    };
    rounded / unit
}

/// How many minutes all clocks in China are ahead of universal time.
const BEIJING_AHEAD_MIN: i64 = 8 * 60;

/// A moment in milliseconds since 1970, to the minute of the clocks of China, whatever zone this
/// computer is set to: `2026-03-09 16:15 UTC+8`.
pub fn beijing_moment(at_ms: i64) -> String {
    format!("{} UTC+8", date_and_time(at_ms.div_euclid(60_000) + BEIJING_AHEAD_MIN))
}

/// The time of day in China: `16:15`.
pub fn beijing_clock(at_ms: i64) -> String {
    let minute = (at_ms.div_euclid(60_000) + BEIJING_AHEAD_MIN).rem_euclid(1440);
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Date and time of day of a number of minutes since 1970.
fn date_and_time(minutes: i64) -> String {
    let (days, minute) = (minutes.div_euclid(1440), minutes.rem_euclid(1440));
    let (year, month, day) = civil_date(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minute / 60, minute % 60)
}

/// Year, month and day of a number of days since 1970-01-01, in the Gregorian calendar: years begin
/// in March, so that the leap day is their last, and are counted in eras of 400.
fn civil_date(days: i64) -> (i64, i64, i64) {
    const DAYS_OF_ERA: i64 = 146_097;
    // From 0000-03-01.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(DAYS_OF_ERA), days.rem_euclid(DAYS_OF_ERA));
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + i64::from(month <= 2), month, day)
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
    use crate::language::Language;

    #[test]
    fn moments_keep_to_the_gregorian_calendar() {
        assert_eq!(beijing_moment(0), "1970-01-01 08:00 UTC+8");
        assert_eq!(beijing_moment(951_827_400_000), "2000-02-29 20:30 UTC+8");
        assert_eq!(beijing_moment(4_107_542_399_999), "2100-03-01 07:59 UTC+8");
        assert_eq!(beijing_moment(-1), "1970-01-01 07:59 UTC+8");
    }

    #[test]
    fn money_is_written_as_planners_do() {
        assert_eq!(yuan(17_397_000.0, Language::Zh), "1,739.7 万元");
        assert_eq!(yuan(17_397_000.0, Language::En), "17.4 million yuan");
        assert_eq!(yuan(5_000_000.0, Language::Zh), "500 万元");
        assert_eq!(yuan(5_000_000.0, Language::En), "5 million yuan");
        assert_eq!(yuan(1_957_000.0, Language::En), "1.96 million yuan");
        assert_eq!(yuan(9_949.6, Language::Zh), "9,950 元");
        assert_eq!(yuan(173_970.0, Language::En), "173,970 yuan");
        assert_eq!(yuan(0.0, Language::En), "0 yuan");
    }

    #[test]
    fn what_is_proven_is_never_rounded_to_more() {
        assert_eq!(gap(Some(0.0)), "0.00 %");
        assert_eq!(gap(Some(1e-9)), "0.01 %");
        assert_eq!(gap(Some(0.00121)), "0.13 %");
        assert_eq!(gap(Some(0.0012)), "0.12 %");
        assert_eq!(gap(None), "–");
        assert_eq!(percent_at_most(0.749_51), "75.0 %");
        assert_eq!(percent_at_most(0.7491), "75.0 %");
        assert_eq!(proven(1000.1, Proves::AtMost, 0), 1001.0);
        assert_eq!(proven(1000.9, Proves::AtLeast, 0), 1000.0);
        assert_eq!(proven(0.1 + 0.2, Proves::AtMost, 1), 0.3);
    }

    #[test]
    fn the_clock_is_that_of_china() {
        assert_eq!(beijing_clock(0), "08:00");
        assert_eq!(beijing_clock(951_827_400_000), "20:30");
        assert_eq!(beijing_clock(-1), "07:59");
    }

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
