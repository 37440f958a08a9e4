//! Two scenarios side by side in figures, and the edits that turn one into the other. The maps of
//! what is gained and lost are pages of their own.

use crate::analysis::{Exchange, differing_edits};
use crate::cartography::Align;
use crate::language::Text;
use crate::numbers::{self, Change};
use crate::study::ScenarioId;

use super::Material;
use crate::booklet::layout::{ARROW, Area, Grid, Leaf, Sheet, Type};

const HEADING: Text = Text::new("方案比选", "Comparison of scenarios");
const EDITS: Text = Text::new("修改清单", "Edits");
const GAP: f32 = 20.0;
const NOTHING: Text = Text::new("两个方案没有不同的修改。", "The two scenarios do the same.");

/// The pages that compare the scenario the session shows with another, which it compares with.
pub fn comparison_pages(material: &Material, from: ScenarioId) -> Vec<Leaf> {
    let (press, language) = (material.press, material.request.language);
    let to = material.session.shown();
    let (before, after) = (material.scenario_name(from), material.scenario_name(to));
    let heading = [material.text(HEADING), language.pick("：", ": ")].concat();
    let heading = heading + &[before, after].join(ARROW);
    let mut sheet = Sheet::headed(press, &heading, false);
    let room = press.below_heading();
    let totals = totals_grid(material, from);
    let (next, end) = totals.set(&mut sheet, room, 0);
    if next < totals.rows.len() {
        // A standard of many functions: the edits get pages of their own.
        let first = Sheet::headed(press, &heading, false);
        let mut leaves = totals.flow(first, room, &heading);
        let own = Sheet::headed(press, material.text(EDITS), true);
        leaves.extend(edit_pages(material, from, own, room));
        return leaves;
    }
    let below = room.below(end - room.top + GAP);
    sheet.line(below.top_strip(16.0), material.text(EDITS), Type::SUBHEADING, Align::Left);
    edit_pages(material, from, sheet, below.below(20.0))
}

/// The edits on the page begun, and on more where they need them.
fn edit_pages(material: &Material, from: ScenarioId, mut sheet: Sheet, room: Area) -> Vec<Leaf> {
    let study = material.session.study();
    let edits = differing_edits(study, from, material.session.shown());
    if edits.is_empty() {
        sheet.line(room, material.text(NOTHING), Type::BODY.weak(), Align::Left);
        return vec![sheet.leaf];
    }
    let language = material.request.language;
    let columns = vec![
        Grid::number_column(language.pick("序号", "No.")),
        Grid::text_column(language.pick("修改", "Edit")),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    let facilities = study.facilities(from);
    for (number, edit) in (1..).zip(&edits) {
        let label = edit.label(facilities, study.standard());
        grid.push(vec![number.to_string(), material.say(&label).to_owned()]);
    }
    grid.flow(sheet, room, material.text(EDITS))
}

fn totals_grid(material: &Material, from: ScenarioId) -> Grid {
    let (session, language) = (material.session, material.request.language);
    let study = session.study();
    let after = session.scenario();
    let before = session.coverage_of(from).unwrap_or(after);
    let pick = |zh: &str, en: &str| language.pick(zh, en).to_owned();
    let number = |zh: &str, en: &str| Grid::number_column(pick(zh, en));
    let columns = vec![
        Grid::text_column(pick("功能", "Function")),
        number("前：覆盖率", "Rate before"),
        number("后：覆盖率", "Rate after"),
        number("变化（百分点）", "Change (points)"),
        number("新增覆盖（人）", "Residents gained"),
        number("失去覆盖（人）", "Residents lost"),
        number("前：设施（处）", "Facilities before"),
        number("后：设施（处）", "Facilities after"),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    for function in study.standard().indexes() {
        let Exchange { gained, lost } =
            Exchange::between(study.layers(), before, after, function, 0);
        let (was, is) = (before.total(function, 0), after.total(function, 0));
        let offering = |scenario| {
            let facilities = study.facilities(scenario).values();
            facilities.filter(|facility| facility.offers(function)).count().to_string()
        };
        grid.push(vec![
            study.standard().function(function).name.of(language).to_owned(),
            numbers::percent(was.rate()),
            numbers::percent(is.rate()),
            Change::between(was, is).map_or("–".to_owned(), Change::points_text),
            numbers::persons(gained),
            numbers::persons(lost),
            offering(from),
            offering(session.shown()),
        ]);
    }
    grid
}
