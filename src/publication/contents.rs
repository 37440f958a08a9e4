//! The document that the page reads. Its fields are the page's: `assets/publication/page.js` knows
//! them by name.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::geometry::WorldPoint;
use crate::language::{Language, Message};
use crate::layers::LayerSet;
use crate::standard::FunctionIndex;
use crate::study::{Facility, SLOTS_PER_WEEK, ScenarioId, Study, WalkModel, WeekHours};

use super::PublicationRequest;
use super::clock::Clock;
use super::ground::{Ground, Origin};
use super::nearest::NearestSites;

const MINUTES_PER_SLOT: u32 = 30;

/// Everything that is published.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contents {
    /// The language the page opens in, `zh` or `en`; null leaves it to the browser.
    language: Option<&'static str>,
    pub(super) title: Message,
    pub(super) scenario: Message,
    walk: Walk,
    /// By which opening hours count; null leaves it to the reader's.
    clock: Option<Clock>,
    pub(super) review_number: Option<String>,
    program: String,
    pub(super) functions: Vec<PublicFunction>,
    pub(super) facilities: Vec<PublicFacility>,
    units: Vec<PublicUnit>,
    homes: Homes,
    streets: Vec<NamedStreet>,
    nearest: NearestSites,
    ground: Ground,
}

/// How the ways on foot were found.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Walk {
    model: &'static str,
    /// What straight lines are multiplied by; counts in the circle model only.
    detour: f64,
    metres_per_minute: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PublicFunction {
    pub(super) id: String,
    letter: char,
    pub(super) name: Message,
    limit_m: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct PublicFacility {
    pub(super) name: String,
    /// East and north in decimetres.
    at: [i32; 2],
    #[serde(skip)]
    pub(super) place: WorldPoint,
    pub(super) is_planned: bool,
    /// When a planned one is to open.
    pub(super) year: Option<i32>,
    /// Who runs it; empty where nobody said.
    pub(super) provider: String,
    pub(super) offers: Vec<Offer>,
}

/// A function of a facility.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Offer {
    pub(super) function: usize,
    /// Opening hours in words; none where they are not known.
    pub(super) hours: Option<Message>,
    /// The same as OpenStreetMap writes them, for programs.
    #[serde(skip)]
    pub(super) opening_hours: Option<String>,
    /// Spans of minutes of the week in which it is open, Monday 00:00 first.
    open: Vec<[u32; 2]>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PublicUnit {
    id: String,
    name: String,
    /// The middle of the unit's buildings, or of its shape where it has none.
    at: [i32; 2],
}

/// The buildings one may ask from.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
struct Homes {
    ids: Vec<String>,
    /// Addresses or names; empty where the data have none.
    names: Vec<String>,
    /// East and north of each in turn.
    at: Vec<i32>,
    /// Position of the unit each is in, -1 outside all.
    units: Vec<i64>,
}

/// A street by which one may find a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct NamedStreet {
    name: String,
    at: [i32; 2],
}

impl Contents {
    pub(super) fn of(study: &Study, scenario: ScenarioId, request: &PublicationRequest) -> Self {
        let layers = study.layers();
        let origin = Origin::of(layers);
        let facilities: Vec<&Facility> = study.facilities(scenario).values().collect();
        let title = request.title.clone().map_or_else(|| layers.name.clone(), Message::same);
        let public = |facility: &&Facility| PublicFacility::of(study, facility, origin);
        Self {
            language: request.language.map(|language| language.pick("zh", "en")),
            title,
            scenario: study.scenarios().name(scenario),
            walk: Walk::of(study),
            clock: clock_of(layers),
            review_number: request.review_number.clone(),
            program: concat!("Lifecircle ", env!("CARGO_PKG_VERSION")).to_owned(),
            functions: study.standard().indexes().map(|f| PublicFunction::of(study, f)).collect(),
            facilities: facilities.iter().map(public).collect(),
            units: public_units(layers, origin),
            homes: Homes::of(layers, origin),
            streets: named_streets(layers, origin),
            nearest: NearestSites::of(study, &facilities),
            ground: Ground::of(layers, origin),
        }
    }

    /// The language of what stands on the page before its script has run.
    pub(super) fn first_language(&self) -> Language {
        if self.language == Some("en") { Language::En } else { Language::Zh }
    }

    /// The sites listed for each building.
    pub fn nearest(&self) -> &NearestSites {
        &self.nearest
    }

    /// How many functions there are.
    pub fn functions(&self) -> usize {
        self.functions.len()
    }
}

impl Walk {
    fn of(study: &Study) -> Self {
        let parameters = study.parameters();
        // Streets may be asked for where there are none; then circles count.
        let model = study.network().map_or(WalkModel::Circle, |_| WalkModel::Network);
        Self {
            model: model.id(),
            detour: parameters.detour,
            metres_per_minute: study.walk(0).metres_in(1.0),
        }
    }
}

impl PublicFunction {
    fn of(study: &Study, index: FunctionIndex) -> Self {
        let function = study.standard().function(index);
        Self {
            id: function.id.clone(),
            letter: function.letter,
            name: function.short_name.clone(),
            limit_m: study.walk_limit_m(index),
        }
    }
}

