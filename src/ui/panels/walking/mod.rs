//! How residents walk: the model and the limit; the paces and the rules of the walk network have
//! menus of their own.

mod paces;
mod rules;

use egui::{Role, Ui};

use crate::language::Text;
use crate::session::Session;
use crate::standard::WALK_RINGS;
use crate::study::{Parameters, Study, WalkLimit, WalkModel};
use crate::ui::action::{Action, EditAction};
use crate::ui::view::View;
use crate::ui::words;

use paces::paces_ui;
use rules::rules_ui;

const MODEL: Text = Text::new("步行模型", "Walk model");
const MODEL_HINT: Text = Text::new(
    "直线圆：规范所称“服务半径”，按直线距离乘绕行系数。\n步行网络：沿道路的最短路径，遇河流、铁路、围墙则绕行；规范所称“步行距离”。",
    "Circle: the \"service radius\" of the norms, straight distance times the detour factor.\n\
     Network: the shortest way along the streets, around rivers, railways and walls: the \
     \"walking distance\" of the norms.",
);
const NO_STREETS: Text = Text::new(
    "没有道路图层；请先读入道路，才能按步行网络计算。",
    "There is no layer of streets; read one in to walk along them.",
);
const LIMIT: Text = Text::new("步行距离", "Walking limit");
const BY_STANDARD: Text = Text::new("按标准", "By standard");
const METRES: Text = Text::new("米", "m");
const LIMIT_HINT: Text = Text::new(
    "5/10/15 分钟 = 300/500/1000 米：GB 50180-2018 分级圈，仅见于摘要，未核原文。",
    "5/10/15 min = 300/500/1000 m: the graded circles of GB 50180-2018, read in summaries only.",
);
const DETOUR: Text = Text::new("绕行系数", "Detour");
const DETOUR_HINT: Text = Text::new(
    "步行路程与直线距离之比；1 即直线圆。现为直线模型，不是路网距离。1.3 为常用假设值。",
    "Walking distance divided by straight distance; 1 is the plain circle. This is the \
     straight-line model, not a path along streets. 1.3 is a common assumption.",
);
/// Shows model, limit and what else the model needs.
pub(super) fn walking_ui(ui: &mut Ui, session: &Session, view: &View, actions: &mut Vec<Action>) {
    let study = session.study();
    model_ui(ui, study, view, actions);
    limit_ui(ui, study, view, actions);
    paces_ui(ui, study, view, actions);
    match study.parameters().model {
        WalkModel::Circle => detour_ui(ui, study, view, actions),
        WalkModel::Network => rules_ui(ui, session, view, actions),
    }
}

fn model_name(model: WalkModel) -> Text {
    match model {
        WalkModel::Circle => Text::new("直线圆", "Circle"),
        WalkModel::Network => Text::new("步行网络", "Network"),
    }
}

fn model_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let has_streets = !study.layers().streets.is_empty();
    let combo = egui::ComboBox::from_id_salt("walk model").width(80.0);
    let shown = model_name(parameters.model).of(language);
    let response = combo.selected_text(shown).show_ui(ui, |ui| {
        for model in WalkModel::ALL {
            let is_possible = model == WalkModel::Circle || has_streets;
            let label =
                egui::Button::selectable(parameters.model == model, model_name(model).of(language));
            let choice = ui.add_enabled(is_possible, label);
            if choice.on_disabled_hover_text(NO_STREETS.of(language)).clicked() {
                actions.push(set(Parameters { model, ..parameters }));
            }
        }
    });
    words::name_widget(&response.response, Role::ComboBox, MODEL.of(language));
    response.response.on_hover_text(MODEL_HINT.of(language));
}

fn limit_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let (now, walk) = (parameters.limit, study.walk(view.group));
    let name = |limit: WalkLimit| match limit {
        WalkLimit::ByStandard => {
            let limit_m = walk.limit_m(view.function);
            if !study.standard().function(view.function).in_standard {
                language.pick(format!("缺省 · {limit_m:.0} 米"), format!("Default, {limit_m:.0} m"))
            } else if now == WalkLimit::ByStandard {
                format!(
                    "{}{}{limit_m:.0} {}",
                    BY_STANDARD.of(language),
                    language.pick(" · ", ", "),
                    METRES.of(language)
                )
            } else {
                BY_STANDARD.of(language).to_owned()
            }
        }
        WalkLimit::Metres(metres) => {
            let minutes = WALK_RINGS.iter().find(|(_, ring)| *ring == metres).map(|(m, _)| m);
            match minutes {
                Some(minutes) => language.pick(
                    format!("步行 {minutes} 分钟 · {metres:.0} 米"),
                    format!("{minutes} min, {metres:.0} m"),
                ),
                None => format!("{metres:.0} {}", METRES.of(language)),
            }
        }
        WalkLimit::Minutes(minutes) => {
            let metres = walk.metres_in(minutes);
            language.pick(
                format!("{minutes:.0} 分钟内 · {metres:.0} 米"),
                format!("within {minutes:.0} min, {metres:.0} m"),
            )
        }
    };
    let combo = egui::ComboBox::from_id_salt("limit").width(150.0);
    let response = combo.selected_text(name(now)).show_ui(ui, |ui| {
        let rings = WALK_RINGS.map(|(_, metres)| WalkLimit::Metres(metres));
        let times = WALK_RINGS.map(|(minutes, _)| WalkLimit::Minutes(f64::from(minutes)));
        for limit in [WalkLimit::ByStandard].into_iter().chain(rings).chain(times) {
            if ui.selectable_label(limit == now, name(limit)).clicked() {
                actions.push(set(Parameters { limit, ..parameters }));
            }
        }
        ui.separator();
        let mut metres = walk.limit_m(view.function);
        let drag = egui::DragValue::new(&mut metres)
            .range(50.0..=Parameters::LONGEST_WALK_M)
            .speed(10.0)
            .fixed_decimals(0)
            .update_while_editing(false)
            .suffix(language.pick(" 米", " m"));
        let field = ui.add(drag);
        words::name_widget(&field, Role::SpinButton, LIMIT.of(language));
        let limit = WalkLimit::Metres(metres);
        adjusting(&field, Parameters { limit, ..parameters }, actions);
    });
    words::name_widget(&response.response, Role::ComboBox, LIMIT.of(language));
    response.response.on_hover_text(format!("{}\n{}", LIMIT.of(language), LIMIT_HINT.of(language)));
}

fn detour_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let mut detour = parameters.detour;
    let drag = egui::DragValue::new(&mut detour)
        .range(1.0..=Parameters::LARGEST_DETOUR)
        .speed(0.01)
        .fixed_decimals(2)
        .prefix(language.pick("绕行 ", "Detour "))
        .update_while_editing(false);
    let hint = format!("{}\n{}", DETOUR.of(language), DETOUR_HINT.of(language));
    let field = ui.add(drag).on_hover_text(hint);
    words::name_widget(&field, Role::SpinButton, DETOUR.of(language));
    adjusting(&field, Parameters { detour, ..parameters }, actions);
}

/// What a number that is typed or dragged asks for; dragging it is one step.
pub(in crate::ui::panels) fn adjusting(
    field: &egui::Response,
    to: Parameters,
    actions: &mut Vec<Action>,
) {
    if field.drag_started() {
        actions.push(EditAction::BeginAdjusting.into());
    }
    if field.changed() {
        actions.push(set(to));
    }
    if field.drag_stopped() {
        actions.push(EditAction::EndDrag.into());
    }
}

fn set(parameters: Parameters) -> Action {
    EditAction::SetParameters(parameters).into()
}
