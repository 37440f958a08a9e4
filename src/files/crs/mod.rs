//! Which CRS a file's coordinates are in: named by the user, declared by the file, or told by the
//! size of the numbers and by how well the layers fit each other. Nothing is chosen silently: what
//! differs from what the file says is a warning with the figures behind it.

mod candidates;
mod evidence;
mod usual;

use geo::Rect;

use crate::geometry::{Crs, LonLat, Projector};
use crate::language::{Language, Message, Text};

use super::layer::Layer;
use super::notes::Notes;
use super::{CrsFound, CrsHypothesis, Role};
use evidence::Fit;
pub(super) use usual::Usual;
use usual::could_be_degrees;

/// What a file says of its system.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Declared {
    /// The user's word stands, whatever the file says.
    ByUser(Crs),
    ByFile(Crs),
    No,
}

/// What is declared of a file; beside it what is to be said where PROJ does not know that: the data
/// have to tell then.
pub(super) fn declared(given: Option<&Crs>, by_file: Option<&str>) -> (Declared, Option<Message>) {
    if let Some(crs) = given {
        return (Declared::ByUser(crs.clone()), None);
    }
    let Some(name) = by_file else { return (Declared::No, None) };
    if let Ok(crs) = Crs::from_code(name) {
        return (Declared::ByFile(crs), None);
    }
    let name: String = name.split('"').nth(1).unwrap_or(name).chars().take(80).collect();
    let unknown = Message::new(
        format!("文件声明的坐标系“{name}”无法识别；必要时用 --crs 指明，例如 --crs EPSG:4549"),
        format!(
            "declares an unknown CRS \"{name}\"; name it with --crs if need be, such as --crs \
             EPSG:4549"
        ),
    );
    (Declared::No, Some(unknown))
}

/// Decides in which system each layer is. Those that are sure come first, then the others in the
/// order of their roles, each compared with those before it. Where the first is not sure itself,
/// each system it may be in is tried: that in which the others fit best, all together, is taken.
///
/// With `weigh_all`, systems are weighed also where the first one fits, so that they can be shown.
pub(super) fn settle(layers: &mut Pairs, weigh_all: bool) {
    let mut order: Vec<usize> = (0..layers.len()).collect();
    order.sort_by_key(|position| {
        let layer = &layers[*position].0;
        // Degrees tell the place at once; metres of an unknown system need others to compare with.
        let are_metres = layer.bounds.is_some_and(|bounds| !could_be_degrees(&bounds));
        (!is_sure(layer), are_metres, layer.role)
    });
    let mut said = judge_in(&order, layers, weigh_all, None);
    if let Some(first) = order.first()
        && leaves_a_doubt(&order, layers)
    {
        let of_first = systems_of_first(*first, &order, layers, weigh_all);
        let (moved, doubted) = match of_first {
            Some(hypotheses) if is_beyond_doubt(&hypotheses) => (Some(hypotheses), None),
            other => (None, other),
        };
        said = judge_in(&order, layers, weigh_all, moved);
        if let Some(hypotheses) = doubted {
            question_first(&mut layers[*first], hypotheses);
        }
    }
    for (position, said) in said {
        match said {
            Ok(warning) => warning.into_iter().for_each(|what| layers[position].1.warn(what)),
            Err(what) => layers[position].1.fail(what),
        }
    }
    question_declared(layers);
    if weigh_all {
        weigh_named(layers);
    }
}

/// Layers, and what is to be said of each.
type Pairs<'a> = [(&'a mut Layer, &'a mut Notes)];

/// Whether some layer, compared with the first, may tell that it is the first that lies wrong.
fn leaves_a_doubt(order: &[usize], layers: &Pairs) -> bool {
    let is_first_sure = order.first().is_none_or(|first| is_sure(layers[*first].0));
    !is_first_sure
        && order[1..].iter().any(|position| {
            let layer = &layers[*position].0;
            // Streets cross some buildings wherever they lie.
            let tells_much = !matches!(layer.role, Role::Streets | Role::Barriers);
            let fits_badly = layer.fit.is_some_and(|fit| fit < FITS_WELL);
            layer.crs.is_offset() || (tells_much && fits_badly)
        })
}

/// Whether all others fit a system of the first layer as layers do that lie right.
fn is_beyond_doubt(of_first: &[CrsHypothesis]) -> bool {
    of_first.first().and_then(|best| best.fit).is_some_and(|fit| fit >= FITS_BEYOND_DOUBT)
}

