//! What lies at a place, near it and within a drawn area, compared with looking at everything.

use std::sync::OnceLock;

use lifecircle::cartography::GroundIndex;
use lifecircle::files::import;
use lifecircle::geometry::{DrawnArea, Extent, WorldPoint, nearest_on_segment};
use lifecircle::layers::{LayerSet, Persons};
use lifecircle::pointing::{
    BuildingParts, CandidateIndex, Gathered, Kinds, SnapTarget, Surroundings, Thing, Wanted,
    thing_at,
};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use proptest::prelude::*;

use super::support::sample_sources;

/// The sample district and what is looked up in it.
struct District {
    session: Session,
    ground: GroundIndex,
    candidates: CandidateIndex,
    extent: Extent,
}

impl District {
    fn layers(&self) -> &LayerSet {
        self.session.study().layers()
    }

    fn surroundings(&self, buildings: BuildingParts) -> Surroundings<'_> {
        Surroundings {
            layers: self.layers(),
            candidates: Some(&self.candidates),
            facilities: Some(self.session.facilities()),
            buildings: Some(buildings),
            streets: Some(&self.ground.streets),
        }
    }

    fn place(&self, (x, y): (f64, f64)) -> WorldPoint {
        let Extent { min, .. } = self.extent;
        WorldPoint::new(min.x + x * self.extent.width(), min.y + y * self.extent.height())
    }
}

fn district() -> &'static District {
    static DISTRICT: OnceLock<District> = OnceLock::new();
    DISTRICT.get_or_init(|| {
        let (sources, options) = sample_sources();
        let imported = import(&sources, &options, &()).expect("the sample is sound");
        let session = Session::new(imported.study);
        let layers = session.study().layers();
        let candidates = CandidateIndex::of(session.study().shared_register());
        let (ground, extent) = (GroundIndex::of(layers), layers.extent().expect("it has places"));
        District { candidates, ground, extent, session }
    })
}

/// A place as shares of the district's width and height, a little beyond it too.
fn share() -> impl Strategy<Value = (f64, f64)> {
    (-0.05..1.05_f64, -0.05..1.05_f64)
}

const ALL: Kinds = Kinds { units: true, buildings: true, facilities: Wanted::All };

/// The nearest of the points, or else of the places on lines, looked for everywhere.
fn nearest_of_all(district: &District, at: WorldPoint, parts: BuildingParts) -> [f64; 2] {
    let layers = district.layers();
    let shapes = layers.buildings.shapes();
    let to = |place: WorldPoint| place.distance_to(at);
    let register = district.session.study().register();
    let mut points: Vec<f64> = register.iter().map(|candidate| to(candidate.at)).collect();
    points.extend(district.session.facilities().values().map(|facility| to(facility.at)));
    let mut lines = Vec::new();
    let mut line = |from, end| lines.push(to(nearest_on_segment(from, end, at)));
    match parts {
        BuildingParts::Middle => {
            points.extend(layers.buildings.demand_points().iter().map(|middle| to(*middle)));
        }
        BuildingParts::Outline => {
            for building in 0..layers.buildings.len() {
                points.extend(shapes.vertices(building).iter().map(|corner| to(*corner)));
                for ring in shapes.rings(building) {
                    (0..ring.len()).for_each(|i| line(ring[i], ring[(i + 1) % ring.len()]));
                }
            }
        }
    }
    for street in layers.streets.iter() {
        street.line.windows(2).for_each(|leg| line(leg[0], leg[1]));
    }
    [points, lines].map(|all| all.into_iter().fold(f64::INFINITY, f64::min))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_place_snaps_to_the_nearest_point_or_else_to_the_nearest_line(
        at in share(), reach_m in 0.0..40.0_f64, outlines: bool,
    ) {
        let district = district();
        let at = district.place(at);
        let parts = if outlines { BuildingParts::Outline } else { BuildingParts::Middle };
        let found = district.surroundings(parts).snapped(at, reach_m);
        let [point, line] = nearest_of_all(district, at, parts);
        let expected = [point, line].into_iter().find(|distance| *distance <= reach_m);
        prop_assert_eq!(found.map(|found| found.distance_m), expected);
        if let Some(found) = found {
            prop_assert!((found.at.distance_to(at) - found.distance_m).abs() < 1e-9);
            let is_line =
                matches!(found.target, SnapTarget::BuildingWall(_) | SnapTarget::Street(_));
            prop_assert_eq!(is_line, point > reach_m);
        }
    }

    #[test]
    fn a_drawn_area_gathers_what_a_look_at_everything_gathers(
        line in prop::collection::vec(share(), 3..9), function in 0_u16..11,
    ) {
        let district = district();
        let layers = district.layers();
        let line = line.into_iter().map(|share| district.place(share)).collect();
        let Some(area) = DrawnArea::within(line) else { return Ok(()) };
        let facilities = district.session.facilities();
        let found = Gathered::within(layers, facilities, &area, ALL);

        let points = layers.buildings.demand_points();
        let inside = (0..points.len()).filter(|b| area.holds(points[*b]));
        let inside: Vec<u32> = inside.map(|building| building as u32).collect();
        prop_assert_eq!(&found.buildings, &inside);
        let inside = facilities.values().filter(|facility| area.holds(facility.at));
        let inside: Vec<_> = inside.map(|facility| facility.id).collect();
        prop_assert_eq!(&found.facilities, &inside);

        let coverage = district.session.scenario();
        let function = FunctionIndex(function);
        let reached = found.reached(layers, coverage, function, 0);
        let residents = layers.buildings.demand().residents(0);
        let of = |wanted: &dyn Fn(usize) -> bool| -> Persons {
            let all = found.buildings.iter().map(|building| *building as usize);
            all.filter(|building| wanted(*building)).map(|building| residents[building]).sum()
        };
        prop_assert_eq!(reached.population, of(&|_| true));
        let is_reached = |building: usize| coverage.reach_counts(function, 0)[building] > 0;
        prop_assert_eq!(reached.covered, of(&is_reached));
    }
}

