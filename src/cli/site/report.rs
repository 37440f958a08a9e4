//! What a question that compares plans comes to: a document and lines of text, made together.

use std::io::{self, Write};

use serde_json::{Map, Value};

use crate::language::{Language, Message};

/// An answer that is more than one plan.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// Fields of the JSON document, in their order.
    fields: Map<String, Value>,
    lines: Vec<Message>,
    pub warnings: Vec<Message>,
}

impl Report {
    /// A report on a question of this name.
    pub fn on(question: &str) -> Self {
        let mut report = Self::default();
        report.field("version", 1);
        report.field("objective", question);
        report
    }

    pub fn field(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    pub fn line(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.lines.push(Message::new(zh.into(), en.into()));
    }

    pub fn write_json(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        let mut fields = self.fields.clone();
        let warnings = self.warnings.iter().map(|warning| warning.of(language));
        fields.insert("warnings".to_owned(), warnings.collect());
        serde_json::to_writer(&mut *out, &fields)?;
        writeln!(out)
    }

    pub fn write_text(&self, out: &mut dyn Write, language: Language) -> io::Result<()> {
        self.lines.iter().try_for_each(|line| writeln!(out, "{}", line.of(language)))
    }
}
