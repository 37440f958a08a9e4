//! Opening hours of a week: when a function uses its rooms. Written as OpenStreetMap's
//! `opening_hours` writes the plain cases: `Mo-Fr 08:30-16:30; Sa 09:00-12:00`.

use std::fmt;

use crate::language::Language;

/// Slots of half an hour in a day.
pub const SLOTS_PER_DAY: u32 = 48;
/// Slots of half an hour in a week.
pub const SLOTS_PER_WEEK: u32 = 7 * SLOTS_PER_DAY;

const MINUTES_PER_SLOT: u32 = 30;
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const DAY_IDS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const DAYS_ZH: [&str; 7] = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"];
const WHOLE_DAY: u64 = (1 << SLOTS_PER_DAY) - 1;

/// Half hours of a week, Monday first; at least one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WeekHours {
    /// A bit per half hour of each day, midnight at bit 0.
    days: [u64; 7],
}

/// Why a text is no opening hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("“{0}” is no day; days are Mo Tu We Th Fr Sa Su, as in Mo-Fr")]
    NoDay(String),
    #[error("“{0}” is no span of time; write it as 08:30-16:30, in half hours")]
    NoSpan(String),
    #[error("no hour of the week is named")]
    Never,
}

impl HoursError {
    /// The error in both languages.
    pub fn message(&self) -> crate::language::Message {
        let zh = match self {
            Self::NoDay(text) => {
                format!("“{text}”不是星期；写作 Mo Tu We Th Fr Sa Su，如 Mo-Fr，或 周一至周五")
            }
            Self::NoSpan(text) => format!("“{text}”不是时段；写作 08:30-16:30，以半小时为单位"),
            Self::Never => "没有写明任何时段".to_owned(),
        };
        crate::language::Message::new(zh, self.to_string())
    }
}

impl WeekHours {
    /// Every hour of the week.
    pub const ALWAYS: Self = Self { days: [WHOLE_DAY; 7] };

    /// Reads `Mo-Fr 08:30-16:30; Sa,Su 09:00-12:00`, `24/7`, or the same with 周一至周五. A span
    /// without days holds every day; one past midnight goes on into the next day.
    ///
    /// # Errors
    /// When a part is neither days nor spans of half hours, or nothing is open.
    pub fn parse(text: &str) -> Result<Self, HoursError> {
        let text = text.trim().replace(['：', '～'], ":").replace(['–', '—', '至', '~'], "-");
        let text = text.replace(['；', '\n'], ";").replace(['，', '、'], ",");
        if text == "24/7" {
            return Ok(Self::ALWAYS);
        }
        let mut hours = Self { days: [0; 7] };
        for rule in text.split(';').map(str::trim).filter(|rule| !rule.is_empty()) {
            hours.open(rule)?;
        }
        if hours.days == [0; 7] { Err(HoursError::Never) } else { Ok(hours) }
    }

    fn open(&mut self, rule: &str) -> Result<(), HoursError> {
        let first_digit = rule.find(|c: char| c.is_ascii_digit()).unwrap_or(rule.len());
        let (days, spans) = rule.split_at(first_digit);
        let days = parse_days(days.trim())?;
        if spans.trim().is_empty() {
            return Err(HoursError::NoSpan(rule.to_owned()));
        }
        for span in spans.split(',') {
            let (from, to) = parse_span(span.trim())?;
            for day in (0..7).filter(|day| days & (1 << day) != 0) {
                self.open_span(day, from, to);
            }
        }
        Ok(())
    }

    /// Opens the slots from one to before another; the second may lie in the next day.
    fn open_span(&mut self, day: usize, from: u32, to: u32) {
        let bits = |from: u32, to: u32| ((1u64 << to) - 1) & !((1u64 << from) - 1);
        if from < to {
            self.days[day] |= bits(from, to);
        } else {
            self.days[day] |= bits(from, SLOTS_PER_DAY);
            self.days[(day + 1) % 7] |= bits(0, to);
        }
    }

