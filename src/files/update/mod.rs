//! A newer version of layers in the place of the old ones: features are matched by their ids, the
//! facilities keep their identity and with it all edits of the scenarios, and what came, vanished
//! or changed is listed. The study given is left as it is.

mod changes;
mod register;

use std::collections::{BTreeMap, HashMap};

use crate::language::{Language, Message};
use crate::study::{EditNumber, Facilities, Facility, FacilityId, ScenarioId, Study};

use super::import::{read_layers, understand_all};
use super::layer::Layer;
use super::parts::{Contents, Parts};
use super::study_file::SavedStudy;
use super::{Examination, ImportError, ImportOptions, LayerReport, LayerSource, Progress, Role};

pub use changes::{FeatureChange, LayerChanges};

/// A study with newer layers.
#[derive(Debug, Clone)]
pub struct Updated {
    pub saved: SavedStudy,
    /// In the order of the roles.
    pub changes: Vec<LayerChanges>,
    /// Edits of scenarios that fitted before and do not any more; they are kept, but left out.
    pub conflicts: Vec<NewConflict>,
    /// How each new layer was understood, in the order of the sources.
    pub reports: Vec<LayerReport>,
    /// What there is to be seen of each, in the same order.
    pub examinations: Vec<Examination>,
}

/// An edit that lost what it was about.
#[derive(Debug, Clone, PartialEq)]
pub struct NewConflict {
    pub scenario: ScenarioId,
    pub number: EditNumber,
    /// The scenario, the edit and the reason, in words.
    pub what: Message,
}

impl Updated {
    /// What came of the layers, in lines; of ids the first ones.
    pub fn lines(&self, most_ids: usize, language: Language) -> Vec<String> {
        let changes = self.changes.iter().flat_map(|layer| layer.lines(most_ids, language));
        let conflicts = self.conflicts.iter().map(|c| format!("! {}", c.what.of(language)));
        changes.chain(conflicts).collect()
    }
}

/// Puts newer layers in the place of a study's own. All layers of a role are replaced together.
///
/// # Errors
/// What is wrong with the new layers.
pub fn update(
    saved: &SavedStudy,
    sources: &[LayerSource],
    options: &ImportOptions,
    progress: &dyn Progress,
) -> Result<Updated, ImportError> {
    let before = &saved.study;
    let working = before.layers().crs.clone();
    let mut roles: Vec<Role> = sources.iter().map(|source| source.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let known = known_layers(before, &roles);
    let (layers, mut stages) = read_layers(sources, options, known, progress)?;
    let mut parts = Parts::of_study(before, &roles, options);
    let (report, examinations) = understand_all(layers, &working, &mut parts, &mut stages)?;
    let name = before.layers().name.clone();
    let (layers, standard, Contents { facilities, candidates }) = parts.into_layers(name, working);
    let base = match roles.contains(&Role::Facilities) {
        true => with_old_identities(before, facilities),
        false => before.base().clone(),
    };
    let scenarios = before.scenarios().iter().cloned().collect();
    let study = Study::restore(layers, standard, base, scenarios, *before.parameters())
        .and_then(|study| study.with_programme_rules(before.shared_programme_rules()));
    let study = study.map_err(|error| ImportError::in_file("", error.message()))?;
    let register = match roles.contains(&Role::Candidates) {
        true => register::with_old_records(before, candidates),
        false => before.register().clone(),
    };
    let study = study.with_register(register);
    let mut updated_report = saved.report.clone();
    updated_report.layers.retain(|layer| !roles.contains(&layer.role));
    let replaced: Vec<&str> = saved
        .report
        .layers
        .iter()
        .filter(|layer| roles.contains(&layer.role))
        .map(|layer| layer.file.as_str())
        .collect();
    updated_report.warnings.retain(|problem| !replaced.contains(&problem.file.as_str()));
    updated_report.layers.extend(report.layers.iter().cloned());
    updated_report.layers.sort_by_key(|layer| layer.role);
    updated_report.warnings.extend(report.warnings);
    Ok(Updated {
        changes: roles.iter().map(|role| LayerChanges::of(*role, before, &study)).collect(),
        conflicts: new_conflicts(before, &study),
        reports: report.layers,
        examinations,
        saved: SavedStudy { study, report: updated_report, ..saved.clone() },
    })
}

/// The layers that stay, for new ones to be compared with.
fn known_layers(study: &Study, replaced: &[Role]) -> Vec<Layer> {
    let layers = study.layers();
    let mut known = Vec::new();
    if !replaced.contains(&Role::Units) {
        known.push(Layer::known(Role::Units, layers.units.shapes(), &[], &layers.crs));
    }
    if !replaced.contains(&Role::Buildings) {
        let (shapes, points) = (layers.buildings.shapes(), layers.buildings.demand_points());
        known.push(Layer::known(Role::Buildings, shapes, points, &layers.crs));
    }
    known
}

/// New facilities; those whose id the study knows keep their identity, so that the edits of the
/// scenarios still find them. An id that stands twice tells nothing.
fn with_old_identities(study: &Study, facilities: Vec<Facility>) -> Facilities {
    let mut known: HashMap<&str, Option<FacilityId>> = HashMap::new();
    for facility in study.base().values() {
        let once = known.entry(&facility.code).and_modify(|id| *id = None);
        once.or_insert(Some(facility.id));
    }
    let mut next = study.scenarios().next_facility_id();
    let mut base = BTreeMap::new();
    for mut facility in facilities {
        let old = known.get_mut(facility.code.as_str()).and_then(Option::take);
        facility.id = old.unwrap_or_else(|| {
            let new = next;
            next = FacilityId(next.0 + 1);
            new
        });
        base.insert(facility.id, facility);
    }
    base
}

fn new_conflicts(before: &Study, after: &Study) -> Vec<NewConflict> {
    let mut found = Vec::new();
    for scenario in after.scenarios().iter() {
        let known = before.scenarios().conflicts(scenario.id);
        // One that the scenario deletes is called as in the base.
        let mut names = before.base().clone();
        names.extend(before.facilities(scenario.id).clone());
        for conflict in after.scenarios().conflicts(scenario.id) {
            if known.iter().any(|known| known.number == conflict.number) {
                continue;
            }
            let edit = scenario.edits.iter().find(|entry| entry.number == conflict.number);
            let Some(edit) = edit.map(|entry| &entry.edit) else { continue };
            let label = edit.label(&names, before.standard());
            let (name, reason) = (&scenario.description.name, conflict.reason.message());
            let what = Message::new(
                format!("方案“{}”的修改“{}”不再适用：{}", name.zh, label.zh, reason.zh),
                format!("\"{}\": \"{}\" does not fit any more: {}", name.en, label.en, reason.en),
            );
            found.push(NewConflict { scenario: scenario.id, number: conflict.number, what });
        }
    }
    found
}
