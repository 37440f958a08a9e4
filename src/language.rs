//! The two languages of the program and texts that exist in both.
//!
//! A text is written once, with both wordings side by side, so that no key can be missing in one
//! language. Which language is shown is the caller's choice at the moment of showing; nothing here
//! is global. Numbers as texts of any module have them stand here as well; more of them are in
//! `numbers`.

use serde::{Deserialize, Serialize};

/// A language of the user interface, of messages and of printed results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    Zh,
    En,
}

impl Language {
    /// Chinese where the system's language is Chinese, English everywhere else.
    pub fn of_system() -> Self {
        match sys_locale::get_locale() {
            Some(locale) if locale.to_lowercase().starts_with("zh") => Self::Zh,
            _ => Self::En,
        }
    }

    /// Picks the wording of this language.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
}

/// A whole number as both languages write it: `12,345`.
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

/// `1 edit`, `2 edits`: a number of things whose English noun takes a plain s.
pub fn counted(count: usize, noun: &str) -> String {
    counted_as(count, noun, &format!("{noun}s"))
}

/// `1 facility`, `1,200 facilities`: a number of things with any plural.
pub fn counted_as(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as i64), if count == 1 { one } else { many })
}

/// `63.2 %`, or a dash where nobody lives.
pub fn percent(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0))
}

/// A sum of money as planners write it: `1,739.7 万元`, `17.4 million yuan`; small sums to the yuan.
pub fn yuan(yuan: f64, language: Language) -> String {
    const WAN: f64 = 1e4;
    const MILLION: f64 = 1e6;
    let whole = || thousands(yuan.round() as i64);
    match language {
        Language::Zh if yuan.abs() >= WAN => format!("{} 万元", trimmed(yuan / WAN, 1)),
        Language::Zh => format!("{} 元", whole()),
        Language::En if yuan.abs() >= MILLION => {
            // Two sums of a few millions are told apart.
            let decimals = if yuan.abs() < 10.0 * MILLION { 2 } else { 1 };
            format!("{} million yuan", trimmed(yuan / MILLION, decimals))
        }
        Language::En => format!("{} yuan", whole()),
    }
}

/// With separators and so many decimals, without zeros at the end.
fn trimmed(number: f64, decimals: usize) -> String {
    let written = format!("{:.decimals$}", number.abs());
    let (whole, part) = written.split_once('.').unwrap_or((&written, ""));
    let sign = if number < 0.0 { -1 } else { 1 };
    let whole = thousands(sign * whole.parse::<i64>().unwrap_or_default());
    match part.trim_end_matches('0') {
        "" => whole,
        part => format!("{whole}.{part}"),
    }
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Text {
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    pub fn of(self, language: Language) -> &'static str {
        language.pick(self.zh, self.en)
    }
}

/// A text made at run time, in both languages: a message, or a name that comes from data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub zh: String,
    pub en: String,
}

impl Message {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The same wording in both languages: a proper name, or a message of the operating system.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh: text.clone(), en: text }
    }

    /// The same with a fixed text after it.
    pub fn followed_by(self, text: Text) -> Self {
        Self { zh: self.zh + text.zh, en: self.en + text.en }
    }

    /// No wording in either language.
    pub fn empty() -> Self {
        Self::same("")
    }

    pub fn of(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}
