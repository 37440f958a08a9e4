//! What to look out for in a candidate: limits of building codes and contradictions in its record,
//! each with its source and standing. Warnings, never verdicts: whether a conversion may go ahead is
//! for the joint review to say.

use crate::language::{Message, Text};
use crate::standard::{Function, SiteFlag, Standing};

use super::review::names;
use super::{
    Answer, AppraisalGrade, Candidate, Date, Party, SitingUse, Term as _, Verdict, answer_of,
};

/// A warning with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Caution {
    pub what: Message,
    pub source: Text,
    pub standing: Standing,
}

/// From which storey on elders' rooms are to be small, and how small.
const HIGH_FOR_ELDERS: i8 = 4;
const LARGEST_HIGH_ROOM_M2: f64 = 200.0;

const FIRE_CODE: Text = Text::new(
    "GB 55037-2022、JGJ 450-2018（凭记忆，须核对）",
    "GB 55037-2022, JGJ 450-2018 (from memory, to be checked)",
);
const PRACTICE: Text =
    Text::new("通行做法（凭记忆，须核对）", "common practice (from memory, to be checked)");
const NOTICE: Text =
    Text::new("沪府办发〔2024〕25号 第二条", "Notice 沪府办发〔2024〕25号, clause 2");
const RECORD: Text = Text::new("登记内容自身", "the record itself");

/// What the codes ask of rooms for children and elders, whether or not the standard repeats it for
/// each function.
fn asked_of(function: &Function) -> Vec<SiteFlag> {
    let by_users: &[SiteFlag] = match function.id.as_str() {
        "childcare" | "after_school" | "child_play" => &[
            SiteFlag::NotBasement,
            SiteFlag::MaxFloor3,
            SiteFlag::GroundFloorOrLift,
            SiteFlag::OwnEntrance,
        ],
        ELDER_CARE => &[SiteFlag::NotBasement, SiteFlag::GroundFloorOrLift, SiteFlag::OwnEntrance],
        _ => &[],
    };
    let further = by_users.iter().filter(|flag| !function.site_flags.contains(flag));
    function.site_flags.iter().chain(further).copied().collect()
}

const ELDER_CARE: &str = "elder_care";

/// What the record of a candidate says against putting it to some functions, what stands against any
/// conversion, and what contradicts itself.
pub fn cautions(candidate: &Candidate, functions: &[&Function], today: Date) -> Vec<Caution> {
    let mut found = Vec::new();
    for function in functions {
        of_function(candidate, function, &mut found);
        if function.id == ELDER_CARE {
            of_high_rooms(candidate, &mut found);
        }
    }
    of_safety(candidate, &mut found);
    if candidate.review.state().has_passed() {
        of_opinions(candidate, &mut found);
        of_consents(candidate, &mut found);
    }
    of_period(candidate, today, &mut found);
    found
}

/// What a conversion lacks of the joint review: that it passed, the opinions of the departments, the
/// consents, and what was made a condition. Empty where nothing is missing.
pub fn review_cautions(candidate: &Candidate, today: Date) -> Vec<Caution> {
    let mut found = Vec::new();
    of_state(candidate, &mut found);
    of_opinions(candidate, &mut found);
    of_consents(candidate, &mut found);
    of_period(candidate, today, &mut found);
    found
}

/// What of a function is asked and not met, as far as the record knows.
fn of_function(candidate: &Candidate, function: &Function, found: &mut Vec<Caution>) {
    for flag in asked_of(function) {
        let Answer::NotMet(recorded) = answer_of(&candidate.premises, flag) else { continue };
        let (name, warning) = (&function.short_name, flag.warning());
        let what = Message::new(
            format!("{}：{}（登记：{}）", name.zh, warning.zh, recorded.zh),
            format!("{}: {} (recorded: {})", name.en, warning.en, recorded.en),
        );
        found.push(Caution { what, source: flag.source(), standing: flag.standing() });
    }
}

fn memory(what: Message, source: Text) -> Caution {
    Caution { what, source, standing: Standing::Memory }
}

fn seen(what: Message, source: Text) -> Caution {
    Caution { what, source, standing: Standing::Seen }
}

fn of_high_rooms(candidate: &Candidate, found: &mut Vec<Caution>) {
    let Some(floors) = candidate.premises.floors else { return };
    let is_high = floors.highest() >= HIGH_FOR_ELDERS || floors.lowest() == -1;
    let area_m2 = candidate.floor_area_cap_m2();
    if is_high && area_m2.is_none_or(|area| area > LARGEST_HIGH_ROOM_M2) {
        let what = Message::new(
            format!(
                "地上 {HIGH_FOR_ELDERS} 层及以上或地下一层的老年人用房，单间不应大于 \
                 {LARGEST_HIGH_ROOM_M2} 平方米、30 人"
            ),
            format!(
                "Rooms for elders from storey {HIGH_FOR_ELDERS} up or one storey down: at most \
                 {LARGEST_HIGH_ROOM_M2} m² and 30 persons each"
            ),
        );
        found.push(memory(what, FIRE_CODE));
    }
}

