//! Markdown read into blocks: what the window and the pages show, so that both show the same. Only
//! what the handbook uses is known: headings, paragraphs, lists, tables, code, pictures and notes.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// A part of a chapter, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// `level` is 1 for the chapter's title.
    Heading {
        level: u8,
        anchor: String,
        spans: Vec<Span>,
    },
    Paragraph(Vec<Span>),
    /// Numbered from `first` on, or with bullets.
    List {
        first: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Span>>,
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// Lines to be typed or read as they are; `language` is what the fence says, such as `sh`.
    Code {
        language: String,
        text: String,
    },
    /// A picture by the name of its file, and what it shows.
    Picture {
        file: String,
        shows: String,
    },
    /// Something to take care of.
    Note(Vec<Block>),
}

/// A piece of text in one style.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    pub text: String,
    pub style: Style,
    pub link: Option<Link>,
}

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    pub strong: bool,
    pub emphasis: bool,
    pub code: bool,
}

/// A place of the handbook that a text leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The id of a chapter; none for the chapter the link stands in.
    pub chapter: Option<String>,
    /// The anchor of a heading; none for the chapter's beginning.
    pub anchor: Option<String>,
}

/// The words of some spans, without their styles.
pub fn spoken(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// Reads a chapter.
pub(super) fn read(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader =
        Reader { events: Parser::new_ext(markdown, options), headings: 0, picture: None };
    reader.blocks(None)
}

struct Reader<'a> {
    events: Parser<'a>,
    /// Headings read so far: those without an anchor of their own are numbered.
    headings: usize,
    /// The picture of the paragraph under way.
    picture: Option<Block>,
}

impl<'a> Reader<'a> {
    /// The blocks up to the end of what surrounds them, or of the chapter.
    fn blocks(&mut self, until: Option<TagEnd>) -> Vec<Block> {
        let mut blocks = Vec::new();
        // Text of a list item may stand in it without a paragraph.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(end) if Some(end) == until => break,
                Event::Start(tag) if is_block(&tag) => {
                    end_loose(&mut loose, &mut blocks);
                    self.block(tag, &mut blocks);
                }
                event => self.inline(event, Inline::default(), &mut loose),
            }
        }
        end_loose(&mut loose, &mut blocks);
        blocks
    }

    fn block(&mut self, tag: Tag<'a>, blocks: &mut Vec<Block>) {
        match tag {
            Tag::Heading { level, id, .. } => {
                self.headings += 1;
                let anchor =
                    id.map_or_else(|| format!("section-{}", self.headings), |id| id.to_string());
                let spans = self.spans(TagEnd::Heading(level));
                blocks.push(Block::Heading { level: number(level), anchor, spans });
            }
            Tag::List(first) => {
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = self.events.next() {
                    items.push(self.blocks(Some(TagEnd::Item)));
                }
                blocks.push(Block::List { first, items });
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.to_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let text = spoken(&self.spans(TagEnd::CodeBlock)).trim_end().to_owned();
                blocks.push(Block::Code { language, text });
            }
            Tag::BlockQuote(kind) => {
                blocks.push(Block::Note(self.blocks(Some(TagEnd::BlockQuote(kind)))));
            }
            Tag::Table(_) => blocks.push(self.table()),
            _ => {
                let spans = self.spans(TagEnd::Paragraph);
                let picture = self.picture.take();
                blocks.push(picture.unwrap_or(Block::Paragraph(spans)));
            }
        }
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(TagEnd::TableHead),
                Event::Start(Tag::TableRow) => rows.push(self.row(TagEnd::TableRow)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table { head, rows }
    }

    fn row(&mut self, until: TagEnd) -> Vec<Vec<Span>> {
        let mut cells = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.spans(TagEnd::TableCell)),
                Event::End(end) if end == until => break,
                _ => {}
            }
        }
        cells
    }

    /// The text up to the end of what holds it.
    fn spans(&mut self, until: TagEnd) -> Vec<Span> {
        let mut spans = Vec::new();
        self.spans_until(until, &Inline::default(), &mut spans);
        spans
    }

    fn spans_until(&mut self, until: TagEnd, inline: &Inline, spans: &mut Vec<Span>) {
        while let Some(event) = self.events.next() {
            if matches!(&event, Event::End(end) if *end == until) {
                return;
            }
            self.inline(event, inline.clone(), spans);
        }
    }

    fn inline(&mut self, event: Event<'a>, mut inline: Inline, spans: &mut Vec<Span>) {
        match event {
            Event::Text(text) => inline.push(&text, spans),
            Event::Code(text) => {
                inline.style.code = true;
                inline.push(&text, spans);
            }
            Event::SoftBreak | Event::HardBreak => self.line_break(&inline, spans),
            Event::Start(Tag::Strong) => {
                inline.style.strong = true;
                self.spans_until(TagEnd::Strong, &inline, spans);
            }
            Event::Start(Tag::Emphasis) => {
                inline.style.emphasis = true;
                self.spans_until(TagEnd::Emphasis, &inline, spans);
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                inline.link = Some(Link::to(&dest_url));
                self.spans_until(TagEnd::Link, &inline, spans);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let shows = spoken(&self.spans(TagEnd::Image));
                let file = dest_url.rsplit('/').next().unwrap_or_default().to_owned();
                self.picture = Some(Block::Picture { file, shows });
            }
            _ => {}
        }
    }

    /// A line of the file ends within a paragraph: a space in English, nothing between Chinese
    /// characters.
    fn line_break(&mut self, inline: &Inline, spans: &mut Vec<Span>) {
        let before = spans.last().and_then(|span| span.text.chars().last());
        if before.is_some_and(|c| !is_chinese(c)) {
            inline.push(" ", spans);
        }
    }
}

