//! How many residents live in each building: as its layer says, or spread from the planning units, or
//! estimated. Points with residents are the business of `population`.

use crate::geometry::WorldPoint;
use crate::language::{Message, thousands};
use crate::layers::{
    BuildingUse, Buildings, Demand, Group, Persons, ResidentsSource, Units, spread, spread_part,
};

use super::buildings::Kept;
use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::{Notes, Spot};

/// Floor area per person of Shanghai's city families, 7th census 2020; using it for single
/// buildings is an assumption.
const FLOOR_AREA_PER_PERSON_M2: f64 = 30.58;
/// Persons in a family household of Shanghai, 7th census 2020; using it for single buildings is an
/// assumption.
const PERSONS_PER_HOUSEHOLD: f64 = 2.32;
/// Units whose buildings have so many more or less residents than they say are told of.
const NOTABLE_DIFFERENCE: f64 = 0.02;
/// More units than this are not named in a message.
const MOST_NAMED: usize = 5;

/// The residents of buildings that their layer gives; none where it has no such column. A value that
/// is no number of persons is an error.
pub(super) fn given(
    layer: &Layer,
    kept: &[Kept],
    demand_points: &[WorldPoint],
    notes: &mut Notes,
) -> Option<Demand> {
    if !layer.has(Field::Residents) {
        return None;
    }
    let column = |field, notes: &mut Notes| -> Vec<Persons> {
        let places = kept.iter().zip(demand_points);
        let known = places.map(|(building, at)| {
            let spot = || Spot {
                feature: building.feature,
                id: layer.id(building.feature),
                field: Some(field),
                at: Some(*at),
            };
            persons(layer, field, building.feature, spot, notes).unwrap_or(Persons::ZERO)
        });
        known.collect()
    };
    let all = column(Field::Residents, notes);
    let ages = ages_in(layer).map(|group| (group, column(Field::Age(group), notes))).collect();
    Some(Demand::new(all, ages))
}

/// What the units' layer says of their residents, by group; `features` are those that became units.
pub(super) fn totals(
    layer: &Layer,
    features: &[usize],
    notes: &mut Notes,
) -> Vec<(Group, Vec<Option<Persons>>)> {
    let mut column = |field: Field| -> Vec<Option<Persons>> {
        let spot = |feature: usize| layer.spot(feature).in_field(field);
        let values = features.iter();
        values.map(|feature| total(layer, field, *feature, || spot(*feature), notes)).collect()
    };
    if !layer.has(Field::Residents) {
        return Vec::new();
    }
    let all = (Group::All, column(Field::Residents));
    let ages = ages_in(layer).map(|group| (group, column(Field::Age(group))));
    std::iter::once(all).chain(ages).collect()
}

/// The ages that a layer has columns of.
fn ages_in(layer: &Layer) -> impl Iterator<Item = Group> {
    Group::ALL.into_iter().filter(|group| layer.has(Field::Age(*group)))
}

/// A number of persons; none where there is none, which is told.
fn persons(
    layer: &Layer,
    field: Field,
    feature: usize,
    spot: impl Fn() -> Spot,
    notes: &mut Notes,
) -> Option<Persons> {
    match layer.number(field, feature, &spot, notes) {
        Ok(None) => notes.warn_at(spot(), Flaw::MissingResidents),
        Err(Flaw::NotANumber(text)) if notes.repairs() => {
            notes.warn_at(spot(), Flaw::NotPersons(text));
        }
        Err(flaw) => notes.fail_at(spot(), flaw),
        Ok(Some(number)) => match Persons::from_f64(number) {
            Some(persons) => return Some(persons),
            None if notes.repairs() => {
                notes.warn_at(spot(), Flaw::NotPersons(number.to_string()));
            }
            None => notes.fail_at(spot(), Flaw::OutOfRange(number.to_string())),
        },
    }
    None
}

/// The same of a unit, where nothing said is nothing known, and an odd word no reason to stop: what
/// is assessed are the buildings.
fn total(
    layer: &Layer,
    field: Field,
    feature: usize,
    spot: impl Fn() -> Spot,
    notes: &mut Notes,
) -> Option<Persons> {
    let number = layer.number(field, feature, &spot, notes);
    let found = number.map(|number| number.map(|n| (n, Persons::from_f64(n))));
    match found {
        Ok(None) => None,
        Ok(Some((_, Some(persons)))) => Some(persons),
        Ok(Some((number, None))) => {
            notes.warn_at(spot(), Flaw::NotPersons(number.to_string()));
            None
        }
        Err(flaw) => {
            notes.warn_at(spot(), flaw);
            None
        }
    }
}

