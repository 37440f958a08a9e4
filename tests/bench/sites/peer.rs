//! HiGHS with the programme that an analyst would hand it: for the covering a switch per site and a
//! share per set of sites that cover the same demand; for the median shares of the nearest sites of
//! each demand point, with one more that stands for all beyond, priced at the first of them.

use std::collections::BTreeMap;

use highs::{HighsSolutionStatus, RowProblem, Sense};
use lifecircle::siting::{Model, Problem};

use super::{COUNT, Came, Instance, timed};

/// Seconds that HiGHS is given: what it has by then is in the table.
const TIME_LIMIT_S: f64 = 300.0;
/// Programmes with more shares take more memory than many computers have, and come to nothing.
const MOST_SHARES: usize = 200_000;

/// Has HiGHS solve the question; none where its programme is too large.
pub fn solve(instance: &Instance, model: Model) -> Option<Came> {
    let problem = &instance.problem;
    let (programme, sense) = match model {
        Model::MaxCover(_) => (max_cover(problem), Sense::Maximise),
        Model::PMedian(_) => (p_median(problem)?, Sense::Minimise),
        Model::SetCover(_) | Model::PCentre(_) => return None,
    };
    let (cpu_s, solved) = timed(|| {
        let mut model = programme.optimise(sense);
        model.set_option("time_limit", TIME_LIMIT_S);
        model.set_option("mip_rel_gap", 0.0);
        model.set_option("parallel", c"off");
        model.solve()
    });
    let has_plan = solved.primal_solution_status() == HighsSolutionStatus::Feasible;
    let value = has_plan.then(|| solved.objective_value());
    let bound = solved.double_info_value(c"mip_dual_bound").ok();
    Some(Came { cpu_s, value, bound: bound.filter(|bound| bound.abs() < 1e29) })
}

fn max_cover(problem: &Problem) -> RowProblem {
    let mut sets = BTreeMap::<Vec<usize>, f64>::new();
    for (demand, weight) in problem.weights.iter().enumerate() {
        let mut sites: Vec<usize> = problem.distances.of(demand).map(|(site, _)| site).collect();
        sites.sort_unstable();
        if !sites.is_empty() {
            *sets.entry(sites).or_default() += weight;
        }
    }
    let mut programme = RowProblem::new();
    let switches: Vec<_> =
        (0..problem.sites()).map(|_| programme.add_integer_column(0.0, 0..=1)).collect();
    for (sites, weight) in sets {
        let share = programme.add_column(weight, 0..=1);
        let open = sites.iter().map(|site| (switches[*site], -1.0));
        programme.add_row(..=0, open.chain([(share, 1.0)]));
    }
    programme.add_row(..=COUNT as i32, switches.iter().map(|switch| (*switch, 1.0)));
    programme
}

fn p_median(problem: &Problem) -> Option<RowProblem> {
    let nearest = (4 * problem.sites() / COUNT).max(20).min(problem.sites() - 1);
    if nearest * problem.demand_points() > MOST_SHARES {
        return None;
    }
    let mut programme = RowProblem::new();
    let switches: Vec<_> =
        (0..problem.sites()).map(|_| programme.add_integer_column(0.0, 0..=1)).collect();
    for (demand, weight) in problem.weights.iter().enumerate() {
        let mut sites: Vec<(usize, f64)> = problem.distances.of(demand).collect();
        sites.sort_by(|a, b| a.1.total_cmp(&b.1));
        let beyond = programme.add_column(weight * sites[nearest].1, 0..=1);
        let mut shares = vec![(beyond, 1.0)];
        for (site, metres) in &sites[..nearest] {
            let share = programme.add_column(weight * metres, 0..=1);
            programme.add_row(..=0, [(share, 1.0), (switches[*site], -1.0)]);
            shares.push((share, 1.0));
        }
        programme.add_row(1..=1, shares);
    }
    let count = COUNT as i32;
    programme.add_row(count..=count, switches.iter().map(|switch| (*switch, 1.0)));
    Some(programme)
}
