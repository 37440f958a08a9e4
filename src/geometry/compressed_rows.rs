//! Grouping by counting: many items, each in one of a known number of groups.

/// The items in the order of their groups, and where each group starts: the items of `group` are
/// `order[starts[group]..starts[group + 1]]`, ascending. `O(n + count)`.
pub(super) fn grouped(groups: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    let mut starts = vec![0_u32; count + 1];
    for group in groups {
        starts[*group as usize + 1] += 1;
    }
    for group in 1..starts.len() {
        starts[group] += starts[group - 1];
    }
    let mut next = starts.clone();
    let mut order = vec![0_u32; groups.len()];
    for (item, group) in groups.iter().enumerate() {
        let slot = &mut next[*group as usize];
        order[*slot as usize] = item as u32;
        *slot += 1;
    }
    (starts, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_group_by_group_in_their_own_order() {
        let (starts, order) = grouped(&[2, 0, 2, 3, 0], 5);
        assert_eq!(starts, [0, 2, 2, 4, 5, 5]);
        assert_eq!(order, [1, 4, 0, 2, 3]);
    }
}
