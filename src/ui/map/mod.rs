//! The map in the window: navigation, hover, markers and tools around the drawing of
//! `cartography`.

mod canvas;
mod compare;
mod first_view;
mod flight;
mod ground;
mod hover;
mod kept_pictures;
mod keys;
mod legend;
mod navigation;
mod readout;
mod surfaces;
mod tools;
mod unit_values;

use std::sync::Arc;

use egui::{Rect, Role, Sense};

use crate::analysis::Isochrones;
use crate::cartography::{
    Camera, Emphasis, MapContent, MapKey, Palette, ScreenPoint, Subject, paint_callouts, paint_map,
    paint_scale_and_north,
};
use crate::geometry::WorldPoint;
use crate::language::Text;
use crate::study::{FacilityId, ScenarioId, Stop};

use super::action::Action;
use super::meeting::Marks;
use super::view::{CompareMode, Selection, Tool, View};
use super::{Workspace, style, words};

use canvas::EguiCanvas;
use ground::MapPlace;
use surfaces::HeldField;
use tools::snapping::Snapping;
use tools::{
    candidate_markers, drawing, markers, measuring, placing, siting_marks, snapping, toolbar,
};

pub use tools::drawing::{Specks, count_text};

pub use flight::Flight;
pub use ground::{GroundState, Grounds, use_device};
pub use keys::Keys;
pub use legend::{LegendRoom, let_window_settle, room_beside_map};
pub use readout::lonlat_text;
pub use surfaces::Surfaces;
use unit_values::HeldValues;
pub use unit_values::UnitValues;

const MAP: Text = Text::new("地图", "Map");

/// Where the map is shown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// To whoever works on it.
    Desk,
    /// To a room, without what only helps to work: the toolbar, grips on call-outs, and what siting has to
    /// say. The legend stands on it, or in a room beside it.
    Wall { legend: Option<LegendRoom> },
}

/// Shows the map in the rest of the window.
///
/// The camera follows the mouse at once; everything else becomes an action.
pub fn map_ui(
    ui: &mut egui::Ui,
    workspace: &Workspace,
    view: &mut View,
    marks: &Marks,
    setting: Setting,
    actions: &mut Vec<Action>,
) {
    let on_the_wall = setting != Setting::Desk;
    let places = Places::within(ui, workspace, view, marks, setting);
    let own = places.own;
    let canvas = ui.interact(own, egui::Id::unique("map"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, MAP.of(view.language));
    let grabbed = markers::grabbed_with_canvas(ui, &canvas, workspace, view);
    let pans = grabbed.is_none() && !drawing::is_drawing(&canvas, view);
    if view.camera.is_none() {
        view.camera = first_view::whole_study(ui, own, workspace, view, actions);
    }
    let room = match places.legend {
        LegendPlace::OnMap => legend::room_at_the_end(ui, own, workspace, view),
        LegendPlace::Beside(_) | LegendPlace::Below(_) => [0.0; 2],
    };
    let steered = navigation::steer(ui, &canvas, workspace, view, pans, room);
    let Some(mut camera) = steered else { return };
    if let Some((left, _)) = places.compared {
        camera = compare::steer_left_map(ui, left, view, camera);
    }

    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let content = MapContent {
        highlighted: &marks.highlighted,
        callouts: marks.stop.map_or(&[], |stop| &stop.callouts),
        ..map_content(workspace, view, &held, camera)
    };
    if let Some((left, scenario)) = places.compared {
        compare::paint_left_map(ui, left, workspace, &content, view, scenario);
    }
    let (editable, mut labels) = compare::paint_own_map(ui, own, workspace, &content, view);
    let mut over_map = EguiCanvas::new(ui.painter_at(own));
    if !on_the_wall {
        let taken = &mut labels;
        siting_marks::paint_siting(&mut over_map, ui.ctx(), &content, taken, workspace, view);
    }
    let snapping = Snapping::of(ui, workspace, view, camera);
    paint_tools(&mut over_map, &canvas, &content, workspace, view, &snapping);
    paint_callouts(&mut over_map, &content);
    // The legend stays readable whatever is selected or measured below it.
    let toolbar = (!on_the_wall).then(|| toolbar::rect(own, workspace, view));
    match places.legend {
        LegendPlace::Below(strip) => {
            legend::paint_in_strip(ui, strip, &mut over_map, &content, view, actions);
        }
        LegendPlace::Beside(room) => {
            legend::paint_beside(ui, room, &mut over_map, &content, view, actions);
        }
        LegendPlace::OnMap => {
            legend::paint_on_map(ui, &mut over_map, &content, toolbar, view, actions);
        }
    }
    if let Some(toolbar) = toolbar {
        legend::fold_with_map(ui, &mut over_map, &content, [own, toolbar], actions);
    }

    let editable = canvas.clone().with_new_rect(editable);
    let at_hand = AtHand { canvas: &canvas, editable: &editable, camera, snapping: &snapping };
    let stop = marks.stop.filter(|_| !on_the_wall);
    at_hand.tools_ui(ui, workspace, view, stop, grabbed, actions);
    if !on_the_wall {
        toolbar::toolbar_ui(ui, own, workspace, view, actions);
    }
    // On the wall the card would lie over what the room looks at: there it comes when it is asked for.
    let is_asked_for = !on_the_wall || ui.input(|input| input.modifiers.alt);
    if is_asked_for && !workspace.session.in_gesture() && view.tool == Tool::Select {
        let content = map_content(workspace, view, &held, camera);
        hover::card_ui(ui, &canvas, &content, workspace, view);
    }
}

/// Where in the window maps and legend are.
struct Places {
    /// The map of the scenario shown.
    own: Rect,
    /// The map at its left, and the scenario that it shows.
    compared: Option<(Rect, ScenarioId)>,
    legend: LegendPlace,
}

/// Where the legend stands.
enum LegendPlace {
    OnMap,
    Beside(LegendRoom),
    Below(Rect),
}

impl Places {
    fn within(
        ui: &mut egui::Ui,
        workspace: &Workspace,
        view: &View,
        marks: &Marks,
        setting: Setting,
    ) -> Self {
        let compared = compare::compared_beside(workspace, view);
        let all = ui.available_rect_before_wrap();
        let stop = marks.stop.map(|stop| stop.id);
        let (maps, strip) = match (compared, setting) {
            (Some(_), Setting::Wall { .. }) => legend::strip_below(ui, all, workspace, view, stop),
            (None, _) | (_, Setting::Desk) => (all, Rect::NOTHING),
        };
        let legend = match setting {
            _ if strip.is_positive() => LegendPlace::Below(strip),
            Setting::Wall { legend: Some(room) } => LegendPlace::Beside(room),
            Setting::Wall { legend: None } | Setting::Desk => LegendPlace::OnMap,
        };
        let (own, compared) = match compared {
            Some(scenario) => {
                let (left, own) = maps.split_left_right_at_fraction(0.5);
                (own, Some((left, scenario)))
            }
            None => (maps, None),
        };
        Self { own, compared, legend }
    }
}

/// The map as the tools find it in this frame.
struct AtHand<'a> {
    canvas: &'a egui::Response,
    /// Where what is edited can be taken hold of: not on the other side of a swiped map.
    editable: &'a egui::Response,
    camera: Camera,
    snapping: &'a Snapping<'a>,
}