/// Leaves the first layer where it says it is, with a question.
fn question_first((layer, notes): &mut (&mut Layer, &mut Notes), hypotheses: Vec<CrsHypothesis>) {
    let seen_from_there = |hypothesis: CrsHypothesis| CrsHypothesis {
        shift_m: shift_m(layer, &hypothesis.crs, &layer.crs),
        ..hypothesis
    };
    let hypotheses: Vec<_> = hypotheses.into_iter().map(seen_from_there).collect();
    let usual = hypotheses.iter().find(|hypothesis| hypothesis.crs == layer.crs);
    if let (Some(usual), Some(best)) = (usual, hypotheses.first()) {
        notes.warn(undecided(usual, best));
    }
    layer.doubt(hypotheses);
}

/// How much better the others have to fit, all together, for the first not to be where it says.
const PLAINLY_BETTER: f64 = 0.04;

/// The systems the first layer may be in, the best first, if in another one the others fit plainly
/// better, all together. The layers are in the last one tried afterwards.
fn systems_of_first(
    first: usize,
    order: &[usize],
    layers: &mut Pairs,
    weigh_all: bool,
) -> Option<Vec<CrsHypothesis>> {
    let layer = &layers[first].0;
    let bounds = layer.bounds.filter(could_be_degrees)?;
    let by_file = match &layer.declared {
        Declared::ByFile(crs) => Some(crs.clone()),
        Declared::ByUser(_) | Declared::No => None,
    };
    let mut weighed: Vec<(Crs, f64)> = Vec::new();
    for crs in candidates::of_degrees(bounds, by_file.as_ref()) {
        let alone = CrsHypothesis { crs: crs.clone(), fit: None, shift_m: None };
        judge_in(order, layers, weigh_all, Some(vec![alone]));
        let fits = order[1..].iter().filter_map(|other| layers[*other].0.fit);
        weighed.push((crs, fits.sum()));
    }
    let usual = weighed.first()?.1;
    let best = weighed.iter().max_by(|a, b| a.1.total_cmp(&b.1))?.clone();
    if best.1 - usual < PLAINLY_BETTER {
        return None;
    }
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let layer = &layers[first].0;
    let compared = order[1..].iter().filter(|other| layers[**other].0.fit.is_some()).count();
    let hypothesis = |(crs, fit): (Crs, f64)| CrsHypothesis {
        shift_m: shift_m(layer, &crs, &best.0),
        crs,
        fit: Some(fit / compared.max(1) as f64),
    };
    Some(weighed.into_iter().map(hypothesis).collect())
}

/// Doubts a projected system that a file declares, where the layer then lies far from the others and
/// would lie among them in another one.
fn question_declared(layers: &mut Pairs) {
    let centers: Vec<(Role, Option<LonLat>)> =
        layers.iter().map(|(layer, _)| (layer.role, layer.center())).collect();
    for (position, (layer, notes)) in layers.iter_mut().enumerate() {
        let Declared::ByFile(declared) = layer.declared.clone() else { continue };
        let others = centers.iter().enumerate().filter(|(other, _)| *other != position);
        let others: Vec<(Role, LonLat)> =
            others.filter_map(|(_, (role, at))| Some((*role, (*at)?))).collect();
        let reference = others.iter().min_by_key(|(role, _)| *role);
        let Some((first_role, reference)) = reference.copied() else { continue };
        let (Some(bounds), Some(own)) = (layer.bounds, layer.center()) else { continue };
        let is_there = others.iter().any(|(_, other)| candidates::are_near(own, *other));
        // Of two layers apart, the one that the other is compared with is taken at its word.
        if others.len() == 1 && layer.role < first_role {
            continue;
        }
        if declared.is_geographic() || layer.crs != declared || is_there {
            continue;
        }
        let mut systems = candidates::of_metres(bounds, Some(reference));
        let Some(likely) = systems.first().cloned() else { continue };
        systems.insert(0, declared.clone());
        let hypothesis =
            |crs: Crs| CrsHypothesis { shift_m: shift_m(layer, &crs, &declared), crs, fit: None };
        let hypotheses = systems.into_iter().map(hypothesis).collect();
        layer.doubt(hypotheses);
        let role = layer.role.id();
        notes.warn(Message::new(
            format!(
                "文件声明 {declared}，但这样远离其他图层；若为 {likely} 则与之重合。请核对，必要时用 --crs {role}={likely}"
            ),
            format!(
                "declares {declared}, and lies far from the other layers so; as {likely} it would \
                 lie among them. Check it, and say --crs {role}={likely} if that is right"
            ),
        ));
    }
}

