//! Workbooks (XLSX): tables written for people who go on working in a spreadsheet, and the edited
//! list of projects read back. What stands in the tables is the work of `tables`.

mod palette;
mod read;
mod study;
mod write;

pub use read::{ReadBack, read_projects};
pub use study::{Appendix, write_study_workbook};
pub use write::{WorkbookError, write_undated_workbook, write_workbook};
