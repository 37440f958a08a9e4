//! Points with residents, such as the cells of a population grid or the addresses of a register:
//! each is spread over the dwellings around it. Its residents are never lost silently: whom no
//! dwelling takes is told of.

use crate::geometry::WorldPoint;
use crate::language::{Message, thousands};
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

/// A point and its residents, by group; all of them first.
struct Point {
    at: WorldPoint,
    all: Persons,
    ages: Vec<Persons>,
}

/// Spreads the points of a layer over the dwellings; whoever lived in the buildings before is
/// replaced.
pub(super) fn read(
    layer: &Layer,
    buildings: Buildings,
    dwellings: &Dwellings,
    notes: &mut Notes,
) -> Buildings {
    let groups: Vec<Group> =
        Group::ALL.into_iter().filter(|group| layer.has(Field::Age(*group))).collect();
    let points = points_of(layer, &groups, notes);
    let mut all = vec![Persons::ZERO; buildings.len()];
    let mut ages = vec![vec![Persons::ZERO; buildings.len()]; groups.len()];
    let (mut placed, mut not_placed) = (Persons::ZERO, (0, Persons::ZERO));
    for point in &points {
        let members = homes_of(&buildings, dwellings, point.at);
        if members.is_empty() && point.all > Persons::ZERO {
            not_placed = (not_placed.0 + 1, not_placed.1 + point.all);
            continue;
        }
        placed += point.all;
        let weights: Vec<f64> = members.iter().map(|home| dwellings.home_m2[*home]).collect();
        let shares = spread(point.all, &weights);
        for (home, share) in members.iter().zip(&shares) {
            all[*home] += *share;
        }
        for (column, persons) in ages.iter_mut().zip(&point.ages) {
            for (home, share) in members.iter().zip(spread_part(*persons, &shares)) {
                column[*home] += share;
            }
        }
    }
    notes.warn(account(points.len(), placed, not_placed));
    let demand = Demand::new(all, groups.into_iter().zip(ages).collect());
    buildings.with_demand(demand, ResidentsSource::SpreadFromPoints)
}

fn points_of(layer: &Layer, groups: &[Group], notes: &mut Notes) -> Vec<Point> {
    let mut points = Vec::new();
    if !layer.has(Field::Residents) {
        notes.fail(Message::new(
            "没有居民人数列；请用 --map population.residents=列名 指明",
            "has no column of residents; name it with --map population.residents=COLUMN",
        ));
        return points;
    }
    for feature in 0..layer.len() {
        let place = layer.shape(feature, notes).and_then(shapes::place);
        let Some(at) = notes.keep(|| layer.spot(feature), place) else { continue };
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
        points.push(Point { at, all, ages });
    }
    points
}

/// The dwellings that share a point: the one it lies in, else those around it, else the nearest.
fn homes_of(buildings: &Buildings, dwellings: &Dwellings, at: WorldPoint) -> Vec<usize> {
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

fn account(points: usize, placed: Persons, not_placed: (usize, Persons)) -> Message {
    let (points, placed) = (thousands(points as i64), thousands(placed.rounded()));
    let method = ResidentsSource::SpreadFromPoints.method();
    let mut zh = format!(
        "{points} 个人口点的 {placed} 名居民已分摊到建筑（{SPREAD_M:.0} 米内的住宅）；{}",
        method.zh
    );
    let mut en = format!(
        "{placed} residents of {points} points have a place in buildings (dwellings within {SPREAD_M:.0} \
         m); {}",
        method.en
    );
    let (count, lost) = not_placed;
    if count > 0 {
        let (count, lost) = (thousands(count as i64), thousands(lost.rounded()));
        zh += &format!(
            "；{count} 个点的 {lost} 名居民 {FARTHEST_M:.0} 米内没有住宅，未能落位，不计入结果"
        );
        en += &format!(
            "; {count} points with {lost} residents have no dwelling within {FARTHEST_M:.0} m: they are \
             in no result"
        );
    }
    Message::new(zh, en)
}
