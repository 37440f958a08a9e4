//! In which system one layer is, compared with those whose systems are settled. Which layer comes
//! first, and whether it is the first that lies wrong, is decided above.

use crate::files::layer::Layer;
use crate::files::{CrsFound, CrsHypothesis, Role};
use crate::geometry::Crs;
use crate::language::Message;

use super::evidence::{self, Fit};
use super::said::{no_degrees, told_by_data, undecided};
use super::usual::could_be_degrees;
use super::{Declared, candidates, corners, shift_m};

/// The system of a layer, and why.
#[derive(Debug, Clone)]
pub(in crate::files) struct Settled {
    pub crs: Crs,
    pub found: CrsFound,
    /// The systems that were weighed, where there was something to weigh.
    pub hypotheses: Vec<CrsHypothesis>,
    /// Whether another system fits about as well and would put the layer elsewhere.
    pub is_doubtful: bool,
    /// How well the layer fits those before it, from 0 to 1, where there was something to compare.
    pub fit: Option<f64>,
}

pub(super) struct Verdict {
    pub settled: Settled,
    pub warning: Option<Message>,
}

impl Verdict {
    fn plain(crs: Crs, found: CrsFound) -> Self {
        let hypotheses = Vec::new();
        let settled = Settled { crs, found, hypotheses, is_doubtful: false, fit: None };
        Self { settled, warning: None }
    }
}

/// The user's word stands; that it can hardly be meant is said.
fn as_named(layer: &Layer, crs: &Crs) -> Verdict {
    let are_degrees = layer.bounds.as_ref().is_some_and(could_be_degrees);
    let warning = (are_degrees && !crs.is_geographic()).then(|| {
        Message::new(
            format!("坐标看来是经纬度，而 {crs} 以米计；请核对 --crs"),
            format!(
                "has coordinates that look like degrees, while {crs} is in metres; check --crs"
            ),
        )
    });
    Verdict { warning, ..Verdict::plain(crs.clone(), CrsFound::Given) }
}

/// Judges a layer by what is declared of it, by its numbers and by the others.
///
/// # Errors
/// When its numbers are no place in any system known.
pub(super) fn judge(layer: &Layer, others: &[&Layer], weigh_all: bool) -> Result<Verdict, Message> {
    let by_file = match &layer.declared {
        Declared::ByUser(crs) => return Ok(as_named(layer, crs)),
        Declared::ByFile(crs) => Some(crs),
        Declared::No => None,
    };
    let by_default = if by_file.is_some() { CrsFound::Declared } else { CrsFound::Default };
    let first = by_file.cloned().unwrap_or_else(Crs::wgs84);
    let Some(bounds) = layer.bounds else { return Ok(Verdict::plain(first, by_default)) };
    // A declared system in which the numbers are no place on Earth, or which counts metres where
    // they are degrees, says nothing.
    let is_possible = || corners(bounds, &first).is_some() && !could_be_degrees(&bounds);
    if by_file.is_some_and(|crs| !crs.is_geographic()) && is_possible() {
        return Ok(Verdict::plain(first, by_default));
    }
    // The cells of a population grid are too large to tell systems apart that lie some hundred metres
    // off each other.
    if let (Role::Population, Some(declared)) = (layer.role, by_file)
        && declared.is_geographic()
        && could_be_degrees(&bounds)
    {
        return Ok(Verdict::plain(first, by_default));
    }
    if could_be_degrees(&bounds) {
        let named = by_file.filter(|crs| crs.is_geographic());
        let candidates = candidates::of_degrees(bounds, named);
        let found = if named == by_file { by_default } else { CrsFound::Evidence };
        return Ok(among(layer, candidates, found, others, weigh_all));
    }
    let reference = others.iter().find_map(|other| other.center());
    let candidates = candidates::of_metres(bounds, reference);
    if candidates.is_empty() {
        return Err(no_degrees(bounds, by_file));
    }
    Ok(among(layer, candidates, CrsFound::Evidence, others, weigh_all))
}

