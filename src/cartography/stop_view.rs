//! How a stop of the walkthrough looks: its plain words turned into what a map is made from, and back.
//! Window, picture and booklet show a stop by this.

use std::collections::BTreeSet;

use crate::geometry::{Extent, WorldPoint};
use crate::language::Message;
use crate::layers::Group;
use crate::standard::FunctionIndex;
use crate::study::walkthrough::{Beside, Callout, Framing, MapLayer, StopMap};
use crate::study::{ScenarioId, Study, changes_between};

use super::{MapLayers, Symbology};

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

    /// What a map of the stop must show, however it is shaped: no site that was seen is cut off, nor, of
    /// two scenarios, one just beyond the edge that only one of them has; over most of the study, none.
    pub fn ground(&self, study: &Study, callouts: &[Callout]) -> Extent {
        /// So far beyond the edge, and around a site, in parts of what there is to see.
        const BEYOND: f64 = 0.25;
        const RIM_OF_SITES: f64 = 0.03;
        let seen = self.framing.extent();
        let ground = ground_in_sight(self.framing, study.layers().extent(), callouts);
        let size = ground.width().max(ground.height());
        let around = ground.grown(BEYOND * size);
        let near = |extent: Extent| move |at: &WorldPoint| extent.touches(Extent::around(*at, 0.0));
        let of_both = self.sites(study).into_iter().filter(near(seen)).filter(near(around));
        let beyond = match self.is_overview(study, ground) {
            true => self.sites(study),
            false => self.differing_sites(study),
        };
        let of_one = beyond.into_iter().filter(near(around));
        let sites = Extent::of(of_both.chain(of_one)).map(|sites| sites.grown(RIM_OF_SITES * size));
        sites.map_or(ground, |sites| sites.union(ground))
    }

    /// Whether two scenarios are compared over most of the study: beside each other their maps are narrow
    /// in a window, and cut off at their sides what belongs to the whole.
    fn is_overview(&self, study: &Study, ground: Extent) -> bool {
        const MOST: f64 = 0.5;
        let whole = study.layers().extent();
        self.beside.is_some()
            && whole.is_some_and(|whole| ground.area_m2() > MOST * whole.area_m2())
    }

    /// Where the function is offered, in either scenario.
    fn sites(&self, study: &Study) -> Vec<WorldPoint> {
        let scenarios = [Some(self.scenario), self.beside.map(|beside| beside.scenario)];
        let facilities = scenarios.into_iter().flatten().map(|id| study.facilities(id));
        let offering = facilities.flat_map(|all| all.values());
        offering.filter(|site| site.offers(self.function)).map(|site| site.at).collect()
    }

    /// Where it is offered in only one of two scenarios, or otherwise in one than in the other.
    fn differing_sites(&self, study: &Study) -> Vec<WorldPoint> {
        let Some(beside) = &self.beside else { return Vec::new() };
        let [own, other] = [self.scenario, beside.scenario].map(|id| study.facilities(id));
        let changes = changes_between(own, other);
        let sites = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
        sites.filter(|site| site.offers(self.function)).map(|site| site.at).collect()
    }
}

/// The part of a framing in which there is something to see: the study and what is written beside it. A
/// window is wider than what one looks at in it, and the land around must not make the map small.
fn ground_in_sight(framing: Framing, study: Option<Extent>, callouts: &[Callout]) -> Extent {
    /// Around the study, and around what is written, in parts of their size.
    const RIM: f64 = 0.02;
    const RIM_OF_WORDS: f64 = 0.07;
    let seen = framing.extent();
    let longer = |extent: Extent| extent.width().max(extent.height());
    let size = study.map_or(longer(seen), longer).min(longer(seen));
    let words = callouts.iter().flat_map(|callout| [Some(callout.at), callout.target]);
    let words = Extent::of(words.flatten()).map(|words| words.grown(size * RIM_OF_WORDS));
    let study = study.map(|study| study.grown(size * RIM));
    let both = study.into_iter().chain(words).reduce(Extent::union);
    let in_sight = both.and_then(|both| seen.intersection(both));
    // An empty strip would be seen from no distance.
    let is_there = |extent: &Extent| longer(*extent) > size * RIM;
    in_sight.filter(is_there).unwrap_or(seen)
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
    fn the_land_around_a_study_does_not_make_its_map_small() {
        let (min, max) = (WorldPoint::new(1000.0, 5000.0), WorldPoint::new(4000.0, 8000.0));
        let extent = Extent { min, max };
        let framing = |metres_per_pixel: f64| Framing {
            center: extent.center(),
            metres_per_pixel,
            width_px: 1000.0,
            height_px: 600.0,
        };
        // Seen from far away, only the study counts; from near, all that was seen.
        let far = framing(extent.width() / 300.0);
        let ground = ground_in_sight(far, Some(extent), &[]);
        assert!(ground.width() < 1.2 * extent.width(), "{ground:?} of {extent:?}");
        let near = framing(extent.width() / 4000.0);
        assert_eq!(ground_in_sight(near, Some(extent), &[]), near.extent());
        // What is written beside the study is seen as well.
        let at = WorldPoint::new(extent.max.x + 0.6 * extent.width(), extent.center().y);
        let callout = Callout { text: "there".to_owned(), at, target: None };
        let ground = ground_in_sight(far, Some(extent), std::slice::from_ref(&callout));
        assert!(ground.max.x > at.x && ground.min.x > far.extent().min.x, "{ground:?}");
        // Elsewhere nothing is there: all that was seen is shown.
        let away = Framing { center: WorldPoint::new(extent.max.x + 9e5, 0.0), ..near };
        assert_eq!(ground_in_sight(away, Some(extent), &[]), away.extent());
    }

    #[test]
    fn layers_are_read_back_as_they_were_kept() {
        let layers = MapLayers { streets: false, graticule: true, ..MapLayers::default() };
        assert_eq!(map_layers(&stop_layers(layers)), layers);
        let folded = MapLayers { legend: false, ..layers };
        assert_eq!(map_layers(&stop_layers(folded)), layers, "with its legend");
    }
}
