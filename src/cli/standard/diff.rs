//! `lifecircle standard diff`: how one standard differs from another.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::language::{Language, Message};
use crate::standard::{Difference, Standard};

use super::super::failure::Failure;
use super::super::output::deliver;
use super::standard_of;

/// Show how one standard differs from another, number by number
#[derive(Debug, clap::Args)]
pub(super) struct DiffArgs {
    /// The standard to begin from: a study file, an id, or a standard's file
    #[arg(value_name = "A")]
    before: String,

    /// The standard compared with it [default: the shipped one of the same id comes first]
    #[arg(value_name = "B")]
    after: Option<String>,

    /// Print one JSON document
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub(super) fn run(args: &DiffArgs, language: Language) -> Result<(), Failure> {
    let named = standard_of(&args.before, language)?;
    let (before, after) = match &args.after {
        Some(after) => (named, standard_of(after, language)?),
        // Alone, a standard is compared with what it was shipped as.
        None => (shipped_of(&named)?, named),
    };
    let differences = after.differences_from(&before);
    deliver(None, |out| {
        if args.json {
            let list: Vec<_> = differences.iter().map(difference_json).collect();
            let document = json!({
                "version": 1, "from": before.id, "to": after.id, "differences": list,
            });
            serde_json::to_writer(&mut *out, &document)?;
            return writeln!(out);
        }
        for difference in &differences {
            writeln!(out, "{}", after.difference_text(&before, difference).of(language))?;
        }
        Ok(())
    })
}

fn shipped_of(standard: &Standard) -> Result<Standard, Failure> {
    let id = &standard.id;
    standard.shipped().map(Arc::unwrap_or_clone).ok_or_else(|| {
        Failure::Usage(Message::new(
            format!("没有随程序提供的标准 {id}；请再给出一个标准与之比较"),
            format!("no standard {id} comes with the program; name another one to compare with"),
        ))
    })
}

fn difference_json(difference: &Difference) -> Value {
    match difference {
        Difference::FunctionAdded(id) => json!({ "what": "function_added", "function": id }),
        Difference::FunctionGone(id) => json!({ "what": "function_gone", "function": id }),
        Difference::ServiceAdded { function, service } => {
            json!({ "what": "service_added", "function": function, "service": service })
        }
        Difference::ServiceGone { function, service } => {
            json!({ "what": "service_gone", "function": function, "service": service })
        }
        Difference::Figure { place, before, after } => json!({
            "what": "number", "function": place.function(), "field": place.field(),
            "before": before, "after": after,
        }),
        Difference::TargetGroups { function } => {
            json!({ "what": "target_groups", "function": function })
        }
        Difference::SiteFlags { function } => {
            json!({ "what": "site_flags", "function": function })
        }
        Difference::ComplexFunctions => json!({ "what": "complex_functions" }),
    }
}
