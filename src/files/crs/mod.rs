//! Which CRS a file's coordinates are in: named by the user, declared by the file, or told by the
//! size of the numbers and by how well the layers fit each other. Nothing is chosen silently: what
//! differs from what the file says is a warning with the figures behind it.

mod candidates;
mod evidence;
mod usual;

use geo::Rect;

use crate::geometry::{Crs, LonLat, Projector};
use crate::language::Message;

use super::layer::Layer;
use super::notes::Notes;
use super::{CrsFound, CrsHypothesis};
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

/// What is declared of a file.
///
/// # Errors
/// When the file declares a system that PROJ does not know.
pub(super) fn declared(given: Option<&Crs>, by_file: Option<&str>) -> Result<Declared, Message> {
    if let Some(crs) = given {
        return Ok(Declared::ByUser(crs.clone()));
    }
    let Some(name) = by_file else { return Ok(Declared::No) };
    match Crs::from_code(name) {
        Ok(crs) => Ok(Declared::ByFile(crs)),
        Err(_) => {
            let name = name.split('"').nth(1).unwrap_or(name);
            Err(Message::new(
                format!("文件声明的坐标系“{name}”无法识别，请用 --crs 指明，例如 --crs EPSG:4549"),
                format!(
                    "declares an unknown CRS \"{name}\"; name it with --crs, such as --crs EPSG:4549"
                ),
            ))
        }
    }
}

/// Decides in which system each layer is. Those that are sure come first, then the others in the
/// order of their roles, each compared with those before it. Where most of them then seem offset
/// against the first, it is the first that is offset.
pub(super) fn settle(layers: &mut [(&mut Layer, &mut Notes)]) {
    let mut order: Vec<usize> = (0..layers.len()).collect();
    order.sort_by_key(|position| {
        let layer = &layers[*position].0;
        (!is_sure(layer), layer.role)
    });
    let mut verdicts = judge_in(&order, layers);
    let offset = |verdicts: &[(usize, Result<Verdict, Message>)]| {
        let is_offset = |verdict: &&(usize, Result<Verdict, Message>)| {
            verdict.1.as_ref().is_ok_and(|verdict| verdict.is_offset)
        };
        verdicts.iter().filter(is_offset).count()
    };
    let is_first_sure = order.first().is_some_and(|first| is_sure(layers[*first].0));
    if order.len() > 2 && !is_first_sure && 2 * offset(&verdicts) > order.len() - 1 {
        order.rotate_left(1);
        let others = judge_in(&order, layers);
        if offset(&others) < offset(&verdicts) {
            verdicts = others;
        }
    }
    for (position, verdict) in verdicts {
        let (layer, notes) = &mut layers[position];
        match verdict {
            Ok(Verdict { crs, found, hypotheses, warning, is_offset: _ }) => {
                layer.settle(crs, found, hypotheses);
                warning.into_iter().for_each(|warning| notes.warn(warning));
            }
            Err(what) => notes.fail(what),
        }
    }
}

/// Whether a layer's system is beyond doubt. Degrees are not: what calls itself WGS 84 may come
/// from a web map.
fn is_sure(layer: &Layer) -> bool {
    match &layer.declared {
        Declared::ByUser(_) => true,
        Declared::ByFile(crs) => !crs.is_geographic(),
        Declared::No => false,
    }
}

/// The verdict on each layer in an order; each is compared with those before it.
fn judge_in(
    order: &[usize],
    layers: &mut [(&mut Layer, &mut Notes)],
) -> Vec<(usize, Result<Verdict, Message>)> {
    let mut settled: Vec<usize> = Vec::new();
    let mut verdicts = Vec::new();
    for position in order {
        let verdict = {
            let others: Vec<&Layer> = settled.iter().map(|other| &*layers[*other].0).collect();
            judge(layers[*position].0, &others)
        };
        if let Ok(Verdict { crs, found, .. }) = &verdict {
            layers[*position].0.settle(crs.clone(), *found, Vec::new());
            settled.push(*position);
        }
        verdicts.push((*position, verdict));
    }
    verdicts
}

