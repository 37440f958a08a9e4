//! Measures of access to the function looked at, in sections that open and close: how far, how many
//! to choose from, how complete, how much room and capacity, how fairly shared. Of the selected unit,
//! or else of the whole study. Each section says its formula and source on hover, each figure its actual
//! inputs when it is clicked.

mod capacity;
mod choices;
mod circle_and_path;
mod completeness;
mod equity;
mod plots;
mod room;
mod walking;

use egui::Ui;

use crate::language::Text;
use crate::ui::Workspace;
use crate::ui::action::Action;
use crate::ui::figures::{Currency, Figures, Question};
use crate::ui::style;
use crate::ui::view::View;

const TITLE: Text = Text::new("可达性与公平", "Access and equity");
const RESTING: Text = Text::new("松开后更新", "follows when you let go");
const COMPUTING: Text = Text::new("计算中…", "computing…");

/// A section: its title, and formula and source in full.
struct Section {
    id: &'static str,
    title: Text,
    formula: Text,
    opens: bool,
    content: fn(&mut Ui, &Subject, &mut Vec<Action>),
}

const SECTIONS: [Section; 7] = [
    Section {
        id: "walking time",
        title: Text::new("步行时间", "Walking time"),
        formula: walking::FORMULA,
        opens: true,
        content: walking::walking_ui,
    },
    Section {
        id: "circle and path",
        title: Text::new("直线圈与步行路径", "Circle and path"),
        formula: circle_and_path::FORMULA,
        opens: true,
        content: circle_and_path::circle_and_path_ui,
    },
    Section {
        id: "choices",
        title: Text::new("选择与备用", "Choices and backup"),
        formula: choices::FORMULA,
        opens: false,
        content: choices::choices_ui,
    },
    Section {
        id: "completeness",
        title: Text::new("功能完备度", "Completeness"),
        formula: completeness::FORMULA,
        opens: false,
        content: completeness::completeness_ui,
    },
    Section {
        id: "floor area",
        title: Text::new("面积配置", "Floor area"),
        formula: room::FORMULA,
        opens: false,
        content: room::room_ui,
    },
    Section {
        id: "capacity",
        title: Text::new("服务能力与负荷", "Capacity and load"),
        formula: capacity::FORMULA,
        opens: false,
        content: capacity::capacity_ui,
    },
    Section {
        id: "equity",
        title: Text::new("公平（洛伦兹曲线）", "Equity (Lorenz curve)"),
        formula: equity::FORMULA,
        opens: false,
        content: equity::equity_ui,
    },
];

/// What a section tells of.
struct Subject<'a> {
    workspace: &'a Workspace,
    view: &'a View,
    unit: Option<usize>,
    figures: Figures<'a>,
}

/// Shows all sections.
pub(super) fn measures_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    view: &View,
    unit: Option<usize>,
    actions: &mut Vec<Action>,
) {
    ui.separator();
    ui.add_space(4.0);
    ui.label(egui::RichText::new(TITLE.of(view.language)).size(style::HEADING));
    ui.label(egui::RichText::new(subject_text(workspace, view, unit)).weak());
    for section in SECTIONS {
        let title = section.title.of(view.language);
        let header = egui::CollapsingHeader::new(title).id_salt(section.id);
        let shown = header.default_open(section.opens).show_unindented(ui, |ui| {
            // Asked only while the section is open: in a city the first answer takes a moment.
            let question = Question::of(view, unit);
            let figures = workspace.figures.about(ui.ctx(), &workspace.session, question);
            currency_ui(ui, view, figures.currency());
            (section.content)(ui, &Subject { workspace, view, unit, figures }, actions);
            ui.add_space(6.0);
        });
        shown.header_response.on_hover_text(section.formula.of(view.language));
    }
}

impl Subject<'_> {
    /// A name of what is told of the whole study even where a unit is selected.
    fn of_the_whole(&self, name: &str) -> String {
        let language = self.view.language;
        match self.unit {
            None => name.to_owned(),
            Some(_) => language.pick(
                format!("{name}（{}）", super::WHOLE.zh),
                format!("{name} ({})", super::WHOLE.en.to_lowercase()),
            ),
        }
    }
}

/// Function, group and place that the figures are of.
fn subject_text(workspace: &Workspace, view: &View, unit: Option<usize>) -> String {
    let (study, language) = (workspace.session.study(), view.language);
    let layers = study.layers();
    let function = study.standard().function(view.function).short_name.of(language);
    let group = layers.buildings.demand().groups().get(view.group);
    let group = group.map_or("", |group| group.name().of(language));
    let place = unit.map_or(super::WHOLE.of(language), |unit| layers.units.name(unit));
    format!("{function} · {group} · {place}")
}

/// Says where the figures are not yet those of this moment.
fn currency_ui(ui: &mut Ui, view: &View, currency: Currency) {
    let text = match currency {
        Currency::Current => return,
        Currency::Resting => RESTING,
        Currency::Computing => COMPUTING,
    };
    ui.label(egui::RichText::new(text.of(view.language)).small().weak());
}
