//! Edits of facilities as data: what a scenario is a list of.

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::standard::{FunctionIndex, Standard};

use super::{
    Facilities, Facility, FacilityChange, FacilityId, FacilityOrigin, LARGEST_CAPACITY,
    LARGEST_FLOOR_AREA_M2, Operation, Project, changes_between,
};
use crate::study::EditError;

/// A change of one facility.
#[derive(Debug, Clone, PartialEq)]
pub enum FacilityEdit {
    /// Carries its id, so that a redo gives the same one. A converted building is added with
    /// [`FacilityOrigin::Converted`].
    Add(Facility),
    Remove(FacilityId),
    Move {
        id: FacilityId,
        to: WorldPoint,
    },
    SetFunctions {
        id: FacilityId,
        functions: Vec<FunctionIndex>,
    },
    /// Floor area in m²; `None` where it is not known.
    Resize {
        id: FacilityId,
        floor_area_m2: Option<f64>,
    },
    /// Places, beds, seats or meals a day; `None` where it is not known.
    SetCapacity {
        id: FacilityId,
        capacity: Option<f64>,
    },
    /// What is known of the functions one by one.
    SetOperations {
        id: FacilityId,
        operations: Vec<Operation>,
    },
    SetProject {
        id: FacilityId,
        project: Project,
    },
    Rename {
        id: FacilityId,
        name: String,
    },
}

impl FacilityEdit {
    /// The facility concerned.
    pub fn id(&self) -> FacilityId {
        match self {
            Self::Add(facility) => facility.id,
            Self::Remove(id)
            | Self::Move { id, .. }
            | Self::SetFunctions { id, .. }
            | Self::Resize { id, .. }
            | Self::SetCapacity { id, .. }
            | Self::SetOperations { id, .. }
            | Self::SetProject { id, .. }
            | Self::Rename { id, .. } => *id,
        }
    }

    /// Whether the edit overwrites all that `before` set, so that both in turn are this one alone.
    pub fn continues(&self, before: &Self) -> bool {
        let same_kind = matches!(
            (before, self),
            (Self::Move { .. }, Self::Move { .. })
                | (Self::SetFunctions { .. }, Self::SetFunctions { .. })
                | (Self::Resize { .. }, Self::Resize { .. })
                | (Self::SetCapacity { .. }, Self::SetCapacity { .. })
                | (Self::SetOperations { .. }, Self::SetOperations { .. })
                | (Self::SetProject { .. }, Self::SetProject { .. })
                | (Self::Rename { .. }, Self::Rename { .. })
        );
        same_kind && before.id() == self.id()
    }

    /// Changes the facilities, wholly or not at all.
    ///
    /// # Errors
    /// When the edit does not fit them; they are unchanged then.
    pub fn apply(
        &self,
        facilities: &mut Facilities,
        standard: &Standard,
    ) -> Result<FacilityChange, EditError> {
        let after = self.outcome(facilities, standard)?;
        let before = match &after {
            Some(facility) => facilities.insert(facility.id, facility.clone()),
            None => facilities.remove(&self.id()),
        };
        Ok(FacilityChange { before, after })
    }

    /// Whether the edit fits the facilities.
    ///
    /// # Errors
    /// Why it does not.
    pub fn check(&self, facilities: &Facilities, standard: &Standard) -> Result<(), EditError> {
        self.outcome(facilities, standard).map(drop)
    }

    /// The facility as it would be; `None` when it would be gone.
    pub(in crate::study) fn outcome(
        &self,
        facilities: &Facilities,
        standard: &Standard,
    ) -> Result<Option<Facility>, EditError> {
        let id = self.id();
        let after = match (self, facilities.get(&id)) {
            (Self::Add(facility), None) => facility.clone(),
            (Self::Add(_), Some(_)) => return Err(EditError::IdTaken(id)),
            (_, None) => return Err(EditError::NoSuchFacility(id)),
            (Self::Remove(_), Some(_)) => return Ok(None),
            (
                Self::Move { .. },
                Some(Facility { origin: FacilityOrigin::Converted { building }, .. }),
            ) => return Err(EditError::InBuilding(building.clone())),
            (
                Self::Move { .. },
                Some(Facility { origin: FacilityOrigin::Candidate(_), name, .. }),
            ) => return Err(EditError::InBuilding(name.clone())),
            (_, Some(before)) => self.changed(before.clone()),
        };
        check(&after, standard)?;
        Ok(Some(after))
    }

    fn changed(&self, mut facility: Facility) -> Facility {
        match self {
            Self::Move { to, .. } => facility.at = *to,
            Self::SetFunctions { functions, .. } => {
                facility.functions.clone_from(functions);
                facility.operations.retain(|known| functions.contains(&known.function));
                sort_operations(&mut facility);
            }
            Self::SetOperations { operations, .. } => {
                facility.operations.clone_from(operations);
                facility.operations.retain(|operation| !operation.is_unknown());
                sort_operations(&mut facility);
            }
            Self::SetProject { project, .. } => facility.project.clone_from(project),
            Self::Resize { floor_area_m2, .. } => facility.floor_area_m2 = *floor_area_m2,
            Self::SetCapacity { capacity, .. } => facility.capacity = *capacity,
            Self::Rename { name, .. } => facility.name.clone_from(name),
            Self::Add(_) | Self::Remove(_) => {}
        }
        facility
    }

