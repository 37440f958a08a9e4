//! How fast residents walk: all of them, and ages at a pace of their own.

use egui::{Role, Ui};

use crate::language::{Language, Text};
use crate::layers::Group;
use crate::study::{GroupPaces, Parameters, Study, WalkLimit};
use crate::ui::action::Action;
use crate::ui::view::View;
use crate::ui::words;

use super::{adjusting, set};

const MENU: Text = Text::new("步速…", "Pace…");
const MENU_HINT: Text = Text::new(
    "步行速度：全体居民的，以及各年龄自己的",
    "How fast residents walk: all together, and each age",
);
const EVERYONE: Text = Text::new("步行速度", "Walking pace");
const EVERYONE_HINT: Text = Text::new(
    "分钟与等候时间按此换算为米。1.11 米/秒即 15 分钟 1000 米；成人 1.2、老人与儿童 0.9 为假设值。",
    "Minutes and waiting are turned into metres by it. 1.11 m/s is 1,000 m in 15 min; 1.2 for \
     adults and 0.9 for elders and children are assumptions.",
);
const PRESETS: [(f64, Text); 3] = [
    (Parameters::QUARTER_HOUR_PACE, Text::new("一刻钟 1000 米", "1,000 m in 15 min")),
    (1.2, Text::new("成人（假设）", "Adults (assumed)")),
    (0.9, Text::new("老人、儿童（假设）", "Elders, children (assumed)")),
];
const BY_AGE: Text = Text::new("各年龄按自己的步速计算", "Each age at a pace of its own");
const BY_AGE_HINT: Text = Text::new(
    "成人 1.2 米/秒，儿童和老人 0.9 米/秒：假设值，非上海实测，可逐项修改",
    "1.2 m/s for adults, 0.9 m/s for children and elders: assumptions, not measured in Shanghai; \
     each can be changed",
);
const IN_METRES: Text = Text::new(
    "步行距离以米为限时，对所有人相同；选择“…分钟内”，各年龄才按步速走得远近不同。",
    "A limit in metres is the same for everybody; choose “within … min” to let each age come as far \
     as its pace takes it.",
);

/// Shows the menu of paces; where ages walk at their own, its button says so.
pub(super) fn paces_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::containers::menu::MenuButton::new(title(study, view)).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(320.0);
        everyone_ui(ui, study, view, actions);
        if study.layers().buildings.demand().groups().len() > 1 {
            ui.separator();
            by_age_ui(ui, study, view, actions);
        }
    });
    words::name_widget(&response, Role::Button, MENU.of(language));
    response.on_hover_text(MENU_HINT.of(language));
}

/// The menu's name, or the pace of the group shown where ages differ.
fn title(study: &Study, view: &View) -> String {
    let language = view.language;
    if study.parameters().paces.are_none() {
        return MENU.of(language).to_owned();
    }
    let pace = study.walk(view.group).pace_m_per_s();
    language.pick(format!("步速 {pace:.2}…"), format!("Pace {pace:.2}…"))
}

fn everyone_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    ui.horizontal(|ui| {
        ui.label(EVERYONE.of(language)).on_hover_text(EVERYONE_HINT.of(language));
        let mut pace_m_per_s = parameters.pace_m_per_s;
        let field = pace_field(ui, &mut pace_m_per_s, EVERYONE.of(language), language);
        adjusting(&field, Parameters { pace_m_per_s, ..parameters }, actions);
    });
    ui.horizontal(|ui| {
        for (pace_m_per_s, name) in PRESETS {
            let is_chosen = parameters.pace_m_per_s == pace_m_per_s;
            if ui.selectable_label(is_chosen, name.of(language)).clicked() {
                actions.push(set(Parameters { pace_m_per_s, ..parameters }));
            }
        }
    });
}

fn by_age_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let mut is_by_age = !parameters.paces.are_none();
    let check = ui.checkbox(&mut is_by_age, BY_AGE.of(language));
    if check.on_hover_text(BY_AGE_HINT.of(language)).changed() {
        let paces = if is_by_age { GroupPaces::assumed() } else { GroupPaces::default() };
        actions.push(set(Parameters { paces, ..parameters }));
    }
    if parameters.paces.are_none() {
        return;
    }
    egui::Grid::new("paces").num_columns(2).spacing([12.0, 4.0]).show(ui, |ui| {
        let groups = study.layers().buildings.demand().groups().iter();
        for age in groups.filter(|group| **group != Group::All) {
            let name = age.name().of(language);
            ui.label(name);
            let mut pace = parameters.pace_of(*age);
            let field = pace_field(ui, &mut pace, name, language);
            let paces = parameters.paces.with(*age, Some(pace));
            adjusting(&field, Parameters { paces, ..parameters }, actions);
            ui.end_row();
        }
    });
    if !matches!(parameters.limit, WalkLimit::Minutes(_)) {
        ui.label(egui::RichText::new(IN_METRES.of(language)).weak());
    }
}

fn pace_field(ui: &mut Ui, pace: &mut f64, name: &str, language: Language) -> egui::Response {
    let drag = egui::DragValue::new(pace)
        .range(Parameters::PACES)
        .speed(0.01)
        .fixed_decimals(2)
        .update_while_editing(false)
        .suffix(language.pick(" 米/秒", " m/s"));
    let field = ui.add(drag);
    words::name_widget(&field, Role::SpinButton, name);
    field
}
