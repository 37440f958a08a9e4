//! Parting a study into cities, each with what surrounds it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use lifecircle::files::study_file::{self, SavedStudy, StudyFile, is_geopackage_path};
use lifecircle::files::{FieldMap, FunctionNaming, ImportOptions, ImportReport, import, locate};
use lifecircle::geometry::{Extent, Polygons, WorldPoint};
use lifecircle::layers::{
    Barrier, BarrierShape, Buildings, Demand, LayerSet, Persons, ResidentsSource, Units,
};
use lifecircle::study::{Facilities, History, Parameters, ScenarioId, Study, WalkLimit, WalkModel};

use crate::Error;
use crate::data::{BuildingRow, DataFolder, Plan, PlanFunction};

/// What to part, and how.
#[derive(Debug, Clone, clap::Args)]
pub struct PrepareArgs {
    /// A study file, or a folder of layers
    #[arg(value_name = "STUDY")]
    pub study: PathBuf,

    /// Where the parts go: a folder that scheduler, executors and client see under the same path
    #[arg(long, value_name = "FOLDER")]
    pub out: PathBuf,

    /// So many parts from west to east, instead of one per district of the units
    #[arg(long, value_name = "N")]
    pub parts: Option<usize>,

    /// Walk model: circle or network [default: the study's]
    #[arg(long, value_parser = walk_model)]
    pub walk: Option<WalkModel>,

    /// One walking limit for all functions, in metres [default: the study's]
    #[arg(long, value_name = "METRES")]
    pub limit: Option<f64>,

    /// Take the functions of the facilities as they are, instead of matching them to the standard
    #[arg(long)]
    pub as_is: bool,

    /// Column of a field, such as facilities.function=category; may be repeated
    #[arg(long, value_name = "ROLE.FIELD=COLUMN", value_parser = FieldMap::parse)]
    pub map: Vec<FieldMap>,
}

fn walk_model(id: &str) -> Result<WalkModel, String> {
    WalkModel::from_id(id).ok_or_else(|| "expected circle or network".to_owned())
}

/// Parts the study; what came of it.
///
/// # Errors
/// When the study cannot be read, or the parts cannot be written.
pub fn prepare(args: &PrepareArgs) -> Result<Plan, Error> {
    let study = open(args)?;
    let out = DataFolder::new(&args.out);
    out.create()?;
    let halo_m = halo_m(&study);
    let cities = match args.parts {
        Some(parts) => strips(study.layers(), parts.max(1)),
        None => districts(study.layers()),
    };
    for (number, buildings) in (1..).zip(&cities) {
        let city = format!("{number:05}");
        write_city(&study, &city, buildings, halo_m, &out)?;
    }
    let plan = plan_of(&study, cities.len());
    out.write_plan(&plan)?;
    Ok(plan)
}

fn open(args: &PrepareArgs) -> Result<Study, Error> {
    let path = &args.study;
    let study = if is_geopackage_path(path) && study_file::is_study(path) {
        study_file::read(path, &()).map_err(|error| error.message().en)?.study
    } else {
        let functions = if args.as_is { FunctionNaming::AsIs } else { FunctionNaming::Standard };
        let fields = args.map.iter().cloned().collect();
        let options = ImportOptions { functions, fields, ..ImportOptions::default() };
        import(&locate(path)?.sources, &options, &())?.study
    };
    let Parameters { model, limit, .. } = *study.parameters();
    let parameters = Parameters {
        model: args.walk.unwrap_or(model),
        limit: args.limit.map_or(limit, WalkLimit::Metres),
        ..*study.parameters()
    };
    restored(&study, study.data().clone(), study.base().clone(), parameters)
}

fn restored(
    study: &Study,
    layers: LayerSet,
    facilities: Facilities,
    parameters: Parameters,
) -> Result<Study, Error> {
    Study::restore(layers, study.standard().clone(), facilities, Vec::new(), parameters)
        .map_err(|error| error.message().en.into())
}

/// Beyond it lies nothing that anybody reaches, or is joined to the streets by.
fn halo_m(study: &Study) -> f64 {
    let groups = study.layers().buildings.demand().groups().len();
    let of_group = |group: usize| {
        study.standard().indexes().map(move |function| study.walk(group).limit_m(function))
    };
    let farthest = (0..groups).flat_map(of_group).fold(0.0, f64::max);
    farthest + 2.0 * study.parameters().network.farthest_access_m
}

