//! The rules of the walk network, and what became of it.

use egui::{Role, Ui};

use crate::analysis::footing_findings;
use crate::language::Text;
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

/// The rules of the network and its survey, in a menu.
pub(super) fn rules_ui(ui: &mut Ui, session: &Session, view: &View, actions: &mut Vec<Action>) {
    let study = session.study();
    let language = view.language;
    let config = egui::containers::menu::MenuConfig::new()
        .close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside);
    let button = egui::containers::menu::MenuButton::new(RULES.of(language)).config(config);
    let (response, _) = button.ui(ui, |ui| {
        ui.set_min_width(320.0);
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
        let of_network = study.network().map(|network| network.survey().findings());
        let of_facilities = footing_findings(study, session.facilities());
        for finding in of_network.into_iter().flatten().chain(of_facilities) {
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
