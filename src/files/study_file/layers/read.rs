//! Layers out of a study file, as they were written. A city has a million buildings; they are read by
//! several connections at once.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use geo::{Geometry, MultiPolygon};
use rayon::prelude::*;
use rusqlite::{Connection, Row};

use crate::files::Progress;
use crate::files::geopackage::decode;
use crate::files::import::untitled;
use crate::files::sketch::Sketching;
use crate::files::study_file::whole::READ_STAGES;
use crate::files::study_file::{StudyFileError, connect, schema};
use crate::geometry::{Crs, Polygons, WorldPoint};
use crate::language::Message;
use crate::layers::{
    Barrier, BarrierKind, BarrierShape, Building, BuildingUse, Buildings, Demand, Group, LayerSet,
    Passage, Persons, ResidentsSource, Street, StreetClass, Structure, Units,
};

use super::{Outcome, report, residents_column};

/// Rows read between two looks at whether anybody waits for them.
const ROWS_AT_ONCE: usize = 4096;

/// Reads all layers.
pub(in crate::files::study_file) fn read(
    connection: &Connection,
    path: &Path,
    progress: &dyn Progress,
) -> Outcome<LayerSet> {
    let name = Message::new(
        schema::required_meta(connection, "name_zh")?,
        schema::required_meta(connection, "name_en")?,
    );
    let name = if name == untitled() { name_of_file(path).unwrap_or(name) } else { name };
    let crs = Crs::from_code(&schema::required_meta(connection, "crs")?)
        .map_err(|error| StudyFileError::damaged(error.to_string()))?;
    report(progress, Message::new("读取道路", "Reading streets"), 0, READ_STAGES)?;
    let (streets, barriers) = (read_streets(connection)?, read_barriers(connection)?);
    let units = read_units(connection)?;
    let mut sketching = Sketching::for_whoever_waits(progress);
    let rings = (0..units.len()).flat_map(|unit| units.shapes().rings(unit));
    sketching.units(&rings.map(<[WorldPoint]>::to_vec).collect::<Vec<_>>());
    sketching.streets(streets.iter().map(|street| street.line.clone()));
    let buildings = read_buildings(connection, path, units.len(), progress, sketching)?;
    Ok(LayerSet {
        name,
        crs,
        units: Arc::new(units),
        buildings,
        streets: Arc::new(streets),
        barriers: Arc::new(barriers),
    })
}

/// What a study goes by that nobody has named.
fn name_of_file(path: &Path) -> Option<Message> {
    path.file_stem().map(|stem| Message::same(stem.to_string_lossy()))
}

fn read_units(connection: &Connection) -> Outcome<Units> {
    let groups = known_groups(connection, "units")?;
    let columns: String = groups.iter().map(|g| format!(", {}", residents_column(*g))).collect();
    let mut statement = connection
        .prepare(&format!("SELECT geom, id, name, district{columns} FROM units ORDER BY fid"))?;
    let mut totals: Vec<_> = groups.into_iter().map(|group| (group, Vec::new())).collect();
    let mut rows = statement.query([])?;
    let (mut ids, mut names, mut shapes) = (Vec::new(), Vec::new(), Polygons::default());
    let mut districts = Vec::new();
    while let Some(row) = rows.next()? {
        shapes.push(&area(geometry(row, 0)?)?);
        ids.push(row.get(1)?);
        names.push(row.get(2)?);
        districts.push(row.get::<_, Option<String>>(3)?.unwrap_or_default());
        for (place, (_, column)) in totals.iter_mut().enumerate() {
            column.push(row.get::<_, Option<f64>>(4 + place)?.and_then(Persons::from_f64));
        }
    }
    Ok(Units::new(ids, names, shapes).in_districts(districts).with_totals(totals))
}

fn read_streets(connection: &Connection) -> Outcome<Vec<Street>> {
    let mut statement = connection.prepare(
        "SELECT geom, name, class, structure, level, crossing FROM streets ORDER BY fid",
    )?;
    let mut rows = statement.query([])?;
    let mut streets = Vec::new();
    while let Some(row) = rows.next()? {
        let class = StreetClass::from_id(&row.get::<_, String>(2)?);
        let class = class.ok_or_else(|| StudyFileError::damaged("streets.class"))?;
        let structure = Structure::from_id(&row.get::<_, String>(3)?);
        let structure = structure.ok_or_else(|| StudyFileError::damaged("streets.structure"))?;
        let passage = Passage { structure, level: row.get(4)?, is_crossing: row.get(5)? };
        let line = line(geometry(row, 0)?)?;
        streets.push(Street { name: row.get(1)?, class, passage, line });
    }
    Ok(streets)
}

