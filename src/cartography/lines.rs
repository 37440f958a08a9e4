//! Texts on a map broken into lines: between words or Chinese characters.

use super::Canvas;

/// The lines of a text in letters of a size: as they were typed, and broken where they get wider than
/// `widest`.
pub(super) fn lines_of(canvas: &mut dyn Canvas, text: &str, size: f32, widest: f32) -> Vec<String> {
    let mut lines = Vec::new();
    for typed in text.trim().lines() {
        let mut line = String::new();
        for word in words_of(typed) {
            let longer = format!("{line}{word}");
            if !line.is_empty() && canvas.text_width(longer.trim_end(), size) > widest {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                line.push_str(word.trim_start());
            } else {
                line = longer;
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// What is not broken: Latin words with the space behind them, Chinese characters one by one, marks
/// with what they follow.
fn words_of(line: &str) -> Vec<String> {
    const MARKS: &str = "，。；：、！？）》”’,.;:!?)";
    let mut words: Vec<String> = Vec::new();
    let mut may_break = true;
    for letter in line.chars() {
        let is_wide = ('\u{2e80}'..='\u{ffef}').contains(&letter);
        let is_mark = MARKS.contains(letter);
        match words.last_mut() {
            Some(word) if is_mark || letter == ' ' || (!is_wide && !may_break) => word.push(letter),
            _ => words.push(letter.to_string()),
        }
        may_break = is_wide || letter == ' ';
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_broken_between_words_and_chinese_characters() {
        assert_eq!(words_of("缺 2 处，见 B3"), ["缺 ", "2 ", "处，", "见 ", "B3"]);
        assert_eq!(words_of("no canteen here."), ["no ", "canteen ", "here."]);
        assert!(words_of("").is_empty());
    }
}
