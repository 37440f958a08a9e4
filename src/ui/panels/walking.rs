//! How residents walk: the model, the limit, the pace, and the rules of the walk network with what
//! became of it.

use egui::{Role, Ui};

use crate::language::Text;
use crate::standard::WALK_RINGS;
use crate::study::{Parameters, Study, WalkLimit, WalkModel};
use crate::ui::action::{Action, EditAction};
use crate::ui::view::View;
use crate::ui::words;
use crate::walking::{NetworkRules, Snap};

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
const RULES: Text = Text::new("路网…", "Network…");
const RULES_HINT: Text = Text::new(
    "步行速度、接入街道的规则、过街延误，以及路网的检查结果",
    "Pace, how places are joined to the streets, delays, and what the network is like",
);
const PACE: Text = Text::new("步行速度", "Walking pace");
const PACE_HINT: Text = Text::new(
    "分钟与等候时间按此换算为米。1.11 米/秒即 15 分钟 1000 米；成人 1.2、老人与儿童 0.9 为假设值。",
    "Minutes and waiting are turned into metres by it. 1.11 m/s is 1,000 m in 15 min; 1.2 for \
     adults and 0.9 for elders and children are assumptions.",
);
const PACES: [(f64, Text); 3] = [
    (Parameters::QUARTER_HOUR_PACE, Text::new("一刻钟 1000 米", "1,000 m in 15 min")),
    (1.2, Text::new("成人（假设）", "Adults (assumed)")),
    (0.9, Text::new("老人、儿童（假设）", "Elders, children (assumed)")),
];
const FARTHEST: Text = Text::new("最远接入距离", "Farthest access");
const FARTHEST_HINT: Text = Text::new(
    "离任何道路都超过此距离的建筑视为步行不可达（假设值 300 米）。",
    "A building farther than this from every street cannot be walked to (300 m, an assumption).",
);
const CROSSING: Text = Text::new("过街等候", "Waiting at a crossing");
const CROSSING_HINT: Text = Text::new(
    "每处过街的等候时间；30 秒为假设值，GB/T 51439-2021 第 9.2.1 条要求不超过 70 秒。",
    "Time at each crossing; 30 s is an assumption, GB/T 51439-2021, 9.2.1 allows at most 70 s.",
);
const FOOTBRIDGE: Text = Text::new("天桥地道", "Footbridge, underpass");
const FOOTBRIDGE_HINT: Text =
    Text::new("上下天桥或地道的时间；45 秒为假设值。", "Time to climb one; 45 s is an assumption.");
const ACCESS: Text = Text::new("计入建筑到道路的路程", "Count the way to the street");
const JOIN: Text = Text::new("道路相交处视为路口", "Join streets that cross");
const JOIN_HINT: Text = Text::new(
    "道路数据在相交处没有共用节点时选用；同一层级的道路才会连通。",
    "For data without a shared vertex where streets cross; only streets of one level are joined.",
);
const NODES: Text = Text::new("接入最近的路口", "Join to the nearest junction");
const NODES_HINT: Text = Text::new(
    "否则接入最近的道路位置。与简单工具比对时选用。",
    "Otherwise to the nearest place along a street. For comparison with simple tools.",
);