/// Weighs what else a layer may be in whose system the user named, against all others.
fn weigh_named(layers: &mut Pairs) {
    for position in 0..layers.len() {
        let Declared::ByUser(named) = layers[position].0.declared.clone() else { continue };
        let hypotheses = {
            let others: Vec<&Layer> =
                (0..layers.len()).filter(|o| *o != position).map(|o| &*layers[o].0).collect();
            named_among_others(layers[position].0, &named, &others)
        };
        layers[position].0.weigh(hypotheses);
    }
}

/// Whether a layer's system is beyond doubt. Degrees are not: what calls itself WGS 84 may come
/// from a web map.
fn is_sure(layer: &Layer) -> bool {
    match &layer.declared {
        Declared::ByUser(_) => true,
        Declared::ByFile(crs) => {
            let are_degrees = layer.bounds.as_ref().is_some_and(could_be_degrees);
            !crs.is_geographic() && !are_degrees
        }
        Declared::No => false,
    }
}

/// What is to be said of a layer: a warning if any, or why it has no system.
type Said = (usize, Result<Option<Message>, Message>);

/// Judges the layers in an order, each compared with those before it; the first is in the first of
/// the systems given for it, if any are.
fn judge_in(
    order: &[usize],
    layers: &mut Pairs,
    weigh_all: bool,
    of_first: Option<Vec<CrsHypothesis>>,
) -> Vec<Said> {
    let mut settled: Vec<usize> = Vec::new();
    let mut said = Vec::new();
    let mut of_first = of_first;
    for position in order {
        let verdict = {
            let layer = &*layers[*position].0;
            let others: Vec<&Layer> = settled.iter().map(|other| &*layers[*other].0).collect();
            match of_first.take() {
                Some(hypotheses) => told_by_others(layer, hypotheses),
                None => judge(layer, &others, weigh_all),
            }
        };
        let verdict = verdict.map(|Verdict { settled, warning }| {
            layers[*position].0.settle(settled);
            warning
        });
        if verdict.is_ok() {
            settled.push(*position);
        }
        said.push((*position, verdict));
    }
    said
}

