//! What the planner works on, in a study file: facilities, scenarios, standard, parameters, and
//! what the import said. Written whole here; edit by edit in `commits`.

use std::sync::Arc;

use rusqlite::{Connection, params};

use super::layers::{geometry, point};
use super::programme::{programme_from_json, programme_to_json};
use super::records::{Codec, origin_columns, origin_of};
use super::schema::{self, FACILITIES};
use super::{StudyFileError, candidates, commits, walkthrough};
use crate::files::geopackage::{encode_point, set_extent};
use crate::files::{CrsFound, ImportReport, LayerReport, Problem, Role};
use crate::geometry::{Crs, Extent, LonLat};
use crate::language::Message;
use crate::standard::Standard;
use crate::study::{
    Description, EditNumber, Facilities, Facility, FacilityId, ProgrammeRules, Scenario,
    ScenarioEdit, ScenarioId, Study,
};

type Outcome<T> = Result<T, StudyFileError>;

/// Writes standard, parameters, scenarios and the facilities of each.
pub(super) fn write(connection: &Connection, study: &Study, srs_id: i32) -> Outcome<()> {
    write_standard(connection, study.standard())?;
    write_rules(connection, study.programme_rules())?;
    super::parameters::write(connection, study.parameters())?;
    let codec = Codec { standard: study.standard() };
    candidates::write(connection, codec, study.register(), srs_id)?;
    walkthrough::write(connection, codec, study.walkthrough())?;
    FACILITIES.create(connection, srs_id)?;
    for facility in study.base().values() {
        put_facility(connection, codec, srs_id, ScenarioId::BASE, facility)?;
    }
    for (position, scenario) in study.scenarios().iter().enumerate() {
        commits::insert_scenario(connection, codec, position, scenario)?;
        for facility in study.facilities(scenario.id).values() {
            put_facility(connection, codec, srs_id, scenario.id, facility)?;
        }
    }
    FACILITIES.index(connection)?;
    let scenarios = study.scenarios().iter().map(|scenario| scenario.id);
    let all = scenarios.chain([ScenarioId::BASE]).flat_map(|id| study.facilities(id).values());
    Ok(set_extent(connection, FACILITIES.name, Extent::of(all.map(|facility| facility.at)))?)
}

/// Puts a facility of a scenario into the table, or in the place of what was there.
pub(super) fn put_facility(
    connection: &Connection,
    codec: Codec,
    srs_id: i32,
    scenario: ScenarioId,
    facility: &Facility,
) -> Outcome<()> {
    let Facility {
        id,
        code,
        name,
        at,
        functions,
        floor_area_m2,
        capacity,
        operations,
        project,
        origin,
    } = facility;
    let (origin, building) = origin_columns(origin);
    let functions = codec.function_ids(functions).join(";");
    let geometry = encode_point(srs_id, *at);
    let values = params![
        geometry,
        scenario.0,
        id.0,
        code,
        name,
        functions,
        floor_area_m2,
        origin,
        building,
        capacity,
        programme_to_json(codec, operations, project)?
    ];
    // Updated where it is there, which keeps the row's fid. An upsert would not do: its conflict
    // clause overrides that of the spatial index's triggers.
    let update = "UPDATE lifecircle_facilities SET geom = ?1, code = ?4, name = ?5, \
                  functions = ?6, floor_area_m2 = ?7, origin = ?8, building = ?9, capacity = ?10, \
                  programme = ?11 WHERE scenario = ?2 AND facility = ?3";
    if connection.prepare_cached(update)?.execute(values)? == 0 {
        let insert = "INSERT INTO lifecircle_facilities (geom, scenario, facility, code, name, \
                      functions, floor_area_m2, origin, building, capacity, programme) \
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        connection.prepare_cached(insert)?.execute(values)?;
    }
    Ok(())
}

pub(super) fn remove_facility(
    connection: &Connection,
    scenario: ScenarioId,
    id: FacilityId,
) -> Outcome<()> {
    let sql = "DELETE FROM lifecircle_facilities WHERE scenario = ?1 AND facility = ?2";
    connection.prepare_cached(sql)?.execute([scenario.0, id.0])?;
    Ok(())
}

