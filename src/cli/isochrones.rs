//! `lifecircle isochrones`: the ground within a walk of each facility, as polygons for any GIS.

use std::io::{self, Write};
use std::path::PathBuf;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::analysis::{Outlines, isochrone};
use crate::geometry::{WorldPoint, enclosed_area_m2};
use crate::language::Language;
use crate::session::Session;
use crate::standard::FunctionIndex;
use crate::study::Facility;
use crate::walking::Footing;

use super::failure::Failure;
use super::output::{deliver, tell};
use super::study_args::{OpenedStudy, StudyArgs};
use super::walk_args::WalkArgs;

/// Write the ground within a walk of each facility as polygons (GeoJSON)
///
/// No place in a polygon is beyond the limit: along streets it is made of cells that are wholly
/// within (2.5 m wide for walks of 1,000 m, finer for shorter ones), so it is a little too small
/// rather than too large. Where nobody can walk, and where the way to the street alone is longer than
/// the limit, there is no polygon, and a note says so.
#[derive(Debug, clap::Args)]
pub(super) struct IsochronesArgs {
    #[command(flatten)]
    study: StudyArgs,

    /// Write to a file instead of stdout
    #[arg(long, value_name = "FILE.geojson")]
    out: Option<PathBuf>,

    #[command(flatten)]
    walk: WalkArgs,
}

/// Decimals of a degree: a centimetre.
const DEGREE_SCALE: f64 = 1e7;

/// Runs the command.
pub(super) fn run(args: &IsochronesArgs, language: Language) -> Result<(), Failure> {
    let OpenedStudy { mut session, warnings, .. } = args.study.open(language)?;
    args.walk.apply(&mut session)?;
    let asked = args.walk.chosen_function(session.study().standard())?;
    let offered = |facility: &Facility| -> Vec<FunctionIndex> {
        let functions = facility.functions.iter().copied();
        functions.filter(|function| asked.is_none_or(|asked| asked == *function)).collect()
    };
    let pairs: Vec<(&Facility, FunctionIndex)> = session
        .facilities()
        .values()
        .flat_map(|facility| {
            offered(facility).into_iter().map(move |function| (facility, function))
        })
        .collect();
    let feature = |(facility, function): &(&Facility, FunctionIndex)| {
        feature(&session, facility, *function, language)
    };
    let features: Vec<Value> = pairs.par_iter().map(feature).collect();
    deliver(args.out.as_deref(), |out| write(out, &features))?;
    let without_ground: Vec<&Value> =
        features.iter().filter(|feature| feature["geometry"].is_null()).collect();
    if let Some(first) = without_ground.first() {
        let (count, code) = (without_ground.len(), first["properties"]["facility"].as_str());
        tell(&no_ground_note(count, code.unwrap_or_default(), language));
    }
    for warning in warnings {
        tell(&format!("{}{}", language.pick("提示：", "note: "), warning.one_line(language)));
    }
    Ok(())
}

fn no_ground_note(count: usize, first: &str, language: Language) -> String {
    language.pick(
        format!(
            "提示：{count} 个设施功能没有等时圈（如 {first}）：未接入道路，或到道路的距离已超出限值"
        ),
        format!(
            "note: {count} of the facilities' functions have no ground within the walk ({first}, for one): not joined to the streets, or the way to the street alone is longer than the limit"
        ),
    )
}

/// One facility and function; without a geometry where nobody can walk.
fn feature(
    session: &Session,
    facility: &Facility,
    function: FunctionIndex,
    language: Language,
) -> Value {
    let study = session.study();
    let walk = study.walk(0);
    let limit_m = walk.limit_m(function);
    let polygons = isochrone(walk, facility.at, limit_m);
    let coordinates: Vec<Value> =
        polygons.iter().map(|polygon| coordinates(session, polygon)).collect();
    let geometry = (!coordinates.is_empty())
        .then(|| json!({ "type": "MultiPolygon", "coordinates": coordinates }));
    let standard = study.standard().function(function);
    let footing = study.network().map(|network| match network.footing(facility.at) {
        Footing::Firm => "network",
        Footing::OnIsland => "island",
        Footing::None => "none",
    });
    json!({
        "type": "Feature",
        "properties": {
            "facility": facility.code,
            "name": facility.name,
            "function": standard.id,
            "function_name": standard.name.of(language),
            "walk": study.parameters().model.id(),
            "limit_m": limit_m,
            // A sum over nothing is minus zero.
            "area_m2": polygons.iter().map(area_m2).fold(0.0, |sum, area| sum + area).round(),
            "access": footing,
        },
        "geometry": geometry,
    })
}

/// Longitudes and latitudes, each ring closed.
fn coordinates(session: &Session, polygon: &Outlines) -> Value {
    let layers = session.study().layers();
    let position = |at: &WorldPoint| {
        let place = layers.lonlat_of(*at)?;
        let rounded = |degrees: f64| (degrees * DEGREE_SCALE).round() / DEGREE_SCALE;
        Some(json!([rounded(place.lon), rounded(place.lat)]))
    };
    let ring = |ring: &Vec<WorldPoint>| -> Value {
        ring.iter().chain(ring.first()).filter_map(position).collect()
    };
    polygon.iter().map(ring).collect()
}

fn area_m2(polygon: &Outlines) -> f64 {
    let of_ring = |ring: &Vec<WorldPoint>| enclosed_area_m2(ring);
    let holes: f64 = polygon.iter().skip(1).map(of_ring).sum();
    polygon.first().map_or(0.0, of_ring) - holes
}

/// A feature a line, so that large collections are read in pieces.
fn write(out: &mut dyn Write, features: &[Value]) -> io::Result<()> {
    writeln!(out, "{{\"type\": \"FeatureCollection\", \"features\": [")?;
    for (number, feature) in features.iter().enumerate() {
        serde_json::to_writer(&mut *out, feature)?;
        writeln!(out, "{}", if number + 1 < features.len() { "," } else { "" })?;
    }
    writeln!(out, "]}}")
}