/// What residents of units are spread by: a weight for each building.
#[derive(Debug, Clone, Default)]
pub(super) struct Dwellings {
    /// Floor area of homes in m²; 0 for other uses.
    pub home_m2: Vec<f64>,
    /// Floor area of all buildings in m².
    floor_m2: Vec<f64>,
    /// Households, where any building has them.
    households: Option<Vec<f64>>,
}

impl Dwellings {
    /// Of the buildings of a study. Those without a known use may be homes.
    pub fn of_buildings(buildings: &Buildings) -> Self {
        let all = 0..buildings.len();
        let area_m2 = |building: usize| {
            let record = buildings.record(building);
            let footprint_m2 = buildings.shapes().area_m2(building);
            record.floor_area_m2.unwrap_or(footprint_m2 * record.storeys.unwrap_or(1.0))
        };
        let may_be_home = |building: usize| {
            matches!(buildings.record(building).kind, BuildingUse::Residential | BuildingUse::Other)
        };
        Self {
            home_m2: all
                .clone()
                .map(|building| if may_be_home(building) { area_m2(building) } else { 0.0 })
                .collect(),
            floor_m2: all.map(area_m2).collect(),
            households: None,
        }
    }

    /// Of buildings as they are read.
    pub fn of_kept(kept: &[Kept], households: impl Iterator<Item = Option<f64>>) -> Self {
        let households: Vec<Option<f64>> = households.collect();
        let has_any = households.iter().any(|number| number.is_some_and(|number| number > 0.0));
        let home_m2 =
            |building: &Kept| if building.may_be_home { building.floor_area_m2 } else { 0.0 };
        Self {
            home_m2: kept.iter().map(home_m2).collect(),
            floor_m2: kept.iter().map(|building| building.floor_area_m2).collect(),
            households: has_any
                .then(|| households.into_iter().map(|number| number.unwrap_or(0.0)).collect()),
        }
    }
}

/// The residents of buildings whose layer has none: those of the units where these say so, else an
/// estimate.
pub(super) fn found(
    buildings: &Buildings,
    units: &Units,
    dwellings: &Dwellings,
    notes: &mut Notes,
) -> (Demand, ResidentsSource) {
    if let Some(totals) = units.totals_of(Group::All) {
        return spread_from_units(buildings, units, totals, dwellings, notes);
    }
    let (all, source) = match &dwellings.households {
        Some(households) => {
            let estimate = |number: &f64| whole_persons(number * PERSONS_PER_HOUSEHOLD);
            let all = households.iter().map(estimate).collect();
            (all, ResidentsSource::EstimatedFromHouseholds)
        }
        None => {
            let estimate = |m2: &f64| whole_persons(m2 / FLOOR_AREA_PER_PERSON_M2);
            let all = dwellings.home_m2.iter().map(estimate).collect();
            (all, ResidentsSource::EstimatedFromFloorArea)
        }
    };
    notes.warn(estimated(source));
    (Demand::new(all, Vec::new()), source)
}

fn whole_persons(persons: f64) -> Persons {
    Persons::from_f64(persons.round()).unwrap_or(Persons::ZERO)
}

fn spread_from_units(
    buildings: &Buildings,
    units: &Units,
    totals: &[Option<Persons>],
    dwellings: &Dwellings,
    notes: &mut Notes,
) -> (Demand, ResidentsSource) {
    let members = members_of(buildings, units.len());
    let mut all = vec![Persons::ZERO; buildings.len()];
    let mut not_placed = Vec::new();
    for (unit, (total, members)) in totals.iter().zip(&members).enumerate() {
        let total = total.unwrap_or(Persons::ZERO);
        if members.is_empty() && total > Persons::ZERO {
            not_placed.push((unit, total));
        }
        let shares = spread(total, &dwellings.weights_of(members));
        for (building, share) in members.iter().zip(shares) {
            all[*building] = share;
        }
    }
    let ages = units.totals().iter().filter(|(group, _)| *group != Group::All);
    let of_age = |(group, totals): &(Group, Vec<Option<Persons>>)| {
        let mut column = vec![Persons::ZERO; buildings.len()];
        for (total, members) in totals.iter().zip(&members) {
            let there: Vec<Persons> = members.iter().map(|building| all[*building]).collect();
            let shares = spread_part(total.unwrap_or(Persons::ZERO), &there);
            for (building, share) in members.iter().zip(shares) {
                column[*building] = share;
            }
        }
        (*group, column)
    };
    let ages: Vec<_> = ages.map(of_age).collect();
    let source = match dwellings.households {
        Some(_) => ResidentsSource::SpreadByHouseholds,
        None => ResidentsSource::SpreadByFloorArea,
    };
    notes.warn(spread_over(units, &members, totals, source));
    if let Some(message) = without_buildings(units, &not_placed) {
        notes.warn(message);
    }
    (Demand::new(all, ages), source)
}

