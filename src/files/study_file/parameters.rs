//! The parameters as named numbers: rows of a table in the file, members of an object in the log.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use super::StudyFileError;
use crate::layers::{Group, GroupFactors};
use crate::study::{GroupPaces, Parameters, WalkLimit, WalkModel};
use crate::walking::{NetworkRules, Snap};

type Outcome<T> = Result<T, StudyFileError>;

/// Named numbers; yes is 1 and no is 0.
pub(super) type NamedNumbers = BTreeMap<String, Option<f64>>;

/// Writes the parameters in the place of what was there.
pub(super) fn write(connection: &Connection, parameters: &Parameters) -> Outcome<()> {
    let sql = "INSERT INTO lifecircle_parameters (name, value) VALUES (?1, ?2) \
               ON CONFLICT (name) DO UPDATE SET value = ?2";
    let mut put = connection.prepare_cached(sql)?;
    for (name, value) in to_numbers(parameters) {
        put.execute(params![name, value])?;
    }
    Ok(())
}

pub(super) fn read(connection: &Connection) -> Outcome<Parameters> {
    let mut rows = connection.prepare("SELECT name, value FROM lifecircle_parameters")?;
    let numbers = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    from_numbers(&numbers.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn to_numbers(parameters: &Parameters) -> NamedNumbers {
    let Parameters { limit, model, detour, pace_m_per_s, paces, network, growth } = *parameters;
    let NetworkRules {
        snap,
        counts_access,
        farthest_access_m,
        joins_crossings,
        crossing_delay_s,
        footbridge_delay_s,
    } = network;
    let (limit_m, limit_min) = match limit {
        WalkLimit::ByStandard => (None, None),
        WalkLimit::Metres(metres) => (Some(metres), None),
        WalkLimit::Minutes(minutes) => (None, Some(minutes)),
    };
    let yes = |is_so: bool| Some(f64::from(u8::from(is_so)));
    let numbers = [
        ("walk_limit_m", limit_m),
        ("walk_limit_min", limit_min),
        ("walks_network", yes(model == WalkModel::Network)),
        ("detour", Some(detour)),
        ("pace_m_per_s", Some(pace_m_per_s)),
        ("network_snaps_to_nodes", yes(snap == Snap::Node)),
        ("network_counts_access", yes(counts_access)),
        ("network_farthest_access_m", Some(farthest_access_m)),
        ("network_joins_crossings", yes(joins_crossings)),
        ("network_crossing_delay_s", Some(crossing_delay_s)),
        ("network_footbridge_delay_s", Some(footbridge_delay_s)),
    ];
    let growth = Group::ALL.map(|group| (growth_name(group), Some(growth.of(group))));
    let paces = Group::ALL.map(|group| (pace_name(group), paces.of(group)));
    let numbers = numbers.map(|(name, value)| (name.to_owned(), value));
    numbers.into_iter().chain(growth).chain(paces).collect()
}

/// The parameters as a document of their own.
pub(in crate::files) fn to_json(parameters: &Parameters) -> String {
    // Names and numbers: nothing that JSON could not say.
    serde_json::to_string(&to_numbers(parameters)).unwrap_or_default()
}

/// Reads such a document.
///
/// # Errors
/// When it is none.
pub(in crate::files) fn from_json(text: &str) -> Outcome<Parameters> {
    let numbers = serde_json::from_str(text).map_err(|error| StudyFileError::record(&error))?;
    from_numbers(&numbers)
}

/// What an older format has no word of is as the program has it by default.
pub(super) fn from_numbers(numbers: &NamedNumbers) -> Outcome<Parameters> {
    let number = |name: &str| numbers.get(name).copied().flatten();
    let or = |name: &str, usual: f64| number(name).unwrap_or(usual);
    let is = |name: &str, usual: bool| number(name).map_or(usual, |number| number != 0.0);
    let usual = Parameters::default();
    let rules = usual.network;
    // The log of formats before 4 calls the limit so.
    let limit_m = number("walk_limit_m").or_else(|| number("limit_m"));
    let limit = match (limit_m, number("walk_limit_min")) {
        (Some(metres), _) => WalkLimit::Metres(metres),
        (None, Some(minutes)) => WalkLimit::Minutes(minutes),
        (None, None) => WalkLimit::ByStandard,
    };
    let detour = number("detour");
    let grown = |growth: GroupFactors, group| growth.with(group, or(&growth_name(group), 1.0));
    let own_pace = |paces: GroupPaces, group| paces.with(group, number(&pace_name(group)));
    Ok(Parameters {
        limit,
        model: if is("walks_network", false) { WalkModel::Network } else { WalkModel::Circle },
        detour: detour.ok_or_else(|| StudyFileError::damaged("no detour factor"))?,
        pace_m_per_s: or("pace_m_per_s", usual.pace_m_per_s),
        paces: Group::ALL.into_iter().fold(usual.paces, own_pace),
        network: NetworkRules {
            snap: if is("network_snaps_to_nodes", false) { Snap::Node } else { Snap::Edge },
            counts_access: is("network_counts_access", rules.counts_access),
            farthest_access_m: or("network_farthest_access_m", rules.farthest_access_m),
            joins_crossings: is("network_joins_crossings", rules.joins_crossings),
            crossing_delay_s: or("network_crossing_delay_s", rules.crossing_delay_s),
            footbridge_delay_s: or("network_footbridge_delay_s", rules.footbridge_delay_s),
        },
        growth: Group::ALL.into_iter().fold(usual.growth, grown),
    })
}

fn growth_name(group: Group) -> String {
    format!("growth_{}", group.id())
}

/// Empty where the group walks as everyone does.
fn pace_name(group: Group) -> String {
    format!("pace_{}_m_per_s", group.id())
}
