//! The functions of a facility with their rooms, places, staff and hours, and what they come to.

use egui::{RichText, Ui};

use crate::language::{Language, Text, thousands};
use crate::standard::{Function, FunctionIndex};
use crate::study::{
    AreaUse, CountedArea, Facility, LARGEST_CAPACITY, LARGEST_FLOOR_AREA_M2, LARGEST_STAFF,
    Operation, SLOTS_PER_DAY, WeekHours,
};
use crate::ui::action::{Action, EditAction};
use crate::ui::panels::inspector::number_or_nothing;
use crate::ui::{Workspace, words};

const AREA: Text = Text::new("面积（平方米）", "Area (m²)");
const CAPACITY: Text = Text::new("服务能力", "Capacity");
const STAFF: Text = Text::new("员工（人）", "Staff");
const HOURS: Text = Text::new("开放时段", "Hours");
const HOURS_HINT: Text = Text::new(
    "如 Mo-Fr 08:30-16:30; Sa 09:00-12:00，或 周一至周五 08:30-16:30；空着即全天占用，不与其他功能共用",
    "Such as Mo-Fr 08:30-16:30; Sa 09:00-12:00; empty means all week, shared with nobody",
);
const ALL_WEEK: Text = Text::new("全天占用", "all week");
const PHYSICAL: Text = Text::new("实际占用", "Physical");
const COUNTED: Text = Text::new("计入面积", "Counted");
const RATIO: Text = Text::new("共享比", "Sharing ratio");
const PHYSICAL_HINT: Text = Text::new(
    "一周中最忙的半小时各功能占用面积之和",
    "What the functions take together in the busiest half hour of the week",
);
const COUNTED_HINT: Text = Text::new(
    "各功能面积之和：错时共用的面积在满足行业服务要求时可分别计入（沪府办发〔2024〕25号 第六条）",
    "The areas of the functions added up: rooms used in turn may count toward each sector's target \
     where its rules are met (沪府办发〔2024〕25号, article 6)",
);
const DAYS: [Text; 7] = [
    Text::new("周一", "Monday"),
    Text::new("周二", "Tuesday"),
    Text::new("周三", "Wednesday"),
    Text::new("周四", "Thursday"),
    Text::new("周五", "Friday"),
    Text::new("周六", "Saturday"),
    Text::new("周日", "Sunday"),
];

/// Shows a row for each function, then the areas they come to.
pub(super) fn operations_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    facility: &Facility,
    language: Language,
    actions: &mut Vec<Action>,
) {
    let standard = workspace.session.study().standard();
    egui::Grid::new("operations").num_columns(5).spacing([10.0, 6.0]).show(ui, |ui| {
        for title in [words::FUNCTION, AREA, CAPACITY, STAFF, HOURS] {
            ui.label(RichText::new(title.of(language)).small().weak());
        }
        ui.end_row();
        for index in &facility.functions {
            let Some(function) = standard.get(*index) else { continue };
            operation_ui(ui, facility, (*index, function), language, actions);
            ui.end_row();
        }
    });
    areas_ui(ui, workspace, facility, language);
    parts_ui(ui, workspace, facility, language);
}

/// Floor that is not broken down, and what each function counts of it.
fn parts_ui(ui: &mut Ui, workspace: &Workspace, facility: &Facility, language: Language) {
    let area = AreaUse::of(facility);
    let standard = workspace.session.study().standard();
    let part = |counted: &CountedArea| {
        let name = standard.function(counted.function).short_name.of(language);
        format!("{name} {}", thousands(counted.m2.round() as i64))
    };
    let parts: Vec<String> = area.counted.iter().filter(|c| c.is_assumed).map(part).collect();
    if parts.is_empty() {
        return;
    }
    let parts = parts.join(language.pick("、", ", "));
    let text = language.pick(
        format!("* 未按功能填写的面积只计一次，平均分摊（假设）：{parts} 平方米"),
        format!("* not broken down: counted once, in equal parts (assumption): {parts} m²"),
    );
    let label = ui.label(RichText::new(text).small().weak());
    words::underline_with_dots(ui, &label);
}

fn operation_ui(
    ui: &mut Ui,
    facility: &Facility,
    (index, function): (FunctionIndex, &Function),
    language: Language,
    actions: &mut Vec<Action>,
) {
    let known = facility.operation(index).copied().unwrap_or(Operation::unknown(index));
    let name = function.short_name.of(language);
    ui.label(name);
    let mut set = |operation: Operation| actions.push(with_operation(facility, operation));
    let area = number_ui(
        ui,
        (facility, index, name),
        (AREA, known.area_m2),
        LARGEST_FLOOR_AREA_M2,
        language,
    );
    if let Some(area_m2) = area {
        set(Operation { area_m2, ..known });
    }
    let capacity = number_ui(
        ui,
        (facility, index, name),
        (CAPACITY, known.capacity),
        LARGEST_CAPACITY,
        language,
    );
    if let Some(capacity) = capacity {
        set(Operation { capacity, ..known });
    }
    let staff =
        number_ui(ui, (facility, index, name), (STAFF, known.staff), LARGEST_STAFF, language);
    if let Some(staff) = staff {
        set(Operation { staff, ..known });
    }
    if let Some(hours) = hours_ui(ui, (facility, index, name), known.hours, language) {
        set(Operation { hours, ..known });
    }
}

