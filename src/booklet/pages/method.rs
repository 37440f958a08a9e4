//! How the numbers were made: parameters, formulas, the data with their fingerprints, and the
//! program, so that somebody else can make them again.

use crate::cartography::Align;
use crate::fingerprint::Fingerprint;
use crate::language::{Text, thousands};
use crate::study::{Parameters, WalkLimit, WalkModel};

use super::Material;
use crate::booklet::layout::{Area, Grid, Leaf, Sheet, Type};

const HEADING: Text = Text::new("方法与数据", "Methods and data");
const PARAMETERS: Text = Text::new("计算参数", "Parameters");
const FORMULAS: Text = Text::new("计算公式", "Formulas");
const DATA: Text = Text::new("数据来源", "Data");
const PRINTS: Text = Text::new("数据指纹（SHA-256）", "Fingerprints of the data (SHA-256)");
const GAP: f32 = 24.0;

/// What each number is, as it is computed.
const METHODS: [(Text, Text); 8] = [
    (
        Text::new("需求点", "Demand point"),
        Text::new(
            "建筑投影后面域的形心；归入包含该点的规划单元，落在边界上的归编号较小者。",
            "The area centroid of a building's projected footprint; it belongs to the unit that holds it, on a border to the one with the smaller id.",
        ),
    ),
    (
        Text::new("覆盖", "Covered"),
        Text::new(
            "min_j d(i,j) ≤ D：最近设施的步行距离不超过限值（含等于）。直线圆：d = 直线距离 × 绕行系数；步行网络：d = 沿道路最短路程，含进出路段和过街延误。",
            "min_j d(i,j) ≤ D: the walk to the nearest facility is at most the limit, inclusive. Circle: d = straight distance × detour factor; network: d = shortest way along the streets, with the ways to and from them and the delays.",
        ),
    ),
    (
        Text::new("覆盖率", "Coverage rate"),
        Text::new(
            "Σ 已覆盖居民 ÷ Σ 居民；没有居民处不计算。合计包括规划单元以外的建筑。",
            "Σ covered residents ÷ Σ residents; none where nobody lives. Totals include buildings outside all units.",
        ),
    ),
    (
        Text::new("步行时间", "Walking minutes"),
        Text::new(
            "步行距离 ÷ 步速；超过搜索范围（最长限值的 2 倍，至少 2,000 米）的不再计算，单列。",
            "Metres walked ÷ pace; nobody is looked for beyond twice the longest limit (at least 2,000 m), and those are told apart.",
        ),
    ),
    (
        Text::new("基尼系数、洛伦兹曲线", "Gini, Lorenz curve"),
        Text::new(
            "G = 1 - Σ_k (X_k - X_{k-1})(Y_k + Y_{k-1})；规划单元按人均可达设施从少到多排列，X、Y 为居民和设施的累计占比，按居民加权。",
            "G = 1 - Σ_k (X_k - X_{k-1})(Y_k + Y_{k-1}); units from the worst served on, X and Y the cumulated shares of residents and of facilities in reach, weighted by residents.",
        ),
    ),
    (
        Text::new("功能齐备", "Completeness"),
        Text::new(
            "5、10、15 分钟内可达的功能数，按居民平均；全部功能均可达的居民占比。",
            "Functions within 5, 10 and 15 minutes, on average over residents; the share of residents with all of them.",
        ),
    ),
    (
        Text::new("面积缺口", "Area missing"),
        Text::new(
            "居民 ÷ 1,000 × 千人面积指标 - 计入面积；共享面积在各功能中都计入。",
            "Residents ÷ 1,000 × floor area per 1,000 - area counted; shared area counts for each of its functions.",
        ),
    ),
    (
        Text::new("方案变化", "Change"),
        Text::new(
            "百分点 = 方案覆盖率 - 现状覆盖率；▲ 增加，▼ 减少。",
            "Points = rate of the scenario - rate of what exists; ▲ better, ▼ worse.",
        ),
    ),
];

/// The last pages.
pub fn method_pages(material: &Material) -> Vec<Leaf> {
    let press = material.press;
    let mut sheet = Sheet::headed(press, material.text(HEADING), false);
    let columns = press.below_heading().columns(2, GAP);
    let [left, right] = columns.as_slice() else { return Vec::new() };
    let rest = set_parameters(&mut sheet, material, *left);
    set_fingerprints(&mut sheet, material, rest);
    set_formulas(&mut sheet, material, *right);
    let mut leaves = vec![sheet.leaf];
    if !material.request.sources.is_empty() {
        let title = material.text(DATA);
        let sheet = Sheet::headed(press, title, true);
        leaves.extend(sources_grid(material).flow(sheet, press.below_heading(), title));
    }
    leaves
}

