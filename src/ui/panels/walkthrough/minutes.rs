//! The minutes of the meeting as text, to be pasted into a letter: what was said, stop by stop.

use egui::Ui;

use crate::language::{Language, Text};
use crate::numbers;
use crate::study::Walkthrough;
use crate::study::walkthrough::Remark;

const COPY: Text = Text::new("复制会议纪要", "Copy the minutes");
const COPY_HINT: Text = Text::new(
    "各步骤的意见和决定，可粘贴到文档",
    "Comments and decisions of all stops, to be pasted",
);

/// A button that copies the minutes, once something was said.
pub fn copy_ui(ui: &mut Ui, walkthrough: &Walkthrough, language: Language) {
    if walkthrough.remarks().next().is_none() {
        return;
    }
    if ui.button(COPY.of(language)).on_hover_text(COPY_HINT.of(language)).clicked() {
        ui.ctx().copy_text(minutes_text(walkthrough, language));
    }
}

/// A remark as it stands in the minutes: time, kind, who, what.
pub fn remark_text(remark: &Remark, language: Language) -> String {
    let Remark { kind, at_ms, by, text } = remark;
    let (time, kind) = (numbers::beijing_clock(*at_ms), kind.name().of(language));
    match by.as_str() {
        "" => format!("{time} [{kind}] {text}"),
        by => language
            .pick(format!("{time} [{kind}] {by}：{text}"), format!("{time} [{kind}] {by}: {text}")),
    }
}

fn minutes_text(walkthrough: &Walkthrough, language: Language) -> String {
    let mut text = String::new();
    for (position, stop) in walkthrough.stops().iter().enumerate() {
        if stop.remarks.is_empty() {
            continue;
        }
        text += &format!("{}. {}\n", position + 1, stop.title.of(language));
        for remark in &stop.remarks {
            text += &format!("   {}\n", remark_text(remark, language));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Message;
    use crate::study::walkthrough::{RemarkKind, StopKind};
    use crate::study::{Stop, StopId};

    #[test]
    fn minutes_name_the_stops_where_something_was_said() {
        let title = |number: u32| Message::same(format!("Stop {number}"));
        let mut stops: Vec<Stop> =
            (1..=3).map(|n| Stop::new(StopId(n), StopKind::Section, title(n))).collect();
        let (kind, by, text) = (RemarkKind::Decision, "Wang".to_owned(), "Agreed".to_owned());
        stops[1].remarks.push(Remark { kind, at_ms: 0, by, text });
        let (kind, by, text) = (RemarkKind::Comment, String::new(), "Why?".to_owned());
        stops[1].remarks.push(Remark { kind, at_ms: 60_000, by, text });
        let walkthrough = Walkthrough::new(stops).expect("they fit");
        let expected = "2. Stop 2\n   08:00 [Decision] Wang: Agreed\n   08:01 [Comment] Why?\n";
        assert_eq!(minutes_text(&walkthrough, Language::En), expected);
    }
}
