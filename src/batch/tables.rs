//! The results of all jobs as tables: jobs, totals, plans of sites, units.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::language::{Message, Text};
use crate::numbers;
use crate::tables::{Cell, Column, Format, Row, RowKey, Table};

use super::results::read_json;
use super::{Merged, MergedJob, StoreError};

/// What the tables take from the document of `assess --json`.
#[derive(Debug, Deserialize)]
pub struct AssessDocument {
    scenario: Option<String>,
    crs: String,
    walk: WalkFields,
    inputs: InputFields,
    totals: Vec<Figures>,
    units: Vec<Figures>,
}

#[derive(Debug, Deserialize)]
struct InputFields {
    fingerprints: Fingerprints,
}

#[derive(Debug, Deserialize)]
struct Fingerprints {
    buildings: String,
}

impl AssessDocument {
    /// The fingerprint of the buildings: documents of the same are of the same residents.
    pub(super) fn buildings(&self) -> &str {
        &self.inputs.fingerprints.buildings
    }
}

#[derive(Debug, Deserialize)]
struct WalkFields {
    model: String,
    detour: f64,
}

/// A row of totals or of a unit.
#[derive(Debug, Deserialize)]
struct Figures {
    /// Of the unit.
    id: Option<String>,
    function: String,
    group: String,
    limit_m: Option<f64>,
    population: f64,
    covered: f64,
    rate: Option<f64>,
}

/// What the tables take from the document of `site --json`. Some models have no single value.
#[derive(Debug, Deserialize)]
pub struct SiteDocument {
    objective: Option<String>,
    function: Option<Value>,
    group: Option<String>,
    count: Option<f64>,
    status: Option<String>,
    value: Option<f64>,
    bound: Option<f64>,
    gap: Option<f64>,
    #[serde(default)]
    sites: Vec<Value>,
}

const LABELS: [Column; 4] = [
    Column::text("job", Text::new("作业", "Job")),
    Column::text("city", Text::new("城市", "City")).grouping(),
    Column::text("district", Text::new("区", "District")).grouping(),
    Column::text("year", Text::new("年份", "Year")).grouping(),
];

const JOBS: [Column; 8] = [
    Column::text("scenario", Text::new("方案", "Scenario")),
    Column::text("crs", Text::new("坐标系", "CRS")),
    Column::text("walk", Text::new("步行模型", "Walk model")),
    Column::new("detour", Text::new("绕行系数", "Detour"), Format::Share),
    Column::new("units", Text::new("单元", "Units"), Format::Whole).summed(),
    Column::new("functions", Text::new("功能", "Functions"), Format::Whole),
    Column::new("population", Text::new("居民", "Residents"), Format::Whole).summed(),
    Column::text("key", Text::new("输入指纹", "Fingerprint of the inputs")),
];

const UNIT: Column = Column::text("unit", Text::new("单元编号", "Unit id"));
const FUNCTION: Column = Column::text("function", Text::new("功能", "Function")).grouping();
const GROUP: Column = Column::text("group", Text::new("人群", "Group")).grouping();
const LIMIT: Column =
    Column::new("limit_m", Text::new("步行限值（米）", "Limit (m)"), Format::Whole);

const FIGURES: [Column; 3] = [
    Column::new("population", Text::new("人数", "Persons"), Format::Whole),
    Column::new("covered", Text::new("已覆盖", "Covered"), Format::Whole),
    Column::new("rate", Text::new("覆盖率", "Rate"), Format::Percent),
];

const PLANS: [Column; 9] = [
    Column::text("objective", Text::new("目标", "Objective")),
    FUNCTION,
    GROUP,
    Column::new("count", Text::new("处数", "Sites asked for"), Format::Whole),
    Column::text("status", Text::new("状态", "Status")),
    Column::new("value", Text::new("目标值", "Value"), Format::Decimal),
    Column::new("bound", Text::new("界", "Bound"), Format::Decimal),
    Column::new("gap", Text::new("差距", "Gap"), Format::Percent),
    Column::text("sites", Text::new("选中的候选点", "Sites")),
];

