//! Reading the buildings of a city from GeoJSON, beside geopandas with pyogrio where that is
//! installed: one table of seconds, their ratio, and the memory at the peak.
//!
//! `LIFECIRCLE_BENCH_CITY=FOLDER cargo bench --bench import`, with the folder of a generated city
//! (`buildings.geojson`, `grids.geojson`); `LIFECIRCLE_BENCH_PYTHON` names a Python that has
//! geopandas. Each run is a process of its own, as a user's first opening is.
#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where its data are missing")]

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use lifecircle::files::{ImportOptions, LayerSource, Role, import};

const RUNS: usize = 3;
/// Tells a child to read instead of starting children.
const CHILD: &str = "LIFECIRCLE_BENCH_CHILD";

fn main() {
    let Some(city) = std::env::var_os("LIFECIRCLE_BENCH_CITY") else {
        println!("skipped: LIFECIRCLE_BENCH_CITY names no generated city");
        return;
    };
    let city = Path::new(&city);
    if std::env::var_os(CHILD).is_some() {
        read(city);
        return;
    }
    println!("{:<28}{:>10}{:>12}{:>12}", "", "seconds", "MB at peak", "buildings");
    let ours = best(|| {
        let program = std::env::current_exe().expect("this program");
        Command::new(program).env(CHILD, "1").output().expect("it starts")
    });
    print_row("lifecircle, usable layer", &ours);
    let Some(python) = std::env::var_os("LIFECIRCLE_BENCH_PYTHON") else { return };
    let file = city.join("buildings.geojson");
    let script = "import sys,time,resource,geopandas\n\
                  t=time.perf_counter(); b=geopandas.read_file(sys.argv[1],engine='pyogrio')\n\
                  print(time.perf_counter()-t, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss//1024, len(b))";
    let theirs = best(|| {
        let mut command = Command::new(&python);
        command.args(["-c", script]).arg(&file).output().expect("python starts")
    });
    print_row("geopandas + pyogrio", &theirs);
    println!("ratio: {:.1}", theirs[0] / ours[0]);
}

/// The quickest of some runs: seconds, megabytes and buildings as the process printed them.
fn best(run: impl Fn() -> std::process::Output) -> [f64; 3] {
    let runs = (0..RUNS).map(|_| {
        let output = run();
        let text = String::from_utf8_lossy(&output.stdout);
        let numbers: Vec<f64> = text.split_whitespace().filter_map(|n| n.parse().ok()).collect();
        <[f64; 3]>::try_from(numbers)
            .unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
    });
    runs.min_by(|a, b| a[0].total_cmp(&b[0])).expect("some runs")
}

fn print_row(name: &str, [seconds, megabytes, buildings]: &[f64; 3]) {
    println!("{name:<28}{seconds:>10.2}{megabytes:>12.0}{buildings:>12.0}");
}

/// From the file to buildings in metres, with footprints, demand points, residents, the unit of
/// each and all indexes.
fn read(city: &Path) {
    let begin = Instant::now();
    let sources = [
        LayerSource::of_file(Role::Units, &city.join("grids.geojson")),
        LayerSource::of_file(Role::Buildings, &city.join("buildings.geojson")),
    ];
    let imported = import(&sources, &ImportOptions::default(), &());
    let imported = imported.unwrap_or_else(|error| panic!("{error}"));
    let seconds = begin.elapsed().as_secs_f64();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kilobytes: f64 = peak.split_whitespace().next().and_then(|n| n.parse().ok()).unwrap_or(0.0);
    println!("{seconds} {} {}", kilobytes / 1024.0, imported.study.layers().buildings.len());
}
