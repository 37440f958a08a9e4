//! Writes tables as the sheets of one workbook: frozen headings, filters, number formats, and totals
//! as formulas that follow what the reader filters and changes.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format as CellFormat, FormatAlign, Formula, Workbook, Worksheet,
};

use crate::language::{Language, Message};
use crate::tables::{Cell, Column, Format, Table, Total};

use super::palette::{EDITABLE_FILL, HEADING_FILL};

/// The workbook cannot be made: a sheet is too long, or memory ran out.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be written: {0}")]
pub struct WorkbookError(#[from] rust_xlsxwriter::XlsxError);

impl WorkbookError {
    /// The error in both languages.
    pub fn message(&self) -> Message {
        Message::new(format!("无法生成工作簿：{}", self.0), self.to_string())
    }
}

/// The widest column, in characters.
const WIDEST: usize = 40;

/// The bytes of a workbook with a sheet of remarks first, then one sheet per table.
///
/// # Errors
/// When a table does not fit a sheet.
pub fn write_workbook(
    title: &str,
    remarks: &[String],
    tables: &[Table],
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    Ok(workbook_of(title, remarks, tables, language)?.save_to_buffer()?)
}

/// The same without a word of when it was made: the same tables give the same bytes.
///
/// # Errors
/// When a table does not fit a sheet.
pub fn write_undated_workbook(
    title: &str,
    remarks: &[String],
    tables: &[Table],
    language: Language,
) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = workbook_of(title, remarks, tables, language)?;
    // A workbook has to name a day.
    let any_day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&any_day));
    Ok(workbook.save_to_buffer()?)
}

fn workbook_of(
    title: &str,
    remarks: &[String],
    tables: &[Table],
    language: Language,
) -> Result<Workbook, WorkbookError> {
    let mut workbook = Workbook::new();
    write_remarks(workbook.add_worksheet(), title, remarks, language)?;
    for table in tables {
        write_table(workbook.add_worksheet(), table, language)?;
    }
    Ok(workbook)
}

pub(super) fn write_remarks(
    sheet: &mut Worksheet,
    title: &str,
    remarks: &[String],
    language: Language,
) -> Result<(), WorkbookError> {
    sheet.set_name(language.pick("说明", "About"))?;
    sheet.set_column_width(0, 100)?;
    sheet.write_with_format(0, 0, title, &CellFormat::new().set_bold().set_font_size(14))?;
    let wrapped = CellFormat::new().set_text_wrap().set_align(FormatAlign::Top);
    for (row, remark) in (2..).zip(remarks) {
        sheet.write_with_format(row, 0, remark, &wrapped)?;
    }
    Ok(())
}

pub(super) fn write_table(
    sheet: &mut Worksheet,
    table: &Table,
    language: Language,
) -> Result<(), WorkbookError> {
    sheet.set_name(table.name.of(language))?;
    let heading = CellFormat::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(HEADING_FILL);
    for (number, column) in (0..).zip(&table.columns) {
        sheet.write_with_format(0, number, column.heading.of(language), &heading)?;
        sheet.set_column_width(number, width(table, usize::from(number), language))?;
    }
    for (number, column) in (0..).zip(&table.columns) {
        write_column(sheet, table, number, column)?;
    }
    let last = table.rows.len() as u32;
    if let Some(columns) = (table.columns.len() as u16).checked_sub(1)
        && last > 0
    {
        sheet.autofilter(0, 0, last, columns)?;
        write_totals(sheet, table, language)?;
    }
    sheet.set_freeze_panes(1, 3.min(table.columns.len() as u16))?;
    Ok(())
}

fn write_column(
    sheet: &mut Worksheet,
    table: &Table,
    number: u16,
    column: &Column,
) -> Result<(), WorkbookError> {
    let format = number_format(column);
    // An assumed figure is told apart by its slant, and by a note in the remarks.
    let assumed = format.clone().set_italic();
    for (row, cells) in (1..).zip(&table.rows) {
        match &cells.cells[usize::from(number)] {
            Cell::Empty if column.is_editable => {
                sheet.write_blank(row, number, &format)?;
            }
            Cell::Empty => {}
            Cell::Text(text) => {
                sheet.write_with_format(row, number, text, &format)?;
            }
            Cell::Number(value) => {
                sheet.write_with_format(row, number, *value, &format)?;
            }
            Cell::Assumed(value) => {
                sheet.write_with_format(row, number, *value, &assumed)?;
            }
        }
    }
    Ok(())
}

/// What the rows come to that the reader has not filtered away.
fn write_totals(
    sheet: &mut Worksheet,
    table: &Table,
    language: Language,
) -> Result<(), WorkbookError> {
    // A row apart, so that sorting and filtering leave it where it is.
    let row = table.rows.len() as u32 + 2;
    let bold = CellFormat::new().set_bold();
    sheet.write_with_format(row, 0, language.pick("合计", "Total"), &bold)?;
    for (number, column) in (0..).zip(&table.columns) {
        let Some(total) = table.total(usize::from(number), table.rows.iter()) else { continue };
        let Some(formula) = total_formula(table, number, column) else { continue };
        let format = number_format_of(column.format).set_bold();
        let formula = formula.set_result(total.to_string());
        sheet.write_formula_with_format(row, number, formula, &format)?;
    }
    Ok(())
}

/// The formula of a total, with its first row below the headings.
fn total_formula(table: &Table, number: u16, column: &Column) -> Option<Formula> {
    let last = table.rows.len() + 1;
    let sum = |number: u16| {
        let letters = rust_xlsxwriter::utility::column_number_to_name(number);
        format!("SUBTOTAL(109,{letters}2:{letters}{last})")
    };
    let formula = match column.total? {
        Total::Sum => format!("={}", sum(number)),
        // The reader may filter the rows as she likes: there is no saying what is left.
        Total::SumWithin(_) => return None,
        Total::Ratio { of, by } => {
            let place = |id| u16::try_from(table.column(id)?).ok();
            let (of, by) = (sum(place(of)?), sum(place(by)?));
            format!("=IF({by}=0,\"\",{of}/{by})")
        }
    };
    Some(Formula::new(formula))
}

fn number_format(column: &Column) -> CellFormat {
    let format = number_format_of(column.format);
    if column.is_editable { format.set_background_color(EDITABLE_FILL) } else { format }
}

pub(super) fn number_format_of(format: Format) -> CellFormat {
    let pattern = match format {
        Format::Text => "@",
        Format::Whole => "#,##0",
        Format::Decimal => "#,##0.0",
        Format::Share => "0.00",
        Format::Percent => "0.0%",
        Format::Year => "0",
    };
    CellFormat::new().set_num_format(pattern)
}

/// In characters: as wide as its cells, Chinese ones counted twice.
fn width(table: &Table, column: usize, language: Language) -> f64 {
    let wide = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let format = table.columns[column].format;
    let cells = table.rows.iter().take(1000).map(|row| wide(&row.cells[column].shown(format)));
    let heading = wide(table.columns[column].heading.of(language)).min(16);
    cells.chain([heading]).max().unwrap_or(8).clamp(6, WIDEST) as f64 + 2.0
}
