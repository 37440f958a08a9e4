//! Looking words up: sections of chapters that hold all of them, those with a word in the heading
//! first.

use crate::language::Language;

use super::blocks::{Block, spoken};
use super::chapters::CHAPTERS;

/// Characters shown around a word that was found.
const CONTEXT: usize = 24;

/// A section that holds what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The id of the chapter.
    pub chapter: &'static str,
    pub anchor: String,
    /// The heading of the section.
    pub title: String,
    /// The words around the first place where it was found.
    pub excerpt: String,
}

/// The sections that hold all words of a question, which spaces separate; none for no words.
pub fn search(question: &str, language: Language) -> Vec<Hit> {
    let words: Vec<String> = question.split_whitespace().map(str::to_lowercase).collect();
    let Some(first) = words.first() else { return Vec::new() };
    let mut found: Vec<(bool, Hit)> = Vec::new();
    for section in sections(language) {
        let text = section.text.to_lowercase();
        let title = section.title.to_lowercase();
        let is_there =
            |word: &String| text.contains(word.as_str()) || title.contains(word.as_str());
        if words.iter().all(is_there) {
            let in_title = words.iter().any(|word| title.contains(word.as_str()));
            let excerpt = excerpt(&section.text, first);
            let Section { chapter, anchor, title, .. } = section;
            found.push((in_title, Hit { chapter, anchor, title, excerpt }));
        }
    }
    // Stable: within the same rank in the order of the handbook.
    found.sort_by_key(|(in_title, _)| !in_title);
    found.into_iter().map(|(_, hit)| hit).collect()
}

struct Section {
    chapter: &'static str,
    anchor: String,
    title: String,
    text: String,
}

fn sections(language: Language) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for chapter in &CHAPTERS {
        for block in chapter.blocks(language) {
            if let Block::Heading { anchor, spans, .. } = &block {
                let (anchor, title) = (anchor.clone(), spoken(spans));
                sections.push(Section { chapter: chapter.id, anchor, title, text: String::new() });
            } else if let Some(section) = sections.last_mut() {
                add_text(&block, &mut section.text);
            }
        }
    }
    sections
}

fn add_text(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(spans) | Block::Heading { spans, .. } => text.push_str(&spoken(spans)),
        Block::List { items, .. } => items.iter().flatten().for_each(|block| add_text(block, text)),
        Block::Note(blocks) => blocks.iter().for_each(|block| add_text(block, text)),
        Block::Table { head, rows } => {
            for cell in head.iter().chain(rows.iter().flatten()) {
                text.push_str(&spoken(cell));
                text.push(' ');
            }
        }
        Block::Code { text: code, .. } => text.push_str(code),
        Block::Picture { shows, .. } => text.push_str(shows),
    }
    text.push(' ');
}

/// The characters around the first place of a word, or the beginning of the text.
fn excerpt(text: &str, word: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    // Lowercase letters of other lengths would shift the place by little; it is only an excerpt.
    let lower = text.to_lowercase();
    let place = lower.find(word).map_or(0, |byte| lower[..byte].chars().count());
    let from = place.saturating_sub(CONTEXT).min(characters.len());
    let to = (place + word.chars().count() + 2 * CONTEXT).min(characters.len());
    let words: String = characters[from..to].iter().collect();
    let words = words.trim();
    let begins = if from > 0 { "…" } else { "" };
    let ends = if to < characters.len() { "…" } else { "" };
    format!("{begins}{words}{ends}")
}
