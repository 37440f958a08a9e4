//! Places with residents: the cells of a population grid or raster, or points such as the addresses of
//! a register. A cell is shared among the buildings whose demand point lies in it, a point is spread
//! over the dwellings around it. No residents are ever lost silently: whom no building takes is told of.

use geo::{BoundingRect as _, Coord, Intersects as _, MultiPolygon};

use crate::geometry::WorldPoint;
use crate::language::{Message, counted_as, thousands};
use crate::layers::{Buildings, Demand, Group, Persons, ResidentsSource, spread, spread_part};

use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::Notes;
use super::residents::Dwellings;
use super::shapes;

/// Dwellings so near share the residents of a point: about a cell of the usual grids of 100 m.
const SPREAD_M: f64 = 100.0;
/// A point without a dwelling so near goes to the nearest one within this.
const FARTHEST_M: f64 = 500.0;

/// A point or cell and its residents, by group; all of them first.
struct Place {
    at: WorldPoint,
    /// Without parts for a point.
    area: MultiPolygon<f64>,
    all: Persons,
    ages: Vec<Persons>,
}

impl Place {
    fn is_cell(&self) -> bool {
        !self.area.0.is_empty()
    }
}

/// How many places there are of a kind, and their residents.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    places: usize,
    residents: Persons,
}

impl Count {
    fn add(&mut self, residents: Persons) {
        self.places += 1;
        self.residents += residents;
    }
}

/// Those whose residents have a place in buildings, and those whose have none.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    placed: Count,
    /// Of those placed, the cells without a dwelling whose residents went to dwellings around.
    around: Count,
    /// And those without a dwelling far around, whose residents went to the other buildings in them.
    in_others: Count,
    not_placed: Count,
}

/// Which buildings share the residents of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Members {
    /// The dwellings in a cell, or those around a point.
    Own,
    /// The dwellings around a cell that has none.
    Around,
    /// The other buildings in a cell that has no dwelling far around.
    Others,
}

/// Spreads the places of a layer over the buildings; whoever lived there before is replaced.
pub(super) fn read(
    layer: &Layer,
    buildings: Buildings,
    dwellings: &Dwellings,
    notes: &mut Notes,
) -> Buildings {
    let counted: Persons = buildings.demand().residents(0).iter().copied().sum();
    if counted > Persons::ZERO {
        notes.warn(taken_place_of(counted));
    }
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| layer.has(Field::Age(*group))).collect();
    let places = places_of(layer, &groups, notes);
    let mut all = vec![Persons::ZERO; buildings.len()];
    let mut ages = vec![vec![Persons::ZERO; buildings.len()]; groups.len()];
    let (mut points, mut cells) = (Counts::default(), Counts::default());
    for place in &places {
        let counts = if place.is_cell() { &mut cells } else { &mut points };
        let (kind, members, weights) = members_of(&buildings, dwellings, place);
        if members.is_empty() && place.all > Persons::ZERO {
            counts.not_placed.add(place.all);
            continue;
        }
        counts.placed.add(place.all);
        if place.all > Persons::ZERO {
            match kind {
                Members::Own => {}
                Members::Around => counts.around.add(place.all),
                Members::Others => counts.in_others.add(place.all),
            }
        }
        let shares = spread(place.all, &weights);
        for (member, share) in members.iter().zip(&shares) {
            all[*member] += *share;
        }
        for (column, persons) in ages.iter_mut().zip(&place.ages) {
            for (member, share) in members.iter().zip(spread_part(*persons, &shares)) {
                column[*member] += share;
            }
        }
    }
    let are_cells = places.iter().any(Place::is_cell);
    if are_cells {
        notes.warn(account_of_cells(cells));
    }
    if !are_cells || places.iter().any(|place| !place.is_cell()) {
        notes.warn(account_of_points(points));
    }
    let source = match are_cells {
        true => ResidentsSource::SpreadFromCells,
        false => ResidentsSource::SpreadFromPoints,
    };
    let demand = Demand::new(all, groups.into_iter().zip(ages).collect());
    buildings.with_demand(demand, source)
}

