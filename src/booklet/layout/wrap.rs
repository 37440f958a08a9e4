//! Text in lines: where Chinese and English text may be broken, and how a line is made to fit.

use crate::cartography::{Typeface, Weight};

/// Characters that never begin a line.
const NEVER_FIRST: &str = "，。、；：？！）》」』】％…,.;:?!)]}%";
/// Characters that never end a line.
const NEVER_LAST: &str = "（《「『【([{";
/// What stands where something was left out.
const ELLIPSIS: char = '…';
/// Between two scenarios that are compared.
pub const ARROW: &str = " → ";
/// What stands where a word was broken.
const HYPHEN: char = '-';

/// Breaks a text into lines of at most a width; words that are longer are broken where they must be.
/// Line ends of the text are kept.
pub(super) fn wrapped(
    typeface: &Typeface,
    text: &str,
    size: f32,
    weight: Weight,
    width: f32,
) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut taken = 0.0;
        for piece in pieces(paragraph) {
            let length = typeface.width(piece.trim_end(), size, weight);
            if taken + length > width && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                taken = 0.0;
            }
            if length > width {
                (line, taken) = broken(typeface, piece, size, weight, width, &mut lines);
            } else {
                line.push_str(piece);
                taken += typeface.width(piece, size, weight);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The width of the longest piece of a text that is not broken willingly.
pub(super) fn longest_piece(typeface: &Typeface, text: &str, size: f32, weight: Weight) -> f32 {
    let widths = text.split('\n').flat_map(pieces);
    widths.map(|piece| typeface.width(piece.trim_end(), size, weight)).fold(0.0, f32::max)
}

/// Breaks a piece anywhere, words with a hyphen; full lines go to `lines`, the rest is returned with
/// its width.
fn broken(
    typeface: &Typeface,
    piece: &str,
    size: f32,
    weight: Weight,
    width: f32,
    lines: &mut Vec<String>,
) -> (String, f32) {
    let (mut line, mut taken) = (String::new(), 0.0);
    let hyphen = size * typeface.advance(HYPHEN, weight);
    let mut letters = piece.chars().peekable();
    while let Some(character) = letters.next() {
        let advance = size * typeface.advance(character, weight);
        let is_word = |one: char| one.is_alphabetic() && !is_wide(one);
        let goes_on = letters.peek().is_some_and(|next| is_word(*next));
        let after = if is_word(character) && goes_on { hyphen } else { 0.0 };
        if taken + advance + after > width && !line.is_empty() {
            if is_word(character) && line.ends_with(is_word) && taken + hyphen <= width {
                line.push(HYPHEN);
            }
            lines.push(std::mem::take(&mut line));
            taken = 0.0;
        }
        line.push(character);
        taken += advance;
    }
    (line, taken)
}

/// What must not be broken: words with the spaces after them, and single Chinese characters with the
/// punctuation that clings to them.
fn pieces(text: &str) -> Vec<&str> {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let breaks = letters.windows(2).filter_map(|pair| {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        may_break(before, after).then_some(at)
    });
    let bounds: Vec<usize> = [0].into_iter().chain(breaks).chain([text.len()]).collect();
    bounds.windows(2).map(|ends| &text[ends[0]..ends[1]]).filter(|s| !s.is_empty()).collect()
}

fn may_break(before: char, after: char) -> bool {
    if NEVER_FIRST.contains(after) || NEVER_LAST.contains(before) || after.is_whitespace() {
        return false;
    }
    let joins_words = matches!(before, HYPHEN | '/') && after.is_alphabetic();
    before.is_whitespace() || joins_words || is_wide(before) || is_wide(after)
}

/// Whether a character is Chinese, around which a line may be broken.
fn is_wide(character: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&character) || ('\u{ff00}'..='\u{ffef}').contains(&character)
}

