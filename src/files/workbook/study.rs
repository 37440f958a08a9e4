//! The workbook of a scenario: the lists, and behind them all indicators by unit, the comparison with
//! a chart, and the parameters.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLegendPosition, ChartSolidFill, ChartType, Format as CellFormat,
    FormatAlign, Workbook, Worksheet,
};

use crate::analysis::measures::Nearest;
use crate::language::{Language, Text};
use crate::session::Session;
use crate::study::ScenarioId;
use crate::tables::results::{ResultColumn, ResultTable, unit_results};
use crate::tables::{Cell, Format, Table, comparison_table, parameters_table};

use super::WorkbookError;
use super::palette::{AFTER, BEFORE, HEADING_FILL, ID_TEXT};
use super::write::{number_format_of, write_remarks, write_table};

const CHART_TITLE: Text = Text::new("各功能覆盖率", "Coverage by function");

/// What stands behind the lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Appendix {
    pub units: ResultTable,
    pub comparison: Table,
    pub parameters: Table,
}

impl Appendix {
    /// That of the scenario shown, beside what it is compared with, or else what exists.
    ///
    /// Cost: as [`unit_results`].
    pub fn of(session: &Session, language: Language) -> Self {
        let nearest = Nearest::of(session.study(), session.facilities());
        let from = session.compared().unwrap_or(ScenarioId::BASE);
        Self {
            units: unit_results(session, &nearest),
            comparison: comparison_table(session, from, language),
            parameters: parameters_table(session, language),
        }
    }
}

/// The bytes of a workbook with remarks, one sheet per list, and the appendix.
///
/// # Errors
/// When a table does not fit a sheet.
pub fn write_study_workbook(
    title: &str,
    remarks: &[String],
    lists: &[Table],
    appendix: &Appendix,
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    write_remarks(workbook.add_worksheet(), title, remarks, language)?;
    for list in lists {
        write_table(workbook.add_worksheet(), list, language)?;
    }
    write_results(workbook.add_worksheet(), &appendix.units, language)?;
    let comparison = workbook.add_worksheet();
    write_table(comparison, &appendix.comparison, language)?;
    add_rate_chart(comparison, &appendix.comparison, language)?;
    write_table(workbook.add_worksheet(), &appendix.parameters, language)?;
    Ok(workbook.save_to_buffer()?)
}

/// A wide table: name and unit of each column in the first row, its id for programs in the second.
fn write_results(
    sheet: &mut Worksheet,
    table: &ResultTable,
    language: Language,
) -> Result<(), WorkbookError> {
    const HEADING_ROWS: u32 = 2;
    const WIDTH: f64 = 12.0;
    sheet.set_name(table.name.of(language))?;
    let heading = CellFormat::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(HEADING_FILL);
    let id_format = CellFormat::new().set_font_color(ID_TEXT).set_font_size(8);
    for (number, column) in (0..).zip(&table.columns) {
        let ResultColumn { id, name, unit, format, .. } = column;
        let (name, unit) = (name.of(language), unit.of(language));
        let text = if unit.is_empty() { name.to_owned() } else { format!("{name} ({unit})") };
        sheet.write_with_format(0, number, &text, &heading)?;
        sheet.write_with_format(1, number, id, &id_format)?;
        sheet.set_column_width(number, WIDTH)?;
        let cells = number_format_of(shown_as(*format));
        for (row, values) in (HEADING_ROWS..).zip(&table.rows) {
            match &values[usize::from(number)] {
                Cell::Empty => {}
                Cell::Text(text) => {
                    sheet.write_with_format(row, number, text, &cells)?;
                }
                Cell::Number(value) | Cell::Assumed(value) => {
                    sheet.write_with_format(row, number, *value, &cells)?;
                }
            }
        }
    }
    let last = table.rows.len() as u32 + HEADING_ROWS - 1;
    if let Some(columns) = (table.columns.len() as u16).checked_sub(1) {
        sheet.autofilter(HEADING_ROWS - 1, 0, last, columns)?;
    }
    sheet.set_freeze_panes(HEADING_ROWS, 2)?;
    Ok(())
}

/// Shares are read more easily as percent.
fn shown_as(format: Format) -> Format {
    if format == Format::Share { Format::Percent } else { format }
}

/// Rates before and after as bars beside each other, right of the table.
fn add_rate_chart(
    sheet: &mut Worksheet,
    table: &Table,
    language: Language,
) -> Result<(), WorkbookError> {
    let columns = ["function", "rate_before", "rate"].map(|id| table.column(id));
    let ([Some(names), Some(before), Some(after)], Some(last)) =
        (columns, (table.rows.len() as u32).checked_sub(1))
    else {
        return Ok(());
    };
    let name = table.name.of(language);
    let rows = |column: usize| (name, 1, column as u16, last + 1, column as u16);
    let mut chart = Chart::new(ChartType::Column);
    for (column, color) in [(before, BEFORE), (after, AFTER)] {
        let heading = table.columns[column].heading.of(language);
        chart
            .add_series()
            .set_name(heading)
            .set_categories(rows(names))
            .set_values(rows(column))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(color)));
    }
    chart.title().set_name(CHART_TITLE.of(language));
    chart.y_axis().set_num_format("0%").set_min(0.0).set_max(1.0);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(900).set_height(380);
    // Below the totals, so that it covers no figure.
    sheet.insert_chart(last + 6, 0, &chart)?;
    Ok(())
}
