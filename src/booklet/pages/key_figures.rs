//! The key figures on one page: how many live there, how many are reached by what, how far they
//! walk, and how evenly it is shared.

use crate::analysis::Reached;
use crate::analysis::measures::{COMPLETENESS_MINUTES, Completeness, Nearest};
use crate::cartography::Align;
use crate::charts::{Chart, CoverageBars, LorenzChart, MinutesChart};
use crate::language::{Text, thousands};
use crate::numbers::{self, Change};
use crate::standard::FunctionIndex;

use super::Material;
use crate::booklet::layout::{Area, Grid, Leaf, Sheet, Type, continuing};

const HEADING: Text = Text::new("主要指标", "Key figures");
const TILES: f32 = 50.0;
const CHARTS: f32 = 168.0;
const GAP: f32 = 14.0;

/// The page, and more where the standard has many functions; the session shows the scenario.
pub fn key_figures_pages(material: &Material) -> Vec<Leaf> {
    let (press, session) = (material.press, material.session);
    let study = session.study();
    let nearest = Nearest::of(study, session.facilities());
    let heading = material.text(HEADING);
    let mut sheet = Sheet::headed(press, heading, false);
    let body = press.below_heading();
    let tiles = body.top_strip(TILES);
    for (room, (label, value)) in tiles.columns(4, GAP).iter().zip(tiles_of(material, &nearest)) {
        set_tile(&mut sheet, *room, &label, &value);
    }
    let middle = body.below(TILES + GAP);
    let middle = Area { height: middle.height - CHARTS - GAP, ..middle };
    let (left, right) = middle.split_at(middle.width * 0.56, GAP);
    let grid = functions_grid(material);
    let (next, _) = grid.set(&mut sheet, left, 0);
    let language = material.request.language;
    let bars = CoverageBars::of(session, 0, language).within(right.height);
    sheet.chart(right, Chart::Coverage(bars));
    let below = Area { top: middle.bottom() + GAP, height: CHARTS, ..body };
    if let Some(function) = least_served(material) {
        let minutes = MinutesChart::of(session, &nearest, function, 0, language);
        let lorenz = LorenzChart::of(session, function, 0, language);
        // Where units have nothing to share, there is no curve.
        let share = if lorenz.curve.is_empty() { 1.0 } else { 0.62 };
        let rooms = below.split_at(below.width * share, GAP * 2.0);
        sheet.chart(rooms.0, Chart::Minutes(minutes));
        if !lorenz.curve.is_empty() {
            sheet.chart(rooms.1, Chart::Lorenz(lorenz));
        }
    }
    if next >= grid.rows.len() {
        return vec![sheet.leaf];
    }
    // A standard of many functions: the table goes on by itself.
    let rest = Grid { rows: grid.rows[next..].to_vec(), ..grid };
    let more = Sheet::continued(press, &continuing(heading, language));
    [vec![sheet.leaf], rest.flow(more, press.below_heading(), heading)].concat()
}

/// The function that most residents are without, of those that have a facility: of the others there is
/// no walk to draw.
fn least_served(material: &Material) -> Option<FunctionIndex> {
    let session = material.session;
    let has_facility = |function: &FunctionIndex| {
        session.facilities().values().any(|facility| facility.offers(*function))
    };
    let without = |function: &FunctionIndex| {
        let Reached { population, covered } = session.scenario().total(*function, 0);
        population - covered
    };
    session.study().standard().indexes().filter(has_facility).max_by_key(without)
}

fn tiles_of(material: &Material, nearest: &Nearest) -> [(String, String); 4] {
    let (session, language) = (material.session, material.request.language);
    let study = session.study();
    let functions: Vec<_> = study.standard().indexes().collect();
    let completeness =
        Completeness::together(&Completeness::by_unit(study, nearest, &functions, 0));
    let facilities = session.facilities();
    let planned = facilities.values().filter(|facility| facility.is_planned()).count();
    let last = COMPLETENESS_MINUTES.len() - 1;
    let minutes = COMPLETENESS_MINUTES[last];
    let mean = completeness.mean()[last].map_or("–".to_owned(), |mean| format!("{mean:.1}"));
    let residents = numbers::persons(completeness.population);
    let (all, number) = (facilities.len(), functions.len());
    [
        (language.pick("居民（人）", "Residents").to_owned(), residents),
        (
            language.pick(
                format!("设施（处），其中拟设 {planned}"),
                format!("Facilities, {planned} of them planned"),
            ),
            thousands(all as i64),
        ),
        (
            language.pick(
                format!("{minutes} 分钟内人均可达功能（共 {number} 项）"),
                format!("Functions within {minutes} min, of {number}, on average"),
            ),
            mean,
        ),
        (
            language.pick(
                format!("{minutes} 分钟内各项齐备的居民"),
                format!("Residents with all of them within {minutes} min"),
            ),
            numbers::percent(completeness.complete_share()[last]),
        ),
    ]
}

fn set_tile(sheet: &mut Sheet, room: Area, label: &str, value: &str) {
    sheet.fill(room, sheet.press.palette.panel);
    let inner = room.inset(7.0);
    sheet.line(inner.top_strip(11.0), label, Type::SMALL.weak(), Align::Left);
    sheet.line(inner.below(11.0), value, Type::FIGURE.of_size(20.0), Align::Left);
}

/// Rates of all functions, with the change against what exists where a scenario is shown.
fn functions_grid(material: &Material) -> Grid {
    let (session, language) = (material.session, material.request.language);
    let standard = session.study().standard();
    let is_base = session.shown().is_base();
    let pick = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let number = |zh: &str, en: &str| Grid::number_column(pick(zh, en));
    let mut columns = vec![Grid::text_column(pick("功能", "Function"))];
    columns.extend([
        number("限值（米）", "Limit (m)"),
        number("设施（处）", "Facilities"),
        number("覆盖率", "Coverage rate"),
    ]);
    if !is_base {
        columns.push(number("变化（百分点）", "Change (points)"));
    }
    columns.extend([
        number("已覆盖（人）", "Covered (residents)"),
        number("未覆盖（人）", "Without (residents)"),
    ]);
    let mut grid = Grid { columns, rows: Vec::new() };
    for function in standard.indexes() {
        let (reached, before) =
            (session.scenario().total(function, 0), session.base().total(function, 0));
        let offering = session.facilities().values().filter(|f| f.offers(function)).count();
        let standing = session.study().limit_standing(function);
        let mark = if standing.is_some_and(|standing| standing.needs_mark()) { "*" } else { "" };
        let mut cells = vec![
            standard.function(function).name.of(language).to_owned(),
            format!("{:.0}{mark}", session.study().walk_limit_m(function)),
            thousands(offering as i64),
            numbers::percent(reached.rate()),
        ];
        if !is_base {
            let change = Change::between(before, reached);
            cells.push(change.map_or("–".to_owned(), Change::points_text));
        }
        let Reached { population, covered } = reached;
        cells.extend([numbers::persons(covered), numbers::persons(population - covered)]);
        grid.push(cells);
    }
    grid
}