    /// What the edit does to these facilities, in the planner's words.
    pub fn label(&self, facilities: &Facilities, standard: &Standard) -> Message {
        let name = facilities.get(&self.id()).map_or_else(
            || Message::new(format!("设施 {}", self.id().0), format!("facility {}", self.id().0)),
            |facility| Message::same(&facility.name),
        );
        let Message { zh, en } = name;
        match self {
            Self::Add(Facility {
                name,
                origin: FacilityOrigin::Converted { .. } | FacilityOrigin::Candidate(_),
                ..
            }) => Message::new(format!("改造：{name}"), format!("Convert: {name}")),
            Self::Add(Facility { name, .. }) => {
                Message::new(format!("放置 {name}"), format!("Place {name}"))
            }
            Self::Remove(_) => Message::new(format!("删除 {zh}"), format!("Delete {en}")),
            Self::Move { .. } => Message::new(format!("移动 {zh}"), format!("Move {en}")),
            Self::SetFunctions { functions, .. } => {
                let names = |pick: fn(&Message) -> &str, separator: &str| {
                    let names = functions.iter().filter_map(|f| standard.get(*f));
                    names.map(|f| pick(&f.short_name)).collect::<Vec<_>>().join(separator)
                };
                Message::new(
                    format!("{zh} 的功能改为 {}", names(|m| &m.zh, "、")),
                    format!("Functions of {en}: {}", names(|m| &m.en, ", ")),
                )
            }
            Self::Resize { floor_area_m2: Some(area), .. } => Message::new(
                format!("{zh} 的面积改为 {area:.0} 平方米"),
                format!("Floor area of {en}: {area:.0} m²"),
            ),
            Self::Resize { floor_area_m2: None, .. } => {
                Message::new(format!("清除 {zh} 的面积"), format!("Clear floor area of {en}"))
            }
            Self::SetCapacity { capacity: Some(capacity), .. } => Message::new(
                format!("{zh} 的服务能力改为 {capacity}"),
                format!("Capacity of {en}: {capacity}"),
            ),
            Self::SetCapacity { capacity: None, .. } => {
                Message::new(format!("清除 {zh} 的服务能力"), format!("Clear capacity of {en}"))
            }
            Self::SetOperations { .. } => Message::new(
                format!("设定 {zh} 各功能的面积与时段"),
                format!("Rooms and hours of {en}"),
            ),
            Self::SetProject { .. } => {
                Message::new(format!("设定 {zh} 的项目信息"), format!("Project of {en}"))
            }
            Self::Rename { name, .. } => {
                Message::new(format!("{zh} 更名为 {name}"), format!("Rename {en} to {name}"))
            }
        }
    }
}

/// The edits that turn `from` into `to`: the shortest account of how two scenarios differ.
pub fn edits_between(from: &Facilities, to: &Facilities) -> Vec<FacilityEdit> {
    changes_between(from, to).iter().flat_map(edits_of).collect()
}

fn edits_of(change: &FacilityChange) -> Vec<FacilityEdit> {
    let (before, after) = match (&change.before, &change.after) {
        (Some(before), Some(after)) => (before, after),
        (Some(before), None) => return vec![FacilityEdit::Remove(before.id)],
        (None, Some(after)) => return vec![FacilityEdit::Add(after.clone())],
        (None, None) => return Vec::new(),
    };
    // Destructured in full: a new field of a facility must not be forgotten here.
    let Facility {
        id,
        code,
        name,
        at,
        functions,
        floor_area_m2,
        capacity,
        operations,
        project,
        origin,
    } = after.clone();
    if code != before.code || origin != before.origin {
        return vec![FacilityEdit::Remove(id), FacilityEdit::Add(after.clone())];
    }
    let mut edits = Vec::new();
    if name != before.name {
        edits.push(FacilityEdit::Rename { id, name });
    }
    if functions != before.functions {
        edits.push(FacilityEdit::SetFunctions { id, functions });
    }
    if floor_area_m2 != before.floor_area_m2 {
        edits.push(FacilityEdit::Resize { id, floor_area_m2 });
    }
    if capacity != before.capacity {
        edits.push(FacilityEdit::SetCapacity { id, capacity });
    }
    if operations != before.operations {
        edits.push(FacilityEdit::SetOperations { id, operations });
    }
    if project != before.project {
        edits.push(FacilityEdit::SetProject { id, project });
    }
    if at != before.at {
        edits.push(FacilityEdit::Move { id, to: at });
    }
    edits
}

/// Checks what holds for every facility of a study.
fn check(facility: &Facility, standard: &Standard) -> Result<(), EditError> {
    let known = |function: &FunctionIndex| function.as_usize() < standard.functions.len();
    let repeated = |(position, function): (usize, &FunctionIndex)| {
        facility.functions[..position].contains(function)
    };
    if facility.functions.is_empty()
        || !facility.functions.iter().all(known)
        || facility.functions.iter().enumerate().any(repeated)
    {
        return Err(EditError::BadFunctions);
    }
    if !(facility.at.x.is_finite() && facility.at.y.is_finite()) {
        return Err(EditError::NoPlace);
    }
    let beyond = |largest: f64| move |number: &f64| !(0.0..=largest).contains(number);
    if let Some(area) = facility.floor_area_m2.filter(beyond(LARGEST_FLOOR_AREA_M2)) {
        return Err(EditError::BadFloorArea(area));
    }
    if let Some(capacity) = facility.capacity.filter(beyond(LARGEST_CAPACITY)) {
        return Err(EditError::BadCapacity(capacity));
    }
    for (position, operation) in facility.operations.iter().enumerate() {
        let twice =
            facility.operations[..position].iter().any(|p| p.function == operation.function);
        if twice || !facility.offers(operation.function) {
            return Err(EditError::BadFunctions);
        }
        operation.check()?;
    }
    facility.project.check()
}

/// Provisions stand in the order of the functions, so that equal facilities are equal values.
fn sort_operations(facility: &mut Facility) {
    let Facility { functions, operations, .. } = facility;
    operations.sort_by_key(|known| functions.iter().position(|f| *f == known.function));
}
