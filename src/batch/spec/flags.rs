//! Options as a specification writes them, as the flags of a command.

use std::path::Path;

use toml::{Table, Value};

use crate::language::Message;

use super::SpecProblem;
use crate::batch::job::{FlagValue, Flags};

/// Flags whose values name files.
const FILES: [&str; 9] = [
    "units",
    "buildings",
    "facilities",
    "streets",
    "barriers",
    "candidates",
    "population",
    "standard",
    "basemap",
];

/// The flags that a table of options stands for; `place` is where it stands, for problems.
pub(super) fn flags_of(
    options: &Table,
    place: &str,
    folder: &Path,
    problems: &mut Vec<SpecProblem>,
) -> Flags {
    let mut flags = Flags::default();
    for (key, value) in options {
        let name = key.replace('_', "-");
        let place = format!("{place}.{key}");
        let values = match value {
            Value::Array(items) => items.as_slice(),
            single => std::slice::from_ref(single),
        };
        for value in values {
            match flag_value(&name, value, folder) {
                Ok(Some(value)) => {
                    problems.extend(missing(&value, &place));
                    flags.0.push((name.clone(), value));
                }
                Ok(None) => {}
                Err(what) => problems.push(SpecProblem::of(&*place, what)),
            }
        }
    }
    flags
}

/// Nothing where the flag is said not to be set.
fn flag_value(name: &str, value: &Value, folder: &Path) -> Result<Option<FlagValue>, Message> {
    let text = match value {
        Value::Boolean(is_set) => return Ok(is_set.then_some(FlagValue::Set)),
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Array(_) | Value::Table(_) | Value::Datetime(_) => {
            return Err(Message::new(
                "应为文字、数字、true 或其列表",
                "expected text, a number, true, or a list of these",
            ));
        }
    };
    Ok(Some(match FILES.contains(&name) && names_a_file(&text, folder) {
        true => path_of(text, folder),
        false => FlagValue::Text(text),
    }))
}

/// Rather than an id such as `stock`, or that of a shipped standard.
fn names_a_file(text: &str, folder: &Path) -> bool {
    let path = Path::new(text);
    path.extension().is_some() || path.components().count() > 1 || folder.join(path).exists()
}

/// A path that is relative to the specification.
pub(super) fn path_of(written: String, folder: &Path) -> FlagValue {
    let path = folder.join(&written);
    FlagValue::Path { written, path }
}

/// That a file is not there.
pub(super) fn missing(value: &FlagValue, place: &str) -> Option<SpecProblem> {
    let FlagValue::Path { path, .. } = value else { return None };
    let what = || {
        let path = path.display();
        Message::new(format!("没有文件 {path}"), format!("there is no file {path}"))
    };
    (!path.exists()).then(|| SpecProblem::of(place, what()))
}
