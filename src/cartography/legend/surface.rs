//! The surface in the legend: its classes, the walk model they were counted by, and whether it is still
//! being counted.

use crate::analysis::GainOf;
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
const GRADED: Text = Text::new("按标准分级，并非同一步速", "Graded by the norm, not at one pace");
const NOT_JOINED: Text = Text::new("空白处未接入道路", "Blank: not joined to the streets");
const UNITS_COUNTED: Text = Text::new("正在计算…", "Being counted…");
const RESTING: Text =
    Text::new("拖动前的结果，松开后更新", "As before the drag; follows when it ends");

fn gain_title(what: GainOf) -> Text {
    match what {
        GainOf::Residents => Text::new("增设一处可新增覆盖", "Residents gained by one more"),
        GainOf::Need => {
            Text::new("增设一处可新增覆盖，按缺口加权", "Gained by one more, weighted by need")
        }
        GainOf::Room => Text::new(
            "增设一处可及未覆盖或容量不足",
            "Unreached or without room, reached by one more",
        ),
    }
}

fn walk_of(model: WalkModel) -> Text {
    match model {
        WalkModel::Circle => Text::new("直线圈", "circle"),
        WalkModel::Network => Text::new("沿道路", "along streets"),
    }
}

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
        Surface::Gain(what) => {
            let breaks = content.key.gain.as_ref()?;
            let colors = palette.gain_ramp.classes(breaks.classes());
            let (what, walk) = (gain_title(what).of(language), walk_of(model).of(language));
            let title = match density.is_close() {
                // By which model stands in the title of the legend, too.
                true => language.pick(format!("{what}（人）"), what.to_owned()),
                false => language.pick(format!("{what}（人，{walk}）"), format!("{what} ({walk})")),
            };
            let classes = Block::classes(&title, colors, breaks, count, density);
            Some(classes.open_ended(breaks, count))
        }
    }
}

/// What is to be known of values of units that are counted in the background.
pub(super) fn counted_note(content: &MapContent) -> Option<Block> {
    let note = match content.counted.age {
        FieldAge::Current => return None,
        FieldAge::Counting(_) => UNITS_COUNTED,
        FieldAge::Resting => RESTING,
    };
    let is_seen = content.layers.units && content.surface() == Surface::None;
    is_seen.then(|| Block::Note(note.of(content.language).to_owned()))
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
        (Surface::Gain(_), FieldAge::Current) => return None,
    };
    Some(Block::Note(note))
}
