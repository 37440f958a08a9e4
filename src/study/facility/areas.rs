//! How much floor a facility takes and how much of it counts (clause 6 of 沪府办发〔2024〕25号): rooms
//! that functions use in turn are there once, and count toward the target of each.
//!
//! With a_f the area of function f and T_f the half hours of the week in which it is open, the
//! floor taken in slot t is Σ_{f: t ∈ T_f} a_f; the physical area is its maximum over t, the counted
//! area Σ_f a_f, the sharing ratio counted / physical (`facts`: a_jft constant over T_f).
//!
//! Where only the whole is known, nothing tells who uses what and when, so nothing is shared: the
//! floor counts once. What the functions with an area of their own leave of it is divided equally
//! among those without, which is an assumption of this program and says so wherever it acts.

use super::{Facility, Operation, SLOTS_PER_WEEK, WeekHours};
use crate::standard::FunctionIndex;

/// The floor of one facility. Areas in m².
#[derive(Debug, Clone, PartialEq)]
pub struct AreaUse {
    /// Floor taken at the busiest time; `None` where no function's area is known and neither is
    /// that of the whole.
    pub physical_m2: Option<f64>,
    /// What counts toward the targets of the functions, in their order, as far as it is known or
    /// can be assumed.
    pub counted: Vec<CountedArea>,
    /// Functions of which neither an area is known nor anything is left to divide.
    pub unknown: Vec<FunctionIndex>,
    /// A half hour of the week at which most is taken; `None` where no function's area is known.
    pub busiest_slot: Option<u32>,
    /// What the facility has in all, where that is known.
    pub floor_area_m2: Option<f64>,
    /// Functions that use the same rooms in turn, two by two, with the area they share.
    pub turns: Vec<Turn>,
}

/// What counts toward the target of one function.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CountedArea {
    pub function: FunctionIndex,
    pub m2: f64,
    /// An equal part of floor that is not broken down by function, instead of a known area.
    pub is_assumed: bool,
}

/// Two functions that are never open together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turn {
    pub one: FunctionIndex,
    pub other: FunctionIndex,
    /// The smaller of both areas, in m².
    pub shared_m2: f64,
}

impl AreaUse {
    pub fn of(facility: &Facility) -> Self {
        let known: Vec<(Operation, f64)> = known_areas(facility);
        let busiest_slot = busiest(&known);
        let known_m2 = busiest_slot.map(|slot| taken_m2(&known, slot));
        let own = |f: FunctionIndex| known.iter().find(|(o, _)| o.function == f).map(|(_, m2)| *m2);
        let without = facility.functions.iter().filter(|f| own(**f).is_none()).count();
        let left_m2 = facility.floor_area_m2.map(|all| all - known_m2.unwrap_or(0.0));
        let left_m2 = left_m2.filter(|left| *left > 0.0 && without > 0);
        let part_m2 = left_m2.map(|left| left / without as f64);
        let counted = |function: FunctionIndex| {
            let (m2, is_assumed) =
                own(function).map(|m2| (m2, false)).or(part_m2.map(|m2| (m2, true)))?;
            Some(CountedArea { function, m2, is_assumed })
        };
        let functions = facility.functions.iter().copied();
        Self {
            physical_m2: match left_m2 {
                Some(left) => Some(known_m2.unwrap_or(0.0) + left),
                None => known_m2.or(facility.floor_area_m2),
            },
            counted: functions.clone().filter_map(counted).collect(),
            unknown: functions.filter(|f| counted(*f).is_none()).collect(),
            busiest_slot,
            floor_area_m2: facility.floor_area_m2,
            turns: turns(&known),
        }
    }

    /// All that counts, in m²; `None` where no area is known.
    pub fn counted_m2(&self) -> Option<f64> {
        let sum = || self.counted.iter().map(|counted| counted.m2).sum();
        (!self.counted.is_empty()).then(sum)
    }

    /// Whether some function counts an equal part of floor that is not broken down.
    pub fn is_assumed(&self) -> bool {
        self.counted.iter().any(|counted| counted.is_assumed)
    }

    /// Counted area divided by physical area: above 1 where rooms are shared.
    pub fn sharing_ratio(&self) -> Option<f64> {
        let physical = self.physical_m2.filter(|area| *area > 0.0)?;
        Some(self.counted_m2()? / physical)
    }

    /// By how much the floor taken at the busiest time exceeds what there is, in m².
    pub fn excess_m2(&self) -> Option<f64> {
        self.busiest_slot?;
        let excess = self.physical_m2? - self.floor_area_m2?;
        (excess > 0.0).then_some(excess)
    }

    /// The area that counts toward one function's target.
    pub fn counted_for(&self, function: FunctionIndex) -> Option<CountedArea> {
        self.counted.iter().copied().find(|counted| counted.function == function)
    }
}

/// Functions with their areas. The only function of a facility has all of it.
fn known_areas(facility: &Facility) -> Vec<(Operation, f64)> {
    if let ([function], Some(all)) = (facility.functions.as_slice(), facility.floor_area_m2) {
        let operation = facility.operation(*function).copied();
        let operation = operation.unwrap_or(Operation::unknown(*function));
        return vec![(operation, operation.area_m2.unwrap_or(all))];
    }
    facility.operations.iter().filter_map(|o| Some((*o, o.area_m2?))).collect()
}

fn taken_m2(known: &[(Operation, f64)], slot: u32) -> f64 {
    let open = known.iter().filter(|(operation, _)| operation.taken().contains(slot));
    open.map(|(_, area)| area).sum()
}

