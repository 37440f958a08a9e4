//! How many residents live in each building: as given, or estimated from floor area.

use crate::geometry::WorldPoint;
use crate::language::Message;
use crate::layers::{Demand, Group, Persons, ResidentsSource};

use super::buildings::Kept;
use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::{Notes, Spot};

/// Floor area per person of Shanghai's city families, 7th census 2020; using it for single
/// buildings is an assumption.
const FLOOR_AREA_PER_PERSON_M2: f64 = 30.58;

/// The residents of the used buildings, by group. A value that is no number of persons is an error.
pub(super) fn read(
    layer: &Layer,
    kept: &[Kept],
    demand_points: &[WorldPoint],
    notes: &mut Notes,
) -> (Demand, ResidentsSource) {
    let column = |field, notes: &mut Notes| -> Vec<Persons> {
        let places = kept.iter().zip(demand_points);
        places.map(|(building, at)| persons(layer, field, building.feature, *at, notes)).collect()
    };
    let (all, source) = if layer.has(Field::Residents) {
        (column(Field::Residents, notes), ResidentsSource::Given)
    } else {
        notes.warn(estimated());
        (kept.iter().map(estimate).collect(), ResidentsSource::EstimatedFromFloorArea)
    };
    let ages = Group::ALL.into_iter().filter(|group| layer.has(Field::Age(*group)));
    let by_age = ages.map(|group| (group, column(Field::Age(group), notes))).collect();
    (Demand::new(all, by_age), source)
}

fn persons(
    layer: &Layer,
    field: Field,
    feature: usize,
    at: WorldPoint,
    notes: &mut Notes,
) -> Persons {
    let spot = || Spot { feature, id: layer.id(feature), field: Some(field), at: Some(at) };
    match layer.number(field, feature, spot, notes) {
        Ok(None) => notes.warn_at(spot(), Flaw::MissingResidents),
        Err(Flaw::NotANumber(text)) if notes.repairs() => {
            notes.warn_at(spot(), Flaw::NotPersons(text));
        }
        Err(flaw) => notes.fail_at(spot(), flaw),
        Ok(Some(number)) => match Persons::from_f64(number) {
            Some(persons) => return persons,
            None if notes.repairs() => {
                notes.warn_at(spot(), Flaw::NotPersons(number.to_string()));
            }
            None => notes.fail_at(spot(), Flaw::OutOfRange(number.to_string())),
        },
    }
    Persons::ZERO
}

/// Whole persons.
fn estimate(building: &Kept) -> Persons {
    if !building.may_be_home {
        return Persons::ZERO;
    }
    let persons = (building.floor_area_m2 / FLOOR_AREA_PER_PERSON_M2).round();
    Persons::from_f64(persons).unwrap_or(Persons::ZERO)
}

fn estimated() -> Message {
    Message::new(
        format!(
            "没有居民人数列；按建筑面积每人 {FLOOR_AREA_PER_PERSON_M2} 平方米估算住宅和用途不明建筑的居民\
             （假设：取自第七次人口普查上海城市家庭户人均值），如有人数列请用 --map buildings.residents=列名 指明"
        ),
        format!(
            "no column of residents; they are estimated for residential buildings and those of \
             unknown use, one per {FLOOR_AREA_PER_PERSON_M2} m² of floor area (an assumption: the \
             mean of Shanghai's city families, census 2020); if there is a column, name it with \
             --map buildings.residents=COLUMN"
        ),
    )
}