/// The tables of all jobs that are done. How long they took is not in them: the same jobs give the
/// same tables.
pub fn merged_tables(merged: &Merged) -> [Table; 4] {
    let table = |name: Text, columns: &[&[Column]], rows: &dyn Fn(&MergedJob) -> Vec<Vec<Cell>>| {
        let of_jobs = merged.jobs.iter().flat_map(|job| {
            let labelled = |cells: Vec<Cell>| job.label_cells().into_iter().chain(cells).collect();
            rows(job).into_iter().map(labelled).collect::<Vec<Vec<Cell>>>()
        });
        let row = |(number, cells)| Row { key: RowKey::Total(number), cells };
        let columns = std::iter::once(&LABELS[..]).chain(columns.iter().copied());
        Table {
            name,
            columns: columns.flatten().copied().collect(),
            rows: of_jobs.enumerate().map(row).collect(),
        }
    };
    [
        table(Text::new("作业", "Jobs"), &[&JOBS], &|job| vec![job.about()]),
        table(Text::new("合计", "Totals"), &[&[FUNCTION, GROUP, LIMIT], &FIGURES], &|job| {
            job.assessment.totals.iter().map(Figures::of_total).collect()
        }),
        table(Text::new("选址", "Plans"), &[&PLANS], &|job| {
            job.plans.iter().map(SiteDocument::cells).collect()
        }),
        table(Text::new("单元", "Units"), &[&[UNIT, FUNCTION, GROUP], &FIGURES], &|job| {
            job.assessment.units.iter().map(Figures::of_unit).collect()
        }),
    ]
}

impl MergedJob {
    fn label_cells(&self) -> [Cell; 4] {
        let labels = &self.record.labels;
        [&self.record.name, &labels.city, &labels.district, &labels.year].map(Cell::text)
    }

    fn about(&self) -> Vec<Cell> {
        let AssessDocument { scenario, crs, walk, totals, units, .. } = &self.assessment;
        let functions = totals.len();
        let units = units.len().checked_div(functions).unwrap_or_default();
        vec![
            Cell::text(scenario.as_deref().unwrap_or_default()),
            Cell::text(crs),
            Cell::text(&walk.model),
            Cell::Number(walk.detour),
            Cell::Number(units as f64),
            Cell::Number(functions as f64),
            Cell::number(totals.first().map(|total| total.population)),
            Cell::text(&self.record.key),
        ]
    }
}

impl Figures {
    fn of_total(&self) -> Vec<Cell> {
        let named = [Cell::text(&self.function), Cell::text(&self.group)];
        named.into_iter().chain([Cell::number(self.limit_m)]).chain(self.numbers()).collect()
    }

    fn of_unit(&self) -> Vec<Cell> {
        let id = Cell::text(self.id.as_deref().unwrap_or_default());
        let named = [id, Cell::text(&self.function), Cell::text(&self.group)];
        named.into_iter().chain(self.numbers()).collect()
    }

    fn numbers(&self) -> [Cell; 3] {
        [Cell::Number(self.population), Cell::Number(self.covered), Cell::number(self.rate)]
    }
}

impl SiteDocument {
    /// Reads what `site --json` wrote.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        read_json(path)
    }

    /// What is to be known of a plan that is not proven to be the best possible.
    pub fn lacking(&self) -> Option<Message> {
        Some(match self.status.as_deref()? {
            "optimal" => return None,
            "infeasible" => Message::new("无解", "infeasible"),
            "feasible" => {
                let gap = numbers::gap(self.gap);
                Message::new(format!("未证明最优，差距 {gap}"), format!("not proven, gap {gap}"))
            }
            _ => Message::new("尚无方案", "no plan found"),
        })
    }

    fn cells(&self) -> Vec<Cell> {
        let text = |text: &Option<String>| Cell::text(text.as_deref().unwrap_or_default());
        let plain = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let sites: Vec<String> = self.sites.iter().map(plain).collect();
        vec![
            text(&self.objective),
            Cell::text(self.function.as_ref().map(plain).unwrap_or_default()),
            text(&self.group),
            Cell::number(self.count),
            text(&self.status),
            Cell::number(self.value),
            Cell::number(self.bound),
            Cell::number(self.gap),
            Cell::text(sites.join(";")),
        ]
    }
}
