//! The legend: always where the map is, in the window and in every picture. What it says follows
//! from the key of the map and the layers shown; how its parts are drawn is left to `block`.

mod block;

use crate::language::{Language, Message, Text};
use crate::numbers;
use crate::standard::WALK_RINGS;
use crate::study::{FacilityOrigin, Parameters, WalkModel};

use super::content::{MapContent, Subject};
use super::symbology::{Breaks, BuildingIndicator, BuildingKey, Surface, UnitIndicator, UnitKey};
use super::theme::STRONG_CHANGE_POINTS;
use super::{Canvas, Palette, Rgba, ScreenPoint, Stroke};
use block::{Block, Swatch};

const MARGIN: f32 = 16.0;
const PADDING: f32 = 12.0;
const GAP: f32 = 8.0;
/// Buildings painted more faintly than this are not explained.
const FAINT: f32 = 0.25;

const COVERED: Text = Text::new("已覆盖的住宅建筑", "Homes within reach");
const UNCOVERED: Text = Text::new("未覆盖的住宅建筑", "Homes not reached");
const UNINHABITED: Text = Text::new("无居民的建筑", "Buildings without residents");
const BUILDINGS: Text = Text::new("建筑", "Buildings");
const EMPTY_UNITS: Text = Text::new("无居民的规划单元", "Unit without residents");
const EXISTING: Text = Text::new("现状设施", "Existing facility");
const HYPOTHETICAL: Text = Text::new("拟设设施", "Hypothetical facility");
const GAINED: Text = Text::new("新增覆盖的住宅", "Homes gained");
const LOST: Text = Text::new("失去覆盖的住宅", "Homes lost");
const BOTH: Text = Text::new("两方案均覆盖", "Reached in both");
const NEITHER: Text = Text::new("两方案均未覆盖", "Reached in neither");
const POINTS: Text =
    Text::new("规划单元覆盖率变化（百分点）", "Change of the unit's rate (points)");
const RATE_AND_RESIDENTS: Text = Text::new("规划单元：覆盖率与居民", "Unit: rate and residents");
const RATE: Text = Text::new("覆盖率 →", "Rate →");
const RESIDENTS: Text = Text::new("居民 ↑", "Residents ↑");
const HOME_CHOICES: Text = Text::new("住宅可达设施（处）", "Home: facilities within reach");
const HOME_RESIDENTS: Text = Text::new("住宅居民（人）", "Home: residents");
const ALONG_STREETS: Text = Text::new("所选设施沿道路可达", "Walk from the site along streets");
const MINUTES: Text = Text::new("到最近设施的步行时间", "Walk to the nearest facility");
const BEYOND: Text = Text::new("更远", "Farther");
const GAIN: Text = Text::new("增设一处可新增覆盖（人）", "Residents gained by one more");

/// Paints the legend at the lower left.
pub(super) fn paint_legend(canvas: &mut dyn Canvas, content: &MapContent) {
    let blocks = blocks(content);
    let width = blocks.iter().map(|block| block.width(canvas)).fold(0.0, f32::max);
    let heights = blocks.iter().map(|block| block.height()).sum::<f32>();
    let height = heights + GAP * (blocks.len() - 1) as f32;
    let camera = &content.camera;
    let bottom = camera.origin.y + camera.height - MARGIN;
    let min = ScreenPoint::new(camera.origin.x + MARGIN, bottom - height - 2.0 * PADDING);
    let max = ScreenPoint::new(min.x + width + 2.0 * PADDING, bottom);
    let palette = &content.palette;
    let rim = Stroke::solid(1.0, palette.separator);
    canvas.rect(min, max, 6.0, palette.paper.with_opacity(0.94), rim);
    let mut at = min.offset(PADDING, PADDING);
    for block in &blocks {
        block.paint(canvas, content, at);
        at.y += block.height() + GAP;
    }
}

