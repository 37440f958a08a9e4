//! What to look at in one facility: figures below the norms, rooms that do not add up, and what the
//! functions ask of a building. Advice with its source and standing; a verdict is for the joint
//! review.

use crate::language::{Message, thousands};
use crate::standard::{Function, Norm, SiteFlag, Standing};
use crate::study::AreaUse;
use crate::study::{Facility, Operation};

/// One thing to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct Advice {
    pub what: Message,
    pub urgency: Urgency,
    /// Where the rule behind it comes from, if there is one.
    pub rule: Option<(Standing, Message)>,
}

/// Whether figures speak against it, or it is only to be checked on the spot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// The figures known do not fit.
    Doubt,
    /// Nothing is known yet; to be checked.
    Reminder,
}

/// The advice on a facility, doubts first.
pub fn advice_on(facility: &Facility, functions: &[&Function]) -> Vec<Advice> {
    let mut advice = Vec::new();
    advice.extend(excess(facility));
    for (function, index) in functions.iter().zip(&facility.functions) {
        let operation = facility.operation(*index);
        let area_m2 = AreaUse::of(facility).counted_for(*index);
        advice.extend(below_minimum(function, area_m2));
        advice.extend(crowded(function, operation));
    }
    advice.extend(functions.iter().flat_map(|function| site_reminders(function)));
    advice
}

/// The rooms add up to more than there is.
fn excess(facility: &Facility) -> Option<Advice> {
    let excess = AreaUse::of(facility).excess_m2()?;
    let excess = thousands(excess.ceil() as i64);
    Some(Advice {
        what: Message::new(
            format!("最忙时各功能占用超出建筑面积 {excess} 平方米；可错时共用或减少面积"),
            format!(
                "At the busiest time the functions take {excess} m² more than there is; let them \
                 take turns or take less"
            ),
        ),
        urgency: Urgency::Doubt,
        rule: None,
    })
}

fn below_minimum(function: &Function, area_m2: Option<f64>) -> Option<Advice> {
    let norm = function.norms.min_floor_area_m2.as_ref()?;
    let area = area_m2.filter(|area| *area < norm.value)?;
    let (name, least) = (&function.short_name, norm.value);
    Some(with_norm(
        norm,
        Message::new(
            format!("{}面积 {area:.0} 平方米，低于 {least:.0} 平方米", name.zh),
            format!("{}: {area:.0} m² is below {least:.0} m²", name.en),
        ),
    ))
}

/// More places than the rooms hold.
fn crowded(function: &Function, operation: Option<&Operation>) -> Option<Advice> {
    let norm = function.norms.m2_per_capacity_unit.as_ref()?;
    let operation = operation?;
    let (area, places) = (operation.area_m2?, operation.capacity.filter(|places| *places > 0.0)?);
    let each = area / places;
    (each < norm.value).then(|| {
        let (name, least) = (&function.short_name, norm.value);
        with_norm(
            norm,
            Message::new(
                format!("{}每个服务能力单位 {each:.1} 平方米，低于 {least:.1}", name.zh),
                format!("{}: {each:.1} m² per place is below {least:.1}", name.en),
            ),
        )
    })
}

fn with_norm(norm: &Norm, what: Message) -> Advice {
    let rule = Some((norm.standing, Message::same(&*norm.source)));
    Advice { what, urgency: Urgency::Doubt, rule }
}

/// What the function asks of a building.
fn site_reminders(function: &Function) -> Vec<Advice> {
    let reminder = |flag: &SiteFlag| {
        let (name, warning) = (&function.short_name, flag.warning());
        Advice {
            what: Message::new(
                format!("{}：{}", name.zh, warning.zh),
                format!("{}: {}", name.en, warning.en),
            ),
            urgency: Urgency::Reminder,
            rule: Some((flag.standing(), Message::new(flag.source().zh, flag.source().en))),
        }
    };
    function.site_flags.iter().map(reminder).collect()
}