/// Positions of the buildings of each district, and of those in no unit.
fn districts(layers: &LayerSet) -> Vec<Vec<usize>> {
    let mut cities: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for building in 0..layers.buildings.len() {
        let unit = layers.buildings.unit_of(building);
        let district = unit.and_then(|unit| layers.units.district(unit)).unwrap_or_default();
        cities.entry(district).or_default().push(building);
    }
    cities.into_values().collect()
}

/// Positions of the buildings in parts of equal size, from west to east.
fn strips(layers: &LayerSet, parts: usize) -> Vec<Vec<usize>> {
    let places = layers.buildings.demand_points();
    let mut all: Vec<usize> = (0..places.len()).collect();
    all.sort_by(|a, b| places[*a].x.total_cmp(&places[*b].x).then(a.cmp(b)));
    all.chunks(all.len().div_ceil(parts).max(1)).map(<[usize]>::to_vec).collect()
}

fn write_city(
    study: &Study,
    city: &str,
    buildings: &[usize],
    halo_m: f64,
    out: &DataFolder,
) -> Result<(), Error> {
    // Residents as they are assessed, a what-if among them.
    let layers = study.layers();
    let demand = layers.buildings.demand();
    let places = layers.buildings.demand_points();
    let row = |building: &usize| {
        let at = places[*building];
        let lonlat = layers.lonlat_of(at).map_or([f64::NAN; 2], |place| [place.lon, place.lat]);
        let groups = 0..demand.groups().len();
        BuildingRow {
            id: &layers.buildings.record(*building).id,
            unit: layers.buildings.unit_of(*building).map(|unit| layers.units.id(unit)),
            at: [at.x, at.y],
            lonlat,
            residents: groups.map(|group| demand.residents(group)[*building]).collect(),
        }
    };
    let rows: Vec<BuildingRow> = buildings.iter().map(row).collect();
    out.write_buildings(city, demand.groups(), &rows)?;
    let extent = Extent::of(buildings.iter().map(|building| places[*building]));
    let Some(halo) = extent.map(|extent| extent.grown(halo_m)) else { return Ok(()) };
    write_surroundings(study, halo, &out.surroundings(city))
}

/// Writes what lies within the halo as a study file.
fn write_surroundings(study: &Study, halo: Extent, path: &Path) -> Result<(), Error> {
    let layers = study.data();
    let is_near = |at: WorldPoint| Extent { min: at, max: at }.touches(halo);
    let touches = |line: &[WorldPoint]| {
        Extent::of(line.iter().copied()).is_some_and(|extent| extent.touches(halo))
    };
    let streets = layers.streets.iter().filter(|street| touches(&street.line)).cloned();
    let barrier_is_near = |barrier: &&Barrier| match &barrier.shape {
        BarrierShape::Point(at) => is_near(*at),
        BarrierShape::Line(line) => touches(line),
        BarrierShape::Area(area) => (0..area.len()).any(|part| touches(area.vertices(part))),
    };
    let barriers = layers.barriers.iter().filter(barrier_is_near).cloned();
    let units = Units::new(Vec::new(), Vec::new(), Polygons::default());
    let nobody = Demand::new(Vec::<Persons>::new(), Vec::new());
    let buildings = Buildings::with_units(
        Vec::new(),
        Polygons::default(),
        Vec::new(),
        nobody,
        ResidentsSource::Given,
        Vec::new(),
    );
    let around = LayerSet {
        name: layers.name.clone(),
        crs: layers.crs.clone(),
        units: Arc::new(units),
        buildings,
        streets: Arc::new(streets.collect()),
        barriers: Arc::new(barriers.collect()),
    };
    let facilities = study.base().iter().filter(|(_, facility)| is_near(facility.at));
    let facilities = facilities.map(|(id, facility)| (*id, facility.clone())).collect();
    let saved = SavedStudy {
        study: restored(study, around, facilities, *study.parameters())?,
        history: History::default(),
        shown: ScenarioId::BASE,
        report: ImportReport::default(),
        newer_format: None,
    };
    StudyFile::create(path, &saved, &())
        .map(drop)
        .map_err(|error| format!("{}: {}", path.display(), error.message().en).into())
}

fn plan_of(study: &Study, cities: usize) -> Plan {
    let layers = study.layers();
    let groups = layers.buildings.demand().groups();
    let function = |index| PlanFunction {
        id: study.standard().function(index).id.clone(),
        limits_m: (0..groups.len()).map(|group| study.walk(group).limit_m(index)).collect(),
    };
    Plan {
        groups: groups.iter().map(|group| group.id().to_owned()).collect(),
        functions: study.standard().indexes().map(function).collect(),
        units: (0..layers.units.len()).map(|unit| layers.units.id(unit).to_owned()).collect(),
        cities,
        buildings: layers.buildings.len(),
    }
}
