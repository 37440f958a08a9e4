//! What came, vanished and changed between two versions of a layer, feature by feature.

use std::collections::{HashMap, HashSet};

use crate::files::register_fields::RegisterField;
use crate::files::{Field, Role};
use crate::geometry::WorldPoint;
use crate::language::{Language, Message, Text};
use crate::layers::{Buildings, Units};
use crate::study::register::Term as _;
use crate::study::{Candidate, CandidateRegister, Facilities, Facility, Study};

/// Two versions of a layer, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct LayerChanges {
    pub role: Role,
    /// Features before and after.
    pub before: usize,
    pub after: usize,
    /// Ids that are new.
    pub added: Vec<String>,
    /// Ids that are gone.
    pub vanished: Vec<String>,
    pub changed: Vec<FeatureChange>,
}

/// A feature that is not what it was.
#[derive(Debug, Clone, PartialEq)]
pub struct FeatureChange {
    pub id: String,
    /// What changed, each with its values before and after.
    pub what: Vec<Message>,
}

impl LayerChanges {
    /// Compares the layers of a role. Streets and barriers have no ids: only their number is told.
    pub(super) fn of(role: Role, before: &Study, after: &Study) -> Self {
        let (old, new) = (before.layers(), after.layers());
        match role {
            Role::Units => Self::compared(role, &of_units(&old.units), &of_units(&new.units)),
            Role::Buildings => {
                Self::compared(role, &of_buildings(&old.buildings), &of_buildings(&new.buildings))
            }
            Role::Facilities => {
                let of = |study: &Study| of_facilities(study.base(), study);
                Self::compared(role, &of(before), &of(after))
            }
            Role::Candidates => Self::compared(
                role,
                &of_candidates(before.register()),
                &of_candidates(after.register()),
            ),
            Role::Streets => Self::counted(role, old.streets.len(), new.streets.len()),
            Role::Barriers => Self::counted(role, old.barriers.len(), new.barriers.len()),
            // The points themselves are not kept: what became of them are residents of buildings.
            Role::Population => {
                Self::compared(role, &of_buildings(&old.buildings), &of_buildings(&new.buildings))
            }
        }
    }

    /// Whether not one of several features is known by its id: a sign of another layer, or of ids
    /// that were made anew.
    fn shares_nothing(&self) -> bool {
        self.before > 1 && self.after > 1 && self.added.len() == self.after
    }

    fn counted(role: Role, before: usize, after: usize) -> Self {
        Self { role, before, after, added: Vec::new(), vanished: Vec::new(), changed: Vec::new() }
    }

    /// Compares features by id; of an id that stands twice, the first.
    fn compared(role: Role, before: &[Feature], after: &[Feature]) -> Self {
        let mut old: HashMap<&str, &Feature> = HashMap::with_capacity(before.len());
        for feature in before {
            old.entry(&feature.id).or_insert(feature);
        }
        let mut changes = Self::counted(role, before.len(), after.len());
        let mut seen: HashSet<&str> = HashSet::with_capacity(after.len());
        for feature in after {
            if !seen.insert(&feature.id) {
                continue;
            }
            match old.get(feature.id.as_str()) {
                None => changes.added.push(feature.id.clone()),
                Some(known) => {
                    let what = known.changes_to(feature);
                    if !what.is_empty() {
                        changes.changed.push(FeatureChange { id: feature.id.clone(), what });
                    }
                }
            }
        }
        let mut told: HashSet<&str> = HashSet::new();
        let gone = before.iter().map(|feature| feature.id.as_str());
        let gone = gone.filter(|id| !seen.contains(id) && told.insert(id));
        changes.vanished = gone.map(str::to_owned).collect();
        changes
    }

    /// In lines: the numbers, then the ids, the first ones of each list.
    pub fn lines(&self, most_ids: usize, language: Language) -> Vec<String> {
        let role = self.role.name().of(language);
        let Self { before, after, added, vanished, changed, .. } = self;
        let mut lines = vec![language.pick(
            format!(
                "{role}：{before} → {after}；新增 {}，消失 {}，有变化 {}",
                added.len(),
                vanished.len(),
                changed.len()
            ),
            format!(
                "{role}: {before} → {after}; {} new, {} vanished, {} changed",
                added.len(),
                vanished.len(),
                changed.len()
            ),
        )];
        if self.shares_nothing() {
            let warning = Text::new(
                "! 新旧两版没有一个相同的编号，请核对是否为同一图层",
                "! no id stands in both versions; check that this is the same layer",
            );
            lines.push(warning.of(language).to_owned());
        }
        let lists = [(Text::new("新增", "new"), added), (Text::new("消失", "vanished"), vanished)];
        for (label, ids) in lists {
            lines.extend(
                ids.iter().take(most_ids).map(|id| format!("  {}: {id}", label.of(language))),
            );
            lines.extend(rest(ids.len(), most_ids, language));
        }
        let label = Text::new("有变化", "changed").of(language);
        for FeatureChange { id, what } in changed.iter().take(most_ids) {
            let what: Vec<_> = what.iter().map(|what| what.of(language)).collect();
            lines.push(format!("  {label}: {id}  {}", what.join(language.pick("，", ", "))));
        }
        lines.extend(rest(changed.len(), most_ids, language));
        lines
    }
}