    /// Whether a slot of the week (0 is Monday, midnight to half past) is open.
    pub fn contains(self, slot: u32) -> bool {
        let (day, slot) = (slot / SLOTS_PER_DAY, slot % SLOTS_PER_DAY);
        self.days.get(day as usize).is_some_and(|bits| bits & (1 << slot) != 0)
    }

    /// Whether both are open at some time.
    pub fn overlaps(self, other: Self) -> bool {
        self.days.iter().zip(other.days).any(|(mine, theirs)| mine & theirs != 0)
    }

    /// The hours as the planner reads them: days in words of the language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::En => self.to_string(),
            Language::Zh => self.written_with(&DAYS_ZH, "至", "每天", "全天"),
        }
    }

    /// As residents read them: `Mon–Fri 07:30–18:00`.
    pub fn in_words(self, language: Language) -> String {
        match language {
            Language::En => {
                let written = self.written_with(&DAYS_EN, "–", "Daily", "Day and night");
                written.replace('-', "–").replace(',', ", ")
            }
            Language::Zh => self.text(language).replace('-', "–"),
        }
    }

    fn written_with(self, names: &[&str; 7], to: &str, every_day: &str, always: &str) -> String {
        if self == Self::ALWAYS {
            return always.to_owned();
        }
        let mut rules: Vec<(Vec<usize>, u64)> = Vec::new();
        for (day, bits) in self.days.into_iter().enumerate().filter(|(_, bits)| *bits != 0) {
            match rules.iter_mut().find(|(_, same)| *same == bits) {
                Some((days, _)) => days.push(day),
                None => rules.push((vec![day], bits)),
            }
        }
        let rule = |(days, bits): &(Vec<usize>, u64)| {
            let days =
                if days.len() == 7 { every_day.to_owned() } else { day_text(days, names, to) };
            format!("{days} {}", spans_text(*bits)).trim().to_owned()
        };
        rules.iter().map(rule).collect::<Vec<_>>().join("; ")
    }
}

/// As OpenStreetMap writes them; [`WeekHours::parse`] reads the same back.
impl fmt::Display for WeekHours {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.written_with(&DAY_IDS, "-", "", "24/7"))
    }
}

/// The days of a rule as bits; all of them where none is named.
fn parse_days(text: &str) -> Result<u8, HoursError> {
    if matches!(text, "" | "每天" | "每日") {
        return Ok(0b111_1111);
    }
    let mut days = 0;
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (parse_day(first.trim())?, parse_day(last.trim())?);
        let count = (last + 7 - first) % 7;
        days |= (0..=count).fold(0, |days, step| days | 1 << ((first + step) % 7));
    }
    Ok(days)
}

fn parse_day(text: &str) -> Result<usize, HoursError> {
    let position =
        |names: &[&str; 7]| names.iter().position(|name| name.eq_ignore_ascii_case(text));
    let short = text.strip_prefix("星期").map(|day| format!("周{day}").replace('天', "日"));
    let chinese = |text: &str| DAYS_ZH.iter().position(|name| *name == text);
    position(&DAY_IDS)
        .or_else(|| chinese(short.as_deref().unwrap_or(text)))
        .ok_or_else(|| HoursError::NoDay(text.to_owned()))
}

/// First slot and the one after the last.
fn parse_span(text: &str) -> Result<(u32, u32), HoursError> {
    let fault = || HoursError::NoSpan(text.to_owned());
    let (from, to) = text.split_once('-').ok_or_else(fault)?;
    let from = parse_time(from.trim()).filter(|slot| *slot < SLOTS_PER_DAY).ok_or_else(fault)?;
    let to = parse_time(to.trim()).filter(|slot| *slot > 0).ok_or_else(fault)?;
    if from == to { Err(fault()) } else { Ok((from, to)) }
}

/// A time of day as a slot, 0 to 48.
fn parse_time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours.checked_mul(60)?.checked_add(minutes)?;
    let fits = minutes < 60 && total <= 24 * 60 && total % MINUTES_PER_SLOT == 0;
    fits.then_some(total / MINUTES_PER_SLOT)
}

