//! The legend: always where the map is, in the window and in every picture. What it says follows
//! from the key of the map and the layers shown; `facilities` are their signs, `reach` is how far one walks, `surroundings` what every
//! map has around its data, `bounds` writes the numbers between classes, `density` says how much room there
//! is, `arrangement` where the parts stand, and how they are drawn is left to `block`.

mod arrangement;
mod block;
mod bounds;
mod density;
mod facilities;
mod reach;
mod surface;
mod surroundings;

use std::ops::RangeInclusive;

use crate::language::{Language, Message, Text};
use crate::study::{Parameters, WalkModel};

use super::content::{MapContent, Subject};
use super::ground::are_specks;
use super::in_sight::FacilitiesInSight;
use super::surface_field::FieldAge;
use super::symbology::{BuildingIndicator, BuildingKey, Measure, Surface, UnitIndicator, UnitKey};
use super::theme::STRONG_CHANGE_POINTS;
use super::{Camera, Canvas, Fill, Rgba, ScreenPoint, Stroke};
use arrangement::{Arrangement, PADDING};
use block::{Block, Swatch};
use bounds::{bound_texts, class_names, count, hundredths, percent, tenths, whole_classes};
use density::Density;
use facilities::sign_block;
use reach::{circles_block, streets_block};
use surface::{counted_note, surface_block, surface_note};
use surroundings::{candidates_block, surroundings_block};

/// Where a legend stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegendPlace {
    /// On the map of the content's camera.
    OnMap,
    /// In a room of its own, which the content's camera is then: set closely, and as high as that.
    Apart,
}

const MARGIN: f32 = 16.0;
/// Buildings painted more faintly than this are not explained.
const FAINT: f32 = 0.25;

const COVERED: Text = Text::new("已覆盖的住宅建筑", "Homes within reach");
const UNCOVERED: Text = Text::new("未覆盖的住宅建筑", "Homes not reached");
const UNINHABITED: Text = Text::new("无居民的建筑", "Buildings without residents");
const BUILDINGS: Text = Text::new("建筑", "Buildings");
const GAINED: Text = Text::new("新增覆盖的住宅", "Homes gained");
const LOST: Text = Text::new("失去覆盖的住宅", "Homes lost");
const CIRCLE_AND_PATH: Text = Text::new("直线圈与步行路径", "Circle and path");
const BY_BOTH: Text = Text::new("两者都计为覆盖", "Reached by both");
const BY_CIRCLE_ONLY: Text = Text::new("仅直线圈内，步行超出", "In the circle, too far on foot");
const BY_PATH_ONLY: Text = Text::new("仅步行可达，直线圈外", "On foot only, outside the circle");
const BY_NEITHER: Text = Text::new("两者都未覆盖", "Reached by neither");
const BOTH: Text = Text::new("两方案均覆盖", "Reached in both");
const NEITHER: Text = Text::new("两方案均未覆盖", "Reached in neither");
const POINTS: Text =
    Text::new("规划单元覆盖率变化（百分点）", "Change of the unit's rate (points)");
const RATE_AND_RESIDENTS: Text = Text::new("规划单元：覆盖率与居民", "Unit: rate and residents");
const RATE: Text = Text::new("覆盖率 →", "Rate →");
const RESIDENTS: Text = Text::new("居民 ↑", "Residents ↑");
const HOME_CHOICES: Text = Text::new("住宅可达设施（处）", "Home: facilities within reach");
const HOME_RESIDENTS: Text = Text::new("住宅居民（人）", "Home: residents");
const NO_BUILDINGS: Text =
    Text::new("建筑图层为空，没有覆盖情况", "No buildings in the study: no coverage to show");
const SPECKS: Text = Text::new("远处建筑按占地面积示意", "From afar, buildings as specks");

/// Pixels in a logical one on the wall and on fine screens; paper has more.
const FINE_SCREEN: f64 = 2.0;

/// The legend of a map, found once to be measured, painted and pointed at: what it says, and where.
pub struct Legend {
    blocks: Vec<Block>,
    arrangement: Arrangement,
    /// The upper left corner.
    min: ScreenPoint,
}