/// The number entered, if one was.
fn number_ui(
    ui: &mut Ui,
    (facility, function, name): (&Facility, FunctionIndex, &str),
    (title, current): (Text, Option<f64>),
    largest: f64,
    language: Language,
) -> Option<Option<f64>> {
    let current = current.map_or_else(String::new, |number| number.to_string());
    let label = format!("{name} {}", title.of(language));
    let field = words::FieldText { name: &label, current: &current };
    let read = |text: &str| number_or_nothing(text, largest, language);
    field.checked_ui(ui, (title.en, facility.id.0, function.0), 70.0, read)
}

/// The hours entered, if some were. What cannot be read stays, with what is wrong beside it.
fn hours_ui(
    ui: &mut Ui,
    (facility, function, name): (&Facility, FunctionIndex, &str),
    current: Option<WeekHours>,
    language: Language,
) -> Option<Option<WeekHours>> {
    let text = current.map_or_else(String::new, |hours| hours.text(language));
    let label = format!("{name} {}", HOURS.of(language));
    let field = words::FieldText { name: &label, current: &text };
    let salt = ("hours", facility.id.0, function.0);
    let hours = ui.horizontal_top(|ui| {
        let entered = field.checked_ui(ui, salt, 230.0, |text| read_hours(text, language));
        if current.is_none() {
            ui.label(RichText::new(ALL_WEEK.of(language)).small().weak())
                .on_hover_text(HOURS_HINT.of(language));
        }
        entered
    });
    hours.inner
}

/// Hours, or none where nothing is written.
fn read_hours(text: &str, language: Language) -> Result<Option<WeekHours>, String> {
    match text.trim() {
        "" => Ok(None),
        "全天" => Ok(Some(WeekHours::ALWAYS)),
        written => match WeekHours::parse(written) {
            Ok(hours) => Ok(Some(hours)),
            Err(error) => Err(error.message().of(language).to_owned()),
        },
    }
}

/// All operations of the facility with one of them changed.
fn with_operation(facility: &Facility, operation: Operation) -> Action {
    let mut operations = facility.operations.clone();
    operations.retain(|known| known.function != operation.function);
    operations.push(operation);
    EditAction::SetOperations { id: facility.id, operations }.into()
}

fn areas_ui(ui: &mut Ui, workspace: &Workspace, facility: &Facility, language: Language) {
    let area = AreaUse::of(facility);
    let square = |area: Option<f64>| match area {
        Some(area) => {
            let area = thousands(area.round() as i64);
            language.pick(format!("{area} 平方米"), format!("{area} m²"))
        }
        None => "–".to_owned(),
    };
    ui.horizontal_wrapped(|ui| {
        let text = format!("{} {}", PHYSICAL.of(language), square(area.physical_m2));
        ui.label(text).on_hover_text(busiest_text(&area, language));
        ui.separator();
        let mark = if area.is_assumed() { "*" } else { "" };
        let text = format!("{} {}{mark}", COUNTED.of(language), square(area.counted_m2()));
        ui.label(text).on_hover_text(COUNTED_HINT.of(language));
        ui.separator();
        let ratio = area.sharing_ratio().map_or_else(|| "–".to_owned(), |r| format!("{r:.2}"));
        ui.label(format!("{} {ratio}", RATIO.of(language)))
            .on_hover_text(turns_text(workspace, &area, language));
    });
}

fn busiest_text(area: &AreaUse, language: Language) -> String {
    let hint = PHYSICAL_HINT.of(language);
    let Some(slot) = area.busiest_slot else { return hint.to_owned() };
    let (day, slot) = (slot / SLOTS_PER_DAY, slot % SLOTS_PER_DAY);
    let day = DAYS[day as usize % 7].of(language);
    let time = format!("{:02}:{:02}", slot / 2, slot % 2 * 30);
    format!(
        "{hint}\n{}",
        language.pick(format!("最忙：{day} {time}"), format!("Busiest: {day} {time}"))
    )
}

/// Which functions take turns.
fn turns_text(workspace: &Workspace, area: &AreaUse, language: Language) -> String {
    let standard = workspace.session.study().standard();
    let name = |index| standard.function(index).short_name.of(language);
    let turn = |turn: &crate::study::Turn| {
        let (one, other, shared) = (name(turn.one), name(turn.other), turn.shared_m2);
        language.pick(
            format!("{one}与{other}可错时共用 {shared:.0} 平方米"),
            format!("{one} and {other} can take turns in {shared:.0} m²"),
        )
    };
    let turns: Vec<String> = area.turns.iter().map(turn).collect();
    match turns.is_empty() {
        true => language.pick("没有错时共用的功能", "No functions that take turns").to_owned(),
        false => turns.join("\n"),
    }
}
