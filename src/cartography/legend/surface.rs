//! The surface in the legend: its classes, the walk model they were counted by, and whether it is still
//! being counted.

use crate::cartography::{FieldAge, MapContent, Surface};
use crate::language::Text;
use crate::study::WalkModel;

use super::block::Block;
use super::bounds::count;
use super::density::Density;
use super::reach::minutes_rows;

const CIRCLES: Text = Text::new("最近设施的分级步行圈", "Graded circle of the nearest facility");
const WALKS: Text = Text::new("沿道路到最近设施", "Walk to the nearest facility along streets");
const BEYOND: Text = Text::new("更远", "Farther");
const GAIN: Text = Text::new("增设一处可新增覆盖（人）", "Residents gained by one more");
const GAIN_BY_CIRCLE: Text =
    Text::new("增设一处可新增覆盖（人，直线圈）", "Residents gained by one more (circle)");
const GAIN_ALONG_STREETS: Text =
    Text::new("增设一处可新增覆盖（人，沿道路）", "Residents gained by one more (along streets)");
const GRADED: Text = Text::new("按标准分级，并非同一步速", "Graded by the norm, not at one pace");
const NOT_JOINED: Text = Text::new("空白处未接入道路", "Blank: not joined to the streets");
const RESTING: Text =
    Text::new("拖动前的结果，松开后更新", "As before the drag; follows when it ends");

/// The classes of the surface shown.
pub(super) fn surface_block(content: &MapContent, density: Density) -> Option<Block> {
    let (palette, language) = (&content.palette, content.language);
    let model = content.session.study().parameters().model;
    match content.surface() {
        Surface::None => None,
        Surface::Minutes => {
            let mut rows = minutes_rows(content, palette.minutes());
            rows.push((BEYOND.of(language).to_owned(), palette.beyond_rings.into()));
            let title = if model == WalkModel::Circle { CIRCLES } else { WALKS };
            Some(Block::Rows { title: Some(title.of(language).to_owned()), rows })
        }
        Surface::Gain => {
            let breaks = content.key.gain.as_ref()?;
            let colors = palette.gain_ramp.classes(breaks.classes());
            let title = match model {
                // By which model stands in the title of the legend, too.
                _ if density.is_close() => GAIN,
                WalkModel::Circle => GAIN_BY_CIRCLE,
                WalkModel::Network => GAIN_ALONG_STREETS,
            };
            Some(Block::classes(title.of(language), colors, breaks, count, density))
        }
    }
}

/// What is to be known of it.
pub(super) fn surface_note(content: &MapContent) -> Option<Block> {
    let language = content.language;
    let model = content.session.study().parameters().model;
    let note = match (content.surface(), content.field.age) {
        (Surface::None, _) => return None,
        (_, FieldAge::Counting(share)) => {
            let percent = (100.0 * share).floor();
            language
                .pick(format!("正在计算 {percent:.0}%"), format!("Being counted: {percent:.0} %"))
        }
        (_, FieldAge::Resting) => RESTING.of(language).to_owned(),
        (Surface::Minutes, FieldAge::Current) => {
            let note = if model == WalkModel::Circle { GRADED } else { NOT_JOINED };
            note.of(language).to_owned()
        }
        (Surface::Gain, FieldAge::Current) => return None,
    };
    Some(Block::Note(note))
}