impl Legend {
    /// At the lower left of the content's camera.
    pub fn of(canvas: &mut dyn Canvas, content: &MapContent, place: LegendPlace) -> Self {
        let Camera { origin, height, .. } = content.camera;
        let room = height - 2.0 * MARGIN;
        let (density, most_height) = match place {
            LegendPlace::Apart => (Density::Close, room),
            LegendPlace::OnMap => {
                let density = Density::on_map(content);
                (density, density.most_height(room))
            }
        };
        let blocks = blocks(canvas, content, density);
        let arrangement = Arrangement::of(canvas, &blocks, most_height);
        let bottom = origin.y + height - MARGIN;
        let min = ScreenPoint::new(origin.x + MARGIN, bottom - arrangement.size[1]);
        Self { blocks, arrangement, min }
    }

    /// In one column from the origin of the canvas; without its title for maps that differ by their
    /// function only.
    pub(super) fn in_column(
        canvas: &mut dyn Canvas,
        content: &MapContent,
        has_title: bool,
    ) -> Self {
        let mut blocks = blocks(canvas, content, Density::Usual);
        blocks.retain(|block| has_title || !matches!(block, Block::Title { .. }));
        let arrangement = Arrangement::of(canvas, &blocks, f32::INFINITY);
        Self { blocks, arrangement, min: ScreenPoint::new(0.0, 0.0) }
    }

    /// Paints it; `content` is what it was found for.
    pub fn paint(&self, canvas: &mut dyn Canvas, content: &MapContent) {
        let palette = &content.palette;
        let [min, max] = self.corners();
        canvas.rect(min, max, 6.0, palette.legend, Stroke::solid(1.0, palette.separator));
        for (block, [right, down]) in self.blocks.iter().zip(&self.arrangement.places) {
            block.paint(canvas, content, min.offset(*right, *down));
        }
    }

    /// Width and height, in logical pixels.
    pub(super) fn size(&self) -> [f32; 2] {
        self.arrangement.size
    }

    /// Upper left and lower right corner.
    pub fn corners(&self) -> [ScreenPoint; 2] {
        let [width, height] = self.size();
        [self.min, self.min.offset(width, height)]
    }

    /// The corners of its title, upper left and lower right: where a window lets it be folded.
    pub fn title_corners(&self) -> [ScreenPoint; 2] {
        let height = self.blocks.first().map_or(0.0, Block::height);
        [self.min, self.min.offset(self.arrangement.first_column, height + 2.0 * PADDING)]
    }

    /// How far it reaches onto its map from the left and from below, in logical pixels.
    pub fn room(&self) -> [f32; 2] {
        let [min, max] = self.corners();
        [max.x - min.x, max.y - min.y].map(|length| length + MARGIN)
    }

    /// The height of a strip of a width that holds the legend with a margin around it, in logical pixels:
    /// the lowest for which the width is enough.
    pub fn strip_height(canvas: &mut dyn Canvas, content: &MapContent, width: f32) -> f32 {
        const STEP: f32 = 8.0;
        const STEPS: usize = 64;
        let blocks = blocks(canvas, content, Density::Close);
        let blocks = arrangement::sizes(canvas, &blocks);
        let heights = (1..=STEPS).map(|step| step as f32 * STEP);
        let mut sizes = heights.map(|most| Arrangement::of_sizes(&blocks, most).size);
        let fits = sizes.find(|[across, _]| *across <= width - 2.0 * MARGIN);
        // A hair more, so that the same columns are found in it again.
        fits.map_or(0.0, |[_, height]| height + 2.0 * MARGIN + 0.5)
    }

    /// Width and height of a column with the legend alone and a margin around it, at most so wide where it
    /// can be: as low as the least height, or as high as the room it finds there allows.
    pub fn column_size(
        canvas: &mut dyn Canvas,
        content: &MapContent,
        most_width: f32,
        heights: RangeInclusive<f32>,
    ) -> [f32; 2] {
        const STEPS: usize = 12;
        let blocks = blocks(canvas, content, Density::Close);
        let blocks = arrangement::sizes(canvas, &blocks);
        let (least, most) = (*heights.start(), *heights.end());
        let steps = (0..=STEPS).map(|step| least + (most - least) * step as f32 / STEPS as f32);
        let mut sizes: Vec<[f32; 2]> = steps
            .map(|height| Arrangement::of_sizes(&blocks, height - 2.0 * MARGIN).size)
            .map(|size| size.map(|length| length + 2.0 * MARGIN))
            .collect();
        let fits = sizes.iter().position(|[width, _]| *width <= most_width);
        let best = fits.unwrap_or(sizes.len() - 1);
        // A hair more, so that the same columns are found in it again.
        let [width, height] = sizes.swap_remove(best);
        [width, height + 0.5]
    }
}

