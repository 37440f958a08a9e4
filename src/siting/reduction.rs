//! Making a covering problem smaller before it is solved: sites that another covers for are
//! dropped, and, where everyone must be covered, so are demand points that come with another.

use super::location::{Decision, Links, Location};

/// Sets looked at between two looks at whether to go on.
const SETS_AT_ONCE: usize = 64;

/// Drops what cannot matter, again and again until nothing is dropped or `is_over`; `sites` goes along.
pub(super) fn reduce<T: Copy>(
    mut location: Location,
    must_cover: bool,
    sites: &mut Vec<T>,
    is_over: &mut dyn FnMut() -> bool,
) -> Location {
    loop {
        if must_cover {
            let is_implied = supersets(&location.rows, &location.columns, is_over);
            location = location.without_rows(&is_implied);
        }
        let is_dominated = subsets(&location.columns, &location.rows, is_over);
        if !is_dominated.contains(&true) {
            return location;
        }
        let decision = |is_dominated: &bool| match is_dominated {
            true => Decision::Closed,
            false => Decision::Undecided,
        };
        let decisions: Vec<Decision> = is_dominated.iter().map(decision).collect();
        let smaller = location.restricted(&decisions);
        location = smaller.location;
        *sites = smaller.sites.iter().map(|site| sites[*site as usize]).collect();
    }
}

/// Which sets are part of another one; of equal sets the first is not. `holders` has the sets that
/// hold each element. None is after `is_over`: to drop nothing is never wrong.
fn subsets(sets: &Links, holders: &Links, is_over: &mut dyn FnMut() -> bool) -> Vec<bool> {
    let is_subset = |set: usize| {
        let elements = sets.row(set).0;
        let rarest = elements.iter().min_by_key(|element| holders.row(**element as usize).0.len());
        let Some(rarest) = rarest else { return true };
        holders.row(*rarest as usize).0.iter().map(|other| *other as usize).any(|other| {
            let others = sets.row(other).0;
            let comes_first = others.len() > elements.len() || other < set;
            other != set && comes_first && holds(others, elements)
        })
    };
    let mut all = vec![false; sets.len()];
    for (set, dropped) in all.iter_mut().enumerate() {
        if set % SETS_AT_ONCE == 0 && is_over() {
            // Of equal sets the one that stays may not have been looked at yet, and stays.
            break;
        }
        *dropped = is_subset(set);
    }
    all
}

/// Which sets have another one as a part; of equal sets the first has not.
fn supersets(sets: &Links, holders: &Links, is_over: &mut dyn FnMut() -> bool) -> Vec<bool> {
    let mut is_superset = vec![false; sets.len()];
    for set in 0..sets.len() {
        if set % SETS_AT_ONCE == 0 && is_over() {
            break;
        }
        let elements = sets.row(set).0;
        let rarest = elements.iter().min_by_key(|element| holders.row(**element as usize).0.len());
        let Some(rarest) = rarest else { continue };
        for other in holders.row(*rarest as usize).0.iter().map(|other| *other as usize) {
            let others = sets.row(other).0;
            let comes_after = others.len() > elements.len() || other > set;
            if other != set && comes_after && !is_superset[other] {
                is_superset[other] = holds(others, elements);
            }
        }
    }
    is_superset
}

/// Whether an ascending list holds all of another one.
fn holds(all: &[u32], some: &[u32]) -> bool {
    let mut all = all.iter();
    all.len() >= some.len() && some.iter().all(|wanted| all.any(|element| element == wanted))
}
