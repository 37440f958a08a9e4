//! What to look out for in a candidate: limits of building codes and contradictions in its record,
//! each with its source and standing. Warnings, never verdicts: whether a conversion may go ahead is
//! for the joint review to say.

use crate::language::{Message, Text};
use crate::standard::{FunctionIndex, Standard, Standing};

use super::{AppraisalGrade, Candidate, Date, ReviewState, SitingUse, Term as _, Verdict};

/// A warning with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Caution {
    pub what: Message,
    pub source: Text,
    pub standing: Standing,
}

/// From which storey on rooms of children are too high, and elders' rooms are to be small.
const HIGHEST_FOR_CHILDREN: i8 = 3;
const HIGH_FOR_ELDERS: i8 = 4;
/// Storeys from here on need a lift.
const LIFT_FROM: i8 = 2;
/// Elders' rooms high up or below ground are to be no larger.
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

/// Who a function is for, as far as the codes ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Users {
    Children,
    Elders,
    Diners,
    Others,
}

fn users_of(function: &str) -> Users {
    match function {
        "childcare" | "after_school" | "child_play" => Users::Children,
        "elder_care" => Users::Elders,
        "community_meals" => Users::Diners,
        _ => Users::Others,
    }
}

/// The warnings for a candidate that is to be put to some functions: those it allows where it names
/// any, else the one looked at.
pub fn cautions(
    candidate: &Candidate,
    looked_at: FunctionIndex,
    standard: &Standard,
    today: Date,
) -> Vec<Caution> {
    let functions = match candidate.functions.is_empty() {
        true => std::slice::from_ref(&looked_at),
        false => &candidate.functions,
    };
    let users: Vec<Users> = functions
        .iter()
        .filter_map(|function| standard.get(*function))
        .map(|function| users_of(&function.id))
        .collect();
    let is_for = |wanted: Users| users.contains(&wanted);
    let mut found = Vec::new();
    if is_for(Users::Children) {
        of_children(candidate, &mut found);
    }
    if is_for(Users::Elders) {
        of_elders(candidate, &mut found);
    }
    if is_for(Users::Children) || is_for(Users::Elders) {
        of_entrance_and_lift(candidate, &mut found);
    }
    if is_for(Users::Diners) {
        found.push(memory(
            Message::new(
                "使用燃气的厨房应与其他部分分隔",
                "A kitchen with gas has to be separated from the rest",
            ),
            FIRE_CODE,
        ));
    }
    of_safety(candidate, &mut found);
    of_record(candidate, today, &mut found);
    found
}

fn memory(what: Message, source: Text) -> Caution {
    Caution { what, source, standing: Standing::Memory }
}

fn seen(what: Message, source: Text) -> Caution {
    Caution { what, source, standing: Standing::Seen }
}

fn of_children(candidate: &Candidate, found: &mut Vec<Caution>) {
    let Some(floors) = candidate.premises.floors else { return };
    if floors.has_basement() {
        let what = Message::new(
            format!("儿童用房不应设在地下（现为 {floors} 层）"),
            format!("Rooms of children do not belong below ground (storey {floors})"),
        );
        found.push(memory(what, FIRE_CODE));
    }
    if floors.highest() > HIGHEST_FOR_CHILDREN {
        let what = Message::new(
            format!(
                "儿童用房不应高于 {HIGHEST_FOR_CHILDREN} 层（一、二级耐火建筑；现为 {floors} 层）"
            ),
            format!(
                "Rooms of children do not belong above storey {HIGHEST_FOR_CHILDREN} in buildings \
                 of fire grade I or II (storey {floors})"
            ),
        );
        found.push(memory(what, FIRE_CODE));
    }
}

fn of_elders(candidate: &Candidate, found: &mut Vec<Caution>) {
    let Some(floors) = candidate.premises.floors else { return };
    if floors.has_basement() {
        let what = Message::new(
            format!("老年人照料用房不应设在地下，活动用房最低至地下一层（现为 {floors} 层）"),
            format!(
                "Rooms of elder care do not belong below ground, rooms for activities at most one \
                 storey down (storey {floors})"
            ),
        );
        found.push(memory(what, FIRE_CODE));
    }
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

fn of_entrance_and_lift(candidate: &Candidate, found: &mut Vec<Caution>) {
    let premises = &candidate.premises;
    let is_upstairs = premises.floors.is_some_and(|floors| floors.highest() >= LIFT_FROM);
    if is_upstairs && premises.has_lift == Some(false) {
        let what = Message::new(
            format!("{LIFT_FROM} 层及以上的老幼用房需要电梯"),
            format!("Rooms for elders or children from storey {LIFT_FROM} up need a lift"),
        );
        found.push(memory(what, FIRE_CODE));
    }
    if premises.has_own_entrance == Some(false) {
        let what = Message::new(
            "老幼用房宜有独立出入口",
            "Rooms for elders or children should have an entrance of their own",
        );
        found.push(memory(what, PRACTICE));
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

/// What in the record contradicts itself, or has run out.
fn of_record(candidate: &Candidate, today: Date, found: &mut Vec<Caution>) {
    let review = &candidate.review;
    let state = review.state();
    let has_passed = matches!(state, ReviewState::Passed | ReviewState::PassedWithConditions);
    if let Some(until) = review.valid_until.filter(|until| has_passed && *until < today) {
        let what = Message::new(
            format!("临时使用期限已于 {until} 届满"),
            format!("The period of temporary use ended on {until}"),
        );
        found.push(seen(what, RECORD));
    }
    let mut objecting =
        review.opinions().iter().filter(|(_, opinion)| opinion.verdict == Verdict::Objects);
    if let Some((party, _)) = objecting.next().filter(|_| has_passed) {
        let what = Message::new(
            format!("状态为“{}”，但{}不同意", state.name().zh, party.name().zh),
            format!("\"{}\", although {} objects", state.name().en, party.name().en),
        );
        found.push(seen(what, RECORD));
    }
    for party in super::Party::CONSENTING.into_iter().filter(|_| has_passed) {
        if review.opinion(party).is_none() {
            let what = Message::new(
                format!("已通过联审，但未登记{}的同意", party.name().zh),
                format!(
                    "Passed, but no consent of the {} is recorded",
                    party.name().en.to_lowercase()
                ),
            );
            found.push(seen(what, NOTICE));
        }
    }
}
