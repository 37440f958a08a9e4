//! Standards as files of their own: TOML or JSON, told by the name's ending.

use std::fs;
use std::path::Path;

use crate::language::Message;
use crate::standard::{DocumentFormat, FigurePlace, Standard, StandardError};

use super::source::file_name;
use super::{ImportError, Problem};

/// The endings of files that hold a standard.
pub fn standard_endings() -> [&'static str; 2] {
    ["toml", "json"]
}

/// Reads a standard, and what of its file was not understood or not believed.
///
/// # Errors
/// When it cannot be read, or is unsound: one problem per flaw, with function and field.
pub fn read_standard(path: &Path) -> Result<(Standard, Vec<Problem>), ImportError> {
    let file = file_name(path);
    let told = |error: StandardError| Problem::in_file(&file, error.message());
    let format = format_of(path)?;
    let text = fs::read_to_string(path)
        .map_err(|error| ImportError::in_file(&file, Message::same(error.to_string())))?;
    let standard = Standard::from_document(&text, format);
    let standard = standard.map_err(|error| ImportError(vec![told(error)]))?;
    let flaws: Vec<Problem> = standard.flaws().into_iter().map(told).collect();
    if !flaws.is_empty() {
        return Err(ImportError(flaws));
    }
    let unread = standard.unread_fields(&text, format).into_iter().map(told);
    let mut remarks: Vec<Problem> = unread.collect();
    let (standard, disowned) = standard.without_false_claims(&file);
    remarks.extend(disowned.iter().map(|place| told(not_of_its_source(place))));
    Ok((standard, remarks))
}

/// A number that was changed while its source was left beside it.
fn not_of_its_source(place: &FigurePlace) -> StandardError {
    StandardError {
        function: place.function().map(str::to_owned),
        field: Some(place.field()),
        what: Message::new(
            "与随程序提供的标准不同而来源未改，记为本研究设定",
            "differs from the shipped standard but names its source: taken as set in the study",
        ),
    }
}

/// Writes a standard into a file, which appears when it is complete.
///
/// # Errors
/// When the name has no ending of a standard, or the file cannot be written.
pub fn write_standard(path: &Path, standard: &Standard) -> Result<(), ImportError> {
    let file = file_name(path);
    let document = standard.to_document(format_of(path)?);
    let document = document.map_err(|error| ImportError::in_file(&file, error.message()))?;
    let unfinished = path.with_extension("unfinished");
    let written = fs::write(&unfinished, document).and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // It may not have come into being.
        let _ = fs::remove_file(&unfinished);
    }
    written.map_err(|error| {
        let what =
            Message::new(format!("无法写入：{error}"), format!("it cannot be written: {error}"));
        ImportError::in_file(&file, what)
    })
}

fn format_of(path: &Path) -> Result<DocumentFormat, ImportError> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("toml") => Ok(DocumentFormat::Toml),
        Some("json") => Ok(DocumentFormat::Json),
        _ => Err(ImportError::in_file(
            file_name(path),
            Message::new(
                "标准文件应以 .toml 或 .json 结尾",
                "a standard's file ends in .toml or .json",
            ),
        )),
    }
}