fn rest(count: usize, told: usize, language: Language) -> Option<String> {
    let rest = count.checked_sub(told).filter(|rest| *rest > 0)?;
    Some(language.pick(format!("  另有 {rest} 个"), format!("  and {rest} more")))
}

/// What of a feature is compared.
struct Feature {
    id: String,
    at: Option<WorldPoint>,
    /// Distinguishes outlines with the same middle, in m²; zero for points.
    size: f64,
    values: Vec<(Field, String)>,
}

/// Less than this is the rounding of a file, in metres.
const SMALLEST_MOVE_M: f64 = 0.05;
/// The same for areas, in m².
const SMALLEST_AREA_M2: f64 = 0.5;

impl Feature {
    fn changes_to(&self, after: &Self) -> Vec<Message> {
        let mut what = Vec::new();
        if let (Some(from), Some(to)) = (self.at, after.at) {
            let metres = from.distance_to(to);
            if metres > SMALLEST_MOVE_M {
                what.push(Message::new(
                    format!("移动 {metres:.1} 米"),
                    format!("moved by {metres:.1} m"),
                ));
            }
        }
        if (self.size - after.size).abs() > SMALLEST_AREA_M2 {
            let (from, to) = (self.size, after.size);
            what.push(Message::new(
                format!("轮廓 {from:.0} → {to:.0} 平方米"),
                format!("outline {from:.0} → {to:.0} m²"),
            ));
        }
        for ((field, from), (_, to)) in self.values.iter().zip(&after.values) {
            if from != to {
                let name = field.name();
                let none = Text::new("无", "none");
                let shown = |value: &str, language| match value {
                    "" => none.of(language).to_owned(),
                    value => value.to_owned(),
                };
                let line = |language: Language| {
                    let (from, to) = (shown(from, language), shown(to, language));
                    format!("{} {from} → {to}", name.of(language))
                };
                what.push(Message::new(line(Language::Zh), line(Language::En)));
            }
        }
        what
    }
}

fn of_units(units: &Units) -> Vec<Feature> {
    let feature = |unit: usize| Feature {
        id: units.id(unit).to_owned(),
        at: units.shapes().extent(unit).map(|extent| extent.center()),
        size: units.shapes().area_m2(unit),
        values: vec![
            (Field::Name, units.name(unit).to_owned()),
            (Field::District, units.district(unit).unwrap_or_default().to_owned()),
        ],
    };
    (0..units.len()).map(feature).collect()
}

fn of_buildings(buildings: &Buildings) -> Vec<Feature> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let feature = |building: usize| {
        let record = buildings.record(building);
        let residents = buildings.demand().residents(0).get(building);
        Feature {
            id: record.id.clone(),
            at: buildings.demand_points().get(building).copied(),
            size: buildings.shapes().area_m2(building),
            values: vec![
                (Field::Residents, number(residents.map(|persons| persons.as_f64()))),
                (Field::Use, record.kind.id().to_owned()),
                (Field::Storeys, number(record.storeys)),
                (Field::FloorArea, number(record.floor_area_m2)),
                (Field::Households, number(record.households)),
                (Field::Name, record.name.clone()),
            ],
        }
    };
    (0..buildings.len()).map(feature).collect()
}

fn of_facilities(facilities: &Facilities, study: &Study) -> Vec<Feature> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let feature = |facility: &Facility| {
        let functions = facility.functions.iter();
        let functions = functions.filter_map(|function| study.standard().get(*function));
        let functions: Vec<&str> = functions.map(|function| function.id.as_str()).collect();
        Feature {
            id: facility.code.clone(),
            at: Some(facility.at),
            size: 0.0,
            values: vec![
                (Field::Name, facility.name.clone()),
                (Field::Function, functions.join(";")),
                (Field::FloorArea, number(facility.floor_area_m2)),
                (Field::Capacity, number(facility.capacity)),
            ],
        }
    };
    facilities.values().map(feature).collect()
}

fn of_candidates(register: &CandidateRegister) -> Vec<Feature> {
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let feature = |candidate: &Candidate| Feature {
        id: candidate.code.clone(),
        at: Some(candidate.at),
        size: 0.0,
        values: vec![
            (Field::Name, candidate.name.clone()),
            (Field::UsableArea, number(candidate.premises.usable_area_m2)),
            (Field::Register(RegisterField::ReviewState), candidate.review.state().id().to_owned()),
        ],
    };
    register.iter().map(feature).collect()
}
