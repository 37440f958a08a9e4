//! JSON as some programs write it, made JSON: `NaN`, `Infinity` and numbers beyond all bounds become
//! texts, which the fields then refuse one by one; halves of characters become the sign for what
//! cannot be read. So one bad value does not cost its feature.

/// The text with everything set right that can be; `None` where there is nothing of the kind.
pub(super) fn mended(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut has_changed = false;
    while let Some(first) = rest.chars().next() {
        let taken = match first {
            '"' => {
                let length = string_length(rest);
                has_changed |= push_string(&rest[..length], &mut mended);
                length
            }
            'N' | 'I' | '-' | '0'..='9' => {
                let length = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.')))
                    .unwrap_or(rest.len());
                let word = &rest[..length];
                let is_number = word.parse::<f64>().is_ok_and(f64::is_finite);
                if !is_number && word.parse::<f64>().is_ok() {
                    mended.extend(["\"", word, "\""]);
                    has_changed = true;
                } else {
                    mended.push_str(word);
                }
                length
            }
            other => {
                mended.push(other);
                other.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    has_changed.then_some(mended)
}

/// The bytes of the string that a text begins with, its quotes among them.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    for (position, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return position + 1,
            _ => {}
        }
    }
    text.len()
}

/// Appends a string with its quotes; returns whether it held half a character.
fn push_string(string: &str, mended: &mut String) -> bool {
    let mut rest = string;
    let mut has_changed = false;
    while let Some(backslash) = rest.find('\\') {
        mended.push_str(&rest[..backslash]);
        rest = &rest[backslash..];
        let length = match (unit_of(rest), rest.get(6..).and_then(unit_of)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                mended.push_str("\\uFFFD");
                has_changed = true;
                rest = &rest[6..];
                continue;
            }
            (Some(_), _) => 6,
            // The escaped character may be longer than a byte where the text is no JSON at all.
            (None, _) => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        mended.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    mended.push_str(rest);
    has_changed
}

/// The number in an escape such as `\u751f`.
fn unit_of(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_number_becomes_a_text() {
        let of = |text| mended(text).unwrap_or_default();
        assert_eq!(of(r#"{"a":NaN,"b":-Infinity}"#), r#"{"a":"NaN","b":"-Infinity"}"#);
        assert_eq!(of(r#"{"a":1e999,"b":1}"#), r#"{"a":"1e999","b":1}"#);
        assert_eq!(mended(r#"{"NaN":"NaN \" NaN","b":[1,-2.5e3,true,null]}"#), None);
    }

    #[test]
    fn half_a_character_is_replaced() {
        assert_eq!(mended(r#""a\ud800b""#).as_deref(), Some(r#""a\uFFFDb""#));
        assert_eq!(mended(r#""\udc00\ud83d\ude00""#).as_deref(), Some(r#""\uFFFD\ud83d\ude00""#));
        assert_eq!(mended(r#""\ud83d\ude00 \\ud800 \n""#), None);
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_at(text in "[\\\\\"uNaInfinity0-9eEdD+.生 -]{0,40}") {
            let _ = mended(&text);
        }

        /// What is JSON stays as it is.
        #[test]
        fn nothing_sound_is_touched(text in "\\PC{0,20}", number in proptest::num::f64::NORMAL) {
            let value = serde_json::json!({ text.clone(): [number, text] });
            prop_assert_eq!(mended(&value.to_string()), None);
        }
    }
}