/// The first slot of the week with the largest area taken.
fn busiest(known: &[(Operation, f64)]) -> Option<u32> {
    if known.is_empty() {
        return None;
    }
    let mut best = (0, f64::NEG_INFINITY);
    for slot in 0..SLOTS_PER_WEEK {
        let taken = taken_m2(known, slot);
        if taken > best.1 {
            best = (slot, taken);
        }
    }
    Some(best.0)
}

fn turns(known: &[(Operation, f64)]) -> Vec<Turn> {
    let hours = |operation: &Operation| operation.hours.unwrap_or(WeekHours::ALWAYS);
    let mut turns = Vec::new();
    for (position, (one, one_m2)) in known.iter().enumerate() {
        for (other, other_m2) in &known[position + 1..] {
            if !hours(one).overlaps(hours(other)) {
                let shared_m2 = one_m2.min(*other_m2);
                turns.push(Turn { one: one.function, other: other.function, shared_m2 });
            }
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::WorldPoint;
    use crate::study::{FacilityId, FacilityOrigin, Project};

    const ELDER: FunctionIndex = FunctionIndex(0);
    const AFTER_SCHOOL: FunctionIndex = FunctionIndex(1);
    const MEALS: FunctionIndex = FunctionIndex(2);

    fn facility(floor_area_m2: Option<f64>, operations: &[(FunctionIndex, f64, &str)]) -> Facility {
        let operation = |(function, area, hours): &(FunctionIndex, f64, &str)| Operation {
            area_m2: Some(*area),
            hours: (!hours.is_empty()).then(|| WeekHours::parse(hours).expect("hours")),
            ..Operation::unknown(*function)
        };
        Facility {
            id: FacilityId(1),
            code: String::new(),
            name: String::new(),
            at: WorldPoint::new(0.0, 0.0),
            functions: operations.iter().map(|(function, ..)| *function).collect(),
            floor_area_m2,
            capacity: None,
            operations: operations.iter().map(operation).collect(),
            project: Project::default(),
            origin: FacilityOrigin::Existing,
        }
    }

    #[test]
    fn rooms_used_in_turn_are_there_once_and_count_for_each() {
        // 120 m² for elders by day and children after school, and a canteen of 80 m² at noon.
        let shared = facility(
            Some(220.0),
            &[
                (ELDER, 120.0, "Mo-Fr 09:00-16:00"),
                (AFTER_SCHOOL, 120.0, "Mo-Fr 16:00-19:00"),
                (MEALS, 80.0, "Mo-Su 11:00-13:00"),
            ],
        );
        let area = AreaUse::of(&shared);
        assert_eq!(area.physical_m2, Some(200.0), "elders and canteen at noon");
        assert_eq!(area.counted_m2(), Some(320.0));
        assert_eq!(area.sharing_ratio(), Some(1.6));
        assert_eq!(area.busiest_slot, Some(22), "Monday, 11:00");
        assert_eq!(area.excess_m2(), None);
        let pairs: Vec<_> = area.turns.iter().map(|turn| (turn.one, turn.other)).collect();
        assert_eq!(pairs, [(ELDER, AFTER_SCHOOL), (AFTER_SCHOOL, MEALS)]);
    }

    #[test]
    fn without_hours_nothing_is_shared() {
        let apart = facility(Some(150.0), &[(ELDER, 120.0, ""), (MEALS, 80.0, "11:00-13:00")]);
        let area = AreaUse::of(&apart);
        assert_eq!((area.physical_m2, area.counted_m2()), (Some(200.0), Some(200.0)));
        assert_eq!(area.excess_m2(), Some(50.0));
    }

    #[test]
    fn one_function_has_the_whole_facility() {
        let mut alone = facility(Some(300.0), &[(ELDER, 0.0, "")]);
        alone.operations.clear();
        let area = AreaUse::of(&alone);
        let whole = CountedArea { function: ELDER, m2: 300.0, is_assumed: false };
        assert_eq!(area.counted_for(ELDER), Some(whole));
        assert_eq!(area.sharing_ratio(), Some(1.0));
    }

    /// 300 m² with three functions, of which `known` have areas of their own.
    fn partly_known(known: &[(FunctionIndex, f64, &str)]) -> AreaUse {
        let mut several = facility(Some(300.0), known);
        several.functions = vec![ELDER, AFTER_SCHOOL, MEALS];
        AreaUse::of(&several)
    }

    fn counted(area: &AreaUse) -> Vec<(f64, bool)> {
        area.counted.iter().map(|counted| (counted.m2, counted.is_assumed)).collect()
    }

    #[test]
    fn floor_that_is_not_broken_down_counts_once_in_equal_parts_that_are_assumed() {
        let area = partly_known(&[]);
        assert_eq!(counted(&area), [(100.0, true); 3]);
        assert_eq!((area.physical_m2, area.counted_m2()), (Some(300.0), Some(300.0)));
        assert_eq!(area.sharing_ratio(), Some(1.0), "without a calendar nothing is shared");
        assert_eq!((area.excess_m2(), area.unknown.len()), (None, 0));
    }

    #[test]
    fn functions_without_an_area_divide_what_the_others_leave() {
        let area = partly_known(&[(ELDER, 120.0, "Mo-Fr 09:00-16:00")]);
        assert_eq!(counted(&area), [(120.0, false), (90.0, true), (90.0, true)]);
        assert_eq!((area.physical_m2, area.counted_m2()), (Some(300.0), Some(300.0)));
    }

    #[test]
    fn where_nothing_is_left_a_function_without_an_area_counts_nothing() {
        let area = partly_known(&[(ELDER, 200.0, ""), (MEALS, 100.0, "")]);
        assert_eq!(counted(&area), [(200.0, false), (100.0, false)]);
        assert_eq!(area.unknown, [AFTER_SCHOOL]);
    }
}
