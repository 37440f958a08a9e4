//! The two languages of the program and texts that exist in both.
//!
//! A text is written once, with both wordings side by side, so that no key can be missing in one
//! language. Which language is shown is the caller's choice at the moment of showing; nothing here
//! is global.

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

/// A number of things in English: `1 facility`, `1,200 facilities`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count as i64), if count == 1 { one } else { many })
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

    /// No wording in either language.
    pub fn empty() -> Self {
        Self::same("")
    }

    pub fn of(&self, language: Language) -> &str {
        language.pick(&self.zh, &self.en)
    }
}
