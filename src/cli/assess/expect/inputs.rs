//! Which input of an assessment is not what it was.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::fingerprint::Fingerprints;
use crate::language::Message;
use crate::study::Scenarios;

/// The inputs of the facilities that exist, and of those of the scenario assessed.
const EXISTING: &str = "fingerprints.existing_facilities";
const OF_SCENARIO: &str = "fingerprints.scenario_facilities";

/// How many digits of a fingerprint tell two apart at a glance.
const SHOWN_DIGITS: usize = 12;

/// A line per input that changed; where none did, a line that says so. The `scenario` now in both
/// languages, since a document has its name in one.
pub(super) fn changes(before: &Value, now: &Value, scenario: Option<&Message>) -> Vec<Message> {
    if !before["inputs"].is_object() {
        return vec![Message::new(
            "期望文件未记录输入指纹，无法说明哪项输入变了；请用 assess --json 重新生成",
            "the expectations carry no fingerprints of their inputs: there is no saying which changed; \
             make them anew with assess --json",
        )];
    }
    let (mut old, mut new) = (inputs_of(before), inputs_of(now));
    if let (Some(scenario), Some(named)) = (scenario, before["scenario"].as_str())
        && [&scenario.zh, &scenario.en].into_iter().any(|name| name == named)
    {
        new.insert("scenario".to_owned(), named.to_owned());
    }
    if is_of_base(before) && is_of_base(now) {
        for inputs in [&mut old, &mut new] {
            inputs.remove("scenario");
        }
    }
    if has_only_existing(&old) && has_only_existing(&new) {
        for inputs in [&mut old, &mut new] {
            inputs.remove(OF_SCENARIO);
        }
    }
    let names: BTreeMap<&String, ()> = old.keys().chain(new.keys()).map(|n| (n, ())).collect();
    let changed = names.into_keys().filter(|name| old.get(*name) != new.get(*name));
    let shown = |text: Option<&String>| text.map_or("–", String::as_str).to_owned();
    let line = |name: &String| {
        let (old, new) = (shown(old.get(name)), shown(new.get(name)));
        let Message { zh, en } = plain_name(name);
        Message::new(
            format!("输入已变：{zh} {old} → {new}"),
            format!("input changed: {en} {old} → {new}"),
        )
    };
    let lines: Vec<Message> = changed.map(line).collect();
    if !lines.is_empty() {
        return lines;
    }
    vec![Message::new("输入没有变：变的是算法", "no input changed: what changed is the reckoning")]
}

/// Layers have no scenarios: what exists is all they have, and that is the base of a study file.
fn is_of_base(document: &Value) -> bool {
    let base = Scenarios::base_name();
    let is_base = |name: &str| [&base.zh, &base.en].into_iter().any(|of_base| of_base == name);
    document["scenario"].as_str().is_none_or(is_base)
}

/// Whether the facilities assessed are those that exist: when both times they were, one change of them is
/// one change. A scenario's may have changed for itself beside what exists, so both are told.
fn has_only_existing(inputs: &BTreeMap<String, String>) -> bool {
    inputs.get(EXISTING) == inputs.get(OF_SCENARIO)
}

/// What an input is called: what has a fingerprint by its own name, the others as they stand in the
/// document.
fn plain_name(input: &str) -> Message {
    let part = input.strip_prefix("fingerprints.").and_then(Fingerprints::name_of);
    match part {
        Some(part) => {
            Message::new(format!("{}（{input}）", part.zh), format!("{} ({input})", part.en))
        }
        None => Message::same(input.to_owned()),
    }
}

/// Each input by its name: `fingerprints.buildings`, `walk.detour`, `edits.3`.
fn inputs_of(document: &Value) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    collect(&document["inputs"], "", &mut all);
    all.insert("crs".to_owned(), text_of(&document["crs"]));
    if let Some(scenario) = document["scenario"].as_str() {
        all.insert("scenario".to_owned(), scenario.to_owned());
    }
    all.insert("group".to_owned(), values_of(&document["totals"], "group"));
    all.insert("function".to_owned(), values_of(&document["totals"], "function"));
    let is_listed = |section: &&str| document[*section].is_array();
    let by = ["buildings", "facilities"].into_iter().find(is_listed);
    let by =
        by.map_or("unit", |section| if section == "buildings" { "building" } else { "facility" });
    all.insert("by".to_owned(), by.to_owned());
    all
}

/// What rows say in a field, each once.
fn values_of(rows: &Value, field: &str) -> String {
    let values = rows.as_array().into_iter().flatten().filter_map(|row| row[field].as_str());
    let values: BTreeSet<&str> = values.collect();
    values.into_iter().collect::<Vec<_>>().join(", ")
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