/// How the text under way looks, and where it leads.
#[derive(Clone, Default)]
struct Inline {
    style: Style,
    link: Option<Link>,
}

impl Inline {
    /// Adds a text; what looks alike and leads to the same place stays one span.
    fn push(&self, text: &str, spans: &mut Vec<Span>) {
        match spans.last_mut() {
            Some(last) if last.style == self.style && last.link == self.link => {
                last.text.push_str(text);
            }
            _ => {
                let (style, link) = (self.style, self.link.clone());
                spans.push(Span { text: text.to_owned(), style, link });
            }
        }
    }
}

impl Link {
    /// Reads `05-siting.md#gain`, `05-siting.md` or `#gain`.
    fn to(address: &str) -> Self {
        let (file, anchor) = match address.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor.to_owned())),
            None => (address, None),
        };
        let chapter = file.strip_suffix(".md").unwrap_or(file);
        Self { chapter: (!chapter.is_empty()).then(|| chapter.to_owned()), anchor }
    }
}

fn end_loose(loose: &mut Vec<Span>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(std::mem::take(loose)));
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    let is_inline = matches!(
        tag,
        Tag::Strong | Tag::Emphasis | Tag::Link { .. } | Tag::Image { .. } | Tag::Strikethrough
    );
    !is_inline
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        _ => 3,
    }
}

/// Whether a character is written without a space to the next one: ideographs and their punctuation.
fn is_chinese(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(markdown: &str) -> Vec<String> {
        let mut found = Vec::new();
        for block in read(markdown) {
            match block {
                Block::Paragraph(spans) | Block::Heading { spans, .. } => {
                    found.push(spoken(&spans));
                }
                other => found.push(format!("{other:?}")),
            }
        }
        found
    }

    #[test]
    fn lines_of_a_paragraph_are_joined_as_the_script_wants_it() {
        assert_eq!(words("one\ntwo\n"), ["one two"]);
        assert_eq!(words("规划\n单元\n"), ["规划单元"]);
    }

    #[test]
    fn styles_and_links_reach_their_words() {
        let blocks = read("a **b** [c `d`](05-siting.md#gain) [e](#f)");
        let Some(Block::Paragraph(spans)) = blocks.first() else { panic!("{blocks:?}") };
        let b = spans.iter().find(|span| span.text == "b").expect("b is there");
        assert!(b.style.strong && b.link.is_none());
        let d = spans.iter().find(|span| span.text == "d").expect("d is there");
        let chapter = Some("05-siting".to_owned());
        assert_eq!(d.link, Some(Link { chapter, anchor: Some("gain".to_owned()) }));
        let e = spans.iter().find(|span| span.text == "e").expect("e is there");
        assert_eq!(e.link, Some(Link { chapter: None, anchor: Some("f".to_owned()) }));
    }

    #[test]
    fn headings_have_anchors_of_their_own_or_numbers() {
        let anchors: Vec<_> = read("# A\n\n## B {#bee}\n\n## C\n")
            .into_iter()
            .filter_map(|block| match block {
                Block::Heading { anchor, level, .. } => Some((level, anchor)),
                _ => None,
            })
            .collect();
        let named = |level, name: &str| (level, name.to_owned());
        assert_eq!(anchors, [named(1, "section-1"), named(2, "bee"), named(2, "section-3")]);
    }

    #[test]
    fn lists_tables_code_and_pictures_are_blocks() {
        let text = "1. one\n2. two\n\n   more\n\n|a|b|\n|-|-|\n|c|`d`|\n\n```sh\nls\n```\n\n![It](../p/x.png)\n";
        let blocks = read(text);
        assert!(matches!(&blocks[0], Block::List { first: Some(1), items } if items.len() == 2));
        assert!(matches!(&blocks[1], Block::Table { head, rows }
            if head.len() == 2 && rows.len() == 1 && rows[0][1][0].style.code));
        let code = Block::Code { language: "sh".to_owned(), text: "ls".to_owned() };
        assert_eq!(blocks[2], code);
        let picture = Block::Picture { file: "x.png".to_owned(), shows: "It".to_owned() };
        assert_eq!(blocks[3], picture);
    }
}
