//! Which chapters and pictures there are; all of them are built into the program.

use crate::language::{Language, Text};

use super::blocks::{Block, read, spoken};

/// A chapter of the handbook.
#[derive(Debug)]
pub struct Chapter {
    /// The name of its files without the ending, such as `05-siting`.
    pub id: &'static str,
    markdown: Text,
}

/// A picture of the handbook, made by `script/handbook-pictures`.
#[derive(Debug)]
pub struct Picture {
    /// The name of its file.
    pub file: &'static str,
    pub png: &'static [u8],
}

macro_rules! chapters {
    ($($id:literal),* $(,)?) => {
        [$(Chapter {
            id: $id,
            markdown: Text::new(
                include_str!(concat!("../../assets/handbook/zh/", $id, ".md")),
                include_str!(concat!("../../assets/handbook/en/", $id, ".md")),
            ),
        }),*]
    };
}

macro_rules! pictures {
    ($($file:literal),* $(,)?) => {
        [$(Picture {
            file: $file,
            png: include_bytes!(concat!("../../assets/handbook/pictures/", $file)),
        }),*]
    };
}

/// All chapters, in the order they are read.
pub static CHAPTERS: [Chapter; 13] = chapters![
    "01-first-study",
    "02-data",
    "03-window",
    "04-walking",
    "05-siting",
    "06-standards",
    "07-programme",
    "08-meeting",
    "09-results",
    "10-formulas",
    "11-commands",
    "12-maps-and-law",
    "13-troubleshooting",
];

/// All pictures, in both languages.
pub static PICTURES: [Picture; 10] = pictures![
    "window-zh.png",
    "window-en.png",
    "review-zh.png",
    "review-en.png",
    "siting-zh.png",
    "siting-en.png",
    "standard-zh.png",
    "standard-en.png",
    "gain.png",
    "minutes.png",
];

/// The chapter of an id.
pub fn chapter(id: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.id == id)
}

/// The picture in a file.
pub fn picture(file: &str) -> Option<&'static Picture> {
    PICTURES.iter().find(|picture| picture.file == file)
}

impl Chapter {
    /// The chapter as it is written.
    pub fn markdown(&self, language: Language) -> &'static str {
        self.markdown.of(language)
    }

    /// What stands in the chapter, from its title on.
    pub fn blocks(&self, language: Language) -> Vec<Block> {
        read(self.markdown(language))
    }

    /// What the chapter is called: its first heading.
    pub fn title(&self, language: Language) -> String {
        let blocks = self.blocks(language);
        let title = blocks.iter().find_map(|block| match block {
            Block::Heading { spans, .. } => Some(spoken(spans)),
            _ => None,
        });
        title.unwrap_or_else(|| self.id.to_owned())
    }
}
