//! Buildings from their layer: footprint, demand point, use and size. Their residents are read in
//! `residents`.

use std::collections::HashMap;
use std::ops::Range;

use geo::MultiPolygon;
use rayon::prelude::*;

use crate::geometry::{Polygons, WorldPoint};
use crate::layers::{Building, BuildingUse, Buildings, Demand, ResidentsSource, Units};

use super::consistency::{note_buildings_outside, note_duplicate_ids};
use super::fields::Field;
use super::flaw::Flaw;
use super::layer::Layer;
use super::notes::Notes;
use super::residents::Dwellings;
use super::table::{Cell, Geometries};
use super::{residents, shapes};

/// The largest buildings of the world cover about half of this.
const LARGEST_BUILDING_KM2: f64 = 1.0;
/// Features understood by one thread at once.
const PIECE: usize = 4096;
/// Pieces in memory beside what is kept of them.
const ROUND: usize = 16;

/// Reads the buildings and assigns each to its unit; beside them what residents are spread by.
/// `expects_points` says that a layer of residents follows. The layer's values are gone afterwards: a
/// city's would fill the memory beside what was made of them.
pub(super) fn read(
    layer: &mut Layer,
    units: &Units,
    expects_points: bool,
    notes: &mut Notes,
) -> (Buildings, Dwellings) {
    let has_ids = layer.has_ids();
    let whole = understand_all(layer, notes);
    let features: Vec<usize> = whole.kept.iter().map(|kept| kept.feature).collect();
    if has_ids {
        let ids: Vec<&str> = whole.records.iter().map(|record| record.id.as_str()).collect();
        note_duplicate_ids(layer, &features, &ids, notes);
    }
    layer.table.geometries = Geometries::default();
    let Piece { kept, records, footprints, demand_points } = whole;
    let given = residents::given(layer, &kept, &demand_points, notes);
    let dwellings = Dwellings::of_kept(&kept, records.iter().map(|record| record.households));
    drop(kept);
    layer.table.release();
    let is_given = given.is_some();
    let demand = given.unwrap_or_else(|| Demand::nobody(records.len()));
    let source = ResidentsSource::Given;
    let buildings = Buildings::new(records, footprints, demand_points, demand, source, units);
    if !units.is_empty() {
        note_buildings_outside(&buildings, &features, notes);
    }
    if is_given {
        residents::note_differences(&buildings, units, notes);
        (buildings, dwellings)
    } else if expects_points {
        // Those of another layer follow.
        (buildings, dwellings)
    } else {
        let (demand, source) = residents::found(&buildings, units, &dwellings, notes);
        (buildings.with_demand(demand, source), dwellings)
    }
}

/// Understands the features piece by piece, on all threads; the pieces of one round are put together
/// while those of the next are made.
fn understand_all(layer: &Layer, notes: &mut Notes) -> Piece {
    let mut whole = Piece::default();
    let mut done: Vec<(Piece, Notes)> = Vec::new();
    let round = PIECE * ROUND;
    for start in (0..layer.len() + round).step_by(round) {
        let end = (start + round).min(layer.len());
        let pieces: Vec<(usize, Notes)> =
            (start..end).step_by(PIECE).map(|start| (start, notes.on_a_part())).collect();
        let before = std::mem::take(&mut done);
        let append = || {
            for (piece, found) in before {
                whole.append(piece);
                notes.append(found);
            }
        };
        let piece = |(start, notes)| understand(layer, start..end.min(start + PIECE), notes);
        ((), done) = rayon::join(append, || pieces.into_par_iter().map(piece).collect());
    }
    whole
}

/// Buildings that follow each other in the file.
#[derive(Default)]
struct Piece {
    kept: Vec<Kept>,
    records: Vec<Building>,
    footprints: Polygons,
    demand_points: Vec<WorldPoint>,
}

impl Piece {
    fn append(&mut self, mut next: Self) {
        self.kept.append(&mut next.kept);
        self.records.append(&mut next.records);
        self.footprints.append(&next.footprints);
        self.demand_points.append(&mut next.demand_points);
    }
}

fn understand(layer: &Layer, features: Range<usize>, mut notes: Notes) -> (Piece, Notes) {
    let mut piece = Piece::default();
    // The same few words come again and again.
    let mut uses: HashMap<String, Option<BuildingUse>> = HashMap::new();
    for feature in features {
        let shape = layer.shape(feature, &mut notes).and_then(shapes::area_or_point);
        let Some((area, at)) = notes.keep(|| layer.spot(feature), shape) else {
            continue;
        };
        let area_km2 = geo::Area::unsigned_area(&area) / 1e6;
        if area_km2 > LARGEST_BUILDING_KM2 {
            notes.warn_at(layer.spot(feature), Flaw::Huge(area_km2));
        }
        let known_use = match layer.cell(Field::Use, feature) {
            Cell::Text(word) => match uses.get(&**word) {
                Some(known) => *known,
                None => *uses.entry(word.to_string()).or_insert_with_key(|word| use_of(word)),
            },
            other => use_of(&other.text().unwrap_or_default()),
        };
        let record = record(layer, feature, known_use, &mut notes);
        piece.kept.push(Kept::new(feature, known_use, &area, &record, layer, &mut notes));
        piece.records.push(record);
        piece.footprints.push(&area);
        piece.demand_points.push(at);
    }
    (piece, notes)
}

