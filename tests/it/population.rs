//! How residents come to be in buildings: spread from units, from points, or taken otherwise.

use lifecircle::files::study_file::{self, SavedStudy, StudyFile};
use lifecircle::files::{
    Content, ImportOptions, ImportReport, Imported, LayerSource, Role, import,
};
use lifecircle::language::Language;
use lifecircle::layers::{BuildingUse, Buildings, Group, GroupFactors, Persons, ResidentsSource};
use lifecircle::session::Session;
use lifecircle::study::{Edit, Parameters, ScenarioId};
use serde_json::Value;

use super::support::sample_sources;

/// The sample's layers, its buildings without some fields, and its units without residents where
/// asked.
fn sample_without(fields: &[&str], units_know: bool) -> Vec<LayerSource> {
    let (sources, _) = sample_sources();
    let sources = sources.into_iter().filter(|source| source.role != Role::Facilities);
    let stripped = |source: LayerSource| {
        let Content::Text(text) = &source.content else { return source };
        let is_stripped = match source.role {
            Role::Buildings => true,
            Role::Units => !units_know,
            _ => false,
        };
        if !is_stripped {
            return source;
        }
        let mut layer: Value = serde_json::from_str(text).expect("GeoJSON");
        for feature in layer["features"].as_array_mut().expect("features") {
            let properties = feature["properties"].as_object_mut().expect("properties");
            properties.retain(|name, _| {
                let counts_people = name == "residents" || name.starts_with("age");
                !counts_people && !fields.contains(&name.as_str())
            });
        }
        LayerSource::of_text(source.role, &source.name, layer.to_string())
    };
    sources.map(stripped).collect()
}

fn read(sources: &[LayerSource]) -> Imported {
    import(sources, &ImportOptions::default(), &()).expect("the sample")
}

fn said(imported: &Imported) -> String {
    let warnings = imported.report.warnings.iter().map(|warning| warning.one_line(Language::En));
    warnings.collect::<Vec<_>>().join("\n")
}

fn by_unit(buildings: &Buildings, units: usize, group: Group) -> Vec<Persons> {
    let demand = buildings.demand();
    let residents = demand.residents(demand.index_of(group).expect("the group is known"));
    let mut sums = vec![Persons::ZERO; units];
    for (building, persons) in residents.iter().enumerate() {
        if let Some(unit) = buildings.unit_of(building) {
            sums[unit] += *persons;
        }
    }
    sums
}

#[test]
fn residents_of_units_are_spread_over_their_buildings_and_none_is_lost() {
    let given = read(&sample_sources().0);
    let given = &given.study.data().buildings;
    for (fields, source) in [
        (&[][..], ResidentsSource::SpreadByHouseholds),
        (&["households"][..], ResidentsSource::SpreadByFloorArea),
    ] {
        let imported = read(&sample_without(fields, true));
        let (units, buildings) = (&imported.study.data().units, &imported.study.data().buildings);
        assert_eq!(buildings.residents_source(), source);
        assert!(
            said(&imported).contains("280,897 are spread from 40 units"),
            "{}",
            said(&imported)
        );
        for (group, totals) in units.totals() {
            let expected: Vec<Persons> = totals.iter().flatten().copied().collect();
            assert_eq!(by_unit(buildings, units.len(), *group), expected, "{group:?}");
            // What the units say is what the buildings of the sample say.
            assert_eq!(by_unit(given, units.len(), *group), expected, "{group:?}");
        }
        let demand = buildings.demand();
        for group in 1..demand.groups().len() {
            let mut pairs = demand.residents(group).iter().zip(demand.residents(0));
            assert!(pairs.all(|(of_age, all)| of_age <= all), "{:?}", demand.groups()[group]);
        }
    }
}