impl AtHand<'_> {
    /// Lets markers, the call-outs of a stop that is worked on, and tools act, and notes what the mouse is
    /// over.
    fn tools_ui(
        &self,
        ui: &mut egui::Ui,
        workspace: &Workspace,
        view: &mut View,
        stop: Option<&Stop>,
        grabbed: Option<FacilityId>,
        actions: &mut Vec<Action>,
    ) {
        let Self { canvas, editable, camera, snapping } = self;
        let over_candidate =
            candidate_markers::candidates_ui(ui, editable, workspace, view, camera, actions);
        let over_marker = markers::markers_ui(ui, editable, workspace, view, snapping, actions);
        if let Some(id) = grabbed {
            markers::drag_actions(canvas, workspace, id, snapping, actions);
        }
        if let Some(stop) = stop {
            tools::callouts::callouts_ui(ui, stop, camera, view, actions);
        }
        compare::swipe_line_ui(ui, canvas.rect, workspace, view);
        tools::canvas_clicks(ui, canvas, workspace, view, snapping, actions);
        tools::keys(ui, workspace, view, actions);
        drawing::draw(ui, canvas, view, camera, actions);
        markers::end_nudge(ui, workspace, actions);
        view.hovered = match over_marker {
            Some(id) => Selection::Facility(id),
            None => match over_candidate {
                Some(id) => Selection::Candidate(id),
                None => hover::under_pointer(canvas, workspace, camera),
            },
        };
    }
}

/// Paints what the tool at hand is about to do, and what it has done: the selection, the measurement.
fn paint_tools(
    over_map: &mut EguiCanvas,
    canvas: &egui::Response,
    content: &MapContent,
    workspace: &Workspace,
    view: &View,
    snapping: &Snapping,
) {
    if let Some(many) = view.selection.many() {
        drawing::paint_selected(over_map, content, many, &workspace.specks);
    }
    drawing::paint_sketch(over_map, content, view);
    tools::callouts::paint_pointing(over_map, content, view);
    let is_pointed_at = view.tool == Tool::Place || view.tool.measure().is_some();
    let pointer = canvas.hover_pos().filter(|_| is_pointed_at);
    let pointed = pointer.map(|pointer| snapping.place(world_at(&content.camera, pointer)));
    measuring::paint_measurement(over_map, content, view, pointed.map(|pointed| pointed.at));
    if let (Tool::Place, Some(pointed)) = (view.tool, pointed) {
        placing::paint_ghost(over_map, content, pointed.at);
    }
    tools::relocating::paint_relocating(over_map, content, workspace);
    let dragged = workspace.drag.and_then(|drag| workspace.session.facility(drag.id));
    let dragged = dragged.map(|facility| snapping.standing(facility.at));
    if let Some(pointed) = pointed.or(dragged) {
        snapping::paint_mark(over_map, content, pointed);
    }
}

