//! What texts are to somebody who hears a page instead of seeing it: lines that belong together, and
//! whether they are a heading, a cell of a table, or what is repeated on every page.

/// The text a line belongs to, in the order of reading: lines with one number are one text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// Counted on each page from 0.
    pub number: u32,
    pub role: Role,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Role {
    /// What the whole booklet is called.
    Title,
    /// What a page is called.
    Heading,
    Subheading,
    #[default]
    Paragraph,
    /// Part of an entry of the contents; the link to its page follows.
    Entry,
    Cell(Cell),
    /// Repeated on every page, and not read out.
    Foot,
}

/// A cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Counted on each page from 0, as rows and columns are in the table.
    pub table: u32,
    pub row: u32,
    pub column: u32,
    pub is_heading: bool,
}
