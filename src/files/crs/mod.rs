//! Which CRS a file's coordinates are in: named by the user, declared by the file, or told by the
//! size of the numbers and by how well the layers fit each other. Nothing is chosen silently: what
//! differs from what the file says is a warning with the figures behind it.

mod candidates;
mod evidence;
mod judging;
mod said;
mod usual;

use geo::Rect;

use crate::geometry::{Crs, LonLat, Projector};
use crate::language::Message;

use super::layer::Layer;
use super::notes::Notes;
use super::{CrsHypothesis, Role};
pub(super) use judging::Settled;
use judging::{
    FITS_BEYOND_DOUBT, FITS_WELL, Verdict, is_sure, judge, named_among_others, told_by_others,
};
use said::undecided;
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
/// order of their roles, each compared with those before it. Where the first is not sure itself and
/// the others fit it badly, each system it may be in is tried: one in which all of them fit is taken,
/// one in which they only fit better is a question.
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
        // Trying moves the layers: they are judged once more afterwards.
        let of_first = systems_of_first(*first, &order, layers);
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
/// better, all together: their mean fit is that of the system. Only layers count that can be compared
/// whichever is tried. The layers are left in the last one tried.
fn systems_of_first(
    first: usize,
    order: &[usize],
    layers: &mut Pairs,
) -> Option<Vec<CrsHypothesis>> {
    let layer = &layers[first].0;
    let bounds = layer.bounds.filter(could_be_degrees)?;
    let by_file = match &layer.declared {
        Declared::ByFile(crs) => Some(crs.clone()),
        Declared::ByUser(_) | Declared::No => None,
    };
    let candidates = candidates::of_degrees(bounds, by_file.as_ref());
    let mut fits_in: Vec<Vec<Option<f64>>> = Vec::new();
    for crs in &candidates {
        let alone = CrsHypothesis { crs: crs.clone(), fit: None, shift_m: None };
        judge_in(order, layers, false, Some(vec![alone]));
        fits_in.push(order[1..].iter().map(|other| layers[*other].0.fit).collect());
    }
    let is_compared = |other: &usize| fits_in.iter().all(|fits| fits[*other].is_some());
    let compared: Vec<usize> = (0..order.len() - 1).filter(is_compared).collect();
    let sum = |fits: &Vec<Option<f64>>| -> f64 { compared.iter().filter_map(|c| fits[*c]).sum() };
    let mut weighed: Vec<(Crs, f64)> =
        candidates.into_iter().zip(fits_in.iter().map(sum)).collect();
    let usual = weighed.first()?.1;
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (best, gain) = weighed.first().map(|(crs, sum)| (crs.clone(), sum - usual))?;
    if gain < PLAINLY_BETTER {
        return None;
    }
    let layer = &layers[first].0;
    let hypothesis = |(crs, sum): (Crs, f64)| CrsHypothesis {
        shift_m: shift_m(layer, &crs, &best),
        crs,
        fit: Some(sum / compared.len() as f64),
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
