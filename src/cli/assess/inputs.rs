//! What an assessment was computed from, for the JSON document: fingerprints of the data, the walk in
//! full, the edits of the scenario. Who compares two documents sees from it which input changed.

use serde_json::{Map, Value, json};

use crate::fingerprint::Fingerprints;
use crate::layers::Group;
use crate::session::Session;
use crate::study::{Parameters, ScenarioId, Study, WalkLimit};
use crate::walking::NetworkRules;

/// The document's section. Costs a look at all data.
pub(super) fn to_json(session: &Session) -> Value {
    let study = session.study();
    let prints = Fingerprints::of(session);
    let prints = prints.iter().map(|part| (part.id.to_owned(), json!(part.print)));
    json!({
        "program": env!("CARGO_PKG_VERSION"),
        "standard": study.standard().id,
        "walk": walk_json(study.parameters()),
        "growth": growth_json(study.parameters()),
        "fingerprints": prints.collect::<Map<String, Value>>(),
        "edits": edits_of(study, session.shown()),
    })
}

fn walk_json(parameters: &Parameters) -> Value {
    let Parameters { limit, model, detour, pace_m_per_s, paces, network, growth: _ } = parameters;
    let (by, limit) = match limit {
        WalkLimit::ByStandard => ("standard", None),
        WalkLimit::Metres(metres) => ("metres", Some(metres)),
        WalkLimit::Minutes(minutes) => ("minutes", Some(minutes)),
    };
    let paces = Group::ALL.into_iter().filter_map(|group| Some((group, paces.of(group)?)));
    let paces = paces.map(|(group, pace)| (group.id().to_owned(), json!(pace)));
    let NetworkRules {
        snap,
        counts_access,
        farthest_access_m,
        joins_crossings,
        crossing_delay_s,
        footbridge_delay_s,
    } = network;
    json!({
        "model": model.id(),
        "limit_by": by,
        "limit": limit,
        "detour": detour,
        "pace_m_per_s": pace_m_per_s,
        "paces": paces.collect::<Map<String, Value>>(),
        "snap": snap.id(),
        "counts_access": counts_access,
        "farthest_access_m": farthest_access_m,
        "joins_crossings": joins_crossings,
        "crossing_delay_s": crossing_delay_s,
        "footbridge_delay_s": footbridge_delay_s,
    })
}

/// Factors that are not 1, by group.
fn growth_json(parameters: &Parameters) -> Value {
    let factors = Group::ALL.map(|group| (group.id().to_owned(), parameters.growth.of(group)));
    let changed = factors.into_iter().filter(|(_, factor)| *factor != 1.0);
    changed.map(|(group, factor)| (group, json!(factor))).collect::<Map<String, Value>>().into()
}

/// What the scenario and those below it do to what exists, in the order it is done.
fn edits_of(study: &Study, shown: ScenarioId) -> Vec<&str> {
    let mut below = Vec::new();
    let mut at = shown;
    while let Some(scenario) = study.scenarios().get(at) {
        below.push(scenario);
        at = scenario.parent;
    }
    let edits = below.into_iter().rev().flat_map(|scenario| &scenario.edits);
    edits.map(|edit| edit.label.en.as_str()).collect()
}
