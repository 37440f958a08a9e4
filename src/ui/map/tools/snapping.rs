//! Snapping in the window: how near is near in pixels, what of the layers is seen, when it is off,
//! and the mark that says what a place has snapped to.

use crate::cartography::{Align, Camera, Canvas as _, MapContent, Stroke};
use crate::geometry::WorldPoint;
use crate::language::{Language, Text};
use crate::layers::Building;
use crate::pointing::{BuildingParts, SnapTarget, Snapped, Surroundings};
use crate::ui::Workspace;
use crate::ui::view::View;

use super::super::canvas::EguiCanvas;
use super::plates;

/// How far a place snaps.
const REACH_PX: f32 = 12.0;
/// Farther away than this, streets and buildings lie closer together than the reach.
const BELOW_METRES_PER_PIXEL: f64 = 2.5;
/// A place closer than this to where it has snapped stands there.
const SAME_PLACE_M: f64 = 0.001;
const MARK_PX: f32 = 5.0;

const CANDIDATE: Text = Text::new("候选点", "Candidate");
const MIDDLE: Text = Text::new("建筑", "Building");
const CORNER: Text = Text::new("墙角", "Corner");
const WALL: Text = Text::new("外墙", "Wall");
const STREET: Text = Text::new("街道", "Street");

/// What places snap to in this frame.
pub struct Snapping<'a> {
    pub camera: Camera,
    /// `None` while snapping is off.
    surroundings: Option<Surroundings<'a>>,
}

/// A place pointed at, or what it has snapped to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pointed {
    pub at: WorldPoint,
    pub snapped: Option<Snapped>,
}

impl<'a> Snapping<'a> {
    /// Layers that are hidden attract nothing. Facilities do while measuring: one that is placed or
    /// dragged keeps its distance from others.
    pub fn of(ui: &egui::Ui, workspace: &'a Workspace, view: &View, camera: Camera) -> Self {
        let is_suspended = ui.input(|input| input.modifiers.command);
        let is_near = camera.metres_per_pixel < BELOW_METRES_PER_PIXEL;
        let measures = view.tool.measure().is_some();
        let seen = view.layers;
        let parts = if measures { BuildingParts::Outline } else { BuildingParts::Middle };
        let surroundings = (view.snaps && is_near && !is_suspended).then(|| Surroundings {
            layers: workspace.session.study().layers(),
            candidates: seen.candidates.then_some(&workspace.candidates),
            facilities: (seen.facilities && measures).then(|| workspace.session.facilities()),
            buildings: seen.buildings.then_some(parts),
            streets: seen.streets.then_some(&workspace.index.streets),
        });
        Self { camera, surroundings }
    }

    /// What is meant by pointing at a place.
    pub fn place(&self, at: WorldPoint) -> Pointed {
        self.within(at, f64::from(REACH_PX) * self.camera.metres_per_pixel)
    }

    /// A place with what it stands on, if that is anything to snap to.
    pub fn standing(&self, at: WorldPoint) -> Pointed {
        self.within(at, SAME_PLACE_M)
    }

    fn within(&self, at: WorldPoint, reach_m: f64) -> Pointed {
        let snapped = self.surroundings.and_then(|around| around.snapped(at, reach_m));
        Pointed { at: snapped.map_or(at, |snapped| snapped.at), snapped }
    }
}

/// Marks a place that has snapped, and names what it has snapped to.
pub fn paint_mark(canvas: &mut EguiCanvas, content: &MapContent, pointed: Pointed) {
    let Some(snapped) = pointed.snapped else { return };
    let at = content.camera.screen_from_world(pointed.at);
    let color = content.palette.selection;
    let corners = [(0.0, -1.0), (1.0, 0.0), (0.0, 1.0), (-1.0, 0.0)]
        .map(|(x, y)| at.offset(x * MARK_PX, y * MARK_PX));
    canvas.line(&corners, true, Stroke::solid(4.0, content.palette.paper.with_opacity(0.85)));
    canvas.line(&corners, true, Stroke::solid(2.0, color));
    let name = name_of(content, snapped.target);
    let above = at.offset(MARK_PX + 10.0, -MARK_PX - 14.0);
    plates::paint_plate(canvas, content, (above, Align::Left), &[(&name, 12.0)]);
}

/// The kind of a thing and its own name.
fn name_of(content: &MapContent, target: SnapTarget) -> String {
    let language = content.language;
    let layers = content.session.study().layers();
    let named = |kind: Text, name: &str| with_name(kind.of(language), name, language);
    let building = |number: usize| building_name(layers.buildings.record(number));
    match target {
        SnapTarget::Candidate(number) => {
            let candidate = content.session.study().register().get(number);
            candidate.map_or_else(String::new, |known| named(CANDIDATE, &known.name))
        }
        SnapTarget::Facility(id) => {
            content.session.facility(id).map_or_else(String::new, |f| f.name.clone())
        }
        SnapTarget::BuildingMiddle(number) => named(MIDDLE, building(number)),
        SnapTarget::BuildingCorner(number) => named(CORNER, building(number)),
        SnapTarget::BuildingWall(number) => named(WALL, building(number)),
        SnapTarget::Street(number) => named(STREET, &layers.streets[number].name),
    }
}

fn building_name(building: &Building) -> &str {
    first_given(&building.name, &building.id)
}

fn first_given<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}

fn with_name(kind: &str, name: &str, language: Language) -> String {
    match name {
        "" => kind.to_owned(),
        name => language.pick(format!("{kind}：{name}"), format!("{kind}: {name}")),
    }
}
