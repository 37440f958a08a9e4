//! The flags that say what is assessed: how far residents walk, and to which function.

use crate::language::{Language, Message};
use crate::session::Session;
use crate::standard::{FunctionIndex, Standard};
use crate::study::{Edit, Parameters, WalkLimit};

use super::failure::Failure;

/// Walking limit, detour and function.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Walking")]
pub(super) struct WalkArgs {
    /// Only this function, by its id or name
    #[arg(long, value_name = "FUNCTION")]
    pub function: Option<String>,

    /// One walking limit for all functions [default: the study's, or each function's own]
    #[arg(long, value_name = "METRES", value_parser = limit, allow_negative_numbers = true)]
    limit: Option<f64>,

    /// Walking distance divided by straight distance [default: the study's, or 1]
    #[arg(long, value_name = "FACTOR", value_parser = detour, allow_negative_numbers = true)]
    detour: Option<f64>,
}

fn limit(text: &str) -> Result<f64, String> {
    let metres = text.parse().ok().filter(|m| *m > 0.0 && *m <= Parameters::LONGEST_WALK_M);
    metres.ok_or_else(|| format!("expected metres above 0, at most {}", Parameters::LONGEST_WALK_M))
}

fn detour(text: &str) -> Result<f64, String> {
    let factor = text.parse().ok().filter(|f| (1.0..=Parameters::LARGEST_DETOUR).contains(f));
    factor.ok_or_else(|| format!("expected a factor from 1 to {}", Parameters::LARGEST_DETOUR))
}

impl WalkArgs {
    /// Puts the parameters that were given in the place of the study's.
    pub fn apply(&self, session: &mut Session) -> Result<(), Failure> {
        let Parameters { limit, detour } = *session.study().parameters();
        let parameters = Parameters {
            limit: self.limit.map_or(limit, WalkLimit::Metres),
            detour: self.detour.unwrap_or(detour),
        };
        if parameters != *session.study().parameters() {
            let label = Message::new("设置步行参数", "Set walking parameters");
            let set = session.perform(label, [Edit::SetParameters(parameters)]);
            set.map_err(|error| Failure::Usage(error.message()))?;
        }
        Ok(())
    }

    /// The function asked for; `None` when all are.
    pub fn chosen_function(&self, standard: &Standard) -> Result<Option<FunctionIndex>, Failure> {
        let Some(wanted) = &self.function else { return Ok(None) };
        let found = standard.index_of(wanted).or_else(|| index_by_name(standard, wanted));
        found.map(Some).ok_or_else(|| Failure::Usage(no_such_function(standard, wanted)))
    }
}

fn index_by_name(standard: &Standard, wanted: &str) -> Option<FunctionIndex> {
    let wanted = wanted.trim().to_lowercase();
    standard.indexes().find(|index| {
        let function = standard.function(*index);
        [&function.name, &function.short_name].into_iter().any(|name| {
            [Language::Zh, Language::En].into_iter().any(|l| name.of(l).to_lowercase() == wanted)
        })
    })
}

fn no_such_function(standard: &Standard, wanted: &str) -> Message {
    let known: Vec<_> = standard.functions.iter().map(|function| function.id.as_str()).collect();
    Message::new(
        format!("没有功能“{wanted}”；可用：{}", known.join("、")),
        format!("no function \"{wanted}\"; functions: {}", known.join(", ")),
    )
}