/// The facilities that exist. Those of the other scenarios follow from their edits.
pub(super) fn read_base(connection: &Connection, standard: &Standard) -> Outcome<Facilities> {
    let codec = Codec { standard };
    let mut statement = connection.prepare(
        "SELECT geom, facility, code, name, functions, floor_area_m2, origin, building, capacity, \
         programme FROM lifecircle_facilities WHERE scenario = 0 ORDER BY facility",
    )?;
    let mut rows = statement.query([])?;
    let mut facilities = Facilities::new();
    while let Some(row) = rows.next()? {
        let id = FacilityId(row.get(1)?);
        let functions: String = row.get(4)?;
        let functions: Vec<String> = functions.split(';').map(str::to_owned).collect();
        let programme: Option<String> = row.get(9)?;
        let (operations, project) = programme_from_json(codec, programme.as_deref())?;
        let facility = Facility {
            id,
            code: row.get(2)?,
            name: row.get(3)?,
            at: point(geometry(row, 0)?)?,
            functions: codec.functions(&functions)?,
            floor_area_m2: row.get(5)?,
            origin: origin_of(&row.get::<_, String>(6)?, row.get(7)?)?,
            capacity: row.get(8)?,
            operations,
            project,
        };
        facilities.insert(id, facility);
    }
    Ok(facilities)
}

/// The scenarios in their order, with their edits.
pub(super) fn read_scenarios(
    connection: &Connection,
    standard: &Standard,
) -> Outcome<Vec<Scenario>> {
    let codec = Codec { standard };
    let mut statement = connection.prepare(
        "SELECT scenario, parent, name_zh, name_en, color, note FROM lifecircle_scenarios \
         ORDER BY position",
    )?;
    let mut rows = statement.query([])?;
    let mut scenarios = Vec::new();
    while let Some(row) = rows.next()? {
        let id = ScenarioId(row.get(0)?);
        scenarios.push(Scenario {
            id,
            parent: ScenarioId(row.get(1)?),
            description: Description {
                name: Message::new(row.get::<_, String>(2)?, row.get::<_, String>(3)?),
                color: row.get(4)?,
                note: row.get(5)?,
            },
            edits: read_edits(connection, codec, id)?,
        });
    }
    Ok(scenarios)
}

fn read_edits(
    connection: &Connection,
    codec: Codec,
    scenario: ScenarioId,
) -> Outcome<Vec<ScenarioEdit>> {
    let mut statement = connection.prepare_cached(
        "SELECT number, label_zh, label_en, edit FROM lifecircle_edits WHERE scenario = ?1 \
         ORDER BY position",
    )?;
    let mut rows = statement.query([scenario.0])?;
    let mut edits = Vec::new();
    while let Some(row) = rows.next()? {
        edits.push(ScenarioEdit {
            number: EditNumber(row.get(0)?),
            label: Message::new(row.get::<_, String>(1)?, row.get::<_, String>(2)?),
            edit: codec.facility_edit_from_json(row.get_ref(3)?.as_str().unwrap_or_default())?,
        });
    }
    Ok(edits)
}

/// Writes the standard in the place of what was there: its document, with a row for each function.
/// The columns beside a function's document are for those who look into the file.
pub(super) fn write_standard(connection: &Connection, standard: &Standard) -> Outcome<()> {
    connection.execute("DELETE FROM lifecircle_standard", [])?;
    let sql = "INSERT INTO lifecircle_standard (position, function, name_zh, name_en, \
               walk_limit_m, walk_standing, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    let mut insert = connection.prepare_cached(sql)?;
    for (position, function) in standard.functions.iter().enumerate() {
        insert.execute(params![
            position as i64,
            function.id,
            function.name.zh,
            function.name.en,
            function.walk_limit_m,
            function.walk_standing.id(),
            to_json(function)?
        ])?;
    }
    let without_functions = Standard { functions: Vec::new(), ..standard.clone() };
    schema::set_meta(connection, "standard", &standard.id)?;
    Ok(schema::set_meta(connection, "standard_document", &to_json(&without_functions)?)?)
}

/// Writes the rules of the programme in the place of those before.
pub(super) fn write_rules(connection: &Connection, rules: &ProgrammeRules) -> Outcome<()> {
    Ok(schema::set_meta(connection, "programme_rules", &to_json(rules)?)?)
}

/// The rules of the programme; the shipped ones in a file that does not know of any yet.
pub(super) fn read_rules(connection: &Connection) -> Outcome<Arc<ProgrammeRules>> {
    let rules = schema::meta(connection, "programme_rules")?;
    Ok(Arc::new(rules.map_or_else(|| Ok(ProgrammeRules::default()), |json| from_json(&json))?))
}

pub(super) fn read_standard(connection: &Connection) -> Outcome<Standard> {
    let document = schema::required_meta(connection, "standard_document")?;
    let standard: Standard = from_json(&document)?;
    let sql = "SELECT document FROM lifecircle_standard ORDER BY position";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut functions = Vec::new();
    while let Some(row) = rows.next()? {
        functions.push(from_json(&row.get::<_, String>(0)?)?);
    }
    Ok(Standard { functions, ..standard }.completed())
}