/// A text shortened to a width, with an ellipsis where something is left out.
pub(super) fn shortened(
    typeface: &Typeface,
    text: &str,
    size: f32,
    weight: Weight,
    width: f32,
) -> String {
    if typeface.width(text, size, weight) <= width {
        return text.to_owned();
    }
    let room = width - size * typeface.advance(ELLIPSIS, weight);
    let mut taken = 0.0;
    let fits = |character: &char| {
        taken += size * typeface.advance(*character, weight);
        taken <= room
    };
    let mut short: String = text.chars().take_while(fits).collect();
    if room < 0.0 {
        return String::new();
    }
    short.push(ELLIPSIS);
    short
}

/// A text shortened until it fits. Each of the names that an arrow joins keeps its beginning and its end,
/// by which names that begin alike are told apart; the longest are shortened first.
pub(super) fn shortened_within(text: &str, fits: impl Fn(&str) -> bool) -> String {
    if fits(text) {
        return text.to_owned();
    }
    let shortened_to = |most: usize| {
        let names = text.split(ARROW).map(|name| without_middle(name, most));
        names.collect::<Vec<_>>().join(ARROW)
    };
    let (mut fitting, mut too_many) = (0, text.chars().count());
    while fitting + 1 < too_many {
        let most = usize::midpoint(fitting, too_many);
        match fits(&shortened_to(most)) {
            true => fitting = most,
            false => too_many = most,
        }
    }
    shortened_to(fitting)
}

/// At most so many characters of a text, with an ellipsis in the place of its middle.
fn without_middle(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let kept = most.saturating_sub(1);
    let first = text.chars().take(kept.div_ceil(2));
    let last = text.chars().skip(count - kept / 2);
    first.chain([ELLIPSIS]).chain(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typeface() -> Typeface {
        Typeface::new().expect("the fonts are embedded")
    }

    #[test]
    fn lines_are_never_wider_than_their_room_and_lose_nothing() {
        let typeface = typeface();
        let texts = [
            "徐汇区龙华街道社区综合为老服务中心（含日间照料、助餐点），2026 年改造。",
            "The community centre of the northern quarter, with day care and a canteen",
            "Donaudampfschifffahrtsgesellschaftskapitaenswitwenverein",
        ];
        for text in texts {
            for width in [30.0, 55.0, 120.0] {
                let lines = wrapped(&typeface, text, 9.0, Weight::Regular, width);
                for line in &lines {
                    let wide = typeface.width(line, 9.0, Weight::Regular);
                    assert!(wide <= width + 0.01, "{line} is {wide} wide, room {width}");
                }
                let strip = |text: &str| text.replace([' ', '-'], "");
                assert_eq!(strip(&lines.concat()), strip(text));
            }
        }
    }

    #[test]
    fn words_are_broken_at_spaces_and_hyphens_before_they_are_broken_within() {
        let lines = |text: &str, width: f32| {
            wrapped(&typeface(), text, 10.0, Weight::Regular, width).join("|")
        };
        assert_eq!(lines("walk-in clinic", 42.0), "walk-in|clinic");
        assert_eq!(lines("walk-in", 28.0), "walk-|in");
        let broken = lines("neighbourhood", 40.0);
        assert!(broken.split('|').rev().skip(1).all(|line| line.ends_with('-')), "{broken}");
    }

    #[test]
    fn punctuation_clings_to_what_it_belongs_to() {
        let lines = wrapped(&typeface(), "甲乙丙，丁（戊己）", 10.0, Weight::Regular, 31.0);
        assert!(lines.iter().all(|line| !line.starts_with(['，', '）'])), "{lines:?}");
        assert!(lines.iter().all(|line| !line.ends_with('（')), "{lines:?}");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let typeface = typeface();
        assert_eq!(shortened(&typeface, "短", 10.0, Weight::Regular, 20.0), "短");
        let short = shortened(&typeface, "很长很长的名称", 10.0, Weight::Regular, 45.0);
        assert!(short.ends_with('…') && short.chars().count() < 6, "{short}");
    }

    #[test]
    fn names_that_begin_alike_are_told_apart_when_shortened() {
        let short =
            shortened_within("Base → Community centre of the quarter, variant B", |text| {
                text.chars().count() <= 24
            });
        assert_eq!(short, "Base → Communit…ariant B");
        assert_eq!(shortened_within("Base", |_| true), "Base");
    }
}
