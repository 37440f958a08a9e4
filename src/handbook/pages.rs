//! The handbook as pages: plain HTML files that link to each other and contact nobody. Writing them to
//! the disk is left to the caller.

use std::fmt::Write as _;

use crate::language::{Language, Text};
use crate::markup::escaped;

use super::blocks::{Block, Link, Span};
use super::chapters::{CHAPTERS, Chapter, PICTURES};

const STYLE: &str = include_str!("../../assets/handbook/style.css");

const TITLE: Text = Text::new("生活圈手册", "Lifecircle Handbook");
const CONTENTS: Text = Text::new("目录", "Contents");
const BEFORE: Text = Text::new("上一章", "Previous chapter");
const NEXT: Text = Text::new("下一章", "Next chapter");

/// A file of the pages.
#[derive(Debug)]
pub struct PageFile {
    /// Its path below the folder of the pages, with `/` between the parts.
    pub path: String,
    pub bytes: Vec<u8>,
}

/// All files: `index.html` to begin with, a folder of chapters for each language, pictures and style.
pub fn pages() -> Vec<PageFile> {
    let mut files = vec![
        PageFile { path: "index.html".to_owned(), bytes: index().into_bytes() },
        PageFile { path: "style.css".to_owned(), bytes: STYLE.as_bytes().to_vec() },
    ];
    for language in [Language::Zh, Language::En] {
        for (position, chapter) in CHAPTERS.iter().enumerate() {
            let (path, html) = (path_of(chapter, language), page(position, language));
            files.push(PageFile { path, bytes: html.into_bytes() });
        }
    }
    files.extend(PICTURES.iter().map(|picture| PageFile {
        path: format!("pictures/{}", picture.file),
        bytes: picture.png.to_vec(),
    }));
    files
}

fn folder(language: Language) -> &'static str {
    language.pick("zh", "en")
}

fn path_of(chapter: &Chapter, language: Language) -> String {
    format!("{}/{}.html", folder(language), chapter.id)
}

/// The page to begin with: the contents in both languages.
fn index() -> String {
    let mut body = String::new();
    for language in [Language::Zh, Language::En] {
        let title = TITLE.of(language);
        let _ = writeln!(body, "<h1 lang=\"{}\">{title}</h1>\n<ol>", tag(language));
        for chapter in &CHAPTERS {
            let (path, name) = (path_of(chapter, language), escaped(&chapter.title(language)));
            let _ = writeln!(body, "<li><a href=\"{path}\">{name}</a></li>");
        }
        body.push_str("</ol>\n");
    }
    document(Language::Zh, "", &format!("{} · {}", TITLE.zh, TITLE.en), &body)
}

fn page(position: usize, language: Language) -> String {
    let chapter = &CHAPTERS[position];
    let other = language.pick(Language::En, Language::Zh);
    let mut body = format!("<nav><h2>{}</h2>\n<ol>\n", CONTENTS.of(language));
    for (at, listed) in CHAPTERS.iter().enumerate() {
        let current = if at == position { " aria-current=\"page\"" } else { "" };
        let name = escaped(&listed.title(language));
        let _ = writeln!(body, "<li><a href=\"{}.html\"{current}>{name}</a></li>", listed.id);
    }
    let switch = language.pick("English", "中文");
    let _ = write!(
        body,
        "</ol>\n<p><a href=\"../{}\" lang=\"{}\">{switch}</a></p>\n</nav>\n<main>\n",
        path_of(chapter, other),
        tag(other)
    );
    blocks_html(&chapter.blocks(language), &mut body);
    body.push_str("<p class=\"turn\">");
    let neighbours = [(position.checked_sub(1), BEFORE), (Some(position + 1), NEXT)];
    for (neighbour, word) in neighbours {
        if let Some(chapter) = neighbour.and_then(|at| CHAPTERS.get(at)) {
            let name = escaped(&chapter.title(language));
            let word = word.of(language);
            let _ = write!(body, "<a href=\"{}.html\">{word}: {name}</a> ", chapter.id);
        }
    }
    body.push_str("</p>\n</main>\n");
    let title = format!("{} · {}", chapter.title(language), TITLE.of(language));
    document(language, "../", &title, &body)
}

fn document(language: Language, root: &str, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<link rel=\"stylesheet\" href=\"{root}style.css\">\n</head>\n\
         <body>\n{body}</body>\n</html>\n",
        tag(language),
        escaped(title)
    )
}

/// The language as HTML names it.
fn tag(language: Language) -> &'static str {
    language.pick("zh-Hans", "en")
}

fn blocks_html(blocks: &[Block], html: &mut String) {
    for block in blocks {
        block_html(block, html);
    }
}

fn block_html(block: &Block, html: &mut String) {
    // Writing into a string does not fail.
    match block {
        Block::Heading { level, anchor, spans } => {
            let anchor = escaped(anchor);
            let _ = writeln!(html, "<h{level} id=\"{anchor}\">{}</h{level}>", spans_html(spans));
        }
        Block::Paragraph(spans) => {
            let _ = writeln!(html, "<p>{}</p>", spans_html(spans));
        }
        Block::List { first, items } => {
            let name = if first.is_some() { "ol" } else { "ul" };
            let start = first.filter(|first| *first != 1);
            let start = start.map_or_else(String::new, |first| format!(" start=\"{first}\""));
            let _ = writeln!(html, "<{name}{start}>");
            for item in items {
                html.push_str("<li>");
                blocks_html(item, html);
                html.push_str("</li>\n");
            }
            let _ = writeln!(html, "</{name}>");
        }
        Block::Table { head, rows } => {
            html.push_str("<table>\n");
            row_html("th", head, html);
            rows.iter().for_each(|row| row_html("td", row, html));
            html.push_str("</table>\n");
        }
        Block::Code { text, .. } => {
            let _ = writeln!(html, "<pre><code>{}</code></pre>", escaped(text));
        }
        Block::Picture { file, shows } => {
            let (file, shows) = (escaped(file), escaped(shows));
            let _ = writeln!(
                html,
                "<figure><img src=\"../pictures/{file}\" alt=\"{shows}\">\
                 <figcaption>{shows}</figcaption></figure>"
            );
        }
        Block::Note(blocks) => {
            html.push_str("<blockquote>\n");
            blocks_html(blocks, html);
            html.push_str("</blockquote>\n");
        }
    }
}

fn row_html(cell: &str, cells: &[Vec<Span>], html: &mut String) {
    html.push_str("<tr>");
    for spans in cells {
        let _ = write!(html, "<{cell}>{}</{cell}>", spans_html(spans));
    }
    html.push_str("</tr>\n");
}

fn spans_html(spans: &[Span]) -> String {
    spans.iter().map(span_html).collect()
}

fn span_html(span: &Span) -> String {
    let mut html = escaped(&span.text);
    for (name, is_set) in
        [("code", span.style.code), ("em", span.style.emphasis), ("strong", span.style.strong)]
    {
        if is_set {
            html = format!("<{name}>{html}</{name}>");
        }
    }
    match &span.link {
        Some(link) => format!("<a href=\"{}\">{html}</a>", escaped(&address(link))),
        None => html,
    }
}

fn address(link: &Link) -> String {
    let chapter = link.chapter.as_ref().map(|chapter| format!("{chapter}.html"));
    let anchor = link.anchor.as_ref().map(|anchor| format!("#{anchor}"));
    chapter.unwrap_or_default() + &anchor.unwrap_or_default()
}
