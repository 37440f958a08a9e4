//! What the pages are to a program that reads them aloud, or that copies a table out of them: the tree
//! of a tagged PDF. Headings, paragraphs, tables with their headings, the entries of the contents with
//! their links, and a text for every map and chart; lines, shades and feet are no part of it.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, TableHeaderScope, Tag, TagGroup, TagTree};

use super::layout::{Block, Bookmark, Cell, Role};

/// The tree of the pages so far.
#[derive(Default)]
pub(super) struct Structure {
    tree: TagTree,
}

/// The structure of a page while it is painted.
pub(super) struct PageStructure {
    page: TagGroup,
    /// How deep the page's heading lies: 1 for a chapter.
    level: u16,
    title: String,
    open: Option<Open>,
    table: Option<OpenTable>,
    /// The parts of an entry of the contents, until its link comes.
    entry: Vec<Node>,
}

/// A text whose lines are still coming.
struct Open {
    block: Block,
    lines: Vec<Node>,
}

struct OpenTable {
    number: u32,
    rows: Vec<Vec<TagGroup>>,
}

impl Structure {
    /// The structure of the next page, which may begin a chapter.
    pub fn page(bookmark: Option<&Bookmark>) -> PageStructure {
        PageStructure {
            page: TagGroup::new(Tag::Section),
            level: if bookmark.is_some_and(|mark| mark.is_nested) { 2 } else { 1 },
            title: bookmark.map(|mark| mark.title.clone()).unwrap_or_default(),
            open: None,
            table: None,
            entry: Vec::new(),
        }
    }

    /// Puts a page behind the others.
    pub fn add(&mut self, mut page: PageStructure) {
        page.close();
        self.tree.push(page.page);
    }

    /// The tree of a document in a language.
    pub fn finish(self, language: &str) -> TagTree {
        self.tree.with_lang(Some(language.to_owned()))
    }
}

impl PageStructure {
    /// Takes in a line of text that was painted.
    pub fn add_line(&mut self, block: Block, line: Identifier) {
        match &mut self.open {
            Some(open) if open.block.number == block.number => open.lines.push(line.into()),
            _ => {
                self.close_text();
                self.open = Some(Open { block, lines: vec![line.into()] });
            }
        }
    }

    /// Takes in a map or chart, with what it says.
    pub fn add_figure(&mut self, figure: Identifier, in_words: &str) {
        self.close();
        let tag = Tag::Figure(Some(in_words.to_owned()));
        self.page.push(TagGroup::with_children(tag, vec![figure.into()]));
    }

    /// Takes in the link of the entry that was painted last.
    pub fn add_link(&mut self, link: Identifier) {
        self.close_text();
        let parts = [Node::from(link)].into_iter().chain(self.entry.drain(..)).collect();
        let link = TagGroup::with_children(Tag::Link, parts);
        self.page.push(TagGroup::with_children(Tag::P, vec![link.into()]));
    }

    fn close(&mut self) {
        self.close_text();
        self.close_table();
    }

    fn close_text(&mut self) {
        let Some(Open { block, lines }) = self.open.take() else { return };
        if !matches!(block.role, Role::Cell(_)) {
            self.close_table();
        }
        match block.role {
            Role::Title | Role::Heading => {
                let title = Some(self.title.clone()).filter(|title| !title.is_empty());
                self.push_heading(self.level, title, lines);
            }
            Role::Subheading => self.push_heading(self.level + 1, None, lines),
            Role::Paragraph => self.page.push(TagGroup::with_children(Tag::P, lines)),
            Role::Entry => self.entry.extend(lines),
            Role::Cell(cell) => self.put_cell(cell, lines),
            // Painted outside of the tree.
            Role::Foot => {}
        }
    }

    fn push_heading(&mut self, level: u16, title: Option<String>, lines: Vec<Node>) {
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.page.push(TagGroup::with_children(Tag::Hn(level, title), lines));
    }

    /// Puts a cell into its row, after empty ones for those that have no text.
    fn put_cell(&mut self, cell: Cell, lines: Vec<Node>) {
        if self.table.as_ref().is_some_and(|table| table.number != cell.table) {
            self.close_table();
        }
        let table = self.table.get_or_insert(OpenTable { number: cell.table, rows: Vec::new() });
        while table.rows.len() <= cell.row as usize {
            table.rows.push(Vec::new());
        }
        let Some(row) = table.rows.get_mut(cell.row as usize) else { return };
        while row.len() < cell.column as usize {
            row.push(TagGroup::new(Tag::TD));
        }
        row.push(match cell.is_heading {
            true => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), lines),
            false => TagGroup::with_children(Tag::TD, lines),
        });
    }

    fn close_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
        let rows = table.rows.into_iter().map(|mut cells| {
            cells.resize_with(columns, || TagGroup::new(Tag::TD));
            TagGroup::with_children(Tag::TR, cells.into_iter().map(Node::from).collect())
        });
        let mut rows = rows.map(Node::from);
        let head: Vec<Node> = rows.next().into_iter().collect();
        let head = TagGroup::with_children(Tag::THead, head);
        let body = TagGroup::with_children(Tag::TBody, rows.collect());
        self.page.push(TagGroup::with_children(Tag::Table, vec![head.into(), body.into()]));
    }
}
