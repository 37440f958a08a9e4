//! Whether a facility is a complex (综合体), and what it lacks to be one, by the rule of the standard.

use crate::standard::{ComplexRule, FunctionIndex, Norm, Standard};
use crate::study::AreaUse;
use crate::study::Facility;

/// A facility held against the rule.
#[derive(Debug, Clone, PartialEq)]
pub struct ComplexCheck {
    /// What it lacks; a complex lacks nothing.
    pub missing: Vec<Missing>,
    /// What is recommended beyond that.
    pub recommended: Vec<Recommendation>,
}

/// A condition that is not met.
#[derive(Debug, Clone, PartialEq)]
pub enum Missing {
    /// Functions, whichever they are.
    Functions { has: usize, needs: u32 },
    /// Functions of those that come first.
    PriorityFunctions { has: usize, needs: u32, of: Vec<FunctionIndex> },
    /// Floor area in m²; `None` where it is not known.
    Area { has: Option<f64>, needs: Norm },
}

/// Something the rule would rather have.
#[derive(Debug, Clone, PartialEq)]
pub enum Recommendation {
    Area { has: f64, better: Norm },
    OneOf(Vec<FunctionIndex>),
}

impl ComplexCheck {
    /// Holds a facility against the rule of a standard; `None` where the standard has no such rule.
    pub fn of(facility: &Facility, standard: &Standard) -> Option<Self> {
        let rule = standard.complex_rule.as_ref()?;
        let area_m2 = facility.floor_area_m2.or_else(|| AreaUse::of(facility).physical_m2);
        Some(Self {
            missing: missing(facility, standard, rule, area_m2),
            recommended: recommended(facility, standard, rule, area_m2),
        })
    }

    pub fn is_complex(&self) -> bool {
        self.missing.is_empty()
    }
}

fn missing(
    facility: &Facility,
    standard: &Standard,
    rule: &ComplexRule,
    area_m2: Option<f64>,
) -> Vec<Missing> {
    let mut missing = Vec::new();
    let has = facility.functions.len();
    if has < rule.min_functions as usize {
        missing.push(Missing::Functions { has, needs: rule.min_functions });
    }
    let of = indexes(standard, &rule.priority_functions);
    let has = of.iter().filter(|function| facility.offers(**function)).count();
    if has < rule.min_priority_functions as usize {
        missing.push(Missing::PriorityFunctions { has, needs: rule.min_priority_functions, of });
    }
    if area_m2.is_none_or(|area| area < rule.min_floor_area_m2.value) {
        missing.push(Missing::Area { has: area_m2, needs: rule.min_floor_area_m2.clone() });
    }
    missing
}

fn recommended(
    facility: &Facility,
    standard: &Standard,
    rule: &ComplexRule,
    area_m2: Option<f64>,
) -> Vec<Recommendation> {
    let mut recommended = Vec::new();
    if let Some(has) = area_m2.filter(|area| *area < rule.preferred_floor_area_m2.value) {
        let better = rule.preferred_floor_area_m2.clone();
        recommended.push(Recommendation::Area { has, better });
    }
    let one_of = indexes(standard, &rule.should_include_one_of);
    if !one_of.is_empty() && !one_of.iter().any(|function| facility.offers(*function)) {
        recommended.push(Recommendation::OneOf(one_of));
    }
    recommended
}

/// The functions of a list that the standard has.
fn indexes(standard: &Standard, ids: &[String]) -> Vec<FunctionIndex> {
    ids.iter().filter_map(|id| standard.index_of(id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::WorldPoint;
    use crate::study::{FacilityId, FacilityOrigin, Project};

    fn facility(standard: &Standard, functions: &[&str], floor_area_m2: Option<f64>) -> Facility {
        let index = |id: &&str| standard.index_of(id).expect("a function of the standard");
        Facility {
            id: FacilityId(1),
            code: String::new(),
            name: String::new(),
            at: WorldPoint::new(0.0, 0.0),
            functions: functions.iter().map(index).collect(),
            floor_area_m2,
            capacity: None,
            operations: Vec::new(),
            project: Project::default(),
            origin: FacilityOrigin::Hypothetical,
        }
    }

    #[test]
    fn a_complex_has_three_functions_two_of_them_first_and_600_square_metres() {
        let standard = Standard::shanghai().expect("the shipped standard");
        let check = |functions: &[&str], area| {
            ComplexCheck::of(&facility(&standard, functions, area), &standard).expect("a rule")
        };
        assert!(check(&["elder_care", "community_meals", "culture"], Some(800.0)).is_complex());
        let small = check(&["elder_care", "community_meals", "culture"], Some(599.0));
        assert!(matches!(small.missing.as_slice(), [Missing::Area { has: Some(599.0), .. }]));
        let two = check(&["elder_care", "culture"], None);
        assert_eq!(two.missing.len(), 3, "one function, one of the first, and the area");
        let late = check(&["community_meals", "after_school", "culture"], Some(600.0));
        assert!(late.is_complex());
        assert_eq!(late.recommended.len(), 2, "800 m², and care for the old or the youngest");
    }
}