/// What of a used feature the residents depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kept {
    pub feature: usize,
    /// Whether people live there, as far as the use tells; where it tells nothing, they do.
    pub may_be_home: bool,
    /// Given, or else footprint times storeys.
    pub floor_area_m2: f64,
}

/// Height of a storey where only the building's height is known: a usual planning figure.
const STOREY_HEIGHT_M: f64 = 3.0;

impl Kept {
    fn new(
        feature: usize,
        known_use: Option<BuildingUse>,
        area: &MultiPolygon<f64>,
        record: &Building,
        layer: &Layer,
        notes: &mut Notes,
    ) -> Self {
        use geo::Area as _;
        let height = layer.optional_number(Field::Height, feature, notes);
        let by_height = height.map(|height| (height / STOREY_HEIGHT_M).max(1.0));
        let storeys = record.storeys.or(by_height).unwrap_or(1.0);
        let floor_area_m2 = record.floor_area_m2.unwrap_or_else(|| area.unsigned_area() * storeys);
        let may_be_home = known_use.is_none_or(|known| known == BuildingUse::Residential);
        Self { feature, may_be_home, floor_area_m2 }
    }
}

fn record(
    layer: &Layer,
    feature: usize,
    known_use: Option<BuildingUse>,
    notes: &mut Notes,
) -> Building {
    Building {
        id: layer.id_or_position(feature, notes),
        name: layer.text(Field::Name, feature),
        kind: known_use.unwrap_or(BuildingUse::Other),
        storeys: layer.optional_number(Field::Storeys, feature, notes),
        floor_area_m2: layer.optional_number(Field::FloorArea, feature, notes),
        households: layer.optional_number(Field::Households, feature, notes),
        idle: layer.cell(Field::Idle, feature).is_yes(),
    }
}

/// Words for uses; Chinese ones count anywhere in a value such as 城镇住宅用房.
const USE_WORDS: [(BuildingUse, &[&str], &[&str]); 6] = [
    (
        BuildingUse::Residential,
        &["住宅", "居住", "公寓", "宿舍", "民居", "里弄"],
        &[
            "residential",
            "apartments",
            "apartment",
            "house",
            "detached",
            "semidetached_house",
            "terrace",
            "dormitory",
            "bungalow",
            "block",
            "r",
            "r2",
        ],
    ),
    (
        BuildingUse::Community,
        &["社区", "居委", "公共服务", "服务设施"],
        &["community", "community_centre", "public", "civic"],
    ),
    (
        BuildingUse::Commercial,
        &["商业", "商铺", "商场", "零售", "酒店", "旅馆", "餐饮"],
        &["commercial", "retail", "shop", "mall", "supermarket", "hotel", "kiosk", "bank"],
    ),
    (BuildingUse::Office, &["办公", "写字楼"], &["office", "government"]),
    (BuildingUse::Industrial, &["工业", "厂房"], &["industrial", "factory", "manufacture"]),
    (BuildingUse::Warehouse, &["仓储", "仓库", "物流"], &["warehouse", "storage"]),
];

/// The use a value names; `None` where it tells nothing, `Other` where it names something else.
pub(super) fn use_of(value: &str) -> Option<BuildingUse> {
    let value = value.trim().to_lowercase();
    if ["", "yes", "building", "unknown", "未知", "不详"].contains(&value.as_str()) {
        return None;
    }
    let names = |chinese: &[&str], latin: &[&str]| {
        chinese.iter().any(|word| value.contains(word)) || latin.contains(&value.as_str())
    };
    let found = USE_WORDS.iter().find(|(_, chinese, latin)| names(chinese, latin));
    Some(found.map_or(BuildingUse::Other, |(kind, ..)| *kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_are_understood_in_both_languages() {
        assert_eq!(use_of("城镇住宅用房"), Some(BuildingUse::Residential));
        assert_eq!(use_of("Apartments"), Some(BuildingUse::Residential));
        assert_eq!(use_of("商业"), Some(BuildingUse::Commercial));
        assert_eq!(use_of("warehouse"), Some(BuildingUse::Warehouse));
        assert_eq!(use_of("church"), Some(BuildingUse::Other));
        assert_eq!(use_of("yes"), None, "OSM's yes tells no use");
        assert_eq!(use_of(""), None);
    }
}
