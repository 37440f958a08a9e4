//! Numbers scattered over a list by the golden ratio, so that however few are taken from the start on, they are
//! spread over all of it; and with the list over the land, where its neighbours are.

const GOLDEN: f64 = 0.618_033_988_749_895;

/// All numbers below a count, each once, in strides all over.
pub(super) fn scattered(count: usize) -> impl Iterator<Item = usize> {
    let common = |a: usize, b: usize| {
        let (mut a, mut b) = (a, b);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    let mut stride = ((count as f64 * GOLDEN) as usize).max(1);
    while common(stride, count) > 1 {
        stride += 1;
    }
    (0..count).map(move |number| number * stride % count)
}

/// One of the numbers below a count, for each `number` another one: for whoever takes a few of many without
/// going through all. Some come twice.
pub(super) fn scattered_at(number: usize, count: usize) -> usize {
    let along = (number as f64 * GOLDEN).fract();
    ((along * count as f64) as usize).min(count - 1)
}