#[test]
fn without_any_count_households_or_floor_area_are_an_assumption_that_says_so() {
    let by_households = read(&sample_without(&[], false));
    let source = by_households.study.data().buildings.residents_source();
    assert_eq!(source, ResidentsSource::EstimatedFromHouseholds);
    assert!(said(&by_households).contains("2.32 persons a household"));
    let by_area = read(&sample_without(&["households"], false));
    let source = by_area.study.data().buildings.residents_source();
    assert_eq!(source, ResidentsSource::EstimatedFromFloorArea);
    assert!(said(&by_area).contains("30.58 m²"));
}

#[test]
fn units_and_buildings_that_disagree_are_told_of_and_left_as_they_are() {
    let (mut sources, options) = sample_sources();
    for source in &mut sources {
        if source.role == Role::Units
            && let Content::Text(text) = &source.content
        {
            let more = text.replacen("\"residents\":6923", "\"residents\":9000", 1);
            *source = LayerSource::of_text(Role::Units, &source.name, more);
        }
    }
    let imported = import(&sources, &options, &()).expect("the sample");
    assert!(said(&imported).contains("LJ-01 -2077"), "{}", said(&imported));
    let buildings = &imported.study.data().buildings;
    assert_eq!(by_unit(buildings, 40, Group::All)[0], Persons::from_f64(6923.0).expect("persons"));
}

#[test]
fn points_are_spread_over_the_dwellings_around_them_and_the_rest_is_told_of() {
    let mut sources = sample_without(&["households"], false);
    let point = |lon: f64, lat: f64, residents: u32| {
        format!(
            r#"{{"type":"Feature","geometry":{{"type":"Point","coordinates":[{lon},{lat}]}},"properties":{{"residents":{residents},"age80p":{}}}}}"#,
            residents / 10
        )
    };
    // Two in the middle of the quarter, one in the sea.
    let points =
        [point(121.4860, 31.2400, 1001), point(121.4900, 31.2450, 507), point(122.5, 31.0, 77)];
    let text = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, points.join(","));
    sources.push(LayerSource::of_text(Role::Population, "grid.geojson", text));
    let imported = read(&sources);
    let buildings = &imported.study.data().buildings;
    assert_eq!(buildings.residents_source(), ResidentsSource::SpreadFromPoints);
    let demand = buildings.demand();
    let sum = |group| demand.residents(group).iter().copied().sum::<Persons>().as_f64();
    assert_eq!(sum(0), 1508.0);
    assert_eq!(sum(demand.index_of(Group::Age80Plus).expect("known")), 150.0);
    let said = said(&imported);
    assert!(said.contains("1,508 residents of 2 points have a place"), "{said}");
    assert!(said.contains("1 point with 77 residents has no dwelling"), "{said}");
}

#[test]
fn what_the_units_say_and_the_what_if_are_kept_in_the_study_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("spread.gpkg");
    let study = read(&sample_without(&[], true)).study;
    let mut session = Session::new(study);
    let growth = GroupFactors::of_everyone(1.5).with(Group::Age80Plus, 2.0);
    let parameters = Parameters { growth, ..Parameters::default() };
    let step = [Edit::SetParameters(parameters)];
    session.perform(parameters.changes_since(&Parameters::default()), step).expect("sound");
    let expected = session.study().data().clone();
    let saved = SavedStudy::of(&session, &ImportReport::default());
    drop(StudyFile::create(&path, &saved, &()).expect("it can be written"));
    let opened = study_file::open(&path, &()).expect("it can be opened");
    let opened = opened.saved.into_session().0;
    let opened = opened.study();
    assert_eq!(opened.parameters().growth, growth);
    let (data, grown) = (opened.data(), opened.layers());
    assert_eq!(data.units.totals(), expected.units.totals());
    assert_eq!(data.buildings.demand(), expected.buildings.demand());
    assert_eq!(data.buildings.residents_source(), ResidentsSource::SpreadByHouseholds);
    let first = |buildings: &Buildings, group| buildings.demand().residents(group)[1].as_f64();
    let aged = data.buildings.demand().index_of(Group::Age80Plus).expect("known");
    assert_eq!(first(&grown.buildings, 0), 1.5 * first(&data.buildings, 0));
    assert_eq!(first(&grown.buildings, aged), 2.0 * first(&data.buildings, aged));
    assert_eq!(session.study().facilities(ScenarioId::BASE), opened.facilities(ScenarioId::BASE));
}

