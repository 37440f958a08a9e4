//! What is around the data of every map: water, railways, walls, streets and candidates of the register.
//! Each is explained only where it is there and shown.

use std::collections::BTreeSet;

use crate::cartography::candidates::are_specks;
use crate::cartography::ground::{is_wall_shown, street_width_px};
use crate::cartography::{MapContent, Rgba, StreetSymbology, Stroke};
use crate::language::Text;
use crate::layers::{Barrier, BarrierKind, BarrierShape, StreetClass};
use crate::study::register::{ReviewState, Term as _};

use super::block::{Block, Swatch};
use super::density::Density;

const WATER: Text = Text::new("水域", "Water");
const RAILWAY: Text = Text::new("铁路", "Railway");
const WALL: Text = Text::new("围墙", "Wall");
const STREETS: Text = Text::new("道路", "Streets");
const CANDIDATES: Text = Text::new("候选点 · 联审状态", "Candidates, by review");
const MANY_CANDIDATES: Text = Text::new("候选点", "Candidates");

/// Candidates by the states of the joint review that there are; set closely, in one row. Where they are
/// specks, no state is told.
pub(super) fn candidates_block(content: &MapContent, density: Density) -> Option<Block> {
    if !content.layers.candidates {
        return None;
    }
    if are_specks(content) {
        let name = MANY_CANDIDATES.of(content.language).to_owned();
        return Some(Block::Rows { title: None, rows: vec![(name, Swatch::Speck)] });
    }
    let register = content.session.study().register();
    let there: BTreeSet<_> = register.iter().map(|one| one.review.state()).collect();
    let states = ReviewState::ALL.iter().filter(|state| there.contains(*state));
    let row = |state: &ReviewState| {
        (state.name().of(content.language).to_owned(), Swatch::Candidate(*state))
    };
    if density.is_close() {
        let states: Vec<ReviewState> = states.copied().collect();
        let row = |states| (CANDIDATES.of(content.language).to_owned(), Swatch::Candidates(states));
        let rows = (!states.is_empty()).then(|| vec![row(states)]);
        return rows.map(|rows| Block::Rows { title: None, rows });
    }
    let rows: Vec<_> = states.map(row).collect();
    let title = Some(CANDIDATES.of(content.language).to_owned());
    (!rows.is_empty()).then_some(Block::Rows { title, rows })
}

/// Water and lines; set closely, only what their colours classify.
pub(super) fn surroundings_block(content: &MapContent, density: Density) -> Option<Block> {
    if density.is_close() && content.symbology.streets == StreetSymbology::Single {
        return None;
    }
    let palette = &content.palette;
    let layers = content.session.study().layers();
    let has = |kind: BarrierKind, is_seen: fn(&Barrier) -> bool| {
        let mut barriers = layers.barriers.iter();
        content.layers.barriers && barriers.any(|b| b.kind == kind && is_seen(b))
    };
    let is_line = |barrier: &Barrier| matches!(barrier.shape, BarrierShape::Line(_));
    let line = |stroke| Swatch::Line { ground: palette.ground, stroke };
    let water = has(BarrierKind::Water, |_| true).then_some((WATER, palette.water.into()));
    let railway = has(BarrierKind::Railway, is_line)
        .then(|| (RAILWAY, line(Stroke::dashed(2.5, palette.railway, 4.0))));
    let wall = (is_wall_shown(content) && has(BarrierKind::Wall, is_line))
        .then(|| (WALL, line(Stroke::solid(1.0, palette.wall))));
    let streets = streets(content).into_iter();
    let streets = streets.map(|(name, color)| (name, line(Stroke::solid(4.0, color))));
    let rows = water.into_iter().chain(streets).chain(railway).chain(wall);
    let rows: Vec<_> =
        rows.map(|(name, swatch)| (name.of(content.language).to_owned(), swatch)).collect();
    (!rows.is_empty()).then_some(Block::Rows { title: None, rows })
}

/// The streets that are wide enough to be seen, and their colours.
fn streets(content: &MapContent) -> Vec<(Text, Rgba)> {
    let is_seen =
        |class: &StreetClass| content.layers.streets && street_width_px(content, *class).is_some();
    let mut seen = content.index.street_classes.iter().copied().filter(is_seen);
    match content.symbology.streets {
        StreetSymbology::Single => {
            seen.next().map(|_| (STREETS, content.palette.street)).into_iter().collect()
        }
        StreetSymbology::Class => {
            seen.map(|class| (class.name(), content.palette.of_street(class))).collect()
        }
    }
}
