//! Good plans without proof for whatever can be kept in tally: greedy opening, then exchanges of one
//! open site for another as long as one helps. What solvers start from.

/// What a set of open sites is worth, kept up to date as sites open and close.
pub(in crate::siting) trait Tally {
    fn open(&mut self, site: usize);
    fn close(&mut self, site: usize);
    fn worth(&self) -> f64;

    /// Whether a site may be opened beside those that are.
    fn fits(&self, _site: usize) -> bool {
        true
    }

    /// What opening a site takes of what there is: gains are held against it.
    fn price(&self, _site: usize) -> f64 {
        1.0
    }
}

/// Sites looked at between two looks at whether to go on.
const SITES_AT_ONCE: usize = 64;

/// Gains below this share of the worth are rounding.
const NOTABLE: f64 = 1e-9;

/// Opens up to `most` sites, those open already among them, and exchanges them until nothing helps
/// or `is_over`. The sites that are open from the start stay. Returns them all, ascending.
pub(in crate::siting) fn greedy_exchange(
    tally: &mut impl Tally,
    candidates: &[usize],
    start: &[usize],
    most: usize,
    mut is_over: impl FnMut() -> bool,
) -> Vec<usize> {
    let mut open = start.to_vec();
    start.iter().for_each(|site| tally.open(*site));
    while open.len() < most
        && !is_over()
        && let Some(site) = best_opening(tally, candidates, &open, &mut is_over)
    {
        tally.open(site);
        open.push(site);
    }
    let mut is_better = true;
    while is_better && !is_over() {
        is_better = false;
        for place in start.len()..open.len() {
            if is_over() {
                break;
            }
            let (closed, before) = (open[place], tally.worth());
            tally.close(closed);
            let others: Vec<usize> = open.iter().copied().filter(|site| *site != closed).collect();
            let best = best_opening_by(tally, candidates, &others, &mut is_over, |_, gain| gain);
            let opened = best.unwrap_or(closed);
            tally.open(opened);
            if opened != closed && tally.worth() > before + NOTABLE * (1.0 + before.abs()) {
                open[place] = opened;
                is_better = true;
            } else if opened != closed {
                tally.close(opened);
                tally.open(closed);
            }
        }
    }
    open.sort_unstable();
    open
}

/// The site that adds most for its price, if one adds something; of those looked at before `is_over`.
fn best_opening(
    tally: &mut impl Tally,
    candidates: &[usize],
    open: &[usize],
    is_over: &mut impl FnMut() -> bool,
) -> Option<usize> {
    let for_price = |price: f64, gain: f64| gain / price.max(f64::MIN_POSITIVE);
    best_opening_by(tally, candidates, open, is_over, for_price)
}

fn best_opening_by(
    tally: &mut impl Tally,
    candidates: &[usize],
    open: &[usize],
    is_over: &mut impl FnMut() -> bool,
    score: impl Fn(f64, f64) -> f64,
) -> Option<usize> {
    let before = tally.worth();
    let mut best: Option<(f64, usize)> = None;
    let others = candidates.iter().copied().filter(|site| !open.contains(site));
    for (number, site) in others.enumerate() {
        if number % SITES_AT_ONCE == SITES_AT_ONCE - 1 && is_over() {
            break;
        }
        if !tally.fits(site) {
            continue;
        }
        let price = tally.price(site);
        tally.open(site);
        let gain = tally.worth() - before;
        tally.close(site);
        let score = score(price, gain);
        let is_better = best.is_none_or(|(highest, _)| score > highest);
        if gain > NOTABLE * (1.0 + before.abs()) && is_better {
            best = Some((score, site));
        }
    }
    best.map(|(_, site)| site)
}