/// How a GIS writes EPSG:4549 beside a raster.
const SYSTEM: &str = r#"PROJCS["CGCS2000_3_Degree_GK_CM_120E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",120.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]"#;

#[test]
fn the_cells_of_a_raster_are_shared_among_the_dwellings_in_them_or_around_to_the_last_person() {
    const CELL_M: f64 = 400.0;
    let mut sources = sample_without(&["households"], false);
    let before = read(&sources);
    let layers = before.study.data();
    assert_eq!(layers.crs.code(), "EPSG:4549");
    let points = layers.buildings.demand_points();
    let extent = layers.extent().expect("it has buildings").grown(1.0);
    // One row and one column more than there are buildings, in which nobody can live.
    let (west, south) = (extent.min.x.floor(), extent.min.y.floor());
    let count = |metres: f64| (metres / CELL_M).ceil() as usize + 1;
    let (columns, rows) = (count(extent.max.x - west), count(extent.max.y - south));
    let value = |cell: usize| if cell % 5 == 4 { -9999.0 } else { 100.25 + cell as f64 };
    let cell_of = |building: usize| {
        let column = ((points[building].x - west) / CELL_M) as usize;
        let row_from_south = ((points[building].y - south) / CELL_M) as usize;
        (rows - 1 - row_from_south) * columns + column
    };
    let mut text = format!(
        "ncols {columns}\nnrows {rows}\nxllcorner {west}\nyllcorner {south}\ncellsize {CELL_M}\n\
         NODATA_value -9999\n"
    );
    for row in 0..rows {
        let numbers: Vec<String> =
            (0..columns).map(|column| value(row * columns + column).to_string()).collect();
        text += &format!("{}\n", numbers.join(" "));
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("people.asc");
    std::fs::write(&path, text).expect("it can be written");
    std::fs::write(folder.path().join("people.prj"), SYSTEM).expect("it can be written");
    assert_eq!(lifecircle::files::guess_role(&path), Some(Role::Population));
    sources.push(LayerSource::of_file(Role::Population, &path));

    let imported = read(&sources);
    let buildings = &imported.study.data().buildings;
    assert_eq!(buildings.residents_source(), ResidentsSource::SpreadFromCells);
    let persons = |number: f64| Persons::from_f64(number).expect("persons");
    let is_home = |building: usize| buildings.record(building).kind == BuildingUse::Residential;
    let mut sums = vec![Persons::ZERO; columns * rows];
    let mut has_homes = vec![false; columns * rows];
    for (building, residents) in buildings.demand().residents(0).iter().enumerate() {
        sums[cell_of(building)] += *residents;
        has_homes[cell_of(building)] |= is_home(building);
    }
    // Residents of cells without a dwelling live in those around; so a cell has its own at least.
    let (mut all, mut of_cells_without) = (Persons::ZERO, 0);
    for cell in 0..columns * rows {
        let said = persons(value(cell).max(0.0));
        all += said;
        if has_homes[cell] {
            assert!(sums[cell] >= said, "cell {cell}: {} of {said}", sums[cell]);
        } else if said > Persons::ZERO {
            of_cells_without += 1;
        }
    }
    let placed: Persons = sums.iter().copied().sum();
    let lost = lifecircle::language::thousands((all - placed).rounded());
    let said = said(&imported);
    assert!(of_cells_without > 1 && said.contains("went to dwellings around"), "{said}");
    assert!(
        said.contains(&format!("cells with {lost} residents have no building")),
        "{lost}: {said}"
    );
}
