//! Which functions are open together: the conditions that rooms used in turn come down to.

use std::collections::BTreeSet;

/// The sets of functions of which each is open together at some time and part of no other; a
/// function without slots is open all the time. Each set is ascending.
pub(super) fn open_together(slots: &[Option<Vec<u32>>]) -> Vec<Vec<usize>> {
    let times: BTreeSet<u32> = slots.iter().flatten().flatten().copied().collect();
    let open_at = |time: u32| -> BTreeSet<usize> {
        let is_open = |of: &Option<Vec<u32>>| of.as_ref().is_none_or(|of| of.contains(&time));
        (0..slots.len()).filter(|function| is_open(&slots[*function])).collect()
    };
    // Between the times that are named, only functions without slots are open.
    let always: BTreeSet<usize> =
        (0..slots.len()).filter(|function| slots[*function].is_none()).collect();
    let mut sets: BTreeSet<BTreeSet<usize>> = times.into_iter().map(open_at).collect();
    sets.insert(always);
    let is_part =
        |set: &BTreeSet<usize>| sets.iter().any(|other| other != set && other.is_superset(set));
    let largest = sets.iter().filter(|set| !set.is_empty() && !is_part(set));
    largest.map(|set| set.iter().copied().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_that_are_never_open_together_share_rooms() {
        // By day, in the evening, at noon, and always.
        let slots = [Some(vec![18, 19, 20]), Some(vec![36, 37]), Some(vec![20, 21]), None];
        assert_eq!(open_together(&slots), [vec![0, 2, 3], vec![1, 3]]);
        assert_eq!(open_together(&[None, None]), [vec![0, 1]]);
        assert_eq!(open_together(&[Some(vec![1])]), [vec![0]]);
    }
}
