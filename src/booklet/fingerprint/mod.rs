//! Fingerprints of what a booklet was computed from: whoever has the same data finds the same ones,
//! whatever file they are in.

mod sha256;

use crate::geometry::{Polygons, WorldPoint};
use crate::language::Text;
use crate::layers::{Barrier, BarrierShape, Buildings, Street, Units};
use crate::session::Session;
use crate::study::{Facilities, Study};

use sha256::Sha256;

/// The fingerprints of a study's data, each with the name of what it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints(Vec<(Text, String)>);

impl Fingerprints {
    /// Linear in the size of the data; the residents are those read, before any what-if.
    pub fn of(session: &Session) -> Self {
        let study = session.study();
        let layers = study.data();
        let shown = study.facilities(session.shown());
        Self(vec![
            (Text::new("规划单元", "Units"), of_units(&layers.units)),
            (Text::new("建筑与居民", "Buildings"), of_buildings(&layers.buildings)),
            (Text::new("街道", "Streets"), of_streets(&layers.streets)),
            (Text::new("屏障", "Barriers"), of_barriers(&layers.barriers)),
            (Text::new("现状设施", "Existing facilities"), of_facilities(study, study.base())),
            (Text::new("方案设施", "Scenario's facilities"), of_facilities(study, shown)),
            (Text::new("标准", "Standard"), of_standard(study)),
        ])
    }

    /// Each as 64 hexadecimal digits.
    pub fn named(&self) -> impl Iterator<Item = (Text, &str)> {
        self.0.iter().map(|(name, print)| (*name, print.as_str()))
    }
}

/// Takes values in, each told apart from the next.
#[derive(Default)]
struct Digest(Sha256);

impl Digest {
    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn count(&mut self, count: usize) {
        self.0.update(&(count as u64).to_le_bytes());
    }

    fn number(&mut self, number: f64) {
        self.0.update(&number.to_le_bytes());
    }

    fn optional(&mut self, number: Option<f64>) {
        self.number(number.unwrap_or(f64::NAN));
    }

    fn line(&mut self, line: &[WorldPoint]) {
        self.count(line.len());
        for point in line {
            self.number(point.x);
            self.number(point.y);
        }
    }

    fn shape(&mut self, shapes: &Polygons, feature: usize) {
        for ring in shapes.rings(feature) {
            self.line(ring);
        }
    }

    fn finish(self) -> String {
        self.0.finish().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn of_units(units: &Units) -> String {
    let mut digest = Digest::default();
    for unit in 0..units.len() {
        digest.text(units.id(unit));
        digest.text(units.name(unit));
        digest.shape(units.shapes(), unit);
    }
    digest.finish()
}

fn of_buildings(buildings: &Buildings) -> String {
    let mut digest = Digest::default();
    let demand = buildings.demand();
    for group in demand.groups() {
        digest.text(group.id());
    }
    for building in 0..buildings.len() {
        let record = buildings.record(building);
        digest.text(&record.id);
        digest.text(record.kind.id());
        digest.optional(record.floor_area_m2);
        digest.optional(record.households);
        digest.shape(buildings.shapes(), building);
        for group in 0..demand.groups().len() {
            digest.number(demand.residents(group)[building].as_f64());
        }
    }
    digest.finish()
}

fn of_streets(streets: &[Street]) -> String {
    let mut digest = Digest::default();
    for Street { name, class, passage, line } in streets {
        digest.text(name);
        digest.text(class.id());
        digest.text(passage.structure.id());
        digest.number(f64::from(passage.level));
        digest.count(usize::from(passage.is_crossing));
        digest.line(line);
    }
    digest.finish()
}

fn of_barriers(barriers: &[Barrier]) -> String {
    let mut digest = Digest::default();
    for Barrier { kind, shape } in barriers {
        digest.text(kind.id());
        match shape {
            BarrierShape::Point(at) => digest.line(&[*at]),
            BarrierShape::Line(line) => digest.line(line),
            BarrierShape::Area(area) => (0..area.len()).for_each(|part| digest.shape(area, part)),
        }
    }
    digest.finish()
}

fn of_facilities(study: &Study, facilities: &Facilities) -> String {
    let mut digest = Digest::default();
    for facility in facilities.values() {
        digest.text(&facility.code);
        digest.text(&facility.name);
        digest.line(&[facility.at]);
        digest.optional(facility.floor_area_m2);
        digest.optional(facility.capacity);
        for function in &facility.functions {
            digest.text(&study.standard().function(*function).id);
        }
    }
    digest.finish()
}

fn of_standard(study: &Study) -> String {
    let mut digest = Digest::default();
    // A standard holds texts and numbers only, which can always be written.
    digest.text(&serde_json::to_string(study.standard()).unwrap_or_default());
    digest.finish()
}