fn places_of(layer: &Layer, groups: &[Group], notes: &mut Notes) -> Vec<Place> {
    let mut places = Vec::new();
    if !layer.has(Field::Residents) {
        notes.fail(Message::new(
            "没有居民人数列；请用 --map population.residents=列名 指明",
            "has no column of residents; name it with --map population.residents=COLUMN",
        ));
        return places;
    }
    for feature in 0..layer.len() {
        let place = layer.shape(feature, notes).and_then(shapes::area_or_place);
        let Some((area, at)) = notes.keep(|| layer.spot(feature), place) else { continue };
        let mut persons = |field| {
            let spot = || layer.spot(feature).in_field(field);
            let number = layer.number(field, feature, spot, notes);
            let found = number.map(|number| number.map(|n| Persons::from_f64(n).ok_or(n)));
            match found {
                Ok(Some(Ok(persons))) => return persons,
                Ok(Some(Err(number))) => {
                    notes.warn_at(spot(), Flaw::NotPersons(number.to_string()));
                }
                Ok(None) => {}
                Err(flaw) => notes.warn_at(spot(), flaw),
            }
            Persons::ZERO
        };
        let all = persons(Field::Residents);
        let ages = groups.iter().map(|group| persons(Field::Age(*group))).collect();
        places.push(Place { at, area, all, ages });
    }
    places
}

/// The buildings that share a place, and by which weights.
fn members_of(
    buildings: &Buildings,
    dwellings: &Dwellings,
    place: &Place,
) -> (Members, Vec<usize>, Vec<f64>) {
    let is_home = |building: &usize| dwellings.home_m2[*building] > 0.0;
    let by_home = |kind: Members, homes: Vec<usize>| {
        let weights = homes.iter().map(|home| dwellings.home_m2[*home]).collect();
        (kind, homes, weights)
    };
    if !place.is_cell() {
        return by_home(Members::Own, homes_around(buildings, dwellings, place.at));
    }
    let inside = inside(buildings, &place.area);
    let homes: Vec<usize> = inside.iter().copied().filter(is_home).collect();
    if !homes.is_empty() {
        return by_home(Members::Own, homes);
    }
    let around = homes_around(buildings, dwellings, place.at);
    if !around.is_empty() {
        return by_home(Members::Around, around);
    }
    let weights = dwellings.areas_of(&inside);
    (Members::Others, inside, weights)
}

/// The buildings whose demand point lies in an area, its border included.
fn inside(buildings: &Buildings, area: &MultiPolygon<f64>) -> Vec<usize> {
    let Some(bounds) = area.bounding_rect() else { return Vec::new() };
    let (middle, reach_m) = (bounds.center(), bounds.width().hypot(bounds.height()) / 2.0);
    let middle = WorldPoint::new(middle.x, middle.y);
    let points = buildings.demand_points();
    let mut inside = Vec::new();
    // Rounding must not cost a corner.
    buildings.demand_index().for_each_within(middle, reach_m + 1e-3, |building| {
        let at = points[building as usize];
        if area.intersects(&Coord { x: at.x, y: at.y }) {
            inside.push(building as usize);
        }
    });
    inside.sort_unstable();
    inside
}

/// The dwellings that share a point: the one it lies in, else those around it, else the nearest.
fn homes_around(buildings: &Buildings, dwellings: &Dwellings, at: WorldPoint) -> Vec<usize> {
    let is_home = |building: &usize| dwellings.home_m2[*building] > 0.0;
    if let Some(own) = buildings.at(at).filter(is_home) {
        return vec![own];
    }
    let mut near = Vec::new();
    let mut nearest: Option<(f64, usize)> = None;
    buildings.demand_index().for_each_distance_within(at, FARTHEST_M, |building, metres| {
        let building = building as usize;
        if !is_home(&building) {
            return;
        }
        if metres <= SPREAD_M {
            near.push(building);
        }
        if nearest.is_none_or(|nearest| (metres, building) < nearest) {
            nearest = Some((metres, building));
        }
    });
    near.sort_unstable();
    if near.is_empty() { nearest.into_iter().map(|(_, building)| building).collect() } else { near }
}