fn set_formulas(sheet: &mut Sheet, material: &Material, room: Area) {
    let mut rest = set_title(sheet, material, FORMULAS, room);
    for (name, formula) in METHODS {
        let name_height = sheet.paragraph(rest.top_strip(16.0), material.text(name), Type::BODY);
        rest = rest.below(name_height);
        rest = rest.below(sheet.paragraph(rest, material.text(formula), Type::SMALL.weak()) + 5.0);
    }
}

fn set_title(sheet: &mut Sheet, material: &Material, title: Text, room: Area) -> Area {
    sheet.line(room.top_strip(16.0), material.text(title), Type::SUBHEADING, Align::Left);
    room.below(20.0)
}

fn set_parameters(sheet: &mut Sheet, material: &Material, room: Area) -> Area {
    let mut rest = set_title(sheet, material, PARAMETERS, room);
    for (label, value) in parameters(material) {
        let (left, right) = rest.split_at(112.0, 8.0);
        sheet.line(left.top_strip(13.0), material.text(label), Type::SMALL.weak(), Align::Left);
        let height = sheet.paragraph(right.top_strip(40.0), &value, Type::SMALL);
        rest = rest.below(height.max(Type::SMALL.line_height()) + 2.0);
    }
    rest.below(12.0)
}

fn parameters(material: &Material) -> Vec<(Text, String)> {
    let study = material.session.study();
    let language = material.request.language;
    let Parameters { model, limit, detour, pace_m_per_s, network, .. } = study.parameters();
    let model = match model {
        WalkModel::Circle => language.pick(
            format!("直线圆，绕行系数 {detour:.2}"),
            format!("circle, detour factor {detour:.2}"),
        ),
        WalkModel::Network => language.pick(
            format!(
                "步行网络；过街 {} 秒、天桥地道 {} 秒（假设值）",
                network.crossing_delay_s, network.footbridge_delay_s
            ),
            format!(
                "network; crossing {} s, footbridge {} s (assumptions)",
                network.crossing_delay_s, network.footbridge_delay_s
            ),
        ),
    };
    let limit = match limit {
        WalkLimit::ByStandard => {
            language.pick("各功能按标准", "each function by the standard").to_owned()
        }
        WalkLimit::Metres(metres) => {
            language.pick(format!("{metres:.0} 米"), format!("{metres:.0} m"))
        }
        WalkLimit::Minutes(minutes) => {
            language.pick(format!("{minutes:.0} 分钟"), format!("{minutes:.0} min"))
        }
    };
    let layers = study.layers();
    let residents = layers.buildings.residents_source().method().of(language).to_owned();
    let growth = study.parameters().growth_text();
    let growth = growth.map(|text| {
        (Text::new("人口假设", "What-if of residents"), material.say(&text).to_owned())
    });
    let mut all = vec![
        (Text::new("步行模型", "Walk model"), model),
        (Text::new("步行限值", "Walking limit"), limit),
        (
            Text::new("步速", "Pace"),
            language.pick(format!("{pace_m_per_s:.2} 米/秒"), format!("{pace_m_per_s:.2} m/s")),
        ),
        (Text::new("坐标系", "Coordinate system"), layers.crs.code().to_owned()),
        (Text::new("人口来源", "Residents"), residents),
        (Text::new("标准", "Standard"), study.standard().id.clone()),
    ];
    all.extend(growth);
    all.push((Text::new("程序", "Program"), format!("Lifecircle {}", env!("CARGO_PKG_VERSION"))));
    all
}

fn set_fingerprints(sheet: &mut Sheet, material: &Material, room: Area) {
    let mut rest = set_title(sheet, material, PRINTS, room);
    let note = Text::new(
        "由读入后的要素逐个计算，与文件格式无关；数据相同则指纹相同。",
        "Of the features as they were read, whatever the file's format: the same data have the same fingerprint.",
    );
    rest = rest.below(
        sheet.paragraph(rest.top_strip(26.0), material.text(note), Type::SMALL.weak()) + 3.0,
    );
    for Fingerprint { name, print, .. } in material.fingerprints.iter() {
        let (left, right) = rest.split_at(72.0, 8.0);
        sheet.line(left.top_strip(12.0), material.text(*name), Type::SMALL.weak(), Align::Left);
        let height = sheet.paragraph(right.top_strip(24.0), print, Type::TINY);
        rest = rest.below(height + 3.0);
    }
}

fn sources_grid(material: &Material) -> Grid {
    let language = material.request.language;
    let pick = |zh: &str, en: &str| Grid::text_column(language.pick(zh, en));
    let columns = vec![
        pick("图层", "Layer"),
        pick("文件", "File"),
        Grid::number_column(language.pick("要素（个）", "Features")),
        pick("坐标系", "Coordinate system"),
    ];
    let mut grid = Grid { columns, rows: Vec::new() };
    for source in &material.request.sources {
        grid.push(vec![
            source.role.name().of(language).to_owned(),
            source.file.clone(),
            thousands(source.count as i64),
            source.crs.code().to_owned(),
        ]);
    }
    grid
}
