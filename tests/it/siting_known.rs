//! Instances that others have published with their optima: the p-median problems of Beasley's
//! OR-Library (`pmed1.txt` … `pmed40.txt`), and the stores of San Francisco that come with spopt
//! (`SF_network_distance_candidateStore_16_censusTract_205_new.csv`). They are looked for in the
//! folder named by `LIFECIRCLE_TEST_INSTANCES`; without them a test says so and passes.

use std::fs;
use std::ops::ControlFlow;
use std::path::PathBuf;

use lifecircle::siting::{
    Distances, Limits, MaxCover, Model, PCentre, PMedian, Problem, SetCover, Solution, Standing,
    Status, solve,
};

/// The optima of the OR-Library's problems, in their order.
const PMED_OPTIMA: [f64; 40] = [
    5819.0, 4093.0, 4250.0, 3034.0, 1355.0, 7824.0, 5631.0, 4445.0, 2734.0, 1255.0, 7696.0, 6634.0,
    4374.0, 2968.0, 1729.0, 8162.0, 6999.0, 4809.0, 2845.0, 1789.0, 9138.0, 8579.0, 4619.0, 2961.0,
    1828.0, 9917.0, 8307.0, 4498.0, 3033.0, 1989.0, 10086.0, 9297.0, 4700.0, 3013.0, 10400.0,
    9934.0, 5057.0, 11060.0, 9423.0, 5128.0,
];

const STORES: &str = "SF_network_distance_candidateStore_16_censusTract_205_new.csv";

/// A file of the folder of instances, if it is there.
fn instance(file: &str) -> Option<String> {
    let folder = std::env::var_os("LIFECIRCLE_TEST_INSTANCES").map(PathBuf::from);
    let text = folder.and_then(|folder| fs::read_to_string(folder.join(file)).ok());
    if text.is_none() {
        println!("skipped: {file} is not in the folder that LIFECIRCLE_TEST_INSTANCES names");
    }
    text
}

fn prove(problem: &Problem, model: Model) -> Solution {
    let solution = solve(problem, &model, Limits::default(), &mut |_| ControlFlow::Continue(()));
    assert_eq!(solution.status, Status::Optimal, "{model:?}");
    solution
}

/// A graph as the OR-Library writes it: every vertex is demand and site, an edge named again takes
/// its last cost, and distances are those of the shortest paths. With it how many sites are opened.
fn graph(text: &str) -> (Problem, usize) {
    let mut numbers = text.split_whitespace().map(|word| word.parse::<usize>().expect("a number"));
    let mut next = || numbers.next().expect("another number");
    let (vertices, edges, count) = (next(), next(), next());
    let mut metres = vec![vec![f64::INFINITY; vertices]; vertices];
    for _ in 0..edges {
        let (from, to, cost) = (next() - 1, next() - 1, next() as f64);
        (metres[from][to], metres[to][from]) = (cost, cost);
    }
    for (vertex, row) in metres.iter_mut().enumerate() {
        row[vertex] = 0.0;
    }
    for by in 0..vertices {
        let onward = metres[by].clone();
        for row in &mut metres {
            let first = row[by];
            for (known, onward) in row.iter_mut().zip(&onward) {
                *known = known.min(first + onward);
            }
        }
    }
    let mut distances = Distances::default();
    metres.into_iter().for_each(|row| distances.push(row.into_iter().enumerate()));
    let standing = vec![Standing::Candidate; vertices];
    (Problem { weights: vec![1.0; vertices], distances, standing }, count)
}

#[test]
fn medians_of_the_or_library_are_the_published_ones() {
    for (number, optimum) in (1..).zip(PMED_OPTIMA) {
        let Some(text) = instance(&format!("pmed{number}.txt")) else { continue };
        let (problem, count) = graph(&text);
        let solution = prove(&problem, Model::PMedian(PMedian { count }));
        assert_eq!(solution.value, Some(optimum), "pmed{number}");
    }
}

/// Census tracts as demand, stores as sites, metres along the streets.
fn stores(text: &str) -> Problem {
    let (mut tracts, mut sites) = (Vec::<(&str, f64)>::new(), Vec::<&str>::new());
    let mut ways = Vec::new();
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let [metres, store, tract, residents] = fields[..] else { panic!("not four: {line}") };
        let site = sites.iter().position(|known| *known == store).unwrap_or_else(|| {
            sites.push(store);
            ways.push(Vec::new());
            sites.len() - 1
        });
        let demand = tracts.iter().position(|(known, _)| *known == tract).unwrap_or_else(|| {
            tracts.push((tract, residents.parse().expect("residents")));
            tracts.len() - 1
        });
        ways[site].push((demand as u32, metres.parse().expect("metres")));
    }
    Problem {
        weights: tracts.iter().map(|(_, residents)| *residents).collect(),
        distances: Distances::by_site(&ways, tracts.len()),
        standing: vec![Standing::Candidate; sites.len()],
    }
}

/// All choices of so many of some sites.
fn choices(sites: usize, count: usize) -> Vec<Vec<usize>> {
    let all = 0_u32..1 << sites;
    let of_count = all.filter(|choice| choice.count_ones() as usize == count);
    of_count.map(|choice| (0..sites).filter(|site| choice >> site & 1 == 1).collect()).collect()
}

#[test]
fn the_stores_of_san_francisco_are_sited_as_trying_all_plans_does() {
    let Some(text) = instance(STORES) else { return };
    let problem = stores(&text);
    assert_eq!((problem.demand_points(), problem.sites()), (205, 16));
    let (count, limit_m) = (4, 5_000.0);
    let plans = choices(problem.sites(), count);
    assert_eq!(plans.len(), 1820);
    let models = [
        Model::MaxCover(MaxCover { count, limit_m }),
        Model::PMedian(PMedian { count }),
        Model::PCentre(PCentre { count }),
    ];
    for model in models {
        let values = plans.iter().filter_map(|plan| model.value_of(&problem, plan));
        let best = match model.is_gain() {
            true => values.fold(0.0, f64::max),
            false => values.fold(f64::INFINITY, f64::min),
        };
        let value = prove(&problem, model).value.expect("a plan");
        assert!((value - best).abs() <= 1e-9 * best, "{model:?}: {value}, not {best}");
    }
    let cover = Model::SetCover(SetCover { limit_m, most: None });
    let fewest = prove(&problem, cover).sites.len();
    let covers = |plan: &Vec<usize>| cover.value_of(&problem, plan).is_some();
    assert!(choices(problem.sites(), fewest).iter().any(covers));
    assert!(!choices(problem.sites(), fewest - 1).iter().any(covers));
}
