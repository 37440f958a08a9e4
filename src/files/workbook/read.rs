//! Reads the list of projects back from a workbook that was edited elsewhere: cells that differ from
//! what the study has become edits; everything else is left alone.

use std::io::Cursor;

use calamine::{Data, Range, Reader as _};

use crate::files::Problem;
use crate::language::{Language, Message, Text};
use crate::study::{
    Facilities, Facility, FacilityEdit, FacilityId, OperatingMode, ProjectState, ScenarioId, Study,
    edits_between,
};
use crate::tables::{Cell, ProjectColumn, Table};

/// What a workbook changes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadBack {
    pub edits: Vec<FacilityEdit>,
    /// Cells that differ from the study.
    pub changed_cells: usize,
    /// Rows and cells that could not be read; they change nothing.
    pub problems: Vec<Problem>,
}

/// Reads the sheet of projects. `table` is that list as the study has it now; columns that may not
/// be edited are not looked at.
///
/// # Errors
/// When the file is no workbook or has no such sheet.
pub fn read_projects(
    file: &str,
    bytes: &[u8],
    study: &Study,
    scenario: ScenarioId,
    table: &Table,
) -> Result<ReadBack, Box<Problem>> {
    let fault = |what| Box::new(Problem::in_file(file, what));
    let mut workbook =
        calamine::open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(|error| {
            fault(Message::new(format!("不是工作簿：{error}"), format!("is no workbook: {error}")))
        })?;
    let Text { zh, en } = table.name;
    let name = workbook.sheet_names().into_iter().find(|name| [zh, en].contains(&name.trim()));
    let range =
        name.as_ref().and_then(|name| workbook.worksheet_range(name).ok()).ok_or_else(|| {
            let no_sheet = format!("has no sheet called \"{en}\"");
            fault(Message::new(format!("没有名为“{zh}”的工作表"), no_sheet))
        })?;
    let columns = Columns::of(&range).ok_or_else(|| {
        fault(Message::new("第一行没有“编号”列", "the first row has no column \"Id\""))
    })?;
    let sheet = name.unwrap_or_default();
    let reader = SheetReader { file, sheet: sheet.trim(), range: &range, columns, table };
    Ok(reader.read(study.facilities(scenario)))
}

/// Which of our columns stands in which of the sheet, by heading in either language.
struct Columns {
    id: usize,
    editable: Vec<(ProjectColumn, usize)>,
}

impl Columns {
    fn of(range: &Range<Data>) -> Option<Self> {
        let headings: Vec<String> = range.rows().next()?.iter().map(text_of).collect();
        let position = |column: ProjectColumn| {
            let Text { zh, en } = column.column().heading;
            headings.iter().position(|heading| [zh, en].contains(&heading.as_str()))
        };
        let editable = ProjectColumn::all().into_iter().filter(|c| c.column().is_editable);
        Some(Self {
            id: position(ProjectColumn::Id)?,
            editable: editable.filter_map(|c| Some((c, position(c)?))).collect(),
        })
    }
}

struct SheetReader<'a> {
    file: &'a str,
    sheet: &'a str,
    range: &'a Range<Data>,
    columns: Columns,
    table: &'a Table,
}

impl SheetReader<'_> {
    fn read(&self, facilities: &Facilities) -> ReadBack {
        let mut back = ReadBack::default();
        let mut changed = Facilities::new();
        // Row 1 of a sheet is its heading.
        for (number, row) in (2..).zip(self.range.rows().skip(1)) {
            let id = text_of(&row[self.columns.id]);
            if id.is_empty() {
                // The rows after the first empty one are totals.
                break;
            }
            let facility = id.parse().ok().and_then(|id| facilities.get(&FacilityId(id)));
            let Some(facility) = facility else {
                back.problems.push(self.problem(
                    number,
                    None,
                    Message::new(
                        format!("方案中没有编号为 {id} 的项目"),
                        format!("the scenario has no project with the id {id}"),
                    ),
                ));
                continue;
            };
            let after = self.read_row(number, row, facility, &mut back);
            if after != *facility {
                changed.insert(after.id, after);
            }
        }
        let before = changed.keys().filter_map(|id| Some((*id, facilities.get(id)?.clone())));
        back.edits = edits_between(&before.collect(), &changed);
        back
    }

    fn read_row(
        &self,
        number: usize,
        row: &[Data],
        facility: &Facility,
        back: &mut ReadBack,
    ) -> Facility {
        let mut after = facility.clone();
        let id = facility.id.0.to_string();
        let now = self.table.rows.iter().find(|row| row.cells[0] == Cell::text(&id));
        for (column, position) in &self.columns.editable {
            let place = self.table.column(column.column().id);
            let current = place.and_then(|place| Some(&now?.cells[place]));
            let written = &row[*position];
            if is_same(current.unwrap_or(&Cell::Empty), written) {
                continue;
            }
            // What is written otherwise may mean the same: a name in the other language, a space.
            let mut tried = after.clone();
            match set(*column, &mut tried, written) {
                Ok(()) if tried == after => {}
                Ok(()) => {
                    back.changed_cells += 1;
                    after = tried;
                }
                Err(what) => back.problems.push(self.problem(number, Some(*column), what)),
            }
        }
        after
    }

    /// What is wrong with a row or one of its cells, so that it is found in the workbook.
    fn problem(&self, row: usize, column: Option<ProjectColumn>, what: Message) -> Problem {
        let sheet = self.sheet;
        let of = |language: Language| {
            let place = language.pick(
                format!("工作表“{sheet}”第 {row} 行"),
                format!("sheet \"{sheet}\", row {row}"),
            );
            let Some(column) = column else { return place };
            let heading = column.column().heading.of(language);
            language.pick(format!("{place}“{heading}”列"), format!("{place}, column \"{heading}\""))
        };
        let what = Message::new(
            format!("{}：{}", of(Language::Zh), what.zh),
            format!("{}: {}", of(Language::En), what.en),
        );
        Problem::in_file(self.file, what)
    }
}

