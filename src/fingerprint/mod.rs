//! Fingerprints of what figures were computed from: whoever has the same data finds the same ones,
//! whatever file they are in. Of files too, for whoever asks whether they are the same as before.

mod digest;
mod sha256;

use rayon::prelude::*;

use crate::geometry::{Polygons, WorldPoint};
use crate::language::Text;
use crate::layers::{Barrier, BarrierShape, Buildings, Street, Units};
use crate::session::Session;
use crate::study::{Facilities, Study};

pub use digest::Digest;

/// The fingerprints of a study's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprints(Vec<Fingerprint>);

/// The fingerprint of a part of a study.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// The name of the part in JSON.
    pub id: &'static str,
    pub name: Text,
    /// 64 hexadecimal digits.
    pub print: String,
}

impl Fingerprints {
    /// Linear in the size of the data; the residents are those read, before any what-if.
    pub fn of(session: &Session) -> Self {
        let study = session.study();
        let layers = study.data();
        let shown = study.facilities(session.shown());
        let part = |part: Part| Fingerprint {
            id: part.id(),
            name: part.name(),
            print: match part {
                Part::Units => of_units(&layers.units),
                Part::Buildings => of_buildings(&layers.buildings),
                Part::Streets => of_streets(&layers.streets),
                Part::Barriers => of_barriers(&layers.barriers),
                Part::Existing => of_facilities(study, study.base()),
                Part::Scenario => of_facilities(study, shown),
                Part::Standard => of_standard(study),
            },
        };
        Self(Part::ALL.into_par_iter().map(part).collect())
    }

    /// What the part with an id is called.
    pub fn name_of(id: &str) -> Option<Text> {
        Part::ALL.into_iter().find(|part| part.id() == id).map(Part::name)
    }

    /// Part by part, always in the same order.
    pub fn iter(&self) -> impl Iterator<Item = &Fingerprint> {
        self.0.iter()
    }
}

/// What of a study has a fingerprint of its own.
#[derive(Debug, Clone, Copy)]
enum Part {
    Units,
    Buildings,
    Streets,
    Barriers,
    Existing,
    Scenario,
    Standard,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Units,
        Self::Buildings,
        Self::Streets,
        Self::Barriers,
        Self::Existing,
        Self::Scenario,
        Self::Standard,
    ];

    fn id(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Buildings => "buildings",
            Self::Streets => "streets",
            Self::Barriers => "barriers",
            Self::Existing => "existing_facilities",
            Self::Scenario => "scenario_facilities",
            Self::Standard => "standard",
        }
    }

    fn name(self) -> Text {
        match self {
            Self::Units => Text::new("规划单元", "Units"),
            Self::Buildings => Text::new("建筑与居民", "Buildings"),
            Self::Streets => Text::new("街道", "Streets"),
            Self::Barriers => Text::new("屏障", "Barriers"),
            Self::Existing => Text::new("现状设施", "Existing facilities"),
            Self::Scenario => Text::new("方案设施", "Scenario's facilities"),
            Self::Standard => Text::new("标准", "Standard"),
        }
    }
}

impl Digest {
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