fn blocks(canvas: &dyn Canvas, content: &MapContent, density: Density) -> Vec<Block> {
    if !content.layers.legend {
        return vec![title_block(content)];
    }
    let scale = f64::from(canvas.pixels_in_logical());
    let per_metre = scale / content.camera.metres_per_pixel;
    let in_sight = FacilitiesInSight::of(content);
    let has_buildings = !content.session.study().layers().buildings.is_empty();
    let are_seen = has_buildings && content.strength_of_buildings(per_metre) > FAINT;
    let blocks = [
        Some(title_block(content)),
        (!has_buildings).then(|| Block::Note(NO_BUILDINGS.of(content.language).to_owned())),
        are_seen.then(|| building_block(content)),
        // On a coarse screen, buildings near that size look like themselves.
        (are_seen && are_specks(content, per_metre * (FINE_SCREEN / scale).max(1.0)))
            .then(|| Block::Note(SPECKS.of(content.language).to_owned())),
        content.layers.facilities.then(|| sign_block(content, &in_sight, density)).flatten(),
        circles_block(content, &in_sight, density),
        streets_block(content, &in_sight),
        area_block(content, density),
        surface_note(content),
        counted_note(content),
        missing_block(content),
        candidates_block(content, density),
        surroundings_block(content, density),
    ];
    blocks.into_iter().flatten().collect()
}

/// What is shown and how it was computed: function, limit and walk model.
fn title_block(content: &MapContent) -> Block {
    let study = content.session.study();
    let function = study.standard().function(content.function);
    let limit_m = content.walk().limit_m(content.function);
    let Parameters { model, detour, .. } = *study.parameters();
    let group = study.layers().buildings.demand().groups()[content.group].name();
    let group = group.of(content.language);
    let title = match content.language {
        Language::Zh => format!("{} · {group}", function.short_name.zh),
        Language::En => format!("{}, {}", function.short_name.en, group.to_lowercase()),
    };
    let how = match model {
        WalkModel::Network => Message::new(
            format!("步行 {limit_m:.0} 米（沿道路）"),
            format!("Walk {limit_m:.0} m (along streets)"),
        ),
        WalkModel::Circle if detour > 1.0 => Message::new(
            format!("步行 {limit_m:.0} 米（直线 × 绕行 {detour:.2}）"),
            format!("Walk {limit_m:.0} m (straight × detour {detour:.2})"),
        ),
        WalkModel::Circle => Message::new(
            format!("服务半径 {limit_m:.0} 米（直线）"),
            format!("Radius {limit_m:.0} m (straight line)"),
        ),
    };
    let mut how = vec![how.of(content.language).to_owned()];
    // In print nobody can hover over the number.
    if let Some(standing) = study.limit_standing(content.function).filter(|s| s.needs_mark()) {
        how.push(standing.name().of(content.language).to_owned());
    }
    Block::Title { title, how }
}

/// What the colours of buildings tell.
fn building_block(content: &MapContent) -> Block {
    let palette = &content.palette;
    let language = content.language;
    let named = |rows: &[(Text, Rgba)]| -> Vec<(String, Swatch)> {
        let row = |(name, color): &(Text, Rgba)| (name.of(language).to_owned(), (*color).into());
        rows.iter().map(row).collect()
    };
    if matches!(content.subject, Subject::Difference { .. }) {
        let rows = [
            (GAINED, palette.gained),
            (LOST, palette.lost),
            (BOTH, palette.reached_in_both),
            (NEITHER, palette.reached_in_neither),
        ];
        return Block::Rows { title: None, rows: named(&rows) };
    }
    let uninhabited = (UNINHABITED, palette.uninhabited);
    match &content.key.buildings {
        BuildingKey::Single => {
            Block::Rows { title: None, rows: named(&[(BUILDINGS, palette.quiet)]) }
        }
        BuildingKey::Reached => {
            let not_reached = match palette.hatch {
                Some(hatch) => Swatch::Hatched(palette.uncovered, hatch),
                None => palette.uncovered.into(),
            };
            let mut rows = named(&[(COVERED, palette.covered)]);
            rows.push((UNCOVERED.of(language).to_owned(), not_reached));
            rows.extend(named(&[uninhabited]));
            Block::Rows { title: None, rows }
        }
        BuildingKey::CircleAndPath => {
            let rows = [
                (BY_BOTH, palette.reached_in_both),
                (BY_CIRCLE_ONLY, palette.lost),
                (BY_PATH_ONLY, palette.gained),
                (BY_NEITHER, palette.reached_in_neither),
            ];
            Block::Rows { title: Some(CIRCLE_AND_PATH.of(language).to_owned()), rows: named(&rows) }
        }
        BuildingKey::Use => {
            let uses = crate::layers::BuildingUse::ALL;
            let rows = uses.map(|kind| (kind.name(), palette.of_use(kind)));
            Block::Rows { title: Some(BUILDINGS.of(language).to_owned()), rows: named(&rows) }
        }
        BuildingKey::Graduated { indicator, breaks } => {
            let colors = BuildingKey::class_colors(*indicator, breaks, palette);
            let (title, names) = match indicator {
                BuildingIndicator::Choices => (HOME_CHOICES, whole_classes(breaks)),
                BuildingIndicator::Residents => (HOME_RESIDENTS, class_names(breaks, count)),
            };
            let classes = names.into_iter().zip(colors.into_iter().map(Swatch::from));
            let rows = classes.chain(named(&[uninhabited])).collect();
            Block::Rows { title: Some(title.of(language).to_owned()), rows }
        }
    }
}

