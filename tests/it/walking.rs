//! The walk network: equal to independent results, cut by what cannot be walked across, and sound
//! whatever is asked of it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use lifecircle::analysis::{CircleAndPath, Coverage, isochrone_cells, nearest_sites};
use lifecircle::files::{ImportOptions, LayerSource, Role, import};
use lifecircle::geometry::{Crs, LonLat, Polygons, WorldPoint};
use lifecircle::language::Message;
use lifecircle::layers::{
    Barrier, BarrierKind, BarrierShape, Buildings, Demand, LayerSet, Passage, Persons,
    ResidentsSource, Street, StreetClass, Structure, Units,
};
use lifecircle::session::Session;
use lifecircle::standard::FunctionIndex;
use lifecircle::study::{Edit, Parameters, ScenarioId, Study, WalkLimit, WalkModel};
use lifecircle::walking::{Leg, NetworkRules, Snap, WalkNetwork};
use proptest::prelude::*;
use serde_json::Value;

use super::deeds::{facility, homes};
use super::support::{sample_study, study_of};

fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn walking(study: &mut Study, parameters: Parameters) {
    study.apply(Edit::SetParameters(parameters)).expect("sound parameters");
}

fn along_streets() -> Parameters {
    Parameters { model: WalkModel::Network, ..Parameters::default() }
}

/// The sample without its barriers, as the independent computation has it.
fn sample_without_barriers(rules: NetworkRules) -> Study {
    let roles = [Role::Units, Role::Buildings, Role::Facilities, Role::Streets];
    let source = |role: Role| {
        LayerSource::of_file(role, &project(&format!("sample-data/{}.geojson", role.id())))
    };
    let sources = roles.map(source);
    let mut study = import(&sources, &ImportOptions::default(), &()).expect("the sample").study;
    let rules = NetworkRules { crossing_delay_s: 0.0, footbridge_delay_s: 0.0, ..rules };
    let limit = WalkLimit::Metres(800.0);
    walking(&mut study, Parameters { limit, network: rules, ..along_streets() });
    study
}

#[test]
fn the_sample_equals_the_independent_routes_in_every_unit_and_function() {
    let node = NetworkRules {
        snap: Snap::Node,
        counts_access: false,
        farthest_access_m: NetworkRules::FARTHEST_ACCESS_M,
        ..NetworkRules::default()
    };
    for (golden, rules) in [("edge", NetworkRules::default()), ("node", node)] {
        let path = project(&format!("tests/golden/network_{golden}.json"));
        let golden: Value =
            serde_json::from_str(&std::fs::read_to_string(path).expect("golden file"))
                .expect("golden JSON");
        let rows = golden["units"].as_array().expect("rows");
        let expected: HashMap<(&str, &str), f64> = rows
            .iter()
            .map(|row| {
                let text = |key: &str| row[key].as_str().expect("a text");
                ((text("id"), text("function")), row["covered"].as_f64().expect("a number"))
            })
            .collect();
        let study = sample_without_barriers(rules);
        let coverage = Coverage::of(&study, ScenarioId::BASE);
        let units = &study.layers().units;
        for index in study.standard().indexes() {
            let function = study.standard().function(index).id.as_str();
            for unit in 0..units.len() {
                let covered = coverage.unit(index, 0, unit).covered.as_f64();
                let row = expected.get(&(units.id(unit), function));
                assert_eq!(Some(&covered), row, "{function} in {}", units.id(unit));
            }
        }
        assert_eq!(expected.len(), 40 * 11);
    }
}

/// Streets and barriers around one home, to be asked about distances.
struct Scene {
    streets: Vec<Street>,
    barriers: Vec<Barrier>,
    rules: NetworkRules,
}

fn at(x: f64, y: f64) -> WorldPoint {
    WorldPoint::new(x, y)
}

fn street(line: &[(f64, f64)]) -> Street {
    Street {
        name: String::new(),
        class: StreetClass::Lane,
        passage: Passage::default(),
        line: line.iter().map(|(x, y)| at(*x, *y)).collect(),
    }
}

fn carried(line: &[(f64, f64)], structure: Structure, level: i8) -> Street {
    let passage = Passage { structure, level, is_crossing: false };
    Street { passage, class: StreetClass::Footway, ..street(line) }
}

