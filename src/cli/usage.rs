//! What the arguments lack, in both languages: clap's own words in English, and what it found in Chinese.

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::language::Message;

/// What is wrong, in a line.
pub(super) fn message_of(error: &Error) -> Message {
    let en = english(error);
    Message::new(chinese(error).unwrap_or_else(|| en.clone()), en)
}

/// The flag that is concerned, without its dashes, where it is a flag.
pub(super) fn flag_of(error: &Error) -> Option<String> {
    let argument = texts(error, ContextKind::InvalidArg).into_iter().next()?;
    argument.strip_prefix("--")?.split([' ', '=']).next().map(str::to_owned)
}

/// The first line of clap's words, and the values that would do.
fn english(error: &Error) -> String {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim);
    let first = lines.next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    // What is missing is listed below it.
    let below: Vec<&str> = match error.kind() {
        ErrorKind::MissingRequiredArgument => lines.take_while(|line| !line.is_empty()).collect(),
        _ => lines.find(|line| line.starts_with("[possible values")).into_iter().collect(),
    };
    std::iter::once(first).chain(below).collect::<Vec<_>>().join(" ")
}

/// Nothing of what hardly anybody sees.
fn chinese(error: &Error) -> Option<String> {
    let all = |kind| texts(error, kind).join("、");
    let argument = || all(ContextKind::InvalidArg);
    let value = || all(ContextKind::InvalidValue);
    let choice = |kind, words: &str| match all(kind) {
        choices if choices.is_empty() => String::new(),
        choices => format!("；{words} {choices}"),
    };
    Some(match error.kind() {
        ErrorKind::InvalidValue if value().is_empty() => format!("{} 缺少值", argument()),
        ErrorKind::InvalidValue => {
            let choices = choice(ContextKind::ValidValue, "可用");
            format!("{} 的值“{}”无效{choices}", argument(), value())
        }
        ErrorKind::ValueValidation => {
            // Why not stands after a colon, in the words of whoever read the value.
            let english = english(error);
            let why = english.split_once("': ").map_or("", |(_, why)| why);
            format!("{} 的值“{}”无效：{why}", argument(), value())
        }
        ErrorKind::UnknownArgument => {
            format!("没有参数“{}”{}", argument(), choice(ContextKind::SuggestedArg, "是否指"))
        }
        ErrorKind::InvalidSubcommand => format!(
            "没有命令“{}”{}",
            all(ContextKind::InvalidSubcommand),
            choice(ContextKind::SuggestedSubcommand, "是否指")
        ),
        ErrorKind::ArgumentConflict => match all(ContextKind::PriorArg) {
            other if other.is_empty() || other == argument() => {
                format!("{} 只能写一次", argument())
            }
            other => format!("{} 不能与 {other} 同时使用", argument()),
        },
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", argument()),
        ErrorKind::MissingSubcommand => {
            format!("缺少命令{}", choice(ContextKind::ValidSubcommand, "可用"))
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("{} 的值的个数不对", argument())
        }
        _ => return None,
    })
}

fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(arguments: &[&str]) -> Message {
        let all = std::iter::once("lifecircle").chain(arguments.iter().copied());
        let refused = crate::cli::command().try_get_matches_from(all);
        message_of(&refused.expect_err("something is wrong"))
    }

    #[test]
    fn what_is_wrong_is_told_in_both_languages() {
        for (arguments, zh, en) in [
            (
                &["assess", "x", "--walk", "fly"][..],
                "--walk <WALK> 的值“fly”无效",
                "invalid value 'fly'",
            ),
            (&["assess", "x", "--limitt", "3"], "没有参数“--limitt”；是否指 --limit", "--limitt"),
            (&["standard", "lisst"], "没有命令“lisst”；是否指 list", "lisst"),
            (&["batch"], "缺少 <SPEC.toml>", "<SPEC.toml>"),
            (&["batch", "x.toml", "--shard", "0/2"], "--shard <I/N> 的值“0/2”无效：", "0/2"),
        ] {
            let message = told(arguments);
            assert!(message.zh.starts_with(zh), "{}", message.zh);
            assert!(message.en.contains(en), "{}", message.en);
        }
    }
}