impl PublicFacility {
    fn of(study: &Study, facility: &Facility, origin: Origin) -> Self {
        let offer = |function: &FunctionIndex| {
            let hours = facility.operation(*function).and_then(|operation| operation.hours);
            let in_words = |hours: WeekHours| {
                Message::new(hours.in_words(Language::Zh), hours.in_words(Language::En))
            };
            Offer {
                function: function.as_usize(),
                hours: hours.map(in_words),
                opening_hours: hours.map(|hours| hours.to_string()),
                open: hours.map(open_minutes).unwrap_or_default(),
            }
        };
        let in_standard = |function: &&FunctionIndex| study.standard().get(**function).is_some();
        Self {
            name: if facility.name.is_empty() { &facility.code } else { &facility.name }.clone(),
            at: origin.decimetres(facility.at),
            place: facility.at,
            is_planned: facility.is_planned(),
            year: facility.is_planned().then_some(facility.project.year).flatten(),
            provider: facility.project.provider.clone(),
            offers: facility.functions.iter().filter(in_standard).map(offer).collect(),
        }
    }
}

/// The clock in the middle of the study.
fn clock_of(layers: &LayerSet) -> Option<Clock> {
    Clock::at(layers.lonlat_of(layers.extent()?.center())?)
}

/// The spans in which hours are open, in minutes of the week.
fn open_minutes(hours: WeekHours) -> Vec<[u32; 2]> {
    let mut spans: Vec<[u32; 2]> = Vec::new();
    for slot in (0..SLOTS_PER_WEEK).filter(|slot| hours.contains(*slot)) {
        let (from, to) = (slot * MINUTES_PER_SLOT, (slot + 1) * MINUTES_PER_SLOT);
        match spans.last_mut() {
            Some(span) if span[1] == from => span[1] = to,
            _ => spans.push([from, to]),
        }
    }
    spans
}

fn public_units(layers: &LayerSet, origin: Origin) -> Vec<PublicUnit> {
    let units = &layers.units;
    let mut sums = vec![(0.0, 0.0, 0_u32); units.len()];
    for (building, at) in layers.buildings.demand_points().iter().enumerate() {
        if let Some(unit) = layers.buildings.unit_of(building) {
            let (x, y, count) = &mut sums[unit];
            (*x, *y, *count) = (*x + at.x, *y + at.y, *count + 1);
        }
    }
    let middle = |unit: usize| match sums[unit] {
        (_, _, 0) => units.shapes().extent(unit).map(|extent| extent.center()),
        (x, y, count) => Some(WorldPoint::new(x / f64::from(count), y / f64::from(count))),
    };
    let public = |unit: usize| {
        let at = origin.decimetres(middle(unit)?);
        Some(PublicUnit { id: units.id(unit).to_owned(), name: units.name(unit).to_owned(), at })
    };
    // A unit without a shape keeps its place, so that positions stay those of the layer.
    let nowhere = |unit: usize| PublicUnit {
        id: units.id(unit).to_owned(),
        name: units.name(unit).to_owned(),
        at: [0, 0],
    };
    (0..units.len()).map(|unit| public(unit).unwrap_or_else(|| nowhere(unit))).collect()
}

impl Homes {
    fn of(layers: &LayerSet, origin: Origin) -> Self {
        let buildings = &layers.buildings;
        let mut homes = Self::default();
        for (building, at) in buildings.demand_points().iter().enumerate() {
            let record = buildings.record(building);
            homes.ids.push(record.id.clone());
            homes.names.push(record.name.clone());
            homes.at.extend(origin.decimetres(*at));
            homes.units.push(buildings.unit_of(building).map_or(-1, |unit| unit as i64));
        }
        homes
    }
}

/// Each name once, at the middle of its longest line.
fn named_streets(layers: &LayerSet, origin: Origin) -> Vec<NamedStreet> {
    let mut longest: BTreeMap<&str, (f64, WorldPoint)> = BTreeMap::new();
    for street in layers.streets.iter().filter(|street| !street.name.is_empty()) {
        let length = crate::geometry::length_m(&street.line);
        let Some(at) = street.line.get(street.line.len() / 2) else { continue };
        let known = longest.entry(&street.name).or_insert((length, *at));
        if length > known.0 {
            *known = (length, *at);
        }
    }
    let named = |(name, (_, at)): (&str, (f64, WorldPoint))| NamedStreet {
        name: name.to_owned(),
        at: origin.decimetres(at),
    };
    longest.into_iter().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_hours_become_spans_of_the_week_and_join_at_midnight() {
        let hours = WeekHours::parse("Mo 08:30-11:00; Tu 22:00-02:00; Su 23:00-24:00");
        let day = 24 * 60;
        let expected =
            [[510, 660], [day + 22 * 60, 2 * day + 2 * 60], [6 * day + 23 * 60, 7 * day]];
        assert_eq!(open_minutes(hours.expect("opening hours")), expected);
    }
}