fn blocks(content: &MapContent) -> Vec<Block> {
    // At one pixel in a logical one; on finer screens they appear a little earlier.
    let strength = content.strength_of_buildings(1.0 / content.camera.metres_per_pixel);
    let buildings = (strength > FAINT).then(|| building_block(content));
    let signs = content.layers.facilities.then(|| sign_block(content)).flatten();
    let areas = area_block(content);
    let reach = reach_block(content);
    let empty = empty_units_block(content);
    [Some(title_block(content)), buildings, signs, reach, areas, empty]
        .into_iter()
        .flatten()
        .collect()
}

/// What is shown and how it was computed: function, limit and walk model.
fn title_block(content: &MapContent) -> Block {
    let study = content.session.study();
    let function = study.standard().function(content.function);
    let limit_m = study.walk_limit_m(content.function);
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
    let how = how.of(content.language).to_owned();
    Block::Title { title, how }
}

/// The streets within reach of what is singled out.
fn reach_block(content: &MapContent) -> Option<Block> {
    let is_drawn = content.layers.walk_rings && content.session.study().network().is_some();
    let mut shown = content.shown_facilities();
    (is_drawn && shown.any(|facility| content.is_emphasised(facility))).then(|| Block::Rows {
        title: Some(ALONG_STREETS.of(content.language).to_owned()),
        rows: rings_rows(content.palette.reached_streets(), content.language),
    })
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

/// The signs of facilities that the scenario has.
fn sign_block(content: &MapContent) -> Option<Block> {
    let rows = [
        (EXISTING, FacilityOrigin::Existing, false),
        (HYPOTHETICAL, FacilityOrigin::Hypothetical, true),
    ];
    let has = |planned: bool| content.shown_facilities().any(|f| f.is_planned() == planned);
    let rows = rows.into_iter().filter(|(_, _, planned)| has(*planned));
    let rows =
        rows.map(|(name, origin, _)| (name.of(content.language).to_owned(), Swatch::Sign(origin)));
    let rows: Vec<_> = rows.collect();
    (!rows.is_empty()).then_some(Block::Rows { title: None, rows })
}

/// The colour of units that have no rate, where there are any and rates are shown.
fn empty_units_block(content: &MapContent) -> Option<Block> {
    let shows_rates = match &content.key.units {
        UnitKey::Single => false,
        UnitKey::RateAndResidents { .. } => true,
        UnitKey::Graduated { indicator, .. } => {
            matches!(indicator, UnitIndicator::Rate | UnitIndicator::Choices)
        }
    };
    let is_seen = content.layers.units && content.surface() == Surface::None;
    let rows = vec![(EMPTY_UNITS.of(content.language).to_owned(), content.palette.no_rate.into())];
    let is_needed = is_seen && shows_rates && content.key.has_empty_units;
    is_needed.then_some(Block::Rows { title: None, rows })
}

/// What the colours of units or of the surface below them tell.
fn area_block(content: &MapContent) -> Option<Block> {
    let language = content.language;
    match content.surface() {
        Surface::Minutes => return Some(minutes_block(&content.palette, language)),
        Surface::Gain => {
            let breaks = content.key.gain.as_ref()?;
            let colors = content.palette.gain_ramp.classes(breaks.classes());
            return Some(Block::classes(GAIN.of(language), colors, breaks, count));
        }
        Surface::None if !content.layers.units => return None,
        Surface::None => {}
    }
    if matches!(content.subject, Subject::Difference { .. }) {
        return Some(difference_block(&content.palette, language));
    }
    match &content.key.units {
        UnitKey::Single => None,
        UnitKey::Graduated { indicator, breaks } => {
            let colors = indicator.ramp(&content.palette).classes(breaks.classes());
            let title = indicator.legend_title().of(language);
            let number = match indicator {
                UnitIndicator::Rate => percent,
                UnitIndicator::Choices => tenths,
                _ => count,
            };
            Some(Block::classes(title, colors, breaks, number))
        }
        UnitKey::RateAndResidents { rate, residents } => Some(Block::Matrix {
            title: RATE_AND_RESIDENTS.of(language).to_owned(),
            colors: content.palette.rate_and_residents,
            across: RATE.of(language).to_owned(),
            columns: rate.bounds().iter().map(|bound| percent(*bound)).collect(),
            up: RESIDENTS.of(language).to_owned(),
            rows: residents.bounds().iter().map(|bound| count(*bound)).collect(),
        }),
    }
}

/// The minutes of the walk circles, each in its colour.
fn rings_rows(colors: [Rgba; 3], language: Language) -> Vec<(String, Swatch)> {
    let row = |((minutes, metres), color): ((u32, f64), Rgba)| {
        let name = language.pick(
            format!("{minutes} 分钟内（{metres:.0} 米）"),
            format!("Within {minutes} min ({metres:.0} m)"),
        );
        (name, color.into())
    };
    WALK_RINGS.into_iter().zip(colors).map(row).collect()
}

fn minutes_block(palette: &Palette, language: Language) -> Block {
    let mut rows = rings_rows(palette.minutes(), language);
    rows.push((BEYOND.of(language).to_owned(), palette.beyond_rings.into()));
    Block::Rows { title: Some(MINUTES.of(language).to_owned()), rows }
}

fn difference_block(palette: &Palette, language: Language) -> Block {
    let strong = format!("{STRONG_CHANGE_POINTS:.0}");
    let marks = ["", &format!("−{strong}"), "<0", ">0", &format!("+{strong}"), ""];
    Block::Ramp {
        title: POINTS.of(language).to_owned(),
        colors: palette.change_ramp.0.to_vec(),
        marks: marks.map(str::to_owned).into(),
    }
}

/// The classes of whole numbers of facilities: those with one number are named by it.
fn whole_classes(breaks: &Breaks) -> Vec<String> {
    let bounds = breaks.bounds();
    let last = breaks.classes() - 1;
    let name = |class: usize| {
        let (from, below) = (bounds[class].ceil(), bounds[class + 1].ceil());
        match class {
            _ if class == last && bounds[class] < bounds[class + 1] => format!("≥ {from:.0}"),
            _ if class == last => format!("{from:.0}"),
            _ if below - from <= 1.0 => format!("{from:.0}"),
            _ => format!("{from:.0}–{:.0}", below - 1.0),
        }
    };
    (0..breaks.classes()).map(name).collect()
}

fn class_names(breaks: &Breaks, number: fn(f64) -> String) -> Vec<String> {
    let name = |pair: &[f64]| match pair[0] < pair[1] {
        true => format!("{} – {}", number(pair[0]), number(pair[1])),
        false => number(pair[0]),
    };
    breaks.bounds().windows(2).map(name).collect()
}

/// A share as percent, with a digit behind the point only where it says something.
fn percent(share: f64) -> String {
    let tenths = (share * 1000.0).round() / 10.0;
    if tenths.fract() == 0.0 { format!("{tenths:.0}") } else { format!("{tenths:.1}") }
}

fn tenths(value: f64) -> String {
    format!("{value:.1}")
}

/// A number of people: whole, but for the smallest.
fn count(value: f64) -> String {
    if value.fract() != 0.0 && value < 10.0 {
        return tenths(value);
    }
    numbers::thousands(value.round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_facilities_are_whole() {
        let breaks = Breaks::rising(vec![0.0, 1.0, 2.0, 3.0, 4.0, 17.0]);
        assert_eq!(whole_classes(&breaks), ["0", "1", "2", "3", "≥ 4"]);
        let breaks = Breaks::rising(vec![0.0, 2.0, 5.5, 9.0]);
        assert_eq!(whole_classes(&breaks), ["0–1", "2–5", "≥ 6"]);
    }

    #[test]
    fn bounds_are_written_as_planners_read_them() {
        assert_eq!([0.2, 0.142_857, 1.0].map(percent), ["20", "14.3", "100"]);
        assert_eq!([12_345.6, 2.5, 0.0].map(count), ["12,346", "2.5", "0"]);
    }
}
