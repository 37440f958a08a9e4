//! A standard as it is written down: one shape for the shipped files, for import and export as TOML
//! or JSON, for the study file and its edit log. Reading files is the caller's.
//!
//! The types of this module's parents carry their names in the document themselves; here is what a
//! document may leave out, and how what is wrong with it is told.

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::Standard;
use crate::language::Message;

/// The two ways of writing a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocumentFormat {
    Toml,
    Json,
}

/// Why a document is no standard.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", self.message().en)]
pub struct StandardError {
    /// Id of the function it is about, or its place in the list where it has none.
    pub function: Option<String>,
    /// The field, as the document names it.
    pub field: Option<String>,
    pub what: Message,
}

impl StandardError {
    pub(super) fn of_document(what: Message) -> Self {
        Self { function: None, field: None, what }
    }

    /// Function, field and what is wrong there.
    pub fn message(&self) -> Message {
        let Self { function, field, what } = self;
        let (mut zh, mut en) = (String::new(), String::new());
        if let Some(function) = function {
            zh += &format!("功能 {function}：");
            en += &format!("function {function}: ");
        }
        if let Some(field) = field {
            zh += &format!("{field}：");
            en += &format!("{field}: ");
        }
        Message::new(zh + &what.zh, en + &what.en)
    }
}

impl Standard {
    /// Reads a document.
    ///
    /// # Errors
    /// The first thing that is wrong, with function and field.
    pub fn from_document(text: &str, format: DocumentFormat) -> Result<Self, StandardError> {
        let document = parse(text, format)?;
        let standard: Self = serde_path_to_error::deserialize(&document)
            .map_err(|error| told(&document, error.path(), &error.inner().to_string()))?;
        Ok(standard.completed())
    }

    /// The fields of the standard's own document that say nothing to this program: most likely
    /// misspelt.
    pub fn unread_fields(&self, text: &str, format: DocumentFormat) -> Vec<StandardError> {
        let (Ok(document), Ok(understood)) = (parse(text, format), serde_json::to_value(self))
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        collect_unread(&document, &understood, &mut Vec::new(), &mut found);
        let told = |path: Vec<Step>| place_of(&document, &path).error(unread());
        found.into_iter().map(told).collect()
    }

    /// Writes the document.
    ///
    /// # Errors
    /// When it holds what the format has no form for, such as a number that is not finite.
    pub fn to_document(&self, format: DocumentFormat) -> Result<String, StandardError> {
        let broken = |error: String| StandardError::of_document(Message::same(error));
        match format {
            DocumentFormat::Toml => toml::to_string_pretty(self).map_err(|e| broken(e.to_string())),
            DocumentFormat::Json => {
                serde_json::to_string_pretty(self).map_err(|e| broken(e.to_string()))
            }
        }
    }
}

fn parse(text: &str, format: DocumentFormat) -> Result<Value, StandardError> {
    let broken = |error: String| StandardError::of_document(Message::same(error));
    match format {
        DocumentFormat::Toml => toml::from_str(text).map_err(|error| broken(error.to_string())),
        DocumentFormat::Json => {
            serde_json::from_str(text).map_err(|error| broken(error.to_string()))
        }
    }
}

/// A step into a document.
#[derive(Debug, Clone)]
enum Step {
    Key(String),
    Position(usize),
}

/// Which function and which field of it a path leads to.
struct DocumentPlace {
    function: Option<String>,
    field: Option<String>,
}

impl DocumentPlace {
    fn error(self, what: Message) -> StandardError {
        let Self { function, field } = self;
        StandardError { function, field, what }
    }
}

fn steps(path: &Path) -> Vec<Step> {
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(Step::Position(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().filter_map(step).collect()
}

/// The function, by its id or else its number in the list, and the field within it.
fn place_of(document: &Value, path: &[Step]) -> DocumentPlace {
    let (function, within) = match path {
        [Step::Key(list), Step::Position(index), within @ ..] if list == "functions" => {
            let id = document["functions"][*index]["id"].as_str();
            let id = id.map_or_else(|| (index + 1).to_string(), str::to_owned);
            (Some(id), within)
        }
        _ => (None, path),
    };
    let mut field = String::new();
    for step in within {
        match step {
            Step::Position(index) => field += &format!("[{index}]"),
            Step::Key(key) if field.is_empty() => field += key,
            Step::Key(key) => field += &format!(".{key}"),
        }
    }
    DocumentPlace { function, field: (!field.is_empty()).then_some(field) }
}

/// Paths of what a document says and what was understood of it does not.
fn collect_unread(
    document: &Value,
    understood: &Value,
    path: &mut Vec<Step>,
    found: &mut Vec<Vec<Step>>,
) {
    let members: Vec<(Step, &Value, Option<&Value>)> = match document {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (Step::Key(key.clone()), value, understood.get(key)))
            .collect(),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, value)| (Step::Position(index), value, understood.get(index)))
            .collect(),
        _ => return,
    };
    for (step, value, counterpart) in members {
        path.push(step);
        match counterpart {
            Some(counterpart) => collect_unread(value, counterpart, path, found),
            None if says_nothing(value) => {}
            None => found.push(path.clone()),
        }
        path.pop();
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn unread() -> Message {
    Message::new("不认识的字段，未读入", "not a field of a standard; left out")
}

/// What serde says, with the place it is about.
fn told(document: &Value, path: &Path, what: &str) -> StandardError {
    let mut path = steps(path);
    let missing = what.strip_prefix("missing field `").and_then(|rest| rest.strip_suffix('`'));
    let message = match missing {
        Some(field) => {
            path.push(Step::Key(field.to_owned()));
            Message::new("缺少此字段", "it is missing")
        }
        None => Message::new(in_chinese(what), what),
    };
    place_of(document, &path).error(message)
}

/// What serde says in English, in Chinese; an unusual sentence stays as it is.
fn in_chinese(what: &str) -> String {
    if let Some(rest) = what.strip_prefix("unknown variant ")
        && let Some((found, expected)) = rest.split_once(", expected ")
    {
        return format!("不认识 {found}，可用 {}", expected.trim_start_matches("one of "));
    }
    if let Some(rest) = what.strip_prefix("invalid type: ")
        && let Some((found, expected)) = rest.split_once(", expected ")
    {
        return format!("类型不符：读到 {found}，应为 {expected}");
    }
    what.to_owned()
}

/// Groups by their names in files.
pub(super) mod group_ids {
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::layers::Group;

    pub fn serialize<S: Serializer>(groups: &[Group], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(groups.iter().map(|group| group.id()))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Group>, D::Error> {
        let read = |id: String| {
            Group::from_id(&id).ok_or_else(|| {
                let known = Group::ALL.map(|group| format!("`{}`", group.id())).join(", ");
                D::Error::custom(format!("unknown variant `{id}`, expected one of {known}"))
            })
        };
        Vec::<String>::deserialize(from)?.into_iter().map(read).collect()
    }
}
