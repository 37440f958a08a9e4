//! The flags of the models beyond the plain four, and of the questions that compare plans.

use crate::siting::Complexes;
use crate::study::WeekHours;

/// Flags that go with one objective or one question each.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Models")]
pub(super) struct ModelArgs {
    /// backup: how much of a resident's weight the first site in reach is worth; the second is worth
    /// the rest [default: 0.7]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true,
        value_parser = super::args::share)]
    pub first_share: Option<f64>,

    /// capacitated: how many residents each site has room for [default: usable area by the
    /// standard's area per resident; of a table, its row `capacity`]
    #[arg(long, value_name = "RESIDENTS", allow_negative_numbers = true, value_parser = room)]
    pub capacity: Option<f64>,

    /// equity: how much the rate of the worst unit counts beside that of all residents
    /// [default: 0.5]
    #[arg(long, value_name = "SHARE", allow_negative_numbers = true,
        value_parser = super::args::share)]
    pub worst_share: Option<f64>,

    /// equity: all plans that cannot be bettered in coverage or worst unit without losing in the other
    #[arg(long)]
    pub pareto: bool,

    /// bundle: yuan for all sites together. With --beside: the best plan for so much money instead of
    /// for as many sites; `same` for what the scenario's own costs
    #[arg(long, value_name = "YUAN|same", allow_negative_numbers = true, value_parser = budget)]
    pub budget: Option<Budget>,

    /// bundle: at least so many sites are complexes by the standard's rule, or `all` of them
    #[arg(long, value_name = "N|all", allow_negative_numbers = true, value_parser = complexes)]
    pub complexes: Option<Complexes>,

    /// bundle: areas grow with the residents they serve, by the standard's area per resident
    #[arg(long)]
    pub by_area: bool,

    /// bundle: opening hours of a function, such as elder_care=Mo-Fr 09:00-16:00; functions that are
    /// never open together share rooms; may be repeated
    #[arg(long, value_name = "FUNCTION=HOURS", value_parser = hours)]
    pub hours: Vec<(String, WeekHours)>,

    /// One plan for several futures: this one and each named, such as walk=network,growth=1.2 or
    /// limit=800,growth=age60p=1.4; may be repeated
    #[arg(long, value_name = "KEY=VALUE,…", conflicts_with_all = ["pareto", "beside", "phasing"])]
    pub robust: Vec<String>,

    /// The plan of a scenario beside the best one with as many sites; what the scenario keeps of the
    /// base stays in both
    #[arg(long, value_name = "SCENARIO", conflicts_with_all = ["pareto", "phasing",
        "keep_existing"])]
    pub beside: Option<String>,

    /// In which year to open which project of a scenario, for one function or several (--function A,B);
    /// tells how each pilot community fares from year to year
    #[arg(long, value_name = "SCENARIO", conflicts_with_all = ["pareto",
        "keep_existing"])]
    pub phasing: Option<String>,

    /// phasing: yuan for each year, separated by commas [default: the study's budgets]
    #[arg(long, value_name = "YUAN,…", value_delimiter = ',', allow_negative_numbers = true,
        value_parser = amount, requires = "phasing")]
    pub budgets: Vec<f64>,

    /// phasing: no pilot community may have less of a function at the end of a year than the year
    /// before; what the scenario closes waits until it may
    #[arg(long, requires = "phasing")]
    pub never_regress: bool,

    /// phasing: the id of a pilot community; may be repeated [default: those that the study's rule
    /// chooses by what exists]
    #[arg(long, value_name = "UNIT", requires = "phasing")]
    pub pilot: Vec<String>,
}

impl ModelArgs {
    pub fn first_share(&self) -> f64 {
        const ASSUMED: f64 = 0.7;
        self.first_share.unwrap_or(ASSUMED)
    }

    pub fn worst_share(&self) -> f64 {
        const ASSUMED: f64 = 0.5;
        self.worst_share.unwrap_or(ASSUMED)
    }
}

/// What may be spent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Budget {
    Yuan(f64),
    /// As much as the scenario's own plan costs.
    Same,
}

fn budget(text: &str) -> Result<Budget, String> {
    if text == "same" {
        return Ok(Budget::Same);
    }
    amount(text).map(Budget::Yuan).map_err(|_| "expected an amount or `same`".to_owned())
}

fn amount(text: &str) -> Result<f64, String> {
    let amount = text.parse().ok().filter(|amount| (0.0..=1e15).contains(amount));
    amount.ok_or_else(|| "expected a number from zero on".to_owned())
}

fn room(text: &str) -> Result<f64, String> {
    let room = amount(text).ok().filter(|room| *room > 0.0);
    room.ok_or_else(|| "expected a number of residents above zero".to_owned())
}

fn complexes(text: &str) -> Result<Complexes, String> {
    if text == "all" {
        return Ok(Complexes::Every);
    }
    let least = text.parse().map(Complexes::AtLeast);
    least.map_err(|_| "expected a number or `all`".to_owned())
}

fn hours(text: &str) -> Result<(String, WeekHours), String> {
    let (function, hours) =
        text.split_once('=').ok_or_else(|| "expected FUNCTION=HOURS".to_owned())?;
    let hours = WeekHours::parse(hours).map_err(|error| error.to_string())?;
    Ok((function.trim().to_owned(), hours))
}
