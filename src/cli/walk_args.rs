//! The flags that say what is assessed: how far residents walk, and to which function.

use std::ops::RangeInclusive;

use crate::language::{Language, Message};
use crate::layers::{Group, GroupFactors};
use crate::session::Session;
use crate::standard::{FunctionIndex, Standard};
use crate::study::{Edit, GroupPaces, Parameters, WalkLimit, WalkModel};
use crate::walking::{NetworkRules, Snap};

use super::failure::Failure;

/// Walk model, limits, the rules of the walk network, and the function.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Walking")]
pub(super) struct WalkArgs {
    /// Only this function, by its id or name; bundles take several, separated by commas
    #[arg(long, value_name = "FUNCTION")]
    pub function: Option<String>,

    /// Walk model: straight lines, or ways along the streets [default: the study's, or circle]
    #[arg(long, value_enum)]
    walk: Option<ModelChoice>,

    /// One walking limit for all functions [default: the study's, or each function's own]
    #[arg(long, value_name = "METRES", value_parser = limit, allow_negative_numbers = true)]
    limit: Option<f64>,

    /// One walking time for all functions; metres follow from the pace
    #[arg(long, value_name = "MINUTES", conflicts_with = "limit", value_parser = minutes)]
    minutes: Option<f64>,

    /// Walking pace: what minutes and delays are turned into metres by [default: 1.11]; age60p=0.9
    /// for a group, `by-age` for the assumed paces of children, adults and elders; may be repeated
    #[arg(long, value_name = "[GROUP=]M_PER_S", value_parser = pace)]
    pace: Vec<Pace>,

    /// Walking distance divided by straight distance [default: the study's, or 1]
    #[arg(long, value_name = "FACTOR", value_parser = detour, allow_negative_numbers = true)]
    detour: Option<f64>,

    /// What if there were so many times as many residents: 1.2 for everyone, or age60p=1.35 for a
    /// group; may be repeated
    #[arg(long, value_name = "[GROUP=]FACTOR", value_parser = growth, help_heading = "Population")]
    growth: Vec<(Option<Group>, f64)>,

    #[command(flatten)]
    network: NetworkArgs,
}

/// The rules of the walk network.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Walk network")]
struct NetworkArgs {
    /// Join buildings and facilities to the nearest place along a street, or to the nearest junction
    #[arg(long, value_enum)]
    snap: Option<SnapChoice>,

    /// Do not count the way between a building or facility and the street
    #[arg(long)]
    no_access_leg: bool,

    /// Farther from every street than this, a place is out of reach [default: 300]
    #[arg(long, value_name = "METRES", value_parser = farthest_access)]
    farthest_access: Option<f64>,

    /// Join streets where they cross without a shared vertex
    #[arg(long)]
    join_crossings: bool,

    /// Waiting at a crossing of a carriageway [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = delay)]
    crossing_delay: Option<f64>,

    /// Climbing a footbridge or an underpass [default: 45]
    #[arg(long, value_name = "SECONDS", value_parser = delay)]
    footbridge_delay: Option<f64>,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ModelChoice {
    /// Straight distance times the detour factor
    Circle,
    /// Along the streets; needs a layer of them
    Network,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum SnapChoice {
    Edge,
    Node,
}

impl NetworkArgs {
    fn over(&self, rules: NetworkRules) -> NetworkRules {
        let snap = self.snap.map(|choice| match choice {
            SnapChoice::Edge => Snap::Edge,
            SnapChoice::Node => Snap::Node,
        });
        NetworkRules {
            snap: snap.unwrap_or(rules.snap),
            counts_access: rules.counts_access && !self.no_access_leg,
            farthest_access_m: self.farthest_access.unwrap_or(rules.farthest_access_m),
            joins_crossings: rules.joins_crossings || self.join_crossings,
            crossing_delay_s: self.crossing_delay.unwrap_or(rules.crossing_delay_s),
            footbridge_delay_s: self.footbridge_delay.unwrap_or(rules.footbridge_delay_s),
        }
    }
}

/// Reads a number within a range.
fn number_in(text: &str, range: RangeInclusive<f64>) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| format!("expected a number from {} to {}", range.start(), range.end()))
}

fn minutes(text: &str) -> Result<f64, String> {
    number_in(text, 0.1..=Parameters::LONGEST_WALK_MIN)
}

/// Whose pace is set.
#[derive(Debug, Clone, Copy)]
enum Pace {
    /// That of all residents.
    OfAll(f64),
    OfGroup(Group, f64),
    /// Those that are assumed by age.
    ByAge,
}

fn pace(text: &str) -> Result<Pace, String> {
    if text.trim() == "by-age" {
        return Ok(Pace::ByAge);
    }
    let Some((group, pace)) = text.split_once('=') else {
        return Ok(Pace::OfAll(number_in(text, Parameters::PACES)?));
    };
    let pace = number_in(pace, Parameters::PACES)?;
    Ok(match group_named(group)? {
        Group::All => Pace::OfAll(pace),
        age => Pace::OfGroup(age, pace),
    })
}

