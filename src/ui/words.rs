//! Texts that several parts of the window share.

use egui::{Response, Role, WidgetInfo};

use crate::language::Text;

pub const CANCEL: Text = Text::new("取消", "Cancel");
pub const DELETE: Text = Text::new("删除", "Delete");
pub const POPULATION: Text = Text::new("居民", "Residents");
pub const COVERED: Text = Text::new("已覆盖", "Covered");
pub const RATE: Text = Text::new("覆盖率", "Rate");
pub const CHANGE: Text = Text::new("较现状", "Change");
pub const FUNCTION: Text = Text::new("功能", "Function");
pub const ESTIMATED: Text = Text::new(
    "建筑图层没有居民字段：居民数按建筑面积每人 30.58 平方米估算，是假设值，不是统计值。",
    "The building layer has no residents: they are estimated at 30.58 m² of floor area per \
     person. An assumption, not a count.",
);

/// Gives a widget the name that screen readers and tests know it by.
pub fn name_widget(response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name));
}