struct Verdict {
    crs: Crs,
    found: CrsFound,
    hypotheses: Vec<CrsHypothesis>,
    warning: Option<Message>,
    /// Whether the layer seems to be in the offset system of a web map.
    is_offset: bool,
}

impl Verdict {
    fn plain(crs: Crs, found: CrsFound) -> Self {
        Self { crs, found, hypotheses: Vec::new(), warning: None, is_offset: false }
    }
}

fn judge(layer: &Layer, settled: &[&Layer]) -> Result<Verdict, Message> {
    let declared = match &layer.declared {
        Declared::ByUser(crs) => return Ok(Verdict::plain(crs.clone(), CrsFound::Given)),
        Declared::ByFile(crs) => Some(crs),
        Declared::No => None,
    };
    let by_default = if declared.is_some() { CrsFound::Declared } else { CrsFound::Default };
    let first = declared.cloned().unwrap_or_else(Crs::wgs84);
    let Some(bounds) = layer.bounds else { return Ok(Verdict::plain(first, by_default)) };
    if declared.is_some_and(|crs| !crs.is_geographic()) {
        return Ok(Verdict::plain(first, by_default));
    }
    if could_be_degrees(&bounds) {
        let candidates = candidates::of_degrees(bounds, declared);
        return Ok(among(layer, candidates, by_default, settled));
    }
    let reference = settled.iter().find_map(|other| other.center());
    let candidates = candidates::of_metres(bounds, reference);
    if candidates.is_empty() || declared.is_some() {
        return Err(no_degrees(bounds, declared));
    }
    Ok(among(layer, candidates, CrsFound::Evidence, settled))
}

/// A layer that fits so well where it says it is needs no other hypothesis.
const FITS_WELL: f64 = 0.985;

