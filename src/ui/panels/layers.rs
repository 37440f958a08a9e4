//! Which layers are shown, what the import understood, and the facilities of the chosen function.

use egui::Ui;

use crate::language::Text;
use crate::study::Facility;
use crate::ui::Workspace;
use crate::ui::action::{Action, ViewAction};
use crate::ui::kept::Moment;
use crate::ui::view::{Selection, View};

use super::basemap::basemap_ui;
use super::rows_in_sight::rows_in_sight_ui;

const FACILITIES: Text = Text::new("设施", "Facilities");
const NO_FACILITY: Text = Text::new(
    "尚无此功能的设施。点“放置设施”，再在地图上点击。",
    "No facility of this function yet. Choose 'Place facility' and click the map.",
);
const IMPORT: Text = Text::new("读入说明", "What was read");

/// Shows which layers are seen and what was read.
pub fn layers_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    switches_ui(ui, workspace, view, actions);
    basemap_ui(ui, view, actions);
    import_ui(ui, workspace, view);
}

fn switches_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let layers = workspace.session.study().layers();
    let mut shown = view.layers;
    let facilities = workspace.session.facilities().len();
    let switches = [
        (&mut shown.units, Text::new("规划单元", "Units"), layers.units.len()),
        (&mut shown.buildings, Text::new("建筑", "Buildings"), layers.buildings.len()),
        (&mut shown.facilities, Text::new("设施", "Facilities"), facilities),
        (
            &mut shown.candidates,
            Text::new("候选点", "Candidates"),
            workspace.session.study().register().len(),
        ),
        (&mut shown.streets, Text::new("街道", "Streets"), layers.streets.len()),
        (&mut shown.barriers, Text::new("屏障", "Barriers"), layers.barriers.len()),
    ];
    for (on, name, count) in switches {
        let label = format!("{} {}", name.of(language), crate::numbers::thousands(count as i64));
        ui.add_enabled(count > 0, egui::Checkbox::new(on, label));
    }
    ui.checkbox(&mut shown.walk_rings, language.pick("5/10/15 分钟步行圈", "5/10/15 min circles"));
    ui.checkbox(&mut shown.labels, language.pick("名称", "Names"));
    ui.checkbox(&mut shown.graticule, language.pick("经纬网", "Graticule"));
    ui.checkbox(&mut shown.legend, language.pick("图例", "Legend"));
    if shown != view.layers {
        actions.push(ViewAction::ShowLayers(shown).into());
    }
}

fn import_ui(ui: &mut Ui, workspace: &Workspace, view: &View) {
    let language = view.language;
    let warnings = &workspace.report.warnings;
    let title = match warnings.len() {
        0 => IMPORT.of(language).to_owned(),
        1 => language.pick("读入说明（1 条提示）", "What was read (1 note)").to_owned(),
        n => language.pick(format!("读入说明（{n} 条提示）"), format!("What was read ({n} notes)")),
    };
    egui::CollapsingHeader::new(title).id_salt("import").show(ui, |ui| {
        let crs = workspace.session.study().layers().crs.code();
        ui.label(language.pick(format!("量测坐标系 {crs}"), format!("Measured in {crs}")));
        for layer in &workspace.report.layers {
            let (name, count) = (layer.role.name().of(language), layer.count);
            ui.label(egui::RichText::new(format!("{name} {count}  {}", layer.file)).small());
        }
        for warning in warnings {
            let text = egui::RichText::new(warning.one_line(language)).small();
            ui.colored_label(ui.visuals().warn_fg_color, text);
        }
    });
}

/// Shows the facilities of the function looked at.
pub fn facilities_ui(ui: &mut Ui, workspace: &Workspace, view: &View, actions: &mut Vec<Action>) {
    let language = view.language;
    let study = workspace.session.study();
    let function = study.standard().function(view.function).short_name.of(language);
    let heading = format!("{}{}{function}", FACILITIES.of(language), language.pick(" · ", ", "));
    ui.separator();
    ui.label(egui::RichText::new(heading).weak());
    let session = &workspace.session;
    let offering = workspace.offering.answer((Moment::of(session), view.function), || {
        let offering = session.facilities().values().filter(|f| f.offers(view.function));
        offering.map(|facility| facility.id).collect()
    });
    if offering.is_empty() {
        ui.label(egui::RichText::new(NO_FACILITY.of(language)).weak());
    }
    rows_in_sight_ui(ui, offering.len(), |ui, row| {
        if let Some(facility) = workspace.session.facility(offering[row]) {
            facility_ui(ui, facility, view, actions);
        }
    });
}

fn facility_ui(ui: &mut Ui, facility: &Facility, view: &View, actions: &mut Vec<Action>) {
    let selected = view.selection == Selection::Facility(facility.id);
    let sign = if facility.is_planned() { "○" } else { "●" };
    let label = format!("{sign} {}", facility.name);
    let entry = ui.add(egui::Button::selectable(selected, &label).truncate());
    if entry.clicked() {
        actions.push(ViewAction::Select(Selection::Facility(facility.id)).into());
        actions.push(ViewAction::FlyTo(facility.at).into());
    }
    entry.on_hover_text(&facility.name);
}