/// What a layer might be in beside the system the user named, each with its fit to the others.
pub(super) fn named_among_others(
    layer: &Layer,
    named: &Crs,
    others: &[&Layer],
) -> Vec<CrsHypothesis> {
    let Some(bounds) = layer.bounds else { return Vec::new() };
    let reference = others.iter().find_map(|other| other.center());
    let mut candidates = match could_be_degrees(&bounds) {
        true => candidates::of_degrees(bounds, None),
        false => candidates::of_metres(bounds, reference),
    };
    if !candidates.contains(named) {
        candidates.insert(0, named.clone());
    }
    Weighed::all(layer, candidates, others).hypotheses(named)
}

/// A layer that fits so well where it says it is needs no other hypothesis.
pub(super) const FITS_WELL: f64 = 0.985;
/// How much better a layer has to fit elsewhere for a question.
const WORTH_ASKING: f64 = 0.04;
/// A fit that leaves no doubt: layers that lie right fit so, those that lie wrong do not.
pub(super) const FITS_BEYOND_DOUBT: f64 = 0.99;
/// How much better facilities must lie in buildings, of which none of a layer may do so for sure: so
/// much, and twice as well.
const LIES_PLAINLY_BETTER: f64 = 0.15;
/// Fits of fewer points than this settle nothing where they are close.
const ENOUGH_POINTS: usize = 100;
/// A shift that is of no consequence for a walk.
const SMALL_SHIFT_M: f64 = 20.0;

/// The candidate that fits best, if it fits plainly better than the first.
fn among(
    layer: &Layer,
    candidates: Vec<Crs>,
    by_default: CrsFound,
    others: &[&Layer],
    weigh_all: bool,
) -> Verdict {
    let first = candidates[0].clone();
    let may_stand = by_default != CrsFound::Evidence && !first.is_swapped();
    if may_stand && candidates.len() == 1 {
        return Verdict::plain(first, by_default);
    }
    if may_stand && !weigh_all {
        let fit = evidence::fit(layer, &first, &candidates, others).map(|fit| fit.share);
        if fit.is_none_or(|share| share >= FITS_WELL) {
            let mut verdict = Verdict::plain(first, by_default);
            verdict.settled.fit = fit;
            return verdict;
        }
    }
    let weighed = Weighed::all(layer, candidates, others);
    let stands = may_stand && weighed.fits[0].is_none_or(|fit| fit.share >= FITS_WELL);
    let chosen = match weighed.best() {
        _ if stands => 0,
        best if may_stand && !weighed.is_beyond_doubt(best) => 0,
        best => best,
    };
    let is_told_by_data = chosen != 0 || !may_stand;
    let found = if is_told_by_data { CrsFound::Evidence } else { by_default };
    let crs = weighed.candidates[chosen].clone();
    let hypotheses = weighed.hypotheses(&crs);
    let rival = weighed.rival_of(chosen).filter(|rival| {
        let shift = hypotheses[*rival].shift_m;
        let enough = weighed.fits[chosen].is_some_and(|fit| fit.points >= ENOUGH_POINTS);
        // What says where it is, and would fit elsewhere no better, is not worth a question.
        let is_open = !may_stand || weighed.share(*rival) - weighed.share(chosen) > WORTH_ASKING;
        !stands && enough && is_open && shift.is_some_and(|metres| metres > SMALL_SHIFT_M)
    });
    let warning = match (is_told_by_data, rival) {
        (true, _) => Some(told_by_data(layer, &crs, &hypotheses)),
        // That a web map's offset cannot be excluded is worth a word only where it would matter.
        (false, Some(rival)) => Some(undecided(&hypotheses[chosen], &hypotheses[rival])),
        (false, None) => None,
    };
    let knows_nothing = weighed.fits.iter().all(Option::is_none);
    let is_doubtful = rival.is_some() || (!may_stand && knows_nothing && hypotheses.len() > 1);
    let is_wanted = warning.is_some() || (weigh_all && weighed.fits.iter().any(Option::is_some));
    let hypotheses = if is_wanted { hypotheses } else { Vec::new() };
    let fit = weighed.fits[chosen].map(|fit| fit.share);
    let settled = Settled { crs, found, hypotheses, is_doubtful, fit };
    Verdict { settled, warning }
}