fn read_barriers(connection: &Connection) -> Outcome<Vec<Barrier>> {
    let mut statement = connection.prepare("SELECT geom, kind FROM barriers ORDER BY fid")?;
    let mut rows = statement.query([])?;
    let mut barriers = Vec::new();
    while let Some(row) = rows.next()? {
        let kind = BarrierKind::from_id(&row.get::<_, String>(1)?);
        let kind = kind.ok_or_else(|| StudyFileError::damaged("barriers.kind"))?;
        let shape = match geometry(row, 0)? {
            found @ Some(Geometry::Point(_)) => BarrierShape::Point(point(found)?),
            found @ Some(Geometry::LineString(_)) => BarrierShape::Line(line(found)?),
            found => {
                let mut polygons = Polygons::default();
                polygons.push(&area(found)?);
                BarrierShape::Area(polygons)
            }
        };
        barriers.push(Barrier { kind, shape });
    }
    Ok(barriers)
}

/// A run of the building layer.
#[derive(Default)]
struct Run {
    records: Vec<Building>,
    shapes: Polygons,
    demand_points: Vec<WorldPoint>,
    units: Vec<Option<u32>>,
    /// `residents[group][building]`
    residents: Vec<Vec<Persons>>,
}

impl Run {
    fn append(&mut self, mut other: Self) {
        self.records.append(&mut other.records);
        self.shapes.append(&other.shapes);
        self.demand_points.append(&mut other.demand_points);
        self.units.append(&mut other.units);
        for (column, more) in self.residents.iter_mut().zip(&mut other.residents) {
            column.append(more);
        }
    }
}

fn read_buildings(
    connection: &Connection,
    path: &Path,
    unit_count: usize,
    progress: &dyn Progress,
    sketching: Sketching,
) -> Outcome<Buildings> {
    let what = Message::new("读取建筑", "Reading buildings");
    report(progress, what, 1, READ_STAGES)?;
    let source = ResidentsSource::from_id(&schema::required_meta(connection, "residents_source")?);
    let source = source.unwrap_or(ResidentsSource::EstimatedFromFloorArea);
    let groups = known_groups(connection, "buildings")?;
    if groups.first() != Some(&Group::All) {
        return Err(StudyFileError::damaged("buildings has no column residents_all"));
    }
    let last: Option<i64> =
        connection.query_row("SELECT max(fid) FROM buildings", [], |row| row.get(0))?;
    let last = last.unwrap_or(0);
    let runs = rayon::current_num_threads().clamp(1, 8) as i64;
    let ends: Vec<_> = (0..runs).map(|run| (last * run / runs, last * (run + 1) / runs)).collect();
    let read = AtomicUsize::new(0);
    let sketching = Mutex::new(sketching);
    let runs = ends.into_par_iter().map(|(after, until)| {
        let connection = connect::for_reading(path)?;
        let mut pass = |rows: &[WorldPoint]| {
            let read = read.fetch_add(rows.len(), Ordering::Relaxed) + rows.len();
            sketching
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .buildings(rows.iter().copied());
            progress.share(read as f64 / last.max(1) as f64);
            if progress.cancelled() { Err(StudyFileError::Cancelled) } else { Ok(()) }
        };
        read_run(&connection, &groups, (after, until), unit_count, &mut pass)
    });
    let runs: Vec<Run> = runs.collect::<Outcome<_>>()?;
    let mut all = runs.into_iter();
    let mut run = all.next().unwrap_or_default();
    all.for_each(|more| run.append(more));
    let Run { records, shapes, demand_points, units, mut residents } = run;
    if residents.is_empty() {
        residents.push(Vec::new());
    }
    let everybody = residents.remove(0);
    let by_age = groups.into_iter().skip(1).zip(residents).collect();
    let demand = Demand::new(everybody, by_age);
    Ok(Buildings::with_units(records, shapes, demand_points, demand, source, units))
}