fn barrier(kind: BarrierKind, line: &[(f64, f64)]) -> Barrier {
    Barrier { kind, shape: BarrierShape::Line(line.iter().map(|(x, y)| at(*x, *y)).collect()) }
}

impl Scene {
    fn of(streets: Vec<Street>) -> Self {
        let rules = NetworkRules { footbridge_delay_s: 0.0, ..NetworkRules::default() };
        Self { streets, barriers: Vec::new(), rules }
    }

    fn with(mut self, barrier: Barrier) -> Self {
        self.barriers.push(barrier);
        self
    }

    fn network(self) -> WalkNetwork {
        let units = Units::new(Vec::new(), Vec::new(), Polygons::default());
        let demand = Demand::new(Vec::new(), Vec::new());
        let buildings = Buildings::new(
            Vec::new(),
            Polygons::default(),
            Vec::new(),
            demand,
            ResidentsSource::Given,
            &units,
        );
        let layers = LayerSet {
            name: Message::same("scene"),
            crs: Crs::for_measuring_at(LonLat { lon: 121.47, lat: 31.23 }),
            units: units.into(),
            buildings,
            streets: self.streets.into(),
            barriers: self.barriers.into(),
        };
        WalkNetwork::new(&layers, self.rules, 1.0)
    }

    fn metres(self, from: (f64, f64), to: (f64, f64)) -> Option<f64> {
        let (from, to) = (at(from.0, from.1), at(to.0, to.1));
        self.network().distances_m(from, &[to], 10_000.0)[0]
    }
}

#[test]
fn the_way_to_the_street_counts_at_both_ends() {
    let scene = Scene::of(vec![street(&[(0.0, 0.0), (500.0, 0.0)])]);
    assert_eq!(scene.metres((100.0, 20.0), (400.0, -30.0)), Some(20.0 + 300.0 + 30.0));
}

#[test]
fn a_river_cuts_a_street_and_a_bridge_leads_across() {
    let road = street(&[(0.0, 0.0), (1000.0, 0.0)]);
    let river = || barrier(BarrierKind::Water, &[(500.0, -900.0), (500.0, 900.0)]);
    let cut = Scene::of(vec![road.clone()]).with(river());
    assert_eq!(cut.metres((100.0, 0.0), (900.0, 0.0)), None);
    let around = [
        street(&[(400.0, 0.0), (400.0, 300.0)]),
        carried(&[(400.0, 300.0), (600.0, 300.0)], Structure::Bridge, 1),
        street(&[(600.0, 300.0), (600.0, 0.0)]),
    ];
    let mut streets = vec![street(&[(0.0, 0.0), (400.0, 0.0), (600.0, 0.0), (1000.0, 0.0)])];
    streets.extend(around);
    let bridged = Scene::of(streets).with(river());
    assert_eq!(
        bridged.metres((100.0, 0.0), (900.0, 0.0)),
        Some(300.0 + 300.0 + 200.0 + 300.0 + 300.0)
    );
}

#[test]
fn nobody_steps_out_of_the_house_across_a_wall() {
    let near_but_walled = street(&[(0.0, 0.0), (500.0, 0.0)]);
    let farther = street(&[(0.0, 100.0), (500.0, 100.0)]);
    let joined = street(&[(0.0, 0.0), (0.0, 100.0)]);
    let wall = barrier(BarrierKind::Wall, &[(200.0, 10.0), (600.0, 10.0)]);
    let scene = Scene::of(vec![near_but_walled, farther, joined]).with(wall);
    let home = (300.0, 20.0);
    assert_eq!(scene.metres(home, (300.0, 0.0)), Some(80.0 + 300.0 + 100.0 + 300.0));
}

#[test]
fn a_gate_opens_a_wall_and_a_shared_vertex_is_a_level_crossing() {
    let lane = || street(&[(0.0, 0.0), (100.0, 0.0), (200.0, 0.0)]);
    let wall = || barrier(BarrierKind::Wall, &[(50.0, -100.0), (50.0, 100.0)]);
    let metres = |scene: Scene| scene.metres((0.0, 0.0), (200.0, 0.0));
    assert_eq!(metres(Scene::of(vec![lane()]).with(wall())), None);
    let gate = Barrier { kind: BarrierKind::Gate, shape: BarrierShape::Point(at(52.0, 1.0)) };
    assert_eq!(metres(Scene::of(vec![lane()]).with(wall()).with(gate)), Some(200.0));
    let rail = barrier(BarrierKind::Railway, &[(100.0, -50.0), (100.0, 0.0), (100.0, 50.0)]);
    assert_eq!(metres(Scene::of(vec![lane()]).with(rail)), Some(200.0));
    let elsewhere = barrier(BarrierKind::Railway, &[(150.0, -50.0), (150.0, 50.0)]);
    assert_eq!(metres(Scene::of(vec![lane()]).with(elsewhere)), None);
}