#[test]
fn units_are_gathered_by_their_middle_not_by_their_edge() {
    let district = district();
    let layers = district.layers();
    let extent = layers.units.shapes().extent(0).expect("the first unit has an outline");
    let quarter = WorldPoint::new(
        extent.min.x + extent.width() * 0.25,
        extent.min.y + extent.height() * 0.25,
    );
    let gathered = |to: WorldPoint| {
        let area = DrawnArea::rectangle(extent.min, to);
        Gathered::within(layers, district.session.facilities(), &area, ALL).units
    };
    assert_eq!(gathered(quarter), [0_u32; 0]);
    assert_eq!(gathered(extent.max), [0]);
}

#[test]
fn hidden_layers_give_nothing() {
    let district = district();
    let Extent { min, max } = district.extent;
    let area = DrawnArea::rectangle(min, max);
    let none = Kinds { units: false, buildings: false, facilities: Wanted::None };
    let facilities = district.session.facilities();
    assert!(Gathered::within(district.layers(), facilities, &area, none).is_empty());
    assert!(!Gathered::within(district.layers(), facilities, &area, ALL).is_empty());
}

#[test]
fn where_one_function_is_drawn_only_its_facilities_are_gathered() {
    let district = district();
    let Extent { min, max } = district.extent;
    let area = DrawnArea::rectangle(min, max);
    let facilities = district.session.facilities();
    let function = FunctionIndex(0);
    let drawn = Kinds { facilities: Wanted::Offering(function), ..ALL };
    let gathered = Gathered::within(district.layers(), facilities, &area, drawn).facilities;
    let offering = facilities.values().filter(|facility| facility.offers(function));
    assert_eq!(gathered, offering.map(|facility| facility.id).collect::<Vec<_>>());
    let all = Gathered::within(district.layers(), facilities, &area, ALL).facilities;
    assert!(!gathered.is_empty() && gathered.len() < all.len());
}

#[test]
fn a_building_is_picked_only_where_buildings_can_be_told_apart() {
    let layers = district().layers();
    let (building, middle) = layers
        .buildings
        .demand_points()
        .iter()
        .enumerate()
        .find(|(building, at)| layers.buildings.at(**at) == Some(*building))
        .expect("a building around its own middle");
    assert_eq!(thing_at(layers, *middle, true), Some(Thing::Building(building)));
    let unit = layers.units.at(*middle).map(Thing::Unit);
    assert!(unit.is_some());
    assert_eq!(thing_at(layers, *middle, false), unit);
}

#[test]
fn a_place_keeps_away_from_what_is_switched_off() {
    let district = district();
    let at = district.layers().buildings.demand_points()[0];
    let nothing = Surroundings {
        candidates: None,
        facilities: None,
        buildings: None,
        streets: None,
        ..district.surroundings(BuildingParts::Middle)
    };
    assert_eq!(nothing.snapped(at, 1000.0), None);
    let middle = Surroundings { buildings: Some(BuildingParts::Middle), ..nothing };
    assert_eq!(middle.snapped(at, 12.0).map(|found| found.at), Some(at));
}
