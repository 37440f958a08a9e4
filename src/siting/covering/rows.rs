//! Demand as coverings see it: who is covered by which sites. Demand points that the same sites
//! cover become one row, which leaves a tenth of them or fewer.

use std::collections::HashMap;

use crate::siting::problem::{Problem, Standing};

/// Demand that the same sites cover.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::siting) struct CoverRow {
    pub weight: f64,
    /// Sites that a plan may open, ascending.
    pub sites: Vec<u32>,
    /// How many existing sites cover it, as far as that matters.
    pub existing: u32,
    /// The part of the demand it belongs to; rows of different parts are not merged.
    pub part: u32,
}

/// Demand points looked at between two looks at whether to go on.
const POINTS_AT_ONCE: usize = 64;

/// The rows of a covering, and what each site covers.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::siting) struct CoverRows {
    pub rows: Vec<CoverRow>,
    /// The rows that each site covers.
    pub columns: Vec<Vec<u32>>,
}

impl CoverRows {
    /// The demand within a limit; existing sites matter up to `enough` of them. `part` says which
    /// part a demand point belongs to.
    pub fn within(
        problem: &Problem,
        limit_m: f64,
        enough: u32,
        part: impl Fn(usize) -> u32,
    ) -> Self {
        Self::until(problem, limit_m, enough, part, &mut || false)
    }

    /// The same of as many demand points as there is time for: what they tell of a plan is too little,
    /// and never too much.
    pub fn until(
        problem: &Problem,
        limit_m: f64,
        enough: u32,
        part: impl Fn(usize) -> u32,
        is_over: &mut dyn FnMut() -> bool,
    ) -> Self {
        let mut rows: Vec<CoverRow> = Vec::new();
        let mut known: HashMap<(Vec<u32>, u32, u32), usize> = HashMap::new();
        for (demand, weight) in problem.weights.iter().enumerate() {
            if *weight <= 0.0 {
                continue;
            }
            if demand % POINTS_AT_ONCE == 0 && is_over() {
                break;
            }
            let within = || problem.distances.of(demand).filter(|(_, metres)| *metres <= limit_m);
            let mut sites: Vec<u32> = within()
                .filter(|(site, _)| problem.may_open(*site))
                .map(|(site, _)| site as u32)
                .collect();
            sites.sort_unstable();
            sites.dedup();
            let exists = |site: usize| problem.standing[site] == Standing::Existing;
            let existing = within().filter(|(site, _)| exists(*site)).count() as u32;
            let (existing, part) = (existing.min(enough), part(demand));
            let row = *known.entry((sites.clone(), existing, part)).or_insert(rows.len());
            match rows.get_mut(row) {
                Some(row) => row.weight += weight,
                None => rows.push(CoverRow { weight: *weight, sites, existing, part }),
            }
        }
        let mut columns = vec![Vec::new(); problem.sites()];
        for (number, row) in rows.iter().enumerate() {
            for site in &row.sites {
                columns[*site as usize].push(number as u32);
            }
        }
        Self { rows, columns }
    }

    /// The weight that at least so many sites cover when some are open, existing ones included.
    pub fn covered(&self, open: &[usize], at_least: u32) -> f64 {
        let rows = self.rows.iter().zip(self.counts(open));
        rows.filter(|(_, count)| *count >= at_least).map(|(row, _)| row.weight).sum()
    }

    /// How many sites cover each row when some are open, existing ones included.
    pub fn counts(&self, open: &[usize]) -> Vec<u32> {
        let mut counts: Vec<u32> = self.rows.iter().map(|row| row.existing).collect();
        for site in open {
            for row in &self.columns[*site] {
                counts[*row as usize] += 1;
            }
        }
        counts
    }
}
