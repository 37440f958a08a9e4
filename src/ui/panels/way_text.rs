//! The way from a building to the nearest site of a function, in words: its legs with the minutes of
//! each, and what it costs beyond the straight line.

use crate::analysis::{NearestSite, Site};
use crate::language::Language;
use crate::layers::{BarrierKind, Street};
use crate::session::Session;
use crate::study::Walk;
use crate::ui::view::View;
use crate::walking::Leg;

/// What there is to say of the way: where it leads, leg by leg, and how much longer it is.
pub(super) fn way_lines(session: &Session, nearest: &NearestSite, view: &View) -> Vec<String> {
    let Some(site) = &nearest.site else { return Vec::new() };
    let (language, walk) = (view.language, session.study().walk(view.group));
    let mut lines = Vec::new();
    if let Some(facility) = session.facility(site.facility) {
        lines.push(facility.name.clone());
    }
    let legs = legs(walk, site, language);
    if !legs.is_empty() {
        lines.push(legs.join(" → "));
    }
    lines.push(comparison(walk, site, language));
    lines
}

/// Whether the site is within the limit, and what follows.
pub(super) fn within_text(nearest: &NearestSite, language: Language) -> String {
    let (limit_m, is_within) = (nearest.limit_m, nearest.is_within());
    let verdict = match is_within {
        true => language.pick("在范围内，计为覆盖", "within it, counted as covered"),
        false => language.pick("超出，不计为覆盖", "beyond it, not covered"),
    };
    language.pick(
        format!("步行上限 {limit_m:.0} 米：{verdict}"),
        format!("Walking limit {limit_m:.0} m: {verdict}"),
    )
}

/// The legs of the way from the facility, with metres and minutes.
fn legs(walk: Walk, site: &Site, language: Language) -> Vec<String> {
    let Some(route) = &site.route else { return Vec::new() };
    let streets = &walk.layers().streets;
    let mut walked_m = 0.0_f64;
    // So rounded that the legs add up to the whole way as it is told.
    let mut whole_metres = |metres: f64| {
        let before_m = walked_m.round();
        walked_m += metres;
        walked_m.round() - before_m
    };
    let line = |(number, leg): (usize, &Leg)| match *leg {
        Leg::Access(metres) => {
            let minutes = walk.minutes_for(metres);
            let metres = whole_metres(metres);
            let (zh, en) = match number {
                0 => ("到道路", "to the street"),
                _ => ("离开道路", "from the street"),
            };
            language.pick(
                format!("{zh} {metres:.0} 米（{minutes:.1} 分钟）"),
                format!("{en} {metres:.0} m ({minutes:.1} min)"),
            )
        }
        Leg::Street { street, length_m, delay_s } => {
            let minutes = walk.minutes_for(length_m) + delay_s / 60.0;
            let length_m = whole_metres(length_m);
            let name = street_name(streets, street, language);
            let waiting = match delay_s >= 0.5 {
                true => language.pick(
                    format!("，含等候 {delay_s:.0} 秒"),
                    format!(", {delay_s:.0} s of them waiting"),
                ),
                false => String::new(),
            };
            language.pick(
                format!("{name} {length_m:.0} 米（{minutes:.1} 分钟{waiting}）"),
                format!("{name} {length_m:.0} m ({minutes:.1} min{waiting})"),
            )
        }
    };
    merged(&route.legs, streets).iter().enumerate().map(line).collect()
}

fn street_name(streets: &[Street], street: u32, language: Language) -> &str {
    let name = streets.get(street as usize).map_or("", |street| street.name.as_str());
    if name.is_empty() { language.pick("无名道路", "unnamed street") } else { name }
}

/// Legs along streets of one name as one, so that a street in many pieces is one leg.
fn merged(legs: &[Leg], streets: &[Street]) -> Vec<Leg> {
    let name = |street: u32| streets.get(street as usize).map(|street| &street.name);
    let mut merged: Vec<Leg> = Vec::new();
    for leg in legs {
        match (merged.last_mut(), leg) {
            (
                Some(Leg::Street { street, length_m, delay_s }),
                Leg::Street { street: next, length_m: more_m, delay_s: more_s },
            ) if name(*street) == name(*next) => {
                *length_m += more_m;
                *delay_s += more_s;
            }
            _ => merged.push(leg.clone()),
        }
    }
    merged
}

/// What the way costs beyond the straight line, and what lies across that.
fn comparison(walk: Walk, site: &Site, language: Language) -> String {
    let Site { walked_m, straight_m, .. } = *site;
    // Of what is shown, so that the numbers add up.
    let (walked_m, straight_m) = (walked_m.round(), straight_m.round());
    let (more_m, minutes) = (walked_m - straight_m, walk.minutes_for(walked_m));
    let (more_min, pace) = (walk.minutes_for(more_m), walk.pace_m_per_s());
    let across = across_text(&site.barriers, language);
    language.pick(
        format!(
            "共 {walked_m:.0} 米（{minutes:.1} 分钟，{pace:.2} 米/秒）；直线 {straight_m:.0} 米\
             {across}，绕行与等候多 {more_m:.0} 米（{more_min:.1} 分钟）"
        ),
        format!(
            "{walked_m:.0} m in all ({minutes:.1} min at {pace:.2} m/s); straight {straight_m:.0} m\
             {across}; detour and waiting cost {more_m:.0} m ({more_min:.1} min)"
        ),
    )
}

/// What the straight line would lead across; nothing where nothing does.
fn across_text(barriers: &[BarrierKind], language: Language) -> String {
    if barriers.is_empty() {
        return String::new();
    }
    let names: Vec<&str> = barriers.iter().map(|kind| kind.name().of(language)).collect();
    language.pick(
        format!("，被{}阻隔", names.join("、")),
        format!(" is blocked by {}", names.join(" and ")),
    )
}
