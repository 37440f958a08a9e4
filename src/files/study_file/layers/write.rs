//! Layers into an empty study file: a table each, rows numbered in the order of the layer.

use rusqlite::{Connection, params};

use crate::files::Progress;
use crate::files::geopackage::{
    FeatureTable, GeometryKind, encode_area, encode_line, encode_point, set_extent,
};
use crate::files::study_file::schema::{
    self, BARRIERS, BUILDING_COLUMNS, BUILDINGS, STREETS, UNITS,
};
use crate::geometry::Extent;
use crate::language::Message;
use crate::layers::{
    Barrier, BarrierShape, Building, Buildings, LayerSet, Passage, Persons, Street, Units,
};

use super::{Outcome, report, residents_column};

/// How many buildings are written between two looks at whether anyone still waits.
const ROWS_PER_STAGE: usize = 20_000;

/// Writes all layers into an empty study file.
pub(in crate::files::study_file) fn write(
    connection: &Connection,
    layers: &LayerSet,
    srs_id: i32,
    progress: &dyn Progress,
) -> Outcome<()> {
    let writer = Writer { connection, srs_id };
    writer.units(&layers.units)?;
    writer.streets(&layers.streets)?;
    writer.barriers(&layers.barriers)?;
    writer.buildings(&layers.buildings, progress)?;
    schema::set_meta(connection, "name_zh", &layers.name.zh)?;
    schema::set_meta(connection, "name_en", &layers.name.en)?;
    schema::set_meta(connection, "crs", layers.crs.code())?;
    let source = layers.buildings.residents_source().id();
    Ok(schema::set_meta(connection, "residents_source", source)?)
}

struct Writer<'a> {
    connection: &'a Connection,
    srs_id: i32,
}

