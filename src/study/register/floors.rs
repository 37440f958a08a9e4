//! The storeys that a candidate takes up.

use std::fmt;
use std::str::FromStr;

/// Storeys from the lowest to the highest, counted as lifts count them: 1 is the ground floor, −1
/// the first basement, and there is no 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Floors {
    lowest: i8,
    highest: i8,
}

/// A text that names no storeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not storeys such as 1, B1 or 1-2")]
pub struct NoFloors;

impl Floors {
    /// Storeys between the fifth basement and the hundredth floor.
    pub fn new(lowest: i8, highest: i8) -> Option<Self> {
        let exists = |floor: i8| (-5..=100).contains(&floor) && floor != 0;
        let is_sound = exists(lowest) && exists(highest) && lowest <= highest;
        is_sound.then_some(Self { lowest, highest })
    }

    pub fn lowest(self) -> i8 {
        self.lowest
    }

    pub fn highest(self) -> i8 {
        self.highest
    }

    /// Whether some of it lies below ground.
    pub fn has_basement(self) -> bool {
        self.lowest < 0
    }

    /// Whether it can be entered without stairs or lift, as far as the storey goes.
    pub fn is_ground_only(self) -> bool {
        self.lowest == 1 && self.highest == 1
    }
}

/// `1`, `B1`, `1-3`, `B1-2`.
impl fmt::Display for Floors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |floor: i8| match floor {
            below if below < 0 => format!("B{}", -below),
            above => above.to_string(),
        };
        let (lowest, highest) = (name(self.lowest), name(self.highest));
        if lowest == highest { f.write_str(&lowest) } else { write!(f, "{lowest}-{highest}") }
    }
}

/// Takes `1`, `1F`, `1层`, `-1`, `B1`, `地下1层`, and two of them joined by `-`, `~`, `至` or `到`.
impl FromStr for Floors {
    type Err = NoFloors;

    fn from_str(text: &str) -> Result<Self, NoFloors> {
        let text = text.trim();
        // A first sign belongs to the number.
        let joint = text.char_indices().skip(1).find(|(_, c)| "-–—~～至到".contains(*c));
        let (first, last) = match joint {
            Some((at, joint)) => (&text[..at], &text[at + joint.len_utf8()..]),
            None => (text, text),
        };
        let (lowest, highest) = (floor(first)?, floor(last)?);
        Self::new(lowest, highest).ok_or(NoFloors)
    }
}

fn floor(text: &str) -> Result<i8, NoFloors> {
    let is_below =
        text.contains(['B', 'b', '-', '−']) || text.contains("地下") || text.contains('负');
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // A spreadsheet may have made 1.0 of it.
    let digits = if text.contains(".0") { digits.trim_end_matches('0') } else { &digits };
    let number: i8 = digits.parse().map_err(|_| NoFloors)?;
    Ok(if is_below { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storeys_are_read_as_lists_have_them() {
        let floors = |lowest, highest| Floors::new(lowest, highest);
        let read = [
            ("1", floors(1, 1)),
            ("1.0", floors(1, 1)),
            ("3F", floors(3, 3)),
            ("1-2层", floors(1, 2)),
            ("1至3层", floors(1, 3)),
            ("-1", floors(-1, -1)),
            ("B1", floors(-1, -1)),
            ("地下1层", floors(-1, -1)),
            ("B1-2", floors(-1, 2)),
        ];
        for (text, expected) in read {
            assert_eq!(text.parse().ok(), expected, "{text}");
        }
        for text in ["", "0", "屋顶", "3-1", "500"] {
            assert_eq!(text.parse::<Floors>(), Err(NoFloors), "{text}");
        }
    }

    #[test]
    fn storeys_are_written_as_they_are_read() {
        for text in ["1", "B1", "1-3", "B2-B1", "B1-2"] {
            assert_eq!(
                text.parse::<Floors>().map(|floors| floors.to_string()).as_deref(),
                Ok(text)
            );
        }
    }
}