/// Shows model, limit and what else the model needs.
pub(super) fn walking_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    model_ui(ui, study, view, actions);
    limit_ui(ui, study, view, actions);
    match study.parameters().model {
        WalkModel::Circle => detour_ui(ui, study, view, actions),
        WalkModel::Network => rules_ui(ui, study, view, actions),
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

/// The rules of the network and its survey, in a menu.
fn rules_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::containers::menu::MenuButton::new(RULES.of(language)).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(320.0);
        pace_ui(ui, study, view, actions);
        ui.separator();
        let rules = study.parameters().network;
        let metres = language.pick(" 米", " m");
        let seconds = language.pick(" 秒", " s");
        for (name, hint, number, range, suffix, put) in [
            (
                FARTHEST,
                FARTHEST_HINT,
                rules.farthest_access_m,
                1.0..=NetworkRules::FARTHEST_ACCESS_M,
                metres,
                (|rules, number| NetworkRules { farthest_access_m: number, ..rules })
                    as fn(NetworkRules, f64) -> NetworkRules,
            ),
            (
                CROSSING,
                CROSSING_HINT,
                rules.crossing_delay_s,
                0.0..=NetworkRules::LONGEST_DELAY_S,
                seconds,
                |rules, number| NetworkRules { crossing_delay_s: number, ..rules },
            ),
            (
                FOOTBRIDGE,
                FOOTBRIDGE_HINT,
                rules.footbridge_delay_s,
                0.0..=NetworkRules::LONGEST_DELAY_S,
                seconds,
                |rules, number| NetworkRules { footbridge_delay_s: number, ..rules },
            ),
        ] {
            ui.horizontal(|ui| {
                ui.label(name.of(language)).on_hover_text(hint.of(language));
                let mut changed = number;
                let drag = egui::DragValue::new(&mut changed)
                    .range(range)
                    .fixed_decimals(0)
                    .update_while_editing(false)
                    .suffix(suffix);
                let field = ui.add(drag).on_hover_text(hint.of(language));
                words::name_widget(&field, Role::SpinButton, name.of(language));
                let network = put(rules, changed);
                adjusting(&field, Parameters { network, ..*study.parameters() }, actions);
            });
        }
        for (name, hint, is_so, network) in [
            (
                ACCESS,
                FARTHEST_HINT,
                rules.counts_access,
                NetworkRules { counts_access: !rules.counts_access, ..rules },
            ),
            (
                JOIN,
                JOIN_HINT,
                rules.joins_crossings,
                NetworkRules { joins_crossings: !rules.joins_crossings, ..rules },
            ),
            (NODES, NODES_HINT, rules.snap == Snap::Node, other_snap(rules)),
        ] {
            let mut is_so = is_so;
            if ui.checkbox(&mut is_so, name.of(language)).on_hover_text(hint.of(language)).changed()
            {
                actions.push(set(Parameters { network, ..*study.parameters() }));
            }
        }
        ui.separator();
        for finding in study.network().into_iter().flat_map(|network| network.survey().findings()) {
            ui.label(egui::RichText::new(finding.of(language)).weak());
        }
    });
    words::name_widget(&response, Role::Button, RULES.of(language));
    response.on_hover_text(RULES_HINT.of(language));
}

fn other_snap(rules: NetworkRules) -> NetworkRules {
    let snap = match rules.snap {
        Snap::Edge => Snap::Node,
        Snap::Node => Snap::Edge,
    };
    NetworkRules { snap, ..rules }
}

fn pace_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    ui.horizontal(|ui| {
        ui.label(PACE.of(language)).on_hover_text(PACE_HINT.of(language));
        let mut pace_m_per_s = parameters.pace_m_per_s;
        let drag = egui::DragValue::new(&mut pace_m_per_s)
            .range(Parameters::PACES)
            .speed(0.01)
            .fixed_decimals(2)
            .update_while_editing(false)
            .suffix(language.pick(" 米/秒", " m/s"));
        let field = ui.add(drag).on_hover_text(PACE_HINT.of(language));
        words::name_widget(&field, Role::SpinButton, PACE.of(language));
        adjusting(&field, Parameters { pace_m_per_s, ..parameters }, actions);
    });
    ui.horizontal(|ui| {
        for (pace_m_per_s, name) in PACES {
            let is_chosen = parameters.pace_m_per_s == pace_m_per_s;
            if ui.selectable_label(is_chosen, name.of(language)).clicked() {
                actions.push(set(Parameters { pace_m_per_s, ..parameters }));
            }
        }
    });
}

fn limit_ui(ui: &mut Ui, study: &Study, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let parameters = *study.parameters();
    let now = parameters.limit;
    let name = |limit: WalkLimit| match limit {
        WalkLimit::ByStandard => {
            let limit_m = study.walk_limit_m(view.function);
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
            let metres = study.parameters().metres_in(minutes);
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
        let mut metres = study.walk_limit_m(view.function);
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
    ui.label(egui::RichText::new(DETOUR.of(language)).weak());
    let parameters = *study.parameters();
    let mut detour = parameters.detour;
    let drag = egui::DragValue::new(&mut detour)
        .range(1.0..=Parameters::LARGEST_DETOUR)
        .speed(0.01)
        .fixed_decimals(2)
        .update_while_editing(false);
    let field = ui.add(drag).on_hover_text(DETOUR_HINT.of(language));
    words::name_widget(&field, Role::SpinButton, DETOUR.of(language));
    adjusting(&field, Parameters { detour, ..parameters }, actions);
}

/// What a number that is typed or dragged asks for; dragging it is one step.
fn adjusting(field: &egui::Response, to: Parameters, actions: &mut Vec<Action>) {
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