/// Shows a study that is only looked at, with places marked on it.
pub fn preview_ui(
    ui: &mut egui::Ui,
    workspace: &Workspace,
    view: &mut View,
    marks: &[WorldPoint],
    focus: Option<WorldPoint>,
) {
    let rect = ui.available_rect_before_wrap();
    let canvas = ui.interact(rect, egui::Id::unique("preview"), Sense::click_and_drag());
    words::name_widget(&canvas, Role::Canvas, MAP.of(view.language));
    let steered = navigation::steer(ui, &canvas, workspace, view, true, [0.0; 2]);
    let Some(camera) = steered else { return };
    let held = HeldForFrame::of(ui.ctx(), workspace, view);
    let content = map_content(workspace, view, &held, camera);
    let painter = ui.painter_at(rect);
    workspace.grounds.show(&painter, MapPlace::Preview, &content);
    let mut over_map = EguiCanvas::new(painter.clone());
    paint_map(&mut over_map, &content);
    paint_scale_and_north(&mut over_map, &content);
    let color = style::color32(content.palette.worse);
    let ring = |at: &WorldPoint, radius: f32, width: f32| {
        let ScreenPoint { x, y } = camera.screen_from_world(*at);
        painter.circle_stroke(egui::pos2(x, y), radius, egui::Stroke::new(width, color));
    };
    for at in marks.iter().filter(|at| navigation::is_visible(&camera, **at)) {
        ring(at, 6.0, 1.5);
    }
    if let Some(at) = focus {
        ring(&at, 14.0, 3.0);
    }
}

/// What the map of a scenario shows beside what is painted anew, held for a frame: what its colours tell
/// and are counted from, the way to the nearest site, and what can be walked to.
struct HeldForFrame {
    key: Arc<MapKey>,
    counted: HeldValues,
    field: HeldField,
    path: Option<Vec<WorldPoint>>,
    isochrones: Option<Arc<Isochrones>>,
}

impl HeldForFrame {
    fn of(ctx: &egui::Context, workspace: &Workspace, view: &View) -> Self {
        let session = &workspace.session;
        let values = &workspace.unit_values;
        let key = workspace
            .keys
            .key(session, view, || values.counted(ctx, session, view, ScenarioId::BASE));
        values.keep_shown(session);
        workspace.reached_streets.let_go();
        Self {
            key,
            counted: workspace.unit_values.counted(ctx, session, view, session.shown()),
            field: workspace.surfaces.field(ctx, session, view, session.shown()),
            path: path_shown(workspace, view),
            isochrones: view.selection.facility().and_then(|facility| {
                workspace.explanations.isochrones(session, facility, view.function, view.group)
            }),
        }
    }
}

/// The way from the building selected to the nearest site of the function shown.
fn path_shown(workspace: &Workspace, view: &View) -> Option<Vec<WorldPoint>> {
    let building = view.selection.building()?;
    workspace.session.study().network()?;
    let sites = workspace.explanations.nearest_sites(&workspace.session, building, view.group);
    let nearest = sites.iter().find(|nearest| nearest.function == view.function)?;
    Some(nearest.site.as_ref()?.route.as_ref()?.line.clone())
}

fn map_content<'a>(
    workspace: &'a Workspace,
    view: &'a View,
    held: &'a HeldForFrame,
    camera: Camera,
) -> MapContent<'a> {
    MapContent {
        session: &workspace.session,
        scenario: workspace.session.shown(),
        index: &workspace.index,
        palette: Palette::of(view.theme),
        language: view.language,
        camera,
        basemap: view.basemap.as_deref(),
        function: view.function,
        group: view.group,
        layers: view.layers,
        symbology: view.symbology,
        key: &held.key,
        field: held.field.shown(),
        counted: held.counted.shown(),
        emphasis: Emphasis {
            selected_unit: view.selection.unit(),
            selected_building: view.selection.building(),
            selected_facility: view.selection.facility(),
            selected_candidate: view.selection.candidate(),
            hovered_unit: view.hovered.unit(),
            hovered_facility: view.hovered.facility(),
            hovered_candidate: view.hovered.candidate(),
        },
        path: held.path.as_deref(),
        isochrones: held.isochrones.as_deref(),
        of_picture: None,
        reached_streets: Some(&workspace.reached_streets),
        subject: match (workspace.session.compared(), view.compare_mode) {
            (Some(from), CompareMode::Difference) => Subject::Difference { from },
            _ => Subject::Coverage,
        },
        highlighted: &[],
        callouts: &[],
    }
}

/// Whether a position of the window lies on the map.
pub fn is_on_canvas(camera: &Camera, pos: egui::Pos2) -> bool {
    let ScreenPoint { x, y } = camera.origin;
    (x..=x + camera.width).contains(&pos.x) && (y..=y + camera.height).contains(&pos.y)
}

/// The place under a position of the window.
pub fn world_at(camera: &Camera, pos: egui::Pos2) -> WorldPoint {
    camera.world_from_screen(screen_point(pos))
}

fn screen_point(pos: egui::Pos2) -> ScreenPoint {
    ScreenPoint::new(pos.x, pos.y)
}