/// That the residents of another layer count from now on, and not those of the buildings.
fn taken_place_of(counted: Persons) -> Message {
    let counted = thousands(counted.rounded());
    Message::new(
        format!("建筑图层所列的 {counted} 名居民不再计入：以人口图层为准"),
        format!(
            "the {counted} residents that the building layer has are not counted: those of the population \
             layer take their place"
        ),
    )
}

fn account_of_points(counts: Counts) -> Message {
    let words = Words {
        of: ["点", "point", "points"],
        where_to: Message::new(
            format!("建筑（{SPREAD_M:.0} 米内的住宅；没有则为 {FARTHEST_M:.0} 米内最近的住宅）"),
            format!(
                "buildings (dwellings within {SPREAD_M:.0} m, else the nearest within {FARTHEST_M:.0} m)"
            ),
        ),
        nothing: Message::new(
            format!("{FARTHEST_M:.0} 米内没有住宅"),
            format!("no dwelling within {FARTHEST_M:.0} m"),
        ),
    };
    account(counts, ResidentsSource::SpreadFromPoints, &words)
}

fn account_of_cells(counts: Counts) -> Message {
    let words = Words {
        of: ["格", "cell", "cells"],
        where_to: Message::new("建筑（格内住宅）", "buildings (the dwellings there)"),
        nothing: Message::new(
            format!("格内没有建筑，{FARTHEST_M:.0} 米内也没有住宅"),
            format!("no building and no dwelling within {FARTHEST_M:.0} m"),
        ),
    };
    account(counts, ResidentsSource::SpreadFromCells, &words)
}

/// What an account of placed residents says of one kind of place.
struct Words {
    /// A place in Chinese, one in English, and several.
    of: [&'static str; 3],
    /// Where its residents are put.
    where_to: Message,
    /// What is missing around places whose residents are put nowhere.
    nothing: Message,
}

/// Who was placed, how, and who could not be.
fn account(counts: Counts, source: ResidentsSource, words: &Words) -> Message {
    let Counts { placed, around, in_others, not_placed } = counts;
    let Words { of: [place, one, many], where_to, nothing } = words;
    let residents = |count: Count| thousands(count.residents.rounded());
    let places = |count: Count| thousands(count.places as i64);
    let method = source.method();
    let mut zh = format!(
        "{} 个人口{place}的 {} 名居民已分摊到{}；{}",
        places(placed),
        residents(placed),
        where_to.zh,
        method.zh
    );
    let mut en = format!(
        "{} residents of {} have a place in {}; {}",
        residents(placed),
        counted_as(placed.places, one, many),
        where_to.en,
        method.en
    );
    let elsewhere = [
        (around, "内没有住宅", "归入周边住宅", "without a dwelling", "dwellings around"),
        (
            in_others,
            "周边也没有住宅",
            "归入格内其他建筑",
            "with no dwelling far around",
            "other buildings in them",
        ),
    ];
    for (count, why_zh, where_zh, why_en, where_en) in elsewhere {
        if count.places > 0 {
            let (cells, people) = (places(count), residents(count));
            zh += &format!("；其中 {cells} 个{place}{why_zh}，{people} 名居民{where_zh}");
            let cells = counted_as(count.places, one, many);
            en += &format!("; {cells} {why_en}: {people} residents went to {where_en}");
        }
    }
    if not_placed.places > 0 {
        let has = if not_placed.places == 1 { "has" } else { "have" };
        zh += &format!(
            "；{} 个{place}的 {} 名居民因{}未能落位，不计入结果",
            places(not_placed),
            residents(not_placed),
            nothing.zh
        );
        en += &format!(
            "; {} with {} residents {has} {}: they are in no result",
            counted_as(not_placed.places, one, many),
            residents(not_placed),
            nothing.en
        );
    }
    Message::new(zh, en)
}