#[test]
fn a_bridge_passes_over_a_street_whose_vertex_it_shares() {
    let below = street(&[(0.0, -200.0), (0.0, 0.0), (0.0, 200.0)]);
    let above = carried(&[(-200.0, 0.0), (0.0, 0.0), (200.0, 0.0)], Structure::Bridge, 1);
    let apart = Scene::of(vec![below.clone(), above]);
    assert_eq!(apart.metres((0.0, 200.0), (200.0, 0.0)), None);
    let level = street(&[(-200.0, 0.0), (0.0, 0.0), (200.0, 0.0)]);
    assert_eq!(Scene::of(vec![below, level]).metres((0.0, 200.0), (200.0, 0.0)), Some(400.0));
}

#[test]
fn nobody_steps_into_a_tunnel_or_onto_a_bridge_from_beside_it() {
    for structure in [Structure::Tunnel, Structure::Bridge] {
        let streets = || {
            vec![
                street(&[(-100.0, 0.0), (0.0, 0.0)]),
                // In two pieces: where they meet nobody gets on either.
                carried(&[(0.0, 0.0), (400.0, 0.0)], structure, 1),
                carried(&[(400.0, 0.0), (800.0, 0.0)], structure, 1),
                street(&[(800.0, 0.0), (800.0, 60.0), (300.0, 60.0)]),
            ]
        };
        // A house above the tunnel, 20 m beside it, whose street begins at the far end.
        let from_the_house = Scene::of(streets()).metres((-50.0, 0.0), (400.0, 20.0));
        assert_eq!(from_the_house, Some(50.0 + 800.0 + 60.0 + 400.0 + 40.0));
        // At its mouth one gets in.
        assert_eq!(Scene::of(streets()).metres((0.0, 0.0), (800.0, 0.0)), Some(800.0));
    }
}

#[test]
fn streets_that_cross_without_a_vertex_are_joined_where_asked_on_one_level_only() {
    let streets = |structure| {
        vec![
            street(&[(0.0, -200.0), (0.0, 200.0)]),
            carried(&[(-200.0, 0.0), (200.0, 0.0)], structure, 0),
        ]
    };
    let metres = |structure, joins_crossings| {
        let mut scene = Scene::of(streets(structure));
        scene.rules.joins_crossings = joins_crossings;
        scene.metres((0.0, 200.0), (200.0, 0.0))
    };
    assert_eq!(metres(Structure::Ground, false), None);
    assert_eq!(metres(Structure::Ground, true), Some(400.0));
    assert_eq!(metres(Structure::Bridge, true), None);
}

#[test]
fn waiting_and_climbing_cost_what_is_walked_meanwhile() {
    let crossing = Passage { is_crossing: true, ..Passage::default() };
    let streets = vec![
        street(&[(0.0, 0.0), (100.0, 0.0)]),
        Street { passage: crossing, ..street(&[(100.0, 0.0), (110.0, 0.0), (120.0, 0.0)]) },
        carried(&[(120.0, 0.0), (160.0, 0.0)], Structure::Bridge, 1),
        carried(&[(160.0, 0.0), (200.0, 0.0)], Structure::Bridge, 1),
        street(&[(200.0, 0.0), (300.0, 0.0)]),
    ];
    let mut scene = Scene::of(streets);
    scene.rules.crossing_delay_s = 30.0;
    scene.rules.footbridge_delay_s = 45.0;
    let network = scene.network();
    let route = network.route(at(0.0, 0.0), at(300.0, 0.0), 5_000.0).expect("a way");
    assert_eq!(route.walked_m, 300.0 + 30.0 + 45.0);
    let delays: f64 = route
        .legs
        .iter()
        .map(|leg| match leg {
            Leg::Street { delay_s, .. } => *delay_s,
            Leg::Access(_) => 0.0,
        })
        .sum();
    assert_eq!(delays, 75.0);
    assert_eq!(route.line, [0.0, 100.0, 110.0, 120.0, 160.0, 200.0, 300.0].map(|x| at(x, 0.0)));
}

