//! What is said of the systems of layers, with the figures behind it.

use geo::Rect;

use crate::files::CrsHypothesis;
use crate::files::layer::Layer;
use crate::geometry::Crs;
use crate::language::{Language, Message, Text};

/// Each hypothesis with its fit, and the shift it would mean.
fn figures(hypotheses: &[CrsHypothesis], language: Language) -> String {
    let colon = language.pick("：", ": ");
    let one = |h: &CrsHypothesis| format!("{}{colon}{}", h.crs, h.figures(language));
    let told: Vec<_> = hypotheses.iter().take(4).map(one).collect();
    told.join(language.pick("；", "; "))
}

/// That a system was told by the data, with the figures.
pub(super) fn told_by_data(layer: &Layer, crs: &Crs, hypotheses: &[CrsHypothesis]) -> Message {
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

/// That two systems cannot be told apart.
pub(super) fn undecided(chosen: &CrsHypothesis, rival: &CrsHypothesis) -> Message {
    let pair = [chosen.clone(), rival.clone()];
    Message::new(
        format!("坐标系无法由数据断定（{}）；请核对", figures(&pair, Language::Zh)),
        format!("the data do not settle the CRS ({}); please check", figures(&pair, Language::En)),
    )
}

/// That numbers are no place in any system known.
pub(super) fn no_degrees(bounds: Rect<f64>, declared: Option<&Crs>) -> Message {
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