impl Writer<'_> {
    fn units(&self, units: &Units) -> Outcome<()> {
        let totals = units.totals();
        let names: Vec<String> = totals.iter().map(|(group, _)| residents_column(*group)).collect();
        let columns: String = names.iter().map(|name| format!(", {name} DOUBLE")).collect();
        let columns = format!("{}{columns}", UNITS.columns);
        let table = FeatureTable { columns: &columns, ..UNITS };
        table.create(self.connection, self.srs_id)?;
        let names: String = names.iter().map(|name| format!(", {name}")).collect();
        let places: String = (0..totals.len()).map(|place| format!(", ?{}", place + 5)).collect();
        let mut insert = self.connection.prepare(&format!(
            "INSERT INTO units (geom, id, name, district{names}) VALUES (?1, ?2, ?3, ?4{places})"
        ))?;
        let shapes = units.shapes();
        for unit in 0..units.len() {
            insert.raw_bind_parameter(1, encode_area(self.srs_id, shapes.parts(unit)))?;
            insert.raw_bind_parameter(2, units.id(unit))?;
            insert.raw_bind_parameter(3, units.name(unit))?;
            insert.raw_bind_parameter(4, units.district(unit))?;
            for (place, (_, column)) in totals.iter().enumerate() {
                insert.raw_bind_parameter(5 + place, column[unit].map(Persons::as_f64))?;
            }
            insert.raw_execute()?;
        }
        let extents = (0..units.len()).filter_map(|unit| shapes.extent(unit));
        self.complete(&table, extents.reduce(Extent::union))
    }

    fn streets(&self, streets: &[Street]) -> Outcome<()> {
        STREETS.create(self.connection, self.srs_id)?;
        let sql = "INSERT INTO streets (geom, name, class, structure, level, crossing) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = self.connection.prepare(sql)?;
        for Street { name, class, passage, line } in streets {
            let Passage { structure, level, is_crossing } = passage;
            let geometry = encode_line(self.srs_id, line);
            insert.execute(params![
                geometry,
                name,
                class.id(),
                structure.id(),
                level,
                is_crossing
            ])?;
        }
        let points = streets.iter().flat_map(|street| street.line.iter().copied());
        self.complete(&STREETS, Extent::of(points))
    }

    fn barriers(&self, barriers: &[Barrier]) -> Outcome<()> {
        BARRIERS.create(self.connection, self.srs_id)?;
        let sql = "INSERT INTO barriers (geom, kind) VALUES (?1, ?2)";
        let mut insert = self.connection.prepare(sql)?;
        let mut around: Option<Extent> = None;
        for Barrier { kind, shape } in barriers {
            let (geometry, extent) = match shape {
                BarrierShape::Point(at) => (encode_point(self.srs_id, *at), Extent::of([*at])),
                BarrierShape::Line(line) => {
                    (encode_line(self.srs_id, line), Extent::of(line.iter().copied()))
                }
                BarrierShape::Area(area) => {
                    let features = 0..area.len();
                    let parts = features.clone().flat_map(|feature| area.parts(feature));
                    let extents = features.filter_map(|feature| area.extent(feature));
                    (encode_area(self.srs_id, parts), extents.reduce(Extent::union))
                }
            };
            insert.execute(params![geometry, kind.id()])?;
            around = around.into_iter().chain(extent).reduce(Extent::union);
        }
        self.complete(&BARRIERS, around)
    }

    fn buildings(&self, buildings: &Buildings, progress: &dyn Progress) -> Outcome<()> {
        let groups = buildings.demand().groups();
        let residents: String =
            groups.iter().map(|g| format!(", {} DOUBLE NOT NULL", residents_column(*g))).collect();
        let columns = format!("{BUILDING_COLUMNS}{residents}");
        let table = FeatureTable {
            name: BUILDINGS,
            identifier: "buildings 建筑",
            kind: GeometryKind::Any,
            columns: &columns,
        };
        table.create(self.connection, self.srs_id)?;
        let names: String = groups.iter().map(|g| format!(", {}", residents_column(*g))).collect();
        let places: String = (0..groups.len()).map(|place| format!(", ?{}", place + 12)).collect();
        let mut insert = self.connection.prepare(&format!(
            "INSERT INTO buildings (geom, id, name, use, storeys, floor_area_m2, households, idle, \
             unit, demand_x, demand_y{names}) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11{places})"
        ))?;
        for building in 0..buildings.len() {
            if building % ROWS_PER_STAGE == 0 {
                let what = Message::new("写入建筑", "Writing buildings");
                report(progress, what, building, buildings.len())?;
            }
            self.insert_building(&mut insert, buildings, building)?;
        }
        let what = Message::new("建立空间索引", "Building the spatial index");
        report(progress, what, 0, 0)?;
        let around = Extent::of(buildings.demand_points().iter().copied());
        let shapes = buildings.shapes();
        let extents = (0..shapes.len()).filter_map(|building| shapes.extent(building));
        self.complete(&table, extents.chain(around).reduce(Extent::union))
    }

    fn insert_building(
        &self,
        insert: &mut rusqlite::Statement,
        buildings: &Buildings,
        building: usize,
    ) -> Outcome<()> {
        let Building { id, name, kind, storeys, floor_area_m2, households, idle } =
            buildings.record(building);
        let at = buildings.demand_points()[building];
        // A building read as a point stays one.
        let geometry = match buildings.shapes().extent(building) {
            Some(_) => encode_area(self.srs_id, buildings.shapes().parts(building)),
            None => encode_point(self.srs_id, at),
        };
        let unit = buildings.unit_of(building).map(fid);
        insert.raw_bind_parameter(1, geometry)?;
        insert.raw_bind_parameter(2, id)?;
        insert.raw_bind_parameter(3, name)?;
        insert.raw_bind_parameter(4, kind.id())?;
        insert.raw_bind_parameter(5, storeys)?;
        insert.raw_bind_parameter(6, floor_area_m2)?;
        insert.raw_bind_parameter(7, households)?;
        insert.raw_bind_parameter(8, idle)?;
        insert.raw_bind_parameter(9, unit)?;
        insert.raw_bind_parameter(10, at.x)?;
        insert.raw_bind_parameter(11, at.y)?;
        let demand = buildings.demand();
        for group in 0..demand.groups().len() {
            let residents = demand.residents(group)[building].as_f64();
            insert.raw_bind_parameter(12 + group, residents)?;
        }
        Ok(insert.raw_execute().map(drop)?)
    }

    fn complete(&self, table: &FeatureTable, extent: Option<Extent>) -> Outcome<()> {
        table.index(self.connection)?;
        Ok(set_extent(self.connection, table.name, extent)?)
    }
}

/// Rows are numbered from 1, in the order of the layer.
fn fid(position: usize) -> i64 {
    position as i64 + 1
}