fn of_safety(candidate: &Candidate, found: &mut Vec<Caution>) {
    match candidate.safety.appraisal {
        Some(AppraisalGrade::C | AppraisalGrade::D) => {
            let what = Message::new(
                "结构鉴定为 C 级或 D 级：改造须先确保结构安全",
                "Structure appraised C or D: it has to be made safe before conversion",
            );
            found.push(seen(what, NOTICE));
        }
        None if candidate.review.state().siting_use() == SitingUse::Yes => {
            let what = Message::new(
                "已通过联审，但未登记结构鉴定",
                "Passed, but no structural appraisal is recorded",
            );
            found.push(seen(what, RECORD));
        }
        _ => {}
    }
    if candidate.limits.has_illegal_construction == Some(true) {
        let what = Message::new(
            "存在违法建筑：不得新建、扩建",
            "There is illegal construction; nothing may be built or extended",
        );
        found.push(seen(what, NOTICE));
    }
    if candidate.limits.is_heritage == Some(true) {
        let what =
            Message::new("属保护建筑，改造受限", "Listed as heritage: conversion is limited");
        found.push(memory(what, PRACTICE));
    }
}

/// That the review has not passed, and why, as far as its history tells.
fn of_state(candidate: &Candidate, found: &mut Vec<Caution>) {
    let state = candidate.review.state();
    if state.has_passed() {
        return;
    }
    let last = candidate.review.history().last();
    let why = last.map(|step| step.why.as_str()).filter(|why| !why.is_empty());
    let why_zh = why.map_or_else(String::new, |why| format!("，{why}"));
    let why_en = why.map_or_else(String::new, |why| format!(", {why}"));
    let name = state.name();
    let what = Message::new(
        format!("尚未通过联审（{}{why_zh}）：改造须经联审", name.zh),
        format!(
            "The joint review has not passed it ({}{why_en}): conversion needs that",
            name.en.to_lowercase()
        ),
    );
    found.push(seen(what, NOTICE));
}

/// Departments that object or have said nothing, and conditions that stand.
fn of_opinions(candidate: &Candidate, found: &mut Vec<Caution>) {
    let review = &candidate.review;
    for (party, opinion) in review.opinions() {
        let name = party.name();
        match opinion.verdict {
            Verdict::Objects => {
                let what = Message::new(
                    format!("{}不同意（联审状态：{}）", name.zh, review.state().name().zh),
                    format!("{} objects (review: {})", name.en, review.state().name().en),
                );
                found.push(seen(what, RECORD));
            }
            Verdict::AgreesWithConditions if !opinion.conditions.is_empty() => {
                let what = Message::new(
                    format!("{}附条件同意：{}", name.zh, opinion.conditions),
                    format!("{} agrees on condition: {}", name.en, opinion.conditions),
                );
                found.push(seen(what, RECORD));
            }
            Verdict::Agrees | Verdict::AgreesWithConditions => {}
        }
    }
    let missing = review.missing_opinions();
    if !missing.is_empty() {
        let parties = names(&missing);
        let what = Message::new(
            format!("未登记部门意见：{}", parties.zh),
            format!("No opinion is recorded of: {}", parties.en),
        );
        found.push(seen(what, NOTICE));
    }
}

/// Consents of the sector's authority and of the owner that are not recorded.
fn of_consents(candidate: &Candidate, found: &mut Vec<Caution>) {
    let is_missing = |party: &Party| candidate.review.opinion(*party).is_none();
    let missing: Vec<Party> = Party::CONSENTING.into_iter().filter(is_missing).collect();
    if !missing.is_empty() {
        let parties = names(&missing);
        let what = Message::new(
            format!("未登记同意：{}", parties.zh),
            format!("No consent is recorded of: {}", parties.en),
        );
        found.push(seen(what, NOTICE));
    }
}

/// That the period of temporary use has run out.
fn of_period(candidate: &Candidate, today: Date, found: &mut Vec<Caution>) {
    let ended = candidate.review.valid_until.filter(|until| *until < today);
    if let Some(until) = ended.filter(|_| candidate.review.state().has_passed()) {
        let what = Message::new(
            format!("临时使用期限已于 {until} 届满"),
            format!("The period of temporary use ended on {until}"),
        );
        found.push(seen(what, RECORD));
    }
}
