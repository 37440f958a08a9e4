//! The colours of workbooks: of cells and of their charts, on the white of a sheet. Apart from the
//! theme of the map, which this module may not use and which knows dark paper.

use rust_xlsxwriter::Color;

pub(super) const HEADING_FILL: Color = Color::RGB(0xDD_E6E6);
/// Of cells that a planner may change and have read back.
pub(super) const EDITABLE_FILL: Color = Color::RGB(0xFF_F8E1);
/// Of the ids of columns, which programs read.
pub(super) const ID_TEXT: Color = Color::RGB(0x5A_676E);
/// In a chart, what a scenario reaches.
pub(super) const AFTER: Color = Color::RGB(0x08_7476);
/// In a chart, what it is compared with.
pub(super) const BEFORE: Color = Color::RGB(0xB6_BFC5);
