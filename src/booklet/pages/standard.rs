//! The standard: every number with how well it is founded and where it comes from, and what was
//! changed in this study.

use crate::language::Text;
use crate::numbers;
use crate::standard::{FigurePlace, Norm};

use super::Material;
use crate::booklet::layout::{Grid, Leaf, Sheet, Type};

const HEADING: Text = Text::new("标准与数值来源", "The standard, and where its numbers come from");
const CHANGES: Text = Text::new("本研究对标准的修改", "Changes made to the standard in this study");

/// The pages of the study's standard.
pub fn standard_pages(material: &Material) -> Vec<Leaf> {
    let (press, language) = (material.press, material.request.language);
    let standard = material.session.study().standard();
    let heading = material.text(HEADING);
    let mut sheet = Sheet::headed(press, heading, false);
    let mut room = press.below_heading();
    let name = format!("{} {}", material.say(&standard.name), standard.version);
    room = room.below(sheet.paragraph(room.top_strip(30.0), &name, Type::SUBHEADING));
    let standings: Vec<String> = standard
        .standings()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(standing, count)| format!("{} {count}", standing.name().of(language)))
        .collect();
    let founded = language.pick(
        format!("数值的可靠程度：{}。除“见于原文”者外，均不得作为官方数值引用。", standings.join("，")),
        format!(
            "How the numbers are founded: {}. Only those read at the source may be quoted as official.",
            standings.join(", ")
        ),
    );
    room = room.below(sheet.paragraph(room.top_strip(44.0), &founded, Type::SMALL.weak()) + 4.0);
    let mut leaves = figures_grid(material).flow(sheet, room, heading);
    if !standard.changes.is_empty() {
        let title = material.text(CHANGES);
        let sheet = Sheet::headed(press, title, true);
        leaves.extend(changes_grid(material).flow(sheet, press.below_heading(), title));
    }
    leaves
}

fn figures_grid(material: &Material) -> Grid {
    let language = material.request.language;
    let standard = material.session.study().standard();
    let pick = |zh: &str, en: &str| Grid::text_column(language.pick(zh, en));
    let columns = vec![
        pick("功能", "Function"),
        pick("指标", "Figure"),
        Grid::number_column(language.pick("数值", "Value")),
        pick("单位", "Unit"),
        pick("可靠程度", "Standing"),
        pick("来源", "Source"),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    for (place, norm) in standard.figures() {
        let Norm { value, standing, source } = norm;
        let mark = if standing.needs_mark() { "*" } else { "" };
        let function = place.function().and_then(|id| standard.function_by_id(id));
        let of_all = language.pick("全部功能", "All functions");
        let name = function.map_or(of_all, |function| function.short_name.of(language));
        grid.push(vec![
            name.to_owned(),
            figure_name(material, &place),
            format!("{value}{mark}"),
            place.unit().of(language).to_owned(),
            standing.name().of(language).to_owned(),
            source,
        ]);
    }
    grid
}

/// The name of a number, with that of the service it is of.
fn figure_name(material: &Material, place: &FigurePlace) -> String {
    let standard = material.session.study().standard();
    let name = material.text(place.name());
    let FigurePlace::Service { function, service, .. } = place else { return name.to_owned() };
    let services = standard.function_by_id(function).map(|function| &function.services);
    let known = services.and_then(|services| services.iter().find(|known| known.id == *service));
    let of = known.map_or(service.as_str(), |known| material.say(&known.name));
    [of, name].join(material.dot())
}

fn changes_grid(material: &Material) -> Grid {
    let language = material.request.language;
    let standard = material.session.study().standard();
    let pick = |zh: &str, en: &str| Grid::text_column(language.pick(zh, en));
    let number = |zh: &str, en: &str| Grid::number_column(language.pick(zh, en));
    let columns = vec![
        pick("功能", "Function"),
        pick("指标", "Figure"),
        number("原值", "Before"),
        number("现值", "After"),
        pick("修改人", "By"),
        pick("时间", "At"),
        pick("理由", "Why"),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    let value =
        |norm: &Option<Norm>| norm.as_ref().map_or("–".to_owned(), |norm| norm.value.to_string());
    for change in &standard.changes {
        let function = change.function.as_deref().and_then(|id| standard.function_by_id(id));
        grid.push(vec![
            function.map_or("", |function| function.short_name.of(language)).to_owned(),
            material.say(&standard.change_name(change)).to_owned(),
            value(&change.before),
            value(&change.after),
            change.author.by.clone(),
            numbers::beijing_moment(change.author.at_ms),
            change.author.note.clone(),
        ]);
    }
    grid
}