/// A part of a document as it stands in a table.
pub(super) fn to_json(record: &impl serde::Serialize) -> Outcome<String> {
    serde_json::to_string(record).map_err(|error| StudyFileError::record(&error))
}

fn from_json<T: serde::de::DeserializeOwned>(json: &str) -> Outcome<T> {
    serde_json::from_str(json).map_err(|error| StudyFileError::record(&error))
}

/// Writes what the import understood and what is doubtful about it.
pub(super) fn write_report(connection: &Connection, report: &ImportReport) -> Outcome<()> {
    let sql = "INSERT INTO lifecircle_sources (role, file, geometry_type, count, left_out, crs, \
               crs_found, west, south, east, north, fields, systems) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";
    let mut insert = connection.prepare(sql)?;
    for layer in &report.layers {
        let corner = |pick: fn(&[LonLat; 2]) -> f64| layer.extent.as_ref().map(pick);
        let fields =
            serde_json::to_string(&layer.fields).map_err(|error| StudyFileError::record(&error))?;
        let systems = serde_json::to_string(&layer.hypotheses)
            .map_err(|error| StudyFileError::record(&error))?;
        insert.execute(params![
            layer.role.id(),
            layer.file,
            layer.geometry_type,
            layer.count as i64,
            layer.left_out as i64,
            layer.crs.code(),
            layer.crs_found.id(),
            corner(|[south_west, _]| south_west.lon),
            corner(|[south_west, _]| south_west.lat),
            corner(|[_, north_east]| north_east.lon),
            corner(|[_, north_east]| north_east.lat),
            fields,
            systems
        ])?;
    }
    let sql = "INSERT INTO lifecircle_notes (file, feature, feature_id, field, what_zh, what_en) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = connection.prepare(sql)?;
    for Problem { file, feature, feature_id, field, what, at: _ } in &report.warnings {
        let feature = feature.map(|feature| feature as i64);
        insert.execute(params![file, feature, feature_id, field, what.zh, what.en])?;
    }
    Ok(())
}

pub(super) fn read_report(connection: &Connection) -> Outcome<ImportReport> {
    Ok(ImportReport { layers: read_sources(connection)?, warnings: read_notes(connection)? })
}

fn read_sources(connection: &Connection) -> Outcome<Vec<LayerReport>> {
    let mut statement = connection.prepare(
        "SELECT role, file, geometry_type, count, left_out, crs, crs_found, west, south, east, \
         north, fields, systems FROM lifecircle_sources ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut layers = Vec::new();
    while let Some(row) = rows.next()? {
        let role = Role::from_id(&row.get::<_, String>(0)?);
        let found = CrsFound::from_id(&row.get::<_, String>(6)?);
        let (Some(role), Some(crs_found)) = (role, found) else {
            return Err(StudyFileError::damaged("lifecircle_sources"));
        };
        let corners = (row.get(7)?, row.get(8)?, row.get(9)?, row.get(10)?);
        let extent = match corners {
            (Some(west), Some(south), Some(east), Some(north)) => {
                Some([LonLat { lon: west, lat: south }, LonLat { lon: east, lat: north }])
            }
            _ => None,
        };
        let crs = Crs::from_code(&row.get::<_, String>(5)?);
        let fields = serde_json::from_str(&row.get::<_, String>(11)?);
        let hypotheses = serde_json::from_str(&row.get::<_, String>(12)?);
        layers.push(LayerReport {
            role,
            file: row.get(1)?,
            geometry_type: row.get(2)?,
            count: count(row.get(3)?),
            left_out: count(row.get(4)?),
            crs: crs.map_err(|error| StudyFileError::damaged(error.to_string()))?,
            crs_found,
            is_crs_doubtful: false,
            hypotheses: hypotheses.map_err(|error| StudyFileError::record(&error))?,
            extent,
            fields: fields.map_err(|error| StudyFileError::record(&error))?,
        });
    }
    Ok(layers)
}

fn read_notes(connection: &Connection) -> Outcome<Vec<Problem>> {
    let mut statement = connection.prepare(
        "SELECT file, feature, feature_id, field, what_zh, what_en FROM lifecircle_notes \
         ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        notes.push(Problem {
            file: row.get(0)?,
            feature: row.get::<_, Option<i64>>(1)?.map(count),
            feature_id: row.get(2)?,
            field: row.get(3)?,
            at: None,
            what: Message::new(row.get::<_, String>(4)?, row.get::<_, String>(5)?),
        });
    }
    Ok(notes)
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}
