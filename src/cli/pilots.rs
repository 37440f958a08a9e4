//! `lifecircle pilots`: pilot communities chosen by a rule of weights, thresholds and quotas.

use std::path::PathBuf;
use std::sync::Arc;

use crate::language::{Language, Message};
use crate::study::{Edit, PilotCriterion, PilotIndicator, PilotRule, ProgrammeRules};
use crate::tables::List;

use super::failure::Failure;
use super::output::{deliver, tell};
use super::study_args::StudyArgs;
use super::table_output::{TableStyle, write_table};

/// Choose pilot communities by weights, thresholds and quotas; each unit with its score and reason
#[derive(Debug, clap::Args)]
pub(super) struct PilotsArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// How many in all; as the study's rule has it by default, 120 in a new study
    #[arg(long, value_name = "N")]
    count: Option<usize>,

    /// Weight of an indicator, below 0 where less speaks for a unit; may be repeated, and then takes
    /// the place of the weights of the study's rule. Indicators: residents, density, elderly, infants, coverage,
    /// people-without, area-gap, candidates
    #[arg(long, value_name = "INDICATOR=WEIGHT", value_parser = setting)]
    weight: Vec<(PilotIndicator, f64)>,

    /// Leave out units below a value; may be repeated
    #[arg(long, value_name = "INDICATOR=VALUE", value_parser = setting)]
    at_least: Vec<(PilotIndicator, f64)>,

    /// Leave out units above a value; may be repeated
    #[arg(long, value_name = "INDICATOR=VALUE", value_parser = setting)]
    at_most: Vec<(PilotIndicator, f64)>,

    /// No more than so many in one district
    #[arg(long, value_name = "N")]
    most_per_district: Option<usize>,

    /// The best so many of each district come first
    #[arg(long, value_name = "N")]
    least_per_district: Option<usize>,

    /// Print one JSON document
    #[arg(long, conflicts_with = "csv")]
    json: bool,

    /// Print CSV
    #[arg(long)]
    csv: bool,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &PilotsArgs, language: Language) -> Result<(), Failure> {
    let mut opened = args.study.open(language)?;
    for warning in &opened.warnings {
        tell(&warning.one_line(language));
    }
    let session = &mut opened.session;
    let rules = session.study().programme_rules();
    let rules = ProgrammeRules { pilots: args.rule(&rules.pilots), ..rules.clone() };
    if let Some(contradiction) = rules.pilots.contradiction() {
        return Err(Failure::Usage(contradiction));
    }
    let label = Message::new("试点选择规则", "Rule for pilots");
    session
        .perform(label, [Edit::SetProgrammeRules(Arc::new(rules))])
        .map_err(|error| Failure::Usage(error.message()))?;
    let table = List::Pilots.table(session, language);
    if table.rows.is_empty() {
        return Err(Failure::Result(Message::new(
            "没有规划单元，无从选择",
            "there are no planning units to choose from",
        )));
    }
    let style = TableStyle::asked(args.json, args.csv);
    deliver(args.out.as_deref(), |out| write_table(out, &table, style, language))
}

impl PilotsArgs {
    /// The rule of the study, changed by what the command says.
    fn rule(&self, before: &PilotRule) -> PilotRule {
        let mut rule = PilotRule {
            criteria: if self.weight.is_empty() { before.criteria.clone() } else { Vec::new() },
            count: self.count.unwrap_or(before.count),
            most_per_district: self.most_per_district.or(before.most_per_district),
            least_per_district: self.least_per_district.unwrap_or(before.least_per_district),
        };
        for (indicator, value) in &self.weight {
            change(&mut rule, *indicator, |criterion| criterion.weight = *value);
        }
        for (indicator, value) in &self.at_least {
            change(&mut rule, *indicator, |criterion| criterion.at_least = Some(*value));
        }
        for (indicator, value) in &self.at_most {
            change(&mut rule, *indicator, |criterion| criterion.at_most = Some(*value));
        }
        rule
    }
}

/// Changes what a rule says of an indicator.
fn change(rule: &mut PilotRule, indicator: PilotIndicator, by: impl Fn(&mut PilotCriterion)) {
    let known = rule.criteria.iter().find(|criterion| criterion.indicator == indicator);
    let mut criterion = known.copied().unwrap_or(PilotCriterion::neutral(indicator));
    by(&mut criterion);
    rule.set(criterion);
}

/// Reads `elderly=0.3`.
fn setting(text: &str) -> Result<(PilotIndicator, f64), String> {
    let (name, value) = text.split_once('=').ok_or("write it as INDICATOR=NUMBER")?;
    let indicator = PilotIndicator::from_id(name.trim()).ok_or_else(|| {
        let ids: Vec<&str> = PilotIndicator::ALL.iter().map(|indicator| indicator.id()).collect();
        format!("no indicator {name}; there are {}", ids.join(", "))
    })?;
    let value = value.trim().parse::<f64>().ok().filter(|value| value.is_finite());
    Ok((indicator, value.ok_or_else(|| format!("{text}: the value is no number"))?))
}
