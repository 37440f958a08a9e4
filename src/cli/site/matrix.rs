//! Siting over a table of weights and distances.

use std::path::Path;

use crate::files::{SiteMatrix, read_site_matrix};
use crate::language::{Language, Message};
use crate::siting::{Problem, Standing};

use super::super::progress::TerminalProgress;
use super::answer::{Answer, Site};
use super::meaning::about;
use super::ranking::RankingBy;
use super::showing::showing_progress;
use super::{Failure, SiteArgs, Supply, file_name, find_sites, unsolved};

/// Reads the table and solves it.
pub(super) fn site(args: &SiteArgs, path: &Path, language: Language) -> Result<Answer, Failure> {
    if args.study.names_something() {
        return Err(Failure::Usage(Message::new(
            "--matrix 代替图层；请勿同时给出图层",
            "--matrix stands in the place of layers; name one or the other",
        )));
    }
    let limit_m = args.walk.limit_m();
    let farthest_m = args.farthest_m(limit_m)?;
    let terminal = TerminalProgress::new(language);
    let file = file_name(path);
    terminal.show(&language.pick(format!("读取 {file}"), format!("Reading {file}")));
    let SiteMatrix { sites, capacities, weights, distances } = read_site_matrix(path, farthest_m)?;
    drop(terminal);
    let mut standing = vec![Standing::Candidate; sites.len()];
    let ids: Vec<&str> = sites.iter().map(String::as_str).collect();
    for site in find_sites(&args.with, &ids)? {
        standing[site] = Standing::Forced;
    }
    for site in find_sites(&args.without, &ids)? {
        standing[site] = Standing::Forbidden;
    }
    let mut problem = Problem { weights, distances, standing };
    let asked = args.asked(limit_m, Supply { capacities, units: None, sites: sites.len() })?;
    let left_out = args.leave_out(&mut problem, farthest_m);
    if args.ranking_by != RankingBy::Residents {
        return Err(Failure::Usage(Message::new(
            "--ranking-by 按单元和设施计算，不能用 --matrix",
            "--ranking-by counts by units and facilities and does not go with --matrix",
        )));
    }
    let ranking = args.rank(&problem, limit_m, None, |site| sites[site].clone())?;
    let found = showing_progress(language, 0.0, |hear| asked.solve(&problem, args.limits(), hear));
    let solution = found.map_err(unsolved)?;
    let sites = Site::of_plan(&problem, &asked, &solution, |site| (sites[site].clone(), None));
    let about = about(&asked, &problem, &solution.sites, &|unit| unit.to_string());
    // Demand points are counted from one, whatever lines of the file they are on.
    let name = |demand: usize| (demand + 1).to_string();
    let answer = Answer::new(&problem, asked, solution, sites, name, left_out.is_some());
    Ok(answer.telling(ranking, about, left_out.into_iter().collect()))
}
