//! The halo is wide enough: each building of each part reaches what it reaches in the whole study.
#![allow(clippy::expect_used, clippy::panic, reason = "a test stops where a fixture is broken")]

use std::fs::File;
use std::path::{Path, PathBuf};

use datafusion::arrow::array::AsArray;
use datafusion::arrow::datatypes::Float64Type;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use lifecircle::analysis::Coverage;
use lifecircle::files::{ImportOptions, import, locate};
use lifecircle::geometry::WorldPoint;
use lifecircle::layers::Group;
use lifecircle::study::{Parameters, ScenarioId, Study, WalkModel};
use lifecircle_cluster::data::DataFolder;
use lifecircle_cluster::prepare::{PrepareArgs, prepare};
use lifecircle_cluster::surroundings::Surroundings;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample-data")
}

/// The sample as a whole, walked by a model.
fn whole(walk: WalkModel) -> Study {
    let sources = locate(&sample()).expect("it is there").sources;
    let study = import(&sources, &ImportOptions::default(), &()).expect("it can be read").study;
    let parameters = Parameters { model: walk, ..*study.parameters() };
    let (layers, standard) = (study.data().clone(), study.standard().clone());
    Study::restore(layers, standard, study.base().clone(), Vec::new(), parameters).expect("sound")
}

/// Ids and places of the buildings in a Parquet file.
fn buildings(path: &Path) -> Vec<(String, WorldPoint)> {
    let file = File::open(path).expect("it is there");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).expect("Parquet");
    let mut all = Vec::new();
    for batch in reader.build().expect("Parquet") {
        let batch = batch.expect("Parquet");
        let column = |name: &str| batch.column_by_name(name).expect("the column").clone();
        let (id, x, y) = (column("id"), column("x"), column("y"));
        let place = |row: usize| {
            let at = |column: &dyn datafusion::arrow::array::Array| {
                column.as_primitive::<Float64Type>().value(row)
            };
            WorldPoint::new(at(&x), at(&y))
        };
        let ids = id.as_string::<i32>();
        all.extend((0..batch.num_rows()).map(|row| (ids.value(row).to_owned(), place(row))));
    }
    all
}

fn parts_are_the_whole(walk: WalkModel, parts: Option<usize>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = folder.path().to_path_buf();
    let (study, map) = (sample(), Vec::new());
    let args = PrepareArgs { study, out, parts, walk: Some(walk), limit: None, as_is: false, map };
    let plan = prepare(&args).expect("it is parted");
    let (data, whole) = (DataFolder::new(folder.path()), whole(walk));
    assert_eq!(data.plan().expect("it was written"), plan);
    let coverage = Coverage::of(&whole, ScenarioId::BASE);
    let mut seen = 0;
    for number in 1..=plan.cities {
        let city = format!("{number:05}");
        let (ids, places): (Vec<String>, Vec<WorldPoint>) =
            buildings(&data.buildings().join(format!("{city}.parquet"))).into_iter().unzip();
        let around = Surroundings::read(&data.surroundings(&city)).expect("it can be read");
        let counts = around.reach_counts(Group::All, places).expect("sound");
        for (function, of_part) in whole.standard().indexes().zip(&counts) {
            for (id, count) in ids.iter().zip(of_part) {
                let building = whole.layers().buildings.position_of(id).expect("it is there");
                assert_eq!(coverage.reach_counts(function, 0)[building], *count, "{id}");
                seen += 1;
            }
        }
    }
    assert_eq!(seen, plan.buildings * plan.functions.len());
}

#[test]
fn in_circles() {
    parts_are_the_whole(WalkModel::Circle, None);
    parts_are_the_whole(WalkModel::Circle, Some(7));
}

#[test]
fn along_the_streets() {
    parts_are_the_whole(WalkModel::Network, None);
    parts_are_the_whole(WalkModel::Network, Some(7));
}