/// The groups that a table has columns for; all residents first.
fn known_groups(connection: &Connection, table: &str) -> Outcome<Vec<Group>> {
    let statement = connection.prepare(&format!("SELECT * FROM {table} LIMIT 0"))?;
    let columns = statement.column_names();
    let known = |group: &Group| columns.contains(&residents_column(*group).as_str());
    Ok(Group::ALL.into_iter().filter(known).collect())
}

fn read_run(
    connection: &Connection,
    groups: &[Group],
    (after, until): (i64, i64),
    unit_count: usize,
    pass: &mut dyn FnMut(&[WorldPoint]) -> Outcome<()>,
) -> Outcome<Run> {
    let residents: String = groups.iter().map(|g| format!(", {}", residents_column(*g))).collect();
    let mut statement = connection.prepare(&format!(
        "SELECT geom, id, name, use, storeys, floor_area_m2, households, idle, unit, demand_x, \
         demand_y{residents} FROM buildings WHERE fid > ?1 AND fid <= ?2 ORDER BY fid"
    ))?;
    let mut rows = statement.query([after, until])?;
    let mut run = Run { residents: vec![Vec::new(); groups.len()], ..Run::default() };
    while let Some(row) = rows.next()? {
        let read = run.demand_points.len();
        if read > 0 && read.is_multiple_of(ROWS_AT_ONCE) {
            pass(&run.demand_points[read - ROWS_AT_ONCE..])?;
        }
        run.shapes.push(&match geometry(row, 0)? {
            Some(Geometry::Point(_)) | None => MultiPolygon(Vec::new()),
            footprint => area(footprint)?,
        });
        let kind = row.get_ref(3)?.as_str().ok().and_then(BuildingUse::from_id);
        run.records.push(Building {
            id: row.get(1)?,
            name: row.get(2)?,
            kind: kind.ok_or_else(|| StudyFileError::damaged("buildings.use"))?,
            storeys: row.get(4)?,
            floor_area_m2: row.get(5)?,
            households: row.get(6)?,
            idle: row.get(7)?,
        });
        let unit = row.get::<_, Option<i64>>(8)?.map(|fid| fid - 1);
        let unit = unit.map(|unit| u32::try_from(unit).ok().filter(|u| (*u as usize) < unit_count));
        if unit == Some(None) {
            return Err(StudyFileError::damaged("buildings.unit"));
        }
        run.units.push(unit.flatten());
        run.demand_points.push(WorldPoint::new(row.get(9)?, row.get(10)?));
        for (position, column) in run.residents.iter_mut().enumerate() {
            let residents = Persons::from_f64(row.get(11 + position)?);
            column.push(residents.ok_or_else(|| StudyFileError::damaged("buildings.residents"))?);
        }
    }
    Ok(run)
}

/// The geometry in a column; `None` for an empty one.
pub(in crate::files::study_file) fn geometry(
    row: &Row,
    column: usize,
) -> Outcome<Option<Geometry<f64>>> {
    let blob =
        row.get_ref(column)?.as_blob().map_err(|e| StudyFileError::damaged(e.to_string()))?;
    decode(blob).map_err(|error| StudyFileError::damaged(error.to_string()))
}

fn area(geometry: Option<Geometry<f64>>) -> Outcome<MultiPolygon<f64>> {
    match geometry {
        None => Ok(MultiPolygon(Vec::new())),
        Some(Geometry::MultiPolygon(area)) => Ok(area),
        Some(_) => Err(StudyFileError::damaged("an area is no multipolygon")),
    }
}

fn line(geometry: Option<Geometry<f64>>) -> Outcome<Vec<WorldPoint>> {
    match geometry {
        None => Ok(Vec::new()),
        Some(Geometry::LineString(line)) => {
            Ok(line.into_iter().map(|c| WorldPoint::new(c.x, c.y)).collect())
        }
        Some(_) => Err(StudyFileError::damaged("a line is no linestring")),
    }
}

/// The place of a point.
pub(in crate::files::study_file) fn point(geometry: Option<Geometry<f64>>) -> Outcome<WorldPoint> {
    match geometry {
        Some(Geometry::Point(point)) => Ok(WorldPoint::new(point.x(), point.y())),
        _ => Err(StudyFileError::damaged("a place is no point")),
    }
}
