//! Places that could be turned into community facilities: rooms in buildings where nobody lives,
//! with a register as a district keeps it. All of it is made up.

use serde_json::{Value, json};

use super::buildings::{Building, Use};
use super::ground::Point;
use super::names::NEIGHBOURHOODS;
use super::random::Random;

/// One candidate.
pub struct Candidate {
    pub name: String,
    /// The index of its building.
    pub building: usize,
    pub usable_area: u32,
    pub place: Point,
    pub review: &'static str,
    /// What the register says beyond that.
    pub record: Value,
}

const COUNT: usize = 60;
/// Metres between two candidates.
const APART: f64 = 170.0;

/// About sixty candidates, spread over the district; empty buildings are preferred.
pub fn candidates(buildings: &[Building]) -> Vec<Candidate> {
    const TRIES: usize = 20_000;
    let mut random = Random::of_part(5, 0);
    let mut chosen: Vec<Candidate> = Vec::new();
    for _ in 0..TRIES {
        if chosen.len() == COUNT {
            break;
        }
        let index = random.index(buildings.len());
        let building = &buildings[index];
        let far = |other: &Candidate| other.place.distance(building.inside) > APART;
        let suits = building.purpose != Use::Residential
            && building.floor_area >= 150
            && random.chance(if building.idle { 1.0 } else { 0.12 });
        if suits && chosen.iter().all(far) {
            let number = chosen.len() + 1;
            chosen.push(candidate(number, index, building, &mut random));
        }
    }
    chosen
}

fn candidate(number: usize, index: usize, building: &Building, random: &mut Random) -> Candidate {
    let title = match building.purpose {
        Use::Residential | Use::Community => "原居民活动用房",
        Use::Commercial => "临街商铺",
        Use::Office => "办公楼底层",
        Use::Industrial => "旧厂房",
        Use::Warehouse => "旧仓库",
    };
    let share = f64::from(building.floor_area) * random.between((0.25, 0.75));
    let review = random.weighted(
        "not_filed",
        &[
            ("need_documents", 0.15),
            ("in_review", 0.15),
            ("conditional", 0.12),
            ("passed", 0.28),
            ("refused", 0.08),
        ],
    );
    let neighbourhood = NEIGHBOURHOODS[building.unit];
    let usable_area = share.min(random.between((600.0, 2600.0))) as u32;
    // A stream of its own: what the register says changes nothing of where the candidates are.
    let mut random = Random::of_part(7, number);
    let record = record(number, neighbourhood, building, usable_area, review, &mut random);
    Candidate {
        name: format!("{neighbourhood}{title}"),
        building: index,
        usable_area,
        place: building.inside,
        review,
        record,
    }
}

/// What a register says of the premises; now and then it does not know.
fn record(
    number: usize,
    neighbourhood: &str,
    building: &Building,
    usable_area: u32,
    review: &'static str,
    random: &mut Random,
) -> Value {
    let is_shop = building.purpose == Use::Commercial;
    let floors = match building.storeys {
        0 | 1 => "1",
        _ if is_shop => random.weighted("1", &[("1-2", 0.25)]),
        _ => random.weighted("1", &[("1-2", 0.3), ("2", 0.15), ("B1", 0.06), ("4", 0.04)]),
    };
    let known = |random: &mut Random, odds: f64| -> Value {
        let is_known = random.chance(0.85);
        let is_there = random.chance(odds);
        if is_known { json!(is_there) } else { Value::Null }
    };
    let year = random.whole((1958, 2012));
    let owner = match building.owner {
        "state" => format!("临江区{neighbourhood}国有资产经营公司（虚构）"),
        "collective" => format!("{neighbourhood}集体经济合作社（虚构）"),
        _ => String::new(),
    };
    let grade = random.weighted("", &[("B", 0.45), ("A", 0.2), ("C", 0.12), ("D", 0.03)]);
    let structure = if year < 1985 { "砖混" } else { "钢筋混凝土" };
    let rent = if is_shop { random.between((2.5, 7.0)) } else { random.between((0.8, 3.0)) };
    let mut record = json!({
        "address": format!("临江片区{neighbourhood}{}弄{}号", random.whole((1, 90)) * 2, random.whole((1, 40))),
        "title_no": format!("虚构权证第{number:03}号"),
        "current_use": if building.idle { "闲置" } else { "在用" },
        "floors": floors,
        "year": year,
        "structure": structure,
        "total_area_m2": usable_area + usable_area / random.whole((6, 14)),
        "lift": known(random, if building.storeys > 3 { 0.6 } else { 0.1 }),
        "barrier_free": known(random, 0.45),
        "own_entrance": known(random, if is_shop { 0.95 } else { 0.6 }),
        "appraisal": grade,
        "fire_grade": if year < 1985 { "三级" } else { "二级" },
        "exits": random.whole((1, 4)),
        "sprinkler": known(random, 0.3),
        "heritage": random.chance(0.04),
        "illegal_construction": random.chance(0.06),
        "rent": (rent * 10.0).round() / 10.0,
        "refit_cost_yuan": usable_area * random.whole((12, 32)) * 100,
    });
    record["owner_name"] = json!(owner);
    for (party, opinion) in opinions(review, random) {
        record[party] = json!(opinion);
    }
    record
}

/// What the parties say, so that it does not contradict the state of the review.
fn opinions(review: &str, random: &mut Random) -> Vec<(&'static str, &'static str)> {
    const PARTIES: [&str; 6] = [
        "development_opinion",
        "planning_opinion",
        "housing_opinion",
        "fire_opinion",
        "sector_consent",
        "owner_consent",
    ];
    // Drawn in every case, so that the stream does not depend on the state.
    let says = PARTIES.map(|_| random.chance(0.4));
    let strict = random.index(4);
    let opinion = |(position, party): (usize, &'static str)| {
        let word = match review {
            "passed" => "同意",
            "conditional" if position == strict => match position {
                2 => "附条件同意：须先加固",
                3 => "附条件同意：须加装喷淋、增设疏散出口",
                _ => "附条件同意：临时使用不超过五年",
            },
            "conditional" => "同意",
            "refused" if position == strict => "不同意",
            "in_review" | "refused" if says[position] => "同意",
            _ => return None,
        };
        Some((party, word))
    };
    PARTIES.into_iter().enumerate().filter_map(opinion).collect()
}
