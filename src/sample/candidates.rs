//! Places that could be turned into community facilities: rooms in buildings where nobody lives.

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
    pub review: &'static str,
    pub place: Point,
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
            chosen.push(candidate(index, building, &mut random));
        }
    }
    chosen
}

fn candidate(index: usize, building: &Building, random: &mut Random) -> Candidate {
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
    Candidate {
        name: format!("{}{title}", NEIGHBOURHOODS[building.unit]),
        building: index,
        usable_area: share.min(random.between((600.0, 2600.0))) as u32,
        review,
        place: building.inside,
    }
}