impl Dwellings {
    /// The weights of a unit's buildings: households, else the floor area of homes, else that of all.
    fn weights_of(&self, members: &[usize]) -> Vec<f64> {
        self.weights(self.households.as_ref(), members)
    }

    /// The same by floor area alone.
    pub fn areas_of(&self, members: &[usize]) -> Vec<f64> {
        self.weights(None, members)
    }

    fn weights(&self, first: Option<&Vec<f64>>, members: &[usize]) -> Vec<f64> {
        let columns = [first, Some(&self.home_m2), Some(&self.floor_m2)];
        let weights = columns.into_iter().flatten().map(|column| -> Vec<f64> {
            members.iter().map(|building| column[*building]).collect()
        });
        let mut usable = weights.filter(|weights| weights.iter().any(|weight| *weight > 0.0));
        usable.next().unwrap_or_else(|| vec![1.0; members.len()])
    }
}

/// The buildings of each unit, in the order of the file.
fn members_of(buildings: &Buildings, units: usize) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); units];
    for building in 0..buildings.len() {
        if let Some(unit) = buildings.unit_of(building) {
            members[unit].push(building);
        }
    }
    members
}

/// Notes where the residents of buildings do not come to what the units say. Neither is changed.
pub(super) fn note_differences(buildings: &Buildings, units: &Units, notes: &mut Notes) {
    let Some(totals) = units.totals_of(Group::All) else { return };
    let residents = buildings.demand().residents(0);
    let mut sums = vec![Persons::ZERO; units.len()];
    for (building, persons) in residents.iter().enumerate() {
        if let Some(unit) = buildings.unit_of(building) {
            sums[unit] += *persons;
        }
    }
    let mut differing: Vec<(f64, usize)> = totals
        .iter()
        .zip(&sums)
        .enumerate()
        .filter_map(|(unit, (total, sum))| {
            let (total, sum) = ((*total)?.as_f64(), sum.as_f64());
            let difference = sum - total;
            (difference.abs() > (NOTABLE_DIFFERENCE * total).max(1.0)).then_some((difference, unit))
        })
        .collect();
    if differing.is_empty() {
        return;
    }
    differing.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
    let count = differing.len();
    let named = differing.iter().take(MOST_NAMED);
    let named = named.map(|(difference, unit)| format!("{} {difference:+.0}", units.id(*unit)));
    let named = named.collect::<Vec<_>>().join(", ");
    notes.warn(Message::new(
        format!(
            "{count} 个规划单元的建筑居民合计与单元人口相差 2% 以上，未作调整（建筑 − 单元）：{named}"
        ),
        format!(
            "in {count} units the residents of the buildings differ by more than 2 % from what the \
             unit says; neither was changed (buildings − unit): {named}"
        ),
    ));
}

/// From what, by what and how coarsely residents were spread.
fn spread_over(
    units: &Units,
    members: &[Vec<usize>],
    totals: &[Option<Persons>],
    source: ResidentsSource,
) -> Message {
    let mut sizes: Vec<usize> = members.iter().map(Vec::len).filter(|size| *size > 0).collect();
    sizes.sort_unstable();
    let median = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let residents = thousands(totals.iter().flatten().copied().sum::<Persons>().rounded());
    let silent = totals.iter().filter(|total| total.is_none()).count();
    let Message { zh, en } = Message::new(
        format!(
            "建筑没有居民人数列：{residents} 名居民由 {} 个规划单元分摊（中位数每单元 {median} 栋）；{}",
            units.len(),
            source.method().zh
        ),
        format!(
            "no column of residents: {residents} are spread from {} units (median {median} buildings \
             each); {}",
            units.len(),
            source.method().en
        ),
    );
    if silent == 0 {
        return Message::new(zh, en);
    }
    Message::new(
        format!("{zh}；{silent} 个单元没有人数，计为无人"),
        format!("{en}; {silent} units say nothing and count as empty"),
    )
}

fn without_buildings(units: &Units, not_placed: &[(usize, Persons)]) -> Option<Message> {
    let (first, _) = not_placed.first()?;
    let residents =
        thousands(not_placed.iter().map(|(_, persons)| *persons).sum::<Persons>().rounded());
    let (count, id) = (not_placed.len(), units.id(*first));
    Some(Message::new(
        format!("{count} 个规划单元（如 {id}）没有建筑，其 {residents} 名居民未能落位，不计入结果"),
        format!(
            "{count} units, such as {id}, have no building: their {residents} residents have no place \
             and are in no result"
        ),
    ))
}

fn estimated(source: ResidentsSource) -> Message {
    let method = source.method();
    Message::new(
        format!(
            "没有居民人数列；{}，如有人数列请用 --map buildings.residents=列名 指明",
            method.zh
        ),
        format!(
            "no column of residents; they are {}; if there is a column, name it with \
             --map buildings.residents=COLUMN",
            method.en
        ),
    )
}
