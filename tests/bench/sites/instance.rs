//! Instances: tables `DEMANDxSITES.csv` in the folder named by `LIFECIRCLE_BENCH_SITES` (see
//! `site_tables.py`), or made ones of the same size where there is no such table.

use std::path::PathBuf;

use lifecircle::files::read_site_matrix;
use lifecircle::siting::{Distances, Problem, Standing};

/// Metres of the square in which made instances lie.
const SIDE_M: f64 = 10_000.0;

pub struct Instance {
    pub name: &'static str,
    pub problem: Problem,
    /// Whether it is no table but made here.
    pub is_made: bool,
}

/// The instances of these names for which there are tables.
pub fn instances(names: &[&'static str]) -> Vec<&'static str> {
    names.iter().copied().filter(|name| table(name).is_some()).collect()
}

fn table(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("LIFECIRCLE_BENCH_SITES").map(PathBuf::from)?;
    Some(folder.join(format!("{name}.csv"))).filter(|file| file.exists())
}

impl Instance {
    /// The instance of a name, `DEMANDxSITES`, with ways as long as `farthest_m`.
    pub fn of(name: &'static str, farthest_m: f64) -> Self {
        let Some(file) = table(name) else { return Self::made(name, farthest_m) };
        let matrix = read_site_matrix(&file, farthest_m).expect("a valid table");
        let standing = vec![Standing::Candidate; matrix.sites.len()];
        let problem = Problem { weights: matrix.weights, distances: matrix.distances, standing };
        Self { name, problem, is_made: false }
    }

    /// Homes of up to 40 residents and sites, scattered over a square; always the same.
    fn made(name: &'static str, farthest_m: f64) -> Self {
        let (demand, sites) = name.split_once('x').expect("DEMANDxSITES");
        let (demand, sites): (usize, usize) =
            (demand.parse().expect("a number"), sites.parse().expect("a number"));
        let mut drawn = 7_u64;
        let mut draw = move || {
            // Knuth's multiplier.
            drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (drawn >> 33) as f64 / f64::from(1_u32 << 31)
        };
        let mut scattered =
            |count| (0..count).map(|_| (SIDE_M * draw(), SIDE_M * draw())).collect::<Vec<_>>();
        let (homes, places) = (scattered(demand), scattered(sites));
        let mut distances = Distances::default();
        for home in &homes {
            let metres = |place: &(f64, f64)| (home.0 - place.0).hypot(home.1 - place.1);
            let ways = places.iter().map(metres).enumerate();
            distances.push(ways.filter(|(_, metres)| *metres <= farthest_m));
        }
        let weights = scattered(demand).iter().map(|(x, _)| (x / SIDE_M * 40.0).ceil()).collect();
        let problem = Problem { weights, distances, standing: vec![Standing::Candidate; sites] };
        Self { name, problem, is_made: true }
    }
}