fn group_named(text: &str) -> Result<Group, String> {
    let known = || Group::ALL.map(Group::id).join(", ");
    Group::from_id(text.trim()).ok_or_else(|| format!("no such group; groups: {}", known()))
}

fn farthest_access(text: &str) -> Result<f64, String> {
    number_in(text, 0.001..=NetworkRules::FARTHEST_ACCESS_M)
}

fn delay(text: &str) -> Result<f64, String> {
    number_in(text, 0.0..=NetworkRules::LONGEST_DELAY_S)
}

fn growth(text: &str) -> Result<(Option<Group>, f64), String> {
    let Some((group, factor)) = text.split_once('=') else {
        return Ok((None, number_in(text, GroupFactors::RANGE)?));
    };
    Ok((Some(group_named(group)?), number_in(factor, GroupFactors::RANGE)?))
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
    /// The one limit that was given for all functions, in metres.
    pub fn limit_m(&self) -> Option<f64> {
        self.limit
    }

    /// Puts the parameters that were given in the place of the study's.
    pub fn apply(&self, session: &mut Session) -> Result<(), Failure> {
        let Parameters { limit, model, detour, pace_m_per_s, paces, network, growth } =
            *session.study().parameters();
        let (pace_m_per_s, paces) = self.pace.iter().fold((pace_m_per_s, paces), with_pace);
        let metres = self.limit.map(WalkLimit::Metres);
        let chosen = self.walk.map(|choice| match choice {
            ModelChoice::Circle => WalkModel::Circle,
            ModelChoice::Network => WalkModel::Network,
        });
        let parameters = Parameters {
            limit: metres.or(self.minutes.map(WalkLimit::Minutes)).unwrap_or(limit),
            model: chosen.unwrap_or(model),
            detour: self.detour.unwrap_or(detour),
            pace_m_per_s,
            paces,
            network: self.network.over(network),
            growth: self.growth.iter().fold(growth, |growth, (group, factor)| match group {
                None => GroupFactors::of_everyone(*factor),
                Some(group) => growth.with(*group, *factor),
            }),
        };
        if parameters.model == WalkModel::Network && session.study().layers().streets.is_empty() {
            return Err(Failure::Usage(Message::new(
                "--walk network 需要道路图层：请用 --streets 给出",
                "--walk network needs a layer of streets: name one with --streets",
            )));
        }
        if parameters != *session.study().parameters() {
            let label = Message::new("设置步行参数", "Set walking parameters");
            let set = session.perform(label, [Edit::SetParameters(parameters)]);
            set.map_err(|error| Failure::Usage(error.message()))?;
        }
        Ok(())
    }

    /// The function asked for; `None` when all are.
    pub fn chosen_function(&self, standard: &Standard) -> Result<Option<FunctionIndex>, Failure> {
        self.function.as_ref().map(|wanted| find_function(standard, wanted)).transpose()
    }
}

/// The pace of all residents and those of ages, with one of them set.
fn with_pace((of_all, paces): (f64, GroupPaces), set: &Pace) -> (f64, GroupPaces) {
    match *set {
        Pace::OfAll(pace) => (pace, paces),
        Pace::OfGroup(age, pace) => (of_all, paces.with(age, Some(pace))),
        Pace::ByAge => (of_all, GroupPaces::assumed()),
    }
}

/// A function by its id, one of its names, or a part of them that no other function has: 助餐 for 社区助餐.
pub(super) fn find_function(standard: &Standard, wanted: &str) -> Result<FunctionIndex, Failure> {
    let found = standard.index_of(wanted).or_else(|| index_by_name(standard, wanted));
    let found = found.or_else(|| index_by_part(standard, wanted));
    found.ok_or_else(|| Failure::Usage(no_such_function(standard, wanted)))
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

/// The one function with the words in one of its Chinese names.
fn index_by_part(standard: &Standard, wanted: &str) -> Option<FunctionIndex> {
    let wanted = wanted.trim();
    let is_word = wanted.chars().count() >= 2 && !wanted.is_ascii();
    let has_part = |index: &FunctionIndex| {
        let function = standard.function(*index);
        is_word
            && [&function.name, &function.short_name].iter().any(|name| name.zh.contains(wanted))
    };
    let mut found = standard.indexes().filter(has_part);
    found.next().filter(|_| found.next().is_none())
}

fn no_such_function(standard: &Standard, wanted: &str) -> Message {
    let known: Vec<_> = standard.functions.iter().map(|function| function.id.as_str()).collect();
    let named = standard.functions.iter().map(|f| format!("{}（{}）", f.short_name.zh, f.id));
    Message::new(
        format!("没有功能“{wanted}”；可用：{}", named.collect::<Vec<_>>().join("、")),
        format!("no function \"{wanted}\"; functions: {}", known.join(", ")),
    )
}
