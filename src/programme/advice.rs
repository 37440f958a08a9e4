//! What to look at in one facility: figures below the norms, rooms that do not add up or are not
//! broken down, what the functions ask of a building and what the register knows of the premises.
//! Advice with its source and standing; a verdict is for the joint review.

use crate::language::{Message, thousands};
use crate::standard::{Function, FunctionIndex, Norm, SiteFlag, Standing};
use crate::study::register::{Answer, Caution, Date, answer_of, cautions, review_cautions};
use crate::study::{AreaUse, Candidate, Facility, FacilityOrigin, Operation, Study};

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

/// The advice on a facility, doubts first. In premises of the register, what is recorded of them
/// answers what the functions ask; only the rest is to be checked on the spot.
pub fn advice_on(study: &Study, facility: &Facility, today: Date) -> Vec<Advice> {
    let standard = study.standard();
    let candidate = match facility.origin {
        FacilityOrigin::Candidate(id) => study.register().get(id),
        _ => None,
    };
    let offered: Vec<(FunctionIndex, &Function)> =
        facility.functions.iter().filter_map(|f| Some((*f, standard.get(*f)?))).collect();
    let functions: Vec<&Function> = offered.iter().map(|(_, function)| *function).collect();
    let area = AreaUse::of(facility);
    let mut advice = Vec::new();
    if let Some(candidate) = candidate {
        advice.extend(of_premises(candidate, &functions, today));
    }
    advice.extend(excess(&area));
    for (index, function) in &offered {
        advice.extend(below_minimum(function, largest_area(&area, *index)));
        advice.extend(crowded(function, facility.operation(*index)));
    }
    advice.extend(not_broken_down(&area));
    advice.extend(functions.iter().flat_map(|function| site_reminders(function, candidate)));
    advice
}

/// What the register knows against it: the joint review first.
fn of_premises(candidate: &Candidate, functions: &[&Function], today: Date) -> Vec<Advice> {
    let of_review = review_cautions(candidate, today);
    let further = cautions(candidate, functions, today);
    let further: Vec<Caution> =
        further.into_iter().filter(|caution| !of_review.contains(caution)).collect();
    let advice = |caution: Caution| Advice {
        what: caution.what,
        urgency: Urgency::Doubt,
        rule: Some((caution.standing, Message::new(caution.source.zh, caution.source.en))),
    };
    of_review.into_iter().chain(further).map(advice).collect()
}

/// The most that a function can have: its own area, or all the floor that is not broken down.
fn largest_area(area: &AreaUse, function: FunctionIndex) -> Option<f64> {
    let counted = area.counted_for(function)?;
    let divided = || area.counted.iter().filter(|part| part.is_assumed).map(|part| part.m2).sum();
    Some(if counted.is_assumed { divided() } else { counted.m2 })
}

/// Floor that is not broken down counts in equal parts.
fn not_broken_down(area: &AreaUse) -> Option<Advice> {
    let parts: Vec<f64> =
        area.counted.iter().filter(|part| part.is_assumed).map(|part| part.m2).collect();
    let each = parts.first().map(|each| thousands(each.round() as i64))?;
    let count = parts.len();
    Some(Advice {
        what: Message::new(
            format!("{count} 项功能未填面积：其余面积只计一次、平均分摊，各 {each} 平方米"),
            format!(
                "{count} functions have no area of their own: the floor left counts once, in equal \
                 parts of {each} m²"
            ),
        ),
        urgency: Urgency::Reminder,
        rule: Some((Standing::Assumption, Message::new("本程序假设", "assumed by this program"))),
    })
}

/// The rooms add up to more than there is.
fn excess(area: &AreaUse) -> Option<Advice> {
    let excess = area.excess_m2()?;
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

/// What the function asks of a building, as far as nothing recorded answers it.
fn site_reminders(function: &Function, candidate: Option<&Candidate>) -> Vec<Advice> {
    let is_open = |flag: &&SiteFlag| {
        candidate.is_none_or(|known| answer_of(&known.premises, **flag) == Answer::Unknown)
    };
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
    function.site_flags.iter().filter(is_open).map(reminder).collect()
}
