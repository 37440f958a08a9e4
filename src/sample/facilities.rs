//! The facilities there are today. As in life they are uneven: the old west bank has most of them,
//! the new east bank few.

use super::buildings::{Building, Use};
use super::ground::Point;
use super::names::NEIGHBOURHOODS;
use super::random::Random;

/// One facility.
pub struct Facility {
    pub name: String,
    /// One function, or several with semicolons between them.
    pub functions: &'static str,
    pub floor_area: u32,
    pub place: Point,
    /// When it is open, as OpenStreetMap writes it.
    pub hours: Option<&'static str>,
}

/// Facilities of one sort, and how many of them there are on the west and on the east bank.
struct Programme {
    functions: &'static str,
    title: &'static str,
    west: usize,
    east: usize,
    /// How far away, as the crow flies, the homes are that it is built for.
    reach: f64,
    floor_area: (u32, u32),
}

const fn programme(
    functions: &'static str,
    title: &'static str,
    (west, east): (usize, usize),
    reach: f64,
    floor_area: (u32, u32),
) -> Programme {
    Programme { functions, title, west, east, reach, floor_area }
}

impl Programme {
    /// The function that decides where it is missing.
    fn main_function(&self) -> &'static str {
        self.functions.split(';').next().unwrap_or_default()
    }
}

/// Those with several functions come first, since they fill part of the need for the others.
const PROGRAMMES: [Programme; 13] = [
    programme(
        "elder_care;community_meals;home_services;party_service;culture;fitness",
        "邻里中心",
        (6, 2),
        360.0,
        (1200, 2600),
    ),
    programme("childcare;after_school;child_play", "儿童之家", (5, 1), 360.0, (300, 600)),
    programme("party_service", "党群服务站", (1, 0), 700.0, (150, 400)),
    programme("elder_care", "日间照料中心", (5, 2), 360.0, (150, 450)),
    programme("childcare", "托育园", (5, 2), 360.0, (200, 500)),
    programme("after_school", "课后学堂", (6, 2), 360.0, (120, 300)),
    programme("community_meals", "睦邻食堂", (5, 1), 360.0, (150, 380)),
    programme("home_services", "便民服务点", (5, 2), 360.0, (60, 180)),
    programme("health", "卫生服务站", (6, 3), 700.0, (250, 900)),
    programme("fitness", "健身房", (1, 1), 700.0, (200, 600)),
    programme("culture", "文化活动室", (1, 0), 700.0, (180, 500)),
    programme("child_play", "儿童乐园", (24, 6), 210.0, (80, 250)),
    programme("employment", "就业服务站", (4, 1), 700.0, (80, 200)),
];

/// All facilities, each in a building of its own.
pub fn existing(buildings: &[Building]) -> Vec<Facility> {
    let mut random = Random::of_part(4, 0);
    let mut facilities = Vec::new();
    for programme in &PROGRAMMES {
        for (on_west_bank, count) in [(true, programme.west), (false, programme.east)] {
            let mut homes = unserved_homes(buildings, on_west_bank, programme, &facilities);
            for _ in 0..count {
                if let Some(host) =
                    best_host(buildings, &homes, programme, &facilities, &mut random)
                {
                    homes.retain(|home| home.inside.distance(host.inside) > programme.reach);
                    facilities.push(Facility {
                        name: format!("{}{}", NEIGHBOURHOODS[host.unit], programme.title),
                        functions: programme.functions,
                        floor_area: random.whole(programme.floor_area).min(host.floor_area),
                        place: host.inside,
                        hours: hours(programme.main_function()),
                    });
                }
            }
        }
    }
    facilities
}

/// When a facility of a function is usually open; nothing where that differs too much.
fn hours(function: &str) -> Option<&'static str> {
    Some(match function {
        "party_service" | "employment" => "Mo-Fr 09:00-17:00",
        "elder_care" => "Mo-Su 08:00-17:00",
        "childcare" => "Mo-Fr 07:30-18:00",
        "after_school" => "Mo-Fr 15:30-18:00",
        "community_meals" => "Mo-Su 06:30-09:00,10:30-13:00,16:30-18:30",
        "home_services" => "Mo-Sa 08:30-17:30",
        "health" => "Mo-Fr 08:00-16:30; Sa 08:00-11:30",
        "fitness" => "Mo-Su 06:00-21:00",
        "culture" => "Tu-Su 09:00-20:30",
        "child_play" => "Mo-Su 06:00-20:00",
        _ => return None,
    })
}

/// The homes on one bank that no facility with the same function is near to.
fn unserved_homes<'a>(
    buildings: &'a [Building],
    on_west_bank: bool,
    programme: &Programme,
    facilities: &[Facility],
) -> Vec<&'a Building> {
    let function = programme.main_function();
    let same = facilities.iter().filter(|other| other.functions.contains(function));
    let places: Vec<Point> = same.map(|other| other.place).collect();
    let unserved = |home: &&Building| {
        home.people.residents > 0
            && is_west(home) == on_west_bank
            && places.iter().all(|place| place.distance(home.inside) > programme.reach)
    };
    buildings.iter().filter(unserved).collect()
}

/// The one that serves most people among a few buildings near unserved homes: towns plan well, but
/// never perfectly.
fn best_host<'a>(
    buildings: &'a [Building],
    homes: &[&Building],
    programme: &Programme,
    facilities: &[Facility],
    random: &mut Random,
) -> Option<&'a Building> {
    const TRIES: usize = 14;
    let served = |host: &Building| -> u32 {
        let near = |home: &&&Building| home.inside.distance(host.inside) <= programme.reach;
        homes.iter().filter(near).map(|home| home.people.residents).sum()
    };
    let tries = (0..TRIES).filter_map(|_| homes.get(random.index(homes.len())));
    let hosts = tries.filter_map(|home| nearest_host(buildings, home, facilities));
    hosts.max_by_key(|host| served(host))
}

/// The community building or shop in the same unit that is nearest to a home and still free.
fn nearest_host<'a>(
    buildings: &'a [Building],
    home: &Building,
    facilities: &[Facility],
) -> Option<&'a Building> {
    let suits = |host: &&Building| {
        host.unit == home.unit
            && !host.idle
            && matches!(host.purpose, Use::Community | Use::Commercial)
            && facilities.iter().all(|facility| facility.place != host.inside)
    };
    let distance = |host: &Building| host.inside.distance(home.inside);
    let hosts = buildings.iter().filter(suits);
    hosts.min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// True on the west bank, whose units come first.
fn is_west(building: &Building) -> bool {
    const UNITS_ON_WEST_BANK: usize = 24;
    building.unit < UNITS_ON_WEST_BANK
}