#[test]
fn who_lives_too_far_from_any_street_is_told_of() {
    let homes = [(500.0, 500.0), (9000.0, 500.0)];
    let homes = homes.map(|at| super::support::Home { at, residents: 7.0, aged_80: 0.0 });
    let mut study = study_of(&homes, Vec::new());
    walking(&mut study, along_streets());
    let survey = study.network().expect("a network").survey();
    assert_eq!(
        (survey.without_access.buildings, survey.without_access.residents.rounded()),
        (1, 7)
    );
    assert_eq!((survey.parts, survey.cuts), (1, 16));
    assert!(
        survey.findings().iter().any(|finding| finding.en.contains("1 building with 7 residents"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_walk_is_never_shorter_than_the_straight_line_nor_than_a_way_by_another_place(
        places in prop::collection::vec((0.0..4000.0_f64, 0.0..4000.0_f64), 3),
    ) {
        let mut study = study_of(&[], Vec::new());
        walking(&mut study, along_streets());
        let network = study.network().expect("a network");
        // On the streets, so that no access leg is walked twice.
        let on_street = |(x, y): &(f64, f64)| network.access(at(*x, *y)).map(|access| access.at);
        let places: Vec<_> = places.iter().filter_map(on_street).collect();
        let [a, b, c] = places[..] else { return Ok(()) };
        let metres = |from, to| network.distances_m(from, &[to], 50_000.0)[0].expect("one network");
        prop_assert!(metres(a, c) <= metres(a, b) + metres(b, c) + 1e-6);
        prop_assert!(metres(a, b) >= a.distance_to(b) - 1e-6);
        prop_assert!((metres(a, b) - metres(b, a)).abs() < 1e-6);
    }

    #[test]
    fn many_places_at_once_count_as_one_after_the_other(
        homes in homes(),
        places in prop::collection::vec((0.0..4000.0_f64, 0.0..4000.0_f64), 0..9),
        limit_m in 10.0..2500.0_f64,
        model in prop::sample::select(&WalkModel::ALL[..]),
    ) {
        let mut study = study_of(&homes, Vec::new());
        walking(&mut study, Parameters { model, ..Parameters::default() });
        let places: Vec<_> = places.iter().map(|(x, y)| at(*x, *y)).collect();
        let mut expected = vec![0_u32; homes.len()];
        for place in &places {
            study.walk(0).for_each_reached(*place, limit_m, |building, walked_m| {
                assert!(walked_m <= limit_m);
                expected[building as usize] += 1;
            });
        }
        prop_assert_eq!(study.walk(0).reach_counts(places.into_iter(), limit_m), expected);
    }

    #[test]
    fn isochrones_hold_no_place_beyond_the_limit(
        place in (0.0..4000.0_f64, 0.0..4000.0_f64),
        limit_m in 50.0..1200.0_f64,
        probes in prop::collection::vec((-1.0..1.0_f64, -1.0..1.0_f64), 80),
        snap in prop::sample::select(vec![Snap::Edge, Snap::Node]),
        counts_access in any::<bool>(),
    ) {
        let mut study = study_of(&[], Vec::new());
        let network = NetworkRules { snap, counts_access, ..NetworkRules::default() };
        walking(&mut study, Parameters { network, ..along_streets() });
        let network = study.network().expect("a network");
        let place = at(place.0, place.1);
        let Some(area) = network.isochrone(place, limit_m, 10.0) else { return Ok(()) };
        for (x, y) in probes {
            let probe = at(place.x + x * limit_m, place.y + y * limit_m);
            if area.holds(probe) {
                let metres = network.distances_m(place, &[probe], 10_000.0)[0];
                let metres = metres.expect("who is in it has a way");
                prop_assert!(metres <= limit_m, "{metres} of {limit_m} m");
            }
        }
    }

    #[test]
    fn streets_within_reach_hold_no_place_beyond_the_limit_and_miss_none(
        place in (0.0..4000.0_f64, 0.0..4000.0_f64),
        limit_m in 50.0..1500.0_f64,
        probe in (0.0..4000.0_f64, 0.0..4000.0_f64),
    ) {
        let mut study = study_of(&[], Vec::new());
        walking(&mut study, along_streets());
        let network = study.network().expect("a network");
        let place = at(place.0, place.1);
        let streets = network.reached_streets(place, limit_m);
        for street in &streets {
            for (vertex, walked_m) in &street.line {
                prop_assert!(*walked_m <= limit_m + 1e-6);
                // In the river itself one cannot say from which bank a place is walked to.
                let river_x = 2100.0 + (vertex.y + 500.0) / 100.0;
                if (vertex.x - river_x).abs() < 0.01 {
                    continue;
                }
                // Nobody gets onto a bridge in its middle.
                let access = network.access(*vertex);
                if access.is_none_or(|access| access.at.distance_to(*vertex) > 1e-6) {
                    continue;
                }
                let metres = network.distances_m(place, &[*vertex], 10_000.0)[0];
                let metres = metres.expect("it is reached");
                prop_assert!(metres <= walked_m + 1e-6, "{metres} {walked_m}");
            }
        }
        // Any place of the network that is reached lies on one of them.
        let Some(access) = network.access(at(probe.0, probe.1)) else { return Ok(()) };
        let metres = network.distances_m(place, &[access.at], limit_m - 0.01)[0];
        let is_on = |line: &[(WorldPoint, f64)]| {
            line.windows(2).any(|leg| {
                let (from, to) = (leg[0].0, leg[1].0);
                from.distance_to(access.at) + access.at.distance_to(to) - from.distance_to(to) < 1e-6
            })
        };
        if metres.is_some() {
            prop_assert!(streets.iter().any(|street| is_on(&street.line)));
        }
    }

    #[test]
    fn what_a_building_is_told_is_what_coverage_counts(
        homes in homes(),
        sites in prop::collection::vec((0.0..4000.0_f64, 0.0..4000.0_f64), 1..5),
        model in prop::sample::select(&WalkModel::ALL[..]),
    ) {
        let facilities = sites.iter().enumerate();
        let facilities = facilities.map(|(id, at)| facility(id as u32 + 1, *at, &[3])).collect();
        let mut study = study_of(&homes, facilities);
        walking(&mut study, Parameters { model, ..Parameters::default() });
        let counts = Coverage::of(&study, ScenarioId::BASE);
        for building in 0..homes.len() {
            let told = &nearest_sites(&study, ScenarioId::BASE, building, 0)[3];
            let is_covered = counts.reach_counts(FunctionIndex(3), 0)[building] > 0;
            prop_assert_eq!(told.is_within(), is_covered);
        }
    }
}

#[test]
fn an_isochrone_around_one_street_is_nearly_all_of_its_diamond() {
    let network = Scene::of(vec![street(&[(-3000.0, 0.0), (3000.0, 0.0)])]).network();
    let limit_m = 150.0;
    let area = network.isochrone(at(0.0, 0.0), limit_m, 5.0).expect("it is on the street");
    // Who is x metres along and y metres beside the street walks x + y metres.
    let diamond_m2 = 2.0 * limit_m * limit_m;
    assert!(area.area_m2() < diamond_m2 && area.area_m2() > 0.85 * diamond_m2);
}

#[test]
fn the_ground_up_to_a_wall_is_within_the_walk_and_none_behind_it() {
    let scene = Scene::of(vec![street(&[(-3000.0, 0.0), (3000.0, 0.0)])]);
    let network =
        scene.with(barrier(BarrierKind::Wall, &[(-500.0, 12.0), (500.0, 12.0)])).network();
    let area = network.isochrone(at(0.0, 8.0), 300.0, 2.5).expect("it is before the wall");
    for x in [-200.0, 0.0, 150.0] {
        assert!(area.holds(at(x, 8.0)), "before the wall at {x}");
        assert!(!area.holds(at(x, 13.0)), "behind the wall at {x}");
    }
}

#[test]
fn nearly_all_who_are_reached_live_within_the_isochrone_and_facilities_stand_in_their_own() {
    let mut study = sample_study();
    walking(&mut study, along_streets());
    for limit_m in [500.0, 300.0] {
        nearly_all_are_inside(&study, limit_m);
    }
}

fn nearly_all_are_inside(study: &Study, limit_m: f64) {
    let (walk, health) = (study.walk(0), FunctionIndex(6));
    let buildings = &study.layers().buildings;
    let (mut reached, mut inside, mut own, mut all) = (0.0, 0.0, 0, 0);
    let offering = study.facilities(ScenarioId::BASE).values().filter(|f| f.offers(health));
    for facility in offering {
        let area = isochrone_cells(walk, facility.at, limit_m).expect("it is on a street");
        own += usize::from(area.holds(facility.at));
        all += 1;
        walk.for_each_reached(facility.at, limit_m, |building, _| {
            let residents = buildings.demand().residents(0)[building as usize].as_f64();
            reached += residents;
            if area.holds(buildings.demand_points()[building as usize]) {
                inside += residents;
            }
        });
    }
    assert!(reached > 5_000.0, "the sample has health stations: {reached}");
    assert!(inside > 0.96 * reached, "{inside} of {reached} within {limit_m} m");
    // Where another street is as near, and too far to walk to, it cannot be said which one it is.
    assert!(own >= all - 2, "{own} of {all} facilities stand in their own isochrone");
}

#[test]
fn circle_and_path_divide_the_residents_of_every_unit() {
    let mut session = Session::new(sample_study());
    let function = FunctionIndex(3);
    let by_circle = session.scenario().total(function, 0);
    let step = [Edit::SetParameters(along_streets())];
    session.perform(Message::same("walking"), step).expect("sound parameters");
    let study = session.study();
    let circle = session.circle_coverage_of(session.shown()).expect("the circle beside it");
    let path = session.scenario();
    assert_eq!(circle.total(function, 0), by_circle);
    let places = CircleAndPath::by_unit(study.layers(), circle, path, function, 0);
    for (unit, beside) in places.iter().enumerate() {
        assert_eq!(beside.by_path(), path.unit(function, 0, unit).covered);
        assert_eq!(beside.by_circle(), circle.unit(function, 0, unit).covered);
        assert_eq!(beside.population(), path.unit(function, 0, unit).population);
    }
    let all = CircleAndPath::together(&places);
    // No way is shorter than the straight line.
    assert_eq!(all.path_only, Persons::ZERO);
    assert!(all.circle_only > Persons::ZERO);
}

#[test]
fn the_sample_is_one_network_with_its_bridges() {
    let mut study = sample_study();
    walking(&mut study, along_streets());
    let survey = study.network().expect("a network").survey();
    assert_eq!((survey.parts, survey.cuts, survey.on_islands.buildings), (1, 0, 0));
}

/// Real data of OpenStreetMap: both banks of the Huangpu, with bridges far away and car tunnels
/// left out.
#[test]
fn nobody_walks_across_the_huangpu() {
    let folder = project("../shared/data/shanghai-core");
    if !folder.is_dir() {
        println!("skipped: the open data of Shanghai are not here");
        return;
    }
    let source = |role: Role, file: &str| LayerSource::of_file(role, &folder.join(file));
    let sources = [
        source(Role::Units, "units.geojson"),
        source(Role::Buildings, "buildings.geojson"),
        source(Role::Streets, "walkable.geojson"),
        source(Role::Barriers, "water.geojson"),
    ];
    let mut study = import(&sources, &ImportOptions::default(), &()).expect("open data").study;
    walking(&mut study, along_streets());
    let network = study.network().expect("a network");
    // The middle of the river between the Bund and Lujiazui.
    let river_x = study.layers().place_of(LonLat { lon: 121.4935, lat: 31.24 }).expect("a place").x;
    let (mut west, mut reached_west, mut reached_east) = (0, 0, 0);
    let points = study.layers().buildings.demand_points();
    for from in points.iter().filter(|at| at.x < river_x - 250.0).step_by(10) {
        west += 1;
        network.for_each_reached(*from, 3_000.0, |building, _| {
            let to = points[building as usize];
            if to.x < river_x - 250.0 {
                reached_west += 1;
            } else if study
                .layers()
                .lonlat_of(to)
                .is_some_and(|to| to.lon > 121.4985 && to.lat < 31.2435)
            {
                reached_east += 1;
            }
        });
    }
    assert!(west > 50 && reached_west > 10_000, "{west} {reached_west}");
    assert_eq!(reached_east, 0);
}
