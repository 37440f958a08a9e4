//! Days, as documents carry them.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

/// A day of the Gregorian calendar between the years 1900 and 2200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

/// A text that is no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a day such as 2026-03-31")]
pub struct NoDate;

impl Date {
    /// A day that the calendar has.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let exists = (1900..=2200).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        exists.then_some(Self { year, month, day })
    }

    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// Today by China Standard Time, whatever the clock's zone.
    pub fn today() -> Self {
        const EAST_OF_GREENWICH_S: u64 = 8 * 3600;
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let days = (since.as_secs() + EAST_OF_GREENWICH_S) / 86_400;
        Self::of_day_number(days)
    }

    /// The day so many days after 1970-01-01.
    fn of_day_number(mut days: u64) -> Self {
        let (mut year, mut month) = (1970, 1);
        loop {
            let in_month = u64::from(days_in(year, month));
            if days < in_month || year == 2200 {
                return Self { year, month, day: days.min(in_month - 1) as u8 + 1 };
            }
            days -= in_month;
            (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
        }
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// As ISO 8601 has it, such as `2026-03-31`.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Takes `2026-03-31`, `2026/3/31`, `2026.3.31`, `2026年3月31日` and `20260331`; a time of day that
/// follows is passed over.
impl FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let text = text.trim();
        let parts: Vec<&str> = match text.len() {
            8 if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                vec![&text[..4], &text[4..6], &text[6..]]
            }
            _ => {
                text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect()
            }
        };
        let [year, month, day, ..] = parts.as_slice() else { return Err(NoDate) };
        let [Ok(year), Ok(month), Ok(day)] = [year, month, day].map(|part| part.parse::<u16>())
        else {
            return Err(NoDate);
        };
        let small = |number: u16| u8::try_from(number).unwrap_or(0);
        Self::new(year, small(month), small(day)).ok_or(NoDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_planners_write_them() {
        let day = Date::new(2026, 3, 1);
        for text in
            ["2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301", "2026-03-01T08:00"]
        {
            assert_eq!(text.parse().ok(), day, "{text}");
        }
        for text in ["", "soon", "2026-02-29", "2026-13-01", "26-3-1", "2026"] {
            assert_eq!(text.parse::<Date>(), Err(NoDate), "{text}");
        }
    }

    #[test]
    fn days_are_counted_through_leap_years() {
        let text = |days| Date::of_day_number(days).to_string();
        assert_eq!(text(0), "1970-01-01");
        assert_eq!(text(11_016), "2000-02-29");
        assert_eq!(text(20_454), "2026-01-01");
    }
}