/// The candidate that fits best, if it fits plainly better than the first.
fn among(layer: &Layer, candidates: Vec<Crs>, by_default: CrsFound, settled: &[&Layer]) -> Verdict {
    let first = candidates[0].clone();
    let is_usual = candidates.len() == 1 && !first.is_swapped();
    if is_usual && by_default != CrsFound::Evidence {
        return Verdict::plain(first, by_default);
    }
    let fit = |crs: &Crs| evidence::fit(layer, crs, settled);
    let usual = fit(&first);
    if by_default != CrsFound::Evidence
        && !first.is_swapped()
        && usual.is_none_or(|fit| fit.share >= FITS_WELL)
    {
        return Verdict::plain(first, by_default);
    }
    let fits: Vec<Option<Fit>> =
        std::iter::once(usual).chain(candidates[1..].iter().map(fit)).collect();
    let share = |fit: &Option<Fit>| fit.map_or(0.0, |fit| fit.share);
    let best = (0..candidates.len())
        .max_by(|a, b| share(&fits[*a]).total_cmp(&share(&fits[*b])).then(b.cmp(a)))
        .unwrap_or(0);
    let points = fits[best].map_or(0, |fit| fit.points);
    // By chance alone, shares of so many points differ by about this much.
    let margin = (1.0 / (points.max(1) as f64).sqrt()).max(0.02);
    let is_plain = share(&fits[best]) - share(&fits[0]) > margin;
    let chosen = if is_plain { best } else { 0 };
    let found = if chosen == 0 { by_default } else { CrsFound::Evidence };
    let found = if first.is_swapped() { CrsFound::Evidence } else { found };
    let rival = (0..candidates.len())
        .filter(|other| *other != chosen && fits[*other].is_some())
        .max_by(|a, b| share(&fits[*a]).total_cmp(&share(&fits[*b])));
    let is_close =
        rival.is_some_and(|rival| (share(&fits[chosen]) - share(&fits[rival])).abs() <= margin);
    let by_evidence = found == CrsFound::Evidence;
    let mut hypotheses = Vec::new();
    if by_evidence || (is_close && points >= 100) {
        let weighed = candidates.iter().zip(&fits);
        hypotheses.extend(weighed.map(|(crs, fit)| CrsHypothesis {
            crs: crs.clone(),
            fit: fit.map(|fit| fit.share),
            shift_m: shift_m(layer, crs, &candidates[chosen]),
        }));
    }
    // That a web map's offset cannot be excluded is worth a word only where it would matter.
    let rival = rival.filter(|rival| {
        hypotheses.get(*rival).is_some_and(|rival| rival.shift_m.is_some_and(|m| m > 20.0))
    });
    let warning = match (by_evidence, rival) {
        (true, _) => Some(chosen_by_evidence(layer, &hypotheses, chosen)),
        (false, Some(rival)) => Some(undecided(&hypotheses, chosen, rival)),
        (false, None) => None,
    };
    if warning.is_none() {
        hypotheses.clear();
    }
    let crs = candidates[chosen].clone();
    let is_offset = crs.is_offset();
    Verdict { crs, found, hypotheses, warning, is_offset }
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

fn percent(fit: Option<f64>) -> String {
    fit.map_or_else(|| "–".to_owned(), |fit| format!("{:.0} %", 100.0 * fit))
}

/// Each hypothesis with its fit, and the shift it would mean.
fn figures(hypotheses: &[CrsHypothesis], language: crate::language::Language) -> String {
    let one = |h: &CrsHypothesis| {
        let shift = match h.shift_m {
            Some(shift) if shift >= 0.5 => {
                language.pick(format!("，相差 {shift:.0} 米"), format!(", {shift:.0} m off"))
            }
            _ => String::new(),
        };
        language.pick(
            format!("{}：吻合 {}{shift}", h.crs, percent(h.fit)),
            format!("{}: fit {}{shift}", h.crs, percent(h.fit)),
        )
    };
    let told: Vec<_> = hypotheses.iter().take(4).map(one).collect();
    told.join(language.pick("；", "; "))
}

fn chosen_by_evidence(layer: &Layer, hypotheses: &[CrsHypothesis], chosen: usize) -> Message {
    use crate::language::Language;
    let crs = &hypotheses[chosen].crs;
    let role = layer.role.id();
    let verified = match crs.code().starts_with("SH2000") {
        true => ("（上海2000坐标系参数未经控制点校核）", " (its parameters are not verified)"),
        false => ("", ""),
    };
    Message::new(
        format!(
            "坐标系判定为 {crs}{}（{}）；如不对请用 --crs {role}=代码 指明",
            verified.0,
            figures(hypotheses, Language::Zh)
        ),
        format!(
            "coordinates taken as {crs}{} ({}); if that is wrong, say --crs {role}=CODE",
            verified.1,
            figures(hypotheses, Language::En)
        ),
    )
}

fn undecided(hypotheses: &[CrsHypothesis], chosen: usize, rival: usize) -> Message {
    use crate::language::Language;
    let pair = [hypotheses[chosen].clone(), hypotheses[rival].clone()];
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
        let by_file = |crs: Crs| Ok(Declared::ByFile(crs));
        assert_eq!(found("urn:ogc:def:crs:OGC:1.3:CRS84"), by_file(Crs::wgs84()));
        assert_eq!(found("EPSG:4549"), by_file(Crs::epsg(4549)));
        let error = found("local grid").expect_err("nobody knows it");
        assert!(error.en.contains("local grid") && error.en.contains("--crs"), "{}", error.en);
    }

    #[test]
    fn the_user_overrides_the_file() {
        let given = Crs::wgs84();
        let found = declared(Some(&given), Some("EPSG:4549"));
        assert_eq!(found, Ok(Declared::ByUser(Crs::wgs84())));
    }
}
