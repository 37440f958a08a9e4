//! How a stop of the walkthrough looks: its plain words turned into what a map is made from, and back.
//! Window, picture and booklet show a stop by this.

use std::collections::BTreeSet;

use crate::language::Message;
use crate::layers::Group;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::{Beside, Framing, MapLayer, StopMap};
use crate::study::{ScenarioId, Study};

use super::{Camera, MapLayers, ScreenPoint, Symbology};

/// What the map of a stop is made from, as far as the study still has it.
#[derive(Debug, Clone, PartialEq)]
pub struct StopView {
    pub scenario: ScenarioId,
    pub beside: Option<Beside>,
    pub framing: Framing,
    pub layers: MapLayers,
    pub symbology: Symbology,
    pub function: FunctionIndex,
    /// Position of the population group in the study's demand.
    pub group: usize,
    /// Positions of the units singled out.
    pub highlighted: Vec<usize>,
    /// What the stop was made with and the study has not any more, in the planner's words.
    pub missing: Vec<Message>,
}

impl StopView {
    pub fn of(map: &StopMap, study: &Study) -> Self {
        let StopMap { scenario, beside, framing, layers, colors, function, group, highlighted } =
            map;
        let mut missing = Vec::new();
        let scenario_is_there = study.scenarios().contains(*scenario);
        if !scenario_is_there {
            missing.push(Message::new(
                "该步骤的方案已删除，改示现状",
                "The scenario of this stop was deleted; the base is shown",
            ));
        }
        let beside_is_there = beside.filter(|beside| study.scenarios().contains(beside.scenario));
        if beside.is_some() && beside_is_there.is_none() {
            missing.push(Message::new(
                "用于比较的方案已删除",
                "The scenario it was compared with was deleted",
            ));
        }
        let groups = study.layers().buildings.demand().groups();
        let group_position = groups.iter().position(|other| other == group);
        if group_position.is_none() {
            missing.push(missing_group(*group));
        }
        let units = &study.layers().units;
        let positions: Vec<usize> =
            highlighted.iter().filter_map(|id| units.position_of(id)).collect();
        if positions.len() < highlighted.len() {
            let gone = highlighted.len() - positions.len();
            missing.push(Message::new(
                format!("{gone} 个突出显示的单元已不在图层中"),
                format!("{gone} highlighted units are not in the layer any more"),
            ));
        }
        Self {
            scenario: if scenario_is_there { *scenario } else { ScenarioId::BASE },
            beside: beside_is_there,
            framing: *framing,
            layers: map_layers(layers),
            symbology: Symbology::from_words(colors),
            function: *function,
            group: group_position.unwrap_or_default(),
            highlighted: positions,
            missing,
        }
    }

    /// A camera that shows all that was seen when the stop was made.
    pub fn camera(&self, origin: ScreenPoint, width: f32, height: f32) -> Camera {
        Camera::filled_by(self.framing.extent(), origin, width, height)
    }
}

fn missing_group(group: Group) -> Message {
    let name = group.name();
    Message::new(
        format!("数据中没有人群“{}”，改示全部居民", name.zh),
        format!("The data have no group “{}”; all residents are shown", name.en),
    )
}

/// The layers shown, as a stop keeps them.
pub fn stop_layers(layers: MapLayers) -> BTreeSet<MapLayer> {
    let shown = |layer: &MapLayer| match layer {
        MapLayer::Units => layers.units,
        MapLayer::Buildings => layers.buildings,
        MapLayer::Streets => layers.streets,
        MapLayer::Barriers => layers.barriers,
        MapLayer::Candidates => layers.candidates,
        MapLayer::Facilities => layers.facilities,
        MapLayer::WalkRings => layers.walk_rings,
        MapLayer::Labels => layers.labels,
        MapLayer::Graticule => layers.graticule,
    };
    MapLayer::ALL.into_iter().filter(shown).collect()
}

/// The same as a map takes them; a stop is never without its legend.
fn map_layers(layers: &BTreeSet<MapLayer>) -> MapLayers {
    let shown = |layer| layers.contains(&layer);
    MapLayers {
        units: shown(MapLayer::Units),
        buildings: shown(MapLayer::Buildings),
        streets: shown(MapLayer::Streets),
        barriers: shown(MapLayer::Barriers),
        candidates: shown(MapLayer::Candidates),
        facilities: shown(MapLayer::Facilities),
        walk_rings: shown(MapLayer::WalkRings),
        labels: shown(MapLayer::Labels),
        graticule: shown(MapLayer::Graticule),
        legend: true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_are_read_back_as_they_were_kept() {
        let layers = MapLayers { streets: false, graticule: true, ..MapLayers::default() };
        assert_eq!(map_layers(&stop_layers(layers)), layers);
        let folded = MapLayers { legend: false, ..layers };
        assert_eq!(map_layers(&stop_layers(folded)), layers, "with its legend");
    }
}