/// The first of some systems, as the other layers tell.
fn told_by_others(layer: &Layer, hypotheses: Vec<CrsHypothesis>) -> Result<Verdict, Message> {
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

/// The system of a layer, and why.
#[derive(Debug, Clone)]
pub(super) struct Settled {
    pub crs: Crs,
    pub found: CrsFound,
    /// The systems that were weighed, where there was something to weigh.
    pub hypotheses: Vec<CrsHypothesis>,
    /// Whether another system fits about as well and would put the layer elsewhere.
    pub is_doubtful: bool,
    /// How well the layer fits those before it, from 0 to 1, where there was something to compare.
    pub fit: Option<f64>,
}

struct Verdict {
    settled: Settled,
    warning: Option<Message>,
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

fn judge(layer: &Layer, others: &[&Layer], weigh_all: bool) -> Result<Verdict, Message> {
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
fn named_among_others(layer: &Layer, named: &Crs, others: &[&Layer]) -> Vec<CrsHypothesis> {
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
const FITS_WELL: f64 = 0.985;
/// How much better a layer has to fit elsewhere for a question.
const WORTH_ASKING: f64 = 0.04;
/// A fit that leaves no doubt: layers that lie right fit so, those that lie wrong do not.
const FITS_BEYOND_DOUBT: f64 = 0.99;
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

/// How far the middle of the layer lies from where another system puts it.
fn shift_m(layer: &Layer, crs: &Crs, other: &Crs) -> Option<f64> {
    let center = layer.bounds?.center();
    let place = |crs: &Crs| {
        let [lon, lat] =
            Projector::new(crs, &Crs::wgs84()).ok()?.convert([center.x, center.y]).ok()?;
        Some(LonLat { lon, lat })
    };
    let (a, b) = (place(crs)?, place(other)?);
    let projector = Projector::new(&Crs::wgs84(), &Crs::for_measuring_at(a)).ok()?;
    let metres = |at: LonLat| projector.convert([at.lon, at.lat]).ok();
    let (a, b) = (metres(a)?, metres(b)?);
    Some((a[0] - b[0]).hypot(a[1] - b[1]))
}

/// Each hypothesis with its fit, and the shift it would mean.
fn figures(hypotheses: &[CrsHypothesis], language: Language) -> String {
    let colon = language.pick("：", ": ");
    let one = |h: &CrsHypothesis| format!("{}{colon}{}", h.crs, h.figures(language));
    let told: Vec<_> = hypotheses.iter().take(4).map(one).collect();
    told.join(language.pick("；", "; "))
}

fn told_by_data(layer: &Layer, crs: &Crs, hypotheses: &[CrsHypothesis]) -> Message {
    let role = layer.role.id();
    let unverified = match crs.is_unverified() {
        true => {
            Text::new("（上海2000坐标系参数未经控制点校核）", " (its parameters are not verified)")
        }
        false => Text::new("", ""),
    };
    // Several that nothing tells apart.
    let is_open = hypotheses.len() > 1 && hypotheses.iter().all(|h| h.fit.is_none());
    let check = match is_open {
        true => Text::new("，数据不足以判定，请核对", "; the data do not settle it, please check"),
        false => Text::new("", ""),
    };
    Message::new(
        format!(
            "坐标系判定为 {crs}{}（{}）{}；如不对请用 --crs {role}=代码 指明",
            unverified.zh,
            figures(hypotheses, Language::Zh),
            check.zh
        ),
        format!(
            "coordinates taken as {crs}{} ({}){check}; if that is wrong, say --crs {role}=CODE",
            unverified.en,
            figures(hypotheses, Language::En),
            check = check.en
        ),
    )
}

fn undecided(chosen: &CrsHypothesis, rival: &CrsHypothesis) -> Message {
    let pair = [chosen.clone(), rival.clone()];
    Message::new(
        format!("坐标系无法由数据断定（{}）；请核对", figures(&pair, Language::Zh)),
        format!("the data do not settle the CRS ({}); please check", figures(&pair, Language::En)),
    )
}

fn no_degrees(bounds: Rect<f64>, declared: Option<&Crs>) -> Message {
    let (x, y) = (bounds.min().x, bounds.min().y);
    match declared {
        Some(crs) => Message::new(
            format!("文件声明 {crs}，但坐标（如 {x}, {y}）不可能是经纬度；请用 --crs 指明"),
            format!(
                "declares {crs}, but coordinates such as ({x}, {y}) cannot be degrees; name the CRS with --crs"
            ),
        ),
        None => Message::new(
            format!(
                "坐标（如 {x}, {y}）不可能是经纬度，文件也未声明坐标系；请用 --crs 指明，例如 --crs EPSG:4549"
            ),
            format!(
                "coordinates such as ({x}, {y}) cannot be degrees, and the file declares no CRS; \
                 name it with --crs, such as --crs EPSG:4549"
            ),
        ),
    }
}

/// South-west and north-east corner of a rectangle in degrees; `None` outside the CRS's domain.
pub(super) fn corners(bounds: Rect<f64>, crs: &Crs) -> Option<[LonLat; 2]> {
    let projector = Projector::new(crs, &Crs::wgs84()).ok()?;
    let lonlat = |x, y| {
        let [lon, lat] = projector.convert([x, y]).ok()?;
        Some(LonLat { lon, lat })
    };
    Some([lonlat(bounds.min().x, bounds.min().y)?, lonlat(bounds.max().x, bounds.max().y)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crs_member_of_old_files_is_honoured() {
        let found = |name: &str| declared(None, Some(name));
        let by_file = |crs: Crs| (Declared::ByFile(crs), None);
        assert_eq!(found("urn:ogc:def:crs:OGC:1.3:CRS84"), by_file(Crs::wgs84()));
        assert_eq!(found("EPSG:4549"), by_file(Crs::epsg(4549)));
        let (declared, said) = found("local grid");
        assert_eq!(declared, Declared::No, "nobody knows it: the data have to tell");
        let said = said.expect("a warning").en;
        assert!(said.contains("local grid") && said.contains("--crs"), "{said}");
    }

    #[test]
    fn the_user_overrides_the_file() {
        let given = Crs::wgs84();
        let found = declared(Some(&given), Some("EPSG:4549"));
        assert_eq!(found, (Declared::ByUser(Crs::wgs84()), None));
    }
}
