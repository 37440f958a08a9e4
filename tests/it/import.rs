//! Reading layers: what is understood, what is left out, and what is refused with a reason.

use lifecircle::files::{
    Content, CrsFound, FieldMap, FunctionNaming, ImportError, ImportOptions, Imported, LayerSource,
    Progress, Role, import,
};
use lifecircle::geometry::Crs;
use lifecircle::language::{Language, Message};
use lifecircle::layers::{BarrierKind, Group, Persons, ResidentsSource, StreetClass};
use lifecircle::study::ScenarioId;

/// A layer from text.
fn layer(role: Role, text: &str) -> LayerSource {
    let name = format!("{}.geojson", role.id());
    LayerSource::of_text(role, &name, text)
}

/// A feature collection of features written as `geometry | properties`.
fn collection(features: &[(&str, &str)]) -> String {
    let features: Vec<_> = features
        .iter()
        .map(|(geometry, properties)| {
            format!(r#"{{"type":"Feature","geometry":{geometry},"properties":{properties}}}"#)
        })
        .collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// A square of about 110 m (0.001° of latitude) with its south-west corner here.
fn square(lon: f64, lat: f64) -> String {
    let (east, north) = (lon + 0.001, lat + 0.001);
    format!(
        r#"{{"type":"Polygon","coordinates":[[[{lon},{lat}],[{east},{lat}],[{east},{north}],[{lon},{north}],[{lon},{lat}]]]}}"#
    )
}

fn point(lon: f64, lat: f64) -> String {
    format!(r#"{{"type":"Point","coordinates":[{lon},{lat}]}}"#)
}

/// One unit around People's Square that holds everything the tests place.
fn units() -> LayerSource {
    let ring = "[[121.4,31.2],[121.5,31.2],[121.5,31.3],[121.4,31.3],[121.4,31.2]]";
    let polygon = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
    layer(Role::Units, &collection(&[(&polygon, r#"{"id":"U1"}"#)]))
}

/// Buildings at one place, with these properties.
fn buildings(properties: &[&str]) -> LayerSource {
    let shape = square(121.47, 31.23);
    let features: Vec<_> = properties.iter().map(|p| (shape.as_str(), *p)).collect();
    layer(Role::Buildings, &collection(&features))
}

fn read(layers: &[LayerSource]) -> Result<Imported, ImportError> {
    import(layers, &ImportOptions::default(), &())
}

fn lines(error: &ImportError) -> Vec<String> {
    error.0.iter().map(|problem| problem.one_line(Language::En)).collect()
}

fn warnings(imported: &Imported) -> Vec<String> {
    imported.report.warnings.iter().map(|problem| problem.one_line(Language::En)).collect()
}

/// The lines of the error that reading these buildings gives.
fn refusal(properties: &[&str]) -> Vec<String> {
    lines(&read(&[units(), buildings(properties)]).expect_err("bad input"))
}

fn residents(imported: &Imported) -> Vec<Persons> {
    imported.study.layers().buildings.demand().residents(0).to_vec()
}

fn persons(numbers: &[f64]) -> Vec<Persons> {
    numbers.iter().filter_map(|number| Persons::from_f64(*number)).collect()
}

#[test]
fn a_negative_population_names_file_feature_and_field() {
    let lines = refusal(&[r#"{"id":"B6","pop":3}"#, r#"{"id":"B7","pop":-3}"#]);
    assert_eq!(
        lines,
        ["buildings.geojson: feature 1 (id B7), field residents: -3 is negative or too large"]
    );
}

#[test]
fn a_population_that_is_no_number_is_refused() {
    let lines = refusal(&[r#"{"id":1,"pop":"many"}"#, r#"{"id":2,"pop":"1,5"}"#]);
    assert_eq!(
        lines,
        [
            "buildings.geojson: feature 0 (id 1), field residents: \"many\" is not a number",
            "buildings.geojson: feature 1 (id 2), field residents: \"1,5\" is not a number",
        ]
    );
}

#[test]
fn numbers_written_as_text_are_numbers() {
    let properties =
        [r#"{"id":1,"pop":"373"}"#, r#"{"id":2,"pop":"1,200"}"#, r#"{"id":3,"pop":2.5}"#];
    let imported = read(&[units(), buildings(&properties)]).expect("fine");
    assert_eq!(residents(&imported), persons(&[373.0, 1200.0, 2.5]));
    assert_eq!(warnings(&imported), Vec::<String>::new());
}

#[test]
fn an_empty_population_counts_as_nobody_and_many_are_told_in_few_lines() {
    let empty = (0..8).map(|id| format!(r#"{{"id":"x{id}","pop":null}}"#));
    let properties: Vec<_> = empty.chain([r#"{"id":"y","pop":4}"#.to_owned()]).collect();
    let properties: Vec<&str> = properties.iter().map(String::as_str).collect();
    let imported = read(&[units(), buildings(&properties)]).expect("fine");
    assert_eq!(residents(&imported).into_iter().sum::<Persons>(), persons(&[4.0])[0]);
    let told = warnings(&imported);
    assert_eq!(told.len(), 6, "{told:?}");
    assert!(told[0].contains("feature 0 (id x0), field residents"), "{}", told[0]);
    assert!(told[5].contains("and 3 more like these"), "{}", told[5]);
}

#[test]
fn without_a_population_column_residents_are_estimated_and_said_to_be() {
    let properties = [
        r#"{"id":1,"floor_area_m2":3058}"#,
        r#"{"id":2,"floor_area_m2":3058,"building":"yes"}"#,
        r#"{"id":3,"floor_area_m2":3058,"building":"office"}"#,
        r#"{"id":4,"levels":"6"}"#,
        r#"{"id":5,"height":9}"#,
    ];
    let imported = read(&[units(), buildings(&properties)]).expect("fine");
    let buildings = &imported.study.layers().buildings;
    assert_eq!(buildings.residents_source(), ResidentsSource::EstimatedFromFloorArea);
    let estimated = residents(&imported);
    assert_eq!(estimated[..3], persons(&[100.0, 100.0, 0.0]));
    // 95.3 m × 110.9 m, enlarged by the CRS's 0.05 %: 6 storeys are twice as much as 9 m of height.
    let (six, three) = (estimated[3].as_f64(), estimated[4].as_f64());
    assert!((2060.0..2090.0).contains(&six) && (six - 2.0 * three).abs() <= 1.0, "{six} {three}");
    assert!(warnings(&imported).iter().any(|line| line.contains("assumption")));
}

#[test]
fn age_groups_are_read_and_added_up() {
    let properties = [r#"{"id":1,"人口":10,"60-79岁":3,"80岁以上":2}"#];
    let imported = read(&[units(), buildings(&properties)]).expect("fine");
    let demand = imported.study.layers().buildings.demand();
    let sixty = demand.index_of(Group::Age60Plus).map(|index| demand.residents(index).to_vec());
    assert_eq!(sixty, Some(persons(&[5.0])));
}

#[test]
fn units_and_buildings_are_required() {
    let error = read(&[layer(Role::Facilities, &collection(&[]))]).expect_err("too little");
    assert_eq!(
        lines(&error),
        ["no layer of units (--units)", "no layer of buildings (--buildings)"]
    );
}

#[test]
fn two_unit_files_are_one_too_many() {
    let error = read(&[units(), units(), buildings(&[r#"{"id":1,"pop":1}"#])]).expect_err("two");
    assert!(lines(&error)[0].contains("units.geojson gives the units already"), "{error}");
}

#[test]
fn malformed_json_is_refused_with_line_and_column() {
    let text = "{\"type\": \"FeatureCollection\",\n \"features\": [ {\"type\": }\n";
    let error = read(&[units(), layer(Role::Buildings, text)]).expect_err("not JSON");
    assert_eq!(
        lines(&error),
        [
            "buildings.geojson: not valid GeoJSON at line 3, column 1: the file ends here in the middle"
        ]
    );
    let error = read(&[units(), layer(Role::Buildings, "")]).expect_err("empty");
    assert!(lines(&error)[0].starts_with("buildings.geojson: not valid GeoJSON"), "{error}");
}

#[test]
fn json_that_is_not_geojson_is_refused() {
    for text in
        [r#"{"a": 1}"#, "[1, 2]", r#"{"type": "Topology"}"#, r#"{"type":"FeatureCollection"}"#]
    {
        let error = read(&[units(), layer(Role::Buildings, text)]).expect_err("not GeoJSON");
        assert_eq!(error.0.len(), 1);
        assert!(lines(&error)[0].contains("GeoJSON"), "{text}: {error}");
    }
}

#[test]
fn a_single_feature_and_a_bare_geometry_are_layers_too() {
    let feature = format!(
        r#"{{"type":"Feature","id":"B1","geometry":{},"properties":{{"pop":7}}}}"#,
        square(121.47, 31.23)
    );
    let imported = read(&[units(), layer(Role::Buildings, &feature)]).expect("a feature");
    assert_eq!(residents(&imported), persons(&[7.0]));
    assert_eq!(imported.study.layers().buildings.record(0).id, "B1");

    let bare = layer(Role::Units, &square(121.47, 31.23));
    let imported = read(&[bare, layer(Role::Buildings, &feature)]).expect("a geometry");
    assert_eq!(imported.study.layers().units.id(0), "0");
    assert!(warnings(&imported)[0].contains("has no column of ids"));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let LayerSource { content: Content::Text(text), .. } = units() else { unreachable!() };
    let marked = layer(Role::Units, &format!("\u{feff}{text}"));
    assert!(read(&[marked, buildings(&[r#"{"id":1,"pop":1}"#])]).is_ok());
}

#[test]
fn features_with_bad_geometry_are_left_out_with_a_reason() {
    let good = square(121.47, 31.23);
    let spike = r#"{"type":"Polygon","coordinates":[[[121.4,31.2],[121.5,31.2],[121.4,31.2]]]}"#;
    let line = r#"{"type":"LineString","coordinates":[[121.4,31.2],[121.5,31.2]]}"#;
    let short = r#"{"type":"Polygon","coordinates":[[[121.4],[121.5,31.2],[121.4,31.2]]]}"#;
    let unknown = r#"{"type":"Polygn","coordinates":[]}"#;
    let mars = r#"{"type":"Point","coordinates":[121.4,931.2]}"#;
    let shapes = [&good, "null", spike, line, short, unknown, mars];
    let features: Vec<_> = shapes.iter().map(|shape| (*shape, r#"{"id":"B","pop":2}"#)).collect();
    let imported =
        read(&[units(), layer(Role::Buildings, &collection(&features))]).expect("one is good");
    assert_eq!(residents(&imported), persons(&[2.0]));
    let told = warnings(&imported);
    let reasons = [
        "feature 1 (id B): has no geometry",
        "feature 2 (id B): has too few distinct vertices",
        "feature 3 (id B): is a LineString where polygons or points are wanted",
        "feature 4 (id B): geometry is not valid (a position needs two numbers)",
        "feature 5 (id B): geometry is not valid (unknown variant `Polygn`",
        "feature 6 (id B): has coordinates outside the domain of their CRS",
    ];
    assert_eq!(told.len(), reasons.len(), "{told:#?}");
    for (line, reason) in told.iter().zip(reasons) {
        assert!(line.starts_with(&format!("buildings.geojson: {reason}")), "{line}");
    }
    let report = &imported.report.layers[1];
    assert_eq!((report.count, report.left_out), (1, 6));
}

#[test]
fn a_layer_without_a_usable_feature_is_refused() {
    let all_null = collection(&[("null", r#"{"pop":1}"#), ("null", r#"{"pop":1}"#)]);
    let error = read(&[units(), layer(Role::Buildings, &all_null)]).expect_err("nothing usable");
    assert!(lines(&error).contains(&"buildings.geojson: has no usable feature".to_owned()));
    let error = read(&[layer(Role::Units, &collection(&[])), buildings(&[r#"{"pop":1}"#])]);
    let error = error.expect_err("no units");
    assert_eq!(lines(&error), ["units.geojson: has no usable feature"]);
}

#[test]
fn an_empty_facility_layer_is_fine() {
    let facilities = layer(Role::Facilities, &collection(&[]));
    let imported =
        read(&[units(), buildings(&[r#"{"id":1,"pop":1}"#]), facilities]).expect("none yet");
    assert_eq!(warnings(&imported), ["facilities.geojson: has no features"]);
}

#[test]
fn duplicate_unit_ids_are_refused() {
    let shape = square(121.47, 31.23);
    let twice = collection(&[(&shape, r#"{"id":"A"}"#), (&shape, r#"{"id":"A"}"#)]);
    let error = read(&[layer(Role::Units, &twice), buildings(&[r#"{"id":1,"pop":1}"#])]);
    let expected =
        "units.geojson: feature 1 (id A), field id: id A is that of feature 0 already".to_owned();
    assert_eq!(lines(&error.expect_err("two units A")), [expected]);
}

#[test]
fn projected_coordinates_without_a_crs_are_told_by_their_size_and_place() {
    let ring = "[[640000,3457000],[640100,3457000],[640100,3457100],[640000,3457000]]";
    let projected = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
    let features = collection(&[(&projected, r#"{"id":1,"pop":5}"#)]);
    let imported = read(&[units(), layer(Role::Buildings, &features)]).expect("told by the units");
    let report = &imported.report.layers[1];
    assert_eq!((report.crs.code(), report.crs_found), ("EPSG:4549", CrsFound::Evidence));
    let told = &warnings(&imported)[0];
    assert!(told.contains("taken as EPSG:4549") && told.contains("--crs buildings="), "{told}");
    let nowhere = features.replace("640", "990");
    let error = read(&[units(), layer(Role::Buildings, &nowhere)]).expect_err("no system fits");
    let told = &lines(&error)[0];
    assert!(told.contains("cannot be degrees") && told.contains("--crs EPSG:4549"), "{told}");

    let declared = features.replacen(
        '{',
        r#"{"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4549"}},"#,
        1,
    );
    let imported = read(&[units(), layer(Role::Buildings, &declared)]).expect("declared");
    let report = &imported.report.layers[1];
    assert_eq!((report.crs.code(), report.crs_found), ("EPSG:4549", CrsFound::Declared));
    let at = imported.study.layers().buildings.demand_points()[0];
    assert!((at.x - 640_066.667).abs() < 0.01 && (at.y - 3_457_033.333).abs() < 0.01, "{at:?}");
    let [low, high] = report.extent.expect("there is geometry");
    assert!((121.46..121.48).contains(&low.lon) && (31.22..31.24).contains(&high.lat));
}

#[test]
fn the_named_crs_wins_over_the_declared_one() {
    let source_crs = vec![(None, Crs::from_code("EPSG:4490").expect("known"))];
    let options = ImportOptions { source_crs, ..ImportOptions::default() };
    let imported = import(&[units(), buildings(&[r#"{"id":1,"pop":1}"#])], &options, &());
    let report = imported.expect("CGCS2000 is degrees too").report;
    assert!(report.layers.iter().all(|layer| layer.crs_found == CrsFound::Given));
}

#[test]
fn a_mapped_column_that_no_feature_has_is_refused() {
    let fields = FieldMap::parse("buildings.residents=headcount").expect("well formed");
    let options = ImportOptions { fields, ..ImportOptions::default() };
    let error = import(&[units(), buildings(&[r#"{"id":1,"pop":1}"#])], &options, &());
    let expected =
        "buildings.geojson: field residents: no column \"headcount\"; columns: id, pop".to_owned();
    assert_eq!(lines(&error.expect_err("no such column")), [expected]);
}

#[test]
fn capacities_of_facilities_and_districts_of_units_are_read() {
    let at = point(121.47, 31.23);
    let facilities = collection(&[
        (&at, r#"{"id":"F1","功能":"托育","托位数":"40"}"#),
        (&at, r#"{"id":"F2","功能":"托育"}"#),
        (&at, r#"{"id":"F3","功能":"托育","托位数":-3}"#),
    ]);
    let units = collection(&[(&square(121.47, 31.23), r#"{"id":"U1","所属区":"临江区"}"#)]);
    let sources = [
        layer(Role::Units, &units),
        buildings(&[r#"{"id":1,"pop":1}"#]),
        layer(Role::Facilities, &facilities),
    ];
    let imported = read(&sources).expect("fine");
    let capacities: Vec<_> = imported.study.base().values().map(|f| f.capacity).collect();
    assert_eq!(capacities, [Some(40.0), None, None]);
    assert_eq!(imported.study.layers().units.district(0), Some("临江区"));
    let told = warnings(&imported);
    assert!(told.iter().any(|told| told.contains("F3") && told.contains("-3")), "{told:?}");
}

#[test]
fn facilities_get_the_functions_their_words_mean() {
    let at = point(121.47, 31.23);
    let facilities = collection(&[
        (&at, r#"{"id":"F1","name":"睦邻中心","功能":"养老；食堂"}"#),
        (&square(121.47, 31.23), r#"{"id":"F2","功能":["托育","棋牌室"]}"#),
        (&at, r#"{"id":"F3","功能":" "}"#),
    ]);
    let sources =
        [units(), buildings(&[r#"{"id":1,"pop":1}"#]), layer(Role::Facilities, &facilities)];
    let imported = read(&sources).expect("fine");
    let standard = imported.study.standard();
    assert_eq!(standard.functions.len(), 12, "eleven and 棋牌室");
    let offers: Vec<Vec<&str>> = imported
        .study
        .facilities(ScenarioId::BASE)
        .values()
        .map(|f| f.functions.iter().map(|i| standard.function(*i).id.as_str()).collect())
        .collect();
    assert_eq!(offers, [vec!["elder_care", "community_meals"], vec!["childcare", "棋牌室"]]);
    let told = warnings(&imported);
    assert!(told[0].contains("feature 2 (id F3): has no function"), "{told:?}");
    assert!(told[1].contains("\"棋牌室\" (facilities: 1)"), "{told:?}");

    let functions = FunctionNaming::AsIs;
    let options = ImportOptions { functions, ..ImportOptions::default() };
    let imported = import(&sources, &options, &()).expect("fine");
    let ids: Vec<_> = imported.study.standard().functions.iter().map(|f| f.id.clone()).collect();
    assert_eq!(ids, ["养老；食堂", "托育", "棋牌室"]);
}

#[test]
fn streets_barriers_and_candidates_are_read() {
    let line = r#"{"type":"MultiLineString","coordinates":[[[121.4,31.2],[121.5,31.2]],[[121.4,31.25],[121.5,31.25]]]}"#;
    let streets = collection(&[(line, r#"{"highway":"residential","name":"四平路"}"#)]);
    let barriers = collection(&[(&square(121.47, 31.23), "{}"), (line, r#"{"railway":"rail"}"#)]);
    let candidates = collection(&[(&square(121.47, 31.23), r#"{"id":"C1","可用面积":"1,200"}"#)]);
    let imported = read(&[
        layer(Role::Candidates, &candidates),
        layer(Role::Barriers, &barriers),
        layer(Role::Streets, &streets),
        buildings(&[r#"{"id":1,"pop":1}"#]),
        units(),
    ])
    .expect("in any order");
    let layers = imported.study.layers();
    let classes: Vec<_> = layers.streets.iter().map(|street| street.class).collect();
    assert_eq!(classes, [StreetClass::Secondary; 2], "each line is a street");
    let kinds: Vec<_> = layers.barriers.iter().map(|barrier| barrier.kind).collect();
    assert_eq!(kinds, [BarrierKind::Water, BarrierKind::Railway, BarrierKind::Railway]);
    let candidate = imported.study.register().iter().next().expect("it is listed");
    assert_eq!(candidate.premises.usable_area_m2, Some(1200.0));
    let roles: Vec<_> = imported.report.layers.iter().map(|layer| layer.role).collect();
    assert_eq!(roles[0], Role::Candidates, "the report follows the order of the sources");
}

#[test]
fn a_cancelled_import_says_so() {
    struct Impatient;
    impl Progress for Impatient {
        fn stage(&self, _what: Message, _done: usize, _total: usize) {}
        fn cancelled(&self) -> bool {
            true
        }
    }
    let sources = [units(), buildings(&[r#"{"id":1,"pop":1}"#])];
    let error = import(&sources, &ImportOptions::default(), &Impatient).expect_err("cancelled");
    assert_eq!(lines(&error), ["Reading was cancelled"]);
}
