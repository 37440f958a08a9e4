//! How far one walks: the circles around facilities with their minutes, and the streets within reach.

use crate::cartography::in_sight::FacilitiesInSight;
use crate::cartography::{MapContent, Rgba, Stroke};
use crate::language::Text;
use crate::numbers;
use crate::study::WalkModel;

use super::block::{Block, Swatch};
use super::density::Density;

const GROUND_OF_LIMIT: Text = Text::new("步行上限等时圈", "Ground within the limit");
const GROUND_OF_MINUTES: Text = Text::new("5、10、15 分钟等时圈", "Ground within 5, 10, 15 min");
const ALONG_STREETS: Text = Text::new("所选设施沿道路可达", "Walk from the site along streets");

/// The streets within reach of what is singled out.
pub(super) fn streets_block(content: &MapContent, in_sight: &FacilitiesInSight) -> Option<Block> {
    let is_drawn = content.layers.walk_rings && content.session.study().network().is_some();
    if !is_drawn || in_sight.emphasised.is_empty() {
        return None;
    }
    let colors = content.palette.reached_streets();
    let mut rows = minutes_rows(content, colors);
    if content.isochrones.is_some() {
        let line = |width, dash| Swatch::Line {
            ground: content.palette.ground,
            stroke: Stroke::dashed(width, colors[0], dash),
        };
        rows.push((GROUND_OF_LIMIT.of(content.language).to_owned(), line(1.5, 0.0)));
        rows.push((GROUND_OF_MINUTES.of(content.language).to_owned(), line(1.5, 3.0)));
    }
    Some(Block::Rows { title: Some(ALONG_STREETS.of(content.language).to_owned()), rows })
}

/// The circles around facilities: of the limit, and of minutes. What is merely under the cursor does not
/// count, or the legend would come and go with it.
pub(super) fn circles_block(
    content: &MapContent,
    in_sight: &FacilitiesInSight,
    density: Density,
) -> Option<Block> {
    let study = content.session.study();
    if !content.layers.walk_rings || study.network().is_some() {
        return None;
    }
    let selected = content.emphasis.selected_facility;
    let mut emphasised = in_sight.emphasised.iter();
    let are_strong = emphasised.any(|f| f.is_planned() || selected == Some(f.id));
    let are_quiet = in_sight.has_existing && !in_sight.is_crowded;
    let line = |dash| Swatch::Line {
        ground: content.palette.ground,
        stroke: Stroke::dashed(1.5, content.palette.existing, dash),
    };
    let limit_m =
        numbers::thousands(content.walk().circle_radius_m(content.function).round() as i64);
    let limit = content
        .language
        .pick(format!("服务半径 {limit_m} 米"), format!("Within the limit: {limit_m} m"));
    let rings = content.walk().rings();
    let minutes = rings.map(|(minutes, _)| minutes.to_string());
    let metres = rings.map(|(_, metres)| numbers::thousands(metres.round() as i64));
    // The norm's circles are no times at one pace.
    let minutes = match density {
        Density::Usual => content.language.pick(
            format!("{} 分钟分级圈（{} 米）", minutes.join("、"), metres.join("、")),
            format!("Graded circles {} min ({} m)", minutes.join(", "), metres.join("; ")),
        ),
        Density::Close => content.language.pick(
            format!("{} 分钟分级圈", minutes.join("、")),
            format!("Graded circles {} min", minutes.join(", ")),
        ),
    };
    let rows = [
        (are_quiet || are_strong).then(|| (limit, line(0.0))),
        (are_strong || are_quiet && in_sight.has_all_rings).then(|| (minutes, line(3.0))),
    ];
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    (!rows.is_empty()).then_some(Block::Rows { title: None, rows })
}

/// The minutes of walks, each in its colour: along the streets at the pace of the group, in circles
/// as the norm grades them.
pub(super) fn minutes_rows(content: &MapContent, colors: [Rgba; 3]) -> Vec<(String, Swatch)> {
    let walk = content.walk();
    let row = |((minutes, metres), color): ((u32, f64), Rgba)| {
        let metres = numbers::thousands(metres.round() as i64);
        let name = match content.session.study().parameters().model {
            WalkModel::Circle => content.language.pick(
                format!("{minutes} 分钟圈（{metres} 米）"),
                format!("{minutes} min circle ({metres} m)"),
            ),
            WalkModel::Network => content.language.pick(
                format!("{minutes} 分钟内（{metres} 米）"),
                format!("Within {minutes} min ({metres} m)"),
            ),
        };
        (name, color.into())
    };
    walk.rings().into_iter().zip(colors).map(row).collect()
}