/// The colour of units that have no value of what is shown, where there are any, and why they have none.
fn missing_block(content: &MapContent) -> Option<Block> {
    let indicator = match &content.key.units {
        UnitKey::Single => return None,
        UnitKey::RateAndResidents { .. } => UnitIndicator::Rate,
        UnitKey::Graduated { indicator, .. } => *indicator,
    };
    let is_difference = matches!(content.subject, Subject::Difference { .. });
    // The difference of two scenarios tells rates.
    let indicator = if is_difference { UnitIndicator::Rate } else { indicator };
    let is_counted = content.counted.age == FieldAge::Current;
    let counted = content.counted.values.filter(|_| is_counted);
    let has_missing = content.key.has_empty_units || counted.is_some_and(|all| all.contains(&None));
    let is_seen = content.layers.units && content.surface() == Surface::None;
    let why = indicator.missing(content.session.study(), content.group);
    let rows = vec![(
        why.of(content.language).to_owned(),
        content.as_unit(content.palette.no_rate).into(),
    )];
    (is_seen && has_missing).then_some(Block::Rows { title: None, rows })
}

/// What the colours of units or of the surface below them tell.
fn area_block(content: &MapContent, density: Density) -> Option<Block> {
    let language = content.language;
    if content.surface() != Surface::None {
        return surface_block(content, density);
    }
    if !content.layers.units {
        return None;
    }
    if matches!(content.subject, Subject::Difference { .. }) {
        return Some(difference_block(content));
    }
    match &content.key.units {
        UnitKey::Single => None,
        UnitKey::Graduated { indicator, breaks } => {
            let title = indicator.legend_title().of(language);
            if !content.key.has_values {
                let rows = Vec::new();
                return Some(Block::Rows { title: Some(title.to_owned()), rows });
            }
            let colors = indicator.ramp(&content.palette).classes(breaks.classes());
            let colors = colors.into_iter().map(|color| content.as_unit(color)).collect();
            let number = match indicator.measure() {
                Measure::Share => percent,
                Measure::Tenths => tenths,
                Measure::Hundredths => hundredths,
                Measure::Count => count,
            };
            Some(Block::classes(title, colors, breaks, number, density))
        }
        UnitKey::RateAndResidents { rate, residents } => {
            let colors = &content.palette.rate_and_residents[..residents.classes().min(3)];
            Some(Block::Matrix {
                title: RATE_AND_RESIDENTS.of(language).to_owned(),
                colors: colors.iter().map(|row| row.map(|color| content.as_unit(color))).collect(),
                across: RATE.of(language).to_owned(),
                columns: bound_texts(rate, percent),
                up: RESIDENTS.of(language).to_owned(),
                rows: bound_texts(residents, count),
            })
        }
    }
}

fn difference_block(content: &MapContent) -> Block {
    let painted = |fill: Fill| Fill { color: content.as_unit(fill.color), ..fill };
    let strong = format!("{STRONG_CHANGE_POINTS:.0}");
    let marks = ["", &format!("−{strong}"), "<0", ">0", &format!("+{strong}"), ""];
    Block::Ramp {
        title: POINTS.of(content.language).to_owned(),
        fills: content.palette.change_fills().map(painted).to_vec(),
        marks: marks.map(str::to_owned).into(),
    }
}