/// Days in a row as `Mo-Fr`, others one by one.
fn day_text(days: &[usize], names: &[&str; 7], to: &str) -> String {
    let mut parts = Vec::new();
    for run in days.chunk_by(|before, after| before + 1 == *after) {
        match run {
            [day] => parts.push(names[*day].to_owned()),
            [first, .., last] => parts.push(format!("{}{to}{}", names[*first], names[*last])),
            [] => {}
        }
    }
    parts.join(",")
}

fn spans_text(bits: u64) -> String {
    let time = |slot: u32| format!("{:02}:{:02}", slot / 2, slot % 2 * MINUTES_PER_SLOT);
    let mut spans = Vec::new();
    let mut from = None;
    for slot in 0..=SLOTS_PER_DAY {
        let open = slot < SLOTS_PER_DAY && bits & (1 << slot) != 0;
        match (open, from) {
            (true, None) => from = Some(slot),
            (false, Some(first)) => {
                spans.push(format!("{}-{}", time(first), time(slot)));
                from = None;
            }
            _ => {}
        }
    }
    spans.join(",")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hours(text: &str) -> WeekHours {
        WeekHours::parse(text).expect("opening hours")
    }

    #[test]
    fn residents_read_hours_in_words() {
        let in_words = |text: &str| hours(text).in_words(Language::En);
        assert_eq!(in_words("Mo-Fr 07:30-18:00"), "Mon–Fri 07:30–18:00");
        assert_eq!(in_words("Mo,We 08:00-11:00"), "Mon, Wed 08:00–11:00");
        assert_eq!(hours("Mo-Fr 07:30-18:00").in_words(Language::Zh), "周一至周五 07:30–18:00");
    }

    fn in_the_week(hours: WeekHours) -> f64 {
        let slots = (0..SLOTS_PER_WEEK).filter(|slot| hours.contains(*slot)).count();
        slots as f64 / 2.0
    }

    #[test]
    fn hours_are_read_as_openstreetmap_and_chinese_notices_write_them() {
        let office = hours("Mo-Fr 08:30-11:30,13:00-16:30; Sa 09:00-12:00");
        assert_eq!(in_the_week(office), 5.0 * 6.5 + 3.0);
        assert_eq!(hours("周一至周五 08:30–11:30，13:00–16:30；周六 09：00-12：00"), office);
        assert_eq!(hours("星期六、星期天 09:00-12:00"), hours("Sa-Su 09:00-12:00"));
        assert_eq!(in_the_week(hours("10:00-10:30")), 3.5);
        assert_eq!(hours("24/7"), WeekHours::ALWAYS);
    }

    #[test]
    fn a_night_goes_on_into_the_next_day() {
        let night = hours("Su 22:00-06:00");
        assert!(night.contains(6 * SLOTS_PER_DAY + 44) && night.contains(11));
        assert!(!night.contains(12));
    }

    #[test]
    fn taking_turns_is_no_overlap() {
        let elders = hours("Mo-Fr 09:00-16:00");
        assert!(!elders.overlaps(hours("Mo-Fr 16:00-19:00")));
        assert!(elders.overlaps(hours("We 15:30-18:00")));
    }

    #[test]
    fn what_is_not_hours_is_told() {
        assert_eq!(WeekHours::parse("Mx 08:00-09:00"), Err(HoursError::NoDay("Mx".to_owned())));
        for wrong in ["Mo", "Mo 8", "Mo 08:10-09:00", "Mo 09:00-09:00", "Mo 25:00-26:00"] {
            assert!(matches!(WeekHours::parse(wrong), Err(HoursError::NoSpan(_))), "{wrong}");
        }
        assert_eq!(WeekHours::parse(" ; "), Err(HoursError::Never));
    }

    proptest! {
        #[test]
        fn hours_written_are_read_back(days in proptest::array::uniform7(0..=WHOLE_DAY)) {
            let hours = WeekHours { days };
            prop_assume!(days != [0; 7]);
            prop_assert_eq!(WeekHours::parse(&hours.to_string()), Ok(hours));
            prop_assert_eq!(WeekHours::parse(&hours.text(Language::Zh).replace("全天", "24/7")), Ok(hours));
        }
    }
}