/// Whether a cell of the sheet still says what the study has.
fn is_same(current: &Cell, written: &Data) -> bool {
    match (current.value(), number_of(written)) {
        (Some(current), Some(written)) => {
            (current - written).abs() <= 1e-9 * current.abs().max(written.abs())
        }
        _ => match current {
            // A sheet keeps neither spaces around a text nor how its lines end.
            Cell::Text(text) => text.trim().replace("\r\n", "\n") == text_of(written),
            Cell::Empty => text_of(written).is_empty(),
            Cell::Number(_) | Cell::Assumed(_) => false,
        },
    }
}

/// Takes one cell over into a facility.
fn set(column: ProjectColumn, facility: &mut Facility, written: &Data) -> Result<(), Message> {
    use ProjectColumn as C;
    let text = text_of(written);
    let number = || -> Result<Option<f64>, Message> {
        if text.is_empty() {
            return Ok(None);
        }
        let number = number_of(written).filter(|number| *number >= 0.0);
        number.map(Some).ok_or_else(|| {
            Message::new(
                format!("“{text}”不是非负数"),
                format!("\"{text}\" is no number of 0 or more"),
            )
        })
    };
    let project = &mut facility.project;
    match column {
        C::Name if text.is_empty() => {
            return Err(Message::new("项目需要名称", "a project needs a name"));
        }
        C::Name => facility.name = text,
        C::FloorArea => facility.floor_area_m2 = number()?,
        C::State => project.state = by_name(&text, &ProjectState::ALL, |s| (s.id(), s.name()))?,
        C::Mode if text.is_empty() => project.mode = None,
        C::Mode => {
            project.mode = Some(by_name(&text, &OperatingMode::ALL, |m| (m.id(), m.name()))?);
        }
        C::Year => {
            let year = number()?;
            if let Some(year) = year.filter(|year| year.fract() != 0.0 || *year > 9999.0) {
                return Err(Message::new(format!("{year} 不是年份"), format!("{year} is no year")));
            }
            project.year = year.map(|year| year as i32);
        }
        C::Owner => project.owner = text,
        C::Provider => project.provider = text,
        C::Conversion => project.sums.conversion = number()?,
        C::Running => project.sums.running = number()?,
        C::Rent => project.sums.rent = number()?,
        C::Relief => project.sums.relief = number()?,
        C::Subsidy => project.sums.subsidy = number()?,
        C::Income => project.sums.income = number()?,
        C::Funding(source) => {
            match number()? {
                Some(yuan) => project.funding.insert(source, yuan),
                None => project.funding.remove(&source),
            };
        }
        C::Id
        | C::District
        | C::Unit
        | C::Origin
        | C::Functions
        | C::PhysicalArea
        | C::CountedArea
        | C::SharingRatio
        | C::Gain
        | C::Unfunded
        | C::Overfunded
        | C::Balance
        | C::CostPerPerson => {}
    }
    Ok(())
}

/// One of several values by its id or its name in either language.
fn by_name<T: Copy>(
    text: &str,
    all: &[T],
    names: fn(T) -> (&'static str, Text),
) -> Result<T, Message> {
    let is_called = |value: &T| {
        let (id, Text { zh, en }) = names(*value);
        [id, zh, en].iter().any(|name| name.eq_ignore_ascii_case(text))
    };
    all.iter().copied().find(is_called).ok_or_else(|| {
        let zh: Vec<_> = all.iter().map(|value| names(*value).1.zh).collect();
        let en: Vec<_> = all.iter().map(|value| names(*value).1.en).collect();
        Message::new(
            format!("“{text}”不是：{}", zh.join("、")),
            format!("\"{text}\" is none of: {}", en.join(", ")),
        )
    })
}

fn number_of(data: &Data) -> Option<f64> {
    match data {
        Data::Int(number) => Some(*number as f64),
        Data::Float(number) => Some(*number),
        Data::String(text) => text.trim().replace([',', '，'], "").parse().ok(),
        _ => None,
    }
}

fn text_of(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        other => other.to_string().trim().replace("\r\n", "\n"),
    }
}
