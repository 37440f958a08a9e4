//! What makes a standard unfit for use: each finding names function and field.

use std::collections::HashSet;

use super::{Figure, FigurePlace, Function, Standard, StandardError};
use crate::language::Message;

/// Nobody walks farther to a function, in metres; more is most likely a slip in the unit.
pub const LONGEST_WALK_M: f64 = 20_000.0;
/// No norm is larger; more is most likely a slip in the unit.
const LARGEST_NORM: f64 = 1_000_000.0;

impl Standard {
    /// Everything that is wrong with the standard; nothing where it is sound.
    pub fn flaws(&self) -> Vec<StandardError> {
        let mut flaws = Vec::new();
        if self.id.trim().is_empty() {
            flaws.push(flaw(None, "id", no_name()));
        }
        if self.functions.is_empty() {
            let what = Message::new("标准没有任何功能", "the standard has no functions");
            flaws.push(flaw(None, "functions", what));
        }
        flaws.extend(self.flaws_of_ids());
        flaws.extend(self.figures().into_iter().filter_map(|(place, norm)| {
            let what = flaw_of_number(&place, norm.value)?;
            Some(flaw(place.function(), &place.field(), what))
        }));
        flaws.extend(self.flaws_of_households());
        flaws.extend(self.flaws_of_complexes());
        flaws
    }

    fn flaws_of_ids(&self) -> Vec<StandardError> {
        let mut flaws = Vec::new();
        for (position, Function { id, .. }) in self.functions.iter().enumerate() {
            if id.trim().is_empty() {
                let place = (position + 1).to_string();
                flaws.push(flaw(Some(&place), "id", no_name()));
            }
        }
        flaws.extend(self.function_named_twice().map(|id| flaw(Some(id), "id", twice())));
        for Function { id, services, .. } in &self.functions {
            let mut known = HashSet::new();
            for service in services {
                let field = format!("services.{}", service.id);
                if service.id.trim().is_empty() {
                    flaws.push(flaw(Some(id), "services", no_name()));
                }
                if !known.insert(&service.id) {
                    flaws.push(flaw(Some(id), &field, twice()));
                }
            }
        }
        flaws
    }

    /// The first id that two functions have.
    pub fn function_named_twice(&self) -> Option<&str> {
        let mut known = HashSet::new();
        let mut ids = self.functions.iter().map(|function| function.id.as_str());
        ids.find(|id| !known.insert(*id))
    }

    fn flaws_of_households(&self) -> Vec<StandardError> {
        let Some(norm) = &self.per_100_households else { return Vec::new() };
        let are_turned = norm.required.value > norm.encouraged.value;
        let what =
            || Message::new("应达到的面积大于鼓励达到的面积", "required is more than encouraged");
        are_turned.then(|| flaw(None, "per_100_households.required", what())).into_iter().collect()
    }

    fn flaws_of_complexes(&self) -> Vec<StandardError> {
        let Some(rule) = &self.complex_rule else { return Vec::new() };
        let mut flaws = Vec::new();
        let mut add = |field: &str, zh: String, en: String| {
            flaws.push(flaw(None, &format!("complex_rule.{field}"), Message::new(zh, en)));
        };
        if rule.min_floor_area_m2.value > rule.preferred_floor_area_m2.value {
            add(
                "min_floor_area_m2",
                "最小面积大于宜达到面积".to_owned(),
                "the smallest area is more than the preferred one".to_owned(),
            );
        }
        if rule.min_functions as usize > self.functions.len() {
            add(
                "min_functions",
                format!("大于标准的功能数 {}", self.functions.len()),
                format!("more than the {} functions there are", self.functions.len()),
            );
        }
        if rule.min_priority_functions as usize > rule.priority_functions.len() {
            add(
                "min_priority_functions",
                "大于优先功能的个数".to_owned(),
                "more than there are priority functions".to_owned(),
            );
        }
        let lists = [
            ("priority_functions", &rule.priority_functions),
            ("should_include_one_of", &rule.should_include_one_of),
        ];
        for (field, functions) in lists {
            for unknown in functions.iter().filter(|id| self.index_of(id).is_none()) {
                add(field, format!("标准中没有功能 {unknown}"), format!("no function {unknown}"));
            }
        }
        flaws
    }
}

fn flaw(function: Option<&str>, field: &str, what: Message) -> StandardError {
    StandardError { function: function.map(str::to_owned), field: Some(field.to_owned()), what }
}

fn no_name() -> Message {
    Message::new("编号为空", "it is empty")
}

fn twice() -> Message {
    Message::new("编号重复", "used twice")
}

/// What is wrong with a number at a place.
fn flaw_of_number(place: &FigurePlace, value: f64) -> Option<Message> {
    let largest = match place {
        FigurePlace::Function { figure: Figure::WalkLimit, .. }
        | FigurePlace::Service { figure: Figure::WalkLimit, .. } => LONGEST_WALK_M,
        _ => LARGEST_NORM,
    };
    if place.is_count() && value.fract() != 0.0 {
        return Some(Message::new(format!("{value} 不是整数"), format!("{value} is not whole")));
    }
    let is_sound = value > 0.0 && value <= largest;
    (!is_sound).then(|| {
        Message::new(
            format!("{value} 应大于 0 且不超过 {largest}"),
            format!("{value} is not above 0 and at most {largest}"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standard::DocumentFormat;

    #[test]
    fn a_standard_has_functions() {
        let document = r#"{"id":"x"}"#;
        let standard = Standard::from_document(document, DocumentFormat::Json).expect("it reads");
        let flaws: Vec<String> = standard.flaws().iter().map(|flaw| flaw.message().en).collect();
        assert_eq!(flaws, ["functions: the standard has no functions"]);
    }

    #[test]
    fn a_complex_cannot_need_more_functions_than_there_are() {
        let mut standard = Standard::shanghai().expect("the shipped standard");
        let needs = |standard: &mut Standard, functions: u32| {
            if let Some(rule) = &mut standard.complex_rule {
                rule.min_functions = functions;
            }
        };
        needs(&mut standard, 11);
        assert_eq!(standard.flaws(), []);
        needs(&mut standard, 12);
        let flaws: Vec<String> = standard.flaws().iter().map(|flaw| flaw.message().en).collect();
        assert_eq!(flaws, ["complex_rule.min_functions: more than the 11 functions there are"]);
    }
}
