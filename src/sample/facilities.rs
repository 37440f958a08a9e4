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
}

/// Facilities of one sort, and how many of them there are on the west and on the east bank.
struct Programme {
    functions: &'static str,
    title: &'static str,
    west: usize,
    east: usize,
    /// Metres between two of them.
    apart: f64,
    floor_area: (u32, u32),
}

const fn programme(
    functions: &'static str,
    title: &'static str,
    (west, east): (usize, usize),
    apart: f64,
    floor_area: (u32, u32),
) -> Programme {
    Programme { functions, title, west, east, apart, floor_area }
}

const PROGRAMMES: [Programme; 14] = [
    programme(
        "party_service;culture;fitness;home_services",
        "邻里中心",
        (4, 1),
        900.0,
        (1200, 2600),
    ),
    programme("elder_care;community_meals", "综合为老服务中心", (4, 1), 800.0, (600, 1200)),
    programme("childcare;after_school", "儿童之家", (2, 0), 900.0, (300, 600)),
    programme("party_service", "党群服务站", (1, 1), 900.0, (150, 400)),
    programme("elder_care", "日间照料中心", (5, 2), 600.0, (150, 450)),
    programme("childcare", "托育园", (4, 2), 600.0, (200, 500)),
    programme("after_school", "课后学堂", (4, 2), 600.0, (120, 300)),
    programme("community_meals", "睦邻食堂", (4, 1), 600.0, (150, 380)),
    programme("home_services", "便民服务点", (5, 1), 500.0, (60, 180)),
    programme("health", "卫生服务站", (4, 1), 900.0, (250, 900)),
    programme("fitness", "健身房", (1, 1), 800.0, (200, 600)),
    programme("culture", "文化活动室", (1, 1), 800.0, (180, 500)),
    programme("child_play", "儿童乐园", (17, 6), 320.0, (80, 250)),
    programme("employment", "就业服务站", (3, 1), 1000.0, (80, 200)),
];

/// All facilities, each in a building of its own.
pub fn existing(buildings: &[Building]) -> Vec<Facility> {
    let mut random = Random::of_part(4, 0);
    let mut hosts = Hosts { buildings, taken: Vec::new() };
    let mut facilities = Vec::new();
    for programme in &PROGRAMMES {
        let mut places = Vec::new();
        for (on_west_bank, count) in [(true, programme.west), (false, programme.east)] {
            for _ in 0..count {
                let Some(host) = hosts.take(on_west_bank, programme.apart, &places, &mut random)
                else {
                    continue;
                };
                places.push(host.inside);
                facilities.push(Facility {
                    name: format!("{}{}", NEIGHBOURHOODS[host.unit], programme.title),
                    functions: programme.functions,
                    floor_area: random.whole(programme.floor_area).min(host.floor_area),
                    place: host.inside,
                });
            }
        }
    }
    facilities
}

/// The buildings that facilities can move into.
struct Hosts<'a> {
    buildings: &'a [Building],
    taken: Vec<Point>,
}

impl<'a> Hosts<'a> {
    /// Takes a public building near some home on the given bank, so that facilities come about where
    /// people live; at least `apart` metres from the other places if a few dozen tries suffice.
    fn take(
        &mut self,
        on_west_bank: bool,
        apart: f64,
        others: &[Point],
        random: &mut Random,
    ) -> Option<&'a Building> {
        const TRIES: usize = 60;
        let mut best: Option<(f64, &Building)> = None;
        for _ in 0..TRIES {
            let home = &self.buildings[random.index(self.buildings.len())];
            if home.people.residents == 0 || is_west(home) != on_west_bank {
                continue;
            }
            let Some(host) = self.nearest(home) else {
                continue;
            };
            let nearest = others.iter().map(|other| other.distance(host.inside));
            let space = nearest.fold(f64::INFINITY, f64::min);
            if best.is_none_or(|(most, _)| space > most) {
                best = Some((space, host));
            }
            if space >= apart {
                break;
            }
        }
        let (_, host) = best?;
        self.taken.push(host.inside);
        Some(host)
    }

    /// The free community building or shop that is nearest to a home on the same bank.
    fn nearest(&self, home: &Building) -> Option<&'a Building> {
        let public = |b: &&Building| matches!(b.purpose, Use::Community | Use::Commercial);
        let free = |b: &&Building| !b.idle && !self.taken.contains(&b.inside);
        let near = |b: &&Building| b.unit == home.unit;
        let hosts = self.buildings.iter().filter(public).filter(free).filter(near);
        hosts.min_by(|a, b| {
            let distance = |b: &Building| b.inside.distance(home.inside);
            distance(a).total_cmp(&distance(b))
        })
    }
}

/// True on the west bank, whose units come first.
fn is_west(building: &Building) -> bool {
    const UNITS_ON_WEST_BANK: usize = 24;
    building.unit < UNITS_ON_WEST_BANK
}