/// Candidates and how well each fits, the usual one first.
struct Weighed<'l> {
    layer: &'l Layer,
    candidates: Vec<Crs>,
    fits: Vec<Option<Fit>>,
}

impl<'l> Weighed<'l> {
    fn all(layer: &'l Layer, candidates: Vec<Crs>, others: &[&Layer]) -> Self {
        let fit = |crs| evidence::fit(layer, crs, &candidates, others);
        let fits = candidates.iter().map(fit).collect();
        Self { layer, candidates, fits }
    }

    fn share(&self, candidate: usize) -> f64 {
        self.fits[candidate].map_or(0.0, |fit| fit.share)
    }

    /// The difference of two shares that chance alone can make with so many points.
    fn margin(&self, candidate: usize) -> f64 {
        let points = self.fits[candidate].map_or(1, |fit| fit.points.max(1));
        (1.0 / (points as f64).sqrt()).max(0.02)
    }

    /// The one that fits best, if plainly better than the usual one.
    fn best(&self) -> usize {
        let best = (0..self.candidates.len())
            .max_by(|a, b| self.share(*a).total_cmp(&self.share(*b)).then(b.cmp(a)))
            .unwrap_or(0);
        if self.share(best) - self.share(0) > self.margin(best) { best } else { 0 }
    }

    /// Whether one fits so much better than the usual one that the layer may be moved without a
    /// question. Shares rise by chance where layers cover each other in part.
    fn is_beyond_doubt(&self, candidate: usize) -> bool {
        let (share, usual) = (self.share(candidate), self.share(0));
        let is_plain = self.fits[candidate].is_some_and(|fit| fit.points >= ENOUGH_POINTS)
            && matches!(self.layer.role, Role::Facilities | Role::Candidates)
            && share - usual >= LIES_PLAINLY_BETTER
            && share >= 2.0 * usual;
        share >= FITS_BEYOND_DOUBT || is_plain
    }

    /// Another one that fits about as well, or better.
    fn rival_of(&self, chosen: usize) -> Option<usize> {
        let others = (0..self.candidates.len()).filter(|other| *other != chosen);
        let rival = others
            .filter(|other| self.fits[*other].is_some())
            .max_by(|a, b| self.share(*a).total_cmp(&self.share(*b)))?;
        let lead = self.share(chosen) - self.share(rival);
        (lead <= self.margin(chosen)).then_some(rival)
    }

    /// All of them, seen from the one chosen.
    fn hypotheses(&self, chosen: &Crs) -> Vec<CrsHypothesis> {
        let weighed = self.candidates.iter().zip(&self.fits);
        let hypothesis = |(crs, fit): (&Crs, &Option<Fit>)| CrsHypothesis {
            crs: crs.clone(),
            fit: fit.map(|fit| fit.share),
            shift_m: shift_m(self.layer, crs, chosen),
        };
        weighed.map(hypothesis).collect()
    }
}

/// The first of some systems, as the other layers tell.
pub(super) fn told_by_others(
    layer: &Layer,
    hypotheses: Vec<CrsHypothesis>,
) -> Result<Verdict, Message> {
    let Some(chosen) = hypotheses.first() else { return judge(layer, &[], false) };
    let crs = chosen.crs.clone();
    let is_usual = match &layer.declared {
        Declared::ByUser(own) | Declared::ByFile(own) => *own == crs,
        Declared::No => crs == Crs::wgs84(),
    };
    let warning = (!is_usual).then(|| told_by_data(layer, &crs, &hypotheses));
    let found = CrsFound::Evidence;
    let settled = Settled { crs, found, hypotheses, is_doubtful: false, fit: None };
    Ok(Verdict { settled, warning })
}

/// Whether a layer's system is beyond doubt. Degrees are not: what calls itself WGS 84 may come
/// from a web map.
pub(super) fn is_sure(layer: &Layer) -> bool {
    match &layer.declared {
        Declared::ByUser(_) => true,
        Declared::ByFile(crs) => {
            let are_degrees = layer.bounds.as_ref().is_some_and(could_be_degrees);
            !crs.is_geographic() && !are_degrees
        }
        Declared::No => false,
    }
}
