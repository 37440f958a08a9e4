//! The rules of the walk network, and what became of it.

use egui::{Role, Ui};

use crate::analysis::footing_findings;
use crate::language::{Language, Text};
use crate::session::Session;
use crate::study::Parameters;
use crate::ui::action::Action;
use crate::ui::view::View;
use crate::ui::words;
use crate::walking::{NetworkRules, Snap};

use super::{adjusting, set};

const RULES: Text = Text::new("路网…", "Network…");
const RULES_HINT: Text = Text::new(
    "接入街道的规则、过街延误，以及路网的检查结果",
    "How places are joined to the streets, delays, and what the network is like",
);
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
const ACCESS_HINT: Text = Text::new(
    "从建筑到接入道路的直线距离计入步行路程。",
    "The straight way from a building to where it joins the street is part of the walk.",
);
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

/// A rule that is a number.
struct Amount {
    name: Text,
    hint: Text,
    unit: Text,
    most: f64,
    least: f64,
    of: fn(&NetworkRules) -> f64,
    with: fn(NetworkRules, f64) -> NetworkRules,
}

const METRES: Text = Text::new(" 米", " m");
const SECONDS: Text = Text::new(" 秒", " s");

const AMOUNTS: [Amount; 3] = [
    Amount {
        name: FARTHEST,
        hint: FARTHEST_HINT,
        unit: METRES,
        least: 1.0,
        most: NetworkRules::FARTHEST_ACCESS_M,
        of: |rules| rules.farthest_access_m,
        with: |rules, number| NetworkRules { farthest_access_m: number, ..rules },
    },
    Amount {
        name: CROSSING,
        hint: CROSSING_HINT,
        unit: SECONDS,
        least: 0.0,
        most: NetworkRules::LONGEST_DELAY_S,
        of: |rules| rules.crossing_delay_s,
        with: |rules, number| NetworkRules { crossing_delay_s: number, ..rules },
    },
    Amount {
        name: FOOTBRIDGE,
        hint: FOOTBRIDGE_HINT,
        unit: SECONDS,
        least: 0.0,
        most: NetworkRules::LONGEST_DELAY_S,
        of: |rules| rules.footbridge_delay_s,
        with: |rules, number| NetworkRules { footbridge_delay_s: number, ..rules },
    },
];

impl Amount {
    fn field_ui(
        &self,
        ui: &mut Ui,
        parameters: &Parameters,
        language: Language,
        actions: &mut Vec<Action>,
    ) {
        let Self { name, hint, unit, least, most, of, with } = self;
        ui.horizontal(|ui| {
            ui.label(name.of(language)).on_hover_text(hint.of(language));
            let mut number = of(&parameters.network);
            let drag = egui::DragValue::new(&mut number)
                .range(*least..=*most)
                .fixed_decimals(0)
                .update_while_editing(false)
                .suffix(unit.of(language));
            let field = ui.add(drag).on_hover_text(hint.of(language));
            words::name_widget(&field, Role::SpinButton, name.of(language));
            let network = with(parameters.network, number);
            adjusting(&field, Parameters { network, ..*parameters }, actions);
        });
    }
}

/// The rules that are a yes or no.
fn choices_ui(ui: &mut Ui, parameters: &Parameters, language: Language, actions: &mut Vec<Action>) {
    let rules = parameters.network;
    let access = NetworkRules { counts_access: !rules.counts_access, ..rules };
    let join = NetworkRules { joins_crossings: !rules.joins_crossings, ..rules };
    for (name, hint, is_so, network) in [
        (ACCESS, ACCESS_HINT, rules.counts_access, access),
        (JOIN, JOIN_HINT, rules.joins_crossings, join),
        (NODES, NODES_HINT, rules.snap == Snap::Node, other_snap(rules)),
    ] {
        let mut is_so = is_so;
        if ui.checkbox(&mut is_so, name.of(language)).on_hover_text(hint.of(language)).changed() {
            actions.push(set(Parameters { network, ..*parameters }));
        }
    }
}

/// What became of the network, and of facilities beside it.
fn findings_ui(ui: &mut Ui, session: &Session, language: Language) {
    let study = session.study();
    let of_network = study.network().map(|network| network.survey().findings());
    let of_facilities = footing_findings(study, session.facilities());
    for finding in of_network.into_iter().flatten().chain(of_facilities) {
        ui.label(egui::RichText::new(finding.of(language)).weak());
    }
}

/// The rules of the network and its survey, in a menu.
pub(super) fn rules_ui(ui: &mut Ui, session: &Session, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::containers::menu::MenuButton::new(RULES.of(language)).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(320.0);
        let parameters = session.study().parameters();
        for amount in &AMOUNTS {
            amount.field_ui(ui, parameters, language, actions);
        }
        choices_ui(ui, parameters, language, actions);
        ui.separator();
        findings_ui(ui, session, language);
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
