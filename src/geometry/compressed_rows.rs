//! Grouping by counting: many items, each in one of a known number of groups.

/// Where each of `count` groups starts, and things in the order of their groups: those of `group` are
/// `things[starts[group]..starts[group + 1]]`, in the order they came in. `things` gives each thing with
/// its group, and is gone through twice. `O(n + count)`.
pub fn by_group<T, I>(count: usize, things: impl Fn() -> I) -> (Vec<u32>, Vec<T>)
where
    T: Copy + Default,
    I: Iterator<Item = (u32, T)>,
{
    let mut starts = vec![0_u32; count + 1];
    things().for_each(|(group, _)| starts[group as usize + 1] += 1);
    for group in 1..starts.len() {
        starts[group] += starts[group - 1];
    }
    let mut next = starts.clone();
    let mut in_order = vec![T::default(); starts[count] as usize];
    things().for_each(|(group, thing)| {
        let slot = &mut next[group as usize];
        in_order[*slot as usize] = thing;
        *slot += 1;
    });
    (starts, in_order)
}

/// The same of items by the group of each: where each group starts, and the items, ascending in each.
pub(super) fn grouped(groups: &[u32], count: usize) -> (Vec<u32>, Vec<u32>) {
    by_group(count, || groups.iter().zip(0_u32..).map(|(group, item)| (*group, item)))
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
