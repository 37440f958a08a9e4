//! How one standard differs from another: number by number, function by function.

use super::{FigurePlace, Function, Norm, Standard};
use crate::language::Message;

/// One thing in which a standard differs from the one before.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference {
    FunctionAdded(String),
    FunctionGone(String),
    ServiceAdded {
        function: String,
        service: String,
    },
    ServiceGone {
        function: String,
        service: String,
    },
    /// A number, its standing or its source.
    Figure {
        place: FigurePlace,
        before: Option<Norm>,
        after: Option<Norm>,
    },
    /// Whom a function is for.
    TargetGroups {
        function: String,
    },
    /// What a function asks of its rooms.
    SiteFlags {
        function: String,
    },
    /// Which functions make a complex.
    ComplexFunctions,
}

impl Standard {
    /// What has to be changed to make another standard this one. Functions that are not in a
    /// standard itself do not count as its own.
    pub fn differences_from(&self, before: &Self) -> Vec<Difference> {
        let mut found = self.different_functions(before);
        found.extend(self.different_figures(before));
        let lists = |standard: &Self| {
            let rule = standard.complex_rule.as_ref();
            rule.map(|r| (r.priority_functions.clone(), r.should_include_one_of.clone()))
        };
        if lists(self) != lists(before) {
            found.push(Difference::ComplexFunctions);
        }
        found
    }

    /// A function that is in the standard itself.
    fn own(&self, id: &str) -> Option<&Function> {
        self.function_by_id(id).filter(|function| function.in_standard)
    }

    fn different_functions(&self, before: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        for function in self.functions.iter().filter(|function| function.in_standard) {
            match before.own(&function.id) {
                None => found.push(Difference::FunctionAdded(function.id.clone())),
                Some(known) => found.extend(differences_within(function, known)),
            }
        }
        let gone = before.functions.iter().filter(|f| f.in_standard && self.own(&f.id).is_none());
        found.extend(gone.map(|function| Difference::FunctionGone(function.id.clone())));
        found
    }

    /// Numbers of what both have.
    fn different_figures(&self, before: &Self) -> Vec<Difference> {
        let mut places: Vec<_> = self.figures().into_iter().map(|(place, _)| place).collect();
        for (place, _) in before.figures() {
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let is_shared = |place: &FigurePlace| {
            place.function().is_none_or(|id| self.own(id).is_some() && before.own(id).is_some())
        };
        let different = places.into_iter().filter(is_shared).filter_map(|place| {
            let (old, new) = (before.figure(&place), self.figure(&place));
            (old != new).then_some(Difference::Figure { place, before: old, after: new })
        });
        different.collect()
    }

    /// A difference in words; `self` and the one before name the functions.
    pub fn difference_text(&self, before: &Self, difference: &Difference) -> Message {
        let name = |id: &String| {
            let function = self.function_by_id(id).or_else(|| before.function_by_id(id));
            function.map_or_else(|| Message::same(id), |function| function.short_name.clone())
        };
        let about = |function: &String, zh: String, en: String| {
            let name = name(function);
            Message::new(format!("{}：{zh}", name.zh), format!("{}: {en}", name.en))
        };
        match difference {
            Difference::FunctionAdded(id) => about(id, "新增功能".into(), "function added".into()),
            Difference::FunctionGone(id) => {
                about(id, "标准中没有此功能".into(), "not in the standard".into())
            }
            Difference::ServiceAdded { function, service } => {
                about(function, format!("新增服务 {service}"), format!("service {service} added"))
            }
            Difference::ServiceGone { function, service } => {
                about(function, format!("没有服务 {service}"), format!("no service {service}"))
            }
            Difference::TargetGroups { function } => {
                about(function, "服务人群不同".into(), "other target groups".into())
            }
            Difference::SiteFlags { function } => {
                about(function, "选址要求不同".into(), "other demands on the rooms".into())
            }
            Difference::ComplexFunctions => {
                Message::new("综合体：优先功能不同", "Complex: other functions come first")
            }
            Difference::Figure { place, before, after } => {
                let (name, unit) = (place.name(), place.unit());
                let of_service = match place {
                    FigurePlace::Service { service, .. } => format!("{service} "),
                    _ => String::new(),
                };
                let zh = |norm: &Option<Norm>| {
                    norm.as_ref().map_or("无".to_owned(), |norm| {
                        format!("{} {}（{}）", norm.value, unit.zh, norm.standing.name().zh)
                    })
                };
                let en = |norm: &Option<Norm>| {
                    norm.as_ref().map_or("none".to_owned(), |norm| {
                        format!("{} {} ({})", norm.value, unit.en, norm.standing.name().en)
                    })
                };
                let zh = format!("{of_service}{}：{} → {}", name.zh, zh(before), zh(after));
                let en = format!("{of_service}{}: {} → {}", name.en, en(before), en(after));
                match place.function() {
                    Some(function) => about(&function.to_owned(), zh, en),
                    None => Message::new(zh, en),
                }
            }
        }
    }
}

/// Services, groups and demands on rooms of a function that both standards have.
fn differences_within(function: &Function, before: &Function) -> Vec<Difference> {
    let of = |id: &String| (function.id.clone(), id.clone());
    let has = |services: &[super::Service], id: &String| services.iter().any(|s| s.id == *id);
    let added = function.services.iter().filter(|s| !has(&before.services, &s.id));
    let added = added.map(|service| of(&service.id));
    let gone = before.services.iter().filter(|s| !has(&function.services, &s.id));
    let gone = gone.map(|service| of(&service.id));
    let mut found: Vec<_> = added
        .map(|(function, service)| Difference::ServiceAdded { function, service })
        .chain(gone.map(|(function, service)| Difference::ServiceGone { function, service }))
        .collect();
    if function.target_groups != before.target_groups {
        found.push(Difference::TargetGroups { function: function.id.clone() });
    }
    if function.site_flags != before.site_flags {
        found.push(Difference::SiteFlags { function: function.id.clone() });
    }
    found
}
