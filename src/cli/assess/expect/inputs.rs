//! Which input of an assessment is not what it was.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::language::Message;

/// How many digits of a fingerprint tell two apart at a glance.
const SHOWN_DIGITS: usize = 12;

/// A line per input that changed; where none did, a line that says so.
pub(super) fn changes(before: &Value, now: &Value) -> Vec<Message> {
    if !before["inputs"].is_object() {
        return vec![Message::new(
            "期望文件未记录输入指纹，无法说明哪项输入变了；请用 assess --json 重新生成",
            "the expectations carry no fingerprints of their inputs: there is no saying which changed; \
             make them anew with assess --json",
        )];
    }
    let (old, new) = (inputs_of(before), inputs_of(now));
    let names: BTreeMap<&String, ()> = old.keys().chain(new.keys()).map(|n| (n, ())).collect();
    let changed = names.into_keys().filter(|name| old.get(*name) != new.get(*name));
    let shown = |text: Option<&String>| text.map_or("–", String::as_str).to_owned();
    let line = |name: &String| {
        let (old, new) = (shown(old.get(name)), shown(new.get(name)));
        Message::new(
            format!("输入已变：{name} {old} → {new}"),
            format!("input changed: {name} {old} → {new}"),
        )
    };
    let lines: Vec<Message> = changed.map(line).collect();
    if !lines.is_empty() {
        return lines;
    }
    vec![Message::new("输入没有变：变的是算法", "no input changed: what changed is the reckoning")]
}

/// Each input by its name: `fingerprints.buildings`, `walk.detour`, `edits.3`.
fn inputs_of(document: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    collect(&document["inputs"], "", &mut all);
    all.insert("crs".to_owned(), text_of(&document["crs"]));
    all.insert("scenario".to_owned(), text_of(&document["scenario"]));
    all
}

fn collect(value: &Value, name: &str, all: &mut BTreeMap<String, String>) {
    let below =
        |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(part, value)| collect(value, &below(part), all));
        }
        Value::Array(items) => {
            let numbered = (1..).zip(items);
            numbered.for_each(|(number, value)| collect(value, &below(&format!("{number}")), all));
        }
        other => {
            all.insert(name.to_owned(), text_of(other));
        }
    }
}

/// A value as it is shown: of a fingerprint the first digits.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) if text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit()) => {
            text[..SHOWN_DIGITS].to_owned()
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
